"""The last places of a cycle stay empty where an enrollment's sessions belong together: the cuts that say so."""

from __future__ import annotations

from dataclasses import replace

import pytest
from districts import bell, coach, district, session, setting
from laws.solving import solved

from engine.alone import SESSIONS, coarse_bound, cycled, only
from scheduler.domain.instance import WEEKDAYS, Site, State
from scheduler.engine.aggregate import packing_cuts
from scheduler.engine.aggregate.packing_cuts import close_bundles

FLEX = setting("Flex time", level="Required", value=1, weight=9)
TIMES = {"1": "08:00-08:40", "2": "08:50-09:30", "3": "09:40-10:20", "4": "10:30-11:10", "5": "11:20-12:00"}


def year(teachers, *, days, periods="1", weekly, cycles=3, flex=False, doing=None, when=(), **given):
    """So many teachers, each active in one of the cycles; every slot is one place."""
    instance = district(
        bells=[bell(times={p: TIMES[p] for p in periods}, days=days)],
        teachers=[cycled(f"T{i}") for i in range(teachers)],
        sessions=[session(weekly=weekly, when=when)],
        doing={f"T{i}": doing or {} for i in range(teachers)},
        rules=only(SESSIONS, *([FLEX, setting("Common planning", level="Off", value=0)] if flex else [])),
        cycles=cycles,
        **given,
    )
    return replace(instance, settings=replace(instance.settings, days=WEEKDAYS))


def no_cut(*_):
    """Takes a cut away."""


@pytest.mark.parametrize(
    ("teachers", "flex", "missing", "without"),
    [
        (3, False, 0, 0),  # one of three sessions in each cycle of five places
        (4, False, 1, 0),  # fifteen places for twelve sessions; but the fourth finds two in any one cycle
        (3, True, 0, 0),  # four places are left
        (4, True, 2, 0),  # twelve places for twelve sessions; but the fourth finds one in any one cycle
    ],
)
def test_an_enrollments_sessions_of_a_cycle_are_not_torn_apart(monkeypatch, teachers, flex, missing, without):
    instance = year(teachers, days=5, weekly=3, flex=flex)
    assert solved(instance).score.required == missing
    assert min(1, missing) <= coarse_bound(instance).required <= missing
    monkeypatch.setattr(packing_cuts, "close_bundles", no_cut)
    assert coarse_bound(instance).required == without


def test_where_one_place_is_all_that_is_lost_the_coarse_bound_is_the_score():
    assert coarse_bound(year(4, days=5, weekly=3)) == solved(year(4, days=5, weekly=3)).score == (1, 0, 0)


@pytest.mark.parametrize(("teachers", "bound"), [(18, 0), (19, 1)])
def test_a_coach_with_twenty_places_and_one_reserved_holds_six_enrollments_of_three(monkeypatch, teachers, bound):
    instance = year(teachers, days=4, periods="12345", weekly=3, flex=True)
    assert coarse_bound(instance).required == bound
    monkeypatch.setattr(packing_cuts, "close_bundles", no_cut)
    assert coarse_bound(instance).required == 0


@pytest.mark.parametrize(("flex", "missing"), [(False, 0), (True, 1)])
def test_the_cut_counts_the_slots_that_are_reserved(flex, missing):
    """Six places a cycle hold two enrollments of three; five hold one, and two sessions of another."""
    instance = year(4, days=3, periods="12", weekly=3, flex=flex)
    assert coarse_bound(instance) == solved(instance).score == (missing, 0, 0)


def test_the_cut_counts_the_releases_that_are_made():
    """Of two periods one is never released: the places of the other are all there are."""
    instance = year(4, days=5, periods="12", weekly=3, available={"C1": {"2": "Teaching"}})
    assert coarse_bound(instance).required == 1
    assert coarse_bound(year(4, days=5, periods="12", weekly=3)).required == 0


def test_slots_in_which_nobody_may_be_met_are_no_places():
    """At lunch the coach is free, and so is everybody; but no session may lie there."""
    lunch = {"1": TIMES["1"], "Lunch": "12:00-13:00"}
    fourth = year(4, days=5, weekly=3, when=("Prep",))
    with_lunch = replace(fourth, bells={"Regular": bell(times=lunch, days=5)})
    with_lunch = replace(
        with_lunch,
        states={t: tuple(State("Prep" if s.is_class else "") for s in with_lunch.slots("S")) for t in fourth.teachers},
        availability={"C1": ("Available",) * 10},
    )
    assert solved(with_lunch).score == coarse_bound(with_lunch) == (1, 0, 0)


def test_a_reserved_slot_in_which_nobody_may_be_met_takes_no_place():
    """Three places a cycle for three sessions; the flex time lies in the other period."""
    instance = year(3, days=3, periods="12", weekly=3, flex=True, doing={"2": "Off"})
    assert coarse_bound(instance) == solved(instance).score == (0, 0, 0)


def test_slots_of_several_sites_that_overlap_are_the_same_places():
    sites = [Site("S", "South", "Regular"), Site("N", "North", "Regular")]
    instance = year(4, days=5, weekly=3, sites=sites, coaches=[coach("C1", "S", "N")])
    assert coarse_bound(instance) == solved(instance).score == (1, 0, 0)


def test_the_cut_speaks_of_the_sessions_that_belong_together(monkeypatch):
    seen = []

    def noted(of, coach, bundles, most_reserved):
        seen.append(bundles)
        close_bundles(of, coach, bundles, most_reserved)

    monkeypatch.setattr(packing_cuts, "close_bundles", noted)
    coarse_bound(year(2, days=5, weekly=3))
    assert [sorted((n, least) for _, n, least in found) for found in seen] == [[(2, 30), (3, 30)]]


# ---- pairs in one cell


def in_one_period(teachers, days=5):
    """Everybody is free in period 1 alone; the coach has a second one, which is no use."""
    return year(teachers, days=days, periods="12", weekly=2, doing={"2": "Off"})


@pytest.mark.parametrize(("teachers", "missing"), [(6, 0), (7, 1)])
def test_an_odd_place_of_a_cycle_holds_no_pair(monkeypatch, teachers, missing):
    instance = in_one_period(teachers)
    assert solved(instance).score == (missing, 0, 0)
    assert coarse_bound(instance) == (missing, 0, 0)
    monkeypatch.setattr(packing_cuts, "close_bundles", no_cut)  # in a single period it says the same
    assert coarse_bound(instance) == (missing, 0, 0)
    monkeypatch.setattr(packing_cuts, "close_pairs", no_cut)
    assert coarse_bound(instance) == (0, 0, 0)


def test_an_even_number_of_places_loses_none():
    assert coarse_bound(in_one_period(6, days=4)) == (0, 0, 0)
    assert coarse_bound(in_one_period(7, days=4)) == (2, 0, 0)
