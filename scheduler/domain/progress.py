"""How far a solve has come: what a terminal or a page shows while it runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scheduler.domain.score import Score

Stage = Literal["staffing", "rotation", "calendar", "refining"]
STAGES: tuple[Stage, ...] = ("staffing", "rotation", "calendar", "refining")


@dataclass(frozen=True, slots=True)
class Progress:
    """The state of a solve at one moment.

    `sites` are the ids of the part that is being worked on; `done` of `parts` independent parts are finished; `score`
    is of the best plan so far and `bound` what is proven so far, None before there is any; `seconds` are since the
    solve began.
    """

    stage: Stage
    sites: tuple[str, ...] = ()
    done: int = 0
    parts: int = 1
    score: Score | None = None
    bound: Score | None = None
    seconds: float = 0.0
