"""Neighborhood search: of a plan some enrollments are planned anew while all others stay, until nothing gets better.

It proves nothing. It finds what the exact model, which decides everything at once, does not come down to in time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import combinations

from ortools.sat.python import cp_model

from scheduler.domain.plan import Plan
from scheduler.engine.model.objective import is_variable
from scheduler.engine.problem.index import ProblemIndex
from scheduler.engine.search.budget import Budget
from scheduler.engine.search.lexicographic import LexicographicSolver
from scheduler.engine.steps.exact import Whole, hint_of

WORK_OF_ONE = 0.4  # deterministic time of one search
SLICE = 6  # enrollments, that lie beside each other in the input

Better = Callable[[Plan], bool]  # keeps a plan where it is the best so far, and says whether it is


def improve(
    facts: ProblemIndex,
    plan: Plan,
    better: Better,
    budget: Budget,
    seed: int,
    work: float,
    enough: Callable[[], bool] = lambda: False,
) -> None:
    """Plans one neighborhood after another anew, each from the best plan so far.

    Parameters
    ----------
    plan
        the plan to begin with, which holds
    better
        hears of every plan that is found, and says whether it is better than all before
    work
        in deterministic time, for all searches together
    enough
        whether the best plan is as good as it need be
    """
    whole, end = Whole(facts, plan, in_turn=True), budget.spent + work
    seen = True
    while seen and not budget.over:
        seen = False
        for free in neighborhoods(facts, plan):
            if budget.over or budget.spent >= end or enough():
                return
            found = _planned_anew(whole, plan, free, budget, seed)
            if found is not None and better(found):
                plan, seen = found, True


def neighborhoods(facts: ProblemIndex, plan: Plan) -> Iterator[frozenset[int]]:
    """Enrollments, by their place: those of two sites, those who meet a coach on one of two days, and slices of the
    input; each with the enrollments that lack a session."""
    place = {e: i for i, e in enumerate(facts.enrollments)}
    due = {i: facts.program(i).cycles * sum(s.count for s in facts.patterns[e.program]) for e, i in place.items()}
    by_site: dict[str, set[int]] = defaultdict(set)
    by_day: dict[tuple[str, int, int, int], set[int]] = defaultdict(set)
    for e, i in place.items():
        if due[i]:
            by_site[facts.instance.teachers[e.teacher].site].add(i)
    for s in plan.sessions:
        i = next(j for e, j in place.items() if (e.teacher, e.program) == (s.teacher, s.program))
        by_day[s.coach, s.cycle, s.week, s.day].add(i)
        due[i] -= 1
    short = {i for i, missing in due.items() if missing > 0}
    several = [by_site[site] for site in facts.instance.sites if by_site[site]]
    pools = [one | other for one, other in combinations(several, 2)]
    pools += [one | other for one, other in combinations([by_day[day] for day in sorted(by_day)], 2)]
    active = [i for mine in several for i in sorted(mine)]
    pools += [set(active[i : i + SLICE]) for i in range(0, len(active), SLICE)]
    yield from dict.fromkeys(frozenset(pool | short) for pool in pools)


def _planned_anew(whole: Whole, plan: Plan, free: frozenset[int], budget: Budget, seed: int) -> Plan | None:
    """The plan with some enrollments planned anew; releases, and who coaches everybody else, stay."""
    hint = hint_of(whole.calendar, whole.staffing, plan)
    cp = whole.cp.clone()

    def stays(term: cp_model.LinearExprT) -> None:
        if is_variable(term) and term.index in hint:
            cp.add(cp.get_int_var_from_proto_index(term.index) == hint[term.index])

    for release in whole.staffing.release.values():
        stays(release)
    for e, loads in enumerate(whole.staffing.load):
        for load in loads.values() if e not in free else ():
            stays(load)
    for (e, _), active in whole.calendar.active.items():
        if e not in free:
            stays(active)
    for p in whole.calendar.placements:
        if p.enrollment not in free:
            stays(p.var)
    solver = LexicographicSolver(cp, whole.objective, budget, seed, hint=hint)
    reached = solver.solve(WORK_OF_ONE, once=True)
    return None if reached.values is None else whole.plan(reached)
