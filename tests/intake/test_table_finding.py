"""Cells as a table takes them: merged cells of what a row belongs to, and whole numbers as exports write them."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from workbooks import changed, save, school

from scheduler.intake import check_input, read_instance

COACHES = "coach,name,sites\n900,Cy,LHS\n"
TEACHERS = "teacher,name,site,avoid coach\n417,Ann,LHS,900\n418,Bob,LHS,\n"
SCHEDULE = "teacher,1,2,3,4,5,6\n417,Alg,Prep,Alg,Geo,Geo,Alg\n418,Art,Art,Prep,Art,Art,Art\n"


def folder(tmp_path: Path, **sheets: str) -> list[Path]:
    for name, text in sheets.items():
        (tmp_path / f"{name.replace('_', ' ')}.csv").write_text(text, encoding="utf-8")
    return [tmp_path]


def with_decimals(text: str) -> str:
    for number in ("417", "418", "900"):
        text = text.replace(number, f"{number}.0")
    return text


@pytest.mark.parametrize("decimals", [(0, 0, 1), (0, 1, 0), (1, 0, 0), (1, 1, 0), (1, 1, 1)])
def test_an_id_that_an_export_wrote_with_decimals_is_the_whole_number(
    tmp_path: Path, decimals: tuple[int, ...]
) -> None:
    texts = [with_decimals(t) if d else t for t, d in zip((COACHES, TEACHERS, SCHEDULE), decimals, strict=True)]
    inputs = folder(tmp_path, Coaches=texts[0], Teachers=texts[1], Master_schedule=texts[2])
    instance = read_instance(inputs)
    assert list(instance.teachers) == ["417", "418"]
    assert instance.teachers["417"].avoid_coaches == ("900",)
    assert [p for p in instance.problems if p.level != "note"] == []


def test_a_version_is_no_whole_number(tmp_path: Path) -> None:
    programs = "program,session,activity,minutes,per week,when\nMath 2.0,Talk,Plan,30,1,Prep\n"
    inputs = folder(tmp_path, Coaches=COACHES, Teachers=TEACHERS, Master_schedule=SCHEDULE, Programs=programs)
    assert "Math 2.0" in read_instance(inputs).programs


@pytest.mark.parametrize(("sheet", "cells"), [("Teachers", "C2:C4"), ("Coaches", "C2:C3")])
def test_a_site_that_is_merged_down_holds_in_each_row(tmp_path: Path, sheet: str, cells: str) -> None:
    first, last = cells.split(":")
    blank = {f"{sheet}!C{row}": None for row in range(int(first[1:]) + 1, int(last[1:]) + 1)}
    path = save(tmp_path / "in.xlsx", changed(school(), blank))
    book = openpyxl.load_workbook(path)
    book[sheet].merge_cells(cells)
    book.save(path)
    (note,) = check_input([path])
    assert (note.level, note.code, note.where) == ("note", "merged-cells", f"{sheet}!C2")
    instance = read_instance([path])
    assert {t.site for t in instance.teachers.values()} == {"LHS"}
    assert {c.home for c in instance.coaches.values()} == {"LHS"}
