"""The road of a comparison: read every scenario, solve what differs on one pool, audit each plan, write them all."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from scheduler import bug_report, pipeline
from scheduler.domain.comparison import Comparison, Outcome, ScenarioFigures
from scheduler.domain.message import problem_of
from scheduler.domain.place import NOWHERE, Place
from scheduler.domain.problem import InputProblems, Problem
from scheduler.domain.scenario import Ask, Axis, ScenarioInput
from scheduler.engine.result_cache import ResultCache
from scheduler.messages import planning as messages
from scheduler.pipeline import AnyPath
from scheduler.pipeline.one_site import part_of_site, read_site
from scheduler.scenarios.executor import Executor, Failure, Pool, Processes, Task
from scheduler.scenarios.executor import TaskOutcome as PartOutcome
from scheduler.scenarios.tasks import Work

if TYPE_CHECKING:
    from scheduler.explain import Conflict

ComparisonStep = Literal["read", "solve", "audit", "write"]

# Seconds kept back from a time limit for auditing, comparing and writing: a floor, and some for each scenario and each
# enrollment of one. Measured on two cores and doubled.
LEAST_RESERVE_SECONDS = 1.0
RESERVE_SECONDS_PER_SCENARIO = 0.15
RESERVE_SECONDS_PER_ENROLLMENT = 0.001
PRELOAD = ("scheduler.export.plan_workbook",)  # what worker processes need besides the engine
SECONDS_TO_EXPLAIN = 5.0  # under a time limit: which Required rules of one scenario cannot hold together


@dataclass(frozen=True)
class Request:
    """What is to be compared. `names` picks scenarios of the sheet (None: all; but none where something is swept, or a
    workbook or a `made` scenario is named, unless `sheet_too`). `made` are scenarios that stand in no sheet, with
    their changes; `workbooks` are scenarios that are whole workbooks; `keep` is the folder of finished parts (None:
    beside the output, removed when all is done); `time_limit` is in seconds, of the whole command, `scenario_limit` of
    each scenario: of each of its parts, a site or sites that share coaches. With a `site` that site alone is planned.
    Of files that are a site's (`of_sites`) its teachers and their schedule count."""

    inputs: tuple[Path, ...]
    output: Path
    names: tuple[str, ...] | None = None
    workbooks: tuple[tuple[str, Path], ...] = ()
    axes: tuple[Axis, ...] = ()
    seed: int = 0
    time_limit: float | None = None
    keep: Path | None = None
    scenario_limit: float | None = None
    site: str = ""
    term: str = ""  # to plan, where it is not the one in Settings
    of_sites: Mapping[Path, str] = field(default_factory=dict)
    made: tuple[tuple[str, tuple[Ask, ...]], ...] = ()
    sheet_too: bool = False

    @property
    def plans(self) -> Path:
        """The folder of the scenarios' plan workbooks."""
        return plans_beside(self.output)

    @property
    def parts(self) -> Path:
        """The folder in which the answers of parts are kept."""
        return self.keep or self.output.with_name(f"{self.output.stem}.parts")


def plans_beside(output: Path) -> Path:
    """The folder of the plans of a comparison."""
    return output.with_name(f"{output.stem}-plans")


@dataclass(frozen=True)
class CompareRun:
    """What a comparison came to: where its workbook, its page and each scenario's plan are, what is to be said of the
    input, and how many parts there were (`kept`: from an earlier run; `shared`: equal to one of another scenario)."""

    comparison: Comparison
    workbook: Path
    page: Path
    plans: Mapping[str, Path]
    problems: tuple[Problem, ...]
    seconds: float
    solved: int
    kept: int
    shared: int


@dataclass
class Watcher:
    """Hears how far a comparison has come: each step as it begins, the names of all scenarios, parts as they are done,
    a scenario as it is begun and as it is finished (its figures None where it has no plan), and plans as they are
    written."""

    on_step: Callable[[ComparisonStep], None] = lambda _step: None
    on_scenarios: Callable[[Sequence[str]], None] = lambda _names: None
    on_parts: Callable[[int, int], None] = lambda _done, _all: None
    on_begun: Callable[[str], None] = lambda _name: None
    on_finished: Callable[[Outcome, ScenarioFigures | None], None] = lambda _outcome, _figures: None
    on_written: Callable[[int, int], None] = lambda _done, _all: None


def read_scenarios(request: Request) -> tuple[ScenarioInput, ...]:
    """Base and every scenario that is asked for, checked.

    Raises
    ------
    InputProblems
        any of them has an error, each named by its cell; or the one site that is asked for shares coaches in it
    UnknownScenario
        one is asked for that the input does not have
    """
    from scheduler.intake.scenarios.scenario_sheet import read_scenarios as read

    others = request.axes or request.workbooks or request.made
    names = () if request.names is None and others and not request.sheet_too else request.names
    try:
        found = read(
            request.inputs, names, request.workbooks, request.axes, request.of_sites, request.term, request.made
        )
    except InputProblems as refusal:
        if request.site:
            raise InputProblems(_told_to_site(request, refusal.problems)) from None
        raise
    return tuple(_alone(s, request.site) for s in found) if request.site else found


def _told_to_site(request: Request, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The problems of a site's comparison in words that tell nothing of other files: of scenarios, the cells alone."""
    own = [path for path, site in request.of_sites.items() if site == request.site]
    try:
        read_site(request.inputs, request.site, request.of_sites)
    except InputProblems as refusal:
        return refusal.problems
    files = {path.name for path in own}
    return tuple(
        replace(
            problem_of(messages.CHANGE_DOES_NOT_FIT, Place(p.file if p.file in files else "", p.sheet)), cell=p.cell
        )
        for p in problems
        if p.level == "error" and p.sheet == "Scenarios"
    ) or (problem_of(messages.SCENARIO_DOES_NOT_FIT, NOWHERE),)


def _alone(scenario: ScenarioInput, site: str) -> ScenarioInput:
    """The part of a scenario that is one site's."""
    try:
        part = part_of_site(scenario.instance, site)
    except InputProblems as refusal:
        named = (replace(p, text=f"{scenario.name}: {p.text}") for p in refusal.problems)
        raise InputProblems(tuple(named)) from None
    return replace(scenario, instance=replace(part, problems=scenario.instance.problems))


def compare(
    *inputs: AnyPath,
    output: AnyPath,
    scenarios: Sequence[str] | None = None,
    seed: int = 0,
    time_limit: float | None = None,
    workers: int | None = None,
) -> Comparison:
    """Compare the scenarios of an input, and write the comparison and every plan, as `coach compare` does.

    The processes that solve import the script which calls this: it does so under `if __name__ == "__main__":`.

    Parameters
    ----------
    inputs
        the input: workbooks, .csv files and folders
    output
        the workbook to write; the page and the folder of plans go beside it
    scenarios
        the names of scenarios of the sheet Scenarios, None for all
    seed
        the seed of the search
    time_limit
        seconds for all of it, None for no limit
    workers
        how many processes work at a time, None for one a core

    Raises
    ------
    InputProblems, UnknownScenario
        as `read_scenarios`
    OSError
        something cannot be written
    """
    names = None if scenarios is None else tuple(scenarios)
    request = Request(tuple(map(Path, inputs)), Path(output), names, seed=seed, time_limit=time_limit)
    return compare_files(request, pool=lambda: Processes(workers, PRELOAD)).comparison


def compare_files(
    request: Request,
    *,
    pool: Callable[[], Pool] = lambda: Processes(preload=PRELOAD),
    began: float | None = None,
    watcher: Watcher | None = None,
    stop: threading.Event | None = None,
) -> CompareRun:
    """Read, solve, audit and compare every scenario, and write the workbook, the page and a plan for each.

    A scenario that fails has its reason in the comparison, and the others are compared without it. A stop keeps what is
    finished: the same request goes on from there.

    `pool` makes what the solves run on, once there is something to solve.

    Parameters
    ----------
    request
        what is compared, and how
    pool
        makes what the tasks run on
    began
        when it began, as `time.perf_counter` reads; None for now
    watcher
        hears how far it has come
    stop
        ends it early when it is set

    Raises
    ------
    InputProblems, UnknownScenario
        as `read_scenarios`
    OSError
        something cannot be written
    """
    start = time.perf_counter()
    began = start if began is None else began
    watcher, stop = watcher or Watcher(), stop or threading.Event()

    watcher.on_step("read")
    scenarios = read_scenarios(request)

    watcher.on_scenarios([s.name for s in scenarios])
    watcher.on_step("solve")
    work = Work.of(scenarios, request.seed)
    store = ResultCache(request.parts)
    finished = _Finished(scenarios, work, request, watcher)
    solving = pool()
    try:
        executor = Executor(
            solving,
            store,
            request.seed,
            _deadline(request, scenarios, began),
            request.scenario_limit,
            stop,
            finished.task_begun,
            finished.task_done,
        )
        executor.run(work.tasks)
        outcomes = [finished.outcomes[s.name] for s in scenarios]
        watcher.on_step("write")
        conflicts, plans = _explain_and_write(outcomes, request, solving, watcher, stop, began)
    except BaseException:
        solving.stop()  # what still runs must not be waited for to its end
        raise
    finally:
        solving.close()

    from scheduler.export import write_comparison
    from scheduler.scenarios.side_by_side import compare

    outcomes = [replace(o, why=tuple(c.sentence for c in conflicts.get(o.scenario.name, ()))) for o in outcomes]
    comparison = compare(outcomes, [finished.figures[s.name] for s in scenarios])
    page = request.output.with_suffix(".html")
    write_comparison(comparison, request.output, page)
    if request.keep is None and not any(o.status in ("failed", "stopped") for o in outcomes) and not stop.is_set():
        store.clear()
    return CompareRun(
        comparison=comparison,
        workbook=request.output,
        page=page,
        plans=plans,
        problems=tuple(dict.fromkeys(p for s in scenarios for p in s.instance.problems)),
        seconds=time.perf_counter() - began,
        solved=len(work.tasks) - executor.kept,
        kept=executor.kept,
        shared=sum(len(keys) for keys in work.keys.values()) - len(work.tasks),
    )


def _deadline(request: Request, scenarios: Sequence[ScenarioInput], began: float) -> float | None:
    """When the solving must end, as `time.monotonic` tells it, so that there is time to write."""
    if request.time_limit is None:
        return None
    enrollments = sum(len(s.instance.enrollments) for s in scenarios)
    reserve = (
        LEAST_RESERVE_SECONDS
        + RESERVE_SECONDS_PER_SCENARIO * len(scenarios)
        + RESERVE_SECONDS_PER_ENROLLMENT * enrollments
    )
    left = request.time_limit - (time.perf_counter() - began) - reserve
    return time.monotonic() + max(0.0, left)


# ---- what came of it


@dataclass
class _Finished:
    """Puts the scenarios together as their parts are done, and tells of each: nobody waits for the slowest of them."""

    scenarios: Sequence[ScenarioInput]
    work: Work
    request: Request
    watcher: Watcher
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    figures: dict[str, ScenarioFigures | None] = field(default_factory=dict)
    _done: dict[str, PartOutcome] = field(default_factory=dict)

    def task_begun(self, task: Task) -> None:
        for name, keys in self.work.keys.items():
            if task.key in keys:
                self.watcher.on_begun(name)

    def task_done(self, task: Task, outcome: PartOutcome, _kept: bool) -> None:
        self._done[task.key] = outcome
        self.watcher.on_parts(len(self._done), len(self.work.tasks))
        for scenario in self.scenarios:  # Base comes first, and the others are measured against it
            keys = self.work.keys[scenario.name]
            if scenario.name not in self.outcomes and all(key in self._done for key in keys):
                self.outcomes[scenario.name] = _outcome(scenario, keys, self._done, self.request)
        if self.scenarios[0].name in self.outcomes:
            self._tell()

    def _tell(self) -> None:
        from scheduler.scenarios.side_by_side import figures_against

        base = self.outcomes[self.scenarios[0].name]
        for name, outcome in self.outcomes.items():
            if name not in self.figures:
                self.figures[name] = figures_against(base, outcome)
                self.watcher.on_finished(outcome, self.figures[name])


def _outcome(
    scenario: ScenarioInput, keys: Sequence[str], done: Mapping[str, PartOutcome], request: Request
) -> Outcome:
    """What came of one scenario, its plan audited."""
    from scheduler.engine.problem.components import join_results
    from scheduler.engine.results import ComponentResult

    results = [done[key] for key in keys]
    failures = [r for r in results if isinstance(r, Failure)]
    if failures:
        stopped = all(f.stopped for f in failures)
        reason = next((f.reason for f in failures if not f.stopped), failures[0].reason)
        return Outcome(scenario, None, "stopped" if stopped else "failed", reason)
    whole = join_results(scenario.instance, [r for r in results if isinstance(r, ComponentResult)])
    try:
        solution = pipeline.audited(scenario.instance, whole.plan, whole.bound, request.seed)
    except pipeline.BrokenPlan as broken:
        target = request.output.with_name(f"{request.output.stem}-{file_name(scenario.name)}.xlsx")
        options = {"scenario": scenario.name, "seed": request.seed, "time limit": request.time_limit}
        saved = bug_report.save(target, list(request.inputs), whole.plan, broken.findings, options)
        return Outcome(scenario, None, "failed", f"its plan does not hold: {broken.findings[0]} (saved: {saved})")
    return Outcome(scenario, solution, solution.status)


def _explain_and_write(
    outcomes: Sequence[Outcome], request: Request, pool: Pool, watcher: Watcher, stop: threading.Event, began: float
) -> tuple[dict[str, tuple[Conflict, ...]], dict[str, Path]]:
    """Find which Required rules cannot hold together where one is missed, and write each scenario's plan workbook; as
    many at a time as the pool is wide."""
    solutions = {o.scenario.name: o.solution for o in outcomes if o.solution is not None}
    instances = {o.scenario.name: o.scenario.instance for o in outcomes}
    short = [name for name, solution in solutions.items() if solution.status == "short" and not stop.is_set()]
    seconds = None
    if request.time_limit is not None:
        left = request.time_limit - (time.perf_counter() - began) - RESERVE_SECONDS_PER_SCENARIO * len(outcomes)
        seconds = max(0.0, min(SECONDS_TO_EXPLAIN, left * pool.width / max(1, len(short)) / 2))
    explaining = {
        name: pool.call(pipeline.explain, instances[name], solutions[name], seconds=seconds, cells=False)
        for name in short
    }
    if solutions:
        request.plans.mkdir(parents=True, exist_ok=True)
    taken: set[str] = set()
    plans = {name: request.plans / f"{_unlike(file_name(name), taken)}.xlsx" for name in solutions}

    def write(name: str, found: tuple[Conflict, ...]) -> Future[tuple[Path, ...]]:
        return pool.call(pipeline.write, instances[name], solutions[name], plans[name], conflicts=found)

    writing = [write(name, ()) for name in solutions if name not in explaining]
    conflicts = {name: future.result() for name, future in explaining.items()}
    writing += [write(name, found) for name, found in conflicts.items()]
    for done, future in enumerate(writing, 1):
        future.result()
        watcher.on_written(done, len(writing))
    return conflicts, plans


def _unlike(name: str, taken: set[str]) -> str:
    found = next(n for n in _endings(name) if n.casefold() not in taken)
    taken.add(found.casefold())
    return found


def _endings(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name} ({number})"
        number += 1


def file_name(name: str) -> str:
    """A scenario's name as a file may be called on every system."""
    plain = "".join(c if c.isalnum() or c in " -_,()=+%" else "-" for c in name).strip(" .")
    return plain[:80].encode()[:200].decode(errors="ignore").strip() or "scenario"  # a disk takes 255 bytes
