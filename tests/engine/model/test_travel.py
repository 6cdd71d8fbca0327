"""Slots of one coach that lie too close together to be used without regard to each other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from districts import bell, coach, district, session, teacher

from engine.alone import SESSIONS, bare_calendar, cycled, only, planned
from scheduler.domain.instance import Program, Site

TWO_SITES = [Site("S", "South", "Regular"), Site("N", "North", "Regular")]
BACK_TO_BACK = bell(times={"1": "08:00-09:00", "2": "09:00-10:00"}, days=1)


def two_periods(minutes, gap=5):
    """T1 can be met in the first of two periods back to back, T2 in the second."""
    return district(
        bells=[BACK_TO_BACK],
        teachers=[cycled("T1"), cycled("T2")],
        doing={"T1": {"2": "Off"}, "T2": {"1": "Off"}},
        sessions=[session(minutes=minutes)],
        rules=only(SESSIONS),
        gap=gap,
    )


@pytest.mark.parametrize(
    ("minutes", "gap", "missing"),
    [(60, 0, 0), (60, 5, 1), (55, 5, 0), (57, 5, 0), (58, 5, 1), (50, 20, 0), (51, 20, 1)],
)
def test_between_slots_without_passing_time_the_minutes_between_sessions_are_kept(minutes, gap, missing):
    assert planned(two_periods(minutes, gap))[1] == missing


def test_only_slots_that_lie_too_close_are_linked():
    assert {window.period for _, _, window in bare_calendar(two_periods(30)).uses} == {"1", "2"}
    regular = district(teachers=[cycled("T1"), cycled("T2")], sessions=[session()], rules=only(SESSIONS))
    assert {window.period for _, _, window in bare_calendar(regular).uses} == {"3", "Lunch"}  # one ends as one begins


def two_sites(minutes, travel, *, mode="In person", times="08:00-09:00", weekly=1):
    """T1 of S and T2 of N have the one coach and the one slot."""
    return district(
        sites=TWO_SITES,
        bells=[bell(times={"1": times}, days=1)],
        coaches=[coach("C1", "S", "N")],
        teachers=[cycled("T1", "S"), cycled("T2", "N")],
        sessions=[session(minutes=minutes, mode=mode, weekly=weekly)],
        travel=travel,
        rules=only(SESSIONS),
    )


@pytest.mark.parametrize(
    ("travel", "rows"),
    [
        ({("S", "N"): 40, ("N", "S"): 10}, ["T2 Observe 0 08:00-08:25", "T1 Observe 0 08:35-09:00"]),
        ({("S", "N"): 10, ("N", "S"): 40}, ["T1 Observe 0 08:00-08:25", "T2 Observe 0 08:35-09:00"]),
    ],
)
def test_one_site_comes_before_the_other_as_the_travel_allows(travel, rows):
    found, missing = planned(two_sites(25, travel))
    assert (found, missing) == (rows, 0)


def test_travel_of_fewer_minutes_than_lie_between_sessions_saves_none():
    assert planned(two_sites(27, {("S", "N"): 1}))[1] == 0
    assert planned(two_sites(28, {("S", "N"): 1}))[1] == 1


@pytest.mark.parametrize("travel", [{("S", "N"): 11}, {}])
def test_where_the_travel_fits_neither_way_one_is_missing(travel):
    assert planned(two_sites(25, travel))[1] == 1


@pytest.mark.parametrize(("mode", "minutes", "missing"), [("Virtual", 25, 0), ("Virtual", 28, 1), ("Either", 25, 0)])
def test_virtual_sessions_need_no_travel_and_keep_the_minutes_between(mode, minutes, missing):
    assert planned(two_sites(minutes, {("S", "N"): 40}, mode=mode))[1] == missing


def test_a_session_lies_between_two_of_the_other_slot_where_it_fits_nowhere_else():
    """Both of South before 08:35, or both after 09:00, do not fit; nor does one of them with a longer way."""
    late = bell("Late", {"1": "08:35-08:55"}, days=1)
    instance = district(
        sites=[TWO_SITES[0], Site("N", "North", "Late")],
        bells=[bell(times={"1": "08:00-09:30"}, days=1), late],
        coaches=[coach("C1", "S", "N")],
        teachers=[cycled("T1", "S"), cycled("T2", "N"), cycled("T3", "S")],
        sessions=[session(minutes=20)],
        travel={("S", "N"): 5},
        rules=only(SESSIONS),
    )
    rows, missing = planned(instance)
    assert missing == 0
    assert rows[1] == "T2 Observe 0 08:35-08:55"
    assert planned(replace(instance, travel={("S", "N"): 16}))[1] == 1


@pytest.mark.parametrize(("mode", "missing"), [("Virtual", 0), ("Either", 0), ("In person", 1)])
def test_a_virtual_session_runs_while_the_way_between_two_in_person_is_long(mode, missing):
    """08:00 to 08:20 in person, 08:25 to 08:45 by video, 08:50 in person at the other site, 30 minutes away."""
    calls = Program("Calls", sessions=(session("Call", minutes=20, mode=mode),))
    instance = district(
        sites=[TWO_SITES[0], Site("N", "North", "Late")],
        bells=[bell(times={"1": "08:00-08:50"}, days=1), bell("Late", {"1": "08:50-09:10"}, days=1)],
        coaches=[coach("C1", "S", "N", full_time=True)],
        teachers=[cycled("T1", "S"), cycled("T2", "N"), teacher("T3", "S", programs=("Calls",))],
        sessions=[session(minutes=20)],
        programs=[calls],
        travel={("S", "N"): 30},
        rules=only(SESSIONS),
    )
    assert planned(instance)[1] == missing


def test_a_calendar_that_keeps_apart_what_may_cross_claims_no_bound():
    instance = two_sites(20, {("S", "N"): 5}, times="08:00-09:30")
    assert bare_calendar(instance).exact
    assert not bare_calendar(instance, apart=True).exact
    assert bare_calendar(two_sites(20, {("S", "N"): 16}, times="08:00-09:30"), apart=True).exact
    assert bare_calendar(two_periods(15), apart=True).exact
