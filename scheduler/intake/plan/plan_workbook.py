"""A plan workbook back into a plan: its rows joined to the input, its claims, and what does not fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

from scheduler.domain.claims import Claims, PlanReading
from scheduler.domain.instance import MODES, Instance, ProgramSession, Slot
from scheduler.domain.matching import folded
from scheduler.domain.place import Place
from scheduler.domain.plan import Assignment, Past, Plan, Reserved, Session
from scheduler.domain.problem import InputProblems
from scheduler.intake.files.raw_cells import RawSheet
from scheduler.intake.files.read_files import read_files
from scheduler.intake.plan.claims import (
    assignment_claims,
    change_claims,
    first_open_cycle,
    rule_claims,
    summary_claims,
    unscheduled_claims,
)
from scheduler.intake.plan.published_plan import PublishedRows
from scheduler.intake.plan.summary import term_in
from scheduler.intake.problems import Problems
from scheduler.intake.sheets.pins import redacted_cell
from scheduler.intake.tables import cell_values, column_names
from scheduler.intake.tables.find_tables import find_table
from scheduler.intake.tables.ids import Ids
from scheduler.intake.tables.period_names import period_named
from scheduler.intake.tables.table import Row, Table, faults_of
from scheduler.messages import plans as messages
from scheduler.schema.sheets import PLAN_SHEETS, PURPOSES, RELEASE_STATUSES


def read_plan(path: Path | str, instance: Instance) -> PlanReading:
    """A plan workbook as rows that fit the instance, what it claims of itself, and the rows that do not fit.

    Raises
    ------
    InputProblems
        the file cannot be read, or is no plan
    """
    problems = Problems()
    (book,) = read_files([path], problems)
    if not problems.has_errors and not book.has(*(sheet.name for sheet in PLAN_SHEETS if sheet.name != "Rules")):
        problems.report(messages.NO_PLAN, Place(book.file), sheets=tuple(s.name for s in PLAN_SHEETS))
    if problems.has_errors:
        raise InputProblems(problems.in_order())
    return _PlanReader(instance, book.file, book.sheets, problems).read()


def term_of_plan(path: Path | str) -> str:
    """The term that a plan is for, by its Summary; "" where it names none, or cannot be read (then said later)."""
    (book,) = read_files([path], Problems())
    return next((term for raw in book.sheets if (term := term_in(raw))), "")


class _PlanReader:
    """Reads each table of one plan; a row that does not fit is said and left out."""

    def __init__(self, instance: Instance, file: str, sheets: list[RawSheet], problems: Problems) -> None:
        self.instance, self.problems = instance, problems
        self.tables: dict[str, Table] = {}
        for raw in sheets:
            sheet = column_names.sheet_named(raw.name)
            if sheet in {s.name for s in PLAN_SHEETS} and sheet is not None and sheet not in self.tables:
                table = find_table(sheet, raw, problems, plan=True)
                if table is not None:
                    self.tables[sheet] = table
        for wanted in PLAN_SHEETS:
            if wanted.columns and wanted.name not in self.tables and not problems.errors_on(wanted.name):
                problems.report(messages.MISSING_SHEET, Place(file, wanted.name))
        self.coach_ids = Ids("a coach of the input", messages.UNKNOWN_COACH, "", instance.coaches)
        self.site_ids = Ids("a site of the input", messages.UNKNOWN_SITE, "", instance.sites)
        self.teacher_ids = Ids("a teacher of the input", messages.UNKNOWN_TEACHER, "", instance.teachers)
        self.program_ids = Ids("a program of the input", messages.UNKNOWN_PROGRAM, "", instance.programs)
        self.enrolled = {(e.teacher, e.program) for e in instance.enrollments}

    def read(self) -> PlanReading:
        summary = self.tables.get("Summary")
        self.first = first_open_cycle(summary)
        assigned: dict[tuple[str, str], tuple[Assignment, Row]] = {}
        plan = Plan(self._releases(), self._assignments(assigned), self._sessions(), self._reserved(), self._past())
        claims = Claims(
            **summary_claims(summary),
            rules=rule_claims(self.rows("Rules")),
            assignments=assignment_claims((key, row) for key, (_, row) in assigned.items()),
            unscheduled=unscheduled_claims(self.rows("Unscheduled"), self.enrollment, self.session),
            change=change_claims(summary),
            redacted=summary is not None and bool(redacted_cell(summary)),
        )
        return PlanReading(plan, claims, self.problems.in_order())

    def _past(self) -> Past | None:
        """The rows of cycles that have ended, where this plan goes on from another one: they are not checked."""
        if self.first == 1:
            return None
        rows = PublishedRows(self.instance)
        return Past(
            self.first,
            tuple(s for row in self.rows("Sessions") if self._has_ended(row) and (s := rows.session(row))),
            tuple(r for row in self.rows("Reserved time") if self._has_ended(row) and (r := rows.reserve(row))),
        )

    def _has_ended(self, row: Row) -> bool:
        cycle = cell_values.number_of(row.raw("cycle"))
        return isinstance(cycle, int) and 1 <= cycle < self.first

    def rows(self, sheet: str) -> list[Row]:
        """The rows of a table of the plan; formulas without a value and error values are said."""
        table = self.tables.get(sheet)
        if table is None:
            return []
        rows = list(table.rows())
        for row in rows:
            if table.raw.faulty:
                faults_of(row, table.columns.values())
        return [row for row in rows if any(row.has(column) for column in table.columns)]

    def named(self, row: Row, column: str, ids: Ids) -> str | None:
        """The id in a cell that must hold one; None (said) where it is blank or unknown."""
        if not row.has(column):
            if not row.unread(column):
                row.report(messages.BLANK_CELL, column, column=column)
            return None
        return row.id(column, ids)

    def enrollment(self, row: Row) -> tuple[str, str] | None:
        """The enrollment that a row is about; None (said) where it is none."""
        teacher = self.named(row, "teacher", self.teacher_ids)
        program = self.named(row, "program", self.program_ids)
        if teacher is None or program is None:
            return None
        if (teacher, program) not in self.enrolled:
            row.report(messages.NOT_AN_ENROLLMENT, "teacher", teacher=teacher, program=program)
            return None
        return teacher, program

    def session(self, row: Row, program: str) -> ProgramSession | None:
        """The session of a program that a row names; None (said) where it is none."""
        sessions = self.instance.programs[program].sessions
        found = next((s for s in sessions if folded(s.name) == folded(row.text("session"))), None)
        if found is None:
            near = cell_values.near(row.text("session"), [s.name for s in sessions])
            row.wrong(messages.UNKNOWN_SESSION, "session", program=program, near=near)
        return found

    def agrees(self, row: Row, column: str, right: str, *, resolve: Callable[[str], str | None] | None = None) -> None:
        """A column that only repeats the input says what the input says, or is blank."""
        text = row.text(column)
        if not text or not right:
            return
        same = resolve(text) == right if resolve else folded(text) == folded(right)
        if not same:
            row.report(messages.DISAGREES, column, text=text, right=right)

    def _releases(self) -> Mapping[str, tuple[str, ...]]:
        released: dict[str, set[str]] = {coach: set() for coach in self.instance.coaches}
        seen: dict[tuple[str, str], Place] = {}
        for row in self.rows("Release periods"):
            coach = self.named(row, "coach", self.coach_ids)
            if coach is None:
                continue
            person = self.instance.coaches[coach]
            site = self.site_ids.find(row.text("site")) if row.has("site") else person.home
            if site != person.home and site in person.sites and person.full_time:
                continue  # released there too, as it must be: only periods of the home site are counted
            self.agrees(row, "site", person.home, resolve=self.site_ids.find)
            status = row.choice("status", RELEASE_STATUSES)
            if status is None and not row.has("status") and not row.unread("status"):
                row.report(messages.BLANK_STATUS, "status")
            period = self._release_period(row, person.home, status)
            if period is None:
                continue
            if (coach, period) in seen:
                row.report(messages.RELEASE_TWICE, "period", period=period, coach=coach, place=seen[coach, period])
                continue
            seen[coach, period] = row.where("period")
            if status == "Coaching":
                released[coach].add(period)
        return {
            coach: tuple(p for p in self.instance.class_periods(self.instance.coaches[coach].home) if p in own)
            for coach, own in released.items()
        }

    def _release_period(self, row: Row, site: str, status: str | None) -> str | None:
        """The Class period of a row; None where it is none, which only matters where it is released."""
        labels = self.instance.class_periods(site)
        period = period_named(row.text("period"), labels)
        other = period_named(row.text("period"), [s.period for s in self.instance.slots(site)])
        if period is None and (status == "Coaching" or other is None):
            row.wrong(messages.NOT_A_CLASS_PERIOD, "period", site=site, periods=tuple(labels))
        return period

    def _assignments(self, found: dict[tuple[str, str], tuple[Assignment, Row]]) -> tuple[Assignment, ...]:
        """One for every enrollment, in the order of the input; one that has no row is said and has no coach."""
        for row in self.rows("Assignments"):
            key = self.enrollment(row)
            if key is None:
                continue
            if key in found:
                row.report(
                    messages.ASSIGNMENT_TWICE,
                    "teacher",
                    teacher=key[0],
                    program=key[1],
                    place=found[key][1].where("teacher"),
                )
                continue
            self.agrees(row, "site", self.instance.teachers[key[0]].site, resolve=self.site_ids.find)
            coach = row.id("coach", self.coach_ids) or ""
            found[key] = Assignment(*key, coach, self._cycles(row)), row
        for enrollment in self.instance.enrollments:
            if (enrollment.teacher, enrollment.program) not in found and "Assignments" in self.tables:
                table = self.tables["Assignments"]
                table.report(messages.MISSING_ROW, table.place, enrollment=enrollment)
        return tuple(
            found[e.teacher, e.program][0]
            if (e.teacher, e.program) in found
            else Assignment(e.teacher, e.program, "", ())
            for e in self.instance.enrollments
        )

    def _cycles(self, row: Row) -> tuple[int, ...]:
        cycles: dict[int, None] = {}
        for part in cell_values.parts_of(row.raw("cycles")):
            cycle = cell_values.number_of(part)
            if isinstance(cycle, int) and 1 <= cycle <= self.instance.settings.cycles:
                cycles[cycle] = None
            else:
                row.report(messages.UNKNOWN_CYCLE, "cycles", text=part, cycles=self.instance.settings.cycles)
        return tuple(sorted(cycles))

    def _time(self, row: Row) -> tuple[int, int, int, int, int] | None:
        """(cycle, week, day, start, end) of a row; None (said) where a cell is blank or wrong."""
        settings = self.instance.settings
        blank = [c for c in ("cycle", "week", "day", "start", "end") if not row.has(c) and not row.unread(c)]
        for column in blank:
            row.report(messages.BLANK_CELL, column, column=column)
        cycle = row.whole("cycle", least=1, most=settings.cycles, message=messages.NOT_A_NUMBER_WITHIN)
        week = row.whole("week", least=1, most=settings.weeks, message=messages.NOT_A_NUMBER_WITHIN)
        days = row.days("day", settings.days)
        start, end = row.time("start"), row.time("end")
        if days is not None and len(days) > 1:
            row.wrong(messages.MORE_THAN_ONE_DAY, "day")
            return None
        if start is not None and end is not None and end <= start:
            row.report(messages.END_BEFORE_START, "end", end=row.text("end"), start=row.text("start"))
            return None
        if cycle is None or week is None or days is None or start is None or end is None:
            return None
        return cycle, week, days[0], start, end

    def _sessions(self) -> tuple[Session, ...]:
        sessions = []
        for row in self.rows("Sessions"):
            if self._has_ended(row):
                continue
            time = self._time(row)
            coach = self.named(row, "coach", self.coach_ids)
            key = self.enrollment(row)
            spec = self.session(row, key[1]) if key else None
            if spec is not None and spec.once:
                row.report(messages.ONCE_IN_PATTERN, "session", session=spec.name)
                continue
            mode = self._mode(row, spec)
            if time is None or coach is None or key is None or spec is None:
                continue
            teacher, program = key
            slots = self.instance.slots(self.instance.teachers[teacher].site)
            on_day = [s.period for s in slots if (s.week, s.day) == time[1:3]]
            period = period_named(row.text("period"), on_day) or row.text("period")
            session = Session(*time, period, coach, teacher, program, spec.name, mode, row.text("group"))
            sessions.append(session)
            self._repeats(row, session, spec, slots)
        return tuple(sessions)

    def _mode(self, row: Row, spec: ProgramSession | None) -> Literal["In person", "Virtual"]:
        """How the session is held; what the program does not allow is said."""
        allowed = MODES[:2] if spec is None or spec.mode == "Either" else (spec.mode,)
        if not row.has("mode"):
            return "Virtual" if allowed == ("Virtual",) else "In person"
        mode = cell_values.one_of(row.text("mode"), MODES[:2])
        if mode not in allowed:
            row.wrong(messages.UNKNOWN_MODE, "mode", modes=tuple(allowed))
        return "Virtual" if mode == "Virtual" else "In person"

    def _repeats(self, row: Row, session: Session, spec: ProgramSession, slots: tuple[Slot, ...]) -> None:
        """The columns that only repeat the input: site, activity, course and room."""
        site = self.instance.teachers[session.teacher].site
        self.agrees(row, "site", site, resolve=self.site_ids.find)
        self.agrees(row, "activity", spec.activity)
        for slot, state in zip(slots, self.instance.states[session.teacher], strict=True):
            inside = slot.start <= session.start and session.end <= slot.end
            if inside and (slot.week, slot.day, slot.period) == (session.week, session.day, session.period):
                if state.doing == "Teaching":
                    self.agrees(row, "course", state.course)
                    self.agrees(row, "room", state.room)
                return

    def _reserved(self) -> tuple[Reserved, ...]:
        reserved = []
        for row in self.rows("Reserved time"):
            if self._has_ended(row):
                continue
            time = self._time(row)
            coach = self.named(row, "coach", self.coach_ids)
            purpose = row.choice("purpose", PURPOSES)
            if purpose is None and not row.has("purpose") and not row.unread("purpose"):
                row.report(messages.BLANK_PURPOSE, "purpose")
            if time is None or coach is None or purpose is None:
                continue
            on_day = [s.period for s in self.instance.home_slots(coach) if (s.week, s.day) == time[1:3]]
            period = period_named(row.text("period"), on_day) or row.text("period")
            kind: Literal["Flex", "Common planning"] = "Flex" if purpose == "Flex" else "Common planning"
            reserved.append(Reserved(*time, period, coach, kind))
        return tuple(reserved)
