"""Where in the input a fact stands, for messages: "Coaches!C4"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class SourceCells:
    """The cells of an input. `rows` maps (sheet, id) to the letters of the sheet's columns, by name, and the number of
    the row; an id is written as the sheet Scenarios names a row ("Grade match/LHS"). `states` has, of a teacher or a
    coach, the cell of each slot of the site's or the home's bell schedule, "" where no cell says anything of it;
    `slots` has, of a bell schedule, the cell of each of its slots."""

    rows: Mapping[tuple[str, str], tuple[Mapping[str, str], int]] = field(default_factory=dict)
    states: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    slots: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def column(self, sheet: str, id: str, column: str) -> str:
        """The cell of a row's column; "" where it is not known.

        Parameters
        ----------
        sheet
            the name of the sheet
        id
            the id of the row
        column
            the name of the column
        """
        letters, number = self.rows.get((sheet, id), ({}, 0))
        return f"{sheet}!{letters[column]}{number}" if column in letters else ""

    def state(self, person: str, place: int) -> str:
        """The cell that says what somebody does in a slot; "" where none does."""
        cells = self.states.get(person, ())
        return cells[place] if place < len(cells) else ""

    def slot(self, bell: str, place: int) -> str:
        """The cell that says when a slot is; "" where none does."""
        cells = self.slots.get(bell, ())
        return cells[place] if place < len(cells) else ""

    def rule(self, name: str, site: str = "", column: str = "level") -> str:
        """The cell of a rule's level, or value, in the row that counts at a site; "" where the rule is as by
        default.

        Parameters
        ----------
        name
            the name of the rule
        site
            the id of the site
        column
            "level" or "value"
        """
        row = f"{name}/{site}" if ("Rules", f"{name}/{site}") in self.rows else name
        return self.column("Rules", row, column) or self.column("Rules", row, "rule")


def at_cell(text: str, cell: str) -> str:
    """A text with its cell, where there is one: "C1 teaches period 3 (Master schedule!E4)"."""
    return f"{text} ({cell})" if cell else text
