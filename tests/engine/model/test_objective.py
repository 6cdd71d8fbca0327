"""Shortfalls as terms of three sums, one a level."""

from __future__ import annotations

import pytest
from districts import district, setting
from ortools.sat.python import cp_model

from engine.alone import only
from scheduler.engine.model.objective import Objective
from scheduler.engine.search.budget import Budget


def made(*rules):
    cp = cp_model.CpModel()
    return cp, Objective(cp, district(rules=only(*rules)))


def least(cp, expression):
    """The least value that an expression can have."""
    cp.minimize(expression)
    solved = Budget().solve(cp, 0)
    assert solved.proven
    return round(solved.solver.objective_value)


def test_a_shortfall_counts_at_its_level_with_its_weight():
    cp, objective = made(setting("Flex time", level="Option", weight=3))
    short = cp.new_int_var(2, 4, "")
    objective.add("Flex time", "S", short, 4)
    objective.add("Flex time", "S", 1, 1)
    assert objective.most == {"Required": 0, "Recommended": 0, "Option": 15}
    assert least(cp, objective.expression("Option")) == 9


@pytest.mark.parametrize("given", [{"level": "Off"}, {"weight": 0}])
def test_a_rule_that_is_off_or_weighs_nothing_counts_nothing(given):
    cp, objective = made(setting("Flex time", **given))
    objective.add("Flex time", "S", cp.new_int_var(2, 4, ""), 4)
    objective.excess("Flex time", "S", cp.new_int_var(2, 4, ""), 1, 4, about="C1")
    assert not objective.counts("Flex time", "S")
    assert set(objective.most.values()) == {0}
    assert len(cp.proto.variables) == 2  # and makes no variable


def test_the_level_of_sessions_is_the_sessions_where_rules_give_none():
    cp, objective = made(setting("Sessions", level=None))
    assert objective.counts("Sessions", "S", "Option")
    assert not objective.counts("Sessions", "S")
    objective.add("Sessions", "S", cp.new_bool_var(""), 1, "Option")
    assert objective.most["Option"] == 1
    cp, objective = made(setting("Sessions", level="Required"))
    objective.add("Sessions", "S", cp.new_bool_var(""), 1, "Option")
    assert objective.most == {"Required": 1, "Recommended": 0, "Option": 0}


def test_a_site_has_its_own_setting():
    _, objective = made(setting("Flex time", level="Option", value=4, site="S"))
    assert objective.counts("Flex time", "S")
    assert not objective.counts("Flex time", "N")
    assert objective.value("Flex time", "S") == 4


@pytest.mark.parametrize(
    ("amount", "limit", "unit", "short"),
    [
        (5, 5, 1, 0),
        (6, 5, 1, 1),
        (9, 5, 1, 4),
        (31, 0, 30, 2),
        (30, 0, 30, 1),
        (60, 29, 30, 2),
        (99, 0, 30, 4),
        (3, 9, 1, 0),
    ],
)
def test_an_excess_is_counted_in_units_that_are_begun(amount, limit, unit, short):
    cp, objective = made(setting("Sessions per day", level="Required"))
    objective.excess("Sessions per day", "S", cp.new_int_var(amount, 99, ""), limit, 99, unit=unit, about="C1")
    assert least(cp, objective.expression("Required")) == short


def test_an_excess_that_cannot_be_makes_no_variable():
    cp, objective = made(setting("Sessions per day", level="Required"))
    objective.excess("Sessions per day", "S", cp.new_int_var(0, 4, ""), 4, 4, about="C1")
    assert len(cp.proto.variables) == 1
    assert objective.most["Required"] == 0
