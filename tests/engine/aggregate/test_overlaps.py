"""Where an itinerant coach's time is: what overlaps, at whatever site, holds sessions once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from districts import bell, coach, district, session, setting
from laws.solving import solved

from engine.alone import SESSIONS, coarse_bound, cycled, only
from scheduler.domain.instance import Site
from scheduler.engine.aggregate.capacity import CapacityModel
from scheduler.engine.aggregate.overlaps import Measure, Stretch, connected, lost, stretches
from scheduler.engine.problem.index import ProblemIndex

SOUTH, NORTH = {"1": "08:00-09:00", "2": "09:10-10:10"}, {"A": "08:30-09:30", "B": "11:00-11:40"}


def two_sites(teachers=2, *, rules=(), full_time=True, **given):
    """A coach of two sites whose bells differ: the first period of the one lies half in the first of the other."""
    return district(
        sites=[Site("S", "South", "Early"), Site("N", "North", "Late")],
        bells=[bell("Early", SOUTH, days=1), bell("Late", NORTH, days=1)],
        teachers=[cycled(f"{site}{i}", site) for site in "SN" for i in range(teachers)],
        coaches=[coach("C1", "S", "N", full_time=full_time)],
        sessions=[session(minutes=25)],
        rules=only(SESSIONS, *rules),
        **given,
    )


def found(instance, need=lambda w: ""):
    facts = ProblemIndex(instance)
    windows = [w for site in instance.sites for w in facts.windows("C1", site)]
    return facts, stretches(windows, need)


def test_windows_that_overlap_are_one_stretch():
    _, mine = found(two_sites())
    assert [(s.start, s.end, [w.period for w in s.windows]) for s in mine] == [
        (480, 610, ["1", "A", "2"]),
        (660, 700, ["B"]),
    ]


def test_under_different_releases_they_stay_apart():
    _, mine = found(two_sites(), need=lambda w: w.site)
    assert [(s.need, s.start, s.end) for s in mine] == [
        ("N", 510, 570),
        ("N", 660, 700),
        ("S", 480, 540),
        ("S", 550, 610),
    ]


def test_slots_that_only_touch_are_two_stretches():
    instance = district(bells=[bell(times={"1": "08:00-09:00", "2": "09:00-10:00"}, days=1)])
    assert [s.minutes for s in found(instance)[1]] == [60, 60]


def test_stretches_with_a_cell_in_common_belong_together():
    facts, mine = found(two_sites())
    assert [(sorted(cells), len(own)) for cells, own in connected(facts, mine)] == [
        ([("N", "A"), ("S", "1"), ("S", "2")], 1),
        ([("N", "B")], 1),
    ]


@pytest.mark.parametrize(
    ("minutes", "session", "held"), [(60, 0, 65), (60, 25, 2), (54, 25, 1), (55, 25, 2), (20, 25, 0)]
)
def test_what_minutes_on_end_hold(minutes, session, held):
    assert Measure(5, session).of(minutes) == held


def test_a_reserved_slot_takes_what_no_other_leaves():
    facts, mine = found(two_sites(), need=lambda w: w.site)
    assert lost(facts, "S", mine, Measure(5)) == {("S", "1"): 65, ("S", "2"): 65}
    assert lost(facts, "S", mine, Measure(5, 25)) == {("S", "1"): 2, ("S", "2"): 2}
    assert lost(facts, "N", mine, Measure(5, 25)) == {("N", "A"): 2, ("N", "B"): 1}


def test_slots_that_could_be_reserved_in_one_stretch_are_not_added_up():
    facts, mine = found(two_sites())
    assert lost(facts, "S", mine, Measure(5)) == {("S", "1"): 0, ("S", "2"): 0}
    assert lost(facts, "N", mine, Measure(5)) == {("N", "A"): 55, ("N", "B"): 45}  # 30 and 40 minutes are left beside A


def test_nothing_is_a_stretch_of_nothing():
    assert stretches([], lambda w: w.need) == []
    assert isinstance(found(two_sites())[1][0], Stretch)


@pytest.mark.parametrize(("teachers", "missing", "without"), [(2, 0, 0), (3, 1, 0), (4, 3, 1)])
def test_the_coarse_model_holds_the_minutes_of_two_sites_once(monkeypatch, teachers, missing, without):
    """From 8:00 to 10:10 there is room for four sessions of 25 minutes with their gaps, and later for one."""
    instance = two_sites(teachers)
    assert coarse_bound(instance) == (missing, 0, 0) <= solved(instance).score
    monkeypatch.setattr(CapacityModel, "_capacity_across_sites", lambda *_: iter(()))
    assert coarse_bound(instance).required == without


def test_travel_is_left_to_the_weeks():
    instance = replace(two_sites(3), travel={("S", "N"): 45, ("N", "S"): 45})
    assert coarse_bound(instance) <= solved(instance).score


def test_flex_time_of_an_itinerant_coach_takes_its_time_at_both_sites():
    flex = setting("Flex time", level="Required", value=1, weight=9)
    instance = two_sites(3, rules=[flex])
    assert coarse_bound(instance) <= solved(instance).score
