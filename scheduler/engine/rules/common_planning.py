"""The home coaches of a site share slots of each week in which they plan together."""

from __future__ import annotations

from collections import defaultdict

from ortools.sat.python import cp_model

from scheduler.domain.instance import Instance, hhmm
from scheduler.domain.plan import COMMON_PLANNING
from scheduler.engine.aggregate.capacity import CapacityModel
from scheduler.engine.model.calendar import Calendar, ReservedSlot
from scheduler.engine.model.objective import is_fixed
from scheduler.engine.problem.index import ProblemIndex
from scheduler.engine.rules.engine_rule import EngineRule

NAME = "Common planning"


def common_slots(facts: ProblemIndex, instance: Instance, site: str) -> list[tuple[int, tuple[str, ...]]]:
    """The Class slots of a site in which every home coach could be free, with the coaches who need a release there.

    Parameters
    ----------
    facts
        the index of the instance
    instance
        the input, or the part of it that is planned
    site
        the site's id
    """
    found = []
    coaches = [c.id for c in instance.home_coaches(site)]
    for i, slot in enumerate(instance.slots(site)):
        said = {c: instance.availability[c][i] for c in coaches}
        needing = tuple(c for c in coaches if said[c] != "Prep")
        barred = any(said[c] == "Unavailable" or slot.period in facts.blocked[c] for c in needing)
        if slot.is_class and not barred:
            found.append((i, needing))
    return found


def capacity(m: CapacityModel) -> None:
    """Take the common slots of each site from its home coaches' time, or count those that are missing."""
    for site in m.instance.sites:
        coaches = [c.id for c in m.instance.home_coaches(site)]
        least = m.objective.value(NAME, site)
        if len(coaches) < 2 or not least or not m.objective.counts(NAME, site) or coaches[0] not in m.staffing.coaches:
            continue
        owed = least * m.cycles * m.weeks
        slots: dict[tuple[int, tuple[str, ...]], list[int]] = defaultdict(list)
        firsts: dict[tuple[tuple[str, str], tuple[str, ...]], int] = {}
        for i, needing in common_slots(m.facts, m.instance, site):
            first = firsts.setdefault((m.facts.cell(site, m.instance.slots(site)[i]), needing), i)
            slots[first, needing].append(i)
        kept = []
        for (first, needing), alike in slots.items():
            slot, n = m.instance.slots(site)[first], len(alike)
            at = f"{m.label}{site} w{slot.week} d{slot.day + 1} {slot.period} and {n - 1} like it"
            count = m.cp.new_int_var(0, min(n * m.cycles, owed), f"common planning: {at}, for {' '.join(needing)}")
            for coach in needing:
                m.cp.add(count <= min(n * m.cycles, owed) * m.staffing.released(coach, slot.period))
                m.take(coach, m.facts.cell(site, slot), count)
            kept.append(count)
        short = m.cp.new_int_var(0, owed, f"short of {NAME}: {m.label}{site}")
        m.cp.add(short + cp_model.LinearExpr.sum(kept) >= owed)
        m.objective.add(NAME, site, short, owed)


def calendar(m: Calendar) -> None:
    """Reserve common slots for each site's home coaches, and count those that are missing."""
    for site in m.instance.sites:
        coaches = [c.id for c in m.instance.home_coaches(site)]
        least = m.objective.value(NAME, site)
        if len(coaches) < 2 or not least or not m.objective.counts(NAME, site) or not set(coaches) <= set(m.coaches):
            continue
        slots = common_slots(m.facts, m.instance, site)
        for k in m.cycles:
            for week in range(1, m.instance.settings.weeks + 1):
                kept = []
                for i, needing in slots:
                    slot = m.instance.slots(site)[i]
                    releases = [m.staffing.released(c, slot.period) for c in needing]
                    if slot.week != week or any(is_fixed(r, 0) for r in releases):
                        continue
                    at = f"w{slot.week} d{slot.day + 1} {slot.period} {hhmm(slot.start)}"
                    taken = m.cp.new_bool_var(f"common planning: {site} cycle {k} {at}")
                    for release in releases:
                        if not is_fixed(release):
                            m.cp.add_implication(taken, release)
                    m.reserves.planning[ReservedSlot(site, k, i)] = taken
                    for coach in coaches:
                        m.reserve(coach, k, i, taken)
                        flex = m.reserves.flex.get(ReservedSlot(coach, k, i))
                        if flex is not None:
                            m.cp.add_at_most_one([taken, flex])
                    kept.append(taken)
                total = cp_model.LinearExpr.sum(kept)
                m.cp.add(total <= least)
                m.objective.excess(NAME, site, least - total, 0, least, about=f"{site} cycle {k} w{week}")


def _plan_together(instance: Instance, site: str) -> bool:
    setting = instance.rule(NAME, site)
    return bool(setting.level != "Off" and setting.weight and setting.value)


RULE = EngineRule(NAME, capacity=capacity, calendar=calendar, reserves=COMMON_PLANNING, joins_homes=_plan_together)
