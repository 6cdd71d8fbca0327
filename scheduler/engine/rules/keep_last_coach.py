"""A teacher who had a coach keeps that coach."""

from scheduler.engine.model.staffing import Staffing

NAME = "Keep last coach"


def staffing(m: Staffing) -> None:
    for k, loads in enumerate(m.load):
        wanted, size = m.teacher(k).last_coach, m.groups[k].size
        if wanted:
            m.objective.add(NAME, m.teacher(k).site, size - loads.get(wanted, 0), size)
