"""Edits made to the sheets of a file that is read: cells, rows, titles, and keys of Settings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from scheduler.domain.edits import CannotEdit, FileEdit
from scheduler.domain.matching import folded
from scheduler.intake.files.raw_cells import RawSheet, text_of
from scheduler.intake.files.read_files import RawBook, copied, read_files
from scheduler.intake.files.storable_text import with_whole_characters
from scheduler.intake.problems import Problems
from scheduler.intake.tables.column_names import columns_in, sheet_named

SETTINGS = "Settings"


def make_edits(books: Sequence[RawBook], edits: Iterable[FileEdit]) -> None:
    """Make edits in the sheets, one after another.

    Raises
    ------
    CannotEdit
        a sheet is not there, or something else stands in a cell than when the edit was asked for
    """
    for edit in edits:
        if edit.kind == "setting":
            _set(books, edit)
            continue
        sheet = _sheet(books, edit)
        if edit.kind == "title":
            sheet.name = edit.value
        elif edit.kind == "row":
            _check(sheet, edit)
            sheet.rows.pop(edit.row)
        else:
            _check(sheet, edit)
            _write(sheet, edit.row, edit.column, edit.value)


def whole_book(path: Path) -> RawBook:
    """The sheets of one file.

    Raises
    ------
    CannotEdit
        it cannot be read whole
    """
    (book,) = read_files([path], Problems())
    if book.refused or any(sheet.too_many for sheet in book.sheets):
        raise CannotEdit("the file cannot be read whole")
    with_whole_characters(book.sheets)
    return book


def fitting(book: RawBook, answers: Sequence[Sequence[FileEdit]]) -> tuple[RawBook, tuple[int, ...]]:
    """The sheets with the edits of each answer made, in their order, and the numbers of those that do not fit."""
    dropped = []
    for number, edits in enumerate(answers):
        (trial,) = copied([book])
        try:
            make_edits([trial], edits)
        except CannotEdit:
            dropped.append(number)
        else:
            book = trial
    return book, tuple(dropped)


def _sheet(books: Sequence[RawBook], edit: FileEdit) -> RawSheet:
    found = [s for book in books for s in book.sheets if (s.file, s.name) == (edit.file, edit.sheet)]
    if len(found) != 1:
        raise CannotEdit(f'there is no sheet "{edit.sheet}" in {edit.file} any more')
    return found[0]


def _check(sheet: RawSheet, edit: FileEdit) -> None:
    stands = text_of(sheet.rows.get(edit.row, {}).get(edit.column))
    if stands != edit.was:
        raise CannotEdit(f'in row {edit.row} of {sheet.name} stands "{stands}", not "{edit.was}"')


def _write(sheet: RawSheet, row: int, column: int, value: str) -> None:
    cells = dict(sheet.rows.get(row, {}))
    cells.pop(column, None)
    if value:
        cells[column] = value
    sheet.rows[row] = cells
    if not cells:
        del sheet.rows[row]


def _set(books: Sequence[RawBook], edit: FileEdit) -> None:
    """Write a key of Settings: in its row, below the others, or in a new sheet."""
    for sheet in (s for book in books for s in book.sheets if s.file == edit.file and sheet_named(s.name) == SETTINGS):
        places: dict[str, int] = {}
        for number in sorted(sheet.rows):
            cells = sheet.rows[number]
            if not places:
                order = sorted(cells)
                here = columns_in(SETTINGS, (text_of(cells[at]) for at in order))
                if "key" in here and "value" in here:
                    places = {name: order[at] for name, at in here.items()}
            elif folded(text_of(cells.get(places["key"]))) == folded(edit.was):
                _write(sheet, number, places["value"], edit.value)
                return
        if places:
            below = max(sheet.rows) + 1
            _write(sheet, below, places["key"], edit.was)
            _write(sheet, below, places["value"], edit.value)
            return
    book = next((b for b in books if b.file == edit.file), None)
    if book is None or not any(s.file == edit.file and not s.is_csv for s in book.sheets):
        raise CannotEdit("there is no sheet Settings to write it into")
    rows = {1: {1: "key", 2: "value"}, 2: {1: edit.was, 2: edit.value}}
    book.sheets.append(RawSheet(edit.file, SETTINGS, {n: dict(cells) for n, cells in rows.items()}))
