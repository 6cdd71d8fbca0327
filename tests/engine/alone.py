"""Districts in which only some rules count, and the engine's models of them."""

from __future__ import annotations

from typing import Any

from districts import setting, teacher
from ortools.sat.python import cp_model

from scheduler.checker import audit_plan
from scheduler.domain.instance import Instance, Pin, RuleSetting, Teacher, hhmm
from scheduler.domain.plan import Session
from scheduler.domain.score import Score
from scheduler.engine.model.answer import ModelAnswer
from scheduler.engine.model.calendar import Calendar
from scheduler.engine.model.objective import Objective
from scheduler.engine.model.rule_needs import RuleNeeds
from scheduler.engine.model.staffing import Staffing
from scheduler.engine.problem.index import EnrollmentClass, ProblemIndex
from scheduler.engine.search.budget import Budget
from scheduler.engine.search.lexicographic import LexicographicSolver
from scheduler.engine.steps.exact import Whole
from scheduler.engine.steps.relaxation import Relaxation, relaxation_of
from scheduler.rules import RULES

WORK = 5.0
SESSIONS = setting("Sessions", level="Required")
COACHED = setting("Every teacher has a coach", level="Required")


def only(*counted: tuple[str, RuleSetting]) -> tuple[tuple[str, RuleSetting], ...]:
    """Rows of Rules in which all rules are Off but those that are given."""
    return (*(setting(name, level="Off") for name in RULES), *counted)


def cycled(id: str = "T1", site: str = "S", **given: Any) -> Teacher:
    """A teacher of the program "Cycle"."""
    return teacher(id, site, **{"programs": ("Cycle",), **given})


def pin(kind: Any = "Session", teacher: str = "T1", **given: Any) -> Pin:
    """A pin of T1 in the program Cycle; a Session is "Observe"."""
    given = {"session": "Observe" if kind == "Session" else "", "program": "Cycle", **given}
    return Pin(given.pop("where", "Pins!A2"), kind, teacher, **given)


def coarse(instance: Instance, percent: int = 100) -> tuple[Relaxation, ModelAnswer]:
    """The coarse model of the year, and its answer."""
    facts = ProblemIndex(instance)
    model = relaxation_of(facts)
    return model, LexicographicSolver(model.with_capacity_factor(percent), model.objective, Budget(), 0).solve(WORK)


def coarse_bound(instance: Instance) -> Score:
    """The proven bound of the coarse model."""
    _, reached = coarse(instance)
    assert reached.proven
    return reached.bound


def whole(instance: Instance, **given: Any) -> tuple[Whole, ModelAnswer]:
    """The exact model of the year, and its answer."""
    model = Whole(ProblemIndex(instance), None, **given)
    return model, model.solve(Budget(), 0, WORK)


def bare_calendar(instance: Instance, *, apart: bool = False) -> Calendar:
    """The weeks of all cycles with every decision open, and no rule: only what holds in every plan."""
    facts, cp = ProblemIndex(instance), cp_model.CpModel()
    objective = Objective(cp, instance)
    groups = tuple(EnrollmentClass((e,)) for e in range(len(facts.enrollments)))
    staffing = Staffing(cp, facts, groups, objective)
    turns = {e: facts.program(e).cycles for e in range(len(facts.enrollments))}
    cycles = range(1, instance.settings.cycles + 1)
    coaches = tuple(instance.coaches)
    return Calendar(
        facts,
        cp,
        objective,
        staffing,
        tuple(turns),
        coaches,
        tuple(cycles),
        turns,
        needs=RuleNeeds(),
        apart=apart,
        in_turn=apart,
    )


def told(session: Session) -> str:
    """A row of a plan in short: "T1 Observe 0 08:00-08:30"."""
    return f"{session.teacher} {session.session} {session.day} {hhmm(session.start)}-{hhmm(session.end)}"


def planned(instance: Instance) -> tuple[list[str], int]:
    """The sessions of the best plan of the exact model, which is audited, and how many are missing."""
    model, reached = whole(instance)
    plan = model.plan(reached)
    audit = audit_plan(instance, plan)
    assert audit.violations == ()
    assert audit.score == reached.score
    return [told(s) for s in plan.sessions], audit.score.required
