"""Where something stands in an input: a file, a sheet of it, a cell of that."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CELL = re.compile(r"(?P<letters>[A-Z]{1,3})(?P<row>\d+)")


def column_letters(number: int) -> str:
    """The letters of a column: 1 is A, 27 is AA."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Place:
    """A cell (`row` and `column` from 1), a whole sheet (both None), or a whole file (`sheet` "")."""

    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: int | None = None

    @property
    def cell(self) -> str | None:
        """The address in its sheet: "D14"; None of a whole sheet."""
        return None if self.row is None or self.column is None else f"{column_letters(self.column)}{self.row}"

    def __str__(self) -> str:
        """ "Master schedule!D14", "Teachers", or the file."""
        cell = self.cell
        if self.sheet and cell:
            return f"{self.sheet}!{cell}"
        return self.sheet or self.file

    @classmethod
    def named(cls, text: str) -> Place:
        """The cell that a text like "Pins!A2" names, or the sheet."""
        sheet, _, cell = text.rpartition("!")
        found = _CELL.fullmatch(cell)
        if found is None:
            return cls(sheet=text)
        column = 0
        for letter in found["letters"]:
            column = 26 * column + ord(letter) - 64
        return cls(sheet=sheet, row=int(found["row"]), column=column)


NOWHERE = Place()  # what is said of all files together
