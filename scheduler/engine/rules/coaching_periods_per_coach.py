"""Every coach has at least so many coaching periods, and at most `release max`."""

from collections.abc import Mapping, Set
from dataclasses import replace

from ortools.sat.python import cp_model

from scheduler.domain.instance import Instance
from scheduler.domain.matching import own_or_rule
from scheduler.engine.model.staffing import Staffing
from scheduler.engine.problem.index import ProblemIndex
from scheduler.engine.problem.rule_costs import RuleCosts
from scheduler.engine.rules.engine_rule import EngineRule, RuleLimits, limit_or_none
from scheduler.engine.rules.quick_rule import QuickRule

NAME = "Coaching periods per coach"


def staffing(m: Staffing) -> None:
    """Count, of each coach, the released periods that are missing or too many."""
    for coach in m.instance.coaches.values():
        releases = m.releases(coach.id)
        count = cp_model.LinearExpr.sum(releases)
        least = own_or_rule(coach.release_min, m.instance, NAME, coach.home)
        if least:
            m.objective.excess(NAME, coach.home, least - count, 0, least, about=f"{coach.id}, too few")
        if coach.release_max is not None:
            most = coach.release_max
            m.objective.excess(NAME, coach.home, count, most, len(releases), about=f"{coach.id}, too many")


def _releases(costs: RuleCosts, facts: ProblemIndex, site: str, released: Mapping[str, Set[str]]) -> int:
    wrong = 0
    for c in facts.instance.home_coaches(site):
        least, mine = costs.value(NAME, site, c.release_min) or 0, len(released[c.id])
        wrong += max(0, least - mine)
        if c.release_max is not None:
            wrong += max(0, mine - c.release_max)
    return costs.of(NAME, site) * wrong


def _limits(instance: Instance) -> RuleLimits:
    return {
        "release min": tuple(
            -float(own_or_rule(c.release_min, instance, NAME, c.home) or 0) for c in instance.coaches.values()
        ),
        "release max": tuple(limit_or_none(c.release_max) for c in instance.coaches.values()),
    }


def _without_limits(instance: Instance) -> Instance:
    return replace(
        instance,
        coaches={c: replace(coach, release_min=None, release_max=None) for c, coach in instance.coaches.items()},
    )


RULE = EngineRule(
    NAME,
    staffing=staffing,
    quick=QuickRule(releases=_releases),
    limits=_limits,
    without_limits=_without_limits,
)
