"""No teacher has a coach whom the teacher avoids."""

from scheduler.engine.model.staffing import Staffing

NAME = "Avoided coach"


def staffing(m: Staffing) -> None:
    for k, loads in enumerate(m.load):
        for coach, load in loads.items():
            if coach in m.teacher(k).avoid_coaches:
                m.objective.add(NAME, m.teacher(k).site, load, m.groups[k].size)
