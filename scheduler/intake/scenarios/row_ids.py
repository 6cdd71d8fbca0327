"""The ids of rows, as the sheet Scenarios names them: `LHS`, `Grade match/LHS`, `T001/3/Mon`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, pairwise

from scheduler.domain.matching import folded
from scheduler.intake.tables import cell_values
from scheduler.intake.tables.period_names import key_of
from scheduler.intake.tables.table import Row

ID_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "Settings": ("key",),
    "Sites": ("site",),
    "Bell schedule": ("bell schedule", "period", "days"),
    "Teachers": ("teacher",),
    "Master schedule": ("teacher", "period", "days"),
    "Coaches": ("coach",),
    "Coach availability": ("coach", "period", "days"),
    "Programs": ("program", "session"),
    "Rules": ("rule", "site"),
    "Travel": ("from", "to"),
    "Meetings": ("meeting",),
    "Pins": ("pin", "teacher", "session"),
}
# Where one column is blank, the other stands for it in the id: `Release/C1/3`, `Session/T001/Observe`.
_INSTEAD = {("Pins", "teacher"): "coach", ("Pins", "session"): "period"}
_LEAST_PIECES = {"Bell schedule": 2, "Master schedule": 2, "Coach availability": 2, "Travel": 2, "Pins": 2}
_MOST_SLASHES = 12  # an id with more is cut nowhere but as a whole
LABELLED = ("Pins",)  # a row that is added is named by a label of its own: its id is no cells to write

Pieces = tuple[str, ...]


def form_of(sheet: str) -> str:
    """How the ids of a sheet's rows are written, for a message: "teacher/period or teacher/period/days"."""
    if sheet == "Pins":
        return "pin/teacher or pin/coach, with /session or /period behind it where needed"
    columns = ID_COLUMNS[sheet]
    least = _LEAST_PIECES.get(sheet, 1)
    return " or ".join("/".join(columns[:n]) for n in range(least, len(columns) + 1))


def cuts(sheet: str, text: str) -> Iterator[Pieces]:
    """Every way to read a text as the id of a row, the longest first; an id may hold a "/" itself."""
    parts = [part.strip() for part in text.split("/")]
    if len(parts) > _MOST_SLASHES:
        parts = [text.strip()]
    columns = ID_COLUMNS[sheet]
    for pieces in range(len(columns), _LEAST_PIECES.get(sheet, 1) - 1, -1):
        for places in combinations(range(1, len(parts)), pieces - 1):
            edges = (0, *places, len(parts))
            cut = tuple("/".join(parts[a:b]) for a, b in pairwise(edges))
            if all(cut):
                yield cut


def parts_of_list(sheet: str, text: str) -> list[str]:
    """The ids of a list; a part without a "/" belongs to the days of the id before: `Regular/1/Mon, Wed`."""
    found: list[str] = []
    for part in cell_values.parts_of(text):
        if found and "days" in ID_COLUMNS[sheet] and "/" not in part:
            found[-1] += f", {part}"
        else:
            found.append(part)
    return found


def same(column: str, wanted: str, text: str, days: tuple[str, ...]) -> bool:
    """Whether a cell of an id column holds what a piece of an id names; `days` are the labels of the week.

    Parameters
    ----------
    column
        the id column
    wanted
        the piece of the id
    text
        the text of the cell
    days
        the labels of the week's days
    """
    if column in ("key", "rule"):
        return folded(wanted) == folded(text)
    if column == "period":
        return key_of(wanted) == key_of(text)
    if column == "days":
        meant = cell_values.days_of(wanted, days)
        return meant == cell_values.days_of(text, days) if text and meant else wanted.casefold() == text.casefold()
    return wanted.casefold() == text.casefold()


def holds(sheet: str, row: Row, pieces: Pieces, days: tuple[str, ...]) -> bool:
    """Whether a row has that id. Of an id that is cut short, the other id columns are blank.

    Parameters
    ----------
    sheet
        the name of the sheet
    row
        the row
    pieces
        the pieces of the id
    days
        the labels of the week's days
    """
    columns = ID_COLUMNS[sheet]
    return begins(sheet, row, pieces, days) and not any(id_text(sheet, row, c) for c in columns[len(pieces) :])


def begins(sheet: str, row: Row, pieces: Pieces, days: tuple[str, ...]) -> bool:
    """Whether a row's id begins so: `T001/3` begins `T001/3/Mon`, `Cycle` begins `Cycle/Plan`.

    Parameters
    ----------
    sheet
        the name of the sheet
    row
        the row
    pieces
        the first pieces of the id
    days
        the labels of the week's days
    """
    return all(same(c, p, id_text(sheet, row, c), days) for c, p in zip(ID_COLUMNS[sheet], pieces, strict=False))


def id_text(sheet: str, row: Row, column: str) -> str:
    """What a row has for a part of its id.

    Parameters
    ----------
    sheet
        the name of the sheet
    row
        the row
    column
        the id column
    """
    return row.text(column) or row.text(_INSTEAD.get((sheet, column), column))
