"""A plan workbook is read back: its rows, its claims, the rows that do not fit, and its locked rows as pins."""

from __future__ import annotations

from pathlib import Path

import pytest
from workbooks import Book, Cells, changed, save, school, shown

from scheduler.domain.claims import AssignmentClaim, PlanReading, RuleClaim, UnscheduledClaim
from scheduler.domain.instance import Instance, Pin
from scheduler.domain.plan import Assignment, Reserved, Session
from scheduler.domain.problem import InputProblems
from scheduler.domain.score import Score
from scheduler.intake import check_input, read_instance, read_plan


def plan() -> Book:
    """A plan of the good school: T1 has a Plan in the first cycle, T2 has no coach."""
    return {
        "Summary": [["Coaching plan"], [], ["Score", "0 / 2 / 1"], ["Bound", "0 / 1 / 0"], ["Status", "feasible"]],
        "Rules": [
            ["rule", "level", "value", "weight", "shortfall", "detail", "source"],
            ["Flex time", "Recommended", 1, 1, 2, "C1", "District"],
            ["Caseload maximum", "Required", "no limit", 1, 0, None, None],
        ],
        "Release periods": [
            ["coach", "site", "period", "status", "locked"],
            ["C1", "LHS", "3", "Coaching", "Y"],
            ["C1", "LHS", "2", "Coaching", None],
            ["C1", "LHS", "6", "Teaching", None],
            ["C2", "LHS", "5", "Unavailable", None],
            ["C2", "LHS", "1", "Free", "Y"],
        ],
        "Assignments": [
            [
                "teacher",
                "site",
                "program",
                "coach",
                "grade match",
                "content match",
                "cycles",
                "sessions due",
                "sessions scheduled",
                "locked",
            ],
            ["T1", "LHS", "Cycle", "C1", "Y", "Y", "1", 2, 1, "Y"],
            ["T3", "LHS", "Access", "C2", None, None, "1, 2", 0, 0, None],
            ["T2", "LHS", "Cycle", None, "N", None, None, 2, 0, "Y"],
        ],
        "Sessions": [
            [
                "cycle",
                "week",
                "day",
                "period",
                "start",
                "end",
                "coach",
                "teacher",
                "site",
                "program",
                "session",
                "activity",
                "mode",
                "course",
                "room",
                "group",
                "locked",
            ],
            [
                1,
                1,
                "Mon",
                "2",
                "09:00",
                "09:30",
                "C1",
                "T1",
                "LHS",
                "Cycle",
                "Plan",
                "Plan",
                "In person",
                None,
                None,
                None,
                "Y",
            ],
        ],
        "Reserved time": [
            ["coach", "cycle", "week", "day", "period", "start", "end", "purpose"],
            ["C1", 1, 1, "Tue", "3", "10:00", "10:55", "Flex"],
        ],
        "Unscheduled": [
            ["teacher", "program", "session", "cycle", "reason"],
            ["T1", "Cycle", "Observe", 1, "no time"],
            ["T2", "Cycle", "Plan", None, "no coach"],
        ],
        "C1 week": [["A calendar for people"], ["Mon", "Tue"]],
    }


@pytest.fixture
def instance(tmp_path: Path) -> Instance:
    return read_instance([save(tmp_path / "in.xlsx", school())])


def read_back(tmp_path: Path, instance: Instance, cells: Cells) -> PlanReading:
    return read_plan(save(tmp_path / "plan.xlsx", changed(plan(), cells)), instance)


def test_its_rows_are_the_plan(tmp_path: Path, instance: Instance) -> None:
    reading = read_back(tmp_path, instance, {})
    assert reading.problems == ()
    assert reading.plan.releases == {"C1": ("2", "3"), "C2": ()}
    assert reading.plan.assignments == (
        Assignment("T1", "Cycle", "C1", (1,)),
        Assignment("T2", "Cycle", "", ()),
        Assignment("T3", "Access", "C2", (1, 2)),
    )
    assert reading.plan.sessions == (Session(1, 1, 0, 540, 570, "2", "C1", "T1", "Cycle", "Plan", "In person"),)
    assert reading.plan.reserved == (Reserved(1, 1, 1, 600, 655, "3", "C1", "Flex"),)


def test_its_figures_are_claims_each_with_its_cell(tmp_path: Path, instance: Instance) -> None:
    claims = read_back(tmp_path, instance, {}).claims
    assert (claims.score, claims.score_where) == (Score(0, 2, 1), "Summary!B3")
    assert (claims.bound, claims.bound_where) == (Score(0, 1, 0), "Summary!B4")
    assert (claims.status, claims.status_where) == ("feasible", "Summary!B5")
    assert claims.rules == (
        RuleClaim("Flex time", "Recommended", 1, 1, 2, "Rules!E2"),
        RuleClaim("Caseload maximum", "Required", None, 1, 0, "Rules!E3"),
    )
    assert claims.assignments == (
        AssignmentClaim("T1", "Cycle", True, True, 2, 1, "Assignments!A2"),
        AssignmentClaim("T3", "Access", None, None, 0, 0, "Assignments!A3"),
        AssignmentClaim("T2", "Cycle", False, None, 2, 0, "Assignments!A4"),
    )
    assert claims.unscheduled == (
        UnscheduledClaim("T1", "Cycle", "Observe", 1, "Unscheduled!C2"),
        UnscheduledClaim("T2", "Cycle", "Plan", None, "Unscheduled!C3"),
    )
    assert not claims.redacted


def test_a_score_may_stand_in_three_cells(tmp_path: Path, instance: Instance) -> None:
    cells = {"Summary!B3": 0, "Summary!C3": 2, "Summary!D3": 1}
    assert read_back(tmp_path, instance, cells).claims.score == Score(0, 2, 1)


def test_a_redacted_plan_is_told(tmp_path: Path, instance: Instance) -> None:
    cells = {"Summary!A6": "Redacted for", "Summary!B6": "Principal"}
    assert read_back(tmp_path, instance, cells).claims.redacted


BAD = {
    "a coach that is not there": (
        """
        Assignments | A teacher | D coach
        2           | T1        | C9
        """,
        'Assignments!D2: "C9" is not a coach of the input.',
    ),
    "no enrollment": (
        """
        Assignments | A teacher | C program
        3           | T3        | Cycle
        """,
        "Assignments!A3: T3 / Cycle is not an enrollment of the input.",
    ),
    "an enrollment twice": (
        """
        Assignments | A teacher | C program
        2           | T1        | Cycle
        3           | T1        | Cycle
        """,
        "Assignments!A3: T1 / Cycle appears twice, in A2 too.",
    ),
    "a cycle too many": (
        """
        Assignments | A teacher | G cycles
        2           | T1        | 1, 3
        """,
        'Assignments!G2: "3" is not a cycle of the year (1 to 2).',
    ),
    "a site that is another": (
        """
        Assignments | A teacher | B site
        2           | T1        | WHS
        """,
        'Assignments!B2: "WHS" is "LHS" in the input.',
    ),
    "a release in lunch": (
        """
        Release periods | A coach | C period
        2               | C1      | Lunch
        """,
        'Release periods!C2: "Lunch" is not a Class period of LHS (Class periods: 1, 2, 3, 4, 5, 6).',
    ),
    "a release twice": (
        """
        Release periods | A coach | C period
        2               | C1      | "3"
        3               | C1      | Period 3
        """,
        "Release periods!C3: period 3 of C1 appears twice, in C2 too.",
    ),
    "an unknown status": (
        """
        Release periods | A coach | D status
        2               | C1      | Busy
        """,
        'Release periods!D2: "Busy" is not one of Coaching, Teaching, Prep, Free, Unavailable.',
    ),
    "an unknown day": (
        """
        Sessions | C day  | H teacher | K session
        2        | Funday | T1        | Plan
        """,
        'Sessions!C2: "Funday" is not a day, a range or a list of days (Mon, Tue, Wed, Thu, Fri, Sat, Sun).',
    ),
    "an end before its start": (
        """
        Sessions | F end   | H teacher | K session
        2        | "08:30" | T1        | Plan
        """,
        'Sessions!F2: "08:30" is not after the start, 09:00.',
    ),
    "a blank start": (
        """
        Sessions | E start | H teacher | K session
        2        | (blank) | T1        | Plan
        """,
        "Sessions!E2: start is blank.",
    ),
    "an unknown session": (
        """
        Sessions | H teacher | K session
        2        | T1        | Plam
        """,
        'Sessions!K2: "Plam" is not a session of Cycle (nearest: "Plan").',
    ),
    "a mode that the program does not allow": (
        """
        Sessions | H teacher | K session | M mode
        2        | T1        | Plan      | Virtual
        """,
        'Sessions!M2: "Virtual" is not In person.',
    ),
    "another activity": (
        """
        Sessions | H teacher | K session | L activity
        2        | T1        | Plan      | Observe
        """,
        'Sessions!L2: "Observe" is "Plan" in the input.',
    ),
    "an unknown purpose": (
        """
        Reserved time | A coach | H purpose
        2             | C1      | Lunch
        """,
        'Reserved time!H2: "Lunch" is not one of Flex, Common planning.',
    ),
    "an unknown rule": (
        """
        Rules | A rule
        2     | Flexi
        """,
        'Rules!A2: "Flexi" is not a rule (nearest: "Flex time").',
    ),
    "a shortfall in words": (
        """
        Rules | A rule    | E shortfall
        2     | Flex time | two
        """,
        'Rules!E2: "two" is not a whole number of 0 or more.',
    ),
    "a score of two numbers": (
        """
        Summary | A Coaching plan | B
        3       | Score           | 0 / 2
        """,
        'Summary!B3: "0 / 2" is not three whole numbers.',
    ),
    "an error value": (
        """
        Unscheduled | A teacher | C session
        2           | T1        | #REF!
        """,
        'Unscheduled!C2: "#REF!" is an error value.',
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_row_that_does_not_fit_is_said_at_its_cell(name: str, tmp_path: Path, instance: Instance) -> None:
    sheets, said = BAD[name]
    problems = read_back(tmp_path, instance, shown(sheets)).problems
    assert {p.level for p in problems} == {"error"}
    assert said in [f"{p.where}: {p.text}" for p in problems]


def test_an_enrollment_and_a_sheet_that_are_missing_are_said(tmp_path: Path, instance: Instance) -> None:
    book = plan()
    del book["Assignments"][2]
    del book["Reserved time"]
    reading = read_plan(save(tmp_path / "plan.xlsx", book), instance)
    assert [f"{p.where}: {p.text}" for p in reading.problems] == [
        "Assignments: the enrollment T3 / Access has no row.",
        "Reserved time: this sheet of the plan is missing.",
    ]
    assert reading.plan.assignments[2] == Assignment("T3", "Access", "", ())


def test_a_workbook_that_is_no_plan_is_refused(tmp_path: Path, instance: Instance) -> None:
    with pytest.raises(
        InputProblems, match=r"plan.xlsx: this is not a plan: it has none of the sheets Summary, Rules, "
    ):
        read_plan(save(tmp_path / "plan.xlsx", school()), instance)
    with pytest.raises(InputProblems, match=r"no.xlsx: there is no such file\."):
        read_plan(tmp_path / "no.xlsx", instance)


# ---- a plan among the inputs ----


def test_locked_rows_are_pins_and_a_plans_rules_are_no_input(tmp_path: Path) -> None:
    book = changed(plan(), {"Rules!B2": "Off"})
    instance = read_instance([save(tmp_path / "in.xlsx", school()), save(tmp_path / "plan.xlsx", book)])
    assert instance.pins == (
        Pin("Release periods!A2", "Release", coach="C1", period="3"),
        Pin("Release periods!A6", "Release", coach="C2", period="1", released=False),
        Pin("Assignments!A2", "Coach", teacher="T1", program="Cycle", coach="C1", cycles=(1,)),
        Pin("Assignments!A4", "Coach", teacher="T2", program="Cycle"),  # that there is no coach
        Pin("Sessions!A2", "Session", "T1", "Cycle", "C1", 1, 1, 0, "2", "Plan", 540),
    )
    assert instance.rule("Flex time").level == "Recommended"
    assert instance.problems == ()


def test_a_locked_row_against_the_input_is_an_error_at_its_cell(tmp_path: Path) -> None:
    locked = """
        Release periods | A coach | C period | D status | E locked
        4               | C1      | "6"      | Coaching | Y
    """
    book = changed(plan(), shown(locked))
    problems = check_input([save(tmp_path / "in.xlsx", school()), save(tmp_path / "plan.xlsx", book)])
    assert [(p.file, str(p)) for p in problems] == [
        (
            "plan.xlsx",
            "Release periods!C4: C1 cannot be released in period 6: Teaching in the input. "
            "Delete the pin, or fix Master schedule or Coach availability.",
        ),
    ]


def test_a_pin_and_a_locked_row_that_contradict_each_other_are_an_error(tmp_path: Path) -> None:
    pins = shown("""
        Pins | A pin | B teacher | C program | D coach
        2    | Coach | T1        | Cycle     | C2
    """)
    book = plan()
    book["Sessions"] = book["Sessions"][:1]
    problems = check_input([save(tmp_path / "in.xlsx", changed(school(), pins)), save(tmp_path / "plan.xlsx", book)])
    assert [str(p) for p in problems] == [
        'Assignments!D2: "C1" for T1, and Pins!A2 of in.xlsx pins C2: a teacher has one coach in a program. '
        "Delete one of the two pins."
    ]


def test_a_redacted_plan_among_the_inputs_is_refused(tmp_path: Path) -> None:
    book = changed(plan(), {"Summary!A6": "Redacted for", "Summary!B6": "Principal"})
    problems = check_input([save(tmp_path / "in.xlsx", school()), save(tmp_path / "plan.xlsx", book)])
    assert [str(p) for p in problems] == [
        "Summary!A6: this plan was redacted for somebody, so rows are missing from it. Use the whole plan workbook."
    ]
