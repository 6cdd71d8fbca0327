"""What the command line says, word for word."""

from __future__ import annotations

import pytest

from scheduler.cli import sentences
from scheduler.domain.plan import Plan
from scheduler.domain.problem import Problem
from scheduler.domain.progress import Progress
from scheduler.domain.score import Audit, Score
from scheduler.domain.solution import Solution

NO_PLAN = Plan(releases={}, assignments=())


def solution(score: tuple[int, int, int], bound: tuple[int, int, int]) -> Solution:
    rules = {("Grade match", "Option"): score[2], ("Flex time", "Recommended"): score[1]}
    if score[0]:
        rules["Sections funded", "Required"] = score[0]
    return Solution(NO_PLAN, Audit((), (), rules, Score(*score)), Score(*bound))


def problem(sheet: str, cell: str | None, level: str = "error", file: str = "a.xlsx", text: str = "no.") -> Problem:
    return Problem("code", level, file, sheet, cell, text, "Fix it.")


@pytest.mark.parametrize(
    ("score", "bound", "sentence"),
    [
        ((0, 0, 7), (0, 0, 7), "Proven optimal: no plan scores better."),
        ((0, 0, 7), (0, 0, 6), "Every Required rule is met. A better plan is not ruled out."),
        (
            (2, 0, 7),
            (2, 0, 7),
            "The Required rules cannot all hold: it falls short by 2, and no plan by less.",
        ),
        (
            (3, 0, 7),
            (2, 0, 0),
            "The Required rules cannot all hold: it falls short by 3; one that falls short by 2 is not ruled out.",
        ),
        (
            (3, 0, 7),
            (0, 0, 0),
            "This plan does not meet every Required rule: it falls short by 3; "
            "one that falls short by 0 is not ruled out.",
        ),
    ],
)
def test_the_verdict_says_what_is_proven(
    score: tuple[int, int, int], bound: tuple[int, int, int], sentence: str
) -> None:
    assert sentences.verdict(solution(score, bound)) == sentence


def test_a_level_below_one_that_is_not_proven_claims_no_bound() -> None:
    assert sentences.score_table(solution((0, 3, 7), (0, 1, 0))) == [
        ("Required", "0", "0", "proven best"),
        ("Recommended", "3", "1", "not proven"),
        ("Option", "7", "-", "not proven"),
    ]


def test_rules_that_fall_short_are_named_by_level() -> None:
    assert sentences.falls_short(solution((1, 0, 7), (1, 0, 7))) == [
        ("Required", "Sections funded", "1"),
        ("Option", "Grade match", "7"),
    ]


def test_problems_stand_under_a_heading_a_sheet() -> None:
    problems = [
        problem("Master schedule", "D14"),
        problem("Teachers", "A3", "warning"),
        problem("Master schedule", "E2"),
        problem("", None, "note"),
    ]
    assert [(title, len(members)) for title, members in sentences.by_sheet(problems)] == [
        ("Master schedule: 2 errors", 2),
        ("Teachers: 1 warning", 1),
        ("a.xlsx: 1 note", 1),
    ]


def test_of_several_files_each_heading_names_its_file() -> None:
    problems = [problem("Teachers", "A3", file="a.xlsx"), problem("Teachers", "A3", file="b.xlsx")]
    assert [title for title, _ in sentences.by_sheet(problems)] == [
        "a.xlsx, Teachers: 1 error",
        "b.xlsx, Teachers: 1 error",
    ]


@pytest.mark.parametrize(
    ("found", "line"),
    [
        (problem("Teachers", "A3"), ("A3", "no. Fix it.")),
        (problem("Teachers", None, "warning"), ("", "warning: no. Fix it.")),
        (problem("Teachers", "A3", text="\x1b[2Jgone\nnow"), ("A3", "\ufffd[2Jgone now Fix it.")),
    ],
)
def test_a_problem_is_one_line_that_a_terminal_shows_as_it_stands(found: Problem, line: tuple[str, str]) -> None:
    assert sentences.problem_line(found) == line


@pytest.mark.parametrize(
    ("state", "line"),
    [
        (Progress("staffing"), "Choosing release periods and caseloads"),
        (
            Progress("quick", ("LHS",), 0, 12, 0),
            "Making a quick plan for every school (LHS); 0 of 12 parts done",
        ),
        (
            Progress("calendar", ("LHS",), 3, 12, 2, Score(0, 1, 2), Score(0, 0, 0)),
            "Laying out each coach's week (LHS); 3 of 12 parts done, 2 under way; "
            "stopping now gives 0 / 1 / 2, at best 0 / 0 / 0",
        ),
        (
            Progress("rotation", ("A", "B", "C", "D"), score=Score(0, 0, 1)),
            "Spreading teachers over the cycles (A, B, C ...); stopping now gives 0 / 0 / 1",
        ),
    ],
)
def test_progress_is_one_line(state: Progress, line: str) -> None:
    assert sentences.progress_line(state) == line


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0 coaches"), (1, "1 coach"), (2, "2 coaches"), (1234, "1,234 coaches")]
)
def test_counts_are_written_as_people_write_them(number: int, text: str) -> None:
    assert sentences.count(number, "coach", "coaches") == text
