"""Every plan of the engine holds, and scores what the engine says: by the audit and by a checker that knows neither."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from workbooks import save

import scheduler
from laws import independent
from laws.amounts import amounts
from laws.inputs import book_of
from laws.instances import Flavour, Size
from laws.relations import pins_of
from laws.solving import drawn
from scheduler.domain.instance import Instance

needs_checker = pytest.mark.skipif(not independent.is_here(), reason="the independent checker is not beside the repo")
DRAWS = [
    ("tiny", "plain", (30, 95, 1900)),
    ("tiny", "whole", (30, 95, 1900)),
    ("small", "plain", (4, 8, 160)),
    ("small", "whole", (3, 12, 240)),
]


def findings(seed: int, size: Size, flavour: Flavour) -> list[str]:
    instance, ours = drawn(seed, size, flavour)
    found = [f"{seed}: {v}" for v in ours.violations]
    if ours.bound > ours.score:
        found.append(f"{seed}: the bound {ours.bound} is above the score {ours.score}")
    theirs, score = independent.verdict(instance, ours.plan)
    found += [f"{seed}: {text}" for text in theirs]
    if score != ours.score:
        found.append(f"{seed}: the score is {ours.score}, {score} by the independent checker")
    return found


@needs_checker
@pytest.mark.parametrize("run", amounts(0, 1, 2))
@pytest.mark.parametrize(("size", "flavour", "many"), DRAWS, ids=[f"{size} {flavour}" for size, flavour, _ in DRAWS])
def test_plans_hold_and_score_what_they_say(size: Size, flavour: Flavour, many: tuple[int, int, int], run: int):
    assert [f for seed in range(many[run]) for f in findings(seed, size, flavour)] == []


THROUGH_WORKBOOKS = [
    ("tiny", "plain", 6),
    ("tiny", "whole", 8),
    ("small", "whole", 3),
    pytest.param("small", "whole", 6, marks=pytest.mark.lands),
]


@needs_checker
@pytest.mark.parametrize(("size", "flavour", "many"), THROUGH_WORKBOOKS)
def test_a_district_written_down_is_read_as_it_was_and_its_plan_passes_the_checker(
    size: Size, flavour: Flavour, many: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    _, check_plan = independent.modules()
    for seed in range(many):
        instance, found = drawn(seed, size, flavour)
        pins = tuple(p for p in pins_of(instance, found.plan)[::3] if p.released)
        pinned = replace(instance, pins=tuple(replace(p, where=f"Pins!A{i}") for i, p in enumerate(pins, 2)))
        book = save(tmp_path / f"{seed}.xlsx", book_of(pinned))
        read = scheduler.read(book)
        assert said(read) == said(pinned), seed
        solution = scheduler.solve(read)
        plan = tmp_path / f"{seed}-plan.xlsx"
        scheduler.write(read, solution, plan)
        assert check_plan.main([str(book), str(plan)]) == 0, (seed, capsys.readouterr())


def said(instance: Instance) -> dict[str, object]:
    """All that a workbook says of a district, but for the words of courses and rooms, and the order of slots."""
    return {
        "settings": instance.settings,
        "sites": instance.sites,
        "bells": {b: set(slots) for b, slots in instance.bells.items()},
        "teachers": instance.teachers,
        "states": {
            t: {
                (slot, state.doing, state.priority)
                for slot, state in zip(instance.slots(instance.teachers[t].site), states, strict=True)
            }
            for t, states in instance.states.items()
        },
        "coaches": instance.coaches,
        "availability": {
            c: set(zip(instance.home_slots(c), status, strict=True)) for c, status in instance.availability.items()
        },
        "programs": instance.programs,
        "rules": instance.rules,
        "travel": instance.travel,
        "pins": instance.pins,
    }
