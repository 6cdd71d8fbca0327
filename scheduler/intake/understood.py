"""What was understood of an input: which sheets were found, where each column stands, and what is in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scheduler.domain.instance import Instance
from scheduler.domain.problem import Problem
from scheduler.domain.workbook import INPUT_SHEETS
from scheduler.intake.cells import column_letters, text_of
from scheduler.intake.instance import instance_of
from scheduler.intake.reading import Reading
from scheduler.intake.reports import Problems
from scheduler.intake.tables import Table

MOST_SAMPLES = 3
MOST_SAMPLE_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class UnderstoodColumn:
    """A column: the contract's name for it, its header as it is written, its letters, and its first values."""

    column: str
    header: str
    letters: str
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnderstoodSheet:
    """A sheet that was read: its file, its title there, the contract's name for it, the header's row, and how many rows
    are below. `periods` are the headers of a wide sheet that stand for periods."""

    file: str
    title: str
    sheet: str
    header_row: int
    rows: int
    columns: tuple[UnderstoodColumn, ...]
    periods: tuple[str, ...]


@dataclass(frozen=True)
class Understood:
    """The sheets of an input, its problems, and the instance where there is no error."""

    sheets: tuple[UnderstoodSheet, ...]
    problems: tuple[Problem, ...]
    instance: Instance | None


def understand_input(paths: Sequence[Path | str]) -> Understood:
    """What the files say, as far as it can be understood. Bad input never raises."""
    problems = Problems()
    reading = Reading(paths, problems)
    sheets = tuple(_sheet(table) for spec in INPUT_SHEETS for table in reading.tables[spec.name])
    instance = instance_of(reading) if any(book.sheets for book in reading.books) else None
    return Understood(sheets, problems.in_order(), None if problems.has_errors else instance)


def _sheet(table: Table) -> UnderstoodSheet:
    header = table.raw.rows[table.header_row]
    below = [number for number in sorted(table.raw.rows) if number > table.header_row]
    columns = []
    for column, number in sorted(table.columns.items(), key=lambda c: c[1]):
        found = (text_of(table.raw.rows[row].get(number)).strip() for row in below)
        samples = list(dict.fromkeys(text[:MOST_SAMPLE_CHARACTERS] for text in found if text))[:MOST_SAMPLES]
        columns.append(
            UnderstoodColumn(column, text_of(header.get(number)).strip(), column_letters(number), tuple(samples))
        )
    return UnderstoodSheet(
        table.raw.file,
        table.raw.name,
        table.sheet,
        table.header_row,
        len(below),
        tuple(columns),
        tuple(text for _, text in table.periods),
    )
