"""What a planner is told before a run though nothing is wrong; each with its nearest case of which nothing is said."""

# ruff: noqa: E501  # messages are pinned whole, and read best on one line
from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from workbooks import Book, changed, save, school, shown

from scheduler.intake import check_input


class Case(NamedTuple):
    """Cells of the good school, the warning that they give, and cells of which nothing is said."""

    sheets: str
    said: str
    twin: str


CASES = {
    "a group of teachers who teach": Case(
        """
        Programs | A program | H when   | M group size
        3        | Cycle     | Teaching | 2
        """,
        'Programs!H3: "Observe" is for groups, and those who teach then must be in one class: teachers of different classes cannot meet. Write Prep, or a slot like Flex, under when if these teachers should meet together.',
        """
        Programs | A program | M group size
        2        | Cycle     | 2
        """,
    ),
    "more sessions of one name than days": Case(
        """
        Programs | A program | G per week
        4        | Mentoring | 6
        """,
        'Programs!G4: "Talk" is due 6 times in a week, and a week has 5 days: two of the same name are never on the same day. Lower per week, or rename some of them.',
        """
        Programs | A program | G per week
        4        | Mentoring | 5
        """,
    ),
    "a blank when that books lunch": Case(
        """
        Programs | A program | H when
        4        | Mentoring | (blank)
        """,
        'Programs!H4: when is blank, so "Talk" may be held at Lunch. Name what the teacher is doing then: Teaching, Prep, or both.',
        """
        Programs | A program | F minutes | H when
        4        | Mentoring | 40        | (blank)
        """,
    ),
    "a session that no slot of a teacher can hold": Case(
        """
        Programs | A program | D session | H when
        2        | Cycle     | Plan      | Flex, Prep

        Master schedule | A teacher | C 2 | E 4 | F 5 | G 6
        2               | T1        | Art | Art | Art | Art
        """,
        'Programs!D2: 1 teacher has no slot of 30 minutes in which "Plan" can be held (Flex or Prep): T1. Look at their rows in Master schedule, at when and at minutes.',
        """
        Programs | A program | H when
        2        | Cycle     | Flex, Prep
        """,
    ),
    "a class of a coach on some days": Case(
        """
        Master schedule | A teacher | G 6      | H days
        5               | C1        | Calculus | Mon, Tue
        """,
        "Master schedule!G5: C1 teaches on some of the days of period 6, and so cannot be released in it on any day. Nothing needs to be done if that is meant: a release is of the whole period.",
        """
        Master schedule | A teacher | H days
        5               | C1        | Mon-Fri
        """,
    ),
}


def warned(tmp_path: Path, book: Book) -> list[str]:
    return [str(p) for p in check_input([save(tmp_path / "in.xlsx", book)]) if p.level == "warning"]


@pytest.mark.parametrize("name", CASES)
def test_a_planner_is_warned(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    assert warned(tmp_path, changed(school(), shown(case.sheets))) == [case.said]
    assert warned(tmp_path, changed(school(), shown(case.twin))) == []


BELLS = [
    ["bell schedule", "week", "days", "period", "start", "end"],
    *(["Regular", 1, None, str(n), f"{7 + n:02}:00", f"{7 + n:02}:50"] for n in range(1, 7)),
]


def test_a_second_week_without_bells(tmp_path: Path) -> None:
    book = changed(school(), {"Settings!A3": "weeks", "Settings!B3": 2})
    book["Bell schedule"] = BELLS
    assert warned(tmp_path, book) == [
        'Bell schedule!B2: the pattern has 2 weeks, and bell schedule "Regular" has no period in week 2. Add the rows '
        "of that week, or clear week where both weeks are alike."
    ]
    book["Bell schedule"] = [[name, None if week == 1 else week, *rest] for name, week, *rest in BELLS]
    assert warned(tmp_path, book) == []


@pytest.mark.parametrize("per_week", [1, 2])
def test_a_weekly_session_is_followed_up_by_itself(per_week: int, tmp_path: Path) -> None:
    assert warned(tmp_path, changed(school(), {"Programs!G4": per_week})) == []
