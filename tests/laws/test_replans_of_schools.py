"""One cell of a real input changes: the re-plan holds, is no worse in Required than a free plan, and moves few people.

`pytest -m deep tests/laws/test_replans_of_schools.py` runs them all; `-k gunn` those of one input.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path

import pytest

from laws import independent
from laws.replans import CHANGES, Case, Changed, of_today, verdict
from scheduler import pipeline
from scheduler.domain.instance import Instance
from scheduler.pipeline.replan import read_published, replan
from scheduler.replanning.kept_plan import Kept

DATA = independent.CHECKER.parent / "data"
DRAWS = 5
MOST_BEYOND = 3  # people, beside those whom the change itself moves, in most cases
INPUTS = (
    "avuhsd-gunn",
    "avuhsd-ab-block-lone-peak",
    "desmoines-two-sites",
    "juneau-three-sites",
    "partners-second-week",
    "tosa-ibdp",
)


def program_joined(instance: Instance, rng: random.Random) -> Changed:
    """A teacher takes part in a program more."""
    teacher = rng.choice([t for t in instance.teachers.values() if t.role != "Administrator"])
    others = [p for p in sorted(instance.programs) if p not in teacher.programs]
    if not others:
        return None
    new = replace(teacher, programs=(*teacher.programs, rng.choice(others)))
    return replace(instance, teachers={**instance.teachers, teacher.id: new})


def class_added(instance: Instance, rng: random.Random) -> Changed:
    """A teacher teaches in a period in which nothing was said."""
    open_periods = []
    for t in instance.teachers.values():
        pairs = zip(instance.slots(t.site), instance.states[t.id], strict=True)
        open_periods += [(t.id, p) for p in dict.fromkeys(s.period for s, x in pairs if s.is_class and not x.doing)]
    if not open_periods:
        return None
    teacher, period = rng.choice(open_periods)
    slots = instance.slots(instance.teachers[teacher].site)
    new = tuple(
        replace(x, doing="Teaching") if s.is_class and s.period == period else x
        for s, x in zip(slots, instance.states[teacher], strict=True)
    )
    return replace(instance, states={**instance.states, teacher: new})


def travel_longer(instance: Instance, rng: random.Random) -> Changed:
    """The way between two sites takes ten minutes more."""
    if not instance.travel:
        return None
    way = rng.choice(sorted(instance.travel))
    return replace(instance, travel={**instance.travel, way: instance.travel[way] + 10})


KINDS: tuple[Callable[[Instance, random.Random], Changed], ...] = (
    *CHANGES,
    program_joined,
    class_added,
    travel_longer,
)


@cache
def published(name: str) -> tuple[Instance, Path]:
    files = DATA / name
    instance = pipeline.read(files if files.is_dir() else files.with_suffix(".xlsx"))
    return instance, DATA / "changes" / "plans" / f"{name}.xlsx"


def case(name: str, kind: Callable[[Instance, random.Random], Changed], draw: int) -> Case | None:
    """A draw of a change; None where the input has nothing of the kind."""
    before, kept = published(name)
    now = kind(before, random.Random(f"{name} {kind.__name__} {draw}"))
    if now is None:
        return None
    old = of_today(read_published(kept, before), now)
    return Case(f"{name} {kind.__name__} {draw}", before, pipeline.read_back(kept, before).plan, old, now)


def tried(one: Case) -> tuple[list[str], int | None]:
    """What is wrong with the re-plan of a case, and how many move beside those whom the change itself moves; None where
    people beside them must, since a release or a coach has gone."""
    solution = replan(one.now, one.old)
    assert solution.replan is not None
    wrong, score, change = verdict(one, solution.plan)
    found = list(wrong)
    ours = {key: value for key, value in asdict(solution.replan.change).items() if key != "bound"}
    if score != solution.score:
        found.append(f"the score is {solution.score}, {score} by the independent checker")
    if change != ours:
        found.append(f"Change is {ours}, {change} by the independent checker")
    free = pipeline.solve(one.now)
    if solution.score.required > free.score.required:
        found.append(f"Required is {solution.score.required}, {free.score.required} of a free plan")
    if change["releases"] or change["coaches"]:
        return found, None
    return found, change["people"] - len(Kept(one.now, one.old, 1).certain)


@pytest.mark.deep
@pytest.mark.skipif(not (DATA / "changes" / "plans").is_dir(), reason="needs ../shared/data/changes")
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("name", INPUTS)
def test_one_changed_cell_of_a_school(name: str, kind: Callable[[Instance, random.Random], Changed]):
    found, beyond = [], []
    for draw in range(DRAWS):
        one = case(name, kind, draw)
        if one is None:
            continue
        wrong, more = tried(one)
        found += [f"{one.name}: {text}" for text in wrong]
        if more is not None:
            beyond.append(more)
            print(f"{one.name}: {more} people beside those of the change")
    assert found == []
    assert sum(n > MOST_BEYOND for n in beyond) <= 1
