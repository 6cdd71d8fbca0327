"""Who may meet whom, when, and under which release: looked up once, before any model."""

from __future__ import annotations

import pytest
from districts import bell, clock, coach, district, session, teacher

from engine.alone import cycled, pin
from scheduler.domain.instance import Enrollment, Program, Site
from scheduler.domain.matching import fits_when, holds_role
from scheduler.engine.problem.index import ProblemIndex

TWO_SITES = [Site("S", "South", "Regular"), Site("N", "North", "North")]
SOUTH = bell(times={"1": "08:00-09:00", "2": "09:10-10:10", "Flex": "12:00-12:40"})
NORTH = bell("North", {"A": "08:10-08:50", "B": "08:50-09:30", "Lunch": "12:10-12:30"})


def facts_of(status=None, *, full_time=False, **given):
    """C1 of S, who serves N too, and what the coach's availability says."""
    return ProblemIndex(
        district(
            sites=TWO_SITES,
            bells=[SOUTH, NORTH],
            coaches=[coach("C1", "S", "N", full_time=full_time)],
            available={"C1": status or {}},
            **given,
        )
    )


def span(window):
    start, end = (f"{m // 60:02}:{m % 60:02}" for m in (window.start, window.end))
    return window.day, window.period, f"{start}-{end}", window.need


def at(facts, site, day=0):
    return [span(w)[1:] for w in facts.windows("C1", site) if w.day == day]


# ---- windows and their releases


def test_at_home_a_class_slot_needs_the_release_of_its_period_and_any_other_none():
    assert at(facts_of(), "S") == [
        ("1", "08:00-09:00", "1"),
        ("2", "09:10-10:10", "2"),
        ("Flex", "12:00-12:40", ""),
    ]


def test_a_slot_of_another_bell_inside_a_slot_of_home_needs_the_release_of_that_slot():
    # B, 08:50-09:30, reaches beyond period 1 and begins before period 2: nothing that is released holds it
    assert at(facts_of(), "N") == [("A", "08:10-08:50", "1"), ("Lunch", "12:10-12:30", "")]


@pytest.mark.parametrize("status", ["Unavailable", "Teaching"])
def test_a_day_on_which_the_coach_is_lost_in_a_slot_loses_only_that_day_to_unavailable(status):
    facts = facts_of({("1", 0): status})
    monday, tuesday = at(facts, "S"), at(facts, "S", 1)
    assert monday == [("2", "09:10-10:10", "2"), ("Flex", "12:00-12:40", "")]
    lost = ("1", "08:00-09:00", "1")
    assert (lost in tuesday) == (status == "Unavailable")  # a class blocks its period on every day


def test_not_at_work_at_home_is_not_at_work_elsewhere_at_that_clock_time():
    assert at(facts_of({("1", 0): "Unavailable", ("Flex", 0): "Unavailable"}), "N") == []
    assert at(facts_of({("1", 0): "Unavailable"}), "N", 1) == [("A", "08:10-08:50", "1"), ("Lunch", "12:10-12:30", "")]


def test_a_class_of_the_coach_cuts_its_clock_time_out_of_a_slot_that_needs_no_release():
    talk = bell("North", {"Flex": "08:30-09:30"})
    facts = ProblemIndex(
        district(
            sites=TWO_SITES,
            bells=[SOUTH, talk],
            coaches=[coach("C1", "S", "N")],
            available={"C1": {"1": "Teaching"}},
        )
    )
    assert at(facts, "N") == [("Flex", "09:00-09:30", "")]


def test_a_class_in_the_middle_leaves_a_window_before_and_one_after():
    long = bell("North", {"Flex": "07:30-09:30"})
    facts = ProblemIndex(
        district(
            sites=TWO_SITES,
            bells=[SOUTH, long],
            coaches=[coach("C1", "S", "N")],
            available={"C1": {"1": "Teaching"}},
        )
    )
    assert at(facts, "N") == [("Flex", "07:30-08:00", ""), ("Flex", "09:00-09:30", "")]
    assert facts.meeting_windows("C1", "N") == ()  # neither is the whole slot


def test_a_full_time_coach_may_be_used_in_any_class_slot_but_at_the_time_of_a_class_or_a_prep():
    assert at(facts_of(full_time=True), "N") == [
        ("A", "08:10-08:50", ""),
        ("B", "08:50-09:30", ""),
        ("Lunch", "12:10-12:30", ""),
    ]
    assert at(facts_of({"2": "Prep"}, full_time=True), "N") == [
        ("A", "08:10-08:50", ""),
        ("Lunch", "12:10-12:30", ""),
    ]
    assert at(facts_of({"2": "Prep"}, full_time=True), "S") == [("1", "08:00-09:00", "1"), ("Flex", "12:00-12:40", "")]


def test_windows_count_the_school_days_before_them():
    facts = ProblemIndex(district(bells=[tuple(s for s in bell(days=3, weeks=2) if s.day != 1)], weeks=2))
    assert sorted({(w.week, w.day, w.school_day) for w in facts.windows("C1", "S")}) == [
        (1, 0, 0),
        (1, 2, 1),
        (2, 0, 2),
        (2, 2, 3),
    ]


# ---- releases


@pytest.mark.parametrize(
    ("status", "full_time", "domain"),
    [
        ({}, False, {"1": None, "2": None}),
        ({"1": "Coaching"}, False, {"1": True, "2": None}),
        ({("1", 0): "Coaching"}, False, {"1": True, "2": None}),
        ({("1", 0): "Teaching"}, False, {"1": False, "2": None}),
        ({("1", 0): "Prep"}, False, {"1": False, "2": None}),
        ({("1", 0): "Unavailable"}, False, {"1": None, "2": None}),
        ({"1": "Unavailable"}, False, {"1": False, "2": None}),
        ({"1": "Avoid", "2": "Prefer"}, False, {"1": None, "2": None}),
        ({"1": "Teaching"}, True, {"1": False, "2": True}),
    ],
)
def test_the_releases_that_the_input_settles(status, full_time, domain):
    assert facts_of(status, full_time=full_time).release_domain("C1") == domain


def test_a_pinned_release_is_settled_either_way():
    pins = [
        pin("Release", "", coach="C1", period="1", program=""),
        pin("Release", "", coach="C1", period="2", program="", released=False),
    ]
    assert facts_of(pins=pins).release_domain("C1") == {"1": True, "2": False}


def test_the_release_over_a_slot_in_which_the_coach_is_not_at_work_still_covers_it():
    facts = facts_of({("1", 0): "Unavailable"})
    at_north = [s.period for s in facts.instance.slots("N")].index("A")
    assert facts.need("C1", "N", at_north) is None
    assert facts.released_in("C1", "N", at_north) == "1"


# ---- who may be whose coach


def test_candidates_serve_the_site_and_hold_the_role():
    facts = ProblemIndex(
        district(
            sites=TWO_SITES,
            bells=[SOUTH, NORTH],
            teachers=[teacher("T1", "S", programs=("Access", "Cycle")), teacher("T2", "N", programs=("Cycle",))],
            coaches=[
                coach("C1", "S", roles=("Lead",)),
                coach("C2", "S", "N", roles=("mentor coach", "Lead")),
                coach("C3", "N"),
            ],
            role="Mentor Coach",
        )
    )
    assert facts.enrollments == (Enrollment("T1", "Access"), Enrollment("T1", "Cycle"), Enrollment("T2", "Cycle"))
    assert facts.candidates == (("C1", "C2"), ("C2",), ("C2", "C3"))


def test_a_pinned_coach_is_the_only_candidate_in_the_programs_that_the_pin_speaks_of():
    other = Program("Other", sessions=(session("Talk"),))

    def candidates(pin_):
        return ProblemIndex(
            district(
                teachers=[teacher(programs=("Access", "Cycle", "Other")), teacher("T2")],
                coaches=[coach("C1"), coach("C2")],
                sessions=[session()],
                programs=[other],
                pins=[pin_],
            )
        ).candidates

    both, one = ("C1", "C2"), ("C2",)
    assert candidates(pin("Coach", program="Cycle", coach="C2")) == (both, one, both, both)
    assert candidates(pin("Coach", program="", coach="C2")) == (one, one, one, both)
    assert candidates(pin("Session", program="", session="Talk", coach="C2")) == (both, both, one, both)
    assert candidates(pin("Session", program="", session="Talk")) == (both,) * 4


@pytest.mark.parametrize(
    ("roles", "role", "held"),
    [((), "Mentor", True), (("IC",), "", True), (("I.C.",), "ic", True), (("IC",), "M", False)],
)
def test_a_coach_without_roles_holds_any(roles, role, held):
    assert holds_role(coach(roles=roles), role) == held


# ---- where a session may lie, and whether two could meet


@pytest.mark.parametrize(
    ("doing", "kind", "when", "fit"),
    [
        ("Teaching", "Class", {"Teaching"}, True),
        ("Prep", "Class", {"Teaching", "Flex"}, False),
        ("", "Flex", {"Teaching", "Flex"}, True),
        ("Off", "Flex", {"Flex"}, False),
        ("Duty", "Flex", set(), False),
        ("Release", "Class", set(), True),
    ],
)
def test_a_state_fits_when_it_or_its_slot_is_named(doing, kind, when, fit):
    assert fits_when(doing, kind, tuple(when)) == fit


def test_a_session_lies_where_it_fits_with_its_full_length():
    facts = ProblemIndex(
        district(teachers=[cycled()], bells=[SOUTH], doing={"T1": {"1": "Teaching", ("2", 0): "Duty"}})
    )
    enrollment = facts.enrollments[0]

    def where(**given):
        return [(w.day, w.period) for w in facts.fitting("C1", enrollment, session(**given))]

    assert where(minutes=60) == [(0, "1"), (1, "1"), (1, "2")]
    assert where(minutes=40) == [(0, "1"), (0, "Flex"), (1, "1"), (1, "2"), (1, "Flex")]
    assert where(when=("Prep",)) == [(1, "2")]
    assert where(minutes=61) == []


@pytest.mark.parametrize(
    ("doing", "needs"),
    [
        ({}, {"1", "2"}),
        ({"1": "Teaching"}, {"2"}),
        ({"1": "Duty", "2": "Off"}, set()),
        ({"1": "Teaching", "2": "Prep"}, {"2"}),
    ],
)
def test_two_could_meet_under_one_of_these_releases(doing, needs):
    times = {"1": "08:00-09:00", "2": "09:10-10:10", "Lunch": "11:20-11:50"}
    facts = ProblemIndex(district(bells=[bell(times=times)], doing={"T1": doing}))
    assert facts.meeting_needs("C1", "T1") == needs


@pytest.mark.parametrize(
    ("doing", "available", "anyway"),
    [({}, {}, True), ({"Flex": "Duty"}, {}, True), ({"Flex": "Off"}, {}, False), ({}, {"Flex": "Unavailable"}, False)],
)
def test_two_who_are_at_work_outside_classes_could_meet_anyway(doing, available, anyway):
    facts = ProblemIndex(district(bells=[SOUTH], doing={"T1": doing}, available={"C1": available}))
    assert (facts.meeting_needs("C1", "T1") is None) == anyway


def test_a_cell_is_the_slots_of_one_period_of_a_site():
    facts = facts_of({("1", 1): "Unavailable"})
    assert [(w.day, w.start) for w in facts.cell_windows("C1", ("N", "A"))] == [(0, clock("08:10"))]
    assert facts.cell_needs("C1", ("N", "A")) == {"1"}
    assert facts.cell_needs("C1", ("N", "B")) == frozenset()


def test_travel_is_never_less_than_the_minutes_between_sessions():
    assert facts_of(travel={("S", "N"): 3}, gap=10).travel("N", "S") == 10
    assert facts_of(travel={("S", "N"): 13}, gap=10).travel("N", "S") == 13
    assert facts_of().travel("N", "S") == 20
