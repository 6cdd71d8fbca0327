"""Rule "Priority sections"."""

from __future__ import annotations

import pytest
from districts import district, meet, plan, session, shortfall, teacher

from scheduler.domain.instance import State

RULE = "Priority sections"


PRIORITY = State("Teaching", "English 9", priority=True)


@pytest.mark.parametrize(
    ("activity", "period", "amount"),
    [
        ("Observe", "1", 0),
        ("Observe", "2", 1),
        ("Model", "2", 1),
        ("co teach", "2", 1),
        ("Debrief", "2", 0),
        ("Observe", "3", 0),  # on Prep: in no section
    ],
)
def test_coaching_in_a_section_that_is_not_priority_counts_where_the_teacher_has_one(activity, period, amount):
    school = district(
        teachers=[teacher(programs=("Cycle",))],
        sessions=[session(activity=activity)],
        doing={"T1": {"1": PRIORITY, "2": "Teaching"}},
    )
    assert shortfall(RULE, school, plan(school, sessions=[meet(period=period)])) == amount


def test_a_teacher_without_a_priority_section_misses_none():
    school = district(
        teachers=[teacher(programs=("Cycle",))], sessions=[session()], doing={"T1": {"1": "Teaching", "2": "Teaching"}}
    )
    assert shortfall(RULE, school, plan(school, sessions=[meet(period="2")])) == 0
