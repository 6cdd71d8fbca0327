"""Ctrl-C: the first keeps the best plan, the second quits at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading

import pytest

from scheduler.cli.interrupt import INTERRUPTED, run_interruptibly

# A solve that never ends by itself; it is told of the process's own Ctrl-Cs.
ENDLESS = """
import os, signal, threading
from scheduler.cli.interrupt import run_interruptibly
def work():
    for _ in range({times}):
        os.kill(os.getpid(), signal.SIGINT)
        asked.wait(10)
    threading.Event().wait(30)
asked = threading.Event()
def on_stop():
    asked.set()
    return {keep}
run_interruptibly(work, threading.Event(), on_stop)
"""


def test_the_first_ctrl_c_asks_the_work_to_end_with_what_it_has() -> None:
    stop = threading.Event()

    def work() -> str:
        os.kill(os.getpid(), signal.SIGINT)
        return "the best plan so far" if stop.wait(10) else "never heard"

    assert run_interruptibly(work, stop, lambda: True) == "the best plan so far"


@pytest.mark.parametrize(("times", "keep"), [(2, True), (1, False)])
def test_a_second_one_or_one_with_nothing_to_keep_ends_the_process_at_once(times: int, keep: bool) -> None:
    code = ENDLESS.format(times=times, keep=keep)
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=20, check=False)
    assert (result.returncode, result.stderr) == (INTERRUPTED, "\nStopped. No plan was written.\n")


def test_an_error_of_the_work_reaches_the_caller_and_the_old_handler_is_back() -> None:
    before = signal.getsignal(signal.SIGINT)

    def work() -> None:
        raise ValueError("told")

    with pytest.raises(ValueError, match=r"^told$"):
        run_interruptibly(work, threading.Event(), lambda: True)
    assert signal.getsignal(signal.SIGINT) is before
