"""A sheet a coach: one printed page for each week of each cycle, to be pinned to the wall."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from xlsxwriter.worksheet import Worksheet

from scheduler.domain.instance import Coach, Instance
from scheduler.export.book import WorkbookBuilder, cell_text, printable
from scheduler.rules.plan_index import PlanIndex
from scheduler.views.kinds_of_time import LEGEND, NO_SLOT
from scheduler.views.names import display_name, district_and_year
from scheduler.views.redaction import TakenTime
from scheduler.views.weeks import GridCell, GridRow, coach_week, days_of, row_label, week_titles

LABEL_WIDTH = 15.0  # characters
PAGE_WIDTH = 132.0  # characters of the calendar's width that fill a Letter page on its side
PAGE_HEIGHT = 500.0  # points of it, inside the margins
LEAST_DAY_WIDTH, MOST_DAY_WIDTH = 15.0, 40.0
LINE = 15.0  # points a line of a cell
LEAST_ROW, MOST_ROW = 26.0, 78.0
TITLE_ROWS = (34.0, 20.0, 6.0, 22.0)  # title, subtitle, gap, header
LEGEND_ROW = 18.0

WeekRows = list[tuple[GridRow, dict[int, GridCell]]]


def write_calendar(
    book: WorkbookBuilder, ledger: PlanIndex, coach: Coach, taken: Sequence[TakenTime] = (), *, own: bool = False
) -> Worksheet:
    """The calendar of a coach: every week of every cycle on a page of its own.

    `taken` is the time of which only that is said; in the coach's `own` calendar confidential sessions are named.

    Parameters
    ----------
    book
        the workbook in the making
    ledger
        the plan, indexed
    coach
        whose calendar it is
    taken
        time of which only that it is taken may be told
    own
        whether the coach reads it: confidential sessions are named
    """
    instance = ledger.instance
    sheet = book.sheet(f"Cal {coach.id}")
    weeks = {(c, w): coach_week(ledger, coach.id, c, w, taken, own=own) for c, w, _ in ledger.patterns()}
    days = days_of(instance, (s for week in weeks.values() for row, _ in week for s in row.slots.values()))
    width = _day_width(list(weeks.values()), len(days))
    sheet.set_column(0, 0, LABEL_WIDTH)
    sheet.set_column(1, max(1, len(days)), width)
    at, breaks = 0, []
    for (cycle, week), rows in weeks.items():
        if at:
            breaks.append(at)
        at = _write_week(book, sheet, at, week_titles(ledger, coach, cycle, week), rows, days, width, instance)
    sheet.set_h_pagebreaks(breaks)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    settings = instance.settings
    book.page(
        sheet,
        (district_and_year(settings), f"{display_name(coach)}, {coach.id}"),
    )
    sheet.print_area(0, 0, max(at - 1, 0), max(1, len(days)))
    return sheet


def _day_width(weeks: Sequence[WeekRows], days: int) -> float:
    """The width of a day's column: the page's share, wider where the tallest week would not fit the page's height."""
    days = max(days, 1)
    fair = (PAGE_WIDTH - LABEL_WIDTH) / days
    width = min(max(fair, LEAST_DAY_WIDTH), MOST_DAY_WIDTH)
    for _ in range(3):  # wider columns make shorter rows: three rounds come to rest
        rows = max((sum(_height(cells, width) for _, cells in week) for week in weeks), default=0.0)
        tallest = _fixed_height(days) + rows
        needed = (tallest / PAGE_HEIGHT * PAGE_WIDTH - LABEL_WIDTH) / days
        if needed <= width:
            break
        width = min(needed, 2 * MOST_DAY_WIDTH)
    return width


def _legend_rows(days: int) -> int:
    return math.ceil(len(LEGEND) / max(days, 1))


def _fixed_height(days: int) -> float:
    return sum(TITLE_ROWS) + 6 + _legend_rows(days) * LEGEND_ROW


def _write_week(
    book: WorkbookBuilder,
    sheet: Worksheet,
    at: int,
    titles: tuple[str, str],
    rows: WeekRows,
    days: Sequence[int],
    width: float,
    instance: Instance,
) -> int:
    """Write one page from row `at` on; the row after it."""
    last = max(1, len(days))
    for i, height in enumerate(TITLE_ROWS):
        sheet.set_row(at + i, height)
    book.merge(sheet, at, (0, last), titles[0], "title")
    book.merge(sheet, at + 1, (0, last), titles[1], "subtitle")
    book.write(sheet, at + 3, 0, "Period", "day")
    for column, day in enumerate(days, 1):
        book.write(sheet, at + 3, column, instance.settings.days[day], "day")
    at += len(TITLE_ROWS)
    heights = _spread([_height(cells, width) for _, cells in rows], width, last)
    for number, ((row, cells), height) in enumerate(zip(rows, heights, strict=True), 1):
        sheet.set_row(at, height)
        book.write(sheet, at, 0, row_label(row, number), "slot")
        for column, day in enumerate(days, 1):
            _write_cell(book, sheet, at, column, cells.get(day))
        at += 1
    return _write_legend(book, sheet, at, last)


def _spread(heights: list[float], width: float, days: int) -> list[float]:
    """Rows as high as the page allows, so that a page on the wall is full; never lower than their text needs."""
    scale = max(1.0, (LABEL_WIDTH + days * width) / PAGE_WIDTH)
    spare = PAGE_HEIGHT * scale - _fixed_height(days) - sum(heights)
    if spare <= 0 or not heights:
        return heights
    return [min(max(h, MOST_ROW), h + spare / len(heights)) for h in heights]


def _write_cell(book: WorkbookBuilder, sheet: Worksheet, row: int, column: int, cell: GridCell | None) -> None:
    if cell is None:
        book.write(sheet, row, column, None, "grid", NO_SLOT)
        return
    if not cell.entries:
        text = "\n".join(filter(None, (cell.slot_line, cell.word)))
        book.write(sheet, row, column, text, "grid", cell.time, valign="vcenter")
        return
    bold, plain, quiet = book.style("session title"), book.style("session line"), book.style("session slot")
    parts: list[Any] = [quiet, cell.slot_line + "\n"] if cell.slot_line else []
    for i, entry in enumerate(cell.entries):
        parts += [bold, ("\n" if i else "") + cell_text(printable(entry.title))]
        if entry.lines:
            parts += [plain, "\n" + cell_text("\n".join(printable(line) for line in entry.lines))]
    fill = book.style("grid", cell.time)
    if len(parts) > 2:
        sheet.write_rich_string(row, column, *parts, fill)
    else:
        book.write(sheet, row, column, cell.entries[0].title, "grid", cell.time, bold=True)


def _write_legend(book: WorkbookBuilder, sheet: Worksheet, at: int, last: int) -> int:
    """What the fills mean, under the week; the row after it."""
    sheet.set_row(at, 6)
    at += 1
    book.write(sheet, at, 0, "Key", "label")
    for i in range(_legend_rows(last)):
        sheet.set_row(at + i, LEGEND_ROW)
        for column, time in enumerate(LEGEND[i * last : (i + 1) * last], 1):
            book.write(sheet, at + i, column, time.word, "cell", "small", time)
    return at + _legend_rows(last)


def _height(cells: dict[int, GridCell], width: float) -> float:
    """The points that the fullest cell of a row needs."""
    return max([LEAST_ROW, *(6 + LINE * _lines(cell, width) for cell in cells.values())])


def _lines(cell: GridCell, width: float) -> int:
    texts = [cell.slot_line] if cell.slot_line else []
    for entry in cell.entries:
        texts += [entry.title + "  ", *entry.lines]
    texts += [cell.word] if cell.word else []
    return sum(math.ceil(max(1, len(t)) * 1.08 / (width - 1)) for t in texts)
