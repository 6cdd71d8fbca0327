"""The parts of a district, one after another or side by side in processes; and how far they have come."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import replace

from scheduler.domain.instance import Instance
from scheduler.domain.plan import Plan
from scheduler.domain.progress import Progress, Stage
from scheduler.domain.score import Score
from scheduler.engine import ComponentResult, Kept, solve_part
from scheduler.engine.problem.components import split, total, total_bound
from scheduler.engine.problem.fingerprint import key_of
from scheduler.engine.search import processes
from scheduler.engine.solve_component import Judge

FEW_PAIRS = 100  # that many are solved sooner than a process starts
MORE_TIME = 1.5  # times what a part had before, to begin it again


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
        kept: Kept | None = None,
    ) -> None:
        self.instance, self.judge, self.seed = instance, judge, seed
        self.deadline, self.stop, self.progress = deadline, stop, progress
        self.parts = split(instance)
        self.started = time.monotonic()
        self.kept = kept
        self.answers: dict[int, ComponentResult] = {}
        self.had: dict[int, float] = {}  # seconds that a part was given

    def solve(self, workers: int) -> list[ComponentResult]:
        """The answers for all parts, in their order."""
        keys = [key_of(part, self.seed) for part in self.parts] if self.kept is not None else []
        for i, key in enumerate(keys):
            if self.kept is not None and (answer := self.kept.get(key)):
                self._settle(i, answer)
        todo = [i for i in range(len(self.parts)) if i not in self.answers]
        again = todo
        while again:
            if workers > 1 and len(again) > 1 and sum(_pairs(self.parts[i]) for i in again) > FEW_PAIRS:
                self._side_by_side(again, min(workers, len(again)))
            else:
                for n, i in enumerate(again):
                    self._settle(i, self._one(i, again[n + 1 :], workers))
            again = self._worth_more(todo, workers)
        if self.kept is not None:
            for i in todo:
                self.kept.put(keys[i], self.answers[i])
        return [self.answers[i] for i in range(len(self.parts))]

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
        self._tell("calendar", self.parts[i], answer.score, answer.bound)

    def _one(self, i: int, waiting: list[int], threads: int) -> ComponentResult:
        """A part in this process. What is left of the time is shared with the parts that still wait, by their size."""
        part = self.parts[i]

        def told(stage: Stage, score: Score | None, bound: Score) -> None:
            self._tell(stage, part, score, bound)

        return solve_part(
            part,
            self.judge,
            seed=self.seed,
            time_limit=self._give(i, waiting, 1),
            stop=self.stop,
            like=self._plan_of(i),
            threads=threads,
            told=told,
        )

    def _plan_of(self, i: int) -> Plan | None:
        """The plan of a part that was cut short."""
        return self.answers[i].plan if i in self.answers else None

    def _tell(self, stage: Stage, part: Instance, score: Score | None, bound: Score) -> None:
        done = list(self.answers.values())
        if len(self.parts) > 1:
            score = total(a.score for a in done) if done else None
            bound = total_bound([a.score for a in done], [a.bound for a in done])
        self.progress(
            Progress(
                stage, tuple(part.sites), len(done), len(self.parts), score, bound, time.monotonic() - self.started
            )
        )

    # ---- processes ----

    def _side_by_side(self, todo: list[int], workers: int) -> None:
        """Parts in processes, the largest first. A stop is passed on; each part then gives back its best plan."""
        context = processes.context()
        stop = context.Event()
        order = sorted(todo, key=lambda i: (-len(self.parts[i].teachers), i))
        with ProcessPoolExecutor(workers, context, initializer=processes.begin, initargs=(stop,)) as pool:
            futures: dict[Future[ComponentResult], int] = {}
            waiting = list(order)
            try:
                while waiting or futures:
                    while waiting and len(futures) < workers:
                        i = waiting.pop(0)
                        seconds = self._give(i, waiting, workers)
                        job = self.parts[i], self.judge, self.seed, seconds, self._plan_of(i)
                        futures[pool.submit(_solve_part, *job)] = i
                    done, _ = wait(futures, timeout=0.2, return_when=FIRST_COMPLETED)
                    if self.stop.is_set():
                        stop.set()
                    for future in done:
                        i = futures.pop(future)
                        self._settle(i, future.result())
            except BaseException:
                stop.set()
                raise

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


def _pairs(part: Instance) -> int:
    """How many enrolments that hold sessions could meet how many coaches: about what there is to decide."""
    holding = sum(any(not s.once for s in part.programs[e.program].sessions) for e in part.enrolments)
    return holding * len(part.coaches)


def _solve_part(part: Instance, judge: Judge, seed: int, seconds: float | None, like: Plan | None) -> ComponentResult:
    with processes.listening(processes.stopped) as stop:
        return solve_part(part, judge, seed=seed, time_limit=seconds, stop=stop, like=like)
