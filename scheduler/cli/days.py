"""`coach days`: what each date of the year is, as lines on the terminal or as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from scheduler.cli import screen
from scheduler.cli.outcomes import BAD_INPUT, FINE, check_not_an_input, check_target, file_failure, print_json, refuse
from scheduler.cli.sentences import printable
from scheduler.domain.problem import InputProblems
from scheduler.domain.year import Date, DayRow, YearOfDays
from scheduler.pipeline.days import NoSuchSite, NoYear, days_of_files, write_days
from scheduler.wording import count

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class _YearNeeded(click.ClickException):
    """The input says neither when the year begins nor when it ends."""

    exit_code = BAD_INPUT


def show_days(inputs: Sequence[Path], site: str, as_json: bool, *, target: Path | None = None, term: str = "") -> int:
    """Print what each date of the year is, and write it to `target`; the exit code.

    Parameters
    ----------
    inputs
        the input: workbooks, .csv files and folders
    site
        the id of a site, "" for all
    as_json
        whether to print JSON
    target
        the workbook to write, None for none
    term
        the term to plan, "" for the one in Settings
    """
    if target is not None:
        check_target(target, "-o")
        check_not_an_input(target, inputs)
    try:
        year = days_of_files(inputs, site, term)
    except InputProblems as refusal:
        return refuse(refusal, as_json)
    except OSError as error:
        raise file_failure("read", error) from error
    except NoSuchSite as error:
        raise click.UsageError(f"--site: {error}") from error
    except NoYear as error:
        raise _YearNeeded(f"{error}. Add both to Settings, like 2026-08-10 and 2027-05-28.") from error
    if target is not None:
        try:
            write_days(year, target)
        except OSError as error:
            raise file_failure("write", error) from error
    if as_json:
        print_json(_json(year))
        return FINE
    out = screen.console()
    _show(out, year)
    if target is not None:
        out.print(f"Wrote {target}.", soft_wrap=True)
    return FINE


def _json(year: YearOfDays) -> dict[str, object]:
    return {
        "first_day": year.first.isoformat(),
        "last_day": year.last.isoformat(),
        "day_rotation": year.rotation,
        "days_in_session": len(year.in_session),
        "cycles": [
            {
                "cycle": c.cycle,
                "first_day": c.first.isoformat(),
                "last_day": c.last.isoformat(),
                "school_days": year.school_days(c),
            }
            for c in year.cycles
        ],
        "days": [
            {
                "date": row.date.isoformat(),
                "weekday": row.weekday,
                "site": row.site,
                "in_session": row.in_session,
                "week": row.week,
                "day": row.day,
                "cycle": row.cycle,
                "turn": row.turn,
                "bell_schedule": row.bell,
                "event": row.event,
            }
            for row in year.rows
        ],
    }


def _show(out: Console, year: YearOfDays) -> None:
    sites = len({row.site for row in year.rows})
    has_gaps = any(row.in_session and row.cycle is None for row in year.rows)
    table = Table(box=None, pad_edge=False, header_style="bold")
    has_bells = any(row.in_session and row.bell != year.bells[row.site] for row in year.rows)
    headings = ["date", "day", *(["week"] if year.weeks > 1 else []), "cycle"]
    headings += [*(["bell schedule"] if has_bells else []), "event"]
    for heading in [*headings, *(["sites"] if sites > 1 else [])]:
        table.add_column(heading, no_wrap=True)
    for members, row in _alike(year):
        week = [str(row.week or "")] if year.weeks > 1 else []
        cycle = str(row.cycle or ("none" if has_gaps and row.in_session else ""))
        cells = [
            f"{row.weekday} {written(row.date)}",
            (row.day or "no label") if row.in_session else "no school",
            *week,
            cycle if row.in_session else "",
            *([row.bell] if has_bells else []),
            row.event,
        ]
        where = [] if sites == 1 else ["all" if len(members) == sites else ", ".join(members)]
        table.add_row(*(printable(cell) for cell in (*cells, *where)))
    out.print(table)
    out.print()
    how = (
        "Each date has its weekday's label"
        if year.rotation == "Weekdays"
        else "Labels follow one another over school days"
    )
    out.print(f"{how}. {count(len(year.in_session), 'date')} in session.", soft_wrap=True)
    for c in year.cycles:
        days = count(year.school_days(c), "school day")
        out.print(f"Cycle {c.cycle}: {written(c.first)} to {written(c.last)}, {days}", soft_wrap=True)


def _alike(year: YearOfDays) -> Iterator[tuple[list[str], DayRow]]:
    """The rows of each date, those that differ in nothing but the site as one, with the sites. A bell schedule is named
    where it is not the site's usual one."""
    for _, own in groupby(year.rows, key=lambda row: row.date):
        found: dict[DayRow, list[str]] = {}
        for row in own:
            bell = "" if row.bell == year.bells[row.site] else row.bell
            found.setdefault(replace(row, site="", bell=bell), []).append(row.site)
        for row, members in found.items():
            yield members, row


def written(date: Date) -> str:
    """A date as people in the US write it: Oct 13, 2026."""
    return f"{_MONTHS[date.month - 1]} {date.day}, {date.year}"
