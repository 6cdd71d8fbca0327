"""The exports in ../shared/data/exports, judged by the checker that stands beside them."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner

from scheduler.cli import main

EXPORTS = Path(__file__).parents[4] / "shared" / "data" / "exports"


def the_checker() -> ModuleType:
    path = EXPORTS / "check_imports.py"
    if not path.is_file():
        pytest.skip("needs the exports and their checker in ../shared/data/exports")
    spec = importlib.util.spec_from_file_location("check_imports", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["check_imports"] = module
    spec.loader.exec_module(module)
    return module


def in_this_process(_coach: list[str], words: list[str]) -> tuple[int, str]:
    result = CliRunner().invoke(main, words)
    return result.exit_code, result.output


def cases() -> list[Any]:
    if not (EXPORTS / "truth.json").is_file():
        return [pytest.param(None, "", "", id="no exports")]
    known = json.loads((EXPORTS / "truth.json").read_text(encoding="utf-8"))
    return [
        pytest.param(export, term, name, id=f"{export['source']} {name}".strip())
        for export in known["exports"]
        for term, name in export.get("terms", {"": ""}).items()
    ]


@pytest.mark.parametrize(("export", "term", "name"), cases())
def test_an_export_is_imported_as_the_school_really_is(
    export: dict[str, Any], term: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    checker = the_checker()
    monkeypatch.setattr(checker, "run", in_this_process)
    schools = json.loads((EXPORTS / "truth.json").read_text(encoding="utf-8"))["schools"]
    faults, _ = checker.faults_of([], EXPORTS, export, schools, term, name)
    assert faults == []
