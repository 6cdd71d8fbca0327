"""Ties are broken at no cost: on random districts the score is what it was, and no preference gets worse for a lesser
one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from laws.amounts import amounts
from laws.relations import pins_of
from laws.solving import drawn
from scheduler.domain.instance import Instance
from scheduler.domain.plan import Plan
from scheduler.domain.score import Score
from scheduler.engine.problem.index import ProblemIndex
from scheduler.engine.search.budget import Budget
from scheduler.engine.steps.diary import Diary
from scheduler.engine.steps.ties import break_ties
from scheduler.pipeline import judge


def broken(instance: Instance, plan: Plan, score: Score) -> tuple[list[str], Plan]:
    """What is wrong with the plan once its ties are broken, and that plan."""
    facts, budget = ProblemIndex(instance), Budget()
    after = break_ties(facts, plan, score, judge, budget)
    found = []
    if (now := judge(instance, after)) != score:
        found.append(f"the score is {now}, not {score}")
    if (after.releases, after.assignments, after.reserved) != (plan.releases, plan.assignments, plan.reserved):
        found.append("more than sessions changes")
    if Diary(facts, after).wishes() > Diary(facts, plan).wishes():
        found.append("it is less as people would have it")
    if break_ties(facts, plan, score, judge, Budget()) != after:
        found.append("another time it is another plan")
    if budget.spent:
        found.append("it takes of the work of the search")
    if break_ties(facts, plan, score, judge, Budget(), fixed=plan.sessions) != plan:
        found.append("rows that are kept move")
    return found, after


@pytest.mark.parametrize("many", amounts(3, 40, 1000))
def test_breaking_ties_costs_nothing(many: int):
    found, better = [], 0
    for seed in range(many):
        instance, solved = drawn(seed, "small", "whole")
        wrong, after = broken(instance, solved.plan, solved.score)
        found += [f"{seed}: {text}" for text in wrong]
        better += after != solved.plan
    assert found == []
    assert better > 0


@pytest.mark.parametrize("many", amounts(8, 60, 1000))
def test_pinned_rows_stay_when_ties_are_broken(many: int):
    moved = []
    for seed in range(many):
        instance, solved = drawn(seed, "tiny", "whole")
        pinned = replace(instance, pins=pins_of(instance, solved.plan))
        if broken(pinned, solved.plan, solved.score) != ([], solved.plan):
            moved.append(seed)
    assert moved == []
