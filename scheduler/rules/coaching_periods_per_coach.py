"""Every coach is released in enough periods, and in no more than allowed."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.rules.plan_index import PlanIndex
from scheduler.rules.rule import LocalShortfall, Rule, above, below

NAME = "Coaching periods per coach"


def measure(ledger: PlanIndex) -> Iterator[LocalShortfall]:
    """Measure each coach: the released periods that are missing, or too many."""
    for coach in ledger.instance.coaches.values():
        periods = len(ledger.released[coach.id])
        least = ledger.value(NAME, coach.home, own=coach.release_min)
        yield LocalShortfall(coach.home, below(periods, least) + above(periods, coach.release_max), coach.id)


RULE = Rule(
    name=NAME,
    level="Required",
    value=2,
    unit="periods",
    holds="Every coach is released in enough periods, and in no more than allowed.",
    counts="for each coach: released periods below `release min`, else the value; and above `release max`",
    source="Antelope Valley UHSD, Instructional Coaching Model: minimum 2 coaching periods for each coach",
    measure=measure,
)
