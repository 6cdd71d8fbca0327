"""Which cell says what, kept for the messages about a plan."""

from __future__ import annotations

from collections.abc import Mapping

from scheduler.domain.instance import Instance
from scheduler.domain.place import column_letters
from scheduler.domain.source_cells import SourceCells
from scheduler.intake.cells import text_of
from scheduler.intake.reading import InputWorkbook
from scheduler.intake.schedule import Schedule

_DEFINING = {"Coaches": "coach", "Teachers": "teacher"}


def source_cells(
    reading: InputWorkbook, instance: Instance, schedule: Schedule, said_of_coaches: Mapping[str, tuple[str, ...]]
) -> SourceCells:
    """The cells of people's own columns, and of what they do in each slot. `said_of_coaches` are those of Coach
    availability; a class in Master schedule comes before them."""
    rows: dict[tuple[str, str], tuple[Mapping[str, str], int]] = {}
    for sheet, column in _DEFINING.items():
        for table in reading.tables[sheet]:
            letters = {name: column_letters(number) for name, number in table.columns.items()}
            for number, found in table.raw.rows.items():
                if number > table.header_row and number not in table.skipped:
                    rows.setdefault((sheet, text_of(found.get(table.columns[column])).strip()), (letters, number))
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
    return SourceCells(rows, states)


def _cell(schedule: Schedule, person: str, place: int) -> str:
    found = schedule.where(person, place)
    return "" if found is None else str(found[0].at(found[1]))
