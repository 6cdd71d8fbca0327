"""The quick plan: it holds, keeps pins and classes, and is no worse than a careful person's."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from districts import bell, clock, coach, district, session, setting
from laws.instances import random_instance
from laws.relations import pins_of

import scheduler
from engine.alone import COACHED, SESSIONS, cycled, only, pin
from scheduler.checker import audit_plan
from scheduler.domain.instance import Instance, State
from scheduler.domain.plan import Plan
from scheduler.domain.score import Score
from scheduler.engine import parts_of, quick_part
from scheduler.engine.problem.components import total
from scheduler.engine.problem.index import ProblemIndex
from scheduler.engine.steps.quick_plan import quick_plan
from scheduler.engine.steps.quick_weeks import Diaries, Spot
from scheduler.pipeline import score_of

SHARED = Path(__file__).parents[4] / "shared" / "data"
HOUR = bell(times={"1": "08:00-09:00"}, days=1)


def made(instance: Instance) -> Plan:
    """The quick plan, which holds."""
    plan = quick_plan(ProblemIndex(instance), score_of)
    assert plan is not None
    assert audit_plan(instance, plan).violations == ()
    return plan


@pytest.mark.parametrize(
    ("size", "flavour", "many"), [("tiny", "plain", 60), ("tiny", "whole", 60), ("small", "whole", 12)]
)
def test_it_holds(size, flavour, many):
    for seed in range(many):
        for part in parts_of(random_instance(seed, size, flavour)):
            made(part)


@pytest.mark.parametrize("share", [1.0, 0.4])
def test_it_keeps_the_pins_of_a_plan_or_says_that_it_cannot(share):
    given_up = 0
    for seed in range(40):
        for part in parts_of(random_instance(seed, "tiny", "whole")):
            some = Random(seed)
            pinned = replace(part, pins=tuple(p for p in pins_of(part, made(part)) if some.random() < share))
            plan = quick_plan(ProblemIndex(pinned), score_of)
            given_up += plan is None
            assert plan is None or audit_plan(pinned, plan).violations == ()
    assert given_up <= 1


def test_pins_that_cannot_be_kept_leave_no_plan():
    two = [pin(teacher=t, day=0, start=clock("08:00"), cycle=1) for t in ("T1", "T2")]
    instance = district(bells=[HOUR], teachers=[cycled("T1"), cycled("T2")], sessions=[session()], pins=two)
    assert quick_plan(ProblemIndex(instance), score_of) is None


def test_one_who_goes_short_is_made_room_for():
    """T1 can be met in period 1 alone, T2 in both: whoever comes first takes period 1."""
    instance = district(
        bells=[bell(times={"1": "08:00-09:00", "2": "09:10-10:10"}, days=1)],
        teachers=[cycled("T1"), cycled("T2")],
        sessions=[session(minutes=50, when=("Prep",))],
        doing={"T1": {"2": "Teaching"}},
        rules=only(SESSIONS, COACHED),
    )
    assert score_of(instance, made(instance)) == (0, 0, 0)


def test_flex_time_gives_way_to_a_session_and_not_the_other_way_round():
    instance = district(
        bells=[HOUR],
        teachers=[cycled("T1")],
        sessions=[session(minutes=50)],
        rules=only(SESSIONS, setting("Flex time", level="Recommended", value=1)),
    )
    plan = made(instance)
    assert len(plan.sessions) == 1
    assert plan.reserved == ()
    assert score_of(instance, plan) == (0, 1, 0)


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        (State("Teaching", "Art", "12"), State("Teaching", "Art", "12"), True),
        (State("Teaching", "Art", "12"), State("Teaching", "Art", "13"), False),
        (State("Teaching", "Art"), State("Teaching", "art"), True),
        (State("Teaching", "Art"), State("Teaching", "Music"), False),
        (State("Teaching", "Art", "12"), State("Prep"), True),
    ],
)
def test_members_of_a_group_who_teach_then_are_in_one_class(one, other, together):
    instance = district(
        bells=[HOUR],
        teachers=[cycled("T1"), cycled("T2")],
        sessions=[session(minutes=50, group_size=2)],
        doing={"T1": {"1": one}, "T2": {"1": other}},
        rules=only(SESSIONS),
    )
    assert len(made(instance).sessions) == (2 if together else 1)


@pytest.mark.parametrize("weeks", [1, 2, 3])
def test_its_work_grows_with_the_weeks_and_no_faster(weeks, monkeypatch):
    """The two days of a week hold three sessions, so two of them share a day."""
    instance = district(
        weeks=weeks,
        cycles=2,
        teachers=[cycled(f"T{n}") for n in range(6)],
        coaches=[coach("C1"), coach("C2"), coach("C3")],
        sessions=[
            session("Plan", when=("Prep",), count=weeks),
            session("Observe", when=("Teaching",), after="Plan", count=weeks),
            session("Debrief", when=("Prep",), after="Observe", within_days=1, count=weeks),
        ],
        doing={f"T{n}": {"2": "Teaching", "3": "Teaching"} for n in range(6)},
        rules=only(SESSIONS, COACHED, setting("One session a day", level="Option")),
    )
    looks = Counter[str]()
    spots = Diaries.spots

    def counting(*args: Any, **options: Any) -> list[Spot]:
        looks["all"] += 1
        return spots(*args, **options)

    monkeypatch.setattr(Diaries, "spots", counting)
    assert score_of(instance, made(instance)) == (0, 0, 6 * weeks)
    assert looks["all"] <= 200 * weeks


def test_after_a_stop_it_is_made_in_one_go():
    instance = district(
        bells=[HOUR], teachers=[cycled("T1"), cycled("T2")], sessions=[session(minutes=50)], rules=only(SESSIONS)
    )
    judged: list[Score] = []

    def score(instance: Instance, plan: Plan) -> Score:
        judged.append(score_of(instance, plan))
        return judged[-1]

    quick_plan(ProblemIndex(instance), score)
    assert len(judged) > 1  # one goes short, so the year is made anew
    judged.clear()
    assert quick_plan(ProblemIndex(instance), score, hurried=lambda: True) is not None
    assert judged == [(1, 0, 0)]


@pytest.mark.parametrize(
    ("name", "greedy"),  # of shared/data/README.md
    [
        ("avuhsd-gunn.xlsx", (0, 0, 155)),
        ("avuhsd-ab-block-lone-peak.xlsx", (0, 0, 160)),
        ("desmoines-two-sites", (0, 0, 0)),
        ("tosa-ibdp.xlsx", (0, 2, 62)),
        ("juneau-three-sites.xlsx", (0, 12, 11)),
        ("partners-second-week.xlsx", (0, 207, 29)),
        ("impossible-sections.xlsx", (1, 1, 103)),
        ("district-five-schools", (0, 0, 300)),
    ],
)
@pytest.mark.skipif(not SHARED.is_dir(), reason="the inputs are not beside the project")
def test_on_real_timetables_it_is_no_worse_than_a_greedy_plan(name: str, greedy: tuple[int, int, int]):
    scores = []
    for part in parts_of(scheduler.read(SHARED / name)):
        found = quick_part(part, score_of)
        assert audit_plan(part, found.plan).violations == ()
        scores.append(found.score)
    assert total(scores) <= Score(*greedy)
