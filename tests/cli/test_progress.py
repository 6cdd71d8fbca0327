"""Progress is shown where it helps: a bar on a terminal, plain lines in a pipe, nothing beside JSON."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from scheduler.cli.progress import Lines, ProgressBar, Silence, display
from scheduler.domain.progress import Progress
from scheduler.domain.score import Score


def console(terminal: bool, term: str = "xterm") -> Console:
    return Console(file=io.StringIO(), force_terminal=terminal, width=120, _environ={"TERM": term})


@pytest.mark.parametrize(
    ("terminal", "term", "quiet", "kind"),
    [
        (True, "xterm", False, ProgressBar),
        (True, "xterm", True, ProgressBar),
        (True, "dumb", False, Lines),
        (False, "xterm", False, Lines),
        (False, "xterm", True, Silence),
    ],
)
def test_a_bar_is_only_for_a_terminal_that_can_redraw_a_line(
    terminal: bool, term: str, quiet: bool, kind: type
) -> None:
    assert isinstance(display(console(terminal, term), quiet), kind)


def run_through(out: Console, quiet: bool = False) -> str:
    with display(out, quiet) as shown:
        shown.say("Solving")
        shown.show(Progress("staffing", ("LHS",)))
        shown.show(Progress("staffing", ("LHS",), score=Score(0, 0, 9)))
        shown.show(Progress("calendar", ("LHS",), 1, 4, 2, Score(0, 0, 9), Score(0, 0, 7)))
    assert isinstance(out.file, io.StringIO)
    return out.file.getvalue()


def test_in_a_pipe_a_line_is_said_when_the_stage_changes() -> None:
    assert run_through(console(terminal=False)) == (
        "Solving\n"
        "Choosing release periods and caseloads (LHS)\n"
        "Laying out each coach's week (LHS); 1 of 4 parts done, 2 under way; "
        "stopping now gives 0 / 0 / 9, at best 0 / 0 / 7\n"
    )


def test_beside_json_in_a_pipe_nothing_is_said() -> None:
    assert run_through(console(terminal=False), quiet=True) == ""


def test_a_bar_shows_the_stage_and_is_gone_at_the_end() -> None:
    drawn = run_through(console(terminal=True))
    assert (
        "Laying out each coach's week (LHS); 1 of 4 parts done, 2 under way; "
        "stopping now gives 0 / 0 / 9, at best 0 / 0 / 7"
    ) in drawn
    assert drawn.endswith("\x1b[2K")  # its last line is erased
