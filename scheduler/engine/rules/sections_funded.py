"""No more periods are released than the site has funded sections."""

from ortools.sat.python import cp_model

from scheduler.engine.staffing import Staffing

NAME = "Sections funded"


def staffing(m: Staffing) -> None:
    for site in m.instance.sites.values():
        limit = m.objective.value(NAME, site.id) if site.sections_funded is None else site.sections_funded
        bought = [r for c in m.instance.home_coaches(site.id) if not c.full_time for r in m.releases(c.id)]
        if limit is not None and bought:
            m.objective.excess(NAME, site.id, cp_model.LinearExpr.sum(bought), limit, len(bought))
