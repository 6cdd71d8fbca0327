"""Every plan of the engine holds, and scores what the engine says: by the audit and by a checker that knows neither."""

from __future__ import annotations

import pytest
from laws import independent
from laws.instances import Flavour, Size
from laws.solving import drawn

needs_checker = pytest.mark.skipif(not independent.is_here(), reason="the independent checker is not beside the repo")
DRAWS = [("tiny", "plain", 80), ("tiny", "whole", 80), ("small", "plain", 20), ("small", "whole", 20)]


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
@pytest.mark.parametrize(("size", "flavour", "many"), DRAWS)
def test_plans_hold_and_score_what_they_say(size: Size, flavour: Flavour, many: int):
    assert [f for seed in range(many) for f in findings(seed, size, flavour)] == []


@needs_checker
@pytest.mark.deep
@pytest.mark.parametrize(("size", "flavour", "many"), DRAWS)
def test_plans_hold_and_score_what_they_say_many_times(size: Size, flavour: Flavour, many: int):
    assert [f for seed in range(many, 20 * many) for f in findings(seed, size, flavour)] == []
