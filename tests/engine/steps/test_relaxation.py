"""The coarse model of the year: equals in groups, all cycles as one room."""

from __future__ import annotations

import pytest
from districts import bell, coach, district, session, setting, teacher

from engine.alone import SESSIONS, coarse, coarse_bound, cycled, only, pin
from scheduler.domain.instance import Program
from scheduler.engine.aggregate import session_patterns
from scheduler.engine.problem.index import ProblemIndex
from scheduler.engine.steps.relaxation import make_groups


def sizes(teachers, **given):
    """The groups that the enrollments of these teachers fall into."""
    given = {"sessions": [session()], "coaches": [coach("C1", grades=("9",)), coach("C2")], **given}
    facts = ProblemIndex(district(teachers=teachers, **given))
    return [[facts.enrollments[i].teacher for i in group.members] for group in make_groups(facts)]


def test_enrollments_that_no_rule_can_tell_apart_are_one_group():
    assert sizes([cycled("T1", years=3, email="a"), cycled("T2", years=20, email="b")]) == [["T1", "T2"]]


@pytest.mark.parametrize(
    "other",
    [
        {"priority": 2},
        {"prep_minutes": 30},
        {"grades": ("10",)},
        {"requested_coach": "C1"},
        {"requested_coach": "C9"},
        {"last_coach": "C2"},
        {"avoid_coaches": ("C1",)},
        {"programs": ("Access",)},
    ],
    ids=str,
)
def test_whatever_a_rule_sees_keeps_them_apart(other):
    assert sizes([cycled("T1"), cycled("T2", **other)]) == [["T1"], ["T2"]]


def test_so_does_a_timetable_but_not_to_those_without_sessions():
    doing = {"T1": {"1": "Teaching"}}
    assert sizes([cycled("T1"), cycled("T2")], doing=doing) == [["T1"], ["T2"]]
    assert sizes([teacher("T1"), teacher("T2")], doing=doing) == [["T1", "T2"]]
    never = {"T1": dict.fromkeys(("1", "2", "3", "Flex", "After"), "Off")}
    assert sizes([teacher("T1"), teacher("T2")], doing=never) == [["T1"], ["T2"]]  # who can never meet


def test_whom_a_pin_names_and_who_is_in_several_programs_stay_alone():
    assert sizes([cycled("T1"), cycled("T2")], pins=[pin("Coach", "T2", coach="C1")]) == [["T1"], ["T2"]]
    assert sizes([cycled("T1"), cycled("T2")], pins=[pin(teacher="T2")]) == [["T1"], ["T2"]]
    several = [cycled(f"T{i}", programs=("Access", "Cycle")) for i in (1, 2)]
    assert sizes(several) == [["T1", "T2"], ["T1"], ["T2"]]  # together in Access, which has no sessions


def full(teachers, **given):
    """Two slots of an hour, in each of which two sessions of 25 minutes fit: a period of two days."""
    return district(
        bells=[bell(times={"1": "08:00-09:00"}, days=2)],
        teachers=[cycled(f"T{i}") for i in range(teachers)],
        **{"sessions": [session(minutes=25)], "rules": only(SESSIONS), **given},
    )


@pytest.mark.parametrize(("teachers", "missing"), [(4, 0), (5, 1), (7, 3)])
def test_no_cell_holds_more_than_its_slots(teachers, missing):
    assert coarse_bound(full(teachers)) == (missing, 0, 0)


@pytest.mark.parametrize(("minutes", "missing"), [(25, 0), (28, 1)])
def test_sessions_of_a_length_fill_whole_places(minutes, missing):
    """28 + 5 + 28 minutes are more than an hour, though the minutes of three are fewer than those of two hours."""
    assert coarse_bound(full(3, sessions=[session(minutes=minutes)])) == (missing, 0, 0)


def test_a_group_takes_the_coachs_time_once():
    assert coarse_bound(full(8, sessions=[session(minutes=25, group_size=2)])) == (0, 0, 0)
    assert coarse_bound(full(9, sessions=[session(minutes=25, group_size=2)])) == (1, 0, 0)


@pytest.mark.parametrize(("percent", "missing"), [(100, 0), (50, 2), (25, 3)])
def test_a_model_with_ease_fills_only_a_share_of_every_cell(percent, missing):
    assert coarse(full(4), percent)[1].score == (missing, 0, 0)


def test_a_slot_that_is_reserved_holds_no_session():
    flex = setting("Flex time", level="Required", value=1)
    rules = {"rules": only(SESSIONS, flex)}
    instance = district(
        bells=[bell(times={"1": "08:00-09:00", "2": "09:10-10:10"}, days=1)],
        teachers=[cycled(f"T{i}") for i in range(3)],
        sessions=[session(minutes=25)],
        **rules,
    )
    assert coarse_bound(instance) == (1, 0, 0)


def test_sessions_of_several_lengths_fill_the_minutes_that_a_reserve_leaves():
    """40 + 5 + 20 minutes are more than the hour that is left, though it holds one of each length."""
    flex = setting("Flex time", level="Required", value=1)
    pair = [session("A", minutes=40), session("B", minutes=20)]
    assert coarse_bound(full(1, sessions=pair)) == (0, 0, 0)
    assert coarse_bound(full(1, sessions=pair, rules=only(SESSIONS, flex))) == (1, 0, 0)


def test_a_cell_takes_sessions_only_under_its_release():
    limit = setting("Sections funded", level="Required", value=1, weight=5)
    instance = district(
        bells=[bell(times={"1": "08:00-09:00", "2": "09:10-10:10"}, days=1)],
        teachers=[cycled("T1"), cycled("T2")],
        doing={"T1": {"1": "Off"}, "T2": {"2": "Off"}},
        sessions=[session()],
        rules=only(SESSIONS, limit),
    )
    assert coarse_bound(instance) == (1, 0, 0)


def test_what_is_too_long_to_be_told_in_ways_is_counted_session_by_session():
    many = [session(name, minutes=10) for name in "ABCD"]  # four sessions in six periods: 1296 ways
    instance = district(teachers=[cycled()], sessions=many, rules=only(SESSIONS))
    model, reached = coarse(instance)
    assert not model.room.spent
    assert reached.score == (0, 0, 0)


def test_counted_one_by_one_none_is_held_more_often_than_what_it_follows(monkeypatch):
    monkeypatch.setattr(session_patterns, "MOST_COMBINATIONS", 0)
    pair = [session("A", when=("Duty",)), session("B", weekly=2, after="A")]
    instance = district(teachers=[cycled()], sessions=pair, rules=only(SESSIONS))
    model, reached = coarse(instance)
    assert not model.room.spent
    assert reached.bound == (3, 0, 0)


def test_a_program_without_sessions_takes_no_room():
    model, _ = coarse(district(programs=[Program("Cycle")], teachers=[teacher()]))
    assert not model.room.uses
