"""The coach teaches a grade of the teacher's."""

from scheduler.domain.instance import Coach, Enrollment, Teacher
from scheduler.domain.matching import grades_match
from scheduler.engine.model.staffing import Staffing
from scheduler.engine.problem.index import ProblemIndex
from scheduler.engine.problem.rule_costs import RuleCosts
from scheduler.engine.rules.engine_rule import EngineRule
from scheduler.engine.rules.quick_rule import QuickRule

NAME = "Grade match"


def staffing(m: Staffing) -> None:
    """Count each enrollment that has no grade in common with its coach."""
    for k, loads in enumerate(m.load):
        for coach, load in loads.items():
            if not grades_match(m.teacher(k), m.instance.coaches[coach]):
                m.objective.add(NAME, m.teacher(k).site, load, m.groups[k].size)


def _matches(facts: ProblemIndex, enrollment: Enrollment, coach: str) -> bool:
    return grades_match(facts.instance.teachers[enrollment.teacher], facts.instance.coaches[coach])


def _match(costs: RuleCosts, teacher: Teacher, coach: Coach | None) -> int:
    return 0 if coach is None or grades_match(teacher, coach) else costs.of(NAME, teacher.site)


RULE = EngineRule(NAME, staffing=staffing, sees_with=_matches, quick=QuickRule(match=_match))
