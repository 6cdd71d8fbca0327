"""A workbook in the making: text stays text, sheet names are legal, the same content gives the same bytes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from scheduler.export.styles import FONT, properties
from scheduler.views.cells import Cell
from scheduler.views.kinds_of_time import KindOfTime

CREATED = datetime(2000, 1, 1)  # no moment of this world: the same plan gives the same bytes
LONGEST_TEXT = 32_767  # characters of a cell
LONGEST_SHEET_NAME = 31  # UTF-16 units
LONGEST_MARGIN_TEXT = 255  # characters of a page's header or footer
STARTS_OF_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
NOT_IN_SHEET_NAMES = "[]:*?/\\"


class WorkbookBuilder:
    """One workbook. Nothing reaches the disk before `done` has given its bytes."""

    def __init__(self, title: str, subject: str) -> None:
        self._bytes = io.BytesIO()
        self._names: set[str] = {"history"}  # Excel keeps this name to itself
        self._formats: dict[tuple[object, ...], Format] = {}
        self.xlsx = xlsxwriter.Workbook(
            self._bytes,
            {
                "in_memory": True,
                "default_format_properties": {"font_name": FONT, "font_size": 10},
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        self.xlsx.set_properties(
            {
                "title": printable(title),
                "subject": subject,
                "author": "Coaching Scheduler",
                "company": "",
                "comments": "",
                "created": CREATED,
            }
        )
        self.xlsx.set_calc_mode("auto")

    def sheet(self, name: str) -> Worksheet:
        """A new sheet named like `name`: made legal and unlike the others where it is not."""
        found = sheet_name(name, self._names)
        self._names.add(found.casefold())
        sheet: Worksheet = self.xlsx.add_worksheet(found)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})  # ids and periods are text
        return sheet

    def style(self, *names: str | KindOfTime, **more: object) -> Format:
        """The format of the named styles, made once."""
        key = (*names, *sorted(more.items()))
        if key not in self._formats:
            made: Any = self.xlsx.add_format({**properties(*names), **more})
            self._formats[key] = made
        return self._formats[key]

    def write(
        self, sheet: Worksheet, row: int, column: int, value: Cell, *styles: str | KindOfTime, **more: object
    ) -> None:
        """One cell. Text is a string cell, whatever it begins with; a number a number; None only the format.

        Parameters
        ----------
        sheet
            the sheet to write on
        row
            the row, counted from 0
        column
            the column, counted from 0
        value
            what the cell holds
        styles
            names of styles, the later ones over the earlier
        more
            properties of the format beside the styles
        """
        if value is None or value == "":
            sheet.write_blank(row, column, None, self.style(*styles, **more))
        elif isinstance(value, str):
            if value.startswith(STARTS_OF_FORMULAS):
                more["quote_prefix"] = True  # it stays text, too, when somebody edits the cell
            sheet.write_string(row, column, cell_text(value), self.style(*styles, **more))
        else:
            sheet.write_number(row, column, value, self.style(*styles, **more))

    def merge(
        self,
        sheet: Worksheet,
        row: int,
        columns: tuple[int, int],
        value: Cell,
        *styles: str | KindOfTime,
        rows: int = 1,
        **more: object,
    ) -> None:
        """One cell that spans from the first to the last of `columns`, over `rows` rows.

        Parameters
        ----------
        sheet
            the sheet to write on
        row
            the row, counted from 0
        columns
            the first and the last column
        value
            what the cell holds
        styles
            names of styles, the later ones over the earlier
        rows
            how many rows it spans
        more
            properties of the format beside the styles
        """
        first, last = columns
        if first == last and rows == 1:
            self.write(sheet, row, first, value, *styles, **more)
            return
        sheet.merge_range(row, first, row + rows - 1, last, "", self.style(*styles, **more))
        self.write(sheet, row, first, value, *styles, **more)

    def page(
        self,
        sheet: Worksheet,
        header: Sequence[str],
        *,
        repeat: tuple[int, int] | None = None,
        landscape: bool = True,
        whole: bool = False,
    ) -> None:
        """Print set-up: one page wide (with `whole`: on one page), `header` at the top left and right, page numbers.

        Parameters
        ----------
        sheet
            the sheet to write on
        header
            what stands at the top left and right
        repeat
            the first and last row that every page begins with
        landscape
            whether the page lies on its side
        whole
            whether all of it goes on one page
        """
        if landscape:
            sheet.set_landscape()
        sheet.set_paper(1)  # US Letter
        sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        sheet.fit_to_pages(1, 1 if whole else 0)
        left, right = (margin_text(part) for part in (*header, "", "")[:2])
        sheet.set_header(f"&L&9{left}&R&9{right}")
        sheet.set_footer("&L&9Coaching Scheduler&C&9&A&R&9Page &P of &N")
        if repeat:
            sheet.repeat_rows(*repeat)

    def done(self) -> bytes:
        """The finished workbook."""
        self.xlsx.close()
        return self._bytes.getvalue()


def cell_text(text: str) -> str:
    """Text as a cell can hold it: lines end in a line feed, no half or control characters, cut where Excel would
    refuse the file."""
    if not text.isprintable():
        lines = text.replace("\r\n", "\n").replace("\r", "\n")
        text = "".join(c for c in lines if c >= " " or c in "\n\t").encode("utf-8", "replace").decode("utf-8")
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…"


def printable(text: str) -> str:
    """Text on one line, without control characters: for titles, page headers and sheet names."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def margin_text(text: str) -> str:
    """Text for a page's header: "&" would be an order there; a leading figure would be read as a font size."""
    short = printable(text)[: (LONGEST_MARGIN_TEXT - 60) // 2]
    return " " + short.replace("&", "&&")


def sheet_name(wanted: str, taken: set[str]) -> str:
    """The legal sheet name nearest to `wanted` that is not in `taken` (names in lower case)."""
    legal = "".join("-" if c in NOT_IN_SHEET_NAMES else c for c in printable(wanted)).strip(" '") or "Sheet"
    name, number = _cut(legal, LONGEST_SHEET_NAME), 2
    while name.casefold() in taken:
        ending = f" ({number})"
        name, number = _cut(legal, LONGEST_SHEET_NAME - len(ending)) + ending, number + 1
    return name


def _cut(text: str, units: int) -> str:
    """The first so many UTF-16 units of a text, in whole characters."""
    while len(text.encode("utf-16-le", "replace")) // 2 > units:
        text = text[:-1]
    return text.rstrip(" '")
