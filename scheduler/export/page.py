"""The sheet Summary as it is written, from the top down: titles, tiles, rows of words and tables."""

from __future__ import annotations

import math
from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from scheduler.export.book import WorkbookBuilder
from scheduler.views.cells import Cell
from scheduler.views.summary import Tile

COLUMNS = 11  # A to K
LABEL_WIDTH, COLUMN_WIDTH = 26.0, 11.5  # characters
LINE = 13.5  # points
LONGEST_LARGE_FIGURE, LONG_FIGURE_SIZE = 11, 15  # characters, points: "1000 of 1000" fits its tile
TILES = ((0, 0), (1, 2), (3, 4), (5, 6), (7, 8), (9, 10))


class SummaryPage:
    """The sheet as it is written, from the top down."""

    def __init__(self, book: WorkbookBuilder, sheet: Worksheet) -> None:
        self.book, self.sheet, self.at = book, sheet, 0
        sheet.set_column(0, 0, LABEL_WIDTH)
        sheet.set_column(1, COLUMNS - 1, COLUMN_WIDTH)
        sheet.hide_gridlines(2)

    def title(self, title: str, subtitle: str) -> None:
        """The name of the plan, large, and one line under it."""
        self.sheet.set_row(self.at, 38)
        self.book.merge(self.sheet, self.at, (0, COLUMNS - 1), title, "title")
        self.sheet.set_row(self.at + 1, 20)
        self.book.merge(self.sheet, self.at + 1, (0, COLUMNS - 1), subtitle, "subtitle")
        self.at += 3

    def tiles(self, tiles: Sequence[Tile]) -> None:
        """The figures that stand out, side by side."""
        for offset, height in enumerate((20, 36, 30)):
            self.sheet.set_row(self.at + offset, height)
        for columns, (name, figure, words, mood) in zip(TILES, tiles, strict=True):
            fill = () if mood == "tile figure" else (mood,)
            self.book.merge(self.sheet, self.at, columns, name, "tile name", *fill)
            size = {"font_size": LONG_FIGURE_SIZE} if len(figure) > LONGEST_LARGE_FIGURE else {}
            self.book.merge(self.sheet, self.at + 1, columns, figure, "tile figure", *fill, **size)
            self.book.merge(self.sheet, self.at + 2, columns, words, "tile words", *fill)
        self.at += 3

    def heading(self, text: str) -> None:
        """The name of a section, after a gap."""
        self.sheet.set_row(self.at, 12)
        self.sheet.set_row(self.at + 1, 24)
        self.book.merge(self.sheet, self.at + 1, (0, COLUMNS - 1), text, "heading")
        self.at += 2

    def row(self, label: str, text: str, style: str = "text") -> None:
        """A label in column A and, beside it, words as long as they need.

        Parameters
        ----------
        label
            what stands in column A
        text
            the words beside it
        style
            the style of the words
        """
        width = (COLUMNS - 1) * COLUMN_WIDTH
        lines = max(math.ceil(len(text) * 0.95 / width), math.ceil(len(label) * 1.1 / LABEL_WIDTH))
        self.sheet.set_row(self.at, 22 if style == "score" else 6 + LINE * lines)
        self.book.write(self.sheet, self.at, 0, label, "label row")
        self.book.merge(self.sheet, self.at, (1, COLUMNS - 1), text, style)
        self.at += 1

    def words(self, text: str) -> None:
        """A sentence or two over the whole width."""
        width = LABEL_WIDTH + (COLUMNS - 1) * COLUMN_WIDTH
        self.sheet.set_row(self.at, 6 + LINE * math.ceil(len(text) * 0.95 / width))
        self.book.merge(self.sheet, self.at, (0, COLUMNS - 1), text, "note")
        self.at += 1

    def table(
        self,
        headers: Sequence[str],
        rows: Sequence[Sequence[Cell]],
        total: Sequence[Cell] | None = None,
        share_column: int | None = None,
    ) -> None:
        """A table, with a bar in its column of shares where it has one; `total` is its last row.

        Parameters
        ----------
        headers
            the names of the columns
        rows
            the cells, row by row
        total
            the last row, None without one
        share_column
            the column of shares, counted from 0
        """
        self.sheet.set_row(self.at, 40)
        for column, header in enumerate(headers):
            self.book.write(self.sheet, self.at, column, header, "header", *(("figure header",) if column else ()))
        first = self.at + 1
        for row in [*rows, *([total] if total else [])]:
            self.at += 1
            lines = math.ceil(len(str(row[0])) * 0.95 / LABEL_WIDTH)
            if lines > 1:
                self.sheet.set_row(self.at, 2 + LINE * lines)
            for column, value in enumerate(row):
                self._cell(column, value, "total" if row is total else "cell", column == share_column)
        if rows and share_column is not None:
            bar = {
                "type": "data_bar",
                "bar_color": "#9CCBE6",
                "min_type": "num",
                "min_value": 0,
                "max_type": "num",
                "max_value": 1,
            }
            self.sheet.conditional_format(first, share_column, first + len(rows) - 1, share_column, bar)
        self.at += 1

    def _cell(self, column: int, value: Cell, style: str, share: bool) -> None:
        number = "share" if share else "decimal" if isinstance(value, float) else "whole" if column else "line"
        names = (style, number) if isinstance(value, int | float) else (style,)
        more = {"align": "center", "indent": 0} if column else {}
        self.book.write(self.sheet, self.at, column, value, *names, **more)

    def finish(self, margin: Sequence[str]) -> None:
        """Print set-up: all columns on one page's width."""
        self.book.page(self.sheet, margin)
        self.sheet.print_area(0, 0, self.at - 1, COLUMNS - 1)
        self.sheet.activate()
