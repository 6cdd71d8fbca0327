"""Files that people give: what is understood, what is refused, and that nothing counts before it is confirmed."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hostile import zipped
from web_cast import two_sites
from workbooks import csv_text, save

from scheduler import pipeline
from scheduler.export import MODELS
from scheduler.web.activity.models import Event
from scheduler.web.uploads.checking import Upload, difference
from scheduler.web.uploads.models import UploadState


def upload(client: Client, name: str, content: bytes, place: str = "") -> Upload:
    answer = client.post("/files/", {"place": place, "file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.content.decode()
    return Upload.objects.get(pk=int(answer["Location"].strip("/").rpartition("/")[2]))


@pytest.fixture
def planner(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("planner")


@pytest.fixture
def bad(tmp_path: Path) -> bytes:
    return save(tmp_path / "bad.xlsx", two_sites(bad=True)).read_bytes()


def test_a_good_workbook_is_understood_confirmed_and_kept_as_it_was(planner: Client, workbook: Path) -> None:
    given = upload(planner, "both.xlsx", workbook.read_bytes())
    page = planner.get(f"/files/{given.pk}/").content.decode()
    assert "No errors: ready to be confirmed." in page
    assert {s["sheet"] for s in given.sheets} >= {"Sites", "Teachers", "Master schedule", "Coaches", "Programs"}
    assert given.extent["sites"] == {"N": "North High", "S": "South High"}
    assert given.extent["teachers"] == 6
    assert b"".join(planner.get(f"/files/{given.pk}/original/")) == workbook.read_bytes()
    assert given.state == UploadState.CHECKED, "nothing counts before it is confirmed"
    planner.post(f"/files/{given.pk}/confirm/")
    given.refresh_from_db()
    assert given.state == UploadState.CURRENT


@pytest.mark.parametrize("model", ["", *MODELS])
def test_who_begins_can_have_a_workbook_to_fill_in(planner: Client, model: str) -> None:
    page = planner.get("/files/").content.decode()
    address = f"/files/template/?model={model}" if model else "/files/template/"
    assert f'href="{address}"' in page
    given = upload(planner, "school.xlsx", planner.get(address).content)
    assert given.can_be_confirmed, given.problems


def test_of_a_model_that_there_is_not_there_is_no_workbook(planner: Client) -> None:
    assert planner.get("/files/template/", {"model": "no such"}).status_code == 404


def test_the_problems_are_those_of_the_pipeline(planner: Client, bad: bytes, tmp_path: Path) -> None:
    given = upload(planner, "bad.xlsx", bad)
    path = tmp_path / "there" / "bad.xlsx"
    path.parent.mkdir()
    path.write_bytes(bad)
    assert [(p["code"], p["sheet"], p["cell"], p["text"], p["fix"]) for p in given.problems] == [
        (p.code, p.sheet, p.cell, p.text, p.fix) for p in pipeline.check(path)
    ]


def test_a_file_with_errors_is_not_confirmed_and_can_be_had_with_its_cells_marked(planner: Client, bad: bytes) -> None:
    given = upload(planner, "bad.xlsx", bad)
    page = planner.get(f"/files/{given.pk}/").content.decode()
    assert "this file cannot be used yet" in page
    assert "Confirm: make it" not in page
    answer = planner.post(f"/files/{given.pk}/confirm/", follow=True)
    assert b"This file cannot be confirmed: it has errors, or another one was confirmed since." in answer.content
    book = openpyxl.load_workbook(io.BytesIO(b"".join(planner.get(f"/files/{given.pk}/marked/"))))
    cell = next(p["cell"] for p in given.problems if p["sheet"] == "Coaches" and p["level"] == "error")
    assert book["Coaches"][cell].comment is not None
    assert "Nowhere" in book["Coaches"][cell].comment.text
    assert book.sheetnames[0] == "Problems"


def test_a_file_for_something_else_is_told_apart_and_never_counts(planner: Client, workbook: Path) -> None:
    for before in (None, workbook):  # nothing is missing any more, once the district's file is there
        if before is not None:
            planner.post(f"/files/{upload(planner, before.name, before.read_bytes()).pk}/confirm/")
        given = upload(planner, "menu.csv", csv_text([["dish", "day"], ["soup", "Mon"]]).encode(), place="N")
        page = planner.get(f"/files/{given.pk}/").content.decode()
        assert "Nothing in this file is known" in page
        assert "Confirm" not in page
        planner.post(f"/files/{given.pk}/confirm/")
        given.refresh_from_db()
        assert given.state == UploadState.CHECKED


def test_the_next_file_says_what_is_fixed_left_and_new(planner: Client, bad: bytes, tmp_path: Path) -> None:
    upload(planner, "bad.xlsx", bad)
    worse = two_sites()
    worse["Teachers"][1][2] = "Elsewhere"
    second = upload(planner, "bad.xlsx", save(tmp_path / "worse.xlsx", worse).read_bytes())
    found = difference(second)
    assert found is not None
    assert found.left + found.new == sum(p["level"] != "note" for p in second.problems)
    assert (found.fixed, found.new) == (1, 1)
    said = f"{found.fixed} fixed, {found.left} left, {found.new} new"
    assert said in planner.get(f"/files/{second.pk}/").content.decode()
    letter = upload(planner, "letter.xlsx", b"Dear Sir or Madam")
    assert letter.before is None, "there is nothing in it to compare"
    assert upload(planner, "bad.xlsx", bad).before == second


def test_only_the_last_confirmed_file_of_a_place_is_current(planner: Client, workbook: Path) -> None:
    first, second = (upload(planner, name, workbook.read_bytes()) for name in ("a.xlsx", "b.xlsx"))
    for given in (first, second):
        planner.post(f"/files/{given.pk}/confirm/")
    states = dict(Upload.objects.values_list("name", "state"))
    assert states == {"a.xlsx": UploadState.REPLACED, "b.xlsx": UploadState.CURRENT}


def test_the_files_of_a_district_and_its_sites_are_checked_together(
    planner: Client, signed_in: Callable[[str], Client], tmp_path: Path
) -> None:
    whole = two_sites()
    site = {
        name: [grid[0], *(r for r in grid[1:] if r[0].startswith("TN"))]
        for name, grid in whole.items()
        if name in ("Teachers", "Master schedule")
    }
    district = {
        name: grid if name not in site else [grid[0], *(r for r in grid[1:] if r[0].startswith("TS"))]
        for name, grid in whole.items()
    }
    del district["Teachers"], district["Master schedule"]
    first = upload(planner, "district.xlsx", save(tmp_path / "d.xlsx", district).read_bytes())
    assert first.waits_for_others
    assert b"the input is not complete without another file" in planner.get(f"/files/{first.pk}/").content
    planner.post(f"/files/{first.pk}/confirm/")
    admin = signed_in("admin of N")
    second = upload(admin, "north.xlsx", save(tmp_path / "n.xlsx", site).read_bytes(), "N")
    assert second.errors == 0
    assert {s["file"] for s in second.sheets} == {"north.xlsx"}, "an admin sees the sheets of the own file"


def test_a_site_admin_gives_files_of_the_own_site_alone(signed_in: Callable[[str], Client], workbook: Path) -> None:
    for place in ("", "S"):
        file = SimpleUploadedFile("both.xlsx", workbook.read_bytes())
        answer = signed_in("admin of N").post("/files/", {"place": place, "file": file})
        assert answer.status_code == 400
    assert not Upload.objects.exists()


def test_a_name_leads_to_no_other_folder(planner: Client, workbook: Path) -> None:
    given = upload(planner, "..\\..\\etc/pass wd\x01<b>.xlsx", workbook.read_bytes())
    assert given.name == "pass wd-b-.xlsx"
    assert "<b>" not in planner.get("/files/").content.decode()
    disposition = planner.get(f"/files/{given.pk}/original/")["Content-Disposition"]
    assert disposition == 'attachment; filename="pass wd-b-.xlsx"'


def test_a_cell_that_is_markup_is_shown_as_text(planner: Client, tmp_path: Path) -> None:
    book = two_sites()
    book["Coaches"][1][2] = "<script>alert(1)</script>"
    given = upload(planner, "x.xlsx", save(tmp_path / "x.xlsx", book).read_bytes())
    page = planner.get(f"/files/{given.pk}/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_zip_of_csv_files_is_an_input_like_a_workbook(planner: Client) -> None:
    box = zipped({f"{name}.csv": csv_text(grid).encode() for name, grid in two_sites().items()})
    given = upload(planner, "both.zip", box)
    assert given.errors == 0
    assert given.extent["teachers"] == 6


def test_the_trail_tells_who_gave_confirmed_and_took_what(planner: Client, workbook: Path) -> None:
    given = upload(planner, "both.xlsx", workbook.read_bytes())
    planner.post(f"/files/{given.pk}/confirm/")
    planner.get(f"/files/{given.pk}/original/")
    told = list(Event.objects.order_by("pk").values_list("who", "what"))
    assert told == [("planner@example.org", w) for w in ("uploaded", "confirmed", "downloaded")]
