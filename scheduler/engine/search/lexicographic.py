"""The levels of an objective, the higher ones first: lexicographic optimization.

First all at once, each level weighted above all that the lower ones could add up to: one search, and where it ends
every level is proven. Where it does not end, one level after another from the best answer so far: minimize, keep what
was reached, go on.
"""

from __future__ import annotations

from collections.abc import Mapping

from ortools.sat.python import cp_model

from scheduler.domain.instance import LEVELS
from scheduler.domain.score import Score
from scheduler.engine.model.answer import ModelAnswer, evaluate
from scheduler.engine.model.objective import Objective, is_fixed
from scheduler.engine.search.budget import Budget

NOTHING = Score()
MOST_WEIGHT = 1 << 40  # above it the weighted sum is not tried: linear relaxations lose their precision


class LexicographicSolver:
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
        fresh: bool = False,
    ) -> None:
        """`floor` is a bound known beforehand: no answer is below it, level by level in their order. `hint` gives
        values to begin from, dropped when `fresh` and bad."""
        self.cp, self.objective, self.budget, self.seed = cp, objective, budget, seed
        self.floor, self.fresh = floor, fresh
        self.expressions = [objective.expression(level) for level in LEVELS]
        self.most = [objective.most[level] for level in LEVELS]
        self.hint = hint or {}
        self.values: list[int] | None = None
        self.answered = False
        self.bound = list(floor)

    def solve(self, work: float, *, once: bool = False) -> ModelAnswer:
        """Minimizes the levels within `work` units of deterministic time a search; with `once`, in one search."""
        weights = self._weights()
        if weights[0] * (self.most[0] + 1) <= MOST_WEIGHT:
            weighted = sum(w * e for w, e in zip(weights, self.expressions, strict=True))
            begun = self._begin(weighted, work)
            if begun is not None:
                return begun
            solved = self._search(weighted, work)
            if solved is None:
                return ModelAnswer(None, Score(), Score(), impossible=True)
            target, bound = solved
            if self.values is not None and self.answered and target == bound:
                return self._reached(list(self._score()))
            self.bound[0] = max(self.bound[0], -(-(bound - weights[0] + 1) // weights[0]))
            if not self.answered:
                return ModelAnswer(None, Score(), Score(self.bound[0], 0, 0))
            if once or self.budget.over:
                return self._reached([self.bound[0], 0, 0])
        return self._one_by_one(work)

    def find_within(self, target: Score, work: float, fixed: Mapping[int, int] | None = None) -> ModelAnswer | None:
        """An answer no worse than `target` on any level; None where none is found in one search. First one in which
        the variables of `fixed` have those values is looked for, which is soon known.

        Parameters
        ----------
        target
            the score that must be reached, level by level
        work
            deterministic time of one search
        fixed
            values of variables to try first, by the index of the variable; None for none
        """
        for expression, most in zip(self.expressions, target, strict=True):
            if not is_fixed(expression):
                self.cp.add(expression <= most)
        weights = self._weights()
        weighted = sum(w * e for w, e in zip(weights, self.expressions, strict=True))
        if fixed:
            hint, self.hint = self.hint, fixed
            self._search(weighted, work, keep_hint=True, any_answer=True)
            self.hint = hint
        if not self.answered:
            self._search(weighted, work, any_answer=True)
        return self._reached(list(self.floor)) if self.answered else None

    def break_ties(self, tie_breaker: cp_model.LinearExprT, work: float) -> ModelAnswer:
        """Among answers as good as the best so far, one in which `tie_breaker` is small; nothing is proven of it."""
        bound = self.bound
        for i, expression in enumerate(self.expressions):
            if not is_fixed(expression):
                self.cp.add(expression <= self._evaluate(i))
        self._search(tie_breaker, work)
        return self._reached(bound)

    def _begin(self, weighted: cp_model.LinearExprT, work: float) -> ModelAnswer | None:
        """A first answer that keeps every hint, to begin from; all that is wanted where it meets the floor.

        An answer that misses sessions for the hint's sake is no beginning: a search that starts there is slower than
        one that starts with nothing."""
        if not self.hint:
            return None
        self._search(weighted, work, keep_hint=True)
        if not self.answered:
            return None
        if self._score() == self.floor:
            return self._reached(list(self.floor))
        if self.fresh and self._score().required > self.floor.required:
            self.hint, self.values, self.answered = {}, None, False
        return None

    def _one_by_one(self, work: float) -> ModelAnswer:
        """One level after another. The floor of a level says nothing of answers that are above the floor on a level
        before it: it holds while those all stand at theirs (docs/model.md, Theorem L)."""
        bound, at_floor = [0, 0, 0], True
        for i, expression in enumerate(self.expressions):
            least = max(self.floor[i] if at_floor else 0, self.bound[0] if i == 0 else 0)
            now = self._evaluate(i) if self.answered else None
            if now is not None and now <= least:
                bound[i] = now
            else:
                solved = self._search(expression, work, least)
                if solved is None:
                    return ModelAnswer(None, Score(), Score(), impossible=True)
                bound[i] = max(least, solved[1])
                if not self.answered or bound[i] < self._evaluate(i):
                    break
            self.cp.add(expression <= self._evaluate(i))
            at_floor = at_floor and self._evaluate(i) == self.floor[i]
        if self.values is None or not self.answered:
            return ModelAnswer(None, Score(), Score(*bound))
        return self._reached(bound)

    def _search(
        self,
        expression: cp_model.LinearExprT,
        work: float,
        least: int | None = None,
        *,
        keep_hint: bool = False,
        any_answer: bool = False,
    ) -> tuple[int, int] | None:
        """(value, bound) of one search from the best answer so far; None where the model has no answer at all."""
        self.cp.clear_hints()  # type: ignore[no-untyped-call] # ortools gives it no types
        hint = self.hint if self.values is None else dict(enumerate(self.values))
        for index, value in hint.items():
            self.cp.add_hint(self.cp.get_int_var_from_proto_index(index), value)
        self.cp.minimize(expression)
        if least and not is_fixed(expression):
            self.cp.add(expression >= least)
        solved = self.budget.solve(self.cp, self.seed, work, keep_hint=keep_hint, any_answer=any_answer)
        if solved.impossible:
            return None
        if not solved.found:
            return 0, min(solved.bound, 0)
        self.answered = True
        self.values = list(solved.solver.response_proto.solution)
        return round(solved.solver.objective_value), solved.bound

    def _weights(self) -> tuple[int, int, int]:
        option = 1
        recommended = self.most[2] + 1
        return recommended * (self.most[1] + 1), recommended, option

    def _evaluate(self, i: int) -> int:
        assert self.values is not None
        return evaluate(self.expressions[i], self.values)

    def _score(self) -> Score:
        return Score(*(self._evaluate(i) for i in range(3)))

    def _reached(self, bound: list[int]) -> ModelAnswer:
        return ModelAnswer(self.values, self._score(), Score(*bound))
