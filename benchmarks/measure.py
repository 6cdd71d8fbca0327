"""One peer on one input in a process of its own: what it made, scored by the audit, and the memory that it took."""

from __future__ import annotations

import multiprocessing
import os
import resource
import traceback
from dataclasses import dataclass
from multiprocessing.connection import Connection

from benchmarks.peers import solve_of
from benchmarks.peers.result import Missing, PeerResult
from scheduler.audit import audit_plan
from scheduler.domain.instance import Instance
from scheduler.domain.score import Score

GRACE_SECONDS = 30.0  # past the limit, for building a model and writing a plan; then the process is ended
KIBIBYTES_A_MEBIBYTE = 1024


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
    """The answer of a peer, or why there is none, and the peak memory of its processes in MiB."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(there, peer, instance, seconds, cores))
    child.start()
    there.close()
    answer: tuple[PeerResult | str, float] = ("ended past its limit", 0.0)
    try:
        if here.poll(seconds + GRACE_SECONDS):
            answer = here.recv()
    except EOFError:
        answer = ("its process died", 0.0)
    finally:
        child.terminate()
        child.join()
        here.close()
    return answer


def _child(there: Connection, peer: str, instance: Instance, seconds: float, cores: int) -> None:
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
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    there.send((result, (own + children) / KIBIBYTES_A_MEBIBYTE))


def score(instance: Instance, result: PeerResult) -> tuple[Score | None, int]:
    """What the audit says of a peer's plan: its score, and how many things it breaks."""
    if result.plan is None:
        return None, 0
    audit = audit_plan(instance, result.plan)
    return audit.score, len(audit.violations)
