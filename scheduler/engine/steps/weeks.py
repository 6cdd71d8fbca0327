"""The weeks of a staffing whose active cycles are settled: a small problem for each cycle and each set of coaches.

First without two coaches meeting one teacher in one slot: without clock times for their sake the problem is a third of
the size. What costs nothing then is best. What costs something is solved again with clock times.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import partial

from ortools.sat.python import cp_model

from scheduler.domain.plan import Reserved, Session
from scheduler.domain.score import Score
from scheduler.engine import rules
from scheduler.engine.model.calendar import Calendar
from scheduler.engine.model.objective import Objective
from scheduler.engine.model.staffing import FixedStaffing
from scheduler.engine.model.timetable import read_reserved, read_sessions
from scheduler.engine.problem.index import ProblemIndex, pattern_sessions
from scheduler.engine.search.budget import Budget, OutOfTime
from scheduler.engine.search.lexicographic import NOTHING, LexicographicSolver

WORK_OF_CALENDAR = 2.0  # deterministic time of one search
WORK_OF_TIES = 0.5
SIDE_BY_SIDE = 8  # stints that share what is left of the work: the same whatever the threads, so that the plan is


@dataclass(frozen=True)
class WeekProblem:
    """One cycle of some coaches, who depend on nobody else, and the enrollments of theirs that are active in it."""

    coaches: tuple[str, ...]
    cycle: int
    enrollments: tuple[int, ...]


@dataclass(frozen=True)
class WeekSolution:
    """The weeks of one stint, and what they cost by the rules that look at real slots. `best`: no weeks of the stint
    could cost less for the sake of clock times."""

    sessions: tuple[Session, ...]
    reserved: tuple[Reserved, ...]
    cost: Score
    best: bool

    def moved_to(self, cycle: int) -> WeekSolution:
        """The same weeks in another cycle."""
        return replace(
            self,
            sessions=tuple(replace(s, cycle=cycle) for s in self.sessions),
            reserved=tuple(replace(r, cycle=cycle) for r in self.reserved),
        )


def solve_weeks(
    facts: ProblemIndex,
    settled: FixedStaffing,
    stints: Sequence[WeekProblem],
    budget: Budget,
    seed: int,
    *,
    apart: bool,
    threads: int,
) -> list[WeekSolution | None]:
    """The weeks of some stints, `threads` of them at a time, which changes none of them; None where there was no time,
    or where pins cannot be kept, after which there is no plan and no more is tried, unless `apart` is to blame. With
    `apart` no two coaches meet a teacher in one slot.

    The same enrollments as in another cycle have the same weeks, unless a pin names a session of theirs.

    Parameters
    ----------
    facts
        the index of the instance
    settled
        the releases and coaches, which are fixed
    stints
        the problems, each one cycle of some coaches
    budget
        how long all of them may take
    seed
        the seed of the search
    apart
        whether two coaches may not meet one teacher in one slot
    threads
        how many problems are solved at a time
    """
    pinned = {pin.teacher for pin in facts.instance.pins if pin.kind == "Session"}

    def of_any_cycle(stint: WeekProblem) -> WeekProblem:
        own = any(facts.enrollments[e].teacher in pinned for e in stint.enrollments)
        return stint if own else replace(stint, cycle=0)

    first: dict[WeekProblem, WeekProblem] = {}
    for stint in stints:
        first.setdefault(of_any_cycle(stint), stint)
    found: dict[WeekProblem, WeekSolution | None] = dict.fromkeys(first)
    with ThreadPoolExecutor(threads) if threads > 1 else nullcontext() as pool:
        solve = partial(_solve, facts, settled, seed=seed, apart=apart)
        for i in range(0, len(first), SIDE_BY_SIDE):
            keys = list(first)[i : i + SIDE_BY_SIDE]
            budgets = [budget.branch() for _ in keys]
            answers = list((pool.map if pool else map)(solve, [first[key] for key in keys], budgets))
            budget.spent += sum(branch.spent for branch in budgets)
            found.update(zip(keys, answers, strict=True))
            if pinned and not apart and None in answers:
                break
    weeks = [found[of_any_cycle(stint)] for stint in stints]
    return [w and w.moved_to(stint.cycle) for stint, w in zip(stints, weeks, strict=True)]


def _solve(
    facts: ProblemIndex, settled: FixedStaffing, stint: WeekProblem, budget: Budget, *, seed: int, apart: bool
) -> WeekSolution | None:
    if budget.over:
        return None
    try:
        return _solved(facts, settled, stint, budget, seed=seed, apart=apart)
    except OutOfTime:
        return None


def _solved(
    facts: ProblemIndex, settled: FixedStaffing, stint: WeekProblem, budget: Budget, *, seed: int, apart: bool
) -> WeekSolution | None:
    cp = cp_model.CpModel()
    objective = Objective(cp, facts.instance)
    active = {e: frozenset({stint.cycle}) for e in stint.enrollments}
    calendar = Calendar(
        facts,
        cp,
        objective,
        settled,
        stint.enrollments,
        stint.coaches,
        [stint.cycle],
        active,
        needs=rules.needs_of(objective, stint.coaches),
        apart=apart,
        in_turn=apart,
    )
    rules.add_calendar(calendar)
    levels = LexicographicSolver(cp, objective, budget, seed)
    reached = levels.solve(WORK_OF_CALENDAR, once=True)
    if reached.values is None:
        return None
    tie_breaker = calendar.tie_breaker()
    if tie_breaker is not None and not budget.over:
        reached = levels.break_ties(tie_breaker, WORK_OF_TIES)
    sessions, reserved = read_sessions(calendar, reached), read_reserved(calendar, reached)
    best = reached.score == NOTHING or calendar.exact
    return WeekSolution(tuple(sessions), tuple(reserved), reached.score, best)


def coach_components(facts: ProblemIndex, settled: FixedStaffing) -> list[tuple[str, ...]]:
    """Coaches in sets that can be planned apart: those who share a teacher, or plan together, stay together."""
    instance = facts.instance
    leader = {c: c for c in instance.coaches}

    def find(c: str) -> str:
        while leader[c] != c:
            c = leader[c]
        return c

    def join(coaches: Iterable[str]) -> None:
        first, *rest = coaches
        for other in rest:
            leader[find(other)] = find(first)

    of_teacher: dict[str, set[str]] = defaultdict(set)
    for e, coach in settled.coach.items():
        if coach and pattern_sessions(facts, facts.enrollments[e]):
            of_teacher[facts.enrollments[e].teacher].add(coach)
    for shared in of_teacher.values():
        join(sorted(shared))
    for site in instance.sites:
        homes = [c.id for c in instance.home_coaches(site)]
        if len(homes) > 1 and rules.plan_together(instance, site):
            join(homes)
    sets: dict[str, list[str]] = defaultdict(list)
    for c in instance.coaches:
        sets[find(c)].append(c)
    return [tuple(s) for s in sets.values()]
