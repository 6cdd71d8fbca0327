"""Every enrollment has the sessions that it is due. The coarse model counts them where it places them."""

from __future__ import annotations

from collections.abc import Mapping

from ortools.sat.python import cp_model

from scheduler.domain.instance import Enrollment, Instance, Level, ProgramSession, Teacher
from scheduler.engine.model.calendar import Calendar
from scheduler.engine.model.objective import Objective, Term
from scheduler.engine.problem.index import ProblemIndex, pattern_sessions
from scheduler.engine.problem.rule_costs import RuleCosts
from scheduler.engine.rules.engine_rule import EngineRule
from scheduler.engine.rules.quick_rule import QuickRule

NAME = "Sessions"


def calendar(m: Calendar) -> None:
    """Count the sessions that are missing, by the priority of their teachers."""
    for e in m.enrollments:
        teacher = m.instance.teachers[m.enrollment(e).teacher]
        for session in pattern_sessions(m.facts, m.enrollment(e)):
            due = m.due(e, session) * teacher.priority
            placed = [p.var for k in m.cycles for p in m.placed(e, session, k)]
            missing = due - teacher.priority * cp_model.LinearExpr.sum(placed) if placed else due
            m.objective.add(NAME, teacher.site, missing, due, session.level)


def _counts_as(facts: ProblemIndex, enrollment: Enrollment) -> int | None:
    """The weight of each session; nothing is seen of who has none."""
    return facts.instance.teachers[enrollment.teacher].priority if pattern_sessions(facts, enrollment) else None


def _costs_missing(costs: RuleCosts, teacher: Teacher, session: ProgramSession) -> int:
    return teacher.priority * costs.of(NAME, teacher.site, session.level)


def _missing(
    objective: Objective, facts: ProblemIndex, enrollment: Enrollment, cycles: int, placed: Mapping[str, list[Term]]
) -> None:
    teacher = facts.instance.teachers[enrollment.teacher]
    for session in pattern_sessions(facts, enrollment):
        most = cycles * session.count * teacher.priority
        terms = placed[session.name]
        short = most - teacher.priority * cp_model.LinearExpr.sum(terms) if terms else most
        objective.add(NAME, teacher.site, short, most, session.level)


def _level(instance: Instance, site: str, session: ProgramSession) -> Level:
    return instance.rule(NAME, site).level or session.level


RULE = EngineRule(
    NAME,
    calendar=calendar,
    sees=_counts_as,
    quick=QuickRule(missing=_costs_missing),
    missing=_missing,
    level_of_session=_level,
)
