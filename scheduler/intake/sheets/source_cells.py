"""Which cell says what, kept for the messages about a plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from scheduler.domain.instance import Instance
from scheduler.domain.place import column_letters
from scheduler.domain.source_cells import SourceCells
from scheduler.intake.sheets.master_schedule import Schedule
from scheduler.intake.tables import cell_values
from scheduler.intake.tables.input_workbook import InputWorkbook
from scheduler.intake.tables.table import Row
from scheduler.rules import RULES

_DEFINING = {"Coaches": ("coach",), "Teachers": ("teacher",), "Sites": ("site",), "Programs": ("program", "session")}


def source_cells(
    reading: InputWorkbook,
    instance: Instance,
    schedule: Schedule,
    said_of_coaches: Mapping[str, tuple[str, ...]],
    bell_cells: Mapping[str, tuple[str, ...]],
) -> SourceCells:
    """The cells of the rows of people, sites, programs and rules, of the bells' slots, and of what people do in each.

    Parameters
    ----------
    said_of_coaches
        the cells of Coach availability, a coach's slot by slot; a class in Master schedule comes before them
    bell_cells
        the cells of each bell schedule's slots
    """
    rows: dict[tuple[str, str], tuple[Mapping[str, str], int]] = {}
    for sheet, columns in _DEFINING.items():
        for row in _rows_of(reading, sheet):
            rows.setdefault((sheet, "/".join(row.text(c) for c in columns)), _letters(row))
    for row in _rows_of(reading, "Programs"):
        for column in ("coach role", "cycles"):  # of the program: the row that gives it
            if row.has(column):
                rows.setdefault(("Programs", f"{row.text('program')}/{column}"), _letters(row))
    for row in _rows_of(reading, "Rules"):  # of one rule, twice for one site, the later row counts
        name = cell_values.one_of(row.text("rule"), RULES)
        if name is not None:
            site = row.text("site")
            rows["Rules", f"{name}/{site}" if site else name] = _letters(row)
    sites = {t.id: t.site for t in instance.teachers.values()} | {c.id: c.home for c in instance.coaches.values()}
    states = {}
    for person, site in sites.items():
        cells = [_cell(schedule, person, place) for place in range(len(instance.slots(site)))]
        if person in instance.coaches:
            own = said_of_coaches.get(person, ())
            statuses = instance.availability[person]
            cells = [
                cell if status == "Teaching" and cell else said or cell
                for cell, said, status in zip(cells, own or [""] * len(cells), statuses, strict=True)
            ]
        states[person] = tuple(cells)
    return SourceCells(rows, states, bell_cells)


def _rows_of(reading: InputWorkbook, sheet: str) -> Iterator[Row]:
    return (row for table in reading.tables[sheet] for row in table.rows())


def _letters(row: Row) -> tuple[Mapping[str, str], int]:
    return {name: column_letters(number) for name, number in row.table.columns.items()}, row.number


def _cell(schedule: Schedule, person: str, place: int) -> str:
    found = schedule.where(person, place)
    return "" if found is None else str(found[0].at(found[1]))
