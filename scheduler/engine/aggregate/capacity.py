"""Sessions as capacity: what the coaches can hold in some cycles, with the days summed away.

A coach's slots of one period are one cell, with the room of all its meetings. The coarse model of the year is one
room for all cycles; the rotation is a room for each. Whatever holds in a plan holds here, so both only ever cost less.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from ortools.sat.python import cp_model

from scheduler.domain.instance import LEVELS, Enrollment, ProgramSession
from scheduler.engine.aggregate.overlaps import Measure, Stretch, connected, lost, stretches
from scheduler.engine.aggregate.session_patterns import (
    Cell,
    PatternCosts,
    SessionPattern,
    Week,
    WeekTiers,
    named,
    shape,
    week_tiers,
)
from scheduler.engine.model.objective import Objective, Term, is_fixed, variables_of
from scheduler.engine.model.staffing import FixedStaffing, Staffing
from scheduler.engine.problem.index import ProblemIndex, pattern_sessions

Use = tuple[cp_model.LinearExprT, ProgramSession]  # how many meetings, of which session


@dataclass(frozen=True, slots=True)
class Spent:
    """How many cycles of some enrollments are spent in a tier, and how often each session lies in which cell."""

    tier: SessionPattern
    count: Term
    uses: tuple[tuple[tuple[Cell, Term], ...], ...]  # by session


@dataclass(frozen=True, slots=True)
class Unit:
    """How many active cycles of some enrollments, at most `most`, have so many minutes of sessions each: `alone` those
    that are sure to take the coach's time, `minutes` those that may, each by itself."""

    count: cp_model.LinearExprT
    most: int
    alone: int
    minutes: int


class PatternSet(Protocol):
    """Where the tiers of an enrollment under a coach come from; None where its sessions are counted one by one."""

    def of(self, enrollment: Enrollment, coach: str) -> tuple[SessionPattern, ...] | None:
        """The patterns that an enrollment may have with a coach; None where it can have none."""


CostsOfPatterns = Callable[[ProblemIndex, Objective, Enrollment], PatternCosts]


class AllPatternSets:
    """Every tier of every enrollment, found once for every week that looks the same, whoever it is of."""

    def __init__(self, facts: ProblemIndex, costs: CostsOfPatterns) -> None:
        """`costs` is what the rules say of an enrollment's week."""
        self.facts, self._costs = facts, costs
        self._weights = Objective(cp_model.CpModel(), facts.instance)  # of no model: it only knows the weights
        self._costs_of: dict[Enrollment, PatternCosts] = {}
        self._weeks: dict[Week, WeekTiers | None] = {}
        self._found: dict[tuple[object, ...], tuple[SessionPattern, ...] | None] = {}

    @property
    def looked_at(self) -> int:
        """How many weeks have been searched."""
        return len(self._weeks)

    def of(self, enrollment: Enrollment, coach: str) -> tuple[SessionPattern, ...] | None:
        """The patterns that an enrollment may have with a coach; None where it can have none."""
        teacher = self.facts.instance.teachers[enrollment.teacher]
        costs = self._costs_of.get(enrollment)
        if costs is None:
            costs = self._costs_of[enrollment] = self._costs(self.facts, self._weights, enrollment)
        key = (
            enrollment.program,
            self.facts.windows(coach, teacher.site),
            self.facts.profile(enrollment.teacher),
            costs,
        )
        if key not in self._found:
            self.facts.check()
            one = shape(self.facts, costs, enrollment, coach)
            if one.week not in self._weeks:
                self._weeks[one.week] = week_tiers(one.week, self.facts.check)
            found = self._weeks[one.week]
            self._found[key] = None if found is None else named(found, one.cells)
        return self._found[key]


class Bundle(NamedTuple):
    """Sessions that belong together in a cycle: how many active cycles have so many of them (or so many pairs), each of
    so many minutes at least."""

    cycles: Term
    sessions: int
    minutes: int


class CapacityModel:
    """What some cycles (`cycles` of them) hold, for every coach."""

    def __init__(
        self,
        facts: ProblemIndex,
        cp: cp_model.CpModel,
        objective: Objective,
        staffing: Staffing | FixedStaffing,
        ways: PatternSet,
        cycles: int,
        label: str = "",
    ) -> None:
        """`label` begins the names of its variables: which cycles, where there are several models of this kind."""
        self.label = label
        self.facts, self.instance, self.cp, self.objective = facts, facts.instance, cp, objective
        self.staffing, self.ways, self.cycles = staffing, ways, cycles
        self.weeks = self.instance.settings.weeks
        self.uses: dict[tuple[str, Cell], list[Use]] = defaultdict(list)
        self.meetings: dict[str, list[Use]] = defaultdict(list)
        self.distinct: dict[str, list[cp_model.LinearExprT]] = defaultdict(list)  # teachers met one to one, a week
        self.spent: dict[tuple[int, str], list[Spent]] = defaultdict(list)  # by the key of the enrollments, and coach
        self.placed: dict[tuple[int, str], list[Term]] = defaultdict(list)  # by the key, and name of the session
        self.bundles: dict[str, list[Bundle]] = defaultdict(list)  # by coach
        self.units: dict[str, list[Unit]] = defaultdict(list)  # by coach
        self.pairs: dict[tuple[str, Cell], list[Bundle]] = defaultdict(list)
        self.taken: dict[tuple[str, Cell], list[Term]] = defaultdict(list)
        self._grouped: dict[tuple[str, str, ProgramSession, Cell], list[Term]] = defaultdict(list)
        self._most_grouped: Counter[tuple[str, str, ProgramSession, Cell]] = Counter()

    # ---- sessions ----

    def add(self, key: int, enrollment: Enrollment, coach: str, cycles: cp_model.LinearExprT, most: int) -> None:
        """Room for so many active cycles (never above `most`) of enrollments like this one, with this coach.

        Parameters
        ----------
        key
            the number of the enrollment's class
        enrollment
            one of the class: all of them see the same
        coach
            the coach's id
        cycles
            how many active cycles, as a number or a term of the model
        most
            what `cycles` never exceeds
        """
        ways = self.ways.of(enrollment, coach)
        if ways is None:
            self._add_loose(key, enrollment, coach, cycles, most)
        else:
            self._add_tiers(key, enrollment, coach, cycles, most, ways)

    def _add_tiers(
        self,
        key: int,
        enrollment: Enrollment,
        coach: str,
        cycles: cp_model.LinearExprT,
        most: int,
        ways: tuple[SessionPattern, ...],
    ) -> None:
        """Each cycle is spent in one tier (R2); the sessions of a tier lie in its cells (R3)."""
        sessions = pattern_sessions(self.facts, enrollment)
        counts: list[Term] = []
        cells: dict[tuple[int, Cell], list[Term]] = defaultdict(list)
        name = self._name(key, enrollment, coach)
        for n, tier in enumerate(ways):
            possible = [[c for c in mine if self._open_at_all(coach, c)] for mine in tier.cells]
            if any(n and not mine for n, mine in zip(tier.placed, possible, strict=True)):
                continue
            count = self._count(most, f"{name}: cycles in pattern {n}")
            counts.append(count)
            for level, cost in zip(LEVELS, tier.cost, strict=True):
                if cost:
                    self.objective.add_cost(level, count, most, cost)
            self._add_pairs(coach, sessions, possible, tier, count)
            uses: list[tuple[tuple[Cell, Term], ...]] = [() for _ in sessions]
            for i, session in enumerate(sessions):
                if tier.placed[i]:
                    self.placed[key, session.name].extend([count] * tier.placed[i])
                    used: list[Term] = [
                        self._count(most * tier.placed[i], f"{name}: {session.name} in {_cell(c)}, pattern {n}")
                        for c in possible[i]
                    ]
                    self.cp.add(cp_model.LinearExpr.sum(used) == tier.placed[i] * count)
                    uses[i] = tuple(zip(possible[i], used, strict=True))
                    for cell, use in uses[i]:
                        cells[i, cell].append(use)
            self.spent[key, coach].append(Spent(tier, count, tuple(uses)))
            alone = sum(n for s, n in zip(sessions, tier.placed, strict=True) if s.group_size == 1)
            if alone > 1:
                least = min(s.minutes for s, n in zip(sessions, tier.placed, strict=True) if n and s.group_size == 1)
                self.bundles[coach].append(Bundle(count, alone, least))
            self._add_unit(coach, count, most, zip(sessions, tier.placed, strict=True))
            if alone:
                self.distinct[coach].append(min(self.weeks, alone) * count)
        self.cp.add(cp_model.LinearExpr.sum(counts) == cycles)
        for (i, cell), parts in cells.items():
            self._use(enrollment, coach, cell, sessions[i], most * sessions[i].count, parts)

    def _add_unit(
        self, coach: str, count: cp_model.LinearExprT, most: int, held: Iterable[tuple[ProgramSession, int]]
    ) -> None:
        """Notes how many minutes a cycle of an enrollment has with a coach; those of a group may be others' too."""
        minutes = [(s.minutes * n, s.group_size == 1) for s, n in held if n]
        if minutes:
            alone = sum(n for n, one_to_one in minutes if one_to_one)
            self.units[coach].append(Unit(count, most, alone, sum(n for n, _ in minutes)))

    def _add_pairs(
        self,
        coach: str,
        sessions: tuple[ProgramSession, ...],
        possible: list[list[Cell]],
        tier: SessionPattern,
        count: Term,
    ) -> None:
        """Notes how many pairs of a tier's sessions have one and the same cell as their only one."""
        forced: Counter[Cell] = Counter()
        for session, cells, n in zip(sessions, possible, tier.placed, strict=True):
            if n and len(cells) == 1 and session.group_size == 1:
                forced[cells[0]] += n
        for cell, n in forced.items():
            if n > 1:
                least = min(
                    s.minutes
                    for s, mine, m in zip(sessions, possible, tier.placed, strict=True)
                    if m and mine == [cell]
                )
                self.pairs[coach, cell].append(Bundle(count, n // 2, least))

    def _add_loose(self, key: int, enrollment: Enrollment, coach: str, cycles: cp_model.LinearExprT, most: int) -> None:
        """Every session for itself: as many as are due, and no more than may follow those of the session that it
        follows (in each cycle as many as there are, and what is due beyond their number)."""
        totals: dict[str, list[Term]] = {}
        name = self._name(key, enrollment, coach)
        named = {s.name: s for s in pattern_sessions(self.facts, enrollment)}
        everything = sum(s.minutes * s.count for s in named.values())
        self.units[coach].append(Unit(cycles, most, 0, everything))  # nothing is known of how they lie together
        for session in pattern_sessions(self.facts, enrollment):
            cells = {self.facts.cell(w.site, w) for w in self.facts.fitting(coach, enrollment, session)}
            uses = {
                c: self._count(most * session.count, f"{name}: {session.name} in {_cell(c)}")
                for c in sorted(cells)
                if self._open_at_all(coach, c)
            }
            total = cp_model.LinearExpr.sum(list(uses.values()))
            self.cp.add(total <= session.count * cycles)
            if session.after in totals:
                followed = cp_model.LinearExpr.sum(totals[session.after])
                beyond = max(0, session.count - named[session.after].count)
                self.cp.add(total - followed <= beyond * cycles)
                self.cp.add(total <= (1 + beyond) * followed)
            totals[session.name] = list(uses.values())
            self.placed[key, session.name].extend(uses.values())
            if session.group_size == 1:
                self.distinct[coach].extend(uses.values())
            for cell, use in uses.items():
                self._use(enrollment, coach, cell, session, most * session.count, [use])

    def _count(self, most: int, name: str) -> cp_model.IntVar:
        return self.cp.new_bool_var(name) if most == 1 else self.cp.new_int_var(0, most, name)

    def _name(self, key: int, enrollment: Enrollment, coach: str) -> str:
        return f"{self.label}{enrollment.teacher} {enrollment.program} ({key}) with {coach}"

    def _open_at_all(self, coach: str, cell: Cell) -> bool:
        terms = [self.staffing.released(coach, need) if need else 1 for need in self.needs(coach, cell)]
        return any(not is_fixed(t, 0) for t in terms)

    def _use(
        self, enrollment: Enrollment, coach: str, cell: Cell, session: ProgramSession, most: int, parts: list[Term]
    ) -> None:
        """A session in a cell needs one of the releases under which the cell can be used (R4)."""
        needs = self.needs(coach, cell)
        if "" not in needs:
            released = [self.staffing.released(coach, need) for need in sorted(needs)]
            if not any(is_fixed(r, 1) for r in released):
                free = variables_of(released)
                self.cp.add(cp_model.LinearExpr.sum(parts) <= most * cp_model.LinearExpr.sum(free))
        if session.group_size > 1:
            self._grouped[coach, enrollment.program, session, cell].extend(parts)
            self._most_grouped[coach, enrollment.program, session, cell] += most
        else:
            use = cp_model.LinearExpr.sum(parts)
            self.uses[coach, cell].append((use, session))
            self.meetings[coach].append((use, session))

    def needs(self, coach: str, cell: Cell) -> frozenset[str]:
        """The home periods whose release opens slots of a cell; "" where some need none."""
        return self.facts.cell_needs(coach, cell)

    def close_groups(self) -> None:
        """A group meeting takes the coach's time once, however many of its places are filled (R8)."""
        for (coach, program, session, cell), members in self._grouped.items():
            most = max(1, self._most_grouped[coach, program, session, cell])
            name = f"{self.label}meetings: {program} {session.name} with {coach} in {_cell(cell)}"
            count = self._count(most, name)
            self.cp.add(session.group_size * count >= cp_model.LinearExpr.sum(members))
            self.uses[coach, cell].append((count, session))
            self.meetings[coach].append((count, session))

    # ---- room ----

    def take(self, coach: str, cell: Cell, slots: Term) -> None:
        """Reserves whole slots of a cell.

        Parameters
        ----------
        coach
            the coach's id
        cell
            the bucket of time that the slots lie in
        slots
            how many slots over all cycles, as a number or a variable
        """
        self.taken[coach, cell].append(slots)

    def filled(self, value: Callable[[cp_model.LinearExprT], int]) -> int:
        """What percent of the open minutes an answer fills, over all coaches."""
        gap, used, there = self.facts.gap, 0, 0
        for coach in self.staffing.coaches:
            for site in self.instance.coaches[coach].sites:
                for w in self.facts.windows(coach, site):
                    if not w.need or value(self.staffing.released(coach, w.need)):
                        there += (w.minutes + gap) * self.cycles
            used += sum(value(use) * (s.minutes + gap) for use, s in self.meetings[coach])
        return 100 * used // max(1, there)

    def close(self) -> None:
        """Adds what a coach's cells hold."""
        for row in self.capacity():
            self.cp.add(row)

    def capacity(self, percent: int = 100) -> Iterator[cp_model.BoundedLinearExpression | bool]:
        """No cell holds more minutes than this share of its slots (R5), nor more sessions of a length than fit (R6)."""
        gap = self.facts.gap
        for (coach, cell), uses in self.uses.items():
            self.facts.check()
            windows = self.facts.cell_windows(coach, cell)
            needs = [w.need for w in windows]
            taken = cp_model.LinearExpr.sum(self.taken.get((coach, cell), []))
            rooms = [w.minutes + gap for w in windows]
            minutes = cp_model.LinearExpr.weighted_sum([u for u, _ in uses], [s.minutes + gap for _, s in uses])
            yield minutes + min(rooms) * taken <= self._open(coach, needs, rooms, percent)
            for least in sorted({s.minutes for _, s in uses}):
                rooms_for = [(w.minutes + gap) // (least + gap) for w in windows]
                count = cp_model.LinearExpr.sum([u for u, s in uses if s.minutes >= least])
                yield count + min(rooms_for) * taken <= self._open(coach, needs, rooms_for, percent)
        for coach in self.staffing.coaches:
            if len(self.instance.coaches[coach].sites) > 1:
                yield from self._capacity_across_sites(coach, percent)

    def _capacity_across_sites(self, coach: str, percent: int) -> Iterator[cp_model.BoundedLinearExpression | bool]:
        """Slots of several sites that overlap hold an itinerant coach's minutes once (R7)."""
        gap = self.facts.gap
        for cells, found in connected(self.facts, self.stretches(coach)):
            if len(cells) > 1:
                uses = [use for cell in sorted(cells) for use in self.uses[coach, cell]]
                minutes = cp_model.LinearExpr.weighted_sum([u for u, _ in uses], [s.minutes + gap for _, s in uses])
                yield self._within(coach, found, minutes, Measure(gap), percent)
                for least in sorted({s.minutes for _, s in uses}):
                    count = cp_model.LinearExpr.sum([u for u, s in uses if s.minutes >= least])
                    yield self._within(coach, found, count, Measure(gap, least), percent)

    def _within(
        self, coach: str, found: list[Stretch], held: cp_model.LinearExpr, measure: Measure, percent: int
    ) -> cp_model.BoundedLinearExpression | bool:
        losses = lost(self.facts, self.instance.coaches[coach].home, found, measure)
        taken = [loss * slots for cell, loss in losses.items() for slots in self.taken.get((coach, cell), [])]
        rooms = [measure.of(s.minutes) for s in found]
        return held + cp_model.LinearExpr.sum(taken) <= self._open(coach, [s.need for s in found], rooms, percent)

    def stretches(self, coach: str) -> list[Stretch]:
        """Where a coach's time is, in the cells in which anything may lie at all."""
        facts = self.facts
        windows = [w for site in self.instance.coaches[coach].sites for w in facts.windows(coach, site)]
        released = {w.need: self.staffing.released(coach, w.need) if w.need else 1 for w in windows}
        usable = [
            w for w in windows if (coach, facts.cell(w.site, w)) in self.uses and not is_fixed(released[w.need], 0)
        ]
        return stretches(usable, lambda w: "" if is_fixed(released[w.need], 1) else w.need)

    def _open(self, coach: str, needs: list[str], rooms: list[int], percent: int) -> cp_model.LinearExprT:
        """A share, in percent, of the rooms whose releases are made, over all cycles."""
        by_need: dict[str, int] = defaultdict(int)
        for need, room in zip(needs, rooms, strict=True):
            by_need[need] += room * self.cycles
        shares = {need: room * percent // 100 for need, room in sorted(by_need.items())}
        return sum(
            (room * self.staffing.released(coach, need) if need else room for need, room in shares.items()),
            start=0,
        )


def _cell(cell: Cell) -> str:
    return " ".join(cell)
