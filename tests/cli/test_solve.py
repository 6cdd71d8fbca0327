"""What each command prints and which exit code it gives, on a small school."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from scheduler import pipeline

PROBLEM_KEYS = ["code", "level", "file", "sheet", "cell", "text", "fix"]
NUMBER = r"[0-9.]+"


def test_a_sound_input_is_ready_to_solve(run, small_school: Path) -> None:
    result = run("check", small_school)
    assert (result.exit_code, result.stdout) == (0, "No errors: ready to solve.\n")


def test_check_names_every_problem_under_its_sheet(run, school_with_errors: Path) -> None:
    result = run("check", school_with_errors)
    assert result.exit_code == 3
    assert "Teachers: 2 errors\n" in result.stdout
    assert [line.split()[0] for line in result.stdout.splitlines() if line.startswith("  ")] == ["C2", "A4", "D1"]
    assert result.stdout.endswith("\nNot ready to solve: 2 errors, 1 note. Fix the errors and try again.\n")


def test_check_as_json_is_one_object_with_the_problems(run, school_with_errors: Path) -> None:
    result = run("check", school_with_errors, "--json")
    assert result.exit_code == 3
    assert result.stderr == ""
    told = json.loads(result.stdout)
    assert list(told) == ["problems"]
    assert all(list(problem) == PROBLEM_KEYS for problem in told["problems"])
    assert [(p["level"], p["sheet"], p["cell"]) for p in told["problems"]] == [
        ("note", "Teachers", "D1"),
        ("error", "Teachers", "C2"),
        ("error", "Teachers", "A4"),
    ]


def test_check_as_json_of_a_sound_input_is_an_empty_list(run, small_school: Path) -> None:
    result = run("check", small_school, "--json")
    assert (result.exit_code, json.loads(result.stdout)) == (0, {"problems": []})


def test_solve_refuses_an_input_with_errors_and_writes_nothing(run, school_with_errors: Path, tmp_path: Path) -> None:
    result = run("solve", school_with_errors, "-o", tmp_path / "plan.xlsx")
    assert result.exit_code == 3
    assert result.stdout == ""
    assert "Teachers: 2 errors\n" in result.stderr
    assert not (tmp_path / "plan.xlsx").exists()


def test_solve_as_json_of_an_input_with_errors_is_the_problems(run, school_with_errors: Path, tmp_path: Path) -> None:
    result = run("solve", school_with_errors, "-o", tmp_path / "plan.xlsx", "--json")
    assert result.exit_code == 3
    assert [p["cell"] for p in json.loads(result.stdout)["problems"]] == ["D1", "C2", "A4"]


@pytest.mark.parametrize("command", ["check", "solve", "audit"])
def test_an_input_that_is_not_there_cannot_be_read(run, command: str, tmp_path: Path) -> None:
    rest = {"check": [], "solve": ["-o", tmp_path / "plan.xlsx"], "audit": [tmp_path / "plan.xlsx"]}[command]
    result = run(command, tmp_path / "nowhere.xlsx", *rest)
    assert result.exit_code == 3
    assert "nowhere.xlsx" in result.output


def test_solve_says_what_was_proven_where_it_falls_short_and_where_the_plan_is(
    run, small_school: Path, tmp_path: Path
) -> None:
    plan = tmp_path / "plan.xlsx"
    result = run("solve", small_school, "-o", plan)
    assert result.exit_code == 0, result.output
    lines = result.stdout.strip().splitlines()
    assert lines[0] == "Proven optimal: no plan scores better."
    assert lines[1] == (
        "1 site, 2 coaches, 2 teachers, 1 cycle: 2 of 2 sessions placed, 2 of 2 enrollments with a coach."
    )
    assert [line.split() for line in lines[3:7]] == [
        ["Score", "At", "best"],
        ["Required", "0", "0", "proven", "best"],
        ["Recommended", "0", "0", "proven", "best"],
        ["Option", "0", "0", "proven", "best"],
    ]
    assert lines[8] == "No rule falls short."
    assert lines[-2] == f"Plan: {plan}"
    assert re.fullmatch(rf"{NUMBER} s: read {NUMBER}, solve {NUMBER}, audit {NUMBER}, write {NUMBER}", lines[-1])
    assert result.stderr.splitlines()[:2] == ["Reading the input", "Solving"]
    assert plan.exists()


def test_solve_as_json_is_one_object_and_nothing_else(run, small_school: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.xlsx"
    result = run("solve", small_school, "-o", plan, "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    told = json.loads(result.stdout)
    assert list(told) == ["status", "score", "bound", "seconds", "late", "plan", "conflicts", "fixes", "fixes_note"]
    assert (told["status"], told["score"], told["bound"], told["plan"]) == ("optimal", [0, 0, 0], [0, 0, 0], str(plan))
    seconds = told["seconds"]
    assert list(seconds) == ["read", "solve", "audit", "explain", "write", "all"]
    assert seconds["all"] >= sum(seconds[step] for step in ("read", "solve", "audit", "explain", "write")) - 0.01


def test_nothing_that_is_printed_in_a_pipe_has_a_colour(run, small_school: Path, tmp_path: Path) -> None:
    result = run("solve", small_school, "-o", tmp_path / "plan.xlsx")
    assert "\x1b" not in result.output


def test_audit_confirms_the_plan_that_solve_wrote(run, small_school: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.xlsx"
    run("solve", small_school, "-o", plan)
    result = run("audit", small_school, plan)
    assert result.exit_code == 0, result.output
    assert result.stdout == (
        "plan.xlsx holds, and every figure in it is right.\nScore: 0 / 0 / 0 (Required / Recommended / Option)\n"
    )


def test_a_plan_workbook_a_site_is_written_on_request(run, small_school: Path, tmp_path: Path) -> None:
    result = run("solve", small_school, "-o", tmp_path / "plan.xlsx", "--by-site", tmp_path / "sites")
    assert result.exit_code == 0, result.output
    assert [p.name for p in (tmp_path / "sites").iterdir()] == ["LHS.xlsx"]


def test_a_plan_that_does_not_hold_is_never_written_and_the_evidence_is_saved(
    run, small_school: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from scheduler import engine

    honest = engine.solve_instance

    def without_releases(*asked, **options):
        found = honest(*asked, **options)
        return replace(found, plan=replace(found.plan, releases={}))

    monkeypatch.setattr(engine, "solve_instance", without_releases)
    result = run("solve", small_school, "-o", tmp_path / "plan.xlsx")
    assert result.exit_code == 1
    said = result.stderr.splitlines()
    assert "Internal error: the plan does not hold, so it was not written." in said
    assert said[-1] == (
        f"This is a fault of the program, not of your input. Please report it with {tmp_path / 'plan.broken.zip'}"
    )
    assert not (tmp_path / "plan.xlsx").exists()
    assert (tmp_path / "plan.broken.zip").exists()


def test_every_step_of_the_road_has_words(run) -> None:
    from typing import get_args

    from scheduler.cli.solve import _STEP_WORDS

    assert set(_STEP_WORDS) == set(get_args(pipeline.RunStep))
