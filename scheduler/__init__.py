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

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scheduler.asking import why
    from scheduler.keeping import changes, replan
    from scheduler.pipeline import audit, matrix, read, solve, tables, write
    from scheduler.scenarios.comparing import compare
    from scheduler.what_else import options

__all__ = ["audit", "changes", "compare", "matrix", "options", "read", "replan", "solve", "tables", "why", "write"]
_OF_A_KEPT_PLAN = ("changes", "replan")


def __getattr__(name: str) -> Any:  # PEP 562: `import scheduler` is quick, and the libraries come with the first call
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name == "compare":
        from scheduler.scenarios import comparing

        return comparing.compare
    from scheduler import asking, keeping, pipeline, what_else

    if name == "why":
        return asking.why
    if name == "options":
        return what_else.options
    return getattr(keeping if name in _OF_A_KEPT_PLAN else pipeline, name)


def __dir__() -> list[str]:
    return [*globals(), *__all__]
