"""Rule "Common planning"."""

from __future__ import annotations

import pytest
from districts import coach, district, keep, plan, shortfall

from scheduler.domain.instance import Site

RULE = "Common planning"


BOTH = [keep("Common planning"), keep("Common planning", coach="C2")]


@pytest.mark.parametrize(
    ("released", "available", "reserved", "amount"),
    [
        ({"C1": "1", "C2": "1"}, {}, BOTH, 0),
        ({"C1": "1", "C2": "1"}, {}, BOTH[:1], 1),
        ({"C1": "1", "C2": "2"}, {}, BOTH, 1),
        ({"C1": "1"}, {"C2": {"1": "Prep"}}, BOTH, 0),
        ({"C1": "1", "C2": "1"}, {"C2": {("1", 0): "Unavailable"}}, BOTH, 1),
        ({"C1": "1", "C2": "1"}, {}, [keep(), keep(coach="C2")], 1),  # kept as flex
    ],
)
def test_slots_kept_by_all_home_coaches_released_or_on_prep_below_the_value_count(
    released, available, reserved, amount
):
    school = district(coaches=[coach(), coach("C2")], available=available)
    assert shortfall(RULE, school, plan(school, released=released, reserved=reserved)) == amount


def test_one_coach_alone_owes_none():
    school = district(coaches=[coach(), coach("C2", "N", "S")], sites=[SOUTH, NORTH])
    assert shortfall(RULE, school, plan(school)) == 0


def test_every_cycle_and_week_has_its_own():
    school = district(coaches=[coach(), coach("C2")], cycles=3, weeks=2)
    assert shortfall(RULE, school, plan(school, released={"C1": "1", "C2": "1"}, reserved=BOTH)) == 5


SOUTH, NORTH = Site("S", "South", "Regular"), Site("N", "North", "Regular")
