"""What else could be, as a table on the terminal or as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from scheduler.cli import screen
from scheduler.cli.outcomes import BROKEN, FINE, file_failure, print_json, refuse
from scheduler.cli.sentences import printable
from scheduler.cli.why import not_holding
from scheduler.domain.instance import LEVELS, Instance, hhmm
from scheduler.domain.plan import Session
from scheduler.domain.problem import InputProblems
from scheduler.domain.why import Blocked, Options
from scheduler.pipeline.what_else import options
from scheduler.pipeline.why import read_asked
from scheduler.reasons.wishes import NoSuchThing

MOST_BLOCKED = 12  # that the terminal shows


def show_options(
    inputs: Sequence[Path],
    plan: Path,
    teacher: str,
    program: str,
    session: str,
    slot: str,
    as_json: bool,
    *,
    term: str = "",
) -> int:
    """Answer one question; the exit code.

    Parameters
    ----------
    inputs
        the input: workbooks, .csv files and folders
    plan
        the plan workbook
    teacher
        the id of the teacher who is asked about
    program
        the program, where the teacher is in several
    session
        the session that is asked about
    slot
        the coach and the time that are asked about
    as_json
        whether to print JSON
    term
        the term to plan, "" for the one in Settings
    """
    if sum(map(bool, (teacher, session, slot))) != 1:
        raise click.UsageError("ask one thing: --teacher, --session or --slot")
    if program and not teacher:
        raise click.UsageError("--program belongs to --teacher")
    try:
        asked = read_asked(inputs, plan, term=term)
    except InputProblems as refusal:
        return refuse(refusal, as_json)
    except OSError as error:
        raise file_failure("read", error) from error
    if asked.audit.violations:
        not_holding(plan, asked.audit.violations, as_json)
        return BROKEN
    try:
        found = options(asked, teacher=teacher, program=program, session=session, slot=slot)
    except NoSuchThing as error:
        raise click.UsageError(f"{error}.") from error
    if as_json:
        print_json(_json(asked.instance, found))
    else:
        _show(screen.console(), found)
    return FINE


def _json(instance: Instance, found: Options) -> dict[str, object]:
    return {
        "question": found.question,
        "score": list(found.score),
        "options": [
            {
                "option": o.text,
                "difference": list(o.difference),
                "score": list(o.score),
                "differences": [asdict(d) for d in o.differences],
                "moves": list(o.moves),
                "says": o.says,
                "pins": [_pin(instance, row) for row in o.rows],
            }
            for o in found.options
        ],
        "blocked": [asdict(b) for b in found.blocked],
        "tried": found.tried,
        "note": found.note,
        "seconds": round(found.seconds, 3),
    }


def _pin(instance: Instance, row: Session) -> dict[str, object]:
    """A row of the sheet Pins that keeps a session where an option has it."""
    return {
        "pin": "Session",
        "teacher": row.teacher,
        "program": row.program,
        "coach": row.coach,
        "cycle": row.cycle,
        "week": row.week,
        "day": instance.settings.days[row.day],
        "session": row.session,
        "start": hhmm(row.start),
    }


def _show(out: Console, found: Options) -> None:
    out.print(printable(found.question), soft_wrap=True)
    if found.options:
        table = Table(box=None, pad_edge=False, padding=(0, 1), header_style="dim")
        table.add_column("Option", overflow="fold", ratio=5)
        for level in LEVELS:
            table.add_column(level, justify="right", no_wrap=True)
        table.add_column("Says", overflow="fold", ratio=4)
        for o in found.options:
            figures = (f"{n:+d}" if n else "0" for n in o.difference)
            rules = "; ".join(f"{d.rule} {d.by:+d}" for d in o.differences)
            says = f"{o.says} {rules}" if rules else o.says
            table.add_row(printable("; then ".join((o.text, *o.moves))), *figures, printable(says))
        out.print(table)
    else:
        out.print("Nothing else is possible with everything else as it is.")
    if found.blocked:
        out.print("What cannot be:")
        for line in _lines(found.blocked):
            out.print("  " + printable(line), soft_wrap=True)
    if found.note:
        out.print(found.note)


def _lines(blocked: Sequence[Blocked]) -> list[str]:
    lines = [f"{b.text}: {b.why}" + (f" ({b.sheet}!{b.cell})" if b.cell else "") for b in blocked[:MOST_BLOCKED]]
    more = len(blocked) - MOST_BLOCKED
    return [*lines, f"and {more} more (--json lists them all)"] if more > 0 else lines
