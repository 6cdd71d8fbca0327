"""A file of an input written anew from its sheets: the same cells at the same addresses, with edits made.

A .csv stays a .csv, a workbook a workbook, a .zip a .zip of these. Looks, formulas and pictures are not in it: it is
what is read, as values.
"""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

import xlsxwriter
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

_SAME_MOMENT = (1980, 1, 1, 0, 0, 0)
_LONGEST_TITLE = 31
_ILLEGAL = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))
_FORMATS = {
    datetime.datetime: "yyyy-mm-dd hh:mm:ss",
    datetime.date: "yyyy-mm-dd",
    datetime.time: "hh:mm:ss",
    datetime.timedelta: "[h]:mm:ss",
}


@dataclass(frozen=True)
class PlainSheet:
    """A sheet as values. A text that begins with an equals sign and is no value has `faults`: (row, column) -> the
    error that its formula left, or "" where none was stored. `merges` are (first row, first column, last row, last
    column)."""

    file: str
    name: str
    rows: Mapping[int, Mapping[int, object]]
    merges: Sequence[tuple[int, int, int, int]]
    faults: Mapping[tuple[int, int], str]
    hidden: bool
    is_csv: bool
    width: Mapping[int, int]


def corrected_file(name: str, sheets: Sequence[PlainSheet]) -> tuple[str, bytes]:
    """The file that holds the sheets: its name (of a .csv that of its sheet) and its bytes.

    Raises
    ------
    ValueError
        a workbook cannot hold them
    """
    if not name.casefold().endswith(".zip"):
        if all(sheet.is_csv for sheet in sheets):
            return _csv_name(name, sheets[0].name), _csv(sheets[0])
        return _workbook_name(name), _workbook(sheets)
    by_file: dict[str, list[PlainSheet]] = {}
    for sheet in sheets:
        by_file.setdefault(sheet.file.removeprefix(f"{name}/"), []).append(sheet)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for file, own in by_file.items():
            data = _csv(own[0]) if own[0].is_csv else _workbook(own)
            inner = _csv_name(file, own[0].name) if own[0].is_csv else _workbook_name(file)
            box.writestr(zipfile.ZipInfo(inner, _SAME_MOMENT), data)
    return name, out.getvalue()


def _csv_name(name: str, title: str) -> str:
    """The name of a .csv, which is that of its sheet: kept, unless the sheet has got another."""
    path = PurePosixPath(name)
    if path.stem.casefold().endswith(title.casefold()):
        return name
    return str(path.with_name(f"{title.translate(_ILLEGAL)}.csv"))


def _workbook_name(name: str) -> str:
    return str(PurePosixPath(name).with_suffix(".xlsx")) if name.casefold().endswith(".xlsm") else name


def _csv(sheet: PlainSheet) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for number in range(1, max(sheet.rows, default=0) + 1):
        row = sheet.rows.get(number, {})
        width = max([*row, sheet.width.get(number, 0)], default=0)
        writer.writerow([str(row.get(column, "")) for column in range(1, width + 1)])
    return out.getvalue().encode("utf-8", "replace")


def _workbook(sheets: Sequence[PlainSheet]) -> bytes:
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, {**options, "remove_timezone": True})
    book.set_properties({"created": datetime.datetime(2000, 1, 1)})
    formats = {kind: book.add_format({"num_format": code}) for kind, code in _FORMATS.items()}
    used: set[str] = set()
    try:
        shown = False
        for sheet in sheets:
            page = book.add_worksheet(_title(sheet.name, used))
            _fill(page, sheet, formats)
            if sheet.hidden:
                page.hide()
            elif not shown:
                shown = True
                page.activate()
        book.close()
    except XlsxWriterException as why:
        raise ValueError(str(why)) from why
    return out.getvalue()


def _title(name: str, used: set[str]) -> str:
    base = name.translate(_ILLEGAL)[:_LONGEST_TITLE].strip("'") or "Sheet"
    title, number = base, 2
    while title.casefold() in used:
        title, number = f"{base[: _LONGEST_TITLE - 4]} {number}", number + 1
    used.add(title.casefold())
    return title


def _fill(page: Worksheet, sheet: PlainSheet, formats: Mapping[type, Format]) -> None:
    for first_row, first_column, last_row, last_column in sheet.merges:
        page.merge_range(first_row - 1, first_column - 1, last_row - 1, last_column - 1, "")
    for number, row in sheet.rows.items():
        for column, value in row.items():
            at = (number - 1, column - 1)
            if (number, column) in sheet.faults:
                page.write_formula(*at, "=NA()", None, sheet.faults[number, column])
            elif isinstance(value, bool):
                page.write_boolean(*at, value)
            elif isinstance(value, int | float):
                page.write_number(*at, value)
            elif isinstance(value, datetime.date | datetime.time | datetime.timedelta):
                page.write_datetime(number - 1, column - 1, value, formats[type(value)])  # type: ignore[call-overload]  # dates, too
            else:
                page.write_string(*at, str(value))
