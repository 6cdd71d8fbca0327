"""No teacher has a coach whom the teacher avoids."""

from scheduler.domain.instance import Coach, Enrollment, Teacher
from scheduler.engine.model.staffing import Staffing
from scheduler.engine.problem.index import ProblemIndex
from scheduler.engine.problem.rule_costs import RuleCosts
from scheduler.engine.rules.engine_rule import EngineRule
from scheduler.engine.rules.quick_rule import QuickRule

NAME = "Avoided coach"


def staffing(m: Staffing) -> None:
    """Count each enrollment that gets a coach whom its teacher avoids."""
    for k, loads in enumerate(m.load):
        for coach, load in loads.items():
            if coach in m.teacher(k).avoid_coaches:
                m.objective.add(NAME, m.teacher(k).site, load, m.groups[k].size)


def _avoids(facts: ProblemIndex, enrollment: Enrollment, coach: str) -> bool:
    return coach in facts.instance.teachers[enrollment.teacher].avoid_coaches


def _match(costs: RuleCosts, teacher: Teacher, coach: Coach | None) -> int:
    return costs.of(NAME, teacher.site) if coach is not None and coach.id in teacher.avoid_coaches else 0


RULE = EngineRule(NAME, staffing=staffing, sees_with=_avoids, quick=QuickRule(match=_match))
