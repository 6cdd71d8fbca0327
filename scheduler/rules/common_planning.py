"""The home coaches of every site have time to plan together in every week."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.domain.instance import Slot
from scheduler.rules.plan_index import PlanIndex
from scheduler.rules.rule import LocalShortfall, Rule, below

NAME = "Common planning"


def measure(ledger: PlanIndex) -> Iterator[LocalShortfall]:
    """Measure each site and week: the common slots that its home coaches lack."""
    for site in ledger.instance.sites:
        coaches = ledger.instance.home_coaches(site)
        for cycle, week, about in ledger.patterns() if len(coaches) > 1 else ():
            slots = [ledger.reserved_slots(c.id, cycle, week, "Common planning") for c in coaches]
            kept = sum(all(_can_plan(ledger, c.id, slot) for c in coaches) for slot in set.intersection(*slots))
            yield LocalShortfall(site, below(kept, ledger.value(NAME, site)), f"{site} {about}")


def _can_plan(ledger: PlanIndex, coach: str, slot: Slot) -> bool:
    return ledger.free_to_plan(coach, slot) or ledger.status(coach, slot) == "Prep"


RULE = Rule(
    name=NAME,
    level="Option",
    value=1,
    unit="slots",
    holds="The home coaches of every site have time to plan together in every week.",
    counts=(
        "for each site with two or more home coaches, cycle and week of the pattern: Class slots reserved as "
        "common planning, in which every home coach is released or on Prep, below the value"
    ),
    source="Antelope Valley UHSD, Instructional Coaching Model: common planning period",
    measure=measure,
)
