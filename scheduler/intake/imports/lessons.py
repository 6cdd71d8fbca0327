"""Who is in which class when, in one term: one lesson a teacher, period and set of classes at one time."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from scheduler.intake.imports.bell_times import kind_of_period
from scheduler.intake.imports.meetings import Meetings, period_order
from scheduler.intake.imports.model import Export, Section, Teaches
from scheduler.intake.imports.terms import Chosen
from scheduler.intake.imports.titles import Kind, is_homeroom, kind_of_class


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a person does in a period on some days (() is all): one class, or several at once."""

    person: str
    period: str
    days: tuple[str, ...]
    sections: tuple[Section, ...]

    @property
    def course(self) -> str:
        """The courses that meet together, in one cell."""
        return " / ".join(dict.fromkeys(s.course for s in self.sections))

    @property
    def room(self) -> str:
        """The rooms of the sections, in one cell."""
        return " / ".join(dict.fromkeys(s.room for s in self.sections if s.room))

    @property
    def grades(self) -> tuple[str, ...]:
        """The grades of all sections, each once."""
        return tuple(dict.fromkeys(g for s in self.sections for g in s.grades))

    @property
    def kind(self) -> Kind:
        """What counts of classes at one time: teaching before coaching, duty, prep and off."""
        kinds: set[Kind] = {"Duty" if s.homeroom else kind_of_class(s.course, s.students) for s in self.sections}
        order: tuple[Kind, ...] = ("Teach", "Coaching", "Duty", "Prep", "Off")
        return next(k for k in order if k in kinds)


@dataclass(slots=True)
class Lessons:
    """The lessons of a term, what has no place, and who has a class in name alone."""

    all: list[Lesson] = field(default_factory=list)
    unplaced: list[tuple[Section, str]] = field(default_factory=list)  # section, what could not be read
    handed: list[tuple[Section, tuple[str, ...]]] = field(default_factory=list)  # teachers who no longer have it
    untaught: list[Section] = field(default_factory=list)  # nobody has it in the term
    homerooms: Counter[str] = field(default_factory=Counter)  # period -> homerooms that need no row
    people: dict[str, list[Section]] = field(default_factory=dict)  # person -> sections that meet in the term


def in_term(export: Export, chosen: Chosen | None) -> list[Section]:
    """The sections that meet in the term; the others are counted in the log of the export."""
    if chosen is None or not chosen.name:
        return list(export.sections)
    held = {t.key for t in export.terms if chosen.holds(t)}
    known = {t.key for t in export.terms}
    return [s for s in export.sections if not s.terms or any(t in held or t not in known for t in s.terms)]


def teaching_now(section: Section, chosen: Chosen | None, today: datetime.date) -> tuple[list[Teaches], list[str]]:
    """Who has the class: of those whose dates meet the term, they who have it today, or on the term's day nearest to
    today. And who in the term no longer has it, or not yet.

    Parameters
    ----------
    section
        the class
    chosen
        the term, None where there is none
    today
        the date on which it is imported
    """
    first, last = (chosen.first, chosen.last) if chosen else (None, None)
    meet = [t for t in section.teachers if _overlaps(t, first, last)]
    at = min(max(today, first or today), last or today)
    now = [t for t in meet if (not t.first or t.first <= at) and (not t.last or at <= t.last)]
    if not now and meet:
        latest = max(t.first or datetime.date.min for t in meet)
        now = [t for t in meet if (t.first or datetime.date.min) == latest]
    staying = {t.person for t in now}
    return now, [t.person for t in meet if t.person not in staying]


def _overlaps(teaches: Teaches, first: datetime.date | None, last: datetime.date | None) -> bool:
    return not (teaches.last and first and teaches.last < first) and not (
        teaches.first and last and teaches.first > last
    )


def lessons_of(sections: Iterable[Section], chosen: Chosen | None, meetings: Meetings, today: datetime.date) -> Lessons:
    """Every teacher's lessons; two classes of one teacher at one time are one lesson of both.

    Parameters
    ----------
    sections
        the classes
    chosen
        the term, None where there is none
    meetings
        when classes meet
    today
        the date on which it is imported
    """
    made = Lessons()
    slots: dict[tuple[str, str], dict[str, list[Section]]] = {}  # person, period -> day ("" for all) -> sections
    for section in sections:
        now, gone = teaching_now(section, chosen, today)
        if section.teachers and not now:
            made.untaught.append(section)
        if gone:
            made.handed.append((section, tuple(dict.fromkeys(gone))))
        for teaches in now:
            made.people.setdefault(teaches.person, []).append(section)
        met, wrong = meetings.of(section)
        if now and (wrong or not met):
            made.unplaced.append((section, wrong))
        for meeting in met:
            for period in meeting.periods:
                if (section.homeroom or is_homeroom(section.course)) and kind_of_period(period) == "Advisory":
                    made.homerooms[period] += bool(now)
                    continue
                for teaches in now:
                    days = slots.setdefault((teaches.person, period), {})
                    for day in meeting.days or meetings.days or ("",):
                        here = days.setdefault(day, [])
                        if section not in here:
                            here.append(section)
    for (person, period), by_day in slots.items():
        made.all += _lessons(person, period, by_day, meetings.days)
    made.all.sort(key=lambda x: (x.person, period_order(x.period), x.days))
    return made


def _lessons(person: str, period: str, by_day: dict[str, list[Section]], order: Sequence[str]) -> Iterable[Lesson]:
    """Days with the same classes are one lesson."""
    same: dict[tuple[str, ...], tuple[list[str], list[Section]]] = {}
    for day, sections in by_day.items():
        same.setdefault(tuple(sorted(s.key + s.course for s in sections)), ([], sections))[0].append(day)
    for days, sections in same.values():
        every = not order or len(days) == len(order)
        yield Lesson(person, period, () if every else tuple(d for d in order if d in days), tuple(sections))
