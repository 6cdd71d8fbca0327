"""Shortfalls as terms of three sums, one a level, that are minimized one after another."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeGuard

from ortools.sat.python import cp_model

from scheduler.domain.instance import LEVELS, Instance, Level

Term = cp_model.IntVar | int


def is_fixed(term: cp_model.LinearExprT, value: int | None = None) -> bool:
    """Whether a term is a number and no variable: this number, where one is asked for."""
    return isinstance(term, int) and value in (None, int(term))


def is_variable(term: cp_model.LinearExprT) -> TypeGuard[cp_model.IntVar]:
    """Whether a term is one variable: no number, and no sum."""
    return isinstance(term, cp_model.IntVar)


def variables_of(terms: Iterable[Term]) -> list[cp_model.IntVar]:
    """The terms that are no numbers."""
    return [term for term in terms if is_variable(term)]


class Objective:
    """The weighted shortfalls of a model, by level. A rule that is Off, or of weight 0, adds nothing."""

    def __init__(self, cp: cp_model.CpModel, instance: Instance) -> None:
        self.cp = cp
        self.instance = instance
        self._vars: dict[Level, list[cp_model.LinearExprT]] = {level: [] for level in LEVELS}
        self._weights: dict[Level, list[int]] = {level: [] for level in LEVELS}
        self.constant: dict[Level, int] = dict.fromkeys(LEVELS, 0)
        self.most: dict[Level, int] = dict.fromkeys(LEVELS, 0)

    def counts(self, rule: str, site: str, level: Level | None = None) -> bool:
        """Whether a shortfall of the rule at a site costs anything. `level` is the session's, for rule Sessions.

        Parameters
        ----------
        rule
            the name of the rule
        site
            the site's id
        level
            the level of a session, for the rule of sessions; None for every other rule
        """
        setting = self.instance.rule(rule, site)
        return (setting.level or level) in LEVELS and setting.weight > 0

    def value(self, rule: str, site: str) -> int | None:
        """The value of a rule at a site; None without one."""
        return self.instance.rule(rule, site).value

    def add(self, rule: str, site: str, amount: cp_model.LinearExprT, most: int, level: Level | None = None) -> None:
        """Counts `amount`, which is never above `most`, as a shortfall of the rule.

        Parameters
        ----------
        rule
            the name of the rule
        site
            the site's id
        amount
            the shortfall, in the rule's unit, as a number or a term of the model
        most
            what `amount` never exceeds
        level
            the level of a session, for the rule of sessions; None for every other rule
        """
        setting = self.instance.rule(rule, site)
        at = setting.level or level
        if at is None or at == "Off" or not setting.weight or most <= 0:
            return
        self.add_cost(at, amount, most, setting.weight)

    def add_cost(self, level: Level, amount: cp_model.LinearExprT, most: int, weight: int = 1) -> None:
        """Add a cost, `most` at the most, to a level.

        Parameters
        ----------
        level
            the level that it is a cost of
        amount
            a number or a term of the model
        most
            what `amount` never exceeds
        weight
            what one unit of `amount` costs
        """
        if isinstance(amount, int):  # for the type checker, too
            self.constant[level] += amount * weight
        else:
            self._vars[level].append(amount)
            self._weights[level].append(weight)
        self.most[level] += most * weight

    def excess(
        self,
        rule: str,
        site: str,
        amount: cp_model.LinearExprT,
        limit: int,
        most: int,
        unit: int = 1,
        *,
        about: str,
    ) -> None:
        """Count by how much an amount passes a limit.

        Parameters
        ----------
        rule, site
            whose shortfall it is, and where it counts
        most
            the most that `amount` can be
        unit
            as started units of so many it counts
        about
            what the shortfall is about, for the name of its variable
        """
        over = -(-(most - limit) // unit)
        if over <= 0 or not self.counts(rule, site):
            return
        short = self.cp.new_int_var(0, over, f"short of {rule}: {about}")
        self.cp.add(unit * short >= amount - limit)
        self.add(rule, site, short, over)

    def expression(self, level: Level) -> cp_model.LinearExprT:
        """The whole sum of a level."""
        terms = cp_model.LinearExpr.weighted_sum(self._vars[level], self._weights[level])
        return terms + self.constant[level]
