"""The sheets are read by a reader of our own; every value is the one that openpyxl reads, too."""

from __future__ import annotations

import datetime
from pathlib import Path

import openpyxl
import pytest

from scheduler.intake.files.xlsx_file import read_workbook

VALUES = [
    0,
    7,
    -3,
    2.5,
    1e20,
    0.1 + 0.2,
    "text",
    " padded ",
    "00123",
    "a\nb",
    "é ü 漢",
    "<&>\"'",
    True,
    False,
    datetime.datetime(2026, 9, 10),
    datetime.datetime(2026, 9, 10, 8, 30),
    datetime.time(8, 5),
    datetime.timedelta(hours=30),
    "1e5",
    "N/A",
]


@pytest.mark.parametrize("epoch_1904", [False, True])
def test_every_kind_of_value_is_read_as_openpyxl_reads_it(epoch_1904: bool, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    if epoch_1904:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    for row, value in enumerate(VALUES, start=1):
        cell = book.active.cell(row, 2 + row * 3, value)
        if isinstance(value, datetime.timedelta):
            cell.number_format = "[h]:mm"
    path = tmp_path / "in.xlsx"
    book.save(path)
    (sheet,) = read_workbook("in.xlsx", path.read_bytes())
    theirs = {
        (cell.row, cell.column): cell.value
        for row in openpyxl.load_workbook(path, data_only=True).active.iter_rows()
        for cell in row
        if cell.value is not None
    }
    ours = {(row, column): value for row, cells in sheet.rows.items() for column, value in cells.items()}
    assert ours == theirs
    assert [type(value) for value in ours.values()] == [type(value) for value in theirs.values()]


def test_a_line_break_that_excel_wrote_as_a_code_is_a_line_break(tmp_path: Path) -> None:
    """openpyxl leaves the code as it stands; a reader of the sheet sees a line break."""
    book = openpyxl.Workbook()
    book.active["A1"] = "Room_x000A_12"
    book.save(tmp_path / "in.xlsx")
    (sheet,) = read_workbook("in.xlsx", (tmp_path / "in.xlsx").read_bytes())
    assert sheet.rows == {1: {1: "Room\n12"}}
