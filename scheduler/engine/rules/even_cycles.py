"""A coach's cycles are about as full as one another."""

from __future__ import annotations

from collections.abc import Mapping

from ortools.sat.python import cp_model

from scheduler.engine.aggregate.capacity import CapacityModel
from scheduler.engine.model.calendar import Calendar
from scheduler.engine.model.objective import Objective
from scheduler.engine.rules.engine_rule import EngineRule

NAME = "Even cycles"
MOST_SIZES = 4  # of an enrollment's minutes in a cycle, that are looked at


def capacity(m: CapacityModel) -> None:
    """What an enrollment has in a cycle is not shared out over two: nine of 130 minutes leave one of four cycles with
    three or more and one with two or fewer (docs/model.md, Theorem U)."""
    if m.cycles < 2:
        return
    for coach in map(m.instance.coaches.__getitem__, m.staffing.coaches):
        spread, units = m.objective.value(NAME, coach.home), m.units.get(coach.id, [])
        if spread is None or not m.objective.counts(NAME, coach.home):
            continue
        sizes = sorted({unit.alone for unit in units if unit.alone > spread}, reverse=True)[:MOST_SIZES]
        if not sizes:
            continue  # one more or less in a cycle costs nothing
        largest, count = max(unit.minutes for unit in units), sum(unit.most for unit in units)
        most = largest * count
        fullest, emptiest = _fullest_and_emptiest(m.cp, most, f"{m.label}{coach.id}")
        fewest = m.cp.new_int_var(0, count, f"fewest units in a cycle: {m.label}{coach.id}")
        m.cp.add(m.cycles * fewest <= cp_model.LinearExpr.sum([unit.count for unit in units]))
        m.cp.add(emptiest <= largest * fewest)
        for size in sizes:
            in_fullest = m.cp.new_int_var(
                0, count, f"units of {size} minutes in the fullest cycle: {m.label}{coach.id}"
            )
            m.cp.add(m.cycles * in_fullest >= cp_model.LinearExpr.sum([u.count for u in units if u.alone >= size]))
            m.cp.add(fullest >= size * in_fullest)
        about = f"{m.label}{coach.id}"
        m.objective.excess(NAME, coach.home, fullest - emptiest, spread, most, unit=30, about=about)


def rotation(rooms: Mapping[int, CapacityModel]) -> None:
    """Count, of each coach, how far the minutes of the cycles spread beyond the value."""
    first = next(iter(rooms.values()))
    for coach_id in first.staffing.coaches:
        coach = first.instance.coaches[coach_id]
        spread = first.objective.value(NAME, coach.home)
        if spread is None or len(rooms) < 2 or not first.objective.counts(NAME, coach.home):
            continue
        most = first.facts.most_meetings * 24 * 60
        fullest, emptiest = _fullest_and_emptiest(first.cp, most, coach_id)
        for room in rooms.values():
            held = room.meetings.get(coach_id, [])
            minutes = cp_model.LinearExpr.weighted_sum([use for use, _ in held], [s.minutes for _, s in held])
            first.cp.add(fullest >= minutes)
            first.cp.add(emptiest <= minutes)
        first.objective.excess(NAME, coach.home, fullest - emptiest, spread, most, unit=30, about=coach_id)


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
        fullest, emptiest = _fullest_and_emptiest(m.cp, most, coach_id)
        for total in sums:
            m.cp.add(fullest >= total)
            m.cp.add(emptiest <= total)
        m.objective.excess(NAME, coach.home, fullest - emptiest, spread, most, unit=30, about=coach_id)


def _fullest_and_emptiest(cp: cp_model.CpModel, most: int, coach: str) -> tuple[cp_model.IntVar, cp_model.IntVar]:
    """The minutes of the fullest and of the emptiest cycle of a coach."""
    fullest = cp.new_int_var(0, most, f"minutes of the fullest cycle: {coach}")
    return fullest, cp.new_int_var(0, most, f"minutes of the emptiest cycle: {coach}")


def _fills_an_empty_cycle(objective: Objective, home: str) -> bool:
    """A cycle that would else be too empty is filled by meetings of fewer members."""
    counts = objective.counts(NAME, home) and objective.value(NAME, home) is not None
    return counts and objective.instance.settings.cycles > 1


RULE = EngineRule(NAME, capacity=capacity, rotation=rotation, calendar=calendar, spare_meetings=_fills_an_empty_cycle)
