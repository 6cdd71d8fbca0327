"""Temporary files and folders of killed processes: known by a lock that has ended with its process, and removed."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

FOLDERS = "coach-"  # what every temporary folder of this program begins with
_LOCK = ".held"
_YOUNG_SECONDS = 60.0  # what is younger may be about to be locked


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder of this process alone, gone afterwards; where the process is killed, the next one removes it
    (`remove_left_folders`)."""
    with tempfile.TemporaryDirectory(prefix=FOLDERS) as name:
        folder = Path(name)
        held = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            lock(held)
            yield folder
        finally:
            os.close(held)


def remove_left_folders() -> int:
    """Remove the temporary folders of processes that are gone; how many."""
    here = Path(tempfile.gettempdir())
    count = 0
    for folder in here.glob(f"{FOLDERS}*"):
        if _is_left(folder / _LOCK):
            shutil.rmtree(folder, ignore_errors=True)  # another that starts now may be at it, too
            count += not folder.exists()
    return count


def remove_left_files(files: Iterable[Path]) -> None:
    """Remove those of these temporary files whose writer is gone; a writer holds `lock` on its own."""
    for file in files:
        if _is_left(file):
            file.unlink(missing_ok=True)


def lock(descriptor: int) -> bool:
    """Lock an open file until it is closed, or its process ends, however that ends; False where another holds it."""
    if sys.platform == "win32":
        return True  # there an open file cannot be removed
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_left(file: Path) -> bool:
    """Whether a file is our own, old enough to be locked by its writer, and locked by nobody."""
    try:
        descriptor = os.open(file, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        return False  # gone meanwhile, another's, or no plain file
    try:
        about = os.fstat(descriptor)
        mine = sys.platform == "win32" or about.st_uid == os.getuid()
        return mine and abs(time.time() - about.st_mtime) > _YOUNG_SECONDS and lock(descriptor)
    finally:
        os.close(descriptor)
