"""Sessions on real slots: what holds in every plan, with no rule but that sessions are held."""

from __future__ import annotations

import pytest
from districts import bell, clock, coach, district, session, setting

from engine.alone import SESSIONS, bare_calendar, cycled, only, pin, planned, told, whole
from scheduler.checker import audit_plan
from scheduler.domain.instance import Site, State
from scheduler.engine.problem.index import ProblemIndex
from scheduler.engine.steps.exact import Whole

TIMES = {"1": "08:00-08:40", "2": "08:50-09:30"}


def week(*sessions, teachers=1, days=3, times=TIMES, doing=None, **given):
    given = {"bells": [bell(times=times, days=days)], "rules": only(SESSIONS), **given}
    return district(
        teachers=[cycled(f"T{i}") for i in range(1, teachers + 1)],
        sessions=sessions,
        doing={"T1": doing or {}},
        **given,
    )


@pytest.mark.parametrize(("weekly", "days", "missing"), [(2, 2, 0), (3, 2, 1), (3, 3, 0)])
def test_sessions_of_one_name_lie_on_different_days(weekly, days, missing):
    rows, short = planned(week(session(weekly=weekly), days=days))
    assert short == missing
    assert len({row.split()[2] for row in rows}) == len(rows)


def test_so_do_those_of_a_cycle_that_is_not_counted_by_the_week():
    rows, short = planned(week(session(weekly=None, count=3), days=2))
    assert (len(rows), short) == (2, 1)


def test_a_session_of_each_week_is_missed_in_a_week_without_slots():
    two = {"bells": [tuple(s for s in bell(days=2, weeks=2) if s.week == 1)], "weeks": 2}
    assert planned(week(session(weekly=1, count=2), **two))[1] == 1
    assert planned(week(session(weekly=None, count=2), **two))[1] == 0


@pytest.mark.parametrize(("minutes", "teachers", "missing"), [(40, 4, 0), (40, 5, 1), (10, 12, 0), (10, 13, 1)])
def test_a_coach_holds_in_a_slot_what_fits_with_the_minutes_between(minutes, teachers, missing):
    # a slot of forty minutes: one of forty, or three of ten
    instance = week(session(minutes=minutes), teachers=teachers, days=2)
    assert planned(instance)[1] == missing


def test_group_meetings_take_their_time_once_and_hold_no_more_than_they_may():
    assert planned(week(session(minutes=40, group_size=3), teachers=6, days=1))[1] == 0
    assert planned(week(session(minutes=40, group_size=3), teachers=7, days=1))[1] == 1


def test_a_group_meeting_without_anybody_is_none():
    """It would make the second cycle as full as the first."""
    instance = week(session(group_size=2), cycles=2, rules=only(SESSIONS, setting("Even cycles", value=0)))
    model, reached = whole(instance)
    assert reached.score == (0, 0, 1)
    assert len(model.plan(reached).sessions) == 1


def test_all_sessions_of_an_enrollment_are_with_its_one_coach():
    available = {"C1": {(p, 1): "Unavailable" for p in TIMES}, "C2": {(p, 0): "Unavailable" for p in TIMES}}
    two = {"coaches": [coach("C1"), coach("C2")], "days": 2}
    assert planned(week(session(weekly=2), **two, available=available))[1] == 1
    assert planned(week(session(weekly=2), **two))[1] == 0


# ---- what follows what

MON, TUE, WED = (("1", d) for d in range(3))
FREE = dict.fromkeys(TIMES, "Off")


@pytest.mark.parametrize(
    ("teaching", "prep", "within", "missing"),
    [
        ([MON], [TUE], 1, 0),
        ([MON], [WED], 1, 1),
        ([MON], [WED], 2, 0),
        ([MON], [WED], None, 0),
        ([TUE], [MON], None, 1),
        ([MON], [("2", 0)], 0, 0),
        ([("2", 0)], [MON], 0, 1),
    ],
)
def test_a_session_follows_another_later_and_within_its_days(teaching, prep, within, missing):
    doing = {**FREE, **dict.fromkeys(teaching, "Teaching"), **dict.fromkeys(prep, "Prep")}
    pair = session("A", when=("Teaching",)), session("B", when=("Prep",), after="A", within_days=within)
    assert planned(week(*pair, doing=doing))[1] == missing


@pytest.mark.parametrize(
    ("teaching", "prep", "missing"),
    [
        ([("1", 0), ("1", 1)], [("2", 0), ("2", 1)], 0),
        ([("1", 0), ("1", 1)], [("2", 0), ("1", 2)], 0),
        ([("1", 0), ("1", 2)], [("2", 0), ("1", 1)], 1),  # Tuesday's would follow Monday's, which is followed already
        ([("1", 1), ("1", 2)], [("1", 0), ("2", 1)], 1),
    ],
)
def test_each_follows_one_of_its_own(teaching, prep, missing):
    doing = {**FREE, **dict.fromkeys(teaching, "Teaching"), **dict.fromkeys(prep, "Prep")}
    pair = (
        session("A", weekly=2, when=("Teaching",)),
        session("B", weekly=2, when=("Prep",), after="A", within_days=1),
    )
    assert planned(week(*pair, doing=doing))[1] == missing


def test_following_what_the_dated_calendar_places_is_no_bar():
    first = session("Launch", once=True, count=0)
    assert planned(week(first, session("B", after="Launch")))[1] == 0


# ---- reserves


def test_a_reserved_slot_holds_no_session():
    flex = setting("Flex time", level="Recommended", value=1)
    instance = week(session(), teachers=4, days=2, rules=only(SESSIONS, flex))
    assert whole(instance)[1].score == (0, 1, 0)  # four sessions in four slots leave none
    instance = week(session(), teachers=3, days=2, rules=only(SESSIONS, flex))
    assert whole(instance)[1].score == (0, 0, 0)


def test_a_reserved_slot_of_home_bars_what_overlaps_it_elsewhere():
    north = bell("North", {"A": "08:20-09:00"}, days=1)
    instance = district(
        sites=[Site("S", "South", "Regular"), Site("N", "North", "North")],
        bells=[bell(times={"1": "08:00-09:00"}, days=1), north],
        coaches=[coach("C1", "S", "N")],
        teachers=[cycled("T1", "N")],
        sessions=[session()],
        rules=only(SESSIONS, setting("Flex time", level="Recommended", value=1)),
    )
    assert whole(instance)[1].score == (0, 1, 0)


@pytest.mark.parametrize(
    ("elsewhere", "row"),
    [("08:00-09:00", "08:00-08:30"), ("09:00-10:00", "09:30-10:00"), ("08:10-09:10", ""), ("08:45-09:45", "")],
)
def test_a_session_may_lie_beside_a_reserve_that_covers_its_slot_in_part(elsewhere, row):
    """The coach keeps 08:30 to 09:30 free at home; the slot at the other site begins before or ends after."""
    instance = district(
        sites=[Site("S", "South", "Regular"), Site("N", "North", "North")],
        bells=[bell(times={"1": "08:30-09:30"}, days=1), bell("North", {"A": elsewhere}, days=1)],
        coaches=[coach("C1", "S", "N", full_time=True)],
        teachers=[cycled("T1", "N")],
        sessions=[session()],
        rules=only(setting("Flex time", level="Required", value=1), setting("Sessions", level="Recommended")),
    )
    model, reached = whole(instance)
    plan = model.plan(reached)
    assert audit_plan(instance, plan).violations == ()
    assert len(plan.reserved) == 1
    assert [told(s)[-11:] for s in plan.sessions] == ([row] if row else [])
    assert reached.score == audit_plan(instance, plan).score == (0, 0 if row else 1, 0)


# ---- modes, pins and turns


def test_only_a_coach_who_travels_has_the_choice_between_virtual_and_in_person():
    sites = [Site("S", "South", "Regular"), Site("N", "North", "Regular")]
    either = session(mode="Either")

    def modes(**given):
        return {p.virtual for p in bare_calendar(week(either, **given)).placements}

    assert modes() == {False}
    assert modes(sites=sites, coaches=[coach("C1", "S", "N")]) == {False, True}


@pytest.mark.parametrize(
    "given", [{}, {"day": 1}, {"period": "2"}, {"day": 2, "period": "1"}, {"start": clock("09:00")}], ids=str
)
def test_a_pinned_session_is_held_where_the_pin_says_even_if_nothing_counts(given):
    rows, _ = planned(week(session(), rules=only(), pins=[pin(**given)]))
    (row,) = rows
    assert int(row.split()[2]) == given.get("day", int(row.split()[2]))
    assert clock(row[-11:]) == given.get("start", clock(row[-11:]))
    assert (row[-11:-6] < "08:50") == (given.get("period", "1" if row[-11:-6] < "08:50" else "2") == "1")


def test_a_session_pinned_to_a_cycle_makes_it_active():
    instance = week(session(), rules=only(), pins=[pin(cycle=3)], cycles=3)
    model, reached = whole(instance)
    plan = model.plan(reached)
    assert [a.cycles for a in plan.assignments] == [(3,)]
    assert [s.cycle for s in plan.sessions] == [3]


def test_nobody_is_active_in_more_cycles_than_the_program_has():
    instance = week(session(), teachers=3, cycles=4, cycles_each=2)
    model, reached = whole(instance)
    assert [len(a.cycles) for a in model.plan(reached).assignments] == [2, 2, 2]
    assert reached.score == (0, 0, 0)


def test_a_model_holds_variables_only_for_what_can_be():
    instance = week(session(when=("Teaching",)), doing={("1", 0): "Teaching"}, available={"C1": {"2": "Teaching"}})
    placements = Whole(ProblemIndex(instance), None).calendar.placements
    assert [(p.window.day, p.window.period) for p in placements] == [(0, "1")]


# ---- what follows, where several are due


@pytest.mark.parametrize(("visits", "within", "missing"), [(2, None, 0), (2, 1, 1), (2, 2, 0), (3, 2, 1)])
def test_all_beyond_the_number_of_what_they_follow_follow_the_last(visits, within, missing):
    """One Plan a week and several Visits: on Monday with the Plan, and on the days after it."""
    plan = session("Plan", minutes=40)
    visit = session("Visit", weekly=visits, minutes=40, after="Plan", within_days=within)
    times = {"1": "08:00-08:40"}
    instance = week(plan, visit, days=4 if visits == 3 else 3, times=times)
    assert planned(instance)[1] == missing


def test_without_the_one_that_is_followed_none_can_be_held():
    plan = session("Plan", minutes=60)  # no slot is as long
    assert planned(week(plan, session("Visit", weekly=2, after="Plan")))[1] == 3


def test_only_those_beyond_the_number_share_the_last():
    """Two Plans on Monday and Tuesday, three Visits on the day of what they follow: one Plan has one of them."""
    plan = session("Plan", weekly=2, minutes=20, when=("Prep",))
    visit = session("Visit", weekly=3, minutes=20, after="Plan", within_days=1, when=("Teaching",))
    doing = {("1", 0): "Prep", ("2", 0): "Teaching", ("1", 1): "Prep", ("2", 1): "Teaching", "1": "Off"}
    third = {**doing, ("2", 2): "Teaching"}
    assert planned(week(plan, visit, doing={**doing, "2": "Off"}))[1] == 1
    assert planned(week(plan, visit, doing=third))[1] == 0
    visit = session("Visit", weekly=3, minutes=20, after="Plan", within_days=0, when=("Teaching",))
    assert planned(week(plan, visit, doing=third))[1] == 1


def test_a_follower_lies_before_one_of_two_firsts_in_a_slot_where_it_follows_the_other():
    """On Tuesday the pinned Visit is before the Plan of that day: it follows Monday's."""
    plan, visit = session("Plan", weekly=2, minutes=20), session("Visit", minutes=20, after="Plan")
    at_eight = pin(session="Visit", day=1, period="1", start=clock("08:00"))
    times = {"1": "08:00-08:45"}
    instance = week(plan, visit, days=2, times=times, pins=[at_eight])
    rows, missing = planned(instance)
    assert (missing, rows[1:]) == (0, ["T1 Visit 1 08:00-08:20", "T1 Plan 1 08:25-08:45"])


# ---- groups of one class


@pytest.mark.parametrize(
    ("states", "missing"),
    [
        ([State("Teaching", "Art", "1"), State("Teaching", "Art", "1"), State("Teaching", "Math", "1")], 0),
        ([State("Teaching", "Art", "1"), State("Teaching", "Art", "1"), State("Teaching", "Art", "2")], 1),
        ([State("Teaching", "Art"), State("Teaching", "Art"), State("Prep")], 0),
        ([State("Teaching", "Art"), State("Teaching", "Math"), State("Prep")], 1),
        ([State("Teaching", "Art", "1"), State("Teaching", "Art"), State("Teaching", "Art", "2")], 1),
    ],
)
@pytest.mark.parametrize("timed", [False, True], ids=["", "with clock times"])
def test_those_of_a_group_who_teach_are_in_one_class_each_two_of_them(states, missing, timed):
    """One slot that holds one meeting: who is in another class is left out."""
    instance = district(
        teachers=[cycled(f"T{i}") for i in range(1, 4)],
        sessions=[session(minutes=40, group_size=3)],
        doing={f"T{i}": {"1": state} for i, state in enumerate(states, 1)},
        bells=[bell(times={"1": "08:00-08:40"}, days=1)],
        pins=[pin(teacher="T2", start=clock("08:00"))] if timed else [],
        rules=only(SESSIONS),
    )
    assert planned(instance)[1] == missing


def test_each_class_has_a_group_of_its_own_and_who_does_not_teach_is_in_any():
    states = [State("Teaching", "Art"), State("Teaching", "Math"), State("Prep"), State("Prep")]
    instance = district(
        teachers=[cycled(f"T{i}") for i in range(1, 5)],
        sessions=[session(minutes=20, group_size=2)],
        doing={f"T{i}": {"1": state} for i, state in enumerate(states, 1)},
        bells=[bell(times={"1": "08:00-08:45"}, days=1)],
        rules=only(SESSIONS),
    )
    assert planned(instance)[1] == 0
