"""What is wrong with a site's file, for the people of that site: nothing beyond their own file is told them.

The file is read twice. Once beside all the others, as it counts: what it then breaks is for the planner to see. And
once in a district in which nobody else is: the settings, the site's own bell schedule, its coaches by name, and of the
programs, and of the words for prep and the like, those that stand in the file itself. Only the words of the second
reading are for the site, so that no text can tell what is not there. What shows in the first alone (an id that somebody
else has) is said by its cell, in words that are the same whoever it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from scheduler.domain.instance import Instance
from scheduler.domain.matching import folded
from scheduler.domain.message import problem_of
from scheduler.domain.place import Place
from scheduler.domain.problem import Problem
from scheduler.intake.files.raw_cells import RawSheet, Value, column_number, text_of
from scheduler.intake.files.read_files import OfSites, RawBook, copied, read_files
from scheduler.intake.problems import Problems
from scheduler.intake.scenarios.scenario_sheet import ScenarioBuilder
from scheduler.intake.tables import cell_values
from scheduler.intake.tables.column_names import sheet_named
from scheduler.intake.tables.ids import Ids
from scheduler.intake.tables.input_workbook import InputWorkbook
from scheduler.intake.tables.table import Row, Table, shown
from scheduler.messages import sites as messages
from scheduler.messages.people import FOREIGN_TEACHER
from scheduler.messages.programs import UNKNOWN_PROGRAM

DISTRICT = "the district's file"
_CELL = re.compile(r"([A-Z]+)(\d+)")
Cells = Mapping[int, Value]
_SAFE = frozenset((FOREIGN_TEACHER.code,))  # said in the same words in both readings


@dataclass(frozen=True)
class SiteCheck:
    """What the people of a site are told of their file, and what it breaks in other files: that is the planner's."""

    problems: tuple[Problem, ...]
    elsewhere: tuple[Problem, ...]


def check_site_file(whole: ScenarioBuilder, own: Path, site: str, of_sites: OfSites) -> SiteCheck:
    """Check a site's file that is the last of those that `whole` has read, beside the others.

    Parameters
    ----------
    whole
        all files, read together
    own
        the site's file
    site
        the site's id
    of_sites
        the paths that are a site's, each with the site's id
    """
    told = Problems()
    books = read_files([own], told, of_sites)
    in_all = whole.problems.in_order()
    if any(book.sheets for book in books):
        _read_alone(books, whole, site, told)
    missing = {p.sheet for p in in_all if p.code == "missing-sheet"}

    def shown(place: Place) -> str:
        """A cell of the site's own file; of another, no more than that it is the district's."""
        return DISTRICT if place.file == DISTRICT else str(place)

    alone = [
        p for p in told.in_order(shown) if is_of(p.file, own.name) and (p.code != "missing-sheet" or p.sheet in missing)
    ]
    there = {(p.code, p.sheet, p.cell) for p in alone}
    blamed = {(p.sheet, p.cell) for p in alone if p.level == "error"}
    for p in in_all:
        if is_of(p.file, own.name) and (p.code, p.sheet, p.cell) not in there and (p.sheet, p.cell) not in blamed:
            alone += _without_others(p, _stands_at(books, p))
    elsewhere = tuple(
        p for p in in_all if p.level == "error" and not is_of(p.file, own.name) and p.code != "missing-sheet"
    )
    if elsewhere:
        alone.insert(0, problem_of(messages.OTHER_FILES_DO_NOT_FIT, Place(own.name)))
    return SiteCheck(tuple(alone), elsewhere)


def is_of(file: str, own: str) -> bool:
    """Whether a file is that one, or one in it."""
    return file == own or file.startswith(f"{own}/")


def _stands_at(books: Sequence[RawBook], problem: Problem) -> str:
    """What the file has in the cell of a problem."""
    found = _CELL.fullmatch(problem.cell or "")
    sheets = (s for b in books for s in b.sheets if (s.file, sheet_named(s.name)) == (problem.file, problem.sheet))
    if found is None:
        return ""
    return next((text_of(s.rows.get(int(found[2]), {}).get(column_number(found[1]))) for s in sheets), "")


def _without_others(problem: Problem, stands: str) -> Iterator[Problem]:
    """A problem that the file has only beside the others, in words that don't tell what is in those."""
    if problem.code in _SAFE:
        yield problem
    elif problem.level == "error" or problem.code in ("combined-class", "coach-elsewhere"):
        message = messages.CANNOT_BE_USED if stands else messages.CANNOT_BE_USED_AT_ALL
        fields = {"text": shown(stands)} if stands else {}
        yield replace(problem_of(message, Place(problem.file, problem.sheet), **fields), cell=problem.cell)


# ---- a district in which nobody else is


def _read_alone(books: Sequence[RawBook], whole: ScenarioBuilder, site: str, told: Problems) -> None:
    from scheduler.intake.instance import instance_of

    own = copied(books)
    sheets: list[RawSheet] = []
    term = "" if whole.reading is None else whole.reading.term
    if whole.reading is not None and whole.as_read is not None:
        if whole.reading.has("Sites") and site not in whole.as_read.sites:
            told.report(messages.NO_SUCH_SITE, Place(books[0].file), site=site)
            return
        programs = _programs_named(own, whole.as_read)
        sheets = [*_settings(whole.reading, own), *_part_of_district(whole.reading, whole.as_read, site, programs)]
    instance_of(InputWorkbook.of_books([*copied(books), RawBook(DISTRICT, sheets)], told, term))


def _programs_named(books: Sequence[RawBook], known: Instance) -> frozenset[str]:
    """The programs of the district that the site's teachers are in."""
    ids = Ids("a program", UNKNOWN_PROGRAM, "", known.programs)
    rows = [
        row for table in InputWorkbook.of_books(copied(books), Problems()).tables["Teachers"] for row in table.rows()
    ]
    texts = {part for row in rows for part in (*cell_values.parts_of(row.raw("programs")), row.text("programs"))}
    return frozenset(found for text in texts if (found := ids.find(text)) is not None)


def _settings(reading: InputWorkbook, own: Sequence[RawBook]) -> Iterator[RawSheet]:
    """The settings; of the words for what is no class those alone that the site's file uses."""
    texts = {
        folded(text_of(v)) for book in own for sheet in book.sheets for row in sheet.rows.values() for v in row.values()
    }

    def cells_of(row: Row) -> Cells:
        number = row.table.columns["value"]
        if not folded(row.text("key")).endswith("words") or number not in row.cells:
            return row.cells
        used = [w for w in cell_values.parts_of(row.cells[number]) if any(folded(w) in text for text in texts)]
        return {n: ", ".join(used) if n == number else value for n, value in row.cells.items() if n != number or used}

    for table in _of_district(reading, "Settings"):
        yield _some_rows(table, cells_of)


def _part_of_district(
    reading: InputWorkbook, known: Instance, site: str, programs: frozenset[str]
) -> Iterator[RawSheet]:
    here = known.sites.get(site)
    if here is not None:
        tables = _of_district(reading, "Bell schedule")
        named = {text.casefold() for t in tables for r in t.rows() if (text := r.text("bell schedule"))}
        blank_too = named <= {here.bell.casefold()}
        for table in tables:
            yield _some_rows(table, lambda row: row.cells if _is_on(row, here.bell, blank_too) else None)
        if reading.has("Sites"):
            yield _sheet("Sites", ("site", "bell schedule"), [(site, here.bell if named else "")])
    serving = [(c.id, c.name, site) for c in known.coaches.values() if site in c.sites]
    if reading.has("Coaches"):
        yield _sheet("Coaches", ("coach", "name", "sites"), serving)
    ours = _ids_of_district(reading)
    people = [(t.id, t.name, site) for t in known.teachers.values() if t.site == site and t.id in ours]
    if people:
        yield _sheet("Teachers", ("teacher", "name", "site"), people)
    ids = Ids("a program", UNKNOWN_PROGRAM, "", known.programs)
    for table in _of_district(reading, "Programs"):
        yield _some_rows(table, lambda row: _open_cells(row, ids, programs))


def _of_district(reading: InputWorkbook, sheet: str) -> list[Table]:
    return [table for table in reading.tables[sheet] if not table.raw.site]


def _ids_of_district(reading: InputWorkbook) -> frozenset[str]:
    return frozenset(row.text("teacher") for table in _of_district(reading, "Teachers") for row in table.rows())


def _is_on(row: Row, bell: str, blank_too: bool) -> bool:
    text = row.text("bell schedule")
    return text.casefold() == bell.casefold() if text else blank_too


def _open_cells(row: Row, ids: Ids, programs: frozenset[str]) -> Cells | None:
    """The cells of a row of a program that the site names; of those that do not go with it, the same."""
    if ids.find(row.text("program")) not in programs:
        return None
    number = row.table.columns.get("not with")
    cells = dict(row.cells)
    if number is not None and number in cells:
        kept = [part for part in cell_values.parts_of(cells[number]) if ids.find(part) in programs]
        cells[number] = ", ".join(kept) or None
    return {n: value for n, value in cells.items() if value is not None}


def _some_rows(table: Table, cells_of: Callable[[Row], Cells | None]) -> RawSheet:
    """A sheet with some of its rows, or some of their cells; merged cells are read already."""
    rows = {table.header_row: dict(table.header)}
    rows |= {row.number: dict(cells) for row in table.rows() if (cells := cells_of(row)) is not None}
    return RawSheet(DISTRICT, table.raw.name, rows, faulty=table.raw.faulty)


def _sheet(name: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> RawSheet:
    cells = ({n: text for n, text in enumerate(row, 1) if text} for row in (header, *rows))
    return RawSheet(DISTRICT, name, {number: dict(row) for number, row in enumerate(cells, 1)})
