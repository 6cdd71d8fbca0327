"""The weeks of a staffing: which coaches depend on each other, and two coaches of one teacher in one slot."""

from __future__ import annotations

import threading

import pytest
from districts import bell, coach, district, session, setting, teacher

from engine.alone import SESSIONS, cycled, only, pin
from scheduler.domain.instance import Program, Site
from scheduler.domain.score import Score
from scheduler.engine.model.staffing import FixedStaffing
from scheduler.engine.problem.index import ProblemIndex
from scheduler.engine.search.budget import Budget
from scheduler.engine.solve_component import Part
from scheduler.engine.steps.weeks import WeekProblem, coach_components, solve_weeks
from scheduler.pipeline import score_of

LONG = bell(times={"1": "08:00-09:30"}, days=1)
TWO = bell(times={"1": "08:00-08:50", "2": "09:00-09:50"}, days=1)


def of_two_coaches(bell, **given):
    """T1 is in two programs, each with its own coach."""
    talk = Program("Other", "Second", sessions=(session("Talk", minutes=40),))
    return district(
        bells=[bell],
        teachers=[cycled("T1", programs=("Cycle", "Other"))],
        coaches=[coach("C1", roles=("First",)), coach("C2", roles=("Second",))],
        sessions=[session(minutes=40)],
        role="First",
        programs=[talk],
        rules=only(SESSIONS),
        **given,
    )


def weeks(instance, *, apart=True, threads=1, cycles=(1,), budget=None):
    """The weeks of T1 with both coaches, released in every period."""
    periods = frozenset(instance.class_periods("S"))
    settled = FixedStaffing({"C1": periods, "C2": periods}, {0: "C1", 1: "C2"})
    stints = [WeekProblem(("C1", "C2"), k, (0, 1)) for k in cycles]
    return solve_weeks(ProblemIndex(instance), settled, stints, budget or Budget(), 0, apart=apart, threads=threads)


def test_two_coaches_meet_a_teacher_in_slots_of_their_own_where_there_are_enough():
    [found] = weeks(of_two_coaches(TWO))
    assert found.cost == Score()
    assert found.best
    assert len({(s.coach, s.start) for s in found.sessions}) == 2


def test_where_one_slot_has_to_do_for_both_the_clock_tells_them_apart():
    [first] = weeks(of_two_coaches(LONG))
    assert first.cost == Score(1)
    assert not first.best  # asked again with clock times
    [then] = weeks(of_two_coaches(LONG), apart=False)
    assert then.cost == Score()
    assert sorted(s.start for s in then.sessions) == [8 * 60, 8 * 60 + 40]


def test_weeks_that_no_clock_time_could_mend_are_the_best():
    [found] = weeks(of_two_coaches(bell(times={"1": "08:00-08:30"}, days=1)))
    assert found.cost == Score(2)
    assert found.best


@pytest.mark.parametrize("threads", [1, 3])
def test_each_cycle_has_its_weeks_however_many_are_solved_at_a_time(threads):
    pins = [pin(cycle=2, week=1, day=0, period="2")]  # so that the second cycle is not like the others
    instance = of_two_coaches(TWO, cycles=3, pins=pins)
    found = weeks(instance, cycles=(1, 2, 3), threads=threads)
    assert [{s.cycle for s in w.sessions} for w in found] == [{1}, {2}, {3}]
    assert found == [weeks(instance, cycles=(k,))[0] for k in (1, 2, 3)]


def test_the_same_enrollments_have_the_same_weeks_in_every_cycle():
    budget, once = Budget(), Budget()
    first, second = weeks(of_two_coaches(TWO, cycles=2), cycles=(1, 2), budget=budget)
    assert second == first.moved_to(2)
    weeks(of_two_coaches(TWO, cycles=2), budget=once)
    assert budget.spent == once.spent


def test_a_stop_ends_all_that_are_solved_side_by_side():
    stop = threading.Event()
    stop.set()
    pins = [pin(cycle=2, week=1, day=0, period="2")]
    found = weeks(of_two_coaches(TWO, cycles=2, pins=pins), cycles=(1, 2), threads=2, budget=Budget(stop=stop))
    assert found == [None, None]


def test_pins_that_cannot_be_kept_end_the_search():
    """A session of each coach at the same time, with the same teacher; cycles behind it are not looked at."""
    pins = [
        pin(cycle=1, week=1, day=0, period="1", program="Cycle"),
        pin(cycle=1, week=1, day=0, period="1", program="Other", session="Talk"),
    ]
    instance = of_two_coaches(TWO, cycles=12, pins=pins)
    many = tuple(range(1, 13))
    assert [w is None for w in weeks(instance, cycles=many)] == [True] + 11 * [False]
    assert weeks(instance, cycles=many, apart=False)[8:] == 4 * [None]


def test_a_plan_whose_two_coaches_need_one_slot_is_found_and_proven():
    plan, score, bound = Part(of_two_coaches(LONG), 0, Budget(), score_of, lambda *_: None).solve()
    assert score == bound == Score()
    assert {s.coach for s in plan.sessions} == {"C1", "C2"}


def test_a_pin_of_one_cycle_is_kept_in_that_cycle_alone():
    instance = of_two_coaches(TWO, cycles=2, pins=[pin(cycle=2, week=1, day=0, period="2")])
    _, second = weeks(instance, cycles=(1, 2))
    assert [s.period for s in second.sessions if s.program == "Cycle"] == ["2"]


def test_what_is_spent_counts_and_without_anything_left_there_are_no_weeks():
    budget = Budget()
    weeks(of_two_coaches(TWO), budget=budget)
    assert budget.spent > 0
    assert weeks(of_two_coaches(TWO), budget=Budget(spent=60.0)) == [None]


def coaches_together(*, shared=False, level="Off", sites=("S", "S", "S")):
    instance = district(
        sites=[Site(s, s, "Regular") for s in dict.fromkeys(sites)],
        teachers=[
            cycled("T1", sites[0], programs=("Cycle", "Other") if shared else ("Cycle",)),
            teacher("T2", sites[0]),
        ],
        coaches=[coach(f"C{i}", site) for i, site in enumerate(sites, 1)],
        sessions=[session()],
        programs=[Program("Other", sessions=(session("Talk"),))],
        rules=only(setting("Common planning", level=level)),
    )
    coach_of = {0: "C1", 1: "C3", 2: "C2"} if shared else {0: "C1", 1: "C2"}
    return coach_components(
        ProblemIndex(instance), FixedStaffing(dict.fromkeys(instance.coaches, frozenset()), coach_of)
    )


def test_coaches_are_planned_apart_unless_they_share_a_teacher_or_plan_together():
    assert coaches_together() == [("C1",), ("C2",), ("C3",)]
    assert coaches_together(shared=True) == [("C1", "C3"), ("C2",)]
    assert coaches_together(level="Option") == [("C1", "C2", "C3")]
    assert coaches_together(level="Option", sites=("S", "N", "N")) == [("C1",), ("C2", "C3")]
