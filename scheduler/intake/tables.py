"""The sheets of an input as tables: where the header stands, which column is which, and rows that know their cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from scheduler.domain.problem import Severity
from scheduler.intake import messages, words
from scheduler.intake.cells import ErrorValue, NoValue, RawSheet, Value, column_letters, is_date, text_of
from scheduler.intake.ids import Ids
from scheduler.intake.period_names import is_date_text
from scheduler.intake.reports import Problems
from scheduler.intake.texts import too_long, too_long_words

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

    def say(self, level: Severity, code: str, cell: str | None, text: str, mend: str = "") -> None:
        """A problem of a cell, or (`cell` None) of the sheet as a whole."""
        self.problems.say(level, code, self.raw.file, self.sheet, cell, text, mend)


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

    def where(self, column: str) -> str:
        """The address of a cell: "D14". Of a column that the sheet does not have: the row's first cell."""
        return self.at(self.table.columns.get(column, min(self.table.columns.values())))

    def at(self, number: int) -> str:
        """The address of the cell in a column of this number."""
        return f"{column_letters(number)}{self.number}"

    def say(self, level: Severity, code: str, column: str, text: str, mend: str = "") -> None:
        """Report a problem at a cell of the row."""
        self.table.say(level, code, self.where(column), text, mend)

    def wrong(self, code: str, column: str, expected: str, mend: str = "") -> None:
        """The usual error: what stands there is not what was expected."""
        self.say("error", code, column, f'"{self.text(column)}" is not {expected}.', mend)

    def whole(
        self, column: str, default: int | None = None, *, least: int = 0, most: int | None = None, mend: str = ""
    ) -> int | None:
        """A whole number; `default` where the cell is blank or wrong."""
        if not self.has(column):
            return default
        value = None if is_date(self.raw(column)) else words.number_of(self.raw(column))
        if isinstance(value, int) and value >= least and (most is None or value <= most):
            return value
        span = f" from {least} to {most}" if most is not None else f" of {least} or more"
        self.wrong("not-a-number", column, f"a whole number{span}", mend or f"Write a figure{span}.")
        return default

    def amount(self, column: str, default: float | None = None) -> float | None:
        """A number of 0 or more, whole or not."""
        if not self.has(column):
            return default
        value = None if is_date(self.raw(column)) else words.number_of(self.raw(column))
        if value is not None and value >= 0:
            return value
        self.wrong("not-a-number", column, "a number of 0 or more", "Write a figure without words, like 5 or 2.5.")
        return default

    def time(self, column: str) -> int | None:
        """Minutes after midnight; None where the cell is blank or wrong."""
        if not self.has(column):
            return None
        value = words.minutes_of(self.raw(column))
        if value is None:
            self.wrong("not-a-time", column, "a clock time", "Write it like 08:30 or 1:05 PM.")
        return value

    def yes(self, column: str) -> bool:
        """Whether a cell says yes; one that says neither yes nor no is reported."""
        value = words.yes_of(self.raw(column))
        if value is None:
            self.wrong("not-yes-or-no", column, "Y or N", "Write Y or N, or leave the cell blank for no.")
        return bool(value)

    def choice(self, column: str, options: Sequence[str]) -> str | None:
        """The option that stands there; None where the cell is blank or wrong."""
        text = self.text(column)
        if not text:
            return None
        found = words.one_of(text, options)
        if found is None:
            near = words.near(text, options)
            self.wrong("unknown-value", column, f"one of {', '.join(options)}{near}", "Write one of them.")
        return found

    def choices(self, column: str, options: Sequence[str]) -> tuple[str, ...]:
        """The options of a list; each part that is none is said."""
        found: dict[str, None] = {}
        for part in words.parts_of(self.raw(column)):
            one = words.one_of(part, options)
            if one is None:
                expected = f'"{part}" is not one of {", ".join(options)}{words.near(part, options)}.'
                self.say("error", "unknown-value", column, expected, "Write one or several of them, with commas.")
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
        parts = words.parts_of(text)
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
            self.say(
                "error",
                "name-of-two",
                column,
                f'"{text}" is the name of {" and of ".join(named)}.',
                "Write the id.",
            )
        elif not ids.is_given(text):
            fix = f"Fix the spelling, or add it to the sheet {ids.sheet}." if ids.sheet else "Fix the spelling."
            self.say("error", ids.code, column, f'"{text}" is not {ids.what}{words.near(text, ids.all)}.', fix)
        return None

    def by_name(self, text: str, column: str) -> None:
        """Note that a person is written by name, once a sheet."""
        raw = self.table.raw
        self.table.problems.tally(messages.BY_NAME, raw.file, self.table.sheet, self.where(column), shown(text))

    def date_for(self, column: str, expected: str) -> None:
        """The error of a cell in which the spreadsheet has made a date of something else."""
        self.wrong(
            "date-for-text",
            column,
            f"{expected}: the spreadsheet has made a date of it",
            "Format the cell as text and write it again.",
        )

    def grades(self, column: str) -> tuple[str, ...]:
        """The grades of a list, each in one form; what is no grade stays as it is written, with a warning."""
        if not self.has(column):
            return ()
        if is_date(self.raw(column)) or is_date_text(self.text(column)):
            self.wrong(
                "date-for-grades",
                column,
                "grades: the spreadsheet has made a date of it",
                "Format the cell as text and write the grades again, like 9-10.",
            )
            return ()
        found = words.grades_of(self.text(column))
        if found is None:
            self.wrong("unknown-grades", column, "grades", "Write them like 9, or 9-10, or K, 1.")
        for odd in (grade for grade in found or () if grade not in words.GRADES):
            table, where = self.table, self.where(column)
            table.problems.tally(messages.ODD_GRADE, table.raw.file, table.sheet, where, shown(odd), odd)
        return found or ()

    def days(self, column: str, labels: tuple[str, ...]) -> tuple[int, ...] | None:
        """The places of the days named; None where the cell is blank or (said) wrong."""
        if not self.has(column):
            return None
        found = words.days_of(self.text(column), labels)
        if found is None:
            self.wrong(
                "unknown-day",
                column,
                f"a day, a range or a list of days ({', '.join(labels)})",
                "Write days like Mon-Fri, or Mon, Wed."
                if "Mon" in labels
                else f"Write days like {labels[0]}, {labels[-1]}.",
            )
        return found

    def week(self, column: str, weeks: int) -> int | None:
        """A week of the pattern; None where the cell is blank or (said) wrong."""
        if not self.has(column):
            return None
        value = words.number_of(self.raw(column))
        if isinstance(value, int) and 1 <= value <= weeks:
            return value
        self.wrong(
            "unknown-week",
            column,
            f"a week of the pattern (1 to {weeks})",
            "Leave it blank for every week, or set weeks to 2 in Settings."
            if weeks == 1
            else "Write 1 or 2, or leave it blank for every week.",
        )
        return None


def faults_of(row: Row, used: Iterable[int]) -> None:
    """Say each error value and each formula without a value in the columns used, and blank those cells."""
    for number in used:
        value = row.cells.get(number)
        if isinstance(value, NoValue):
            row.table.say(
                "error",
                "formula-without-value",
                row.at(number),
                "this formula has no stored value.",
                "Open the workbook in Excel and save it once, or write the value itself.",
            )
        elif isinstance(value, ErrorValue):
            row.table.say(
                "error",
                "error-value",
                row.at(number),
                f'"{value}" is an error value.',
                "Fix its formula, or write the value itself.",
            )
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
            row.table.say("error", "too-long", row.at(number), *too_long_words(value, most))
            row.faulty |= {number}
            row.cells = {column: v for column, v in row.cells.items() if column != number}


@lru_cache(maxsize=65_536)
def shown(text: str) -> str:
    """A text short enough for a message."""
    return text if len(text) <= 60 else text[:57] + "..."
