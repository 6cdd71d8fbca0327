"""A list of classes, a row a class: what the kinds of export that are such lists have in common."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from scheduler.intake.imports.expressions import split_list
from scheduler.intake.imports.kinds_of_tables import ExportTable
from scheduler.intake.imports.model import Export, ExportTerm, FileLog, MeetingText, Person, Section, Teaches
from scheduler.intake.imports.sources import date_of
from scheduler.intake.imports.terms import part_of_year
from scheduler.intake.imports.titles import full_name, grades_of, in_order, is_administrator, is_salutation, says_coach

_NOBODY = re.compile(
    r"(?:vacan\w*|tba|tbd|tbh|staff|unassigned|no teacher|open|none|0+|n/?a|-+)?[\s,.]*", re.IGNORECASE
)


@dataclass(slots=True)
class People:
    """Everybody met, by id; whoever has no id goes by the name as it is written."""

    export: Export
    by_name: dict[str, str] = field(default_factory=dict)

    def met(
        self, key: str, name: str, *, site: str = "", email: str = "", title: str = "", role: str = "teacher"
    ) -> str:
        """The key of a person, who is kept from now on; "" where nobody is meant: vacant, TBA, 0.

        Parameters
        ----------
        key
            the person's id, "" where there is none
        name
            the name as the export writes it
        site
            a school of the person's, "" where it is not known
        email
            the email address, "" where it is not known
        title
            the title of the job, "" where it is not known
        role
            teacher, or what the export says
        """
        key = "" if is_nobody(key) else key
        if not key and is_nobody(name):
            return ""
        key = key or self.by_name.get(name.casefold(), name)
        if name:
            self.by_name.setdefault(name.casefold(), key)
        old = self.export.people.get(key)
        if old is None:
            sites: tuple[str, ...] = (site,) if site else ()
            self.export.people[key] = Person(key, in_order(name), email, job(title), role, sites)
            return key
        sites = old.sites if not site or site in old.sites else (*old.sites, site)
        self.export.people[key] = replace(
            old, name=old.name or in_order(name), email=old.email or email, title=old.title or job(title), sites=sites
        )
        return key


def job(title: str) -> str:
    """A title that is one of a job: "Dr." is none."""
    return "" if is_salutation(title) else title


def is_nobody(text: str) -> bool:
    """Whether a teacher's cell names nobody."""
    return bool(_NOBODY.fullmatch(text.strip()))


def keep_idle(export: Export, log: FileLog, key: str, person: Person, teaching: Iterable[str]) -> None:
    """Keep somebody of a staff list who has a class, coaches or administers; count the others by what they are.

    Parameters
    ----------
    export
        what the export says, which is added to
    log
        counts who is taken and who is not
    key
        the person's id
    person
        what the staff list says
    teaching
        the ids of all who have a class
    """
    if key in teaching or key in export.people:
        old = export.people.get(key, person)
        sites = tuple(dict.fromkeys((*old.sites, *person.sites)))
        export.people[key] = replace(
            old,
            name=person.name or old.name,
            email=person.email or old.email,
            title=person.title or old.title,
            sites=sites,
            grades=person.grades or old.grades,
        )
        log.taken += 1
    elif says_coach(person.title):
        export.people[key] = person
        log.taken += 1
    elif is_administrator(person.title) or is_administrator(person.role):
        export.people[key] = replace(person, role="administrator")
        log.taken += 1
    else:
        log.left[f"{(person.title or person.role).casefold()}, without a class"] += 1


def name_in(table: ExportTable, row: Sequence[str]) -> str:
    """The name that a row gives: first and last, or one cell."""
    columns = table.columns
    apart = full_name(columns.get(row, "first name"), columns.get(row, "last name"))
    return apart or columns.get(row, "teacher name")


def term_of(
    export: Export,
    name: str,
    *,
    key: str = "",
    first: str = "",
    last: str = "",
    also: tuple[str, ...] = (),
    part: tuple[float, float] | None = None,
) -> tuple[str, ...]:
    """The key of a term, which is added where it is new; () where the row names none: it meets all year.

    Parameters
    ----------
    export
        what the export says, which is added to
    name
        the term's name
    key
        its id, "" where there is none
    first, last
        its dates as text, "" where there are none
    also
        other names of it
    part
        which part of the year it is, from 0 to 1, where there are no dates
    """
    if not name and not key:
        return ()
    begin, end = date_of(first), date_of(last)
    key = key or "|".join(part for part in (name, _iso(begin), _iso(end)) if part)
    if all(t.key != key for t in export.terms):
        export.terms.append(ExportTerm(key, name or key, also, begin, end, part=part))
    return (key,)


def _iso(date: datetime.date | None) -> str:
    return date.isoformat() if date else ""


def count_of(text: str) -> int | None:
    """The number with which a text begins; None without one."""
    found = re.match(r"\d+", text)
    return int(found[0]) if found else None


def merged(sections: Iterable[Section]) -> list[Section]:
    """Rows of one class with one teacher in one term as one section that meets in all their places."""
    found: dict[tuple[object, ...], Section] = {}
    for section in sections:
        who = tuple(t.person for t in section.teachers)
        key = (section.site, section.key, section.course, section.terms, who)
        old = found.get(key)
        if old is None:
            found[key] = section
        else:
            places = tuple(dict.fromkeys((*old.places, *section.places)))
            grades = tuple(dict.fromkeys((*old.grades, *section.grades)))
            rooms = [old.room, *(r for r in (section.room,) if r and r not in old.room.split(" / "))]
            found[key] = replace(old, places=places, grades=grades, room=" / ".join(r for r in rooms if r))
    return list(found.values())


def read(tables: Sequence[ExportTable], kind: str) -> Export:
    """A list of a system that is not known, or is known by its headers alone: what the columns say."""
    export = Export(kind)
    people = People(export)
    sections = []
    for table in tables:
        export.columns += table.columns.understood
        log, columns = export.log(table.sheet.file), table.columns
        for number, row in enumerate(table.rows(), 1):
            log.rows += 1
            site = columns.get(row, "site") or columns.get(row, "site name")
            names = _people_in(columns.get(row, "teacher name")) if "teacher" not in columns else [name_in(table, row)]
            if "last name" in columns:
                names = [name_in(table, row)]
            ids = [columns.get(row, "teacher")] * len(names) if "teacher" in columns else [""] * len(names)
            who = [
                people.met(i, n, site=site, email=columns.get(row, "email")) for i, n in zip(ids, names, strict=True)
            ]
            who += [people.met(columns.get(row, f"teacher {n}"), "", site=site) for n in (2, 3, 4)]
            course = columns.get(row, "course") or columns.get(row, "course number") or columns.get(row, "department")
            if is_deleted(table, row):
                log.left["deleted in the source"] += 1
                continue
            if not course and not any(who):
                log.left["blank"] += 1
                continue
            section = section_of(export, table, row, number, course, site)
            section = replace(section, teachers=teachers_of(who))
            if not section.teachers:
                log.left["without a teacher"] += 1
                continue
            log.taken += 1
            if site:
                export.sites.setdefault(site, columns.get(row, "site name"))
            sections.append(section)
    export.sections = merged(sections)
    return export


def teachers_of(keys: Sequence[str]) -> tuple[Teaches, ...]:
    """The first leads, the others teach along; nobody twice."""
    named = list(dict.fromkeys(k for k in keys if k))
    return tuple(Teaches(k, leads=at == 0) for at, k in enumerate(named))


def _people_in(text: str) -> list[str]:
    """The names in one cell: "Rivera, Ana; Chen, Bo", "Ana Rivera / Bo Chen", "Rivera+Chen"."""
    return [part.strip() for part in re.split(r"\s*[;/+&|]\s*|\n", text) if part.strip()] or [text]


def section_of(export: Export, table: ExportTable, row: Sequence[str], number: int, course: str, site: str) -> Section:
    """What the columns of a row say of a class; its teachers are added by the kind.

    Parameters
    ----------
    export
        what the export says
    table
        the table of the row
    row
        its cells
    number
        the row's number, for a class without an id
    course
        the title of the course
    site
        the school
    """
    columns = table.columns
    section = columns.get(row, "section") or columns.get(row, "section number")
    parts: tuple[str, ...] = (columns.get(row, "course number"), section)
    if not section:  # a row a day, or a row a student, of one class is one class
        parts = (columns.get(row, "course number") or course, columns.get(row, "period"), columns.get(row, "room"))
    key = "/".join(part for part in parts if part) or f"row {number}"
    return Section(
        key=key,
        course=course,
        site=site,
        room=columns.get(row, "room"),
        grades=grades_in(table, row),
        department=columns.get(row, "department"),
        terms=terms_in(export, table, row),
        places=places_in(table, row),
        students=count_of(columns.get(row, "students")),
        homeroom=columns.get(row, "homeroom").casefold() in ("1", "true", "y", "yes"),
    )


def is_deleted(table: ExportTable, row: Sequence[str]) -> bool:
    """Whether a row is one that the source has deleted and exports all the same."""
    word = table.columns.get(row, "status").casefold().replace(" ", "")
    marked = table.columns.get(row, "deleted").casefold() in ("1", "true", "y", "yes", "d", "x", "*")
    return marked or word in ("tobedeleted", "deleted", "inactive")


def grades_in(table: ExportTable, row: Sequence[str]) -> tuple[str, ...]:
    """The grades of a row, of its list or of its lowest and highest."""
    columns = table.columns
    if "grade" in columns:
        return grades_of(columns.get(row, "grade"))
    low, high = grades_of(columns.get(row, "low grade")), grades_of(columns.get(row, "high grade"))
    if low and high and low[0].isdecimal() and high[0].isdecimal():
        return tuple(str(n) for n in range(int(low[0]), int(high[0]) + 1))
    return tuple(dict.fromkeys((*low, *high)))


def terms_in(export: Export, table: ExportTable, row: Sequence[str]) -> tuple[str, ...]:
    """The terms of a row, of its list or of its first and last.

    Parameters
    ----------
    export
        what the export says, which is added to
    table
        the table of the row
    row
        its cells
    """
    columns = table.columns
    first, last = columns.get(row, "term start"), columns.get(row, "term end")
    names = split_list(columns.get(row, "term"))
    if len(names) == 1 and part_of_year(names[0]) == (0.0, 1.0) and not first:
        return ()
    return tuple(key for name in names for key in term_of(export, name, first=first, last=last))


def places_in(table: ExportTable, row: Sequence[str]) -> tuple[MeetingText, ...]:
    """Where a class meets: its expression, or its periods from first to last (or as many as it is long), and days."""
    columns = table.columns
    if "expression" in columns or "expression shown" in columns:
        # What is shown to people ("Period 1") says nothing of days: it counts only where nothing else is exported.
        text = columns.get(row, "expression" if "expression" in columns else "expression shown")
        return (MeetingText(text),) if text else ()
    first, last = columns.get(row, "period"), columns.get(row, "period end")
    length = count_of(columns.get(row, "block length"))
    if first and last and last != first:
        first = f"{first}-{last}"
    elif first.isdecimal() and length and length > 1:
        first = f"{first}-{int(first) + length - 1}"
    return (MeetingText(first, columns.get(row, "days")),) if first else ()
