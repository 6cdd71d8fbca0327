"""Worker processes end with the command that began them, even where it was killed."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading

import pytest

from scheduler.engine.search import processes

PARENT = """
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from scheduler.engine.search import processes


def work(forever):
    print("at work" if forever else "idle", flush=True)
    if forever:
        threading.Event().wait(timeout=120)


if __name__ == "__main__":
    context = get_context("forkserver")
    pool = ProcessPoolExecutor(2, context, initializer=processes.begin, initargs=(context.Event(),))
    pool.submit(work, True)
    pool.submit(work, False).result()
    threading.Event().wait(timeout=120)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no processes of that kind on Windows")
def test_workers_busy_and_idle_end_with_a_parent_that_is_killed(tmp_path):
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True) as parent:
        assert {parent.stdout.readline(), parent.stdout.readline()} == {"at work\n", "idle\n"}
        parent.send_signal(signal.SIGKILL)
        said, _ = parent.communicate(timeout=60)  # the pipe ends when the last process that holds it has ended
    assert said == ""


def test_an_event_is_set_once_the_stop_is_said_and_not_before():
    said = threading.Event()
    with processes.listening(said.is_set) as stop:
        assert not stop.is_set()
        said.set()
        assert stop.wait(timeout=60)


def test_an_event_is_set_at_once_where_the_stop_was_said_before():
    with processes.listening(lambda: True) as stop:
        assert stop.is_set()
