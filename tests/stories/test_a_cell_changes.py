"""A district is planned once; when a cell changes, only the site of that cell is planned again."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

pytestmark = [pytest.mark.story, pytest.mark.deep]
DISTRICT = Path(__file__).parents[2] / "instances" / "district"


def with_another_prep(folder: Path) -> None:
    """The first teacher of a site has prep in another period."""
    path = folder / "site-MVH.xlsx"
    book = openpyxl.load_workbook(path)
    row = next(book["Master schedule"].iter_rows(min_row=2))
    prep = next(i for i, cell in enumerate(row) if cell.value == "Prep")
    other = prep - 1 if prep > 1 else prep + 1
    row[prep].value, row[other].value = row[other].value, row[prep].value
    book.save(path)


def test_one_cell_of_a_district_is_a_third_of_the_work_and_the_plan_is_that_of_a_new_solve(tmp_path: Path):
    district, cache = tmp_path / "district", tmp_path / "cache"
    shutil.copytree(DISTRICT, district)

    def solve(plan: str, *words: str | Path) -> float:
        command = [sys.executable, "-m", "scheduler", "solve", district, "-o", tmp_path / plan, "--json", *words]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
        return json.loads(run.stdout)["seconds"]["solve"]

    first = solve("first.xlsx", "--cache", cache)
    with_another_prep(district)
    again = solve("again.xlsx", "--cache", cache)
    solve("anew.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == (tmp_path / "anew.xlsx").read_bytes()
    assert (tmp_path / "again.xlsx").read_bytes() != (tmp_path / "first.xlsx").read_bytes()
    assert again <= first / 3
    print(f"first {first:.1f} s, with one cell changed {again:.1f} s")
