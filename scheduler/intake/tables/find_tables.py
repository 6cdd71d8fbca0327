"""A raw sheet as a table: its header, what is left alone, cells that nothing stands over, merged cells, clean ids."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scheduler.domain.instance import WEEKDAYS
from scheduler.domain.matching import folded
from scheduler.domain.place import Place
from scheduler.intake.files.limits import MOST_CHARACTERS_OF_ID
from scheduler.intake.files.raw_cells import Merge, RawSheet, Value, id_of, text_of
from scheduler.intake.files.storable_text import lengths_of, too_long, too_long_message
from scheduler.intake.problems import Problems
from scheduler.intake.tables import cell_values, column_names
from scheduler.intake.tables.header_row import WIDE_KEYS, Header, NamesAPeriod, find_header, required_columns
from scheduler.intake.tables.table import Row, Table, faults_of, lengths_of_cells, shown
from scheduler.intake.tables.term_names import is_term
from scheduler.messages import tables as messages

_UNIQUE = frozenset(("Sites", "Teachers", "Coaches", "Settings"))  # their first column appears once
_STRICT = frozenset(("Master schedule", "Coach availability"))  # a cell lost there sends a coach to the wrong place
_IDS = frozenset(
    (
        "key",
        "rule",
        "scenario",
        "meeting",
        "teacher",
        "coach",
        "site",
        "sites",
        "program",
        "programs",
        "from",
        "to",
        "requested coach",
        "avoid coach",
        "last coach",
        "bell schedule",
        "not with",
        "row",
    )
)
_CLEANED = _IDS - {"key", "rule", "row"} | {"who"}
# Columns of a row that only name what it belongs to: merged down, that holds for each of the rows.
_POINTING = {
    "Teachers": ("site", "programs"),
    "Coaches": ("sites",),
    "Sites": ("bell schedule",),
}
_AS_DECIMALS = re.compile(r"\d+\.0+(?:\s*[,;]\s*\d+\.0+)*")  # how an export writes whole numbers: 417.0
_MAY_SAY_NONE = frozenset(
    ("requested coach", "avoid coach", "last coach", "department", "departments", "grades", "bell schedule", "not with")
)
_LETTERS_OF_A_DAY = 2  # M and F may be something else
_NONE = frozenset(("none", "n/a", "-", "\N{EN DASH}", "\N{EM DASH}"))


def no_period(_text: str) -> bool:
    """Of a sheet that has no periods."""
    return False


def find_table(
    sheet: str, raw: RawSheet, problems: Problems, *, plan: bool = False, names_a_period: NamesAPeriod = no_period
) -> Table | None:
    """The table of a sheet; None (said) where no row is its header or where it is too big.

    Parameters
    ----------
    sheet
        the name of the sheet
    raw
        its rows
    problems
        where problems are reported
    plan
        whether it is a sheet of a plan
    names_a_period
        whether a header names a period of a bell schedule
    """
    if raw.too_many:
        problems.report(messages.TOO_MANY_ROWS, Place(raw.file, sheet), what=raw.too_many)
        return None
    header = find_header(sheet, raw, names_a_period, plan=plan)
    if header is None:
        if raw.rows:
            _no_header(sheet, raw, problems, plan)
        return None
    table = Table(sheet, raw, header.row, header.columns, problems, header.wide)
    table.header = header.cells
    if plan:
        return table
    table.skipped = _repeated(raw, header)
    if not _is_whole(table, header):
        return None
    _columns(table)
    _merges(table)
    _lost_cells(table)
    _damaged(table)
    _clean(table)
    return table


def _no_header(sheet: str, raw: RawSheet, problems: Problems, plan: bool) -> None:
    first = raw.rows[min(raw.rows)]
    texts = ", ".join(text_of(first[place]) for place in sorted(first))
    problems.report(
        messages.NO_HEADER,
        Place(raw.file, sheet),
        columns=tuple(required_columns(sheet, plan=plan)),
        first=shown(texts),
    )


def _repeated(raw: RawSheet, header: Header) -> frozenset[int]:
    """The rows below the header that say the header once more, as every page of a print does."""
    seen = [{column: folded(text_of(value)) for column, value in raw.rows[number].items()} for number in header.rows]
    key = min(header.columns.values())
    known = {folded(text_of(header.cells.get(key)))} | {own.get(key, "") for own in seen}
    return frozenset(
        number
        for number, row in raw.rows.items()
        if number > header.row
        and folded(text_of(row.get(key))) in known
        and {column: folded(text_of(value)) for column, value in row.items()} in seen
    )


def _is_whole(table: Table, header: Header) -> bool:
    """Whether the header has what a long form needs; said where it lacks something."""
    key = WIDE_KEYS.get(table.sheet)
    lacking = None
    if table.wide:
        table.periods = [(n, text_of(header.cells[n])) for n in sorted(header.cells) if n not in table.columns.values()]
        for n, text in table.periods:
            if most := too_long(text, MOST_CHARACTERS_OF_ID, False):
                message, fields = too_long_message(text, most)
                table.report(message, table.over(n), **fields)
        found = column_names.columns_in(table.sheet, [text for _, text in table.periods])
        if ("course" in found or "status" in found) and len(table.periods) <= len(found):
            lacking = "period"
    elif key == "coach" and "status" not in table.columns:
        lacking = "status"
    if lacking:
        table.report(messages.NO_COLUMN_OF_LONG_FORM, table.place, row=table.header_row, column=lacking)
    return not lacking


def _columns(table: Table) -> None:
    """Say the columns that are left alone: a warning where one is near a column that is not there."""
    if table.wide:
        return  # they are periods, or said where the periods are known
    taken = set(table.columns.values())
    for number in sorted(table.header):
        text = text_of(table.header[number])
        if number in taken or not text:
            continue
        where = table.over(number)
        same = column_names.columns_in(table.sheet, [text])
        near = None if same else column_names.near_column(table.sheet, text, table.columns)
        if same:
            column = next(iter(same))
            first = table.over(table.columns[column])
            table.report(messages.COLUMN_TWICE, where, header=shown(text), place=first, column=column)
        elif near is not None:
            say_near_column(table, where, text, near)
        elif not said_by_its_cells(table, number, text):
            table.report(messages.UNKNOWN_COLUMN, where, header=shown(text))


def say_near_column(table: Table, where: Place, text: str, near: str) -> None:
    """A header that nobody knows, and that is near a column that is not there.

    Parameters
    ----------
    table
        the table
    where
        the cell of the header
    text
        the text of the header
    near
        the column that it is near to
    """
    table.report(messages.NEAR_COLUMN, where, header=shown(text), near=near)


def said_by_its_cells(table: Table, number: int, text: str) -> bool:
    """Whether all the cells of a column that nobody knows are terms, or days, and the sheet has no such column: without
    them two semesters, or two days, are read as one. Then it is said.

    Parameters
    ----------
    table
        the table of the column
    number
        the number of the column
    text
        its header
    """
    if table.sheet not in _STRICT:
        return False
    cells = {
        text_of(row[number]): None for n, row in table.raw.rows.items() if n > table.header_row and row.get(number)
    }
    columns = {c.name for c in column_names.SHEETS[table.sheet].columns} - table.columns.keys()
    for column, fits in (("term", is_term), ("days", _is_days)):
        if cells and column in columns and all(fits(cell) for cell in cells):
            examples = tuple(cells)
            table.report(
                messages.COLUMN_BY_ITS_CELLS, table.over(number), header=shown(text), near=column, examples=examples
            )
            return True
    return False


def _is_days(text: str) -> bool:
    return len(text) >= _LETTERS_OF_A_DAY and cell_values.days_of(text, WEEKDAYS) is not None


def _merges(table: Table) -> None:
    """Put the value of merged cells into each of them, with one note; over ids they are an error."""
    raw = table.raw
    pointing = _POINTING.get(table.sheet, ())
    ids = {number for name, number in table.columns.items() if name in _IDS and name not in pointing}
    used = set(table.columns.values()) | {number for number, _ in table.periods}
    periods = {number for number, _ in table.periods}
    for merge in raw.merges:
        columns = set(range(merge.first_column, merge.last_column + 1)) if merge.cells < 10**7 else used
        if merge.last_row <= table.header_row or not columns & used:
            continue
        if columns & ids:
            _merged_over_ids(table, merge, ids)
            continue
        spread = columns & periods or {merge.first_column}
        if merge.first_column not in spread:
            spread |= {merge.first_column}
        if not raw.merges_hold:
            _hold(table, merge, sorted(spread))
        lost = columns & used - spread
        if lost:
            first = table.at(merge.first_row, merge.first_column)
            table.report(messages.MERGED_CELLS_LOST, first, merge=merge)
    raw.merges_hold = True


def _hold(table: Table, merge: Merge, columns: list[int]) -> None:
    """The value of merged cells in each row, and in each column of a period."""
    raw = table.raw
    value = raw.rows.get(merge.first_row, {}).get(merge.first_column)
    first = max(merge.first_row, table.header_row + 1)
    numbers = range(first, merge.last_row + 1)
    rows = [
        n for n in (numbers if len(numbers) < len(raw.rows) else sorted(raw.rows)) if n in numbers and n in raw.rows
    ]
    if value is None or merge.first_row <= table.header_row or len(rows) * len(columns) < 2:
        return
    for number in rows:
        raw.rows[number] = {**raw.rows[number], **dict.fromkeys(columns, value)}
    table.problems.tally(
        messages.MERGED_CELLS,
        table.at(merge.first_row, merge.first_column),
        f'"{shown(text_of(value))}" in {merge}',
    )


def _merged_over_ids(table: Table, merge: Merge, ids: set[int]) -> None:
    """Say it. The first cell's value goes into the others, so that no other cell is blamed."""
    raw = table.raw
    value = raw.rows.get(merge.first_row, {}).get(merge.first_column)
    text = f' ("{shown(text_of(value))}")' if value is not None else ""
    table.report(messages.MERGED_OVER_IDS, table.at(merge.first_row, merge.first_column), merge=merge, text=text)
    required = required_columns(table.sheet)
    unique = table.sheet in _UNIQUE and table.columns.get(required[0]) == merge.first_column
    for number in range(max(merge.first_row, table.header_row) + 1, merge.last_row + 1):
        if number not in raw.rows:
            continue
        if unique or table.sheet in _STRICT or merge.first_row <= table.header_row:
            del raw.rows[number]
        else:
            raw.rows[number] = {**raw.rows[number], merge.first_column: value}
    if merge.last_column > merge.first_column and merge.first_row > table.header_row:
        raw.rows.pop(merge.first_row, None)


def _lost_cells(table: Table) -> None:
    """Say the cells that nothing stands over: no header, or beyond the header of a .csv."""
    over = table.header.keys()
    last = max(*over, table.raw.width.get(table.header_row, 0))
    found: dict[int, list[tuple[int, Value]]] = {}
    odd = [number for number, cells in table.raw.rows.items() if not cells.keys() <= over]
    for number in sorted(odd):
        cells = table.raw.rows[number]
        if number <= table.header_row or number in table.skipped:
            continue
        lost = [n for n in sorted(cells) if n not in over]
        beyond = [n for n in lost if n > last] if table.raw.is_csv else []
        if beyond:
            _beyond(table, number, [cells[n] for n in beyond], beyond[0])
        for n in lost:
            if n not in beyond:
                found.setdefault(n, []).append((number, cells[n]))
    for n, lost_here in found.items():
        first, value = lost_here[0]
        if table.sheet not in _STRICT:
            message = messages.BLANK_HEADER
        else:
            message = messages.BLANK_HEADER_OF_PERIOD if table.wide else messages.BLANK_HEADER_OF_SCHEDULE
        table.report(
            message, table.over(n), count=len(lost_here), first=table.at(first, n), value=shown(text_of(value))
        )


def _beyond(table: Table, number: int, values: list[Value], column: int) -> None:
    texts = tuple(f'"{shown(text_of(value))}"' for value in values[:3])
    message = messages.BEYOND_HEADER_OF_SCHEDULE if table.sheet in _STRICT else messages.BEYOND_HEADER
    table.report(message, table.at(number, column), count=len(values), values=texts)


def _damaged(table: Table) -> None:
    """Say the rows of a .csv of which a sign could not be read."""
    for number in table.raw.damaged:
        table.report(messages.UNREADABLE_SIGN, table.at(number, min(table.columns.values())))


def _clean(table: Table) -> None:
    """Ids in the form in which they are compared; blanks for `None`, `N/A` and `-` where nothing is asked for."""
    raw = table.raw
    ids = {n for name, n in table.columns.items() if name in _CLEANED}
    blanks = {n for name, n in table.columns.items() if name in _MAY_SAY_NONE}
    for number, row in raw.rows.items():
        if number <= table.header_row:
            continue
        changed: dict[int, Value] = {}
        for n, value in row.items():
            if value.__class__ is not str:
                continue
            if n in ids and (clean := id_of(value)) != value:
                changed[n] = clean or None
            if n in ids and raw.is_csv and _AS_DECIMALS.fullmatch(value.strip()):
                changed[n] = re.sub(r"\.0+(?=\D|$)", "", value.strip())
            if n in blanks and value.strip().casefold() in _NONE:
                changed[n] = None
        if changed:
            merged = {**row, **changed}
            raw.rows[number] = {n: v for n, v in merged.items() if v is not None}


def checked_rows(table: Table) -> Iterator[Row]:
    """The rows of a table whose required cells are filled; faults and blanks are said."""
    required = [c.name for c in column_names.SHEETS[table.sheet].columns if c.required]
    message = messages.BLANK_CELL_OF_WIDE if table.wide else messages.BLANK_CELL
    used = [*table.columns.values(), *(number for number, _ in table.periods)]
    of_the_table = frozenset(used)
    lengths = lengths_of(table.sheet, table.columns, dict(table.periods))
    for row in table.rows():
        if table.raw.faulty:
            faults_of(row, used)
        lengths_of_cells(row, lengths)
        if of_the_table.isdisjoint(row.cells) and of_the_table.isdisjoint(row.faulty):
            continue  # only notes beside the table
        blank = [column for column in required if not row.has(column)]
        for column in blank:
            if not row.unread(column):
                row.report(message, column, column=column)
        if not blank:
            yield row
