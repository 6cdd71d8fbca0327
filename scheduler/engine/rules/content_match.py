"""The coach knows the teacher's department."""

from scheduler.domain.instance import Enrolment
from scheduler.domain.matching import department_matches
from scheduler.engine.model.staffing import Staffing
from scheduler.engine.problem.index import ProblemIndex
from scheduler.engine.rules.engine_rule import EngineRule

NAME = "Content match"


def staffing(m: Staffing) -> None:
    for k, loads in enumerate(m.load):
        for coach, load in loads.items():
            if not department_matches(m.teacher(k), m.instance.coaches[coach]):
                m.objective.add(NAME, m.teacher(k).site, load, m.groups[k].size)


def _matches(facts: ProblemIndex, enrolment: Enrolment, coach: str) -> bool:
    return department_matches(facts.instance.teachers[enrolment.teacher], facts.instance.coaches[coach])


RULE = EngineRule(NAME, staffing=staffing, sees_with=_matches)
