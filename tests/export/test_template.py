"""The template workbook explains every column, offers what may be chosen, and holds a school that can be solved."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from scheduler.export import MODELS, write_template
from scheduler.rules import RULES
from scheduler.schema.sheets import INPUT_SHEETS, SETTING_KEYS

HEADER = 2


@pytest.fixture(params=[None, *MODELS])
def book(request: pytest.FixtureRequest, tmp_path: Path) -> openpyxl.Workbook:
    write_template(tmp_path / "input.xlsx", request.param)
    return openpyxl.load_workbook(tmp_path / "input.xlsx")


def test_every_input_sheet_is_there_and_nothing_else(book: openpyxl.Workbook) -> None:
    assert book.sheetnames == [s.name for s in INPUT_SHEETS]


def test_every_heading_has_a_note(book: openpyxl.Workbook) -> None:
    for sheet in book:
        assert [c.coordinate for c in sheet[HEADER] if c.value and c.comment is None] == []


def test_sheets_have_the_columns_of_the_contract(book: openpyxl.Workbook) -> None:
    for sheet in INPUT_SHEETS:
        headers = [c.value for c in book[sheet.name][HEADER] if c.value]
        wide = ["teacher", "1", "2", "3", "4", "5", "6"]
        assert headers in ([c.name for c in sheet.columns], wide), sheet.name


def test_settings_and_rules_list_everything_that_can_be_set(book: openpyxl.Workbook) -> None:
    def first(sheet: str) -> list[str]:
        return [row[0].value for row in book[sheet].iter_rows(min_row=HEADER + 1) if row[0].value]

    assert first("Settings") == [s.key for s in SETTING_KEYS]
    assert first("Rules") == list(RULES)
    assert all(row[5].value for row in book["Rules"].iter_rows(min_row=HEADER + 1, max_row=HEADER + len(RULES)))


def test_what_may_be_chosen_is_offered(book: openpyxl.Workbook) -> None:
    def offered(sheet: str, column: str) -> str:
        page = book[sheet]
        letter = next(c.column_letter for c in page[HEADER] if c.value == column)
        return next(v.formula1 for v in page.data_validations.dataValidation if f"{letter}3" in v.sqref)

    assert offered("Rules", "level") == '"Required,Recommended,Option,Off"'
    assert offered("Bell schedule", "kind") == '"Class,Flex,Advisory,Lunch,Before school,After school,None"'
    assert offered("Coach availability", "status") == ('"Available,Coaching,Teaching,Prep,Unavailable,Avoid,Prefer"')
    assert offered("Coaches", "full time") == '"Y,N"'
    assert offered("Programs", "mode") == '"In person,Virtual,Either"'
    assert offered("Rules", "rule") == "'Rules'!$A$3:$A$202"
    assert offered("Teachers", "site") == "'Sites'!$A$3:$A$202"


def test_example_rows_are_marked_as_such(book: openpyxl.Workbook) -> None:
    assert "EXAMPLE rows: overwrite them." in book["Teachers"]["A1"].value
    assert book["Settings"]["B3"].value == "EXAMPLE DISTRICT (overwrite me)"


def test_the_same_template_gives_the_same_bytes(tmp_path: Path) -> None:
    write_template(tmp_path / "a.xlsx")
    write_template(tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_an_unknown_model_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="model") as caught:
        write_template(tmp_path / "a.xlsx", "avhsd")
    assert str(caught.value) == (
        'There is no model "avhsd"; the models are avuhsd, des_moines, instruction_partners, santa_clara, juneau.'
    )
    assert list(tmp_path.iterdir()) == []


def test_avuhsd_asks_for_what_its_model_asks_for(tmp_path: Path) -> None:
    write_template(tmp_path / "a.xlsx", "avuhsd")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    rules = {row[0].value: (row[1].value, row[2].value) for row in book["Rules"].iter_rows(min_row=HEADER + 1)}
    assert rules["All periods covered"][0] == "Required"
    assert rules["Sections funded"] == ("Required", 7)
    assert rules["Coaching periods per coach"] == ("Required", 2)
    assert rules["Coaches per site"] == ("Recommended", 2)
    sessions = [row[3].value for row in book["Programs"].iter_rows(min_row=HEADER + 1) if row[0].value]
    assert sessions[:3] == ["Plan", "Observe", "Debrief"]
