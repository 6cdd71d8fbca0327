"""Rule "One session a day"."""

from __future__ import annotations

import pytest
from districts import district, meet, plan, session, shortfall, teacher

RULE = "One session a day"


@pytest.mark.parametrize(
    ("held", "amount"),
    [
        ([meet()], 0),
        ([meet(), meet(name="Debrief", day=1)], 0),
        ([meet(), meet(name="Debrief", period="2")], 1),
        ([meet(), meet(name="Debrief", period="2"), meet(name="Plan", period="3")], 2),
        ([meet(), meet(name="Debrief", cycle=2)], 0),
    ],
)
def test_sessions_of_a_teacher_above_one_in_a_day_count(held, amount):
    school = district(
        teachers=[teacher(programs=("Cycle",))],
        sessions=[session(), session("Debrief"), session("Plan")],
        cycles=2,
        cycles_each=2,
    )
    assert shortfall(RULE, school, plan(school, sessions=held)) == amount


def test_two_teachers_of_a_day_are_two_teachers():
    school = district(teachers=[teacher(id, programs=("Cycle",)) for id in ("T1", "T2")], sessions=[session()])
    assert shortfall(RULE, school, plan(school, sessions=[meet(), meet("T2", period="2")])) == 0
