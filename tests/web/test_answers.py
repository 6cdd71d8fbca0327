"""What should be answered before a run: each question with its likely answer as a button, and who has answered."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hostile import zipped
from web_cast import two_sites
from workbooks import csv_text, save

from scheduler import pipeline
from scheduler.web.activity.models import Event
from scheduler.web.uploads.answers import key_of
from scheduler.web.uploads.models import Answer, Upload


@pytest.fixture
def planner(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("planner")


def given(client: Client, name: str, content: bytes, place: str = "", **more: object) -> Upload:
    answer = client.post("/files/", {"place": place, "file": SimpleUploadedFile(name, content), **more})
    assert answer.status_code == 302, answer.content.decode()
    return Upload.objects.get(pk=int(answer["Location"].strip("/").rpartition("/")[2]))


def doubt(upload: Upload, code: str) -> str:
    return next(key_of(e["doubt"]) for e in upload.likely if e["doubt"][0] == code)


def codes(upload: Upload) -> list[str]:
    return [e["doubt"][0] for e in upload.likely]


def press(client: Client, upload: Upload, code: str, choice: str = "0") -> str:
    """Press the button of a question; what the page says then."""
    answer = client.post(f"/files/{upload.pk}/answer/", {"doubt": doubt(upload, code), "choice": choice}, follow=True)
    upload.refresh_from_db()
    return unescape(answer.content.decode())


@pytest.fixture
def doubtful(tmp_path: Path) -> bytes:
    """A district whose schedule has a slip, whose Teachers have a column near a known one."""
    book = two_sites()
    book["Master schedule"][1][2] = "Planing"
    book["Teachers"][0][3] = "Departmnt"
    return save(tmp_path / "doubtful.xlsx", book).read_bytes()


def test_the_likely_answer_changes_what_is_read_and_can_be_taken_back(planner: Client, doubtful: bytes) -> None:
    upload = given(planner, "doubtful.xlsx", doubtful)
    assert {"near-a-word", "near-column"} <= set(codes(upload))
    page = planner.get(f"/files/{upload.pk}/").content.decode()
    assert "To answer before a run: 2 questions" in page
    assert "Read &quot;Planing&quot; as Planning" in page
    assert "Planing" in planner.get(f"/files/{upload.pk}/understood/").content.decode()

    said = press(planner, upload, "near-a-word")
    assert 'Answered: Read "Planing" as Planning.' in said
    assert "planner, " in said
    assert codes(upload) == ["near-column"]
    assert "Planing" not in planner.get(f"/files/{upload.pk}/understood/").content.decode()

    press(planner, upload, "near-column")
    assert codes(upload) == []
    teachers = next(s for s in upload.sheets if s["sheet"] == "Teachers")
    assert [c["column"] for c in teachers["columns"]][3] == "department"
    assert "Every question is answered" in planner.get(f"/files/{upload.pk}/").content.decode()
    as_given = b"".join(planner.get(f"/files/{upload.pk}/original/"))
    assert as_given == doubtful, "the file as it was given stays"
    copy = openpyxl.load_workbook(io.BytesIO(b"".join(planner.get(f"/files/{upload.pk}/corrected/"))))
    assert copy["Master schedule"]["C2"].value == "Planning"
    assert copy["Teachers"]["D1"].value == "department"

    first = Answer.objects.get(code="near-a-word")
    planner.post(f"/answers/{first.pk}/take-back/")
    upload.refresh_from_db()
    assert codes(upload) == ["near-a-word"]
    last = Answer.objects.get()
    planner.post(f"/answers/{last.pk}/take-back/")
    upload.refresh_from_db()
    assert (upload.corrected_name, upload.pieces.filter(corrected=True).count()) == ("", 0)
    whats = list(Event.objects.values_list("what", flat=True))
    assert whats.count("answered a question") == whats.count("took an answer back") == 2


def test_the_plan_is_made_of_the_copy_with_the_answers(planner: Client, doubtful: bytes, tmp_path: Path) -> None:
    from scheduler.web.uploads.checking import files_in

    upload = given(planner, "doubtful.xlsx", doubtful)
    press(planner, upload, "near-a-word")
    press(planner, upload, "near-column")
    planner.post(f"/files/{upload.pk}/confirm/")
    upload.refresh_from_db()
    (path,) = files_in(tmp_path, [upload])
    assert [p for p in pipeline.check(path) if p.level == "warning"] == []
    instance = pipeline.read(path)
    assert instance.teachers["TN1"].department == "Math"
    said = planner.post(f"/answers/{Answer.objects.first().pk}/take-back/", follow=True).content.decode()  # type: ignore[union-attr]
    assert "The file is confirmed" in said
    assert Answer.objects.count() == 2


def test_the_form_of_a_plan_says_what_is_not_answered_yet(planner: Client, doubtful: bytes) -> None:
    upload = given(planner, "doubtful.xlsx", doubtful)
    press(planner, upload, "near-a-word")
    planner.post(f"/files/{upload.pk}/confirm/")
    assert "? 1 question not answered" in planner.get("/plans/").content.decode()


def test_what_is_meant_so_is_answered_in_the_next_file_too(planner: Client, doubtful: bytes) -> None:
    upload = given(planner, "doubtful.xlsx", doubtful)
    said = press(planner, upload, "near-a-word", "meant")
    assert "Answered: No, these are courses." in said
    assert "near-a-word" in codes(upload), "it is still what the reader says"
    assert "To answer before a run: 1 question<" in said
    again = given(planner, "doubtful.xlsx", doubtful)
    assert [a.code for a in again.answers.all()] == ["near-a-word"]
    assert again.answers.get().by == upload.answers.get().by


def test_an_answer_that_another_needs_goes_with_it(planner: Client, tmp_path: Path) -> None:
    book = two_sites()
    book["Programes"] = book.pop("Programs")
    book["Programes"][0][6] = "whn"
    upload = given(planner, "near.xlsx", save(tmp_path / "near.xlsx", book).read_bytes())
    press(planner, upload, "near-sheet")
    press(planner, upload, "near-column")
    assert codes(upload) == []
    first = Answer.objects.get(code="near-sheet")
    said = planner.post(f"/answers/{first.pk}/take-back/", follow=True).content.decode()
    assert "With it 1 more" in said
    upload.refresh_from_db()
    assert "near-sheet" in codes(upload)
    assert Answer.objects.count() == 0


def test_a_zip_of_csv_files_stays_one(planner: Client) -> None:
    book = two_sites()
    book["Teachers"][0][3] = "Departmnt"
    book["Bell Schedules"] = [["period", "start", "end"], ["1", "8:00", "8:55"], ["2", "9:00", "1:55"]]
    files = {f"{name}.csv": csv_text(rows).encode() for name, rows in book.items() if name != "Bell Schedules"}
    upload = given(planner, "school.zip", zipped(files))
    press(planner, upload, "near-column")
    assert codes(upload) == []
    assert upload.corrected_name == "school.zip"
    assert upload.can_be_confirmed


def test_nobody_answers_for_another_site_or_what_is_not_asked(
    planner: Client, signed_in: Callable[[str], Client], doubtful: bytes
) -> None:
    upload = given(planner, "doubtful.xlsx", doubtful)
    key = doubt(upload, "near-a-word")
    for person in ("admin of N", "principal of N", "coach CN"):
        answer = signed_in(person).post(f"/files/{upload.pk}/answer/", {"doubt": key, "choice": "0"})
        assert answer.status_code == 404
    for bad in ({"doubt": "x", "choice": "0"}, {"doubt": key, "choice": "7"}, {"doubt": key, "choice": "-1"}, {}):
        said = planner.post(f"/files/{upload.pk}/answer/", bad, follow=True).content.decode()
        assert "Not answered" in said
    assert Answer.objects.count() == 0


def test_of_a_sites_file_neither_questions_nor_states_tell_of_another_site(
    planner: Client, signed_in: Callable[[str], Client], workbook: Path, tmp_path: Path
) -> None:
    planner.post(f"/files/{given(planner, 'both.xlsx', workbook.read_bytes()).pk}/confirm/")
    own = {
        "Teachers": [["teacher", "name", "site", "departmnt"], ["N9", "Nora", "N", "Art"]],
        "Master schedule": [["teacher", "1", "2", "3", "4", "5", "6"], ["N9", "Art", "Planing", "", "", "", ""]],
    }
    admin = signed_in("admin of N")
    upload = given(admin, "n.xlsx", save(tmp_path / "n.xlsx", own).read_bytes(), place="N")
    page = admin.get(f"/files/{upload.pk}/").content.decode()
    states = admin.get(f"/files/{upload.pk}/understood/").content.decode()
    assert "Nora" in states
    assert "Nadia" in states, "a coach at home there"
    press(admin, upload, "near-a-word")
    press(admin, upload, "near-column")
    assert codes(upload) == []
    page += (
        admin.get(f"/files/{upload.pk}/").content.decode()
        + admin.get(f"/files/{upload.pk}/understood/").content.decode()
    )
    assert not re.findall("Susanne|Sven|TS[0-9]|Quiet", page + states)
    assert signed_in("admin of S").get(f"/files/{upload.pk}/understood/").status_code == 404


def test_a_deleted_file_leaves_neither_answers_nor_states(planner: Client, doubtful: bytes) -> None:
    upload = given(planner, "doubtful.xlsx", doubtful)
    press(planner, upload, "near-a-word")
    planner.post(f"/files/{upload.pk}/delete/")
    upload.refresh_from_db()
    assert (upload.answers.count(), hasattr(upload, "states"), upload.pieces.count(), upload.likely) == (
        0,
        False,
        0,
        [],
    )
