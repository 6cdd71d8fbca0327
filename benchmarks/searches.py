"""Every search of CP-SAT in this process, overheard: for counts and for times."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Search:
    """The size of a model, and what its search took: seconds, and deterministic time that repeats everywhere."""

    variables: int
    rows: int
    seconds: float
    work: float


@contextmanager
def overheard() -> Iterator[list[Search]]:
    """The searches that are made meanwhile, as they end."""
    from ortools.sat.python import cp_model

    found: list[Search] = []
    solve = cp_model.CpSolver.solve

    def noted(self: Any, model: Any, *args: Any, **kwargs: Any) -> Any:
        began = time.perf_counter()
        status = solve(self, model, *args, **kwargs)
        seconds, work = time.perf_counter() - began, self.response_proto.deterministic_time
        found.append(Search(len(model.proto.variables), len(model.proto.constraints), seconds, work))
        return status

    cp_model.CpSolver.solve = noted  # type: ignore[method-assign]
    try:
        yield found
    finally:
        cp_model.CpSolver.solve = solve  # type: ignore[method-assign]
