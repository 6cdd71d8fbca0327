"""From an export to an input workbook: one term's sections as Master schedule, people as Teachers and Coaches, and a
question for everything that the export does not say."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

import pandas as pd

from scheduler.domain.imported import MapRow
from scheduler.domain.instance import Settings
from scheduler.intake.imports import bells, terms
from scheduler.intake.imports.bells import Bell, clock, kind_of_period
from scheduler.intake.imports.book import Book
from scheduler.intake.imports.expressions import WEEK
from scheduler.intake.imports.lessons import Lesson, Lessons, in_term, lessons_of
from scheduler.intake.imports.meetings import Meetings, period_order
from scheduler.intake.imports.model import Export, Person, Section, Term
from scheduler.intake.imports.preps import ask_for_preps
from scheduler.intake.imports.terms import Chosen
from scheduler.intake.imports.words import is_administrator, is_homeroom, kind_of_class, says_coach

SCHOOL = "School"  # the id of a school that the export does not name
REGULAR = "Regular"


def assemble(
    export: Export, asked_term: str, today: datetime.date, by_hand: Mapping[tuple[str, str], str]
) -> tuple[Book, Chosen | None, list[MapRow]]:
    """The sheets of an export's workbook, the term that was chosen, and the values as they were understood.

    Raises
    ------
    InputProblems
        there is no such term
    """
    return _Assembly(export, asked_term, today, by_hand).done()


class _Assembly:
    def __init__(
        self, export: Export, asked_term: str, today: datetime.date, by_hand: Mapping[tuple[str, str], str]
    ) -> None:
        self.export, self.today, self.by_hand = export, today, by_hand
        self.book = Book()
        self.book.doubts += export.doubts
        export.terms = _terms_by_hand(terms.with_parts(_used_terms(export)), by_hand)
        self.chosen = terms.choose(export.terms, asked_term, today)
        self.meetings = Meetings(export.sections, by_hand)
        self.days = self.meetings.days
        self.lessons: Lessons = lessons_of(in_term(export, self.chosen), self.chosen, self.meetings, today)
        self.sites = self._sites()
        self.home = {who: self._home(person) for who, person in export.people.items()}
        self.coaches = self._coaches()
        self.periods = {site: self._periods_of(site) for site in self.sites}

    def done(self) -> tuple[Book, Chosen | None, list[MapRow]]:
        self._sites_and_bells()
        self._teachers()
        self._master()
        self._coach_sheets()
        self._unplaced()
        self._settings()
        return self.book, self.chosen, self._understood()

    # ---- sites and bells

    def _sites(self) -> dict[str, str]:
        used = {s.site for s in self.export.sections if s.site} | {
            x for p in self.export.people.values() for x in p.sites
        }
        named = {site: name for site, name in self.export.sites.items() if site in used or not used}
        for site in sorted(used - set(named)):
            named[site] = self.export.sites.get(site, "")
        if not named:
            named = {SCHOOL: ""}
            self.book.ask("Sites", SCHOOL, "site", "How the school is called: the export does not say.", SCHOOL)
        return named

    def _home(self, person: Person) -> str:
        """The school of a person: of those named the first, else the one with the most classes."""
        named = [s for s in person.sites if s in self.sites]
        if named:
            return named[0]
        own = [s.site for s in self.lessons.people.get(person.key, []) if s.site in self.sites]
        return max(dict.fromkeys(own), key=own.count) if own else next(iter(self.sites))

    def _periods_of(self, site: str) -> list[str]:
        """The periods of a school: of all its classes in any term, and those of its teachers elsewhere."""
        found: set[str] = set()
        for section in self.export.sections:
            here = (
                section.site == site
                or not section.site
                or any(self.home.get(t.person) == site for t in section.teachers)
            )
            if here:
                met, _ = self.meetings.of(section)
                found.update(p for m in met for p in m.periods)
        return sorted(found, key=period_order)

    def _sites_and_bells(self) -> None:
        schedules: dict[tuple[str, ...], str] = {}
        if not self.days:
            self.days = next((d for p in self.periods.values() if (d := bells.days_in_labels(p))), ())
        for site, name in self.sites.items():
            periods = tuple(self.periods[site])
            first = periods not in schedules
            bell = schedules.setdefault(periods, REGULAR if not schedules else f"Bell of {name or site}"[:60])
            self.book.add("Sites", {"site": site, "name": name, "bell schedule": bell}, site)
            if first and periods:
                self._bell(bell, periods)
        if not self.days and not self.export.events:
            self.book.ask(
                "Bell schedule",
                REGULAR,
                "days",
                "On which days classes meet: the export knows no days.",
                "Every class meets every day.",
                "A column days in Master schedule",
            )

    def _bell(self, name: str, periods: Sequence[str]) -> None:
        rows = bells.bells_of(periods)
        labels = ", ".join(p for p in periods)
        for bell in rows:
            days = bell.days or self.days or ("Mon-Fri",)
            self.book.add("Bell schedule", {**_bell_row(name, bell), "days": ", ".join(days)}, name)
        self.book.ask(
            "Bell schedule",
            name,
            "start",
            f"At what times the periods begin and end ({labels}): no export has bell times.",
            "55 minutes from 08:00, 5 minutes apart, lunch after the fourth.",
            "The times of your bell",
        )
        for period in periods:
            if self._only_homerooms(period):
                self.book.ask(
                    "Bell schedule",
                    name,
                    "kind",
                    f"Whether period {period}, in which there are only homerooms, is a Class period.",
                    "Class: the homerooms are a duty.",
                    "Advisory",
                )

    def _only_homerooms(self, period: str) -> bool:
        here = [x for x in self.lessons.all if x.period == period]
        return bool(here) and all(is_homeroom(s.course) for x in here for s in x.sections)

    # ---- people

    def _coaches(self) -> dict[str, str]:
        """Who is proposed as a coach, and why: a title, or a class, that says coach."""
        found: dict[str, str] = {}
        for who, person in self.export.people.items():
            if says_coach(person.title):
                found[who] = f'the title "{person.title}"'
        for lesson in self.lessons.all:
            if lesson.kind == "Coaching":
                course = next(s.course for s in lesson.sections if kind_of_class(s.course, s.students) == "Coaching")
                found.setdefault(lesson.person, f'the class "{course}"')
        for who, sections in self.lessons.people.items():
            for section in sections:
                if kind_of_class(section.course, section.students) == "Coaching":
                    found.setdefault(who, f'the class "{section.course}"')
        return {who: why for who, why in found.items() if who in self.export.people}

    def _teachers(self) -> None:
        departments = _departments(self.lessons, self.export.sections)
        for who, person in self.export.people.items():
            if who in self.coaches or not self._is_kept(person):
                continue
            administrator = is_administrator(person.role)
            row = {
                "teacher": who,
                "name": person.name,
                "email": person.email,
                "site": self.home[who],
                "department": departments.get(who, ""),
                "grades": ", ".join(person.grades or self._grades(who)),
                "role": "Administrator" if administrator else "",
            }
            self.book.add("Teachers", row, who)
            if not person.name:
                self.book.ask(
                    "Teachers", who, "name", f"The name of {who}: the export has no row of it.", "The id is shown."
                )
            others = [s for s in person.sites if s != self.home[who] and s in self.sites]
            if others:
                self.book.ask(
                    "Teachers",
                    who,
                    "site",
                    f"Where {person.name or who} is at home: also at {', '.join(others)}.",
                    self.home[who],
                    "; ".join(person.sites),
                )

    def _is_kept(self, person: Person) -> bool:
        return person.key in self.lessons.people or is_administrator(person.role) or person.key in self._with_a_class

    @property
    def _with_a_class(self) -> set[str]:
        """Teachers of another term are teachers of the school, too."""
        return (
            {t.person for s in self.export.sections for t in s.teachers}
            - {who for _, gone in self.lessons.handed for who in gone if who not in self.lessons.people}
            if not self.chosen or not self.chosen.name
            else set(self.lessons.people) | {who for _, gone in self.lessons.handed for who in gone}
        )

    def _grades(self, who: str) -> tuple[str, ...]:
        order = ("PK", "TK", "K", *(str(n) for n in range(1, 13)))
        found = {g for s in self.lessons.people.get(who, []) for g in s.grades}
        return tuple(g for g in order if g in found)

    # ---- the master schedule

    def _master(self) -> None:
        place = {who: at for at, who in enumerate(self.export.people)}
        rows = sorted(self.lessons.all, key=lambda x: (place.get(x.person, 0), period_order(x.period), x.days))
        taught = [x for x in rows if not (x.kind == "Coaching" and x.person in self.coaches)]
        if self.export.wide:
            self._wide(taught)
        else:
            for lesson in taught:
                self._row(lesson)
        for lesson in taught:
            if len(lesson.sections) > 1:
                self._combined(lesson)
        teachers = {who: self.home[who] for who in self.export.people if ("Teachers", who) in self.book.keys}
        ask_for_preps(self.book, self.export, self.lessons, teachers, self.periods, self.days)
        if not self.export.wide:
            self.book.sort(
                "Master schedule", lambda r: (place.get(r["teacher"], 0), period_order(r["period"]), r.get("days", ""))
            )
        for section, gone in self.lessons.handed:
            self._handed(section, gone)

    def _row(self, lesson: Lesson) -> None:
        year = {t.key for t in self.export.terms if terms.is_whole_year(t)}
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
                "term": "" if whole or self.chosen is None else self.chosen.name,
            },
            key_of(lesson.person, lesson.period, lesson.days),
        )
        self.book.keys.setdefault(
            ("Master schedule", key_of(lesson.person, lesson.period)), len(self.book.rows["Master schedule"]) - 1
        )

    def _wide(self, lessons: Sequence[Lesson]) -> None:
        """A row a teacher and a column a period; what a period's words do not say is added to Settings."""
        periods = list(dict.fromkeys(p for site in self.periods.values() for p in site))
        self.book.columns["Master schedule"] = ("teacher", *periods, "term")
        people = [who for who in self.export.people if any(x.person == who for x in lessons)]
        term = self.chosen.name if self.chosen else ""
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
        known = {w.casefold() for w in (*Settings().prep_words, *DUTY_WORDS)}
        for kind, key in (("Prep", "prep words"), ("Duty", "duty words")):
            titles = [x.course for x in lessons if x.kind == kind and x.course.casefold() not in known]
            if titles:
                self.book.add("Settings", {"key": key, "value": ", ".join(dict.fromkeys(titles))}, key)

    def _combined(self, lesson: Lesson) -> None:
        name = self.export.people[lesson.person].name or lesson.person
        column = lesson.period if self.export.wide else "course"
        days = f" on {', '.join(lesson.days)}" if lesson.days else ""
        self.book.ask(
            "Master schedule",
            key_of(lesson.person, lesson.period, lesson.days if not self.export.wide else ()),
            column,
            f"Whether {name} has {len(lesson.sections)} classes at once in period {lesson.period}{days}: "
            f"{lesson.course}.",
            "One class of both, combined.",
            "Other days; another period; one of them",
        )

    def _handed(self, section: Section, gone: tuple[str, ...]) -> None:
        names = " and ".join(self._name(w) for w in gone)
        now = " and ".join(self._name(t.person) for t in section.teachers if t.person not in gone)
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

    def _name(self, who: str) -> str:
        person = self.export.people.get(who)
        return person.name or who if person else who

    def _unplaced(self) -> None:
        for section, wrong in self.lessons.unplaced:
            people = ", ".join(dict.fromkeys(self._name(t.person) for t in section.teachers))
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
        for words in sorted(self.meetings.unknown_days):
            self.book.ask(
                "Settings", "days", "value", f'Which days "{words}" means.', "Every day.", ", ".join(self.days)
            )
        if self.meetings.orientation.mixed:
            self.book.ask(
                "Settings",
                "days",
                "value",
                "Which figure of expressions like 1(2) is the period and which the day: "
                "some have periods first, others days.",
                "As most of them.",
            )

    # ---- coaches, settings

    def _coach_sheets(self) -> None:
        for who, why in self.coaches.items():
            person = self.export.people[who]
            named = [s for s in person.sites if s in self.sites and s != self.home[who]]
            sites = ", ".join([self.home[who], *named])
            self.book.add("Coaches", {"coach": who, "name": person.name, "email": person.email, "sites": sites}, who)
            self.book.ask(
                "Coaches",
                who,
                "coach",
                f"Whether {person.name or who} is a coach of teachers: {why} says so.",
                "A coach, and no teacher who is coached.",
                "Move the row to Teachers",
            )
        for lesson in self.lessons.all:
            if lesson.kind == "Coaching" and lesson.person in self.coaches and kind_of_period(lesson.period) == "Class":
                row = {
                    "coach": lesson.person,
                    "period": lesson.period,
                    "days": ", ".join(lesson.days),
                    "status": "Coaching",
                }
                self.book.add("Coach availability", row)

    def _settings(self) -> None:
        values: dict[str, str] = {"district": self.export.district, "school year": self.export.school_year}
        first = self.export.first_day or (self.chosen.first.isoformat() if self.chosen and self.chosen.first else "")
        last = self.export.last_day or (self.chosen.last.isoformat() if self.chosen and self.chosen.last else "")
        if first and last and first < last:
            values |= {"first day": first, "last day": last}
        if self.days and self.days != WEEK[:5]:
            values["days"] = ", ".join(self.days)
        if self.chosen and self.chosen.name:
            values["term"] = self.chosen.name
        for key, value in values.items():
            if value:
                self.book.add("Settings", {"key": key, "value": value}, key)
        if self.chosen and self.chosen.assumed:
            names = list(dict.fromkeys(t.name for t in self.export.terms))
            self.book.ask(
                "Settings",
                "term",
                "value",
                f"Which term to plan: the export has {', '.join(names)}.",
                self.chosen.assumed + ".",
                "; ".join(names),
            )

    def _understood(self) -> list[MapRow]:
        rows = list(dict.fromkeys(self.export.columns))
        for (what, source), label in sorted(self.meetings.read_as.items()):
            how = "by hand" if (what, source) in self.by_hand else "known"
            rows.append(MapRow(what, "", source, label, how))
        for term in self.export.terms:
            part = "whole year" if terms.is_whole_year(term) else _part(term)
            how = "by hand" if ("Term", term.name) in self.by_hand else "known" if part else "left alone"
            rows.append(MapRow("Term", "", term.name, part, how))
        return rows


DUTY_WORDS = (
    "Duty",
    "Lunch",
    "Lunch Duty",
    "Hall Duty",
    "Supervision",
    "Study Hall",
    "PLC",
    "Homeroom",
    "ISS",
    "Meeting",
)


def key_of(person: str, period: str, days: Sequence[str] = ()) -> str:
    """The key of a row of Master schedule."""
    return "\t".join((person, period, ", ".join(days)))


def _bell_row(name: str, bell: Bell) -> dict[str, str]:
    return {
        "bell schedule": name,
        "days": ", ".join(bell.days),
        "period": bell.period,
        "start": clock(bell.start),
        "end": clock(bell.end),
        "kind": bell.kind,
    }


def _departments(lessons: Lessons, sections: Sequence[Section]) -> dict[str, str]:
    """Of each teacher the department of most classes that the teacher leads; of equal ones the first."""
    rows = [
        (t.person, s.department, s.key, in_term_now, kind_of_class(s.course, s.students) == "Teach")
        for in_term_now, some in (
            (True, {s.key: s for own in lessons.people.values() for s in own}.values()),
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


def _used_terms(export: Export) -> list[Term]:
    """The terms, those first that classes name; of the others only whose dates are known."""
    used = {t for s in export.sections for t in s.terms}
    return [t for t in export.terms if t.key in used] or list(export.terms)


def _terms_by_hand(known: Sequence[Term], by_hand: Mapping[tuple[str, str], str]) -> list[Term]:
    """The terms with the place in the year that Map gives them by the name of a usual term."""
    found = []
    for term in known:
        hand = by_hand.get(("Term", term.name), "")
        part = terms.part_of_year(hand) if hand else None
        same = hand == ("whole year" if terms.is_whole_year(term) else _part(term))
        found.append(term if part is None or same else terms.placed(term, part))
    return found


def _part(term: Term) -> str:
    if term.part is None:
        return ""
    many = round(1 / max(1e-6, term.part[1] - term.part[0]))
    word = {2: "semester", 3: "trimester", 4: "quarter"}.get(many, "")
    return (
        f"{word} {round(term.part[0] * many) + 1}" if word else f"{term.part[0]:.0%} to {term.part[1]:.0%} of the year"
    )
