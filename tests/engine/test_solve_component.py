"""One part of a district: the coarse model proves, the finer ones realise; and what it gives back when cut short."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from districts import bell, clock, coach, district, session, setting

from engine.alone import COACHED, SESSIONS, cycled, only, pin
from scheduler.checker import audit_plan
from scheduler.domain.problem import InputProblems
from scheduler.domain.score import Score
from scheduler.engine import join_results, parts_of, quick_part, solve_part
from scheduler.engine.search.budget import Budget, OutOfTime
from scheduler.engine.solve_component import Part
from scheduler.engine.steps.relaxation import Relaxation
from scheduler.pipeline import score_of

HOUR = bell(times={"1": "08:00-09:00"}, days=1)
TIMES = {"1": "08:00-09:00", "2": "09:10-10:10"}


def school(**given):
    """Four teachers, two coaches, two cycles, and every rule."""
    given = {"sessions": [session(), session("Debrief", after="Observe")], "cycles": 2, **given}
    return district(
        bells=[bell(times=TIMES)],
        teachers=[cycled(f"T{i}") for i in range(4)],
        coaches=[coach("C1"), coach("C2")],
        **given,
    )


class Steps:
    """Hears how far a solve has come."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, Score | None, Score]] = []

    def __call__(self, stage: str, score: Score | None, bound: Score) -> None:
        self.heard.append((stage, score, bound))


def test_a_solve_tells_its_stages_and_ends_with_its_score():
    steps = Steps()
    plan, score, bound = Part(school(), 0, Budget(), score_of, steps).solve()
    assert [stage for stage, _, _ in steps.heard][:2] == ["staffing", "rotation"]
    assert score == bound == score_of(school(), plan)
    quick = quick_part(school(), score_of)
    assert steps.heard[0] == ("staffing", quick.score, Score())


STEPS = ("_staff_and_realise", "_small", "_by_day", "_repair", "_whole")


def only_step(monkeypatch, *steps):
    """Leaves a solve these steps alone."""
    for step in STEPS:
        if step not in steps:
            monkeypatch.setattr(Part, step, lambda *_: None, raising=False)


@pytest.mark.parametrize("step", ["_staff_and_realise", "_small", "_whole"])
def test_every_step_alone_gives_plans_that_hold_and_bounds_that_are_true(monkeypatch, step):
    expected = Part(school(), 0, Budget(), score_of, Steps()).solve()[1]
    only_step(monkeypatch, step)
    plan, score, bound = Part(school(), 0, Budget(), score_of, Steps()).solve()
    assert audit_plan(school(), plan).violations == ()
    assert bound <= expected <= score
    assert score == bound or step == "_staff_and_realise"


def test_repair_closes_what_the_first_plan_leaves_open(monkeypatch):
    """Everybody begins with the first coach in the first cycle, and without sessions."""
    instance = district(
        bells=[HOUR],
        teachers=[cycled(f"T{i}") for i in range(4)],
        coaches=[coach("C1"), coach("C2")],
        sessions=[session(minutes=40)],
        cycles=2,
        rules=only(SESSIONS),
    )
    part = Part(instance, 0, Budget(), score_of, Steps())
    first = part.solve()[0]
    poor = replace(
        first,
        assignments=tuple(replace(a, coach="C1", cycles=(1,)) for a in first.assignments),
        sessions=(),
        releases={"C1": ("1",), "C2": ("1",)},
    )
    again = Part(instance, 0, Budget(), score_of, Steps())
    assert again._keep(poor)
    assert not again._keep(poor)  # no better than itself
    again._repair()
    assert again.best is not None
    assert again.best.score == (0, 0, 0)


# ---- cut short


def stopped() -> threading.Event:
    stop = threading.Event()
    stop.set()
    return stop


PINS = [
    pin("Coach", "T1", program="Cycle", coach="C2"),
    pin("Release", "", coach="C1", period="2", program="", released=False),
    pin("Session", "T2", day=1, start=clock("09:12")),
]


@pytest.mark.parametrize("pins", [(), PINS], ids=["no pins", "pins"])
def test_a_stop_before_the_start_gives_a_plan_that_holds_and_keeps_its_pins(pins):
    instance = school(pins=pins)
    found = solve_part(instance, score_of, stop=stopped())
    audit = audit_plan(instance, found.plan)
    assert audit.violations == ()
    assert audit.score == found.score
    assert found.bound == (0, 0, 0)
    assert found.cut == (found.score != found.bound)


@pytest.mark.parametrize("pins", [(), PINS], ids=["no pins", "pins"])
@pytest.mark.parametrize("seconds", [0.0, 0.02])
def test_so_does_a_time_limit_that_is_too_short(pins, seconds, within):
    instance = school(pins=pins)
    found = within(2, lambda: solve_part(instance, score_of, time_limit=seconds))
    assert audit_plan(instance, found.plan).violations == ()
    assert found.bound <= found.score
    assert found.cut or found.score == found.bound


def test_a_search_that_ended_by_itself_was_not_cut():
    found = solve_part(school(), score_of)
    assert not found.cut
    assert found.score == found.bound


def test_a_proof_that_came_before_the_stop_is_no_cut():
    stop = threading.Event()

    def judge(instance, plan):
        stop.set()
        return score_of(instance, plan)

    found = solve_part(district(rules=only(COACHED)), judge, stop=stop)
    assert found.score == found.bound
    assert not found.cut


def test_pins_that_conflict_end_the_solve_however_it_was_cut():
    pins = [
        pin(teacher="T1", day=0, start=clock("08:00"), coach="C1", cycle=1, where="Pins!A2"),
        pin(teacher="T2", day=0, start=clock("08:20"), coach="C1", cycle=1, where="Pins!A3"),
    ]
    for stop in (threading.Event(), stopped()):
        with pytest.raises(InputProblems, match=r"^Pins!A2: no plan keeps all of these pins: Pins!A2, Pins!A3\."):
            solve_part(school(pins=pins), score_of, stop=stop)


# ---- a plan to be like


def test_a_plan_that_is_as_good_as_any_stays():
    instance = school()
    first = solve_part(instance, score_of)
    for seed in (1, 2):
        assert solve_part(instance, score_of, seed=seed, initial_plan=first.plan).plan == first.plan


def test_a_plan_as_good_as_any_stays_also_where_only_the_exact_model_proves_it():
    even = setting("Even cycles", level="Option", value=0)
    instance = district(teachers=[cycled()], sessions=[session(minutes=40)], cycles=2, rules=only(SESSIONS, even))
    first = solve_part(instance, score_of)
    (cycle,) = first.plan.assignments[0].cycles
    other = replace(
        first.plan,
        assignments=(replace(first.plan.assignments[0], cycles=(3 - cycle,)),),
        sessions=tuple(replace(s, cycle=3 - cycle) for s in first.plan.sessions),
    )
    assert score_of(instance, other) == first.score == (0, 0, 2)
    assert solve_part(instance, score_of, initial_plan=other).plan == other


def test_no_plan_worse_than_the_one_to_be_like_is_given_back():
    instance = school()
    first = solve_part(instance, score_of)
    found = solve_part(instance, score_of, initial_plan=first.plan, stop=stopped())
    assert (found.plan, found.score) == (first.plan, first.score)


def test_a_plan_that_can_be_bettered_does_not_stay():
    instance = school()
    quick = solve_part(instance, score_of, stop=stopped()).plan
    poor = replace(quick, sessions=(), reserved=())
    found = solve_part(instance, score_of, initial_plan=poor)
    assert found.score == found.bound < score_of(instance, poor)


def test_parts_solved_one_by_one_are_joined_as_in_one_solve():
    instance = school()
    assert parts_of(instance) == (instance,)
    result = solve_part(instance, score_of)
    whole = join_results(instance, [result])
    assert whole.bound == result.bound
    assert score_of(instance, whole.plan) == result.score


# ---- how small and how large


def test_a_year_whose_first_staffing_has_no_calendar_is_tried_with_more_ease(monkeypatch):
    tried = []
    real = Relaxation.with_capacity_factor

    def noted(relaxation, percent):
        tried.append(percent)
        return real(relaxation, percent)

    monkeypatch.setattr(Relaxation, "with_capacity_factor", noted)
    monkeypatch.setattr(Part, "_realise", lambda *_: None)
    only_step(monkeypatch, "_staff_and_realise")
    roomy = school(rules=only(SESSIONS))
    Part(roomy, 0, Budget(), score_of, Steps()).solve()
    assert tried == sorted(tried, reverse=True)  # more and more ease
    assert min(tried) < 100
    tried.clear()
    full = district(bells=[HOUR], teachers=[cycled()], sessions=[session(minutes=60)], rules=only(SESSIONS))
    Part(full, 0, Budget(), score_of, Steps()).solve()
    assert tried == []  # nothing is left to ease


@pytest.mark.parametrize("checks", [1, 2, 5, 10, 20, 40])
def test_a_model_that_is_being_made_is_given_up_when_the_time_is_up(monkeypatch, checks):
    """The clock is looked at while models are made: here it says so many times that there is time."""
    left = iter(range(checks))

    def check(self):
        if next(left, None) is None:
            raise OutOfTime

    monkeypatch.setattr(Budget, "check", check)
    part = Part(school(), 0, Budget(), score_of, Steps())
    plan, score, bound = part.solve()
    assert audit_plan(school(), plan).violations == ()
    assert bound <= score <= quick_part(school(), score_of).score
    assert next(left, None) is None  # it was given up
