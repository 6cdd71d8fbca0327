"""The rows of a plan, joined to what they name in the instance."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from scheduler.domain.instance import Enrolment, Program, ProgramSession, Slot, State, Teacher, hhmm
from scheduler.domain.plan import Session


@dataclass(eq=False)
class Enrolled:
    """An enrolment in this plan: its coach ("" = none), the cycles that Assignments lists, the sessions it has."""

    enrolment: Enrolment
    teacher: Teacher
    program: Program
    coach: str = ""
    cycles: tuple[int, ...] = ()
    held: list[Held] = field(default_factory=list)

    @property
    def site(self) -> str:
        return self.teacher.site

    @property
    def active_cycles(self) -> tuple[int, ...]:
        """The cycles that Assignments lists; where it lists none, those of the sessions."""
        return self.cycles or tuple(sorted({h.row.cycle for h in self.held}))

    def __str__(self) -> str:
        return str(self.enrolment)


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
        return self.enrolled.teacher

    @property
    def virtual(self) -> bool:
        return self.row.mode == "Virtual"

    @property
    def minutes(self) -> int:
        return self.row.end - self.row.start

    @property
    def date(self) -> tuple[int, int, int]:
        """(cycle, week, day)."""
        return self.row.cycle, self.row.week, self.row.day

    @property
    def date_text(self) -> str:
        return f"cycle {self.row.cycle} week {self.row.week} {self.day}"

    def __str__(self) -> str:
        return f"{self.enrolled} {self.spec.name}, {self.date_text} {hhmm(self.row.start)}-{hhmm(self.row.end)}"


@dataclass(eq=False)
class Meeting:
    """What a coach does at one time: one row of Sessions, or the rows of one group."""

    held: tuple[Held, ...]

    @property
    def coach(self) -> str:
        return self.held[0].row.coach

    @property
    def site(self) -> str:
        return self.held[0].teacher.site

    @property
    def start(self) -> int:
        return self.held[0].row.start

    @property
    def end(self) -> int:
        return self.held[0].row.end

    @property
    def minutes(self) -> int:
        return self.end - self.start

    @property
    def date(self) -> tuple[int, int, int]:
        """(cycle, week, day)."""
        return self.held[0].date

    @property
    def date_text(self) -> str:
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
