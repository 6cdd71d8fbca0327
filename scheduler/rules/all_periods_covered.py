"""In every Class period of every site a coach is released."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.rules.plan_index import PlanIndex
from scheduler.rules.rule import LocalShortfall, Rule

NAME = "All periods covered"


def measure(ledger: PlanIndex) -> Iterator[LocalShortfall]:
    """Measure each Class period of each site: 1 where no coach covers it."""
    for site in ledger.instance.sites:
        covered = _periods_covered(ledger, site)
        for period in ledger.instance.class_periods(site):
            yield LocalShortfall(site, int(period not in covered), f"{site} period {period}")


def _periods_covered(ledger: PlanIndex, site: str) -> set[str]:
    """A coach covers the home site alone, by the releases; a site that is no coach's home is covered in a period when
    one coach who serves it can use every slot of it."""
    homes = ledger.instance.home_coaches(site)
    covered = {period for coach in homes for period in ledger.released[coach.id]}
    if homes:
        return covered
    slots = ledger.instance.slots(site)
    for coach in ledger.serving(site):
        in_release = ledger.slots.in_release(coach.id, site)
        lost = {slot.period for i, slot in enumerate(slots) if slot.is_class and not in_release[i]}
        covered |= set(ledger.instance.class_periods(site)) - lost
    return covered


RULE = Rule(
    name=NAME,
    level="Required",
    value=None,
    unit="",
    holds="In every Class period of every site a coach is released.",
    counts=(
        "each site and Class period in which no coach of the site is released (where no coach has the home: no "
        "coach who serves it)"
    ),
    source="Antelope Valley UHSD, Instructional Coaching Model: all 6 periods covered",
    measure=measure,
)
