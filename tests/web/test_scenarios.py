"""Scenarios made in the page: what they change, what is refused, and that they are those of the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from web_cast import FEWER, finished_comparison, give
from web_server import ROOT

from scheduler.web.runs.models import Run, RunKind
from scheduler.web.scenarios.models import Scenario
from scheduler.web.uploads.models import UploadState

COLUMNS = ("change", "sheet", "row", "column", "value")


@pytest.fixture
def planner(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("planner")


def test_what_is_filled_in_becomes_rows_of_the_sheet_scenarios(planner: Client) -> None:
    given = {"kind0": "sections", "who0": "N", "value0": "3", "kind1": "remove", "who1": "CS"}
    given |= {"kind2": "add", "who2": "CX", "value2": "S", "kind3": "level", "who3": "Grade match", "value3": "Off"}
    assert planner.post("/scenarios/new/", {"name": "Much", **given}).status_code == 302
    assert [tuple(c[name] for name in COLUMNS) for c in Scenario.objects.get().changes] == [
        ("Set", "Sites", "N", "sections funded", "3"),
        ("Remove", "Coaches", "CS", "", ""),
        ("Add", "Coaches", "CX", "sites", "S"),
        ("Set", "Rules", "Grade match", "level", "Off"),
    ]
    assert b"Sections funded of site N: 3; Without coach CS; Coach CX at S" in planner.get("/scenarios/").content


def test_a_copy_begins_with_the_changes_of_its_original(planner: Client) -> None:
    original = Scenario.objects.create(name="Fewer", changes=[FEWER])
    form = planner.get(f"/scenarios/new/?of={original.pk}").context["form"]
    assert form["name"].value() == "Fewer (copy)"
    assert (form["kind0"].value(), form["who0"].value(), form["value0"].value()) == ("sections", "N", "3")


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({}, "Make at least one change: without one it is Base."),
        ({"kind0": "sections", "value0": "3"}, "Write a site."),
        ({"kind0": "sections", "who0": "N"}, "Write the new value."),
        ({"who0": "N"}, "Say what is changed."),
        ({"kind0": "level", "who0": "Grade match", "value0": "Maybe"},
         "Write one of Required, Recommended, Option, Off."),
        ({"name": "fewer", "kind0": "remove", "who0": "CS"},
         "There is a scenario of this name already: give another."),
        ({"name": "BASE", "kind0": "remove", "who0": "CS"}, "Base is the file as it stands: give another name."),
    ],
)  # fmt: skip
def test_a_scenario_that_makes_no_sense_is_refused(planner: Client, given: dict[str, str], wrong: str) -> None:
    Scenario.objects.create(name="Fewer", changes=[FEWER])
    answer = planner.post("/scenarios/new/", {"name": "New", **given})
    assert (answer.status_code, wrong in answer.content.decode()) == (400, True)
    assert Scenario.objects.count() == 1


def test_a_comparison_keeps_the_scenarios_as_they_were(planner: Client) -> None:
    give("", state=UploadState.CURRENT)
    scenario = Scenario.objects.create(name="Fewer", changes=[FEWER])
    given = {"title": "C", "limit_seconds": "60", "seed": "0"}
    assert b"Choose at least one scenario." in planner.post("/scenarios/", given).content
    planner.post("/scenarios/", {**given, "scenarios": [scenario.pk]})
    planner.post(f"/scenarios/{scenario.pk}/drop/")
    run = Run.objects.get(kind=RunKind.COMPARISON)
    assert run.scenarios == [{"name": "Fewer", "changes": [FEWER]}]


def test_a_comparison_is_no_plan_and_a_plan_no_comparison(planner: Client, solved: Callable[..., Run]) -> None:
    compared, plan = finished_comparison(), solved()
    assert planner.get(f"/plans/{compared.pk}/").status_code == 404
    assert planner.get(f"/comparisons/{plan.pk}/").status_code == 404
    assert planner.get(f"/plans/{compared.pk}/run/")["Location"] == f"/comparisons/{compared.pk}/"
    assert planner.get(f"/comparisons/{compared.pk}/workbook/").content == b"comparison"
    assert planner.get(f"/comparisons/{compared.pk}/workbook/?scenario=Fewer").content == b"plan of Fewer"
    assert planner.get(f"/comparisons/{compared.pk}/workbook/?scenario=Other").status_code == 404


def test_the_workbook_is_that_of_the_command_line(workbook: Path, tmp_path: Path) -> None:
    folder = tmp_path / "page"
    folder.mkdir()
    job = {"kind": "comparison", "files": [str(workbook)], "seed": 0, "limit_seconds": 60, "sheet_too": False}
    job["scenarios"] = [{"name": "Fewer", "changes": [FEWER]}]
    (folder / "job.json").write_text(json.dumps(job), encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "scheduler.web.runs.solving", str(folder)],
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    assert process.wait(60) == 0
    assert process.stdin is not None
    process.stdin.close()
    line = tmp_path / "comparison.xlsx"
    words = ["compare", str(workbook), str(folder / "Scenarios.csv"), "-o", str(line), "--scenario", "Fewer"]
    done = subprocess.run([sys.executable, "-m", "scheduler", *words], capture_output=True, cwd=ROOT, check=False)
    assert done.returncode == 4, "the small district misses something Required"
    assert (folder / "comparison.xlsx").read_bytes() == line.read_bytes()
    html = json.loads((folder / "answer.json").read_text())["reports"][0]["pages"]["comparison"]["html"]
    assert "<style" not in html
    assert " style=" not in html
    assert "<script" not in html
