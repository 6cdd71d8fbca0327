"""Every teacher's coach knows the teacher's department."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.domain.instance import Coach, Teacher
from scheduler.rules.ledger import Ledger
from scheduler.rules.rule import Measure, Rule
from scheduler.rules.words import folded

NAME = "Content match"


def content_matches(teacher: Teacher, coach: Coach) -> bool:
    """Whether a teacher's department is one of the coach's; who names none matches everybody."""
    department = folded(teacher.department)
    return not department or not coach.departments or department in {folded(d) for d in coach.departments}


def measure(ledger: Ledger) -> Iterator[Measure]:
    for enrolled in ledger.coached():
        coach = ledger.instance.coaches[enrolled.coach]
        yield Measure(enrolled.site, int(not content_matches(enrolled.teacher, coach)), f"{enrolled}, {coach.id}")


RULE = Rule(
    name=NAME,
    level="Option",
    value=None,
    unit="",
    holds="Every teacher's coach knows the teacher's department.",
    counts="each enrolment whose teacher's department is not one of the coach's (either blank: a match)",
    source="Antelope Valley UHSD, Instructional Coaching Model: content specific",
    measure=measure,
)
