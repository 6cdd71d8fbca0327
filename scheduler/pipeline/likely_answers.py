"""The road of an answer: what a check asks before a run, the likely answers, and a file in which they are made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.domain.edits import CannotEdit, FileEdit, LikelyAnswer
from scheduler.domain.problem import Problem

if TYPE_CHECKING:
    from scheduler.export.corrected import PlainSheet
    from scheduler.intake.files.raw_cells import RawSheet, Value

Doubt = tuple[str, str, str]  # of a warning: its code, its sheet and its text
NOT_ASKED = frozenset(("sheet-of-the-district",))  # somebody else decides it


@dataclass(frozen=True)
class Answerable:
    """A doubt of a file, with the answers that can be made for somebody; without any it is only to be confirmed."""

    doubt: Doubt
    answers: tuple[LikelyAnswer, ...]


def doubt_of(problem: Problem) -> Doubt:
    """What tells one doubt from another, wherever its cells are."""
    return problem.code, problem.sheet, problem.text


def answerable(path: Path, problems: Sequence[Problem], site: str = "") -> tuple[Answerable, ...]:
    """What a check asks of one file, with the likely answers.

    Parameters
    ----------
    path
        the file, alone
    problems
        what was said of it, beside the others
    site
        whose file it is, "" where it is the district's
    """
    from scheduler.intake.files.read_files import read_files
    from scheduler.intake.files.storable_text import with_whole_characters
    from scheduler.intake.likely_answers import likely_answers
    from scheduler.intake.problems import Problems
    from scheduler.intake.sheets.settings import read_settings
    from scheduler.intake.tables.input_workbook import InputWorkbook

    asked: dict[Doubt, list[Problem]] = {}
    for problem in problems:
        own = problem.file == path.name or problem.file.startswith(f"{path.name}/")
        if own and problem.level == "warning" and problem.code not in NOT_ASKED:
            asked.setdefault(doubt_of(problem), []).append(problem)
    if not asked:
        return ()
    of_sites = {path: site} if site else {}
    reading = InputWorkbook([path], Problems(), of_sites)
    settings = read_settings(reading)
    books = read_files([path], Problems(), of_sites)
    with_whole_characters(sheet for book in books for sheet in book.sheets)
    return tuple(
        Answerable(doubt, likely_answers(own, books, reading.tables, settings)) for doubt, own in asked.items()
    )


def write_corrected(path: Path, answers: Sequence[Sequence[FileEdit]], folder: Path) -> tuple[Path, tuple[int, ...]]:
    """Write a file anew with the edits of answers made, into a folder. The file, and which of the answers fit it no
    longer, because one before them was taken back: these are left out whole.

    Parameters
    ----------
    path
        the file as it was given
    answers
        the edits of each answer, in the order in which they were made
    folder
        where the corrected file is written

    Raises
    ------
    CannotEdit
        the file cannot be read, or not be written so that every other cell is read as before
    """
    from scheduler.export.corrected import corrected_file
    from scheduler.intake.edits import fitting, whole_book

    book, dropped = fitting(whole_book(path), answers)
    try:
        name, data = corrected_file(path.name, [_plain(sheet) for sheet in book.sheets])
    except ValueError as why:
        raise CannotEdit(f"a workbook cannot hold it: {why}") from why
    target = folder / name
    target.write_bytes(data)
    if _cells(whole_book(target).sheets) != _cells(book.sheets):
        raise CannotEdit("the corrected copy would not read the same in the other cells")
    return target, dropped


def _cells(sheets: Sequence[RawSheet]) -> list[tuple[bool, dict[tuple[int, int], str]]]:
    """What is to be the same: all that shows, figures to the fifteen digits that a workbook keeps."""
    return [
        (sheet.hidden, {(n, c): _shown(value) for n, row in sheet.rows.items() for c, value in row.items()})
        for sheet in sheets
    ]


def _shown(value: Value) -> str:
    from scheduler.intake.files.raw_cells import text_of

    return f"{value:.15g}" if isinstance(value, float) else text_of(value)


def _plain(sheet: RawSheet) -> PlainSheet:
    from scheduler.export.corrected import PlainSheet
    from scheduler.intake.files.raw_cells import ErrorValue, NoValue

    faults = {
        (number, column): value.text if isinstance(value, ErrorValue) else ""
        for number, row in sheet.rows.items()
        for column, value in row.items()
        if isinstance(value, ErrorValue | NoValue)
    }
    merges = [(m.first_row, m.first_column, m.last_row, m.last_column) for m in sheet.merges if m.cells > 1]
    return PlainSheet(
        sheet.file,
        sheet.name,
        sheet.rows,
        merges,
        faults if not sheet.is_csv else {},
        sheet.hidden,
        sheet.is_csv,
        sheet.width,
    )
