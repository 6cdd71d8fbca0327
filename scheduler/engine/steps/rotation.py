"""Which enrollment is active in which cycle, with its coach settled: a room for each cycle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from ortools.sat.python import cp_model

from scheduler.domain.instance import Enrollment
from scheduler.domain.score import Score
from scheduler.engine import rules
from scheduler.engine.aggregate.capacity import CapacityModel, Spent
from scheduler.engine.aggregate.packing_cuts import add_packing_cuts
from scheduler.engine.aggregate.session_patterns import FREE, Cell, SessionPattern
from scheduler.engine.model.answer import ModelAnswer
from scheduler.engine.model.objective import Objective, Term, is_fixed, is_variable
from scheduler.engine.model.staffing import FixedStaffing, pinned_enrollment
from scheduler.engine.problem.index import ProblemIndex, pattern_sessions
from scheduler.engine.search.budget import Budget
from scheduler.engine.search.lexicographic import LexicographicSolver
from scheduler.engine.steps.relaxation import Relaxation

Active = dict[int, frozenset[int]]  # by enrollment: its cycles


def pinned_cycles(facts: ProblemIndex, settled: FixedStaffing, e: int) -> set[int]:
    """The cycles in which an enrollment is active by a pin: its own, or that of a session that it is to hold.

    Parameters
    ----------
    facts
        the index of the instance
    settled
        the releases and coaches, which are fixed
    e
        the place of the enrollment in `Instance.enrollments`
    """
    teacher = facts.enrollments[e].teacher
    return set(facts.pinned_cycles(e)) | {
        pin.cycle
        for pin in facts.instance.pins
        if pin.kind == "Session" and pin.cycle and pin.teacher == teacher
        if pinned_enrollment(facts, settled, pin) == e
    }


class ChosenPatterns:
    """For each enrollment the one way that the staffing chose, and the way out: no session at all."""

    def __init__(self, chosen: Mapping[Enrollment, SessionPattern]) -> None:
        self._chosen = chosen

    def cells(self, enrollment: Enrollment) -> tuple[tuple[Cell, ...], ...]:
        """The cells that the staffing chose for an enrollment's sessions."""
        tier = self._chosen.get(enrollment)
        return tier.cells if tier else ()

    def of(self, enrollment: Enrollment, coach: str) -> tuple[SessionPattern, ...] | None:
        """The pattern that was chosen for an enrollment; None where none was."""
        tier = self._chosen.get(enrollment)
        if tier is None:
            return None
        nothing = SessionPattern(FREE, tuple(0 for _ in tier.placed), tuple(() for _ in tier.placed))
        return (tier, nothing) if any(tier.placed) else (nothing,)


def chosen_patterns(relaxation: Relaxation, reached: ModelAnswer, settled: FixedStaffing) -> ChosenPatterns:
    """The tier and the cells that the answer of the coarse model spends on each enrollment.

    Parameters
    ----------
    relaxation
        the coarse model of the year
    reached
        its answer
    settled
        the releases and coaches of that answer
    """
    chosen: dict[Enrollment, SessionPattern] = {}
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
            chosen[facts.enrollments[e]] = SessionPattern(tier.cost, tier.placed, cells)
    return ChosenPatterns(chosen)


def _pools(part: Spent, reached: ModelAnswer) -> list[list[Cell]]:
    return [[cell for cell, use in uses for _ in range(reached.value(use))] for uses in part.uses]


def solve_rotation(
    facts: ProblemIndex,
    settled: FixedStaffing,
    ways: ChosenPatterns,
    coaches: Sequence[str],
    enrollments: Sequence[int],
    budget: Budget,
    seed: int,
    work: float,
) -> Active:
    """The active cycles of some enrollments, all of whose coaches are among `coaches`.

    First with every coach's enrollments spread as evenly as they can be, at no more cost than the year as one room: to
    ask for that outright takes a fifth of the work of coming down to it. Then at the least cost; then in any way.

    Parameters
    ----------
    facts
        the index of the instance
    settled
        the releases and coaches, which are fixed
    ways
        the pattern of each enrollment's sessions
    coaches
        the ids of the coaches
    enrollments
        places in `Instance.enrollments`
    budget
        how long it may take
    seed
        the seed of the search
    work
        deterministic time of each search
    """
    cycles = range(1, facts.instance.settings.cycles + 1)
    if all(facts.program(e).cycles == len(cycles) for e in enrollments):
        return {e: frozenset(cycles) for e in enrollments}
    year = _Rotation(facts, settled, ways, coaches, enrollments, cycles[:1], len(cycles))
    least = LexicographicSolver(year.cp, year.objective, budget, seed).solve(work, once=True).score
    dealt = _dealt(facts, settled, ways, enrollments)
    for evenly, outright in ((True, True), (True, False), (False, False)):
        if budget.over:
            break
        rotation = _Rotation(facts, settled, ways, coaches, enrollments, cycles, 1)
        if evenly:
            rotation.spread()
        found = rotation.solve(dealt, least, budget, seed, work, outright=outright)
        if found is not None:
            return found
    return dealt


class _Rotation:
    """A room for each of some turns, which are `length` cycles long, and what is active there."""

    def __init__(
        self,
        facts: ProblemIndex,
        settled: FixedStaffing,
        ways: ChosenPatterns,
        coaches: Sequence[str],
        enrollments: Sequence[int],
        turns: Sequence[int],
        length: int,
    ) -> None:
        self.facts, self.settled, self.coaches, self.enrollments = facts, settled, coaches, enrollments
        self.cp = cp_model.CpModel()
        self.objective = Objective(self.cp, facts.instance)
        team = settled.only(coaches)
        self.rooms = {
            k: CapacityModel(facts, self.cp, self.objective, team, ways, length, f"cycle {k}: ") for k in turns
        }
        self.active: dict[tuple[int, int], Term] = {}
        for e in enrollments:
            self._add(e)
        for room in self.rooms.values():
            room.close_groups()
            rules.add_capacity(room)
            room.close()
            add_packing_cuts(room, rules.reserving())
        rules.add_rotation(self.rooms)

    def _add(self, e: int) -> None:
        self.facts.check()
        enrollment, wanted = self.facts.enrollments[e], self.facts.program(e).cycles
        pinned = pinned_cycles(self.facts, self.settled, e)
        for k, room in self.rooms.items():
            if len(self.rooms) == 1:  # the year: all cycles of the enrollment lie in it
                self.active[e, k] = wanted
            else:
                self.active[e, k] = (
                    1
                    if wanted == len(self.rooms) or k in pinned
                    else self.cp.new_bool_var(f"active {self.facts.who(e)} cycle {k}")
                )
            room.add(e, enrollment, self.settled.coach[e], self.active[e, k], max(1, wanted // len(self.rooms)))
        self.cp.add(cp_model.LinearExpr.sum([self.active[e, k] for k in self.rooms]) == wanted)
        placed: dict[str, list[Term]] = defaultdict(list)
        for session in pattern_sessions(self.facts, enrollment):
            for room in self.rooms.values():
                placed[session.name] += room.placed[e, session.name]
        rules.add_missing(self.objective, self.facts, enrollment, wanted, placed)

    def spread(self) -> None:
        """Every turn of a coach has the same number of enrollments, or one more."""
        for coach in self.coaches:
            mine = [e for e in self.enrollments if self.settled.coach[e] == coach]
            if not mine or any(is_fixed(self.active[e, k]) for e in mine for k in self.rooms):
                continue  # pins, or programs of all cycles: they come first
            least = self.cp.new_int_var(0, len(mine), f"fewest enrollments of {coach} in a cycle")
            for k in self.rooms:
                load = cp_model.LinearExpr.sum([self.active[e, k] for e in mine])
                self.cp.add(load >= least)
                self.cp.add(load <= least + 1)

    def solve(
        self, dealt: Active, least: Score, budget: Budget, seed: int, work: float, *, outright: bool
    ) -> Active | None:
        """The active turns; None where there is no answer, or, `outright`, none that costs no more than `least`."""
        hint = {term.index: int(k in dealt[e]) for (e, k), term in self.active.items() if is_variable(term)}
        levels = LexicographicSolver(self.cp, self.objective, budget, seed, floor=least, hint=hint, fresh=True)
        reached = levels.find_within(least, work / 2, hint) if outright else levels.solve(work, once=True)
        if reached is None or reached.values is None:
            return None
        tie_breaker = self._visits()
        if tie_breaker is not None and not budget.over:
            reached = levels.break_ties(tie_breaker, work / 2)
        return {e: frozenset(k for k in self.rooms if reached.value(self.active[e, k])) for e in self.enrollments}

    def _visits(self) -> cp_model.LinearExprT | None:
        """In how many turns itinerant coaches have sessions at how many sites; None where there is no such coach."""
        instance = self.facts.instance
        there: dict[tuple[str, str, int], list[Term]] = defaultdict(list)
        for (e, k), term in self.active.items():
            coach = self.settled.coach[e]
            if coach in self.coaches and len(instance.coaches[coach].sites) > 1:
                there[coach, instance.teachers[self.facts.enrollments[e].teacher].site, k].append(term)
        visits = []
        for (coach, site, k), mine in there.items():
            visited = self.cp.new_bool_var(f"{coach} at {site} in cycle {k}")
            for term in mine:
                self.cp.add(term <= visited)
            visits.append(visited)
        return cp_model.LinearExpr.sum(visits) if visits else None


def _dealt(facts: ProblemIndex, settled: FixedStaffing, ways: ChosenPatterns, enrollments: Sequence[int]) -> Active:
    """Like cards: each coach's enrollments, those with the same cells one after another, go round the cycles in turn.

    So every cell, and every cycle as a whole, is used about evenly; a good answer to begin with."""
    cycles = facts.instance.settings.cycles
    order = sorted(enrollments, key=lambda e: (settled.coach[e], ways.cells(facts.enrollments[e]), e))
    dealt: Active = {}
    turn = 0
    for e in order:
        found = set(pinned_cycles(facts, settled, e))
        while len(found) < facts.program(e).cycles:
            found.add(turn % cycles + 1)
            turn += 1
        dealt[e] = frozenset(found)
    return dealt
