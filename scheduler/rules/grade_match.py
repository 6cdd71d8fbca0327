"""Every teacher's coach knows one of the teacher's grades."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.domain.matching import grades_match
from scheduler.rules.plan_index import PlanIndex
from scheduler.rules.rule import LocalShortfall, Rule

NAME = "Grade match"


def measure(ledger: PlanIndex) -> Iterator[LocalShortfall]:
    """Measure each enrollment with a coach: 1 where the two have no grade in common."""
    for enrolled in ledger.coached():
        coach = ledger.instance.coaches[enrolled.coach]
        yield LocalShortfall(enrolled.site, int(not grades_match(enrolled.teacher, coach)), f"{enrolled}, {coach.id}")


RULE = Rule(
    name=NAME,
    level="Option",
    value=None,
    unit="",
    holds="Every teacher's coach knows one of the teacher's grades.",
    counts="each enrollment whose teacher shares no grade with the coach (either blank: a match)",
    source="Antelope Valley UHSD, Instructional Coaching Model: grade level specific",
    measure=measure,
)
