"""The options of `coach solve --keep`: what a re-plan goes on from."""

from __future__ import annotations

import re
from pathlib import Path

import click

from scheduler.cli.outcomes import (
    check_not_an_input,
)
from scheduler.domain.replan import Order
from scheduler.pipeline.replan import ReplanRequest

_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}/\d{2,4}")


def replan_options(
    keep: Path | None, first: str | None, order: Order | None, ladder: bool, target: Path, cache: Path | None
) -> ReplanRequest | None:
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
    return ReplanRequest(keep, cycle_named(first) or 1, order or "required", ladder)


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
