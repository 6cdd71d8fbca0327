"""No teacher is coached by somebody to be avoided, an evaluator for instance."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.rules.plan_index import PlanIndex
from scheduler.rules.rule import LocalShortfall, Rule

NAME = "Avoided coach"


def measure(ledger: PlanIndex) -> Iterator[LocalShortfall]:
    """Measure each enrollment with a coach: 1 where the teacher avoids that coach."""
    for enrolled in ledger.coached():
        avoided = enrolled.coach in enrolled.teacher.avoid_coaches
        yield LocalShortfall(enrolled.site, int(avoided), f"{enrolled}, {enrolled.coach}")


RULE = Rule(
    name=NAME,
    level="Required",
    value=None,
    unit="",
    holds="No teacher is coached by somebody to be avoided, an evaluator for instance.",
    counts="each enrollment whose coach the teacher avoids",
    source="Common practice: a coach is no evaluator",
    measure=measure,
)
