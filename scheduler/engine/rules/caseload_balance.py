"""The home coaches of a site have about as many enrollments each."""

from scheduler.engine.model.staffing import Staffing
from scheduler.engine.problem.rule_costs import RuleCosts
from scheduler.engine.rules.engine_rule import EngineRule
from scheduler.engine.rules.quick_rule import CaseloadChoice, QuickRule

NAME = "Caseload balance"


def staffing(m: Staffing) -> None:
    """Count, of each site, how far the home coaches' caseloads spread beyond the value."""
    for site in m.instance.sites:
        homes, spread = m.instance.home_coaches(site), m.objective.value(NAME, site)
        if len(homes) < 2 or spread is None or not m.objective.counts(NAME, site):
            continue
        loads = [m.caseload(c.id) for c in homes]
        most = max(most for _, most in loads)
        largest = m.cp.new_int_var(0, most, f"largest caseload at {site}")
        smallest = m.cp.new_int_var(0, most, f"smallest caseload at {site}")
        for load, _ in loads:
            m.cp.add(largest >= load)
            m.cp.add(smallest <= load)
        m.objective.excess(NAME, site, largest - smallest, spread, most, about=site)


def _caseload(costs: RuleCosts, choice: CaseloadChoice) -> int:
    coach, homes = choice.coach, choice.facts.instance.home_coaches(choice.coach.home)
    spread = costs.value(NAME, coach.home)
    if spread is None or len(homes) < 2:
        return 0
    after = {c.id: choice.load[c.id] + (c.id == coach.id) for c in homes}
    largest = max(after.values())
    uneven = largest - min(after.values()) > spread and after[coach.id] == largest
    return costs.of(NAME, coach.home) if uneven else 0


RULE = EngineRule(NAME, staffing=staffing, quick=QuickRule(caseload=_caseload))
