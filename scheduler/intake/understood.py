"""What was understood of an input: which sheets were found, where each column stands, and what is in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from scheduler.domain.instance import Instance
from scheduler.domain.problem import Problem
from scheduler.intake.cells import Value, column_letters, text_of
from scheduler.intake.scenarios import check_study
from scheduler.intake.tables import Table
from scheduler.schema.sheets import INPUT_SHEETS

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
    """The sheets of an input, its problems and its scenarios', and the instance where it has no error itself."""

    sheets: tuple[UnderstoodSheet, ...]
    problems: tuple[Problem, ...]
    instance: Instance | None


def understand_input(paths: Sequence[Path | str]) -> Understood:
    """What the files say, as far as it can be understood, and all that a check says. Bad input never raises."""
    study = check_study(paths)
    tables = study.reading.tables if study.reading is not None else {}
    sheets = tuple(_sheet(table) for spec in INPUT_SHEETS for table in tables.get(spec.name, ()))
    return Understood(sheets, study.problems.in_order(), study.instance)


def _sheet(table: Table) -> UnderstoodSheet:
    header = table.raw.rows[table.header_row]
    below = [number for number in sorted(table.raw.rows) if number > table.header_row]
    wanted = frozenset(table.columns.values())
    filled = [row for row in below if not wanted.isdisjoint(table.raw.rows[row])]
    columns = []
    for column, number in sorted(table.columns.items(), key=lambda c: c[1]):
        values = (table.raw.rows[row].get(number) for row in filled)
        header_text = text_of(header.get(number)).strip()
        columns.append(UnderstoodColumn(column, header_text, column_letters(number), _samples(values)))
    return UnderstoodSheet(
        table.raw.file,
        table.raw.name,
        table.sheet,
        table.header_row,
        len(below),
        tuple(columns),
        tuple(text for _, text in table.periods),
    )


def _samples(values: Iterable[Value]) -> tuple[str, ...]:
    """The first few that differ; the rest is not looked at."""
    found: dict[str, None] = {}
    for value in values:
        if value is not None and (text := text_of(value).strip()[:MOST_SAMPLE_CHARACTERS]):
            found.setdefault(text)
            if len(found) == MOST_SAMPLES:
                break
    return tuple(found)
