"""What a peer hands back: a plan, what it says it has proven, and when."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from scheduler.domain.plan import Plan

Bound = tuple[int | None, int | None, int | None]  # by level, Required first; None where the peer says nothing
UNKNOWN: Bound = (None, None, None)


class Missing(Exception):
    """A peer that is not installed here; the text says what installs it."""


@dataclass(frozen=True)
class PeerResult:
    """The answer of one peer. Seconds count from the call of `solve`; None: it never came to that.

    `proven` has for each level the seconds at which its least shortfall was proven, of the peer's own model; `note`
    says where that model differs from the contract.
    """

    plan: Plan | None
    bound: Bound = UNKNOWN
    first: float | None = None
    best: float | None = None
    proven: tuple[float | None, float | None, float | None] = (None, None, None)
    note: str = ""

    @property
    def proof(self) -> float | None:
        """Seconds at which the last level was proven; None where one was not."""
        times = [t for t in self.proven if t is not None]
        return max(times) if len(times) == len(self.proven) else None


@dataclass
class Clock:
    """Counts from its making, and remembers when the first plan and the best one were found."""

    began: float = field(default_factory=time.perf_counter)
    first: float | None = None
    best: float | None = None

    @property
    def now(self) -> float:
        """Seconds since the search began."""
        return time.perf_counter() - self.began

    def better(self) -> None:
        """A better plan was found now."""
        self.best = self.now
        self.first = self.best if self.first is None else self.first
