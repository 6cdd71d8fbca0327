"""Sheet Pins, and the locked rows of a plan that is given with the input: what must stay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from scheduler.domain.instance import Coach, Pin, Program, ProgramSession, Settings, Site, Teacher
from scheduler.domain.matching import folded
from scheduler.domain.message import Message
from scheduler.domain.place import Place
from scheduler.intake.sheets.slots_of_rows import Timetable
from scheduler.intake.tables import cell_values
from scheduler.intake.tables.ids import Ids
from scheduler.intake.tables.input_workbook import InputWorkbook
from scheduler.intake.tables.table import Row, Table
from scheduler.messages import pins as messages
from scheduler.messages.plans import REDACTED_PLAN
from scheduler.schema.sheets import PIN_KINDS

PinKind = Literal["Coach", "Release", "Session"]
_NEEDED = {"Coach": ("teacher", "coach"), "Release": ("coach", "period"), "Session": ("teacher", "session")}


@dataclass(frozen=True, slots=True)
class District:
    """Everything that a pin or a row of a plan may name."""

    settings: Settings
    timetable: Timetable
    sites: Mapping[str, Site]
    teachers: Mapping[str, Teacher]
    coaches: Mapping[str, Coach]
    programs: Mapping[str, Program]
    site_ids: Ids
    teacher_ids: Ids
    coach_ids: Ids
    program_ids: Ids

    def bell(self, *, teacher: str = "", coach: str = "") -> str:
        """The bell schedule of a teacher's site, or of a coach's home."""
        return self.sites[self.teachers[teacher].site if teacher else self.coaches[coach].home].bell

    def sessions(self, teacher: str, program: str, text: str) -> list[tuple[str, ProgramSession]]:
        """Every (program, session) that a text may name, in that program or in any of the teacher's: those that the
        week pattern holds, where there are such.

        Parameters
        ----------
        teacher
            the teacher's id
        program
            the program's id, "" where the pin names none
        text
            the name of the session, in any case
        """
        programs = (program,) if program else self.teachers[teacher].programs
        named = [(p, s) for p in programs for s in self.programs[p].sessions if folded(s.name) == folded(text)]
        return [(p, s) for p, s in named if not s.once] or named


@dataclass(frozen=True, slots=True)
class Pinned:
    """A pin and the row that it stands in."""

    pin: Pin
    row: Row

    @property
    def place(self) -> Place:
        """The first cell of its row."""
        return first_cell(self.row)

    def report(self, message: Message, column: str, /, **fields: object) -> None:
        """A problem of a cell of the pin, or of the row where it has no such column."""
        known = column if column in self.row.table.columns else next(iter(self.row.table.columns))
        self.row.report(message, known, **fields)


def first_cell(row: Row) -> Place:
    """The place of the first column of a row."""
    return row.at(min(row.table.columns.values()))


def read_pins(reading: InputWorkbook, district: District) -> list[Pinned]:
    """Every pin whose own cells are right; the others are said."""
    rows = (row for row in reading.rows("Pins") if not _has_ended(reading, row))
    pins = [pin for row in rows if (pin := _pin(reading, district, row))]
    for plan in reading.plans:
        pins += _locked(reading, district, plan)
    return pins


def _has_ended(reading: InputWorkbook, row: Row) -> bool:
    """Whether a row is of a cycle that has ended: what was pinned there is settled."""
    cycle = cell_values.number_of(row.raw("cycle"))
    is_session = row.table.sheet == "Sessions" or folded(row.text("pin")) == "session"
    return is_session and isinstance(cycle, int) and 1 <= cycle < reading.first


# Columns that mean nothing for a kind of pin: a value there may be meant for something that is not kept.
_MEANINGLESS: Mapping[str, tuple[str, ...]] = {
    "Coach": ("week", "day", "period", "session", "start", "date"),
    "Release": ("teacher", "program", "cycle", "week", "day", "session", "start", "date"),
    "Session": (),
}


def _pin(reading: InputWorkbook, district: District, row: Row) -> Pinned | None:
    asked = row.choice("pin", PIN_KINDS)
    if asked == "Meeting" or (asked == "Session" and row.has("date")):
        row.report(
            messages.PIN_OF_DATES, "pin", what="Meeting pin" if asked == "Meeting" else "Session pin with a date"
        )
        return None
    kind = _kind(asked)
    if kind is not None:
        for column in _MEANINGLESS[kind]:
            if row.has(column) and not _is_impossible(district, row, column):
                row.report(messages.PIN_COLUMN_UNUSED, column, column=column, kind=kind)
    return None if kind is None else _made(reading, district, row, kind, released=True)


def _is_impossible(district: District, row: Row, column: str) -> bool:
    """Whether a column that means nothing for a pin holds what no pin could hold (then said): it is a slip elsewhere in
    the row, or a pin of another kind."""
    if column == "teacher":
        return district.teacher_ids.find(row.text(column)) is None and not district.teacher_ids.named(row.text(column))
    if column == "program":
        return district.program_ids.find(row.text(column)) is None
    if column == "cycle":
        # a release pin reads no cycle: it is looked at here alone
        return row.whole(column, least=1, most=district.settings.cycles) is None
    if column == "week":
        return row.week(column, district.settings.weeks) is None
    if column == "day":
        return row.days(column, district.settings.days) is None
    if column == "start":
        return row.time(column) is None
    if column == "date":
        return False  # what a date may be is the dated calendar's to say
    if column == "period":
        if district.timetable.anywhere(row.text(column)) or district.timetable.open:
            return False
        row.wrong(messages.PERIOD_OF_NO_BELL, column, periods=district.timetable.shown(district.timetable.bells))
        return True
    names = [session.name for program in district.programs.values() for session in program.sessions]
    if folded(row.text(column)) in {folded(name) for name in names}:
        return False
    row.wrong(messages.SESSION_OF_NO_PROGRAM, column, near=cell_values.near(row.text(column), names))
    return True


def _kind(text: str | None) -> PinKind | None:
    if text == "Coach":
        return "Coach"
    if text == "Release":
        return "Release"
    return "Session" if text == "Session" else None


def _locked(reading: InputWorkbook, district: District, plan: Mapping[str, Table]) -> Iterator[Pinned]:
    """The pins that the locked rows of a plan are; a plan that was redacted is refused."""
    summary = plan.get("Summary")
    if summary is not None and (cell := redacted_cell(summary)):
        summary.report(REDACTED_PLAN, cell)
        return
    for row in locked_rows(plan, "Release periods"):
        coach = row.text("coach")
        site = row.text("site")
        person = district.coaches.get(district.coach_ids.find(coach) or "")
        if site and person and person.full_time and district.site_ids.find(site) in person.sites[1:]:
            continue  # a full-time coach at another site: that needs no pin
        pinned = _made(reading, district, row, "Release", released=folded(row.text("status")) == "coaching")
        if pinned:
            yield pinned
    for row in locked_rows(plan, "Assignments"):
        pinned = _made(reading, district, row, "Coach", released=True)
        if pinned:
            yield pinned
    for row in locked_rows(plan, "Sessions"):
        if _has_ended(reading, row):
            continue
        pinned = _made(reading, district, row, "Session", released=True)
        if pinned:
            yield pinned


def redacted_cell(summary: Table) -> Place | None:
    """The cell of the row "Redacted for" of a plan's Summary; None where it has none."""
    for number in sorted(summary.raw.rows):
        for column, value in sorted(summary.raw.rows[number].items()):
            if isinstance(value, str) and folded(value) == "redactedfor":
                return Row(summary, number, {}).at(column)
            break
    return None


def locked_rows(plan: Mapping[str, Table], sheet: str) -> Iterator[Row]:
    """The rows of a table of a plan whose `locked` says yes."""
    if sheet in plan:
        for row in plan[sheet].rows():
            if row.yes("locked"):
                yield row


def _made(reading: InputWorkbook, district: District, row: Row, kind: PinKind, *, released: bool) -> Pinned | None:
    """The pin of a row, its ids resolved; None (said) where a cell of it is wrong."""
    before = reading.problems.count
    # a locked assignment without a coach says that there is none
    needed = ("teacher",) if row.table.sheet == "Assignments" else _NEEDED[kind]
    for column in needed:
        if not row.has(column) and not row.unread(column):
            row.report(messages.PIN_LACKS_A_CELL, column, kind=kind, column=column)
    teacher = row.id("teacher", district.teacher_ids) or ""
    program = row.id("program", district.program_ids) or ""
    coach = row.id("coach", district.coach_ids) or ""
    days = row.days("day", district.settings.days) if kind == "Session" else None
    if days and len(days) > 1:
        row.wrong(messages.MORE_THAN_ONE_DAY, "day")
    cycle = None if kind == "Release" else row.whole("cycle", least=1, most=district.settings.cycles)
    cycles = _cycles(row, district.settings, cycle) if kind == "Coach" else ()
    week = row.week("week", district.settings.weeks) if kind == "Session" else None
    start = row.time("start") if kind == "Session" else None
    ids = {"teacher": teacher, "program": program, "coach": coach}
    unread = any((row.has(column) or column in needed) and not found for column, found in ids.items())
    if reading.problems.count > before or unread or not _known(district, teacher, coach, program):
        return None
    session = ""
    if kind == "Session":
        session = _session(district, row, teacher, program) if teacher else ""
    if kind == "Coach" and program and teacher:
        _enrolled(district, row, teacher, program)
    period = _period(district, row, kind, teacher, coach)
    if reading.problems.count > before:
        return None
    return Pinned(
        Pin(
            str(first_cell(row)),
            kind,
            teacher,
            program,
            coach,
            cycle if kind == "Session" else None,
            week,
            days[0] if days else None,
            period,
            session,
            start,
            released,
            cycles if coach else (),
        ),
        row,
    )


def _cycles(row: Row, settings: Settings, cycle: int | None) -> tuple[int, ...]:
    """The cycles of a Coach pin: its `cycle`, or those that a locked assignment lists."""
    if cycle is not None:
        return (cycle,)
    parts = cell_values.parts_of(row.raw("cycles")) if row.table.sheet == "Assignments" else []
    numbers = [cell_values.number_of(part) for part in parts]
    cycles = tuple(n for n in numbers if isinstance(n, int) and 1 <= n <= settings.cycles)
    if len(cycles) < len(parts):
        row.wrong(messages.UNKNOWN_CYCLES, "cycles", cycles=settings.cycles)
    return cycles


def _known(district: District, teacher: str, coach: str, program: str) -> bool:
    """Whether all of them could be read: a person whose own row is wrong is no use in a pin."""
    return (
        (not teacher or teacher in district.teachers)
        and (not coach or coach in district.coaches)
        and (not program or program in district.programs)
    )


def _enrolled(district: District, row: Row, teacher: str, program: str) -> bool:
    person = district.teachers[teacher]
    if person.role == "Administrator":
        row.report(messages.ADMINISTRATOR_PINNED, "teacher", teacher=teacher)
        return False
    if program and program not in person.programs:
        row.report(
            messages.NOT_A_PROGRAM_OF_THE_TEACHER, "program", program=program, teacher=teacher, programs=person.programs
        )
        return False
    return True


def _session(district: District, row: Row, teacher: str, program: str) -> str:
    """The session's own name; "" where it is none (said)."""
    if not row.has("session") or not _enrolled(district, row, teacher, program):
        return ""
    found = district.sessions(teacher, program, row.text("session"))
    if not found:
        programs = (program,) if program else district.teachers[teacher].programs
        names = [s.name for one in programs for s in district.programs[one].sessions]
        near = cell_values.near(row.text("session"), names)
        if names:
            row.wrong(messages.UNKNOWN_SESSION, "session", programs=tuple(programs), near=near, sessions=tuple(names))
        else:
            row.wrong(messages.PROGRAM_WITHOUT_SESSIONS, "session", programs=tuple(programs))
        return ""
    if found[0][1].once:
        row.wrong(messages.ONCE_PINNED, "session")
    return found[0][1].name


def _period(district: District, row: Row, kind: PinKind, teacher: str, coach: str) -> str:
    """The period's own label: of the coach's home for a release, of the teacher's site for a session."""
    whose = coach if kind == "Release" else teacher
    if kind == "Coach" or not whose or not row.has("period"):
        return ""
    bell = district.bell(coach=coach) if kind == "Release" else district.bell(teacher=teacher)
    label = district.timetable.period(bell, row.text("period"))
    slots = district.timetable.bells[bell]
    if label is None:
        district.timetable.unknown_period(row, bell)
    elif kind == "Release" and not any(s.is_class for s in slots if s.period == label):
        known = dict.fromkeys(s.period for s in slots if s.is_class)
        row.wrong(messages.NOT_A_CLASS_PERIOD, "period", site=district.coaches[coach].home, periods=tuple(known))
    return label or ""
