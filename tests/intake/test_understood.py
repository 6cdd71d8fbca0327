"""What was understood of an input is shown as it stands there."""

from __future__ import annotations

from pathlib import Path

from workbooks import changed, save, school

from scheduler import pipeline


def test_each_sheet_is_told_with_its_title_header_and_first_values(tmp_path: Path) -> None:
    book = school()
    book["COACHES"] = [["Our coaches"], *book.pop("Coaches")]
    found = pipeline.understand(save(tmp_path / "in.xlsx", book))
    assert found.instance is not None
    coaches = next(s for s in found.sheets if s.sheet == "Coaches")
    assert (coaches.file, coaches.title, coaches.header_row, coaches.rows) == ("in.xlsx", "COACHES", 2, 2)
    names = next(c for c in coaches.columns if c.column == "name")
    assert (names.letters, names.header, names.samples) == ("B", "name", ("Cleo", "Dara"))


def test_the_columns_of_a_wide_sheet_are_its_periods(tmp_path: Path) -> None:
    found = pipeline.understand(save(tmp_path / "in.xlsx", school()))
    schedule = next(s for s in found.sheets if s.sheet == "Master schedule")
    assert schedule.periods == ("1", "2", "3", "4", "5", "6")


def test_an_input_with_errors_has_no_instance_and_the_problems_of_a_check(tmp_path: Path) -> None:
    path = save(tmp_path / "in.xlsx", changed(school(), {"Teachers!C2": "Nowhere"}))
    found = pipeline.understand(path)
    assert found.instance is None
    assert found.problems == pipeline.check(path)
