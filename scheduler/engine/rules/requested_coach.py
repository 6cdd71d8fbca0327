"""A teacher who names a coach has that coach."""

from scheduler.domain.instance import Coach, Enrollment, Teacher
from scheduler.engine.model.staffing import Staffing
from scheduler.engine.problem.index import ProblemIndex
from scheduler.engine.problem.rule_costs import RuleCosts
from scheduler.engine.rules.engine_rule import EngineRule
from scheduler.engine.rules.quick_rule import QuickRule

NAME = "Requested coach"


def staffing(m: Staffing) -> None:
    """Count each enrollment that does not get the coach who is asked for."""
    for k, loads in enumerate(m.load):
        wanted, size = m.teacher(k).requested_coach, m.groups[k].size
        if wanted:
            m.objective.add(NAME, m.teacher(k).site, size - loads.get(wanted, 0), size)


def _wants_one(facts: ProblemIndex, enrollment: Enrollment) -> bool:
    return bool(facts.instance.teachers[enrollment.teacher].requested_coach)


def _wants(facts: ProblemIndex, enrollment: Enrollment, coach: str) -> bool:
    return facts.instance.teachers[enrollment.teacher].requested_coach == coach


def _match(costs: RuleCosts, teacher: Teacher, coach: Coach | None) -> int:
    wanted = teacher.requested_coach
    return costs.of(NAME, teacher.site) if wanted and (coach is None or coach.id != wanted) else 0


RULE = EngineRule(NAME, staffing=staffing, sees=_wants_one, sees_with=_wants, quick=QuickRule(match=_match))
