"""A teacher with priority sections is observed and co-taught with in those. The coarse model: `patterns`."""

from __future__ import annotations

from scheduler.domain.instance import Enrollment
from scheduler.domain.matching import is_in_class, misses_priority
from scheduler.engine.aggregate.session_patterns import PatternCosts, weight_by_level
from scheduler.engine.model.calendar import Calendar
from scheduler.engine.model.objective import Objective
from scheduler.engine.problem.index import ProblemIndex
from scheduler.engine.problem.rule_costs import RuleCosts
from scheduler.engine.rules.engine_rule import EngineRule
from scheduler.engine.rules.quick_rule import QuickRule, SessionChoice

NAME = "Priority sections"


def calendar(m: Calendar) -> None:
    """Count each observation that misses the teacher's priority sections."""
    for p in m.placements:
        teacher = m.enrollment(p.enrollment).teacher
        states = m.instance.states[teacher]
        state = states[p.window.slot]
        if m.facts.has_priority_section[teacher] and is_in_class(p.session) and misses_priority(state):
            m.objective.add(NAME, m.instance.teachers[teacher].site, p.var, 1)


def _session(costs: RuleCosts, choice: SessionChoice) -> int:
    if not misses_priority(choice.state) or not is_in_class(choice.session) or not choice.has_priority_section:
        return 0
    return costs.of(NAME, choice.teacher.site)


def _patterns(facts: ProblemIndex, objective: Objective, enrollment: Enrollment) -> PatternCosts:
    site = facts.instance.teachers[enrollment.teacher].site
    if not facts.has_priority_section[enrollment.teacher]:
        return PatternCosts()
    return PatternCosts(priority=weight_by_level(objective, NAME, site))


RULE = EngineRule(NAME, calendar=calendar, quick=QuickRule(session=_session), patterns=_patterns)
