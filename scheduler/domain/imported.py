"""What an import makes of an export: the sheets of an input workbook, what was taken, and what is not known."""

from __future__ import annotations

from dataclasses import dataclass

KINDS = ("oneroster", "clever", "powerschool", "campus", "aeries", "skyward", "board", "ics", "other")
QUESTIONS, IMPORT, MAP = "Questions", "Import", "Map"
QUESTION_COLUMNS = ("no", "sheet", "cell", "what is not known", "what was assumed", "choices", "confirmed")
IMPORT_COLUMNS = ("file", "rows", "taken", "left out", "why")
MAP_COLUMNS = ("what", "file", "source", "read as", "how")


@dataclass(frozen=True, slots=True)
class ImportedSheet:
    """One sheet of the workbook: its header, and its rows below in the order of the header."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class TakenFile:
    """One file of the export: its rows, how many were taken, how many were left out, and why."""

    file: str
    rows: int
    taken: int
    left_out: int
    why: str


@dataclass(frozen=True, slots=True)
class ImportQuestion:
    """Something that the export does not say: what was assumed, at which cell, and what else it could be."""

    sheet: str
    cell: str  # "" where it is of the sheet as a whole
    unknown: str
    assumed: str
    choices: str = ""
    confirmed: str = ""


@dataclass(frozen=True, slots=True)
class MapRow:
    """One column or value of the export, as it was understood.

    `what` is Column, Period, Day or Term; `file` only of a column; `how` says whether it is known, likely, given
    by hand or left alone.
    """

    what: str
    file: str
    source: str
    read_as: str
    how: str


@dataclass(frozen=True, slots=True)
class Imported:
    """An export as an input workbook: what `coach import` writes."""

    kinds: tuple[str, ...]
    term: str
    terms: tuple[str, ...]
    sheets: tuple[ImportedSheet, ...]
    files: tuple[TakenFile, ...]
    questions: tuple[ImportQuestion, ...]
    map: tuple[MapRow, ...]

    def all_sheets(self) -> tuple[ImportedSheet, ...]:
        """The input sheets, then Import, Questions and Map."""
        taken = tuple((f.file, str(f.rows), str(f.taken), str(f.left_out), f.why) for f in self.files)
        asked = tuple(
            (str(no), q.sheet, q.cell, q.unknown, q.assumed, q.choices, q.confirmed)
            for no, q in enumerate(self.questions, 1)
        )
        understood = tuple((m.what, m.file, m.source, m.read_as, m.how) for m in self.map)
        return (
            *self.sheets,
            ImportedSheet(IMPORT, IMPORT_COLUMNS, taken),
            ImportedSheet(QUESTIONS, QUESTION_COLUMNS, asked),
            ImportedSheet(MAP, MAP_COLUMNS, understood),
        )
