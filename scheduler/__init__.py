"""Coaching Scheduler: a school's spreadsheets in, a proven coaching plan out. Four calls make the whole road.

>>> import scheduler
>>> school = scheduler.read("instances/avuhsd/avuhsd.xlsx")
>>> solution = scheduler.solve(school)
>>> solution.status
'optimal'
>>> scheduler.audit(school, solution.plan).score == solution.bound
True
>>> bool((scheduler.tables(school, solution)["Sessions"]["mode"] == "In person").all())
True
>>> written = scheduler.write(school, solution, "plan.xlsx")

`read` raises `scheduler.domain.problem.InputProblems`, which names every problem of the input by sheet and cell.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scheduler.pipeline import audit, matrix, read, solve, tables, write
    from scheduler.pipeline.replan import changes, replan
    from scheduler.pipeline.what_else import options
    from scheduler.pipeline.why import why
    from scheduler.scenarios.compare import compare

_MODULES = {
    **dict.fromkeys(("audit", "matrix", "read", "solve", "tables", "write"), "scheduler.pipeline"),
    **dict.fromkeys(("changes", "replan"), "scheduler.pipeline.replan"),
    "compare": "scheduler.scenarios.compare",
    "options": "scheduler.pipeline.what_else",
    "why": "scheduler.pipeline.why",
}
__all__ = ["audit", "changes", "compare", "matrix", "options", "read", "replan", "solve", "tables", "why", "write"]


def __getattr__(name: str) -> Any:  # PEP 562: `import scheduler` is quick, and the libraries come with the first call
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_MODULES[name]), name)


def __dir__() -> list[str]:
    return [*globals(), *__all__]
