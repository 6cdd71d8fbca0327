"""`coach audit` and `coach changes`: what is true of a plan, and what it changes for whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from scheduler.cli import screen
from scheduler.cli.outcomes import (
    BROKEN,
    FINE,
    check_not_an_input,
    check_target,
    exit_code,
    file_failure,
    print_json,
    refuse,
)
from scheduler.cli.replan import cycle_named
from scheduler.cli.sentences import told_json
from scheduler.domain.problem import InputProblems
from scheduler.pipeline.audit_workbook import audit_files, changes_files


def audit_plan(
    inputs: Sequence[Path],
    plan: Path,
    keep: Path | None,
    first: str | None,
    target: Path | None,
    as_json: bool,
    term: str = "",
) -> int:
    """Check a plan workbook against its input, and the plan that it goes on from; with a target write it anew.

    Parameters
    ----------
    inputs
        the input: workbooks, .csv files and folders
    plan
        the plan workbook
    keep
        the published plan that it goes on from, None without one
    first
        the first cycle that is still open
    target
        the workbook to write anew, None for none
    as_json
        whether to print JSON
    term
        the term to plan, "" for the one in Settings
    """
    if first is not None and keep is None:
        raise click.UsageError("--from needs --keep OLD: the plan that this one goes on from")
    if target is not None:
        check_target(target, "-o")
        check_not_an_input(target, (*inputs, plan, *((keep,) if keep else ())))
    try:
        found = audit_files(inputs, plan, keep=keep, first=cycle_named(first), anew=target, term=term)
    except InputProblems as refusal:
        return refuse(refusal, as_json)
    except OSError as error:
        raise file_failure("read" if target is None else "write", error) from error
    if as_json:
        print_json(
            {
                "score": list(found.audit.score),
                "violations": [asdict(v) for v in found.violations],
                "claims": [asdict(v) for v in found.claims],
                **({} if found.change is None else {"change": asdict(found.change)}),
                **({} if found.first == 1 else {"from": found.first}),
                **({} if found.written is None else {"plan": str(found.written)}),
            }
        )
    else:
        screen.show_audit(screen.console(), plan, found)
    broken = found.violations or (found.claims and found.written is None)
    return BROKEN if broken else exit_code(found.audit.score)


def write_changes(old: Path, new: Path, inputs: Sequence[Path], target: Path, as_json: bool, term: str = "") -> int:
    """Write what changes for whom between two plans.

    Parameters
    ----------
    old
        the plan that was published
    new
        the plan that takes its place
    inputs
        the input: workbooks, .csv files and folders
    target
        the workbook to write, None for none
    as_json
        whether to print JSON
    term
        the term to plan, "" for the one in Settings
    """
    check_target(target, "-o")
    check_not_an_input(target, (*inputs, old, new))
    try:
        told = changes_files(old, new, inputs, target, term=term)
    except InputProblems as refusal:
        return refuse(refusal, as_json)
    except OSError as error:
        raise file_failure("write", error) from error
    if as_json:
        print_json({"changes": [told_json(t) for t in told], "workbook": str(target)})
    else:
        people = len({(t.role, t.person) for t in told if t.was})
        screen.console().print(f"{len(told)} rows, of {people} people, in {target}", soft_wrap=True)
    return FINE
