"""What a plan is: releases, assignments, sessions and reserved time. Plain data; it knows no rule and no score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Purpose = Literal["Flex", "Common planning"]
FLEX: Purpose = "Flex"
COMMON_PLANNING: Purpose = "Common planning"


@dataclass(frozen=True, slots=True)
class Assignment:
    """The coach of an enrollment ("" = none) and the cycles in which it is active."""

    teacher: str
    program: str
    coach: str
    cycles: tuple[int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Session:
    """One standing appointment: a teacher's row of a meeting. Members of a group share `group`, else it is ""."""

    cycle: int
    week: int
    day: int
    start: int
    end: int
    period: str
    coach: str
    teacher: str
    program: str
    session: str
    mode: Literal["In person", "Virtual"]
    group: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Reserved:
    """A whole slot of the home bell schedule that a coach keeps free of sessions."""

    cycle: int
    week: int
    day: int
    start: int
    end: int
    period: str
    coach: str
    purpose: Purpose


@dataclass(frozen=True, slots=True)
class PublishedSession:
    """A row of Sessions as a workbook has it. `row` is in the ids of the input where it knows them, else as written
    (day -1: no day of the input); `cells` are its columns as they stand, but for `locked`."""

    row: Session
    cells: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class PublishedReserve:
    """A row of Reserved time as a workbook has it, as `PublishedSession`."""

    row: Reserved
    cells: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Past:
    """The cycles that have ended, before cycle `first`: their rows stay as they were published."""

    first: int
    sessions: tuple[PublishedSession, ...] = ()
    reserved: tuple[PublishedReserve, ...] = ()


@dataclass(frozen=True)
class Plan:
    """A year's plan for every site of an instance.

    `releases` maps every coach to the Class periods of the home bell schedule in which the coach is released;
    `assignments` has one row for every enrollment, in the order of `Instance.enrollments`. Where the plan goes on from
    one that was published, `past` is what had ended then; `sessions` and `reserved` are of the cycles that are open.
    """

    releases: Mapping[str, tuple[str, ...]]
    assignments: tuple[Assignment, ...]
    sessions: tuple[Session, ...] = ()
    reserved: tuple[Reserved, ...] = ()
    past: Past | None = None

    @property
    def first_open_cycle(self) -> int:
        """The first cycle that has not ended."""
        return self.past.first if self.past else 1
