"""Nothing that was typed is lost in silence: on mutated layouts, each filled cell below a header is read or named.

A cell counts as read where another text in it changes what is understood, or what is said.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from workbooks import Book as Grids
from workbooks import Grid

from intake.grids import larkspur
from scheduler.domain.place import column_letters
from scheduler.intake.files.raw_cells import Merge, RawSheet
from scheduler.intake.files.read_files import RawBook
from scheduler.intake.instance import instance_of
from scheduler.intake.problems import Problems
from scheduler.intake.tables.input_workbook import InputWorkbook

ODD_CELLS = ["Prep", "Lunch", "Planing", "24", "0", "None", "\N{EM DASH}", "Algebra / Prep", "x", "Conf. (Rm 2)", "N/A"]
HEADERS: list[Callable[[str], str]] = [
    lambda label: f"P{label}",
    lambda label: f"Period {label} (8:00-8:50)",
    lambda label: f"0{label}",
    lambda label: f"{label}.0",
    lambda label: f"Hour {label}",
    lambda label: f"{label}/{label}",
]


def full() -> Grids:
    """A school with something in every sheet that a grid is mutated in."""
    book = larkspur()
    book["Settings"] = [["key", "value"], ["cycles", 2], ["district", "Larkspur"]]
    book["Programs"] = [
        ["program", "session", "minutes", "per week", "when", "after"],
        ["Cycle", "Plan", 20, 1, "Prep", None],
        ["Cycle", "Observe", 30, 1, "Teaching", "Plan"],
    ]
    book["Teachers"][0].append("programs")
    for row in book["Teachers"][1:]:
        row.append("Cycle")
    book["Coach availability"] = [["coach", "period", "status"], ["C1", 1, "Avoid"], ["C1", 2, "Prefer"]]
    book["Rules"] = [["rule", "level", "value"], ["Flex time", "Option", 1]]
    return book


def mutated(book: Grids, chance: random.Random) -> tuple[Grids, list[tuple[str, Merge]]]:
    """A few changes of the layout that people make."""
    merges: list[tuple[str, Merge]] = []
    for _ in range(chance.randint(1, 5)):
        name = chance.choice(["Master schedule", "Master schedule", "Teachers", "Coaches", "Bell schedule", *book])
        grid = book[name]
        kind = chance.randrange(15)
        row = chance.randrange(1, len(grid)) if len(grid) > 1 else 0
        column = chance.randrange(len(grid[0])) if grid[0] else 0
        if kind == 0:
            grid.insert(0, [f"{name} of 2026-27", None, "draft"][: chance.randint(1, 3)])
            break  # rows have moved: what follows would hit other cells
        if kind in (1, 5):
            grid.insert(row, [] if kind == 1 else list(grid[0]))
        elif kind == 2:
            grid[0][column] = None
        elif kind == 3:
            grid[row] += [None] * (len(grid[0]) - len(grid[row])) + ["beside"]
        elif kind == 4:
            grid[0].append("Phone")
            grid[row] += [None] * (len(grid[0]) - 1 - len(grid[row])) + ["555-0101"]
        elif kind == 6 and name == "Master schedule":
            form = chance.choice(HEADERS)
            grid[0] = [form(str(cell)) if str(cell).isdigit() else cell for cell in grid[0]]
        elif kind == 7 and column < len(grid[row]) and name == "Master schedule" and column:
            grid[row][column] = chance.choice(ODD_CELLS)
        elif kind == 8 and name == "Master schedule" and 0 < column < len(grid[0]) - 1 and len(grid[row]) > column + 1:
            grid[row][column + 1] = None
            merges.append((name, Merge(row + 1, column + 1, row + 1, column + 2)))
        elif kind == 9:
            order = list(range(len(grid[0])))
            chance.shuffle(order)
            wide = [cells + [None] * (len(order) - len(cells)) for cells in grid]
            grid[:] = [[cells[at] for at in order] + cells[len(order) :] for cells in wide]
        elif kind > 10:
            doubtful(grid if name == "Master schedule" else [], kind, (row, column), chance)
        elif kind == 10 and grid[0] and isinstance(grid[0][column], str):
            text = str(grid[0][column])
            grid[0][column] = chance.choice([text.upper(), f"{text} ", f"{text}s", text[:-1] + "x"])
    return book, merges


def doubtful(grid: Grid, kind: int, at: tuple[int, int], chance: random.Random) -> None:
    """What may mean something that a grid of periods does not say: days, terms, other people, no course."""
    row, column = at
    if not grid or not 0 < column < min(len(grid[0]), len(grid[row])):
        return
    if kind == 11:
        grid[0][column] = f"{grid[0][column]} ({chance.choice(['Fri', 'A', 'S1', 'Mon-Fri', 'Rm 4'])})"
    elif kind == 12:
        aside(grid, chance.choice(["term", "Held", "Marking period"]), chance, ["S1-S2", "2026-27", "FY", "Q1, Q2"])
    elif kind == 13:
        aside(grid, chance.choice(["Co-teacher", "days", "When", "Notes"]), chance, ["Mon-Fri", "M-F", "T2", "x"])
    else:
        grid[row][column] = chance.choice(["TBD", "Advisory", "Common Planning", "4-Mar", "C/P", "Prep (A)/Bio"])


def aside(grid: Grid, header: str, chance: random.Random, texts: list[str]) -> None:
    """A column more, filled in each row."""
    width = len(grid[0])
    for number, line in enumerate(grid):
        line.extend([*[None] * (width - len(line)), header if number == 0 else chance.choice(texts)])


def raw_sheets(book: Grids, merges: list[tuple[str, Merge]], as_csv: bool) -> list[RawSheet]:
    return [
        RawSheet(
            "in.xlsx",
            name,
            {
                number: cells
                for number, row in enumerate(grid, 1)
                if (cells := {n: value for n, value in enumerate(row, 1) if value is not None})
            },
            [merge for sheet, merge in merges if sheet == name],
            is_csv=as_csv,
        )
        for name, grid in book.items()
    ]


def understood(sheets: list[RawSheet]) -> tuple[str, Problems, InputWorkbook]:
    problems = Problems()
    reading = InputWorkbook.of_books([RawBook("in.xlsx", copy.deepcopy(sheets))], problems)
    instance = instance_of(reading)
    return repr(replace(instance, problems=())), problems, reading


def is_named(problems: Problems, sheet: str, number: int, column: int, header_row: int) -> bool:
    """Whether a problem is at the cell, at the header over it, or where the cells beyond a header begin in its row."""
    letters = column_letters(column)
    places = {f"{letters}{number}", f"{letters}{header_row}"}
    beyond = {p.cell for p in problems.in_order() if p.code == "beyond-header" and (p.cell or "").endswith(str(number))}
    return any(p.sheet == sheet and (p.cell in places or p.cell in beyond) for p in problems.in_order())


def is_read(sheets: list[RawSheet], sheet: RawSheet, number: int, column: int) -> bool:
    """Whether another value in a cell makes another instance, or is told of."""
    value = sheet.rows[number][column]
    before, problems, _ = understood(sheets)
    said = [str(p) for p in problems.in_order()]
    changes = False
    for other in (f"Zz{value}", "Off"):  # of a coach's class only that there is one is kept
        sheet.rows[number][column] = other
        after, now, _ = understood(sheets)
        changes = changes or after != before or [str(p) for p in now.in_order()] != said
    sheet.rows[number][column] = value
    return changes


def beside_a_term(reading: InputWorkbook, sheet: RawSheet, number: int, column: int) -> int | None:
    """Of a cell that names a term, another row that names one: a term counts only beside a different one."""
    (table, *_) = reading.tables[sheet.name]
    if table.columns.get("term") != column:
        return None
    return next(
        (row for row in sheet.rows if row not in (number, table.header_row) and column in sheet.rows[row]), None
    )


def is_read_beside(sheets: list[RawSheet], sheet: RawSheet, number: int, column: int, beside: int) -> bool:
    """The same, with a term of its own in another row."""
    value = sheet.rows[beside][column]
    sheet.rows[beside][column] = "S2"
    found = is_read(sheets, sheet, number, column)
    sheet.rows[beside][column] = value
    return found


def lost_cells(seed: int) -> list[str]:
    """The cells of one mutated layout that are neither read nor named; of an input that is refused none."""
    chance = random.Random(seed)
    book, merges = mutated(full(), chance)
    sheets = raw_sheets(book, merges, as_csv=not merges and chance.random() < 0.3)
    _, problems, reading = understood(sheets)
    if problems.has_errors:
        return []
    headers = {table.sheet: table.header_row for tables in reading.tables.values() for table in tables}
    filled = [
        (sheet, number, column)
        for sheet in sheets
        for number, cells in sheet.rows.items()
        for column in cells
        if sheet.name in headers and number > headers[sheet.name]
    ]
    lost = []
    for sheet, number, column in chance.sample(filled, min(4, len(filled))):
        if is_named(problems, sheet.name, number, column, headers[sheet.name]):
            continue
        if not is_read(sheets, sheet, number, column):
            value = sheet.rows[number][column]
            beside = beside_a_term(reading, sheet, number, column)
            if beside is None or not is_read_beside(sheets, sheet, number, column, beside):
                lost.append(f"seed {seed}: {sheet.name}!{column_letters(column)}{number} {value!r}")
    return lost


def test_each_filled_cell_is_read_or_named() -> None:
    assert [lost for seed in range(20) for lost in lost_cells(seed)] == []


@pytest.mark.lands
@pytest.mark.parametrize("first", range(0, 200, 50))
def test_each_filled_cell_is_read_or_named_on_two_hundred_layouts(first: int) -> None:
    assert [lost for seed in range(first, first + 50) for lost in lost_cells(seed)] == []


@pytest.mark.deep
@pytest.mark.parametrize("first", range(1_000, 3_000, 100))
def test_each_filled_cell_is_read_or_named_on_many_layouts(first: int) -> None:
    assert [lost for seed in range(first, first + 100) for lost in lost_cells(seed)] == []
