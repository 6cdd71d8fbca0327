"""The invented districts and their plans are what their makers make today: open any of them, and it is true."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

import scheduler
from reports.make import MODELS, inputs
from reports.make import make as make_report
from scheduler import pipeline
from scheduler.checker import audit_claims

ROOT = Path(__file__).parents[2]
REPORTS = ROOT / "reports"
OTHERS = [name for name in MODELS if name != "avuhsd"]  # which has a test of its own
LONG = ("santa_clara", "district")  # to solve: 10 s and more


@pytest.mark.parametrize("name", OTHERS)
def test_an_instance_is_what_its_script_makes(name: str, tmp_path: Path) -> None:
    make = importlib.import_module(f"instances.{name}.make").make
    single = [p.name for p in inputs(name)] == [f"{name}.xlsx"]
    make(tmp_path / f"{name}.xlsx" if single else tmp_path)
    made = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    assert made == {p.name: p.read_bytes() for p in inputs(name)}, "make reports"


def test_every_instance_has_a_report() -> None:
    folders = {p.parent.name for p in (ROOT / "instances").glob("*/make.py")}
    assert folders == set(MODELS)


@pytest.mark.parametrize(("name", "warnings"), [(n, 0) for n in MODELS])
def test_an_instance_has_no_error_and_no_warning(name: str, warnings: int) -> None:
    levels = [p.level for p in scheduler.read(*inputs(name)).problems]
    assert levels.count("error") == 0
    assert levels.count("warning") == warnings


def test_the_district_has_twelve_sites_and_a_thousand_teachers() -> None:
    district = scheduler.read(*inputs("district"))
    assert len(district.sites) == 12
    assert len({e.teacher for e in district.enrollments}) == 1000
    shared = {frozenset(c.sites) for c in district.coaches.values() if len(c.sites) > 1}
    assert shared == {frozenset(("WCM", "ASM")), frozenset(("DBA", "PYA"))}


@pytest.mark.lands
def test_a_district_of_twice_the_sites_is_made_by_the_same_script(tmp_path: Path) -> None:
    importlib.import_module("instances.district.make").make(tmp_path, 2)
    district = scheduler.read(*tmp_path.iterdir())
    assert len(district.sites) == 24
    assert len({e.teacher for e in district.enrollments}) == 2000


@pytest.mark.parametrize("name", MODELS)
def test_the_plan_of_a_report_holds_and_says_what_is_true(name: str) -> None:
    instance = scheduler.read(*inputs(name))
    reading = pipeline.read_back(REPORTS / name / "plan.xlsx", instance)
    result = scheduler.audit(instance, reading.plan)
    assert result.violations == ()
    assert audit_claims(instance, reading, result) == ()
    assert result.score.required == 0
    summary = (REPORTS / name / "summary.txt").read_text(encoding="utf-8").splitlines()
    assert summary[0] == "Proven optimal: no plan scores better."
    assert [int(line.split()[1]) for line in summary[4:7]] == list(result.score)


@pytest.mark.parametrize("name", [pytest.param(n, marks=pytest.mark.deep) if n in LONG else n for n in OTHERS])
def test_a_report_is_what_the_program_makes_of_it_today(name: str, tmp_path: Path) -> None:
    make_report(name, tmp_path, workers=2)
    made = sorted(tmp_path.iterdir())
    assert [p.name for p in made if p.read_bytes() != (REPORTS / name / p.name).read_bytes()] == [], "make reports"
