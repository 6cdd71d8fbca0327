"""From the answer of a model to rows of a plan: clock times inside the slots, members of groups, reserves."""

from __future__ import annotations

import pytest
from districts import bell, coach, district, session, setting

from engine.alone import SESSIONS, cycled, only, planned, whole
from scheduler.domain.instance import Program, hhmm
from scheduler.engine.model.timetable import depth

HOUR = bell(times={"1": "08:00-09:00"}, days=1)
LONG = bell(times={"1": "08:00-09:30"}, days=1)
DEFAULTS = {"rules": only(SESSIONS), "bells": [LONG]}


def plan_of(**given):
    model, reached = whole(district(**{**DEFAULTS, **given}))
    assert reached.proven
    return model.plan(reached)


def test_sessions_of_one_slot_follow_one_another_from_its_start_with_the_minutes_between():
    rows, short = planned(
        district(teachers=[cycled(f"T{i}") for i in (1, 2, 3)], sessions=[session(minutes=25)], **DEFAULTS, gap=7)
    )
    assert short == 0
    assert [row[-11:] for row in rows] == ["08:00-08:25", "08:32-08:57", "09:04-09:29"]


def test_in_one_slot_a_session_comes_after_what_it_follows():
    chain = [session("C", minutes=20, after="B"), session("B", minutes=20, after="A"), session("A", minutes=20)]
    rows, short = planned(district(teachers=[cycled()], sessions=chain, **DEFAULTS))
    assert short == 0
    assert [row.split()[1] for row in rows] == ["A", "B", "C"]


def test_the_depth_of_a_session_is_how_many_come_before_it():
    program = Program("P", sessions=(session("C", after="B"), session("B", after="A"), session("A")))
    assert [depth(program, name) for name in "ABC"] == [0, 1, 2]


def test_a_slot_without_passing_time_begins_late_where_the_slot_before_ends_late():
    rows, short = planned(
        district(
            bells=[bell(times={"1": "08:00-09:00", "2": "09:00-10:00"}, days=1)],
            teachers=[cycled("T1"), cycled("T2")],
            doing={"T1": {"2": "Off"}, "T2": {"1": "Off"}},
            sessions=[session(minutes=57)],
            rules=only(SESSIONS),
        )
    )
    assert short == 0
    assert rows == ["T1 Observe 0 08:00-08:57", "T2 Observe 0 09:02-09:59"]


@pytest.mark.parametrize(("teachers", "size", "meetings"), [(4, 2, [2, 2]), (3, 2, [1, 2]), (2, 3, [2]), (5, 5, [5])])
def test_a_group_is_as_many_as_fit_at_one_time_under_one_label(teachers, size, meetings):
    plan = plan_of(
        teachers=[cycled(f"T{i}") for i in range(teachers)],
        sessions=[session(minutes=25, group_size=size)],
        bells=[bell(times={"1": "08:00-08:55"}, days=1)],
    )
    held = {}
    for s in plan.sessions:
        held.setdefault(s.start, []).append(s.group)
    assert sorted(len(labels) for labels in held.values()) == meetings
    assert all(len(set(labels)) == 1 for labels in held.values())
    assert all(bool(labels[0]) == (len(labels) > 1) for labels in held.values())
    assert len({labels[0] for labels in held.values()}) == len(held)


def test_a_session_says_its_mode():
    for mode in ("In person", "Virtual"):
        plan = plan_of(teachers=[cycled()], sessions=[session(mode=mode)])
        assert [s.mode for s in plan.sessions] == [mode]
    plan = plan_of(teachers=[cycled()], sessions=[session(mode="Either")])
    assert [s.mode for s in plan.sessions] == ["In person"]  # a coach of one site travels nowhere


def reserved(plan):
    return [(r.coach, r.cycle, r.day, r.period, f"{hhmm(r.start)}-{hhmm(r.end)}", r.purpose) for r in plan.reserved]


def test_flex_time_is_a_whole_slot_of_the_coach_in_each_cycle():
    flex = setting("Flex time", level="Required")
    plan = plan_of(rules=only(flex), bells=[HOUR], cycles=2, available={"C1": {"1": "Coaching"}})
    assert reserved(plan) == [("C1", k, 0, "1", "08:00-09:00", "Flex") for k in (1, 2)]


def test_common_planning_is_a_row_for_each_home_coach():
    plan = plan_of(
        rules=only(setting("Common planning", level="Required")),
        bells=[HOUR],
        coaches=[coach("C1"), coach("C2")],
        available={"C1": {"1": "Prep"}},
    )
    assert reserved(plan) == [(c, 1, 0, "1", "08:00-09:00", "Common planning") for c in ("C1", "C2")]
