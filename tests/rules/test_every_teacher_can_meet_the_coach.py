"""Rule "Every teacher can meet the coach"."""

from __future__ import annotations

import pytest
from districts import bell, coach, district, plan, shortfall, teacher

from scheduler.domain.instance import Site

RULE = "Every teacher can meet the coach"


ONLY_CLASSES = bell(times={"1": "08:00-09:00", "2": "09:10-10:10", "Lunch": "11:20-11:50"}, days=1)


@pytest.mark.parametrize(
    ("released", "doing", "cannot"),
    [
        ("1", {}, 0),
        ("", {}, 1),
        ("1", {"1": "Teaching"}, 1),
        ("1", {"1": "Off"}, 1),
        ("2", {"1": "Teaching"}, 0),
    ],
)
def test_coach_and_teacher_can_meet_in_a_class_slot_of_release_and_prep(released, doing, cannot):
    school = district(bells=[ONLY_CLASSES], doing={"T1": doing})
    assert shortfall(RULE, school, plan(school, released={"C1": released})) == cannot


@pytest.mark.parametrize(
    ("period", "doing", "available", "cannot"),
    [
        ("Flex", {}, {}, 0),
        ("After", {}, {}, 0),
        ("Lunch", {}, {}, 1),
        ("Flex", {"Flex": "Off"}, {}, 1),
        ("Flex", {"Flex": "Duty"}, {}, 0),  # on Duty is at work
        ("Flex", {}, {"Flex": "Unavailable"}, 1),
        ("Flex", {}, {"Flex": "Teaching"}, 1),
    ],
)
def test_outside_class_slots_both_need_only_be_at_work(period, doing, available, cannot):
    times = {"1": "08:00-09:00", period: "12:00-12:40"}
    school = district(bells=[bell(times=times, days=1)], doing={"T1": doing}, available={"C1": available})
    assert shortfall(RULE, school, plan(school)) == cannot


def test_an_enrollment_without_a_coach_is_counted_elsewhere():
    school = district(bells=[ONLY_CLASSES])
    assert shortfall(RULE, school, plan(school, coaches="")) == 0


NORTH_BELL = bell("North", {"A": "08:10-08:50", "B": "08:50-09:30"}, days=1)


@pytest.mark.parametrize(
    ("teaches_in", "released", "cannot"),
    [("B", "1", 0), ("B", "", 1), ("A", "1", 1)],
)
def test_elsewhere_a_slot_inside_a_released_slot_of_home_may_be_used(teaches_in, released, cannot):
    school = district(
        sites=[Site("S", "South", "Regular"), Site("N", "North", "North")],
        bells=[ONLY_CLASSES, NORTH_BELL],
        coaches=[coach("C1", "S", "N")],
        teachers=[teacher(site="N")],
        doing={"T1": {teaches_in: "Teaching"}},
    )
    assert shortfall(RULE, school, plan(school, released={"C1": released})) == cannot
