"""The coach teaches a grade of the teacher's."""

from scheduler.engine.staffing import Staffing, grades_match

NAME = "Grade match"


def staffing(m: Staffing) -> None:
    for k, loads in enumerate(m.load):
        for coach, load in loads.items():
            if not grades_match(m.teacher(k).grades, m.instance.coaches[coach].grades):
                m.objective.add(NAME, m.teacher(k).site, load, m.groups[k].size)
