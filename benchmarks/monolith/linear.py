"""Whole-number variables, linear rows and three sums to minimise: the monolithic model as plain data.

The constraint solver and the MIP solver are given the same rows, so that they are compared and not their writers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from scheduler.domain.instance import LEVELS, Instance, Level

Terms = Sequence[tuple[int, int]]  # (coefficient, variable)
Kind = Literal["sum", "at most one", "exactly one", "implies"]
NO_LIMIT = 10**9


@dataclass(frozen=True, slots=True)
class Row:
    """low <= sum of terms <= high. `kind` says what it is to a solver that has a word for it."""

    terms: tuple[tuple[int, int], ...]
    low: int
    high: int
    kind: Kind = "sum"


@dataclass
class Linear:
    """The model. Variables are places in `lower` and `upper`; `costs` are the terms of each level."""

    instance: Instance
    lower: list[int] = field(default_factory=list)
    upper: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    costs: dict[Level, list[tuple[int, int]]] = field(default_factory=lambda: {level: [] for level in LEVELS})
    constant: dict[Level, int] = field(default_factory=lambda: dict.fromkeys(LEVELS, 0))

    def integer(self, low: int, high: int) -> int:
        """Add a whole number between two bounds; return its index."""
        self.lower.append(low)
        self.upper.append(high)
        return len(self.lower) - 1

    def boolean(self, fixed: bool | None = None) -> int:
        """Add a yes or no, which may be fixed; return its index."""
        return self.integer(int(bool(fixed)), int(fixed is None or fixed))

    def row(self, terms: Terms, low: int = -NO_LIMIT, high: int = NO_LIMIT) -> None:
        """Add a constraint: a sum between two bounds."""
        if terms:
            self.rows.append(Row(tuple(terms), low, high))

    def at_most_one(self, variables: Iterable[int]) -> None:
        """Allow one of these booleans at most."""
        terms = tuple((1, v) for v in variables)
        if len(terms) > 1:
            self.rows.append(Row(terms, 0, 1, "at most one"))

    def exactly_one(self, variables: Iterable[int]) -> None:
        """Ask for exactly one of these booleans."""
        self.rows.append(Row(tuple((1, v) for v in variables), 1, 1, "exactly one"))

    def implies(self, a: int, b: int) -> None:
        """Where a is 1, b is 1."""
        self.rows.append(Row(((1, a), (-1, b)), -1, 0, "implies"))

    # ---- shortfalls ----

    def level(self, rule: str, site: str, own: Level | None = None) -> Level | None:
        """The level at which a shortfall of the rule counts at a site; None where it costs nothing."""
        setting = self.instance.rule(rule, site)
        level = setting.level or own
        return level if level in LEVELS and setting.weight else None

    def cost(self, rule: str, site: str, terms: Terms, constant: int = 0, own: Level | None = None) -> None:
        """Counts a sum as the shortfall of a rule."""
        level = self.level(rule, site, own)
        if level is not None:
            weight = self.instance.rule(rule, site).weight
            self.costs[level] += [(c * weight, v) for c, v in terms]
            self.constant[level] += constant * weight

    def above(self, rule: str, site: str, terms: Terms, limit: int, most: int, unit: int = 1) -> None:
        """Counts by how many started units a sum, never over `most`, passes a limit."""
        if self.level(rule, site) is None or most <= limit:
            return
        over = self.integer(0, -(-(most - limit) // unit))
        self.row([*terms, (-unit, over)], high=limit)
        self.cost(rule, site, [(1, over)])

    def below(self, rule: str, site: str, terms: Terms, limit: int, unit: int = 1) -> None:
        """Counts by how many started units a sum of things not below 0 stays below a limit."""
        if self.level(rule, site) is None or limit <= 0:
            return
        short = self.integer(0, -(-limit // unit))
        self.row([*terms, (unit, short)], low=limit)
        self.cost(rule, site, [(1, short)])
