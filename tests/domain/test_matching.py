"""The predicates of the world: each text, grade, department, role and state in all the forms that mean the same."""

from __future__ import annotations

import pytest
from districts import coach, district, teacher

from scheduler.domain.instance import ProgramSession, State
from scheduler.domain.matching import (
    blocked_status,
    demanded_periods,
    department_matches,
    fits_when,
    folded,
    grade_form,
    grades_match,
    has_priority_section,
    holds_role,
    most_followers,
    own_or_rule,
    same_class,
)


def test_texts_are_folded_whatever_case_spaces_and_punctuation():
    assert folded("Co-teach") == folded("co teach") == folded("COTEACH")


@pytest.mark.parametrize(
    ("form", "labels"),
    [
        ("PreK", ("PreK", "Pre-K", "Pre K", "PK", "PRE K", "Prekindergarten")),
        ("TK", ("TK", "tk", "Transitional Kindergarten")),
        ("K", ("K", "KG", "Kinder", "Kindergarten")),
        ("9", ("9", "09", "9th", "Grade 9", "grade 09", "Gr. 9", "Freshman", "9th Grade")),
        ("12", ("12", "12th", "Senior")),
        ("1", ("1", "01", "1st", "1st grade")),
    ],
)
def test_a_grade_has_one_form(form, labels):
    assert {grade_form(label) for label in labels} == {form}


def test_what_is_no_grade_is_compared_as_it_is():
    assert grade_form("Adult Ed") == grade_form("adult-ed") != grade_form("Adult")


@pytest.mark.parametrize(
    ("mine", "theirs", "match"),
    [
        ((), ("9",), True),
        (("9",), (), True),
        (("9", "10"), ("10",), True),
        (("9",), ("10",), False),
        (("Pre K", "K"), ("PreK",), True),
        (("09",), ("9th",), True),
        (("-",), ("9",), True),
        (("N/A",), ("9",), True),
        (("9",), ("None",), True),
    ],
)
def test_grades_match_where_either_is_blank_or_one_is_shared(mine, theirs, match):
    assert grades_match(teacher(grades=mine), coach(grades=theirs)) == match


@pytest.mark.parametrize(
    ("mine", "theirs", "match"),
    [
        ("", ("Art",), True),
        ("Art", (), True),
        ("world languages", ("World-Languages",), True),
        ("Art", ("Math",), False),
        ("-", ("Math",), True),
        ("n/a", ("Math",), True),
        ("None", ("Math",), True),
        ("Art", ("-",), True),
    ],
)
def test_departments_match_where_either_is_blank_or_it_is_one_of_the_coachs(mine, theirs, match):
    assert department_matches(teacher(department=mine), coach(departments=theirs)) == match


def test_a_coach_without_roles_holds_all_and_one_with_roles_those():
    assert holds_role(coach(), "Mentor")
    assert holds_role(coach(roles=("mentor",)), "Mentor")
    assert holds_role(coach(roles=("mentor",)), "")
    assert not holds_role(coach(roles=("Data",)), "Mentor")


@pytest.mark.parametrize("when", [(), ("Teaching",), ("Flex",)])
@pytest.mark.parametrize("doing", ["Off", "Duty"])
def test_off_and_duty_never_fit(doing, when):
    assert not fits_when(doing, "Flex", when)


def test_a_state_fits_where_it_or_the_kind_of_slot_is_named():
    assert fits_when("", "Flex", ())
    assert fits_when("", "Flex", ("Prep", "Flex"))
    assert fits_when("Prep", "Class", ("Prep", "Flex"))
    assert not fits_when("Teaching", "Class", ("Prep", "Flex"))


def test_a_priority_class_counts_only_where_it_is_taught():
    assert has_priority_section([State("Teaching", priority=True)])
    assert not has_priority_section([State("", priority=True), State("Teaching")])


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (State("Teaching", "Math", "12"), State("Teaching", "Art", "12"), True),
        (State("Teaching", "Math", "12"), State("Teaching", "Math", "14"), False),
        (State("Teaching", "Math", "12"), State("Teaching", "math"), True),
        (State("Teaching", "Math", "12"), State("Teaching", "Art"), False),
        (State("Teaching", "Math", "12"), State("Prep"), True),
    ],
)
def test_two_who_teach_are_in_one_class_by_room_else_by_course(a, b, same):
    assert same_class(a, b) == same_class(b, a) == same


def test_the_last_is_followed_by_all_beyond_its_number():
    def session(count):
        return ProgramSession("S", "Plan", 30, count, count)

    assert [most_followers(session(1), session(3), n) for n in (0, 1)] == [0, 3]
    assert [most_followers(session(2), session(2), n) for n in (0, 1, 2)] == [0, 1, 2]
    assert [most_followers(session(3), session(1), n) for n in (0, 1, 3)] == [0, 1, 3]


def test_a_period_is_blocked_by_one_class_or_prep_and_by_unavailable_in_all_slots():
    assert blocked_status(["Available", "Teaching"]) == "Teaching"
    assert blocked_status(["Available", "Prep", "Unavailable"]) == "Prep"
    assert blocked_status(["Unavailable", "Unavailable"]) == "Unavailable"
    assert blocked_status(["Unavailable", "Avoid"]) is None


def test_a_full_time_coach_must_be_released_wherever_nothing_blocks():
    instance = district(coaches=[coach(full_time=True)])
    assert demanded_periods(instance, "C1") == set(instance.class_periods("S"))


def test_ones_own_figure_counts_before_the_rules():
    instance = district()
    assert own_or_rule(None, instance, "Sessions per day", "S") == 8
    assert own_or_rule(3, instance, "Sessions per day", "S") == 3
    assert own_or_rule(0, instance, "Sessions per day", "S") == 0
