"""Rule "Sessions"."""

from __future__ import annotations

import pytest
from districts import district, meet, plan, session, shortfall, teacher

RULE = "Sessions"


TWICE = session("Meet", weekly=2)


@pytest.mark.parametrize(
    ("held", "priority", "missing"),
    [
        ([], 1, 2),
        ([meet(name="Meet")], 1, 1),
        ([meet(name="Meet")], 3, 3),
        ([meet(name="Meet"), meet(name="Meet", day=1)], 3, 0),
    ],
)
def test_each_session_that_is_due_and_not_held_counts_with_the_teachers_priority(held, priority, missing):
    school = district(teachers=[teacher(priority=priority, programs=("Cycle",))], sessions=[TWICE])
    assert shortfall(RULE, school, plan(school, sessions=held)) == missing


def test_due_are_all_weeks_of_the_pattern_in_all_cycles_of_the_program():
    school = district(
        teachers=[teacher(programs=("Cycle",))],
        sessions=[session("Meet", weekly=2, count=4)],
        cycles_each=3,
        cycles=3,
        weeks=2,
    )
    assert shortfall(RULE, school, plan(school)) == 12


def test_a_week_with_too_many_makes_up_for_no_other_week():
    school = district(teachers=[teacher(programs=("Cycle",))], sessions=[session("Meet", count=2)], weeks=2)
    twice_in_week_1 = [meet(name="Meet"), meet(name="Meet", day=1)]
    assert shortfall(RULE, school, plan(school, sessions=twice_in_week_1)) == 1
    once_in_each = [meet(name="Meet"), meet(name="Meet", week=2)]
    assert shortfall(RULE, school, plan(school, sessions=once_in_each)) == 0


def test_a_session_that_is_not_weekly_may_lie_in_either_week():
    school = district(
        teachers=[teacher(programs=("Cycle",))], sessions=[session("Meet", weekly=None, count=1)], weeks=2
    )
    for week in (1, 2):
        assert shortfall(RULE, school, plan(school, sessions=[meet(name="Meet", week=week)])) == 0


def test_a_session_outside_the_cycles_that_assignments_lists_is_none_of_those_due():
    school = district(teachers=[teacher(programs=("Cycle",))], sessions=[session("Meet")], cycles=2)
    held = [meet(name="Meet", cycle=2)]
    assert shortfall(RULE, school, plan(school, sessions=held, cycles={"T1": (1,)})) == 1
    assert shortfall(RULE, school, plan(school, sessions=held, cycles={"T1": (2,)})) == 0


def test_where_assignments_lists_no_cycles_those_of_the_sessions_are_active():
    school = district(teachers=[teacher(programs=("Cycle",))], sessions=[session("Meet")], cycles=2)
    held = [meet(name="Meet", cycle=2)]
    assert shortfall(RULE, school, plan(school, sessions=held, cycles={"T1": ()})) == 0


def test_once_sessions_are_not_due_in_the_pattern():
    school = district(teachers=[teacher(programs=("Cycle",))], sessions=[session("Launch", count=0, once=True)])
    assert shortfall(RULE, school, plan(school)) == 0
