"""Every released coach keeps whole Class slots of each week free as flex time."""

from __future__ import annotations

from collections import defaultdict

from ortools.sat.python import cp_model

from scheduler.domain.instance import hhmm
from scheduler.domain.plan import FLEX
from scheduler.engine.aggregate.capacity import CapacityModel
from scheduler.engine.model.calendar import Calendar, ReservedSlot
from scheduler.engine.model.objective import Term, is_fixed
from scheduler.engine.problem.rule_costs import RuleCosts
from scheduler.engine.rules.engine_rule import EngineRule
from scheduler.engine.rules.quick_rule import QuickRule, SessionChoice

NAME = "Flex time"


def capacity(m: CapacityModel) -> None:
    """Slots kept over the year, against what all cycles and weeks together owe."""
    for coach in map(m.instance.coaches.__getitem__, m.staffing.coaches):
        least = m.objective.value(NAME, coach.home)
        released = m.staffing.any_release(coach.id)
        if not least or not m.objective.counts(NAME, coach.home) or is_fixed(released, 0):
            continue
        owed = least * m.cycles * m.weeks
        kept: list[Term] = []
        slots: dict[tuple[tuple[str, str], str], int] = defaultdict(int)  # by cell and period
        for _, slot in m.facts.home_classes(coach.id):
            slots[m.facts.cell(coach.home, slot), slot.period] += 1
        for (cell, period), n in slots.items():
            most = min(n * m.cycles, owed)
            count = m.cp.new_int_var(0, most, f"flex: {m.label}{coach.id} {' '.join(cell)} {period}")
            m.cp.add(count <= most * m.staffing.released(coach.id, period))
            m.take(coach.id, cell, count)
            kept.append(count)
        short = m.cp.new_int_var(0, owed, f"short of {NAME}: {m.label}{coach.id}")
        m.cp.add(short + cp_model.LinearExpr.sum(kept) >= owed * released)
        m.objective.add(NAME, coach.home, short, owed)


def calendar(m: Calendar) -> None:
    """Reserve flex slots for each released coach, and count those that are missing."""
    for coach_id in m.coaches:
        coach = m.instance.coaches[coach_id]
        least = m.objective.value(NAME, coach.home)
        if not least or not m.objective.counts(NAME, coach.home):
            continue
        slots = [(i, slot, m.staffing.released(coach_id, slot.period)) for i, slot in m.facts.home_classes(coach_id)]
        released = m.staffing.any_release(coach_id)
        if is_fixed(released, 0):
            continue
        for k in m.cycles:
            for week in range(1, m.instance.settings.weeks + 1):
                kept = []
                for i, slot, release in slots:
                    if slot.week != week or is_fixed(release, 0):
                        continue
                    at = f"w{week} d{slot.day + 1} {slot.period} {hhmm(slot.start)}"
                    taken = m.cp.new_bool_var(f"flex: {coach_id} cycle {k} {at}")
                    if not is_fixed(release):
                        m.cp.add_implication(taken, release)
                    m.reserves.flex[ReservedSlot(coach_id, k, i)] = taken
                    m.reserve(coach_id, k, i, taken)
                    kept.append(taken)
                total = cp_model.LinearExpr.sum(kept)
                m.cp.add(total <= least)
                short = m.cp.new_int_var(0, least, f"short of {NAME}: {coach_id} cycle {k} w{week}")
                m.cp.add(short + total >= least * released)
                m.objective.add(NAME, coach.home, short, least)


def _session(costs: RuleCosts, choice: SessionChoice) -> int:
    return choice.evicted * costs.of(NAME, choice.coach.home) if choice.evicted else 0


RULE = EngineRule(NAME, capacity=capacity, calendar=calendar, reserves=FLEX, quick=QuickRule(session=_session))
