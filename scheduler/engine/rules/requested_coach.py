"""A teacher who names a coach has that coach."""

from scheduler.engine.model.staffing import Staffing

NAME = "Requested coach"


def staffing(m: Staffing) -> None:
    for k, loads in enumerate(m.load):
        wanted, size = m.teacher(k).requested_coach, m.groups[k].size
        if wanted:
            m.objective.add(NAME, m.teacher(k).site, size - loads.get(wanted, 0), size)
