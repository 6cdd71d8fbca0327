"""Every teacher's coach knows the teacher's department."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.domain.matching import department_matches
from scheduler.rules.plan_index import PlanIndex
from scheduler.rules.rule import LocalShortfall, Rule

NAME = "Content match"


def measure(ledger: PlanIndex) -> Iterator[LocalShortfall]:
    """Measure each enrollment with a coach: 1 where the coach does not know the department."""
    for enrolled in ledger.coached():
        coach = ledger.instance.coaches[enrolled.coach]
        yield LocalShortfall(
            enrolled.site, int(not department_matches(enrolled.teacher, coach)), f"{enrolled}, {coach.id}"
        )


RULE = Rule(
    name=NAME,
    level="Option",
    value=None,
    unit="",
    holds="Every teacher's coach knows the teacher's department.",
    counts="each enrollment whose teacher's department is not one of the coach's (either blank: a match)",
    source="Antelope Valley UHSD, Instructional Coaching Model: content specific",
    measure=measure,
)
