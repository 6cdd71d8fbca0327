"""Everything that holds in every plan: a plan that breaks it is caught, its nearest legal twin is not."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from districts import bell, coach, district, keep, meet, plan, session, setting, teacher, with_kind
from hypothesis import given
from hypothesis import strategies as st

from scheduler.checker import audit_plan
from scheduler.domain.instance import Instance, Pin, Program, Site, State, hhmm
from scheduler.domain.plan import Assignment, Plan
from scheduler.domain.score import Score, Shortfall

CYCLE = teacher(programs=("Cycle",))
CYCLE_2 = teacher("T2", programs=("Cycle",))
ALL_DAY = {"C1": "123", "C2": "123"}


def school(*sessions, **given):
    """T1 and T2 in the program, C1 and C2 released all day."""
    defaults = {"teachers": [CYCLE, CYCLE_2], "coaches": [coach(), coach("C2")], "sessions": sessions or [session()]}
    return district(**(defaults | given))


def findings(instance: Instance, the_plan: Plan) -> list[str]:
    return [str(v) for v in audit_plan(instance, the_plan).violations]


def found(instance: Instance, *held, **given) -> list[str]:
    all_day = {c.id: instance.class_periods(c.home) for c in instance.coaches.values()}
    return findings(instance, plan(instance, sessions=held, **({"released": all_day} | given)))


# ---- 1: one place at a time


def test_a_coach_is_in_one_place_at_a_time():
    here = school(gap=0)
    assert found(here, meet(), meet("T2", at="08:29")) == [
        "[1] C1: is in two places at once: T1 / Cycle Observe, cycle 1 week 1 Mon 08:00-08:30, "
        "and T2 / Cycle Observe, cycle 1 week 1 Mon 08:29-08:59"
    ]
    assert found(here, meet(), meet("T2", at="08:30")) == []
    assert found(here, meet(), meet("T2", at="08:29", coach="C2"), coaches={"T1": "C1", "T2": "C2"}) == []


def test_a_teacher_is_in_one_place_at_a_time():
    both = school(
        teachers=[teacher(programs=("Cycle", "Other"))],
        programs=[Program("Other", sessions=(session("Mentor"),))],
    )
    mentor = meet(name="Mentor", program="Other", coach="C2")
    two = plan(both, released=ALL_DAY, sessions=[meet(), mentor])
    two = replace(two, assignments=(two.assignments[0], replace(two.assignments[1], coach="C2")))
    assert findings(both, two) == [
        "[1] T1: is in two places at once: T1 / Cycle Observe, cycle 1 week 1 Mon 08:00-08:30, "
        "and T1 / Other Mentor, cycle 1 week 1 Mon 08:00-08:30"
    ]
    apart = replace(two, sessions=(meet(), replace(mentor, start=510, end=540)))
    assert findings(both, apart) == []


def test_a_group_is_one_meeting_and_a_teacher_is_in_it_once():
    groups = school(session(group_size=2))
    assert found(groups, meet(group="a"), meet("T2", group="a")) == []
    assert found(groups, meet(group="a"), meet(group="a")) == [
        "[1] T1 / Cycle Observe, cycle 1 week 1 Mon 08:00-08:30: T1 stands in this session 2 times",
        "[plan] T1 / Cycle Observe: 2 are held in cycle 1 week 1, 1 are due",
        "[6] T1 / Cycle Observe, cycle 1 week 1 Mon 08:00-08:30: is on the day of another Observe of T1 / Cycle",
    ]


def test_a_class_that_a_coach_teaches_is_a_place():
    times = {"1": "08:00-09:00", "Flex": "08:50-09:30"}  # a Flex at the clock time of the end of period 1
    north = Site("N", "North", "North")
    away = school(
        sites=[Site("S", "South", "Regular"), north],
        bells=[bell(), bell("North", times)],
        coaches=[coach("C1", "S", "N")],
        teachers=[teacher(site="N", programs=("Cycle",))],
        available={"C1": {"1": "Teaching"}},
    )
    assert found(away, meet(period="Flex", at="08:59"), released={}) == [
        "[1] T1 / Cycle Observe, cycle 1 week 1 Mon 08:59-09:29: C1 teaches period 1 then, 08:00-09:00"
    ]
    assert found(away, meet(period="Flex", at="09:00"), released={}) == []


def test_only_the_class_at_that_time_on_that_day_is_in_the_way():
    away = school(
        sites=[Site("S", "South", "Regular"), Site("N", "North", "North")],
        bells=[bell(), bell("North", {"1": "08:00-09:00", "Flex": "08:30-10:30"})],
        coaches=[coach("C1", "S", "N")],
        teachers=[teacher(site="N", programs=("Cycle",))],
        available={"C1": {("1", 0): "Teaching", ("3", 0): "Teaching", ("2", 1): "Teaching"}},
    )
    assert found(away, meet(period="Flex", at="08:45"), released={}) == [
        "[1] T1 / Cycle Observe, cycle 1 week 1 Mon 08:45-09:15: C1 teaches period 1 then, 08:00-09:00"
    ]
    assert found(away, meet(period="Flex", at="09:20"), released={}) == []
    assert found(away, meet(period="Flex", at="08:40", day=1), released={}) == []
    assert found(away, meet(period="Flex", at="08:41", day=1), released={}) == [
        "[1] T1 / Cycle Observe, cycle 1 week 1 Tue 08:41-09:11: C1 teaches period 2 then, 09:10-10:10"
    ]
    # In a Class slot the coach is not released then: that is said, and said once.
    assert found(away, meet(), released={}) == [
        "[3] T1 / Cycle Observe, cycle 1 week 1 Mon 08:00-08:30: C1 is not released in period 1"
    ]


def test_two_sessions_at_the_same_time_are_no_group_without_a_label():
    assert found(school(session(group_size=2)), meet(), meet("T2")) == [
        "[1] C1: is in two places at once: T1 / Cycle Observe, cycle 1 week 1 Mon 08:00-08:30, "
        "and T2 / Cycle Observe, cycle 1 week 1 Mon 08:00-08:30"
    ]


def test_the_member_of_a_group_who_is_elsewhere_is_named():
    here = school(session(group_size=2), session("Plan"))
    assert found(here, meet(group="a"), meet("T2", group="a"), meet("T2", "Plan", at="08:20", coach="C2")) == [
        "[1] T2: is in two places at once: T2 / Cycle Observe, cycle 1 week 1 Mon 08:00-08:30, "
        "and T2 / Cycle Plan, cycle 1 week 1 Mon 08:20-08:50",
        "[5] T2 / Cycle Plan, cycle 1 week 1 Mon 08:20-08:50: C2 is not the coach of T2 / Cycle, who is C1",
    ]


def test_sessions_that_overlap_are_not_said_to_be_too_close_as_well():
    assert len(found(school(gap=5), meet(), meet("T2", at="08:29"))) == 1


@pytest.mark.parametrize(
    ("gap", "start", "minutes"), [(5, "08:34", 4), (5, "08:35", None), (5, "08:30", 0), (0, "08:30", None)]
)
def test_between_two_sessions_of_a_coach_lies_the_least_gap(gap, start, minutes):
    long = {"1": "08:00-10:00"}
    second = meet("T2", at=start)
    text = (
        f"[1] C1: has {minutes} minutes between T1 / Cycle Observe, cycle 1 week 1 Mon 08:00-08:30 "
        f"and T2 / Cycle Observe, cycle 1 week 1 Mon {start}-{hhmm(second.end)}; 5 are needed between two sessions"
    )
    assert found(school(gap=gap, bells=[bell(times=long)]), meet(), second) == ([] if minutes is None else [text])


def two_sites(mode="Either", travel=None):
    return school(
        session(mode=mode),
        sites=[Site("S", "South", "Regular"), Site("N", "North", "Regular")],
        coaches=[coach("C1", "S", "N")],
        teachers=[CYCLE, teacher("T2", "N", programs=("Cycle",))],
        travel=travel,
    )


def test_between_two_sites_lie_the_travel_minutes():
    late, on_time = meet("T2", period="2", at="09:10"), meet("T2", period="2", at="09:20")
    first = meet(at="08:30")
    assert found(two_sites(), first, late) == [
        "[1] C1: has 10 minutes between T1 / Cycle Observe, cycle 1 week 1 Mon 08:30-09:00 "
        "and T2 / Cycle Observe, cycle 1 week 1 Mon 09:10-09:40; 20 are needed to get from S to N"
    ]
    assert found(two_sites(), first, on_time) == []
    assert found(two_sites(), first, replace(late, mode="Virtual")) == []
    assert found(two_sites(), replace(first, mode="Virtual"), late) == []
    assert (
        found(two_sites(travel={("S", "N"): 5}), first, replace(late, start=544, end=574, period="2"))
        == [
            '[2] T2 / Cycle Observe, cycle 1 week 1 Mon 09:04-09:34: does not lie inside a slot of period "2" of N',
            "[1] C1: has 4 minutes between T1 / Cycle Observe, cycle 1 week 1 Mon 08:30-09:00 "
            "and T2 / Cycle Observe, cycle 1 week 1 Mon 09:04-09:34; 5 are needed between two sessions",
        ][::-1]
    )


def test_without_a_least_gap_virtual_sessions_may_touch():
    here = replace(two_sites(), settings=replace(two_sites().settings, minutes_between_sessions=0))
    assert found(here, meet(), meet("T2", at="08:30", mode="Virtual")) == []


@pytest.mark.parametrize(
    ("travel", "needed"),
    [
        ({("S", "N"): 11}, True),
        ({("S", "N"): 10}, False),
        ({("N", "S"): 11}, True),  # both ways unless both are given
        ({("S", "N"): 10, ("N", "S"): 99}, False),
        ({("S", "N"): 0}, False),
    ],
)
def test_travel_is_as_listed(travel, needed):
    held = meet(at="08:30"), meet("T2", period="2", at="09:10")
    assert bool(found(two_sites(travel=travel), *held)) is needed


# ---- 2 to 4: the slot, the coach, the teacher


def test_a_session_lies_inside_one_slot_with_its_full_length():
    here = school()
    assert found(here, meet(at="08:31")) == [
        '[2] T1 / Cycle Observe, cycle 1 week 1 Mon 08:31-09:01: does not lie inside a slot of period "1" of S'
    ]
    assert found(here, meet(at="08:30")) == []
    assert found(here, meet(period="2", at="08:00")) == [
        '[2] T1 / Cycle Observe, cycle 1 week 1 Mon 08:00-08:30: does not lie inside a slot of period "2" of S'
    ]
    assert found(here, meet(minutes=29)) == [
        "[2] T1 / Cycle Observe, cycle 1 week 1 Mon 08:00-08:29: is 29 minutes long, not 30"
    ]


def test_a_session_outside_all_slots_is_said_and_has_no_state():
    here = school(doing={"T1": {"1": State("Teaching", priority=True)}})
    held = meet(at="07:00")
    assert found(here, held) == [
        '[2] T1 / Cycle Observe, cycle 1 week 1 Mon 07:00-07:30: does not lie inside a slot of period "1" of S'
    ]
    only_class = school(bells=[bell(times={"1": "08:00-09:00"})])
    assert [v[:3] for v in found(only_class, held, released={})] == ["[2]"]  # nor is the coach said to be missing
    rules = audit_plan(here, plan(here, sessions=[held])).rules
    assert (rules["Priority sections", "Option"], rules["Prep minutes used", "Recommended"]) == (0, 0)


def test_in_a_class_slot_the_coach_is_released_and_nowhere_else_need_be():
    here = school()
    assert found(here, meet(period="2"), released={"C1": "1"}) == [
        "[3] T1 / Cycle Observe, cycle 1 week 1 Mon 09:10-09:40: C1 is not released in period 2"
    ]
    assert found(here, meet(period="2"), released={"C1": "2"}) == []
    assert found(here, meet(period="Flex"), released={}) == []


def test_a_coach_is_not_used_in_a_slot_that_is_unavailable():
    away_on_monday = school(available={"C1": {("1", 0): "Unavailable", ("Flex", 0): "Unavailable"}})
    for held, text in (
        (meet(), "Mon 08:00-08:30: C1 is Unavailable in period 1"),
        (meet(period="Flex"), "Mon 12:00-12:30: C1 is Unavailable in period Flex"),
    ):
        assert found(away_on_monday, held) == [f"[3] T1 / Cycle Observe, cycle 1 week 1 {text}"]
        assert found(away_on_monday, replace(held, day=1)) == []


@pytest.mark.parametrize(
    ("full_time", "period", "at", "released", "available", "usable"),
    [
        (False, "A", "08:10", "1", {}, True),  # inside period 1 of the home site
        (False, "A", "08:10", "2", {}, False),
        (False, "B", "08:40", "12", {}, False),  # across the end of period 1
        (False, "A", "08:10", "1", {("1", 0): "Unavailable"}, False),
        (True, "B", "08:40", "123", {}, True),
        (True, "B", "08:40", "13", {("2", 1): "Prep"}, False),  # on any day: the whole period is blocked
        (True, "B", "08:40", "123", {("2", 0): "Unavailable"}, False),
        (True, "B", "08:40", "123", {("2", 1): "Unavailable"}, True),
    ],
)
def test_at_another_site_the_clock_time_of_the_home_slots_decides(full_time, period, at, released, available, usable):
    away = school(
        sites=[Site("S", "South", "Regular"), Site("N", "North", "North")],
        bells=[bell(), bell("North", {"A": "08:10-08:40", "B": "08:40-09:20"})],
        coaches=[coach("C1", "S", "N", full_time=full_time)],
        teachers=[teacher(site="N", programs=("Cycle",))],
        available={"C1": available},
    )
    the_plan = plan(away, released={"C1": released}, sessions=[meet(period=period, at=at)])
    assert [v.item for v in audit_plan(away, the_plan).violations] == ([] if usable else ["3"])


@pytest.mark.parametrize("full_time", [True, False])
def test_a_home_slot_that_is_no_class_neither_frees_nor_blocks_another_site(full_time):
    home = with_kind(bell(), "Advisory", "1", 1)  # period 1 is Advisory on Tuesday
    away = school(
        sites=[Site("S", "South", "Regular"), Site("N", "North", "North")],
        bells=[home, bell("North", {"A": "08:00-09:00"})],
        coaches=[coach("C1", "S", "N", full_time=full_time)],
        teachers=[teacher(site="N", programs=("Cycle",))],
        available={"C1": {("1", 0): "Prep"} if full_time else {}},
    )
    released = {"C1": "23" if full_time else "123"}
    for day, usable in ((0, not full_time), (1, full_time)):
        assert (found(away, meet(period="A", at="08:00", day=day), released=released) == []) is usable


@pytest.mark.parametrize(
    ("when", "period", "doing", "text"),
    [
        (("Teaching",), "1", "Teaching", None),
        (("Teaching",), "1", "Prep", "T1 is Prep in Class period 1; Observe is for Teaching"),
        (("Teaching", "Prep"), "1", "Prep", None),
        (("Prep", "Flex"), "1", "Release", "T1 is Release in Class period 1; Observe is for Prep or Flex"),
        (("Flex",), "Flex", "", None),
        (("Prep",), "Flex", "", "T1 is at work in Flex period Flex; Observe is for Prep"),
        (("Flex",), "Flex", "Duty", "T1 is Duty in Flex period Flex; Observe is for Flex"),
        ((), "1", "Release", None),
        ((), "1", "Off", "T1 is Off in Class period 1; Observe is for any time but Off and Duty"),
        ((), "Lunch", "", None),
    ],
)
def test_what_the_teacher_does_is_something_that_when_names(when, period, doing, text):
    here = school(session(when=when), doing={"T1": {period: State(doing)}})
    start = meet(period=period)
    clock = f"{hhmm(start.start)}-{hhmm(start.end)}"
    expected = [] if text is None else [f"[4] T1 / Cycle Observe, cycle 1 week 1 Mon {clock}: {text}"]
    assert found(here, start) == expected


# ---- 5 to 7: the enrollment


def test_a_sessions_coach_is_the_enrollments():
    here = school()
    assert found(here, meet(coach="C2")) == [
        "[5] T1 / Cycle Observe, cycle 1 week 1 Mon 08:00-08:30: C2 is not the coach of T1 / Cycle, who is C1"
    ]
    assert found(here, meet(coach="C2"), coaches="C2") == []
    assert found(here, meet(), coaches="") == [
        "[5] T1 / Cycle Observe, cycle 1 week 1 Mon 08:00-08:30: C1 is not the coach of T1 / Cycle, who is nobody"
    ]


def test_a_coach_serves_the_teachers_site():
    sites = [Site("S", "South", "Regular"), Site("N", "North", "Regular")]
    for coaches, expected in (
        ([coach("C1", "N")], ["[5] Assignment of T1 / Access: C1 does not serve S"]),
        ([coach("C1", "N", "S")], []),
    ):
        here = district(sites=sites, coaches=coaches)
        assert findings(here, plan(here)) == expected


@pytest.mark.parametrize(("roles", "holds"), [(("Data",), False), (("data", "Induction mentor"), True), ((), True)])
def test_a_coach_holds_the_programs_role(roles, holds):
    here = school(coaches=[coach(roles=roles)], teachers=[CYCLE], role="Induction Mentor")
    text = '[5] Assignment of T1 / Cycle: C1 does not hold the role "Induction Mentor"'
    assert found(here, released={}) == ([] if holds else [text])


def test_a_program_without_a_role_takes_any_coach():
    here = school(coaches=[coach(roles=("Data",))], teachers=[CYCLE])
    assert found(here, released={}) == []


def test_an_enrollment_has_one_row_and_one_coach():
    here = district()
    once = plan(here)
    assert findings(here, replace(once, assignments=once.assignments * 2)) == [
        "[5] Assignment of T1 / Access: appears twice; an enrollment has one coach"
    ]
    assert findings(here, replace(once, assignments=())) == [
        "[plan] Assignment of T1 / Access: has no row; every enrollment has one, with a coach or without"
    ]
    assert findings(here, once) == []


def test_two_sessions_of_the_same_name_lie_on_different_days():
    here = school(session(weekly=2))
    assert found(here, meet(), meet(period="2")) == [
        "[6] T1 / Cycle Observe, cycle 1 week 1 Mon 09:10-09:40: is on the day of another Observe of T1 / Cycle"
    ]
    assert found(here, meet(), meet(period="2", day=1)) == []


def follows(within=None, *, once=False, weeks=1, days=2):
    plan_first = session("Plan", once=once, weekly=None, count=0 if once else 2)
    observe = session(weekly=None, count=2, after="Plan", within_days=within)
    return school(plan_first, observe, cycles=2, cycles_each=2, bells=[bell(days=days, weeks=weeks)], weeks=weeks)


NONE_FOLLOWED = "there is no Plan that Observe follows"


@pytest.mark.parametrize(
    ("first", "second", "ok"),
    [
        (meet(name="Plan"), meet(at="08:30"), True),  # no earlier than its end
        (meet(name="Plan"), meet(day=1), True),
        (meet(name="Plan", period="2"), meet(), False),
        (meet(name="Plan", day=1), meet(), False),
        (meet(name="Plan", week=2), meet(), False),  # never from the last week into the first
        (meet(name="Plan", week=1), meet(week=2), True),
        (meet(name="Plan", cycle=1), meet(cycle=2), False),
    ],
)
def test_a_session_with_after_begins_no_earlier_than_the_end_of_the_one_it_follows(first, second, ok):
    the_school = follows(weeks=2)
    the_plan = plan(the_school, released=ALL_DAY, sessions=[first, second])
    broken = [v for v in audit_plan(the_school, the_plan).violations if v.item == "6"]
    assert [v.text for v in broken] == ([] if ok else [NONE_FOLLOWED])


@pytest.mark.parametrize(("within", "ok"), [(None, True), (2, True), (1, False), (0, False)])
def test_school_days_are_counted_between_a_session_and_the_one_it_follows(within, ok):
    wednesday = follows(within, days=3)
    expected = (
        []
        if ok
        else [
            "[6] T1 / Cycle Observe, cycle 1 week 1 Wed 08:00-08:30: "
            f"there is no Plan at most {within} school days before it that Observe follows"
        ]
    )
    assert found(wednesday, meet(name="Plan"), meet(day=2)) == expected


def test_days_without_a_slot_are_no_school_days():
    two_day_weeks = follows(1, days=2, weeks=2)  # Tuesday of week 1 is followed by Monday of week 2
    assert found(two_day_weeks, meet(name="Plan", day=1), meet(week=2)) == []


def test_sessions_that_follow_one_another_are_matched_one_to_one():
    here = follows()
    assert found(here, meet(name="Plan"), meet(period="2"), meet(day=1)) == [
        f"[6] T1 / Cycle Observe, cycle 1 week 1 Tue 08:00-08:30: {NONE_FOLLOWED}"
    ]
    both = meet(name="Plan"), meet(name="Plan", day=1), meet(period="2"), meet(period="2", day=1)
    assert found(here, *both) == []


def test_where_the_first_is_missing_the_second_cannot_be_held():
    assert found(follows(), meet()) == [f"[6] T1 / Cycle Observe, cycle 1 week 1 Mon 08:00-08:30: {NONE_FOLLOWED}"]


def test_following_a_once_session_is_no_bar_in_the_pattern():
    assert found(follows(once=True), meet()) == []


def test_all_that_are_due_beyond_the_number_of_what_they_follow_follow_the_last():
    one_plan = school(session("Plan"), session(weekly=2, after="Plan"))
    held = meet(name="Plan"), meet(period="2"), meet(day=1)
    assert found(one_plan, *held) == []
    assert len(found(one_plan, *held[1:])) == 2  # the first is missing


def test_those_who_teach_in_a_groups_slot_are_in_one_class_each_two_of_them():
    def of(*states):
        here = school(
            session(group_size=3),
            teachers=[CYCLE, CYCLE_2, teacher("T3", programs=("Cycle",))],
            doing={f"T{i}": {"1": state} for i, state in enumerate(states, 1)},
        )
        return found(here, *(meet(f"T{i}", group="a") for i in range(1, len(states) + 1)))

    art, in_1, in_2 = (State("Teaching", "Art", room) for room in ("", "1", "2"))
    assert of(in_1, State("Teaching", "Math", "1")) == []
    assert of(in_1, State("Prep"), art) == []
    about = "[7] T3 / Cycle Observe, cycle 1 week 1 Mon 08:00-08:30: "
    assert of(art, in_1, in_2) == [about + 'is in group "a", and teaches another class then than T2']
    assert len(of(art, State("Teaching", "Math"))) == 1


def test_members_of_a_group_share_coach_site_program_session_and_slot():
    other = Program("Other", sessions=(session(group_size=3),))
    here = school(
        session(group_size=3),
        session("Data", group_size=3),
        teachers=[teacher(programs=("Cycle", "Other")), CYCLE_2],
        programs=[other],
    )
    first = meet("T2", group="a")
    start = "T2 / Cycle Observe, cycle 1 week 1 Mon 08:00-08:30"
    assert found(here, first, meet(group="a")) == []
    for odd, about, differ in (
        (meet(program="Other", group="a"), "T1 / Other Observe, cycle 1 week 1 Mon 08:00-08:30", "program"),
        (meet(name="Data", group="a"), "T1 / Cycle Data, cycle 1 week 1 Mon 08:00-08:30", "session"),
        (meet(day=1, group="a"), "T1 / Cycle Observe, cycle 1 week 1 Tue 08:00-08:30", "slot"),
    ):
        (only,) = [text for text in found(here, first, odd) if text.startswith("[7]")]
        a, b = sorted([(first, start), (odd, about)], key=lambda pair: pair[0])
        assert only == f'[7] {b[1]}: is in group "a" with {a[1]}, but not with the same {differ}'


def test_a_label_belongs_to_one_meeting_of_the_cycle():
    here = school(session(group_size=2), cycles=2, cycles_each=2)
    other_day = [meet(group="a"), meet("T2", day=1, group="a")]
    assert found(here, *other_day) == [
        '[7] T2 / Cycle Observe, cycle 1 week 1 Tue 08:00-08:30: is in group "a" with '
        "T1 / Cycle Observe, cycle 1 week 1 Mon 08:00-08:30, but not with the same slot"
    ]
    assert found(here, meet(group="a"), meet("T2", day=1, group="a", cycle=2)) == []
    assert found(here, meet(group="a"), meet("T2", day=1, group="b")) == []


def test_a_group_has_no_more_members_than_its_size():
    held = meet(group="a"), meet("T2", group="a")
    assert found(school(session(group_size=1)), *held) == [
        '[7] T1 / Cycle Observe, cycle 1 week 1 Mon 08:00-08:30: group "a" has 2 members, at most 1 may be'
    ]
    assert found(school(session(group_size=2)), *held) == []


# ---- 8 and 9: pins and reserved time, and the coaches' statuses


@pytest.mark.parametrize(
    ("pin", "text"),
    [
        (Pin("Pins!B2", "Coach", teacher="T1", coach="C1"), None),
        (Pin("Pins!B2", "Coach", teacher="T1", coach="C2"), "T1 is to have the coach C2"),
        (Pin("Pins!B2", "Coach", teacher="T1"), "T1 is to have no coach"),
        (Pin("Pins!B2", "Coach", teacher="T1", coach="C1", cycles=(1,)), None),
        (Pin("Pins!B2", "Coach", teacher="T1", coach="C1", cycles=(1, 2)), "T1 is to be in cycle 1, 2"),
        (Pin("Pins!B2", "Session", teacher="T1", session="OBSERVE"), None),
        (Pin("Pins!B2", "Coach", teacher="T1", program="Cycle", coach="C2"), "T1 / Cycle is to have the coach C2"),
        (Pin("Pins!B2", "Release", coach="C1", period="1"), None),
        (Pin("Pins!B2", "Release", coach="C1", period="3"), "C1 is to be released in period 3"),
        (Pin("Pins!B2", "Release", coach="C1", period="3", released=False), None),
        (Pin("Pins!B2", "Release", coach="C1", period="1", released=False), "C1 is to be not released in period 1"),
        (Pin("Pins!B2", "Session", teacher="T1", session="Observe"), None),
        (
            Pin("Pins!B2", "Session", "T1", "Cycle", "C1", 1, 1, 0, "1", "Observe", 480),
            None,
        ),
        (
            Pin("Pins!B2", "Session", "T1", "Cycle", "C1", 1, 1, 1, "1", "Observe", 480),
            "T1 Observe of Cycle with C1 cycle 1 week 1 Tue period 1 08:00 is to be held",
        ),
        (
            Pin("Pins!B2", "Session", teacher="T2", session="Observe", period="2"),
            "T2 Observe period 2 is to be held",
        ),
        (Pin("Pins!B2", "Session", teacher="T2", session="Observe"), "T2 Observe is to be held"),
        (Pin("Pins!B2", "Coach", teacher="T2", program="Access", coach="C1"), "T2 / Access is to have the coach C1"),
    ],
)
def test_a_pin_holds(pin, text):
    assert found(school(pins=[pin]), meet(), released={"C1": "12"}) == (
        [] if text is None else [f"[8] Pins!B2: {text}"]
    )


def test_a_coach_is_pinned_in_every_program_unless_one_is_named():
    both = teacher(programs=("Access", "Cycle"))
    for program, coaches, holds in (
        ("", ("C1", "C1"), True),
        ("", ("C1", "C2"), False),
        ("Access", ("C1", "C2"), True),
        ("Cycle", ("C1", "C2"), False),
    ):
        here = school(teachers=[both], pins=[Pin("Pins!B2", "Coach", teacher="T1", program=program, coach="C1")])
        one = plan(here, released=ALL_DAY)
        one = replace(
            one, assignments=tuple(replace(a, coach=c) for a, c in zip(one.assignments, coaches, strict=True))
        )
        assert (findings(here, one) == []) is holds


@pytest.mark.parametrize(("start", "caught"), [("08:00", False), ("08:11", True), ("08:31", True), ("08:50", False)])
def test_a_session_may_touch_reserved_time(start, caught):
    here = school(gap=0, bells=[bell(times={"1": "08:00-09:40"})])
    kept = [keep(span="08:30-08:50")]
    assert bool(found(here, meet(at=start), reserved=kept)) is caught


@pytest.mark.parametrize(("span", "caught"), [("08:00-08:30", False), ("08:00-08:31", True), ("08:50-09:00", False)])
def test_two_reserves_may_touch(span, caught):
    assert bool(found(school(), reserved=[keep(span="08:30-08:50"), keep("Common planning", span=span)])) is caught


def test_reserved_time_is_kept_free_of_sessions():
    here = school()
    flex = [keep(span="08:00-09:00")]
    assert found(here, meet(at="08:30"), reserved=flex) == [
        "[9] T1 / Cycle Observe, cycle 1 week 1 Mon 08:30-09:00: lies in the Flex of C1, 08:00-09:00"
    ]
    assert found(here, meet(period="2"), reserved=flex) == []
    assert found(here, meet(day=1), reserved=flex) == []
    assert found(here, meet(coach="C2"), reserved=flex, coaches="C2") == []


def test_time_is_reserved_once():
    here = school()
    assert found(here, reserved=[keep(), keep("Common planning")]) == [
        "[9] Flex of C1, cycle 1 week 1 Mon 08:00-09:00: overlaps Common planning 08:00-09:00 of the same coach"
    ]
    assert found(here, reserved=[keep(), keep("Common planning", coach="C2"), keep(period="2"), keep(day=1)]) == []


@pytest.mark.parametrize(
    ("full_time", "said", "released", "text"),
    [
        (False, {"1": "Teaching"}, "1", "is released, but the input says Teaching"),
        (False, {("1", 1): "Teaching"}, "1", "is released, but the input says Teaching"),
        (False, {"1": "Prep"}, "1", "is released, but the input says Prep"),
        (False, {"1": "Unavailable"}, "1", "is released, but the input says Unavailable"),
        (False, {("1", 1): "Unavailable"}, "1", None),
        (False, {"1": "Avoid"}, "1", None),
        (False, {"1": "Coaching"}, "1", None),
        (False, {"1": "Coaching"}, "", "is not released, but the input says Coaching"),
        (False, {"1": "Prefer"}, "", None),
        (True, {}, "23", "is not released, but the coach is full time"),
        (True, {"1": "Prep"}, "23", None),
        (True, {}, "123", None),
        (False, {"Flex": "Coaching"}, "", None),
    ],
)
def test_a_release_is_allowed_and_is_made_where_the_input_demands_it(full_time, said, released, text):
    here = district(coaches=[coach(full_time=full_time)], available={"C1": said})
    expected = [] if text is None else [f"[status] Release of C1 in period 1: {text}"]
    assert findings(here, plan(here, released={"C1": released})) == expected


# ---- rows that do not fit the input, and more than is due


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (meet(coach="C9"), '"C9" is not a coach'),
        (meet(cycle=2), "2 is not a cycle of the year (1 to 1)"),
        (meet(week=2), "2 is not a week of the pattern (1 to 1)"),
        (meet(minutes=0), "the end 08:00 is not after the start 08:00"),
        (meet(name="Launch"), "Launch is placed Once, by the dated calendar, not in the week pattern"),
        (meet(name="Observer"), '"Observer" is not a session of program Cycle'),
        (meet("T9"), "T9 / Cycle is not an enrollment of the input"),
        (meet(program="Access"), "T1 / Access is not an enrollment of the input"),
    ],
)
def test_a_session_that_does_not_fit_the_input_is_said_and_left_out(row, text):
    here = school(session(), session("Launch", once=True, weekly=0))
    (finding,) = audit_plan(here, plan(here, released=ALL_DAY, sessions=[row])).violations
    assert (finding.item, finding.text) == ("plan", text)
    assert audit_plan(here, plan(here, sessions=[row])).rules["Sessions", "Required"] == 2


def test_a_session_on_no_day_of_the_week_is_said():
    assert found(school(), meet(day=3)) == [
        "[plan] T1 / Cycle Observe, cycle 1 week 1 day 4 08:00-08:30: day 4 is not a day of the week (Mon, Tue, Wed)"
    ]


def test_everything_that_is_wrong_with_a_row_is_said():
    assert found(school(), meet("T9", coach="C9", cycle=0)) == [
        "[plan] T9 / Cycle Observe, cycle 0 week 1 Mon 08:00-08:30: 0 is not a cycle of the year (1 to 1)",
        '[plan] T9 / Cycle Observe, cycle 0 week 1 Mon 08:00-08:30: "C9" is not a coach',
        "[plan] T9 / Cycle Observe, cycle 0 week 1 Mon 08:00-08:30: T9 / Cycle is not an enrollment of the input",
    ]


@pytest.mark.parametrize(
    ("released", "text"),
    [
        ({"C9": "1"}, '[plan] Release periods of C9: "C9" is not a coach'),
        ({"C1": ("7",)}, '[plan] Release periods of C1: "7" is not a Class period of S (periods: 1, 2, 3)'),
        ({"C1": ("Flex",)}, '[plan] Release periods of C1: "Flex" is not a Class period of S (periods: 1, 2, 3)'),
        ({"C1": ("1", "1")}, "[plan] Release periods of C1: period 1 is given 2 times"),
    ],
)
def test_a_release_that_does_not_fit_the_input_is_said(released, text):
    here = district()
    assert findings(here, plan(here, released=released)) == [text]


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (Assignment("T1", "Access", "C9", ()), '[plan] Assignment of T1 / Access: "C9" is not a coach'),
        (
            Assignment("T1", "Access", "C1", (2,)),
            "[plan] Assignment of T1 / Access: 2 is not a cycle of the year (1 to 1)",
        ),
    ],
)
def test_an_assignment_that_does_not_fit_the_input_is_said(row, text):
    here = district()
    assert findings(here, replace(plan(here), assignments=(row,))) == [text]


def test_an_assignment_of_no_enrollment_is_said():
    here = district()
    two = plan(here)
    two = replace(two, assignments=(*two.assignments, Assignment("T1", "Cycle", "C1", ())))
    assert findings(here, two) == ["[plan] Assignment of T1 / Cycle: is not an enrollment of the input"]


def test_reserved_time_that_does_not_fit_the_input_is_said():
    here = district()
    assert findings(here, plan(here, reserved=[keep(coach="C9"), keep(cycle=2)])) == [
        '[plan] Reserved time of C9, cycle 1 week 1 Mon 08:00-09:00: "C9" is not a coach',
        "[plan] Reserved time of C1, cycle 2 week 1 Mon 08:00-09:00: 2 is not a cycle of the year (1 to 1)",
    ]


def test_no_more_sessions_are_held_than_are_due_in_a_week():
    here = school(session(weekly=1, count=2), bells=[bell(weeks=2)], weeks=2)
    assert found(here, meet(), meet(day=1)) == ["[plan] T1 / Cycle Observe: 2 are held in cycle 1 week 1, 1 are due"]
    assert found(here, meet(), meet(week=2)) == []


def test_no_more_sessions_are_held_than_are_due_in_a_cycle():
    here = school(session(weekly=None, count=1), bells=[bell(weeks=2)], weeks=2)
    assert found(here, meet(), meet(week=2)) == ["[plan] T1 / Cycle Observe: 2 are held in cycle 1, 1 are due"]
    assert found(here, meet(week=2)) == []


def test_sessions_are_held_in_the_cycles_that_assignments_lists_and_no_more_than_the_program_gives():
    here = school(cycles=2)
    assert found(here, meet(cycle=2), cycles={"T1": (1,)}) == [
        "[plan] T1 / Cycle Observe, cycle 2 week 1 Mon 08:00-08:30: cycle 2 is not one of T1 / Cycle"
    ]
    assert found(here, meet(cycle=2), cycles={"T1": (2,)}) == []
    assert found(here, cycles={"T1": (1, 2)}) == ["[plan] Assignment of T1 / Cycle: has 2 cycles, Cycle has 1"]
    access = district(cycles=2)
    assert found(access, cycles={"T1": (1, 2)}) == []  # without sessions, cycles mean nothing


@pytest.mark.parametrize(
    ("mode", "held", "text"),
    [
        ("In person", "In person", None),
        ("In person", "Virtual", 'mode "Virtual" is not In person'),
        ("Virtual", "In person", 'mode "In person" is not Virtual'),
        ("Either", "Virtual", None),
        ("Either", "In person", None),
        ("Either", "Either", 'mode "Either" is not In person or Virtual'),
    ],
)
def test_a_session_is_held_in_a_mode_of_the_program(mode, held, text):
    expected = [] if text is None else [f"[plan] T1 / Cycle Observe, cycle 1 week 1 Mon 08:00-08:30: {text}"]
    assert found(school(session(mode=mode)), meet(mode=held)) == expected


# ---- the score


def test_shortfalls_times_weights_add_up_by_level():
    here = district(
        teachers=[teacher(programs=("Cycle",), priority=3, last_coach="C2"), teacher("T2")],
        coaches=[coach(), coach("C2")],
        sessions=[session(), session("Debrief", level="Option")],
        rules=[
            setting("Every teacher has a coach", weight=10),
            setting("All periods covered", level="Off"),
            setting("Coaching periods per coach", level="Off"),
            setting("Every teacher can meet the coach", level="Off"),
            setting("Keep last coach", level="Recommended", weight=2),
        ],
    )
    result = audit_plan(here, plan(here, coaches={"T1": "C1"}))
    assert result.violations == ()
    # T2 has no coach, Observe; a second coach, the last coach; Debrief, common planning
    assert result.score == Score(10 + 3, 1 + 2, 3 + 1)
    assert Shortfall("Sessions", "Required", 1, "S", 3, "T1 / Cycle Observe") in result.shortfalls
    assert Shortfall("Every teacher has a coach", "Required", 10, "S", 1, "T2 / Access") in result.shortfalls


def test_every_rule_stands_there_at_every_level_that_it_has():
    sites = [Site("S", "South", "Regular"), Site("N", "North", "Regular")]
    here = district(
        sites=sites,
        sessions=[session(), session("Debrief", level="Option")],
        rules=[setting("Flex time", level="Required", site="N")],
    )
    rules = audit_plan(here, plan(here, released={"C1": "123"})).rules
    assert {key: rules[key] for key in rules if key[0] in ("Sessions", "Flex time", "Weekly coaching time")} == {
        ("Sessions", "Required"): 0,
        ("Sessions", "Option"): 0,
        ("Flex time", "Required"): 0,
        ("Flex time", "Recommended"): 1,
        ("Weekly coaching time", "Off"): 12,
    }


def test_a_level_given_to_sessions_beats_programs():
    here = district(
        teachers=[CYCLE], sessions=[session(level="Option")], rules=[setting("Sessions", level="Recommended")]
    )
    rules = audit_plan(here, plan(here)).rules
    assert {key: n for key, n in rules.items() if key[0] == "Sessions"} == {("Sessions", "Recommended"): 1}


def test_a_rule_that_is_off_is_measured_and_not_scored():
    rules = [setting("All periods covered", level="Off"), setting("Coaching periods per coach", level="Off")]
    here = district(rules=[*rules, setting("Coaches per site", level="Off")])
    result = audit_plan(here, plan(here))
    assert result.rules["All periods covered", "Off"] == 3
    assert result.score == Score(0, 0, 0)


# ---- laws


def busy_plan(instance: Instance, rng: random.Random) -> Plan:
    """A plan that nobody would make: whatever comes, some of it wrong."""
    held = [
        meet(
            rng.choice(("T1", "T2", "T3")),
            rng.choice(("Observe", "Plan")),
            day=rng.randrange(2),
            period=rng.choice(("1", "2", "Flex")),
            coach=rng.choice(("C1", "C2")),
            group=rng.choice(("", "a")),
        )
        for _ in range(rng.randrange(8))
    ]
    kept = [keep(day=rng.randrange(2), period=rng.choice("12"), coach=rng.choice(("C1", "C2"))) for _ in range(3)]
    coaches = {f"T{i}": rng.choice(("", "C1", "C2")) for i in (1, 2, 3)}
    return plan(instance, released={"C1": "12", "C2": "3"}, coaches=coaches, sessions=held, reserved=kept)


def three_teachers(weight: int = 1) -> Instance:
    weighted = [
        setting(rule, weight=weight, level=level)
        for rule, level in (("Sessions", "Required"), ("One session a day", "Option"), ("Flex time", "Recommended"))
    ]
    off = [
        setting(rule, level="Off")
        for rule in (
            "Every teacher has a coach",
            "Every teacher can meet the coach",
            "All periods covered",
            "Even cycles",
            "Coaching periods per coach",
            "Coaches per site",
            "Common planning",
            "Caseload balance",
            "Sessions per day",
        )
    ]
    return district(
        teachers=[teacher(f"T{i}", programs=("Cycle",)) for i in (1, 2, 3)],
        coaches=[coach(), coach("C2")],
        sessions=[session("Plan", group_size=2), session(after="Plan", group_size=2)],
        rules=[*weighted, *off],
    )


@given(seed=st.integers(0, 10_000))
def test_the_order_of_the_rows_makes_no_difference(seed):
    here, rng = three_teachers(), random.Random(seed)
    one = busy_plan(here, rng)
    shuffled = replace(
        one,
        releases=dict(reversed(list(one.releases.items()))),
        assignments=tuple(rng.sample(one.assignments, len(one.assignments))),
        sessions=tuple(rng.sample(one.sessions, len(one.sessions))),
        reserved=tuple(rng.sample(one.reserved, len(one.reserved))),
    )
    assert audit_plan(here, shuffled) == audit_plan(here, one)


@given(seed=st.integers(0, 10_000), times=st.integers(2, 9))
def test_weights_times_k_are_the_score_times_k(seed, times):
    one = busy_plan(three_teachers(), random.Random(seed))
    once, more = (audit_plan(three_teachers(weight), one) for weight in (1, times))
    assert more.score == tuple(times * points for points in once.score)
    assert more.rules == once.rules


@given(seed=st.integers(0, 10_000))
def test_a_session_that_is_taken_away_never_lowers_what_is_missing(seed):
    here = three_teachers()
    one = busy_plan(here, random.Random(seed))
    less = replace(one, sessions=one.sessions[1:])
    assert audit_plan(here, less).rules["Sessions", "Required"] >= audit_plan(here, one).rules["Sessions", "Required"]
