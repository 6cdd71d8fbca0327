"""The likely answers to what a check asks before a run: what its own advice says, as edits of the file's sheets.

Each doubt by its code; of a doubt that is not here, the likely answer is that it is meant as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from scheduler.domain.edits import FileEdit, LikelyAnswer
from scheduler.domain.instance import Settings
from scheduler.domain.matching import folded
from scheduler.domain.problem import Problem
from scheduler.intake.files.raw_cells import RawSheet, column_number, text_of
from scheduler.intake.files.read_files import RawBook
from scheduler.intake.sheets.schedule_cell import CellWords
from scheduler.intake.tables.column_names import columns_in, sheet_named
from scheduler.intake.tables.table import Table
from scheduler.messages import CATALOGUE

_CELL = re.compile(r"([A-Z]+)(\d+)")
_TIME = re.compile(r"(\d{1,2})(?::(\d\d))?(?::\d\d)?")
_RULE_AT = re.compile(r"(?:Rules!)?([A-Z]+)(\d+)")
_MOST_NAMED = 3
_NOON = 12


@dataclass(frozen=True)
class _Asked:
    """A doubt of one sheet with all the cells of which it is said, and what is known of the file."""

    problems: Sequence[Problem]
    sheet: RawSheet
    books: Sequence[RawBook]
    tables: Mapping[str, Sequence[Table]]
    settings: Settings

    @property
    def first(self) -> Problem:
        return self.problems[0]

    def fields(self, problem: Problem | None = None) -> Mapping[str, str]:
        """What the message of a problem (the first one) names; {} where none of the catalogue's says it so."""
        said = problem or self.first
        own = (message for message in CATALOGUE.values() if (message.code, message.level) == (said.code, said.level))
        return next((found for message in own if (found := message.read(said.text, said.fix)) is not None), {})

    def meant(self) -> str:
        """The name that a sheet, a column or a key is near to."""
        found = self.fields()
        return found.get("meant") or found.get("near") or ""

    def cells(self) -> Iterator[tuple[int, int]]:
        """(row, column) of each cell of which it is said."""
        for problem in self.problems:
            if found := _CELL.fullmatch(problem.cell or ""):
                yield int(found[2]), column_number(found[1])

    def text(self, row: int, column: int) -> str:
        return text_of(self.sheet.rows.get(row, {}).get(column))

    def write(self, row: int, column: int, value: str) -> FileEdit:
        return FileEdit("cell", self.sheet.file, self.sheet.name, row, column, self.text(row, column), value)

    def delete(self, row: int, column: int) -> FileEdit:
        return FileEdit("row", self.sheet.file, self.sheet.name, row, column, self.text(row, column))


def likely_answers(
    problems: Sequence[Problem], books: Sequence[RawBook], tables: Mapping[str, Sequence[Table]], settings: Settings
) -> tuple[LikelyAnswer, ...]:
    """The answers, the likeliest first, that the advice of one doubt asks for; () where it is only to be confirmed.

    Parameters
    ----------
    problems
        the doubt at each of its cells: one code, sheet and text
    books
        the sheets of the file as they stand
    tables
        those of the input, by the contract's name
    settings
        of the district, with its words for prep and the like; of a site's file, what the site may know
    """
    first = problems[0]
    make = _BY_CODE.get(first.code)
    own = [s for book in books for s in book.sheets if s.file == first.file]
    found = [s for s in own if first.sheet in (sheet_named(s.name), s.name)]
    if make is None or len(found) != 1:
        return ()
    return tuple(a for a in make(_Asked(problems, found[0], books, tables, settings)) if a.edits)


# ---- by code


def _rename_sheet(asked: _Asked) -> Iterator[LikelyAnswer]:
    if meant := asked.meant():
        edit = FileEdit("title", asked.sheet.file, asked.sheet.name, value=meant)
        yield LikelyAnswer(f"Read this sheet as {meant}", (edit,))


def _rename_cell(asked: _Asked) -> Iterator[LikelyAnswer]:
    if meant := asked.meant():
        edits = tuple(asked.write(*cell, meant) for cell in asked.cells())
        yield LikelyAnswer(f"Read it as {meant}", edits)


def _fix_spelling(asked: _Asked) -> Iterator[LikelyAnswer]:
    """Each text that is near a word becomes that word, as the advice says first."""
    words = CellWords(asked.settings)
    edits: list[FileEdit] = []
    named: dict[str, str] = {}
    for table in asked.tables.get("Master schedule", ()):
        if table.raw.file != asked.sheet.file or table.raw.name != asked.sheet.name:
            continue
        columns = [number for number, _ in table.periods] if table.wide else [table.columns.get("course", 0)]
        for row in table.rows():
            for number in columns:
                text = text_of(row.cells.get(number))
                meaning = words.read(text) if text else None
                if meaning is not None and meaning.doubt == "near" and meaning.near:
                    edits.append(asked.write(row.number, number, meaning.near))
                    named.setdefault(text, meaning.near)
    pairs = [f'"{text}" as {word}' for text, word in list(named.items())[:_MOST_NAMED]]
    more = f" and {len(named) - _MOST_NAMED} more texts so" if len(named) > _MOST_NAMED else ""
    yield LikelyAnswer(f"Read {', '.join(pairs)}{more}", tuple(edits))


def _confirm(asked: _Asked) -> Iterator[LikelyAnswer]:
    """A question of an import: Y under confirmed."""
    number = int(asked.fields().get("row", 0))
    for sheet in (s for book in asked.books for s in book.sheets if s.file == asked.sheet.file):
        if folded(sheet.name) != "questions":
            continue
        for cells in (sheet.rows[n] for n in sorted(sheet.rows)):
            at = next((at for at, value in cells.items() if folded(text_of(value)) == "confirmed"), 0)
            if at:
                was = text_of(sheet.rows.get(number, {}).get(at))
                yield LikelyAnswer(
                    "Yes, as assumed",
                    (FileEdit("cell", sheet.file, sheet.name, number, at, was, "Y"),) if number else (),
                )
                return


def _delete_rows(says: str) -> Callable[[_Asked], Iterator[LikelyAnswer]]:
    def make(asked: _Asked) -> Iterator[LikelyAnswer]:
        yield LikelyAnswer(says, tuple(asked.delete(*cell) for cell in asked.cells()))

    return make


def _delete_totals(asked: _Asked) -> Iterator[LikelyAnswer]:
    """All rows that have the site which only rows of totals have."""
    edits = {
        number: asked.delete(number, column)
        for row, column in asked.cells()
        for number in asked.sheet.rows
        if asked.text(number, column) == asked.text(row, column)
    }
    yield LikelyAnswer("It is a total: leave the row out", tuple(edits.values()))


def _clear(says: str) -> Callable[[_Asked], Iterator[LikelyAnswer]]:
    def make(asked: _Asked) -> Iterator[LikelyAnswer]:
        yield LikelyAnswer(says, tuple(asked.write(*cell, "") for cell in asked.cells() if asked.text(*cell)))

    return make


def _afternoon(asked: _Asked) -> Iterator[LikelyAnswer]:
    """Afternoon for each time that is in the night, and for the end of its row."""
    edits: dict[tuple[int, int], FileEdit] = {}
    for row, column in asked.cells():
        early = _hour(asked.text(row, column))
        if early is None or early >= _NOON:
            return
        for at in _times_of_row(asked, column):
            text = asked.text(row, at)
            hour = _hour(text)
            if hour is not None and early <= hour < _NOON:
                minutes = text.partition(":")[2][:2] or "00"
                edits[row, at] = asked.write(row, at, f"{hour + 12}:{minutes}")
    times = ", ".join(edit.value for edit in list(edits.values())[:_MOST_NAMED])
    more = " ..." if len(edits) > _MOST_NAMED else ""
    yield LikelyAnswer(f"The afternoon is meant: {times}{more}", tuple(edits.values()))


def _hour(text: str) -> int | None:
    found = _TIME.fullmatch(text)
    return None if found is None else int(found[1])


def _times_of_row(asked: _Asked, column: int) -> list[int]:
    """The columns of start and end of the table that has the column; the column alone where it is another's."""
    for table in asked.tables.get(asked.first.sheet, ()):
        times = [table.columns[name] for name in ("start", "end") if name in table.columns]
        if table.raw.file == asked.sheet.file and table.raw.name == asked.sheet.name and column in times:
            return times
    return [column]


def _same_site(asked: _Asked) -> Iterator[LikelyAnswer]:
    found = asked.fields()
    column = next((column for _, column in asked.cells()), 0)
    if not found or not column:
        return
    site, other = found["site"], found["other"]
    rows = [n for n in asked.sheet.rows if asked.text(n, column) == site]
    yield LikelyAnswer(f"They are one site: {other}", tuple(asked.write(n, column, other) for n in rows))


def _earlier_rule(asked: _Asked) -> Iterator[LikelyAnswer]:
    found = _RULE_AT.fullmatch(asked.fields().get("place", ""))
    if found is not None:
        row, column = int(found[2]), column_number(found[1])
        if asked.text(row, column):
            yield LikelyAnswer(f"Leave out the earlier row, {row}", (asked.delete(row, column),))


def _all_cycles(asked: _Asked) -> Iterator[LikelyAnswer]:
    yield LikelyAnswer("All cycles of the year", tuple(asked.write(*cell, "All") for cell in asked.cells()))


def _no_lunch(asked: _Asked) -> Iterator[LikelyAnswer]:
    """Teaching or Prep, where the sheet has a column `when` to write it into."""
    edits = []
    for row, column in asked.cells():
        header = [text_of(cells.get(column)) for n, cells in sorted(asked.sheet.rows.items()) if n < row]
        if not any(columns_in("Programs", [text]).keys() >= {"when"} for text in header if text):
            return
        edits.append(asked.write(row, column, "Teaching, Prep"))
    yield LikelyAnswer("Never at Lunch: while teaching, or on prep", tuple(edits))


def _off_instead(asked: _Asked) -> Iterator[LikelyAnswer]:
    """Of teachers without a row: the other reading, by Settings. A site's file has none that counts."""
    if not asked.sheet.site:
        edit = FileEdit("setting", asked.sheet.file, "Settings", was="blank means", value="Off")
        yield LikelyAnswer("No: whatever is blank is not at work", (edit,))


_BY_CODE: Mapping[str, Callable[[_Asked], Iterator[LikelyAnswer]]] = {
    "near-sheet": _rename_sheet,
    "near-column": _rename_cell,
    "near-setting": _rename_cell,
    "near-a-word": _fix_spelling,
    "open-question": _confirm,
    "night-time": _afternoon,
    "sites-alike": _same_site,
    "site-of-a-total": _delete_totals,
    "rule-twice": _earlier_rule,
    "travel-to-itself": _delete_rows("Leave the row out"),
    "not-with-itself": _clear("Clear the cell"),
    "pin-column-unused": _clear("Clear the cell"),
    "differs": _clear("Clear this cell: the first row holds"),
    "too-many-cycles": _all_cycles,
    "when-blank-books-lunch": _no_lunch,
    "no-schedule": _off_instead,
}
CODES = frozenset(_BY_CODE)
