"""The rows of a plan, joined to what they name in the instance."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from scheduler.domain.instance import Enrollment, Program, ProgramSession, Slot, State, Teacher, hhmm
from scheduler.domain.plan import Session


class PatternDay(NamedTuple):
    """A day of the pattern of a cycle: cycles and weeks from 1, the day by its place in the week."""

    cycle: int
    week: int
    day: int


class PatternWeek(NamedTuple):
    """A week of the pattern of a cycle, both from 1, and how messages name it: "cycle 2 week 1"."""

    cycle: int
    week: int
    label: str


@dataclass(eq=False)
class Enrolled:
    """An enrollment in this plan: its coach ("" = none), the cycles that Assignments lists, the sessions it has in
    those that are open. `left` is how many open cycles it still has; of the cycles before `first`, which have ended, it
    had those in `ended`, and in these so many sessions of each name as `had` says."""

    enrollment: Enrollment
    teacher: Teacher
    program: Program
    coach: str = ""
    cycles: tuple[int, ...] = ()
    held: list[Held] = field(default_factory=list)
    left: int = 0
    first: int = 1
    ended: tuple[int, ...] = ()
    had: Counter[str] = field(default_factory=Counter)
    past_rows: int = 0

    @property
    def site(self) -> str:
        """The id of the teacher's site."""
        return self.teacher.site

    @property
    def active_cycles(self) -> tuple[int, ...]:
        """The open cycles that Assignments lists; where it lists none at all, those of the sessions."""
        if self.cycles:
            return tuple(c for c in self.cycles if c >= self.first)
        return tuple(sorted({h.row.cycle for h in self.held}))

    @property
    def scheduled(self) -> int:
        """The sessions that it has in the year's patterns, those of cycles that have ended among them."""
        return len(self.held) + self.past_rows

    def __str__(self) -> str:
        return str(self.enrollment)


@dataclass(eq=False)
class Held:
    """A row of Sessions. `slot` is the slot of the teacher's site that it lies inside, None where it lies in none;
    `state` is what the teacher does in that slot."""

    row: Session
    enrolled: Enrolled
    spec: ProgramSession
    day: str
    slot: Slot | None
    slot_index: int  # of the slot in its bell schedule, -1 where there is none
    state: State | None

    @property
    def teacher(self) -> Teacher:
        """The teacher who is met."""
        return self.enrolled.teacher

    @property
    def virtual(self) -> bool:
        """Whether the session is held online."""
        return self.row.mode == "Virtual"

    @property
    def minutes(self) -> int:
        """How long the session is, in minutes."""
        return self.row.end - self.row.start

    @property
    def date(self) -> PatternDay:
        """The day on which it is held."""
        return PatternDay(self.row.cycle, self.row.week, self.row.day)

    @property
    def date_text(self) -> str:
        """The date as messages write it: "cycle 1 week 2 Mon"."""
        return f"cycle {self.row.cycle} week {self.row.week} {self.day}"

    def __str__(self) -> str:
        return f"{self.enrolled} {self.spec.name}, {self.date_text} {hhmm(self.row.start)}-{hhmm(self.row.end)}"


@dataclass(eq=False)
class Meeting:
    """What a coach does at one time: one row of Sessions, or the rows of one group."""

    held: tuple[Held, ...]

    @property
    def coach(self) -> str:
        """The id of the coach."""
        return self.held[0].row.coach

    @property
    def site(self) -> str:
        """The id of the teachers' site."""
        return self.held[0].teacher.site

    @property
    def start(self) -> int:
        """When it begins, in minutes after midnight."""
        return self.held[0].row.start

    @property
    def end(self) -> int:
        """When it ends, in minutes after midnight."""
        return self.held[0].row.end

    @property
    def minutes(self) -> int:
        """How long it is, in minutes."""
        return self.end - self.start

    @property
    def date(self) -> PatternDay:
        """The day on which it is held."""
        return self.held[0].date

    @property
    def date_text(self) -> str:
        """The date as messages write it: "cycle 1 week 2 Mon"."""
        return self.held[0].date_text

    @cached_property
    def virtual(self) -> bool:
        """A meeting with one member in the room needs the coach in the room."""
        return all(h.virtual for h in self.held)

    @property
    def one_to_one(self) -> bool:
        """A session of group size 1; a group that only one teacher has joined is no one-to-one session."""
        return self.held[0].spec.group_size == 1

    def __str__(self) -> str:
        return str(self.held[0])
