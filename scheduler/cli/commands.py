"""What each command does: call the pipeline, print, and give the exit code of the contract."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from scheduler import pipeline
from scheduler.cli import screen
from scheduler.cli.interrupt import run_interruptibly
from scheduler.cli.progress import display
from scheduler.cli.words import replan_json
from scheduler.domain.conflict import FixSearch
from scheduler.domain.problem import InputProblems, Problem
from scheduler.domain.reader import PLANNER, Reader, UnknownReader, reader_named
from scheduler.domain.score import Score
from scheduler.keeping import Keeping, replan_files

FINE, FAILED, BAD_INPUT, SHORT, BROKEN = 0, 1, 3, 4, 5


class _Unreadable(click.ClickException):
    """The operating system would not let the input be read."""

    exit_code = BAD_INPUT


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
    keeping: Keeping | None = None  # of a re-plan
    term: str = ""


def reader(text: str, by_site: Path | None) -> Reader:
    """For whom the workbook is."""
    try:
        found = reader_named(text)
    except UnknownReader as error:
        raise click.UsageError(f"--for: {error}") from error
    if by_site is not None and not found.sees_all:
        raise click.UsageError(f"--by-site: {found} gets one workbook; a workbook a site is for the planner")
    return found


def new(path: Path, model: str | None) -> None:
    """Write a template workbook."""
    from scheduler.export import write_template

    check_target(path, "PATH")
    if path.exists():
        raise click.UsageError(f"{path} exists already; choose another name, or move it away first")
    try:
        write_template(path, model)
    except OSError as error:
        raise click.ClickException(str(error)) from error
    out = screen.console()
    out.print(f"Wrote {path}. Fill it in, then: coach check {path}", soft_wrap=True)


def check(
    inputs: Sequence[Path],
    as_json: bool,
    *,
    states: bool = False,
    target: Path | None = None,
    term: str = "",
) -> int:
    """Print every problem of the input; with `states` also what was understood, and write it to `target`.

    Parameters
    ----------
    inputs
        the input: workbooks, .csv files and folders
    as_json
        whether to print JSON
    states
        whether to print what was understood
    target
        the workbook of what was understood, None for none
    term
        the term to plan, "" for the one in Settings
    """
    if target is not None:
        if not states:
            raise click.UsageError("-o needs --states: it is what was understood that is written")
        check_target(target, "-o")
        check_not_an_input(target, inputs)
    understood = pipeline.understand(*inputs, term=term)
    problems = understood.problems
    bad = any(p.level == "error" for p in problems)
    instance = None if bad else understood.instance
    if target is not None and instance is not None:
        try:
            pipeline.write_understood(instance, target)
        except OSError as error:
            raise file_failure("write", error) from error
    if as_json:
        found: dict[str, object] = {"problems": [problem_json(p) for p in problems]}
        print_json(found | (dict(pipeline.states_of(understood).as_lists()) if states else {}))
        return BAD_INPUT if bad else FINE
    out = screen.console()
    if states and instance is not None:
        screen.show_states(out, instance)
    screen.show_problems(out, problems)
    out.print(not_ready(problems) if bad else screen.ready(problems))
    if target is not None and instance is not None:
        out.print(f"Wrote {target}.", soft_wrap=True)
    return BAD_INPUT if bad else FINE


def solve(options: SolveOptions, as_json: bool, began: float) -> int:
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
        if as_json:
            print_json({"problems": [problem_json(p) for p in refusal.problems]})
        else:
            screen.show_problems(err, refusal.problems)
            err.print(not_ready(refusal.problems))
        return BAD_INPUT
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


def refuse(refusal: InputProblems, as_json: bool) -> int:
    """Print why an input is refused."""
    if as_json:
        print_json({"problems": [problem_json(p) for p in refusal.problems]})
    else:
        err = screen.console(stderr=True)
        screen.show_problems(err, refusal.problems)
        err.print(not_ready(refusal.problems))
    return BAD_INPUT


def file_failure(step: pipeline.RunStep, error: OSError) -> click.ClickException:
    """The error of a file as a message for the terminal, with the exit code of its step."""
    if step == "read":
        return _Unreadable(f"the input could not be read: {error}")
    return click.ClickException(str(error))  # export's messages name the file and what to do


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


def exit_code(score: Score) -> int:
    """The exit code of a score: `SHORT` where a Required rule is missed."""
    return SHORT if score.required else FINE


def print_json(value: dict[str, object]) -> None:
    """Print a value as JSON on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def problem_json(problem: Problem) -> dict[str, object]:
    """A problem with the keys that the contract names."""
    return {
        "code": problem.code,
        "level": problem.level,
        "file": problem.file,
        "sheet": problem.sheet,
        "cell": problem.cell,
        "text": problem.text,
        "fix": problem.mend,
    }


def not_ready(problems: Sequence[Problem]) -> str:
    """The sentence that counts what keeps an input from being solved."""
    from scheduler.cli.words import tally

    return f"Not ready to solve: {tally(problems)}. Fix the errors and try again."


def check_target(path: Path, name: str) -> None:
    """Refuse, before any work, a file that could not be written or would not open as a workbook."""
    if path.is_dir():
        raise click.UsageError(f"{name}: {path} is a folder; name a file in it, such as {path / 'plan.xlsx'}")
    if path.suffix.lower() != ".xlsx":
        raise click.UsageError(f"{name}: {path} must end in .xlsx")
    if not path.parent.is_dir():
        raise click.UsageError(f"{name}: there is no folder {path.parent}")
    if not os.access(path.parent, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
        raise click.UsageError(f"{name}: {path} may not be written")


def check_not_an_input(plan: Path, inputs: Sequence[Path]) -> None:
    """Refuse an output file that is one of the inputs."""
    target = plan.resolve()
    for source in inputs:
        if target == source.resolve():
            raise click.UsageError(f"-o: {plan} is an input; a plan never overwrites one")
        if source.is_dir() and target.is_relative_to(source.resolve()):
            raise click.UsageError(f"-o: {plan} is inside the input folder {source}, and would be read as an input")
