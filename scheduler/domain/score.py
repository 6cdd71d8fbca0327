"""How good a plan is: three whole numbers, compared in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from scheduler.domain.instance import Level


class Score(NamedTuple):
    """The shortfalls of a plan times their weights, added up by level; 0 is best, Required counts first."""

    required: int = 0
    recommended: int = 0
    option: int = 0

    def __str__(self) -> str:
        return f"{self.required} / {self.recommended} / {self.option}"


@dataclass(frozen=True, slots=True)
class Shortfall:
    """By how much one rule falls short in one place: `amount` units, before the weight."""

    rule: str
    level: Level
    weight: int
    site: str
    amount: int
    about: str  # what it is about, with ids: "GU-C1 cycle 2 week 1"


@dataclass(frozen=True, slots=True)
class Violation:
    """Something that holds in every plan and does not hold in this one. `item` is its number in the contract, or
    "status" (a release that is forbidden or demanded) or "plan" (a row that does not fit the input)."""

    item: str
    about: str
    text: str

    def __str__(self) -> str:
        return f"[{self.item}] {self.about}: {self.text}"


@dataclass(frozen=True)
class Audit:
    """What is true of a plan by the contract alone: what it breaks, where it falls short, and its score.

    `rules` holds the shortfall of every rule at every level that it has in this instance, 0 where it holds.
    """

    violations: tuple[Violation, ...]
    shortfalls: tuple[Shortfall, ...]
    rules: Mapping[tuple[str, Level], int]
    score: Score
