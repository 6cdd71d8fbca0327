"""What a plan comes to, on small plans made by hand; and what is said of the difference."""

# ruff: noqa: RUF001  # a minus sign is a minus sign
from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from districts import bell, coach, district, meet, plan, session, teacher

from scheduler import pipeline
from scheduler.checker import audit_plan
from scheduler.domain.comparison import Outcome, ScenarioFigures
from scheduler.domain.instance import Instance, RuleSetting, Site
from scheduler.domain.plan import Plan
from scheduler.domain.scenario import ScenarioInput
from scheduler.domain.score import Score
from scheduler.domain.solution import Solution
from scheduler.rules.plan_index import PlanIndex
from scheduler.scenarios.figures import figures_of
from scheduler.scenarios.pareto import cheapest, cost_measure, front
from scheduler.scenarios.side_by_side import compare
from scheduler.views.metrics import figures_of as figures_of_export

TWO_SITES = (Site("S", "South", "Regular", 3, 1000.0), Site("N", "North", "Regular", 2, 1000.0))
INSTANCE = district(
    sites=TWO_SITES,
    bells=[bell()],
    sessions=[session()],
    cycles=2,
    coaches=[coach("C1", "S", "N", departments=("Art",)), coach("C2", "N", full_time=True, cost=50000.0)],
    teachers=[
        teacher("T1", programs=("Cycle",), department="Art"),
        teacher("T2", programs=("Cycle",), department="Music", priority=3),
        teacher("T3", "N", programs=("Cycle",)),
        teacher("T4", "N", role="Administrator"),
    ],
    travel={("S", "N"): 9},
)
PLAN = plan(
    INSTANCE,
    released={"C1": "12", "C2": "123"},
    coaches={"T1": "C1", "T2": "C1", "T3": "C1"},
    cycles=dict.fromkeys(("T1", "T2", "T3"), (1,)),
    sessions=[meet("T1", period="1"), meet("T3", period="2"), meet("T2", period="1", day=1)],
)


def solution(instance: Instance, made: Plan) -> Solution:
    audit = audit_plan(instance, made)
    return Solution(made, audit, audit.score)


def figures(instance: Instance = INSTANCE, made: Plan = PLAN, base: Plan | None = None) -> ScenarioFigures:
    return figures_of(instance, solution(instance, made), base)


def test_people_and_sessions_are_counted_as_the_contract_counts_them() -> None:
    f = figures()
    assert (f.teachers, f.with_coach, f.served, f.due, f.placed, f.meetings) == (3, 3, 3, 3, 3, 3)


def test_minutes_are_of_an_average_week_of_all_patterns() -> None:
    f = figures()
    assert f.teacher_minutes == 45  # 90 minutes over two cycles
    assert {s.name: (s.teachers, s.minutes_a_week) for s in f.by_site} == {"S": (2, 15.0), "N": (1, 15.0)}
    assert [(s.name, s.teachers) for s in f.by_department] == [("(none)", 1), ("Art", 1), ("Music", 1)]
    assert [(s.name, s.minutes_a_week) for s in f.by_priority] == [("Priority 1", 15.0), ("Priority 3", 15.0)]


def test_coverage_names_every_period_of_every_site() -> None:
    assert [(c.site, c.period, c.coaches, c.covered) for c in figures().covered] == [
        ("S", "1", 1, True),
        ("S", "2", 1, True),
        ("S", "3", 0, False),
        ("N", "1", 1, True),
        ("N", "2", 1, True),
        ("N", "3", 1, True),
    ]


def test_travel_is_what_lies_between_two_schools_on_one_day() -> None:
    f = figures()
    assert (f.travel_minutes, f.days_at_several_sites) == (4.5, 0.5)  # one day of two cycles' weeks


def test_staff_is_released_time_over_class_periods_and_a_full_time_coach_is_one() -> None:
    f = figures()
    assert f.fte == pytest.approx(1 + 2 / 3)
    assert (f.coach_periods, f.sections_funded, f.sections_used, f.sections) == (5 + 3, 5, 2, 5)


def test_cost_is_of_funded_sections_and_those_used_beyond_and_of_coaches() -> None:
    assert (figures().cost_of_sections, figures().cost_of_coaches, figures().cost) == (5000, 50000, 55000)
    dearer = replace(INSTANCE, sites={"S": replace(TWO_SITES[0], sections_funded=1), "N": TWO_SITES[1]})
    assert figures(dearer).cost_of_sections == 4000  # two used where one is funded, and two funded at N


def test_a_cost_that_is_not_given_makes_no_sum() -> None:
    unknown = replace(INSTANCE, coaches={**INSTANCE.coaches, "C2": replace(INSTANCE.coaches["C2"], cost=None)})
    assert (figures(unknown).cost_of_coaches, figures(unknown).cost) == (None, None)


def test_a_teacher_keeps_the_coach_when_every_program_has_the_same() -> None:
    other = plan(INSTANCE, released={"C1": "12", "C2": "123"}, coaches={"T1": "C1", "T2": "C1", "T3": "C2"})
    f = figures(made=other, base=PLAN)
    assert (f.kept, f.kept_of) == (2, 3)


@pytest.mark.parametrize("name", ["avuhsd"])
def test_figures_agree_with_those_of_the_plan_workbook(name: str) -> None:
    """Two rooms that don't know each other count the same things."""
    instance = pipeline.read(Path(__file__).parents[2] / "instances" / name / f"{name}.xlsx")
    found = pipeline.solve(instance)
    mine, theirs = figures_of(instance, found, None), figures_of_export(PlanIndex(instance, found.plan))
    weeks = instance.settings.cycles * instance.settings.weeks
    assert (mine.teachers, mine.with_coach, mine.served) == (
        theirs.teachers,
        theirs.teachers_with_coach,
        theirs.teachers_with_sessions,
    )
    assert (mine.due, mine.placed, mine.periods_covered) == (
        theirs.sessions_due,
        theirs.sessions_placed,
        theirs.periods_covered,
    )
    assert mine.released_minutes * weeks == pytest.approx(theirs.work.released_minutes)
    assert mine.share_of_release == pytest.approx(theirs.work.share_of_release)
    assert list(mine.caseloads.values()) == [c.caseload for c in theirs.coaches]
    assert mine.grade_matches == sum(c.grade_matches for c in theirs.coaches)
    assert mine.content_matches == sum(c.content_matches for c in theirs.coaches)


# ---- which are worth their cost


def at(cost: float, minutes: float, required: int = 0) -> ScenarioFigures:
    return replace(
        figures(), cost_of_sections=cost, cost_of_coaches=0, teacher_minutes=minutes, score=Score(required, 0, 0)
    )


@pytest.mark.parametrize(
    ("places", "on_front"),
    [
        ([at(5, 10), at(6, 10)], [True, False]),
        ([at(5, 10), at(6, 11)], [True, True]),
        ([at(5, 10), at(5, 10)], [True, True]),
        ([at(5, 10, 1), at(5, 10)], [False, True]),
        ([at(4, 10, 1), at(5, 10)], [True, True]),
        ([at(5, 12), at(6, 11), at(7, 12)], [True, False, False]),
    ],
)
def test_the_front_holds_what_none_beats_on_cost_and_service(
    places: list[ScenarioFigures], on_front: list[bool]
) -> None:
    assert front(places, cost_measure(places)[1]) == on_front


def test_the_cheapest_meets_what_is_required() -> None:
    places = [at(4, 10, 1), at(6, 10), at(5, 10)]
    assert cheapest(places, cost_measure(places)[1]) == 2
    assert cheapest(places[:1], cost_measure(places)[1]) is None


def test_of_equal_cost_the_one_that_coaches_more_is_named_and_never_the_one_with_fewer_rules() -> None:
    off = replace(at(5, 10), score=Score(0, 0, 0))
    base = replace(at(5, 10), score=Score(0, 0, 102))
    assert cheapest([base, off], cost_measure([base, off])[1]) == 0
    assert cheapest([base, at(5, 11)], cost_measure([base])[1]) == 1


def test_without_every_cost_coach_periods_are_counted() -> None:
    places = [at(4, 10), replace(at(5, 10), cost_of_coaches=None)]
    name, cost = cost_measure(places)
    assert (name, [cost(f) for f in places]) == ("coach-periods", [8, 8])


# ---- side by side


def outcome(name: str, made: Plan | None = PLAN, instance: Instance = INSTANCE, **given: Any) -> Outcome:
    found = None if made is None else solution(instance, made)
    return Outcome(
        ScenarioInput(name, instance), found, given.pop("status", found.status if found else "failed"), **given
    )


def test_differences_are_said_with_a_sign_and_a_word() -> None:
    other = plan(
        INSTANCE,
        released={"C1": "123", "C2": "123"},
        coaches={"T1": "C1", "T2": "C1", "T3": "C2"},
        cycles=dict.fromkeys(("T1", "T2", "T3"), (1,)),
        sessions=[meet("T1", period="1")],
    )
    rows = {row.label: row.differences[1] for row in compare([outcome("Base"), outcome("X", other)]).matrix}
    assert {
        label: rows[label]
        for label in (
            "Periods covered",
            "Sessions placed",
            "Share of sessions placed",
            "Sections used",
            "Cost",
            "Largest caseload",
            "Minutes on the road a week",
            "Sessions due",
            "Staff in FTE",
        )
    } == {
        "Periods covered": "+1, better",
        "Sessions placed": "−2, worse",
        "Share of sessions placed": "−67 points, worse",
        "Sections used": "+1",
        "Cost": "same",
        "Largest caseload": "−1, better",
        "Minutes on the road a week": "−4.5, better",
        "Sessions due": "same",
        "Staff in FTE": "+0.33",
    }


def test_shortfalls_by_other_rules_are_neither_better_nor_worse() -> None:
    loose = replace(
        INSTANCE, rules={**INSTANCE.rules, ("All periods covered", ""): RuleSetting("All periods covered", "Off")}
    )
    rows = {r.label: r.differences for r in compare([outcome("Base"), outcome("Loose", instance=loose)]).matrix}
    assert rows["Required shortfall"] == ("", "−1, other rules")
    assert rows["Periods covered"] == ("", "same")


def test_scenarios_of_equal_cost_and_costs_that_are_missing_are_said() -> None:
    named = replace(
        INSTANCE, rules={**INSTANCE.rules, ("All periods covered", ""): RuleSetting("All periods covered", "Off")}
    )
    said = compare([outcome("Base", instance=named), outcome("Same", instance=named)]).sentences
    assert said[0] == "The cheapest that meets every Required rule is Base (cost 55,000); as cheap: Same."
    free = replace(INSTANCE, sites={s.id: replace(s, cost_per_section=None) for s in INSTANCE.sites.values()})
    assert compare([outcome("Base"), outcome("Free", instance=free)]).sentences[1] == (
        "Cost is counted in coach-periods, since not every cost is known for Free: cost per section in Sites, "
        "cost of full-time coaches in Coaches."
    )


def test_who_gets_another_coach_is_listed() -> None:
    other = plan(INSTANCE, released={"C1": "12", "C2": "123"}, coaches={"T1": "C1", "T2": "", "T3": "C2"})
    moves = compare([outcome("Base"), outcome("X", other)]).moves
    assert [(m.scenario, m.teacher, m.site, m.before, m.after) for m in moves] == [
        ("X", "T2", "S", "C1", ""),
        ("X", "T3", "N", "C1", "C2"),
    ]


def test_a_scenario_without_a_plan_has_its_reason_and_no_figures() -> None:
    comparison = compare([outcome("Base"), outcome("X", None, reason="MemoryError: none left")])
    assert comparison.entries[1].figures is None
    assert "X has no plan: MemoryError: none left." in comparison.sentences
    told = {row.label: row.values[1] for row in comparison.matrix if row.values[1]}
    assert told == {"Status": "No plan"}


def test_what_is_required_and_missed_is_named_with_why() -> None:
    comparison = compare([outcome("Base"), outcome("X", why=("Five sections cannot cover six periods.",))])
    assert comparison.cheapest == ""
    assert comparison.sentences[0] == "No scenario meets every Required rule."
    assert comparison.sentences[-1] == (
        "X misses what is Required: All periods covered (short by 1). Five sections cannot cover six periods."
    )


def test_a_scenario_that_was_ended_early_is_not_said_to_be_impossible() -> None:
    hasty = outcome("Hasty")
    assert hasty.solution is not None
    hasty = replace(hasty, solution=replace(hasty.solution, bound=Score(0, 0, 0)))
    assert compare([outcome("Base"), hasty]).sentences[-1] == (
        "Hasty misses what is Required: All periods covered (short by 1). Its search was ended before it was proven "
        "that it must: with more time it may be short by nothing."
    )
