"""Every site has enrollments with at least so many different coaches."""

from ortools.sat.python import cp_model

from scheduler.engine.model.staffing import Staffing
from scheduler.engine.problem.rule_costs import RuleCosts
from scheduler.engine.rules.engine_rule import EngineRule
from scheduler.engine.rules.quick_rule import CaseloadChoice, QuickRule

NAME = "Coaches per site"


def staffing(m: Staffing) -> None:
    """Count, of each site, the coaches who are missing."""
    for site in m.instance.sites:
        least = m.objective.value(NAME, site)
        if not least or not m.objective.counts(NAME, site):
            continue
        active = []
        for coach, loads in m.loads_of.items():
            here = [load for k, load in loads if m.teacher(k).site == site]
            if here:
                serves = m.cp.new_bool_var(f"{coach} serves {site}")
                m.cp.add(cp_model.LinearExpr.sum(here) >= serves)
                active.append(serves)
        m.objective.excess(NAME, site, least - cp_model.LinearExpr.sum(active), 0, least, about=site)


def _caseload(costs: RuleCosts, choice: CaseloadChoice) -> int:
    """Of a coach whom the site has already, where it should have more."""
    site, least = choice.teacher.site, costs.value(NAME, choice.teacher.site) or 0
    few = choice.here[site, choice.coach.id] and sum(n > 0 for (s, _), n in choice.here.items() if s == site) < least
    return costs.of(NAME, site) if few else 0


RULE = EngineRule(NAME, staffing=staffing, quick=QuickRule(caseload=_caseload))
