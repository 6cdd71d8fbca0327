"""Says that work is quick, on a machine that may be slow, or busy with others, or under coverage: the fixture `within`.

Not the clock is read but the CPU time, of this process and of those that it has waited for; it is measured in the time
that a fixed piece of work takes here and now; and of three tries the best counts, as neighbors only ever slow it down.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Protocol, TypeVar

T = TypeVar("T")

UNIT_SECONDS = 0.1  # what `_unit` takes on the machine of which the tests' limits are said
TRIES = 3
CROWDED = 1.5  # how much more neighbors slow other work than the unit: they share caches, and halves of a core


class Within(Protocol):
    """The type of the fixture."""

    def __call__(self, seconds: float, work: Callable[[], T]) -> T: ...


def within(seconds: float, work: Callable[[], T]) -> T:
    """Do some work, again where it took too long, and assert that it can be done in this CPU time; what comes of it."""
    for _ in range(TRIES):
        before = cpu_seconds()
        result = work()
        used = cpu_seconds() - before
        if used <= seconds or used <= seconds * slowness() * CROWDED:
            return result
    raise AssertionError(f"it took {used:.2f} s of CPU time; {seconds} s are allowed where the machine is quiet")


def slowness() -> float:
    """How many times as long as on that machine work takes here and now; 1 where it is faster."""
    before = cpu_seconds()
    _unit()
    return max(1.0, (cpu_seconds() - before) / UNIT_SECONDS)


def cpu_seconds() -> float:
    """CPU time so far, of this process and of those that it has waited for."""
    return sum(os.times()[:4])


def _unit() -> None:
    """What programs do: objects are made, looked up, sorted, and written down."""
    found = {str(n): [n, (n,)] for n in range(115_000)}
    assert len(",".join(sorted(found, reverse=True)).split(",")) == 115_000
