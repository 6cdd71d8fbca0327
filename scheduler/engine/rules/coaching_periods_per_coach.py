"""Every coach has at least so many coaching periods, and at most `release max`."""

from ortools.sat.python import cp_model

from scheduler.domain.matching import own_or_rule
from scheduler.engine.model.staffing import Staffing
from scheduler.engine.rules.engine_rule import EngineRule

NAME = "Coaching periods per coach"


def staffing(m: Staffing) -> None:
    for coach in m.instance.coaches.values():
        releases = m.releases(coach.id)
        count = cp_model.LinearExpr.sum(releases)
        least = own_or_rule(coach.release_min, m.instance, NAME, coach.home)
        if least:
            m.objective.excess(NAME, coach.home, least - count, 0, least)
        if coach.release_max is not None:
            m.objective.excess(NAME, coach.home, count, coach.release_max, len(releases))


RULE = EngineRule(NAME, staffing=staffing)
