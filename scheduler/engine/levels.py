"""The levels of an objective, the higher ones first. (Lexicographic optimisation.)

First all at once, each level weighted above all that the lower ones could add up to: one search, and where it ends
every level is proven. Where it does not end, one level after another from the best answer so far: minimise, keep what
was reached, go on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ortools.sat.python import cp_model

from scheduler.domain.instance import LEVELS
from scheduler.domain.score import Score
from scheduler.engine.budget import Budget
from scheduler.engine.objective import Objective

NOTHING = Score()
MOST_WEIGHT = 1 << 40  # above it the weighted sum is not tried: linear relaxations lose their precision


@dataclass
class Reached:
    """What came out: a value for every variable (None: no answer at all), the score of the model there, and the proven
    bound, which is exact up to the first level that could not be proven, and 0 below it."""

    values: list[int] | None
    score: Score
    bound: Score
    impossible: bool = False

    @property
    def proven(self) -> bool:
        return self.values is not None and self.score == self.bound

    def value(self, term: cp_model.LinearExprT) -> int:
        """The value of a variable, or of a constant, in the answer."""
        assert self.values is not None
        if isinstance(term, int):
            return term
        assert isinstance(term, cp_model.IntVar)
        return self.values[term.index]


class Levels:
    """One model, its objective, and the best answer so far."""

    def __init__(
        self,
        cp: cp_model.CpModel,
        objective: Objective,
        budget: Budget,
        seed: int,
        *,
        floor: Score = NOTHING,
        hint: Mapping[int, int] | None = None,
        told: Callable[[Score, Score], None] | None = None,
    ) -> None:
        self.cp, self.objective, self.budget, self.seed = cp, objective, budget, seed
        self.floor, self.told = floor, told
        self.expressions = [objective.expression(level) for level in LEVELS]
        self.most = [objective.most[level] for level in LEVELS]
        self.hint = hint or {}
        self.values: list[int] | None = None
        self.answered = False
        self.bound = list(floor)

    def solve(self, work: float, *, once: bool = False) -> Reached:
        """Minimises the levels within `work` units of deterministic time a search; with `once`, in one search."""
        weights = self._weights()
        if weights[0] * (self.most[0] + 1) <= MOST_WEIGHT:
            solved = self._search(sum(w * e for w, e in zip(weights, self.expressions, strict=True)), work)
            if solved is None:
                return Reached(None, Score(), Score(), impossible=True)
            target, bound = solved
            if self.values is not None and self.answered and target == bound:
                return self._reached(list(self._score()))
            self.bound[0] = max(self.bound[0], -(-(bound - weights[0] + 1) // weights[0]))
            if not self.answered:
                return Reached(None, Score(), Score(self.bound[0], 0, 0))
            if once or self.budget.over:
                return self._reached([self.bound[0], 0, 0])
        return self._one_by_one(work)

    def reach(self, target: Score, work: float) -> Reached | None:
        """An answer no worse than `target` on any level; None where none is found in one search."""
        for expression, most in zip(self.expressions, target, strict=True):
            if not isinstance(expression, int):
                self.cp.add(expression <= most)
        weights = self._weights()
        self._search(sum(w * e for w, e in zip(weights, self.expressions, strict=True)), work)
        return self._reached(list(self.floor)) if self.answered else None

    def _one_by_one(self, work: float) -> Reached:
        bound = [0, 0, 0]
        for i, expression in enumerate(self.expressions):
            least = max(self.floor[i], self.bound[0] if i == 0 else 0)
            now = self._evaluate(i) if self.answered else None
            if now is not None and now <= least:
                bound[i] = now
            else:
                solved = self._search(expression, work, least)
                if solved is None:
                    return Reached(None, Score(), Score(), impossible=True)
                bound[i] = max(least, solved[1])
                if not self.answered or bound[i] < self._evaluate(i):
                    break
            self.cp.add(expression <= self._evaluate(i))
        if self.values is None or not self.answered:
            return Reached(None, Score(), Score(*bound))
        return self._reached(bound)

    def _search(
        self, expression: cp_model.LinearExprT, work: float, least: int | None = None
    ) -> tuple[int, int] | None:
        """(value, bound) of one search from the best answer so far; None where the model has no answer at all."""
        self.cp.clear_hints()  # type: ignore[no-untyped-call] # ortools gives it no types
        hint = self.hint if self.values is None else dict(enumerate(self.values))
        for index, value in hint.items():
            self.cp.add_hint(self.cp.get_int_var_from_proto_index(index), value)
        self.cp.minimize(expression)
        if least and not isinstance(expression, int):
            self.cp.add(expression >= least)
        solved = self.budget.solve(self.cp, self.seed, work)
        if solved.impossible:
            return None
        if not solved.found:
            return 0, min(solved.bound, 0)
        self.answered = True
        self.values = list(solved.solver.response_proto.solution)
        if self.told:
            self.told(self._score(), Score(*self.floor))
        return round(solved.solver.objective_value), solved.bound

    def _weights(self) -> tuple[int, int, int]:
        option = 1
        recommended = self.most[2] + 1
        return recommended * (self.most[1] + 1), recommended, option

    def _evaluate(self, i: int) -> int:
        assert self.values is not None
        expression = self.expressions[i]
        if not isinstance(expression, cp_model.LinearExpr):
            return int(expression)
        flat = cp_model.FlatIntExpr(expression)
        values = self.values
        return sum((int(c) * values[v.index] for v, c in zip(flat.vars, flat.coeffs, strict=True)), int(flat.offset))

    def _score(self) -> Score:
        return Score(*(self._evaluate(i) for i in range(3)))

    def _reached(self, bound: list[int]) -> Reached:
        return Reached(self.values, self._score(), Score(*bound))
