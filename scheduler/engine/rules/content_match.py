"""The coach knows the teacher's department."""

from scheduler.domain.instance import Coach, Enrollment, Teacher
from scheduler.domain.matching import department_matches
from scheduler.engine.model.staffing import Staffing
from scheduler.engine.problem.index import ProblemIndex
from scheduler.engine.problem.rule_costs import RuleCosts
from scheduler.engine.rules.engine_rule import EngineRule
from scheduler.engine.rules.quick_rule import QuickRule

NAME = "Content match"


def staffing(m: Staffing) -> None:
    """Count each enrollment whose coach does not know the department."""
    for k, loads in enumerate(m.load):
        for coach, load in loads.items():
            if not department_matches(m.teacher(k), m.instance.coaches[coach]):
                m.objective.add(NAME, m.teacher(k).site, load, m.groups[k].size)


def _matches(facts: ProblemIndex, enrollment: Enrollment, coach: str) -> bool:
    return department_matches(facts.instance.teachers[enrollment.teacher], facts.instance.coaches[coach])


def _match(costs: RuleCosts, teacher: Teacher, coach: Coach | None) -> int:
    return 0 if coach is None or department_matches(teacher, coach) else costs.of(NAME, teacher.site)


RULE = EngineRule(NAME, staffing=staffing, sees_with=_matches, quick=QuickRule(match=_match))
