"""What is lost because an enrollment's sessions of a cycle belong together: the last places of a cycle stay empty.

A coach with 20 places a cycle and 2 of them reserved can hold six enrollments of three sessions, not six and a third.
The coarse model adds up all cycles, so it would fill the thirds. Cycles are interchangeable there: it is enough to
count how many of them have how many releases and reserved slots. (A Chvatal-Gomory cut, by the state of a cycle.)
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from ortools.sat.python import cp_model

from scheduler.engine.aggregate.capacity import Bundle, CapacityModel
from scheduler.engine.aggregate.overlaps import Measure, lost
from scheduler.engine.aggregate.session_patterns import Cell
from scheduler.engine.model.objective import Term, is_fixed, variables_of


def add_packing_cuts(room: CapacityModel, reserving: Sequence[str]) -> None:
    """Add to a counting model what its cycles lose because sessions belong together. `reserving` are the names of the
    rules that keep whole slots free."""
    for (coach, cell), pairs in room.pairs.items():
        close_pairs(room, coach, cell, pairs)
    for coach, bundles in room.bundles.items():
        close_bundles(room, coach, bundles, _most_reserved(room, coach, reserving))


def _most_reserved(room: CapacityModel, coach: str, reserving: Sequence[str]) -> int:
    """Most slots that are worth reserving in a cycle: what the rules ask for in each of its weeks."""
    home = room.instance.coaches[coach].home
    counted = (rule for rule in reserving if room.objective.counts(rule, home))
    return room.weeks * sum(room.objective.value(rule, home) or 0 for rule in counted)


def close_pairs(room: CapacityModel, coach: str, cell: Cell, pairs: list[Bundle]) -> None:
    """An odd place of a cycle holds no pair: a teacher whose sessions all need one cell leaves it empty (R10).

    Parameters
    ----------
    room
        the capacity model
    coach
        the coach's id
    cell
        the bucket of time
    pairs
        how many active cycles have so many pairs of sessions, each session of so many minutes at least
    """
    least, gap = min(minutes for _, _, minutes in pairs), room.facts.gap
    places = sum((w.minutes + gap) // (least + gap) for w in room.facts.cell_windows(coach, cell))
    total = cp_model.LinearExpr.weighted_sum([count for count, _, _ in pairs], [n for _, n, _ in pairs])
    room.cp.add(total <= room.cycles * (places // 2))


def close_bundles(room: CapacityModel, coach: str, bundles: list[Bundle], most_reserved: int) -> None:
    """In each cycle no more bundles than fit into the places that its releases open and its reserves leave (R11).

    Parameters
    ----------
    room
        the capacity model
    coach
        the coach's id
    bundles
        how many active cycles have so many sessions, of so many minutes at least
    most_reserved
        the most slots that the coach keeps free in one cycle
    """
    measure = Measure(room.facts.gap, min(minutes for _, _, minutes in bundles))
    found = room.stretches(coach)
    opened: dict[str, int] = defaultdict(int)
    for stretch in found:
        opened[stretch.need] += measure.of(stretch.minutes)
    always = opened.pop("", 0)
    losses = lost(room.facts, room.instance.coaches[coach].home, found, measure)
    reserves = [t for (c, cell), terms in room.taken.items() if c == coach and cell in losses for t in terms]
    states = _states(room, coach, opened, reserves, most_reserved, min(losses.values(), default=0), always)
    for size in sorted({n for _, n, _ in bundles}):
        held = cp_model.LinearExpr.sum([count for count, n, _ in bundles if n >= size])
        room.cp.add(held <= sum(count * (free // size) for count, free in states))


def _states(
    room: CapacityModel,
    coach: str,
    opened: dict[str, int],
    reserves: list[Term],
    most_reserved: int,
    taken_by_one: int,
    always: int,
) -> list[tuple[cp_model.LinearExprT, int]]:
    """(how many cycles, places left in each) for every number of releases and of reserved slots that there may be."""
    home = room.instance.coaches[coach].home
    most_open = sorted(opened.values(), reverse=True)
    released = [room.staffing.released(coach, p) for p in room.instance.class_periods(home) if p in opened]
    count = cp_model.LinearExpr.sum(released)
    free = len(variables_of(released))
    fixed = sum(is_fixed(r, 1) for r in released)
    is_released: list[cp_model.IntVar] = []
    states: list[tuple[cp_model.LinearExprT, int]] = []
    reserved: list[cp_model.LinearExprT] = []
    for n in range(fixed, fixed + free + 1):
        chosen = room.cp.new_bool_var(f"{room.label}{coach} has {n} releases that open places")
        is_released.append(chosen)
        counts = [
            room.cp.new_int_var(0, room.cycles, f"{room.label}cycles of {coach} with {n} releases and {slots} reserved")
            for slots in range(most_reserved + 1)
        ]
        room.cp.add(cp_model.LinearExpr.sum(counts) == room.cycles * chosen)
        for slots, cycles in enumerate(counts):
            left = always + sum(most_open[:n]) - slots * taken_by_one
            states.append((cycles, max(0, left)))
            reserved.append(slots * cycles)
    room.cp.add_exactly_one(is_released)
    room.cp.add(count == sum(n * chosen for n, chosen in enumerate(is_released, fixed)))
    if reserves:
        room.cp.add(cp_model.LinearExpr.sum(reserved) >= cp_model.LinearExpr.sum(reserves))
    return states
