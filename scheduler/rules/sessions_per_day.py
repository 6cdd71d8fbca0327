"""No coach has more sessions in a day than is good."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.rules.plan_index import PlanIndex
from scheduler.rules.rule import LocalShortfall, Rule, above

NAME = "Sessions per day"


def measure(ledger: PlanIndex) -> Iterator[LocalShortfall]:
    """Measure each coach and day: the meetings above the most that the coach, or the rule, allows."""
    for coach, meetings in ledger.days_led:
        most = ledger.value(NAME, coach.home, own=coach.max_sessions_per_day)
        yield LocalShortfall(coach.home, above(len(meetings), most), f"{coach.id} {meetings[0].date_text}")


RULE = Rule(
    name=NAME,
    level="Recommended",
    value=8,
    unit="sessions",
    holds="No coach has more sessions in a day than is good.",
    counts="for each coach, cycle, week and day: sessions (a group once) above `max sessions per day`, else the value",
    source="Common practice: time between sessions to prepare",
    measure=measure,
)
