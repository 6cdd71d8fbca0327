"""What a check refuses no other command takes; what a scenario removes goes from a plan that is given, too."""

from __future__ import annotations

from pathlib import Path

import pytest
from workbooks import Book, changed, save, school

import scheduler
from scheduler.domain.problem import InputProblems
from scheduler.intake import check_input, read_instance

SCENARIO = [["scenario", "change", "sheet", "row", "column", "value"]]
PLAN = {
    "Assignments": [
        ["teacher", "site", "program", "coach", "cycles", "locked"],
        ["T1", "LHS", "Cycle", "C1", "1", "Y"],
        ["T2", "LHS", "Cycle", "C2", "1", "Y"],
    ],
    "Release periods": [["coach", "site", "period", "status", "locked"], ["C2", "LHS", "2", "Coaching", "Y"]],
}


def errors(book: Book, tmp_path: Path, plan: Book | None = None) -> tuple[list[str], list[str]]:
    """The errors that a check names, and those for which reading an input to solve is refused."""
    paths = [save(tmp_path / "in.xlsx", book), *([save(tmp_path / "plan.xlsx", plan)] if plan else [])]
    checked = [str(p) for p in check_input(paths) if p.level == "error"]
    try:
        read_instance(paths)
    except InputProblems as refusal:
        return checked, [str(p) for p in refusal.problems if p.level == "error"]
    return checked, []


@pytest.mark.parametrize(
    "row", [["New", "Set", "Coaches", "C9", "cost", 1], ["New", "Set", "Teachers", "T1", "site", "XHS"]]
)
def test_an_error_in_a_scenario_stops_both(row: list[object], tmp_path: Path) -> None:
    book = school() | {"Scenarios": [*SCENARIO, row]}
    checked, refused = errors(book, tmp_path)
    assert checked == refused
    assert len(checked) == 1


def test_a_scenario_without_errors_stops_neither(tmp_path: Path) -> None:
    book = school() | {"Scenarios": [*SCENARIO, ["New", "Set", "Coaches", "C1", "cost", 1]]}
    assert errors(book, tmp_path) == ([], [])


def test_remove_takes_along_the_rows_of_a_plan_that_is_given(tmp_path: Path) -> None:
    book = school() | {"Scenarios": [*SCENARIO, ["New", "Remove", "Coaches", "C2", None, None]]}
    book["Coach availability"] = [["coach", "period", "days", "status"], ["C1", "1", "Mon", "Unavailable"]]
    book["Teachers"][2][9] = None
    assert errors(book, tmp_path, PLAN) == ([], [])
    paths = [tmp_path / "in.xlsx", tmp_path / "plan.xlsx"]
    (note,) = (p for p in check_input(paths) if p.code == "removed-too")
    assert "1 row of Release periods" in note.text
    assert "1 row of Assignments" in note.text


UNUSED = {
    "Coach": ({"B": "T1", "D": "C1"}, "FGHIJ"),
    "Release": ({"D": "C1", "H": "2"}, "BCEFGIJ"),
    "Session": ({"B": "T1", "I": "Plan", "C": "Cycle"}, ""),
}
VALUES = {"B": "T1", "C": "Cycle", "E": 1, "F": 1, "G": "Mon", "H": "2", "I": "Plan", "J": "08:00"}


@pytest.mark.parametrize("kind", UNUSED)
def test_a_column_that_means_nothing_for_a_kind_of_pin_is_a_warning(kind: str, tmp_path: Path) -> None:
    needed, unused = UNUSED[kind]
    pin = {"Pins!A2": kind, **{f"Pins!{column}2": value for column, value in needed.items()}}
    for column in unused:
        path = save(tmp_path / "in.xlsx", changed(school(), {**pin, f"Pins!{column}2": VALUES[column]}))
        found = [(p.level, p.code, p.cell) for p in check_input([path])]
        assert found == [("warning", "pin-column-unused", f"{column}2")]
    path = save(tmp_path / "in.xlsx", changed(school(), pin))
    assert check_input([path]) == ()


@pytest.mark.parametrize(
    "pin",
    [
        {"Pins!A2": "Meeting", "Pins!I2": "Staff meeting", "Pins!K2": "2026-10-13"},
        {"Pins!A2": "Session", "Pins!B2": "T1", "Pins!C2": "Cycle", "Pins!I2": "Plan", "Pins!K2": "2026-10-13"},
    ],
    ids=["a meeting", "a session with a date"],
)
def test_a_pin_of_the_dated_calendar_is_left_alone_and_said(pin: dict[str, object], tmp_path: Path) -> None:
    book = changed(school(), {"Pins!K1": "date", **pin})
    book["Meetings"] = [["meeting", "who", "frequency", "minutes"], ["Staff meeting", "Coaches", "Monthly", 30]]
    path = save(tmp_path / "in.xlsx", book)
    found = [(p.level, p.code, p.cell) for p in check_input([path]) if p.sheet == "Pins"]
    assert found == [("warning", "pin-of-dates", "A2")]
    assert scheduler.read(path).pins == ()
