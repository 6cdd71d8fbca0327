"""What a planner should know before a run, though nothing is wrong: sessions that nothing can hold, and the like."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.domain.imported import QUESTIONS
from scheduler.domain.instance import Instance, ProgramSession, Slot, Teacher
from scheduler.domain.matching import fits_when, folded
from scheduler.intake.sheets.master_schedule import Schedule
from scheduler.intake.tables.input_workbook import InputWorkbook
from scheduler.intake.tables.table import Row
from scheduler.messages import bells as bell_messages
from scheduler.messages import programs as messages


def say_planner_warnings(reading: InputWorkbook, instance: Instance, schedule: Schedule) -> None:
    """Say all of them at their cells.

    Parameters
    ----------
    reading
        the sheets of the input
    instance
        what they say
    schedule
        what the master schedule says
    """
    for row, session in _sessions(reading, instance):
        if not session.once and session.count:
            _too_many_for_the_days(row, session, instance)
            _no_slot(row, session, instance)
        _group_in_class(row, session)
        _lunch(row, session, instance)
    _second_week(reading, instance)
    _classes_on_some_days(instance, schedule)
    _periods_without_a_cell(reading, instance, schedule)


def _sessions(reading: InputWorkbook, instance: Instance) -> Iterator[tuple[Row, ProgramSession]]:
    """Each session of a program with its row."""
    programs = {folded(p): program for p, program in instance.programs.items()}
    for row in reading.rows("Programs"):
        program = programs.get(folded(row.text("program")))
        for session in program.sessions if program else ():
            if folded(session.name) == folded(row.text("session")):
                yield row, session


def _group_in_class(row: Row, session: ProgramSession) -> None:
    if session.group_size > 1 and "Teaching" in session.when:
        row.report(messages.GROUP_IN_CLASS, "when", session=session.name)


def _too_many_for_the_days(row: Row, session: ProgramSession, instance: Instance) -> None:
    """Two sessions of one name lie on different days."""
    most = 0
    for slots in instance.bells.values():
        days = {(s.week, s.day) for s in slots}
        in_a_week = max((sum(1 for week, _ in days if week == w) for w, _ in days), default=0)
        most = max(most, len(days) if session.weekly is None else in_a_week)
    asked = session.count if session.weekly is None else session.weekly
    if asked > most:
        message = messages.MORE_THAN_DAYS_OF_PATTERN if session.weekly is None else messages.MORE_THAN_DAYS_OF_WEEK
        row.report(message, "per week", session=session.name, asked=asked, most=most)


def _lunch(row: Row, session: ProgramSession, instance: Instance) -> None:
    if session.when or session.once:
        return
    lunches = [s for slots in instance.bells.values() for s in slots if s.kind == "Lunch"]
    if any(s.minutes >= session.minutes for s in lunches):
        row.report(messages.WHEN_BLANK_BOOKS_LUNCH, "when", session=session.name)


def _no_slot(row: Row, session: ProgramSession, instance: Instance) -> None:
    """Teachers of whom no slot can hold a session: it will be missing."""
    program = next(p for p in instance.programs.values() if session in p.sessions)
    enrolled = [t for t in instance.teachers.values() if program.id in t.programs and t.may_be_coached]
    without = [t.id for t in enrolled if not any(True for _ in _fitting(t, session, instance))]
    if not without:
        return
    row.report(
        messages.NO_SLOT_FOR_TEACHERS,
        "session",
        count=len(without),
        teachers=tuple(without),
        minutes=session.minutes,
        session=session.name,
        when=session.when or ("at work",),
    )


def _fitting(teacher: Teacher, session: ProgramSession, instance: Instance) -> Iterator[Slot]:
    for slot, state in zip(instance.slots(teacher.site), instance.states[teacher.id], strict=True):
        if slot.minutes >= session.minutes and fits_when(state.doing, slot.kind, session.when):
            yield slot


def _second_week(reading: InputWorkbook, instance: Instance) -> None:
    """A pattern of two weeks in whose second week a school never meets."""
    if instance.settings.weeks < 2:
        return
    for bell, slots in instance.bells.items():
        lacking = [w for w in range(1, instance.settings.weeks + 1) if not any(s.week == w for s in slots)]
        row = next((r for r in reading.rows("Bell schedule") if r.text("bell schedule") in (bell, "")), None)
        if slots and lacking and row is not None:
            row.report(messages.WEEK_WITHOUT_BELLS, "week", bell=bell, week=lacking[0])


def _classes_on_some_days(instance: Instance, schedule: Schedule) -> None:
    """A class of a coach on some days keeps the coach from being released in that period on every day."""
    for coach in instance.coaches.values():
        slots, statuses = instance.home_slots(coach.id), instance.availability[coach.id]
        found: dict[str, int] = {}  # period -> place of a class in it
        for period in instance.class_periods(coach.home):
            own = [i for i, slot in enumerate(slots) if slot.period == period]
            taught = [i for i in own if statuses[i] == "Teaching"]
            if taught and len(taught) < len(own) and schedule.where(coach.id, taught[0]) is not None:
                found[period] = taught[0]
        where = schedule.where(coach.id, next(iter(found.values()))) if found else None
        if where is None:
            continue
        row, column = where
        row.table.report(
            messages.CLASS_ON_SOME_DAYS, row.at(column), coach=coach.id, periods=tuple(found), count=len(found)
        )


def _periods_without_a_cell(reading: InputWorkbook, instance: Instance, schedule: Schedule) -> None:
    """A Class period of which no cell says anything, while others of the bell schedule are filled in: an assembly, a
    snack, or a column that is missing. Everybody would be read as on prep then."""
    imported = any(folded(sheet.name) == folded(QUESTIONS) for book in reading.books for sheet in book.sheets)
    if instance.settings.blank_means != "Prep" or imported:  # an import asks about each teacher's empty periods
        return
    said: dict[str, set[str]] = {}
    for who, places in schedule.filled():
        site = instance.teachers[who].site if who in instance.teachers else instance.coaches[who].home
        slots = instance.slots(site)
        said.setdefault(instance.sites[site].bell, set()).update(slots[place].period for place in places)
    for bell, periods in said.items():
        lacking = tuple(dict.fromkeys(s.period for s in instance.bells[bell] if s.is_class and s.period not in periods))
        row = next((r for r in reading.rows("Bell schedule") if r.text("period") in lacking), None)
        if lacking and row is not None:
            row.report(bell_messages.PERIOD_WITHOUT_A_CELL, "period", periods=lacking, bell=bell)
