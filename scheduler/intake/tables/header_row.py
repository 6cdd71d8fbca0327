"""Which row of a sheet is its header: the one of the first twenty that fits the sheet's columns best."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from scheduler.intake.files.raw_cells import RawSheet, Value, is_date, text_of
from scheduler.intake.tables import column_names
from scheduler.intake.tables.period_names import is_date_text, reads_as_a_period
from scheduler.schema.sheets import INPUT_SHEETS

_ROWS_LOOKED_AT = 20  # with something in them
_ROWS_ABOVE = 3  # of a header in several rows: `teacher` over two, `Period` over the numbers
_OF_A_WIDE_ROW = ("days", "week", "term", "site")
WIDE_KEYS: Mapping[str, str] = {sheet.name: sheet.wide_key for sheet in INPUT_SHEETS if sheet.wide_key}

NamesAPeriod = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a sheet: its last row, all its rows, which column is which, and what stands over each column."""

    row: int
    rows: tuple[int, ...]
    columns: dict[str, int]
    cells: dict[int, Value]
    wide: bool


def find_header(sheet: str, raw: RawSheet, names_a_period: NamesAPeriod, *, plan: bool = False) -> Header | None:
    """The header row that fits best, the first of several; None where no row holds what the sheet requires.

    Parameters
    ----------
    sheet
        the name of the sheet
    raw
        its rows
    names_a_period
        whether a header names a period of a bell schedule
    plan
        whether it is a sheet of a plan
    """
    best: Header | None = None
    most = -1  # a sheet of a plan may have no columns at all
    numbers = sorted(raw.rows)[:_ROWS_LOOKED_AT]
    for number in numbers:
        for rows in _spans(raw, number, numbers) if not plan else ((number,),):
            header, score = _header(sheet, raw, rows, names_a_period, plan)
            if header is not None and score > most:
                best, most = header, score
    return best


def required_columns(sheet: str, *, plan: bool = False) -> list[str]:
    """The columns that a header must have."""
    if sheet == "Settings":
        return ["key", "value"]
    columns = column_names.PLANS[sheet].columns if plan else column_names.SHEETS[sheet].columns
    return [c.name for c in columns if c.required]


def _spans(raw: RawSheet, number: int, numbers: list[int]) -> list[tuple[int, ...]]:
    """A row by itself, and with the rows right above it."""
    spans: list[tuple[int, ...]] = [(number,)]
    above = [n for n in numbers if number - _ROWS_ABOVE <= n < number]
    for n in reversed(above):
        spans.append((n, *spans[-1]))
    return spans


def _header(
    sheet: str, raw: RawSheet, rows: tuple[int, ...], names_a_period: NamesAPeriod, plan: bool
) -> tuple[Header | None, int]:
    cells = _cells(raw, rows)
    places = sorted(cells)
    found = column_names.columns_in(sheet, [text_of(cells[place]) for place in places], plan=plan, instead=True)
    columns = {column: places[at] for column, at in found.items()}
    if not all(column in columns for column in required_columns(sheet, plan=plan)):
        return None, 0
    wide = not plan and sheet in WIDE_KEYS and "period" not in columns
    if len(rows) > 1 and not _belongs(raw, rows, columns, wide):
        return None, 0
    score = len(columns)
    if wide:
        columns = {c: n for c, n in columns.items() if c == WIDE_KEYS[sheet] or c in _OF_A_WIDE_ROW}
        taken = set(columns.values())
        periods = sum(1 for n in places if n not in taken and _is_a_period(cells[n], names_a_period))
        if len(rows) > 1 and not any(
            _is_a_period(value, names_a_period) for n, value in raw.rows[rows[-1]].items() if n not in taken
        ):
            return None, 0
        score += periods
    return Header(rows[-1], rows, columns, {n: v for n, v in cells.items() if text_of(v)}, wide), score


def _cells(raw: RawSheet, rows: tuple[int, ...]) -> dict[int, Value]:
    """What stands over each column: in the last of the rows, or above it where that one is blank."""
    cells: dict[int, Value] = {}
    for row in rows:
        cells.update(raw.rows[row])
    if len(rows) > 1:  # a heading over several columns is the header of none of them
        last = raw.rows[rows[-1]]
        for merge in raw.merges:
            if merge.last_column > merge.first_column and merge.first_row in rows[:-1]:
                for column in range(merge.first_column, merge.last_column + 1):
                    if column not in last:
                        cells.pop(column, None)
    return cells


def _belongs(raw: RawSheet, rows: tuple[int, ...], columns: Mapping[str, int], wide: bool) -> bool:
    """Whether what stands above belongs to the last row: merged down into it, or blank above the row of periods."""
    above = [n for n in columns.values() if n not in raw.rows[rows[-1]]]
    if not above:
        return False  # the row stands by itself
    if wide:
        return True
    merged = {
        column
        for merge in raw.merges
        if merge.first_row < rows[-1] <= merge.last_row
        for column in range(merge.first_column, merge.last_column + 1)
    }
    return all(n in merged for n in above)


def _is_a_period(value: Value, names_a_period: NamesAPeriod) -> bool:
    text = text_of(value)
    return is_date(value) or names_a_period(text) or reads_as_a_period(text) or is_date_text(text)
