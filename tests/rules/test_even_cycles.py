"""Rule "Even cycles"."""

from __future__ import annotations

import pytest
from districts import district, meet, plan, session, setting, shortfall, teacher

RULE = "Even cycles"


@pytest.mark.parametrize(("value", "half_hours"), [(60, 0), (59, 1), (30, 1), (29, 2), (0, 2), (None, 0)])
def test_started_half_hours_by_which_the_cycles_differ_beyond_the_value_count(value, half_hours):
    school = district(
        teachers=[teacher(id, programs=("Cycle",)) for id in ("T1", "T2", "T3", "T4")],
        sessions=[session()],
        cycles=2,
        rules=[setting(RULE, value=value)],
    )
    three_and_one = [meet(), meet("T2", period="2"), meet("T3", period="3"), meet("T4", cycle=2)]
    assert shortfall(RULE, school, plan(school, sessions=three_and_one)) == half_hours


def test_a_group_takes_its_minutes_of_the_coach_once():
    school = district(
        teachers=[teacher(id, programs=("Cycle",)) for id in ("T1", "T2")],
        sessions=[session(group_size=2)],
        cycles=2,
        rules=[setting(RULE, value=0)],
    )
    assert shortfall(RULE, school, plan(school, sessions=[meet(group="a"), meet("T2", group="a")])) == 1


def test_one_cycle_is_even():
    school = district(teachers=[teacher(programs=("Cycle",))], sessions=[session()], rules=[setting(RULE, value=0)])
    assert shortfall(RULE, school, plan(school, sessions=[meet()])) == 0
