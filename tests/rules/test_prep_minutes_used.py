"""Rule "Prep minutes used"."""

from __future__ import annotations

import pytest
from districts import district, meet, plan, session, setting, shortfall, teacher

RULE = "Prep minutes used"


@pytest.mark.parametrize(
    ("own", "value", "half_hours"),
    [(None, None, 0), (60, None, 0), (59, None, 1), (30, None, 1), (29, None, 2), (None, 40, 1), (60, 0, 0)],
)
def test_started_half_hours_of_sessions_in_prep_above_the_most_count(own, value, half_hours):
    school = district(
        teachers=[teacher(prep_minutes=own, programs=("Cycle",))],
        sessions=[session(weekly=2)],
        rules=[setting(RULE, value=value)],
    )
    assert shortfall(RULE, school, plan(school, sessions=[meet(), meet(day=1)])) == half_hours


def test_only_prep_counts_and_each_week_by_itself():
    school = district(
        teachers=[teacher(prep_minutes=30, programs=("Cycle",))],
        sessions=[session(weekly=2, count=4)],
        doing={"T1": {"2": "Teaching"}},
        weeks=2,
    )
    held = [meet(), meet(day=1, period="2"), meet(week=2), meet(week=2, day=1, period="Flex")]
    assert shortfall(RULE, school, plan(school, sessions=held)) == 0


def test_a_group_uses_the_prep_of_each_of_its_teachers():
    two = [teacher(id, prep_minutes=0, programs=("Cycle",)) for id in ("T1", "T2")]
    school = district(teachers=two, sessions=[session(group_size=2)])
    assert shortfall(RULE, school, plan(school, sessions=[meet(group="a"), meet("T2", group="a")])) == 2
