"""The engine asked for a plan, and what is wrong with it, for the laws."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from laws.instances import Flavour, Size, random_instance
from scheduler.checker import audit_plan
from scheduler.domain.instance import Instance
from scheduler.domain.plan import Plan
from scheduler.domain.score import Score, Violation
from scheduler.engine import solve_instance
from scheduler.pipeline import score_of


@dataclass(frozen=True)
class Solved:
    """A plan with what the audit says of it, and the bound that the engine claims."""

    plan: Plan
    score: Score
    bound: Score
    violations: tuple[Violation, ...]

    @property
    def proven(self) -> bool:
        return self.score == self.bound


def solved(instance: Instance, *, workers: int = 1) -> Solved:
    result = solve_instance(instance, score_of, workers=workers)
    audit = audit_plan(instance, result.plan)
    return Solved(result.plan, audit.score, result.bound, audit.violations)


@cache
def drawn(seed: int, size: Size, flavour: Flavour) -> tuple[Instance, Solved]:
    """The district of a seed and its plan, solved once for all the laws."""
    instance = random_instance(seed, size, flavour)
    return instance, solved(instance)
