"""Plans of several scenarios side by side: what each reaches and costs, and how it differs from Base."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from scheduler.domain.instance import Instance
from scheduler.domain.reader import PLANNER, Reader
from scheduler.domain.scenario import ScenarioChange, ScenarioInput
from scheduler.domain.score import Score
from scheduler.domain.solution import Solution

OutcomeStatus = Literal["optimal", "feasible", "short", "failed", "stopped"]
Better = Literal["more", "less", ""]
Form = Literal["whole", "decimal", "fine", "share", "money", "text"]


@dataclass(frozen=True)
class Outcome:
    """What came of a scenario: a solution, or the `reason` why there is none. `why` are sentences of the Required
    rules that cannot hold together."""

    scenario: ScenarioInput
    solution: Solution | None
    status: OutcomeStatus
    reason: str = ""
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """The coaching of the teachers of one site, department or priority: minutes a teacher, in an average week of the
    patterns of all cycles."""

    name: str
    teachers: int
    minutes_a_week: float


@dataclass(frozen=True, slots=True)
class Covered:
    """How many home coaches are released in a Class period of a site, and whether the period counts as covered."""

    site: str
    period: str
    coaches: int
    covered: bool


@dataclass(frozen=True, slots=True)
class ScenarioFigures:
    """What a plan comes to. Minutes and hours are of an average week of the patterns of all cycles.

    `served` teachers have at least one session; `fte` is released time over a coach's Class periods, a full-time coach
    being 1; `sections` are those to be paid: the funded ones, and those used beyond; `coach_periods` adds the Class
    periods of full-time coaches; a cost is None where the input does not give all of it; `kept` counts the teachers of
    Base with a coach whose coaches are the same here, `kept_of` those who are in both.
    """

    score: Score
    bound: Score
    required_missed: tuple[tuple[str, int], ...]
    covered: tuple[Covered, ...]
    teachers: int
    with_coach: int
    served: int
    due: int
    placed: int
    meetings: int
    teacher_minutes: float
    by_site: tuple[Share, ...]
    by_department: tuple[Share, ...]
    by_priority: tuple[Share, ...]
    released_minutes: float
    minutes_in_release: float
    caseloads: Mapping[str, int]
    enrollments: int
    enrollments_with_coach: int
    grade_matches: int
    content_matches: int
    travel_minutes: float
    days_at_several_sites: float
    coaches: int
    fte: float
    sections_funded: int | None
    sections_used: int
    sections: int
    coach_periods: int
    cost_of_sections: float | None
    cost_of_coaches: float | None
    kept: int | None
    kept_of: int | None

    @property
    def periods_covered(self) -> int:
        """How many periods of all sites are covered."""
        return sum(c.covered for c in self.covered)

    @property
    def share_of_release(self) -> float | None:
        """The share of coaches' released time that is in sessions; None where nothing is released."""
        return self.minutes_in_release / self.released_minutes if self.released_minutes else None

    @property
    def caseload_spread(self) -> int:
        """The largest less the smallest caseload."""
        loads = list(self.caseloads.values())
        return max(loads) - min(loads) if loads else 0

    @property
    def cost(self) -> float | None:
        """Sections and coaches, in the input's currency; None where a part of it is not given."""
        if self.cost_of_sections is None or self.cost_of_coaches is None:
            return None
        return self.cost_of_sections + self.cost_of_coaches

    @property
    def hours_a_week(self) -> float:
        """Hours of coaching that teachers get: an hour with a group of four is four."""
        return self.teacher_minutes / 60


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One line of the matrix: a figure of every scenario, in their order, and how each differs from Base in words.

    `better` says which way is better, "" where neither is; `values` are None where a scenario has no such figure.
    """

    group: str
    label: str
    form: Form
    better: Better
    values: tuple[float | int | str | None, ...]
    differences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """A teacher who gets another coach in a program than in Base ("" = none)."""

    scenario: str
    teacher: str
    program: str
    site: str
    before: str
    after: str


@dataclass(frozen=True)
class ScenarioEntry:
    """One scenario of a comparison; `figures` None where it has no plan. `on_front`: no other beats it on cost and
    service together."""

    outcome: Outcome
    figures: ScenarioFigures | None
    on_front: bool = False

    @property
    def name(self) -> str:
        """The name of the scenario."""
        return self.outcome.scenario.name

    @property
    def instance(self) -> Instance:
        """What the scenario makes of the input."""
        return self.outcome.scenario.instance

    @property
    def changes(self) -> tuple[ScenarioChange, ...]:
        """What the scenario changes."""
        return self.outcome.scenario.changes


@dataclass(frozen=True)
class Comparison:
    """Scenarios side by side, Base first. `cheapest` is the name of the cheapest that meets every Required rule, ""
    where none does; `cost_is` says what cost is measured in; `sentences` say the main things in words; `axes` are the
    names of what is swept. It holds nothing that its `reader` may not see."""

    district: str
    school_year: str
    entries: tuple[ScenarioEntry, ...]
    matrix: tuple[MatrixRow, ...]
    moves: tuple[Move, ...]
    cheapest: str
    cost_is: str
    sentences: tuple[str, ...]
    axes: tuple[str, ...] = ()
    reader: Reader = PLANNER

    @property
    def base(self) -> ScenarioEntry:
        """The input as it stands, which the others are compared with."""
        return self.entries[0]
