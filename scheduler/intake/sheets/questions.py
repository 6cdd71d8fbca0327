"""The sheet Questions of an import: what was assumed is a warning at its cell until somebody confirms it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scheduler.domain.imported import QUESTION_COLUMNS, QUESTIONS
from scheduler.domain.matching import folded
from scheduler.domain.place import Place
from scheduler.intake.files.raw_cells import RawSheet, column_number, text_of
from scheduler.intake.files.read_files import RawBook
from scheduler.intake.problems import Problems
from scheduler.intake.tables.cell_values import yes_of
from scheduler.messages import imports as messages

_CELL = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_NEEDED = ("what is not known", "confirmed")


def say_open_questions(books: Sequence[RawBook], problems: Problems) -> None:
    """A warning for each question of an import that is not confirmed, at the cell that it is about."""
    for book in books:
        for sheet in book.sheets:
            if folded(sheet.name) == folded(QUESTIONS):
                _say(sheet, problems)


def _say(sheet: RawSheet, problems: Problems) -> None:
    places: dict[str, int] = {}
    for number in sorted(sheet.rows):
        cells = {at: text_of(value) for at, value in sheet.rows[number].items()}
        if not places:
            here = {folded(text): at for at, text in cells.items()}
            if all(folded(column) in here for column in _NEEDED):
                places = {c: here[folded(c)] for c in QUESTION_COLUMNS if folded(c) in here}
            continue
        row = {column: cells.get(at, "") for column, at in places.items()}
        if not row["what is not known"] or yes_of(row["confirmed"]):
            continue
        about, cell = row.get("sheet", ""), row.get("cell", "").upper()
        choices = f" (choices: {row['choices']})" if row.get("choices") else ""
        problems.report(
            messages.OPEN_QUESTION,
            _place(sheet, about, cell, number),
            question=row["what is not known"],
            assumed=row.get("what was assumed", "") or "nothing",
            choices=choices,
            row=number,
            sheet=QUESTIONS,
        )


def _place(sheet: RawSheet, about: str, cell: str, number: int) -> Place:
    """The cell that a question is about; of one that is about a whole sheet, that; of any other its own row."""
    found = _CELL.fullmatch(cell) if about else None
    if found:
        return Place(sheet.file, about, int(found[2]), column_number(found[1]))
    return Place(sheet.file, about) if about else Place(sheet.file, QUESTIONS, number, 1)
