"""No coach is released in a period that the coach would rather avoid."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.rules.plan_index import PlanIndex
from scheduler.rules.rule import LocalShortfall, Rule

NAME = "Avoided periods"


def measure(ledger: PlanIndex) -> Iterator[LocalShortfall]:
    """Measure each period that a coach avoids: 1 where the coach is released in it."""
    for coach in ledger.instance.coaches.values():
        home, status = ledger.instance.home_slots(coach.id), ledger.instance.availability[coach.id]
        avoided = {slot.period for slot, said in zip(home, status, strict=True) if said == "Avoid"}
        for period in ledger.instance.class_periods(coach.home):
            if period in avoided:
                yield LocalShortfall(
                    coach.home, int(period in ledger.released[coach.id]), f"{coach.id} period {period}"
                )


RULE = Rule(
    name=NAME,
    level="Option",
    value=None,
    unit="",
    holds="No coach is released in a period that the coach would rather avoid.",
    counts="each release in a period that the coach avoids",
    source="Common practice: the coach's own wishes",
    measure=measure,
)
