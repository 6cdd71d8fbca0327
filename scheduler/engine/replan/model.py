"""The model of one ring: a whole plan, of which all but the ring stays as it was kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from ortools.sat.python import cp_model

from scheduler.domain.instance import LEVELS, Enrollment
from scheduler.domain.plan import Plan, Purpose, Reserved, Session
from scheduler.domain.replan import POINTS, POINTS_OF_A_TEACHER, Keep, Order
from scheduler.domain.score import Score
from scheduler.engine import rules
from scheduler.engine.model.answer import ModelAnswer
from scheduler.engine.model.objective import Objective, is_fixed
from scheduler.engine.model.staffing import FixedStaffing, Staffing
from scheduler.engine.model.timetable import read_reserved, read_sessions
from scheduler.engine.problem.index import EnrollmentClass, ProblemIndex, pattern_sessions
from scheduler.engine.replan.calendar import KeptCalendar
from scheduler.engine.replan.counting import session_row
from scheduler.engine.replan.folded import FoldedObjective
from scheduler.engine.replan.index import KeptFacts
from scheduler.engine.search.budget import Budget
from scheduler.engine.search.lexicographic import LexicographicSolver
from scheduler.engine.steps.exact import hint_of, make_plan


@dataclass(frozen=True)
class Loose:
    """What of a kept plan may move: the coaches of `enrollments`, the releases of `coaches`, `sessions`, `reserved`."""

    enrollments: frozenset[Enrollment] = frozenset()
    coaches: frozenset[str] = frozenset()
    sessions: frozenset[Session] = frozenset()
    reserved: frozenset[Reserved] = frozenset()


@dataclass(frozen=True)
class RingAnswer:
    """What a ring came to: `plan` None where none was found. Score and Change are of the model, and so are their
    bounds, which hold for plans that keep all but the ring. `impossible`: there is no such plan."""

    plan: Plan | None
    score: Score
    change: int
    bound: Score
    change_bound: int
    impossible: bool = False

    @property
    def proven(self) -> bool:
        """Whether there is a plan, and none is better or changes less."""
        return self.plan is not None and (self.score, self.change) == (self.bound, self.change_bound)


class RingModel:
    """The model; Change is counted beyond what every plan changes."""

    def __init__(self, facts: ProblemIndex, keep: Keep, loose: Loose, order: Order) -> None:
        self.keep, self.loose, self.order = keep, loose, order
        self.instance = facts.instance
        self._place = {e: i for i, e in enumerate(facts.enrollments)}
        coaches = {self._place[e]: c for e, c in keep.coaches.items() if e not in loose.enrollments}
        releases = {key: on for key, on in keep.releases.items() if key[0] not in loose.coaches}
        self.facts = KeptFacts(facts, coaches, releases)
        self.cp = cp_model.CpModel()
        self.objective = Objective(self.cp, self.instance)
        groups = tuple(EnrollmentClass((e,)) for e in range(len(facts.enrollments)))
        self.staffing = Staffing(self.cp, self.facts, groups, self.objective)
        for e, coach in coaches.items():
            self.cp.add(self.staffing.loaded(e, coach) == 1)
        turns = {
            e: facts.program(e).cycles
            for e, enrollment in enumerate(facts.enrollments)
            if pattern_sessions(facts, enrollment)
        }
        self.calendar = KeptCalendar(
            self.facts, self.cp, self.objective, self.staffing, turns,
            rules.needs_of(self.objective, self.instance.coaches),
            [s for s in keep.sessions if s not in loose.sessions],
            [s for s in keep.sessions if s in loose.sessions],
            [r for r in keep.reserved if r not in loose.reserved],
            [r for r in keep.reserved if r in loose.reserved],
        )  # fmt: skip
        rules.add_staffing(self.staffing)
        rules.add_calendar(self.calendar)
        self.calendar.keep_reserves()
        self.change, self._most_change = self._change()

    @property
    def exact(self) -> bool:
        """Whether the model leaves out no plan that keeps all but the ring."""
        return self.calendar.exact

    def _change(self) -> tuple[cp_model.LinearExprT, int]:
        """What counts of what may move, and the most that it can be."""
        terms: list[cp_model.LinearExprT] = []
        weights: list[int] = []
        leaves: dict[str, list[cp_model.LinearExprT]] = defaultdict(list)  # by teacher: 1 where something of it moves
        for e, coach in self.keep.coaches.items():
            if e in self.loose.enrollments:
                gone = 1 - self.staffing.loaded(self._place[e], coach)
                terms.append(gone)
                weights.append(POINTS["Coach"])
                leaves[e.teacher].append(gone)
        for (coach, period), released in self.keep.releases.items():
            if coach in self.loose.coaches:
                now = self.staffing.released(coach, period)
                terms.append((1 - now) if released else now)
                weights.append(POINTS["Release"])
        for row in self.calendar.loose:
            gone = 1 - self.calendar.stays.get(row, 0)
            terms.append(gone)
            weights.append(POINTS["Session"])
            leaves[row.teacher].append(gone)
        for kept in self.calendar.loose_reserves:
            terms.append(1 - self.calendar.reserve_stays[kept])
            weights.append(POINTS["Reserved"])
        for teacher, going in leaves.items():
            if teacher not in self.keep.certain:
                moves = self.cp.new_bool_var(f"{teacher} moves")
                for one in going:
                    self.cp.add(moves >= one)
                terms.append(moves)
                weights.append(POINTS_OF_A_TEACHER)
        return cp_model.LinearExpr.weighted_sum(terms, weights), sum(weights)

    def hold(self, score: Score, change: int, upto: int) -> None:
        """Only plans no worse than this on the first `upto` levels of the score, with no more Change, count.

        Parameters
        ----------
        score
            the score of a plan, level by level
        change
            its Change, in points
        upto
            how many levels count, from the first
        """
        for level, most in list(zip(LEVELS, score, strict=True))[:upto]:
            expression = self.objective.expression(level)
            if not is_fixed(expression):
                self.cp.add(expression <= most)
        if not is_fixed(self.change):
            self.cp.add(self.change <= change)

    def solve(
        self,
        budget: Budget,
        seed: int,
        work: float,
        floor: Score,
        initial_plan: Plan | None = None,
        *,
        upto_change: bool = False,
    ) -> RingAnswer:
        """The best plan of the ring; `floor` is a bound known beforehand, `initial_plan` a plan to begin from. With
        `upto_change` the levels after Change are not looked at, and nothing is said of them.

        Parameters
        ----------
        budget
            how long it may take
        seed
            the seed of the search
        work
            deterministic time of each search
        floor
            a score that no plan of the ring is below
        initial_plan
            a plan to begin from, None for none
        upto_change
            whether to end with the level of Change
        """
        if self.calendar.impossible:
            return RingAnswer(None, Score(), 0, Score(), 0, impossible=True)
        folded = FoldedObjective(self.objective, self.order, self.change, self._most_change, upto_change=upto_change)
        known = folded.folded(floor, 0)
        levels = LexicographicSolver(
            self.cp, folded, budget, seed, floor=Score(known.required, 0, 0), hint=self._hint(initial_plan)
        )
        reached = levels.solve(work)
        bound, change_bound = folded.unfolded(reached.bound)
        if reached.values is None:
            return RingAnswer(None, Score(), 0, bound, change_bound, reached.impossible)
        score, change = folded.unfolded(reached.score)
        return RingAnswer(self._plan(reached), score, change, bound, change_bound)

    def _hint(self, initial_plan: Plan | None) -> Mapping[int, int]:
        if initial_plan is None:
            return {}
        hint = hint_of(self.calendar, self.staffing, initial_plan)
        rows = {(s.teacher, s.program, s.session, s.cycle, s.week, s.day): s for s in initial_plan.sessions}
        for p, start in self.calendar.starts.items():
            enrollment, w = self.calendar.enrollment(p.enrollment), p.window
            row = rows.get((enrollment.teacher, enrollment.program, p.session.name, p.cycle, w.week, w.day))
            if row is not None and row.coach == p.coach and w.start <= row.start and row.end <= w.end:
                hint[start.index] = row.start
        for var in (*self.calendar.reserve_stays.values(), *self.calendar.stays.values()):
            hint[var.index] = 0
        for kept, var in self.calendar.reserve_stays.items():
            hint[var.index] = int(kept in initial_plan.reserved)
        there = {session_row(s) for s in initial_plan.sessions}
        for s, var in self.calendar.stays.items():
            hint[var.index] = int(session_row(s) in there)
        return hint

    def _plan(self, reached: ModelAnswer) -> Plan:
        settled = FixedStaffing(
            {
                c: frozenset(
                    p for p in self.instance.class_periods(coach.home) if reached.value(self.staffing.release[c, p])
                )
                for c, coach in self.instance.coaches.items()
            },
            {
                e: next((c for c, load in loads.items() if reached.value(load)), "")
                for e, loads in enumerate(self.staffing.load)
            },
        )
        active = {
            e: frozenset(k for k in self.calendar.cycles if reached.value(self.calendar.active[e, k]))
            for e in self.calendar.enrollments
        }
        for e, enrollment in enumerate(self.facts.enrollments):
            if e not in active and self.keep.cycles.get(enrollment):
                active[e] = frozenset(self.keep.cycles[enrollment]) & frozenset(self.calendar.cycles)
        return make_plan(self.facts, settled, active, read_sessions(self.calendar, reached), self._reserved(reached))

    def _reserved(self, reached: ModelAnswer) -> list[Reserved]:
        """What the rules reserve, and what stays of the kept plan though no rule counts it."""
        rows: dict[tuple[int, int, int, int, str, Purpose], Reserved] = {}
        stay = [r for r, var in self.calendar.reserve_stays.items() if reached.value(var)]
        for r in (*stay, *read_reserved(self.calendar, reached)):
            rows[r.cycle, r.week, r.day, r.start, r.coach, r.purpose] = r
        return list(rows.values())
