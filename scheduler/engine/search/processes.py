"""The worker processes of the program, for the parts of a district and for scenarios alike.

A worker is told from outside to give back its best plan so far, and ends when nobody waits for it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.forkserver import ensure_running
from multiprocessing.queues import SimpleQueue
from multiprocessing.synchronize import Event as ProcessEvent
from typing import Any, ParamSpec, TypeVar

SECONDS_BETWEEN_LOOKS = 0.1
FORKS = hasattr(signal, "pthread_sigmask")

P = ParamSpec("P")
T = TypeVar("T")

_stop: ProcessEvent | None = None  # of this worker process
_reports: SimpleQueue[object] | None = None  # what it tells its parent


class WorkerPool:
    """Worker processes of this machine, which begin with the first call. With `preload`, names of modules, what they
    need is imported once for all of them, where the system can fork, by a process that begins with this object."""

    def __init__(self, width: int, preload: Sequence[str] = ()) -> None:
        self.width = width
        self._context = context()
        if preload:
            self._context.set_forkserver_preload(list(preload))
            if FORKS:
                ensure_running()
        self._stop, self._reports = self._context.Event(), self._context.SimpleQueue()
        self._pool: ProcessPoolExecutor | None = None

    def call(self, work: Callable[P, T], *args: P.args, **options: P.kwargs) -> Future[T]:
        """Begin some work in a worker process."""
        if self._pool is None:
            begin_with = self._stop, self._reports
            self._pool = ProcessPoolExecutor(self.width, self._context, initializer=begin, initargs=begin_with)
        return self._pool.submit(work, *args, **options)

    def reports(self) -> Iterator[Any]:
        """Yield what the workers have told since the last time."""
        while not self._reports.empty():
            yield self._reports.get()

    def stop(self) -> None:
        """Ask the work that runs for its best plan so far."""
        self._stop.set()

    def close(self) -> None:
        """End the worker processes, and drop what none of them has begun; the next call begins new ones."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None


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
    if said():
        stop.set()

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
