"""Every enrolment has the sessions that it is due. (The coarse model counts them where it places them.)"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from scheduler.engine.aggregate.session_patterns import pattern_sessions

if TYPE_CHECKING:
    from scheduler.engine.model.calendar import Calendar

NAME = "Sessions"


def calendar(m: Calendar) -> None:
    for e in m.enrolments:
        teacher = m.instance.teachers[m.enrolment(e).teacher]
        for session in pattern_sessions(m.facts, m.enrolment(e)):
            due = m.due(e, session) * teacher.priority
            placed = [p.var for k in m.cycles for p in m.by_session.get((e, session.name, k), ())]
            missing = due - teacher.priority * cp_model.LinearExpr.sum(placed) if placed else due
            m.objective.add(NAME, teacher.site, missing, due, session.level)
