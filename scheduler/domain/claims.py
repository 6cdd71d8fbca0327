"""What a plan workbook says of itself: its score, its shortfalls and its figures, each with the cell it stands in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scheduler.domain.plan import Plan
from scheduler.domain.problem import Problem
from scheduler.domain.score import Score


@dataclass(frozen=True, slots=True)
class RuleClaim:
    """A row of the plan's Rules. `value`, `weight` are None where the cell is blank or says "no limit"."""

    rule: str
    level: str
    value: int | None
    weight: int | None
    shortfall: int
    where: str


@dataclass(frozen=True, slots=True)
class AssignmentClaim:
    """The figures of a row of Assignments; None where the cell is blank."""

    teacher: str
    program: str
    grade_match: bool | None
    content_match: bool | None
    due: int | None
    scheduled: int | None
    where: str


@dataclass(frozen=True, slots=True)
class UnscheduledClaim:
    """A row of Unscheduled: a session that an enrollment lacks. `cycle` None: it lacks it in general."""

    teacher: str
    program: str
    session: str
    cycle: int | None
    where: str


@dataclass(frozen=True, slots=True)
class ChangeClaims:
    """What a re-plan says of the plan that it goes on from: its name and checksum, and the first number of each of the
    rows `change`, `change_bound`, `forced`, `people` and `first`, with their cells. None: the row has no number."""

    kept: str
    figures: Mapping[str, int | None]
    where: Mapping[str, str]
    free: Score | None = None  # what a plan that may change everything cannot go below


@dataclass(frozen=True, slots=True)
class Claims:
    """All that a plan workbook claims. `score`, `bound`, `status` are None or "" where Summary has no such row."""

    score: Score | None = None
    score_where: str = "Summary"
    bound: Score | None = None
    bound_where: str = "Summary"
    status: str = ""
    status_where: str = "Summary"
    rules: tuple[RuleClaim, ...] = ()
    assignments: tuple[AssignmentClaim, ...] = ()
    unscheduled: tuple[UnscheduledClaim, ...] = ()
    redacted: bool = False
    change: ChangeClaims | None = None  # of a re-plan


@dataclass(frozen=True, slots=True)
class PlanReading:
    """A plan workbook as it was read: its rows that fit the instance, its claims, and the rows that do not fit.

    `problems` has a row for each cell that could not be resolved; what it is about is left out of `plan`.
    """

    plan: Plan
    claims: Claims
    problems: tuple[Problem, ...] = ()
