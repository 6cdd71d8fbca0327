"""`coach check --states`: what was understood, in lines, in JSON and as a workbook; and the term to plan."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl


def test_each_person_is_a_line(run, small_school: Path) -> None:
    result = run("check", small_school, "--states")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[:2] == [
        "T1: 1 Math · 2 Prep · 3 Math · 4 Math · 5 Math · 6 Math",
        "T2: 1 Art · 2 Art · 3 Prep · 4 Art · 5 Art · 6 Art",
    ]


def test_days_that_differ_are_lines_of_their_own(run, small_school: Path) -> None:
    text = "teacher,days,1,2\nT1,Mon,Math,Prep\nT1,Tue-Fri,Prep,Art\nT2,,Art,Art\n"
    (small_school / "Master schedule.csv").write_text(text, encoding="utf-8")
    lines = run("check", small_school, "--states").stdout.splitlines()
    assert [line[:40] for line in lines[:2]] == [
        "T1 (Mon): 1 Math · 2 Prep · 3 Prep · 4 P",
        "T1 (Tue, Wed, Thu, Fri): 1 Prep · 2 Art ",
    ]


def test_the_workbook_has_a_row_a_person(run, small_school: Path, tmp_path: Path) -> None:
    target = tmp_path / "understood.xlsx"
    assert run("check", small_school, "--states", "-o", target).exit_code == 0
    rows = list(openpyxl.load_workbook(target)["LHS"].values)
    assert rows[0] == ("person", "name", "days", "1", "2", "3", "4", "5", "6")
    assert rows[1] == ("T1", "T1", None, "Math", "Prep", "Math", "Math", "Math", "Math")
    assert [row[0] for row in rows[1:]] == ["T1", "T2", "C1", "C2"]


def test_the_workbook_is_never_an_input_and_is_what_states_says(run, small_school: Path, tmp_path: Path) -> None:
    assert run("check", small_school, "--states", "-o", small_school / "understood.xlsx").exit_code == 2
    assert run("check", small_school, "-o", tmp_path / "understood.xlsx").exit_code == 2


def test_in_json_the_lists_are_empty_where_there_is_an_error(run, school_with_errors: Path) -> None:
    told = json.loads(run("check", school_with_errors, "--states", "--json").stdout)
    assert list(told) == ["problems", "states", "bells", "teachers", "coaches", "sites", "rules"]
    assert [len(told[name]) for name in told][1:] == [0] * 6


def test_questions_stand_apart_from_notes(run, small_school: Path) -> None:
    text = "teacher,site,programms,shoe size\nT1,LHS,Coaching cycle,9\nT2,LHS,,9\n"
    (small_school / "Teachers.csv").write_text(text, encoding="utf-8")
    told = run("check", small_school).stdout
    question, note = told.index("To answer before a run"), told.index("For your information:")
    assert question < told.index('"programms"') < note < told.index('"shoe size"')
    assert told.endswith("No errors: ready to solve, once 1 question above is answered.\n")


def test_the_term_is_asked_for_and_named(run, small_school: Path, tmp_path: Path) -> None:
    text = "teacher,term,1,2\nT1,S1,Math,Prep\nT1,S2,Prep,Math\nT2,,Art,Art\n"
    (small_school / "Master schedule.csv").write_text(text, encoding="utf-8")
    plan = tmp_path / "plan.xlsx"
    assert run("check", small_school).exit_code == 3
    assert run("solve", small_school, "-o", plan).exit_code == 3
    assert run("check", small_school, "--term", "S2").exit_code == 0
    assert run("solve", small_school, "-o", plan, "--term", "S2").exit_code in (0, 4)
    summary = [row for row in openpyxl.load_workbook(plan)["Summary"].values if "Term" in row]
    assert [[cell for cell in row if cell] for row in summary] == [["Term", "S2"]]
    assert run("audit", small_school, plan).exit_code in (0, 4), "the plan names its term"
