"""The sheets Teachers, Coaches and Coach availability of an import."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from scheduler.intake.imports.bell_times import kind_of_period
from scheduler.intake.imports.import_workbook import ImportWorkbook
from scheduler.intake.imports.lessons import Lessons
from scheduler.intake.imports.model import Section
from scheduler.intake.imports.roster import Roster
from scheduler.intake.imports.titles import is_administrator, kind_of_class


def write_people(book: ImportWorkbook, roster: Roster) -> None:
    """Teachers with their departments and grades, and whoever is proposed as a coach with the periods of release."""
    people = _People(book, roster)
    people.teachers()
    people.coaches()


class _People:
    def __init__(self, book: ImportWorkbook, roster: Roster) -> None:
        self.book, self.roster = book, roster

    def teachers(self) -> None:
        departments = _departments(self.roster.lessons, self.roster.export.sections)
        for person in self.roster.teachers():
            who = person.key
            administrator = is_administrator(person.role)
            row = {
                "teacher": who,
                "name": person.name,
                "email": person.email,
                "site": self.roster.home[who],
                "department": departments.get(who, ""),
                "grades": ", ".join(person.grades or self._grades(who)),
                "role": "Administrator" if administrator else "",
            }
            self.book.add("Teachers", row, who)
            if not person.name:
                self.book.ask(
                    "Teachers", who, "name", f"The name of {who}: the export has no row of it.", "The id is shown."
                )
            others = [s for s in person.sites if s != self.roster.home[who] and s in self.roster.sites]
            if others:
                self.book.ask(
                    "Teachers",
                    who,
                    "site",
                    f"Where {person.name or who} is at home: also at {', '.join(others)}.",
                    self.roster.home[who],
                    "; ".join(person.sites),
                )

    def coaches(self) -> None:
        for who, why in self.roster.coaches.items():
            person = self.roster.export.people[who]
            named = [s for s in person.sites if s in self.roster.sites and s != self.roster.home[who]]
            sites = ", ".join([self.roster.home[who], *named])
            self.book.add("Coaches", {"coach": who, "name": person.name, "email": person.email, "sites": sites}, who)
            self.book.ask(
                "Coaches",
                who,
                "coach",
                f"Whether {person.name or who} is a coach of teachers: {why} says so.",
                "A coach, and no teacher who is coached.",
                "Move the row to Teachers",
            )
        for lesson in self.roster.lessons.all:
            if (
                lesson.kind == "Coaching"
                and lesson.person in self.roster.coaches
                and kind_of_period(lesson.period) == "Class"
            ):
                row = {
                    "coach": lesson.person,
                    "period": lesson.period,
                    "days": ", ".join(lesson.days),
                    "status": "Coaching",
                }
                self.book.add("Coach availability", row)

    def _grades(self, who: str) -> tuple[str, ...]:
        order = ("PK", "TK", "K", *(str(n) for n in range(1, 13)))
        found = {g for s in self.roster.lessons.people.get(who, []) for g in s.grades}
        return tuple(g for g in order if g in found)


def _departments(lessons: Lessons, sections: Sequence[Section]) -> dict[str, str]:
    """Of each teacher the department of most classes that the teacher leads; of equal ones the first."""
    rows = [
        (t.person, s.department, s.key, in_term_now, kind_of_class(s.course, s.students) == "Teach")
        for in_term_now, some in (
            (True, {id(s): s for own in lessons.people.values() for s in own}.values()),
            (False, sections),
        )
        for s in some
        for t in s.teachers
        if t.leads and s.department
    ]
    frame = pd.DataFrame(rows, columns=["person", "department", "key", "now", "teaches"])
    if frame.empty:
        return {}
    counted = frame.groupby(["now", "teaches", "person", "department"], sort=False)["key"].nunique().reset_index()
    best = counted.sort_values(["now", "teaches", "key"], ascending=False, kind="stable").drop_duplicates("person")
    return dict(zip(best["person"].astype(str), best["department"].astype(str), strict=True))
