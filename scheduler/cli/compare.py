"""What `coach compare` does: read what was asked, run the comparison, print what came of it."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from scheduler.cli import outcomes, screen, sentences
from scheduler.cli.interrupt import run_interruptibly
from scheduler.cli.progress import display
from scheduler.domain.comparison import Outcome, ScenarioEntry, ScenarioFigures
from scheduler.domain.problem import InputProblems
from scheduler.intake.scenarios.scenario_sheet import UnknownScenario
from scheduler.scenarios import compare
from scheduler.scenarios.dask_pool import Cluster, ClusterFault
from scheduler.scenarios.executor import Pool, Processes
from scheduler.scenarios.side_by_side import BadSweep, axis_of, crossed
from scheduler.wording import STATUS_WORDS

_STEP_WORDS: dict[compare.ComparisonStep, str] = {
    "read": "Reading the input and its scenarios",
    "solve": "Solving the scenarios",
    "audit": "Auditing the plans",
    "write": "Writing the plans and the comparison",
}
_STATUS_STYLE = {"optimal": "bold green", "feasible": "bold", "short": "bold red", "failed": "bold red"}
_PIPE_WIDTH = 200
_FILES = (".xlsx", ".xlsm", ".csv", ".zip")


@dataclass(frozen=True, slots=True)
class CompareOptions:
    """What `coach compare` was asked."""

    inputs: tuple[Path, ...]
    output: Path
    scenarios: tuple[str, ...] = ()
    vary: tuple[str, ...] = ()
    time_limit: float | None = None  # seconds, of the whole command
    seed: int = 0
    workers: int | None = None  # None: every core
    cluster: str = ""
    cache: Path | None = None
    scenario_limit: float | None = None  # seconds, of each part of a scenario
    term: str = ""
    cluster_key: Path | None = None


def run(options: CompareOptions, as_json: bool, began: float) -> int:
    """Compare the scenarios of an input, and print what came of it.

    Parameters
    ----------
    options
        what the command was asked
    as_json
        whether to print JSON
    began
        when it began, as `time.perf_counter` reads; None for now
    """
    request = _request(options)
    err = screen.console(stderr=True)
    stop = threading.Event()
    step: list[compare.ComparisonStep] = []
    shown = display(err, quiet=as_json)

    def on_step(name: compare.ComparisonStep) -> None:
        step.append(name)
        shown.say(_STEP_WORDS[name])

    def on_parts(done: int, all_parts: int) -> None:
        shown.say(f"Solved {done} of {all_parts}")

    def on_finished(outcome: Outcome, _figures: ScenarioFigures | None) -> None:
        score = "" if outcome.solution is None else f", {outcome.solution.score}"
        shown.say(f"{sentences.printable(outcome.scenario.name)}: {STATUS_WORDS[outcome.status]}{score}")

    def on_stop() -> bool:
        shown.say("Stopping: scenarios that are solved are kept (Ctrl-C again quits at once)")
        return step[-1:] != ["read"]

    processes = None if options.cluster else Processes(options.workers, compare.PRELOAD)  # they get ready meanwhile

    def pool() -> Pool:
        return processes or Cluster(options.cluster, options.cluster_key)

    def work() -> compare.CompareRun:
        watcher = compare.Watcher(on_step, on_parts=on_parts, on_finished=on_finished)
        return compare.compare_files(request, pool=pool, began=began, watcher=watcher, stop=stop)

    try:
        with shown:
            done = run_interruptibly(work, stop, on_stop)
    except InputProblems as refusal:
        return outcomes.refuse(refusal, as_json)
    except ClusterFault as error:
        raise click.ClickException(f"--cluster: {error}") from error
    except UnknownScenario as error:
        raise click.UsageError(f"--scenario: {error}") from error
    except OSError as error:
        raise outcomes.file_failure(step[-1] if step else "read", error) from error

    if as_json:
        outcomes.print_json(_as_json(done))
    else:
        screen.show_problems(err, done.problems)
        _show(screen.console(), done, stopped=stop.is_set())
    return _exit_code([e.outcome.status for e in done.comparison.entries])


def _request(options: CompareOptions) -> compare.Request:
    outcomes.check_target(options.output, "-o")
    outcomes.check_not_an_input(options.output, options.inputs)
    for name, path in (("-o", compare.plans_beside(options.output)), ("--cache", options.cache)):
        if path is not None and path.exists() and not path.is_dir():
            raise click.UsageError(f"{name}: {path} is a file, not a folder")
    names: list[str] = []
    workbooks: list[tuple[str, Path]] = []
    for text in options.scenarios:
        name, equals, file = text.partition("=")
        if equals and name.strip() and (Path(file).exists() or Path(file).suffix.lower() in _FILES):
            workbooks.append((name.strip(), Path(file)))
        else:
            names.append(text)
    _refuse_twice([*names, *(name for name, _ in workbooks)])
    try:
        axes = crossed(tuple(axis_of(text) for text in options.vary))
    except BadSweep as error:
        raise click.UsageError(f"--vary: {error}") from error
    return compare.Request(
        options.inputs,
        options.output,
        tuple(names) if names else None,
        tuple(workbooks),
        axes,
        options.seed,
        options.time_limit,
        options.cache,
        options.scenario_limit,
        term=options.term,
    )


def _refuse_twice(names: Sequence[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name.casefold() in seen:
            raise click.UsageError(f'--scenario: "{name}" appears twice')
        seen.add(name.casefold())


def _exit_code(statuses: Sequence[str]) -> int:
    """A failure weighs most; a scenario that misses what is Required counts even where others were stopped."""
    if "failed" in statuses:
        return outcomes.FAILED
    return outcomes.SHORT if "short" in statuses else outcomes.FINE


def _as_json(run: compare.CompareRun) -> dict[str, object]:
    comparison = run.comparison
    return {
        "scenarios": [_entry(e, run) for e in comparison.entries],
        "cheapest": comparison.cheapest or None,
        "front": [e.name for e in comparison.entries if e.on_front],
        "comparison": str(run.workbook),
        "page": str(run.page),
        "seconds": round(run.seconds, 3),
        "parts": {"solved": run.solved, "kept": run.kept, "shared": run.shared},
    }


def _entry(entry: ScenarioEntry, run: compare.CompareRun) -> dict[str, object]:
    solution = entry.outcome.solution
    told: dict[str, object] = {
        "scenario": entry.name,
        "status": entry.outcome.status,
        "score": None if solution is None else list(solution.score),
        "bound": None if solution is None else list(solution.bound),
        "plan": None if solution is None else str(run.plans[entry.name]),
    }
    if entry.outcome.reason:
        told["reason"] = entry.outcome.reason
    if entry.outcome.why:
        told["why"] = list(entry.outcome.why)
    return told


def _show(out: Console, run: compare.CompareRun, stopped: bool) -> None:
    comparison = run.comparison
    out.print()
    if stopped:
        out.print("Stopped early: the same command goes on from what is finished.")
    table = Table(box=None, pad_edge=False, padding=(0, 2), header_style="dim")
    for header, right in (
        ("Scenario", False),
        ("", False),
        ("Score", True),
        ("Cost", True),
        ("Hours a week", True),
        ("Keep their coach", True),
        ("", False),
    ):
        table.add_column(header, justify="right" if right else "left", overflow="fold")
    for entry in comparison.entries:
        table.add_row(*_row(entry, comparison.cost_is, entry.name == comparison.cheapest))
    if not out.is_terminal:
        out.width = _PIPE_WIDTH  # one line a scenario, whoever reads it
    out.print(table)
    out.print()
    for sentence in comparison.sentences:
        out.print(Text(sentences.printable(sentence)), soft_wrap=not out.is_terminal)
    out.print()
    out.print(Text("Comparison: ").append(str(run.workbook), style="bold"), soft_wrap=True)
    out.print(Text("Page: ").append(str(run.page), style="bold"), soft_wrap=True)
    shared = [f"{run.shared} shared"] if run.shared else []
    kept = [f"{run.kept} from an earlier run"] if run.kept else []
    parts = ", ".join([f"{run.solved} solved", *shared, *kept])
    out.print(f"{run.seconds:.1f} s ({parts})", style="dim")


def _row(entry: ScenarioEntry, cost_is: str, cheapest: bool) -> list[Text | str]:
    status = Text(STATUS_WORDS[entry.outcome.status], style=_STATUS_STYLE.get(entry.outcome.status, ""))
    name = sentences.printable(entry.name)
    figures = entry.figures
    if figures is None:
        return [name, status, "", "", "", "", ""]
    cost = f"{figures.cost:,.0f}" if cost_is == "cost" else f"{figures.coach_periods} periods"
    kept = "" if figures.kept is None else f"{figures.kept} of {figures.kept_of}"
    marks = ", ".join(
        mark for mark, holds in (("cheapest that will do", cheapest), ("on the front", entry.on_front)) if holds
    )
    return [name, status, str(figures.score), cost, f"{figures.hours_a_week:,.1f}", kept, marks]
