"""Every enrolment has the sessions that it is due. (The coarse model counts them where it places them.)"""

from __future__ import annotations

from ortools.sat.python import cp_model

from scheduler.domain.instance import Enrolment
from scheduler.engine.model.calendar import Calendar
from scheduler.engine.problem.index import ProblemIndex, pattern_sessions
from scheduler.engine.rules.engine_rule import EngineRule

NAME = "Sessions"


def calendar(m: Calendar) -> None:
    for e in m.enrolments:
        teacher = m.instance.teachers[m.enrolment(e).teacher]
        for session in pattern_sessions(m.facts, m.enrolment(e)):
            due = m.due(e, session) * teacher.priority
            placed = [p.var for k in m.cycles for p in m.placed(e, session, k)]
            missing = due - teacher.priority * cp_model.LinearExpr.sum(placed) if placed else due
            m.objective.add(NAME, teacher.site, missing, due, session.level)


def _counts_as(facts: ProblemIndex, enrolment: Enrolment) -> int | None:
    """The weight of each session; nothing is seen of who has none."""
    return facts.instance.teachers[enrolment.teacher].priority if pattern_sessions(facts, enrolment) else None


RULE = EngineRule(NAME, calendar=calendar, sees=_counts_as)
