"""The home coaches of every site have about as many enrollments each."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.rules.plan_index import PlanIndex
from scheduler.rules.rule import LocalShortfall, Rule, above

NAME = "Caseload balance"


def measure(ledger: PlanIndex) -> Iterator[LocalShortfall]:
    """Measure the caseloads of each site's home coaches: how far they spread beyond the value."""
    for site in ledger.instance.sites:
        loads = [ledger.caseloads[c.id] for c in ledger.instance.home_coaches(site)] or [0]
        yield LocalShortfall(site, above(max(loads) - min(loads), ledger.value(NAME, site)), site)


RULE = Rule(
    name=NAME,
    level="Option",
    value=2,
    unit="enrollments",
    holds="The home coaches of every site have about as many enrollments each.",
    counts="for each site: largest less smallest number of enrollments among its home coaches, above the value",
    source="Common practice: even caseloads",
    measure=measure,
)
