"""Groups whose members are not free at the same time, and what follows them: plans that a model once left out while it
called itself exact. Each was the best plan there is, or the only one that keeps the pins."""

from __future__ import annotations

from dataclasses import replace

import pytest

from laws.adversary.verdict import verdict_of
from scheduler.domain.instance import (
    Coach,
    Instance,
    Pin,
    Program,
    ProgramSession,
    RuleSetting,
    Settings,
    Site,
    Slot,
    State,
    Teacher,
)
from scheduler.rules import RULES


def school(
    slots: list[Slot], coaches: dict[str, str], programs: list[Program], teachers: dict[str, tuple[str, ...]]
) -> Instance:
    """One site; `coaches` maps a coach to the one role, `teachers` a teacher to the programs."""
    return Instance(
        Settings(
            district="D",
            days=("Mon", "Tue", "Wed")[: max(s.day for s in slots) + 1],
            weeks=1,
            cycles=1,
            minutes_between_sessions=5,
        ),
        {"N": Site("N", "North", "Regular", None)},
        {"Regular": tuple(slots)},
        {t: Teacher(t, t, "N", programs=mine) for t, mine in teachers.items()},
        {t: tuple(State("") for _ in slots) for t in teachers},
        {c: Coach(c, c, ("N",), roles=(role,) if role else ()) for c, role in coaches.items()},
        {c: ("Available",) * len(slots) for c in coaches},
        {"Access": Program("Access"), **{p.id: p for p in programs}},
        {(n, ""): RuleSetting(n, r.level, r.value) for n, r in RULES.items()}
        | {("Coaching periods per coach", ""): RuleSetting("Coaching periods per coach", "Off", 2)},
    )


def flex(day: int, minutes: int) -> Slot:
    return Slot("Regular", 1, day, "Flex", 480, 480 + minutes, "Flex")


def two_coaches(minutes: int) -> Instance:
    """C1 meets T1 and T2 as a group or one by one, C2 each of them alone, all in one slot."""
    group = ProgramSession("Group", "Group", minutes=20, count=1, weekly=1, group_size=2)
    mentor = ProgramSession("Mentor", "Mentor", minutes=20, count=1, weekly=1)
    programs = [Program("P1", "R1", 1, (group,)), Program("P2", "R2", 1, (mentor,))]
    return school([flex(0, minutes)], {"C1": "R1", "C2": "R2"}, programs, dict.fromkeys(("T1", "T2"), ("P1", "P2")))


def held(pin: int, teacher: str, session: str, day: int, start: int) -> Pin:
    return Pin(f"Pins!A{pin}", "Session", teacher, "P1", "C1", None, 1, day, "", session, start)


def a_group_after_two_plans() -> Instance:
    """Each of T1 to T3 has two Plans and then a Group, on two days; T1's Group is on Tuesday at 8:00, and follows the
    Plan of Monday: that of Tuesday comes later."""
    plan = ProgramSession("Plan", "Plan", minutes=10, count=2, weekly=2, when=("Flex",))
    group = ProgramSession("Group", "Group", minutes=20, count=1, weekly=1, group_size=2, after="Plan", when=("Flex",))
    teachers = dict.fromkeys(("T1", "T2", "T3"), ("P1",))
    found = school([flex(0, 120), flex(1, 120)], {"C1": ""}, [Program("P1", "", 1, (plan, group))], teachers)
    return replace(found, pins=(held(2, "T1", "Group", 1, 480),))


def beside_slots_without_a_gap(instance: Instance) -> Instance:
    """On Wednesday two slots follow each other at once: the coarse model holds a session in each, and no plan does."""
    wednesday = (
        Slot("Regular", 1, 2, "Adv", 480, 500, "Advisory"),
        Slot("Regular", 1, 2, "Early", 500, 520, "Before school"),
    )
    one = ProgramSession("One", "Data", minutes=20, count=1, weekly=1, when=("Advisory",))
    two = ProgramSession("Two", "Mentor", minutes=20, count=1, weekly=1, when=("Before school",))
    teachers = {**instance.teachers, "T8": Teacher("T8", "T8", "N", programs=("P8",))}
    slots = (*instance.bells["Regular"], *wednesday)
    return replace(
        instance,
        settings=replace(instance.settings, days=("Mon", "Tue", "Wed")),
        bells={"Regular": slots},
        programs={**instance.programs, "P8": Program("P8", "", 1, (one, two))},
        teachers=teachers,
        states={t: (State(""),) * len(slots) for t in teachers},
        availability={"C1": ("Available",) * len(slots)},
    )


CASES = {
    "members whom another coach meets in turn": two_coaches(45),
    "the same with room for all": two_coaches(60),
    "members pinned at two starts": replace(
        two_coaches(45), pins=(held(2, "T1", "Group", 0, 480), held(3, "T2", "Group", 0, 505))
    ),
    "a group before a session that it does not follow": a_group_after_two_plans(),
    "the same, both pinned": replace(
        a_group_after_two_plans(), pins=(held(2, "T1", "Group", 1, 480), held(3, "T1", "Plan", 1, 505))
    ),
    "the same, where the coarse model proves nothing": beside_slots_without_a_gap(a_group_after_two_plans()),
}


@pytest.mark.parametrize("instance", CASES.values(), ids=CASES)
def test_the_best_plan_is_found_and_proven(instance: Instance) -> None:
    found = verdict_of(instance)
    assert found.kind == "agrees", found
