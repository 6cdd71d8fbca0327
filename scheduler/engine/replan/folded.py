"""Change as a level of its own among the three of the score: folded into the level that it comes after."""

from __future__ import annotations

from ortools.sat.python import cp_model

from scheduler.domain.instance import LEVELS, Level
from scheduler.domain.replan import Order
from scheduler.domain.score import Score
from scheduler.engine.model.objective import Objective

_FOLDED_INTO: dict[Order, int] = {"nothing": 0, "required": 0, "recommended": 1, "option": 2}


class FoldedObjective(Objective):
    """The objective of a model with Change in its place: the level before it, times more than Change can be, plus
    Change; with `nothing`, Change times more than Required can be, plus Required."""

    def __init__(
        self, of: Objective, order: Order, change: cp_model.LinearExprT, most: int, *, upto_change: bool = False
    ) -> None:
        """`most` is the most that Change can be; with `upto_change` the levels after it count nothing."""
        self.cp, self.instance = of.cp, of.instance
        self._of, self._order = of, order
        self._change, self._most_change = change, most
        self._last = _FOLDED_INTO[order] if upto_change else len(LEVELS)
        self.most = {
            level: self._fold(i, of.most[level], most) if i <= self._last else 0 for i, level in enumerate(LEVELS)
        }

    def _fold(self, i: int, level: int, change: int) -> int:
        if i != _FOLDED_INTO[self._order]:
            return level
        if self._order == "nothing":
            return change * (self._of.most["Required"] + 1) + level
        return level * (self._most_change + 1) + change

    def expression(self, level: Level) -> cp_model.LinearExprT:
        """The whole sum of a level, with Change in it where it belongs."""
        i, own = LEVELS.index(level), self._of.expression(level)
        if i > self._last:
            return 0
        if i != _FOLDED_INTO[self._order]:
            return own
        if self._order == "nothing":
            return cp_model.LinearExpr.weighted_sum([self._change, own], [self._of.most["Required"] + 1, 1])
        return cp_model.LinearExpr.weighted_sum([own, self._change], [self._most_change + 1, 1])

    def folded(self, score: Score, change: int) -> Score:
        """A score and a Change as this objective counts them."""
        return Score(*(self._fold(i, at, change) for i, at in enumerate(score)))

    def unfolded(self, score: Score) -> tuple[Score, int]:
        """The other way round."""
        levels, i = list(score), _FOLDED_INTO[self._order]
        if self._order == "nothing":
            change, levels[i] = divmod(levels[i], self._of.most["Required"] + 1)
        else:
            levels[i], change = divmod(levels[i], self._most_change + 1)
        return Score(*levels), change
