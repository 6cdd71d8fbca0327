"""Infinite Campus: the fields of an ad hoc export, a row a section, or a row a term, schedule and period."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from scheduler.intake.imports import lists
from scheduler.intake.imports.kinds_of_tables import ExportTable
from scheduler.intake.imports.model import Export


def read(tables: Sequence[ExportTable]) -> Export:
    """The sections, people and terms of an ad hoc export. People go by their names: it has no ids of them."""
    export = Export("campus")
    people = lists.People(export)
    sections = []
    for table in tables:
        export.columns += table.columns.understood
        log, columns = export.log(table.sheet.file), table.columns
        for number, row in enumerate(table.rows(), 1):
            log.rows += 1
            if lists.is_deleted(table, row):
                log.left["deleted in the source"] += 1
                continue
            site = columns.get(row, "site name") or columns.get(row, "site")
            who = [people.met("", name, site=site) for name in names_in(columns.get(row, "teacher name"))]
            course = columns.get(row, "course") or columns.get(row, "course number")
            if not course or not any(who):
                log.left["without a teacher" if course else "without a course"] += 1
                continue
            section = lists.section_of(export, table, row, number, course, site)
            log.taken += 1
            if site:
                export.sites.setdefault(site, site)
            sections.append(replace(section, teachers=lists.teachers_of(who)))
    export.sections = lists.merged(sections)
    return export


def names_in(text: str) -> list[str]:
    """The names of a display: one, or several with semicolons, bars or lines between."""
    return [part.strip() for part in re.split(r"\s*[;|/&]\s*|\n", text) if part.strip()]
