"""Solves on other machines: a pool over a cluster of Dask `distributed`, which is an extra of this package."""

from __future__ import annotations

import platform
import uuid
from collections.abc import Callable
from concurrent.futures import Future
from importlib.metadata import version
from typing import Any, ParamSpec, TypeVar

from scheduler.engine import PartResult
from scheduler.executor import Job, Processes, solve_job

P = ParamSpec("P")
T = TypeVar("T")
Versions = tuple[tuple[str, str], ...]

SECONDS_TO_CONNECT = 20
START = "dask scheduler --port 8786, and on each machine: dask worker tcp://HOST:8786 --nthreads 1 --nworkers auto"


class ClusterFault(RuntimeError):
    """The cluster cannot be used: nobody answers, or it has other versions; the message says what to do."""


class Cluster:
    """A pool on the cluster at an address (tcp://host:port). Dask gives a lost worker's job to another; what else
    has to be done (`call`) is done on this machine.

    Raises
    ------
    ClusterFault
        it cannot be used
    """

    def __init__(self, address: str) -> None:
        self.address = address
        self._run = uuid.uuid4().hex  # a stop is of this run alone: others may use the same workers
        self._local = Processes()
        self._connect()

    def submit(self, job: Job) -> Future[PartResult]:
        future: Future[PartResult] = self._executor.submit(_on_worker, job, self._run, versions())
        return future

    def call(self, work: Callable[P, T], *args: P.args, **options: P.kwargs) -> Future[T]:
        return self._local.call(work, *args, **options)

    def stop(self) -> None:
        self._local.stop()
        self._client.run(_stop_run, self._run)

    def renew(self) -> None:
        """Connect again: the scheduler was lost, and with it every job that was on its way."""
        self._client.close(timeout=2)
        self._connect()

    def close(self) -> None:
        self._local.close()
        self._client.close()

    def _connect(self) -> None:
        try:
            import distributed  # type: ignore[import-not-found,import-untyped,unused-ignore]  # an extra
        except ImportError as error:
            text = "--cluster needs Dask: pip install 'coaching-scheduler[cluster]'"
            raise ClusterFault(text) from error
        try:
            library: Any = distributed
            self._client: Any = library.Client(self.address, timeout=SECONDS_TO_CONNECT, set_as_default=False)
            self._client.wait_for_workers(1, timeout=SECONDS_TO_CONNECT)
        except (OSError, TimeoutError, ValueError) as error:
            text = f"no cluster with workers answers at {self.address} ({error or type(error).__name__})"
            raise ClusterFault(f"{text}. Start it with: {START}") from error
        self._refuse_other_versions()
        self.width = max(1, sum(self._client.nthreads().values()))
        self._executor: Any = self._client.get_executor(pure=False)

    def _refuse_other_versions(self) -> None:
        """An answer of other versions could differ: the same ones on every machine, or none at all."""
        here = versions()
        there: dict[str, Versions] = self._client.run(versions, on_error="return")
        for worker, found in there.items():
            if found != here:
                has = found if isinstance(found, Exception) else _shown(found)
                text = f"the worker at {worker} has {has}, and here is {_shown(here)}"
                raise ClusterFault(f"{text}. Install the same versions on every machine.")


def versions() -> Versions:
    """The versions that an answer may depend on, here."""
    return (
        ("coaching-scheduler", version("coaching-scheduler")),
        ("ortools", version("ortools")),
        ("Python", ".".join(platform.python_version_tuple()[:2])),
    )


def _shown(found: Versions) -> str:
    return ", ".join(f"{name} {number}" for name, number in found)


# ---- on a worker

_stopped_runs: set[str] = set()


def _stop_run(run: str) -> None:
    _stopped_runs.add(run)


def _on_worker(job: Job, run: str, wanted: Versions) -> PartResult:
    """A worker that has joined since the start is asked again for its versions."""
    if versions() != wanted:
        raise ClusterFault(f"a worker has {_shown(versions())}, and the comparison was begun by {_shown(wanted)}")
    return solve_job(job, lambda: run in _stopped_runs)
