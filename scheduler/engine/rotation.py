"""Which enrolment is active in which cycle, with its coach settled: a room for each cycle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from ortools.sat.python import cp_model

from scheduler.domain.instance import Enrolment
from scheduler.engine import rules
from scheduler.engine.budget import Budget
from scheduler.engine.facts import Facts
from scheduler.engine.levels import Levels, Reached
from scheduler.engine.objective import Objective, Term
from scheduler.engine.patterns import FREE, Cell, Tier, pattern_sessions
from scheduler.engine.relaxation import Relaxation
from scheduler.engine.room import Room, Spent, missing
from scheduler.engine.staffing import Settled

Active = dict[int, frozenset[int]]  # by enrolment: its cycles


def pinned_cycles(facts: Facts, e: int) -> set[int]:
    """The cycles in which a pin holds a session of an enrolment."""
    enrolment = facts.enrolments[e]
    return {
        pin.cycle
        for pin in facts.instance.pins
        if pin.kind == "Session" and pin.cycle and pin.teacher == enrolment.teacher
        if enrolment.program in facts.pinned_programs(pin)
    }


class ChosenWays:
    """For each enrolment the one way that the staffing chose, and the way out: no session at all."""

    def __init__(self, chosen: Mapping[Enrolment, Tier]) -> None:
        self._chosen = chosen

    def cells(self, enrolment: Enrolment) -> tuple[tuple[Cell, ...], ...]:
        """The cells that the staffing chose for an enrolment's sessions."""
        tier = self._chosen.get(enrolment)
        return tier.cells if tier else ()

    def of(self, enrolment: Enrolment, coach: str) -> tuple[Tier, ...] | None:
        tier = self._chosen.get(enrolment)
        if tier is None:
            return None
        nothing = Tier(FREE, tuple(0 for _ in tier.placed), tuple(() for _ in tier.placed))
        return (tier, nothing) if any(tier.placed) else (nothing,)


def chosen_ways(relaxation: Relaxation, reached: Reached, settled: Settled) -> ChosenWays:
    """The tier and the cells that the answer of the coarse model spends on each enrolment."""
    chosen: dict[Enrolment, Tier] = {}
    facts = relaxation.facts
    for (k, coach), parts in relaxation.room.spent.items():
        turns = [  # each tier as often as the answer uses it, with the cells that it uses
            (part.tier, pools)
            for part in parts
            for pools in [_pools(part, reached)]
            for _ in range(reached.value(part.count))
        ]
        mine = [e for e in relaxation.groups[k].members if settled.coach[e] == coach]
        for i, e in enumerate(mine):
            tier, pools = turns[i * facts.program(e).cycles]
            cells = tuple(
                tuple(dict.fromkeys(pool.pop(0) for _ in range(min(n, len(pool)))))
                for n, pool in zip(tier.placed, pools, strict=True)
            )
            chosen[facts.enrolments[e]] = Tier(tier.cost, tier.placed, cells)
    return ChosenWays(chosen)


def _pools(part: Spent, reached: Reached) -> list[list[Cell]]:
    return [[cell for cell, use in uses for _ in range(reached.value(use))] for uses in part.uses]


def solve_rotation(
    facts: Facts,
    settled: Settled,
    ways: ChosenWays,
    coaches: Sequence[str],
    enrolments: Sequence[int],
    budget: Budget,
    seed: int,
    work: float,
) -> Active:
    """The active cycles of some enrolments, all of whose coaches are among `coaches`.

    First with every coach's enrolments spread as evenly as they can be, which is found sooner; then in any way."""
    cycles = range(1, facts.instance.settings.cycles + 1)
    if all(facts.program(e).cycles == len(cycles) for e in enrolments):
        return {e: frozenset(cycles) for e in enrolments}
    dealt = _dealt(facts, settled, ways, enrolments)
    for evenly in (True, False):
        found = _search(facts, settled, ways, coaches, enrolments, dealt, budget, seed, work, evenly=evenly)
        if found is not None:
            return found
    return dealt


def _search(
    facts: Facts,
    settled: Settled,
    ways: ChosenWays,
    coaches: Sequence[str],
    enrolments: Sequence[int],
    dealt: Active,
    budget: Budget,
    seed: int,
    work: float,
    *,
    evenly: bool,
) -> Active | None:
    cycles = range(1, facts.instance.settings.cycles + 1)
    cp = cp_model.CpModel()
    objective = Objective(cp, facts.instance)
    rooms = {k: Room(facts, cp, objective, settled.only(coaches), ways, 1) for k in cycles}
    active: dict[tuple[int, int], Term] = {}
    for e in enrolments:
        active |= _add(facts, settled, rooms, cp, objective, e)
    for room in rooms.values():
        room.close_groups()
        rules.add("room", room)
        room.close()
    rules.add("rotation", rooms)
    if evenly:
        _spread(cp, settled, coaches, enrolments, cycles, active)
    hint = {term.index: int(k in dealt[e]) for (e, k), term in active.items() if isinstance(term, cp_model.IntVar)}
    levels = Levels(cp, objective, budget, seed, hint=hint, fresh=True)
    reached = levels.solve(work, once=True)
    if reached.values is None:
        return None
    wish = _visits(cp, facts, settled, coaches, enrolments, active)
    if wish is not None and not budget.over:
        reached = levels.then(wish, work / 2)
    return {e: frozenset(k for k in cycles if reached.value(active[e, k])) for e in enrolments}


def _visits(
    cp: cp_model.CpModel,
    facts: Facts,
    settled: Settled,
    coaches: Sequence[str],
    enrolments: Sequence[int],
    active: Mapping[tuple[int, int], Term],
) -> cp_model.LinearExprT | None:
    """In how many cycles the itinerant coaches have sessions at how many sites; None where there is no such coach."""
    there: dict[tuple[str, str, int], list[Term]] = defaultdict(list)
    for (e, k), term in active.items():
        coach = settled.coach[e]
        if coach in coaches and len(facts.instance.coaches[coach].sites) > 1:
            there[coach, facts.instance.teachers[facts.enrolments[e].teacher].site, k].append(term)
    visits = []
    for mine in there.values():
        visited = cp.new_bool_var("")
        for term in mine:
            cp.add(term <= visited)
        visits.append(visited)
    return cp_model.LinearExpr.sum(visits) if visits else None


def _spread(
    cp: cp_model.CpModel,
    settled: Settled,
    coaches: Sequence[str],
    enrolments: Sequence[int],
    cycles: range,
    active: Mapping[tuple[int, int], Term],
) -> None:
    """Every cycle of a coach has the same number of enrolments, or one more."""
    for coach in coaches:
        mine = [e for e in enrolments if settled.coach[e] == coach]
        total = sum(1 for e in mine for k in cycles if isinstance(active[e, k], int) and active[e, k])
        if total or not mine:
            continue  # pins, or programs of all cycles: they come first
        wanted = [cp_model.LinearExpr.sum([active[e, k] for e in mine]) for k in cycles]
        least = cp.new_int_var(0, len(mine), "")
        for load in wanted:
            cp.add(load >= least)
            cp.add(load <= least + 1)


def _add(
    facts: Facts, settled: Settled, rooms: Mapping[int, Room], cp: cp_model.CpModel, objective: Objective, e: int
) -> dict[tuple[int, int], Term]:
    enrolment, wanted = facts.enrolments[e], facts.program(e).cycles
    active: dict[tuple[int, int], Term] = {}
    pinned = pinned_cycles(facts, e)
    for k, room in rooms.items():
        active[e, k] = 1 if wanted == len(rooms) or k in pinned else cp.new_bool_var("")
        room.add(e, enrolment, settled.coach[e], active[e, k], 1)
    if wanted < len(rooms):
        cp.add(cp_model.LinearExpr.sum(list(active.values())) == wanted)
    placed: dict[str, list[Term]] = defaultdict(list)
    for session in pattern_sessions(facts, enrolment):
        for room in rooms.values():
            placed[session.name] += room.placed[e, session.name]
    missing(objective, facts, enrolment, wanted, placed)
    return active


def _dealt(facts: Facts, settled: Settled, ways: ChosenWays, enrolments: Sequence[int]) -> Active:
    """Like cards: each coach's enrolments, those with the same cells one after another, go round the cycles in turn.

    So every cell, and every cycle as a whole, is used about evenly; a good answer to begin with."""
    cycles = facts.instance.settings.cycles
    order = sorted(enrolments, key=lambda e: (settled.coach[e], ways.cells(facts.enrolments[e]), e))
    dealt: Active = {}
    turn = 0
    for e in order:
        found = set(pinned_cycles(facts, e))
        while len(found) < facts.program(e).cycles:
            found.add(turn % cycles + 1)
            turn += 1
        dealt[e] = frozenset(found)
    return dealt
