"""A running solve on stderr: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars
from rich.text import Text

from scheduler.cli import sentences
from scheduler.domain.progress import Progress

PLAIN_SECONDS_BETWEEN_LINES = 10.0


class Silence:
    """Shows nothing: for `--json` in a pipe."""

    def __enter__(self) -> Silence:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def say(self, text: str) -> None:
        """Nothing."""

    def show(self, state: Progress) -> None:
        """Nothing."""


class Lines:
    """A plain line when the stage changes, and every ten seconds of a long one."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._stage = ""
        self._said = time.monotonic()

    def __enter__(self) -> Lines:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def say(self, text: str) -> None:
        """Print a line."""
        self._console.print(Text(text), soft_wrap=True)
        self._said = time.monotonic()

    def show(self, state: Progress) -> None:
        """Print a line if the stage is new or the last line old."""
        if state.stage != self._stage or time.monotonic() - self._said >= PLAIN_SECONDS_BETWEEN_LINES:
            self._stage = state.stage
            self.say(sentences.progress_line(state))


class ProgressBar:
    """One line that redraws itself, and is gone when the run ends."""

    def __init__(self, console: Console) -> None:
        self._bars = Bars(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=24),
            TimeElapsedColumn(),
            console=console,
            transient=True,
        )
        self._task = self._bars.add_task("Starting", total=None)

    def __enter__(self) -> ProgressBar:
        self._bars.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bars.stop()

    def say(self, text: str) -> None:
        """Name the step; how long it takes is not known."""
        self._bars.update(self._task, description=text, total=None)

    def show(self, state: Progress) -> None:
        """Name the stage, and fill the bar with the parts that are done."""
        total = state.parts if state.parts > 1 else None
        self._bars.update(self._task, description=sentences.progress_line(state), total=total, completed=state.done)


def display(console: Console, quiet: bool) -> Silence | Lines | ProgressBar:
    """What fits the place that stderr goes to: a bar is only for a terminal that can redraw a line."""
    if console.is_terminal and not console.is_dumb_terminal:
        return ProgressBar(console)
    return Silence() if quiet else Lines(console)
