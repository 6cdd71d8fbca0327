"""A value of a pin that can never hold is an error at its cell, whatever the kind of pin makes of the column."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from workbooks import changed, save, school

from scheduler.intake import check_input

COLUMNS = {name: "ABCDEFGHIJ"[place] for place, name in enumerate(school()["Pins"][0])}
PINS: dict[str, dict[str, Any]] = {
    "Coach": {"teacher": "T1", "coach": "C1"},
    "Release": {"coach": "C1", "period": "1"},
    "Session": {"teacher": "T1", "session": "Plan"},
}
IMPOSSIBLE: dict[str, Any] = {
    "teacher": "T99",
    "program": "Cycles",
    "coach": "T1",
    "cycle": 3,
    "week": 2,
    "day": "Someday",
    "period": "7",
    "session": "Planned",
    "start": "25:00",
}
POSSIBLE: dict[str, Any] = {
    "teacher": "T1",
    "program": "Cycle",
    "coach": "C1",
    "cycle": 1,
    "week": 1,
    "day": "Mon",
    "period": "2",
    "session": "Plan",
    "start": "09:00",
}


def said(tmp_path: Path, kind: str, column: str, value: object) -> list[tuple[str, str]]:
    cells = {"pin": kind, **PINS[kind], column: value}
    book = changed(school(), {f"Pins!{COLUMNS[name]}2": text for name, text in cells.items()})
    return [(p.level, p.where) for p in check_input([save(tmp_path / "in.xlsx", book)]) if p.sheet == "Pins"]


@pytest.mark.parametrize("column", IMPOSSIBLE)
@pytest.mark.parametrize("kind", PINS)
def test_an_impossible_value_is_one_error_at_its_cell(tmp_path: Path, kind: str, column: str) -> None:
    assert said(tmp_path, kind, column, IMPOSSIBLE[column]) == [("error", f"Pins!{COLUMNS[column]}2")]


@pytest.mark.parametrize("column", POSSIBLE)
@pytest.mark.parametrize("kind", PINS)
def test_a_possible_value_is_no_error(tmp_path: Path, kind: str, column: str) -> None:
    found = said(tmp_path, kind, column, POSSIBLE[column])
    assert [level for level, _ in found] in ([], ["warning"])


@pytest.mark.parametrize(("column", "value"), [("day", "Sat"), ("period", "Lunch"), ("start", "07:00")])
def test_what_leaves_a_session_no_slot_is_the_cell_that_is_said(tmp_path: Path, column: str, value: str) -> None:
    """Saturday has no bells; Lunch is too short for the session; seven o'clock is before the first bell."""
    (level, where), *more = said(tmp_path, "Session", column, value)
    expected = "I" if column == "period" else COLUMNS[column]
    assert (level, where, more) == ("error", f"Pins!{expected}2", [])
