"""The product and its peers by name: each a module with `solve(instance, seconds, cores) -> PeerResult`."""

from __future__ import annotations

from importlib import import_module
from typing import Protocol

from benchmarks.peers.result import PeerResult
from scheduler.domain.instance import Instance

PRODUCT = "coach"

# Name -> module, and what a reader should know about it.
PEERS: dict[str, tuple[str, str]] = {
    PRODUCT: ("benchmarks.peers.product", "this program, as the command runs it"),
    "cp-sat": ("benchmarks.peers.textbook", "monolithic CP-SAT model, levels one after another, 8 workers"),
    "highs": ("benchmarks.peers.mip", "the same model as a MIP in HiGHS, levels one after another"),
    "timefold": ("benchmarks.peers.localsearch", "Timefold for Python, HardMediumSoft score"),
    "fet": ("benchmarks.peers.fet", "fet-cl for the calendar alone: the product's releases and caseloads are given"),
    "greedy": ("benchmarks.peers.greedy", "what a careful person does with the spreadsheets, in order"),
}


class Solve(Protocol):
    """The one function of a peer. Raises `Missing` where what it needs is not installed."""

    def __call__(self, instance: Instance, seconds: float, cores: int) -> PeerResult:
        """Make a plan within `seconds`."""


def solve_of(name: str) -> Solve:
    """The function of a peer; KeyError where there is none of that name."""
    solve: Solve = import_module(PEERS[name][0]).solve
    return solve
