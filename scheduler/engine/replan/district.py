"""A district anew from a kept plan: part by part, since parts have nothing to do with each other."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from scheduler.domain.instance import Enrollment, Instance
from scheduler.domain.plan import Assignment, Plan
from scheduler.domain.progress import Progress, Stage
from scheduler.domain.replan import Keep, Order, Replanned
from scheduler.domain.score import Score
from scheduler.engine.problem.components import join, parts_of, total
from scheduler.engine.replan.component import LEVELS_BEFORE_CHANGE, PartReplan
from scheduler.engine.results import Judge
from scheduler.engine.search import processes
from scheduler.engine.search.budget import Budget
from scheduler.engine.solve_district import PartProcesses, Report, one_process

FEW_TEACHERS = 150  # of so many a re-plan takes no longer than processes take to start


def replan_instance(
    instance: Instance,
    keep: Keep,
    order: Order,
    verdict: Judge,
    *,
    seed: int = 0,
    time_limit: float | None = None,
    progress: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
    work: float | None = None,
    workers: int = 1,
) -> Replanned:
    """Plan a district anew from what could stay of a plan that it has, with Change as a level of its own.

    Parameters
    ----------
    keep
        what could stay, of the whole district
    order
        after which level of the score Change counts
    verdict
        what a plan scores by the rules alone, None where it breaks what holds in every plan
    work
        limits the deterministic time of each part, where less than all is enough
    workers
        how many processes plan parts side by side; it never changes the plan
    seed, time_limit, progress, stop
        as in `solve_instance`
    """
    deadline = None if time_limit is None else time.monotonic() + time_limit
    stop, progress = stop or threading.Event(), progress or (lambda _: None)
    district = _District(instance, keep, order, verdict, seed, deadline, stop, progress, work)
    return _joined(instance, keep, order, district.solve(workers))


class _District:
    """A re-plan of all parts. `keep` is of the whole district; `deadline` is a reading of `time.monotonic`."""

    def __init__(
        self,
        instance: Instance,
        keep: Keep,
        order: Order,
        verdict: Judge,
        seed: int,
        deadline: float | None,
        stop: threading.Event,
        progress: Callable[[Progress], None],
        work: float | None,
    ) -> None:
        self.keep, self.order, self.verdict, self.seed = keep, order, verdict, seed
        self.deadline, self.stop, self.progress, self.work = deadline, stop, progress, work
        self.parts = parts_of(instance)
        self.began = time.monotonic()
        self.answers: dict[int, Replanned] = {}
        self.under_way: dict[int, tuple[Score | None, Score]] = {}  # score and bound of the parts that have begun

    def solve(self, workers: int) -> list[Replanned]:
        """The answers for all parts, in their order."""
        workers = min(workers, len(self.parts))
        apart = workers > 1 and sum(len(part.teachers) for part in self.parts) > FEW_TEACHERS
        with PartProcesses(workers, self.stop) if apart else one_process() as pool:
            if pool is None:
                for i in range(len(self.parts)):
                    self._settle(i, _replan_part(*self._job(i, 1), self.stop, self._heard))
            else:
                jobs = [(i, partial(self._job, i, workers)) for i in range(len(self.parts))]
                for i, answer in pool.run(_replan_part_apart, jobs, self._heard):
                    self._settle(i, answer)
        return [self.answers[i] for i in range(len(self.parts))]

    def _job(self, i: int, workers: int) -> tuple[int, Instance, Keep, Order, Judge, int, float | None, float | None]:
        """What the re-plan of a part is given; of the time that is left, its share."""
        self.under_way[i] = None, Score()
        own, share = _of_part(self.keep, self.parts[i]), None
        if self.deadline is not None:
            left = max(0.0, self.deadline - time.monotonic())
            share = min(left, left * workers / (len(self.parts) - i))
        return i, self.parts[i], own, self.order, self.verdict, self.seed, share, self.work

    def _settle(self, i: int, answer: Replanned) -> None:
        self.answers[i] = answer
        del self.under_way[i]
        self._tell("refining", i)

    def _heard(self, report: Report) -> None:
        """What a part tells that is under way."""
        i, stage, score, bound = report
        if i in self.under_way:
            self.under_way[i] = score, bound
            self._tell(stage, i)

    def _tell(self, stage: Stage, i: int) -> None:
        """Tell how far the whole has come: its score and bound, once every part has one."""
        states = [(a.score, a.free) for a in self.answers.values()]
        states += [(score, bound) for score, bound in self.under_way.values() if score is not None]
        now = proven = None
        every = len(self.parts)
        if len(states) == every:
            now, proven = total(s for s, _ in states), total(b for _, b in states)
        sites, seconds = tuple(self.parts[i].sites), time.monotonic() - self.began
        busy = len(self.under_way)
        self.progress(Progress(stage, sites, len(self.answers), every, busy, now, proven, seconds))


def _replan_part(
    i: int,
    part: Instance,
    keep: Keep,
    order: Order,
    verdict: Judge,
    seed: int,
    seconds: float | None,
    work: float | None,
    stop: threading.Event,
    heard: Callable[[Report], None],
) -> Replanned:
    deadline = None if seconds is None else time.monotonic() + seconds
    budget = Budget(deadline, stop) if work is None else Budget(deadline, stop, work)

    def on_progress(stage: Stage, score: Score | None, bound: Score) -> None:
        heard((i, stage, score, bound))

    return PartReplan(part, keep, order, verdict, seed, budget, on_progress, kept_plan(part, keep)).solve()


def _replan_part_apart(
    i: int,
    part: Instance,
    keep: Keep,
    order: Order,
    verdict: Judge,
    seed: int,
    seconds: float | None,
    work: float | None,
) -> Replanned:
    """A part in a process of its own."""
    with processes.listening(processes.stopped) as stop:
        return _replan_part(i, part, keep, order, verdict, seed, seconds, work, stop, processes.report)


def _of_part(keep: Keep, part: Instance) -> Keep:
    """What is kept of the people of a part; nothing is forced in it, since that is counted for the whole."""
    enrolled = set(part.enrollments)
    return Keep(
        {e: c for e, c in keep.coaches.items() if e in enrolled},
        {key: on for key, on in keep.releases.items() if key[0] in part.coaches},
        tuple(s for s in keep.sessions if Enrollment(s.teacher, s.program) in enrolled),
        tuple(r for r in keep.reserved if r.coach in part.coaches),
        {e: cycles for e, cycles in keep.cycles.items() if e in enrolled},
        keep.certain,
        0,
        keep.touched & enrolled,
    )


def kept_plan(part: Instance, keep: Keep) -> Plan | None:
    """The kept plan as a plan of the part; None where somebody's coach or release is missing from it."""
    periods = {(c.id, p) for c in part.coaches.values() for p in part.class_periods(c.home)}
    if keep.touched or periods - set(keep.releases):
        return None
    members = Counter((s.cycle, s.coach, s.group) for s in keep.sessions if s.group)
    sessions = (
        s if not s.group or members[s.cycle, s.coach, s.group] > 1 else replace(s, group="") for s in keep.sessions
    )
    return Plan(
        {c.id: tuple(p for p in part.class_periods(c.home) if keep.releases[c.id, p]) for c in part.coaches.values()},
        tuple(
            Assignment(e.teacher, e.program, keep.coaches.get(e, ""), keep.cycles.get(e, ())) for e in part.enrollments
        ),
        tuple(sorted(sessions)),
        tuple(sorted(keep.reserved)),
    )


def _joined(instance: Instance, keep: Keep, order: Order, answers: Sequence[Replanned]) -> Replanned:
    """All parts as one answer: a level is proven while those above it are, in every part."""
    before = LEVELS_BEFORE_CHANGE[order]

    def levels(score: Score, change: int) -> list[int]:
        return [*score[:before], change, *score[before:]]

    reached = [sum(level) for level in zip(*(levels(a.score, a.change) for a in answers), strict=True)]
    bound: list[int] = []
    for i, level in enumerate(zip(*(levels(a.bound, a.change_bound) for a in answers), strict=True)):
        bound.append(sum(level))
        if bound[i] < reached[i]:
            bound += [0] * (3 - i)
            break
    change, change_bound = reached.pop(before), bound.pop(before)
    return Replanned(
        join(instance, [a.plan for a in answers]),
        Score(*reached),
        change + keep.forced,
        Score(*bound),
        change_bound + keep.forced,
        total(a.free for a in answers),
        any(a.cut for a in answers),
    )
