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

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scheduler.pipeline import audit, matrix, read, solve, tables, write

__all__ = ["audit", "matrix", "read", "solve", "tables", "write"]


def __getattr__(name: str) -> Any:  # PEP 562: `import scheduler` is quick, and the libraries come with the first call
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from scheduler import pipeline

    return getattr(pipeline, name)


class _Package(ModuleType):
    """This package: `audit` is a call here, and also a room; importing the room must not hide the call."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name == "audit" and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __dir__() -> list[str]:
    return [*globals(), *__all__]
