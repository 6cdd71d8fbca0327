"""Levels in their order: the same answer as by trying everything, a bound that is proven, and answers to begin from."""

from __future__ import annotations

import itertools
import random
from types import SimpleNamespace

import pytest
from districts import district
from ortools.sat.python import cp_model

from engine.alone import only
from scheduler.domain.instance import LEVELS
from scheduler.domain.score import Score
from scheduler.engine.model.objective import Objective
from scheduler.engine.search import lexicographic as module
from scheduler.engine.search.budget import Budget
from scheduler.engine.search.lexicographic import LexicographicSolver, evaluate


class Small:
    """Five yes-or-no variables with random costs at each level, and random pairs of which one must be."""

    def __init__(self, seed: int = 0) -> None:
        rng = random.Random(seed)
        self.cp = cp_model.CpModel()
        self.objective = Objective(self.cp, district(rules=only()))
        self.vars = [self.cp.new_bool_var(f"x{i}") for i in range(5)]
        self.costs = [tuple(rng.choice([0, 0, 1, 2, 5]) for _ in LEVELS) for _ in self.vars]
        self.pairs = [rng.sample(range(5), 2) for _ in range(4)]
        for a, b in self.pairs:
            self.cp.add_bool_or([self.vars[a], self.vars[b]])
        for var, cost in zip(self.vars, self.costs, strict=True):
            for level, weight in zip(LEVELS, cost, strict=True):
                self.objective.add_cost(level, var, 1, weight)

    def score(self, chosen: tuple[int, ...]) -> Score:
        return Score(*(sum(c[i] for c, x in zip(self.costs, chosen, strict=True) if x) for i in range(3)))

    def best(self) -> Score:
        every = itertools.product((0, 1), repeat=5)
        return min(self.score(x) for x in every if all(x[a] or x[b] for a, b in self.pairs))

    def levels(self, budget: Budget | None = None, **given) -> LexicographicSolver:
        return LexicographicSolver(self.cp, self.objective, budget or Budget(), 0, **given)


def chosen(small: Small, values: list[int] | None) -> tuple[int, ...]:
    assert values is not None
    return tuple(values[v.index] for v in small.vars)


@pytest.mark.parametrize("at_once", [True, False], ids=["all at once", "one by one"])
def test_the_answer_is_the_best_of_all(monkeypatch, at_once):
    if not at_once:
        monkeypatch.setattr(module, "MOST_WEIGHT", 0)
    for seed in range(12):
        small = Small(seed)
        reached = small.levels().solve(1.0)
        assert reached.proven
        assert reached.score == reached.bound == small.best(), seed
        assert small.score(chosen(small, reached.values)) == reached.score


def test_no_amount_of_a_lower_level_buys_one_of_a_higher(monkeypatch):
    for weight in (module.MOST_WEIGHT, 0):
        monkeypatch.setattr(module, "MOST_WEIGHT", weight)
        cp = cp_model.CpModel()
        objective = Objective(cp, district(rules=only()))
        cheap, dear = cp.new_bool_var(""), cp.new_bool_var("")
        cp.add_exactly_one([cheap, dear])
        objective.add_cost("Required", cheap, 1)
        objective.add_cost("Recommended", dear, 1, 100)
        objective.add_cost("Option", dear, 1, 1000)
        assert LexicographicSolver(cp, objective, Budget(), 0).solve(1.0).score == (0, 100, 1000)


def test_what_costs_in_any_case_is_counted(monkeypatch):
    for weight in (module.MOST_WEIGHT, 0):
        monkeypatch.setattr(module, "MOST_WEIGHT", weight)
        small = Small()
        best = small.best()
        for level in LEVELS:
            small.objective.add_cost(level, 2, 2, 3)
        reached = small.levels().solve(1.0)
        assert reached.score == reached.bound == Score(*(n + 6 for n in best))


def test_a_model_without_an_answer_is_impossible(monkeypatch):
    for weight in (module.MOST_WEIGHT, 0):
        monkeypatch.setattr(module, "MOST_WEIGHT", weight)
        small = Small()
        small.cp.add_bool_or([])
        reached = small.levels().solve(1.0)
        assert reached.impossible
        assert reached.values is None


def test_an_impossible_hint_is_no_impossible_model():
    small = Small()
    reached = small.levels(hint=dict.fromkeys((v.index for v in small.vars), 0)).solve(1.0)
    assert reached.score == small.best()
    assert not reached.impossible


def test_a_hint_that_meets_the_floor_is_the_answer_without_a_search_for_more():
    small = Small()
    best, every = small.best(), itertools.product((0, 1), repeat=5)
    answers = [x for x in every if all(x[a] or x[b] for a, b in small.pairs) and small.score(x) == best]
    for answer in answers:
        hint = {v.index: x for v, x in zip(small.vars, answer, strict=True)}
        reached = small.levels(hint=hint, floor=best).solve(1.0)
        assert chosen(small, reached.values) == answer
        assert reached.bound == best


def test_a_target_is_reached_with_some_values_kept_where_they_can_be():
    small = Small()
    best, every = small.best(), itertools.product((0, 1), repeat=5)
    answers = [x for x in every if all(x[a] or x[b] for a, b in small.pairs) and small.score(x) == best]
    first = small.vars[0].index
    for value in (0, 1):
        reached = Small().levels().find_within(best, 1.0, {first: value})
        assert reached is not None
        found = chosen(small, reached.values)
        assert found in answers
        if any(x[0] == value for x in answers):
            assert found[0] == value
    every_one = dict.fromkeys((v.index for v in small.vars), 0)  # meets no pair: nothing can be kept
    reached = Small().levels().find_within(best, 1.0, every_one)
    assert reached is not None
    assert chosen(small, reached.values) in answers


def test_a_target_below_the_best_is_not_reached():
    small = Small()
    best = small.best()
    level = next(i for i in range(3) if best[i] > 0)
    below = Score(*(n - (i == level) for i, n in enumerate(best)))
    assert small.levels().find_within(below, 1.0, {small.vars[0].index: 1}) is None


class Counted(Budget):
    """A budget that counts its searches."""

    searches = 0

    def solve(self, *given, **more):
        self.searches += 1
        return super().solve(*given, **more)


def test_a_level_that_is_at_its_floor_already_is_not_searched(monkeypatch):
    monkeypatch.setattr(module, "MOST_WEIGHT", 0)
    cp = cp_model.CpModel()
    objective = Objective(cp, district(rules=only()))
    objective.add_cost("Required", cp.new_bool_var(""), 1)
    budget = Counted()
    assert LexicographicSolver(cp, objective, budget, 0).solve(1.0).proven
    assert budget.searches == 1


@pytest.mark.parametrize("fresh", [True, False])
def test_a_fresh_search_forgets_a_hint_that_misses_what_is_required(fresh):
    cp = cp_model.CpModel()
    objective = Objective(cp, district(rules=only()))
    missed = cp.new_bool_var("")
    objective.add_cost("Required", missed, 1)
    levels = LexicographicSolver(cp, objective, Budget(), 0, hint={missed.index: 1}, fresh=fresh)
    assert levels.solve(1.0).score == Score()
    assert levels.hint == ({} if fresh else {missed.index: 1})


class Cut(Budget):
    """A budget whose every search ends with a bound, and with an answer or without one, and proves nothing."""

    def __init__(self, bound: int, answer: list[int] | None) -> None:
        super().__init__()
        solver = SimpleNamespace(response_proto=SimpleNamespace(solution=answer), objective_value=999.0)
        self.ended = SimpleNamespace(impossible=False, found=answer is not None, bound=bound, solver=solver)

    def solve(self, *given, **more):
        return self.ended


def cut_short(bound: int, answer: list[int] | None):
    cp = cp_model.CpModel()
    objective = Objective(cp, district(rules=only()))
    objective.add_cost("Required", cp.new_int_var(0, 9, ""), 9)
    objective.add_cost("Recommended", cp.new_int_var(0, 5, ""), 5)
    objective.add_cost("Option", cp.new_int_var(0, 9, ""), 9)  # all at once they weigh 60, 10 and 1
    return LexicographicSolver(cp, objective, Cut(bound, answer), 0).solve(1.0, once=True)


@pytest.mark.parametrize(("bound", "required"), [(0, 0), (59, 0), (60, 1), (61, 1), (119, 1), (120, 2), (125, 2)])
def test_a_search_that_ends_early_proves_of_the_first_level_what_the_sum_implies_and_of_the_others_nothing(
    bound, required
):
    reached = cut_short(bound, [3, 2, 1])
    assert reached.score == (3, 2, 1)
    assert reached.bound == (required, 0, 0)
    assert not reached.proven


def test_a_search_that_ends_without_an_answer_claims_nothing():
    reached = cut_short(120, None)
    assert reached.values is None
    assert not reached.impossible
    assert reached.bound == (0, 0, 0)


# ---- reach


def test_reach_finds_an_answer_that_is_no_worse_on_any_level():
    for seed in range(6):
        small = Small(seed)
        target = Score(*(n + 1 for n in small.best()))
        found = small.levels().find_within(target, 1.0)
        assert found is not None
        assert all(a <= b for a, b in zip(small.score(chosen(small, found.values)), target, strict=True))


def test_reach_finds_none_where_a_level_cannot_be_as_good():
    for seed in range(6):
        small = Small(seed)
        best = small.best()
        first = next(i for i in range(3) if best[i])
        target = Score(*best[:first], best[first] - 1, *(99 for _ in best[first + 1 :]))
        assert small.levels().find_within(target, 1.0) is None


# ---- values


def test_the_value_of_a_sum_in_an_answer():
    cp = cp_model.CpModel()
    x, y = cp.new_int_var(0, 9, ""), cp.new_bool_var("")
    assert evaluate(3 * x + 4 * y - 2, [5, 1]) == 17
    assert evaluate(y, [5, 1]) == 1
    assert evaluate(y.negated(), [5, 1]) == 0
    assert evaluate(7, [5, 1]) == 7


@pytest.mark.parametrize("at_once", [True, False], ids=["all at once", "one by one"])
@pytest.mark.parametrize("above", [(1, 0), (0, 1)])
def test_a_floor_says_nothing_of_a_level_below_one_that_stands_above_its_own(monkeypatch, at_once, above):
    """A bound such as 0 / 0 / 7 is true of a model whose best is 1 / 0 / 2: no answer is below it in their order."""
    if not at_once:
        monkeypatch.setattr(module, "MOST_WEIGHT", 0)
    cp = cp_model.CpModel()
    objective = Objective(cp, district(rules=only()))
    needed, spare = cp.new_bool_var("needed"), cp.new_int_var(2, 9, "spare")
    cp.add(needed == 1)
    for level, weight in zip(LEVELS, above, strict=False):
        objective.add_cost(level, needed, 1, weight)
    objective.add_cost("Option", spare, 9)
    reached = LexicographicSolver(cp, objective, Budget(), 0, floor=Score(0, 0, 7)).solve(1.0)
    assert reached.score == reached.bound == Score(*above, 2)


def test_levels_too_heavy_for_one_sum_are_solved_one_by_one_to_the_same_answer():
    for seed in range(6):
        small = Small(seed)
        heavy = Small(seed)
        for level in LEVELS:
            heavy.objective.add_cost(level, heavy.cp.new_constant(0), 1, 1_000_000)
        assert heavy.levels()._weights()[0] * (heavy.objective.most["Required"] + 1) > module.MOST_WEIGHT
        assert heavy.levels().solve(1.0).score == small.best()
