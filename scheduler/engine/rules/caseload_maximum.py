"""No coach has more enrolments than the maximum."""

from scheduler.engine.staffing import Staffing

NAME = "Caseload maximum"


def staffing(m: Staffing) -> None:
    for coach in m.instance.coaches.values():
        limit = m.objective.value(NAME, coach.home) if coach.max_caseload is None else coach.max_caseload
        if limit is not None:
            count, most = m.caseload(coach.id)
            m.objective.excess(NAME, coach.home, count, limit, most)
