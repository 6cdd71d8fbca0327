"""What the sessions of one teacher cost at best, seen alone: exact on small weeks, and no claim on large ones."""

from __future__ import annotations

from dataclasses import replace

import pytest
from districts import bell, district, session, setting
from ortools.sat.python import cp_model

from engine.alone import cycled, only
from scheduler.domain.instance import Program, State
from scheduler.engine import rules as engine_rules
from scheduler.engine.aggregate import session_patterns
from scheduler.engine.aggregate.session_patterns import PatternCosts, SessionPattern, shape, tiers, week_tiers
from scheduler.engine.model.objective import Objective
from scheduler.engine.problem.index import ProblemIndex, pattern_sessions
from scheduler.engine.search.budget import OutOfTime

TIMES = {"1": "08:00-09:00", "2": "09:10-10:10"}
TWO = bell(times=TIMES)
ONE = bell(times={"1": "08:00-09:00"})
ONE_A_DAY = setting("One session a day", level="Option", weight=3)
PREP = setting("Prep minutes used", level="Recommended", weight=2)
PRIORITY = setting("Priority sections", level="Option", weight=5)
TEACHING, IN_PRIORITY = State("Teaching"), State("Teaching", priority=True)


def tiers_of(*sessions, rules=(), at=0, **given):
    """The tiers of one enrollment of T1 with C1, cheapest first, the most sessions first."""
    given = {"bells": [ONE], "teachers": [cycled()], **given}
    instance = district(sessions=sessions, rules=only(*rules), **given)
    facts = ProblemIndex(instance)
    enrollment, weights = facts.enrollments[at], Objective(cp_model.CpModel(), instance)
    return tiers(shape(facts, engine_rules.pattern_costs(facts, weights, enrollment), enrollment, "C1"))


def costs(found):
    """How many of each session are placed, and the cost: the cells aside."""
    return [(tier.placed, tier.cost) for tier in found]


def of_most(found):
    """The costs of the ways that place most."""
    return [tier.cost for tier in found if tier.placed == found[0].placed]


def test_a_session_lies_in_any_of_its_cells_at_no_cost():
    cells = ((("S", "1"), ("S", "2")),)
    assert tiers_of(session(), bells=[TWO]) == (
        SessionPattern((0, 0, 0), (1,), cells),
        SessionPattern((0, 0, 0), (0,), ((),)),
    )


def test_no_way_places_a_session_more_often_than_there_are_days():
    assert costs(tiers_of(session(weekly=3))) == [((2,), (0, 0, 0)), ((1,), (0, 0, 0)), ((0,), (0, 0, 0))]


def test_no_way_places_in_a_slot_more_than_its_minutes_hold():
    pair = session("A", weekly=2), session("B", weekly=2)
    assert sum(tiers_of(*pair)[0].placed) == 2  # 30 + 5 + 30 minutes are more than an hour
    assert tiers_of(*pair, gap=0)[0].placed == (2, 2)


def test_no_way_places_more_in_a_week_than_are_due_there():
    two_weeks = {"bells": [bell(times={"1": "08:00-09:00"}, days=2, weeks=2)], "weeks": 2}
    assert tiers_of(session(weekly=1, count=2), **two_weeks)[0].placed == (2,)
    assert tiers_of(session(weekly=2, count=4), bells=[ONE], weeks=2)[0].placed == (2,)  # slots in the first week only
    assert tiers_of(session(weekly=None, count=3), bells=[bell(times={"1": "08:00-09:00"}, days=3)])[0].placed == (3,)


# ---- the costs of the rules that look at one teacher alone


@pytest.mark.parametrize(
    ("names", "days", "cost"), [("AB", 2, 0), ("AB", 1, 3), ("ABC", 2, 3), ("ABC", 1, 6), ("ABCD", 2, 6)]
)
def test_sessions_above_one_a_day_cost_their_weight(names, days, cost):
    found = tiers_of(*(session(n, minutes=10) for n in names), rules=[ONE_A_DAY], bells=[bell(times=TIMES, days=days)])
    assert of_most(found) == [(0, 0, cost)]


@pytest.mark.parametrize(("own", "cost"), [(None, 6), (0, 6), (10, 4), (40, 2), (70, 0)])
def test_half_hours_of_prep_above_the_most_cost_their_weight(own, cost):
    found = tiers_of(
        session(weekly=2, minutes=35),
        rules=[setting("Prep minutes used", level="Recommended", value=0, weight=2)],
        teachers=[cycled(prep_minutes=own)],
    )
    assert of_most(found) == [(0, cost, 0)]


def test_prep_minutes_count_by_the_week():
    four = session(weekly=2, count=4, minutes=30)
    given = {"bells": [bell(times={"1": "08:00-09:00"}, days=2, weeks=2)], "weeks": 2}
    rule = setting("Prep minutes used", level="Recommended", value=45, weight=2)
    assert of_most(tiers_of(four, rules=[rule], **given)) == [(0, 4, 0)]  # in each week 15 minutes, a half hour begun


def test_only_the_first_of_two_programs_counts_the_prep():
    given = {
        "teachers": [cycled(programs=("Access", "Cycle", "Other"), prep_minutes=0)],
        "programs": [Program("Other", sessions=(session("Talk"),))],
    }
    assert of_most(tiers_of(session(), rules=[PREP], at=1, **given)) == [(0, 2, 0)]
    assert of_most(tiers_of(session(), rules=[PREP], at=2, **given)) == [(0, 0, 0)]


@pytest.mark.parametrize(
    ("activity", "cost"), [("Observe", 5), ("Model", 5), ("Co-teach", 5), ("coteach", 5), ("Debrief", 0)]
)
def test_a_session_in_class_costs_where_the_section_is_not_priority(activity, cost):
    found = tiers_of(
        session("A", minutes=60, activity=activity, when=("Teaching",)),
        session("B", minutes=60, activity=activity, when=("Teaching",)),
        rules=[PRIORITY],
        bells=[bell(times=TIMES, days=1)],
        doing={"T1": {"1": IN_PRIORITY, "2": TEACHING}},
    )
    assert of_most(found) == [(0, 0, cost)]


def test_costs_that_none_beats_on_every_level_are_all_told():
    # two half hours of prep on Monday (Recommended), or a section that is not priority on Tuesday (Option)
    found = tiers_of(
        session("A", minutes=60, activity="Observe"),
        rules=[setting("Prep minutes used", level="Recommended", value=0), PRIORITY],
        bells=[bell(times={"1": "08:00-09:00", "2": "09:10-09:40"}, days=2)],  # the second is too short
        doing={"T1": {("1", 0): "Prep", ("1", 1): TEACHING, "2": State("Teaching", priority=True)}},
    )
    assert of_most(found) == [(0, 0, 5), (0, 2, 0)]


def test_a_way_without_cost_is_told_alone():
    found = tiers_of(
        session("A", minutes=60, activity="Observe"),
        rules=[setting("Prep minutes used", level="Recommended", value=0), PRIORITY],
        bells=[bell(times={"1": "08:00-09:00"}, days=3)],
        doing={"T1": {("1", 0): "Prep", ("1", 1): TEACHING, ("1", 2): IN_PRIORITY}},
    )
    assert of_most(found) == [(0, 0, 0)]


def test_a_rule_that_is_off_costs_nothing():
    found = tiers_of(session("A", minutes=10), session("B", minutes=10), bells=[bell(days=1)])
    assert of_most(found) == [(0, 0, 0)]


# ---- what follows what


def test_a_session_that_follows_is_never_placed_more_often_than_what_it_follows():
    found = tiers_of(session("A", weekly=2), session("B", weekly=2, after="A"), gap=0)
    assert {placed for placed, _ in costs(found)} == {(0, 0), (1, 0), (2, 0), (1, 1), (2, 1), (2, 2)}


@pytest.mark.parametrize(
    ("within", "first", "then", "fits"),
    [
        (None, "Mon", "Wed", True),
        (2, "Mon", "Wed", True),
        (1, "Mon", "Wed", False),
        (1, "Mon", "Tue", True),
        (0, "Mon", "Tue", False),
        (0, "Tue", "Tue", True),
        (2, "Tue", "Mon", False),
    ],
)
def test_it_comes_later_and_within_its_days(within, first, then, fits):
    days = {"Mon": 0, "Tue": 1, "Wed": 2}
    doing = {("1", d): "Off" for d in days.values()} | {("2", d): "Off" for d in days.values()}
    doing |= {("1", days[first]): "Teaching", ("2", days[then]): "Prep"}
    found = tiers_of(
        session("A", when=("Teaching",)),
        session("B", when=("Prep",), after="A", within_days=within),
        bells=[bell(times=TIMES, days=3)],
        doing={"T1": doing},
    )
    assert (found[0].placed == (1, 1)) == fits


def test_days_are_school_days_and_reach_into_the_second_week():
    slots = tuple(s for s in bell(times={"1": "08:00-09:00"}, days=3, weeks=2) if s.day != 1)
    doing = {("1", 0, 1): "Off", ("1", 2, 1): "Teaching", ("1", 0, 2): "Prep", ("1", 2, 2): "Off"}
    pair = session("A", when=("Teaching",)), session("B", when=("Prep",), after="A", within_days=1)
    assert tiers_of(*pair, bells=[slots], weeks=2, doing={"T1": doing})[0].placed == (1, 1)
    at_once = replace(pair[1], within_days=0)
    assert tiers_of(pair[0], at_once, bells=[slots], weeks=2, doing={"T1": doing})[0].placed == (1, 0)


def test_a_day_without_slots_is_no_school_day():
    slots = tuple(s for s in bell(times={"1": "08:00-09:00"}, days=3) if s.day != 1)
    pair = session("A", when=("Teaching",)), session("B", when=("Prep",), after="A", within_days=1)
    found = tiers_of(*pair, bells=[slots], doing={"T1": {("1", 0): "Teaching"}})
    assert found[0].placed == (1, 1)


def test_two_follow_two():
    """Prep on Monday and Tuesday, and class on Monday and Wednesday: both would follow Monday's."""
    slots = bell(times=TIMES, days=3)
    doing = {"1": "Off", "2": "Off", ("1", 0): "Teaching", ("1", 2): "Teaching", ("2", 0): "Prep", ("2", 1): "Prep"}
    pair = session("A", weekly=2, when=("Teaching",)), session("B", weekly=2, when=("Prep",), after="A")
    found = tiers_of(*pair, bells=[slots], doing={"T1": doing})
    assert found[0].placed == (2, 1)


def test_one_that_follows_in_the_same_slot_needs_room_for_both():
    pair = session("A"), session("B", after="A", within_days=0)
    assert tiers_of(*pair)[0].placed == (1, 0)
    assert tiers_of(*pair, gap=0)[0].placed == (1, 1)


# ---- which sessions there are, and beyond the limits


def test_sessions_that_are_placed_once_by_the_dated_calendar_are_none_of_the_pattern():
    facts = ProblemIndex(district(teachers=[cycled()], sessions=[session("Launch", once=True), session("A")]))
    assert [s.name for s in pattern_sessions(facts, facts.enrollments[0])] == ["A"]


@pytest.mark.parametrize("limit", ["MOST_COMBINATIONS", "MOST_STEPS_OF_ALL"])
def test_too_many_ways_are_no_tiers_at_all(monkeypatch, limit):
    pair = session("A"), session("B")
    assert tiers_of(*pair, bells=[TWO]) is not None
    monkeypatch.setattr(session_patterns, limit, 3)
    assert tiers_of(*pair, bells=[TWO]) is None


def test_a_search_that_is_cut_short_claims_no_cost(monkeypatch):
    pair = session("A", minutes=10), session("B", minutes=10)
    monkeypatch.setattr(session_patterns, "MOST_STEPS", 2)
    found = tiers_of(*pair, rules=[ONE_A_DAY], bells=[bell(days=1)])
    assert (found[0].placed, found[0].cost) == ((1, 1), (0, 0, 0))


def test_ways_are_counted_before_they_are_made():
    """Eight sessions in 48 slots: over a thousand million ways."""
    instance = district(weeks=4, teachers=[cycled()], sessions=[session(weekly=2, count=8)], bells=[bell(weeks=4)])
    for by_day in (False, True):
        facts = ProblemIndex(instance, by_day=by_day)
        weights = Objective(cp_model.CpModel(), instance)
        costs = engine_rules.pattern_costs(facts, weights, facts.enrollments[0])
        assert tiers(shape(facts, costs, facts.enrollments[0], "C1")) is None


def test_there_may_be_no_time_for_all_ways():
    def check() -> None:
        raise OutOfTime

    facts = ProblemIndex(district(teachers=[cycled()], sessions=[session()], bells=[TWO]))
    with pytest.raises(OutOfTime):
        week_tiers(shape(facts, PatternCosts(), facts.enrollments[0], "C1").week, check)
