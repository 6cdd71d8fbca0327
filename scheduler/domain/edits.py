"""Edits of an input's own sheets, as a doubt's likely answer asks for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

EditKind = Literal["cell", "row", "title", "setting"]


@dataclass(frozen=True, slots=True)
class FileEdit:
    """One edit of a file as it stands: write a cell, clear a row, rename a sheet, or write a key of Settings.

    `sheet` is its title in the file. `was` is what stands in the cell before (of a title: ""): where something else
    stands there, the edit no longer fits. `row` and `column` count from 1; a setting has its key in `was`.
    """

    kind: EditKind
    file: str
    sheet: str
    row: int = 0
    column: int = 0
    was: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class LikelyAnswer:
    """The answer to a doubt that is most likely, or another that is offered: in words for a button, and as edits."""

    says: str
    edits: tuple[FileEdit, ...]


class CannotEdit(Exception):
    """An edit does not fit what the file has; the message says why."""
