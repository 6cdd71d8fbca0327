"""Rule "All periods covered"."""

from __future__ import annotations

import pytest
from districts import bell, coach, district, plan, shortfall, with_kind

from scheduler.domain.instance import Site

RULE = "All periods covered"


@pytest.mark.parametrize(
    ("released", "uncovered"),
    [({"C1": "123"}, 0), ({"C1": "12", "C2": "3"}, 0), ({"C1": "12", "C2": "2"}, 1), ({}, 3)],
)
def test_each_class_period_without_a_released_home_coach_counts(released, uncovered):
    school = district(coaches=[coach(), coach("C2")])
    assert shortfall(RULE, school, plan(school, released=released)) == uncovered


NORTH = Site("N", "North", "North")
NORTH_BELL = bell("North", {"A": "08:00-09:00", "B": "09:05-10:05"})


def test_a_visitor_covers_no_site_that_has_a_home_coach():
    school = district(
        sites=[Site("S", "South", "Regular"), Site("N", "North", "Regular")],
        coaches=[coach("C1", "S", "N"), coach("C2", "N")],
    )
    assert shortfall(RULE, school, plan(school, released={"C1": "123"})) == 3


@pytest.mark.parametrize(
    ("full_time", "available", "uncovered_in_north"),
    [
        (False, {}, 1),  # A is period 1; B begins before period 2
        (True, {}, 0),
        (True, {("2", 0): "Prep"}, 1),  # Prep in one slot keeps all of period 2
        (True, {("2", 0): "Unavailable"}, 0),  # the period is still released
    ],
)
def test_a_site_that_is_nobodys_home_is_covered_where_one_coach_can_use_every_slot(
    full_time, available, uncovered_in_north
):
    school = district(
        sites=[Site("S", "South", "Regular"), NORTH],
        bells=[bell(), NORTH_BELL],
        coaches=[coach("C1", "S", "N", full_time=full_time), coach("C2", "S")],
        available={"C1": available},
    )
    assert shortfall(RULE, school, plan(school, released={"C1": "123", "C2": "123"})) == uncovered_in_north


def test_two_visitors_do_not_share_the_slots_of_a_period():
    one_day_each = {"C1": {("1", 1): "Unavailable"}, "C2": {("1", 0): "Unavailable"}}
    schools = {"sites": [Site("S", "South", "Regular"), NORTH], "bells": [bell(), NORTH_BELL]}
    coaches = [coach("C1", "S", "N"), coach("C2", "S", "N")]
    both = district(**schools, coaches=coaches, available=one_day_each)
    assert shortfall(RULE, both, plan(both, released={"C1": "123", "C2": "123"})) == 1  # Unavailable loses no release
    neither = district(**schools, coaches=coaches)
    assert shortfall(RULE, neither, plan(neither, released={"C1": "123", "C2": "23"})) == 1
    assert shortfall(RULE, neither, plan(neither, released={"C1": "23", "C2": "23"})) == 3


def test_where_a_period_is_no_class_nobody_has_to_cover_it():
    flex_on_tuesday = with_kind(NORTH_BELL, "Flex", "B", 1)
    school = district(
        sites=[Site("S", "South", "Regular"), NORTH],
        bells=[bell(times={"1": "08:00-09:00"}), with_kind(flex_on_tuesday, "Flex", "B", 0)],
        coaches=[coach("C1", "S", "N")],
    )
    assert shortfall(RULE, school, plan(school, released={"C1": "1"})) == 0
    school = district(
        sites=[Site("S", "South", "Regular"), NORTH],
        bells=[with_kind(bell(times={"1": "08:00-10:10"}), "Flex", "1", 1), flex_on_tuesday],
        coaches=[coach("C1", "S", "N")],
    )
    # Period B meets on Monday alone, inside period 1; period A meets on Tuesday too, when period 1 is no class.
    assert shortfall(RULE, school, plan(school, released={"C1": "1"})) == 1
