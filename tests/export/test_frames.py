"""Plans as pandas tables: what stands in them is what stands in the workbook."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

import scheduler


def test_the_tables_are_those_of_the_workbook(tmp_path: Path) -> None:
    school = scheduler.read("instances/avuhsd/avuhsd.xlsx")
    solution = scheduler.solve(school)
    (path,) = scheduler.write(school, solution, tmp_path / "plan.xlsx")
    book = openpyxl.load_workbook(path)
    tables = scheduler.tables(school, solution)
    assert list(tables) == ["Rules", "Release periods", "Assignments", "Sessions", "Reserved time", "Unscheduled"]
    for name, table in tables.items():
        header, *rows = book[name].iter_rows(values_only=True)
        assert list(table.columns) == list(header)
        shown = [["" if cell is None else cell for cell in row] for row in rows if any(c is not None for c in row)]
        assert table.astype(object).where(table.notna(), "").to_numpy().tolist() == shown


@pytest.mark.parametrize("name", ["Sessions", "Assignments"])
def test_a_table_of_no_rows_has_its_columns(name: str) -> None:
    school = scheduler.read("instances/avuhsd/avuhsd.xlsx")
    solution = scheduler.solve(school, time_limit=0.001)
    assert "coach" in scheduler.tables(school, solution)[name].columns
