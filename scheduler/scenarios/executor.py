"""Many solves at once: parts of scenarios as tasks on one pool of processes, or on a cluster of machines.

A task that fails, or kills the process it runs in, fails alone; what is finished is kept; a stop is passed on.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from typing import ParamSpec, Protocol, TypeVar

from scheduler.checker import audit_plan
from scheduler.domain.instance import Instance
from scheduler.domain.plan import Plan
from scheduler.domain.score import Score
from scheduler.engine import solve_part
from scheduler.engine.problem.fingerprint import restricted
from scheduler.engine.result_cache import ResultCache
from scheduler.engine.results import ComponentResult
from scheduler.engine.search import processes

MOST_DEATHS = 2  # of the worker that runs a task, while it runs alone: then the task is at fault
LEAST_SECONDS = 0.05
_POLL_SECONDS = 0.1

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Task:
    """One part to solve. `likes` are the keys of tasks whose plans may be as good here; it begins when they are done.
    `looser` is the key, one of them, of a task with the same part under looser limits: no plan is better here.

    `key` stands for all that the answer depends on.
    """

    key: str
    part: Instance
    likes: tuple[str, ...] = ()
    looser: str = ""

    @property
    def size(self) -> int:
        """How many teachers the part has: about the work that it is."""
        return max(1, len(self.part.teachers))


@dataclass(frozen=True)
class SolveJob:
    """What a worker is given of a task: `seconds` that it may take, plans to begin from, and a score that no plan of
    the part is better than (None where none is known)."""

    part: Instance
    seed: int
    seconds: float | None = None
    likes: tuple[Plan, ...] = ()
    bound: Score | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a task has no answer, in a sentence; `stopped`: it was never begun."""

    reason: str
    stopped: bool = False


TaskOutcome = ComponentResult | Failure


class TaskFailed(RuntimeError):
    """What a pool that knows why says of a task without an answer; the message is the reason, whole."""


class WorkersDied(TaskFailed):
    """The workers that were given a task have died, and the pool has new ones; another of their tasks may be at fault,
    so that it is tried once more, alone."""


def reason_of(error: BaseException) -> str:
    """Why a task has no answer, of what it raised."""
    return str(error) if isinstance(error, TaskFailed) else f"{type(error).__name__}: {error}"


class Pool(Protocol):
    """Somewhere to run tasks."""

    width: int  # tasks at a time

    def submit(self, job: SolveJob) -> Future[ComponentResult]:
        """Begin a job."""

    def call(self, work: Callable[P, T], *args: P.args, **options: P.kwargs) -> Future[T]:
        """Begin something else that takes a while."""

    def stop(self) -> None:
        """Ask the tasks that run to give back their best plan."""

    def check(self) -> None:
        """Raise where there is nothing left that could run a task."""

    def renew(self) -> None:
        """Begin anew after a worker has died; raise where that cannot be."""

    def close(self) -> None:
        """Let every worker go."""


@dataclass
class Executor:
    """Runs tasks on a pool, those first that come first; `begun` hears of each task that is begun, `told` of each
    outcome, and whether it was kept. `most_seconds` is what one task may take."""

    pool: Pool
    store: ResultCache
    seed: int = 0
    deadline: float | None = None  # a value of time.monotonic()
    most_seconds: float | None = None
    stop: threading.Event = field(default_factory=threading.Event)
    begun: Callable[[Task], None] = lambda _task: None
    told: Callable[[Task, TaskOutcome, bool], None] = lambda _task, _outcome, _kept: None
    outcomes: dict[str, TaskOutcome] = field(default_factory=dict)
    kept: int = 0  # answers that an earlier run has left
    _deaths: dict[str, int] = field(default_factory=dict)

    def run(self, tasks: Iterable[Task]) -> Mapping[str, TaskOutcome]:
        """The outcome of every task, by its key."""
        waiting: list[Task] = []
        for task in tasks:
            kept = self.store.get(task.key)
            if kept is None:
                waiting.append(task)
            else:
                self.kept += 1
                self._settle(task, kept, True)
        running: dict[Future[ComponentResult], Task] = {}
        stopped = False
        while waiting or running:
            if self.stop.is_set() and not stopped:
                stopped = True
                self.pool.stop()
            if stopped:
                for task in waiting:
                    self._settle(task, Failure("stopped before it was solved", stopped=True), False)
                waiting.clear()
            self._begin(waiting, running)
            done, _ = wait(running, timeout=_POLL_SECONDS, return_when=FIRST_COMPLETED)
            in_order = [future for future in running if future in done]
            lost = [running[future] for future in in_order if not self._take(future, running, waiting)]
            if lost:
                self._after_a_death(running, waiting)
            elif not done:
                self.pool.check()
        return self.outcomes

    def _begin(self, waiting: list[Task], running: dict[Future[ComponentResult], Task]) -> None:
        """Submit what is ready while there is room. After a death its suspects run alone: an innocent one goes free."""
        for task in list(waiting):
            suspect = self._deaths.get(task.key, 0) > 0
            alone = any(self._deaths.get(t.key, 0) for t in running.values())
            if len(running) >= self.pool.width or alone or (suspect and running):
                return
            if all(key in self.outcomes for key in task.likes):
                waiting.remove(task)
                job = self._job(task, waiting)
                try:
                    future = self.pool.submit(job)
                except BrokenProcessPool:  # a worker died between two tasks
                    self.pool.renew()
                    future = self.pool.submit(job)
                running[future] = task
                self.begun(task)

    def _job(self, task: Task, waiting: Sequence[Task]) -> SolveJob:
        likes = [o.plan for key in task.likes if isinstance(o := self.outcomes[key], ComponentResult)]
        looser = self.outcomes.get(task.looser)
        proven = isinstance(looser, ComponentResult) and looser.score == looser.bound
        bound = looser.bound if isinstance(looser, ComponentResult) and proven else None
        return SolveJob(task.part, self.seed, self._seconds(task, waiting), tuple(likes), bound)

    def _seconds(self, task: Task, waiting: Sequence[Task]) -> float | None:
        """A task's share, by size, of what all workers have left; never more than any task may take."""
        if self.deadline is None:
            return self.most_seconds
        left = max(0.0, self.deadline - time.monotonic())
        everybody = task.size + sum(t.size for t in waiting)
        share = min(left, left * self.pool.width * task.size / everybody)
        return max(LEAST_SECONDS, share if self.most_seconds is None else min(share, self.most_seconds))

    def _take(
        self, future: Future[ComponentResult], running: dict[Future[ComponentResult], Task], waiting: list[Task]
    ) -> bool:
        """Take an answer, or a failure that is the task's own; False where its worker died, and nobody knows why."""
        task = running[future]
        try:
            result = future.result()
        except (BrokenProcessPool, CancelledError):  # the second: a cluster has lost its scheduler
            return False
        except WorkersDied as error:
            if self._deaths.get(task.key):
                self._settle(task, Failure(reason_of(error)), False)
            else:
                self._deaths[task.key] = 1
                waiting.insert(0, task)
        except (Exception, SystemExit) as error:  # it is the failure of this scenario alone, and is said there
            self._settle(task, Failure(reason_of(error)), False)
        else:
            self.store.put(task.key, result)
            self._settle(task, result, False)
        del running[future]
        return True

    def _after_a_death(self, running: dict[Future[ComponentResult], Task], waiting: list[Task]) -> None:
        """Every task that was running is a suspect, and is tried again, first and alone; one that kills again fails."""
        suspects = list(running.values())
        running.clear()
        alone = len(suspects) == 1
        again = []
        for task in suspects:
            self._deaths[task.key] = self._deaths.get(task.key, 0) + 1
            if alone and self._deaths[task.key] > MOST_DEATHS:
                times = f"{self._deaths[task.key]} times"
                reason = f"the process that solved it died {times}: it was killed, or ran out of memory"
                self._settle(task, Failure(reason), False)
            else:
                again.append(task)
        waiting[:0] = again
        self.pool.renew()

    def _settle(self, task: Task, outcome: TaskOutcome, kept: bool) -> None:
        self.outcomes[task.key] = outcome
        self._deaths.pop(task.key, None)
        self.told(task, outcome, kept)


# ---- processes


class Processes(processes.WorkerPool):
    """Worker processes of this machine for tasks; `preload` names modules that they need besides the engine's."""

    def __init__(self, width: int | None = None, preload: Sequence[str] = ()) -> None:
        super().__init__(width or os.cpu_count() or 1, ["scheduler.engine.solve_component", __name__, *preload])

    def submit(self, job: SolveJob) -> Future[ComponentResult]:
        """Begin a job in a worker process."""
        return self.call(_in_process, job)

    def check(self) -> None:
        """A process that is lost breaks the pool, which says so itself."""

    def renew(self) -> None:
        """Begin anew with the next call."""
        self.close()


def _in_process(job: SolveJob) -> ComponentResult:
    return solve_job(job, processes.stopped)


# ---- what a worker does


def solve_job(job: SolveJob, stopped: Callable[[], bool]) -> ComponentResult:
    """Solve one part, from the best of the plans that hold in it, which is the answer where it scores what no plan can
    better. Ends with the best so far when `stopped` says so."""
    like = _best_that_holds(job.part, job.likes)
    if like is not None and like[0] == job.bound:
        return ComponentResult(like[1], like[0], like[0])
    with processes.listening(stopped) as stop:
        return solve_part(
            job.part,
            score_of,
            seed=job.seed,
            time_limit=job.seconds,
            stop=stop,
            initial_plan=like[1] if like else None,
            judge=judge,
        )


def score_of(instance: Instance, plan: Plan) -> Score:
    """What a plan scores by the rules alone."""
    return audit_plan(instance, plan).score


def judge(instance: Instance, plan: Plan) -> Score | None:
    """What a plan scores by the rules alone; None where it breaks what holds in every plan."""
    audit = audit_plan(instance, plan)
    return None if audit.violations else audit.score


def _best_that_holds(part: Instance, likes: Sequence[Plan]) -> tuple[Score, Plan] | None:
    best: tuple[Score, Plan] | None = None
    for plan in likes:
        own = restricted(plan, part)
        if own is not None:
            audit = audit_plan(part, own)
            if not audit.violations and (best is None or audit.score < best[0]):
                best = audit.score, own
    return best
