"""Bad inputs and wrong usage: the exit code and the words that a user sees, from the real command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

pytestmark = pytest.mark.story
ROOT = Path(__file__).parents[2]
AVUHSD = ROOT / "instances" / "avuhsd" / "avuhsd.xlsx"


@pytest.fixture
def mistyped(tmp_path: Path) -> Path:
    """The invented school with a period too many, a site that is not there and a department spelt freely."""
    book = load_workbook(AVUHSD)
    book["Bell schedule"]["D2"] = "25:00"
    book["Teachers"]["C5"] = "JRSH"
    book["Coaches"]["D2"] = "Elsewhere"
    path = tmp_path / "mistyped.xlsx"
    book.save(path)
    return path


def test_every_error_is_named_at_its_cell_and_nothing_is_solved(coach, mistyped: Path, tmp_path: Path) -> None:
    run = coach("solve", mistyped, "-o", tmp_path / "plan.xlsx", "--json")
    assert run.returncode == 3
    errors = {(p["sheet"], p["cell"]) for p in json.loads(run.stdout)["problems"] if p["level"] == "error"}
    assert errors >= {("Bell schedule", "D2"), ("Teachers", "C5"), ("Coaches", "D2")}
    assert not (tmp_path / "plan.xlsx").exists()


def test_check_says_the_same_as_solve_and_what_concerns_scenarios(coach, mistyped: Path, tmp_path: Path) -> None:
    checked = coach("check", mistyped, "--json")
    solved = coach("solve", mistyped, "-o", tmp_path / "plan.xlsx", "--json")
    assert (checked.returncode, solved.returncode) == (3, 3)
    of_base = [p for p in json.loads(checked.stdout)["problems"] if p["sheet"] != "Scenarios"]
    assert of_base == json.loads(solved.stdout)["problems"]


def test_a_file_that_is_no_workbook_is_refused_in_words(coach, tmp_path: Path) -> None:
    (tmp_path / "school.xlsx").write_bytes(b"PK\x03\x04 and then nothing")
    run = coach("check", tmp_path / "school.xlsx")
    assert run.returncode == 3
    assert "Traceback" not in run.stdout + run.stderr
    assert "school.xlsx: 1 error" in run.stdout


def test_wrong_usage_is_exit_code_2(coach) -> None:
    run = coach("solve", AVUHSD)
    assert run.returncode == 2
    assert run.stderr.endswith("Error: Missing option '-o' / '--output'.\n")


def test_a_plan_changed_by_hand_is_found_out(coach, tmp_path: Path) -> None:
    plan = tmp_path / "plan.xlsx"
    assert coach("solve", AVUHSD, "-o", plan).returncode == 0
    book = load_workbook(plan)
    sheet = book["Sessions"]
    sheet.delete_rows(2)
    book.save(plan)
    run = coach("audit", AVUHSD, plan)
    assert run.returncode == 5, run.stdout + run.stderr
    assert "does not hold" in run.stdout
