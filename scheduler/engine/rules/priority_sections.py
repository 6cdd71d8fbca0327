"""A teacher with priority sections is observed and co-taught with in those. (The coarse model: `patterns`.)"""

from __future__ import annotations

from scheduler.domain.matching import has_priority_section, is_in_class, misses_priority
from scheduler.engine.model.calendar import Calendar
from scheduler.engine.rules.engine_rule import EngineRule

NAME = "Priority sections"


def calendar(m: Calendar) -> None:
    has: dict[str, bool] = {}
    for p in m.placements:
        teacher = m.enrolment(p.enrolment).teacher
        states = m.instance.states[teacher]
        if teacher not in has:
            has[teacher] = has_priority_section(states)
        state = states[p.window.slot]
        if has[teacher] and is_in_class(p.session) and misses_priority(state):
            m.objective.add(NAME, m.instance.teachers[teacher].site, p.var, 1)


RULE = EngineRule(NAME, calendar=calendar)
