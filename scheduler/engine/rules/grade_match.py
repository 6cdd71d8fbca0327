"""The coach teaches a grade of the teacher's."""

from scheduler.domain.matching import grades_match
from scheduler.engine.model.staffing import Staffing

NAME = "Grade match"


def staffing(m: Staffing) -> None:
    for k, loads in enumerate(m.load):
        for coach, load in loads.items():
            if not grades_match(m.teacher(k), m.instance.coaches[coach]):
                m.objective.add(NAME, m.teacher(k).site, load, m.groups[k].size)
