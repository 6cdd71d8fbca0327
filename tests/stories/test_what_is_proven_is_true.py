"""Inputs on which a bound was false, a good plan was thrown away, or the best one left unproven (../shared/data)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from stories.conftest import SHARED, Coach

CASES = SHARED / "data" / "proofs" / "cases.json"
WANTED = json.loads(CASES.read_text()) if CASES.is_file() else {}
QUICK = ("department-dash", "grade-label-spaced", "pin-without-program", "priority-outside-class")


def test_the_cases_are_there() -> None:
    if not WANTED:
        pytest.skip("needs the small cases in ../shared/data/proofs")
    assert set(QUICK) <= set(WANTED)


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in QUICK else pytest.mark.lands) for name in WANTED]
)
def test_the_plan_is_the_best_and_the_bound_is_true(
    coach: Coach, checked: Callable[..., None], tmp_path: Path, name: str
) -> None:
    wanted, source, plan = WANTED[name], CASES.parent / name / "input", tmp_path / "plan.xlsx"
    ended = coach("solve", source, "-o", plan, "--time-limit", 60, "--json")
    assert ended.returncode == wanted["exit"], ended.stderr
    told = json.loads(ended.stdout)
    if wanted["proven"]:
        assert told["score"] == told["bound"] == wanted["score"]
    else:  # a score to reach; nobody knows whether it is the best
        assert told["bound"] <= told["score"] <= wanted["score"]
    checked(source, plan)
