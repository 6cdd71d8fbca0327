"""A finished plan on the page: filters, files, publishing, and what is shown while there is none."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils.html import escape
from web_cast import give

from scheduler.export import SHAPE_OF_SCREENS
from scheduler.web.activity.models import Event
from scheduler.web.csv_files import csv_bytes
from scheduler.web.plans.views import _print_size
from scheduler.web.runs import queue
from scheduler.web.runs.models import Page, Report, Run, RunState
from scheduler.web.uploads.models import UploadState


@pytest.fixture
def planner(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("planner")


def test_a_table_is_filtered_by_its_columns_and_searched_by_names(solved: Callable[..., Run], planner: Client) -> None:
    address = f"/plans/{solved().pk}/table/Assignments/"
    assert planner.get(address).context["found"] == 8
    assert planner.get(address, {"site": "N"}).context["found"] == 4
    assert planner.get(address, {"site": "N", "program": "Cycle"}).context["found"] == 3
    assert (
        planner.get(address, {"q": "norbert 2"}).context["found"] == planner.get(address, {"q": "TN2"}).context["found"]
    )
    assert b"No row is like that." in planner.get(address, {"q": "nobody is called this"}).content


def test_a_filter_keeps_whom_the_plan_is_seen_as(solved: Callable[..., Run], planner: Client) -> None:
    page = planner.get(f"/plans/{solved().pk}/table/Assignments/", {"as": "coach:CN"}).content.decode()
    assert '<input type="hidden" name="as" value="coach:CN">' in page


PAGES = ("", "rules/", "weeks/", "coach/CN/", "coverage/", "table/Assignments/")


def test_a_plan_of_an_earlier_version_has_its_workbook_and_says_so(solved: Callable[..., Run], planner: Client) -> None:
    plan = f"/plans/{solved().pk}/"
    content = planner.get(f"{plan}workbook/").content
    Report.objects.update(shape=SHAPE_OF_SCREENS - 1)
    Page.objects.all().delete()
    for page in PAGES:
        answer = planner.get(plan + page)
        assert answer.status_code == 200
        assert "made by an earlier version" in answer.content.decode()
    assert planner.get(f"{plan}workbook/").content == content


def test_another_shape_of_the_pages_has_another_number(solved: Callable[..., Run]) -> None:
    """What is kept with a plan is shown by later versions: change the number with the shape, and then this record."""

    def shape(content: object) -> object:
        if isinstance(content, dict):
            return sorted((k, shape(v)) for k, v in content.items())
        if isinstance(content, list):
            return sorted({json.dumps(shape(one)) for one in content})
        return "text" if isinstance(content, str) else "figure"

    pages = Page.objects.filter(report__run=solved(), report__reader="planner").exclude(name__startswith="table/")
    kinds: dict[str, set[str]] = {}
    for page in pages:
        kinds.setdefault(page.name.partition("/")[0], set()).add(json.dumps(shape(page.content)))
    told = json.dumps(sorted((kind, sorted(shapes)) for kind, shapes in kinds.items()))
    assert (SHAPE_OF_SCREENS, hashlib.sha256(told.encode()).hexdigest()[:12]) == (2, "5d298a56507d")


def test_a_table_is_downloaded_as_it_is_filtered(solved: Callable[..., Run], planner: Client) -> None:
    answer = planner.get(f"/plans/{solved().pk}/table/Assignments/", {"site": "S", "csv": "1"})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {r["site"] for r in rows} == {"S"}
    assert Event.objects.filter(what="downloaded").count() == 1


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-x", "@SUM(A1)", "\tx", "\N{FULLWIDTH EQUALS SIGN}1"])
def test_no_cell_of_a_csv_is_a_formula(cell: str) -> None:
    assert list(csv.reader(io.StringIO(csv_bytes(["a"], [[cell]]).decode("utf-8-sig"))))[1] == [f"'{cell}"]


def test_a_number_of_a_csv_stays_a_number() -> None:
    assert csv_bytes(["a"], [["-12"]]) == b"\xef\xbb\xbfa\r\n-12\r\n"


def test_a_week_is_a_table_with_headers_for_each_cycle(solved: Callable[..., Run], planner: Client) -> None:
    page = planner.get(f"/plans/{solved().pk}/coach/CN/").content.decode()
    assert page.count('<table class="week print-large"') == 2
    assert page.count('<th scope="col">Mon</th>') == 2
    assert "Cycle 1 of 2" in page
    assert "Norbert 1" in page


@pytest.mark.parametrize(("sessions", "size"), [(16, "large"), (17, "medium"), (21, "medium"), (22, "smallest")])
def test_the_fuller_a_week_the_smaller_it_is_printed(sessions: int, size: str) -> None:
    entry = {"title": "08:00-08:20 Plan", "lines": ["Gloria"]}  # two lines, below one for the slot's own time
    rows = [{"cells": [{"entries": [entry] * (sessions // 4 + (i < sessions % 4))}]} for i in range(4)]
    assert _print_size(rows) == size


def charts_of(client: Client, run: Run, reader: str = "planner") -> dict[str, list[list[str | int]]]:
    blocks = client.get(f"/plans/{run.pk}/", {"as": reader}).context["blocks"]
    return {c["title"]: c["rows"] for b in blocks if b["kind"] == "charts" for c in b["charts"]}


def test_the_summary_has_its_charts_with_their_tables(solved: Callable[..., Run], planner: Client) -> None:
    run = solved()
    charts = charts_of(planner, run)
    assert charts["Sessions placed, by program"] == [["Cycle", 6, 6], ["Quiet", 2, 2]]
    assert charts["Caseloads"] == [["Nadia", 4], ["Sven", 4]]
    assert [row[2] for row in charts["Sites covered, by period"]] == [2] * 6
    page = planner.get(f"/plans/{run.pk}/").content.decode()
    assert page.count('<svg viewBox="0 0') == page.count("As a table") == 3
    assert "<h3>Caseloads</h3>" in page


def test_charts_tell_a_reader_no_more_than_the_workbook(solved: Callable[..., Run], planner: Client) -> None:
    run = solved()
    site = charts_of(planner, run, "site-admin:N")
    assert site["Sessions placed, by program"] == [["Cycle", 3, 3]]
    assert site["Caseloads"] == [["Nadia", 3]]
    assert charts_of(planner, run, "principal:N")["Sessions, by coach"] == [["Nadia", 3]]
    assert charts_of(planner, run, "coach:CN") == {"Sessions placed, by program": [["Cycle", 3, 3], ["Quiet", 1, 1]]}


def test_the_rules_page_says_of_each_rule_what_it_asks_and_where_it_falls_short(
    solved: Callable[..., Run], planner: Client
) -> None:
    answer = planner.get(f"/plans/{solved().pk}/rules/")
    page = answer.content.decode()
    assert answer.context["missed"]
    for rule in answer.context["missed"]:
        assert rule["where"]
        assert escape(rule["where"]) in page
        assert escape(rule["asks"]) in page
    for rule in answer.context["met"]:
        assert escape(rule["asks"]) in page


def test_everybody_begins_at_what_they_come_for(solved: Callable[..., Run], signed_in: Callable[[str], Client]) -> None:
    assert signed_in("coach CN").get("/")["Location"] == "/plans/"
    run = solved(published=True)
    assert signed_in("coach CN").get("/")["Location"] == f"/plans/{run.pk}/coach/CN/"
    assert signed_in("principal of N").get("/")["Location"] == f"/plans/{run.pk}/"
    assert signed_in("admin of N").get("/")["Location"] == "/plans/"


def test_a_plan_is_made_of_the_confirmed_files_of_its_place(
    planner: Client, signed_in: Callable[[str], Client]
) -> None:
    district, north, south = (give(p, f"{p or 'd'}.xlsx", state=UploadState.CURRENT) for p in ("", "N", "S"))
    given = {"title": "T", "seed": 0, "limit_seconds": 60}
    planner.post("/plans/", {"place": "", **given})
    signed_in("admin of N").post("/plans/", {"place": "N", **given})
    files = [set(r.uploads.all()) for r in Run.objects.order_by("pk")]
    assert files == [{district, north, south}] * 2, "the district's file may speak of people of every site"


@pytest.mark.parametrize(
    "given", [{"seed": "-1"}, {"limit_seconds": "5"}, {"title": ""}, {"place": "S"}, {"seed": "x"}]
)
def test_a_plan_that_cannot_be_asked_for_is_refused(signed_in: Callable[[str], Client], given: dict[str, str]) -> None:
    give("N", state=UploadState.CURRENT)
    give("S", state=UploadState.CURRENT)
    fields = {"place": "N", "title": "T", "seed": "0", "limit_seconds": "60", **given}
    assert signed_in("admin of N").post("/plans/", fields).status_code == 400
    assert not Run.objects.exists()


def test_a_run_that_goes_on_is_shown_and_a_finished_one_leads_to_its_plan(planner: Client, cast: object) -> None:
    run = Run.objects.create(title="Plan", limit_seconds=60)
    assert b"Waiting." in planner.get(f"/plans/{run.pk}/progress/").content
    held = queue.claim()
    assert held is not None
    state = {
        "step": "solve",
        "stage": "calendar",
        "parts": 3,
        "done": 1,
        "busy": 1,
        "score": "0 / 0 / 9",
        "bound": "0 / 0 / 5",
    }
    queue.renew(held, state)
    page = planner.get(f"/plans/{run.pk}/progress/").content.decode()
    assert "Laying out each coach&#x27;s week</b>, 1 of 3 parts done, 1 under way" in page
    assert "Best plan so far, of all schools: 0 / 0 / 9; no plan can be better than 0 / 0 / 5." in page
    planner.post(f"/plans/{run.pk}/stop/")
    assert b"Stopping, with the best plan so far" in planner.get(f"/plans/{run.pk}/run/").content
    queue.finish(held, {"status": "optimal"}, [])
    assert planner.get(f"/plans/{run.pk}/progress/")["X-Over"] == "yes"
    assert planner.get(f"/plans/{run.pk}/run/")["Location"] == f"/plans/{run.pk}/"


def test_a_run_that_failed_says_why_and_can_be_asked_for_again(planner: Client, cast: object) -> None:
    run = Run.objects.create(title="Plan", limit_seconds=60, state=RunState.FAILED, failure="It rained.")
    assert b"<b>No plan.</b> It rained." in planner.get(f"/plans/{run.pk}/run/").content
    planner.post(f"/plans/{run.pk}/again/")
    assert Run.objects.filter(state=RunState.QUEUED, title="Plan").count() == 1


def test_the_health_pages_tell_whether_it_works(client: Client, db: None) -> None:
    assert client.get("/healthz").json() == {"alive": True}
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"database": True, "tables": True, "worker": False})
    queue.sign_of_life("worker")
    assert client.get("/readyz").status_code == 200
