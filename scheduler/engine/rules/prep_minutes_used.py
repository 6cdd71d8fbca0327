"""Coaching uses no more of a teacher's prep in a week than it may. The coarse model: `patterns`."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from ortools.sat.python import cp_model

from scheduler.domain.instance import Enrollment, Instance
from scheduler.domain.matching import own_or_rule
from scheduler.engine.aggregate.session_patterns import PatternCosts, weight_by_level
from scheduler.engine.model.calendar import Calendar
from scheduler.engine.model.objective import Objective
from scheduler.engine.model.placements import Placement
from scheduler.engine.problem.index import ProblemIndex, pattern_sessions
from scheduler.engine.problem.rule_costs import RuleCosts, half_hours
from scheduler.engine.rules.engine_rule import EngineRule, RuleLimits, limit_or_none
from scheduler.engine.rules.quick_rule import QuickRule, SessionChoice

NAME = "Prep minutes used"


def calendar(m: Calendar) -> None:
    """Count, of each teacher and week, the minutes of prep above the most."""
    in_prep: dict[tuple[str, int, int], list[Placement]] = defaultdict(list)
    for p in m.placements:
        teacher = m.instance.teachers[m.enrollment(p.enrollment).teacher]
        if p.window.is_class and m.instance.states[teacher.id][p.window.slot].doing == "Prep":
            in_prep[teacher.id, p.cycle, p.window.week].append(p)
    for (teacher_id, k, week), placed in in_prep.items():
        teacher = m.instance.teachers[teacher_id]
        limit = own_or_rule(teacher.prep_minutes, m.instance, NAME, teacher.site)
        if limit is None:
            continue
        most: dict[tuple[int, str], int] = {}
        for p in placed:
            most[p.enrollment, p.session.name] = p.session.count * p.session.minutes
        used = cp_model.LinearExpr.weighted_sum([p.var for p in placed], [p.session.minutes for p in placed])
        about = f"{teacher_id} cycle {k} w{week}"
        m.objective.excess(NAME, teacher.site, used, limit, sum(most.values()), unit=30, about=about)


def _limit(facts: ProblemIndex, enrollment: Enrollment) -> int | None:
    """The teacher's own limit; nothing is seen of who has no sessions."""
    return facts.instance.teachers[enrollment.teacher].prep_minutes if pattern_sessions(facts, enrollment) else None


def _session(costs: RuleCosts, choice: SessionChoice) -> int:
    if not choice.window.is_class or choice.state.doing != "Prep":
        return 0
    limit = costs.value(NAME, choice.teacher.site, choice.teacher.prep_minutes)
    if limit is None:
        return 0
    over = choice.prep_used - limit
    return (half_hours(over + choice.session.minutes) - half_hours(over)) * costs.of(NAME, choice.teacher.site)


def _patterns(facts: ProblemIndex, objective: Objective, enrollment: Enrollment) -> PatternCosts:
    """Half hours that are begun in two programs do not add up: only the first with sessions is counted here."""
    teacher = facts.instance.teachers[enrollment.teacher]
    holding = (p for p in teacher.programs if pattern_sessions(facts, Enrollment(teacher.id, p)))
    if enrollment.program != next(holding, enrollment.program):
        return PatternCosts()
    limit = own_or_rule(teacher.prep_minutes, facts.instance, NAME, teacher.site)
    return PatternCosts(prep=weight_by_level(objective, NAME, teacher.site), prep_limit=limit)


def _limits(instance: Instance) -> RuleLimits:
    return {
        "prep minutes": tuple(
            limit_or_none(own_or_rule(t.prep_minutes, instance, NAME, t.site)) for t in instance.teachers.values()
        )
    }


def _without_limits(instance: Instance) -> Instance:
    return replace(
        instance, teachers={t: replace(teacher, prep_minutes=None) for t, teacher in instance.teachers.items()}
    )


RULE = EngineRule(
    NAME,
    calendar=calendar,
    sees=_limit,
    quick=QuickRule(session=_session),
    patterns=_patterns,
    limits=_limits,
    without_limits=_without_limits,
)
