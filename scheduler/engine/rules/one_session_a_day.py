"""No teacher has more than one session on a day. The coarse model: `patterns`."""

from __future__ import annotations

from collections import defaultdict

from ortools.sat.python import cp_model

from scheduler.domain.instance import Enrollment
from scheduler.engine.aggregate.session_patterns import PatternCosts, weight_by_level
from scheduler.engine.model.calendar import Calendar
from scheduler.engine.model.objective import Objective
from scheduler.engine.model.placements import Placement
from scheduler.engine.problem.index import ProblemIndex
from scheduler.engine.problem.rule_costs import RuleCosts
from scheduler.engine.rules.engine_rule import EngineRule
from scheduler.engine.rules.quick_rule import QuickRule, SessionChoice

NAME = "One session a day"


def calendar(m: Calendar) -> None:
    """Count, of each teacher and day, the sessions after the first."""
    days: dict[tuple[str, int, int, int], list[Placement]] = defaultdict(list)
    for p in m.placements:
        days[m.enrollment(p.enrollment).teacher, p.cycle, p.window.week, p.window.day].append(p)
    for (teacher, k, week, day), placed in days.items():
        different = {(p.enrollment, p.session.name) for p in placed}
        if len(different) > 1:
            total = cp_model.LinearExpr.sum([p.var for p in placed])
            about = f"{teacher} cycle {k} w{week} d{day + 1}"
            m.objective.excess(NAME, m.instance.teachers[teacher].site, total, 1, len(different), about=about)


def _session(costs: RuleCosts, choice: SessionChoice) -> int:
    return costs.of(NAME, choice.teacher.site) if choice.teacher_is_busy else 0


def _patterns(facts: ProblemIndex, objective: Objective, enrollment: Enrollment) -> PatternCosts:
    site = facts.instance.teachers[enrollment.teacher].site
    return PatternCosts(one_a_day=weight_by_level(objective, NAME, site))


RULE = EngineRule(NAME, calendar=calendar, quick=QuickRule(session=_session), patterns=_patterns)
