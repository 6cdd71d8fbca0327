"""The re-plan of one part: ring 0, then rings that grow, then the proof."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from scheduler.domain.instance import Enrollment, Instance
from scheduler.domain.plan import Plan
from scheduler.domain.progress import Stage
from scheduler.domain.replan import POINTS, Keep, Order, Replanned
from scheduler.domain.score import Score
from scheduler.engine.problem.index import ProblemIndex
from scheduler.engine.replan.bounds import free_bound
from scheduler.engine.replan.counting import needless
from scheduler.engine.replan.growing import NOTHING, apart, everything, grow, within
from scheduler.engine.replan.index import KeptFacts
from scheduler.engine.replan.model import Loose, RingAnswer, RingModel
from scheduler.engine.replan.nearby import Some, beside, in_one_release, in_the_way, leaving
from scheduler.engine.results import Judge, OnProgress
from scheduler.engine.search.budget import Budget, OutOfTime
from scheduler.engine.solve_component import Part, first_plan
from scheduler.engine.steps.exact import placements
from scheduler.engine.steps.neighborhood import improve
from scheduler.engine.steps.ties import break_ties

WORK_OF_BOUND = 20.0  # deterministic time of one search
WORK_OF_RING = 5.0
WORK_OF_FAR_RING = 2.0
WORK_OF_PROOF = 8.0
WORK_OF_POLISH = 2.0
WORK_OF_LEAST = 0.5
RINGS_NEAR = 3  # before it is asked what a plan comes to that keeps nothing
WORK_OF_IMPROVING = 10.0  # of all searches together
WORK_OF_RELEASES = (0.3, 3.0)  # of one search, tried in turn
SIZES_NEARBY = ((4, 0.1), (12, 0.3), (20, 0.8))  # enrollments, and the work of one search
MOST_PLACEMENTS = 300_000
MOST_PLACEMENTS_TO_IMPROVE = 30_000
MOST_PLACEMENTS_AT_ONCE = 5_000
LEVELS_BEFORE_CHANGE: dict[Order, int] = {"nothing": 0, "required": 1, "recommended": 2, "option": 3}


@dataclass(frozen=True)
class BestReplan:
    """The best plan so far, and its Change beyond what is forced."""

    plan: Plan
    score: Score
    change: int


class PartReplan:
    """Plans one part anew from what could stay of a kept plan. `initial_plan` is that plan where all of it could."""

    def __init__(
        self,
        part: Instance,
        keep: Keep,
        order: Order,
        verdict: Judge,
        seed: int,
        budget: Budget,
        on_progress: OnProgress,
        initial_plan: Plan | None = None,
    ) -> None:
        self.part, self.keep, self.order, self.verdict = part, keep, order, verdict
        self.seed, self.budget, self.on_progress, self.initial_plan = seed, budget, on_progress, initial_plan
        self.facts = ProblemIndex(part, check=budget.check)
        self.before = LEVELS_BEFORE_CHANGE[order]
        self.best: BestReplan | None = None
        self.free = Score()  # bound of a plan that may change everything
        self.least = Score()  # what the levels before Change cannot go below
        self.bound, self.change_bound = Score(), 0
        self.freely: BestReplan | None = None  # the plan that keeps nothing, where it was asked for

    def solve(self) -> Replanned:
        """The best plan in the order asked for, and what is proven of it."""
        if self.initial_plan is not None and (score := self.verdict(self.part, self.initial_plan)) is not None:
            self.best = BestReplan(self.initial_plan, score, needless(self.keep, self.initial_plan))
        with suppress(OutOfTime):  # what was being made then is not needed: the best plan so far stands
            self._solve()
        if self.best is None:
            self._least()
        assert self.best is not None
        self.best = self._settled(self.best)
        best, forced = self.best, self.keep.forced
        return Replanned(
            best.plan, best.score, best.change + forced, self.bound, self.change_bound + forced, self.free,
            cut=self.budget.over,
        )  # fmt: skip

    def _settled(self, best: BestReplan) -> BestReplan:
        """The best plan with ties broken as people would, where nothing that was kept is."""
        plan = break_ties(self.facts, best.plan, best.score, self.verdict, self.budget, fixed=self.keep.sessions)
        change = needless(self.keep, plan)
        # Change is a level, too, and the judge does not count it: a tie is not worth one.
        return BestReplan(plan, best.score, change) if change <= best.change else best

    def _solve(self) -> None:
        self._tell("staffing")
        self.free = free_bound(self.facts, self.budget, self.seed, WORK_OF_BOUND)
        if not (self.best and self.best.change == 0 and self.best.score == self.free):
            self._rings()
        else:
            self.bound = self.free

    def _rings(self) -> None:
        self.least = self.free
        first = self._ring(NOTHING, WORK_OF_RING)
        if self._met and self.best is not None and self.best.change == 0:
            self._believe(first)
            return
        self.bound = Score(self.free.required, 0, 0) if self.before else Score()
        last = NOTHING
        for number, loose in enumerate(self._growing()):
            if number == RINGS_NEAR and not self._enough and not self.budget.over:
                self._look_freely()
            if self.budget.over or self._enough:
                break
            last = loose
            work = WORK_OF_RING if number < RINGS_NEAR else WORK_OF_FAR_RING
            answer = self._ring(loose, work, upto_change=True)
            if self._is_all(loose) and answer.proven:  # then this is the least that there is, whatever its bound said
                self.least = Score(*answer.score[: self.before], *[0] * (3 - self.before))
        if not self._enough and self._beyond() and self.best is not None:
            last = apart(self.keep, self.best.plan)
            self._nearer()
        if self._met and self.small and not self.budget.over:
            self._prove()
        if self.best and self.change_bound < self.best.change and last != NOTHING and not self.budget.over:
            self._polish(last)

    def _growing(self) -> Iterator[Loose]:
        """The rings; the whole at once only where it is small, since a larger one finds no plan from nothing."""
        yield from grow(self.facts, self.keep, self.best.plan if self.best else None)
        if self.size <= MOST_PLACEMENTS_AT_ONCE:
            yield everything(self.keep)

    # ---- where the rings fall short of the levels before Change

    def _look_freely(self) -> None:
        """What the levels before Change can come to where nothing is kept, and a plan that does."""
        branch = self._half()
        plan, score, bound = Part(self.part, self.seed, branch, self._score, self._heard).solve()
        self.budget.spent += branch.spent
        self.least = max(self.least, bound)
        self.bound = max(self.bound, Score(*(x if i < self.before else 0 for i, x in enumerate(bound))))
        self.freely = BestReplan(plan, score, needless(self.keep, plan))

    def _beyond(self) -> bool:
        """Whether a plan beyond the rings is better on the levels before Change; it is the best from then on. First
        releases change places, and then some enrollments at a time are planned anew from the ring's plan, which stays
        near it; else the plan that keeps nothing is taken."""
        before = self.best
        if self.freely is None:
            self._look_freely()
        self._other_releases()
        if before is not None and not self._enough and not self.budget.over and self.size <= MOST_PLACEMENTS_TO_IMPROVE:
            branch = self._half()
            improve(self.facts, before.plan, self._better, branch, self.seed, WORK_OF_IMPROVING, lambda: self._enough)
            self.budget.spent += branch.spent
        if self.freely is not None and not self._enough:
            self._take(self.freely)
        return self.best is not before

    def _other_releases(self) -> None:
        """Those whom a coach meets in one period are planned anew, with another release in place of that one."""
        for work in WORK_OF_RELEASES:
            if self.best is None:
                return
            for free in in_one_release(self.keep, self.best.plan):
                if self._enough or self.budget.over:
                    return
                self._around(free, work)

    def _around(self, free: Some, work: float, *, hold: bool = False) -> None:
        """Some enrollments planned anew, all others as in the best plan; with `hold` no worse than that is."""
        assert self.best is not None
        keep, loose = beside(self.keep, self.best.plan, free)
        model = RingModel(self.facts, keep, loose, self.order)
        if hold:
            model.hold(self.best.score, needless(keep, self.best.plan), self.before)
        floor = self.free if self.before else Score()
        self._keep(model.solve(self.budget, self.seed, work, floor, self.best.plan, upto_change=True))

    def _half(self) -> Budget:
        """Half of what is left of work and time: the rest is for changing less again."""
        deadline = self.budget.deadline
        if deadline is not None:
            deadline = time.monotonic() + self.budget.seconds_left / 2
        return Budget(deadline, self.budget.stop, (self.budget.work - self.budget.spent) / 2)

    def _better(self, plan: Plan) -> bool:
        return self._take(BestReplan(plan, self._score(self.part, plan), needless(self.keep, plan)))

    def _take(self, found: BestReplan) -> bool:
        """Whether a plan is better on the levels before Change; it is the best from then on."""
        if self.best is not None and found.score[: self.before] >= self.best.score[: self.before]:
            return False
        self.best = found
        self._tell("refining")
        return True

    def _heard(self, _stage: Stage, _score: Score | None, _bound: Score) -> None:
        self._tell("refining")

    def _score(self, part: Instance, plan: Plan) -> Score:
        score = self.verdict(part, plan)
        if score is None:
            raise BadRing(part, plan)
        return score

    def _nearer(self) -> None:
        """Less Change, the levels before it no worse: some enrollments at a time come back, few of them first; then all
        that the best plan changes may, while what it keeps stays. As long as that helps."""
        for size, work in SIZES_NEARBY:
            self._come_back(size, work)
        changes = None
        while self.best is not None and self.best.change != changes and not self.budget.over:
            changes = self.best.change
            self._held(apart(self.keep, self.best.plan), WORK_OF_RING, upto_change=True)

    def _come_back(self, size: int, work: float) -> None:
        """Each enrollment that moves is planned anew with those who are in its way, so many together."""
        assert self.best is not None
        tried: set[Enrollment] = set()
        for e in leaving(self.keep, self.best.plan):
            if self.budget.over:
                return
            if e not in tried and e in leaving(self.keep, self.best.plan):
                free = in_the_way(self.keep, self.best.plan, e, size)
                self._around(free, work, hold=True)
                tried |= free

    def _least(self) -> None:
        """A plan that holds, where there was no time for any: what stays, else a quick plan."""
        facts = ProblemIndex(self.part)  # whose models are made whatever the time
        model, work = RingModel(facts, self.keep, NOTHING, self.order), WORK_OF_LEAST
        plan = model.solve(Budget(work=work), self.seed, work, Score())
        self._keep(plan)
        if self.best is None:
            first = first_plan(self.part, self._score, self.seed, self.budget)
            self.best = BestReplan(first.plan, first.score, needless(self.keep, first.plan))

    def _is_all(self, loose: Loose) -> bool:
        return len(loose.sessions) == len(self.keep.sessions) and len(loose.enrollments) == len(self.keep.coaches)

    @property
    def _met(self) -> bool:
        """Whether the levels that come before Change are as good as they can be."""
        return self.best is not None and self.best.score[: self.before] == self.least[: self.before]

    @property
    def _enough(self) -> bool:
        """Whether they are, or as good as in the plan that keeps nothing."""
        if self._met or self.best is None or self.freely is None:
            return self._met
        return self.best.score[: self.before] <= self.freely.score[: self.before]

    def _ring(self, loose: Loose, work: float, *, upto_change: bool = False) -> RingAnswer:
        self._tell("refining")
        model = RingModel(self.facts, self.keep, loose, self.order)
        floor = self.free if self.before else Score()
        initial_plan = self.best.plan if self.best else None
        answer = model.solve(self.budget, self.seed, work, floor, initial_plan, upto_change=upto_change)
        self._keep(answer)
        return answer if model.exact else RingAnswer(None, Score(), 0, Score(), 0)

    def _prove(self) -> None:
        """The whole model, of which all stays that would cost more Change than the best plan has."""
        assert self.best is not None
        pivotal = self._is_pivotal()
        for upto_change in (True, False):
            loose = within(self.keep, self.best.change, pivotal=pivotal)
            answer = self._held(loose, WORK_OF_PROOF, upto_change=upto_change)
            if answer is None or not answer.proven:
                break
        if answer is not None:
            self._believe(answer)

    def _is_pivotal(self) -> bool:
        """Whether no plan as good as the best so far, on the levels before Change, keeps all coaches and releases: the
        coarse model of those that do is worse."""
        assert self.best is not None
        if not self.before or self.best.change < min(POINTS["Coach"], POINTS["Release"]):
            return False
        place = {e: i for i, e in enumerate(self.facts.enrollments)}
        coaches = {place[e]: c for e, c in self.keep.coaches.items()}
        kept = KeptFacts(self.facts, coaches, self.keep.releases)
        bound = free_bound(kept, self.budget, self.seed, WORK_OF_BOUND)
        return bound[: self.before] > self.best.score[: self.before]

    def _polish(self, loose: Loose) -> None:
        """The levels after Change, in the ring alone: for when they could not be proven in the whole."""
        self._held(loose, WORK_OF_POLISH)

    def _held(self, loose: Loose, work: float, *, upto_change: bool = False) -> RingAnswer | None:
        """The best plan of a ring that is no worse than the best so far up to Change; None where nothing follows from
        it for the whole."""
        assert self.best is not None
        best = self.best
        model = RingModel(self.facts, self.keep, loose, self.order)
        model.hold(best.score, best.change, self.before)
        floor = Score(*(x if i < self.before else 0 for i, x in enumerate(best.score)))
        answer = model.solve(self.budget, self.seed, work, floor, best.plan, upto_change=upto_change)
        self._keep(answer)
        return answer if model.exact and not answer.impossible else None

    def _believe(self, answer: RingAnswer) -> None:
        """What an answer proves of the best plan: each level only while those above are proven."""
        assert self.best is not None
        if answer.plan is None and not any(answer.bound):
            return
        bound, change_bound = list(answer.bound), answer.change_bound
        reached = self._in_order(self.best.score, self.best.change)
        proven = self._in_order(answer.bound, answer.change_bound)
        for i, (is_so, at_least) in enumerate(zip(reached, proven, strict=True)):
            if at_least < is_so:
                below = self._levels_below(i)
                bound = [0 if n in below else x for n, x in enumerate(bound)]
                change_bound = 0 if "change" in below else change_bound
                break
        self.bound, self.change_bound = Score(*bound), change_bound

    def _in_order(self, score: Score, change: int) -> tuple[int, ...]:
        return (*score[: self.before], change, *score[self.before :])

    def _levels_below(self, i: int) -> set[int | str]:
        """What counts after the i-th of the four levels."""
        order: list[int | str] = [0, 1, 2]
        order.insert(self.before, "change")
        return set(order[i + 1 :])

    def _keep(self, answer: RingAnswer) -> None:
        """A plan that is better in the order, and holds, is the best from then on."""
        if answer.plan is None:
            return
        score = self._score(self.part, answer.plan)
        found = BestReplan(answer.plan, score, needless(self.keep, answer.plan))
        if self.best is None or self._key(found) < self._key(self.best):
            self.best = found
            self._tell("refining")

    def _key(self, best: BestReplan) -> tuple[int, ...]:
        return self._in_order(best.score, best.change)

    def _tell(self, stage: Stage) -> None:
        self.on_progress(stage, self.best.score if self.best else None, self.free)

    @cached_property
    def size(self) -> int:
        """That of the whole model."""
        return placements(self.facts)

    @property
    def small(self) -> bool:
        """Whether the whole model is of a size that can be built."""
        return self.size <= MOST_PLACEMENTS


class BadRing(RuntimeError):
    """A ring's plan breaks what holds in every plan: an error of this program."""

    def __init__(self, part: Instance, plan: Plan) -> None:
        super().__init__("a ring's plan does not hold")
        self.part, self.plan = part, plan

    def __reduce__(self) -> tuple[type[BadRing], tuple[Instance, Plan]]:  # it may come from another process
        return type(self), (self.part, self.plan)
