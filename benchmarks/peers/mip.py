"""The monolithic model as a mixed-integer program in HiGHS: the same rows, the same levels one after another."""

from __future__ import annotations

from math import ceil, isfinite
from typing import Any

from benchmarks.monolith.linear import NO_LIMIT, Linear
from benchmarks.monolith.model import Monolith
from benchmarks.peers.result import Clock, Missing, PeerResult
from scheduler.domain.instance import LEVELS, Instance, Level

NOISE = 1e-4


def solve(instance: Instance, seconds: float, cores: int) -> PeerResult:
    """The best plan in so many seconds, building the model included. Raises `Missing` without highspy."""
    try:
        import highspy
    except ImportError as e:
        raise Missing("highspy is not installed: pip install -r requirements-bench.lock") from e

    clock = Clock()
    monolith = Monolith(instance)
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", cores)
    highs.setOptionValue("mip_rel_gap", 0.0)
    highs.setOptionValue("mip_abs_gap", 1 - NOISE)  # shortfalls are whole numbers
    highs.passModel(_model(highspy, monolith.linear))
    values: list[int] = []
    bound: list[int | None] = [None, None, None]
    proven: list[float | None] = [None, None, None]
    watch = _Watch(clock)
    highs.cbMipImprovingSolution.subscribe(watch.heard)
    for i, level in enumerate(LEVELS):
        if seconds <= clock.now:
            break
        _aim(highs, monolith.linear, level)
        if values:
            _start_from(highspy, highs, values)
        watch.reached = _at(monolith.linear, level, values)
        highs.setOptionValue("time_limit", seconds - clock.now)
        highs.run()
        info = highs.getInfo()
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            break
        values = [round(x) for x in highs.getSolution().col_value]
        reached = _at(monolith.linear, level, values)
        assert reached is not None
        watch.told(reached)
        bound[i] = max(0, ceil(info.mip_dual_bound - NOISE)) if isfinite(info.mip_dual_bound) else 0
        if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            break
        bound[i], proven[i] = reached, clock.now
        costs = _summed(monolith.linear, level)
        limit = reached - monolith.linear.constant[level]
        highs.addRow(-highspy.kHighsInf, limit, len(costs), list(costs), [float(c) for c in costs.values()])
    plan = monolith.plan(values.__getitem__) if values else None
    required, recommended, option = bound
    times = proven[0], proven[1], proven[2]
    return PeerResult(plan, (required, recommended, option), clock.first, clock.best, times, monolith.note)


class _Watch:
    """Hears of every better answer of a search, and tells the clock."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.reached: int | None = None

    def heard(self, event: Any) -> None:
        self.told(round(event.data_out.objective_function_value))

    def told(self, value: int) -> None:
        if self.reached is None or value < self.reached:
            self.reached = value
            self.clock.better()


def _model(highspy: Any, linear: Linear) -> Any:
    lp = highspy.HighsLp()
    infinity = highspy.kHighsInf
    lp.num_col_, lp.num_row_ = len(linear.lower), len(linear.rows)
    lp.col_lower_ = [float(x) for x in linear.lower]
    lp.col_upper_ = [float(x) for x in linear.upper]
    lp.col_cost_ = [0.0] * lp.num_col_
    lp.integrality_ = [highspy.HighsVarType.kInteger] * lp.num_col_
    lp.row_lower_ = [-infinity if r.low <= -NO_LIMIT else float(r.low) for r in linear.rows]
    lp.row_upper_ = [infinity if r.high >= NO_LIMIT else float(r.high) for r in linear.rows]
    starts, places, factors = [0], [], []
    for row in linear.rows:
        summed: dict[int, int] = {}
        for c, v in row.terms:
            summed[v] = summed.get(v, 0) + c
        places += list(summed)
        factors += [float(c) for c in summed.values()]
        starts.append(len(places))
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = starts, places, factors
    return lp


def _summed(linear: Linear, level: Level) -> dict[int, int]:
    """Variable -> its whole cost on a level."""
    costs: dict[int, int] = {}
    for c, v in linear.costs[level]:
        costs[v] = costs.get(v, 0) + c
    return costs


def _aim(highs: Any, linear: Linear, level: Level) -> None:
    costs = _summed(linear, level)
    every = range(len(linear.lower))
    highs.changeColsCost(len(every), list(every), [float(costs.get(v, 0)) for v in every])
    highs.changeObjectiveOffset(float(linear.constant[level]))


def _start_from(highspy: Any, highs: Any, values: list[int]) -> None:
    solution = highspy.HighsSolution()
    solution.col_value = [float(x) for x in values]
    highs.setSolution(solution)


def _at(linear: Linear, level: Level, values: list[int]) -> int | None:
    """What the plan so far scores on a level; None before there is one."""
    return linear.constant[level] + sum(c * values[v] for c, v in linear.costs[level]) if values else None
