"""Tables as CSV that a spreadsheet opens without taking any cell for a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r", "\0", "\N{FULLWIDTH EQUALS SIGN}")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def csv_bytes(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """The table as CSV, in UTF-8 with the mark by which Excel knows it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([[_plain(cell) for cell in row] for row in (columns, *rows)])
    return out.getvalue().encode("utf-8-sig")


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA_BEGINS) and not _NUMBER.fullmatch(cell) else cell
