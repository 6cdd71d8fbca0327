"""Where in the input a fact stands, for messages: "Coaches!C4"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class SourceCells:
    """The cells of an input. `rows` maps (sheet, id) to the letters of the sheet's columns, by name, and the number of
    the row; `states` has, of a teacher or a coach, the cell of each slot of the site's or the home's bell schedule, ""
    where no cell says anything of it."""

    rows: Mapping[tuple[str, str], tuple[Mapping[str, str], int]] = field(default_factory=dict)
    states: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def column(self, sheet: str, id: str, column: str) -> str:
        """The cell of somebody's column; "" where it is not known."""
        letters, number = self.rows.get((sheet, id), ({}, 0))
        return f"{sheet}!{letters[column]}{number}" if column in letters else ""

    def state(self, person: str, place: int) -> str:
        """The cell that says what somebody does in a slot; "" where none does."""
        cells = self.states.get(person, ())
        return cells[place] if place < len(cells) else ""


def at_cell(text: str, cell: str) -> str:
    """A text with its cell, where there is one: "C1 teaches period 3 (Master schedule!E4)"."""
    return f"{text} ({cell})" if cell else text
