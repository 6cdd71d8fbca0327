"""The likely answer to each doubt is what the check's own advice says: made in a copy, the doubt is gone."""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import openpyxl
import pytest
from marked_district import MARK, OWN, attacks, written
from workbooks import Book, save, school

from scheduler import pipeline
from scheduler.domain.edits import CannotEdit, FileEdit
from scheduler.domain.person_lines import person_lines
from scheduler.intake.edits import whole_book
from scheduler.intake.likely_answers import CODES
from scheduler.pipeline import likely_answers


def near_sheet(book: Book) -> None:
    book["Programes"] = book.pop("Programs")


def near_column(book: Book) -> None:
    book["Teachers"][0][4] = "gradess"


def near_setting(book: Book) -> None:
    book["Settings"].append(["distrct", "Lincoln"])


def near_a_word(book: Book) -> None:
    book["Master schedule"][2][4] = "Planing"
    book["Master schedule"][3][2] = "B Lunch"
    book["Master schedule"][3][3] = "Planing"


def open_question(book: Book) -> None:
    book["Questions"] = [
        ["no", "sheet", "cell", "what is not known", "what was assumed", "choices", "confirmed"],
        [1, "Teachers", "B2", "Whether it is Ann.", "Ann", "", ""],
    ]


def night_time(book: Book) -> None:
    book["Bell schedule"] = [
        ["period", "start", "end"],
        *[[str(n), f"{7 + n}:00", f"{7 + n}:50"] for n in range(1, 5)],
        ["5", "1:00", "1:50"],
        ["6", "2:00", "2:50"],
    ]


def sites_alike(book: Book) -> None:
    del book["Sites"]
    book["Teachers"][1][2] = "L.H.S."
    book["Coaches"][1][2] = "LHS"


def site_of_a_total(book: Book) -> None:
    del book["Sites"]
    book["Teachers"].append(["Total", "", "3 teachers"])


def rule_twice(book: Book) -> None:
    book["Rules"].append(["Flex time", "Option", 2, 1, None, "District"])


def travel_to_itself(book: Book) -> None:
    book["Travel"].append(["LHS", "LHS", 5])


def not_with_itself(book: Book) -> None:
    book["Programs"][3][13] = "Mentoring"


def pin_column_unused(book: Book) -> None:
    book["Pins"].append(["Coach", "T1", "Cycle", "C1", None, None, None, "2", None, None])


def differs(book: Book) -> None:
    book["Programs"][1][1] = "Mentor"
    book["Programs"][2][1] = "Lead"
    book["Coaches"][1][3] = "Mentor, Lead"


def too_many_cycles(book: Book) -> None:
    book["Programs"][3][2] = 9


def when_blank_books_lunch(book: Book) -> None:
    book["Programs"][3][7] = None


def no_schedule(book: Book) -> None:
    book["Teachers"].append(["T4", "Dee", "LHS"])


CASES: tuple[Callable[[Book], None], ...] = (
    near_sheet,
    near_column,
    near_setting,
    near_a_word,
    open_question,
    night_time,
    sites_alike,
    site_of_a_total,
    rule_twice,
    travel_to_itself,
    not_with_itself,
    pin_column_unused,
    differs,
    too_many_cycles,
    when_blank_books_lunch,
    no_schedule,
)


def asked(path: Path, code: str) -> list[likely_answers.Answerable]:
    return [a for a in likely_answers.answerable(path, pipeline.check(path)) if a.doubt[0] == code]


def test_every_code_has_a_case() -> None:
    assert {case.__name__.replace("_", "-") for case in CASES} == CODES


@pytest.mark.parametrize("spoil", CASES, ids=lambda case: case.__name__)
def test_the_likely_answer_is_made_in_a_copy_and_the_doubt_is_gone(
    spoil: Callable[[Book], None], tmp_path: Path
) -> None:
    book = school()
    spoil(book)
    path = save(tmp_path / "school.xlsx", book)
    code = spoil.__name__.replace("_", "-")
    found = asked(path, code)
    assert found, f"{code} is not asked: {[str(p) for p in pipeline.check(path)]}"
    errors = [p for p in pipeline.check(path) if p.level == "error"]
    (tmp_path / "copy").mkdir()
    for one in found:
        assert one.answers, f"{code} has no likely answer"
    copy, dropped = likely_answers.write_corrected(path, [one.answers[0].edits for one in found], tmp_path / "copy")
    assert dropped == ()
    assert copy.name == path.name
    assert not asked(copy, code)
    assert [p for p in pipeline.check(copy) if p.level == "error" and p not in errors] == []


def test_every_other_cell_is_read_as_before(tmp_path: Path) -> None:
    """Dates, lengths of time, errors, formulas without values, merged and hidden sheets, signs and figures."""
    path = save(tmp_path / "odd.xlsx", school())
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.create_sheet("Odd")
    values = [
        "_x0041_",
        "a\tb\nc",
        " blank ",
        "=1",
        "'0417",
        "Größe \N{MUSICAL SYMBOL G CLEF}",
        0.1 + 0.2,
        1e300,
        -3,
        True,
        datetime.date(2026, 1, 5),
        datetime.datetime(2026, 1, 5, 8, 5, 7),
        datetime.time(13, 5),
        datetime.timedelta(hours=30),
        "#N/A",
        "http://x.y",
    ]
    for column, value in enumerate(values, 1):
        sheet.cell(3, column, value)
        if value == "=1":
            sheet.cell(3, column).data_type = "s"
    sheet["B5"] = "=A1+1"
    sheet["A7"] = "merged"
    sheet.merge_cells("A7:C8")
    sheet["D9"] = 417
    sheet["D9"].number_format = "00000"
    workbook.create_sheet("Away").sheet_state = "hidden"
    workbook["Away"]["B2"] = "there"
    workbook.save(path)
    (tmp_path / "copy").mkdir()
    edit = FileEdit("cell", "odd.xlsx", "Odd", 9, 5, "", "new")
    copy, _ = likely_answers.write_corrected(path, [[edit]], tmp_path / "copy")
    before, after = whole_book(path), whole_book(copy)
    assert [(s.name, s.hidden, len(s.merges)) for s in after.sheets] == [
        (s.name, s.hidden, len(s.merges)) for s in before.sheets
    ]
    odd = next(s for s in after.sheets if s.name == "Odd")
    assert odd.rows[9] == {4: "00417", 5: "new"}
    same = next(s for s in before.sheets if s.name == "Odd").rows[3]
    assert odd.rows[3].pop(7) == pytest.approx(same.pop(7))
    assert odd.rows[3] == same


def test_an_edit_fits_only_what_it_was_made_for(tmp_path: Path) -> None:
    path = save(tmp_path / "school.xlsx", school())
    stale = [FileEdit("cell", "school.xlsx", "Teachers", 2, 2, "Bob", "Ann")]
    gone = [FileEdit("title", "school.xlsx", "Nothing", value="Teachers")]
    (tmp_path / "copy").mkdir()
    copy, dropped = likely_answers.write_corrected(path, [stale, gone], tmp_path / "copy")
    assert dropped == (0, 1)
    assert pipeline.read(copy).teachers["T1"].name == "Ann"
    path.write_bytes(b"nothing")
    with pytest.raises(CannotEdit):
        likely_answers.write_corrected(path, [stale], tmp_path / "copy")


@pytest.mark.lands
def test_no_answer_that_a_site_is_offered_and_nothing_understood_tells_of_others(tmp_path: Path) -> None:
    """A word of the district is near a slip of the site, other sites' people and courses are beside it."""
    files = written(tmp_path / "district")
    others = [path for place, path in files.items() if place != OWN]
    of_sites = {path: place for place, path in files.items() if place}
    offered = 0
    for number, (name, book) in enumerate(attacks().items()):
        slips = deepcopy(book)
        for row in slips.get("Master schedule", [])[1:]:
            row[1:3] = ["Planing", "MARKWOR"]  # near a word that is built in, and one that only the district has
        path = save(tmp_path / f"own {number}.xlsx", slips)
        found = pipeline.understand_site_file(path, others, OWN, of_sites)
        asked = likely_answers.answerable(path, found.problems, OWN)
        offered += sum(len(a.answers) for a in asked)
        lines = () if found.instance is None else person_lines(found.instance)
        told = repr([asked, [line for line in lines if line.site == OWN]])
        told = re.sub(f"{MARK}WOR(?!D)", "", told)  # what stands in the file itself
        assert MARK not in told, name
    assert offered > 10


@pytest.mark.parametrize(("stands", "read"), [("_xD83D__xDE00_", "\N{GRINNING FACE}"), ("_xD800_", "\ufffd")])
def test_an_answer_can_be_made_beside_half_a_character_as_excel_escapes_it(
    tmp_path: Path, stands: str, read: str
) -> None:
    book = school()
    near_a_word(book)
    book["Teachers"][1][1] = "PUT-IT-HERE"
    written_so, path = save(tmp_path / "plain.xlsx", book), tmp_path / "school.xlsx"
    with zipfile.ZipFile(written_so) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"PUT-IT-HERE", stands.encode()))
    (found,) = asked(path, "near-a-word")
    (tmp_path / "copy").mkdir()
    copy, dropped = likely_answers.write_corrected(path, [found.answers[0].edits], tmp_path / "copy")
    assert dropped == ()
    assert pipeline.read(copy).teachers["T1"].name == read
    assert asked(copy, "near-a-word") == []
