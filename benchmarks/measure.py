"""One peer on one input in a process of its own: what it made, scored by the audit, and the memory that it took."""

from __future__ import annotations

import multiprocessing
import os
import resource
import time
import traceback
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.peers import solve_of
from benchmarks.peers.result import Missing, PeerResult
from scheduler.checker import audit_plan
from scheduler.domain.instance import Instance
from scheduler.domain.score import Score

GRACE_SECONDS = 30.0  # past the limit, for building a model and writing a plan; then the process is ended
LOOK_SECONDS = 0.1
KIBIBYTES_A_MEBIBYTE = 1024
BYTES_A_MEBIBYTE = 1 << 20


@dataclass(frozen=True)
class Measured:
    """`peer` on `input`. `trouble` is why there is no plan to speak of; `violations` are what the plan breaks."""

    peer: str
    input: str
    family: str
    tightness: str
    sites: int
    teachers: int
    result: PeerResult | None = None
    score: Score | None = None
    violations: int = 0
    mebibytes: float = 0.0
    trouble: str = ""


def run(peer: str, instance: Instance, seconds: float, cores: int) -> tuple[PeerResult | str, float]:
    """The answer of a peer, or why there is none, and the peak of the resident memory of all its processes in MiB."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(there, peer, instance, seconds, cores))
    child.start()
    there.close()
    answer: tuple[PeerResult | str, float] = ("ended past its limit", 0.0)
    peak, until = 0.0, time.monotonic() + seconds + GRACE_SECONDS
    try:
        while time.monotonic() < until:
            if here.poll(LOOK_SECONDS):
                answer = here.recv()
                break
            peak = max(peak, _resident(child.pid))
    except EOFError:
        answer = ("its process died", 0.0)
    finally:
        child.terminate()
        child.join()
        here.close()
    return answer[0], max(peak, answer[1])


def _resident(session: int | None) -> float:
    """MiB that the processes of a session hold now; what several of them share is counted in each. 0 without /proc."""
    pages = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if os.getsid(int(folder.name)) == session:
                pages += int((folder / "statm").read_text().split()[1])
        except (ProcessLookupError, FileNotFoundError):
            continue  # it ended while we looked
    return pages * resource.getpagesize() / BYTES_A_MEBIBYTE


def _child(there: Connection, peer: str, instance: Instance, seconds: float, cores: int) -> None:
    os.setsid()  # by which `_resident` knows the processes that a peer starts
    if hasattr(os, "sched_setaffinity"):  # the same cores for everybody, however many threads a peer starts
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])
    result: PeerResult | str
    try:
        result = solve_of(peer)(instance, seconds, cores)
    except Missing as e:
        result = f"missing: {e}"
    except Exception as e:  # a peer's failure is a line of the table, and never ends the run
        traceback.print_exc()
        result = f"failed: {type(e).__name__}: {e}"
    there.send((result, _own_peak()))


def _own_peak() -> float:
    """The exact peak of this process alone, in MiB. `ru_maxrss` begins with what the parent held."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIBIBYTES_A_MEBIBYTE
    [peak] = (line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
    return int(peak) / KIBIBYTES_A_MEBIBYTE


def score(instance: Instance, result: PeerResult) -> tuple[Score | None, int]:
    """What the audit says of a peer's plan: its score, and how many things it breaks."""
    if result.plan is None:
        return None, 0
    audit = audit_plan(instance, result.plan)
    return audit.score, len(audit.violations)
