"""`coach check`: every problem of an input, and with --states what was understood of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from scheduler import pipeline
from scheduler.cli import screen
from scheduler.cli.outcomes import (
    BAD_INPUT,
    FINE,
    check_not_an_input,
    check_target,
    file_failure,
    not_ready,
    print_json,
    problem_json,
)


def check_files(
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
