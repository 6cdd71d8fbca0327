"""A plan as it was published, to go on from: all its rows, whoever and whatever of them the input still knows."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from scheduler.domain.instance import Instance
from scheduler.domain.matching import folded
from scheduler.domain.place import Place
from scheduler.domain.plan import Assignment, PublishedReserve, PublishedSession, Reserved, Session
from scheduler.domain.problem import InputProblems
from scheduler.domain.replan import PublishedPlan, PublishedRelease
from scheduler.intake.files.raw_cells import RawSheet
from scheduler.intake.files.read_files import read_files
from scheduler.intake.plan.claims import first_open_cycle
from scheduler.intake.problems import Problems
from scheduler.intake.sheets.pins import redacted_cell
from scheduler.intake.tables import cell_values, column_names
from scheduler.intake.tables.find_tables import find_table
from scheduler.intake.tables.ids import Ids
from scheduler.intake.tables.period_names import period_named
from scheduler.intake.tables.table import Row, Table, faults_of
from scheduler.messages import plans as messages
from scheduler.schema.sheets import PLAN_SHEETS, PURPOSES, RELEASE_STATUSES, plan_sheet

_NEEDED = ("Release periods", "Assignments", "Sessions", "Reserved time")
LEAST_IN_COMMON = 0.5  # of a plan's enrollments, below which it may be another school's


def read_published(path: Path | str, instance: Instance) -> PublishedPlan:
    """A plan workbook as it was published, in the ids of the input where it knows them.

    Raises
    ------
    InputProblems
        the file cannot be read, is no plan, was redacted, or is the plan of another district
    """
    problems = Problems()
    (book,) = read_files([path], problems)
    if problems.has_errors:
        raise InputProblems(problems.in_order())
    published = _Published(instance, book.file, book.sheets, problems)
    if problems.has_errors:
        raise InputProblems(problems.in_order())
    plan = published.read(Path(path))
    _same_district(instance, plan.assignments, book.file, problems)
    if problems.has_errors:
        raise InputProblems(problems.in_order())
    return PublishedPlan(
        plan.name, plan.checksum, plan.releases, plan.assignments, plan.sessions, plan.reserved, problems.in_order()
    )


def first_open_cycle_of(path: Path) -> int:
    """The cycle that a plan workbook goes on from, as its Summary says; 1 where it says nothing, or cannot be read."""
    problems = Problems()
    (book,) = read_files([path], problems)
    for raw in book.sheets:
        if column_names.sheet_named(raw.name) == "Summary":
            return first_open_cycle(find_table("Summary", raw, problems, plan=True))
    return 1


def _checksum(path: Path) -> str:
    """The SHA-256 of a file; of a folder, of its files one after another."""
    digest = hashlib.sha256()
    for file in sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _same_district(instance: Instance, assignments: Sequence[Assignment], file: str, problems: Problems) -> None:
    enrolled = {(e.teacher, e.program) for e in instance.enrollments}
    common = sum((a.teacher, a.program) in enrolled for a in assignments)
    if enrolled and not common:
        problems.report(messages.ANOTHER_DISTRICT, Place(file, "Assignments"), common=common, count=len(assignments))
    elif common < LEAST_IN_COMMON * len(assignments):
        problems.report(messages.LITTLE_IN_COMMON, Place(file, "Assignments"), common=common, count=len(assignments))


class _Published:
    """Reads each table of one plan; a cell that cannot be read is said."""

    def __init__(self, instance: Instance, file: str, sheets: Sequence[RawSheet], problems: Problems) -> None:
        self.instance, self.problems = instance, problems
        self.tables: dict[str, Table] = {}
        names = {s.name for s in PLAN_SHEETS}
        for raw in sheets:
            sheet = column_names.sheet_named(raw.name)
            if sheet is not None and sheet in names and sheet not in self.tables:
                table = find_table(sheet, raw, problems, plan=True)
                if table is not None:
                    self.tables[sheet] = table
        summary = self.tables.get("Summary")
        if summary is not None and (cell := redacted_cell(summary)):
            summary.report(messages.REDACTED_PLAN, cell)
        missing = [name for name in _NEEDED if name not in self.tables]
        if len(missing) == len(_NEEDED):
            problems.report(messages.NO_PUBLISHED_PLAN, Place(file), sheets=_NEEDED)
        for name in missing if len(missing) < len(_NEEDED) else ():
            if not problems.errors_on(name):
                problems.report(messages.MISSING_SHEET_OF_PUBLISHED, Place(file, name))
        self.as_published = PublishedRows(instance)

    def read(self, path: Path) -> PublishedPlan:
        return PublishedPlan(
            path.name,
            _checksum(path),
            tuple(release for row in self._rows("Release periods") if (release := self._release(row))),
            tuple(self._assignment(row) for row in self._rows("Assignments")),
            tuple(s for row in self._rows("Sessions") if (s := self.as_published.session(row))),
            tuple(r for row in self._rows("Reserved time") if (r := self.as_published.reserve(row))),
        )

    def _rows(self, sheet: str) -> list[Row]:
        table = self.tables[sheet]
        rows = list(table.rows())
        for row in rows:
            if table.raw.faulty:
                faults_of(row, table.columns.values())
        return [row for row in rows if any(row.has(column) for column in table.columns)]

    def _release(self, row: Row) -> PublishedRelease | None:
        ids = self.as_published
        coach = ids.id(row, "coach", ids.coach_ids)
        person = self.instance.coaches.get(coach)
        released = row.choice("status", RELEASE_STATUSES) == "Coaching"
        if person is None:
            return PublishedRelease(coach, "", row.text("period"), released)
        site = ids.id(row, "site", ids.site_ids)
        if row.has("site") and site != person.home and site in person.sites:
            return None  # of another site: it repeats that a full-time coach is released
        period = period_named(row.text("period"), self.instance.class_periods(person.home)) or ""
        return PublishedRelease(coach, period, row.text("period"), released)

    def _assignment(self, row: Row) -> Assignment:
        cycles = [cell_values.number_of(part) for part in cell_values.parts_of(row.raw("cycles"))]
        if not all(isinstance(c, int) for c in cycles):
            row.wrong(messages.UNKNOWN_CYCLES_IN_PUBLISHED, "cycles")
        ids = self.as_published
        return Assignment(
            ids.id(row, "teacher", ids.teacher_ids),
            ids.id(row, "program", ids.program_ids),
            ids.id(row, "coach", ids.coach_ids),
            tuple(sorted({c for c in cycles if isinstance(c, int)})),
        )


class PublishedRows:
    """Rows of Sessions and Reserved time as they were published, in the ids of the input where it knows them."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.coach_ids = Ids("a coach of the input", messages.UNKNOWN_COACH, "", instance.coaches)
        self.site_ids = Ids("a site of the input", messages.UNKNOWN_SITE, "", instance.sites)
        self.teacher_ids = Ids("a teacher of the input", messages.UNKNOWN_TEACHER, "", instance.teachers)
        self.program_ids = Ids("a program of the input", messages.UNKNOWN_PROGRAM, "", instance.programs)

    def id(self, row: Row, column: str, ids: Ids) -> str:
        """The input's own id, else what stands there.

        Parameters
        ----------
        row
            a row of the plan
        column
            the column with the id
        ids
            the ids of the input
        """
        text = row.text(column)
        return ids.find(text) or text

    def _time(self, row: Row) -> tuple[int, int, int, int, int] | None:
        """(cycle, week, day, start, end) of a row, day -1 where the input has no such day; None (said) where a cell is
        blank or wrong."""
        for column in ("cycle", "week", "day", "start", "end"):
            if not row.has(column) and not row.unread(column):
                row.report(messages.BLANK_CELL_IN_PUBLISHED, column, column=column)
        cycle, week = (
            row.whole("cycle", least=1, message=messages.NOT_A_NUMBER_IN_PUBLISHED),
            row.whole("week", least=1, message=messages.NOT_A_NUMBER_IN_PUBLISHED),
        )
        days = cell_values.days_of(row.text("day"), self.instance.settings.days)
        start, end = row.time("start"), row.time("end")
        if cycle is None or week is None or start is None or end is None or not row.has("day"):
            return None
        return cycle, week, days[0] if days and len(days) == 1 else -1, start, end

    def session(self, row: Row) -> PublishedSession | None:
        """The session of a row; None where a cell of it cannot be read, which is reported."""
        time = self._time(row)
        if time is None:
            return None
        program = self.id(row, "program", self.program_ids)
        sessions = self.instance.programs[program].sessions if program in self.instance.programs else ()
        name = next((s.name for s in sessions if folded(s.name) == folded(row.text("session"))), row.text("session"))
        mode: Literal["In person", "Virtual"] = "Virtual" if folded(row.text("mode")) == "virtual" else "In person"
        session = Session(
            *time,
            row.text("period"),
            self.id(row, "coach", self.coach_ids),
            self.id(row, "teacher", self.teacher_ids),
            program,
            name,
            mode,
            row.text("group"),
        )
        return PublishedSession(session, _cells(row, "Sessions"))

    def reserve(self, row: Row) -> PublishedReserve | None:
        """The reserved time of a row; None where a cell of it cannot be read, which is reported."""
        time = self._time(row)
        purpose = row.choice("purpose", PURPOSES)
        if purpose is None and not row.has("purpose") and not row.unread("purpose"):
            row.report(messages.BLANK_PURPOSE_IN_PUBLISHED, "purpose")
        if time is None or purpose is None:
            return None
        kind: Literal["Flex", "Common planning"] = "Flex" if purpose == "Flex" else "Common planning"
        coach = self.id(row, "coach", self.coach_ids)
        return PublishedReserve(Reserved(*time, row.text("period"), coach, kind), _cells(row, "Reserved time"))


def _cells(row: Row, sheet: str) -> tuple[str | int, ...]:
    """A row's columns as they stand, but for `locked`, in the order of the sheet."""
    found: list[str | int] = []
    for column in plan_sheet(sheet).columns:
        if column.name != "locked":
            whole = cell_values.number_of(row.raw(column.name)) if column.kind == "whole" else None
            found.append(whole if isinstance(whole, int) else row.text(column.name))
    return tuple(found)
