"""Exports that leave something open: whose a name is, terms that no file defines, no column of periods."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from scheduler.domain.problem import InputProblems

from .invented import Style, put, table
from .reading import everything, imported, questions, rows, taught

PLAIN = Style()
STUDENTS = (("Zyxwoman", "Plumbert", "777001"), ("Qwopper", "Ethelbright", "777002"))

LISTS = {
    "unqualified names beside the teacher": "Last Name|First Name|Gr|Teacher|Course|Period",
    "a name, an id and an address": "Name|ID|Teacher|Course|Period|Email",
    "the student's address": "Student Email|Teacher|Course|Period",
    "the parents' address": "Student ID|Teacher Last Name|Teacher First Name|Course|Period|Parent Email|Email Address",
    "an id of the teacher beside names": "Student Number|Last Name|First Name|Teacher Name|Course Title|Per|Email",
    "first and last": "First|Last|Teacher|Course|Section ID|Period",
    "words for a student": "Learner Name|Pupil Email|Instructor|Course Name|Period|Guardian Email",
}


def cell(header: str, student: tuple[str, str, str], period: int) -> str:
    last, first, number = student
    known = {
        "Teacher": "Abel, Kit",
        "Instructor": "Abel, Kit",
        "Teacher Name": "Abel, Kit",
        "Teacher Last Name": "Abel",
        "Teacher First Name": "Kit",
        "Gr": "9",
        "Section ID": str(period),
    }
    if header in known:
        return known[header]
    if header in ("Course", "Course Title", "Course Name"):
        return f"Course {period}"
    if header in ("Period", "Per"):
        return str(period)
    if "Email" in header:
        return f"{first}.{last}@example.org"
    if "ID" in header or "Number" in header:
        return number
    return {"Last Name": last, "Last": last, "First": first, "First Name": first}.get(header, f"{last}, {first}")


@pytest.mark.parametrize("name", LISTS)
def test_no_student_is_taken_for_a_teacher_and_none_is_written(name: str, tmp_path: Path) -> None:
    headers = LISTS[name].split("|")
    lines = [[cell(h, s, period) for h in headers] for period in (1, 2) for s in STUDENTS]
    made = imported(put(tmp_path, {"schedules.csv": table(PLAIN, headers, lines)}, zipped=False))
    whole = everything(made).casefold()
    assert [part for student in STUDENTS for part in student if part.casefold() in whole] == []
    assert taught(made, ()) == {("Kit Abel", "1", ""): {"Course 1"}, ("Kit Abel", "2", ""): {"Course 2"}}


@pytest.mark.parametrize("header", ["Teacher Email", "Staff E-mail", "Instructor Email"])
def test_an_address_that_says_whose_it_is_is_taken(header: str, tmp_path: Path) -> None:
    lines = [["Zyxwoman, Plumbert", "Abel, Kit", "kit@example.org", "Art", "1"]]
    source = put(
        tmp_path, {"a.csv": table(PLAIN, ("Student", "Teacher", header, "Course", "Period"), lines)}, zipped=False
    )
    assert rows(imported(source), "Teachers")[0]["email"] in ("kit@example.org", "")


# ---- terms

SECTIONS = ("sourcedId", "title", "courseSourcedId", "schoolSourcedId", "termSourcedIds", "periods")


def oneroster(folder: Path, year: str, fall: str, spring: str) -> Path:
    """Classes that name their terms, and no academicSessions.csv."""
    classes = [
        ("k1", "Bio", "c", "b", year, "1"),
        ("k2", "Econ", "c", "b", fall, "2"),
        ("k3", "Gov", "c", "b", spring, "2"),
    ]
    return put(
        folder,
        {
            "classes.csv": table(PLAIN, SECTIONS, classes),
            "users.csv": table(
                PLAIN, ("sourcedId", "role", "givenName", "familyName"), [("u1", "teacher", "Kit", "Abel")]
            ),
            "enrollments.csv": table(
                PLAIN,
                ("sourcedId", "classSourcedId", "userSourcedId", "role"),
                [(f"e{n}", f"k{n}", "u1", "teacher") for n in (1, 2, 3)],
            ),
            "courses.csv": table(PLAIN, ("sourcedId", "title", "courseCode"), [("c", "Course", "1")]),
        },
        zipped=False,
    )


def test_terms_that_no_file_defines_are_no_whole_year(tmp_path: Path) -> None:
    source = oneroster(tmp_path, "Y27", "F27", "SP27")
    assert taught(imported(source, term="F27"), ()) == {("Kit Abel", "1", ""): {"Bio"}, ("Kit Abel", "2", ""): {"Econ"}}
    assert taught(imported(source, term="SP27"), ())["Kit Abel", "2", ""] == {"Gov"}


def test_terms_whose_names_tell_nothing_are_asked_and_read_as_the_map_says(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    source = oneroster(tmp_path / "in", "aa0", "aa1", "aa2")
    made = imported(source, term="aa1")
    for term in ("aa0", "aa1", "aa2"):
        assert f"Which part of the year the term {term} is" in questions(made)
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Map"
    book.worksheets[0].append(["what", "file", "source", "read as", "how"])
    for term, part in (("aa0", "whole year"), ("aa1", "semester 1"), ("aa2", "semester 2")):
        book.worksheets[0].append(["Term", "", term, part, ""])
    book.save(tmp_path / "map.xlsx")
    again = imported(source, term="aa1", map_file=tmp_path / "map.xlsx")
    assert taught(again, ()) == {("Kit Abel", "1", ""): {"Bio"}, ("Kit Abel", "2", ""): {"Econ"}}
    assert "Which part of the year" not in questions(again)


def test_a_term_that_only_classes_of_the_whole_year_meet_in_is_not_set(tmp_path: Path) -> None:
    lines = [("1", "a", "T1", "Algebra", "1", "Full Year"), ("1", "b", "T1", "Art", "", "Semester 1")]
    files = {
        "sections.csv": table(
            PLAIN, ("School_id", "Section_id", "Teacher_id", "Course_name", "Period", "Term_name"), lines
        ),
        "teachers.csv": table(
            PLAIN, ("School_id", "Teacher_id", "First_name", "Last_name"), [("1", "T1", "Kit", "Abel")]
        ),
    }
    made = imported(put(tmp_path, files, zipped=False), term="S1")
    assert taught(made, ()) == {("Kit Abel", "1", ""): {"Algebra"}}
    assert [r for r in rows(made, "Settings") if r["key"] == "term"] == []


# ---- no period


def test_an_export_without_a_column_of_periods_is_a_question_of_the_map(tmp_path: Path) -> None:
    lines = [("1", "a", "T1", "Algebra", "3", "Semester 1"), ("1", "b", "T1", "Art", "2", "Semester 2")]
    files = {
        "sections.csv": table(
            PLAIN, ("School_id", "Section_id", "Teacher_id", "Course_name", "Meets", "Term_name"), lines
        ),
        "teachers.csv": table(
            PLAIN, ("School_id", "Teacher_id", "First_name", "Last_name"), [("1", "T1", "Kit", "Abel")]
        ),
    }
    made = imported(put(tmp_path, files, zipped=False), term="S1")
    asked = next(q for q in made.questions if "Which column says the period" in q.unknown)
    assert (asked.sheet, asked.choices) == ("Map", "Meets")
    assert made.map[int(asked.cell[1:]) - 2].source == "Meets"
    assert [r for r in rows(made, "Settings") if r["key"] == "term"] == []


@pytest.mark.parametrize(
    ("headers", "lacking"),
    [
        ("Teacher Name|Course Title|Meets|Semester", "period"),
        ("Course Title|Period|Semester|Held by", "teacher"),
        ("Teacher|Period|Semester|What", "course"),
    ],
)
def test_a_list_that_lacks_one_column_is_told_which(headers: str, lacking: str, tmp_path: Path) -> None:
    source = put(
        tmp_path, {"list.csv": table(PLAIN, headers.split("|"), [("Abel, Kit", "1", "S1", "x")])}, zipped=False
    )
    with pytest.raises(InputProblems, match=f"no header names the {lacking}: .*Rename the column that has it to"):
        imported(source)
