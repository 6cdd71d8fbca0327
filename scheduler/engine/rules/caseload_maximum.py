"""No coach has more enrolments than the maximum."""

from scheduler.domain.matching import own_or_rule
from scheduler.engine.model.staffing import Staffing
from scheduler.engine.rules.engine_rule import EngineRule

NAME = "Caseload maximum"


def staffing(m: Staffing) -> None:
    for coach in m.instance.coaches.values():
        limit = own_or_rule(coach.max_caseload, m.instance, NAME, coach.home)
        if limit is not None:
            count, most = m.caseload(coach.id)
            m.objective.excess(NAME, coach.home, count, limit, most)


RULE = EngineRule(NAME, staffing=staffing)
