"""The exact model; cycles planned anew; the least plan; and pins that conflict."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest
from districts import bell, clock, coach, district, session, setting, teacher

from engine.alone import COACHED, SESSIONS, WORK, cycled, only, pin, whole
from scheduler.checker import audit_plan
from scheduler.domain.instance import Program
from scheduler.domain.plan import Plan
from scheduler.domain.problem import InputProblems, Problem
from scheduler.engine.model.staffing import FixedStaffing
from scheduler.engine.problem.index import ProblemIndex
from scheduler.engine.search.budget import Budget
from scheduler.engine.steps.exact import Whole, hint_of, least_plan, make_plan, pins_in_conflict, replan

HOUR = bell(times={"1": "08:00-09:00"}, days=1)
CLASSES = bell(times={"1": "08:00-09:00", "2": "09:10-10:10"}, days=2)


def school(teachers=4, **given):
    """Two cycles, two coaches; flex time and common planning count."""
    given = {"rules": only(SESSIONS, setting("Flex time"), setting("Common planning"), setting("Even cycles")), **given}
    return district(
        bells=[CLASSES],
        teachers=[cycled(f"T{i}") for i in range(teachers)],
        coaches=[coach("C1"), coach("C2")],
        sessions=[session()],
        cycles=2,
        **given,
    )


def best(instance) -> Plan:
    model, reached = whole(instance)
    assert reached.proven
    return model.plan(reached)


# ---- hints


def test_a_plan_says_the_value_of_every_decision_of_the_model():
    instance = school()
    plan = best(instance)
    model = Whole(ProblemIndex(instance), plan)
    hint = hint_of(model.calendar, model.staffing, plan)
    said = [p for p in model.calendar.placements if hint[p.var.index]]
    assert len(said) == len(plan.sessions)
    reserves = [*model.calendar.reserves.flex.values(), *model.calendar.reserves.planning.values()]
    rows = sum(1 for r in plan.reserved if r.purpose == "Flex") + sum(
        1 for r in plan.reserved if r.purpose == "Common planning" and r.coach == "C1"
    )
    assert sum(hint[v.index] for v in reserves) == rows > 0
    active = [v for v in model.calendar.active.values() if not isinstance(v, int)]
    assert sum(hint[v.index] for v in active) == 4


def test_a_plan_that_meets_the_floor_comes_back_as_it_is():
    instance = school()
    plan = best(instance)
    score = audit_plan(instance, plan).score
    model = Whole(ProblemIndex(instance), plan)
    reached = model.solve(Budget(), 3, WORK, score)
    assert reached.proven
    assert model.plan(reached) == plan


# ---- planning some cycles anew


def without(plan: Plan, cycle: int) -> Plan:
    """A plan that lost the sessions of a cycle."""
    return replace(plan, sessions=tuple(s for s in plan.sessions if s.cycle != cycle))


@pytest.mark.parametrize("keep_coaches", [True, False])
@pytest.mark.parametrize("cycle", [1, 2])
def test_one_cycle_is_planned_anew_while_the_rest_stays(cycle, keep_coaches):
    instance = school()
    plan = best(instance)
    found = replan(ProblemIndex(instance), without(plan, cycle), [cycle], Budget(), 0, WORK, keep_coaches=keep_coaches)
    assert found is not None
    audit = audit_plan(instance, found)
    assert audit.violations == ()
    assert audit.score == audit_plan(instance, plan).score
    assert [s for s in found.sessions if s.cycle != cycle] == [s for s in plan.sessions if s.cycle != cycle]
    assert [r for r in found.reserved if r.cycle != cycle] == [r for r in plan.reserved if r.cycle != cycle]
    assert found.releases == plan.releases


def test_with_all_cycles_and_without_their_coaches_everything_may_change():
    """Both of a plan's teachers have the coach who is full; only another coach can hold the second."""
    instance = district(
        bells=[HOUR],
        teachers=[cycled("T1"), cycled("T2")],
        coaches=[coach("C1"), coach("C2")],
        sessions=[session(minutes=40)],
        rules=only(SESSIONS),
    )
    plan = best(instance)
    crowded = replace(
        plan,
        assignments=tuple(replace(a, coach="C1") for a in plan.assignments),
        sessions=tuple(s for s in plan.sessions if s.coach == "C1")[:1],
    )
    kept = replan(ProblemIndex(instance), crowded, [1], Budget(), 0, WORK, keep_coaches=True)
    free = replan(ProblemIndex(instance), crowded, [1], Budget(), 0, WORK, keep_coaches=False)
    assert kept is not None
    assert free is not None
    assert {a.coach for a in kept.assignments} == {"C1"}
    assert audit_plan(instance, kept).score == (1, 0, 0)
    assert audit_plan(instance, free).score == (0, 0, 0)


def test_enrollments_change_places_between_the_cycles_that_are_planned_anew():
    """Both in the first cycle, where one slot holds one of them."""
    instance = district(
        bells=[HOUR],
        teachers=[cycled("T1"), cycled("T2")],
        sessions=[session(minutes=40)],
        cycles=2,
        rules=only(SESSIONS),
    )
    plan = best(instance)
    crowded = replace(
        plan, assignments=tuple(replace(a, cycles=(1,)) for a in plan.assignments), sessions=plan.sessions[:1]
    )
    one = replan(ProblemIndex(instance), crowded, [1], Budget(), 0, WORK, keep_coaches=True)
    both = replan(ProblemIndex(instance), crowded, [1, 2], Budget(), 0, WORK, keep_coaches=True)
    assert one is not None
    assert both is not None
    assert [a.cycles for a in one.assignments] == [(1,), (1,)]
    assert audit_plan(instance, one).score == (1, 0, 0)
    assert sorted(a.cycles for a in both.assignments) == [(1,), (2,)]
    assert audit_plan(instance, both).score == (0, 0, 0)


def test_the_minutes_of_the_cycles_that_stay_are_known():
    """Even cycles: the other cycle has a session of thirty minutes, so this one is better with than without."""
    rules = only(setting("Even cycles", level="Required", value=0))
    instance = district(
        bells=[HOUR], teachers=[cycled("T1"), cycled("T2")], sessions=[session()], cycles=2, rules=rules
    )
    full = best(replace(instance, rules={**instance.rules, ("Sessions", ""): SESSIONS[1]}))
    found = replan(ProblemIndex(instance), without(full, 2), [2], Budget(), 0, WORK, keep_coaches=True)
    assert found is not None
    assert len(found.sessions) == 2


# ---- the least plan


def test_the_least_plan_has_only_what_it_must():
    instance = district(
        teachers=[cycled("T1"), teacher("T2")],
        coaches=[coach("C1"), coach("C2", full_time=True)],
        sessions=[session()],
        available={"C1": {"2": "Coaching"}},
        pins=[pin("Release", "", coach="C1", period="3", program=""), pin("Coach", "T2", program="", coach="C2")],
    )
    plan = least_plan(ProblemIndex(instance), 0, Budget())
    assert plan.releases == {"C1": ("2", "3"), "C2": ("1", "2", "3")}
    assert [a.coach for a in plan.assignments] == ["", "C2"]
    assert (plan.sessions, plan.reserved) == ((), ())
    assert audit_plan(instance, plan).violations == ()


def test_the_least_plan_keeps_pinned_sessions():
    pins = [pin(teacher="T1", day=1, period="2"), pin(teacher="T3", start=clock("08:10"), cycle=2)]
    instance = school(pins=pins)
    plan = least_plan(ProblemIndex(instance), 0, Budget())
    assert {s.teacher for s in plan.sessions} == {"T1", "T3"}
    assert audit_plan(instance, plan).violations == ()


# ---- pins that conflict


def conflicting(*pins):
    """One coach, one hour; T1 to T3 in Cycle, whose session is of twenty-five minutes."""
    return district(
        bells=[HOUR],
        teachers=[cycled(f"T{i}") for i in (1, 2, 3)],
        sessions=[session(minutes=25)],
        rules=only(SESSIONS),
        pins=pins,
    )


def row(n: int, **given):
    return pin(where=f"Pins!A{n}", **given)


def test_pins_that_no_plan_keeps_together_are_each_named_at_their_cell():
    instance = conflicting(
        row(2, teacher="T1", start=clock("08:00")),
        row(3, kind="Coach", teacher="T3", coach="C1"),
        row(4, teacher="T2", start=clock("08:20")),
    )
    with pytest.raises(InputProblems) as raised:
        least_plan(ProblemIndex(instance), 0, Budget())
    text, mend = (
        "no plan keeps all of these pins: Pins!A2, Pins!A4.",
        "Take one of them out, or change its time or coach.",
    )
    assert raised.value.problems == tuple(
        Problem("pins-conflict", "error", "", "Pins", cell, text, mend) for cell in ("A2", "A4")
    )
    assert str(raised.value) == f"Pins!A2: {text} {mend}\nPins!A4: {text} {mend}"


def test_a_pin_that_cannot_be_kept_at_all_is_named_alone():
    problems = pins_in_conflict(
        ProblemIndex(conflicting(row(2, teacher="T1"), row(3, teacher="T2", start=clock("08:50")))), 0, Budget()
    )
    assert [(p.cell, p.text) for p in problems.problems] == [("A3", "no plan keeps this pin.")]


def test_none_can_be_left_out_of_three_that_conflict():
    pins = [row(n, teacher=f"T{n - 1}") for n in (2, 3, 4)]
    problems = pins_in_conflict(
        ProblemIndex(conflicting(*pins)), 0, Budget()
    )  # two of twenty-five minutes fit into an hour
    assert [p.cell for p in problems.problems] == ["A2", "A3", "A4"]


def test_the_problems_pass_between_processes_whole():
    problems = pins_in_conflict(ProblemIndex(conflicting(row(3, start=clock("08:50")))), 0, Budget())
    again = pickle.loads(pickle.dumps(problems))
    assert isinstance(again, InputProblems)
    assert again.problems == problems.problems
    assert str(again) == str(problems)


# ---- the order of a plan


def test_a_plan_is_in_the_order_of_the_input_and_of_time():
    instance = school(teachers=2)
    facts = ProblemIndex(instance)
    plan = best(instance)
    coach_of = {i: a.coach for i, a in enumerate(plan.assignments)}
    settled = FixedStaffing({c: frozenset(p) for c, p in plan.releases.items()}, coach_of)
    again = make_plan(facts, settled, {0: frozenset({2, 1})}, reversed(plan.sessions), reversed(plan.reserved))
    assert again.sessions == tuple(sorted(plan.sessions))
    assert again.reserved == tuple(sorted(plan.reserved))
    assert again.assignments[0].cycles == (1, 2)
    assert again.assignments[1].cycles == (1,)  # as many as the program has, where nothing else is said
    assert again.releases == {c: tuple(sorted(p)) for c, p in plan.releases.items()}


# ---- pins


@pytest.mark.parametrize("fits", ["Cycle", "Other"])
def test_a_session_pin_without_a_program_is_held_by_any_that_has_the_session(fits):
    """The session of the other program fits no state of the teacher."""
    states = {fits: ("Prep",), "Cycle" if fits == "Other" else "Other": ("Teaching",)}
    instance = district(
        teachers=[teacher(programs=("Cycle", "Other"))],
        sessions=[session(when=states["Cycle"], level="Option")],
        programs=[Program("Other", sessions=(session(when=states["Other"], level="Option"),))],
        pins=[pin(program="", day=1)],
        rules=only(setting("Sessions")),
    )
    model, reached = whole(instance)
    plan = model.plan(reached)
    assert audit_plan(instance, plan).violations == ()
    assert [s.program for s in plan.sessions if s.day == 1] == [fits]


def test_a_coach_pin_keeps_its_cycle_and_one_without_a_coach_that_there_is_none():
    instance = district(
        teachers=[cycled("T1"), cycled("T2"), teacher("T3")],
        sessions=[session()],
        cycles=3,
        pins=[
            pin("Coach", coach="C1", cycles=(3,)),
            pin("Coach", "T2", coach=""),
            pin("Coach", "T3", program="Access", coach="C1", cycles=(2,)),
        ],
        rules=only(SESSIONS, COACHED),
    )
    model, reached = whole(instance)
    plan = model.plan(reached)
    assert audit_plan(instance, plan).violations == ()
    assert [(a.coach, a.cycles) for a in plan.assignments] == [("C1", (3,)), ("", (1,)), ("C1", (2,))]
    assert audit_plan(instance, least_plan(ProblemIndex(instance), 0, Budget())).violations == ()
