"""Texts that no workbook, page or database could keep: halves of characters, and cells that are far too long."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from scheduler.domain.message import Message
from scheduler.domain.place import Place
from scheduler.intake.files.limits import MOST_CHARACTERS_OF_CELL, MOST_CHARACTERS_OF_ID
from scheduler.intake.files.raw_cells import RawSheet
from scheduler.intake.problems import Problems
from scheduler.intake.tables import cell_values
from scheduler.messages import cells as messages
from scheduler.schema.sheets import input_sheet

REPLACED = "\N{REPLACEMENT CHARACTER}"
_PAIR = re.compile("([\ud800-\udbff])([\udc00-\udfff])")
_NO_CHARACTER = re.compile("[\0\ud800-\udfff]")
_NFKC_MOST = 18  # characters that NFKC makes of one, at most

# Columns whose cell is one id or one label; of a list each part is one.
_IDS = frozenset(
    (
        "key",
        "site",
        "bell schedule",
        "period",
        "teacher",
        "coach",
        "program",
        "session",
        "after",
        "cycle",
        "scenario",
        "meeting",
        "follows",
        "pin",
        "rule",
        "from",
        "to",
        "coach role",
        "requested coach",
        "avoid coach",
        "last coach",
        "department",
        "room",
        "term",
        "group",
        "rotation",
        "event",
    )
)


def replace_half_characters(raw: RawSheet, sheet: str, problems: Problems) -> None:
    """Join the two halves of a character that Excel has written as two escapes; put U+FFFD in the place of a half that
    is alone, and of a null character, with a warning at the cell.

    Parameters
    ----------
    raw
        the sheet, which is changed
    sheet
        its name, for messages
    problems
        where problems are reported
    """
    for number, row in raw.rows.items():
        for column, value in row.items():
            if value.__class__ is not str or (value.isascii() and "\0" not in value):
                continue
            joined = _PAIR.sub(_joined, value)
            whole = whole_characters(value)
            if whole != value:
                row[column] = whole
            if whole != joined:
                problems.report(
                    messages.HALF_CHARACTER,
                    Place(raw.file, sheet, number, column),
                    text=shortened(whole),
                    sign=REPLACED,
                )


def whole_characters(text: str) -> str:
    """A text with the halves of characters joined, and those that are alone, and null characters, replaced."""
    return _NO_CHARACTER.sub(REPLACED, _PAIR.sub(_joined, text))


def with_whole_characters(sheets: Iterable[RawSheet]) -> None:
    """Make the texts of the sheets' cells what is read of them, and say nothing."""
    for raw in sheets:
        for row in raw.rows.values():
            for column, value in row.items():
                if isinstance(value, str):
                    row[column] = whole_characters(value)


def lengths_of(sheet: str, columns: Mapping[str, int], headers: Mapping[int, str]) -> dict[int, tuple[int, bool]]:
    """For each column of a table how many characters a cell may hold, and whether a list's parts count one by one.

    Parameters
    ----------
    sheet
        the sheet's name
    columns
        the number of each column that is known, from 1
    headers
        the text of each header, by its column's number
    """
    lengths = dict.fromkeys(headers, (MOST_CHARACTERS_OF_CELL, False))
    known = {column.name: column for column in input_sheet(sheet).columns}
    for name, number in columns.items():
        is_list = name in known and known[name].many
        lengths[number] = (MOST_CHARACTERS_OF_ID if name in _IDS and not is_list else MOST_CHARACTERS_OF_CELL, is_list)
    return lengths


def too_long(text: str, most: int, is_list: bool) -> int:
    """The limit that a text is beyond; 0 where it is within. NFKC makes one character into as many as eighteen, and
    ids are compared after it.

    Parameters
    ----------
    text
        the text of a cell
    most
        how many characters it may have
    is_list
        whether it is a list of ids
    """
    if len(text) * (1 if text.isascii() else _NFKC_MOST) <= MOST_CHARACTERS_OF_ID:
        return 0
    length = len(unicodedata.normalize("NFKC", text))
    if length > most or len(text) > most:
        return most
    if is_list and any(too_long(part, MOST_CHARACTERS_OF_ID, False) for part in cell_values.parts_of(text)):
        return MOST_CHARACTERS_OF_ID
    return 0


def too_long_message(text: str, most: int) -> tuple[Message, dict[str, object]]:
    """What is said of a text that is beyond its limit, and the fields of that message."""
    message = messages.TOO_LONG_FOR_AN_ID if most == MOST_CHARACTERS_OF_ID else messages.TOO_LONG_FOR_A_CELL
    length = max(len(text), len(unicodedata.normalize("NFKC", text)))
    return message, {"text": shortened(text), "length": length, "most": most}


def shortened(text: str) -> str:
    """The beginning of a text, for a message."""
    return text if len(text) <= 60 else f"{text[:57]}..."


def _joined(found: re.Match[str]) -> str:
    return chr(0x10000 + ((ord(found[1]) - 0xD800) << 10) + (ord(found[2]) - 0xDC00))
