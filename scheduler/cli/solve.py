"""`coach solve`: call the pipeline, print what came of it, and give the exit code of the contract."""

from __future__ import annotations

import os
import threading
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from scheduler import pipeline
from scheduler.cli import screen
from scheduler.cli.interrupt import run_interruptibly
from scheduler.cli.outcomes import (
    FAILED,
    check_not_an_input,
    check_target,
    exit_code,
    file_failure,
    print_json,
    refuse,
)
from scheduler.cli.progress import display
from scheduler.cli.sentences import replan_json
from scheduler.domain.conflict import FixSearch
from scheduler.domain.problem import InputProblems
from scheduler.domain.reader import PLANNER, Reader, UnknownReader, reader_named
from scheduler.pipeline.replan import ReplanRequest, replan_files

_STEP_WORDS: dict[pipeline.RunStep, str] = {
    "read": "Reading the input",
    "solve": "Solving",
    "audit": "Auditing the plan",
    "explain": "Looking for what cannot hold together, and for what would help",
    "write": "Writing the plan",
}


@dataclass(frozen=True, slots=True)
class SolveOptions:
    """What `coach solve` was asked."""

    inputs: tuple[Path, ...]
    plan: Path
    by_site: Path | None = None
    time_limit: float | None = None  # seconds, of the whole command
    seed: int = 0
    workers: int | None = None  # None: every core
    reader: Reader = PLANNER
    cache: Path | None = None
    keeping: ReplanRequest | None = None  # of a re-plan
    term: str = ""


def reader_asked(text: str, by_site: Path | None) -> Reader:
    """For whom the workbook is."""
    try:
        found = reader_named(text)
    except UnknownReader as error:
        raise click.UsageError(f"--for: {error}") from error
    if by_site is not None and not found.sees_all:
        raise click.UsageError(f"--by-site: {found} gets one workbook; a workbook a site is for the planner")
    return found


def run(options: SolveOptions, as_json: bool, began: float) -> int:
    """Solve, and print what came of it.

    Parameters
    ----------
    options
        what the command was asked
    as_json
        whether to print JSON
    began
        when it began, as `time.perf_counter` reads; None for now
    """
    check_target(options.plan, "-o")
    check_not_an_input(options.plan, options.inputs)
    if options.by_site is not None and options.by_site.exists() and not options.by_site.is_dir():
        raise click.UsageError(f"--by-site: {options.by_site} is a file, not a folder")
    err = screen.console(stderr=True)
    stop = threading.Event()
    step: list[pipeline.RunStep] = []
    shown = display(err, quiet=as_json)

    def on_step(name: pipeline.RunStep) -> None:
        step.append(name)
        shown.say(_STEP_WORDS[name])

    def on_stop() -> bool:
        shown.say("Stopping with the best plan so far (Ctrl-C again quits at once)")
        return step[-1:] != ["read"]

    def work() -> pipeline.SolveRun:
        if options.keeping is not None:
            return replan_files(
                options.inputs,
                options.plan,
                options.keeping,
                by_site=options.by_site,
                reader=options.reader,
                seed=options.seed,
                time_limit=options.time_limit,
                workers=options.workers or os.cpu_count() or 1,
                began=began,
                on_step=on_step,
                progress=shown.show,
                stop=stop,
                term=options.term,
            )
        return pipeline.solve_files(
            options.inputs,
            options.plan,
            by_site=options.by_site,
            reader=options.reader,
            seed=options.seed,
            time_limit=options.time_limit,
            workers=options.workers or os.cpu_count() or 1,
            began=began,
            on_step=on_step,
            progress=shown.show,
            stop=stop,
            cache=options.cache,
            term=options.term,
        )

    try:
        with shown:
            run = run_interruptibly(work, stop, on_stop)
    except InputProblems as refusal:
        return refuse(refusal, as_json)
    except UnknownReader as error:
        raise click.UsageError(f"--for: {error}") from error
    except pipeline.BrokenPlan as broken:
        screen.show_broken(err, broken.findings, broken.saved)
        return FAILED
    except OSError as error:
        raise file_failure(step[-1], error) from error

    solution = run.solution
    if as_json:
        print_json(
            {
                "status": solution.status,
                "score": list(solution.score),
                "bound": list(solution.bound),
                "seconds": {name: round(value, 3) for name, value in asdict(run.seconds).items()},
                "late": run.late,
                "plan": str(run.plan),
                "conflicts": [asdict(conflict) for conflict in run.conflicts],
                "fixes": fixes_json(run.fixes),
                "fixes_note": run.fixes.note,
                **({} if solution.replan is None else replan_json(solution.replan)),
            }
        )
    else:
        screen.show_problems(err, run.instance.problems)
        screen.show_run(screen.console(), run, stopped=stop.is_set())
    return exit_code(solution.score)


def fixes_json(search: FixSearch) -> list[dict[str, object]]:
    """The fixes; `changes` are rows of the sheet Scenarios."""
    return [
        {
            "fix": f"Fix {number}",
            "changes": [asdict(ask) for ask in fix.changes],
            "required_after": fix.required,
            "score_after": None if fix.score is None else list(fix.score),
            "cost": fix.cost,
            "verified": fix.verified,
            "text": fix.text,
        }
        for number, fix in enumerate(search.fixes, 1)
    ]
