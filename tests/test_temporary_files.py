"""Temporary files and folders of killed processes are removed by the next; those of one that lives are left alone."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from scheduler.export.files import CannotWrite, write_all
from scheduler.temporary_files import remove_left_folders, temporary_folder

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there an open file cannot be removed")

HOLDS_A_FOLDER = """
from scheduler.temporary_files import temporary_folder
with temporary_folder() as folder:
    (folder / "people.xlsx").write_text("Ann")
    print(folder, flush=True)
    input()
"""
IS_WRITING = """
import os, sys
from pathlib import Path
from scheduler.export import files
os.fsync = lambda descriptor: (print("writing", flush=True), input())
files.write_all({Path(sys.argv[1]): b"half"})
"""


@contextmanager
def running(script: str, *words: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A process, and the first line that it prints; it is killed afterwards."""
    process = subprocess.Popen(
        [sys.executable, "-c", script, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdin is not None
    try:
        yield process, process.stdout.readline().strip()
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        process.stdin.close()


def make_old(path: Path) -> None:
    os.utime(path, (1, 1))


def test_a_folder_of_a_process_that_lives_is_left_alone_and_of_a_killed_one_is_removed() -> None:
    with running(HOLDS_A_FOLDER) as (process, line):
        folder = Path(line)
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        make_old(folder / ".held")
        remove_left_folders()
        assert (folder / "people.xlsx").exists()
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert remove_left_folders() >= 1
        assert not folder.exists()


def test_a_folder_that_was_made_just_now_or_is_none_of_ours_is_left_alone(tmp_path: Path) -> None:
    other = Path(tempfile.mkdtemp(prefix="coach-"))
    young = Path(tempfile.mkdtemp(prefix="coach-"))
    (young / ".held").touch()
    try:
        remove_left_folders()
        assert other.is_dir()
        assert young.is_dir()
    finally:
        other.rmdir()
        (young / ".held").unlink()
        young.rmdir()


def test_a_folder_is_gone_when_its_work_is_done() -> None:
    with temporary_folder() as folder:
        assert folder.is_dir()
    assert not folder.exists()


def test_what_a_killed_process_was_writing_is_removed_by_the_next_that_writes_there(tmp_path: Path) -> None:
    plan = tmp_path / "plan [a].xlsx"
    with running(IS_WRITING, str(plan)) as (process, line):
        assert line == "writing"
        (part,) = tmp_path.glob(".*.part")
        make_old(part)
        write_all({plan: b"one"})
        assert part.exists(), "somebody is writing it"
        process.send_signal(signal.SIGKILL)
        process.wait()
        write_all({tmp_path / "another.xlsx": b"two"})
        assert part.exists(), "it is another file's"
        write_all({plan: b"three"})
    assert sorted(p.name for p in tmp_path.iterdir()) == ["another.xlsx", "plan [a].xlsx"]
    assert plan.read_bytes() == b"three"


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o660])
def test_a_file_that_is_replaced_keeps_its_permissions(tmp_path: Path, mode: int) -> None:
    plan = tmp_path / "plan.xlsx"
    plan.write_bytes(b"before")
    plan.chmod(mode)
    write_all({plan: b"after"})
    assert (plan.read_bytes(), stat.S_IMODE(plan.stat().st_mode)) == (b"after", mode)


def test_a_new_file_has_the_permissions_that_its_owner_gives_to_new_files(tmp_path: Path) -> None:
    (tmp_path / "usual").touch()
    write_all({tmp_path / "plan.xlsx": b"x"})
    assert (tmp_path / "plan.xlsx").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_a_file_that_cannot_be_replaced_leaves_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CannotWrite, match="the disk is full"):
        write_all({tmp_path / "plan.xlsx": b"x"})
    assert not list(tmp_path.iterdir())
