"""A process of its own for whatever opens somebody's file: what harms it harms neither the server nor the pages."""

from __future__ import annotations

import errno
import gc
import json
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from scheduler.web.disk import tells_of_no_room

JOB = "job.json"
MOST_MEMORY_BYTES = 2**30 + 2**29
MOST_CPU_SECONDS = 30
MOST_SECONDS = 60
MOST_IN_HAND = 4  # of one server: each holds a thread of it, and the others are for the pages
NICENESS = 5  # people who look at pages come first

_IN_HAND = threading.BoundedSemaphore(MOST_IN_HAND)
_AT_A_TIME = threading.BoundedSemaphore(2)  # the others in hand wait
_TAKES_TOO_LONG = "it takes too long to read. Delete sheets and rows that the program does not need."
_TOO_MUCH_MEMORY = "it needs too much memory. Delete sheets and rows that the program does not need."
_BUSY = "other files are being read just now. Try again in a minute."


class CannotRead(Exception):
    """A file was too much, or came at a bad moment; the message says what to do."""


class ProcessFailed(RuntimeError):
    """The process ended with an error that none of its limits has caused; the message is its last line on stderr."""


def run(module: str, folder: Path, job: dict[str, Any]) -> None:
    """Run `python -m module folder`, within limits of time and memory, on a job that is left there as job.json.

    Parameters
    ----------
    module
        the module that is run
    folder
        where the files are
    job
        what is asked, as JSON holds it

    Raises
    ------
    CannotRead
        it ran out of time or memory, or too many files are given at once
    OSError
        there is no room on the disk
    ProcessFailed
        it ended with another error
    """
    if not _IN_HAND.acquire(blocking=False):
        raise CannotRead(_BUSY)
    try:
        (folder / JOB).write_text(json.dumps(job), encoding="utf-8")
        with _AT_A_TIME:
            code, last = _ended(module, folder)
    finally:
        _IN_HAND.release()
    if code is None or (sys.platform != "win32" and code == -signal.SIGXCPU):
        raise CannotRead(_TAKES_TOO_LONG)
    if code < 0 or "MemoryError" in last:
        raise CannotRead(_TOO_MUCH_MEMORY)
    if code and tells_of_no_room(last):
        raise OSError(errno.ENOSPC, last)
    if code:
        raise ProcessFailed(last)


def job_within_limits() -> tuple[Path, dict[str, Any]]:
    """In that process: keep it within its means, where the system can; its folder and its job."""
    if sys.platform != "win32":
        import os
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU_SECONDS, MOST_CPU_SECONDS + 1))  # SIGXCPU, which says why
        os.nice(NICENESS)
    gc.disable()  # one job, then the process ends: to look for circles among a million cells takes a tenth of its time
    folder = Path(sys.argv[1])
    return folder, json.loads((folder / JOB).read_text(encoding="utf-8"))


def _ended(module: str, folder: Path) -> tuple[int | None, str]:
    """The exit code (None: it took too long), and the last line on stderr."""
    errors = folder / "stderr"
    with errors.open("wb") as stderr:
        try:
            code = subprocess.run(
                [sys.executable, "-m", module, str(folder)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=stderr,
                timeout=MOST_SECONDS,
                check=False,
            ).returncode
        except subprocess.TimeoutExpired:
            return None, ""
    lines = errors.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return code, lines[-1][:1_000] if lines else "it said nothing"
