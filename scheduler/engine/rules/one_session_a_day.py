"""No teacher has more than one session on a day. (The coarse model: `patterns`.)"""

from __future__ import annotations

from collections import defaultdict

from ortools.sat.python import cp_model

from scheduler.engine.model.calendar import Calendar
from scheduler.engine.model.placements import Placement
from scheduler.engine.rules.engine_rule import EngineRule

NAME = "One session a day"


def calendar(m: Calendar) -> None:
    days: dict[tuple[str, int, int, int], list[Placement]] = defaultdict(list)
    for p in m.placements:
        days[m.enrolment(p.enrolment).teacher, p.cycle, p.window.week, p.window.day].append(p)
    for (teacher, *_), placed in days.items():
        different = {(p.enrolment, p.session.name) for p in placed}
        if len(different) > 1:
            total = cp_model.LinearExpr.sum([p.var for p in placed])
            m.objective.excess(NAME, m.instance.teachers[teacher].site, total, 1, len(different))


RULE = EngineRule(NAME, calendar=calendar)
