"""Coaching uses no more of a teacher's prep in a week than it may. (The coarse model: `patterns`.)"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from scheduler.domain.matching import own_or_rule

if TYPE_CHECKING:
    from scheduler.engine.model.calendar import Calendar, Placement

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
