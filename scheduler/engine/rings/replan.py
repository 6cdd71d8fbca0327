"""The re-plan of one part: ring 0, then rings that grow, then the proof."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from scheduler.domain.instance import Instance
from scheduler.domain.keeping import POINTS, Keep, Order, Replanned
from scheduler.domain.plan import Plan
from scheduler.domain.progress import Stage
from scheduler.domain.score import Score
from scheduler.engine.problem.index import ProblemIndex
from scheduler.engine.results import OnProgress
from scheduler.engine.rings.bounds import free_bound
from scheduler.engine.rings.counting import needless
from scheduler.engine.rings.facts import KeptFacts
from scheduler.engine.rings.growing import NOTHING, grow, within
from scheduler.engine.rings.model import Loose, RingAnswer, RingModel
from scheduler.engine.search.budget import Budget
from scheduler.engine.steps.exact import least_plan, placements

WORK_OF_BOUND = 20.0  # deterministic time of one search
WORK_OF_RING = 5.0
WORK_OF_PROOF = 8.0
WORK_OF_POLISH = 2.0
MOST_PLACEMENTS = 300_000
LEVELS_BEFORE_CHANGE: dict[Order, int] = {"nothing": 0, "required": 1, "recommended": 2, "option": 3}

Verdict = Callable[[Instance, Plan], Score | None]  # what a plan scores; None where it breaks what holds in every plan


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
        verdict: Verdict,
        seed: int,
        budget: Budget,
        on_progress: OnProgress,
        initial_plan: Plan | None = None,
    ) -> None:
        self.part, self.keep, self.order, self.verdict = part, keep, order, verdict
        self.seed, self.budget, self.on_progress, self.initial_plan = seed, budget, on_progress, initial_plan
        self.facts = ProblemIndex(part)
        self.before = LEVELS_BEFORE_CHANGE[order]
        self.best: BestReplan | None = None
        self.free = Score()  # bound of a plan that may change everything
        self.least = Score()  # what the levels before Change cannot go below
        self.bound, self.change_bound = Score(), 0

    def solve(self) -> Replanned:
        """The best plan in the order asked for, and what is proven of it."""
        if self.initial_plan is not None and (score := self.verdict(self.part, self.initial_plan)) is not None:
            self.best = BestReplan(self.initial_plan, score, needless(self.keep, self.initial_plan))
        self._tell("staffing")
        self.free = free_bound(self.facts, self.budget, self.seed, WORK_OF_BOUND)
        if not (self.best and self.best.change == 0 and self.best.score == self.free):
            self._rings()
        else:
            self.bound = self.free
        if self.best is None:
            self._least()
        assert self.best is not None
        best, forced = self.best, self.keep.forced
        return Replanned(
            best.plan, best.score, best.change + forced, self.bound, self.change_bound + forced, self.free,
            cut=self.budget.over,
        )  # fmt: skip

    def _rings(self) -> None:
        self.least = self.free
        first = self._ring(NOTHING, WORK_OF_RING)
        if self._met and self.best is not None and self.best.change == 0:
            self._believe(first)
            return
        self.bound = Score(self.free.required, 0, 0) if self.before else Score()
        last = NOTHING
        for loose in grow(self.facts, self.keep, self.best.plan if self.best else None):
            if self.budget.over or self._met or (self._is_all(loose) and not self.small):
                break
            last = loose
            answer = self._ring(loose, WORK_OF_RING, upto_change=True)
            if self._is_all(loose) and answer.proven:  # then this is the least that there is, whatever its bound said
                self.least = Score(*answer.score[: self.before], *[0] * (3 - self.before))
        if self._met and self.small and not self.budget.over:
            self._prove()
        if self.best and self.change_bound < self.best.change and last != NOTHING and not self.budget.over:
            self._polish(last)

    def _least(self) -> None:
        """A plan that holds, where there was no time for any: what stays, as little as may be beside it."""
        plan = RingModel(self.facts, self.keep, NOTHING, self.order).solve(Budget(work=5.0), self.seed, 5.0, Score())
        self._keep(plan)
        if self.best is None:
            least = least_plan(self.facts, self.seed, self.budget)
            score = self.verdict(self.part, least)
            if score is None:
                raise BadRing(self.part, least)
            self.best = BestReplan(least, score, needless(self.keep, least))

    def _is_all(self, loose: Loose) -> bool:
        return len(loose.sessions) == len(self.keep.sessions) and len(loose.enrolments) == len(self.keep.coaches)

    @property
    def _met(self) -> bool:
        """Whether the levels that come before Change are as good as they can be."""
        return self.best is not None and self.best.score[: self.before] == self.least[: self.before]

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
        place = {e: i for i, e in enumerate(self.facts.enrolments)}
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
        score = self.verdict(self.part, answer.plan)
        if score is None:
            raise BadRing(self.part, answer.plan)
        found = BestReplan(answer.plan, score, needless(self.keep, answer.plan))
        if self.best is None or self._key(found) < self._key(self.best):
            self.best = found
            self._tell("refining")

    def _key(self, best: BestReplan) -> tuple[int, ...]:
        return self._in_order(best.score, best.change)

    def _tell(self, stage: Stage) -> None:
        self.on_progress(stage, self.best.score if self.best else None, self.free)

    @cached_property
    def small(self) -> bool:
        """Whether the whole model is of a size that can be built."""
        return placements(self.facts) <= MOST_PLACEMENTS


class BadRing(RuntimeError):
    """A ring's plan breaks what holds in every plan: an error of this program."""

    def __init__(self, part: Instance, plan: Plan) -> None:
        super().__init__("a ring's plan does not hold")
        self.part, self.plan = part, plan
