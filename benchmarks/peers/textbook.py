"""The textbook's monolithic CP-SAT model, as OR-Tools' own guide teaches it: booleans, levels one after another.

A level is minimised, then held with `<=`; the next starts from a hint of the plan so far. Eight workers, as the guide
advises, on the cores that everybody gets.
"""

from __future__ import annotations

from math import ceil
from typing import Any

from benchmarks.monolith.linear import NO_LIMIT, Linear
from benchmarks.monolith.model import Monolith
from benchmarks.peers.result import Clock, PeerResult
from scheduler.domain.instance import LEVELS, Instance, Level

LEAST_WORKERS = 8
NOISE = 1e-4


def solve(instance: Instance, seconds: float, cores: int) -> PeerResult:
    """The best plan in so many seconds, building the model included."""
    from ortools.sat.python import cp_model

    clock = Clock()
    monolith = Monolith(instance)
    cp, variables = _model(monolith.linear)
    values: list[int] = []
    bound: list[int | None] = [None, None, None]
    proven: list[float | None] = [None, None, None]
    for i, level in enumerate(LEVELS):
        objective = _objective(monolith.linear, level, variables)
        cp.minimize(objective)
        if values:
            cp.clear_hints()
            for v, x in zip(variables, values, strict=True):
                cp.add_hint(v, x)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = max(LEAST_WORKERS, cores)
        solver.parameters.max_time_in_seconds = max(0.01, seconds - clock.now)
        status = solver.solve(cp, _Watch(clock, _at(monolith.linear, level, values)))
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            break
        values = list(solver.response_proto.solution)[: len(variables)]
        bound[i] = max(0, ceil(solver.best_objective_bound - NOISE))  # no shortfall is below 0
        if status != cp_model.OPTIMAL:
            break
        proven[i] = clock.now
        cp.add(objective <= round(solver.objective_value))
    plan = monolith.plan(values.__getitem__) if values else None
    required, recommended, option = bound
    times = proven[0], proven[1], proven[2]
    return PeerResult(plan, (required, recommended, option), clock.first, clock.best, times, monolith.note)


def _model(linear: Linear) -> tuple[Any, list[Any]]:
    from ortools.sat.python import cp_model

    cp = cp_model.CpModel()
    variables = [cp.new_int_var(a, b, "") for a, b in zip(linear.lower, linear.upper, strict=True)]
    for row in linear.rows:
        mine = [variables[v] for _, v in row.terms]
        if row.kind == "at most one":
            cp.add_at_most_one(mine)
        elif row.kind == "exactly one":
            cp.add_exactly_one(mine)
        elif row.kind == "implies":
            cp.add_implication(*mine)
        else:
            total = cp_model.LinearExpr.weighted_sum(mine, [c for c, _ in row.terms])
            if row.low > -NO_LIMIT:
                cp.add(total >= row.low)
            if row.high < NO_LIMIT:
                cp.add(total <= row.high)
    return cp, variables


def _objective(linear: Linear, level: Level, variables: list[Any]) -> Any:
    from ortools.sat.python import cp_model

    costs = linear.costs[level]
    total = cp_model.LinearExpr.weighted_sum([variables[v] for _, v in costs], [c for c, _ in costs])
    return total + linear.constant[level]


def _at(linear: Linear, level: Level, values: list[int]) -> int | None:
    """What the plan so far scores on a level; None before there is one."""
    return linear.constant[level] + sum(c * values[v] for c, v in linear.costs[level]) if values else None


def _Watch(clock: Clock, reached: int | None) -> Any:
    """Hears of every answer of a search, and tells the clock of those that are better than what there was."""
    from ortools.sat.python import cp_model

    class Watch(cp_model.CpSolverSolutionCallback):
        def __init__(self) -> None:
            super().__init__()
            self.reached = reached

        def on_solution_callback(self) -> None:
            value = round(self.objective_value)
            if self.reached is None or value < self.reached:
                self.reached = value
                clock.better()

    return Watch()
