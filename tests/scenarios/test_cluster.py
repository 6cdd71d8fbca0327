"""A Dask cluster on this machine gives what processes give, with a worker killed in the middle."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("distributed", reason="the extra [cluster] is not installed")

ROOT = Path(__file__).parents[2]
AVUHSD = ROOT / "instances" / "avuhsd" / "avuhsd.xlsx"
SWEEP = "Sites.JRHS.sections funded=5..8"
pytestmark = pytest.mark.deep


class Local:
    """A scheduler and two workers without a nanny: what is killed stays dead."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
        self.folder = folder
        port = self.address.rpartition(":")[2]
        self.processes = [self._begin("scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard")]
        worker = (self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(folder))
        self.workers = [self._begin("worker", *worker) for _ in range(2)]
        self.processes += self.workers

    def _begin(self, *words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "distributed.cli.dask_" + words[0], *words[1:]]
        return subprocess.Popen(command, cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def end(self) -> None:
        for process in self.processes:
            process.kill()
        for process in self.processes:
            process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Local]:
    made = Local(tmp_path)
    yield made
    made.end()


def begin(output: Path, *words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "scheduler", "compare", str(AVUHSD), "-o", str(output), "--vary", SWEEP, "--json"]
    return subprocess.Popen(
        [*command, *words], cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )


def told(process: subprocess.Popen[str]) -> dict[str, Any]:
    out, err = process.communicate(timeout=120)
    assert process.returncode == 4, err
    found: dict[str, Any] = json.loads(out)
    return found


def test_a_cluster_gives_what_processes_give_with_a_worker_killed_in_the_middle(cluster: Local, tmp_path: Path) -> None:
    here, there = tmp_path / "here.xlsx", tmp_path / "there.xlsx"
    running = begin(there, "--cluster", cluster.address)
    parts = tmp_path / "there.parts"
    while not list(parts.glob("*.json")):  # Base is solved: now both workers are at work
        assert running.poll() is None
        time.sleep(0.05)
    os.kill(cluster.workers[0].pid, signal.SIGKILL)
    on_cluster = told(running)
    serial = told(begin(here, "--workers", "1"))
    there_and_here = zip(on_cluster["scenarios"], serial["scenarios"], strict=True)
    assert all(a[key] == b[key] for a, b in there_and_here for key in ("scenario", "status", "score", "bound"))
    assert here.read_bytes() == there.read_bytes()


def test_an_address_where_nobody_answers_is_said(tmp_path: Path) -> None:
    running = begin(tmp_path / "cmp.xlsx", "--cluster", "tcp://127.0.0.1:9")
    _, err = running.communicate(timeout=120)
    assert running.returncode == 1
    assert "Error: --cluster: no cluster with workers answers at tcp://127.0.0.1:9" in err
