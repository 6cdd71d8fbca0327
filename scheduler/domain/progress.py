"""How far a solve has come: what a terminal or a page shows while it runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scheduler.domain.score import Score

Stage = Literal["quick", "staffing", "rotation", "calendar", "refining"]


@dataclass(frozen=True, slots=True)
class Progress:
    """The state of a solve at one moment.

    `sites` are the ids of the part that `stage` is about; `done` of `parts` independent parts are finished, and `busy`
    of them are under way. `score` is what a stop now would give, of all parts together; None before each of them has a
    plan. `bound` is what is proven for all of them; None while of one nothing is. `seconds` are since the solve began.
    """

    stage: Stage
    sites: tuple[str, ...] = ()
    done: int = 0
    parts: int = 1
    busy: int = 1
    score: Score | None = None
    bound: Score | None = None
    seconds: float = 0.0
