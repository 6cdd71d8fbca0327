"""A district anew from a kept plan: part by part, since parts have nothing to do with each other."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from scheduler.domain.instance import Enrolment, Instance
from scheduler.domain.keeping import Keep, Order, Replanned
from scheduler.domain.plan import Assignment, Plan
from scheduler.domain.progress import Progress, Stage
from scheduler.domain.score import Score
from scheduler.engine.problem.components import join, parts_of, total
from scheduler.engine.rings.replan import LEVELS_BEFORE_CHANGE, PartReplan, Verdict
from scheduler.engine.search.budget import Budget


def replan_instance(
    instance: Instance,
    keep: Keep,
    order: Order,
    verdict: Verdict,
    *,
    seed: int = 0,
    time_limit: float | None = None,
    progress: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
    work: float | None = None,
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
    seed, time_limit, progress, stop
        as in `solve_instance`
    """
    deadline = None if time_limit is None else time.monotonic() + time_limit
    stop, progress = stop or threading.Event(), progress or (lambda _: None)
    return _replan(instance, keep, order, verdict, seed, deadline, stop, progress, work)


def _replan(
    instance: Instance,
    keep: Keep,
    order: Order,
    verdict: Verdict,
    seed: int,
    deadline: float | None,
    stop: threading.Event,
    progress: Callable[[Progress], None],
    work: float | None = None,
) -> Replanned:
    """The plan of a district in the order asked for. `keep` is of the whole district; `deadline` is a reading of
    `time.monotonic`."""
    parts, began = parts_of(instance), time.monotonic()
    answers: list[Replanned] = []
    for i, part in enumerate(parts):

        def on_progress(
            stage: Stage, score: Score | None, bound: Score, sites: tuple[str, ...] = tuple(part.sites)
        ) -> None:
            last, seconds = len(answers) == len(parts) - 1, time.monotonic() - began
            now = total([*(a.score for a in answers), score]) if last and score is not None else None
            proven = total([*(a.free for a in answers), bound]) if last else None
            progress(Progress(stage, sites, len(answers), len(parts), 1, now, proven, seconds))

        share = None
        if deadline is not None:
            share = time.monotonic() + max(0.0, deadline - time.monotonic()) / (len(parts) - i)
        own = _of_part(keep, part)
        budget = Budget(deadline=share, stop=stop) if work is None else Budget(share, stop, work)
        answers.append(PartReplan(part, own, order, verdict, seed, budget, on_progress, kept_plan(part, own)).solve())
    return _joined(instance, keep, order, answers)


def _of_part(keep: Keep, part: Instance) -> Keep:
    """What is kept of the people of a part; nothing is forced in it, since that is counted for the whole."""
    enrolled = set(part.enrolments)
    return Keep(
        {e: c for e, c in keep.coaches.items() if e in enrolled},
        {key: on for key, on in keep.releases.items() if key[0] in part.coaches},
        tuple(s for s in keep.sessions if Enrolment(s.teacher, s.program) in enrolled),
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
            Assignment(e.teacher, e.program, keep.coaches.get(e, ""), keep.cycles.get(e, ())) for e in part.enrolments
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
