"""No more periods are released than the site has funded sections."""

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

NAME = "Sections funded"


def staffing(m: Staffing) -> None:
    """Count, of each site, the released periods above the sections that are funded."""
    for site in m.instance.sites.values():
        limit = own_or_rule(site.sections_funded, m.instance, NAME, site.id)
        bought = [r for c in m.instance.home_coaches(site.id) if not c.full_time for r in m.releases(c.id)]
        if limit is not None and bought:
            m.objective.excess(NAME, site.id, cp_model.LinearExpr.sum(bought), limit, len(bought), about=site.id)


def _releases(costs: RuleCosts, facts: ProblemIndex, site: str, released: Mapping[str, Set[str]]) -> int:
    funded = costs.value(NAME, site, facts.instance.sites[site].sections_funded)
    if funded is None:
        return 0
    used = sum(len(released[c.id]) for c in facts.instance.home_coaches(site) if not c.full_time)
    return costs.of(NAME, site) * max(0, used - funded)


def _limits(instance: Instance) -> RuleLimits:
    return {
        "sections funded": tuple(
            limit_or_none(own_or_rule(s.sections_funded, instance, NAME, s.id)) for s in instance.sites.values()
        )
    }


def _without_limits(instance: Instance) -> Instance:
    return replace(instance, sites={s: replace(site, sections_funded=None) for s, site in instance.sites.items()})


RULE = EngineRule(
    NAME,
    staffing=staffing,
    quick=QuickRule(releases=_releases),
    limits=_limits,
    without_limits=_without_limits,
)
