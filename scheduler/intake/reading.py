"""All the sheets of an input, merged: which tables there are, what is missing, and what is left alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from scheduler.domain.matching import folded
from scheduler.intake import headers
from scheduler.intake.cells import RawSheet, column_letters, text_of
from scheduler.intake.files import Book, read_files
from scheduler.intake.limits import MOST_CHARACTERS_OF_ID
from scheduler.intake.reports import Problems
from scheduler.intake.tables import Row, Table, faults_of, lengths_of_cells, merge_effect, shown
from scheduler.intake.texts import lengths_of, replace_half_characters, too_long, too_long_words
from scheduler.schema.sheets import INPUT_SHEETS, PLAN_SHEETS, input_sheet

_INPUT_NAMES = frozenset(sheet.name for sheet in INPUT_SHEETS)
_PLAN_NAMES = frozenset(sheet.name for sheet in PLAN_SHEETS)
_WIDE_KEYS = {sheet.name: sheet.wide_key for sheet in INPUT_SHEETS if sheet.wide_key}
_UNIQUE = frozenset(("Sites", "Teachers", "Coaches", "Settings"))  # their first column stands once
_ROWS_NEEDED = frozenset(("Sites", "Bell schedule", "Teachers", "Master schedule", "Coaches"))
_HEADER_WITHIN = 1_000  # rows with content: nobody writes a longer title
_ALSO_KEYS = {"Bell schedule": ("bell schedule",)}


class InputWorkbook:
    """The tables of one input and the problems met. `complete` is False where a file could not be read at all.
    Cycles before `first` have ended."""

    first = 1

    def __init__(self, paths: Sequence[Path | str], problems: Problems) -> None:
        self._read(read_files(paths, problems), problems)

    @classmethod
    def of_books(cls, books: Sequence[Book], problems: Problems) -> InputWorkbook:
        """The tables of sheets that are read already, as a scenario has changed them."""
        reading = cls.__new__(cls)
        reading._read(books, problems)
        return reading

    def _read(self, books: Sequence[Book], problems: Problems) -> None:
        self.problems = problems
        self.books = books
        self.complete = not any(book.refused for book in self.books)
        self.several = len({sheet.file for book in self.books for sheet in book.sheets}) > 1
        self.tables: dict[str, list[Table]] = {name: [] for name in _INPUT_NAMES}
        self.plans: list[dict[str, Table]] = []  # of each plan among the inputs: sheet -> table
        self.broken: set[str] = set()  # sheets of which a table could not be read
        for book in self.books:
            self._book(book)
        self._missing()

    def rows(self, sheet: str) -> Iterator[Row]:
        """Every row of every table of that name that has all its required cells; the others are said."""
        for table in self.tables[sheet]:
            yield from checked_rows(table)

    def has(self, sheet: str) -> bool:
        """Whether the input has a usable sheet of that name."""
        return bool(self.tables[sheet])

    def open(self, sheet: str) -> bool:
        """Whether ids of that sheet may exist that could not be read: then no cell is blamed for naming one."""
        return not self.complete or sheet in self.broken

    def place(self, row: Row, column: str) -> str:
        """ "Teachers!A5", with its file where there are several."""
        where = f"{row.table.sheet}!{row.where(column)}"
        return f"{where} of {row.table.raw.file}" if self.several else where

    def _book(self, book: Book) -> None:
        is_plan = book.has("Assignments", "Release periods") or any(_is_redacted(raw) for raw in book.sheets)
        plan: dict[str, Table] = {}
        for raw in book.sheets:
            sheet = headers.sheet_named(raw.name)
            replace_half_characters(raw, sheet or raw.name, self.problems)
            if sheet is None:
                if not is_plan and not raw.hidden:
                    self._unknown(raw)
            elif sheet in headers.LATER:
                self.problems.say(
                    "note",
                    "for-a-later-version",
                    raw.file,
                    sheet,
                    None,
                    "this sheet is for a later version and was not used.",
                )
            elif sheet not in _INPUT_NAMES or (sheet == "Rules" and _is_of_a_plan(raw)):
                table = find_table(sheet, raw, self.problems, plan=True)
                if table is not None:
                    plan[sheet] = table
            else:
                self._input(sheet, raw)
        if is_plan:
            self.plans.append(plan)

    def _unknown(self, raw: RawSheet) -> None:
        near = headers.near_sheet(raw.name)
        mend = "Rename it if it is meant." if near else ""
        self.problems.say(
            "note",
            "unknown-sheet",
            raw.file,
            raw.name,
            None,
            f"this sheet is not known and was left alone{near}.",
            mend,
        )

    def _input(self, sheet: str, raw: RawSheet) -> None:
        if raw.hidden:
            self.problems.say("note", "hidden-sheet", raw.file, sheet, None, "this sheet is hidden, and was read.")
        table = find_table(sheet, raw, self.problems)
        if table is None:
            if raw.rows or raw.too_many:
                self.broken.add(sheet)
        elif sheet in _ROWS_NEEDED and not any(number > table.header_row for number in raw.rows):
            self.problems.say(
                "error",
                "no-rows",
                raw.file,
                sheet,
                None,
                "there is a header row and no row below it.",
                "Add the rows, or delete the sheet." if not input_sheet(sheet).required else "Add the rows.",
            )
            self.broken.add(sheet)
        else:
            self.tables[sheet].append(table)

    def _missing(self) -> None:
        if not self.complete or not self.books:
            return
        for sheet in INPUT_SHEETS:
            if sheet.required and not self.tables[sheet.name] and sheet.name not in self.broken:
                self.problems.say(
                    "error",
                    "missing-sheet",
                    self.books[0].file,
                    sheet.name,
                    None,
                    "this sheet is required, and no file has it (or it is empty).",
                    f"Add a sheet {sheet.name} with the columns {', '.join(_shown_columns(sheet.name))}.",
                )
                self.broken.add(sheet.name)


def _shown_columns(sheet: str) -> list[str]:
    key = _WIDE_KEYS.get(sheet)
    return [key, "and one a period"] if key else list(input_sheet(sheet).required_columns)


def _is_redacted(raw: RawSheet) -> bool:
    """Whether a sheet is the Summary of a plan that was redacted for a reader: it may have no table of a plan's."""
    return headers.sheet_named(raw.name) == "Summary" and any(
        folded(text_of(row[min(row)])) == "redactedfor" for row in raw.rows.values() if row
    )


def _is_of_a_plan(raw: RawSheet) -> bool:
    """Whether a sheet Rules is a plan's: it has the column shortfall."""
    for number in sorted(raw.rows)[:_HEADER_WITHIN]:
        found = {folded(text_of(value)) for value in raw.rows[number].values()}
        if "rule" in found:
            return "shortfall" in found
    return False


def find_table(sheet: str, raw: RawSheet, problems: Problems, *, plan: bool = False) -> Table | None:
    """The table of a sheet; None (said) where no row is its header or where it is too big."""
    if raw.too_many:
        problems.say(
            "error",
            "too-many-rows",
            raw.file,
            sheet,
            None,
            f"the sheet has {raw.too_many}.",
            "Delete what is below and beside the data.",
        )
        return None
    columns = headers.PLANS[sheet].columns if plan else headers.SHEETS[sheet].columns
    required = [c.name for c in columns if c.required]
    if sheet == "Settings":
        required = ["key", "value"]
    for number in sorted(raw.rows)[:_HEADER_WITHIN]:
        row = raw.rows[number]
        places = list(row)
        found = headers.columns_in(sheet, (text_of(row[place]) for place in places), plan=plan)
        if all(column in found for column in required):
            return _table(sheet, raw, number, {c: places[i] for c, i in found.items()}, problems, plan)
    if raw.rows:
        first = raw.rows[min(raw.rows)]
        texts = ", ".join(text_of(first[place]) for place in sorted(first))
        problems.say(
            "error",
            "no-header",
            raw.file,
            sheet,
            None,
            f"no row holds the columns {', '.join(required)} (the first row: {shown(texts)}).",
            "Write them into one row, above the data.",
        )
    return None


def _table(
    sheet: str, raw: RawSheet, number: int, columns: dict[str, int], problems: Problems, plan: bool
) -> Table | None:
    key = _WIDE_KEYS.get(sheet)
    wide = bool(key) and "period" not in columns and sheet in _INPUT_NAMES
    table = Table(sheet, raw, number, columns, problems, wide)
    if plan:
        return table
    lacking = None
    if wide and ("course" in columns or "status" in columns):
        lacking = "period"
    elif key == "coach" and not wide and "status" not in columns:
        lacking = "status"
    if lacking:
        table.say(
            "error",
            "no-header",
            None,
            f"the header in row {number} has no column {lacking}.",
            f"Add the column {lacking}, or write one column a period.",
        )
        return None
    _headers(table, key or "", raw)
    _merges(table, key or "", raw)
    return table


def _headers(table: Table, key: str, raw: RawSheet) -> None:
    """Keep the headers of a wide sheet as periods; say the columns that are left alone."""
    taken = set(table.columns.values())
    row = raw.rows[table.header_row]
    if table.wide:
        table.columns = {key: table.columns[key]}
        taken = {table.columns[key]}
        table.periods = [(n, text_of(row[n])) for n in sorted(row) if n not in taken and text_of(row[n])]
        for n, text in table.periods:
            if most := too_long(text, MOST_CHARACTERS_OF_ID, False):
                table.say("error", "too-long", f"{column_letters(n)}{table.header_row}", *too_long_words(text, most))
        return
    for number in sorted(row):
        text = text_of(row[number])
        if number in taken or not folded(text):
            continue
        same = headers.columns_in(table.sheet, [text])
        near = headers.near_column(table.sheet, text, list(table.columns))
        where = f"{column_letters(number)}{table.header_row}"
        if same:
            column = next(iter(same))
            first = f"{column_letters(table.columns[column])}{table.header_row}"
            table.say(
                "warning",
                "column-twice",
                where,
                f'column "{shown(text)}" was left alone: {first} is read as {column}.',
                "Delete one of the two.",
            )
        else:
            table.say("note", "unknown-column", where, f'column "{shown(text)}" is not known and was left alone{near}.')


def _merges(table: Table, key: str, raw: RawSheet) -> None:
    """Say merged cells. Over ids the first cell's value goes into the others, so that no other cell is blamed."""
    required = [c.name for c in headers.SHEETS[table.sheet].columns if c.required]
    names = [*required, *_ALSO_KEYS.get(table.sheet, ())]
    keys = {table.columns[name] for name in names if name in table.columns}
    used = set(table.columns.values()) | {number for number, _ in table.periods}
    for merge in raw.merges:
        effect = merge_effect(merge, table.header_row, keys, used)
        first = f"{column_letters(merge.first_column)}{merge.first_row}"
        if effect == "error":
            table.say(
                "error",
                "merged-cells",
                first,
                f"the cells {merge} are merged over ids.",
                "Unmerge them and write the id into each row.",
            )
            value = raw.rows.get(merge.first_row, {}).get(merge.first_column)
            unique = table.sheet in _UNIQUE and table.columns[required[0]] == merge.first_column
            for number in range(max(merge.first_row, table.header_row) + 1, merge.last_row + 1):
                if number not in raw.rows:
                    continue
                if unique or merge.first_row <= table.header_row:
                    del raw.rows[number]
                else:
                    raw.rows[number] = {**raw.rows[number], merge.first_column: value}
            if merge.last_column > merge.first_column and merge.first_row > table.header_row:
                raw.rows.pop(merge.first_row, None)
        elif effect == "warning":
            table.say(
                "warning",
                "merged-cells",
                first,
                f"the cells {merge} are merged: only the first has a value, the others are read as blank.",
                "Unmerge them and write the value into each cell.",
            )


def checked_rows(table: Table) -> Iterator[Row]:
    """The rows of a table whose required cells are filled; faults and blanks are said."""
    required = [c.name for c in headers.SHEETS[table.sheet].columns if c.required]
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
                row.say("error", "blank-cell", column, f"{column} is blank.", f"Write the {column}, or clear the row.")
        if not blank:
            yield row


def unread_ids(table: Table, column: str) -> Iterator[str]:
    """The ids of the rows that `checked_rows` leaves out: no other cell is blamed for naming them."""
    for row in table.rows():
        yield row.text(column)
