"""What no plan of an instance can go below, whatever it changes: the coarse model of the year."""

from __future__ import annotations

from scheduler.domain.score import Score
from scheduler.engine.budget import Budget
from scheduler.engine.facts import Facts
from scheduler.engine.levels import Levels
from scheduler.engine.relaxation import Relaxation, make_groups
from scheduler.engine.room import AllWays


def free_bound(facts: Facts, budget: Budget, seed: int, work: float) -> Score:
    """The bound of a plan that is free to change everything, level by level."""
    relaxation = Relaxation(facts, make_groups(facts), AllWays(facts))
    return Levels(relaxation.cp, relaxation.objective, budget, seed).solve(work, once=facts.by_day).bound
