"""What was understood of an input: which sheets were found, where each column stands, and what is in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scheduler.domain.instance import Instance
from scheduler.domain.place import column_letters
from scheduler.domain.problem import Problem
from scheduler.intake.files.raw_cells import RawSheet, Value, text_of
from scheduler.intake.files.read_files import NO_SITES, OfSites
from scheduler.intake.scenarios.scenario_sheet import ScenarioBuilder, check_study
from scheduler.intake.site_check import check_site_file, is_of
from scheduler.intake.tables.table import Table
from scheduler.schema.sheets import INPUT_SHEETS

MOST_SAMPLES = 3
MOST_ROWS_SHOWN = 20  # of a sheet that does not count; the file itself has all of them
MOST_CELLS_SHOWN = 12
MOST_CELL_CHARACTERS = 100
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


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A sheet of a site's file that does not count there: a question to the planner. The first rows, as text; `rows`
    says how many there are."""

    file: str
    title: str
    sheet: str
    rows: int
    first: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Understood:
    """The sheets of an input, its problems and its scenarios', and the instance where it has no error itself. Of sites'
    files, what was left out. Of one site's file alone, the problems are those that may be told there, and `elsewhere`
    are those of other files, for the planner."""

    sheets: tuple[UnderstoodSheet, ...]
    problems: tuple[Problem, ...]
    instance: Instance | None
    left_out: tuple[LeftOut, ...] = ()
    elsewhere: tuple[Problem, ...] = ()


def understand_input(paths: Sequence[Path | str], of_sites: OfSites = NO_SITES, term: str = "") -> Understood:
    """What the files say, as far as it can be understood, and all that a check says. Bad input never raises.

    Parameters
    ----------
    paths
        workbooks, .csv files, folders and .zips
    of_sites
        the paths that are a site's, each with the site's id
    term
        the term to plan, "" for the one in Settings
    """
    return _understood(check_study(paths, of_sites, term))


def understand_site_file(own: Path, others: Sequence[Path], site: str, of_sites: OfSites = NO_SITES) -> Understood:
    """What a site's file says, beside the others, with nothing in words or sheets that is not in the file itself.

    Parameters
    ----------
    own
        the site's file
    others
        the files of the district and of other sites
    site
        the site's id
    of_sites
        the paths that are a site's, each with the site's id
    """
    sites = {**of_sites, own: site}
    study = check_study([*others, own], sites)
    found, checked = _understood(study), check_site_file(study, own, site, sites)
    return replace(
        found,
        sheets=tuple(s for s in found.sheets if is_of(s.file, own.name)),
        left_out=tuple(s for s in found.left_out if is_of(s.file, own.name)),
        problems=checked.problems,
        elsewhere=checked.elsewhere,
    )


def _understood(study: ScenarioBuilder) -> Understood:
    tables = study.reading.tables if study.reading is not None else {}
    sheets = tuple(_sheet(table) for spec in INPUT_SHEETS for table in tables.get(spec.name, ()))
    left_out = study.reading.left_out if study.reading is not None else ()
    return Understood(
        sheets, study.problems.in_order(), study.instance, tuple(_left_out(sheet, raw) for sheet, raw in left_out)
    )


def _left_out(sheet: str, raw: RawSheet) -> LeftOut:
    numbers = sorted(raw.rows)
    width = min(MOST_CELLS_SHOWN, max(max(raw.rows[n], default=0) for n in numbers))
    first = tuple(
        tuple(text_of(raw.rows[n].get(c))[:MOST_CELL_CHARACTERS] for c in range(1, width + 1))
        for n in numbers[:MOST_ROWS_SHOWN]
    )
    return LeftOut(raw.file, raw.name, sheet, len(numbers), first)


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
