"""A teacher who had a coach keeps that coach."""

from scheduler.domain.instance import Coach, Enrollment, Teacher
from scheduler.engine.model.staffing import Staffing
from scheduler.engine.problem.index import ProblemIndex
from scheduler.engine.problem.rule_costs import RuleCosts
from scheduler.engine.rules.engine_rule import EngineRule
from scheduler.engine.rules.quick_rule import QuickRule

NAME = "Keep last coach"


def staffing(m: Staffing) -> None:
    """Count each enrollment that does not keep the coach of last year."""
    for k, loads in enumerate(m.load):
        wanted, size = m.teacher(k).last_coach, m.groups[k].size
        if wanted:
            m.objective.add(NAME, m.teacher(k).site, size - loads.get(wanted, 0), size)


def _had_one(facts: ProblemIndex, enrollment: Enrollment) -> bool:
    return bool(facts.instance.teachers[enrollment.teacher].last_coach)


def _had(facts: ProblemIndex, enrollment: Enrollment, coach: str) -> bool:
    return facts.instance.teachers[enrollment.teacher].last_coach == coach


def _match(costs: RuleCosts, teacher: Teacher, coach: Coach | None) -> int:
    last = teacher.last_coach
    return costs.of(NAME, teacher.site) if last and (coach is None or coach.id != last) else 0


RULE = EngineRule(NAME, staffing=staffing, sees=_had_one, sees_with=_had, quick=QuickRule(match=_match))
