"""Rule "Teachers coached weekly"."""

from __future__ import annotations

import pytest
from districts import district, meet, plan, session, setting, shortfall, teacher

RULE = "Teachers coached weekly"


@pytest.mark.parametrize(
    ("held", "amount"),
    [
        ([], 2),
        ([meet(), meet(day=1)], 1),  # one teacher twice
        ([meet(), meet("T2", day=1)], 0),
        ([meet(), meet("T2", day=1), meet("T3", day=1, period="2")], 0),
        ([meet(), meet("T2", week=2)], 1 + 1),
    ],
)
def test_different_teachers_met_one_to_one_below_the_value_count(held, amount):
    weeks = max([s.week for s in held], default=1)
    school = district(
        teachers=[teacher(f"T{i}", programs=("Cycle",)) for i in (1, 2, 3)],
        sessions=[session(weekly=2, count=2 * weeks)],
        rules=[setting(RULE, value=2)],
        weeks=weeks,
    )
    assert shortfall(RULE, school, plan(school, sessions=held)) == amount


def test_members_of_a_group_are_not_met_one_to_one():
    two = [teacher(id, programs=("Cycle",)) for id in ("T1", "T2")]
    school = district(teachers=two, sessions=[session(group_size=2)], rules=[setting(RULE, value=2)])
    assert shortfall(RULE, school, plan(school, sessions=[meet(group="a"), meet("T2", group="a")])) == 2
