"""A copy of somebody's workbook with its bad cells marked."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font

from scheduler.domain.problem import Problem
from scheduler.export.annotate import annotated_copy


def book(**changes: Any) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "TEACHERS"
    sheet["A1"], sheet["A2"], sheet["B2"] = "teacher", "T1", "=1+1"
    sheet["A2"].font = Font(bold=True)
    for cell, value in changes.items():
        sheet[cell] = value
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def problem(cell: str | None = "A2", level: Any = "error", text: str = '"T1" is wrong.') -> Problem:
    return Problem("code", level, "in.xlsx", "Teachers", cell, text, "Fix it.")


def copy(*problems: Problem, data: bytes | None = None) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(annotated_copy(data or book(), problems, {"Teachers": "TEACHERS"})))


def test_a_bad_cell_is_filled_edged_and_noted() -> None:
    cell = copy(problem())["TEACHERS"]["A2"]
    assert (cell.value, cell.font.bold) == ("T1", True), "what stood there stays"
    assert cell.fill.fgColor.rgb == "00F8D9C6"
    assert cell.border.left.style == "medium"
    assert cell.comment.text == '"T1" is wrong. Fix it.'


def test_a_cell_with_two_problems_has_both_and_looks_like_the_worse() -> None:
    cell = copy(problem(level="warning", text="Odd."), problem())["TEACHERS"]["A2"]
    assert cell.comment.text == 'Question: Odd. Fix it.\n\n"T1" is wrong. Fix it.'
    assert cell.fill.fgColor.rgb == "00F8D9C6"


def test_the_others_and_their_formulas_stay_as_they_are() -> None:
    sheet = copy(problem())["TEACHERS"]
    assert sheet["B2"].value == "=1+1"
    assert sheet["A1"].comment is None


def test_every_problem_is_in_the_list_those_of_no_cell_too() -> None:
    rows = list(copy(problem(), problem(cell=None, text="No rows."))["Problems"].values)
    assert rows == [
        ("Level", "Sheet", "Cell", "What is wrong", "How to fix it"),
        ("error", "TEACHERS", "A2", '"T1" is wrong.', "Fix it."),
        ("error", "TEACHERS", None, "No rows.", "Fix it."),
    ]


@pytest.mark.parametrize("text", ["=cmd()", "+1", "@x", "a\x07b"])
def test_what_a_problem_quotes_is_never_a_formula(text: str) -> None:
    cell = copy(problem(text=text))["Problems"]["D2"]
    assert cell.data_type == "s"
    assert cell.value == text.replace("\x07", "\N{REPLACEMENT CHARACTER}")


def test_a_cell_inside_a_merge_is_marked_at_its_first() -> None:
    made = openpyxl.load_workbook(io.BytesIO(book(A3="T2")))
    made["TEACHERS"].merge_cells("A2:A3")
    out = io.BytesIO()
    made.save(out)
    assert copy(problem(cell="A3"), data=out.getvalue())["TEACHERS"]["A2"].comment is not None
