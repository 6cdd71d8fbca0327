"""Rule "Sessions per day"."""

from __future__ import annotations

import pytest
from districts import coach, district, meet, plan, session, setting, shortfall, teacher

RULE = "Sessions per day"


def meetings(n, day=0):
    return [meet(f"T{i}", at=f"{8 + i:02}:00", day=day) for i in range(n)]


SEVEN = [teacher(f"T{i}", programs=("Cycle",)) for i in range(7)]


@pytest.mark.parametrize(("own", "value", "above"), [(None, 7, 0), (None, 6, 1), (5, 6, 2), (7, 1, 0), (None, None, 0)])
def test_sessions_of_a_day_above_the_coachs_own_most_or_else_the_value_count(own, value, above):
    school = district(
        teachers=SEVEN,
        sessions=[session()],
        coaches=[coach(max_sessions_per_day=own)],
        rules=[setting(RULE, value=value)],
    )
    assert shortfall(RULE, school, plan(school, sessions=meetings(7))) == above


def test_each_day_counts_by_itself():
    school = district(teachers=SEVEN, sessions=[session()], rules=[setting(RULE, value=2)])
    assert shortfall(RULE, school, plan(school, sessions=[*meetings(2), *meetings(3, day=1)])) == 1


def test_a_group_counts_once_for_its_coach():
    school = district(teachers=SEVEN, sessions=[session(group_size=7)], rules=[setting(RULE, value=1)])
    together = [meet(f"T{i}", group="a") for i in range(7)]
    assert shortfall(RULE, school, plan(school, sessions=together)) == 0
