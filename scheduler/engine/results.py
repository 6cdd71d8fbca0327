"""What goes into a solve beside the instance, and what comes out of it: for a district, and for each of its parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from scheduler.domain.instance import Instance
from scheduler.domain.plan import Plan
from scheduler.domain.progress import Stage
from scheduler.domain.score import Score

ScoreOf = Callable[[Instance, Plan], Score]  # what a plan scores by the rules alone
Judge = Callable[[Instance, Plan], Score | None]  # the same; None where it breaks what holds in every plan
OnProgress = Callable[[Stage, Score | None, Score], None]  # the stage of a part, its score so far (if any) and bound


@dataclass(frozen=True)
class EngineResult:
    """A plan, and the bound that no plan beats, level by level, given the levels above. `late`: a quick plan for every
    part took all of the time."""

    plan: Plan
    bound: Score
    late: bool = False


@dataclass(frozen=True)
class ComponentResult:
    """The answer for one part: a plan, what it scores, and its bound. `cut`: time or a stop ended the search."""

    plan: Plan
    score: Score
    bound: Score
    cut: bool = False


class ComponentCache(Protocol):
    """Answers for parts, kept by what they depend on (`fingerprint.key_of`). What was cut short need not be kept."""

    def get(self, key: str) -> ComponentResult | None:
        """The answer of a key; None where there is none."""

    def put(self, key: str, result: ComponentResult) -> None:
        """Keep the answer of a key."""
