"""What must hold of every re-plan, whatever the district and whatever has changed."""

from __future__ import annotations

from dataclasses import asdict, replace
from itertools import pairwise

import pytest

from laws import independent
from laws.amounts import amounts
from laws.instances import Flavour, Size
from laws.replans import Case, case, of_today, pins_of_things, published, subsets, verdict
from laws.solving import drawn, solved
from scheduler.domain.instance import Instance
from scheduler.domain.problem import InputProblems
from scheduler.domain.replan import ORDERS
from scheduler.domain.solution import Solution
from scheduler.pipeline.replan import replan
from scheduler.replanning.kept_plan import Kept

needs_checker = pytest.mark.skipif(not independent.is_here(), reason="the independent checker is not beside the repo")
FLAVOURS: tuple[Flavour, ...] = ("plain", "whole")


def cases(many: range, size: Size, flavour: Flavour) -> list[Case]:
    return [c for seed in many if (c := case(seed, size, flavour)) is not None]


# ---- nothing changed


def changed_for_nothing(many: range, size: Size, flavour: Flavour) -> list[str]:
    found = []
    for seed in many:
        instance, ours = drawn(seed, size, flavour)
        solution = replan(instance, published(instance, ours.plan))
        assert solution.replan is not None
        if solution.replan.change.value or (ours.proven and solution.plan != ours.plan):
            found.append(f"{seed}: {solution.replan.change}")
    return found


@pytest.mark.parametrize(("tiny", "small"), amounts((20, 2), (45, 4), (450, 60)))
@pytest.mark.parametrize("flavour", FLAVOURS)
def test_the_same_input_keeps_its_plan(flavour: Flavour, tiny: int, small: int):
    assert changed_for_nothing(range(tiny), "tiny", flavour) == []
    assert changed_for_nothing(range(small), "small", flavour) == []


# ---- one thing changed


def findings(one: Case, solution: Solution, first: int = 1) -> list[str]:
    """What the independent checker says against a re-plan, and against its figures."""
    assert solution.replan is not None
    wrong, score, change = verdict(one, solution.plan, first)
    found = [f"{one.name}: {text}" for text in wrong]
    ours = {k: v for k, v in asdict(solution.replan.change).items() if k != "bound"}
    if score != solution.score:
        found.append(f"{one.name}: the score is {solution.score}, {score} by the independent checker")
    if change != ours:
        found.append(f"{one.name}: Change is {ours}, {change} by the independent checker")
    return found


def wrong_replans(many: range, size: Size, flavour: Flavour) -> tuple[list[str], int]:
    """Everything that is wrong, and how many are proven. Required must be what a free plan has."""
    found, proven = [], 0
    for one in cases(many, size, flavour):
        solution = replan(one.now, one.old)
        assert solution.replan is not None
        found += findings(one, solution)
        free = solved(one.now)
        if free.proven and solution.score.required != free.score.required:
            found.append(f"{one.name}: Required is {solution.score.required}, {free.score.required} of a free plan")
        proven += solution.score == solution.bound and solution.replan.change.value == solution.replan.change.bound
    return found, proven


@needs_checker
@pytest.mark.parametrize("many", amounts(20, 45, 450))
@pytest.mark.parametrize("flavour", FLAVOURS)
def test_a_replan_holds_and_is_no_worse_in_required_than_a_free_plan(flavour: Flavour, many: int):
    found, proven = wrong_replans(range(many), "tiny", flavour)
    assert found == []
    assert proven >= many // 2


@needs_checker
@pytest.mark.deep
@pytest.mark.parametrize("flavour", FLAVOURS)
def test_a_replan_of_a_small_district_holds_and_is_no_worse_in_required_than_a_free_plan(flavour: Flavour):
    found, _ = wrong_replans(range(90), "small", flavour)
    assert found == []


# ---- best of all plans


def better_by_pins(many: range, flavour: Flavour, most: int) -> tuple[list[str], int]:
    """Re-plans that some choice of pins beats in (Required, Change, Recommended, Option), and how many were tried:
    whatever the best plan keeps is a choice of pins. Reserved time, which no pin holds, is off."""
    found, tried = [], 0
    for one in cases(many, "tiny", flavour):
        off = {key: replace(r, level="Off") for key, r in one.now.rules.items() if key[0] in OF_RESERVES}
        now = replace(one.now, rules={**one.now.rules, **off})  # type: ignore[arg-type]
        old = replace(one.old, reserved=())
        things = pins_of_things(one)
        if len(things) > most:
            continue
        solution = replan(now, old)
        assert solution.replan is not None
        score, change = solution.score, solution.replan.change
        if not (score == solution.bound and change.value == change.bound):
            continue
        tried += 1
        ours = score.required, change.value, score.recommended, score.option
        for pins in subsets(things):
            theirs = _with_pins(now, old, pins)
            if theirs is not None and theirs < ours:
                found.append(f"{one.name}: {theirs} instead of {ours} with {pins}")
                break
    return found, tried


OF_RESERVES = ("Flex time", "Common planning")


def _with_pins(now: Instance, old: object, pins: object) -> tuple[int, int, int, int] | None:
    try:
        free = solved(replace(now, pins=pins))  # type: ignore[arg-type]
    except InputProblems:
        return None
    if free.violations:
        return None
    change = Kept(now, old).change(free.plan).value  # type: ignore[arg-type]
    return free.score.required, change, free.score.recommended, free.score.option


@pytest.mark.parametrize(
    ("seeds", "most", "least_tried"), amounts((range(20), 5, 2), (range(60), 5, 5), (range(60, 900), 8, 100))
)
@pytest.mark.parametrize("flavour", FLAVOURS)
def test_no_choice_of_what_to_keep_gives_a_better_plan(flavour: Flavour, seeds: range, most: int, least_tried: int):
    found, tried = better_by_pins(seeds, flavour, most)
    assert found == []
    assert tried >= least_tried


# ---- laws


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_going_down_the_ladder_scores_never_get_worse_and_changes_never_smaller(flavour: Flavour):
    for one in cases(range(18), "tiny", flavour):
        solution = replan(one.now, one.old, ladder=True)
        assert solution.replan is not None
        rungs = solution.replan.ladder
        assert [r.order for r in rungs] == list(ORDERS)
        for upper, lower in pairwise(rungs):
            if upper.proven and lower.proven:
                assert lower.score <= upper.score, one.name
                assert lower.change >= upper.change, one.name


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_a_pin_of_what_the_plan_has_changes_no_change(flavour: Flavour):
    for one in cases(range(18), "tiny", flavour):
        before = replan(one.now, one.old)
        kept = [a for a in before.plan.assignments if a.coach]
        if not kept or before.replan is None:
            continue
        pin = pins_of_things(replace(one, plan=replace(one.plan, assignments=tuple(kept[:1]), sessions=())))[0]
        after = replan(replace(one.now, pins=pin), one.old)
        assert after.replan is not None
        if before.replan.change.value == before.replan.change.bound:
            same = after.replan.change.value == before.replan.change.value
            assert same or after.replan.change.forced > before.replan.change.forced, one.name


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_names_and_costs_change_nothing(flavour: Flavour):
    for seed in range(12):
        instance, ours = drawn(seed, "tiny", flavour)
        other = replace(
            instance,
            teachers={t.id: replace(t, name=f"New {t.id}", email="x@y") for t in instance.teachers.values()},
            coaches={c.id: replace(c, name=f"New {c.id}", cost=7.0) for c in instance.coaches.values()},
        )
        solution = replan(other, of_today(published(instance, ours.plan), other))
        assert solution.replan is not None
        assert solution.replan.change.value == 0


# ---- cycles that have ended


def wrong_with_past(many: range, size: Size, flavour: Flavour) -> tuple[list[str], int]:
    found, tried = [], 0
    for one in cases(many, size, flavour):
        cycles = one.now.settings.cycles
        if cycles < 2:
            continue
        first = 2 + len(one.name) % (cycles - 1)
        solution = replan(one.now, one.old, first=first)
        tried += 1
        found += findings(one, solution, first)
        past = solution.plan.past
        assert past is not None
        if tuple(s for s in one.old.sessions if s.row.cycle < first) != past.sessions:
            found.append(f"{one.name}: rows before cycle {first} differ")
    return found, tried


@needs_checker
@pytest.mark.parametrize(("many", "least_tried"), amounts((30, 4), (60, 10), (700, 200)))
@pytest.mark.parametrize("flavour", FLAVOURS)
def test_rows_of_cycles_that_have_ended_stay(flavour: Flavour, many: int, least_tried: int):
    found, tried = wrong_with_past(range(many), "tiny", flavour)
    assert found == []
    assert tried >= least_tried


@needs_checker
@pytest.mark.deep
@pytest.mark.parametrize("flavour", FLAVOURS)
def test_rows_of_cycles_of_a_small_district_that_have_ended_stay(flavour: Flavour):
    found, tried = wrong_with_past(range(60), "small", flavour)
    assert found == []
    assert tried >= 20
