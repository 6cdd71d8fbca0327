"""Every coach gives enough hours of one-to-one sessions in every week."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.rules.plan_index import PlanIndex
from scheduler.rules.rule import LocalShortfall, Rule, below, started_half_hours

NAME = "Weekly coaching time"


def measure(ledger: PlanIndex) -> Iterator[LocalShortfall]:
    """Measure each coach and week: the minutes of one-to-one coaching that are missing."""
    for coach in ledger.instance.coaches.values():
        for cycle, week, about in ledger.patterns():
            minutes = sum(m.minutes for m in ledger.weeks_led_one_to_one.get((coach.id, cycle, week), ()))
            amount = started_half_hours(below(minutes, ledger.value(NAME, coach.home)))
            yield LocalShortfall(coach.home, amount, f"{coach.id} {about}")


RULE = Rule(
    name=NAME,
    level="Off",
    value=360,
    unit="minutes",
    holds="Every coach gives enough hours of one-to-one sessions in every week.",
    counts=(
        "for each coach, cycle and week of the pattern: started half hours of one-to-one session minutes below "
        "the value"
    ),
    source="Des Moines Public Schools, mentors: minimum of 6 hours per week of 1:1 coaching",
    measure=measure,
)
