"""One part of a district: sites that share coaches. Relax to prove, refine to realise."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from scheduler.domain.instance import Instance
from scheduler.domain.plan import Plan
from scheduler.domain.progress import Stage
from scheduler.domain.score import Score
from scheduler.engine.model.answer import ModelAnswer
from scheduler.engine.model.staffing import FixedStaffing
from scheduler.engine.problem.components import total
from scheduler.engine.problem.index import ProblemIndex, pattern_sessions
from scheduler.engine.results import ComponentResult, Judge, OnProgress, ScoreOf
from scheduler.engine.search.budget import WORK_OF_A_PART, Budget, OutOfTime
from scheduler.engine.search.lexicographic import LexicographicSolver
from scheduler.engine.steps.exact import Whole, least_plan, make_plan, pins_in_conflict, placements, replan
from scheduler.engine.steps.neighborhood import improve
from scheduler.engine.steps.quick_plan import quick_plan
from scheduler.engine.steps.relaxation import Relaxation, relaxation_of
from scheduler.engine.steps.rotation import ChosenPatterns, chosen_patterns, solve_rotation
from scheduler.engine.steps.ties import break_ties
from scheduler.engine.steps.weeks import WeekProblem, WeekSolution, coach_components, solve_weeks

WORK_OF_STAFFING = 20.0  # deterministic time of one search, at each stage
WORK_OF_BY_DAY = 10.0
WORK_OF_EASE = 0.3
WORK_OF_VISITS = 0.5
WORK_OF_ROTATION = 1.0
WORK_OF_REPAIR = 1.0
WORK_OF_IMPROVING = 10.0  # of all searches together
WORK_OF_SMALL = 0.5
WORK_OF_WHOLE = 40.0
# Percent of each cell that the sessions may fill, tried in turn. A staffing found in a roomy year lies in a corner,
# where one coach is full to the last minute though others have time: there more ease is tried first (docs/engine.md).
ROOMY = 50  # percent of all open minutes filled, below which a year is roomy
EASE_WHEN_ROOMY = (95, 85, 70, 100)
EASE_WHEN_TIGHT = (100, 95, 90, 80)
MOST_PLACEMENTS_BY_DAY = 20_000  # of one cycle
SMALL_PLACEMENTS = 2_000
MOST_PLACEMENTS_OF_A_PAIR = 100_000
MOST_PLACEMENTS_TO_IMPROVE = 30_000
MOST_PLACEMENTS = 300_000  # of a model of the whole problem


def quick_part(
    part: Instance,
    score: ScoreOf,
    *,
    seed: int = 0,
    time_limit: float | None = None,
    stop: threading.Event | None = None,
) -> ComponentResult:
    """A plan of one part before anything is proven, in a fraction of a second a site. `time_limit` and `stop` end the
    search for the pins that are to blame where no plan keeps them; after a `stop` it is made in one go, too.

    Parameters
    ----------
    part
        a part of a district, as an instance of its own
    score
        how a plan is scored
    seed
        the seed of the search
    time_limit
        seconds, None for no limit
    stop
        ends it early when it is set

    Raises
    ------
    InputProblems
        no plan keeps the pins, or none was found
    """
    deadline = None if time_limit is None else time.monotonic() + time_limit
    first = first_plan(part, score, seed, Budget(deadline, stop or threading.Event()))
    return ComponentResult(first.plan, first.score, Score(), cut=True)


def solve_part(
    part: Instance,
    score: ScoreOf,
    *,
    seed: int = 0,
    time_limit: float | None = None,
    stop: threading.Event | None = None,
    initial_plan: Plan | None = None,
    first: ComponentResult | None = None,
    threads: int = 1,
    on_progress: OnProgress = lambda *_: None,
    work: float | None = None,
    judge: Judge | None = None,
) -> ComponentResult:
    """Plan one part of a district.

    Parameters
    ----------
    score
        what a plan scores by the rules alone
    time_limit
        in seconds; None for a limit of work that repeats
    stop
        ends the search when it is set; the best plan so far is the answer
    initial_plan
        a plan that holds in the part: it stays where it is as good as any other, and no worse one comes out
    first
        its quick plan, made here where it is not given
    threads
        how many searches may run side by side, which never changes the plan
    on_progress
        hears of each stage, with score and bound so far
    work
        the limit of work, in deterministic time, where it is to be less than usual
    judge
        what a plan scores, None where it breaks what holds in every plan: with it ties are broken as people would;
        without it they stay as they fell

    Raises
    ------
    InputProblems
        no plan keeps the pins, or none was found
    """
    deadline = None if time_limit is None else time.monotonic() + time_limit
    stop = stop or threading.Event()
    budget = Budget(deadline=deadline, stop=stop, work=WORK_OF_A_PART if work is None else work)
    quick = None if first is None else Incumbent(first.plan, first.score)
    solving = Part(part, seed, budget, score, on_progress, initial_plan, threads, quick)
    plan, reached, bound = solving.solve()
    if judge is not None:
        plan = break_ties(solving.facts, plan, reached, judge, budget, given=initial_plan)
    late = deadline is not None and time.monotonic() >= deadline
    return ComponentResult(plan, reached, bound, cut=reached != bound and (late or stop.is_set()))


@dataclass
class Incumbent:
    """The best plan so far."""

    plan: Plan
    score: Score


def first_plan(instance: Instance, score: ScoreOf, seed: int, budget: Budget) -> Incumbent:
    """A plan of a part before anything is proven: the quick one; where that cannot keep the pins, one that does and
    has little else in it. It is made whatever `budget` has left; after a stop it is made in one go.

    Parameters
    ----------
    instance
        a part of a district
    score
        how a plan is scored
    seed
        the seed of the search
    budget
        how long to look for the pins that are to blame

    Raises
    ------
    InputProblems
        no plan keeps the pins, or none was found
    """
    facts = ProblemIndex(instance)
    plan = quick_plan(facts, score, budget.stop.is_set)
    if plan is None:
        plan = least_plan(facts, seed, budget)
    return Incumbent(plan, score(instance, plan))


class Part:
    """The solve of one part: `score` says what a plan scores, `on_progress` hears how far it has come. `threads` is how
    many searches may run side by side; it never changes the plan."""

    def __init__(
        self,
        instance: Instance,
        seed: int,
        budget: Budget,
        score: ScoreOf,
        on_progress: OnProgress,
        initial_plan: Plan | None = None,
        threads: int = 1,
        first: Incumbent | None = None,
    ) -> None:
        """`initial_plan` is one that holds here, made for nearly the same part: it stays until there is a better one.
        `first` is the quick plan of the part, made here where it is not given."""
        self.instance, self.seed, self.budget, self.initial_plan = instance, seed, budget, initial_plan
        self.score, self.on_progress = score, on_progress
        self.threads = threads
        self.facts = ProblemIndex(instance, check=budget.check)
        self.first = first
        self.cycles = range(1, instance.settings.cycles + 1)
        self.bound = Score()
        self.best: Incumbent | None = None
        self.stage: Stage = "staffing"
        self._pinned = any(pin.kind == "Session" for pin in instance.pins)
        self.costs: dict[int, Score] = {}  # by cycle, as the best plan was realised

    def solve(self) -> tuple[Plan, Score, Score]:
        """The best plan found, its score, and the proven bound."""
        if self.first is None:
            self.first = first_plan(self.instance, self.score, self.seed, self.budget)
        if self.initial_plan is not None:
            self._keep(self.initial_plan)
        try:
            for step in self._steps:
                if self.done:
                    break
                step()
        except OutOfTime:
            pass  # what was being made is not needed: the best plan so far stands
        self._keep_first()
        assert self.best is not None
        return self.best.plan, self.best.score, self.bound

    @property
    def _steps(self) -> tuple[Callable[[], None], ...]:
        """In their order; each begins where the plan is not proven yet."""
        found = self._coarsely, self._keep_first, self._small, self._by_day
        return (*found, self._repair, self._improve, self._whole)

    def _keep_first(self) -> None:
        """From here on the quick plan counts, where it is better: before, only what the coarse model leads to, which
        has fewer virtual sessions and fuller groups at the same score."""
        assert self.first is not None
        self._keep(self.first.plan)

    @property
    def done(self) -> bool:
        """Whether the plan is proven, or the time is up."""
        return self.budget.over or (self.best is not None and self.best.score == self.bound)

    def _coarsely(self) -> None:
        """The year with its days summed away."""
        self._staff_and_realise(self.facts)

    def _by_day(self) -> None:
        """The year slot by slot: where a period's days differ, as in length, they are not one cell's worth of room."""
        if placements(self.facts) <= MOST_PLACEMENTS_BY_DAY * self.instance.settings.cycles:
            self._staff_and_realise(ProblemIndex(self.instance, by_day=True, check=self.budget.check))

    def _staff_and_realise(self, facts: ProblemIndex) -> None:
        """The coarse model of the year, for the bound; then the weeks of its staffing."""
        self._tell("staffing")
        relaxation = relaxation_of(facts)
        before = self.budget.spent
        solving = LexicographicSolver(relaxation.cp, relaxation.objective, self.budget, self.seed)
        reached = solving.solve(WORK_OF_BY_DAY if facts.by_day else WORK_OF_STAFFING, once=facts.by_day)
        self.bound = max(self.bound, reached.bound)
        ease_work = max(WORK_OF_EASE, 2 * (self.budget.spent - before))
        self._tell("rotation")
        if reached.values is None or self.done:
            return
        tried: list[FixedStaffing] = []
        hint = dict(enumerate(reached.values))
        staffed = {i: hint[i] for i in relaxation.staffing.indices}
        filled = relaxation.room.filled(reached.value)
        for percent in EASE_WHEN_ROOMY if filled < ROOMY else EASE_WHEN_TIGHT:
            if percent <= filled:
                continue
            with_capacity_factor = relaxation.with_capacity_factor(percent)
            levels = LexicographicSolver(
                with_capacity_factor, relaxation.objective, self.budget, self.seed, floor=reached.score, hint=hint
            )
            found = levels.find_within(reached.score, ease_work, staffed)
            tie_breaker = relaxation.tie_breaker(with_capacity_factor)
            if found is not None and tie_breaker is not None and not self.budget.over:
                found = levels.break_ties(tie_breaker, WORK_OF_VISITS)
            if found is not None:
                settled = _settle(relaxation, found)
                if settled in tried:
                    continue
                tried.append(settled)
                self._realise(facts, settled, chosen_patterns(relaxation, found, settled))
            if self.done:
                return

    # ---- realising a staffing ----

    def _realise(self, facts: ProblemIndex, settled: FixedStaffing, ways: ChosenPatterns) -> None:
        """Rotation, then the weeks: where they cost something, once more with clock times."""
        coached = {
            e: c for e, c in settled.coach.items() if c and pattern_sessions(self.facts, self.facts.enrollments[e])
        }
        active: dict[int, frozenset[int]] = {}
        stints: list[WeekProblem] = []
        for coaches in coach_components(self.facts, settled):
            mine = [e for e, c in coached.items() if c in coaches]
            active |= solve_rotation(facts, settled, ways, coaches, mine, self.budget, self.seed, WORK_OF_ROTATION)
            stints += [WeekProblem(coaches, k, tuple(e for e in mine if k in active[e])) for k in self.cycles]
        if any(len(found) > self.facts.program(e).cycles for e, found in active.items()):
            return  # which enrollment a pin without a program means is for the whole model to choose
        self._tell("calendar")
        weeks: dict[WeekProblem, WeekSolution | None] = {}
        for apart in (True, False):
            todo = [stint for stint in stints if apart or not (now := weeks[stint]) or not now.best]
            if not todo:
                return
            found = solve_weeks(self.facts, settled, todo, self.budget, self.seed, apart=apart, threads=self.threads)
            for stint, new in zip(todo, found, strict=True):
                old = weeks.get(stint)
                weeks[stint] = new if old is None or (new is not None and new.cost < old.cost) else old
            self._keep_weeks(settled, active, weeks)
            if self.done:
                return

    def _keep_weeks(
        self,
        settled: FixedStaffing,
        active: Mapping[int, frozenset[int]],
        weeks: Mapping[WeekProblem, WeekSolution | None],
    ) -> None:
        """A plan of the weeks that there are, unless pins are among those that are missing."""
        found = {stint: w for stint, w in weeks.items() if w is not None}
        if self._pinned and len(found) < len(weeks):
            return
        sessions = [s for w in found.values() for s in w.sessions]
        reserved = [r for w in found.values() for r in w.reserved]
        if self._keep(make_plan(self.facts, settled, active, sessions, reserved)):
            self.costs = {k: total(w.cost for stint, w in found.items() if stint.cycle == k) for k in self.cycles}

    # ---- closing the gap ----

    def _repair(self) -> None:
        """Two cycles at a time are planned anew while the rest stays, until nothing gets better: first each coach's
        enrollments change places, then they change coaches too."""
        self._tell("refining")
        pairs = sorted(combinations(self.cycles, min(2, len(self.cycles))), key=self._worth)
        size = placements(self.facts) * 2 // max(2, len(self.cycles))
        if size > MOST_PLACEMENTS_OF_A_PAIR:
            return
        for keep_coaches in (True, False):
            waiting = list(pairs)
            while waiting and self.best is not None:
                pair = waiting.pop(0)
                plan, work = self.best.plan, WORK_OF_REPAIR
                found = replan(self.facts, plan, pair, self.budget, self.seed, work, keep_coaches=keep_coaches)
                if found is not None and self._keep(found):  # what lies in these cycles is new to other pairs
                    waiting += [p for p in pairs if p != pair and p not in waiting and set(p) & set(pair)]
                self._tell("refining")
                if self.done:
                    return

    def _improve(self) -> None:
        """Some enrollments at a time are planned anew, in all cycles, while the others stay."""
        if self.best is not None and placements(self.facts) <= MOST_PLACEMENTS_TO_IMPROVE:
            improve(self.facts, self.best.plan, self._better, self.budget, self.seed, WORK_OF_IMPROVING)

    def _better(self, plan: Plan) -> bool:
        found = self._keep(plan)
        self._tell("refining")
        return found

    def _worth(self, cycles: Sequence[int]) -> tuple[Score, ...]:
        """Sorts the cycles that cost most to the front."""
        costs = sorted((self.costs.get(k, Score()) for k in cycles), reverse=True)
        return tuple(Score(*(-x for x in cost)) for cost in costs)

    def _small(self) -> None:
        """A small problem is tried whole for a moment: often sooner than its days are looked at."""
        if placements(self.facts) <= SMALL_PLACEMENTS:
            self._solve_whole(WORK_OF_SMALL)

    def _whole(self) -> None:
        """The whole problem at once, from the best plan so far."""
        if placements(self.facts) <= MOST_PLACEMENTS:
            self._solve_whole(WORK_OF_WHOLE)

    def _solve_whole(self, work: float) -> None:
        whole = Whole(self.facts, self.best.plan if self.best else None)
        reached = whole.solve(self.budget, self.seed, work, self.bound)
        if reached.impossible and self._pinned and whole.calendar.exact:
            raise pins_in_conflict(self.facts, self.seed, self.budget)
        if reached.values is not None:
            self._keep(whole.plan(reached))
        if whole.calendar.exact:
            self.bound = max(self.bound, reached.bound)

    # ---- plans ----

    def _keep(self, plan: Plan) -> bool:
        """Whether a plan is better than the best so far; it is the best from then on."""
        score = self.score(self.instance, plan)
        if self.best is not None and score >= self.best.score:
            return False
        self.best = Incumbent(plan, score)
        self._tell(self.stage)  # a plan is told of as soon as there is one
        return True

    def _tell(self, stage: Stage) -> None:
        self.stage = stage
        scores = [i.score for i in (self.best, self.first) if i is not None]
        self.on_progress(stage, min(scores, default=None), self.bound)


def _settle(relaxation: Relaxation, reached: ModelAnswer) -> FixedStaffing:
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
    return FixedStaffing(releases, dict(sorted(coach.items())))
