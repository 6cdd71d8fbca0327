"""A Dask cluster on this machine gives what a serial run gives, whatever is lost in the middle, or says what it is."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from districts import coach, district, session, teacher
from waiting import wait_until

from scheduler.engine import ComponentResult
from scheduler.engine.result_cache import ResultCache
from scheduler.scenarios.cluster_key import NoKey, make_key, security_for
from scheduler.scenarios.dask_pool import Cluster, ClusterFault, versions
from scheduler.scenarios.executor import Executor, Failure, Task, TaskOutcome, solve_job

ROOT = Path(__file__).parents[2]
AVUHSD = ROOT / "instances" / "avuhsd" / "avuhsd.xlsx"
SWEEP = "Sites.JRHS.sections funded=5..8"

# What workers load at their start: some teachers are trouble.
TROUBLE = """
import os, pathlib, time
import scheduler.scenarios.dask_pool
from scheduler.scenarios.executor import solve_job

first = pathlib.Path("first")

def solve(job, stopped):
    who = next(iter(job.part.teachers))
    if who == "Kills":
        os._exit(9)
    if who == "Raises":
        raise ValueError("a slot without an end")
    if who == "Killed" and not first.exists():
        first.with_suffix(".part").write_text(str(os.getpid()))
        first.with_suffix(".part").rename(first)
        time.sleep(60)
    if who == "Deep":
        solve(job, stopped)
    if who.startswith("Waits"):
        pathlib.Path(who).touch()
        while not stopped():
            time.sleep(0.02)
    return solve_job(job, stopped)

scheduler.scenarios.dask_pool.solve_job = solve
"""


class Local:
    """A scheduler and two workers, each with a nanny, as the docs start them."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"tls://127.0.0.1:{free.getsockname()[1]}"
        self.folder = folder
        self.key = folder / "cluster.pem"
        make_key(self.key)
        (folder / "trouble.py").write_text(TROUBLE, encoding="utf-8")
        self.begin()

    def begin(self) -> None:
        port = self.address.rpartition(":")[2]
        key = tuple(w for name in ("ca-file", "cert", "key") for w in (f"--tls-{name}", str(self.key)))
        here = ("--host", "127.0.0.1", "--protocol", "tls", "--no-dashboard")
        self.scheduler = self._run("scheduler", "--port", port, *here, *key)
        few = ("--nthreads", "1", "--nworkers", "2", "--no-dashboard", *key)
        self.workers = self._run("worker", self.address, *few, "--preload", str(self.folder / "trouble.py"))

    def _run(self, *words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "distributed.cli.dask_" + words[0], *words[1:]]
        env = {**os.environ, "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
        with (self.folder / f"{words[0]}.log").open("ab") as log:
            return subprocess.Popen(command, cwd=self.folder, env=env, stdout=log, stderr=log, start_new_session=True)

    def end(self) -> None:
        """As if the machines had lost their power."""
        for process in (self.scheduler, self.workers):
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(30)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Local]:
    made = Local(tmp_path_factory.mktemp("cluster"))
    yield made
    made.end()


@pytest.fixture
def own_cluster(tmp_path: Path) -> Iterator[Local]:
    made = Local(tmp_path)
    yield made
    made.end()


def tasks(*names: str) -> list[Task]:
    coaches = [coach("C1"), coach("C2")]
    return [Task(n, district(teachers=[teacher(n)], coaches=coaches, sessions=[session()])) for n in names]


def run(pool: Cluster, work: Sequence[Task], kept: Path | None = None, stop: threading.Event | None = None) -> Executor:
    executor = Executor(pool, ResultCache(kept), stop=stop or threading.Event())
    try:
        executor.run(work)
    except BaseException:
        pool.stop()
        raise
    finally:
        pool.close()
    return executor


def serially(*names: str) -> dict[str, TaskOutcome]:
    from scheduler.scenarios.executor import SolveJob

    return {task.key: solve_job(SolveJob(task.part, 0), lambda: False) for task in tasks(*names)}


@pytest.mark.deep
def test_a_worker_killed_in_the_middle_and_poisoned_scenarios_change_nothing_for_the_others(
    cluster: Local,
) -> None:
    work = tasks("Killed", "T1", "Raises", "T2", "Kills", "T3", "Deep")
    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(run, Cluster(cluster.address, cluster.key), work)
        first = cluster.folder / "first"
        wait_until(first.exists)
        os.kill(int(first.read_text()), signal.SIGKILL)
        found = running.result(60).outcomes
    assert found.pop("Raises") == Failure("ValueError: a slot without an end")
    assert found.pop("Kills") == Failure("each worker that tried to solve it died: it was killed, or ran out of memory")
    assert found.pop("Deep") == Failure("RecursionError: maximum recursion depth exceeded")
    assert found == serially("Killed", "T1", "T2", "T3")


def test_a_stop_ends_what_runs_and_begins_nothing_new(cluster: Local) -> None:
    stop = threading.Event()
    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(run, Cluster(cluster.address, cluster.key), tasks("Waits1", "Waits2", "T1"), stop=stop)
        wait_until(lambda: all((cluster.folder / name).exists() for name in ("Waits1", "Waits2")))
        stop.set()
        found = running.result(60).outcomes
    assert isinstance(found["Waits1"], ComponentResult)
    assert isinstance(found["Waits2"], ComponentResult)
    assert found["T1"] == Failure("stopped before it was solved", stopped=True)


def test_a_cluster_of_other_versions_is_refused_by_name(cluster: Local, monkeypatch: pytest.MonkeyPatch) -> None:
    (_, here), *rest = versions()
    monkeypatch.setattr(
        "scheduler.scenarios.dask_pool.version", lambda name: "9.9" if name == "coaching-scheduler" else version(name)
    )
    with pytest.raises(ClusterFault) as refusal:
        Cluster(cluster.address, cluster.key)
    same = ", ".join(f"{name} {number}" for name, number in rest)
    text = str(refusal.value)
    assert text.startswith("the worker at tls://127.0.0.1:")
    assert text.endswith(
        f" has coaching-scheduler {here}, {same}, and here is coaching-scheduler 9.9, {same}. "
        "Install the same versions on every machine."
    )


def test_a_worker_of_another_version_that_joins_later_solves_nothing(
    cluster: Local, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool = Cluster(cluster.address, cluster.key)
    monkeypatch.setattr("scheduler.scenarios.dask_pool.version", lambda _name: "9.9")
    reason = run(pool, tasks("T1")).outcomes["T1"].reason  # type: ignore[union-attr]
    assert reason.startswith("a worker has coaching-scheduler ")
    assert ", and the comparison was begun by coaching-scheduler 9.9, ortools 9.9, distributed 9.9, Python 3." in reason


def test_without_any_worker_left_it_does_not_wait_for_ever(cluster: Local, monkeypatch: pytest.MonkeyPatch) -> None:
    pool = Cluster(cluster.address, cluster.key)
    monkeypatch.setattr(pool._client, "nthreads", dict)
    monkeypatch.setattr("scheduler.scenarios.dask_pool.SECONDS_BETWEEN_LOOKS", 0.0)
    monkeypatch.setattr("scheduler.scenarios.dask_pool.SECONDS_TO_CONNECT", 0.1)
    with pytest.raises(ClusterFault, match=r"no worker is left at tls://.*\. What is finished is kept, and the same"):
        run(pool, tasks("Waits3"))


@pytest.mark.deep
def test_a_scheduler_that_is_lost_is_said_and_the_next_run_goes_on_from_what_is_kept(
    own_cluster: Local, tmp_path: Path
) -> None:
    kept, work = tmp_path / "kept", tasks("T1", "Waits4", "T2")
    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(run, Cluster(own_cluster.address, own_cluster.key), work, kept)
        wait_until(lambda: (own_cluster.folder / "Waits4").exists() and len(list(kept.glob("*.json"))) == 2)
        own_cluster.end()
        own_cluster.begin()  # sooner than anybody can notice
        with pytest.raises(ClusterFault, match=rf"the scheduler at {own_cluster.address} was lost\. What is finished"):
            running.result(60)
    again = run(Cluster(own_cluster.address, own_cluster.key), tasks("T1", "T3", "T2"), kept)
    assert again.kept == 2
    assert again.outcomes == serially("T1", "T3", "T2")


def test_whoever_has_no_key_or_another_is_refused(cluster: Local, tmp_path: Path) -> None:
    make_key(tmp_path / "other.pem")
    with pytest.raises(ClusterFault, match="no cluster with workers answers at"):
        Cluster(cluster.address, tmp_path / "other.pem")
    with pytest.raises(ClusterFault, match="speaks TLS: pass the cluster's key with --cluster-key FILE"):
        Cluster(cluster.address)
    with pytest.raises(ClusterFault, match="no cluster with workers answers at"):
        Cluster(cluster.address.replace("tls://", "tcp://"))
    assert run(Cluster(cluster.address, cluster.key), tasks("T1")), "and whoever has it is not"


def test_a_key_is_its_owner_s_alone_and_is_not_written_over(tmp_path: Path) -> None:
    key = tmp_path / "cluster.pem"
    made = coach_command("cluster-key", str(key))
    assert (made.returncode, made.stdout) == (0, f"Wrote {key}.\n")
    assert key.stat().st_mode & 0o077 == 0
    again = coach_command("cluster-key", str(key))
    assert (again.returncode, again.stderr) == (
        1,
        f"Error: {key} exists already: choose another name, or move it first.\n",
    )


def coach_command(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scheduler", *words], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize("address", ["tcp://10.0.0.7:8786", "10.0.0.7:8786", "tcp://cluster.example.org:8786"])
def test_an_address_of_the_network_is_not_used_without_a_key(address: str, tmp_path: Path) -> None:
    with pytest.raises(NoKey, match="can read what is sent and run what they like on the machines"):
        security_for(address, None)
    with pytest.raises(NoKey, match="speaks no TLS: write tls://"):
        security_for(address, tmp_path / "cluster.pem")


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:8786", "localhost:8786", "tcp://[::1]:8786"])
def test_a_cluster_on_this_machine_alone_needs_none(address: str) -> None:
    assert security_for(address, None) is None


def test_the_docs_start_a_cluster_with_its_key() -> None:
    text = (ROOT / "docs" / "how-to-compare-staffing.md").read_text(encoding="utf-8")
    commands = [line for line in text.splitlines() if line.startswith("dask ")]
    assert [c.split()[1] for c in commands] == ["scheduler", "worker"]
    for command in commands:
        assert "--tls-ca-file cluster.pem --tls-cert cluster.pem --tls-key cluster.pem" in command
        assert "tls" in command.split("--tls")[0]


def test_an_address_where_nobody_answers_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduler.scenarios.dask_pool.SECONDS_TO_CONNECT", 0.2)
    with pytest.raises(
        ClusterFault, match=r"no cluster with workers answers at tcp://127\.0\.0\.1:9 .*Start it with: d"
    ):
        Cluster("tcp://127.0.0.1:9")


# ---- the whole command


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


@pytest.mark.deep
def test_the_command_gives_the_same_bytes_on_a_cluster_that_was_restarted_in_the_middle(
    own_cluster: Local, tmp_path: Path
) -> None:
    here, there = tmp_path / "here.xlsx", tmp_path / "there.xlsx"
    running = begin(there, "--cluster", own_cluster.address, "--cluster-key", str(own_cluster.key))
    parts = tmp_path / "there.parts"
    wait_until(
        lambda: running.poll() is not None or bool(list(parts.glob("*.json")))
    )  # Base is solved: now both workers are at work
    assert running.poll() is None
    own_cluster.end()
    own_cluster.begin()
    out, err = running.communicate(timeout=60)
    assert (running.returncode, out) == (1, "")
    assert err.startswith(
        f"Error: --cluster: the scheduler at {own_cluster.address} was lost. What is finished is kept,"
    )
    assert err.count("\n") == 1
    kept = len(list(parts.glob("*.json")))
    on_cluster = told(begin(there, "--cluster", own_cluster.address, "--cluster-key", str(own_cluster.key)))
    assert on_cluster["parts"]["kept"] == kept
    serial = told(begin(here, "--workers", "1"))
    there_and_here = zip(on_cluster["scenarios"], serial["scenarios"], strict=True)
    assert all(a[key] == b[key] for a, b in there_and_here for key in ("scenario", "status", "score", "bound"))
    assert here.read_bytes() == there.read_bytes()
