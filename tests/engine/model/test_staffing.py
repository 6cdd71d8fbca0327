"""Who is released when and who coaches whom."""

from __future__ import annotations

import pytest
from districts import bell, coach, district, session, setting, teacher
from laws.solving import solved

from engine.alone import COACHED, SESSIONS, coarse_bound, cycled, only, pin, whole
from scheduler.domain.instance import Program
from scheduler.engine import rules
from scheduler.engine.model.staffing import FixedStaffing
from scheduler.engine.problem.index import ProblemIndex

CLASSES = bell(times={"1": "08:00-09:00", "2": "09:10-10:10"})


def coaches(instance):
    """The coach of every enrollment in the best plan."""
    model, reached = whole(instance)
    return [a.coach for a in model.plan(reached).assignments]


def test_a_pinned_coach_is_given_even_where_it_costs():
    instance = district(
        teachers=[teacher("T1"), teacher("T2")],
        coaches=[coach("C1"), coach("C2")],
        rules=only(setting("Caseload maximum", level="Required", value=0)),
        pins=[pin("Coach", "T2", program="Access", coach="C2")],
    )
    assert coaches(instance) == ["", "C2"]
    found = solved(instance)
    assert found.violations == ()
    assert found.score == coarse_bound(instance) == (1, 0, 0)


@pytest.mark.parametrize("given", [{}, {"coach": "C2"}, {"period": "2"}, {"day": 1, "start": 9 * 60 + 20}], ids=str)
def test_a_pinned_session_takes_a_coach_and_a_release_under_which_it_can_be_held(given):
    instance = district(
        teachers=[cycled()],
        bells=[CLASSES],
        coaches=[coach("C1"), coach("C2")],
        sessions=[session()],
        available={"C1": {"1": "Teaching"}},
        rules=only(setting("Sections funded", level="Required", value=0)),
        pins=[pin(**given)],
    )
    found = solved(instance)
    assert found.violations == ()
    assert found.score == coarse_bound(instance) == (1, 0, 0)  # the one release that it costs


def test_a_pinned_session_of_no_coach_in_the_pin_may_have_any():
    instance = district(
        teachers=[cycled()], coaches=[coach("C1"), coach("C2")], sessions=[session()], rules=only(), pins=[pin()]
    )
    assert coaches(instance)[0] in ("C1", "C2")


def test_an_enrollment_has_one_coach_or_none():
    instance = district(
        teachers=[teacher("T1", programs=("Access", "Cycle")), teacher("T2")],
        coaches=[coach("C1", roles=("Mentor",)), coach("C2", roles=("Other",))],
        programs=[Program("Cycle", "Lead")],
        rules=only(COACHED),
    )
    given = coaches(instance)
    assert given[1] == ""  # nobody leads
    assert given[0]
    assert given[2]


def test_what_is_settled_answers_as_the_variables_do():
    settled = FixedStaffing({"C1": frozenset("12"), "C2": frozenset()}, {0: "C1", 1: ""})
    assert [settled.released("C1", p) for p in "123"] == [1, 1, 0]
    assert [settled.any_release(c) for c in settled.coaches] == [1, 0]
    assert [settled.loaded(e, "C1") for e in (0, 1)] == [1, 0]
    assert settled.only(["C2"]).coaches == ("C2",)
    assert settled.only(["C2"]).coach == settled.coach


def test_what_the_staffing_rules_see_is_the_same_of_equals_and_differs_where_a_wish_does():
    def key(**given):
        facts = ProblemIndex(
            district(teachers=[teacher(**given)], coaches=[coach(grades=("9",), departments=("Art",))])
        )
        return rules.seen_with(facts, facts.enrollments[0], "C1")

    assert key() == key(years=9.0)
    others = [
        key(grades=("10",)),
        key(department="Math"),
        key(avoid_coaches=("C1",)),
        key(requested_coach="C1"),
        key(last_coach="C1"),
    ]
    assert len({key(), *others}) == 6


def test_a_coach_without_any_release_is_known_as_such():
    for status, owed in (("Teaching", 0), ("Coaching", 1)):
        flex = setting("Flex time", level="Required", value=9)
        instance = district(bells=[CLASSES], available={"C1": {"1": status, "2": "Teaching"}}, rules=only(flex))
        assert whole(instance)[1].score == (7 * owed, 0, 0)  # of nine slots there are two


def test_a_release_is_not_made_for_nothing_but_where_it_serves():
    instance = district(
        teachers=[cycled()],
        bells=[CLASSES],
        sessions=[session(when=("Teaching",))],
        doing={"T1": {"2": "Teaching"}},
        rules=only(SESSIONS, setting("Sections funded", level="Recommended", value=0)),
    )
    model, reached = whole(instance)
    assert model.plan(reached).releases == {"C1": ("2",)}
