"""No more periods are released than the site has funded sections."""

from ortools.sat.python import cp_model

from scheduler.domain.matching import own_or_rule
from scheduler.engine.model.staffing import Staffing
from scheduler.engine.rules.engine_rule import EngineRule

NAME = "Sections funded"


def staffing(m: Staffing) -> None:
    for site in m.instance.sites.values():
        limit = own_or_rule(site.sections_funded, m.instance, NAME, site.id)
        bought = [r for c in m.instance.home_coaches(site.id) if not c.full_time for r in m.releases(c.id)]
        if limit is not None and bought:
            m.objective.excess(NAME, site.id, cp_model.LinearExpr.sum(bought), limit, len(bought))


RULE = EngineRule(NAME, staffing=staffing)
