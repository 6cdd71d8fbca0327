"""No coach has to travel between sites within a day."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.rules.plan_index import PlanIndex
from scheduler.rules.rule import LocalShortfall, Rule, above

NAME = "One site a day"


def measure(ledger: PlanIndex) -> Iterator[LocalShortfall]:
    """Measure each coach and day: the sites after the first."""
    for coach, meetings in ledger.days_led:
        sites = {m.site for m in meetings if not m.virtual}
        yield LocalShortfall(coach.home, above(len(sites), 1), f"{coach.id} {meetings[0].date_text}")


RULE = Rule(
    name=NAME,
    level="Recommended",
    value=None,
    unit="",
    holds="No coach has to travel between sites within a day.",
    counts="for each coach, cycle, week and day: sites visited above one (a Virtual session visits none)",
    source="Juneau School District: coaches shared between schools",
    measure=measure,
)
