"""No coach is released in a period that the coach avoids."""

from collections.abc import Mapping, Set

from scheduler.engine.model.staffing import Staffing
from scheduler.engine.problem.index import ProblemIndex
from scheduler.engine.problem.rule_costs import RuleCosts
from scheduler.engine.rules.engine_rule import EngineRule
from scheduler.engine.rules.quick_rule import QuickRule

NAME = "Avoided periods"


def staffing(m: Staffing) -> None:
    """Count each release in a period that the coach avoids."""
    for coach in m.instance.coaches.values():
        avoided = m.facts.avoided_periods[coach.id]
        for period in m.instance.class_periods(coach.home):
            if period in avoided:
                m.objective.add(NAME, coach.home, m.release[coach.id, period], 1)


def _releases(costs: RuleCosts, facts: ProblemIndex, site: str, released: Mapping[str, Set[str]]) -> int:
    homes = facts.instance.home_coaches(site)
    return costs.of(NAME, site) * sum(len(released[c.id] & facts.avoided_periods[c.id]) for c in homes)


RULE = EngineRule(NAME, staffing=staffing, quick=QuickRule(releases=_releases))
