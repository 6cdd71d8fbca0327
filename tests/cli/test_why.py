"""What `coach why` is asked, what it refuses, and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest


@pytest.fixture
def plan(run, small_school: Path, tmp_path: Path) -> Path:
    path = tmp_path / "plan.xlsx"
    assert run("solve", small_school, "-o", path).exit_code in (0, 4)
    return path


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "ask one thing"),
        (("--teacher", "T1", "--release", "C1/1"), "ask one thing"),
        (("--coach", "C1", "--release", "C1/1"), "belong to --teacher"),
        (("--release", "C1/1", "--at", "Mon 08:00"), "--at belongs to --session"),
        (("--session", "T1/P/Plan/1"), "--session needs --at"),
        (("--session", "T1/P/Plan/1", "--at", "2026-10-13T10:05"), "a date needs a year with dates"),
        (("--teacher", "nobody"), "nobody is not a teacher of the input"),
        (("--release", "nobody/1"), "is not a coach of the input"),
    ],
)
def test_what_is_no_question_is_refused(run, small_school: Path, plan: Path, words: tuple[str, ...], said: str):
    result = run("why", small_school, plan, *words)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.replace("│", " ").split())


def test_a_file_that_is_no_plan_is_refused(run, small_school: Path, tmp_path: Path):
    no_plan = tmp_path / "new.xlsx"
    assert run("new", no_plan).exit_code == 0
    assert run("why", small_school, no_plan, "--teacher", "T1").exit_code == 3


def test_the_answer_has_its_parts_in_json_and_in_words(run, small_school: Path, plan: Path):
    from openpyxl import load_workbook

    rows = load_workbook(plan)["Assignments"].iter_rows(values_only=True)
    header = next(rows)
    first = dict(zip(header, next(rows), strict=True))
    words = ("--teacher", first["teacher"], "--program", first["program"])
    told = json.loads(run("why", small_school, plan, *words, "--json").stdout)
    assert list(told) == [
        "question",
        "possible",
        "hindrances",
        "reasons",
        "alone",
        "best",
        "verdict",
        "sentence",
        "seconds",
    ]
    assert list(told["seconds"]) == ["alone", "bound", "best"]
    shown = run("why", small_school, plan, *words)
    assert shown.exit_code == 0
    assert told["sentence"] in shown.stdout
