"""From an instance to a plan and the proof of how good it is. The only room that imports a solver.

The district falls into parts that share no coach. Each first has a quick plan (`steps/quick_plan.py`), so that a stop
leaves none without. Then a coarse model of the year gives the bound, and nearly always the staffing; finer ones realize
it (`solve_component.py`). Parts are solved side by side in processes (`solve_district.py`).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scheduler.engine.problem.components import join_results, parts_of
    from scheduler.engine.replan.bounds import bound_of
    from scheduler.engine.replan.district import replan_instance
    from scheduler.engine.results import ComponentResult, EngineResult
    from scheduler.engine.solve_component import quick_part, solve_part
    from scheduler.engine.solve_district import solve_instance

__all__ = [
    "ComponentResult",
    "EngineResult",
    "bound_of",
    "join_results",
    "parts_of",
    "quick_part",
    "replan_instance",
    "solve_instance",
    "solve_part",
]
_MODULES = {
    "ComponentResult": "results",
    "EngineResult": "results",
    "bound_of": "replan.bounds",
    "join_results": "problem.components",
    "parts_of": "problem.components",
    "quick_part": "solve_component",
    "replan_instance": "replan.district",
    "solve_instance": "solve_district",
    "solve_part": "solve_component",
}


def __getattr__(name: str) -> Any:  # PEP 562: ortools takes a second to import, and only who solves pays it
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
