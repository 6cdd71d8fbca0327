"""No site uses more sections of release than it has funds for."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.rules.plan_index import PlanIndex
from scheduler.rules.rule import LocalShortfall, Rule, above

NAME = "Sections funded"


def measure(ledger: PlanIndex) -> Iterator[LocalShortfall]:
    """Measure each site: the released periods above the sections that are funded."""
    for site in ledger.instance.sites.values():
        used = sum(len(ledger.released[c.id]) for c in ledger.instance.home_coaches(site.id) if not c.full_time)
        yield LocalShortfall(site.id, above(used, ledger.value(NAME, site.id, own=site.sections_funded)), site.id)


RULE = Rule(
    name=NAME,
    level="Required",
    value=None,
    unit="sections",
    holds="No site uses more sections of release than it has funds for.",
    counts="released periods of the site's home coaches who are not full time, above the sections funded",
    source="Antelope Valley UHSD, Instructional Coaching Model: 7 sections district funded",
    measure=measure,
)
