"""What no plan of an instance can go below, whatever it changes: the coarse model of the year."""

from __future__ import annotations

from scheduler.domain.score import Score
from scheduler.engine.problem.index import ProblemIndex
from scheduler.engine.search.budget import Budget
from scheduler.engine.search.lexicographic import LexicographicSolver
from scheduler.engine.steps.relaxation import relaxation_of


def free_bound(facts: ProblemIndex, budget: Budget, seed: int, work: float) -> Score:
    """The bound of a plan that is free to change everything, level by level."""
    relaxation = relaxation_of(facts)
    return LexicographicSolver(relaxation.cp, relaxation.objective, budget, seed).solve(work, once=facts.by_day).bound
