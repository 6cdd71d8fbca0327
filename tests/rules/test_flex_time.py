"""Rule "Flex time"."""

from __future__ import annotations

import pytest
from districts import bell, district, keep, plan, setting, shortfall, with_kind

RULE = "Flex time"


@pytest.mark.parametrize(
    ("value", "reserved", "amount"),
    [
        (1, [keep()], 0),
        (1, [], 1),
        (2, [keep()], 1),
        (2, [keep(), keep(day=1)], 0),
        (1, [keep(period="3")], 1),  # not released
        (1, [keep("Common planning")], 1),
        (1, [keep(span="08:00-08:59")], 1),  # not the whole slot
        (1, [keep(span="08:00-08:30"), keep(span="08:30-09:00")], 1),  # one row reserves a whole slot
        (1, [keep(period="Flex")], 1),  # no Class slot
        (1, [keep(period="2", span="08:00-09:00")], 1),  # another period's time
        (2, [keep(span="08:00-10:10")], 1),  # the slot of its own period alone
        (2, [keep(), keep()], 1),  # the same slot twice is one slot
    ],
)
def test_whole_released_class_slots_kept_as_flex_below_the_value_count(value, reserved, amount):
    school = district(rules=[setting(RULE, value=value)])
    assert shortfall(RULE, school, plan(school, released={"C1": "12"}, reserved=reserved)) == amount


def test_every_cycle_and_week_has_its_own():
    school = district(cycles=2, weeks=2)
    kept = [keep(cycle=1, week=2), keep(cycle=2, week=1)]
    assert shortfall(RULE, school, plan(school, released={"C1": "1"}, reserved=kept)) == 2


def test_a_coach_with_no_release_owes_none():
    school = district()
    assert shortfall(RULE, school, plan(school)) == 0


def test_a_slot_in_which_the_coach_is_not_at_work_is_no_flex_time():
    school = district(available={"C1": {("1", 0): "Unavailable"}})
    assert shortfall(RULE, school, plan(school, released={"C1": "1"}, reserved=[keep()])) == 1
    assert shortfall(RULE, school, plan(school, released={"C1": "1"}, reserved=[keep(day=1)])) == 0


def test_a_slot_that_is_no_class_is_no_flex_time():
    school = district(bells=[with_kind(bell(), "Advisory", "1", 0)])
    assert shortfall(RULE, school, plan(school, released={"C1": "1"}, reserved=[keep()])) == 1
    assert shortfall(RULE, school, plan(school, released={"C1": "1"}, reserved=[keep(day=1)])) == 0
