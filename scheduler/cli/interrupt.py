"""Ctrl-C, or a polite end (SIGTERM), while a solve runs: the first keeps the best plan, the second quits at once."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import TypeVar

T = TypeVar("T")

INTERRUPTED = 130  # what a shell reports of a command that Ctrl-C ended
_WAKE_SECONDS = 0.2  # some systems deliver Ctrl-C only between waits


def run_interruptibly(work: Callable[[], T], stop: threading.Event, on_stop: Callable[[], bool]) -> T:
    """Run `work` in a thread of its own, so that a Ctrl-C, or a SIGTERM, is heard while the solver computes.

    The first asks `on_stop` whether there is anything to keep; if so `stop` is set, and `work` ends by itself
    with the best plan so far. A second one, or one before there is anything to keep, ends the process at once.

    Parameters
    ----------
    work
        what is run
    stop
        the event that ends it
    on_stop
        says whether there is anything to keep
    """
    outcome: list[T] = []
    failure: list[BaseException] = []
    done = threading.Event()

    def body() -> None:
        try:
            outcome.append(work())
        except BaseException as error:  # raised again below, in the thread that waits
            failure.append(error)
        finally:
            done.set()

    def handle(_signal: int, _frame: FrameType | None) -> None:
        if stop.is_set() or not on_stop():
            sys.stderr.write("\nStopped. No plan was written.\n")
            sys.stderr.flush()
            for child in multiprocessing.active_children():
                child.kill()
            os._exit(INTERRUPTED)
        stop.set()

    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        threading.Thread(target=body, name="solve", daemon=True).start()
        while not done.wait(_WAKE_SECONDS):
            pass
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if failure:
        raise failure[0]
    return outcome[0]
