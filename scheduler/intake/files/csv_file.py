"""A .csv as a raw sheet: its encoding, its separator and its rows."""

from __future__ import annotations

import csv
import io
import itertools
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePosixPath

from scheduler.domain.matching import folded
from scheduler.intake.files.limits import MOST_COLUMNS, MOST_ELEMENTS, MOST_LINES, MOST_ROWS
from scheduler.intake.files.raw_cells import ERROR_VALUES, ErrorValue, RawSheet, Value, unquoted
from scheduler.intake.files.safety import Refusal, damaged
from scheduler.intake.tables.column_names import file_title
from scheduler.messages import files as messages

_HEADER_ROWS = 20  # in which a header may be
_LOOKED_AT = 65_536  # characters, for the separator
_STRAY_AS_OFTEN = 4  # as signs that can be read
_STRAY = "\N{REPLACEMENT CHARACTER}"


def read_csv(file: str, name: str, data: bytes, headers: Sequence[str] = ()) -> RawSheet:
    """The sheet of a .csv that is named like it; `headers` are columns that its header row must hold.

    Parameters
    ----------
    file
        the name of the file, for messages
    name
        the file's name, from which the sheet has its own
    data
        its bytes
    headers
        columns that the header row must hold

    Raises
    ------
    Refusal
        it is no text, or its quotes do not match
    """
    content = decoded(data)
    sheet = RawSheet(file, csv_title(name), is_csv=True)
    separator = separator_of(content, headers)
    marked = _STRAY in content
    if max(content.count("\n"), content.count("\r")) > MOST_LINES:
        sheet.too_many = f"more than {MOST_LINES} lines"
        return sheet
    if content.count(separator) > MOST_ELEMENTS:
        sheet.too_many = "too many empty cells"
        return sheet
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=separator)
    columns: set[int] = set()
    line = 0  # where the row before ended
    try:
        for number, values in enumerate(reader, 1):
            if reader.line_num > line + 1:
                _refuse_open_quote(content, separator, line, reader.line_num)
            line = reader.line_num
            if number == 1 and len(values) <= 2 and values and values[0].casefold().startswith("sep="):
                continue  # a line for Excel alone
            row: dict[int, Value] = {column: v for column, text in enumerate(values, 1) if (v := _value(text))}
            if not row:
                continue
            if len(sheet.rows) >= MOST_ROWS:
                sheet.too_many = f"more than {MOST_ROWS} rows"
                return sheet
            sheet.faulty = sheet.faulty or any(isinstance(v, ErrorValue) for v in row.values())
            sheet.rows[number] = row
            if len(sheet.rows) <= _HEADER_ROWS and len(values) > max(row):
                sheet.width[number] = len(values)
            if marked and any(isinstance(v, str) and _STRAY in v for v in row.values()):
                sheet.damaged.append(number)
            columns.update(row)
    except csv.Error as why:
        raise damaged(f"line {reader.line_num}: {why}") from why
    if len(columns) > MOST_COLUMNS:
        sheet.too_many = f"more than {MOST_COLUMNS} columns with something in them"
    return sheet


def _refuse_open_quote(content: str, separator: str, first: int, last: int) -> None:
    """Raises Refusal where a row of several lines is one only by a quote that is not closed: it swallows other rows.

    A cell with line breaks has quotes around it, and nothing between them and its separators.
    """
    lines = itertools.islice(io.StringIO(content, newline=""), first, last)
    try:
        list(csv.reader(lines, delimiter=separator, strict=True))
    except csv.Error as why:
        raise Refusal(messages.OPEN_QUOTE, line=first + 1, last=last) from why


def _value(text: str) -> Value:
    text = text.strip()
    if text[:1] == "#" and text.upper() in ERROR_VALUES:
        return ErrorValue(text)
    return unquoted(text) or None


def csv_title(name: str) -> str:
    """The sheet that a file is named like."""
    return file_title(PurePosixPath(name.replace("\\", "/")).stem)


def decoded(data: bytes) -> str:
    """UTF-16 by its mark or its many zero bytes, else UTF-8 where it can be, else Windows-1252. UTF-8 with a stray byte
    is UTF-8 all the same: most of its letters beyond ASCII are written so."""
    start = data[:400]
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ["utf-16"]
    elif start[1::2].count(0) * 2 > len(start[1::2]):
        encodings = ["utf-16-le"]
    elif start[0::2].count(0) * 2 > len(start[0::2]):
        encodings = ["utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            # Halves of characters stay as they are: they are replaced with a warning at their cell.
            text = data.decode(encoding, "surrogatepass" if encoding.startswith("utf-16") else "strict")
        except UnicodeDecodeError:
            text = data.decode(encoding, "replace") if encoding != "cp1252" and _is_mostly(encoding, data) else "\0"
        if "\0" not in text:
            return text
    raise Refusal(messages.NOT_A_TEXT)


def _is_mostly(encoding: str, data: bytes) -> bool:
    """Whether a good part of the signs beyond ASCII can be read in an encoding: in another one they hardly ever can."""
    if encoding.startswith("utf-16"):
        return data.decode(encoding, "replace").count(_STRAY) * 100 < len(data)
    text = data.decode(encoding, "replace")
    stray = text.count(_STRAY)
    return (sum(1 for c in text if not c.isascii()) - stray) * _STRAY_AS_OFTEN >= stray


def separator_of(content: str, headers: Sequence[str]) -> str:
    """Of comma, semicolon and tab the one that splits the header row; else the one with the most rows of one width."""
    start = content[:_LOOKED_AT]
    if len(content) > _LOOKED_AT:
        start = start[: max(start.rfind("\n"), start.rfind("\r")) + 1] or start
    first = start.split("\n", 1)[0].strip().casefold()
    if first.startswith("sep=") and len(first) == 5:
        return first[4]
    needed = {folded(header) for header in headers}

    def fit(separator: str) -> tuple[bool, int]:
        try:
            rows = list(csv.reader(io.StringIO(start, newline=""), delimiter=separator))
        except csv.Error:
            return False, 0
        has_header = len(needed) > 1 and any(needed <= {folded(v) for v in row} for row in rows)
        widths = Counter(len(row) for row in rows if len(row) > 1)
        return has_header, max(widths.values(), default=0)

    return max(",;\t", key=fit)
