"""The commands that know a plan: a re-plan's options, the audit, and what changes between two plans."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from scheduler import auditing
from scheduler.cli import screen
from scheduler.cli.commands import (
    BROKEN,
    FINE,
    check_not_an_input,
    check_target,
    exit_code,
    file_failure,
    print_json,
    refuse,
)
from scheduler.cli.words import told_json
from scheduler.domain.keeping import Order
from scheduler.domain.problem import InputProblems
from scheduler.keeping import Keeping

_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}/\d{2,4}")


def keeping(
    keep: Path | None, first: str | None, order: Order | None, ladder: bool, target: Path, cache: Path | None
) -> Keeping | None:
    """What a re-plan was asked; None where the plan is made from nothing.

    Parameters
    ----------
    keep
        the published plan, None without one
    first
        the first cycle that is still open
    order
        where Change stands among the levels
    ladder
        whether every order is tried
    target
        the plan to write
    cache
        the folder of answers, None for none

    Raises
    ------
    click.UsageError
        options that only a re-plan has, and none is asked for; a date; a plan that would overwrite the kept one
    """
    if keep is None:
        given = {"--from": first, "--change-after": order, "--ladder": ladder or None}
        for name, value in given.items():
            if value is not None:
                raise click.UsageError(f"{name} needs --keep PLAN: the published plan to go on from")
        return None
    if cache is not None:
        raise click.UsageError("--cache keeps whole answers for sites, and a re-plan is none; leave one of the two out")
    check_not_an_input(target, (keep,))
    return Keeping(keep, cycle_named(first) or 1, order or "required", ladder)


def cycle_named(text: str | None) -> int | None:
    """The cycle that --from names.

    Raises
    ------
    click.UsageError
        it is a date, or no whole number
    """
    if text is None:
        return None
    if text.strip().isdecimal() and int(text) >= 1:
        return int(text)
    if _DATE.fullmatch(text.strip()):
        raise click.UsageError(f"--from {text}: a date needs a year with dates, which come later; name a cycle, like 2")
    raise click.UsageError(f'--from {text}: "{text}" is not a cycle; write its number, like 2')


def audit(
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
        found = auditing.audit_files(inputs, plan, keep=keep, first=cycle_named(first), anew=target, term=term)
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


def changes(old: Path, new: Path, inputs: Sequence[Path], target: Path, as_json: bool, term: str = "") -> int:
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
        told = auditing.changes_files(old, new, inputs, target, term=term)
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
