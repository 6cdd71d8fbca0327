"""Answers to "why?" and "why not?" about a plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scheduler.domain.instance import Level, Pin
from scheduler.domain.plan import Plan, Session
from scheduler.domain.replan import Told
from scheduler.domain.score import Score

Verdict = Literal["impossible", "costs", "as good", "better", "pinned", "kept"]


@dataclass(frozen=True, slots=True)
class Hindrance:
    """What forbids something in every plan, its cell where there is one, and what would allow it."""

    text: str
    sheet: str = ""
    cell: str = ""
    fix: str = ""
    pinned: bool = False  # it is a pin


@dataclass(frozen=True, slots=True)
class Blocked:
    """Something that cannot be, who or what is in the way, and its cell where there is one."""

    text: str
    why: str
    sheet: str = ""
    cell: str = ""

    @classmethod
    def at(cls, text: str, why: str, cell: str) -> Blocked:
        """With a cell as the reader of the input gives it: "Coaches!C4".

        Parameters
        ----------
        text
            what is in the way
        why
            the reason in other words, "" without one
        cell
            the cell as it is read, "" where no cell says so
        """
        sheet, _, address = cell.rpartition("!")
        return cls(text, why, sheet, address)


@dataclass(frozen=True, slots=True)
class RuleDifference:
    """By how many units a rule falls short more (less: negative) at a site; `about` are the places where it is more."""

    rule: str
    level: Level
    by: int
    site: str
    about: str


@dataclass(frozen=True)
class Wish:
    """Another plan that is asked for: as pins, and as the one change of the plan that there is. `hindrances` are what
    forbids it in every plan, other pins among them."""

    text: str
    pins: tuple[Pin, ...]
    changed: Plan | None
    hindrances: tuple[Hindrance, ...] = ()


@dataclass(frozen=True)
class Alone:
    """The plan with the one change and everything else as it is; `breaks` is what would not hold then."""

    score: Score
    differences: tuple[RuleDifference, ...]
    breaks: tuple[str, ...]


@dataclass(frozen=True)
class Best:
    """The best plan with the wish as a pin: no plan with it scores below `bound`. `people` are the teachers
    who move in the plan that was found."""

    score: Score
    bound: Score
    proven: bool
    differences: tuple[RuleDifference, ...]
    people: int
    changes: tuple[Told, ...]


@dataclass(frozen=True)
class WhyAnswer:
    """The whole answer, in its order: whether it can be, alone, at best, and the sentence. `reasons` are those of
    missing sessions; `seconds` are wall-clock."""

    question: str
    score: Score
    possible: bool
    hindrances: tuple[Hindrance, ...]
    reasons: tuple[str, ...]
    alone: Alone | None
    best: Best | None
    verdict: Verdict
    sentence: str
    seconds: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Option:
    """Something that could be instead: by how much each level of the score is more, the score of the whole plan then,
    rule by rule, the other sessions that move for it, the rows of Sessions that are new with it, and the whole plan."""

    text: str
    difference: Score
    score: Score
    differences: tuple[RuleDifference, ...]
    moves: tuple[str, ...]
    says: str
    rows: tuple[Session, ...]
    plan: Plan


@dataclass(frozen=True)
class Options:
    """What else could be, the best first, and what could not. `note` says what was not looked at."""

    question: str
    score: Score
    options: tuple[Option, ...]
    blocked: tuple[Blocked, ...]
    tried: int
    note: str
    seconds: float
