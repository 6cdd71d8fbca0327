"""`coach new`: a template workbook to start from."""

from __future__ import annotations

from pathlib import Path

import click

from scheduler.cli import screen
from scheduler.cli.outcomes import check_target
from scheduler.export import write_template


def write_new(path: Path, model: str | None) -> None:
    """Write a template workbook."""
    check_target(path, "PATH")
    if path.exists():
        raise click.UsageError(f"{path} exists already; choose another name, or move it away first")
    try:
        write_template(path, model)
    except OSError as error:
        raise click.ClickException(str(error)) from error
    out = screen.console()
    out.print(f"Wrote {path}. Fill it in, then: coach check {path}", soft_wrap=True)
