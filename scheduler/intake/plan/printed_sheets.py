"""The sheets for people in a plan workbook, cell by cell against what they should show."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from scheduler.domain.place import column_letters
from scheduler.intake.files.raw_cells import RawSheet, text_of
from scheduler.intake.files.xlsx_file import read_workbook

KEY = "Key"  # of the row that says what the fills mean: where it is another one, another version wrote the sheet

Texts = dict[tuple[int, int], str]


class PageDifference(NamedTuple):
    """A cell of a printed sheet, what it shows, and what it should show."""

    where: str
    shown: str
    should: str


def differing_pages(plan: Path, expected: bytes) -> Iterator[PageDifference]:
    """The first cell of each printed sheet that differs.

    Sheets that the workbook does not have (above sixty coaches), and those of another version of the program, are
    passed over.
    """
    if plan.suffix.lower() not in (".xlsx", ".xlsm"):
        return
    there = {sheet.name: _texts(sheet) for sheet in read_workbook(plan.name, plan.read_bytes())}
    for sheet in read_workbook("", expected):
        shown, wanted = there.get(sheet.name), _texts(sheet)
        if shown is None or _keys(shown) != _keys(wanted):
            continue
        for row, column in sorted(shown.keys() | wanted.keys()):
            cell = row, column
            says, should = _plain(shown.get(cell, "")), _plain(wanted.get(cell, ""))
            if says != should:
                yield PageDifference(f"{sheet.name}!{column_letters(column)}{row}", says, should)
                break


def _texts(sheet: RawSheet) -> Texts:
    return {(row, column): text_of(value) for row, cells in sheet.rows.items() for column, value in cells.items()}


def _keys(texts: Texts) -> set[tuple[str, ...]]:
    """What the rows say that begin with "Key"."""
    rows = {row for (row, column), text in texts.items() if column == 1 and text == KEY}
    return {tuple(text for (at, _), text in sorted(texts.items()) if at == row) for row in rows}


def _plain(text: str) -> str:
    return " ".join(text.split())
