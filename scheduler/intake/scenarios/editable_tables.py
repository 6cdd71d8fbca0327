"""The tables of an input while a scenario changes them: rows are found, written, made and taken out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from scheduler.domain.place import Place
from scheduler.intake.files.raw_cells import RawSheet, Value, text_of
from scheduler.intake.files.read_files import RawBook
from scheduler.intake.problems import Problems
from scheduler.intake.scenarios import row_ids
from scheduler.intake.scenarios.row_ids import Pieces
from scheduler.intake.tables.input_workbook import InputWorkbook
from scheduler.intake.tables.period_names import key_of
from scheduler.intake.tables.table import Row, Table
from scheduler.schema.sheets import input_sheet

FIRST_MADE_ROW = 2_000_000  # below any row of a file: a problem there is of a row that a scenario has made


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A row; or, in a wide sheet, the cell of a person and a period (`cell` is its column)."""

    table: Table
    number: int
    cell: int | None = None

    @property
    def row(self) -> Row:
        """The row that was found."""
        return Row(self.table, self.number, self.table.raw.rows[self.number])


class Sheets:
    """A copy of an input's sheets. `origins` says which cell of Scenarios a changed cell has its value from."""

    def __init__(self, books: Sequence[RawBook], file: str, days: tuple[str, ...]) -> None:
        self.books = [replace(b, sheets=[replace(s, rows=dict(s.rows)) for s in b.sheets]) for b in books]
        self.file, self.days = file, days
        reading = InputWorkbook.of_books(self.books, Problems())
        self.tables, self.plans = reading.tables, reading.plans
        self.origins: dict[Place, Place] = {}
        self._made: dict[str, Table] = {}

    def rows(self, sheet: str) -> Iterator[Row]:
        """Every row of the sheet that stands there now."""
        for table in self.tables[sheet]:
            yield from list(table.rows())

    def plan_rows(self) -> Iterator[Row]:
        """Every row of the tables of the plans that are given with the input."""
        for plan in self.plans:
            for table in plan.values():
                yield from list(table.rows())

    def has(self, sheet: str) -> bool:
        """Whether the input has a sheet."""
        return bool(self.tables[sheet])

    def texts(self, sheet: str, column: str) -> list[str]:
        """What stands in a column, without blanks, each once."""
        return list(dict.fromkeys(text for row in self.rows(sheet) if (text := row.text(column))))

    def is_wide(self, sheet: str) -> bool:
        """Whether any table of a sheet has a column a period."""
        return any(table.wide for table in self.tables[sheet])

    # ---- finding

    def find(self, sheet: str, text: str) -> list[FoundRow]:
        """The rows with that id; where it names no days and no row is without, all rows of that period."""
        for pieces in row_ids.cuts(sheet, text):
            found = self._with_id(sheet, pieces)
            if found:
                return found
        for pieces in row_ids.cuts(sheet, text):
            if len(pieces) > 1 or sheet == "Programs":
                beginning = [r for r in self._long_rows(sheet) if row_ids.begins(sheet, r, pieces, self.days)]
                if beginning and len(pieces) < len(row_ids.ID_COLUMNS[sheet]):
                    return [FoundRow(r.table, r.number) for r in beginning]
        if sheet == "Travel":  # one row holds both ways
            back = ["/".join(reversed(pieces)) for pieces in row_ids.cuts(sheet, text)]
            return next((found for b in back for p in row_ids.cuts(sheet, b) if (found := self._with_id(sheet, p))), [])
        return []

    def _with_id(self, sheet: str, pieces: Pieces) -> list[FoundRow]:
        found = [
            FoundRow(r.table, r.number) for r in self._long_rows(sheet) if row_ids.holds(sheet, r, pieces, self.days)
        ]
        return found or self._wide_cells(sheet, pieces)

    def _long_rows(self, sheet: str) -> Iterator[Row]:
        return (row for row in self.rows(sheet) if not row.table.wide)

    def _wide_cells(self, sheet: str, pieces: Pieces) -> list[FoundRow]:
        if len(pieces) != 2:
            return []
        key, period = row_ids.ID_COLUMNS[sheet][0], key_of(pieces[1])
        return [
            FoundRow(row.table, row.number, number)
            for row in self.rows(sheet)
            if row.table.wide and row_ids.same(key, pieces[0], row.text(key), self.days)
            for number, header in row.table.periods
            if key_of(header) == period
        ]

    # ---- changing

    def write(self, found: FoundRow, column: str, value: Value, origin: Place | None = None) -> str:
        """Write a cell, a blank one for None; what stood there, as text. Without `origin` it stays the input's own.

        Parameters
        ----------
        found
            the row, or the cell of a wide sheet
        column
            the column; of a wide sheet the cell is known already
        value
            what is written, None for a blank cell
        origin
            the cell of the sheet Scenarios that asks for it, None to keep the input's own
        """
        number = found.cell if found.cell is not None else self._column(found.table, column)
        cells = found.table.raw.rows[found.number]
        before = text_of(cells.get(number))
        cells = {c: v for c, v in cells.items() if c != number}
        if value is not None and text_of(value):
            cells[number] = value
        found.table.raw.rows[found.number] = cells
        if origin is not None:
            self.origins[found.table.at(found.number, number)] = origin
        return before

    def add_row(self, sheet: str, cells: dict[str, Value], origin: Place) -> FoundRow:
        """A new row at the end of the sheet, in long form.

        Parameters
        ----------
        sheet
            the name of the sheet
        cells
            the values, by column
        origin
            the cell of the sheet Scenarios that asks for it
        """
        table = self._made.get(sheet) or self._new_table(sheet)
        number = max(table.raw.rows) + 1
        table.raw.rows[number] = {table.columns[c]: v for c, v in cells.items() if v is not None and text_of(v)}
        for column in table.columns.values():
            self.origins[table.at(number, column)] = origin
        return FoundRow(table, number)

    def remove(self, found: FoundRow) -> None:
        """Take a row out; of a wide sheet, blank the cell."""
        if found.cell is None:
            del found.table.raw.rows[found.number]
        else:
            cells = found.table.raw.rows[found.number]
            found.table.raw.rows[found.number] = {c: v for c, v in cells.items() if c != found.cell}

    def _column(self, table: Table, column: str) -> int:
        """The number of a column; the header gets it where it has none."""
        if column not in table.columns:
            number = 1 + max(max(cells, default=0) for cells in table.raw.rows.values())
            header = table.raw.rows[table.header_row]
            table.raw.rows[table.header_row] = {**header, number: column}
            table.columns[column] = number
        return table.columns[column]

    def _new_table(self, sheet: str) -> Table:
        columns = {c.name: place for place, c in enumerate(input_sheet(sheet).columns, 1)}
        header: dict[int, Value] = {number: name for name, number in columns.items()}
        raw = RawSheet(self.file, sheet, {FIRST_MADE_ROW: header})
        table = Table(sheet, raw, FIRST_MADE_ROW, columns, Problems(), False)
        self._made[sheet] = table
        self.tables[sheet].append(table)
        self.books.append(RawBook(self.file, [raw]))
        return table
