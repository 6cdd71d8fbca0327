"""Re-planning from a published plan: the plan as it was read, what of it could stay, and what did not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from scheduler.domain.instance import Enrollment
from scheduler.domain.plan import Assignment, Plan, PublishedReserve, PublishedSession, Reserved, Session
from scheduler.domain.problem import Problem
from scheduler.domain.score import Score

# After which level of the score Change counts: "nothing" puts it first of all.
Order = Literal["nothing", "required", "recommended", "option"]
ORDERS: tuple[Order, ...] = get_args(Order)

ThingKind = Literal["Coach", "Release", "Session", "Reserved"]
POINTS: Mapping[ThingKind, int] = {"Coach": 20, "Release": 20, "Session": 1, "Reserved": 1}
POINTS_OF_A_TEACHER = 10  # once, for a teacher any of whose rows does not stay, or whose coach changes


@dataclass(frozen=True, slots=True)
class PublishedRelease:
    """A row of Release periods: whether a coach is released in a period. Ids and labels of the input where it knows
    them; `period` "" is no Class period of the coach's home any more, and `label` is what the row says."""

    coach: str
    period: str
    label: str
    released: bool


@dataclass(frozen=True)
class PublishedPlan:
    """A plan workbook as it was published, with all its rows, whoever of them the input still knows. `name` is that of
    the file, `checksum` the SHA-256 of its bytes. `problems` are warnings."""

    name: str
    checksum: str
    releases: tuple[PublishedRelease, ...]
    assignments: tuple[Assignment, ...]
    sessions: tuple[PublishedSession, ...]
    reserved: tuple[PublishedReserve, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Thing:
    """Something of a kept plan, in what is open, that counts when it does not stay.

    `person` is the teacher, of Release and Reserved the coach; `cycle` that of a row. `was` says it in words, and
    `forced` why no plan of the input could hold it ("" = one could). `key` is what makes it the same thing in another
    plan; `enrollment` and `coach` are whose it is.
    """

    kind: ThingKind
    person: str
    cycle: int | None
    key: tuple[object, ...]
    was: str
    forced: str = ""
    coach: str = ""
    program: str = ""

    @property
    def points(self) -> int:
        """What a change of it counts."""
        return POINTS[self.kind]


@dataclass(frozen=True, slots=True)
class ChangeTotal:
    """What of a kept plan does not stay: `value` in points, `forced` those of what no plan could hold, `bound` what no
    plan of this order can go below; `people` are the teachers that count, the others are counts of things."""

    value: int
    forced: int
    people: int
    sessions: int
    coaches: int
    releases: int
    reserved: int
    bound: int = 0


@dataclass(frozen=True)
class Keep:
    """What of a kept plan could stay, each thing by itself, for the engine: in the cycles, programs and slots of the
    instance that is to be planned.

    `cycles` are those in which an enrollment was active; `certain` are the teachers who count in every plan, and
    `forced` is the Change of every plan. `touched` are the enrollments that are new, or of which something is forced.
    """

    coaches: Mapping[Enrollment, str] = field(default_factory=dict)
    releases: Mapping[tuple[str, str], bool] = field(default_factory=dict)
    sessions: tuple[Session, ...] = ()
    reserved: tuple[Reserved, ...] = ()
    cycles: Mapping[Enrollment, tuple[int, ...]] = field(default_factory=dict)
    certain: frozenset[str] = frozenset()
    forced: int = 0
    touched: frozenset[Enrollment] = frozenset()


@dataclass(frozen=True, slots=True)
class Replanned:
    """An answer to a re-plan: the plan with its score and Change, and what is proven of both in the order that was
    asked. `free` is the bound of a plan that may change everything."""

    plan: Plan
    score: Score
    change: int
    bound: Score
    change_bound: int
    free: Score
    cut: bool = False

    @property
    def proven(self) -> bool:
        """Whether no plan scores better, and none as good changes less."""
        return self.score == self.bound and self.change == self.change_bound


@dataclass(frozen=True, slots=True)
class Rung:
    """One order of a ladder: what its plan scores, and who and what moves."""

    order: Order
    score: Score
    people: int
    sessions: int
    change: int
    proven: bool


ToldKind = Literal["Coach", "Release", "Cycle", "Session", "Reserved", "Meeting"]


@dataclass(frozen=True, slots=True)
class Told:
    """A row of the sheet Changes. `was` is "" for what is new, `now` for what is no more."""

    person: str
    role: Literal["Teacher", "Coach"]
    kind: ToldKind
    was: str
    now: str
    cycle: int | None
    why: str
    id: str = ""


@dataclass(frozen=True)
class Replan:
    """What a plan workbook tells of the plan that it goes on from."""

    kept: str  # name of the file
    checksum: str
    first: int
    order: Order
    change: ChangeTotal
    free: Score
    told: tuple[Told, ...]
    ladder: tuple[Rung, ...] = ()
