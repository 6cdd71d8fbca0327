"""The parts of a district, one after another or side by side in processes; and how far they have come."""

from __future__ import annotations

import multiprocessing
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from multiprocessing.synchronize import Event as ProcessEvent

from scheduler.domain.instance import Instance
from scheduler.domain.plan import Plan
from scheduler.domain.progress import Progress, Stage
from scheduler.domain.score import Score
from scheduler.engine.budget import Budget
from scheduler.engine.part import Judge, Part
from scheduler.engine.parts import join, split, total, total_bound

Answer = tuple[Plan, Score, Score]  # plan, score, bound


class District:
    """One solve of all parts."""

    def __init__(
        self,
        instance: Instance,
        judge: Judge,
        seed: int,
        deadline: float | None,
        stop: threading.Event,
        progress: Callable[[Progress], None],
    ) -> None:
        self.instance, self.judge, self.seed = instance, judge, seed
        self.deadline, self.stop, self.progress = deadline, stop, progress
        self.parts = split(instance)
        self.started = time.monotonic()
        self.answers: dict[int, Answer] = {}

    def solve(self, workers: int) -> tuple[Plan, Score]:
        """The plan and the bound of the whole."""
        if workers > 1 and len(self.parts) > 1:
            self._side_by_side(min(workers, len(self.parts)))
        else:
            for i, part in enumerate(self.parts):
                self.answers[i] = self._one(i, part)
                self._tell("calendar", part, None, Score())
        answers = [self.answers[i] for i in range(len(self.parts))]
        scores, bounds = [a[1] for a in answers], [a[2] for a in answers]
        return join(self.instance, [a[0] for a in answers]), total_bound(scores, bounds)

    def _one(self, i: int, part: Instance) -> Answer:
        """A part in this process. What is left of the time is shared with the parts that still wait, by their size."""
        budget = Budget(deadline=self._share(i), stop=self.stop)

        def told(stage: Stage, score: Score | None, bound: Score) -> None:
            self._tell(stage, part, score, bound)

        solving = Part(part, self.seed, budget, self.judge, told)
        return solving.solve()

    def _share(self, i: int) -> float | None:
        if self.deadline is None:
            return None
        now = time.monotonic()
        waiting = sum(len(p.teachers) for p in self.parts[i:])
        return now + max(0.0, self.deadline - now) * len(self.parts[i].teachers) / max(1, waiting)

    def _tell(self, stage: Stage, part: Instance, score: Score | None, bound: Score) -> None:
        done = list(self.answers.values())
        if len(self.parts) > 1:
            score = total(a[1] for a in done) if done else None
            bound = total_bound([a[1] for a in done], [a[2] for a in done])
        self.progress(
            Progress(
                stage, tuple(part.sites), len(done), len(self.parts), score, bound, time.monotonic() - self.started
            )
        )

    # ---- processes ----

    def _side_by_side(self, workers: int) -> None:
        """Parts in processes, the largest first. A stop is passed on; each part then gives back its best plan."""
        context = multiprocessing.get_context("forkserver" if hasattr(signal, "pthread_sigmask") else "spawn")
        stop = context.Event()
        order = sorted(range(len(self.parts)), key=lambda i: (-len(self.parts[i].teachers), i))
        with ProcessPoolExecutor(workers, context, initializer=_begin, initargs=(stop,)) as pool:
            futures: dict[Future[Answer], int] = {}
            waiting = list(order)
            try:
                while waiting or futures:
                    while waiting and len(futures) < workers:
                        i = waiting.pop(0)
                        left = self._share_of(i, waiting, workers)
                        futures[pool.submit(_solve_part, self.parts[i], self.seed, left, self.judge)] = i
                    done, _ = wait(futures, timeout=0.2, return_when=FIRST_COMPLETED)
                    if self.stop.is_set():
                        stop.set()
                    for future in done:
                        i = futures.pop(future)
                        self.answers[i] = future.result()
                        self._tell("calendar", self.parts[i], None, Score())
            except BaseException:
                stop.set()
                raise

    def _share_of(self, i: int, waiting: list[int], workers: int) -> float | None:
        """Seconds for a part that begins now: its share, by size, of what all workers have left."""
        if self.deadline is None:
            return None
        left = max(0.0, self.deadline - time.monotonic())
        mine = len(self.parts[i].teachers)
        others = sum(len(self.parts[j].teachers) for j in waiting)
        return min(left, left * workers * mine / max(1, mine + others))


_stop: ProcessEvent | None = None  # of this worker process


def _begin(stop: ProcessEvent) -> None:
    """A worker leaves Ctrl-C to its parent, which passes the stop on."""
    global _stop  # noqa: PLW0603 - the one thing that a worker is told when it begins
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _stop = stop


def _solve_part(part: Instance, seed: int, seconds: float | None, judge: Judge) -> Answer:
    assert _stop is not None
    stop, over = threading.Event(), threading.Event()

    def listen(said: ProcessEvent) -> None:
        while not over.is_set():
            if said.wait(0.1):
                stop.set()
                return

    thread = threading.Thread(target=listen, args=(_stop,), daemon=True)
    thread.start()
    try:
        deadline = None if seconds is None else time.monotonic() + seconds
        return Part(part, seed, Budget(deadline=deadline, stop=stop), judge, lambda *_: None).solve()
    finally:
        over.set()
        thread.join()
