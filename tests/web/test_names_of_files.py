"""Names of files: whatever people call theirs, no file of one site is taken for another's."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from web_cast import two_sites
from workbooks import save

from scheduler.web.runs.models import Run, RunState
from scheduler.web.runs.worker import Worker
from scheduler.web.uploads.answers import key_of
from scheduler.web.uploads.checking import files_in
from scheduler.web.uploads.file_names import MOST_BYTES, plain, unlike
from scheduler.web.uploads.models import Upload, UploadState


def of_site(site: str, slip: str = "Prep") -> dict[str, list[list[object]]]:
    """A site's own part of the district of two."""
    book = two_sites()
    teachers, schedule = book["Teachers"], book["Master schedule"]
    own = {
        "Teachers": [teachers[0], *(row for row in teachers[1:] if row[2] == site)],
        "Master schedule": [schedule[0], *(list(row) for row in schedule[1:] if row[0][1] == site)],
    }
    own["Master schedule"][1][2] = slip
    return own


def bytes_of(folder: Path, book: dict[str, list[list[object]]]) -> bytes:
    return save(folder / "book.xlsx", book).read_bytes()


def given(client: Client, name: str, content: bytes, place: str = "") -> Upload:
    answer = client.post("/files/", {"place": place, "file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.content.decode()
    return Upload.objects.get(pk=int(answer["Location"].strip("/").rpartition("/")[2]))


@pytest.fixture
def planner(signed_in: Callable[[str], Client]) -> Client:
    """The planner, who has given the district's file."""
    return signed_in("planner")


@pytest.fixture
def district(planner: Client, tmp_path: Path) -> Upload:
    book = {n: rows for n, rows in two_sites().items() if n not in ("Teachers", "Master schedule")}
    upload = given(planner, "both.xlsx", bytes_of(tmp_path, book))
    Upload.objects.filter(pk=upload.pk).update(state=UploadState.CURRENT)
    return upload


@pytest.mark.parametrize(("south", "north"), [("N both.xlsx", "both.xlsx"), ("N BOTH.xlsx", "Both.xlsx")])
def test_no_site_s_file_takes_the_place_of_another_s_by_its_name(
    planner: Client, district: Upload, tmp_path: Path, south: str, north: str
) -> None:
    """North's has the district's name, so the site's id is put before it; South's is called so already."""
    names = {"A": south, "N": north}
    uploads = [district] + [
        Upload.objects.create(place=place, name=name, sha256="", size=1) for place, name in names.items()
    ]
    paths = files_in(tmp_path, uploads)
    assert len({p.name.casefold() for p in paths}) == 3


def test_two_sites_may_give_exports_and_workbooks_of_the_same_name(
    planner: Client, signed_in: Callable[[str], Client], district: Upload, tmp_path: Path
) -> None:
    """An answer makes a workbook (.xlsx) of one with macros (.xlsm): now two files have the same name."""
    south = given(signed_in("admin of S"), "ours.xlsx", bytes_of(tmp_path, of_site("S")), "S")
    signed_in("admin of S").post(f"/files/{south.pk}/confirm/")
    north = signed_in("admin of N")
    own = given(north, "ours.xlsm", bytes_of(tmp_path, of_site("N", "Planing")), "N")
    key = next(key_of(e["doubt"]) for e in own.likely if e["doubt"][0] == "near-a-word")
    said = north.post(f"/files/{own.pk}/answer/", {"doubt": key, "choice": "0"}, follow=True).content.decode()
    assert "Answered:" in said
    own.refresh_from_db()
    assert own.read_name == "ours.xlsx"
    assert {s["sheet"] for s in own.sheets} == {"Teachers", "Master schedule"}
    assert "Susanne" not in said
    assert "Norbert 1" in said
    assert own.can_be_confirmed
    north.post(f"/files/{own.pk}/confirm/")
    planner.post("/plans/", {"place": "", "title": "T", "seed": "0", "limit_seconds": "60"})
    assert Worker().take_one()
    assert Run.objects.get().state == RunState.DONE


@pytest.mark.parametrize("name", ["課" * 200 + ".xlsx", "é" * 240 + ".xlsx", "a" * 250 + ".xlsx"])
def test_a_name_as_long_as_a_form_takes_is_cut_to_what_a_disk_holds(planner: Client, tmp_path: Path, name: str) -> None:
    upload = given(planner, name, bytes_of(tmp_path, two_sites()))
    assert upload.can_be_confirmed
    assert upload.name.endswith(".xlsx")
    assert len(upload.name.encode()) <= MOST_BYTES


def test_names_are_cut_and_still_unlike_each_other() -> None:
    long = "課" * 100
    first = unlike(f"{long}.xlsx", "", [])
    names = [first]
    for place in ("", "N", long, f"{long}2", "N"):
        names.append(unlike(first, place, names))
    assert len({n.casefold() for n in names}) == 6
    assert all(len(n.encode()) <= MOST_BYTES + len(".xlsx") for n in names[1:])
    assert plain("../../etc/passwd") == "passwd"
    assert plain("...") == "upload"
    assert plain("a.xlsx") == "a.xlsx"
