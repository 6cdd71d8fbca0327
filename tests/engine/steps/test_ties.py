"""Ties as people would break them: each preference by itself, the order among them, and what never moves."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Any

from districts import bell, coach, district, keep, meet, plan, session

from engine.alone import SESSIONS, cycled, only, pin
from scheduler.domain.instance import Instance, Site
from scheduler.domain.plan import Plan, Session
from scheduler.domain.score import Score
from scheduler.engine.problem.index import ProblemIndex
from scheduler.engine.search.budget import Budget
from scheduler.engine.steps.ties import break_ties
from scheduler.pipeline import judge


def school(*, teachers: int = 1, sites: Iterable[Site] = (), times: Any = None, **given: Any) -> Instance:
    """A school of one full-time coach in which only sessions count."""
    weeks = given.get("weeks", 1)
    bells = {} if times is None else {"bells": [bell(times=times, weeks=weeks)]}
    given = {"coaches": [coach(full_time=True)], "sessions": [session()], **bells, **given}
    if sites:
        given["sites"] = tuple(sites)
    people = [cycled(f"T{n + 1}") for n in range(teachers)]
    return district(**{"teachers": people, "rules": only(SESSIONS), **given})


def settled(instance: Instance, *sessions: Session, judged: Any = judge, **given: Any) -> list[Session]:
    """The sessions of a plan once its ties are broken; it holds, and scores the same."""
    every = {c: instance.class_periods(x.home) for c, x in instance.coaches.items()}
    options = {key: given.pop(key) for key in ("fixed", "given", "budget") if key in given}
    before = plan(instance, released=every, sessions=sessions, **given)
    score = judge(instance, before)
    assert score is not None
    budget = options.pop("budget", Budget())
    after = break_ties(ProblemIndex(instance), before, score, judged, budget, **options)
    assert judge(instance, after) == score
    assert (after.releases, after.assignments, after.reserved) == (before.releases, before.assignments, before.reserved)
    return list(after.sessions)


def places(sessions: Iterable[Session]) -> list[tuple[int, int]]:
    return [(s.day, s.start) for s in sessions]


# ---- each by itself


def test_groups_are_together():
    instance = school(teachers=3, sessions=[session(group_size=2)])
    rows = settled(instance, meet("T1"), meet("T2", at="08:30", day=1), meet("T3", period="2"))
    assert len(set(places(rows))) == 2
    assert sorted(bool(s.group) for s in rows) == [False, True, True]


def test_of_several_groups_each_is_as_large_as_it_may_be():
    instance = school(teachers=4, sessions=[session(group_size=2)])
    rows = settled(instance, *(meet(f"T{n + 1}", day=n % 2, period=str(1 + n // 2)) for n in range(4)))
    assert sorted(places(rows).count(p) for p in set(places(rows))) == [2, 2]


def test_an_either_session_is_in_person():
    sites = [Site("S", "South", "Regular"), Site("N", "North", "Regular")]
    instance = school(sites=sites, coaches=[coach("C1", "S", "N", full_time=True)], sessions=[session(mode="Either")])
    assert [s.mode for s in settled(instance, meet(mode="Virtual"))] == ["In person"]


def test_it_stays_virtual_where_there_is_no_time_for_the_way():
    instance = district(
        teachers=[cycled("T1", "S"), cycled("T2", "N")],
        coaches=[coach("C1", "S", "N", full_time=True)],
        sites=[Site("S", "South", "Regular"), Site("N", "North", "Regular")],
        bells=[bell(times={"1": "08:00-08:30", "2": "08:40-09:10"}, days=1)],
        sessions=[session(mode="Either")],
        rules=only(SESSIONS),
    )
    rows = settled(instance, meet("T1", mode="Virtual"), meet("T2", at="08:40", period="2", mode="Virtual"))
    assert sorted(s.mode for s in rows) == ["In person", "Virtual"]


def test_the_same_day_and_time_in_both_weeks():
    instance = school(weeks=2, sessions=[session(count=2)])
    rows = settled(instance, meet(week=1), meet(week=2, day=1, period="3"))
    assert len(set(places(rows))) == 1


def test_the_same_day_and_time_in_every_cycle():
    instance = school(cycles=3, cycles_each=3)
    rows = settled(instance, meet(cycle=1), meet(cycle=2, day=1), meet(cycle=3, period="2"))
    assert len(set(places(rows))) == 1


def test_two_change_places_where_that_makes_both_the_same():
    instance = school(teachers=2, cycles=2, cycles_each=2, times={"1": "08:00-08:30", "2": "09:00-09:30"})
    rows = settled(
        instance,
        meet("T1", cycle=1), meet("T2", cycle=1, at="09:00", period="2"),
        meet("T2", cycle=2), meet("T1", cycle=2, at="09:00", period="2"),
    )  # fmt: skip
    assert {t: len(set(places(s for s in rows if s.teacher == t))) for t in ("T1", "T2")} == {"T1": 1, "T2": 1}


def test_the_days_of_a_coach_are_even():
    instance = school(teachers=4)
    rows = settled(instance, *(meet(f"T{n + 1}", period=period) for n, period in enumerate(("1", "2", "3", "Flex"))))
    assert sorted(s.day for s in rows) == [0, 0, 1, 1]


def test_no_lunch_for_a_session_that_fits_anywhere():
    assert [s.period == "Lunch" for s in settled(school(), meet(period="Lunch"))] == [False]
    asked = school(sessions=[session(when=("Lunch",))])
    assert [s.period for s in settled(asked, meet(period="Lunch"))] == ["Lunch"]


def test_nothing_before_eight_for_a_session_that_fits_anywhere():
    times = {"0": "07:00-07:50", "1": "08:00-08:50"}
    early = meet(at="07:00", period="0")
    assert [s.start for s in settled(school(times=times), early)] == [480]
    assert [s.start for s in settled(school(times=times, sessions=[session(when=("Prep",))]), early)] == [420]


# ---- what comes first, and what stays


def test_the_given_plan_comes_before_all():
    instance = school(teachers=2, sessions=[session(group_size=2)])
    rows = (meet("T1", period="Lunch"), meet("T2", day=1))
    given = plan(instance, sessions=rows)
    assert settled(instance, *rows, given=given) == sorted(rows)


def test_the_same_time_comes_before_even_days():
    instance = school(teachers=2, cycles=2, cycles_each=2)
    both = [meet("T1", cycle=1), meet("T2", cycle=1, period="2"), meet("T1", cycle=2), meet("T2", cycle=2, period="2")]
    assert settled(instance, *both) == sorted(both)


def test_a_pinned_row_stays():
    instance = school(pins=[pin(period="Lunch", day=0, week=1, cycle=1)])
    assert [s.period for s in settled(instance, meet(period="Lunch"))] == ["Lunch"]


def test_a_row_that_is_kept_stays():
    row = meet(period="Lunch")
    assert settled(school(), row, fixed=[row]) == [row]


def test_reserved_time_stays_free():
    times = {"Lunch": "11:20-11:50", "1": "08:00-09:00"}
    kept = [keep(day=day, period="1") for day in (0, 1)]
    instance = school(times=times)
    rows = settled(instance, meet(period="Lunch"), reserved=kept)
    assert [s.period for s in rows] == ["Lunch"]


def test_what_follows_still_follows():
    instance = school(sessions=[session("Plan"), session(after="Plan", within_days=1)])
    rows = settled(instance, meet(name="Plan", day=1, period="Lunch"), meet(day=1, period="Flex"))
    assert [s.session for s in sorted(rows, key=lambda s: (s.day, s.start))] == ["Plan", "Observe"]


# ---- its judge, and its end


def test_a_judge_who_finds_fault_leaves_the_plan_as_it_was():
    row = meet(period="Lunch")

    def unhappy(_part: Instance, _plan: Plan) -> Score | None:
        return None

    assert settled(school(), row, judged=unhappy) == [row]


def test_one_move_that_costs_something_hinders_no_other():
    instance = school(teachers=3)
    rows = [meet("T1", period="Lunch"), meet("T2", day=1, period="Lunch"), meet("T3", period="3")]

    def but_not_t1(part: Instance, found: Plan) -> Score | None:
        return judge(part, found) if rows[0] in found.sessions else Score(0, 0, 99)

    after = settled(instance, *rows, judged=but_not_t1)
    assert [s.period == "Lunch" for s in sorted(after, key=lambda s: s.teacher)] == [True, False, False]


def test_a_stop_leaves_the_plan_as_it_was():
    stop = threading.Event()
    stop.set()
    row = meet(period="Lunch")
    assert settled(school(), row, budget=Budget(stop=stop)) == [row]
