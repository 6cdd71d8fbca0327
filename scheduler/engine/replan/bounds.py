"""What no plan of an instance can go below, whatever it changes: the coarse model of the year."""

from __future__ import annotations

import threading
import time

from scheduler.domain.instance import Instance
from scheduler.domain.score import Score
from scheduler.engine.problem.index import ProblemIndex
from scheduler.engine.search.budget import Budget, OutOfTime
from scheduler.engine.search.lexicographic import LexicographicSolver
from scheduler.engine.steps.relaxation import relaxation_of


def free_bound(facts: ProblemIndex, budget: Budget, seed: int, work: float) -> Score:
    """The bound of a plan that is free to change everything, level by level.

    Parameters
    ----------
    facts
        the index of the instance
    budget
        how long it may take; what it takes is added to what is spent
    seed
        the seed of the search
    work
        deterministic time of each search
    """
    relaxation = relaxation_of(facts)
    return LexicographicSolver(relaxation.cp, relaxation.objective, budget, seed).solve(work, once=facts.by_day).bound


def bound_of(
    part: Instance,
    *,
    work: float,
    seed: int = 0,
    time_limit: float | None = None,
    stop: threading.Event | None = None,
) -> Score:
    """What no plan of a part can go below, soon known; nothing where time ends before that.

    Parameters
    ----------
    work
        the limit of the search, in deterministic time
    time_limit
        in seconds; None for that limit alone
    """
    deadline = None if time_limit is None else time.monotonic() + time_limit
    budget = Budget(deadline, stop or threading.Event())
    try:
        return free_bound(ProblemIndex(part, check=budget.check), budget, seed, work)
    except OutOfTime:
        return Score()
