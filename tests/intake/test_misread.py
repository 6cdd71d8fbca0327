"""Spreadsheets that are easily misread: what is understood, refused or warned of, case by case."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from scheduler import pipeline
from scheduler.cli.outcomes import problem_json

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "misread"
KNOWN = json.loads((FOLDER / "cases.json").read_text(encoding="utf-8")) if FOLDER.is_dir() else {"cases": []}

pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason="the small cases are not beside this checkout")


@pytest.fixture(scope="module")
def judge() -> ModuleType:
    spec = importlib.util.spec_from_file_location("check_misread", FOLDER / "check_misread.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("case", KNOWN["cases"], ids=lambda case: case["name"])
def test_what_is_right_of_a_sheet_is_understood(case: dict[str, Any], judge: ModuleType) -> None:
    args = case.get("args", [])
    term = args[args.index("--term") + 1] if "--term" in args else ""
    understood = pipeline.understand(*(FOLDER / name for name in case["input"]), term=term)
    said = {"problems": [problem_json(p) for p in understood.problems]} | pipeline.states_of(understood).as_lists()
    code = 3 if any(p.level == "error" for p in understood.problems) else 0
    outcomes = [judge.faults_of(want, code, said, KNOWN["schools"]) for want in case["expect"]]
    assert [] in outcomes, min(outcomes, key=len)
