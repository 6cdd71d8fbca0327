"""One table a sheet: one header row, filters, frozen panes, widths by content and a header on every printed page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from xlsxwriter.worksheet import Worksheet

from scheduler.export.book import WorkbookBuilder
from scheduler.schema.sheets import PlanSheet
from scheduler.views.cells import Cell

NARROWEST, WIDEST = 8, 46  # characters
ROOM_FOR_FILTER = 4
LINE = 13.0  # points
WRAPPED = {
    "detail": 70,
    "source": 46,
    "reason": 90,
    "why": 60,
    "was": 44,
    "is": 44,
    "says": 80,
    "in words": 60,
}  # columns of sentences, in characters
FROZEN = {
    "Sessions": 3,
    "Assignments": 1,
    "Rules": 2,
    "Release periods": 1,
    "Reserved time": 1,
    "Unscheduled": 1,
    "Changes": 2,
    "Conflicts": 2,
    "Fixes": 1,
}


def write_table(
    book: WorkbookBuilder,
    sheet: PlanSheet,
    rows: Iterable[Sequence[Cell]],
    margin: Sequence[str],
    name: str | None = None,
) -> Worksheet:
    """The sheet with all its rows; `margin` stands at the top of every printed page.

    Parameters
    ----------
    book
        the workbook in the making
    sheet
        the name and the columns of the sheet
    rows
        the cells, row by row
    margin
        what stands at the top of every printed page
    name
        another name for the sheet, where it has one
    """
    page = book.sheet(name or sheet.name)
    headers = [c.name for c in sheet.columns]
    cells = [list(row) for row in rows]
    widths = dict(zip(headers, _widths(headers, cells), strict=True))
    plain, number, wrapped = book.style("line"), book.style("table whole"), book.style("text")
    styles = [wrapped if c.name in WRAPPED else number if c.kind == "whole" else plain for c in sheet.columns]
    for column, width in enumerate(widths.values()):
        page.set_column(column, column, width, styles[column])
    for i, row in enumerate(cells, 1):
        page.set_row(i, _height(headers, row, widths))
        for column, value in enumerate(row):
            style = "text" if headers[column] in WRAPPED else "whole" if isinstance(value, int) else "line"
            book.write(page, i, column, value, f"table {style}")
    page.add_table(
        0,
        0,
        max(1, len(cells)),
        len(headers) - 1,
        {
            "name": "".join(part.capitalize() for part in sheet.name.split()),
            "style": "Table Style Light 9",
            "columns": [{"header": h, "header_format": book.style("header")} for h in headers],
        },
    )
    page.set_row(0, 22)
    page.freeze_panes(1, FROZEN.get(sheet.name, 0))
    book.page(page, margin, repeat=(0, 0))
    return page


def _height(headers: Sequence[str], row: Sequence[Cell], widths: Mapping[str, int]) -> float:
    """The points that the sentences of a row need."""
    lines = (len(str(v)) // widths[h] + 1 for h, v in zip(headers, row, strict=True) if h in WRAPPED and v)
    return 2 + LINE * max(lines, default=1)


def _widths(headers: Sequence[str], cells: Sequence[Sequence[Cell]]) -> list[int]:
    widths = []
    for column, header in enumerate(headers):
        longest = max((len(str(row[column])) for row in cells if row[column] is not None), default=0)
        fitting = max(longest + 2, len(header) + ROOM_FOR_FILTER, NARROWEST)
        widths.append(WRAPPED.get(header, min(fitting, WIDEST)))
    return widths
