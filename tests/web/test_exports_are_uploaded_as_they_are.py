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


def given(client: Client, name: str, content: bytes) -> Upload:
    answer = client.post("/files/", {"place": "", "file": SimpleUploadedFile(name, content)})
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


def test_an_input_is_read_as_it_was(planner: Client, workbook: Path) -> None:
    assert given(planner, "school.xlsx", workbook.read_bytes()).name == "school.xlsx"
