"""A coach's cycles are about as full as one another. (Nothing in the coarse model: cycles are summed away there.)"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

if TYPE_CHECKING:
    from scheduler.engine.aggregate.capacity import CapacityModel
    from scheduler.engine.model.calendar import Calendar

NAME = "Even cycles"


def rotation(rooms: Mapping[int, CapacityModel]) -> None:
    first = next(iter(rooms.values()))
    for coach_id in first.staffing.coaches:
        coach = first.instance.coaches[coach_id]
        spread = first.objective.value(NAME, coach.home)
        if spread is None or len(rooms) < 2 or not first.objective.counts(NAME, coach.home):
            continue
        most = first.facts.most_meetings * 24 * 60
        fullest, emptiest = first.cp.new_int_var(0, most, ""), first.cp.new_int_var(0, most, "")
        for room in rooms.values():
            held = room.meetings.get(coach_id, [])
            minutes = cp_model.LinearExpr.weighted_sum([use for use, _ in held], [s.minutes for _, s in held])
            first.cp.add(fullest >= minutes)
            first.cp.add(emptiest <= minutes)
        first.objective.excess(NAME, coach.home, fullest - emptiest, spread, most, unit=30)


def calendar(m: Calendar) -> None:
    """Only where the model has every cycle, or knows the minutes of the others."""
    cycles = range(1, m.instance.settings.cycles + 1)
    if len(cycles) < 2 or (len(m.cycles) < len(cycles) and not m.elsewhere):
        return
    for coach_id in m.coaches:
        coach = m.instance.coaches[coach_id]
        spread = m.objective.value(NAME, coach.home)
        if spread is None or not m.objective.counts(NAME, coach.home):
            continue
        sums: list[cp_model.LinearExprT] = []
        most = 0
        for k in cycles:
            if k in m.cycles:
                held = m.meetings.get((coach_id, k), [])
                sums.append(
                    cp_model.LinearExpr.weighted_sum([x.count for x in held], [x.session.minutes for x in held])
                )
                most = max(most, sum(x.most * x.session.minutes for x in held))
            else:
                sums.append(m.elsewhere.get((coach_id, k), 0))
                most = max(most, m.elsewhere.get((coach_id, k), 0))
        fullest, emptiest = m.cp.new_int_var(0, most, ""), m.cp.new_int_var(0, most, "")
        for total in sums:
            m.cp.add(fullest >= total)
            m.cp.add(emptiest <= total)
        m.objective.excess(NAME, coach.home, fullest - emptiest, spread, most, unit=30)
