"""The sheet Master schedule of an import: long, or wide where the export is a board."""

from __future__ import annotations

from collections.abc import Sequence

from scheduler.domain.instance import Settings
from scheduler.intake.imports import terms
from scheduler.intake.imports.import_workbook import ImportWorkbook
from scheduler.intake.imports.lessons import Lesson
from scheduler.intake.imports.meetings import period_order
from scheduler.intake.imports.model import Section
from scheduler.intake.imports.preps import ask_for_preps
from scheduler.intake.imports.roster import Roster


def write_schedule(book: ImportWorkbook, roster: Roster) -> None:
    """Every lesson of teachers and coaches, and the preps that can be told; what cannot be placed is asked."""
    schedule = _Schedule(book, roster)
    schedule.lessons()
    schedule.unplaced()


class _Schedule:
    def __init__(self, book: ImportWorkbook, roster: Roster) -> None:
        self.book, self.roster = book, roster

    def lessons(self) -> None:
        place = {who: at for at, who in enumerate(self.roster.export.people)}
        rows = sorted(self.roster.lessons.all, key=lambda x: (place.get(x.person, 0), period_order(x.period), x.days))
        taught = [x for x in rows if not (x.kind == "Coaching" and x.person in self.roster.coaches)]
        if self.roster.export.wide:
            self._wide(taught)
        else:
            for lesson in taught:
                self._row(lesson)
        for lesson in taught:
            if len(lesson.sections) > 1:
                self._combined(lesson)
        teachers = {person.key: self.roster.home[person.key] for person in self.roster.teachers()}
        ask_for_preps(self.book, self.roster, teachers)
        if not self.roster.export.wide:
            self.book.sort(
                "Master schedule", lambda r: (place.get(r["teacher"], 0), period_order(r["period"]), r.get("days", ""))
            )
        for section, gone in self.roster.lessons.handed:
            self._handed(section, gone)

    def _row(self, lesson: Lesson) -> None:
        year = {t.key for t in self.roster.export.terms if terms.is_whole_year(t)}
        whole = any(not s.terms or year & set(s.terms) for s in lesson.sections)
        self.book.add(
            "Master schedule",
            {
                "teacher": lesson.person,
                "period": lesson.period,
                "days": ", ".join(lesson.days),
                "course": lesson.course,
                "room": lesson.room,
                "grade": ", ".join(lesson.grades),
                "kind": "Teach" if lesson.kind == "Coaching" else lesson.kind,
                "term": "" if whole or self.roster.chosen is None else self.roster.chosen.name,
            },
            key_of(lesson.person, lesson.period, lesson.days),
        )
        self.book.keys.setdefault(
            ("Master schedule", key_of(lesson.person, lesson.period)), len(self.book.rows["Master schedule"]) - 1
        )

    def _wide(self, lessons: Sequence[Lesson]) -> None:
        """A row a teacher and a column a period; what a period's words do not say is added to Settings."""
        periods = list(dict.fromkeys(p for site in self.roster.periods.values() for p in site))
        self.book.columns["Master schedule"] = ("teacher", *periods, "term")
        people = [who for who in self.roster.export.people if any(x.person == who for x in lessons)]
        term = self.roster.chosen.name if self.roster.chosen else ""
        for who in people:
            row = {"teacher": who, "term": term}
            for lesson in lessons:
                if lesson.person == who:
                    row[lesson.period] = " / ".join(t for t in (row.get(lesson.period, ""), lesson.course) if t)
            self.book.add("Master schedule", row, who)
            for period in periods:
                self.book.keys["Master schedule", key_of(who, period)] = len(self.book.rows["Master schedule"]) - 1
        self._words([x for x in lessons if len(x.sections) == 1])

    def _words(self, lessons: Sequence[Lesson]) -> None:
        """Titles of a board that are a prep or a duty and that the reader does not know by itself."""
        known = {w.casefold() for w in (*Settings().prep_words, *Settings().duty_words)}
        for kind, key in (("Prep", "prep words"), ("Duty", "duty words")):
            titles = [x.course for x in lessons if x.kind == kind and x.course.casefold() not in known]
            if titles:
                self.book.add("Settings", {"key": key, "value": ", ".join(dict.fromkeys(titles))}, key)

    def _combined(self, lesson: Lesson) -> None:
        name = self.roster.name(lesson.person)
        column = lesson.period if self.roster.export.wide else "course"
        days = f" on {', '.join(lesson.days)}" if lesson.days else ""
        self.book.ask(
            "Master schedule",
            key_of(lesson.person, lesson.period, lesson.days if not self.roster.export.wide else ()),
            column,
            f"Whether {name} has {len(lesson.sections)} classes at once in period {lesson.period}{days}: "
            f"{lesson.course}.",
            "One class of both, combined.",
            "Other days; another period; one of them",
        )

    def _handed(self, section: Section, gone: tuple[str, ...]) -> None:
        names = " and ".join(self.roster.name(w) for w in gone)
        now = " and ".join(self.roster.name(t.person) for t in section.teachers if t.person not in gone)
        about = next((t.person for t in section.teachers if t.person not in gone), gone[0])
        sheet = "Teachers" if ("Teachers", about) in self.book.keys else "Coaches"
        self.book.ask(
            sheet,
            about,
            "teacher" if sheet == "Teachers" else "coach",
            f"Who teaches {section.course} ({section.key}) in this term: it changes hands, {names} and {now}.",
            f"{now}.",
            names,
        )

    def unplaced(self) -> None:
        for section, wrong in self.roster.lessons.unplaced:
            people = ", ".join(dict.fromkeys(self.roster.name(t.person) for t in section.teachers))
            who = section.teachers[0].person
            sheet = "Teachers" if ("Teachers", who) in self.book.keys else "Coaches"
            what = f'it says "{wrong[:80]}"' if wrong else "its period is blank"
            self.book.ask(
                sheet,
                who,
                "teacher" if sheet == "Teachers" else "coach",
                f"When {section.course} ({section.key}) of {people} meets: {what}.",
                "It was left out of Master schedule.",
                "Add a row with its period",
            )
        for section in self.roster.lessons.untaught:
            names = " and ".join(dict.fromkeys(self.roster.name(t.person) for t in section.teachers))
            self.book.ask(
                "Master schedule",
                "",
                "",
                f"Who teaches {section.course} ({section.key}) in this term: {names} did, or will, in another.",
                "Nobody: it was left out.",
                "Add a row with its teacher",
            )
        for words in sorted(self.roster.meetings.unknown_days):
            self.book.ask(
                "Settings", "days", "value", f'Which days "{words}" means.', "Every day.", ", ".join(self.roster.days)
            )
        if self.roster.meetings.orientation.mixed:
            self.book.ask(
                "Settings",
                "days",
                "value",
                "Which figure of expressions like 1(2) is the period and which the day: "
                "some have periods first, others days.",
                "As most of them.",
            )


def key_of(person: str, period: str, days: Sequence[str] = ()) -> str:
    """The key of a row of Master schedule.

    Parameters
    ----------
    person
        the teacher's id
    period
        the label of the period
    days
        the days on which it meets, () for every day
    """
    return "\t".join((person, period, ", ".join(days)))
