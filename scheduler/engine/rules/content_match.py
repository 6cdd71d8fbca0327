"""The coach knows the teacher's department."""

from scheduler.engine.staffing import Staffing, content_matches

NAME = "Content match"


def staffing(m: Staffing) -> None:
    for k, loads in enumerate(m.load):
        for coach, load in loads.items():
            if not content_matches(m.teacher(k).department, m.instance.coaches[coach].departments):
                m.objective.add(NAME, m.teacher(k).site, load, m.groups[k].size)
