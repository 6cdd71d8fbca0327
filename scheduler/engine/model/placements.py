"""Where a session may be held: one variable for each way, and the slots of a coach's time that it lies in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from ortools.sat.python import cp_model

from scheduler.domain.instance import ProgramSession, hhmm
from scheduler.engine.problem.index import Window


class CoachWindow(NamedTuple):
    """A window of a coach's time in one cycle."""

    coach: str
    cycle: int
    window: Window


@dataclass(frozen=True, slots=True)
class Placement:
    """One way to hold one session of one enrollment: in a window of a coach, in one cycle. `var` says whether it is."""

    enrollment: int
    session: ProgramSession
    cycle: int
    coach: str
    window: Window
    virtual: bool
    var: cp_model.IntVar

    @property
    def at(self) -> CoachWindow:
        """The coach, the cycle and the window: what one meeting takes."""
        return CoachWindow(self.coach, self.cycle, self.window)


def when(window: Window) -> str:
    """A window in the names of variables: site, week, day, period and clock times."""
    times = f"{hhmm(window.start)}-{hhmm(window.end)}"
    return f"{window.site} w{window.week} d{window.day + 1} {window.period} {times}"
