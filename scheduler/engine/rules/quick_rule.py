"""What a rule is to the quick plan: what one choice costs by it, as a whole number (`rule_costs.RuleCosts`).

The quick plan takes one choice after another, so a rule is asked of that choice alone, in the state of the plan then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass
from typing import NamedTuple

from scheduler.domain.instance import Coach, ProgramSession, State, Teacher
from scheduler.engine.problem.index import ProblemIndex, Window
from scheduler.engine.problem.rule_costs import RuleCosts


class Booking(NamedTuple):
    """A meeting in the diary of a coach, on one day."""

    start: int
    end: int
    site: str
    virtual: bool


class CaseloadChoice(NamedTuple):
    """One enrollment more for a coach. `load` and `here` are the enrollments before it, by coach, and by site and
    coach; `released` are the periods of each coach's releases."""

    facts: ProblemIndex
    teacher: Teacher
    coach: Coach
    load: Mapping[str, int]
    here: Mapping[tuple[str, str], int]
    released: Mapping[str, Set[str]]


class SessionChoice(NamedTuple):
    """One session more. `state` is the teacher's in its slot; `teacher_is_busy` on that day, with other sessions;
    `booked` is the coach's day, `prep_used` the minutes of the teacher's prep in that week; `evicted` are the slots
    kept as flex time that it takes. `joins`: it joins a group that meets anyway."""

    teacher: Teacher
    coach: Coach
    session: ProgramSession
    window: Window
    state: State
    virtual: bool
    joins: bool
    teacher_is_busy: bool
    has_priority_section: bool
    booked: tuple[Booking, ...] | list[Booking]
    prep_used: int
    evicted: int


@dataclass(frozen=True)
class QuickRule:
    """What the choices of the quick plan cost by one rule.

    Parameters
    ----------
    match
        a coach for a teacher, None for no coach, whoever else the coach has
    releases
        the releases of a site's home coaches, by coach
    caseload
        one enrollment more for a coach
    session
        one session more in a slot
    missing
        one session that is not held
    """

    match: Callable[[RuleCosts, Teacher, Coach | None], int] | None = None
    releases: Callable[[RuleCosts, ProblemIndex, str, Mapping[str, Set[str]]], int] | None = None
    caseload: Callable[[RuleCosts, CaseloadChoice], int] | None = None
    session: Callable[[RuleCosts, SessionChoice], int] | None = None
    missing: Callable[[RuleCosts, Teacher, ProgramSession], int] | None = None
