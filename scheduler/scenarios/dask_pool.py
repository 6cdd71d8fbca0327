"""Solves on other machines: a pool over a cluster of Dask `distributed`, which is an extra of this package."""

from __future__ import annotations

import logging
import platform
import time
import uuid
import warnings
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from scheduler.engine.results import ComponentResult
from scheduler.scenarios.cluster_key import EVERY, NoKey, security_for
from scheduler.scenarios.executor import Failure, Processes, SolveJob, TaskFailed, WorkersDied, reason_of, solve_job

P = ParamSpec("P")
T = TypeVar("T")
Versions = tuple[tuple[str, str], ...]

SECONDS_TO_CONNECT = 20
SECONDS_BETWEEN_LOOKS = 1.0
SECONDS_TO_PART = 2
SAME = "Install the same versions on every machine."
GO_ON = "What is finished is kept, and the same command goes on from there"
START = (
    f"dask scheduler --protocol tls --port 8786 {EVERY}, and on each machine: dask worker tls://HOST:8786 {EVERY} "
    "--nthreads 1 --nworkers auto"
).replace("{key}", "cluster.pem")


class ClusterFault(RuntimeError):
    """The cluster cannot be used: nobody answers, or it has other versions; the message says what to do."""


class Cluster:
    """A pool on the cluster at an address (tls://host:port) with its key. Dask gives a lost worker's job to another;
    what else has to be done (`call`) is done on this machine. Where the scheduler is lost, so are its workers, which
    end with it: there is nothing to go on with before somebody has started them again.

    Raises
    ------
    ClusterFault
        it cannot be used, or no longer
    """

    def __init__(self, address: str, key: Path | None = None) -> None:
        self.address = address
        self._key = key
        self._run = uuid.uuid4().hex  # a stop is of this run alone: others may use the same workers
        self._local = Processes()
        self._connect()
        self._seen = self._looked = time.monotonic()  # when there was a worker, and when that was asked

    def submit(self, job: SolveJob) -> Future[ComponentResult]:
        """Begin a job on a worker of the cluster."""
        if not self._is_connected:
            raise self._lost()
        return _in_plain_words(self._executor.submit(_on_worker, job, self._run, versions()))

    def call(self, work: Callable[P, T], *args: P.args, **options: P.kwargs) -> Future[T]:
        """Begin something else, on this machine."""
        return self._local.call(work, *args, **options)

    def stop(self) -> None:
        """Ask the tasks that run, here and on the cluster, for their best plan."""
        self._local.stop()
        if self._is_connected:
            with suppress(OSError):  # the scheduler is lost at this moment: its workers end, and `check` says it
                self._client.run(_stop_run, self._run, on_error="ignore")

    def check(self) -> None:
        """Raise where the cluster has had no worker for too long."""
        now = time.monotonic()
        if now - self._looked < SECONDS_BETWEEN_LOOKS:
            return
        self._looked = now
        threads = self._threads()
        if threads:
            self._seen, self.width = now, threads  # a machine may join, or leave, at any time
        elif now - self._seen > SECONDS_TO_CONNECT:
            raise ClusterFault(f"no worker is left at {self.address}. {GO_ON}. Start the cluster again: {START}")

    def renew(self) -> None:
        """Raise: Dask replaces lost workers itself, and only a lost scheduler comes here."""
        raise self._lost()  # Dask mends everything else

    def close(self) -> None:
        """Leave the cluster, whose workers go on for others."""
        self._local.close()
        self._client.close(timeout=SECONDS_TO_PART)

    @property
    def _is_connected(self) -> bool:
        return bool(self._client.status == "running")

    def _threads(self) -> int:
        """How many jobs the workers that are there can do at a time."""
        if not self._is_connected:
            raise self._lost()
        try:
            return sum(self._client.nthreads().values())
        except (OSError, TimeoutError) as error:
            raise self._lost() from error

    def _lost(self) -> ClusterFault:
        return ClusterFault(f"the scheduler at {self.address} was lost. {GO_ON}. Start the cluster again: {START}")

    def _connect(self) -> None:
        try:
            import distributed  # type: ignore[import-not-found,import-untyped,unused-ignore]  # an extra
        except ImportError as error:
            text = "--cluster needs Dask: pip install distributed"
            raise ClusterFault(text) from error
        for name in ("distributed", "distributed.client"):  # what is wrong is said here, in a sentence
            logging.getLogger(name).setLevel(logging.CRITICAL)
        try:
            security = security_for(self.address, self._key)
        except NoKey as error:
            raise ClusterFault(str(error)) from error
        try:
            library: Any = distributed
            with warnings.catch_warnings():  # of other versions of what no answer depends on
                warnings.simplefilter("ignore", library.versions.VersionMismatchWarning)
                self._client: Any = library.Client(
                    self.address, timeout=SECONDS_TO_CONNECT, set_as_default=False, security=security
                )
            self._client.wait_for_workers(1, timeout=SECONDS_TO_CONNECT)
        except (OSError, TimeoutError, ValueError) as error:  # ssl.SSLError is an OSError
            text = f"no cluster with workers answers at {self.address} ({error or type(error).__name__})"
            raise ClusterFault(f"{text}. Start it with: {START}") from error
        try:
            self._refuse_other_versions()
        except ClusterFault:
            self._client.close(timeout=SECONDS_TO_PART)
            raise
        self.width = max(1, self._threads())
        self._executor: Any = self._client.get_executor(pure=False)

    def _refuse_other_versions(self) -> None:
        """An answer of other versions could differ: the same ones on every machine, or none at all."""
        here = versions()
        there: dict[str, Versions | Exception] = self._client.run(versions, on_error="return")
        for worker, found in there.items():
            if isinstance(found, Exception):
                raise ClusterFault(f"the worker at {worker} does not have this program ({found}). {SAME}")
            if found != here:
                raise ClusterFault(f"the worker at {worker} has {_shown(found)}, and here is {_shown(here)}. {SAME}")


def _in_plain_words(found: Future[ComponentResult | Failure]) -> Future[ComponentResult]:
    """The same answer; where a job has taken every worker with it that tried, the reason in a sentence."""
    from distributed import KilledWorker

    told: Future[ComponentResult] = Future()

    def tell(done: Future[ComponentResult | Failure]) -> None:
        error = CancelledError() if done.cancelled() else done.exception()
        answer = None if error else done.result()
        if isinstance(error, KilledWorker):
            error = WorkersDied("each worker that tried to solve it died: it was killed, or ran out of memory")
        elif isinstance(answer, Failure):
            error = TaskFailed(answer.reason)
        if isinstance(answer, ComponentResult):
            told.set_result(answer)
        else:
            told.set_exception(error)

    found.add_done_callback(tell)
    return told


def versions() -> Versions:
    """The versions that an answer may depend on, or that must be alike to speak to each other, here."""
    return (
        ("coaching-scheduler", version("coaching-scheduler")),
        ("ortools", version("ortools")),
        ("distributed", version("distributed")),
        ("Python", ".".join(platform.python_version_tuple()[:2])),
    )


def _shown(found: Versions) -> str:
    return ", ".join(f"{name} {number}" for name, number in found)


# ---- on a worker

_stopped_runs: set[str] = set()


def _stop_run(run: str) -> None:
    _stopped_runs.add(run)


def _on_worker(job: SolveJob, run: str, wanted: Versions) -> ComponentResult | Failure:
    """What went wrong is an answer, too: not every error can be sent. A worker that has joined since the start is asked
    again for its versions."""
    if versions() != wanted:
        return Failure(f"a worker has {_shown(versions())}, and the comparison was begun by {_shown(wanted)}")
    try:
        return solve_job(job, lambda: run in _stopped_runs)
    except (Exception, SystemExit) as error:
        return Failure(reason_of(error))
