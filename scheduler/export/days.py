"""The sheet Days: what each date of the year is, at each site."""

from __future__ import annotations

from scheduler.domain.year import DayRow, YearOfDays
from scheduler.export.book import WorkbookBuilder
from scheduler.export.tables import write_table
from scheduler.schema.sheets import DAYS_SHEET


def days_workbook(year: YearOfDays) -> bytes:
    """A workbook of the sheet Days alone; the same year gives the same bytes."""
    title = f"Days from {year.first} to {year.last}"
    book = WorkbookBuilder(title, "What each date of the year is")
    write_table(book, DAYS_SHEET, map(_cells, year.rows), (title,))
    return book.done()


def _cells(row: DayRow) -> tuple[str | int | None, ...]:
    return (
        row.date.isoformat(),
        row.weekday,
        row.site,
        "Y" if row.in_session else "N",
        row.week,
        row.day,
        row.cycle,
        row.turn,
        row.bell,
        row.event,
    )
