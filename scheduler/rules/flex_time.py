"""Every released coach keeps enough flex time free in every week."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.rules.plan_index import PlanIndex
from scheduler.rules.rule import LocalShortfall, Rule, below

NAME = "Flex time"


def measure(ledger: PlanIndex) -> Iterator[LocalShortfall]:
    """Measure each released coach and week: the flex slots that are missing."""
    for coach in ledger.instance.coaches.values():
        for cycle, week, about in ledger.patterns() if ledger.released[coach.id] else ():
            slots = ledger.reserved_slots(coach.id, cycle, week, "Flex")
            kept = sum(ledger.free_to_plan(coach.id, slot) for slot in slots)
            yield LocalShortfall(coach.home, below(kept, ledger.value(NAME, coach.home)), f"{coach.id} {about}")


RULE = Rule(
    name=NAME,
    level="Recommended",
    value=1,
    unit="slots",
    holds="Every released coach keeps enough flex time free in every week.",
    counts=(
        "for each coach, cycle and week of the pattern: whole Class slots, released and reserved as flex, below "
        "the value (a coach with no release owes none)"
    ),
    source="Antelope Valley UHSD, Instructional Coaching Model: flex time for meetings, de-briefings and facilitation",
    measure=measure,
)
