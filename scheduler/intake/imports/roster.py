"""Who teaches what, where and when in one term of an export: what all sheets of its workbook are written from."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from scheduler.intake.imports import bell_times, terms
from scheduler.intake.imports.lessons import Lessons, in_term, lessons_of
from scheduler.intake.imports.meetings import Meetings, period_order
from scheduler.intake.imports.model import Export, ExportTerm, Person
from scheduler.intake.imports.titles import is_administrator, kind_of_class, says_coach

SCHOOL = "School"  # the id of a school that the export does not name


class Roster:
    """One term of an export.

    `days` are the labels of the days in their order, () where the export knows none; `periods` those of each school;
    `home` the school of each person; `coaches` who is proposed as a coach, and why.
    """

    def __init__(
        self, export: Export, asked_term: str, today: datetime.date, by_hand: Mapping[tuple[str, str], str]
    ) -> None:
        self.export, self.by_hand = export, by_hand
        export.terms = _terms_by_hand(terms.with_parts(export.terms), by_hand)
        self.chosen = terms.choose(export.terms, asked_term, today, {t for s in export.sections for t in s.terms})
        self.meetings = Meetings(export.sections, by_hand)
        self.sections = in_term(export, self.chosen)
        self.lessons: Lessons = lessons_of(self.sections, self.chosen, self.meetings, today)
        self.sites = self._sites()
        self.home = {who: self._home(person) for who, person in export.people.items()}
        self.periods = {site: self._periods_of(site) for site in self.sites}
        self.days = self.meetings.days or next(
            (d for p in self.periods.values() if (d := bell_times.days_in_labels(p))), ()
        )
        self.coaches = self._coaches()

    def teachers(self) -> list[Person]:
        """Everybody who has a class in the term, and the administrators; whoever is proposed as a coach is none."""
        return [
            person
            for who, person in self.export.people.items()
            if who not in self.coaches and (who in self.lessons.people or is_administrator(person.role))
        ]

    def name(self, who: str) -> str:
        """A person's name, or the id where there is none."""
        person = self.export.people.get(who)
        return person.name or who if person else who

    def _sites(self) -> dict[str, str]:
        used = {s.site for s in self.export.sections if s.site} | {
            x for p in self.export.people.values() for x in p.sites
        }
        named = {site: name for site, name in self.export.sites.items() if site in used or not used}
        for site in sorted(used - set(named)):
            named[site] = self.export.sites.get(site, "")
        if not named:
            named = {SCHOOL: ""}
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


def _terms_by_hand(known: Sequence[ExportTerm], by_hand: Mapping[tuple[str, str], str]) -> list[ExportTerm]:
    """The terms with the place in the year that Map gives them by the name of a usual term."""
    found = []
    for term in known:
        hand = by_hand.get(("Term", term.name), "")
        part = terms.part_of_year(hand) if hand else None
        same = hand == ("whole year" if terms.is_whole_year(term) else part_in_words(term))
        found.append(term if part is None or same else terms.placed(term, part))
    return found


def part_in_words(term: ExportTerm) -> str:
    """The place of a term in the year: "semester 1"; "" where it is not known."""
    if term.part is None:
        return ""
    many = round(1 / max(1e-6, term.part[1] - term.part[0]))
    word = {2: "semester", 3: "trimester", 4: "quarter"}.get(many, "")
    return (
        f"{word} {round(term.part[0] * many) + 1}" if word else f"{term.part[0]:.0%} to {term.part[1]:.0%} of the year"
    )
