"""No coach is released in a period that the coach avoids."""

from scheduler.engine.model.staffing import Staffing
from scheduler.engine.rules.engine_rule import EngineRule

NAME = "Avoided periods"


def staffing(m: Staffing) -> None:
    for coach in m.instance.coaches.values():
        said = zip(m.instance.home_slots(coach.id), m.instance.availability[coach.id], strict=True)
        avoided = {slot.period for slot, status in said if status == "Avoid"}
        for period in m.instance.class_periods(coach.home):
            if period in avoided:
                m.objective.add(NAME, coach.home, m.release[coach.id, period], 1)


RULE = EngineRule(NAME, staffing=staffing)
