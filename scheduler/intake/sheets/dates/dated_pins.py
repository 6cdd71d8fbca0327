"""Pins of dates: a dated session, or a meeting. Their cells are checked; no plan has dates yet for them to keep."""

from __future__ import annotations

from scheduler.domain.matching import folded
from scheduler.domain.year import MeetingSeries
from scheduler.intake.sheets.dates.date_cells import date_in
from scheduler.intake.sheets.pins import District
from scheduler.intake.tables import cell_values
from scheduler.intake.tables.input_workbook import InputWorkbook
from scheduler.intake.tables.table import Row
from scheduler.messages import dates as messages
from scheduler.messages.pins import NOT_A_PROGRAM_OF_THE_TEACHER, PIN_LACKS_A_CELL, UNKNOWN_SESSION
from scheduler.schema.sheets import PIN_KINDS


def check_dated_pins(reading: InputWorkbook, district: District, meetings: tuple[MeetingSeries, ...]) -> None:
    """Say what is wrong with the cells of each pin of a date.

    Parameters
    ----------
    reading
        the input
    district
        what a row may name
    meetings
        the rows of Meetings that are right
    """
    for row in reading.rows("Pins"):
        kind = cell_values.one_of(row.text("pin"), PIN_KINDS)
        if kind == "Meeting":
            _needs(row, kind, "session", "date")
            _check_meeting(reading, row, meetings)
        elif kind == "Session" and row.has("date"):
            _needs(row, kind, "teacher", "session")
            _check_session(row, district)
        else:
            continue
        row.time("start")
        _check_date(row, district)


def _needs(row: Row, kind: str, *columns: str) -> None:
    for column in columns:
        if not row.has(column) and not row.unread(column):
            row.report(PIN_LACKS_A_CELL, column, kind=kind, column=column)


def _check_date(row: Row, district: District) -> None:
    first, last = district.settings.first_day, district.settings.last_day
    date = date_in(row, "date")
    if date is not None and first and last and not first <= date.isoformat() <= last:
        row.wrong(messages.DATE_OUTSIDE_THE_YEAR, "date", first=first, last=last)


def _check_meeting(reading: InputWorkbook, row: Row, meetings: tuple[MeetingSeries, ...]) -> None:
    text = row.text("session")
    names = [m.name for m in meetings]
    if not text or folded(text) in map(folded, names) or reading.open("Meetings"):
        return
    if not reading.problems.errors_on("Meetings"):  # a meeting whose row is wrong is there all the same
        row.wrong(messages.PIN_OF_NO_MEETING, "session", near=cell_values.near(text, names))


def _check_session(row: Row, district: District) -> None:
    teacher = row.id("teacher", district.teacher_ids)
    program = row.id("program", district.program_ids)
    row.id("coach", district.coach_ids)
    person = district.teachers.get(teacher or "")
    if person is None or not row.has("session") or (row.has("program") and program is None):
        return
    if program and program not in person.programs:
        row.report(
            NOT_A_PROGRAM_OF_THE_TEACHER, "program", program=program, teacher=person.id, programs=person.programs
        )
    elif not district.sessions(person.id, program or "", row.text("session")):
        programs = (program,) if program else person.programs
        names = tuple(s.name for one in programs for s in district.programs[one].sessions)
        near = cell_values.near(row.text("session"), names)
        row.wrong(UNKNOWN_SESSION, "session", programs=tuple(programs), near=near, sessions=names)
