"""One cell as it stands in a file: its value, its address, and what it is when it holds no value."""

from __future__ import annotations

import datetime
import math
import re
import unicodedata
from dataclasses import dataclass, field

from scheduler.domain.place import column_letters

ERROR_VALUES = frozenset(
    ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA")
)


_HIDDEN_CATEGORIES = frozenset(("Cf", "Cc", "Cn"))
_ALSO_HIDDEN = frozenset(
    "\N{COMBINING GRAPHEME JOINER}\N{HANGUL FILLER}\N{HALFWIDTH HANGUL FILLER}\N{BRAILLE PATTERN BLANK}"
)
_QUOTED = re.compile(r'="([^"]*)"')


@dataclass(frozen=True, slots=True)
class NoValue:
    """A formula whose value was never stored: the program that wrote it does not compute."""

    def __str__(self) -> str:
        return "a formula without a stored value"


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """An error that a formula left in its cell: #N/A, #REF! ..."""

    text: str

    def __str__(self) -> str:
        return self.text


Value = (
    str
    | int
    | float
    | bool
    | datetime.datetime
    | datetime.date
    | datetime.time
    | datetime.timedelta
    | NoValue
    | ErrorValue
    | None
)


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range of cells, 1-based and inclusive."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @property
    def cells(self) -> int:
        """How many cells it covers."""
        return (self.last_row - self.first_row + 1) * (self.last_column - self.first_column + 1)

    def __str__(self) -> str:
        first = f"{column_letters(self.first_column)}{self.first_row}"
        return f"{first}:{column_letters(self.last_column)}{self.last_row}"


@dataclass(slots=True)
class RawSheet:
    """A sheet as it stands in a file: only the cells that hold something, by row number and column number (from 1).

    `faulty` says that some cell is a NoValue or an ErrorValue. `too_many` says what the sheet has more of than is
    read; then `rows` is cut off there. `site` is the one site whose file it is in, "" for a file of the whole district.
    `damaged` are the rows of a .csv of which a sign could not be read. `merges_hold` says that the value of merged
    cells has been put into each of them. `width` is how many cells a row of a .csv has where the last are blank.
    """

    file: str
    name: str
    rows: dict[int, dict[int, Value]] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden: bool = False
    faulty: bool = False
    too_many: str = ""
    is_csv: bool = False
    damaged: list[int] = field(default_factory=list)
    merges_hold: bool = False
    site: str = ""
    width: dict[int, int] = field(default_factory=dict)


def column_number(letters: str) -> int:
    """The number of a column: A is 1, AA is 27. Raises ValueError for anything but letters."""
    number = 0
    for letter in letters.upper():
        if not "A" <= letter <= "Z":
            raise ValueError(f"{letters!r} is not a column")
        number = number * 26 + ord(letter) - 64
    return number


def text_of(value: Value) -> str:
    """A value as somebody would read it off the sheet: 123.0 is "123", "00123" stays, a time is "08:05"."""
    if isinstance(value, str):
        return value.strip()
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and math.isfinite(value) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return f"{value:%Y-%m-%d}"
    if isinstance(value, datetime.time):
        return f"{value:%H:%M}"
    return str(value).strip()


def is_date(value: Value) -> bool:
    """Whether the file holds a date where text or a number was meant ("9-10" typed into Excel becomes one)."""
    return isinstance(value, datetime.date)


def shows(text: str) -> str:
    """A text without the signs that do not show: zero-width blanks, marks of direction, soft hyphens."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(c for c in text if c in "\n\t\r" or not _is_hidden(c))


def _is_hidden(c: str) -> bool:
    return (
        unicodedata.category(c) in _HIDDEN_CATEGORIES
        or c in _ALSO_HIDDEN
        or "\ufe00" <= c <= "\ufe0f"  # variation selectors
        or "\U000e0100" <= c <= "\U000e01ef"
    )


def unquoted(text: str) -> str:
    """`="0417"`, as exports write a text that must stay a text, is 0417."""
    found = _QUOTED.fullmatch(text)
    return found[1] if found else text


def id_of(text: str) -> str:
    """An id as it is compared: NFKC, without signs that do not show, single blanks. `="0417"` and `'0417` are 0417."""
    text = text.strip()
    if text.isascii() and text.isprintable() and "  " not in text:
        clean = text
    else:
        clean = " ".join(shows(unicodedata.normalize("NFKC", text)).split())
    clean = unquoted(clean).strip()
    return clean[1:].strip() if clean.startswith("'") and not clean.endswith("'") and len(clean) > 1 else clean
