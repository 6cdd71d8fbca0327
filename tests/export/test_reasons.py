"""Why a session is not in the plan, where the contract leaves no room for it."""

from __future__ import annotations

from districts import bell, district, meet, plan, session, teacher

from scheduler.domain.instance import Instance, Pin, State
from scheduler.export.reasons import unscheduled
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
    text = "No coach: a locked row of Assignments says that there is none."
    assert reasons(instance, coaches="") == [("T1", "Observe", 1, text)]
