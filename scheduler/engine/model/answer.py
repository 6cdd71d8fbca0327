"""What the solver answers: a value for every variable of a model."""

from __future__ import annotations

from dataclasses import dataclass

from ortools.sat.python import cp_model

from scheduler.domain.score import Score


@dataclass
class ModelAnswer:
    """What came out: a value for every variable (None: no answer at all), the score of the model there, and the proven
    bound, which is exact up to the first level that could not be proven, and 0 below it."""

    values: list[int] | None
    score: Score
    bound: Score
    impossible: bool = False

    @property
    def proven(self) -> bool:
        """Whether there is an answer, and none is better."""
        return self.values is not None and self.score == self.bound

    def value(self, term: cp_model.LinearExprT) -> int:
        """The value of a variable, a sum or a constant in the answer."""
        assert self.values is not None
        return evaluate(term, self.values)


def evaluate(term: cp_model.LinearExprT, values: list[int]) -> int:
    """The value of a variable, a sum or a constant where every variable has a value."""
    if isinstance(term, cp_model.IntVar):
        return values[term.index]
    if not isinstance(term, cp_model.LinearExpr):
        return int(term)
    flat = cp_model.FlatIntExpr(term)
    terms: list[int] = [int(c) * values[v.index] for v, c in zip(flat.vars, flat.coeffs, strict=True)]
    return int(flat.offset) + sum(terms)
