"""Every enrolment has a coach."""

from scheduler.engine.model.staffing import Staffing
from scheduler.engine.rules.engine_rule import EngineRule

NAME = "Every teacher has a coach"


def staffing(m: Staffing) -> None:
    for k, nobody in enumerate(m.uncoached):
        m.objective.add(NAME, m.teacher(k).site, nobody, m.groups[k].size)


RULE = EngineRule(NAME, staffing=staffing)
