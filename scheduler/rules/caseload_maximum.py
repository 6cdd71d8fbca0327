"""No coach has more enrollments than the most allowed."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.rules.plan_index import PlanIndex
from scheduler.rules.rule import LocalShortfall, Rule, above

NAME = "Caseload maximum"


def measure(ledger: PlanIndex) -> Iterator[LocalShortfall]:
    """Measure each coach: the enrollments above the most that the coach, or the rule, allows."""
    for coach in ledger.instance.coaches.values():
        most = ledger.value(NAME, coach.home, own=coach.max_caseload)
        yield LocalShortfall(coach.home, above(ledger.caseloads[coach.id], most), coach.id)


RULE = Rule(
    name=NAME,
    level="Required",
    value=None,
    unit="enrollments",
    holds="No coach has more enrollments than the most allowed.",
    counts="for each coach: enrollments, at all sites, above `max caseload`, else the value",
    source="Common practice: caseload limits",
    measure=measure,
)
