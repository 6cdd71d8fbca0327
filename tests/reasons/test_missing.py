"""Why a session is not in the plan, where the contract leaves no room for it."""

from __future__ import annotations

from dataclasses import replace

from districts import bell, coach, district, meet, plan, session, setting, teacher

from scheduler.domain.instance import Instance, Pin, State
from scheduler.domain.source_cells import SourceCells
from scheduler.reasons.missing import unscheduled
from scheduler.rules.plan_index import PlanIndex

T1, T2 = (teacher(id, programs=("Cycle",)) for id in ("T1", "T2"))


def reasons(instance: Instance, *held: object, **given: object) -> list[tuple[str, str, int, str]]:
    made = plan(instance, released={"C1": instance.class_periods("S")}, sessions=held, **given)
    return [(u.enrolled.teacher.id, u.spec.name, u.missing, u.reason) for u in unscheduled(PlanIndex(instance, made))]


def test_the_second_of_two_that_follow_one_is_not_missing_for_the_first_ones_sake():
    two = [session("Plan"), session(weekly=2, after="Plan")]
    (one,) = reasons(district(teachers=[T1], sessions=two), meet(name="Plan"), meet(period="2"))
    assert one[:3] == ("T1", "Observe", 1)
    assert "missing too" not in one[3]
    assert [r[3] for r in reasons(district(teachers=[T1], sessions=two))][1] == "It follows Plan, which is missing too."


def test_a_group_with_room_that_teaches_another_class_is_named():
    instance = district(
        teachers=[T1, T2],
        sessions=[session(group_size=3)],
        doing={"T1": {"1": State("Teaching", "Art")}, "T2": {"1": State("Teaching", "Math")}},
        bells=[bell(times={"1": "08:00-09:00"}, days=1)],
    )
    text = "Mon 08:00, period 1, has a group with room, but T1 teaches another class then."
    assert reasons(instance, meet()) == [("T2", "Observe", 1, text)]


def test_a_locked_assignment_without_a_coach_is_the_reason():
    instance = district(teachers=[T1], sessions=[session()], pins=[Pin("Assignments!A2", "Coach", "T1", "Cycle")])
    text = "No coach: a locked row of Assignments says that there is none (Assignments!A2)."
    assert reasons(instance, coaches="") == [("T1", "Observe", 1, text)]


def test_a_follower_whose_first_stands_there_is_not_said_to_miss_it():
    two = [session("Plan", weekly=2), session(weekly=2, after="Plan")]
    instance = district(teachers=[T1], sessions=two)
    held = (meet(name="Plan"), meet(period="2"))
    found = {name: reason for _, name, _, reason in reasons(instance, *held)}
    assert found["Observe"] == "Each Observe follows a Plan of its own, and only 1 of 2 is there."


def test_more_of_one_name_than_there_are_days():
    instance = district(teachers=[T1], sessions=[session(weekly=3)])
    (one,) = reasons(instance, meet(), meet(day=1))
    assert one[3] == (
        "3 Observe are due in a week, never two on one day: on the 2 days with a slot that fits there is one already."
    )


def test_a_week_without_a_bell_is_the_reason():
    slots = tuple(s for s in bell(weeks=2) if s.week == 1)
    instance = district(teachers=[T1], sessions=[session(weekly=1, count=2)], bells=[slots], weeks=2)
    assert [r[3] for r in reasons(instance, meet())] == ["The bell schedule has no slot in week 2 of cycle 1."]


def test_a_day_on_which_nothing_can_come_first_is_no_free_time():
    both = [session("Plan", when=("Prep",)), session(after="Plan", when=("Teaching",))]
    doing = {"T1": {"1": "Teaching", "2": "Prep", "3": "Off"}}
    one_day = [bell(times={"1": "08:00-09:00", "2": "09:10-10:10", "3": "10:20-11:20"}, days=1)]
    instance = district(teachers=[T1], sessions=both, doing=doing, bells=one_day)
    (one,) = reasons(instance, meet(name="Plan", period="2"))
    assert one[3] == "No time is left in cycle 1. Mon 08:00, period 1: no Plan comes before it."


def test_a_coach_who_teaches_in_the_one_prep_could_not_be_it():
    instance = district(
        teachers=[T1],
        sessions=[session(when=("Prep",))],
        doing={"T1": {"2": "Teaching", "3": "Teaching"}},
        available={"C1": {"1": "Teaching"}},
    )
    (one,) = reasons(instance, coaches="")
    assert one[3] == "No coach: for Observe C1 teaches period 1."


def test_each_slot_says_who_is_there_and_others_are_told_no_names():
    slots = [bell(times={"1": "08:00-08:40"}, days=2)]
    instance = district(teachers=[T1, T2], sessions=[session()], bells=slots)
    made = plan(instance, released={"C1": "1"}, sessions=[meet(), meet("T1", day=1, name="Observe")])
    (one,) = [u for u in unscheduled(PlanIndex(instance, made)) if u.enrolled.teacher.id == "T2"]
    assert one.reason == (
        "No time is left in cycle 1. Mon 08:00, period 1: C1 has Observe with T1; "
        "Tue 08:00, period 1: C1 has Observe with T1."
    )
    assert one.outline == "No time is left for C1 and the teacher in cycle 1 (period 1)."


def test_a_free_time_names_the_rule_that_it_would_cost_or_that_none_does():
    instance = district(teachers=[T1, T2], sessions=[session()])
    (one,) = reasons(instance, meet("T2"))
    assert (
        one[3]
        == "Mon 09:10, period 2, of cycle 1 is free for both, and no rule speaks against it: it could be held then."
    )
    full = district(
        teachers=[T1, T2],
        sessions=[session()],
        coaches=[coach(max_sessions_per_day=1)],
        bells=[bell(days=1)],
        rules=[setting("Sessions per day", level="Required")],
    )
    (one,) = reasons(full, meet("T2"))
    assert (
        one[3] == "Mon 09:10, period 2, of cycle 1 is free for both, but would cost Sessions per day by 1 (Required)."
    )


def test_a_cell_is_named_where_the_input_has_one():
    instance = district(
        teachers=[T1], sessions=[session(when=("Prep",))], available={"C1": dict.fromkeys("123", "Prep")}
    )
    cells = SourceCells(states={"C1": tuple(f"Coach availability!{'BCDEFG'[i % 6]}2" for i in range(12))})
    instance = replace(instance, cells=cells)
    made = plan(instance)
    (one,) = unscheduled(PlanIndex(instance, made))
    assert one.reason.startswith("Whenever the teacher is on prep: C1 has prep in period 1 (Coach availability!B2); ")


def test_a_time_at_which_the_sessions_that_follow_come_too_early_is_not_free():
    """Three Observes follow the one Plan of week 1; a second one would take the second of them away."""
    plan_due = replace(session("Plan"), count=2, weekly=1, when=("Prep",))
    observe_due = replace(session(after="Plan"), count=4, weekly=2, when=("Prep",))
    times = {"1": "08:00-09:00", "2": "09:10-10:10"}
    instance = district(teachers=[T1], sessions=[plan_due, observe_due], bells=[bell(times=times, weeks=2)], weeks=2)
    held = (meet(name="Plan"), meet(period="2"), meet(day=1), meet(week=2))
    found = {name: reason for _, name, _, reason in reasons(instance, *held)}
    assert "Observe, which follows it, would come before it or too late" in found["Plan"]
