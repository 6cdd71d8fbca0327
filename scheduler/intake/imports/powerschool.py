"""PowerSchool: sections and teachers exported with quick export, or a schedule page: `Exp, Trm, Crs-Sec`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scheduler.intake.imports import lists
from scheduler.intake.imports.kinds_of_tables import ExportTable
from scheduler.intake.imports.model import Doubt, Export, Person
from scheduler.intake.imports.titles import in_order

# The last two figures of a TermID: 0 is the year, then two semesters, then four quarters.
_TERM_PARTS = {
    0: (0.0, 1.0),
    1: (0.0, 0.5),
    2: (0.5, 1.0),
    3: (0.0, 0.25),
    4: (0.25, 0.5),
    5: (0.5, 0.75),
    6: (0.75, 1.0),
}


def read(tables: Sequence[ExportTable]) -> Export:
    """The sections, people and terms of a PowerSchool export."""
    export = Export("powerschool")
    people = lists.People(export)
    numbers = _numbers(tables)
    sections = []
    for table in (t for t in tables if t.role == "sections"):
        export.columns += table.columns.understood
        log, columns = export.log(table.sheet.file), table.columns
        for number, row in enumerate(table.rows(), 1):
            log.rows += 1
            if lists.is_deleted(table, row):
                log.left["deleted in the source"] += 1
                continue
            site = columns.get(row, "site")
            who = people.met(*_teacher(table, row, numbers), site=site, email=columns.get(row, "email"))
            course = columns.get(row, "course") or columns.get(row, "course number")
            if not course or not who:
                log.left["without a teacher" if course else "without a course"] += 1
                continue
            section = lists.section_of(export, table, row, number, course, site)
            section = replace(section, terms=_term(export, table, row), teachers=lists.teachers_of([who]))
            if columns.get(row, "section"):
                section = replace(section, key=columns.get(row, "section"))
            log.taken += 1
            if site:
                export.sites.setdefault(site, columns.get(row, "site name"))
            sections.append(section)
    export.sections = lists.merged(sections)
    _teachers(export, tables)
    return export


def _numbers(tables: Sequence[ExportTable]) -> dict[str, tuple[str, str]]:
    """Internal id of a teacher -> number and name."""
    found = {}
    for table in (t for t in tables if t.role == "teachers"):
        for row in table.rows():
            found[table.columns.get(row, "section")] = (table.columns.get(row, "teacher"), _name(table, row))
    return found


def _name(table: ExportTable, row: Sequence[str]) -> str:
    shown = table.columns.get(row, "teacher name")
    return (
        lists.name_in(table, row)
        if table.columns.get(row, "first name")
        else in_order(shown or lists.name_in(table, row))
    )


def _teacher(table: ExportTable, row: Sequence[str], numbers: dict[str, tuple[str, str]]) -> tuple[str, str]:
    """Number and name of a section's teacher; the column Teacher is an internal id, or on a page the name."""
    number, shown = table.columns.get(row, "teacher"), table.columns.get(row, "teacher name")
    internal = table.columns.get(row, "teacher id")
    name = shown or lists.name_in(table, row)
    if internal and not internal.isdecimal():
        return number, name or internal
    known, named = numbers.get(internal, ("", ""))
    number = number or known or ("" if name else internal)
    return number, name or named


def _term(export: Export, table: ExportTable, row: Sequence[str]) -> tuple[str, ...]:
    columns = table.columns
    term_id, name = columns.get(row, "term id"), columns.get(row, "term")
    part = None
    if len(term_id.lstrip("-")) >= 3 and term_id.lstrip("-").isdecimal():
        term_id = term_id.lstrip("-")
        part = None if name else _TERM_PARTS.get(int(term_id) % 100)
    found = lists.term_of(
        export,
        name or term_id,
        key=term_id or name,
        first=columns.get(row, "term start"),
        last=columns.get(row, "term end"),
        also=(term_id,) if name and term_id else (),
        part=part,
    )
    if part and not name and all(d.about != f"term {term_id}" for d in export.doubts):
        what = f"What the term {term_id} is: the export has no abbreviation of terms."
        read_as = "The year" if part == (0.0, 1.0) else f"{part[0]:.0%} to {part[1]:.0%} of the year"
        export.doubts.append(Doubt("Map", f"term {term_id}", "read as", what, f"{read_as}, by its last figures."))
    return found


def _teachers(export: Export, tables: Sequence[ExportTable]) -> None:
    teaching = {t.person for s in export.sections for t in s.teachers}
    for table in (t for t in tables if t.role == "teachers"):
        log, columns = export.log(table.sheet.file), table.columns
        for row in table.rows():
            log.rows += 1
            title = columns.get(row, "job")
            person = Person(
                columns.get(row, "teacher"),
                _name(table, row),
                columns.get(row, "email"),
                lists.job(title),
                sites=(columns.get(row, "site"),) if columns.get(row, "site") else (),
            )
            if not person.key:
                log.left["without a number"] += 1
            elif columns.get(row, "status") == "2" and person.key not in teaching:
                log.left["no longer on the staff"] += 1
            else:
                lists.keep_idle(export, log, person.key, person, teaching)
