"""How a command ends: the exit codes of the contract, JSON, inputs that are refused, files that cannot be written."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path

import click

from scheduler import pipeline
from scheduler.cli import screen
from scheduler.cli.sentences import tally
from scheduler.domain.problem import InputProblems, Problem
from scheduler.domain.score import Score

FINE, FAILED, BAD_INPUT, SHORT, BROKEN = 0, 1, 3, 4, 5


class _Unreadable(click.ClickException):
    """The operating system would not let the input be read."""

    exit_code = BAD_INPUT


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
        "fix": problem.fix,
    }


def not_ready(problems: Sequence[Problem]) -> str:
    """The sentence that counts what keeps an input from being solved."""
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
