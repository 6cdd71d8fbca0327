"""The road of a re-plan: read the input as it is now and the published plan, plan anew, audit, count, write."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler import bug_report, pipeline
from scheduler.domain.instance import Instance
from scheduler.domain.message import problem_of
from scheduler.domain.place import Place
from scheduler.domain.plan import Plan
from scheduler.domain.problem import InputProblems
from scheduler.domain.progress import Progress
from scheduler.domain.reader import PLANNER, Reader, reader_of
from scheduler.domain.replan import ChangeTotal, Order, PublishedPlan, Replan, Replanned, Rung, Told
from scheduler.domain.score import Score
from scheduler.domain.solution import Solution
from scheduler.messages import planning as messages
from scheduler.pipeline import NO_SITES, AnyPath, BrokenPlan, RunStep, Seconds, SolveRun

if TYPE_CHECKING:
    from scheduler.replanning.kept_plan import Kept
    from scheduler.replanning.open_year import OpenYear

LADDER: tuple[Order, ...] = ("nothing", "required", "recommended", "option")  # from the least change to the most


@dataclass(frozen=True, slots=True)
class ReplanRequest:
    """What a re-plan goes on from: the published plan (a workbook), the first cycle that is open, after which level of
    the score Change counts, and whether all orders are to be compared."""

    plan: Path
    first: int = 1
    order: Order = "required"
    ladder: bool = False


def read_published(path: AnyPath, instance: Instance) -> PublishedPlan:
    """A plan workbook as it was published.

    Raises
    ------
    InputProblems
        it cannot be read, is no plan, was redacted, or is the plan of another district
    """
    from scheduler.intake.plan.published_plan import read_published as read

    return read(Path(path), instance)


def replan(
    instance: Instance,
    published: PublishedPlan,
    *,
    first: int = 1,
    order: Order = "required",
    ladder: bool = False,
    seed: int = 0,
    time_limit: float | None = None,
    progress: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
    work: float | None = None,
    workers: int = 1,
) -> Solution:
    """The best plan of the input as it is now that changes least of a published one.

    Parameters
    ----------
    first
        the first cycle that is open; those before it stay as they were published
    order
        after which level of the score Change counts
    ladder
        solve in all orders, and say what each would come to
    time_limit
        seconds for all orders together; None for a limit of work that repeats
    work
        that limit, of each part of the district, where it is to be less than usual
    workers
        how many processes plan parts of the district side by side; it never changes the plan

    Raises
    ------
    InputProblems
        the year has no such cycle, or no plan keeps the pins
    BrokenPlan
        the plan does not hold: an error of this program, never of the input
    """
    from scheduler.engine import replan_instance
    from scheduler.replanning.kept_plan import Kept
    from scheduler.replanning.open_year import open_year

    if not 1 <= first <= instance.settings.cycles:
        at, cycles = Place(sheet="--from"), instance.settings.cycles
        raise InputProblems((problem_of(messages.NO_SUCH_CYCLE, at, first=first, cycles=cycles),))
    kept = Kept(instance, published, first)
    year = open_year(kept)
    keep = year.keep()
    answers: dict[Order, Replanned] = {}
    orders = LADDER if ladder else (order,)
    deadline = None if time_limit is None else time.monotonic() + time_limit
    for n, one in enumerate(orders):
        left = None if deadline is None else max(0.0, deadline - time.monotonic()) / (len(orders) - n)
        answers[one] = replan_instance(
            year.instance,
            keep,
            one,
            pipeline.judge,
            seed=seed,
            time_limit=left,
            progress=progress,
            stop=stop,
            work=work,
            workers=workers,
        )
    answers = {one: _best_for(one, answer, answers) for one, answer in answers.items()}
    rungs = tuple(_rung(kept, year, one, answer) for one, answer in answers.items()) if ladder else ()
    return _solution(kept, year, order, answers[order], rungs, seed)


def _best_for(order: Order, answer: Replanned, answers: dict[Order, Replanned]) -> Replanned:
    """The best plan in an order of all that were found, whatever they were found for."""

    def key(a: Replanned) -> list[int]:
        levels = list(a.score)
        levels.insert(LADDER.index(order), a.change)
        return levels

    best = min(answers.values(), key=key)
    return answer if key(best) == key(answer) else replace(answer, plan=best.plan, score=best.score, change=best.change)


def _rung(kept: Kept, year: OpenYear, order: Order, answer: Replanned) -> Rung:
    change = kept.change(year.whole(answer.plan))
    return Rung(order, answer.score, change.people, change.sessions, change.value, answer.proven)


def _solution(
    kept: Kept, year: OpenYear, order: Order, answer: Replanned, ladder: tuple[Rung, ...], seed: int
) -> Solution:
    """The answer with its audit, and Change counted twice by code that does not know each other."""
    from scheduler.replanning.changes import tell

    instance, published = kept.instance, kept.published
    plan = year.whole(answer.plan)
    audit = pipeline.audit(instance, plan)
    change = kept.change(plan, answer.change_bound)
    findings = [str(v) for v in audit.violations] + _recounted(instance, plan, published, kept.first, change)
    findings += _below_bounds(order, audit.score, change, answer.bound)
    if findings:
        raise BrokenPlan(tuple(findings), plan)
    told = Replan(published.name, published.checksum, kept.first, order, change, answer.free, tell(kept, plan), ladder)
    return Solution(plan, audit, answer.bound, seed, told)


def _recounted(instance: Instance, plan: Plan, published: PublishedPlan, first: int, change: ChangeTotal) -> list[str]:
    from scheduler.checker.replan import KeptAudit

    recount = KeptAudit(instance, plan, published, first)
    found = [str(v) for v in recount.violations()]
    anew = replace(recount.change(), bound=change.bound)
    return [*found, f"[change] {change} is {anew} when it is counted again"] if anew != change else found


def _below_bounds(order: Order, score: Score, change: ChangeTotal, bound: Score) -> list[str]:
    """A figure better than what was proven best shows that the proof is wrong."""
    reached, proven = list(score), list(bound)
    reached.insert(LADDER.index(order), change.value)
    proven.insert(LADDER.index(order), change.bound)
    for is_so, at_least in zip(reached, proven, strict=True):
        if is_so < at_least:
            return [f"[bound] {score} with Change {change.value} is below {bound} with Change {change.bound}"]
        if is_so > at_least:
            break
    return []


def replan_files(
    inputs: Sequence[AnyPath],
    target: AnyPath,
    keeping: ReplanRequest,
    *,
    by_site: AnyPath | None = None,
    reader: Reader = PLANNER,
    seed: int = 0,
    time_limit: float | None = None,
    workers: int = 1,
    began: float | None = None,
    on_step: Callable[[RunStep], None] = lambda _step: None,
    progress: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
    term: str = "",
    of_sites: Mapping[Path, str] = NO_SITES,
) -> SolveRun:
    """Read the inputs and the published plan, plan anew, audit and write: as `pipeline.solve_files`. The term is that
    of the published plan, unless another is asked for.

    Parameters
    ----------
    inputs
        the input: workbooks, .csv files and folders
    target
        the plan workbook to write
    keeping
        the published plan, and how it is kept
    by_site
        the folder for the workbooks by site, None for none
    reader
        for whom it is written
    seed
        the seed of the search
    time_limit
        seconds for all of it, None for no limit
    workers
        how many processes plan parts of the district side by side; it never changes the plan
    began
        when it began, as `time.perf_counter` reads; None for now
    on_step
        hears of each step as it begins
    progress
        hears how far it has come
    stop
        ends it early when it is set
    term
        the term to plan, "" for that of the published plan

    Raises
    ------
    InputProblems
        the input has errors, or the published plan is none that can be kept
    UnknownReader
        the input has no such site, coach or teacher
    BrokenPlan
        an error of this program; the inputs and the plan are saved beside `target`, in a .zip
    OSError
        the plan cannot be written
    """
    start, worked = time.perf_counter(), time.process_time()
    began = start if began is None else began
    on_step("read")
    instance = pipeline.read(
        *inputs, first=keeping.first, of_sites=of_sites, term=term or pipeline.term_of(keeping.plan)
    )
    published = read_published(keeping.plan, instance)
    instance = replace(instance, problems=(*instance.problems, *published.problems))
    reader = reader_of(instance, reader)
    after_read = time.perf_counter()
    slow = pipeline.slowness(after_read - start, time.process_time() - worked)

    on_step("solve")
    left = None
    if time_limit is not None:
        left = pipeline.solve_seconds(instance, time_limit, began, after_read - start, slow)
    try:
        solution = replan(
            instance,
            published,
            first=keeping.first,
            order=keeping.order,
            ladder=keeping.ladder,
            seed=seed,
            time_limit=left,
            progress=progress,
            stop=stop,
            workers=workers,
        )
    except BrokenPlan as broken:
        options = {"seed": seed, "time limit": time_limit, "workers": workers, "keep": str(keeping)}
        files = [*(Path(p) for p in inputs), keeping.plan]
        broken.saved = bug_report.save(Path(target), files, broken.plan, broken.findings, options)
        raise
    after_solve = time.perf_counter()

    conflicts = pipeline.explain_within(instance, solution, time_limit, began, on_step=on_step, stop=stop)
    after_explaining = time.perf_counter()

    on_step("write")
    pipeline.write(instance, solution, target, by_site, reader=reader, conflicts=conflicts)
    end = time.perf_counter()
    seconds = Seconds(
        read=after_read - start,
        solve=after_solve - after_read,
        audit=0.0,  # it is part of the solve: each plan is audited when it is found
        explain=after_explaining - after_solve,
        write=end - after_explaining,
        all=end - began,
    )
    late = time_limit is not None and seconds.all > time_limit
    return SolveRun(instance, solution, Path(target), seconds, conflicts, late)


def changes(
    old: PublishedPlan, new: Plan, instance: Instance, *, first: int = 1, reasons: bool = True
) -> tuple[Told, ...]:
    """What a plan of the input changes of a published one, person by person.

    Parameters
    ----------
    old
        the plan that was published
    new
        the plan that takes its place
    instance
        the input
    first
        the first cycle that is still open
    reasons
        whether to look for why each thing changes, which takes longer
    """
    from scheduler.replanning.changes import tell
    from scheduler.replanning.kept_plan import Kept

    return tell(Kept(instance, old, first), new, reasons=reasons)
