"""Sheet Calendar: the fixed dates of the year."""

from __future__ import annotations

from dataclasses import replace

from scheduler.domain.instance import hhmm
from scheduler.domain.year import CLOSING_KINDS, EVENT_KINDS, ROTATIONS, YearEvent
from scheduler.intake.sheets.dates.date_cells import dates_in
from scheduler.intake.sheets.dates.who import read_who
from scheduler.intake.sheets.pins import District
from scheduler.intake.tables.ids import Ids
from scheduler.intake.tables.input_workbook import InputWorkbook
from scheduler.intake.tables.table import Row
from scheduler.messages import dates as messages
from scheduler.messages.bells import UNKNOWN_BELL_SCHEDULE

_OF_A_SITE = ("Minimum day", "School day")  # they do something to dates of sites alone


def read_calendar(reading: InputWorkbook, district: District) -> list[tuple[YearEvent, Row]]:
    """Every row that is right, with the row; the others are said."""
    bell_ids = Ids(
        "a bell schedule",
        UNKNOWN_BELL_SCHEDULE,
        "Bell schedule",
        district.timetable.bells,
        open=reading.open("Bell schedule"),
    )
    found: list[tuple[YearEvent, Row]] = []
    for row in reading.rows("Calendar"):
        event = _event(row, district, bell_ids)
        if event is not None:
            found.append((_without_unused(row, event), row))
    return found


def _event(row: Row, district: District, bell_ids: Ids) -> YearEvent | None:
    problems, settings = row.table.problems, district.settings
    before = problems.count
    first, last = dates_in(row, "date", "end date")
    said = row.choice("kind", EVENT_KINDS)
    kind = next((kind for kind in EVENT_KINDS if kind == said), None)
    start, end = row.time("start"), row.time("end")
    if start is not None and end is not None and end <= start:
        row.wrong(messages.END_NOT_AFTER_START, "end", start=hhmm(start))
    who = read_who(row, district)
    bell = row.id("bell schedule", bell_ids)
    if kind == "Minimum day" and not row.has("bell schedule") and not row.unread("bell schedule"):
        row.report(messages.MINIMUM_DAY_WITHOUT_BELL, "bell schedule")
    days = row.days("day", settings.days)
    if days and len(days) > 1:
        row.wrong(messages.ONE_LABEL, "day")
    week = row.week("week", settings.weeks)
    rotation = row.choice("rotation", ROTATIONS)
    if problems.count > before or first is None or kind is None or who is None:
        return None
    return YearEvent(
        first=first,
        last=first if last is None else last,
        kind=kind,
        name=row.text("event"),
        start=start,
        end=end,
        sites=who[0],
        people=who[1],
        bell=bell or "",
        day=days[0] if days else None,
        week=week,
        rotation=next((r for r in ROTATIONS if r == rotation), ""),
    )


def _without_unused(row: Row, event: YearEvent) -> YearEvent:
    """The row without what means nothing for it; that is said."""
    given = [column for column in ("bell schedule", "day", "week") if row.has(column)]
    if not event.sites:
        for column in (*given, *(["rotation"] if event.rotation else [])):
            row.report(messages.ONLY_OF_ALL_OR_A_SITE, column, column=column)
        if event.kind in _OF_A_SITE:
            row.report(messages.KIND_OF_ALL_OR_A_SITE, "who", kind=event.kind)
        return replace(event, bell="", day=None, week=None, rotation="")
    if event.kind in CLOSING_KINDS and event.is_whole_day:
        for column in given:
            row.report(messages.COLUMN_OF_A_CLOSED_DATE, column, column=column)
        return replace(event, bell="", day=None, week=None)
    return event
