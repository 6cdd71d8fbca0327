"""No coach has more enrollments than the maximum."""

from dataclasses import replace

from scheduler.domain.instance import Instance
from scheduler.domain.matching import own_or_rule
from scheduler.engine.model.staffing import Staffing
from scheduler.engine.problem.rule_costs import RuleCosts
from scheduler.engine.rules.engine_rule import EngineRule, RuleLimits, limit_or_none
from scheduler.engine.rules.quick_rule import CaseloadChoice, QuickRule

NAME = "Caseload maximum"


def staffing(m: Staffing) -> None:
    """Count, of each coach, the enrollments above the most."""
    for coach in m.instance.coaches.values():
        limit = own_or_rule(coach.max_caseload, m.instance, NAME, coach.home)
        if limit is not None:
            count, most = m.caseload(coach.id)
            m.objective.excess(NAME, coach.home, count, limit, most, about=coach.id)


def _caseload(costs: RuleCosts, choice: CaseloadChoice) -> int:
    most = costs.value(NAME, choice.coach.home, choice.coach.max_caseload)
    full = most is not None and choice.load[choice.coach.id] >= most
    return costs.of(NAME, choice.coach.home) if full else 0


def _limits(instance: Instance) -> RuleLimits:
    return {
        "max caseload": tuple(
            limit_or_none(own_or_rule(c.max_caseload, instance, NAME, c.home)) for c in instance.coaches.values()
        )
    }


def _without_limits(instance: Instance) -> Instance:
    return replace(instance, coaches={c: replace(coach, max_caseload=None) for c, coach in instance.coaches.items()})


RULE = EngineRule(
    NAME,
    staffing=staffing,
    quick=QuickRule(caseload=_caseload),
    limits=_limits,
    without_limits=_without_limits,
)
