"""Every coach has about as much to do in each cycle of the year."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.rules.plan_index import PlanIndex
from scheduler.rules.rule import LocalShortfall, Rule, above, started_half_hours

NAME = "Even cycles"


def measure(ledger: PlanIndex) -> Iterator[LocalShortfall]:
    """Measure each coach: how far the minutes of the cycles spread beyond the value."""
    for coach in ledger.instance.coaches.values():
        minutes = dict.fromkeys(ledger.open_cycles, 0)
        for meeting in ledger.meetings_of.get(coach.id, ()):
            minutes[meeting.date[0]] += meeting.minutes
        apart = max(minutes.values()) - min(minutes.values())
        amount = started_half_hours(above(apart, ledger.value(NAME, coach.home)))
        yield LocalShortfall(coach.home, amount, coach.id)


RULE = Rule(
    name=NAME,
    level="Option",
    value=120,
    unit="minutes",
    holds="Every coach has about as much to do in each cycle of the year.",
    counts=(
        "for each coach: started half hours by which the session minutes of the fullest cycle's pattern, less the"
        " emptiest's, pass the value"
    ),
    source="Common practice: an even year",
    measure=measure,
)
