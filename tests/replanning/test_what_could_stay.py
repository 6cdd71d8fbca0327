"""What of a published plan could stay, each row by itself, and what counts: on plans that fit on a page.

Each case is counted twice, by the code that plans anew and by the checker's own, which do not know each other.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from districts import coach, district, keep, meet, plan, session, teacher
from laws.replans import of_today, published

from scheduler.checker.replan import KeptAudit
from scheduler.domain.instance import Instance, Pin
from scheduler.domain.plan import Plan
from scheduler.domain.replan import ChangeTotal
from scheduler.replanning.kept_plan import Kept

OBSERVE = {"sessions": (session("Observe", when=("Teaching",)),)}
TEACHES = {"T1": {"1": "Teaching", "2": "Teaching"}}


def school(**given: Any) -> Instance:
    """T1 teaches in periods 1 and 2 and has one Observe a week; C1 may be released in all."""
    return district(**{"teachers": (teacher(programs=("Cycle",)),), "doing": TEACHES, **OBSERVE, **given})


def old_plan(instance: Instance) -> Plan:
    return plan(instance, released={"C1": "12"}, sessions=[meet(period="1")], reserved=[keep(period="2", day=1)])


def change(now: Instance, new: Plan | None = None) -> ChangeTotal:
    """The Change of a plan (the old one where none is given) of the input as it is now, counted twice."""
    before = school()
    old = of_today(published(before, old_plan(before)), now)
    there = old_plan(now) if new is None else new
    counted = Kept(now, old).change(there)
    assert KeptAudit(now, there, old, 1).change() == counted
    return counted


def test_nothing_changed_counts_nothing() -> None:
    assert change(school()) == ChangeTotal(0, 0, 0, 0, 0, 0, 0)


FORCED = {
    "the teacher has Prep then": ({"doing": {"T1": {"1": "Prep", "2": "Teaching"}}}, 11),
    "the teacher is off": ({"doing": {"T1": {"1": "Off", "2": "Teaching"}}}, 11),
    "the coach teaches then": ({"available": {"C1": {"1": "Teaching"}}}, 31),
    "the coach has Prep then": ({"available": {"C1": {"1": "Prep"}}}, 31),
    "the coach is away in that slot": ({"available": {"C1": {("1", 0): "Unavailable"}}}, 11),
    "the coach is away in another slot": ({"available": {"C1": {("1", 1): "Unavailable"}}}, 0),
    "the session is too long for the slot": ({"sessions": (session(minutes=61),)}, 11),
    "the session is still short enough": ({"sessions": (session(minutes=60),)}, 0),
    "the session is gone": ({"sessions": (session("Model"),)}, 11),
    "the coach is gone": ({"coaches": (coach("C2"),)}, 31),
    "the coach has another role": ({"role": "Mentor", "coaches": (coach(roles=("Literacy",)),)}, 31),
    "the reserved slot is a class of the coach": ({"available": {"C1": {"2": "Teaching"}}}, 21),
    "a rule alone forces nothing": ({"coaches": (coach(release_max=1),)}, 0),
    "an avoided coach forces nothing": (
        {"teachers": (teacher(programs=("Cycle",), avoid_coaches=("C1",)),)},
        0,
    ),
    "the teacher is gone: nothing is left to stay": ({"teachers": (teacher("T2"),), "doing": {}}, 0),
}


@pytest.mark.parametrize("name", FORCED)
def test_what_no_plan_could_hold_is_forced_and_nothing_else(name: str) -> None:
    given, points = FORCED[name]
    now = school(**given)
    assert change(now, plan(now, coaches="")).forced == points


def test_a_pin_that_names_another_coach_forces_the_coach_out() -> None:
    now = school(coaches=(coach(), coach("C2")), pins=(Pin("Pins!A2", "Coach", "T1", "Cycle", "C2"),))
    new = plan(now, released={"C1": "12", "C2": ""}, coaches={"T1": "C2"})
    assert (change(now, new).forced, change(now, new).value) == (31, 32)


def test_a_pinned_session_in_the_way_forces_the_row_out() -> None:
    pin = Pin("Pins!A2", "Session", "T1", "Cycle", "C1", 1, 1, 0, "1", "Observe", 8 * 60 + 10)
    assert change(school(pins=(pin,))).forced == 11


MOVED = {
    "another start in the same slot": (meet(at="08:05"), 11),
    "another day": (meet(day=1), 11),
    "held virtually": (meet(mode="Virtual"), 0),
}


@pytest.mark.parametrize("name", MOVED)
def test_a_row_stays_by_its_time_and_its_people(name: str) -> None:
    row, points = MOVED[name]
    now = school()
    new = replace(old_plan(now), sessions=(row,))
    assert change(now, new) == ChangeTotal(points, 0, points // 11, points // 11, 0, 0, 0)


def test_each_kind_of_change_counts_its_points() -> None:
    now = school(coaches=(coach(), coach("C2")))
    new = plan(now, released={"C1": "13", "C2": "1"}, coaches={"T1": "C2"}, sessions=[meet(coach="C2")])
    # the coach 20, two releases of C1 40, the teacher once 10, the session 1, the reserved slot 1
    assert change(now, new) == ChangeTotal(72, 0, 1, 1, 1, 2, 1)
