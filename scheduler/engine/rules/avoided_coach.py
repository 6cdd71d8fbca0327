"""No teacher has a coach whom the teacher avoids."""

from scheduler.domain.instance import Enrolment
from scheduler.engine.model.staffing import Staffing
from scheduler.engine.problem.index import ProblemIndex
from scheduler.engine.rules.engine_rule import EngineRule

NAME = "Avoided coach"


def staffing(m: Staffing) -> None:
    for k, loads in enumerate(m.load):
        for coach, load in loads.items():
            if coach in m.teacher(k).avoid_coaches:
                m.objective.add(NAME, m.teacher(k).site, load, m.groups[k].size)


def _avoids(facts: ProblemIndex, enrolment: Enrolment, coach: str) -> bool:
    return coach in facts.instance.teachers[enrolment.teacher].avoid_coaches


RULE = EngineRule(NAME, staffing=staffing, sees_with=_avoids)
