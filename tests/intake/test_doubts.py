"""What a school's sheet leaves in doubt is asked at its cell: terms, days in brackets, words, lost rows."""

from __future__ import annotations

import pytest
from workbooks import Book

from intake.grids import Answer, grid, larkspur, look
from scheduler.intake.files.csv_file import decoded, read_csv
from scheduler.intake.files.safety import Refusal
from scheduler.intake.sheets.terms import Terms
from scheduler.intake.tables.term_names import is_all_year, is_term

M = "Master schedule"
ALL = ["T2|1|Eng", "T2|2|Eng", "T2|3|Eng", "T2|4|Eng", "T2|5|Eng", "T2|6|Eng"]


def long(header: str, *rows: str) -> Book:
    book = larkspur()
    book[M] = grid(header, *rows, *ALL)
    return book


def codes(answer: Answer) -> list[tuple[str, str]]:
    return [(p.code, p.where) for p in answer.warnings if p.code != "no-schedule"]


# ---- terms

SEVERAL_TERMS = {
    "S1-S2": "S1 S2",
    "S1/S2": "S1 S2",
    "S1, S2": "S1 S2",
    "Q1-Q4": "S1 S2",
    "Q1-Q2": "S1",
    "Q2-Q3": "S1 S2",
    "Q1 & Q2": "S1",
    "2026-27": "S1 S2",
    "2026-2027": "S1 S2",
    "FY27": "S1 S2",
    "SY 26-27": "S1 S2",
    "S1 2026-27": "S1",
    "2027 S2": "S2",
    "1st Sem 2026": "S1",
}


@pytest.mark.parametrize("text", SEVERAL_TERMS)
def test_a_class_of_several_terms_is_in_each_of_them(text: str) -> None:
    for term in ("S1", "S2"):
        book = long("teacher|period|course|term", f"T1|1|Art|{text}", "T3|1|Bio|S1", "T3|1|Chem|S2")
        answer = look(book, term=term)
        assert answer.errors == []
        assert answer.states["T1"].startswith("Art" if term in SEVERAL_TERMS[text].split() else "-"), (text, term)
        assert [code for code, _ in codes(answer)] == []


@pytest.mark.parametrize(
    ("chosen", "held"), [("Fall", "Fall 2026"), ("Fall 2026", "FALL"), ("Spring", "Spring 2027"), ("1", "1-2")]
)
def test_a_year_beside_a_term_and_a_list_of_terms_are_understood(chosen: str, held: str) -> None:
    terms = Terms(("Fall 2026", "FALL", "Spring 2027", "1", "2", "1-2"), chosen)
    assert terms.holds(held)
    assert terms.is_named


def test_two_years_of_one_term_stay_apart() -> None:
    terms = Terms(("Fall 2026", "Fall 2027"), "Fall 2026")
    assert [terms.holds(text) for text in terms.named] == [True, False]


@pytest.mark.parametrize("text", ["Q1, Q3, Q4", "S1", "T1-T2", "Fall", "3600"])
def test_a_part_of_the_year_is_not_all_of_it(text: str) -> None:
    assert not is_all_year(text)


def test_a_term_whose_name_does_not_tell_is_asked_about() -> None:
    book = long("teacher|period|course|term", "T1|1|Art|3601", "T1|2|Math|3600", "T3|1|Bio|3602")
    answer = look(book, term="3601")
    assert codes(answer) == [("term-in-doubt", f"{M}!D3")]
    assert answer.has("warning", f"{M}!D3", "3600", "3601")


@pytest.mark.parametrize("texts", ["S1 S2", "MP1 MP2", "F S Y", "Fall Spring", "1 2", "Q1 S2 Summer"])
def test_terms_that_are_plainly_apart_are_left_out_without_a_question(texts: str) -> None:
    named = texts.split()
    terms = Terms(named, named[0])
    assert [text for text in named if terms.is_in_doubt(text)] == []


@pytest.mark.parametrize("header", ["Held", "Duration", "Length of course"])
@pytest.mark.parametrize("wide", [False, True])
def test_a_column_of_terms_or_days_under_a_name_nobody_knows_is_asked_about(header: str, wide: bool) -> None:
    for first, second, column in (("S1", "S2", "term"), ("Fall", "Full year", "term"), ("MWF", "Tue", "days")):
        book = larkspur()
        rows = [f"T1|{first}|Art", f"T2|{second}|Band", "T3||Bio"]
        book[M] = grid(f"teacher|{header}|1|2|3|4|5|6", *rows) if wide else grid(f"teacher|{header}|course|period")
        if not wide:
            book[M] += [[*line, 1] for line in grid(*rows)]
        assert look(book).has("warning", f"{M}!B1", f"Rename it to {column}", first), (first, wide)


@pytest.mark.parametrize("header", ["Term name", "Marking Period", "Trm", "Tri", "Grading period", "Term ID"])
def test_other_names_of_a_term(header: str) -> None:
    book = long(f"teacher|period|course|{header}", "T1|1|Health|S1", "T1|1|PE|S2")
    assert look(book).has("error", M, "S1", "S2")


@pytest.mark.parametrize("text", ["T1", "M", "F", "9", "Math", "A", "H1", "Y", ""])
def test_what_may_be_something_else_is_no_term(text: str) -> None:
    assert not is_term(text)


# ---- days and terms in brackets

BRACKETS = {
    "1 (Fri)": True,
    "1 (M/W)": True,
    "1(A)": True,
    "1 (A-B)": True,
    "1 (B Day)": True,
    "1 (S1)": True,
    "1 [Fall]": True,
    "1 (Odd)": True,
    "1 (Mon-Fri)": False,
    "1 (Daily)": False,
    "1 (8:00-8:50)": False,
    "1 (Room 4)": False,
    "1": False,
}


@pytest.mark.parametrize("text", BRACKETS)
@pytest.mark.parametrize("wide", [False, True])
def test_a_day_or_a_term_in_brackets_is_asked_about(text: str, wide: bool) -> None:
    book = long("teacher|period|course", f"T1|{text}|Art")
    if wide:
        book = larkspur()
        book[M][0][1] = text
    found = [where for code, where in codes(look(book)) if code == "day-in-brackets"]
    assert found == ([f"{M}!B1" if wide else f"{M}!B2"] if BRACKETS[text] else [])


def test_a_label_with_a_bracket_of_its_own_is_no_question() -> None:
    answer = look(larkspur("1(A) 2(A) 1(B) 2(B)"))
    assert (answer.errors, codes(answer)) == ([], [])


# ---- words

HARDLY = ["Preparation", "Advisory", "HR", "TBD", "x", "N", "Not teaching", "LOA", "Vacant", "Open", "Hall Monitor"]
NEAR = [
    "Common Planning",
    "Dept. Prep",
    "Prep Time",
    "Staff Meeting",
    "Maternity Leave",
    "AM Supervision",
    "IEP Meeting",
]
PLAIN = ["PE", "AP Bio", "Urban Planning", "SAT Prep", "Peer Coaching", "Office Skills", "Travel & Tourism", "Open Lab"]


@pytest.mark.parametrize("text", [*HARDLY, *NEAR, *PLAIN])
def test_what_hardly_names_a_course_is_asked_about(text: str) -> None:
    book = larkspur()
    book[M][1][1] = text
    answer = look(book)
    assert answer.states["T1"].startswith(text)
    expected = "hardly-a-course" if text in HARDLY else "near-a-word" if text in NEAR else ""
    assert codes(answer) == ([(expected, f"{M}!B2")] if expected else [])


def test_a_date_as_a_csv_has_it_is_no_course() -> None:
    book = larkspur()
    book[M][1][1] = "4-Mar"
    assert codes(look(book)) == [("date-for-course", f"{M}!B2")]


# ---- people and periods


def test_a_person_who_is_a_teacher_and_a_coach_by_name_is_asked_about() -> None:
    book = larkspur()
    book["Teachers"].append(["T9", "Stone, Maya", "LHS"])
    assert look(book).has("warning", "Teachers!B5", "C1", "Coaches!A2")


def test_a_name_with_two_ids_is_asked_about_once() -> None:
    book = larkspur()
    book["Teachers"] += [["T8", "Quill, Alba", "LHS"], ["T9", "Ms. Alba Quill", "LHS"]]
    assert codes(look(book)) == [("name-twice", "Teachers!B5")]


@pytest.mark.parametrize("apart", ["site", "department"])
def test_a_name_of_two_people_who_are_told_apart_is_no_question(apart: str) -> None:
    book = larkspur()
    book["Sites"].append(["MMS", *book["Sites"][1][1:]])
    book["Teachers"][0].append("department")
    book["Teachers"].append(["T8", "Quill, Alba", "MMS" if apart == "site" else "LHS", "Art"])
    book["Teachers"].append(["T9", "Alba Quill", "LHS", "Art" if apart == "site" else "Science"])
    assert "name-twice" not in [code for code, _ in codes(look(book))]


def test_a_column_of_other_people_is_asked_about() -> None:
    book = long("teacher|period|course|co-teacher|staff", "T1|1|Art|T3|Alba Quill", "T1|2|Art||Alba Quill")
    answer = look(book)
    assert codes(answer) == [("people-in-a-column", f"{M}!D1")]
    assert answer.has("warning", f"{M}!D1", "T3", "add a row for each")


def test_a_class_period_that_no_cell_is_in_is_asked_about() -> None:
    book = larkspur()
    book["Bell schedule"] += [["Mon-Fri", "Snack", "13:00", "13:10", None], ["Mon-Fri", "Assembly", "14:00", "14:30"]]
    answer = look(book)
    assert codes(answer) == [("period-without-a-cell", "Bell schedule!B8")]
    assert answer.has("warning", "Bell schedule!B8", "Snack, Assembly", "None")


def test_of_an_import_the_empty_periods_are_asked_already() -> None:
    book = larkspur()
    book["Bell schedule"] += [["Mon-Fri", "Snack", "13:00", "13:10", None]]
    book["Questions"] = grid("no|sheet|cell|what is not known|what was assumed|choices|confirmed")
    assert codes(look(book)) == []


# ---- files

CSV = 'teacher,1,2\nT1,Art,Art\nT2,"Band,Band\nT3,Bio,Bio\nT4,Math,Math\n'


@pytest.mark.parametrize("text", [CSV, CSV.replace("Bio,Bio", '"Bio, A",Bio')])
def test_a_quote_that_is_not_closed_swallows_no_row(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_csv("in.csv", "Master schedule.csv", text.encode())
    assert refused.value.message.code == "open-quote"
    assert refused.value.fields["line"] == 3


@pytest.mark.parametrize(
    "text",
    ['teacher,1\nT1,"Art\n""B"", lab"\nT2,Bio\n', 'teacher,1\nT1,Pipe 5" wide\nT2,6" pipe\n', 'a,1\n\n\nb,"x"\n'],
)
def test_quotes_and_line_breaks_in_a_cell_are_read(text: str) -> None:
    assert len(read_csv("in.csv", "Master schedule.csv", text.encode()).rows) in (2, 3)


def test_a_file_of_two_encodings_is_read_as_utf_8() -> None:
    assert "Mu\N{LATIN SMALL LETTER N WITH TILDE}oz" in decoded("Muñoz\n".encode() + "José\n".encode("latin-1"))
    assert decoded("José Peña\n".encode("latin-1")) == "José Peña\n"


def test_a_list_of_classes_without_periods_is_refused_with_the_column_that_it_lacks() -> None:
    book = larkspur()
    book[M] = [["teacher", "course"], ["T1", "Art"], ["T2", "Eng"]]
    (error,) = [p for p in look(book).errors if p.code == "no-header"]
    assert "no column period" in error.text
    assert error.fix == "Add the column period, or write one column for each period."
