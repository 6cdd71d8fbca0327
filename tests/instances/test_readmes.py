"""The READMEs of the instances are true: every cell that they name holds what they say."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.utils.cell import coordinate_to_tuple

from scheduler.domain.matching import folded

INSTANCES = Path(__file__).parents[2] / "instances"
# `Rules!A2` "Weekly coaching time", and the file where it is not the first that has the sheet
CELL = re.compile(r'`([A-Z][A-Za-z ]+)!([A-Z]+\d+)` "([^"]+)"')
FILE = re.compile(r" of (site-\w+\.xlsx)")
NAMES = ("des_moines", "instruction_partners", "santa_clara", "juneau", "district")


@cache
def sheets(file: Path) -> dict[str, list[list[str]]]:
    """The sheets of a workbook, or the one of a .csv, as text."""
    if file.suffix == ".csv":
        with file.open(encoding="utf-8-sig", newline="") as lines:
            return {folded(file.stem): list(csv.reader(lines))}
    book = load_workbook(file)
    return {
        folded(page.title): [["" if cell is None else str(cell) for cell in row] for row in page.values]
        for page in book
    }


def text_of(folder: Path, sheet: str, cell: str, file: str) -> str:
    row, column = coordinate_to_tuple(cell)
    files = [folder / file] if file else sorted(p for p in folder.iterdir() if p.suffix in (".xlsx", ".csv"))
    grid = next(found[folded(sheet)] for found in map(sheets, files) if folded(sheet) in found)
    return grid[row - 1][column - 1]


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_that_a_readme_names_holds_what_it_says(name: str) -> None:
    lines = (INSTANCES / name / "README.md").read_text(encoding="utf-8").splitlines()
    wrong, count = [], 0
    for line in lines:
        found = list(CELL.finditer(line))
        for match in found:
            sheet, cell, said = match.groups()
            named = FILE.search(line, match.end())  # a file is named after the cells that are in it
            file = named[1] if named else ""
            holds = text_of(INSTANCES / name, sheet, cell, file)
            count += 1
            if holds != said:
                wrong.append(f'{sheet}!{cell} of {file or "the instance"} is "{holds}", not "{said}"')
    assert wrong == []
    assert count >= 10


@pytest.mark.parametrize("name", NAMES)
def test_every_link_of_a_readme_leads_somewhere(name: str) -> None:
    for page in (INSTANCES / name / "README.md", INSTANCES.parent / "reports" / name / "README.md"):
        for target in re.findall(r"\]\(([^)#\s]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.parent.name}: {target}"
