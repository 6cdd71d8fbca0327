"""The parts of a district, one after another or side by side in processes; and how far they have come."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import contextmanager
from dataclasses import replace
from typing import TypeVar

from scheduler.domain.instance import Instance
from scheduler.domain.plan import Plan
from scheduler.domain.progress import Progress, Stage
from scheduler.domain.score import Score
from scheduler.engine.problem.components import join_results, parts_of, total, total_bound
from scheduler.engine.problem.fingerprint import key_of
from scheduler.engine.results import ComponentCache, ComponentResult, EngineResult, Judge, ScoreOf
from scheduler.engine.search import processes
from scheduler.engine.solve_component import quick_part, solve_part

FEW_PAIRS = 100  # that many are solved sooner than a process starts
FEW_TEACHERS = 600  # of so many the quick plans are made sooner
MORE_TIME = 1.5  # times what a part had before, to begin it again

Job = Callable[[], tuple[object, ...]]  # what a process is to be given, when it is its turn
Report = tuple[int, Stage, Score | None, Score]
Result = TypeVar("Result")


def solve_instance(
    instance: Instance,
    score: ScoreOf,
    *,
    seed: int = 0,
    time_limit: float | None = None,
    workers: int = 1,
    progress: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
    cache: ComponentCache | None = None,
    judge: Judge | None = None,
) -> EngineResult:
    """Plan a whole district.

    Parameters
    ----------
    score
        what a plan scores by the rules alone: a function of a module, so that processes can be given it
    time_limit
        in seconds; None for a limit of work that repeats
    workers
        how many processes solve parts, or threads the cycles of a part, side by side; it never changes the plan
    progress
        hears how far the whole has come
    stop
        ends the search when it is set: the best plan so far comes out, the quick one of parts that were not begun
    cache
        parts that it has an answer for are not solved again
    judge
        what a plan scores, None where it breaks what holds in every plan: with it ties are broken as people would; a
        function of a module, too

    Raises
    ------
    InputProblems
        no plan keeps the pins, or none was found
    """
    deadline = None if time_limit is None else time.monotonic() + time_limit
    district = DistrictSolve(
        instance, score, seed, deadline, stop or threading.Event(), progress or (lambda _: None), cache, judge
    )
    return replace(join_results(instance, district.solve(workers)), late=district.late)


class DistrictSolve:
    """One solve of all parts: a quick plan for each, then proof and improvement."""

    def __init__(
        self,
        instance: Instance,
        score: ScoreOf,
        seed: int,
        deadline: float | None,
        stop: threading.Event,
        progress: Callable[[Progress], None],
        cache: ComponentCache | None = None,
        judge: Judge | None = None,
    ) -> None:
        self.instance, self.score, self.seed, self.judge = instance, score, seed, judge
        self.deadline, self.stop, self.progress = deadline, stop, progress
        self.parts = parts_of(instance)
        self.started = time.monotonic()
        self.cache = cache
        self.first: dict[int, ComponentResult] = {}  # quick plans
        self.answers: dict[int, ComponentResult] = {}
        self.so_far: dict[int, tuple[Score, Score]] = {}  # score and bound, as a part that is under way tells them
        self.busy: set[int] = set()
        self.had: dict[int, float] = {}  # seconds that a part was given
        self.late = False  # whether the quick plans alone took all of the time

    def solve(self, workers: int) -> list[ComponentResult]:
        """The answers for all parts, in their order."""
        keys = [key_of(part, self.seed) for part in self.parts] if self.cache is not None else []
        for i, key in enumerate(keys):
            if self.cache is not None and (answer := self.cache.get(key)):
                self._settle(i, answer)
        todo = [i for i in range(len(self.parts)) if i not in self.answers]
        apart = workers > 1 and len(todo) > 1 and sum(_pairs(self.parts[i]) for i in todo) > FEW_PAIRS
        with PartProcesses(min(workers, len(todo)), self.stop) if apart else one_process() as pool:
            self._quickly(todo, pool)
            again = todo
            self.late = self.deadline is not None and time.monotonic() >= self.deadline
            while again:
                if pool is not None and len(again) > 1:
                    self._side_by_side(again, pool)
                else:
                    for n, i in enumerate(again):
                        if self._over():
                            break
                        self._settle(i, self._one(i, again[n + 1 :], workers))
                for i in again:
                    if i not in self.answers:  # not begun, for lack of time: its quick plan stands
                        self._settle(i, self.first[i])
                again = self._worth_more(todo, workers)
        if self.cache is not None:
            for i in todo:
                self.cache.put(keys[i], self.answers[i])
        return [self.answers[i] for i in range(len(self.parts))]

    def _quickly(self, todo: list[int], pool: PartProcesses | None) -> None:
        """A quick plan for every part, whatever the time: none is to be without."""
        if pool is None or sum(len(self.parts[i].teachers) for i in todo) < FEW_TEACHERS:
            for i in todo:
                self._have(
                    i, quick_part(self.parts[i], self.score, seed=self.seed, time_limit=self._left(), stop=self.stop)
                )
        else:
            for i, found in pool.run(_quick_part, [(i, self._quick_job(i)) for i in todo], self._heard):
                self._have(i, found)

    def _quick_job(self, i: int) -> Job:
        return lambda: (self.parts[i], self.score, self.seed, self._left())

    def _left(self) -> float | None:
        return None if self.deadline is None else max(0.0, self.deadline - time.monotonic())

    def _have(self, i: int, first: ComponentResult) -> None:
        self.first[i] = first
        self._tell("quick", i)

    def _over(self) -> bool:
        """Whether no part is begun any more."""
        late = self.deadline is not None and time.monotonic() >= self.deadline
        return self.stop.is_set() or late

    def _worth_more(self, todo: list[int], workers: int) -> list[int]:
        """Parts that were cut short, where others left so much of their time that it is worth beginning again."""
        cut = [i for i in todo if self.answers[i].cut]
        if self.deadline is None or self.stop.is_set():
            return []
        shares = {i: self._share_of(i, [j for j in cut if j != i], min(workers, len(cut))) for i in cut}
        return [i for i, share in shares.items() if share and share > MORE_TIME * self.had[i]]

    def _settle(self, i: int, answer: ComponentResult) -> None:
        if i in self.answers:
            bound = max(self.answers[i].bound, answer.bound)
            answer = replace(answer, bound=bound, cut=answer.cut and answer.score != bound)
        self.answers[i] = answer
        self.busy.discard(i)
        self.so_far.pop(i, None)
        self._tell("calendar", i)

    def _one(self, i: int, waiting: list[int], threads: int) -> ComponentResult:
        """A part in this process. What is left of the time is shared with the parts that still wait, by their size."""
        self.busy.add(i)
        return solve_part(
            self.parts[i],
            self.score,
            seed=self.seed,
            time_limit=self._give(i, waiting, 1),
            stop=self.stop,
            initial_plan=self._plan_of(i),
            first=self.first.get(i),
            threads=threads,
            on_progress=lambda stage, score, bound: self._heard((i, stage, score, bound)),
            judge=self.judge,
        )

    def _plan_of(self, i: int) -> Plan | None:
        """The plan of a part that was cut short."""
        return self.answers[i].plan if i in self.answers else None

    # ---- how far it has come

    def _heard(self, report: Report) -> None:
        """What a part tells that is under way."""
        i, stage, score, bound = report
        if score is not None:
            self.so_far[i] = score, bound
        self._tell(stage, i)

    def _now(self, i: int) -> tuple[Score, Score | None] | None:
        """Score and bound of what a stop now would give for a part; None where it has no plan, and without a bound
        where nothing is proven of it."""
        if i in self.answers:
            return self.answers[i].score, self.answers[i].bound
        if i in self.so_far:
            score, bound = self.so_far[i]
            return score, bound if any(bound) or score == bound else None
        return (self.first[i].score, None) if i in self.first else None

    def _tell(self, stage: Stage, i: int) -> None:
        states = [self._now(j) for j in range(len(self.parts))]
        scores = [s[0] for s in states if s is not None]
        bounds = [s[1] for s in states if s is not None and s[1] is not None]
        every = len(self.parts)
        score = total(scores) if len(scores) == every else None
        bound = total_bound(scores, bounds) if len(bounds) == every else None
        done, seconds = len(self.answers.keys() - self.busy), time.monotonic() - self.started
        self.progress(Progress(stage, tuple(self.parts[i].sites), done, every, len(self.busy), score, bound, seconds))

    # ---- processes ----

    def _side_by_side(self, todo: list[int], pool: PartProcesses) -> None:
        """Parts in processes, the largest first. A stop is passed on; each part then gives back its best plan."""
        order = sorted(todo, key=lambda i: (-len(self.parts[i].teachers), i))
        jobs = [(i, self._job(i, order[n + 1 :], pool.workers)) for n, i in enumerate(order)]
        for i, answer in pool.run(_solve_part, jobs, self._heard, self._over):
            self._settle(i, answer)

    def _job(self, i: int, waiting: list[int], workers: int) -> Job:
        def job() -> tuple[object, ...]:
            self.busy.add(i)
            seconds = self._give(i, waiting, workers)
            return i, self.parts[i], self.score, self.judge, self.seed, seconds, self._plan_of(i), self.first.get(i)

        return job

    def _weight(self, i: int) -> int:
        """About how much work a part is."""
        return 1 + len(self.parts[i].teachers) + len(self.parts[i].coaches)

    def _give(self, i: int, waiting: list[int], workers: int) -> float | None:
        """Seconds for a part that begins now, which are remembered."""
        share = self._share_of(i, waiting, workers)
        self.had[i] = share or 0.0
        return share

    def _share_of(self, i: int, waiting: list[int], workers: int) -> float | None:
        """Seconds for a part that begins now: its share, by size, of what all workers have left."""
        if self.deadline is None:
            return None
        left = max(0.0, self.deadline - time.monotonic())
        mine, others = self._weight(i), sum(self._weight(j) for j in waiting)
        return min(left, left * workers * mine / max(1, mine + others))


@contextmanager
def one_process() -> Iterator[None]:
    """What stands for worker processes where there are none."""
    yield None


class PartProcesses:
    """Worker processes for the parts of a district: they hear of a stop and tell how far they have come."""

    def __init__(self, workers: int, stop: threading.Event) -> None:
        self.workers, self.stop, self._pool = workers, stop, processes.WorkerPool(workers)

    def __enter__(self) -> PartProcesses:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is not None:
            self._pool.stop()
        self._pool.close()

    def run(
        self,
        work: Callable[..., Result],
        jobs: Sequence[tuple[int, Job]],
        heard: Callable[[Report], None],
        over: Callable[[], bool] = lambda: False,
    ) -> Iterator[tuple[int, Result]]:
        """The results of some jobs as they come, each with its number. None is begun once it is `over`.

        Parameters
        ----------
        work
            a function of a module, which a worker process can import
        jobs
            of each job its number, and what gives the arguments when it begins
        heard
            hears what the processes tell while they work
        over
            whether no more jobs are to begin
        """
        waiting, futures = list(jobs), dict[Future[Result], int]()
        while waiting or futures:
            if waiting and over():
                waiting.clear()
            while waiting and len(futures) < self.workers:
                i, job = waiting.pop(0)
                futures[self._pool.call(work, *job())] = i
            done, _ = wait(futures, timeout=0.2, return_when=FIRST_COMPLETED)
            for report in self._pool.reports():
                heard(report)
            if self.stop.is_set():
                self._pool.stop()
            for future in done:
                yield futures.pop(future), future.result()


def _pairs(part: Instance) -> int:
    """How many enrollments that hold sessions could meet how many coaches: about what there is to decide."""
    holding = sum(any(not s.once for s in part.programs[e.program].sessions) for e in part.enrollments)
    return holding * len(part.coaches)


def _quick_part(part: Instance, score: ScoreOf, seed: int, seconds: float | None) -> ComponentResult:
    with processes.listening(processes.stopped) as stop:
        return quick_part(part, score, seed=seed, time_limit=seconds, stop=stop)


def _solve_part(
    i: int,
    part: Instance,
    score: ScoreOf,
    judge: Judge | None,
    seed: int,
    seconds: float | None,
    initial_plan: Plan | None,
    first: ComponentResult | None,
) -> ComponentResult:
    with processes.listening(processes.stopped) as stop:
        return solve_part(
            part,
            score,
            seed=seed,
            time_limit=seconds,
            stop=stop,
            initial_plan=initial_plan,
            first=first,
            on_progress=lambda stage, score, bound: processes.report((i, stage, score, bound)),
            judge=judge,
        )
