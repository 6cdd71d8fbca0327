"""Sheet Cycles: the coaching cycles as ranges of dates."""

from __future__ import annotations

from scheduler.domain.instance import Settings
from scheduler.domain.year import CycleDates, Date
from scheduler.intake.sheets.dates.date_cells import dates_in
from scheduler.intake.tables.input_workbook import InputWorkbook
from scheduler.intake.tables.table import Row
from scheduler.messages import dates as messages


def read_cycles(reading: InputWorkbook, settings: Settings) -> tuple[CycleDates, ...]:
    """The cycles whose rows are right: numbered in their order, one after another, inside the year."""
    found: list[tuple[CycleDates, Row]] = []
    rows = list(reading.rows("Cycles"))
    for n, row in enumerate(rows, 1):
        cycle = row.whole("cycle", least=1)
        first, last = dates_in(row, "first day", "last day")
        if cycle is not None and cycle != n:
            row.wrong(messages.CYCLES_OUT_OF_ORDER, "cycle", next=n)
        elif cycle is not None and cycle > settings.cycles:
            row.report(messages.MORE_CYCLES, "cycle", cycle=cycle, most=settings.cycles)
        if first is None or last is None or not _is_inside(row, settings, first, last):
            continue
        before = found[-1] if found else None
        if before is not None and first <= before[0].last:
            row.report(
                messages.CYCLES_OVERLAP,
                "first day",
                cycle=n,
                first=first,
                other=before[0].cycle,
                last=before[0].last,
                place=before[1].where("last day"),
            )
            continue
        found.append((CycleDates(n, first, last), row))
    if rows and len(rows) < settings.cycles:
        missing = settings.cycles - len(rows)
        rows[-1].report(
            messages.CYCLES_WITHOUT_DATES, "cycle", cycles=missing, all=settings.cycles, last=rows[-1].text("cycle")
        )
    return tuple(cycle for cycle, _ in found)


def _is_inside(row: Row, settings: Settings, first: Date, last: Date) -> bool:
    """Whether both dates are in the year, where it has a first and a last day; said of each that is not."""
    begin, end = settings.first_day, settings.last_day
    outside = [
        column
        for column, date in (("first day", first), ("last day", last))
        if begin and end and not begin <= date.isoformat() <= end
    ]
    for column in outside:
        row.wrong(messages.DATE_OUTSIDE_THE_YEAR, column, first=begin, last=end)
    return not outside
