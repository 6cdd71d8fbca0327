"""Odd sheets as schools have them: what is understood of each, or where it is refused, warned of or noted.

The school is `grids.larkspur`: T1 has "Alg Alg - Geo Geo Alg" on a day (- is a prep, d a duty, x not at work, * a class
without a course, ? a slot that is no class).
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl.utils import coordinate_to_tuple
from workbooks import Book

from intake.grids import grid, larkspur, look
from scheduler.intake.files.csv_file import read_csv
from scheduler.intake.files.raw_cells import Merge
from scheduler.intake.problems import Problems
from scheduler.intake.tables.find_tables import find_table

M = "Master schedule"
WHOLE = {"T1": "Alg Alg - Geo Geo Alg", "T2": "Eng - Eng Eng Eng Eng", "T3": "Bio Bio Chem - Chem Chem"}


def header(*labels: Any) -> Book:
    book = larkspur()
    book[M][0] = ["teacher", *labels]
    return book


def cells(sheet: str, book: Book | None = None, **values: Any) -> Book:
    book = book or larkspur()
    for address, value in values.items():
        row, column = coordinate_to_tuple(address)
        lines = book[sheet]
        while len(lines) < row:
            lines.append([])
        lines[row - 1] += [None] * (column - len(lines[row - 1]))
        lines[row - 1][column - 1] = value
    return book


def with_sheets(**sheets: list[str]) -> Book:
    book = larkspur()
    for name, lines in sheets.items():
        book[name.replace("_", " ")] = grid(*lines)
    return book


def people(book: Book) -> dict[str, str]:
    answer = look(book)
    assert answer.errors == []
    return {who: states for who, states in answer.states.items() if who.startswith("T")}


# ---- headers and periods

NAMES_OF_SIX = [
    "1st 2nd 3rd 4th 5th 6th",
    "1ST 2ND 3RD 4TH 5TH 6TH",
    "First Second Third Fourth Fifth Sixth",
    "One Two Three Four Five Six",
    "P1 P2 P3 P4 P5 P6",
    "Pd.1 Pd.2 Pd.3 Pd.4 Pd.5 Pd.6",
    "per1 per2 per3 per4 per5 per6",
    "Mod-1 Mod-2 Mod-3 Mod-4 Mod-5 Mod-6",
    "Block1 Block2 Block3 Block4 Block5 Block6",
    "01 02 03 04 05 06",
    "001 002 003 004 005 006",
    "1.0 2.0 3.0 4.0 5.0 6.0",
    "i ii iii iv v vi",
    "I II III IV V VI",
    "\N{FULLWIDTH DIGIT ONE} \N{FULLWIDTH DIGIT TWO} 3 4 5 6",
    "\N{ROMAN NUMERAL ONE} \N{ROMAN NUMERAL TWO} III IV V VI",
    "1\N{MODIFIER LETTER SMALL S}\N{MODIFIER LETTER SMALL T} 2 3 4 5 6",
    "Hr.1 Hr.2 Hr.3 Hr.4 Hr.5 Hr.6",
    "Period_1 Period_2 Period_3 Period_4 Period_5 Period_6",
    "1(8:00) 2(9:00) 3(10:00) 4(11:00) 5(12:00) 6(13:00)",
]
PHRASES = [
    "{} Period",
    "{} Hour",
    "Period {}",
    "Hour {}",
    "Block {}",
    "Per. {}",
    "Pd {}",
    "Mod {}",
    "P {}",
    "Period {} (8:00-8:55)",
    "{} [8:00 AM - 8:55 AM]",
    "Period {}\n8:00-8:55",
    "{} @ 8:00",
    "  {}  ",
    "{}\N{ZERO WIDTH SPACE}",
    "PERIOD {}",
    "Period: {}",
    "{} Block",
    "{} mod",
    "{} period (Room)",
    "Hr {}",
    "{} Hr.",
    "{}.",
    "{}:",
    "Per{}:",
    "Period {}.",
]


@pytest.mark.parametrize("names", NAMES_OF_SIX)
def test_a_header_names_its_period(names: str) -> None:
    assert people(header(*names.split())) == WHOLE


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_word_a_time_or_a_bracket_around_a_label_is_taken_away(phrase: str) -> None:
    assert people(header(*(phrase.format(n) for n in range(1, 7)))) == WHOLE


@pytest.mark.parametrize("phrase", ["#{}", "A Day {}", "Day {}", "{}A", "{}.5", "{}*", "1{}", "Room {}", "{}-X"])
def test_a_header_that_only_resembles_a_label_is_an_error(phrase: str) -> None:
    answer = look(header(*(phrase.format(n) for n in range(1, 7))))
    assert {p.cell for p in answer.errors} >= {"B1", "G1"}


SEVERAL = {
    "1-2": "Lab Lab - - - -",
    "1/2": "Lab Lab - - - -",
    "1 & 2": "Lab Lab - - - -",
    "1+2": "Lab Lab - - - -",
    "1, 2": "Lab Lab - - - -",
    "1 and 2": "Lab Lab - - - -",
    "4-6": "- - - Lab Lab Lab",
    "4 to 6": "- - - Lab Lab Lab",
    "4 thru 6": "- - - Lab Lab Lab",
    "1-3, 6": "Lab Lab Lab - - Lab",
    "P1/P2": "Lab Lab - - - -",
    "Periods 5-6": "- - - - Lab Lab",
    "1st & 2nd": "Lab Lab - - - -",
    "1\N{EN DASH}2 (8:00-9:50)": "Lab Lab - - - -",
    "6": "- - - - - Lab",
}


@pytest.mark.parametrize("period", SEVERAL)
def test_a_cell_names_several_periods(period: str) -> None:
    book = with_sheets(Master_schedule=["teacher|period|course", f"T1|{period}|Lab"])
    assert people(book)["T1"] == SEVERAL[period]


@pytest.mark.parametrize("period", ["1.1", "12", "2-1", "1-7", "1//", "Zero", "1-2-3", "A", "1 2", "7th", "Lunch"])
def test_a_cell_that_fits_no_label_is_an_error(period: str) -> None:
    answer = look(with_sheets(Master_schedule=["teacher|period|course", f"T1|{period}|Lab"]))
    assert [p.cell for p in answer.errors] == ["B2"]


@pytest.mark.parametrize("date", ["2-Jan", "1/2/2026", "Dec-09", "2026-01-02", datetime.datetime(2026, 1, 2)])
def test_a_date_for_a_label_an_id_a_grade_or_a_room_is_said_to_be_one(date: Any) -> None:
    long = ["teacher|period|course|room", "T1|1|Lab|9"]
    for place, book in {
        f"{M}!B1": header(date, 2, 3, 4, 5, 6),
        f"{M}!B2": cells(M, with_sheets(Master_schedule=long), B2=date),
        f"{M}!D2": cells(
            M, larkspur() | {"Master schedule": grid("teacher|period|course|room", "T1|1|Lab|9")}, D2=date
        ),
        "Teachers!E2": cells("Teachers", E2=date),
        "Bell schedule!B2": cells("Bell schedule", B2=date),
        "Teachers!A4": cells("Teachers", A4=date),
        "Coaches!A2": cells("Coaches", A2=date),
        "Sites!A2": cells("Sites", A2=date),
    }.items():
        assert look(book).has("error", place, "date"), place


LABELS_ALIKE = [("1", "P1"), ("1", "01"), ("1", "1st"), ("1", "1 (A)"), ("A", "Block A"), ("1", "1.0"), ("2", "Second")]


@pytest.mark.parametrize(("a", "b"), LABELS_ALIKE)
def test_two_labels_that_would_be_taken_for_each_other_are_an_error(a: str, b: str) -> None:
    book = with_sheets(Bell_schedule=["period|start|end", f"{a}|8:00|8:50", f"{b}|9:00|9:50"])
    assert look(book).has("error", "Bell schedule!A3", f'"{b}" would be taken for "{a}"')


@pytest.mark.parametrize(
    ("a", "b"), [("1", "I"), ("1", "11"), ("1", "1.1"), ("1 (A)", "1 (B)"), ("A1", "B1"), ("1", "1-2")]
)
def test_labels_that_differ_are_two_periods(a: str, b: str) -> None:
    book = with_sheets(
        Bell_schedule=["period|start|end", f"{a}|8:00|8:50", f"{b}|9:00|9:50"],
        Master_schedule=[f"teacher|{a}|{b}", "T1|Art|Prep"],
    )
    assert people(book)["T1"] == "Art -"


# ---- words

SAYS = {
    "Prep": (
        "Prep Period",
        "PREP.",
        "(prep)",
        "Prep*",
        "Conf. (Rm 204)",
        "Prep Rm 204",
        "Prep B12",
        "Planning hour",
        "Plan/Conf Period",
        "Prep & Planning",
        "prep - Room 12",
        "Free",
        "CNF",
        "Prep Per.",
        "Conf Pd",
        "Plan Hr",
        "\N{FULLWIDTH LATIN CAPITAL LETTER P}rep",
        "Prep/Lunch",
        "Conference [Lib]",
    ),
    "Duty": (
        "Lunch",
        "LUNCH DUTY",
        "Caf\N{LATIN SMALL LETTER E WITH ACUTE} Duty",
        "AM duty",
        "Bus Duty (AM)",
        "PLC",
        "Study Hall 204",
        "ISS",
        "Homeroom",
        "Meeting",
        "Lunch/Prep",
        "PLC & Prep",
        "Supervision",
    ),
    "Off": ("Off", "n/a", "NA", "Not Available", "OFF CAMPUS", "Leave", "Absent", "Off/Prep"),
    "": (
        "College Prep English",
        "SAT Prep",
        "Free Enterprise",
        "Homeroom class",
        "Plane Geometry",
        "Heavy-Duty Mechanics",
        "IC Chemistry",
        "Leave No Trace",
        "\N{CJK UNIFIED IDEOGRAPH-6570}",
    ),
    "blank": ("\N{EM DASH}", "--", ".", "*", "\N{ZERO WIDTH SPACE}", "( )", "?"),
}


@pytest.mark.parametrize(("text", "doing"), [(text, doing) for doing, texts in SAYS.items() for text in texts])
def test_a_cell_says_a_word_or_a_course(text: str, doing: str) -> None:
    answer = look(cells(M, B2=text))
    first = answer.states["T1"].removesuffix(" Alg - Geo Geo Alg")
    assert first == {"Prep": "-", "Duty": "d", "Off": "x", "blank": "-"}.get(doing, text)
    assert answer.warnings == []


DOUBTS = {
    "Planing": "near-a-word",
    "Perp": "near-a-word",
    "Conferance": "near-a-word",
    "Lunch Dty": "near-a-word",
    "B Lunch": "near-a-word",
    "Prep/Algebra": "near-a-word",
    "Prep Gym": "begins-with-a-word",
    "Prep - Gym": "begins-with-a-word",
    "PLC Math": "begins-with-a-word",
    "Plan w/ Ms. Li": "begins-with-a-word",
    "Conference Room": "begins-with-a-word",
    "Study Hall Aide Training": "begins-with-a-word",
    "Duty-free Lunch": "begins-with-a-word",
    "24": "only-a-figure",
    28: "only-a-figure",
    "1st Lunch": "near-a-word",
    "On Leave": "near-a-word",
    "Lunch Supervision": "near-a-word",
    "Plan + Prep": "near-a-word",
    "Prep, Lunch": "near-a-word",
    "1st Period Prep": "near-a-word",
    "0.00": "read-as-blank",
    "00": "read-as-blank",
    "204-A": "",
    "None": "read-as-blank",
    "No class": "read-as-blank",
    0: "read-as-blank",
    "FALSE": "read-as-blank",
    True: "only-a-figure",
    "0": "read-as-blank",
    "TOSA": "release-of-a-teacher",
    "Coaching": "release-of-a-teacher",
    datetime.datetime(2026, 1, 2): "date-for-course",
}


@pytest.mark.parametrize("text", DOUBTS, ids=str)
def test_a_doubtful_cell_is_a_warning_once_a_sheet(text: Any) -> None:
    answer = look(cells(M, B2=text, B3=text))
    assert [(p.code, p.cell) for p in answer.warnings] == ([(DOUBTS[text], "B2")] if DOUBTS[text] else [])


def test_words_are_added_and_move() -> None:
    book = with_sheets(Settings=["key|value", "prep words|PLC; Tutorial Time", "duty words|Conference"])
    answer = look(cells(M, book, B2="plc", C2="Tutorial time", D2="Conf", E2="Conference", F2="Prep"))
    assert answer.states["T1"] == "- - - d - Alg"


def test_a_coachs_words() -> None:
    answer = look(cells(M, B5="Release Period", C5="PREP", D5="Off campus", E5="Lunch", F5="Math", G5="\N{EM DASH}"))
    assert answer.states["C1"] == "Coaching Prep Unavailable Unavailable Teaching Available"


# ---- bells

KINDS = {
    "Lunch": "Lunch",
    "A Lunch": "Lunch",
    "Lunch B": "Lunch",
    "1st Lunch": "Lunch",
    "LUNCH": "Lunch",
    "Advisory": "Advisory",
    "Homeroom": "Advisory",
    "Advisory Period": "Advisory",
    "Flex": "Flex",
    "Flex Time": "Flex",
    "Tutorial": "Flex",
    "Before School": "Before school",
    "AFTER SCHOOL": "After school",
    "Passing": None,
    "Home Room": "Advisory",
    "Afterschool": "After school",
    "Passing Period (5 min)": None,
    "Morning Break": None,
    "Passing 5 min": None,
    "Lunch (A)": "Lunch",
    "Morning": "Class",
    "2 (Lunch)": "Class",
    "Passing Period": None,
    "Nutrition": None,
    "Nutrition Break": None,
    "Brunch": None,
    "Recess": None,
    "Break 2": None,
    "SSR": "Class",
    "Zero": "Class",
    "7": "Class",
    "Before School Band": "Class",
    "Lunch Bunch": "Class",
}


@pytest.mark.parametrize("label", KINDS)
def test_a_blank_kind_goes_by_the_label(label: str) -> None:
    from scheduler.intake.sheets.bell_schedule import NO_SLOT, kind_of

    assert kind_of(label) == (KINDS[label] or NO_SLOT)
    is_class = KINDS[label] == "Class"
    book = with_sheets(
        Bell_schedule=["period|start|end", "1|8:00|8:50", f"{label}|9:00|9:50"],
        Master_schedule=[f"teacher|1|{label}", "T1|Art|Art"] if is_class else ["teacher|1", "T1|Art"],
    )
    answer = look(book)
    assert (answer.errors, [p.code for p in answer.notes if p.sheet == "Bell schedule"]) == (
        [],
        [] if is_class else ["kind-by-label"],
    )


def test_a_kind_that_is_written_beats_the_label() -> None:
    book = with_sheets(
        Bell_schedule=["period|start|end|kind", "1|8:00|8:50|", "Lunch|9:00|9:50|Class"],
        Master_schedule=["teacher|1|Lunch", "T1|Art|Band"],
    )
    assert people(book)["T1"] == "Art Band"


# ---- lost cells, merged cells


@pytest.mark.parametrize(
    ("sheet", "level"), [(M, "error"), ("Teachers", "warning"), ("Coaches", "warning"), ("Bell schedule", "warning")]
)
def test_cells_under_a_blank_header_are_counted(sheet: str, level: str) -> None:
    book = larkspur()
    at = len(book[sheet][0])
    rows = book[sheet][1:3]
    for row in rows:
        row.extend([None] * (at + 1 - len(row)))
        row[at] = "stray"
    answer = look(book)
    letters = "ABCDEFGHIJ"[at]
    assert answer.has(level, f"{sheet}!{letters}1", f"{len(rows)} cell", "stray")


def test_a_blank_header_at_the_end_of_a_csv_is_the_place() -> None:
    data = b"coach,period,status,\nC1,1,Unavailable,late\nC1,2,Unavailable,,later\n"
    problems = Problems()
    find_table("Coach availability", read_csv("in.csv", "Coach availability.csv", data), problems)
    assert [p.cell for p in problems.in_order() if p.level == "error"] == ["D1", "E3"]


def test_merged_cells_hold_their_value() -> None:
    book = cells(M, C2=None, D2=None, B4=None)
    merges = {M: [Merge(2, 2, 2, 4), Merge(3, 2, 4, 2)]}
    answer = look(book, merges=merges)
    assert answer.states["T1"] == "Alg Alg Alg Geo Geo Alg"
    assert answer.states["T3"] == "Eng Bio Chem - Chem Chem"
    assert [p.code for p in answer.notes] == ["merged-cells"]
    assert answer.warnings == []


def test_two_rows_of_one_merged_id_are_refused_at_its_cell_alone() -> None:
    answer = look(cells(M, A3=None), merges={M: [Merge(2, 1, 3, 1)]})
    assert [p.where for p in answer.errors] == [f"{M}!A2"]


def test_a_column_of_first_names_is_no_first_period() -> None:
    book = larkspur()
    for row, text in zip(book[M], ["First", "Alba", "Bruno", "Cleo", "Maya"], strict=True):
        row.insert(1, text)
    book[M][1][2] = None  # the first period is a blank, and no class Alba
    answer = look(book)
    assert answer.states["T1"] == "- Alg - Geo Geo Alg"
    assert (answer.errors, answer.warnings, answer.has("note", f"{M}!B1", "First")) == ([], [], True)


@pytest.mark.parametrize("again", ["1", "1st", "Period 1 (Rm)"])
def test_two_columns_of_one_period_are_a_warning(again: str) -> None:
    book = header(1, 2, 3, 4, 5, 6, again)
    book[M].append([])
    answer = look(cells(M, book, B2=None, H2="Art"))
    assert answer.states["T1"] == "Art Alg - Geo Geo Alg"
    assert [p.where for p in answer.warnings] == [f"{M}!H1"]


def test_a_band_merged_over_ids_is_refused_at_its_cell_alone() -> None:
    book = larkspur()
    book[M].insert(2, ["ENGLISH DEPARTMENT"])
    answer = look(book, merges={M: [Merge(3, 1, 3, 7)]})
    assert [(p.where, "ENGLISH" in p.text) for p in answer.errors] == [(f"{M}!A3", True)]


# ---- terms and days

TERMS = {
    "S1": "S1|Q1|Q2|Fall|FY|",
    "S2": "S2|Q3|Q4|Spring|FY|",
    "Q1": "S1|Q1|Fall|FY|",
    "Q4": "S2|Q4|Spring|FY|",
    "Fall Semester": "S1|Q1|Q2|Fall|FY|",
    "Second Semester": "S2|Q3|Q4|Spring|FY|",
    "Semester 2": "S2|Q3|Q4|Spring|FY|",
    "spring": "S2|Q3|Q4|Spring|FY|",
    "1st Semester": "S1|Q1|Q2|Fall|FY|",
}


@pytest.mark.parametrize("chosen", TERMS)
def test_terms_that_hold_one_another_go_together(chosen: str) -> None:
    named = ["S1", "S2", "Q1", "Q2", "Q3", "Q4", "Fall", "Spring", "FY", ""]
    rows = [f"T{n}|{term}|{term or 'blank'}" for n, term in enumerate(named)]
    book = with_sheets(
        Teachers=["teacher|site", *(f"T{n}|LHS" for n in range(len(named)))],
        Bell_schedule=["period|start|end", "1|8:00|8:50"],
        Master_schedule=["teacher|term|1", *rows],
    )
    answer = look(book, term=chosen)
    assert answer.errors == []
    assert {s for who, s in answer.states.items() if who[0] == "T" and s != "-"} == {
        term or "blank" for term in TERMS[chosen].split("|")
    }


@pytest.mark.parametrize("year", ["Full", "Full Year", "FY", "Yr", "Year-long", "Whole year"])
def test_a_class_of_the_whole_year_is_in_every_term(year: str) -> None:
    book = with_sheets(Master_schedule=["teacher|term|1|2|3|4|5|6", f"T1|{year}|Art", "T2|Fall|Eng", "T3|Spring|Bio"])
    assert look(book, term="Spring").states["T1"].startswith("Art")


TWO_TERMS = ["teacher|term|1|2|3|4|5|6", "T1|Fall|Art", "T1|Spring|Band"]


def test_no_term_chosen_of_several_is_one_error_that_lists_them() -> None:
    answer = look(with_sheets(Master_schedule=TWO_TERMS))
    assert [p.where for p in answer.errors] == [M]
    assert answer.has("error", M, "Fall", "Spring", "--term")


@pytest.mark.parametrize("term", ["Summer", "S1", "Q1"])
def test_a_term_that_no_row_names_is_an_error(term: str) -> None:
    assert look(with_sheets(Master_schedule=TWO_TERMS), term=term).has("error", M, term, "Fall")


DAYS = {
    "Mon": "M",
    "MWF": "MWF",
    "TTh": "TH",
    "TuTh": "TH",
    "M-F": "MTWHF",
    "Mon-Fri": "MTWHF",
    "Mon/Wed": "MW",
    "M/W/F": "MWF",
    "Mon, Wed; Fri": "MWF",
    "Daily": "MTWHF",
    "MTWRF": "MTWHF",
    "Tuesdays and Thursdays": "TH",
    "Mon thru Fri": "MTWHF",
    "Weekdays": "MTWHF",
    "Fridays": "F",
    "T/Th": "TH",
    "Tues & Thurs": "TH",
    "Monday - Wednesday": "MTW",
    "W": "W",
    "every day": "MTWHF",
    "M, T": "MT",
}


@pytest.mark.parametrize("text", DAYS)
def test_days_as_schools_write_them(text: str) -> None:
    book = with_sheets(Master_schedule=["teacher|days|1|2|3|4|5|6", f"T1|{text}|Art"])
    met = [letter for day, letter in enumerate("MTWHF") if look(book, day).states["T1"].startswith("Art")]
    assert "".join(met) == DAYS[text]


@pytest.mark.parametrize("text", ["A", "a day", "A Days", "Day A", "A-Day"])
def test_days_of_a_rotation_as_schools_write_them(text: str) -> None:
    book = with_sheets(
        Settings=["key|value", "days|A, B"],
        Bell_schedule=["period|start|end", "1|8:00|8:50"],
        Master_schedule=["teacher|days|1", f"T1|{text}|Art"],
    )
    assert [look(book, day).states["T1"] for day in (0, 1)] == ["Art", "-"]


@pytest.mark.parametrize("text", ["MX", "Someday", "Fri-Mon", "S", "8"])
def test_what_is_no_day_is_an_error(text: str) -> None:
    answer = look(with_sheets(Master_schedule=["teacher|days|1|2|3|4|5|6", f"T1|{text}|Art"]))
    assert [p.cell for p in answer.errors] == ["B2"]


# ---- people, grades, names

T1_WRITTEN = [
    "t1",
    "T1\N{ZERO WIDTH SPACE}",
    "\N{NO-BREAK SPACE}T1",
    '="T1"',
    "'T1",
    "Alba Quill",
    "Quill, Alba",
    "alba  quill",
    "Ms. Alba Quill",
    "Ms. Quill, Alba",
    "Quill, Alba (Ms.)",
    "\N{FULLWIDTH LATIN CAPITAL LETTER T}1",
]


@pytest.mark.parametrize("text", T1_WRITTEN)
def test_a_person_is_found(text: str) -> None:
    assert people(cells(M, A2=text)) == WHOLE


@pytest.mark.parametrize("text", ["Alba", "Quill", "A. Quill", "T-1", "T 1", "T11"])
def test_what_is_near_a_person_is_nobody(text: str) -> None:
    assert [p.cell for p in look(cells(M, A2=text)).errors] == ["A2"]


def test_an_apostrophe_is_one_however_it_is_drawn() -> None:
    book = cells("Teachers", cells(M, A2="O'Neil, Jo"), B2="Jo O\N{RIGHT SINGLE QUOTATION MARK}Neil")
    assert people(book) == WHOLE


def test_a_name_that_two_have_is_an_error_that_gives_both_ids() -> None:
    book = cells("Coaches", cells(M, A2="Quill, Alba"), B2="Alba Quill")
    assert look(book).has("error", f"{M}!A2", "T1", "C1")


GRADES: dict[Any, tuple[str, ...]] = {
    "9": ("9",),
    9: ("9",),
    "09": ("9",),
    "9th": ("9",),
    "Grade 9": ("9",),
    "9th-grade": ("9",),
    "Freshman": ("9",),
    "9-10": ("9", "10"),
    "9th-12th": ("9", "10", "11", "12"),
    "K, 1": ("K", "1"),
    "KG": ("K",),
    "Pre-K": ("PreK",),
    "Pre K": ("PreK",),
    "PK-1": ("PreK", "TK", "K", "1"),
    "9/10": ("9", "10"),
    "9 & 10": ("9", "10"),
    "Juniors, Seniors": ("11", "12"),
    "Grades 6-8": ("6", "7", "8"),
    "K\N{EN DASH}2": ("K", "1", "2"),
    "N/A": (),
    "-": (),
    "9 to 11": ("9", "10", "11"),
}


@pytest.mark.parametrize("text", GRADES, ids=str)
def test_grades_in_one_form(text: Any) -> None:
    from scheduler.intake.tables.cell_values import grades_of

    answer = look(cells("Teachers", E2=text))
    assert (answer.errors, answer.warnings) == ([], [])
    assert (grades_of(str(text)) if GRADES[text] else ()) == GRADES[text]


@pytest.mark.parametrize("text", ["HS", "All", "13", "0", "Non-graded", "9-12 Math"])
def test_what_is_no_grade_is_a_warning(text: str) -> None:
    answer = look(cells("Teachers", E2=text))
    assert answer.has("warning", "Teachers!E2", text) or answer.has("error", "Teachers!E2", text)


SHEET_NAMES = ["bell_schedule", "Bell Schedules", "BELL SCHEDULE", "Bells schedule", "Bell-Schedule"]


@pytest.mark.parametrize("name", SHEET_NAMES)
def test_a_sheet_is_known_in_singular_or_plural(name: str) -> None:
    book = larkspur()
    book[name] = book.pop("Bell schedule")
    answer = look(book)
    assert (answer.states["T1"], answer.warnings) == (WHOLE["T1"], [])


@pytest.mark.parametrize("name", ["Bell schdule", "Bell Times", "Sheet2", "Bells"])
def test_a_sheet_that_may_be_one_that_is_missing_is_a_warning(name: str) -> None:
    book = larkspur()
    book[name] = book.pop("Bell schedule")
    assert look(book).has("warning", name, name, "Bell schedule")


def test_a_sheet_that_is_left_alone_is_compared_with_the_one_it_fits_best() -> None:
    book = with_sheets(Assembly_day=["Period|Start|End|Kind", "1|8:00|8:50|Class"])
    assert look(book).has("warning", "Assembly day", 'header is that of "Bell schedule".')


def test_reserved_sheets_are_known_and_never_input() -> None:
    book = larkspur()
    for name in ("Days", "Dates", "Lost sessions", "Changes", "Conflicts", "Fixes", "Import", "Questions", "Map"):
        book[name] = [["teacher", "site"], ["T9", "LHS"]]
    answer = look(book)
    assert (answer.states["T1"], [p for p in answer.notes if p.code == "unknown-sheet"], answer.warnings) == (
        WHOLE["T1"],
        [],
        [],
    )


DOUBTFUL_SITES = {"L.H.S": "sites-alike", "LHSS": "sites-alike", "LHS, WMS": "site-is-a-list", "Lincoln": ""}


@pytest.mark.parametrize("site", DOUBTFUL_SITES)
def test_without_sites_a_site_that_may_be_none_is_a_warning(site: str) -> None:
    book = cells("Teachers", C4=site)
    del book["Sites"]
    assert [p.code for p in look(book).warnings] == ([DOUBTFUL_SITES[site]] if DOUBTFUL_SITES[site] else [])


# ---- layouts

LAYOUTS: dict[str, Callable[[list[list[Any]]], object]] = {
    "title rows": lambda g: g.__setitem__(slice(0, 0), [["Larkspur High"], ["2026-27", None, "draft"], []]),
    "a legend that says teacher": lambda g: g.insert(0, ["Larkspur", None, "Teacher", "= regular staff"]),
    "a heading over the periods": lambda g: g.insert(0, [None, "Fall Semester"]),
    "the teacher above the numbers": lambda g: g.__setitem__(slice(0, 1), [["Teacher"], [None, *"123456"]]),
    "teacher and room above": lambda g: g.__setitem__(slice(0, 1), [["Teacher", "Period"], [None, *"123456"]]),
    "a header on every page": lambda g: g.insert(3, ["TEACHER", *"123456"]),
    "blank rows": lambda g: g.__setitem__(slice(2, 2), [[], []]),
    "names for ids": lambda g: g[0].__setitem__(0, "Teacher Name"),
    "a column of names": lambda g: [row.insert(1, text) for row, text in zip(g, ["Name", *"ABCD"], strict=True)],
    "the last column first": lambda g: [row.insert(0, row.pop()) for row in g],
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_header_is_found(name: str) -> None:
    book = larkspur()
    for row in book[M]:
        row.extend([None] * (7 - len(row)))
    if name == "names for ids":
        for row, text in zip(book[M][1:], ["Alba Quill", "Fane, Bruno", "Cleo Marsh", "Maya Stone"], strict=True):
            row[0] = text
    LAYOUTS[name](book[M])
    assert people(book) == WHOLE
