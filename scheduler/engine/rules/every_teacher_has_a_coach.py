"""Every enrollment has a coach."""

from scheduler.domain.instance import Coach, Teacher
from scheduler.engine.model.staffing import Staffing
from scheduler.engine.problem.rule_costs import RuleCosts
from scheduler.engine.rules.engine_rule import EngineRule
from scheduler.engine.rules.quick_rule import QuickRule

NAME = "Every teacher has a coach"


def staffing(m: Staffing) -> None:
    """Count each enrollment without a coach."""
    for k, nobody in enumerate(m.uncoached):
        m.objective.add(NAME, m.teacher(k).site, nobody, m.groups[k].size)


def _match(costs: RuleCosts, teacher: Teacher, coach: Coach | None) -> int:
    return costs.of(NAME, teacher.site) if coach is None else 0


RULE = EngineRule(NAME, staffing=staffing, quick=QuickRule(match=_match))
