"""Clever: sections.csv, a row a term, with teachers.csv, schools.csv and staff.csv; students are passed over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from scheduler.intake.imports import lists
from scheduler.intake.imports.expressions import expression_at_end
from scheduler.intake.imports.kinds_of_tables import ExportTable
from scheduler.intake.imports.model import Doubt, Export, MeetingText, Person
from scheduler.intake.imports.titles import full_name


def read(tables: Sequence[ExportTable]) -> Export:
    """The sections, people and terms of a Clever export."""
    export = Export("clever")
    people = lists.People(export)
    _schools(export, tables)
    counts = _students(export, tables)
    sections, from_names = [], 0
    for table in (t for t in tables if t.role == "sections"):
        export.columns += table.columns.understood
        log, columns = export.log(table.sheet.file), table.columns
        for number, row in enumerate(table.rows(), 1):
            log.rows += 1
            if lists.is_deleted(table, row):
                log.left["deleted in the source"] += 1
                continue
            site = columns.get(row, "site")
            fields = ("teacher", "teacher 2", "teacher 3", "teacher 4")
            who = [people.met(columns.get(row, f), "", site=site) for f in fields]
            name = columns.get(row, "section name")
            section = lists.section_of(export, table, row, number, columns.get(row, "course") or name, site)
            section = replace(section, key=columns.get(row, "section") or section.key)
            if not section.places and expression_at_end(name):
                from_names += 1
                section = replace(section, places=(MeetingText(expression_at_end(name)),))
            if not any(who):
                log.left["without a teacher"] += 1
                continue
            log.taken += 1
            export.sites.setdefault(site, "")
            students = counts.get(section.key) if counts else section.students
            sections.append(replace(section, teachers=lists.teachers_of(who), students=students or 0))
    export.sections = lists.merged(sections)
    if from_names:
        export.doubts.append(
            Doubt(
                "Master schedule",
                "",
                "",
                f"When {from_names} classes meet: their Period is blank.",
                "The expression with which the name of the section ends.",
                "Periods and days by hand",
            )
        )
    _staff(export, tables)
    return export


def _schools(export: Export, tables: Sequence[ExportTable]) -> None:
    for table in (t for t in tables if t.role == "schools"):
        log = export.log(table.sheet.file)
        for row in table.rows():
            log.rows += 1
            log.taken += 1
            export.sites[table.columns.get(row, "site")] = table.columns.get(row, "site name")


def _students(export: Export, tables: Sequence[ExportTable]) -> Counter[str]:
    """Students a section, counted as the rows of enrollments pass by."""
    counts: Counter[str] = Counter()
    for table in (t for t in tables if t.role in ("students", "enrollments")):
        log = export.log(table.sheet.file)
        for row in table.rows():
            log.rows += 1
            counts[table.columns.get(row, "section")] += table.role == "enrollments"
        why = "students, counted a class" if table.role == "enrollments" else "students, passed over"
        log.left[why] += log.rows
    return +counts


def _staff(export: Export, tables: Sequence[ExportTable]) -> None:
    teaching = {t.person for s in export.sections for t in s.teachers}
    for table in (t for t in tables if t.role in ("teachers", "staff")):
        log, columns = export.log(table.sheet.file), table.columns
        for row in table.rows():
            log.rows += 1
            title = columns.get(row, "job")
            person = Person(
                columns.get(row, "teacher"),
                full_name(columns.get(row, "first name"), columns.get(row, "last name")),
                columns.get(row, "email"),
                lists.job(title),
                "teacher" if table.role == "teachers" else "staff",
                (columns.get(row, "site"),),
            )
            lists.keep_idle(export, log, person.key, person, teaching)
    export.sites.pop("", None)
