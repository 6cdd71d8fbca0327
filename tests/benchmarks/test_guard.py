"""The engine's work on three small districts, in counts that repeat everywhere: a slow-down is seen as it lands."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache

import pytest

from benchmarks import guard
from scheduler.domain.score import Score
from scheduler.engine import parts_of

# Counts repeat exactly; the room is for changes that are about something else. A meant change is recorded anew.
ROOM = 1.25
DISTRICTS = guard.guarded()


@cache
def measured(name: str) -> tuple[guard.Counts, Score, Score]:
    return guard.counts(DISTRICTS[name])


def test_every_guarded_district_has_its_record() -> None:
    assert list(guard.recorded()) == list(DISTRICTS)


@pytest.mark.parametrize("name", DISTRICTS)
def test_the_engine_takes_no_more_than_recorded(name: str) -> None:
    now, before = asdict(measured(name)[0]), asdict(guard.recorded()[name])
    more = {count: f"{before[count]} -> {n}" for count, n in now.items() if n > ROOM * before[count]}
    assert more == {}, "slower: mend it, or where it is meant: python -m benchmarks.guard --record"


@pytest.mark.parametrize("name", DISTRICTS)
def test_the_record_is_of_this_engine(name: str) -> None:
    now, before = asdict(measured(name)[0]), asdict(guard.recorded()[name])
    fewer = {count: f"{before[count]} -> {n}" for count, n in now.items() if ROOM * n < before[count]}
    assert fewer == {}, "faster, so the record guards nothing: python -m benchmarks.guard --record"


@pytest.mark.parametrize("name", DISTRICTS)
def test_a_guarded_district_is_proven_on_all_levels(name: str) -> None:
    _, score, bound = measured(name)
    assert score == bound


def test_a_district_takes_no_more_than_its_parts_one_by_one() -> None:
    parts = [asdict(guard.counts(part)[0]) for part in parts_of(DISTRICTS["two sites"])]
    whole = asdict(measured("two sites")[0])
    assert len(parts) == 2
    assert {n: v for n, v in whole.items() if v > 1.1 * sum(part[n] for part in parts) + 1} == {}


def test_counting_leaves_the_solver_as_it_was() -> None:
    from ortools.sat.python import cp_model

    before = cp_model.CpSolver.solve
    guard.counts(DISTRICTS["shared coaches"])
    assert cp_model.CpSolver.solve is before
