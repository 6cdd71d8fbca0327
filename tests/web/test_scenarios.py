"""Scenarios made in the page: what they change, what is refused, and that they are those of the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from web_cast import FEWER, finished_comparison, give, two_sites
from web_server import ROOT
from workbooks import save

from scheduler.web.accounts.models import User
from scheduler.web.activity.models import Event
from scheduler.web.runs import queue
from scheduler.web.runs.models import Run, RunKind, RunState
from scheduler.web.runs.publishing import in_force
from scheduler.web.runs.worker import scenarios_in
from scheduler.web.scenarios.models import Scenario
from scheduler.web.uploads.models import Upload, UploadState

COLUMNS = ("change", "sheet", "row", "column", "value")
ASKED = {"title": "C", "limit_seconds": "60", "scenario_seconds": "60", "seed": "0"}


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
        (
            {"kind0": "level", "who0": "Grade match", "value0": "Maybe"},
            "Write one of Required, Recommended, Option, Off.",
        ),
        (
            {"name": "fewer", "kind0": "remove", "who0": "CS"},
            "There is a scenario of this name already: choose another name.",
        ),
        ({"name": "BASE", "kind0": "remove", "who0": "CS"}, "Base is the file as it stands: choose another name."),
    ],
)
def test_a_scenario_that_makes_no_sense_is_refused(planner: Client, given: dict[str, str], wrong: str) -> None:
    Scenario.objects.create(name="Fewer", changes=[FEWER])
    answer = planner.post("/scenarios/new/", {"name": "New", **given})
    assert (answer.status_code, wrong in answer.content.decode()) == (400, True)
    assert Scenario.objects.count() == 1


def test_a_comparison_keeps_the_scenarios_as_they_were(planner: Client) -> None:
    give("", state=UploadState.CURRENT)
    scenario = Scenario.objects.create(name="Fewer", changes=[FEWER])
    given = ASKED
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
    assert planner.get(f"/comparisons/{compared.pk}/workbook/").content == b"comparison for planner"
    assert planner.get(f"/comparisons/{compared.pk}/workbook/?scenario=Fewer").content == b"plan of Fewer"
    assert planner.get(f"/comparisons/{compared.pk}/workbook/?scenario=Other").status_code == 404


def test_the_workbook_is_that_of_the_command_line(workbook: Path, tmp_path: Path) -> None:
    folder = tmp_path / "page"
    folder.mkdir()
    job = {"kind": "comparison", "files": [str(workbook)], "sites": {}, "seed": 0, "limit_seconds": 60}
    job |= {"sheet_too": False}
    job |= {"scenarios": [{"name": "Fewer", "changes": [FEWER]}], "scenario_seconds": 60, "site": ""}
    (folder / "job.json").write_text(json.dumps(job), encoding="utf-8")
    told = solve(folder)
    rows = [["scenario", *COLUMNS], ["Fewer", *(FEWER[name] for name in COLUMNS)]]
    (folder / "Scenarios.csv").write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    line = tmp_path / "comparison.xlsx"
    words = ["compare", str(workbook), str(folder / "Scenarios.csv"), "-o", str(line), "--scenario", "Fewer"]
    done = subprocess.run([sys.executable, "-m", "scheduler", *words], capture_output=True, cwd=ROOT, check=False)
    assert done.returncode == 4, "the small district misses something Required"
    assert (folder / "comparison.xlsx").read_bytes() == line.read_bytes()
    reports = json.loads((folder / "answer.json").read_text())["reports"]
    html = reports[0]["pages"]["comparison"]["html"]
    assert "<style" not in html
    assert " style=" not in html
    assert "<script" not in html
    assert [(r["reader"], r["label"]) for r in reports] == [
        ("planner", "side by side"),
        ("scenario:0 of planner", "Base"),
        ("scenario:1 of planner", "Fewer"),
        ("site-admin:N", "side by side"),
        ("principal:N", "side by side"),
    ], "nothing is different at S"
    states = [[row["state"] for row in state["scenarios"]] for state in told if state.get("scenarios")]
    assert states[0] == ["waiting", "waiting"]
    assert states[-1] == ["short", "short"]
    assert ["short", "waiting"] in states or ["short", "running"] in states, "Base is shown before the others are done"


def solve(folder: Path) -> list[dict[str, Any]]:
    """Run the solver's process as a worker does; what it has told."""
    process = subprocess.Popen(
        [sys.executable, "-m", "scheduler.web.runs.solving", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
        text=True,
    )
    assert process.stdout is not None
    told = [json.loads(line) for line in process.stdout]
    assert process.wait(300) == 0
    process.stdout.close()
    assert process.stdin is not None
    process.stdin.close()
    return told


def test_the_comparison_of_a_site_is_of_its_part_and_has_its_admins_plans(workbook: Path, tmp_path: Path) -> None:
    job = {"kind": "comparison", "files": [str(workbook)], "sites": {}, "seed": 0, "limit_seconds": 60}
    job |= {"sheet_too": False}
    job |= {"scenarios": [{"name": "Fewer", "changes": [FEWER]}], "scenario_seconds": 60, "site": "N"}
    (tmp_path / "job.json").write_text(json.dumps(job), encoding="utf-8")
    solve(tmp_path)
    reports = json.loads((tmp_path / "answer.json").read_text())["reports"]
    assert [r["reader"] for r in reports] == [
        "planner",
        "scenario:0 of planner",
        "scenario:1 of planner",
        "site-admin:N",
        "scenario:0 of site-admin:N",
        "scenario:1 of site-admin:N",
        "principal:N",
    ]
    assert "Susanne" not in json.dumps(reports)


# ---- workbooks as scenarios


def given_workbook(tmp_path: Path, *, bad: bool = False) -> SimpleUploadedFile:
    return SimpleUploadedFile("other.xlsx", save(tmp_path / "other.xlsx", two_sites(bad=bad)).read_bytes())


def test_a_workbook_is_checked_and_becomes_a_scenario(planner: Client, tmp_path: Path) -> None:
    answer = planner.post("/scenarios/workbook/", {"name": "New bells", "file": given_workbook(tmp_path)})
    scenario = Scenario.objects.get()
    assert scenario.workbook is not None
    assert answer["Location"] == f"/files/{scenario.workbook.pk}/"
    page = planner.get(answer["Location"]).content.decode()
    assert "New bells is saved. This is what was understood of it." in page
    assert "it is the workbook of a scenario" in page
    assert "Confirm: make it the current file" not in page
    assert planner.post(f"/files/{scenario.workbook.pk}/confirm/").status_code == 302
    assert not Upload.objects.filter(state=UploadState.CURRENT).exists(), "it is never the current file"
    assert scenario.as_asked == {"name": "New bells", "upload": scenario.workbook.pk}


def test_a_workbook_with_errors_is_no_scenario_and_its_cells_are_named(planner: Client, tmp_path: Path) -> None:
    answer = planner.post("/scenarios/workbook/", {"name": "New", "file": given_workbook(tmp_path, bad=True)})
    assert not Scenario.objects.exists()
    page = planner.get(answer["Location"]).content.decode()
    assert "New is not saved: its workbook has errors." in page
    assert "C3" in page
    assert "Nowhere" in page


def test_a_workbook_that_stands_alone_needs_no_other_file(planner: Client, tmp_path: Path) -> None:
    give("", state=UploadState.CURRENT)  # bytes that nobody can read: the scenario is checked without them
    planner.post("/scenarios/workbook/", {"name": "New", "file": given_workbook(tmp_path)})
    assert Scenario.objects.count() == 1


def test_a_scenario_of_a_workbook_is_renamed_and_copied_without_giving_it_again(planner: Client) -> None:
    upload = give("", state=UploadState.SCENARIO)
    scenario = Scenario.objects.create(name="New", workbook=upload)
    planner.post(f"/scenarios/{scenario.pk}/", {"name": "Newer"})
    planner.post(f"/scenarios/workbook/?of={scenario.pk}", {"name": "Newest"})
    assert list(Scenario.objects.order_by("pk").values_list("name", "workbook")) == [
        ("Newer", upload.pk),
        ("Newest", upload.pk),
    ]


def test_the_worker_hands_the_workbook_to_the_solver(planner: Client, workbook: Path, tmp_path: Path) -> None:
    give("", state=UploadState.CURRENT)
    upload = give("", "other.xlsx", content=workbook.read_bytes(), state=UploadState.SCENARIO)
    scenario = Scenario.objects.create(name="New", workbook=upload)
    planner.post("/scenarios/", {**ASKED, "scenarios": [scenario.pk]})
    (found,) = scenarios_in(tmp_path, Run.objects.get())
    assert found["name"] == "New"
    assert Path(found["file"]).read_bytes() == workbook.read_bytes()


# ---- a site's own


@pytest.fixture
def admin(signed_in: Callable[[str], Client]) -> Client:
    extent = {"sites": {"N": "North High", "S": "South High"}, "coaches": {"CN": "Nadia", "CS": "Sven"}}
    give("", state=UploadState.CURRENT, extent=extent | {"homes": {"CN": "N", "CS": "S"}, "together": []})
    return signed_in("admin of N")


def test_a_site_admin_makes_scenarios_of_the_own_site_and_compares_them(admin: Client) -> None:
    admin.post("/scenarios/new/", {"name": "Fewer", "kind0": "sections", "who0": "N", "value0": "3"})
    scenario = Scenario.objects.get()
    assert scenario.place == "N"
    admin.post("/scenarios/", {**ASKED, "scenarios": [scenario.pk]})
    run = Run.objects.get()
    assert (run.place, run.kind, run.scenario_seconds) == ("N", RunKind.COMPARISON, 60)


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        (("sections", "S", "3"), "This is a scenario of N: change N alone, or ask the district planner."),
        (("add", "CX", "S"), "This is a scenario of N: change N alone, or ask the district planner."),
        (("remove", "CS", ""), "No coach of N has this id. Coaches who are at home elsewhere are the district planner"),
    ],
)
def test_a_site_admin_changes_nothing_of_other_sites(admin: Client, change: tuple[str, str, str], wrong: str) -> None:
    given = dict(zip(("kind0", "who0", "value0"), change, strict=True))
    answer = admin.post("/scenarios/new/", {"name": "Mine", **given})
    assert (answer.status_code, wrong in answer.content.decode()) == (400, True)
    assert not Scenario.objects.exists()


def test_the_form_of_a_site_offers_the_own_people_alone(admin: Client) -> None:
    page = admin.get("/scenarios/new/").content.decode()
    assert "Nadia" in page
    assert "Sven" not in page
    assert "South High" not in page


def test_where_sites_share_coaches_the_planner_is_named(
    signed_in: Callable[[str], Client], cast: dict[str, User]
) -> None:
    give("", state=UploadState.CURRENT, extent={"sites": {"N": "", "S": ""}, "together": [["N", "S"]]})
    give("N", state=UploadState.CURRENT)
    scenario = Scenario.objects.create(name="Fewer", place="N", changes=[FEWER])
    admin = signed_in("admin of N")
    words = (
        "N shares coaches with other sites, so they are planned together: by the district planner, planner "
        "(planner@example.org)."
    )
    assert words in admin.post("/scenarios/", {**ASKED, "scenarios": [scenario.pk]}).content.decode()
    given = {"place": "N", "title": "T", "seed": "0", "limit_seconds": "60"}
    assert words in admin.post("/plans/", given).content.decode()
    assert not Run.objects.exists()


def test_a_run_that_finds_shared_coaches_says_who_plans_them(admin: Client) -> None:
    problem = {"code": "shared-coaches", "level": "error", "file": "", "sheet": "Coaches", "cell": None}
    problem |= {"text": "Shared: N shares coaches with S.", "fix": "The district planner does that."}
    run = Run.objects.create(
        kind=RunKind.COMPARISON, place="N", title="C", limit_seconds=60, state=RunState.FAILED, problems=[problem]
    )
    page = admin.get(f"/plans/{run.pk}/run/").content.decode()
    assert "The district planner plans them: planner (planner@example.org)." in page


# ---- what each reader sees and downloads


def test_what_is_downloaded_is_the_readers_own(signed_in: Callable[[str], Client]) -> None:
    run = finished_comparison(published_at=timezone.now())
    for person, reader in (("planner", "planner"), ("admin of N", "site-admin:N"), ("principal of N", "principal:N")):
        client = signed_in(person)
        assert f"The matrix of {reader}<".encode() in client.get(f"/comparisons/{run.pk}/").content
        assert client.get(f"/comparisons/{run.pk}/workbook/").content == f"comparison for {reader}".encode()
        page = client.get(f"/comparisons/{run.pk}/page/")
        assert page["Content-Disposition"] == 'attachment; filename="Side by side.html"'
        assert page.content.startswith(b"<!DOCTYPE html>")
        assert f"The matrix of {reader}<".encode() in page.content
        table = client.get(f"/comparisons/{run.pk}/table/").content.decode("utf-8-sig")
        assert table == f"group,figure,Base\r\nPlan,For {reader},0.5\r\n"
    assert Event.objects.filter(what="downloaded").count() == 9


def test_nobody_sees_a_comparison_as_somebody_else(signed_in: Callable[[str], Client]) -> None:
    run = finished_comparison(published_at=timezone.now())
    for page in ("", "workbook/", "page/", "table/"):
        for reader in ("planner", "site-admin:N", "principal:N", "scenario:1 of planner", "site-admin:S"):
            status = signed_in("principal of N").get(f"/comparisons/{run.pk}/{page}", {"as": reader}).status_code
            assert (status == 200) is (reader == "principal:N"), f"{page} as {reader}"
    assert signed_in("planner").get(f"/comparisons/{run.pk}/", {"as": "principal:N"}).status_code == 200


def test_plans_of_scenarios_are_for_the_reader_whose_they_are(signed_in: Callable[[str], Client]) -> None:
    district, own = finished_comparison(published_at=timezone.now()), finished_comparison("N")
    planner, admin = signed_in("planner"), signed_in("admin of N")
    assert planner.get(f"/comparisons/{district.pk}/workbook/?scenario=Fewer").content == b"plan of Fewer"
    assert admin.get(f"/comparisons/{district.pk}/workbook/?scenario=Fewer").status_code == 404
    assert admin.get(f"/comparisons/{own.pk}/workbook/?scenario=Fewer").content == b"plan of Fewer at N"


def test_comparisons_are_published_beside_each_other_and_leave_the_plan_alone(
    planner: Client, signed_in: Callable[[str], Client], solved: Callable[..., Run]
) -> None:
    plan = solved(published=True)
    first, second = finished_comparison(), finished_comparison()
    for run in (first, second):
        assert planner.post(f"/comparisons/{run.pk}/publish/")["Location"] == f"/comparisons/{run.pk}/"
    assert set(Run.objects.filter(published_at__isnull=False)) == {first, second}
    assert set(in_force().values()) == {plan.pk}
    page = signed_in("principal of N").get("/scenarios/").content.decode()
    assert page.count("Side by side") == 2
    assert "New scenario" not in page
    planner.post(f"/comparisons/{first.pk}/publish/")
    assert signed_in("principal of N").get(f"/comparisons/{first.pk}/").status_code == 404


def test_finished_scenarios_are_shown_while_others_go_on(planner: Client) -> None:
    run = Run.objects.create(kind=RunKind.COMPARISON, title="C", limit_seconds=60, place="")
    held = queue.claim()
    assert held is not None
    rows = [
        {
            "name": "Base",
            "state": "short",
            "score": "2 / 0 / 4",
            "bound": "2 / 0 / 4",
            "missed": "Sections funded (2)",
            "hours": "3.5",
            "covered": "6 of 7",
            "reason": "",
        },
        {"name": "Hard one", "state": "running"},
        {"name": "Late one", "state": "waiting"},
    ]
    queue.renew(held, {"step": "solve", "done": 1, "parts": 3, "scenarios": rows})
    page = planner.get(f"/plans/{run.pk}/progress/").content.decode()
    assert "Planning the scenarios</b>, 1 of 3 parts done" in page
    for words in ("2 / 0 / 4", "Sections funded (2)", "6 of 7", "Falls short", "Under way", "Waiting"):
        assert words in page


def compared(tmp_path: Path, book: dict[str, Any], site: str = "", **job: Any) -> dict[str, Any]:
    """What the solver's process says of scenarios that were made in the page."""
    tmp_path.mkdir(exist_ok=True)
    folder = tmp_path / "solver"
    folder.mkdir()
    usual: dict[str, Any] = {"kind": "comparison", "sites": {}, "seed": 0, "limit_seconds": 60, "sheet_too": False}
    usual |= {"files": [str(save(tmp_path / "both.xlsx", book))], "scenario_seconds": 60, "site": site}
    (folder / "job.json").write_text(json.dumps(usual | job), encoding="utf-8")
    solve(folder)
    answer: dict[str, Any] = json.loads((folder / "answer.json").read_text())
    return answer


SCENARIO_COLUMNS = ["scenario", *COLUMNS]
OF_THE_SHEET = {
    "Scenarios": [SCENARIO_COLUMNS, ["fewer", "Remove", "Coaches", "CN", None, None], ["Other", *FEWER.values()]]
}


@pytest.mark.lands
@pytest.mark.parametrize("site", ["", "N"])
def test_a_scenario_of_the_page_takes_nothing_of_one_of_its_name_in_the_district_s_file(
    tmp_path: Path, site: str
) -> None:
    made = [{"name": "Fewer", "changes": [FEWER]}]
    alone = compared(tmp_path, two_sites(), site, scenarios=made)
    beside = compared(tmp_path / "beside", two_sites() | OF_THE_SHEET, site, scenarios=made)
    tables = [
        [r["pages"]["table"] for r in answer["reports"] if r["reader"] == (f"site-admin:{site}" if site else "planner")]
        for answer in (alone, beside)
    ]
    assert tables[0]
    assert tables[0] == tables[1]


@pytest.mark.parametrize(
    "name",
    ["n/a", *(pytest.param(n, marks=pytest.mark.lands) for n in ("-", "1.0", "=1+1", "A  B", "TRUE", "a,b;\"c'"))],
)
def test_a_scenario_of_the_page_may_have_any_name(tmp_path: Path, name: str) -> None:
    answer = compared(tmp_path, two_sites(), scenarios=[{"name": name, "changes": [FEWER]}])
    assert answer["outcome"]["scenarios"] == ["Base", name]


def test_with_those_of_the_sheet_a_name_that_stands_there_too_is_an_error(tmp_path: Path) -> None:
    made = [{"name": "Fewer", "changes": [FEWER]}]
    answer = compared(tmp_path, two_sites() | OF_THE_SHEET, scenarios=made, sheet_too=True)
    assert [(p["code"], p["text"]) for p in answer["problems"] if p["level"] == "error"] == [
        ("scenario-twice", '"Fewer" is the name of a scenario of the sheet Scenarios, too.')
    ]


def test_with_a_workbook_those_of_the_sheet_and_of_the_page_are_compared_too(tmp_path: Path) -> None:
    whole = {"name": "Whole", "file": str(save(tmp_path / "whole.xlsx", two_sites())), "sites": {}}
    made = [{"name": "Mine", "changes": [FEWER]}, whole]
    answer = compared(tmp_path, two_sites() | OF_THE_SHEET, scenarios=made, sheet_too=True)
    assert answer["outcome"]["scenarios"] == ["Base", "fewer", "Other", "Mine", "Whole"]
