"""Neighborhoods of a re-plan: who is in whose way, and what comes back when they are planned anew."""

from __future__ import annotations

from districts import bell, coach, district, meet, plan, session

from engine.alone import SESSIONS, cycled, only
from scheduler.domain.instance import Enrollment, Instance
from scheduler.domain.plan import Plan, Session
from scheduler.domain.replan import Keep
from scheduler.domain.score import Score
from scheduler.engine.problem.index import ProblemIndex
from scheduler.engine.replan.counting import needless
from scheduler.engine.replan.model import RingModel
from scheduler.engine.replan.nearby import beside, in_one_release, in_the_way, leaving
from scheduler.engine.search.budget import Budget

ONE, TWO, THREE = (Enrollment(f"T{n}", "Cycle") for n in (1, 2, 3))


def school() -> Instance:
    """One coach and three teachers, one after another on one day."""
    return district(
        teachers=[cycled(f"T{n}") for n in (1, 2, 3)],
        coaches=[coach(full_time=True)],
        bells=[bell(times={"1": "08:00-08:30", "2": "09:10-09:40", "3": "10:20-10:50"}, days=1)],
        sessions=[session()],
        rules=only(SESSIONS),
    )


def in_order(instance: Instance, *teachers: str) -> Plan:
    """The plan in which teachers meet the coach in this order."""
    sessions = [meet(t, period=str(n + 1)) for n, t in enumerate(teachers)]
    return plan(instance, released={"C1": instance.class_periods("S")}, sessions=sorted(sessions))


def kept(instance: Instance, published: Plan) -> Keep:
    periods = {("C1", p): p in published.releases["C1"] for p in instance.class_periods("S")}
    return Keep(
        {Enrollment(a.teacher, a.program): a.coach for a in published.assignments},
        periods,
        published.sessions,
        cycles={Enrollment(a.teacher, a.program): a.cycles for a in published.assignments},
    )


def of(sessions: tuple[Session, ...]) -> list[str]:
    return [s.teacher for s in sorted(sessions, key=lambda s: s.start)]


def test_who_leaves_and_who_is_in_the_way():
    instance = school()
    keep = kept(instance, in_order(instance, "T1", "T2", "T3"))
    now = in_order(instance, "T2", "T1", "T3")
    assert leaving(keep, now) == [ONE, TWO]
    assert in_the_way(keep, now, ONE, 5) == {ONE, TWO}
    assert in_the_way(keep, now, ONE, 1) == {ONE}
    around = in_order(instance, "T3", "T1", "T2")
    assert in_the_way(keep, around, ONE, 2) == {ONE, THREE}


def test_those_who_are_free_come_back_and_all_others_stay():
    instance = school()
    keep, now = kept(instance, in_order(instance, "T1", "T2", "T3")), in_order(instance, "T2", "T1", "T3")
    own, loose = beside(keep, now, frozenset({ONE, TWO}))
    model = RingModel(ProblemIndex(instance), own, loose, "required")
    model.hold(Score(), needless(own, now), 1)
    answer = model.solve(Budget(), 0, 1.0, Score(), now)
    assert answer.plan is not None
    assert of(answer.plan.sessions) == ["T1", "T2", "T3"]
    assert needless(keep, answer.plan) == 0


def test_with_one_alone_nobody_comes_back():
    instance = school()
    keep, now = kept(instance, in_order(instance, "T1", "T2", "T3")), in_order(instance, "T2", "T1", "T3")
    own, loose = beside(keep, now, frozenset({ONE}))
    assert needless(own, now) == 11  # of T1 alone: what T2 changes is changed already
    model = RingModel(ProblemIndex(instance), own, loose, "required")
    answer = model.solve(Budget(), 0, 1.0, Score(), now)
    assert answer.plan is not None
    assert of(answer.plan.sessions) == ["T2", "T1", "T3"]


def test_of_each_release_those_who_meet_in_it():
    instance = school()
    published = in_order(instance, "T1", "T2", "T3")
    assert list(in_one_release(kept(instance, published), published)) == [{ONE}, {TWO}, {THREE}]
