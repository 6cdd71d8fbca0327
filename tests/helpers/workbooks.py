"""Small workbooks for tests: a good input as grids of cells, of which a test changes a few."""

from __future__ import annotations

import csv
import datetime
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import coordinate_to_tuple

Grid = list[list[Any]]
Book = dict[str, Grid]


def school() -> Book:
    """One site on the default bell schedule, two coaches (C1 teaches period 6), three teachers, one program."""
    return {
        "Settings": [["key", "value"], ["cycles", 2]],
        "Sites": [["site", "name", "bell schedule", "sections funded"], ["LHS", "Lincoln", None, 7]],
        "Teachers": [
            [
                "teacher",
                "name",
                "site",
                "department",
                "grades",
                "role",
                "programs",
                "priority",
                "requested coach",
                "avoid coach",
                "last coach",
                "years",
                "prep minutes",
            ],
            ["T1", "Ann", "LHS", "Math", "9-10", None, "Cycle", 2, None, None, None, 3, None],
            ["T2", "Bob", "LHS", "Art", "11", None, "Cycle", None, "C1", "C2", None, None, 60],
            ["T3", "Cem", "LHS", None, None, "Department chair", None, None, None, None, None, None, None],
        ],
        "Master schedule": [
            ["teacher", "1", "2", "3", "4", "5", "6"],
            ["T1", "Algebra", "Prep", "Algebra", None, "Off", None],
            ["T2", "Prep", "Drawing", "Drawing", "Planning", None, None],
            ["T3", "Painting", None, None, None, None, None],
            ["C1", None, None, None, None, None, "Calculus"],
        ],
        "Coaches": [
            [
                "coach",
                "name",
                "sites",
                "roles",
                "departments",
                "grades",
                "release min",
                "release max",
                "full time",
                "max caseload",
            ],
            ["C1", "Cleo", "LHS", "Mentor", "Math, Science", "9-12", 2, 4, None, 12],
            ["C2", "Dara", "LHS", None, None, None, None, None, None, None],
        ],
        "Coach availability": [
            ["coach", "period", "days", "status"],
            ["C1", "1", "Mon", "Unavailable"],
            ["C2", "5", None, "Unavailable"],
        ],
        "Programs": [
            [
                "program",
                "coach role",
                "cycles",
                "session",
                "activity",
                "minutes",
                "per week",
                "when",
                "after",
                "within days",
                "level",
                "mode",
                "group size",
                "not with",
                "confidential",
            ],
            ["Cycle", None, 1, "Plan", "Plan", 30, 1, "Prep", None, None, None, None, None, None, None],
            ["Cycle", None, None, "Observe", "Observe", 30, 1, "Teaching", "Plan", 2, None, None, None, None, None],
            ["Mentoring", "Mentor", "All", "Talk", "Mentor", 30, 2, "Prep", None, None, None, None, None, None, None],
        ],
        "Rules": [
            ["rule", "level", "value", "weight", "site", "source"],
            ["Flex time", "Recommended", 1, 1, None, "District"],
        ],
        "Travel": [["from", "to", "minutes"]],
        "Pins": [["pin", "teacher", "program", "coach", "cycle", "week", "day", "period", "session", "start"]],
    }


Cells = Mapping[str, Any]  # "Teachers!C2" -> what stands there


def changed(book: Book, cells: Cells) -> Book:
    """The book with other values in some cells; rows and sheets grow as they must."""
    for address, value in cells.items():
        sheet, cell = address.split("!")
        row, column = coordinate_to_tuple(cell)
        grid = book.setdefault(sheet, [])
        while len(grid) < row:
            grid.append([])
        grid[row - 1] += [None] * (column - len(grid[row - 1]))
        grid[row - 1][column - 1] = value
    return book


def shown(text: str) -> Cells:
    """The cells of small sheets as a spreadsheet shows them; what is not shown stays as it is.

        Teachers | A teacher | C site
        2        | T1        | LSH

    The first line is the sheet, and the letter and the header of each column; the others begin with the row's number.
    A blank line ends a sheet. Figures, dates, times and TRUE are such, as Excel knows them: "9" is text. (blank) is a
    cell that is empty now.
    """
    found: dict[str, Any] = {}
    for block in re.split(r"\n\s*\n", text.strip("\n")):
        lines = [[cell.strip() for cell in line.split("|")] for line in block.splitlines() if line.strip()]
        (sheet, *columns), *rows = lines
        letters = [column.split(" ", 1)[0] for column in columns]
        headers = [column.partition(" ")[2] for column in columns]
        for row in (["1", *(f'"{header}"' if header else "" for header in headers)], *rows):
            assert len(row) <= len(letters) + 1, f"{sheet}, row {row[0]}: more cells than columns"
            for letter, cell in zip(letters, row[1:], strict=False):
                if cell:
                    found[f"{sheet}!{letter}{row[0]}"] = _value(cell)
    return found


def _value(cell: str) -> Any:
    """What a cell holds that is shown so."""
    if cell.startswith('"') and cell.endswith('"') and len(cell) > 1:
        return cell[1:-1]
    if cell in _NAMED:
        return _NAMED[cell]
    for read in (int, float, datetime.date.fromisoformat, datetime.time.fromisoformat):
        with suppress(ValueError):
            return read(cell)
    return cell


_NAMED = {"(blank)": None, "TRUE": True, "FALSE": False}


def save(path: Path, book: Mapping[str, Sequence[Sequence[Any]]]) -> Path:
    """A workbook of these grids."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, grid in book.items():
        sheet = made.create_sheet(name)
        for row in grid:
            sheet.append(list(row))
    made.save(path)
    return path


def csv_text(grid: Sequence[Sequence[Any]], *, delimiter: str = ",", end: str = "\r\n") -> str:
    """A grid as the text of a .csv."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(
        [["" if value is None else value for value in row] for row in grid]
    )
    return out.getvalue()


def rewritten(source: Path, target: Path, change: Mapping[str, tuple[bytes, bytes]]) -> Path:
    """A copy of a workbook in whose parts some bytes are others: what openpyxl would not write."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            data = old.read(part)
            if part in change:
                before, after = change[part]
                assert before in data, f"{before!r} is not in {part}"
                data = data.replace(before, after)
            new.writestr(part, data)
    return target
