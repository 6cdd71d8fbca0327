"""Aeries: the tables MST, TCH, STF and CRS, the same from the API or a query, and the scheduling board."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace

import pandas as pd

from scheduler.intake.imports import board, lists
from scheduler.intake.imports.kinds_of_tables import ExportTable
from scheduler.intake.imports.model import Export, MeetingText, Person, Section
from scheduler.intake.imports.terms import part_of_year
from scheduler.intake.imports.titles import full_name, grades_of, in_order

_HALVES = {"first": 0, "second": 1}
_EVERY_DAY = ("daily", "")


def read(tables: Sequence[ExportTable]) -> Export:
    """The sections, people and terms of Aeries' tables."""
    boards = [t for t in tables if t.role == "board"]
    if boards:
        export = board.read(boards)
        export.kind = "aeries"
        return export
    export = Export("aeries")
    people = lists.People(export)
    staff = _staff(tables)
    courses = _courses(tables)
    several = len({t.columns.get(row, "site") for t in tables if t.role == "sections" for row in t.rows()}) > 1
    ids = {(r["site"], r["number"]): _key(r, several) for r in staff.to_dict("records") if r["number"]}
    same = {
        r["staff"]: ids[r["site"], r["number"]]
        for r in reversed(staff.to_dict("records"))
        if r["number"] and r["staff"]
    }
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
            named = [columns.get(row, f) for f in ("teacher", "teacher 2", "teacher 3", "teacher 4")]
            who = [people.met(_resolved(n, site, ids, staff, same, several), "", site=site) for n in named]
            if not any(named) and columns.get(row, "teacher name"):
                who = [people.met("", columns.get(row, "teacher name"), site=site)]
            if not any(who):
                log.left["without a teacher"] += 1
                continue
            cn = columns.get(row, "course number")
            title, department = courses.get(cn, ("", ""))
            course = columns.get(row, "course") or title or cn
            section = lists.section_of(export, table, row, number, course, site)
            log.taken += 1
            export.sites.setdefault(site, "")
            sections.append(
                replace(
                    _placed(export, table, row, section),
                    department=section.department or department,
                    teachers=lists.teachers_of(who),
                )
            )
    export.sections = lists.merged(sections)
    _people(export, tables, staff, ids, same)
    export.sites.pop("", None)
    return export


def _key(row: Mapping[Hashable, str], several: bool) -> str:
    """A teacher's number is of one school: where there are several schools, it goes with the school."""
    return f"{row['site']}_{row['number']}" if several and row["site"] else row["number"]


def _resolved(
    number: str, site: str, ids: dict[tuple[str, str], str], staff: pd.DataFrame, same: dict[str, str], several: bool
) -> str:
    if lists.is_nobody(number):
        return ""
    key = ids.get((site, number)) or _key({"site": site, "number": number}, several)
    found = staff[(staff["number"] == number) & (staff["site"] == site)] if several else None
    if found is not None and len(found) and found.iloc[0]["staff"]:
        return same.get(str(found.iloc[0]["staff"]), key)  # the same person at two schools
    return key


def _placed(export: Export, table: ExportTable, row: Sequence[str], section: Section) -> Section:
    """The section with its term and days: SplitTerm halves the term, or names the days."""
    columns = table.columns
    split = columns.get(row, "days").casefold()
    letter = columns.get(row, "term")
    places = lists.places_in(table, row)
    half = _HALVES.get(split)
    if half is not None or split in _EVERY_DAY:
        places = tuple(MeetingText(p.periods) for p in places)
    whole = part_of_year(letter)
    if half is not None and whole is not None:
        middle = (whole[0] + whole[1]) / 2
        part = (whole[0], middle) if half == 0 else (middle, whole[1])
        name = f"{letter} {split}"
        return replace(section, places=places, terms=lists.term_of(export, name, key=name, part=part))
    return replace(section, places=places, terms=lists.term_of(export, letter, key=letter))


def _table_of(tables: Sequence[ExportTable], role: str, fields: dict[str, str]) -> pd.DataFrame:
    rows = [
        {name: t.columns.get(row, field) for name, field in fields.items()}
        for t in tables
        if t.role == role
        for row in t.rows()
    ]
    return pd.DataFrame(rows, columns=list(fields), dtype=object)


def _staff(tables: Sequence[ExportTable]) -> pd.DataFrame:
    """Teachers of the schools with the staff records that they point to."""
    teachers = _table_of(
        tables,
        "teachers",
        {
            "site": "site",
            "number": "teacher",
            "staff": "staff id",
            "shown": "teacher name",
            "low": "low grade",
            "high": "high grade",
            "own email": "email",
        },
    )
    staff = _table_of(
        tables,
        "staff",
        {"staff": "staff id", "first": "first name", "last": "last name", "email": "email", "title": "job"},
    )
    return teachers.merge(staff.drop_duplicates("staff"), on="staff", how="outer", sort=False).fillna("")


def _courses(tables: Sequence[ExportTable]) -> dict[str, tuple[str, str]]:
    frame = _table_of(tables, "courses", {"number": "course number", "title": "course", "department": "department"})
    return {r["number"]: (r["title"], r["department"]) for r in frame.to_dict("records")}


def _people(
    export: Export,
    tables: Sequence[ExportTable],
    staff: pd.DataFrame,
    ids: dict[tuple[str, str], str],
    same: dict[str, str],
) -> None:
    teaching = {t.person for s in export.sections for t in s.teachers}
    files = {
        role: next((t.sheet.file for t in tables if t.role == role), "") for role in ("teachers", "staff", "courses")
    }
    for role, file in files.items():
        if file:
            log = export.log(file)
            log.rows = sum(1 for t in tables if t.role == role and t.sheet.file == file for _ in t.rows())
            log.taken = log.rows if role == "courses" else 0
    if not files["staff"] and not files["teachers"]:
        return
    staff_log = export.log(files["staff"] or files["teachers"])
    for row in staff.to_dict("records"):
        key = same.get(row["staff"]) or ids.get((row["site"], row["number"])) or row["staff"]
        if not key:
            continue
        name = full_name(row["first"], row["last"]) or in_order(_unnumbered(row["shown"]))
        title = lists.job(row["title"])
        low, high = grades_of(row["low"]), grades_of(row["high"])
        grades = grades_of(f"{low[0]}-{high[0]}") if low and high else ()
        person = Person(
            key,
            name,
            row["email"] or row["own email"],
            title,
            sites=(row["site"],) if row["site"] else (),
            grades=grades,
        )
        lists.keep_idle(export, staff_log, key, person, teaching)
    if files["staff"] and files["teachers"]:
        export.log(files["teachers"]).taken = export.log(files["teachers"]).rows
    staff_log.taken = min(staff_log.taken, staff_log.rows)


def _unnumbered(shown: str) -> str:
    return re.sub(r"^\d+\s*[-:.]?\s*", "", shown)
