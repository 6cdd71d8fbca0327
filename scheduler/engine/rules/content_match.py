"""The coach knows the teacher's department."""

from scheduler.domain.matching import department_matches
from scheduler.engine.model.staffing import Staffing

NAME = "Content match"


def staffing(m: Staffing) -> None:
    for k, loads in enumerate(m.load):
        for coach, load in loads.items():
            if not department_matches(m.teacher(k), m.instance.coaches[coach]):
                m.objective.add(NAME, m.teacher(k).site, load, m.groups[k].size)
