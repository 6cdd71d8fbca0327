"""Every teacher's coach knows one of the teacher's grades."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.domain.instance import Coach, Teacher
from scheduler.rules.ledger import Ledger
from scheduler.rules.rule import Measure, Rule
from scheduler.rules.words import folded

NAME = "Grade match"


def grades_match(teacher: Teacher, coach: Coach) -> bool:
    """Whether a teacher and a coach share a grade; who names none matches everybody."""
    return not teacher.grades or not coach.grades or not _folded(teacher.grades).isdisjoint(_folded(coach.grades))


def _folded(grades: tuple[str, ...]) -> set[str]:
    return {folded(grade).lstrip("0") for grade in grades}


def measure(ledger: Ledger) -> Iterator[Measure]:
    for enrolled in ledger.coached():
        coach = ledger.instance.coaches[enrolled.coach]
        yield Measure(enrolled.site, int(not grades_match(enrolled.teacher, coach)), f"{enrolled}, {coach.id}")


RULE = Rule(
    name=NAME,
    level="Option",
    value=None,
    unit="",
    holds="Every teacher's coach knows one of the teacher's grades.",
    counts="each enrolment whose teacher shares no grade with the coach (either blank: a match)",
    source="Antelope Valley UHSD, Instructional Coaching Model: grade level specific",
    measure=measure,
)
