"""What a worker process is told from outside: to give back its best plan so far, or that nobody waits for it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Event as ProcessEvent

SECONDS_BETWEEN_LOOKS = 0.1
FORKS = hasattr(signal, "pthread_sigmask")

_stop: ProcessEvent | None = None  # of this worker process
_reports: SimpleQueue[object] | None = None  # what it tells its parent


def context() -> ForkServerContext | SpawnContext:
    """How worker processes begin: where the system can fork, from one that has imported what they need."""
    return multiprocessing.get_context("forkserver") if FORKS else multiprocessing.get_context("spawn")


def begin(stop: ProcessEvent, reports: SimpleQueue[object] | None = None) -> None:
    """A worker leaves Ctrl-C and a polite end to its parent, which passes the stop on, and ends with it, even where
    that was killed. What it has to tell goes into `reports`."""
    global _stop, _reports
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    _stop, _reports = stop, reports
    threading.Thread(target=_end_with_parent, daemon=True).start()


def stopped() -> bool:
    """Whether this worker process is to stop."""
    assert _stop is not None
    return _stop.is_set()


def report(what: object) -> None:
    """Tells the parent something, where it listens."""
    if _reports is not None:
        _reports.put(what)


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
