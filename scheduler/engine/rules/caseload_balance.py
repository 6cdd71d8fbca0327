"""The home coaches of a site have about as many enrolments each."""

from scheduler.engine.model.staffing import Staffing
from scheduler.engine.rules.engine_rule import EngineRule

NAME = "Caseload balance"


def staffing(m: Staffing) -> None:
    for site in m.instance.sites:
        homes, spread = m.instance.home_coaches(site), m.objective.value(NAME, site)
        if len(homes) < 2 or spread is None or not m.objective.counts(NAME, site):
            continue
        loads = [m.caseload(c.id) for c in homes]
        most = max(most for _, most in loads)
        largest, smallest = m.cp.new_int_var(0, most, ""), m.cp.new_int_var(0, most, "")
        for load, _ in loads:
            m.cp.add(largest >= load)
            m.cp.add(smallest <= load)
        m.objective.excess(NAME, site, largest - smallest, spread, most)


RULE = EngineRule(NAME, staffing=staffing)
