"""A re-plan of several parts: the same plan however many processes make it, and how far it says that it has come."""

from __future__ import annotations

from dataclasses import replace

import pytest
from districts import bell, coach, district, session
from laws.replans import published

from engine.alone import cycled
from scheduler.domain.instance import Instance, Site
from scheduler.domain.progress import Progress
from scheduler.domain.replan import PublishedPlan
from scheduler.engine.replan import district as module
from scheduler.pipeline import solve
from scheduler.pipeline.replan import replan


@pytest.fixture(autouse=True)
def processes(monkeypatch):
    """Worker processes for parts of any size."""
    monkeypatch.setattr(module, "FEW_TEACHERS", 0)


def schools(teachers: int) -> Instance:
    """Two sites that share nothing, each with one coach."""
    return district(
        sites=[Site(s, s, "Regular") for s in "AB"],
        bells=[bell(times={"1": "08:00-09:00", "2": "09:10-10:10"})],
        teachers=[cycled(f"{s}{i}", s) for s in "AB" for i in range(teachers)],
        coaches=[coach(f"C{s}", s) for s in "AB"],
        sessions=[session(weekly=2, group_size=2), session("Debrief", after="Observe")],
        cycles=2,
    )


def before_and_now() -> tuple[PublishedPlan, Instance]:
    before = schools(3)
    return published(before, solve(before).plan), schools(4)


def test_the_number_of_workers_changes_nothing():
    old, now = before_and_now()
    alone, together = (replan(now, old, workers=n) for n in (1, 2))
    assert together.plan == alone.plan
    assert together.bound == alone.bound
    assert together.replan == alone.replan


@pytest.mark.parametrize("workers", [1, 2])
def test_it_tells_how_far_it_has_come(workers: int):
    old, now = before_and_now()
    heard: list[Progress] = []
    solution = replan(now, old, workers=workers, progress=heard.append)
    assert heard[-1].done == heard[-1].parts == 2
    assert heard[-1].busy == 0
    assert heard[-1].score == solution.score
    for one in heard:
        assert one.done + one.busy <= one.parts
        if one.score is not None and one.bound is not None:
            assert one.score >= one.bound
    scores = [one.score for one in heard if one.score is not None]
    assert scores[0] >= scores[-1]


def test_no_time_is_a_plan_all_the_same():
    old, now = before_and_now()
    solution = replan(now, replace(old, sessions=()), time_limit=0.0)
    assert not solution.audit.violations
