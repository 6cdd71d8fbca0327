"""Coaching uses no more of a teacher's prep in a week than it may. (The coarse model: `patterns`.)"""

from __future__ import annotations

from collections import defaultdict

from ortools.sat.python import cp_model

from scheduler.domain.instance import Enrolment
from scheduler.domain.matching import own_or_rule
from scheduler.engine.model.calendar import Calendar
from scheduler.engine.model.placements import Placement
from scheduler.engine.problem.index import ProblemIndex, pattern_sessions
from scheduler.engine.rules.engine_rule import EngineRule

NAME = "Prep minutes used"


def calendar(m: Calendar) -> None:
    in_prep: dict[tuple[str, int, int], list[Placement]] = defaultdict(list)
    for p in m.placements:
        teacher = m.instance.teachers[m.enrolment(p.enrolment).teacher]
        if p.window.is_class and m.instance.states[teacher.id][p.window.slot].doing == "Prep":
            in_prep[teacher.id, p.cycle, p.window.week].append(p)
    for (teacher_id, _, _), placed in in_prep.items():
        teacher = m.instance.teachers[teacher_id]
        limit = own_or_rule(teacher.prep_minutes, m.instance, NAME, teacher.site)
        if limit is None:
            continue
        most: dict[tuple[int, str], int] = {}
        for p in placed:
            most[p.enrolment, p.session.name] = p.session.count * p.session.minutes
        used = cp_model.LinearExpr.weighted_sum([p.var for p in placed], [p.session.minutes for p in placed])
        m.objective.excess(NAME, teacher.site, used, limit, sum(most.values()), unit=30)


def _limit(facts: ProblemIndex, enrolment: Enrolment) -> int | None:
    """The teacher's own limit; nothing is seen of who has no sessions."""
    return facts.instance.teachers[enrolment.teacher].prep_minutes if pattern_sessions(facts, enrolment) else None


RULE = EngineRule(NAME, calendar=calendar, sees=_limit)
