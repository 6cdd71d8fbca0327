"""The sheets of an input as tables: where the header stands, which column is which, and rows that know their cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from scheduler.domain.message import Message
from scheduler.domain.place import Place
from scheduler.intake.files.raw_cells import ErrorValue, NoValue, RawSheet, Value, is_date, text_of
from scheduler.intake.files.storable_text import too_long, too_long_message
from scheduler.intake.problems import Problems
from scheduler.intake.tables import cell_values
from scheduler.intake.tables.ids import Ids
from scheduler.intake.tables.period_names import is_date_text
from scheduler.messages import cells as messages

_SHORT = 5  # characters that NFKC makes into less than a hundred, whichever they are


class Table:
    """One sheet whose header was found.

    `columns` maps a column of the contract to its number; `header` is what stands over each column; `periods` are the
    headers of a wide sheet that are no column of the contract; `skipped` are rows that repeat the header.
    """

    def __init__(
        self, sheet: str, raw: RawSheet, header_row: int, columns: dict[str, int], problems: Problems, wide: bool
    ) -> None:
        self.sheet, self.raw, self.header_row, self.columns = sheet, raw, header_row, columns
        self.problems, self.wide = problems, wide
        self.periods: list[tuple[int, str]] = []
        self.header: dict[int, Value] = {}
        self.skipped: frozenset[int] = frozenset()

    def rows(self) -> Iterator[Row]:
        """The rows below the header; blank ones are skipped."""
        for number in sorted(self.raw.rows):
            if number > self.header_row and number not in self.skipped:
                yield Row(self, number, self.raw.rows[number])

    @property
    def place(self) -> Place:
        """The sheet as a whole."""
        return Place(self.raw.file, self.sheet)

    def at(self, row: int, column: int) -> Place:
        """The place of a cell."""
        return Place(self.raw.file, self.sheet, row, column)

    def over(self, column: int) -> Place:
        """The place of the header of a column."""
        return self.at(self.header_row, column)

    def report(self, message: Message, place: Place, /, **fields: object) -> None:
        """A problem of a cell, or of the sheet as a whole."""
        self.problems.report(message, place, **fields)


class Row:
    """One row of a table. Its readers give the cell's value and say what is wrong with it, once."""

    __slots__ = ("cells", "faulty", "number", "table")

    def __init__(self, table: Table, number: int, cells: dict[int, Value]) -> None:
        self.table, self.number, self.cells = table, number, cells
        self.faulty: frozenset[int] = frozenset()  # columns whose fault is said already

    def has(self, column: str) -> bool:
        """Whether something stands in the column."""
        number = self.table.columns.get(column)
        return number is not None and number in self.cells

    def unread(self, column: str) -> bool:
        """Whether the cell holds a fault that is said already."""
        return self.table.columns.get(column) in self.faulty

    def raw(self, column: str) -> Value:
        """What a cell holds; None without the column or the cell."""
        number = self.table.columns.get(column)
        return None if number is None else self.cells.get(number)

    def text(self, column: str) -> str:
        """The text of a cell, without spaces around it; "" of a blank one."""
        number = self.table.columns.get(column)
        value = None if number is None else self.cells.get(number)
        return value.strip() if isinstance(value, str) else text_of(value)

    def where(self, column: str) -> Place:
        """The place of a cell. Of a column that the sheet does not have: that of the row's first cell."""
        return self.at(self.table.columns.get(column, min(self.table.columns.values())))

    def at(self, number: int) -> Place:
        """The place of the cell in a column, by the column's number."""
        return self.table.at(self.number, number)

    def report(self, message: Message, column: str, /, **fields: object) -> None:
        """A problem of the cell in a column."""
        self.table.report(message, self.where(column), **fields)

    def wrong(self, message: Message, column: str, /, **fields: object) -> None:
        """The usual error: what stands there (the field `text`) is not what was expected."""
        self.report(message, column, text=self.text(column), **fields)

    def whole(
        self,
        column: str,
        default: int | None = None,
        *,
        least: int = 0,
        most: int | None = None,
        message: Message | None = None,
    ) -> int | None:
        """A whole number; `default` where the cell is blank or wrong, which `message` says, or one of numbers.

        Parameters
        ----------
        column
            the column
        default
            what a blank or wrong cell counts as
        least, most
            the limits, `most` None for no limit
        message
            says what is wrong, where it is not the usual message
        """
        if not self.has(column):
            return default
        value = None if is_date(self.raw(column)) else cell_values.number_of(self.raw(column))
        if isinstance(value, int) and value >= least and (most is None or value <= most):
            return value
        if message is not None:
            self.wrong(message, column, least=least, most=most)
        elif most is None:
            self.wrong(messages.NOT_A_WHOLE_NUMBER, column, least=least)
        else:
            self.wrong(messages.NOT_A_WHOLE_NUMBER_WITHIN, column, least=least, most=most)
        return default

    def amount(self, column: str, default: float | None = None) -> float | None:
        """A number of 0 or more, whole or not."""
        if not self.has(column):
            return default
        value = None if is_date(self.raw(column)) else cell_values.number_of(self.raw(column))
        if value is not None and value >= 0:
            return value
        self.wrong(messages.NOT_AN_AMOUNT, column)
        return default

    def time(self, column: str) -> int | None:
        """Minutes after midnight; None where the cell is blank or wrong."""
        if not self.has(column):
            return None
        value = cell_values.minutes_of(self.raw(column))
        if value is None:
            self.wrong(messages.NOT_A_TIME, column)
        return value

    def yes(self, column: str) -> bool:
        """Whether a cell says yes; one that says neither yes nor no is reported."""
        value = cell_values.yes_of(self.raw(column))
        if value is None:
            self.wrong(messages.NOT_YES_OR_NO, column)
        return bool(value)

    def choice(self, column: str, options: Sequence[str]) -> str | None:
        """The option that stands there; None where the cell is blank or wrong."""
        text = self.text(column)
        if not text:
            return None
        found = cell_values.one_of(text, options)
        if found is None:
            near = cell_values.near(text, options)
            self.wrong(messages.UNKNOWN_VALUE, column, options=options, near=near)
        return found

    def choices(self, column: str, options: Sequence[str]) -> tuple[str, ...]:
        """The options of a list; each part that is none is said."""
        found: dict[str, None] = {}
        for part in cell_values.parts_of(self.raw(column)):
            one = cell_values.one_of(part, options)
            if one is None:
                self.report(
                    messages.UNKNOWN_VALUE_OF_LIST,
                    column,
                    part=part,
                    options=options,
                    near=cell_values.near(part, options),
                )
            else:
                found[one] = None
        return tuple(found)

    def id(self, column: str, ids: Ids) -> str | None:
        """The id that a cell names, as its own sheet spells it; None where the cell is blank or (said) unknown."""
        text = self.text(column)
        return self._resolve(column, text, ids) if text else None

    def ids(self, column: str, ids: Ids) -> tuple[str, ...]:
        """The ids of a list; each that is unknown is said."""
        text = self.text(column)
        if not text:
            return ()
        parts = cell_values.parts_of(text)
        if ids.find(text) is not None or (len(parts) == 2 and ids.named(text)):  # it holds a comma itself
            parts = [text]
        elif ";" not in text:
            parts = _joined(parts, ids)
        found = (self._resolve(column, part, ids) for part in parts)
        return tuple(dict.fromkeys(one for one in found if one is not None))

    def _resolve(self, column: str, text: str, ids: Ids) -> str | None:
        found = ids.find(text)
        if found is not None:
            return found
        if is_date(self.raw(column)):
            self.date_for(column, ids.what)
            return None
        named = ids.named(text)
        if len(named) == 1:
            self.by_name(text, column)
            return named[0]
        if named:
            self.report(messages.NAME_OF_TWO, column, text=text, ids=named)
        elif not ids.is_given(text):
            self.report(ids.unknown, column, text=text, near=cell_values.near(text, ids.all))
        return None

    def by_name(self, text: str, column: str) -> None:
        """Note that a person is written by name, once a sheet."""
        self.table.problems.tally(messages.BY_NAME, self.where(column), shown(text))

    def date_for(self, column: str, expected: str) -> None:
        """The error of a cell in which the spreadsheet has made a date of something else."""
        self.wrong(messages.DATE_FOR_TEXT, column, expected=expected)

    def grades(self, column: str) -> tuple[str, ...]:
        """The grades of a list, each in one form; what is no grade stays as it is written, with a warning."""
        if not self.has(column):
            return ()
        if is_date(self.raw(column)) or is_date_text(self.text(column)):
            self.wrong(messages.DATE_FOR_GRADES, column)
            return ()
        found = cell_values.grades_of(self.text(column))
        if found is None:
            self.wrong(messages.UNKNOWN_GRADES, column)
        for odd in (grade for grade in found or () if grade not in cell_values.GRADES):
            self.table.problems.tally(messages.ODD_GRADE, self.where(column), shown(odd), odd)
        return found or ()

    def days(self, column: str, labels: tuple[str, ...]) -> tuple[int, ...] | None:
        """The places of the days named; None where the cell is blank or (said) wrong."""
        if not self.has(column):
            return None
        found = cell_values.days_of(self.text(column), labels)
        if found is None and "Mon" in labels:
            self.wrong(messages.UNKNOWN_DAY, column, days=labels)
        elif found is None:
            self.wrong(messages.UNKNOWN_DAY_OF_ROTATION, column, days=labels, first=labels[0], last=labels[-1])
        return found

    def week(self, column: str, weeks: int) -> int | None:
        """A week of the pattern; None where the cell is blank or (said) wrong."""
        if not self.has(column):
            return None
        value = cell_values.number_of(self.raw(column))
        if isinstance(value, int) and 1 <= value <= weeks:
            return value
        self.wrong(messages.ONLY_ONE_WEEK if weeks == 1 else messages.UNKNOWN_WEEK, column, weeks=weeks)
        return None


def faults_of(row: Row, used: Iterable[int]) -> None:
    """Say each error value and each formula without a value in the columns used, and blank those cells."""
    for number in used:
        value = row.cells.get(number)
        if isinstance(value, NoValue):
            row.table.report(messages.FORMULA_WITHOUT_VALUE, row.at(number))
        elif isinstance(value, ErrorValue):
            row.table.report(messages.ERROR_VALUE, row.at(number), value=value)
        else:
            continue
        row.faulty |= {number}
        row.cells = {column: v for column, v in row.cells.items() if column != number}


def _joined(parts: list[str], ids: Ids) -> list[str]:
    """The parts of a list, two of them as one where that alone is known: `Chen, Mei, C2` names two."""
    found: list[str] = []
    for part in parts:
        both = f"{found[-1]}, {part}" if found else ""
        if both and ids.find(part) is None and ids.find(found[-1]) is None and (ids.find(both) or ids.named(both)):
            found[-1] = both
        else:
            found.append(part)
    return found


def lengths_of_cells(row: Row, lengths: Mapping[int, tuple[int, bool]]) -> None:
    """Say each cell that is longer than its column allows, and blank it; `lengths` is of `texts.lengths_of`."""
    for number, value in row.cells.items():
        if value.__class__ is not str or len(value) <= _SHORT or number not in lengths:
            continue
        if most := too_long(value, *lengths[number]):
            message, fields = too_long_message(value, most)
            row.table.report(message, row.at(number), **fields)
            row.faulty |= {number}
            row.cells = {column: v for column, v in row.cells.items() if column != number}


@lru_cache(maxsize=65_536)
def shown(text: str) -> str:
    """A text short enough for a message."""
    return text if len(text) <= 60 else text[:57] + "..."
