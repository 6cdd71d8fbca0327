"""From an instance to a plan and the proof of how good it is. The only room that imports a solver.

The district falls into parts that share no coach. Each first has a quick plan (`quick_plan`), so that a stop leaves
none without. Then a coarse model of the year gives the bound, and nearly always the staffing; finer ones realise it
(`part`). Parts are solved side by side in processes.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from scheduler.domain.instance import Instance
from scheduler.domain.keeping import Keep, Order, Replanned
from scheduler.domain.plan import Plan
from scheduler.domain.progress import Progress, Stage
from scheduler.domain.score import Score


@dataclass(frozen=True)
class EngineResult:
    """A plan, and the bound that no plan beats, level by level, given the levels above. `late`: a quick plan for every
    part took all of the time."""

    plan: Plan
    bound: Score
    late: bool = False


@dataclass(frozen=True)
class ComponentResult:
    """The answer for one part: a plan, what it scores, and its bound. `cut`: time or a stop ended the search."""

    plan: Plan
    score: Score
    bound: Score
    cut: bool = False


def parts_of(instance: Instance) -> tuple[Instance, ...]:
    """The parts that can be solved apart: an instance for each set of sites that share coaches."""
    from scheduler.engine.problem.components import split

    return split(instance)


def quick_part(
    part: Instance,
    judge: Callable[[Instance, Plan], Score],
    *,
    seed: int = 0,
    time_limit: float | None = None,
    stop: threading.Event | None = None,
) -> ComponentResult:
    """A plan of one part before anything is proven, in a fraction of a second a site. `time_limit` and `stop` only end
    the search for the pins that are to blame where no plan keeps them.

    Raises
    ------
    InputProblems
        no plan keeps the pins, or none was found
    """
    from scheduler.engine.search.budget import Budget
    from scheduler.engine.solve_component import first_plan

    deadline = None if time_limit is None else time.monotonic() + time_limit
    first = first_plan(part, judge, seed, Budget(deadline, stop or threading.Event()))
    return ComponentResult(first.plan, first.score, Score(), cut=True)


def solve_part(
    part: Instance,
    judge: Callable[[Instance, Plan], Score],
    *,
    seed: int = 0,
    time_limit: float | None = None,
    stop: threading.Event | None = None,
    like: Plan | None = None,
    first: ComponentResult | None = None,
    threads: int = 1,
    told: Callable[[Stage, Score | None, Score], None] = lambda *_: None,
) -> ComponentResult:
    """Plans one part, as `solve_instance` does. `like` is a plan that holds in it: it stays where it is as good as any
    other, and no worse plan is given back. `first` is its quick plan, made here where it is not given. `threads`
    searches may run side by side, which never changes the plan.
    `told` hears of each stage, with score and bound so far."""
    from scheduler.engine.search.budget import Budget
    from scheduler.engine.solve_component import Incumbent, Part

    deadline = None if time_limit is None else time.monotonic() + time_limit
    stop = stop or threading.Event()
    budget = Budget(deadline=deadline, stop=stop)
    quick = None if first is None else Incumbent(first.plan, first.score)
    plan, score, bound = Part(part, seed, budget, judge, told, like, threads, quick).solve()
    late = deadline is not None and time.monotonic() >= deadline
    return ComponentResult(plan, score, bound, cut=score != bound and (late or stop.is_set()))


class Kept(Protocol):
    """Answers for parts, kept by what they depend on (`reuse.key_of`); one that was cut short need not be kept."""

    def get(self, key: str) -> ComponentResult | None: ...

    def put(self, key: str, result: ComponentResult) -> None: ...


def solve_instance(
    instance: Instance,
    judge: Callable[[Instance, Plan], Score],
    *,
    seed: int = 0,
    time_limit: float | None = None,
    workers: int = 1,
    progress: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
    kept: Kept | None = None,
) -> EngineResult:
    """Plans a whole district.

    `judge` says what a plan scores by the rules alone (a function of a module, so that processes can be given it);
    `time_limit` is in seconds, None for a limit of work that repeats. `workers` is how many processes solve parts, or
    threads the cycles of a part, side by side; it never changes the plan. `stop`, when set, ends the search: the best
    plan so far is given back, which is the quick one of parts that were not begun. Parts that `kept` has an answer for
    are not solved again.
    """
    from scheduler.engine.solve_district import District  # ortools takes a second to import: only who solves pays it

    deadline = None if time_limit is None else time.monotonic() + time_limit
    district = District(instance, judge, seed, deadline, stop or threading.Event(), progress or (lambda _: None), kept)
    return replace(joined(instance, district.solve(workers)), late=district.late)


def replan_instance(
    instance: Instance,
    keep: Keep,
    order: Order,
    verdict: Callable[[Instance, Plan], Score | None],
    *,
    seed: int = 0,
    time_limit: float | None = None,
    progress: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
    work: float | None = None,
) -> Replanned:
    """Plans a district anew from what could stay of a plan that it has, with Change as a level of its own.

    `work` limits the deterministic time of each part, where less than all is enough.

    `verdict` says what a plan scores by the rules alone, None where it breaks what holds in every plan. The rest is as
    in `solve_instance`.
    """
    from scheduler.engine.rings.district import replan_district

    deadline = None if time_limit is None else time.monotonic() + time_limit
    stop = stop or threading.Event()
    told = progress or (lambda _: None)
    return replan_district(instance, keep, order, verdict, seed, deadline, stop, told, work)


def joined(instance: Instance, results: Sequence[ComponentResult]) -> EngineResult:
    """The plan and the bound of a district, from those of its parts in their order."""
    from scheduler.engine.problem.components import join, total_bound

    bound = total_bound([r.score for r in results], [r.bound for r in results])
    return EngineResult(join(instance, [r.plan for r in results]), bound)
