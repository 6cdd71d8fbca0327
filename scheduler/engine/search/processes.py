"""What a worker process is told from outside: to give back its best plan so far, or that nobody waits for it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.synchronize import Event as ProcessEvent

SECONDS_BETWEEN_LOOKS = 0.1
FORKS = hasattr(signal, "pthread_sigmask")

_stop: ProcessEvent | None = None  # of this worker process


def context() -> ForkServerContext | SpawnContext:
    """How worker processes begin: where the system can fork, from one that has imported what they need."""
    return multiprocessing.get_context("forkserver") if FORKS else multiprocessing.get_context("spawn")


def begin(stop: ProcessEvent) -> None:
    """A worker leaves Ctrl-C to its parent, which passes the stop on, and ends with it, even where that was killed."""
    global _stop  # noqa: PLW0603 - the one thing that a worker is told when it begins
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _stop = stop
    threading.Thread(target=_end_with_parent, daemon=True).start()


def stopped() -> bool:
    """Whether this worker process is to stop."""
    assert _stop is not None
    return _stop.is_set()


@contextmanager
def listening(said: Callable[[], bool]) -> Iterator[threading.Event]:
    """An event that is set soon after a stop is `said`, while the block lasts."""
    stop, over = threading.Event(), threading.Event()

    def listen() -> None:
        while not over.wait(SECONDS_BETWEEN_LOOKS):
            if said():
                stop.set()
                return

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    try:
        yield stop
    finally:
        over.set()
        listener.join()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)  # at once: there is nobody to tell of an exception, nor to take an answer
