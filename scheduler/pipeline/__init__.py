"""The one road from spreadsheets to a plan: read, solve, audit, write. The command line and the web both take it.

The rooms' libraries are imported by the step that needs them: a check of an input never waits for the solver.
"""

from __future__ import annotations

import datetime
import os
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from scheduler import bug_report
from scheduler.domain.claims import PlanReading
from scheduler.domain.conflict import NO_FIXES, Conflict, FixSearch
from scheduler.domain.instance import LEVELS, Instance
from scheduler.domain.message import problem_of
from scheduler.domain.place import Place
from scheduler.domain.plan import Plan
from scheduler.domain.problem import InputProblems, Problem
from scheduler.domain.progress import Progress
from scheduler.domain.reader import PLANNER, Reader, reader_of
from scheduler.domain.score import Audit, Score
from scheduler.domain.solution import Solution
from scheduler.messages import plans as plan_messages
from scheduler.pipeline.one_site import read_site

if TYPE_CHECKING:
    from pandas import DataFrame

    from scheduler.domain.comparison import Comparison
    from scheduler.domain.imported import Imported
    from scheduler.intake.states import UnderstoodStates
    from scheduler.intake.understood import Understood

RunStep = Literal["read", "solve", "audit", "explain", "write"]
AnyPath = str | os.PathLike[str]
NO_SITES: Mapping[Path, str] = MappingProxyType({})  # no file is one site's: all of them are the district's

# Seconds that audit and writing take: a floor, and some for each enrollment and each session due. Measured on two cores
# (0.5 s for 800 teachers with 1,656 sessions) and doubled, for a slower machine; a time limit keeps them back.
LEAST_RESERVE_SECONDS = 0.3
RESERVE_SECONDS_PER_ROW = 0.0004
# A machine that reads slowly writes slowly: never keep back less than this share of what reading took.
RESERVE_SHARE_OF_READING = 0.5
LEAST_SOLVE_SECONDS = 0.05
LEAST_WORK_TO_JUDGE_BY = 0.05  # seconds; of less a clock tells nothing
SHARE_OF_EXPLAINING = 0.3  # of what is left after the audit
SHARE_OF_FIXES = 0.5  # of what is left after that


class BrokenPlan(RuntimeError):
    """The engine's plan breaks what holds in every plan, or its figures disagree with the audit: an internal error.

    `findings` says how; `saved` is the file with everything needed to see it again, None where nothing was saved.
    """

    def __init__(self, findings: tuple[str, ...], plan: Plan, saved: Path | None = None) -> None:
        super().__init__("\n".join(findings))
        self.findings = findings
        self.plan = plan
        self.saved = saved


@dataclass(frozen=True, slots=True, kw_only=True)
class Seconds:
    """Wall-clock seconds of each step; `all` is the whole command, from its start to the written plan."""

    read: float
    solve: float
    audit: float
    explain: float = 0.0  # what cannot hold together, and the fixes that were tried
    write: float
    all: float


@dataclass(frozen=True, slots=True)
class SolveRun:
    """One run of the whole road: the input, the plan with its score and bound, where it is, how long it took, which
    Required rules cannot hold together, and the changes that end it. `late`: reading, a quick plan for every part and
    writing alone took longer than the time limit, so there is no more than these."""

    instance: Instance
    solution: Solution
    plan: Path
    seconds: Seconds
    conflicts: tuple[Conflict, ...] = ()
    late: bool = False
    fixes: FixSearch = NO_FIXES


def read(*paths: AnyPath, first: int = 1, of_sites: Mapping[Path, str] = NO_SITES, term: str = "") -> Instance:
    """What the input workbooks say, merged, checked and complete. Pins of cycles before `first`, which have ended, are
    left out. Of a site's file (`of_sites`) the site's teachers and their schedule count, and nothing else. `term` is
    the term to plan, where it is not the one in Settings.

    Parameters
    ----------
    paths
        workbooks, .csv files and folders
    first
        the first cycle that is still open
    of_sites
        the files that are a site's, each with the id of the site
    term
        the term to plan, "" for the one in Settings

    Raises
    ------
    InputProblems
        the input has errors: all of them, with the warnings and notes
    """
    from scheduler.intake import read_instance

    return read_instance([Path(p) for p in paths], first, of_sites, term)


def check(*paths: AnyPath, term: str = "") -> tuple[Problem, ...]:
    """Every error, warning and note of an input, in the order of its sheets."""
    from scheduler.intake import check_input

    return check_input([Path(p) for p in paths], term)


def understand(*paths: AnyPath, of_sites: Mapping[Path, str] = NO_SITES, term: str = "") -> Understood:
    """What was understood of an input, right or wrong: its sheets and columns, and all that `check` says."""
    from scheduler.intake.understood import understand_input

    return understand_input([Path(p) for p in paths], of_sites, term)


def understand_site_file(own: Path, others: Sequence[Path], site: str, of_sites: Mapping[Path, str]) -> Understood:
    """What was understood of one site's file beside the others, in words that tell nothing of what is in those.

    Parameters
    ----------
    own
        the site's file
    others
        the files of the district and of other sites
    site
        the id of the site
    of_sites
        the files that are a site's, each with the id of the site
    """
    from scheduler.intake.understood import understand_site_file as understand

    return understand(own, others, site, of_sites)


def states_of(understood: Understood) -> UnderstoodStates:
    """What each person does in each slot, and who there is; nothing where the input has an error."""
    from scheduler.intake.states import understood_states

    bad = any(problem.level == "error" for problem in understood.problems)
    return understood_states(None if bad else understood.instance)


def write_understood(instance: Instance, path: AnyPath) -> Path:
    """Write what was understood of an input: a sheet a site, a row a person, a column a period.

    Raises
    ------
    OSError
        the file cannot be written; nothing is then changed
    """
    from scheduler.domain.person_lines import person_lines
    from scheduler.export.files import write_all
    from scheduler.export.understood import understood_workbook

    write_all({Path(path): understood_workbook(instance, person_lines(instance))})
    return Path(path)


def term_of(plan: AnyPath) -> str:
    """The term that a plan is for, by its Summary; "" where it names none."""
    from scheduler.intake.plan.plan_workbook import term_of_plan

    return term_of_plan(Path(plan))


def export_kinds(path: AnyPath) -> tuple[str, ...]:
    """The kinds of export of a student information system that a file is; () where it is an input, or neither."""
    from scheduler.intake.imports import export_kinds as kinds_of

    return kinds_of(Path(path))


def import_export(
    paths: Sequence[AnyPath],
    *,
    kind: str = "",
    term: str = "",
    map_file: AnyPath | None = None,
    since: AnyPath | None = None,
    today: datetime.date | None = None,
) -> Imported:
    """What an export of a student information system says, as the sheets of an input workbook, with its questions.

    Parameters
    ----------
    paths
        files, folders and .zips of one export; a district's .ics may be among them
    kind
        oneroster, clever, powerschool, campus, aeries, skyward, board, ics or other; "" finds it out
    term
        the term to take by its name, id, abbreviation or letter; "" takes the one that holds today, else the first
    map_file
        a workbook that an import wrote, whose sheet Map was edited
    since
        the workbook of the last import: what people added to it is kept
    today
        the date that decides between terms where none is asked for; by default that of this machine

    Raises
    ------
    InputProblems
        a file cannot be read, none is of a kind that is known, or there is no such term
    """
    from scheduler.intake.imports import import_export as import_them

    return import_them(
        [Path(p) for p in paths],
        today=today or datetime.date.today(),
        kind=kind,
        term=term,
        map_file=None if map_file is None else Path(map_file),
        since=None if since is None else Path(since),
    )


def write_import(imported: Imported, path: AnyPath) -> Path:
    """Write the workbook of an import, whole or not at all.

    Raises
    ------
    OSError
        the file cannot be written; nothing is then changed
    """
    from scheduler.export import write_import as write_it

    write_it(imported, Path(path))
    return Path(path)


def sites_together(instance: Instance) -> tuple[tuple[str, ...], ...]:
    """The sites in sets that share coaches: each set is planned by itself."""
    from scheduler.engine import parts_of

    return tuple(tuple(part.sites) for part in parts_of(instance))


def rule_names() -> tuple[str, ...]:
    """The rules that there are, in their order."""
    from scheduler.rules import RULES

    return tuple(RULES)


def solve(
    instance: Instance,
    *,
    seed: int = 0,
    time_limit: float | None = None,
    workers: int = 1,
    progress: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
) -> Solution:
    """The best plan that can be found, audited, with the bound that is proven for it.

    The same instance and seed give the same plan, whatever the workers, unless `time_limit` (seconds) or `stop` ends
    the search.

    Parameters
    ----------
    instance
        the input
    seed
        the seed of the search
    time_limit
        seconds for the search, None for no limit
    workers
        how many processes work at a time
    progress
        hears how far it has come
    stop
        ends it early when it is set

    Raises
    ------
    BrokenPlan
        the plan does not hold: an error of this program, never of the input
    """
    from scheduler.engine import solve_instance

    result = solve_instance(
        instance,
        score_of,
        seed=seed,
        time_limit=time_limit,
        workers=workers,
        progress=progress,
        stop=stop,
        judge=judge,
    )
    return audited(instance, result.plan, result.bound, seed)


def audit(instance: Instance, plan: Plan) -> Audit:
    """What is true of a plan by the rules alone, whoever made it: what it breaks, where it falls short, its score."""
    from scheduler.checker import audit_plan

    return audit_plan(instance, plan)


def explain(
    instance: Instance,
    solution: Solution,
    *,
    seconds: float | None = None,
    stop: threading.Event | None = None,
    cells: bool = True,
) -> tuple[Conflict, ...]:
    """Which Required rules cannot hold together, where a plan falls short of one, and with `cells` the cells that each
    conflict is made of. `seconds` or `stop` end the search early: then there may be more.

    Parameters
    ----------
    instance
        the input
    solution
        the plan with its audit and bound
    seconds
        how long it may take, None for no limit
    stop
        ends it early when it is set
    cells
        whether to name the cells, which takes longer
    """
    if solution.score.required == 0:
        return ()
    from scheduler.explain import conflicts_of

    return conflicts_of(instance, solution.audit, solution.bound, seconds=seconds, stop=stop, cells=cells)


def fixes(
    paths: Sequence[AnyPath],
    instance: Instance,
    solution: Solution,
    conflicts: Sequence[Conflict],
    *,
    of_sites: Mapping[Path, str] = NO_SITES,
    term: str = "",
    seed: int = 0,
    seconds: float | None = None,
    stop: threading.Event | None = None,
) -> FixSearch:
    """The changes of cells with which Required falls short by less, the cheapest first, each solved and audited.

    Parameters
    ----------
    paths
        the files of the input, as `read` takes them: a fix is rows of its sheet Scenarios
    instance, solution, conflicts
        the input as it was read, its plan, and what `explain` says of it
    seconds
        for the search; None for a limit of work that repeats

    Raises
    ------
    BrokenPlan
        a plan that was made with a fix does not hold: an error of this program
    """
    if not conflicts:
        return NO_FIXES
    from scheduler.explain.fixes import Tools, find_fixes
    from scheduler.intake.scenarios.scenario_sheet import ScenarioBuilder

    study = ScenarioBuilder([Path(p) for p in paths], of_sites, term)
    study.base()
    deadline = None if seconds is None else time.monotonic() + seconds

    def solved(part: Instance, work: float, limit: float | None) -> Solution:
        from scheduler.engine import solve_part

        result = solve_part(part, score_of, seed=seed, time_limit=limit, stop=stop, work=work)
        return audited(part, result.plan, result.bound, seed)

    return find_fixes(instance, solution, conflicts, Tools(study.changed, solved, score_of, deadline, stop))


def score_of(instance: Instance, plan: Plan) -> Score:
    """What a plan scores by the rules alone: the judge that the engine is given, which knows no rule's measure."""
    return audit(instance, plan).score


def judge(instance: Instance, plan: Plan) -> Score | None:
    """What a plan scores by the rules alone; None where it breaks what holds in every plan."""
    found = audit(instance, plan)
    return None if found.violations else found.score


def write(
    instance: Instance,
    solution: Solution,
    path: AnyPath,
    by_site: AnyPath | None = None,
    *,
    reader: Reader = PLANNER,
    conflicts: Sequence[Conflict] | None = None,
    fixes: FixSearch = NO_FIXES,
) -> tuple[Path, ...]:
    """Write the plan workbook, whole or not at all; with a folder `by_site`, also a workbook a site. The files written.

    For a `reader` who is not the planner it holds only what that reader may see. `conflicts` are those of the plan;
    they are found where they are not given. `fixes` are what ends them.

    Parameters
    ----------
    instance
        the input
    solution
        the plan with its audit and bound
    path
        the workbook to write
    by_site
        the folder for the workbooks by site, None for none
    reader
        for whom it is written
    conflicts
        the Required rules that cannot hold together, None to look for them
    fixes
        the changes that end that

    Raises
    ------
    UnknownReader
        the input has no such site, coach or teacher
    OSError
        a file cannot be written; nothing is then changed
    """
    from scheduler.export import write_plan

    found = explain(instance, solution) if conflicts is None else conflicts
    return write_plan(
        instance,
        solution,
        Path(path),
        by_site=None if by_site is None else Path(by_site),
        reader=reader_of(instance, reader),
        conflicts=found,
        fixes=fixes,
    )


def tables(instance: Instance, solution: Solution) -> Mapping[str, DataFrame]:
    """The tables of a plan as pandas DataFrames, by the name of their sheet: Rules, Release periods, Assignments,
    Sessions, Reserved time, Unscheduled, with the columns and cells of the plan workbook."""
    from scheduler.views.frames import plan_frames

    return plan_frames(instance, solution)


def matrix(comparison: Comparison) -> DataFrame:
    """Scenarios side by side as a pandas DataFrame: a row a figure, a column a scenario."""
    from scheduler.views.frames import matrix_frame

    return matrix_frame(comparison)


def read_back(path: AnyPath, instance: Instance) -> PlanReading:
    """A plan workbook as rows that fit the instance, with what it claims about itself.

    Raises
    ------
    InputProblems
        the workbook cannot be read as a plan, or is one that was redacted for a reader
    """
    from scheduler.intake import read_plan

    reading = read_plan(Path(path), instance)
    if reading.claims.redacted:
        raise InputProblems((problem_of(plan_messages.REDACTED_PLAN, Place(Path(path).name, "Summary")),))
    return reading


def solve_files(
    inputs: Sequence[AnyPath],
    plan: AnyPath,
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
    cache: AnyPath | None = None,
    site: str = "",
    of_sites: Mapping[Path, str] = NO_SITES,
    term: str = "",
) -> SolveRun:
    """Read the inputs, solve, audit and write the plan to `plan`.

    `time_limit` is of all of it, counted from `began` (a reading of `time.perf_counter`, now by default): what
    auditing and writing will take is kept back from the solve. `on_step` hears of each step as it begins. The plan
    workbook holds what the `reader` may see. `cache` is a folder in which the answers for parts are kept: a part that
    has not changed since is not solved again. With a `site` that site alone is planned: only its rows count, and its
    coaches. Of files that are a site's (`of_sites`), nothing else counts than that site's teachers and their schedule.
    `term` is the term to plan, where it is not the one in Settings.

    Parameters
    ----------
    inputs
        the input: workbooks, .csv files and folders
    plan
        the plan workbook to write
    by_site
        the folder for the workbooks by site, None for none
    reader
        for whom it is written
    seed
        the seed of the search
    time_limit
        seconds for all of it, None for no limit
    workers
        how many processes work at a time
    began
        when it began, as `time.perf_counter` reads; None for now
    on_step
        hears of each step as it begins
    progress
        hears how far it has come
    stop
        ends it early when it is set
    cache
        the folder of answers, None for none
    site
        the site to plan alone, "" for all
    of_sites
        the files that are a site's, each with the id of the site
    term
        the term to plan, "" for the one in Settings

    Raises
    ------
    InputProblems
        the input has errors, or the site is not planned alone
    UnknownReader
        the input has no such site, coach or teacher; nothing is solved
    BrokenPlan
        an error of this program; the inputs and the plan are saved beside `plan`, in a .zip
    OSError
        the plan cannot be written
    """
    start, worked = time.perf_counter(), time.process_time()
    began = start if began is None else began
    target = Path(plan)

    on_step("read")
    paths = [Path(p) for p in inputs]
    instance = read_site(paths, site, of_sites, term) if site else read(*inputs, of_sites=of_sites, term=term)
    reader = reader_of(instance, reader)
    after_read = time.perf_counter()
    slow = slowness(after_read - start, time.process_time() - worked)

    on_step("solve")
    from scheduler.engine import solve_instance
    from scheduler.engine.result_cache import ResultCache  # an input with errors never waits for the solver's import

    result = solve_instance(
        instance,
        score_of,
        seed=seed,
        time_limit=None if time_limit is None else solve_seconds(instance, time_limit, began, after_read - start, slow),
        workers=workers,
        progress=progress,
        stop=stop,
        cache=None if cache is None else ResultCache(Path(cache)),
        judge=judge,
    )
    after_solve = time.perf_counter()

    on_step("audit")
    try:
        solution = audited(instance, result.plan, result.bound, seed)
    except BrokenPlan as broken:
        options = {"seed": seed, "time limit": time_limit, "workers": workers}
        broken.saved = bug_report.save(target, [Path(p) for p in inputs], result.plan, broken.findings, options)
        raise
    after_audit = time.perf_counter()

    conflicts = explain_within(instance, solution, time_limit, began, on_step=on_step, stop=stop)
    left = None if time_limit is None else time_limit - (time.perf_counter() - began)
    ends = fixes(
        paths,
        instance,
        solution,
        conflicts,
        of_sites=of_sites,
        term=term,
        seed=seed,
        stop=stop,
        seconds=None if left is None else max(0.0, left * SHARE_OF_FIXES),
    )
    after_explaining = time.perf_counter()

    on_step("write")
    write(instance, solution, target, by_site, reader=reader, conflicts=conflicts, fixes=ends)
    end = time.perf_counter()
    seconds = Seconds(
        read=after_read - start,
        solve=after_solve - after_read,
        audit=after_audit - after_solve,
        write=end - after_explaining,
        all=end - began,
        explain=after_explaining - after_audit,
    )
    late = result.late and time_limit is not None and seconds.all > time_limit
    return SolveRun(instance, solution, target, seconds, conflicts, late, ends)


def explain_within(
    instance: Instance,
    solution: Solution,
    time_limit: float | None,
    began: float,
    *,
    on_step: Callable[[RunStep], None] = lambda _step: None,
    stop: threading.Event | None = None,
) -> tuple[Conflict, ...]:
    """Which Required rules cannot hold together, in its share of what is left of a time limit.

    Parameters
    ----------
    instance
        the input
    solution
        the plan with its audit and bound
    time_limit
        seconds for all of the run, None for no limit
    began
        when the run began, as `time.perf_counter` reads
    on_step
        hears of the step, where there is something to explain
    stop
        ends it early when it is set
    """
    if solution.audit.score.required:
        on_step("explain")
    left = None if time_limit is None else time_limit - (time.perf_counter() - began)
    seconds = None if left is None else max(LEAST_SOLVE_SECONDS, left * SHARE_OF_EXPLAINING)
    return explain(instance, solution, seconds=seconds, stop=stop)


def slowness(seconds: float, worked: float) -> float:
    """How many times longer than its own work something took, on a machine with other things to do; at least 1."""
    return max(1.0, seconds / worked) if worked > LEAST_WORK_TO_JUDGE_BY else 1.0


def solve_seconds(instance: Instance, time_limit: float, began: float, read_seconds: float, slow: float = 1.0) -> float:
    """What is left of the limit for the engine, when the steps after it have had theirs, which are `slow` times slower
    than on a machine that has nothing else to do.

    Parameters
    ----------
    instance
        the input
    time_limit
        seconds for all of it
    began
        when it began, as `time.perf_counter` reads
    read_seconds
        how long reading took
    slow
        how many times slower the machine is than when it is idle
    """
    rows = len(instance.enrollments) + sum(_sessions_due(instance))
    reserve = max(
        slow * (LEAST_RESERVE_SECONDS + RESERVE_SECONDS_PER_ROW * rows),
        RESERVE_SHARE_OF_READING * read_seconds,
    )
    left = time_limit - (time.perf_counter() - began) - reserve
    return max(LEAST_SOLVE_SECONDS, left)


def _sessions_due(instance: Instance) -> list[int]:
    """The sessions due over the year, an enrollment each: rows that the plan will have, placed or unscheduled."""
    programs = instance.programs
    return [
        programs[e.program].cycles * sum(s.count for s in programs[e.program].sessions) for e in instance.enrollments
    ]


def audited(instance: Instance, plan: Plan, bound: Score, seed: int) -> Solution:
    """The plan with its audit; a plan that does not hold never leaves.

    Parameters
    ----------
    instance
        the input
    plan
        the plan
    bound
        the score that no plan is better than
    seed
        the seed of the search
    """
    result = audit(instance, plan)
    findings = tuple(str(v) for v in result.violations) + _below_bound(result.score, bound)
    if findings:
        raise BrokenPlan(findings, plan)
    return Solution(plan, result, bound, seed)


def _below_bound(score: Score, bound: Score) -> tuple[str, ...]:
    """A score better than what was proven best shows that the proof is wrong."""
    for level, reached, proven in zip(LEVELS, score, bound, strict=True):
        if reached < proven:
            return (f"[bound] {level}: the plan's score is {reached}, below the proven bound {proven}",)
        if reached > proven:
            break  # below a level that is not proven, bounds claim nothing
    return ()
