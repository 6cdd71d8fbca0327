"""Every coach meets enough different teachers one to one in every week."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.rules.plan_index import PlanIndex
from scheduler.rules.rule import LocalShortfall, Rule, below

NAME = "Teachers coached weekly"


def measure(ledger: PlanIndex) -> Iterator[LocalShortfall]:
    """Measure each coach and week: the teachers who are missing."""
    for coach in ledger.instance.coaches.values():
        for cycle, week, about in ledger.patterns():
            meetings = ledger.weeks_led_one_to_one.get((coach.id, cycle, week), ())
            met = {held.teacher.id for meeting in meetings for held in meeting.held}
            yield LocalShortfall(coach.home, below(len(met), ledger.value(NAME, coach.home)), f"{coach.id} {about}")


RULE = Rule(
    name=NAME,
    level="Off",
    value=4,
    unit="teachers",
    holds="Every coach meets enough different teachers one to one in every week.",
    counts="for each coach, cycle and week of the pattern: different teachers met one to one, below the value",
    source="Des Moines Public Schools, mentors: 90 minutes per week with 4 different teachers",
    measure=measure,
)
