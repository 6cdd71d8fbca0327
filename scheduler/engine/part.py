"""One part of a district: sites that share coaches. Relax to prove, refine to realise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from ortools.sat.python import cp_model

from scheduler.domain.instance import Instance
from scheduler.domain.plan import Plan, Reserved, Session
from scheduler.domain.progress import Stage
from scheduler.domain.score import Score
from scheduler.engine import rules
from scheduler.engine.budget import Budget
from scheduler.engine.calendar import Calendar
from scheduler.engine.facts import Facts, Group
from scheduler.engine.levels import Levels, Reached
from scheduler.engine.objective import Objective
from scheduler.engine.patterns import pattern_sessions
from scheduler.engine.relaxation import Relaxation, make_groups
from scheduler.engine.rotation import ChosenWays, chosen_ways, solve_rotation
from scheduler.engine.staffing import Settled
from scheduler.engine.timetable import read_reserved, read_sessions
from scheduler.engine.whole import Whole, least_plan, make_plan, replan

WORK_OF_STAFFING = 20.0  # deterministic time of one search, at each stage
WORK_OF_EASE = 0.5
WORK_OF_ROTATION = 0.5
WORK_OF_CALENDAR = 2.0
WORK_OF_REPAIR = 1.0
WORK_OF_WHOLE = 40.0
EASE = (70, 85, 95)  # percent of each cell that the sessions may fill, tried in turn
MOST_PLACEMENTS = 300_000  # of a model of the whole problem

Judge = Callable[[Instance, Plan], Score]
Told = Callable[[Stage, Score | None, Score], None]


@dataclass
class Incumbent:
    """The best plan so far."""

    plan: Plan
    score: Score


class Part:
    """The solve of one part: `judge` says what a plan scores, `told` hears how far it has come."""

    def __init__(self, instance: Instance, seed: int, budget: Budget, judge: Judge, told: Told) -> None:
        self.instance, self.seed, self.budget, self.judge, self.told = instance, seed, budget, judge, told
        self.facts = Facts(instance)
        self.bound = Score()
        self.best: Incumbent | None = None

    def solve(self) -> tuple[Plan, Score, Score]:
        """The best plan found, its score, and the proven bound."""
        self._tell("staffing")
        groups = make_groups(self.facts)
        relaxation = Relaxation(self.facts, groups)
        reached = Levels(relaxation.cp, relaxation.objective, self.budget, self.seed).solve(WORK_OF_STAFFING)
        self.bound = reached.bound
        self._tell("rotation")
        if reached.values is not None:
            self._realise(*self._eased(groups, relaxation, reached))
        if self.best is None or self.best.score != self.bound:
            self._tell("refining")
            self._repair()
        if self.best is None or self.best.score != self.bound:
            self._whole()
        if self.best is None:
            self._keep(least_plan(self.facts, self.seed))
        assert self.best is not None
        return self.best.plan, self.best.score, self.bound

    def _eased(self, groups: tuple[Group, ...], relaxation: Relaxation, reached: Reached) -> tuple[Settled, ChosenWays]:
        """A staffing as good as the answer that leaves the weeks the most ease: an answer of the coarse model lies in
        a corner, where some coach is full to the last minute though others have time."""
        for percent in EASE:
            eased = Relaxation(self.facts, groups, percent)
            levels = Levels(eased.cp, eased.objective, self.budget, self.seed, floor=reached.score)
            found = levels.reach(reached.score, WORK_OF_EASE)
            if found is not None:
                relaxation, reached = eased, found
                break
        settled = _settle(relaxation, reached)
        return settled, chosen_ways(relaxation, reached, settled)

    # ---- realising a staffing ----

    def _realise(self, settled: Settled, ways: ChosenWays) -> None:
        """Rotation, then the weeks of each cycle for each set of coaches that depend on one another."""
        coached = {
            e: c for e, c in settled.coach.items() if c and pattern_sessions(self.facts, self.facts.enrolments[e])
        }
        active: dict[int, frozenset[int]] = {}
        sessions: list[Session] = []
        reserved: list[Reserved] = []
        for coaches in _together(self.facts, settled):
            mine = [e for e, c in coached.items() if c in coaches]
            active |= solve_rotation(self.facts, settled, ways, coaches, mine, self.budget, self.seed, WORK_OF_ROTATION)
            for k in range(1, self.instance.settings.cycles + 1):
                now = [e for e in mine if k in active[e]]
                held, kept = self._calendar(settled, now, coaches, k)
                sessions += held
                reserved += kept
            self._tell("calendar")
        self._keep(make_plan(self.facts, settled, active, sessions, reserved))

    def _calendar(
        self, settled: Settled, enrolments: Sequence[int], coaches: Sequence[str], k: int
    ) -> tuple[list[Session], list[Reserved]]:
        """The weeks of one cycle for some coaches, and the enrolments that are theirs."""
        cp = cp_model.CpModel()
        objective = Objective(cp, self.instance)
        turns = {e: frozenset({k}) for e in enrolments}
        calendar = Calendar(self.facts, cp, objective, settled, enrolments, coaches, [k], turns)
        rules.add("calendar", calendar)
        reached = Levels(cp, objective, self.budget, self.seed).solve(WORK_OF_CALENDAR, once=True)
        if reached.values is None:
            return [], []
        return read_sessions(calendar, reached), read_reserved(calendar, reached)

    # ---- closing the gap ----

    def _repair(self) -> None:
        """Two cycles at a time are planned anew, coaches and all, while the rest stays; until nothing gets better."""
        cycles = range(1, self.instance.settings.cycles + 1)
        better = self.best is not None
        while better and self.best is not None and self.best.score != self.bound and not self.budget.over:
            better = False
            for pair in combinations(cycles, min(2, len(cycles))):
                found = replan(self.facts, self.best.plan, pair, self.budget, self.seed, WORK_OF_REPAIR)
                better = (found is not None and self._keep(found)) or better
                self._tell("refining")
                if self.best.score == self.bound or self.budget.over:
                    break

    def _whole(self) -> None:
        """The whole problem at once, from the best plan so far."""
        if self.budget.over:
            return
        whole = Whole(self.facts, self.best.plan if self.best else None)
        if len(whole.calendar.placements) > MOST_PLACEMENTS:
            return
        reached = whole.solve(self.budget, self.seed, WORK_OF_WHOLE, self.bound)
        if reached.values is not None:
            self._keep(whole.plan(reached))
        self.bound = max(self.bound, reached.bound)

    # ---- plans ----

    def _keep(self, plan: Plan) -> bool:
        """Whether a plan is better than the best so far; it is the best from then on."""
        score = self.judge(self.instance, plan)
        if self.best is not None and score >= self.best.score:
            return False
        self.best = Incumbent(plan, score)
        return True

    def _tell(self, stage: Stage) -> None:
        self.told(stage, self.best.score if self.best else None, self.bound)


def _settle(relaxation: Relaxation, reached: Reached) -> Settled:
    """Releases as in the answer; the members of each group shared out among its coaches."""
    staffing, instance = relaxation.staffing, relaxation.instance
    releases = {
        c: frozenset(p for p in instance.class_periods(coach.home) if reached.value(staffing.release[c, p]))
        for c, coach in instance.coaches.items()
    }
    coach: dict[int, str] = {}
    for k, group in enumerate(relaxation.groups):
        turn = [c for c, load in staffing.load[k].items() for _ in range(reached.value(load))]
        turn += [""] * (group.size - len(turn))
        coach.update(zip(group.members, turn, strict=True))
    return Settled(releases, dict(sorted(coach.items())))


def _together(facts: Facts, settled: Settled) -> list[tuple[str, ...]]:
    """Coaches in sets that can be planned apart: those who share a teacher, or plan together, stay together."""
    instance = facts.instance
    leader = {c: c for c in instance.coaches}

    def find(c: str) -> str:
        while leader[c] != c:
            c = leader[c]
        return c

    def join(coaches: Iterable[str]) -> None:
        first, *rest = coaches
        for other in rest:
            leader[find(other)] = find(first)

    of_teacher: dict[str, set[str]] = defaultdict(set)
    for e, coach in settled.coach.items():
        if coach and pattern_sessions(facts, facts.enrolments[e]):
            of_teacher[facts.enrolments[e].teacher].add(coach)
    for shared in of_teacher.values():
        join(sorted(shared))
    for site in instance.sites:
        setting = instance.rule("Common planning", site)
        homes = [c.id for c in instance.home_coaches(site)]
        if len(homes) > 1 and setting.level != "Off" and setting.weight and setting.value:
            join(homes)
    sets: dict[str, list[str]] = defaultdict(list)
    for c in instance.coaches:
        sets[find(c)].append(c)
    return [tuple(s) for s in sets.values()]
