"""The workbook of an import in the making: rows of sheets, and questions that find their cells at the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from scheduler.domain.imported import Imported, ImportedSheet, ImportQuestion, MapRow, TakenFile
from scheduler.domain.place import column_letters
from scheduler.intake.imports.model import Doubt

FIRST_ROW = 2  # below the header

# The columns of each sheet that an import fills, in the order in which it writes them.
COLUMNS: dict[str, tuple[str, ...]] = {
    "Settings": ("key", "value"),
    "Sites": ("site", "name", "bell schedule", "sections funded", "cost per section"),
    "Bell schedule": ("bell schedule", "days", "period", "start", "end", "kind"),
    "Teachers": (
        *("teacher", "name", "email", "site", "department", "grades", "years", "role", "programs", "priority"),
        *("requested coach", "avoid coach", "last coach", "prep minutes"),
    ),
    "Master schedule": ("teacher", "period", "days", "course", "room", "grade", "kind", "priority", "term"),
    "Coaches": (
        *("coach", "name", "email", "sites", "roles", "departments", "grades", "release min", "release max"),
        *("full time", "max caseload", "max sessions per day", "lead", "new", "cost"),
    ),
    "Coach availability": ("coach", "period", "days", "status"),
    "Calendar": ("date", "end date", "start", "end", "event", "kind", "who", "bell schedule", "day"),
}
ORDER = tuple(COLUMNS)
ALWAYS = ("Settings", "Sites", "Teachers", "Master schedule", "Coaches")

Row = dict[str, str]


@dataclass(slots=True)
class ImportWorkbook:
    """Rows by sheet, each with a key by which questions name it."""

    columns: dict[str, tuple[str, ...]] = field(default_factory=lambda: dict(COLUMNS))
    rows: dict[str, list[Row]] = field(default_factory=dict)
    keys: dict[tuple[str, str], int] = field(default_factory=dict)  # sheet, key -> place among its rows
    doubts: list[Doubt] = field(default_factory=list)

    def add(self, sheet: str, row: Row, key: str = "") -> None:
        """Add a row to a sheet; by its key it can be found again.

        Parameters
        ----------
        sheet
            the name of the sheet
        row
            the cells, by column
        key
            names the row in questions, "" where none is asked of it
        """
        rows = self.rows.setdefault(sheet, [])
        if key:
            self.keys.setdefault((sheet, key), len(rows))
        rows.append(row)

    def sort(self, sheet: str, order: Callable[[Row], tuple[object, ...]]) -> None:
        """Put the rows of a sheet in order; questions follow their rows."""
        rows = self.rows.get(sheet, [])
        places = sorted(range(len(rows)), key=lambda at: order(rows[at]))
        now = {before: after for after, before in enumerate(places)}
        self.rows[sheet] = [rows[at] for at in places]
        self.keys = {k: now[at] if k[0] == sheet else at for k, at in self.keys.items()}

    def ask(self, sheet: str, about: str, column: str, unknown: str, assumed: str, choices: str = "") -> None:
        """A question about a cell, once.

        Parameters
        ----------
        sheet
            the name of the sheet
        about
            the key of the row
        column
            the column of the cell
        unknown
            what the export does not say
        assumed
            what was assumed
        choices
            what else it could be
        """
        doubt = Doubt(sheet, about, column, unknown, assumed, choices)
        if doubt not in self.doubts:
            self.doubts.append(doubt)

    def address(self, sheet: str, about: str, column: str) -> str:
        """The cell of a row and column, "" where there is none.

        Parameters
        ----------
        sheet
            the name of the sheet
        about
            the key of the row
        column
            the column of the cell
        """
        at = self.keys.get((sheet, about))
        columns = self.columns.get(sheet, ())
        if at is None or column not in columns:
            return ""
        return f"{column_letters(columns.index(column) + 1)}{at + FIRST_ROW}"

    def done(
        self,
        kinds: Sequence[str],
        term: str,
        terms: Sequence[str],
        files: Sequence[TakenFile],
        mapped: Sequence[MapRow],
    ) -> Imported:
        """The finished import: questions in the order of the sheets and their rows.

        Parameters
        ----------
        kinds
            the kinds of export that were found
        term
            the term that was taken
        terms
            all terms of the export
        files
            what was taken of each file
        mapped
            the rows of the sheet Map
        """
        sheets = [
            ImportedSheet(
                name,
                self.columns[name],
                tuple(tuple(row.get(c, "") for c in self.columns[name]) for row in self.rows.get(name, [])),
            )
            for name in self.rows_in_order()
        ]
        places = {name: at for at, name in enumerate((*ORDER, "Import", "Map"))}
        ranked = sorted(self.doubts, key=lambda d: (places.get(d.sheet, 99), self.keys.get((d.sheet, d.about), -1)))
        asked = tuple(
            ImportQuestion(d.sheet, self.address(d.sheet, d.about, d.column), d.unknown, d.assumed, d.choices)
            for d in ranked
        )
        return Imported(tuple(kinds), term, tuple(terms), tuple(sheets), tuple(files), asked, tuple(mapped))

    def rows_in_order(self) -> list[str]:
        """The sheets that the workbook has, in the order of the contract, then others."""
        some = any(self.rows.get(name) for name in ("Teachers", "Master schedule"))
        named = [n for n in ORDER if self.rows.get(n) or (some and n in ALWAYS)]
        return named + [n for n in self.rows if n not in ORDER and self.rows[n]]
