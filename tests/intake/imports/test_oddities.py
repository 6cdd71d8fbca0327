"""What schools' exports have beside the rule, each by itself: and what is asked, and what is said."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from scheduler.domain.problem import InputProblems

from . import invented
from .invented import Style, put, table
from .reading import everything, imported, labels, questions, rows, taught

PLAIN = Style()
SECTIONS = (
    "School_id",
    "Section_id",
    "Teacher_id",
    "Name",
    "Course_name",
    "Period",
    "Subject",
    "Term_name",
    "Term_start",
    "Term_end",
)
FALL = ("Semester 1", "2026-08-10", "2026-12-18")
SPRING = ("Semester 2", "2027-01-05", "2027-06-05")


def clever(folder: Path, lines: list[tuple[object, ...]], *more: tuple[str, bytes]) -> Path:
    teachers = sorted({str(line[2]) for line in lines})
    people = [("1", t, f"First{t}", f"Last{t}", "") for t in teachers]
    files = {
        "sections.csv": table(PLAIN, SECTIONS, lines),
        "teachers.csv": table(PLAIN, ("School_id", "Teacher_id", "First_name", "Last_name", "Title"), people),
    }
    return put(folder, {**files, **dict(more)}, zipped=False)


def text(folder: Path, name: str, content: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(content.encode(encoding))
    return path


# ---- terms


def test_the_term_that_holds_today_is_taken_and_said(tmp_path: Path) -> None:
    source = clever(
        tmp_path, [("1", "a", "T1", "x", "Algebra", "1", "", *FALL), ("1", "b", "T1", "x", "Art", "1", "", *SPRING)]
    )
    spring = imported(source, today=datetime.date(2027, 2, 1))
    assert spring.term == "Semester 2"
    assert taught(spring, ()) == {("FirstT1 LastT1", "1", ""): {"Art"}}
    assert "Semester 2: it holds Feb 1, 2027" in questions(spring)
    summer = imported(source, today=datetime.date(2027, 7, 1))
    assert summer.term == "Semester 1"
    assert "Semester 1: it is the first" in questions(summer)
    assert "Which term" not in questions(imported(source, term="S2"))


def test_quarters_that_lie_in_the_semester_are_taken_too(tmp_path: Path) -> None:
    lines = [
        ("1", "a", "T1", "x", "Health", "1", "", "Quarter 1", "", ""),
        ("1", "b", "T1", "x", "Driving", "1", "", "Quarter 3", "", ""),
        ("1", "c", "T1", "x", "Algebra", "2", "", "S1", "", ""),
        ("1", "d", "T1", "x", "Geometry", "2", "", "S2", "", ""),
        ("1", "e", "T1", "x", "Band", "3", "", "Year", "", ""),
    ]
    source = clever(tmp_path, lines)
    assert {c for cs in taught(imported(source, term="S1"), ()).values() for c in cs} == {"Health", "Algebra", "Band"}
    assert {c for cs in taught(imported(source, term="Spring"), ()).values() for c in cs} == {
        "Driving",
        "Geometry",
        "Band",
    }
    assert {c for cs in taught(imported(source, term="Q3"), ()).values() for c in cs} == {"Driving", "Geometry", "Band"}


def test_a_semester_is_asked_for_where_the_export_has_quarters(tmp_path: Path) -> None:
    lines = [("1", f"q{q}", "T1", "x", f"Course {q}", "1", "", f"Q{q}", "", "") for q in (1, 2, 3, 4)]
    made = imported(clever(tmp_path, lines), term="S2")
    assert taught(made, ()) == {("FirstT1 LastT1", "1", ""): {"Course 3", "Course 4"}}


def test_trimesters(tmp_path: Path) -> None:
    lines = [("1", f"q{q}", "T1", "x", f"Course {q}", "1", "", f"Trimester {q}", "", "") for q in (1, 2, 3)]
    made = imported(clever(tmp_path, lines), term="T2")
    assert taught(made, ()) == {("FirstT1 LastT1", "1", ""): {"Course 2"}}


def test_a_term_that_there_is_not_is_refused_with_those_that_there_are(tmp_path: Path) -> None:
    source = clever(tmp_path, [("1", "a", "T1", "x", "Algebra", "1", "", *FALL)])
    with pytest.raises(InputProblems, match=r'there is no term "Winter".*the terms are Semester 1'):
        imported(source, term="Winter")


# ---- periods and days


def test_a_class_without_a_period_is_asked_by_name_and_the_rest_is_written(tmp_path: Path) -> None:
    lines = [("1", "a", "T1", "x", "Algebra", "", "", *FALL), ("1", "b", "T1", "x", "Art", "2", "", *FALL)]
    made = imported(clever(tmp_path, lines), term="S1")
    assert "When Algebra (a) of FirstT1 LastT1 meets" in questions(made)
    assert taught(made, ()) == {("FirstT1 LastT1", "2", ""): {"Art"}}


def test_names_that_end_in_an_expression_tell_the_period_that_is_blank(tmp_path: Path) -> None:
    lines = [
        ("1", "a", "T1", "Algebra 4(M-F)", "Algebra", "", "", *FALL),
        ("1", "b", "T1", "Art 2(W)", "Art", "", "", *FALL),
        ("1", "c", "T1", "US History (1763-1877)", "History", "", "", *FALL),
    ]
    made = imported(clever(tmp_path, lines), term="S1")
    found = taught(made, invented.WEEK)
    assert found["FirstT1 LastT1", "2", "Wed"] == {"Art"}
    assert found["FirstT1 LastT1", "4", "Fri"] == {"Algebra"}
    assert "Their Period is blank" in questions(made) or "their Period is blank" in questions(made)
    assert "When History (c)" in questions(made)


def test_two_classes_at_one_time_are_one_row_and_a_question(tmp_path: Path) -> None:
    lines = [("1", "a", "T1", "x", "Spanish 2", "1", "", *FALL), ("1", "b", "T1", "x", "Spanish 3", "1", "", *FALL)]
    made = imported(clever(tmp_path, lines), term="S1")
    row = next(r for r in rows(made, "Master schedule") if r["period"] == "1")
    assert row["course"] == "Spanish 2 / Spanish 3"
    assert "2 classes at once in period 1: Spanish 2 / Spanish 3" in questions(made)


def test_a_homeroom_of_its_own_period_needs_no_row_and_one_in_a_numbered_period_is_a_duty(tmp_path: Path) -> None:
    lines = [
        ("1", "a", "T1", "x", "Homeroom", "HR", "", *FALL),
        ("1", "b", "T1", "x", "Algebra", "1", "", *FALL),
        ("1", "c", "T2", "x", "Advisory 9", "2", "", *FALL),
        ("1", "d", "T2", "x", "Algebra", "1", "", *FALL),
    ]
    made = imported(clever(tmp_path, lines), term="S1")
    assert {r["period"]: r["kind"] for r in rows(made, "Bell schedule")} == {
        "HR": "Advisory",
        "1": "Class",
        "2": "Class",
        "Lunch": "Lunch",
    }
    kinds = {(r["teacher"], r["period"]): r["kind"] for r in rows(made, "Master schedule")}
    assert ("T1", "HR") not in kinds
    assert kinds["T2", "2"] == "Duty"


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Study Hall", "Duty"),
        ("Conference", "Prep"),
        ("Conf. Period", "Prep"),
        ("PREP", "Prep"),
        ("Lunch Duty", "Duty"),
        ("Hall Supervision", "Duty"),
        ("College Prep English", "Teach"),
        ("Study Skills", "Teach"),
        ("Planning for Space", "Teach"),
        ("Independent Study", "Teach"),
        ("Conference Speaking", "Teach"),
        ("Advisory", "Duty"),
        ("Release", "Teach"),
    ],
)
def test_a_class_that_is_no_lesson_goes_by_its_whole_title(title: str, kind: str, tmp_path: Path) -> None:
    lines = [("1", "a", "T1", "x", "Algebra", "1", "", *FALL), ("1", "b", "T1", "x", title, "2", "", *FALL)]
    sizes = (
        "enrollments.csv",
        table(PLAIN, ("School_id", "Student_id", "Section_id"), [("1", "zz1", "b"), ("1", "zz2", "a")]),
    )
    made = imported(clever(tmp_path, lines, sizes), term="S1")
    assert {r["period"]: r["kind"] for r in rows(made, "Master schedule")}["2"] == kind


# ---- preps


def test_one_empty_period_is_prep_and_asked_none_or_several_are_asked_by_name(tmp_path: Path) -> None:
    lines = [
        ("1", f"{t}{p}", t, "x", "Algebra", p, "", *FALL)
        for t, ps in (("T1", "124"), ("T2", "1234"), ("T3", "12"))
        for p in ps
    ]
    made = imported(clever(tmp_path, lines), term="S1")
    kinds = {(r["teacher"], r["period"]): r["kind"] for r in rows(made, "Master schedule")}
    assert kinds["T1", "3"] == "Prep"
    assert [p for (t, p), k in kinds.items() if k == "Prep" and t != "T1"] == []
    asked = questions(made)
    assert "When FirstT1 LastT1 has prep: only period 3 is empty." in asked
    assert "When FirstT2 LastT2 has prep: no period is empty." in asked
    assert "When FirstT3 LastT3 has prep: periods 3, 4 are empty." in asked
    cell = next(q for q in made.questions if "LastT1" in q.unknown)
    number = int(cell.cell[1:]) - 2
    assert rows(made, "Master schedule")[number]["kind"] == "Prep"


# ---- people


def test_whoever_has_a_title_or_a_class_that_says_coach_is_proposed_and_no_teacher(tmp_path: Path) -> None:
    people = [
        ("1", "T1", "Ann", "Able", "Instructional Coach"),
        ("1", "T2", "Bo", "Best", "Football Coach"),
        ("1", "T3", "Cy", "Cole", ""),
        ("1", "T4", "Di", "Dorn", "TOSA - Literacy"),
        ("1", "T5", "Ed", "Eck", "Head Coach"),
    ]
    lines = [("1", f"{t}1", t, "x", "Algebra", "1", "", *FALL) for t in ("T2", "T3", "T5")]
    lines.append(("1", "T32", "T3", "x", "Literacy Coaching", "2", "", *FALL))
    source = clever(
        tmp_path,
        lines,
        ("teachers.csv", table(PLAIN, ("School_id", "Teacher_id", "First_name", "Last_name", "Title"), people)),
    )
    made = imported(source, term="S1")
    assert {r["coach"] for r in rows(made, "Coaches")} == {"T1", "T3", "T4"}
    assert {r["teacher"] for r in rows(made, "Teachers")} == {"T2", "T5"}
    assert [(r["coach"], r["period"], r["status"]) for r in rows(made, "Coach availability")] == [
        ("T3", "2", "Coaching")
    ]
    assert 'the class "Literacy Coaching" says so' in questions(made)


def test_a_class_of_students_that_is_about_coaching_is_a_class(tmp_path: Path) -> None:
    lines = [("1", "a", "T1", "x", "Coaching Principles", "1", "", *FALL), ("1", "b", "T1", "x", "PE", "2", "", *FALL)]
    many = (
        "enrollments.csv",
        table(PLAIN, ("School_id", "Student_id", "Section_id"), [("1", f"z{n}", "a") for n in range(20)]),
    )
    made = imported(clever(tmp_path, lines, many), term="S1")
    assert rows(made, "Coaches") == []
    assert ("FirstT1 LastT1", "1", "") in taught(made, ())


def test_a_teacher_of_two_schools_stands_once(tmp_path: Path) -> None:
    people = [("1", "T1", "Ann", "Able", ""), ("2", "T1", "Ann", "Able", ""), ("2", "T2", "Bo", "Best", "")]
    lines = [
        ("1", "a", "T1", "x", "Algebra", "1", "", *FALL),
        ("2", "b", "T1", "x", "Art", "7", "", *FALL),
        ("2", "c", "T2", "x", "Art", "7", "", *FALL),
    ]
    schools = ("schools.csv", table(PLAIN, ("School_id", "School_name"), [("1", "North High"), ("2", "South Middle")]))
    source = clever(
        tmp_path,
        lines,
        schools,
        ("teachers.csv", table(PLAIN, ("School_id", "Teacher_id", "First_name", "Last_name", "Title"), people)),
    )
    made = imported(source, term="S1")
    assert [(r["teacher"], r["site"]) for r in rows(made, "Teachers")] == [("T1", "1"), ("T2", "2")]
    assert {r["site"]: r["name"] for r in rows(made, "Sites")} == {"1": "North High", "2": "South Middle"}
    assert taught(made, ()) == {
        ("Ann Able", "1", ""): {"Algebra"},
        ("Ann Able", "7", ""): {"Art"},
        ("Bo Best", "7", ""): {"Art"},
    }
    assert "also at 2" in questions(made)


# ---- OneRoster


def oneroster(folder: Path, *, manifest: list[tuple[str, str]], zipped: bool = True, **changed: bytes) -> Path:
    files = invented.oneroster(invented.school(3, days=()), PLAIN, "1.1", days=False)
    files["manifest.csv"] = table(PLAIN, ("propertyName", "value"), manifest)
    return put(folder, {**files, **{f"{name}.csv": data for name, data in changed.items()}}, zipped=zipped)


def test_a_delta_alone_is_refused_and_after_a_bulk_it_changes_it(tmp_path: Path) -> None:
    delta_folder = tmp_path / "delta"
    delta_folder.mkdir()
    changed = table(
        PLAIN,
        ("sourcedId", "status", "title", "courseSourcedId", "location", "schoolSourcedId", "termSourcedIds", "periods"),
        [
            ("C0", "tobedeleted", "", "", "", "", "", ""),
            ("C1", "active", "Rocketry", "KBiology", "Z9", "55", "T_Y", "3"),
        ],
    )
    delta = put(
        delta_folder,
        {"manifest.csv": table(PLAIN, ("propertyName", "value"), [("file.classes", "delta")]), "classes.csv": changed},
        zipped=True,
    )
    with pytest.raises(InputProblems, match="delta"):
        imported(delta)
    bulk = oneroster(tmp_path, manifest=[("file.classes", "bulk")])
    made = imported(bulk, delta, term="Semester 1")
    courses = {c for cs in taught(made, ()).values() for c in cs}
    assert "Rocketry" in courses


def test_a_class_that_changes_hands_goes_to_who_has_it_today(tmp_path: Path) -> None:
    lines = [
        ("e1", "C0", "55", "7000", "teacher", "true", "2026-08-10", "2026-10-02"),
        ("e2", "C0", "55", "7007", "teacher", "true", "2026-10-05", "2027-06-05"),
        ("e3", "C1", "55", "7000", "teacher", "true", "", ""),
    ]
    header = (
        "sourcedId",
        "classSourcedId",
        "schoolSourcedId",
        "userSourcedId",
        "role",
        "primary",
        "beginDate",
        "endDate",
    )
    source = oneroster(tmp_path, manifest=[], enrollments=table(PLAIN, header, lines))
    for today, who in ((datetime.date(2026, 9, 1), "7000"), (datetime.date(2026, 11, 28), "7007")):
        made = imported(source, term="Semester 1", today=today)
        assert who in {r["teacher"] for r in rows(made, "Master schedule")}
        assert "it changes hands" in questions(made)
    spring = imported(source, term="Semester 2", today=datetime.date(2026, 9, 1))
    assert "it changes hands" not in questions(spring)


def test_a_class_whose_teacher_left_before_the_term_is_asked(tmp_path: Path) -> None:
    lines = [
        ("e1", "C0", "55", "7000", "teacher", "true", "2026-08-10", "2026-10-02"),
        ("e2", "C1", "55", "7007", "teacher", "true", "", ""),
    ]
    header = (
        "sourcedId",
        "classSourcedId",
        "schoolSourcedId",
        "userSourcedId",
        "role",
        "primary",
        "beginDate",
        "endDate",
    )
    classes = table(
        PLAIN,
        ("sourcedId", "title", "courseSourcedId", "schoolSourcedId", "termSourcedIds", "periods"),
        [("C0", "Rocketry", "", "55", "T_Y", "2"), ("C1", "Art", "", "55", "T_Y", "3")],
    )
    source = oneroster(tmp_path, manifest=[], enrollments=table(PLAIN, header, lines), classes=classes)
    made = imported(source, term="Semester 2")
    assert "Who teaches Rocketry (C0) in this term" in questions(made)
    assert {r["teacher"] for r in rows(made, "Teachers")} == {"7007", "900"}


def test_a_student_who_is_enrolled_as_a_teacher_is_not_written(tmp_path: Path) -> None:
    header = ("sourcedId", "classSourcedId", "schoolSourcedId", "userSourcedId", "role", "primary")
    lines = [
        ("e1", "C0", "55", "Zyx3wq3", "teacher", "true"),
        ("e2", "C1", "55", "7000", "teacher", "true"),
        ("e3", "C2", "55", "Nobody77", "teacher", "true"),
    ]
    made = imported(oneroster(tmp_path, manifest=[], enrollments=table(PLAIN, header, lines)), term="Semester 1")
    assert "zyx3wq3" not in everything(made).casefold()
    assert "Nobody77" not in everything(made)
    assert "its teacher is not among the staff" in questions(made)


# ---- PowerSchool, Aeries


def test_a_schedule_page_of_powerschool(tmp_path: Path) -> None:
    page = (
        "Zyxwq Student  Grade 9\n\n"
        "Exp\tTrm\tCrs-Sec\tCourse Name\tTeacher\tRoom\tEnroll\tLeave\n"
        "2(A,C-D)\tS1\t101.3\tAlgebra 1\tQuill, Pavel M\tB12\t8/12/2026\t6/4/2027\n"
        "5(A-B,D)\t26-27\t204.1\tBiology\tFane, Quinn\tC3\t8/12/2026\t6/4/2027\n"
        "4(A-D)\tS2\t300.1\tArt\tQuill, Pavel M\tB12\t8/12/2026\t6/4/2027\n"
    )
    for name, content in (("page.txt", page), ("apart.txt", page.replace("\t", "   "))):
        made = imported(text(tmp_path, name, content), term="S1")
        assert made.kinds == ("powerschool",)
        assert taught(made, labels(made)) == {
            **{("Pavel M Quill", "2", d): {"Algebra 1"} for d in "ACD"},
            **{("Quinn Fane", "5", d): {"Biology"} for d in "ABD"},
        }
        assert "Zyxwq" not in everything(made)


def test_an_expression_that_is_blank_is_asked_whatever_is_shown_to_people(tmp_path: Path) -> None:
    source = text(
        tmp_path,
        "sections.txt",
        "ID,Course_Number,Course_Name,TermID,Expression,External_Expression,TeacherNumber,LastFirst\n"
        '1,10,Art,3600,,P1,7,"Able, Ann"\n2,11,Band,3600,2(A-B),P2,7,"Able, Ann"\n',
    )
    made = imported(source)
    assert "When Art (1) of Ann Able meets: its period is blank." in questions(made)
    only = text(
        tmp_path,
        "shown.txt",
        "ID,Course_Number,Course_Name,TermID,External_Expression,TeacherNumber,LastFirst\n"
        '1,10,Art,3600,P1,7,"Able, Ann"\n',
    )
    assert taught(imported(only), ()) == {("Ann Able", "1", ""): {"Art"}}


def test_a_scheduling_board_of_aeries_loses_its_counts(tmp_path: Path) -> None:
    board = (
        "Teacher #,Teacher,0,1,2,3,4\n"
        '601,"Able, Ann",,Accel Span II + 2/37,Accel Span II  31/37,,Spanish 1 - 5/36\n'
        '602,"Best, Bo",Jazz Band 12/40,Algebra 1/2 30/36,,Geometry 28/36,Geometry 29/36\n'
    )
    made = imported(text(tmp_path, "board.csv", board))
    assert made.kinds == ("aeries",)
    assert taught(made, ()) == {
        ("Ann Able", "1", ""): {"Accel Span II"},
        ("Ann Able", "2", ""): {"Accel Span II"},
        ("Ann Able", "4", ""): {"Spanish 1"},
        ("Bo Best", "0", ""): {"Jazz Band"},
        ("Bo Best", "1", ""): {"Algebra 1/2"},
        ("Bo Best", "3", ""): {"Geometry"},
        ("Bo Best", "4", ""): {"Geometry"},
    }


def aeries(folder: Path, lines: list[tuple[object, ...]], tch: list[tuple[object, ...]]) -> Path:
    files = {
        "MST.csv": table(PLAIN, ("SC", "SE", "PD", "BL", "SM", "SplitTerm", "CN", "TN1", "RM"), lines),
        "TCH.csv": table(PLAIN, ("SC", "TN", "TE", "ID"), tch),
        "CRS.csv": table(PLAIN, ("CN", "CO"), [("1", "Algebra"), ("2", "Health"), ("3", "Band")]),
    }
    return put(folder, files, zipped=False)


def test_aeries_numbers_are_of_one_school_and_a_person_at_two_is_one(tmp_path: Path) -> None:
    tch = [("10", "601", "Able, Ann", "1"), ("20", "601", "Best, Bo", "2"), ("20", "602", "Able, Ann", "1")]
    lines = [
        ("10", "1", "1", "1", "Y", "", "1", "601", "A"),
        ("20", "2", "1", "1", "Y", "", "2", "601", "A"),
        ("20", "3", "5", "1", "Y", "", "3", "602", "A"),
    ]
    made = imported(aeries(tmp_path, lines, tch))
    assert taught(made, ()) == {
        ("Ann Able", "1", ""): {"Algebra"},
        ("Bo Best", "1", ""): {"Health"},
        ("Ann Able", "5", ""): {"Band"},
    }
    assert len(rows(made, "Teachers")) == 2


def test_a_split_term_halves_the_semester_or_names_the_days(tmp_path: Path) -> None:
    lines = [
        ("10", "1", "1", "1", "F", "FIRST", "1", "601", "A"),
        ("10", "2", "1", "1", "F", "SECOND", "2", "601", "A"),
        ("10", "3", "2", "1", "Y", "MWF", "3", "601", "A"),
        ("10", "4", "2", "1", "Y", "TTH", "1", "601", "A"),
        ("10", "5", "3", "2", "S", "DAILY", "1", "601", "A"),
        ("10", "6", "3", "1", "F", "MTWRF", "2", "601", "A"),
    ]
    source = aeries(tmp_path, lines, [("10", "601", "Able, Ann", "1")])
    fall = taught(imported(source, term="F"), invented.WEEK)
    assert fall["Ann Able", "1", "Mon"] == {"Algebra", "Health"}
    assert fall["Ann Able", "2", "Wed"] == {"Band"}
    assert fall["Ann Able", "2", "Thu"] == {"Algebra"}
    spring = taught(imported(source, term="S"), invented.WEEK)
    assert spring["Ann Able", "4", "Fri"] == {"Algebra"}
    assert ("Ann Able", "1", "Mon") not in spring


# ---- boards


def test_boards_of_departments_are_one_school_and_a_teacher_of_two_is_one(tmp_path: Path) -> None:
    head = "Riverside High Master Schedule 2025-26\n\nTEACHER,SEM,A1,A2,A3,A4,B5,B6,B7,B8,\n"
    files = {
        "Math.csv": head
        + "BRINKERHOFF E.,1,Algebra*,Algebra*,PREP,Geometry,Calc*,PREP,Calc*,Calc*,\nrm 137,2,,,PREP,Stats,,PREP,,,*\n"
        "KING (Dickson)^,1,Algebra*,,,,,,,,\nOff Campus,2,,,,,,,,,\n",
        "Science.csv": head + "KING (Dickson)^^,1,,Bio*,Bio*,PREP,Bio*,Chem*,Chem*,PREP,\nrm 12,2,,,,PREP,,,,PREP,\n",
    }
    source = put(tmp_path, {name: content.encode("cp1252") for name, content in files.items()}, zipped=False)
    made = imported(source, term="2")
    people = {r["name"]: r["department"] for r in rows(made, "Teachers")}
    assert people == {"BRINKERHOFF E.": "Math", "KING (Dickson)": "Science"}
    found = taught(made, ())
    assert found["BRINKERHOFF E.", "A4", ""] == {"Stats"}
    assert found["KING (Dickson)", "A1", ""] == {"Algebra"}
    assert found["KING (Dickson)", "B6", ""] == {"Chem"}
    assert labels(made) == ("A", "B")
    assert {(r["period"], r["days"]) for r in rows(made, "Bell schedule") if r["period"] in ("A1", "B8")} == {
        ("A1", "A"),
        ("B8", "B"),
    }


def test_a_second_row_without_a_name_is_the_second_semester(tmp_path: Path) -> None:
    source = text(
        tmp_path,
        "board.csv",
        "Teacher,1,2,3\nAnn Able,Algebra,Art*,PREP\n,Geometry,,PREP\nBo Best,Band,PREP,Choir\n,Band,PREP,Drama\n",
    )
    assert taught(imported(source, term="2"), ())["Ann Able", "1", ""] == {"Geometry"}
    assert taught(imported(source, term="2"), ())["Ann Able", "2", ""] == {"Art"}
    assert taught(imported(source, term="1"), ())["Bo Best", "3", ""] == {"Choir"}


@pytest.mark.parametrize(
    "header",
    ["Teacher,First,Second,Third", "Instructor,1st Period,2nd Period,3rd Period", "Teacher / Room,Hr 1,Hr 2,Hr 3"],
)
def test_headers_of_a_board_and_its_totals(header: str, tmp_path: Path) -> None:
    made = imported(text(tmp_path, "board.csv", f"{header}\nAnn Able,Algebra,Art,PREP\nTotal sections,12,11,9\n"))
    assert taught(made, ()) == {("Ann Able", "1", ""): {"Algebra"}, ("Ann Able", "2", ""): {"Art"}}


def test_a_board_without_periods_of_its_own_name_is_not_known(tmp_path: Path) -> None:
    with pytest.raises(InputProblems, match="no file is an export that is known"):
        imported(text(tmp_path, "other.csv", "Product,Price,Stock\nPen,1,2\n"))


def test_a_list_of_students_and_classes_is_a_list_of_classes(tmp_path: Path) -> None:
    roster = (
        "stateID,Student,School,Schoolname,Course Code,Course Name,Semester,Term,Day,Period,Teacher\n"
        + "".join(f'88{n},"Zyxwq{n}, Kid",12,North High,A1,Algebra 1,1,S1,A,2,"Able, Ann"\n' for n in range(30))
        + "".join(f'88{n},"Zyxwq{n}, Kid",12,North High,B1,Biology,1,S1,B,2,"Able, Ann"\n' for n in range(30))
        + "".join(f'88{n},"Zyxwq{n}, Kid",12,North High,B1,Biology,1,S2,B,3,"Best, Bo"\n' for n in range(30))
    )
    made = imported(text(tmp_path, "roster.csv", roster), term="S1")
    assert taught(made, labels(made)) == {("Ann Able", "2", "A"): {"Algebra 1"}, ("Ann Able", "2", "B"): {"Biology"}}
    assert "classes at once" not in questions(made)
    assert "zyxwq" not in everything(made).casefold()
    assert {r["name"] for r in rows(made, "Sites")} == {"North High"}


def test_a_timetable_of_fet_by_its_headers(tmp_path: Path) -> None:
    lines = (
        '"Activity Id","Day","Hour","Students Sets","Subject","Teachers","Activity Tags","Room","Comments"\n'
        '"1","Mon","1","9A","Math","Able+Best","","R1",""\n"2","Tue","1","9B","Art","Best","","R2",""\n'
    )
    made = imported(text(tmp_path, "timetable.csv", lines))
    assert taught(made, invented.WEEK) == {
        ("Able", "1", "Mon"): {"Math"},
        ("Best", "1", "Mon"): {"Math"},
        ("Best", "1", "Tue"): {"Art"},
    }


def test_a_term_of_the_calendar_that_no_class_names_can_be_asked_for(tmp_path: Path) -> None:
    files = invented.oneroster(invented.school(3, days=()), PLAIN, "1.1", days=False)
    files["classes.csv"] = (
        files["classes.csv"].replace(b'"T_1,T_2"', b"T_Y").replace(b"T_1", b"T_Y").replace(b"T_2", b"T_Y")
    )
    source = put(tmp_path, files, zipped=True)
    made = imported(source, term="Semester 2")
    assert made.term == "Semester 2"
    assert rows(made, "Master schedule")
    assert imported(source).term == ""


def test_a_homeroom_by_its_type_is_a_duty(tmp_path: Path) -> None:
    header = ("sourcedId", "title", "classType", "courseSourcedId", "schoolSourcedId", "termSourcedIds", "periods")
    lines = [
        ("C0", "Abbot 9", "homeroom", "", "55", "T_Y", "HR"),
        ("C1", "Abbot 10", "homeroom", "", "55", "T_Y", "4"),
        ("C2", "Algebra", "scheduled", "", "55", "T_Y", "1"),
    ]
    made = imported(oneroster(tmp_path, manifest=[], classes=table(PLAIN, header, lines)), term="Semester 1")
    kinds = {r["period"]: r["kind"] for r in rows(made, "Master schedule")}
    assert "HR" not in kinds
    assert kinds["4"] == "Duty"


def test_rows_that_the_source_has_deleted_are_left_out_and_said(tmp_path: Path) -> None:
    files = {
        "MST.csv": table(
            PLAIN,
            ("SC", "SE", "PD", "BL", "SM", "CN", "TN1", "RM", "DEL"),
            [
                ("1", "1", "1", "1", "Y", "1", "601", "A", "0"),
                ("1", "2", "2", "1", "Y", "1", "601", "A", "1"),
                ("1", "3", "3", "1", "Y", "1", "601", "A", "True"),
            ],
        ),
        "CRS.csv": table(PLAIN, ("CN", "CO"), [("1", "Algebra")]),
    }
    made = imported(put(tmp_path, files, zipped=False))
    assert {p for _, p, _ in taught(made, ())} == {"1"}
    assert "2 deleted in the source" in "\n".join(f.why for f in made.files)
    assert "The name of 601" in questions(made)


def test_days_that_every_class_has_are_still_the_labels_of_settings(tmp_path: Path) -> None:
    lines = "courseName,teacherDisplay,periodStart,periodEnd,terms,schedules\n"
    lines += 'Art,"Able, Ann",01,01,"S1, S2","Day A, Day B"\n'
    made = imported(text(tmp_path, "campus.csv", lines + 'Band,"Best, Bo",02,02,"S1, S2","Day A, Day B"\n'), term="S1")
    assert labels(made) == ("A", "B")
    main = imported(text(tmp_path, "main.csv", lines.replace("Day A, Day B", "Main")), term="S1")
    assert labels(main) == ()


def test_an_export_without_any_period_is_written_with_a_question_a_class(tmp_path: Path) -> None:
    lines = [("1", n, "T1", "x", f"Course {n}", "", "", *FALL) for n in ("a", "b")]
    made = imported(clever(tmp_path, lines), term="S1")
    assert [s.name for s in made.sheets if s.name == "Bell schedule"] == []
    assert all(f"When Course {n} ({n})" in questions(made) for n in ("a", "b"))


def test_a_board_of_rooms_says_when_people_teach(tmp_path: Path) -> None:
    made = imported(text(tmp_path, "rooms.csv", "TeacherName,p1,p2,p3\nAnnAble,101,,101\nBoBest,Gym,204,\n"))
    assert taught(made, ()) == {
        ("AnnAble", "1", ""): {"Class in 101"},
        ("AnnAble", "3", ""): {"Class in 101"},
        ("BoBest", "1", ""): {"Class in Gym"},
        ("BoBest", "2", ""): {"Class in 204"},
    }
    assert "they look like rooms" in questions(made)


def test_a_folder_that_holds_other_files_too(tmp_path: Path) -> None:
    source = clever(
        tmp_path, [("1", "a", "T1", "x", "Algebra", "1", "", *FALL)], ("lunch.csv", b"kid,balance\nZyx77,3\n")
    )
    (source / "notes.pdf").write_bytes(b"%PDF")
    made = imported(source, term="S1")
    assert "Zyx77" not in everything(made)
    assert ("export/lunch.csv", 1, 0) in {(f.file, f.rows, f.taken) for f in made.files}


def test_quarters_of_aeries_are_figures_beside_the_letters_of_semesters(tmp_path: Path) -> None:
    lines = [
        ("10", "1", "1", "1", "Y", "", "1", "601", "A"),
        ("10", "2", "2", "1", "1", "", "2", "601", "A"),
        ("10", "3", "3", "1", "F", "", "3", "601", "A"),
        ("10", "4", "3", "1", "S", "", "1", "601", "A"),
    ]
    source = aeries(tmp_path, lines, [("10", "601", "Able, Ann", "1")])
    fall = {p: c for (_, p, _), c in taught(imported(source, term="F"), ()).items()}
    assert fall == {"1": {"Algebra"}, "2": {"Health"}, "3": {"Band"}}
    spring = {p: c for (_, p, _), c in taught(imported(source, term="S"), ()).items()}
    assert spring == {"1": {"Algebra"}, "3": {"Algebra"}}
    assert imported(source).term == "F"


@pytest.mark.parametrize(
    ("names", "asked", "taken"),
    [
        (("S1", "S2", "26-27"), "S1", {"S1", "26-27"}),
        (("F", "S", "Y"), "S", {"S", "Y"}),
        (("1", "2"), "2", {"2"}),
        (("1", "2", "3", "4"), "3", {"3"}),
        (("Fall", "Winter", "Spring", "All Year"), "Winter", {"Winter", "All Year"}),
        (("F", "W", "S"), "S", {"S"}),
        (("Q1", "Q2", "S1", "S2"), "S2", {"S2"}),
        (("Q1", "Q3", "S1", "FY"), "S1", {"Q1", "S1", "FY"}),
        (("1st Semester", "2nd Semester", "Full Year"), "1st Semester", {"1st Semester", "Full Year"}),
        (("Fall Semester 2026", "Spring Semester 2027", "2026-2027"), "Spring", {"Spring Semester 2027", "2026-2027"}),
        (("T1", "T2", "T3", "26-27"), "T2", {"T2", "26-27"}),
        (("MP1", "MP2", "MP3", "MP4"), "MP4", {"MP4"}),
        (("Semester I", "Semester II"), "Semester II", {"Semester II"}),
    ],
)
def test_terms_by_their_names_alone(names: tuple[str, ...], asked: str, taken: set[str], tmp_path: Path) -> None:
    lines = "Teacher\tCourse\tPeriod\tTerm\n" + "".join(f"Able\tIn {n}\t{at}\t{n}\n" for at, n in enumerate(names, 1))
    made = imported(text(tmp_path, "list.tsv", lines), term=asked)
    assert {c.removeprefix("In ") for cs in taught(made, ()).values() for c in cs} == taken


def test_letters_are_periods_and_figures_days_where_the_source_has_them_so(tmp_path: Path) -> None:
    lines = (
        "ID\tCourse_Number\tCourse_Name\tTermID\tAbbreviation\tExpression\tTeacherNumber\tLast_Name\tFirst_Name\n"
        "1\t1\tAlgebra\t3600\t26-27\tA(1-6)\t7\tAble\tAnn\n2\t2\tArt\t3600\t26-27\tB(1,3,5)\t7\tAble\tAnn\n"
        "3\t3\tBand\t3600\t26-27\tC(2,4,6) D(1)\t8\tBest\tBo\n"
    )
    made = imported(text(tmp_path, "sections.txt", lines))
    assert labels(made) == ("1", "2", "3", "4", "5", "6")
    found = taught(made, labels(made))
    assert {d for (n, p, d) in found if p == "B"} == {"1", "3", "5"}
    assert {(p, d) for (n, p, d) in found if n == "Bo Best"} == {("C", "2"), ("C", "4"), ("C", "6"), ("D", "1")}
