"""Files reach their place whole or not at all, and where they cannot, the message says what to do."""

from __future__ import annotations

import errno
import glob
import os
import stat
from collections.abc import Mapping
from pathlib import Path

from scheduler.temporary_files import lock, remove_left_files


class CannotWrite(OSError):
    """A workbook cannot be written; the message names it, says why and what to do."""


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write every file under a temporary name beside its place, and rename them when all are written.

    Raises
    ------
    CannotWrite
        one of them cannot be written; then those that stood there are as they were
    """
    waiting: dict[Path, Path] = {}
    path = Path()
    try:
        for path, content in files.items():
            _refuse(path)
            waiting[path] = _temporary(path, content)
        for path, part in waiting.items():
            part.replace(path)
    except OSError as error:
        raise error if isinstance(error, CannotWrite) else CannotWrite(_why(path, error)) from error
    finally:
        for part in waiting.values():
            part.unlink(missing_ok=True)


def make_folder(folder: Path) -> None:
    """Make a folder where there is none.

    Raises
    ------
    CannotWrite
        it cannot be made
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise CannotWrite(f"{folder} is a file, not a folder: enter the name of a folder.") from error
    except OSError as error:
        raise CannotWrite(_why(folder, error)) from error


def _refuse(path: Path) -> None:
    """Renaming would put a new file in the place of a write-protected one: its owner has said no."""
    if path.is_dir():
        raise CannotWrite(f"{path} is a folder: enter the name of a workbook, like {path / 'plan.xlsx'}.")
    if path.exists() and not os.access(path, os.W_OK):
        raise CannotWrite(f"{path} is write-protected: choose another name, or allow writing to it.")


def _temporary(path: Path, content: bytes) -> Path:
    """Write beside the place; a file that is replaced keeps its permissions: one that others may not read stays so."""
    remove_left_files(path.parent.glob(f".{glob.escape(path.name)}.*.part"))
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    part.unlink(missing_ok=True)  # of a process that had the same number
    mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else None
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666 if mode is None else 0o600)
        with os.fdopen(descriptor, "wb") as file:
            lock(descriptor)
            file.write(content)
            file.flush()
            os.fsync(descriptor)
            if mode is not None:
                part.chmod(mode)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    return part


def _why(path: Path, error: OSError) -> str:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return f"{path} cannot be written: there is no folder {path.parent}. Make the folder, or choose another name."
    if isinstance(error, PermissionError):
        return (
            f"{path} cannot be written: it is open in Excel, or {path.parent} does not allow writing. Close it there, "
            "or choose another name."
        )
    if error.errno == errno.EROFS:
        return f"{path} cannot be written: {path.parent} is read-only. Choose a name in another folder."
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"{path} cannot be written: the disk is full. Make room, or choose a name on another disk."
    if error.errno == errno.ENAMETOOLONG:
        return f"{path} cannot be written: the name is too long. Choose a shorter one."
    return f"{path} cannot be written: {error.strerror or error}."
