"""Every site is coached by enough different coaches."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.rules.plan_index import PlanIndex
from scheduler.rules.rule import LocalShortfall, Rule, below

NAME = "Coaches per site"


def measure(ledger: PlanIndex) -> Iterator[LocalShortfall]:
    """Measure each site: the coaches who are missing there."""
    coaches: dict[str, set[str]] = {site: set() for site in ledger.instance.sites}
    for enrolled in ledger.coached():
        coaches[enrolled.site].add(enrolled.coach)
    for site, there in coaches.items():
        yield LocalShortfall(site, below(len(there), ledger.value(NAME, site)), site)


RULE = Rule(
    name=NAME,
    level="Recommended",
    value=2,
    unit="coaches",
    holds="Every site is coached by enough different coaches.",
    counts="for each site: coaches with at least one enrollment there, below the value",
    source="Antelope Valley UHSD, Instructional Coaching Model: 2 coaches per site minimum",
    measure=measure,
)
