"""The sheet Map of an earlier import, edited by somebody: which column is which, and what values mean."""

from __future__ import annotations

from pathlib import Path

from scheduler.domain.imported import MAP, MAP_COLUMNS
from scheduler.domain.matching import folded
from scheduler.domain.place import Place
from scheduler.domain.problem import InputProblems
from scheduler.intake.files.raw_cells import RawSheet, text_of
from scheduler.intake.files.read_files import read_files
from scheduler.intake.imports.columns import COMMON, OWN, folded_header
from scheduler.intake.problems import Problems
from scheduler.intake.tables.cell_values import near
from scheduler.messages import imports as messages

WHATS = ("Column", "Period", "Day", "Term")
FIELDS = frozenset(field for table in (COMMON, *OWN.values()) for field in table)


def read_map(path: Path | str) -> dict[tuple[str, str, str], str]:
    """What a sheet Map says by hand: (what, file, source) -> read as. A column's file and header are folded.

    Raises
    ------
    InputProblems
        the file cannot be read, has no sheet Map, or a column of it is read as what there is not
    """
    problems = Problems()
    sheet = raw_sheet(path, MAP, problems)
    if sheet is None:
        if not problems.has_errors:
            problems.report(messages.NO_MAP, Place(Path(path).name, MAP))
        raise InputProblems(problems.in_order())
    by_hand: dict[tuple[str, str, str], str] = {}
    for number, row in rows_below(sheet, MAP_COLUMNS):
        what, file, source, read_as = (row[c] for c in MAP_COLUMNS[:4])
        if not source or what.capitalize() not in WHATS:
            continue
        if what.capitalize() == "Column":
            field = read_as.casefold()
            if field.startswith("period ") and field not in FIELDS:
                continue  # of a board: its periods are read by their headers
            if field not in FIELDS:
                known = ", ".join(sorted(f for f in FIELDS if f))
                problems.report(
                    messages.UNKNOWN_FIELD,
                    Place(Path(path).name, MAP, number, 4),
                    field=read_as,
                    near=near(read_as, sorted(f for f in FIELDS if f)),
                    fields=known,
                )
            by_hand["Column", folded_header(file), folded_header(source)] = field
        elif (read_as and row["how"] != "left alone") or read_as:
            by_hand[what.capitalize(), "", source] = read_as
    if problems.has_errors:
        raise InputProblems(problems.in_order())
    return by_hand


def raw_sheet(path: Path | str, name: str, problems: Problems) -> RawSheet | None:
    """A sheet of a workbook by its name, None where it has none; what cannot be read is said.

    Parameters
    ----------
    path
        the workbook
    name
        the sheet's name, in any case
    problems
        where problems are reported
    """
    for book in read_files([path], problems):
        for sheet in book.sheets:
            if folded(sheet.name) == folded(name):
                return sheet
    return None


def rows_below(sheet: RawSheet, columns: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    """The rows below the header that holds the first two of the columns: number, and text by column."""
    places: dict[str, int] = {}
    found = []
    for number in sorted(sheet.rows):
        cells = {at: text_of(value) for at, value in sheet.rows[number].items()}
        if not places:
            here = {folded(text): at for at, text in cells.items()}
            if all(folded(c) in here for c in columns[:2]):
                places = {c: here[folded(c)] for c in columns if folded(c) in here}
            continue
        found.append((number, {c: cells.get(places[c], "") if c in places else "" for c in columns}))
    return found
