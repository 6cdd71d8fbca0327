"""An export of a student information system is given as it is: what is kept is the workbook made of it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from scheduler.web.uploads.models import Upload

SECTIONS = (
    "School_id,Section_id,Teacher_id,Name,Course_name,Period,Subject,Term_name,Term_start,Term_end\r\n"
    "55,a,T1,Algebra - 1,Algebra 1,1,Math,Semester 1,2026-08-10,2026-12-18\r\n"
    "55,b,T1,Art - 1,Art,2,Art,Semester 1,2026-08-10,2026-12-18\r\n"
    "55,c,T2,Band - 1,Band,3,Music,Semester 1,2026-08-10,2026-12-18\r\n"
)
TEACHERS = (
    "School_id,Teacher_id,First_name,Last_name,Title\r\n55,T1,Ann,Able,\r\n"
    "55,T2,Bo,Best,\r\n55,T3,Cy,Cole,Instructional Coach\r\n"
)
STUDENTS = "School_id,Student_id,Last_name,First_name\r\n55,Zyx77,Zyxfamily,Zyxgiven\r\n"


@pytest.fixture
def planner(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("planner")


def given(client: Client, name: str, content: bytes, **more: object) -> Upload:
    answer = client.post("/files/", {"place": "", "file": SimpleUploadedFile(name, content), **more})
    assert answer.status_code == 302, answer.content.decode()
    return Upload.objects.get(pk=int(answer["Location"].strip("/").rpartition("/")[2]))


def export(**files: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        for name, content in files.items():
            box.writestr(f"{name}.csv", content)
    return out.getvalue()


def test_an_export_becomes_a_workbook_with_its_questions_and_no_student(planner: Client) -> None:
    upload = given(planner, "clever.zip", export(sections=SECTIONS, teachers=TEACHERS, students=STUDENTS))
    assert upload.name == "clever, imported.xlsx"
    assert upload.extent["teachers"] == 2
    assert upload.can_be_confirmed
    page = planner.get(f"/files/{upload.pk}/").content.decode()
    assert "no export has bell times" in page
    kept = b"".join(planner.get(f"/files/{upload.pk}/original/"))
    book = openpyxl.load_workbook(io.BytesIO(kept))
    assert {"Teachers", "Coaches", "Questions", "Map", "Import"} <= set(book.sheetnames)
    with zipfile.ZipFile(io.BytesIO(kept)) as box:
        assert not any(b"zyx" in box.read(part).lower() for part in box.namelist())


def test_an_export_that_cannot_be_imported_says_why(planner: Client) -> None:
    upload = given(planner, "clever.zip", export(sections=SECTIONS.replace("T1", "").replace("T2", "")))
    assert not upload.can_be_confirmed
    assert [p["code"] for p in upload.problems] == ["no-classes"]


SECOND = SECTIONS + "55,d,T1,Drama - 1,Drama,4,Art,Semester 2,2027-01-11,2027-05-28\r\n"


def test_the_term_is_chosen_in_the_page(planner: Client) -> None:
    first = given(planner, "clever.zip", export(sections=SECOND, teachers=TEACHERS), term="Semester 1")
    assert first.extent["import"]["term"] == "Semester 1"
    page = planner.get(f"/files/{first.pk}/").content.decode()
    assert "for <b>Semester 1</b> (it has Semester 1, Semester 2" in page
    later = given(planner, "clever.zip", export(sections=SECOND, teachers=TEACHERS), term="Semester 2")
    assert later.extent["import"]["term"] == "Semester 2"
    assert [r[2] for r in rows(planner, later, "Master schedule")[1:]] != [
        r[2] for r in rows(planner, first, "Master schedule")[1:]
    ]
    refused = given(planner, "clever.zip", export(sections=SECOND, teachers=TEACHERS), term="Semester 9")
    assert [p["level"] for p in refused.problems] == ["error"]
    assert "Semester 9" in refused.problems[0]["text"]


def rows(client: Client, upload: Upload, sheet: str) -> list[tuple[object, ...]]:
    corrected = "corrected" if upload.corrected_name else "original"
    kept = b"".join(client.get(f"/files/{upload.pk}/{corrected}/"))
    return list(openpyxl.load_workbook(io.BytesIO(kept))[sheet].iter_rows(values_only=True))


def test_what_was_answered_and_added_is_offered_and_kept_at_the_next_export(planner: Client) -> None:
    first = given(planner, "clever.zip", export(sections=SECTIONS, teachers=TEACHERS))
    assert "Columns as understood in" not in planner.get("/files/").content.decode()
    asked = len(first.likely)
    assert asked > 1
    planner.post(f"/files/{first.pk}/answer/", {"choice": "all"})
    first.refresh_from_db()
    assert not [e for e in first.likely if e["doubt"][0] == "open-question"], "all that was assumed is confirmed"
    planner.post(f"/files/{first.pk}/confirm/")
    page = planner.get("/files/").content.decode()
    assert "Columns as understood in" in page
    assert "Keep what people added to" in page
    again = given(
        planner, "clever.zip", export(sections=SECTIONS, teachers=TEACHERS), since=str(first.pk), map_of=str(first.pk)
    )
    assert not [e for e in again.likely if e["doubt"][0] == "open-question"], "what was answered stays answered"
    anew = given(planner, "clever.zip", export(sections=SECTIONS, teachers=TEACHERS))
    assert [e for e in anew.likely if e["doubt"][0] == "open-question"]


def test_a_map_that_was_edited_decides_and_is_kept(planner: Client) -> None:
    odd = SECTIONS.replace("Period", "Bimester block")
    first = given(planner, "clever.zip", export(sections=odd, teachers=TEACHERS))
    assert not first.can_be_confirmed
    made = openpyxl.load_workbook(io.BytesIO(b"".join(planner.get(f"/files/{first.pk}/original/"))))
    row = next(row for row in made["Map"].iter_rows(min_row=2) if row[2].value == "Bimester block")
    made["Map"].cell(row[2].row, 4, "period")
    out = io.BytesIO()
    made.save(out)
    given_map = SimpleUploadedFile("map.xlsx", out.getvalue())
    second = given(planner, "clever.zip", export(sections=odd, teachers=TEACHERS), map_file=given_map)
    assert second.can_be_confirmed
    periods = {r[1] for r in rows(planner, second, "Master schedule")[1:]}
    assert periods == {"1", "2", "3"}
    planner.post(f"/files/{second.pk}/confirm/")
    third = given(planner, "clever.zip", export(sections=odd, teachers=TEACHERS), map_of=str(second.pk))
    assert {r[1] for r in rows(planner, third, "Master schedule")[1:]} == periods


def test_nobody_is_offered_the_import_of_another_site(planner: Client, signed_in: Callable[[str], Client]) -> None:
    first = given(planner, "clever.zip", export(sections=SECTIONS, teachers=TEACHERS))
    planner.post(f"/files/{first.pk}/confirm/")
    admin = signed_in("admin of N")
    assert "clever" not in admin.get("/files/").content.decode()
    file = SimpleUploadedFile("clever.zip", export(sections=SECTIONS, teachers=TEACHERS))
    for name in ("since", "map_of"):
        answer = admin.post("/files/", {"place": "N", "file": file, name: str(first.pk)})
        assert answer.status_code == 400
        file.seek(0)


def test_an_input_is_read_as_it_was(planner: Client, workbook: Path) -> None:
    assert given(planner, "school.xlsx", workbook.read_bytes()).name == "school.xlsx"
