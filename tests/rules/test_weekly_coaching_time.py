"""Rule "Weekly coaching time"."""

from __future__ import annotations

import pytest
from districts import coach, district, meet, plan, session, setting, shortfall, teacher

RULE = "Weekly coaching time"


@pytest.mark.parametrize(("value", "half_hours"), [(60, 0), (61, 1), (90, 1), (91, 2), (0, 0)])
def test_started_half_hours_of_one_to_one_minutes_below_the_value_count(value, half_hours):
    school = district(
        teachers=[teacher(programs=("Cycle",))], sessions=[session(weekly=2)], rules=[setting(RULE, value=value)]
    )
    assert shortfall(RULE, school, plan(school, sessions=[meet(), meet(day=1)])) == half_hours


def test_groups_are_not_one_to_one_even_with_one_member():
    school = district(
        teachers=[teacher(programs=("Cycle",))], sessions=[session(group_size=2)], rules=[setting(RULE, value=30)]
    )
    assert shortfall(RULE, school, plan(school, sessions=[meet(group="a")])) == 1


def test_every_coach_cycle_and_week_has_its_own():
    school = district(coaches=[coach(), coach("C2")], cycles=2, weeks=2, rules=[setting(RULE, value=30)])
    assert shortfall(RULE, school, plan(school)) == 8
