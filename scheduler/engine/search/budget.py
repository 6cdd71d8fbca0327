"""How long the engine may work: a deadline in seconds, a stop from outside, and a limit of work that repeats."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

from ortools.sat.python import cp_model

# Deterministic time of CP-SAT, about seconds of one core; the same on every machine, so the same plan comes out.
WORK_OF_A_PART = 60.0


class OutOfTime(Exception):
    """The time is up, or a stop has come, while a model is being made. It never leaves the engine."""


@dataclass
class Budget:
    """`deadline` is a value of `time.monotonic()`, None without a time limit; `stop` is set from outside (Ctrl-C)."""

    deadline: float | None = None
    stop: threading.Event = field(default_factory=threading.Event)
    work: float = WORK_OF_A_PART
    spent: float = 0.0

    @property
    def seconds_left(self) -> float:
        """Seconds until the deadline; infinite without one."""
        return float("inf") if self.deadline is None else max(0.0, self.deadline - time.monotonic())

    @property
    def over(self) -> bool:
        """Whether the search is stopped, or out of time or work."""
        return self.stop.is_set() or self.seconds_left <= 0 or self.spent >= self.work

    def check(self) -> None:
        """For whoever makes a model, to call now and again.

        Raises
        ------
        OutOfTime
            the time is up, or the stop is set; the limit of work does not matter here
        """
        if self.stop.is_set() or self.seconds_left <= 0:
            raise OutOfTime

    def branch(self) -> Budget:
        """What is left, for work that is done beside other work. What it spends is to be added to this budget."""
        return Budget(self.deadline, self.stop, self.work - self.spent)

    def solve(
        self,
        cp: cp_model.CpModel,
        seed: int,
        work: float | None = None,
        *,
        keep_hint: bool = False,
        any_answer: bool = False,
    ) -> Solved:
        """Solves within what is left, with one worker: the same input gives the same answer. With `keep_hint` every
        variable that has a hint keeps it: what is left to find is the best value of the others. With `any_answer` the
        first one will do.

        Parameters
        ----------
        cp
            the model
        seed
            the seed of the search
        work
            deterministic time of this search, None for all that is left
        keep_hint
            whether variables with a hint are fixed to it
        any_answer
            whether the first answer ends the search
        """
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = seed
        solver.parameters.catch_sigint_signal = False  # Ctrl-C is the command line's: it sets `stop`
        solver.parameters.linearization_level = 2  # counting needs the linear relaxation: 10 times sooner and more
        solver.parameters.max_deterministic_time = max(0.01, min(work or self.work, self.work - self.spent))
        solver.parameters.fix_variables_to_their_hinted_value = keep_hint
        solver.parameters.stop_after_first_solution = any_answer
        if self.deadline is not None:
            solver.parameters.max_time_in_seconds = max(0.01, self.seconds_left)
        watch = _Watch(self.stop, solver)
        try:
            try:
                status = solver.solve(cp)
            except IndexError:  # OR-Tools 9.15 (its issue 5288): presolve can fail to carry a hint along, rarely
                if keep_hint:
                    solver.parameters.cp_model_presolve = False
                    status = solver.solve(cp)
                else:
                    status = solver.solve(_without_hints(cp))
        finally:
            watch.end()
        self.spent += solver.response_proto.deterministic_time
        return Solved(solver, status)


def _without_hints(cp: cp_model.CpModel) -> cp_model.CpModel:
    """The same model, with no answer to begin with."""
    bare = cp.clone()
    bare.clear_hints()  # type: ignore[no-untyped-call]
    return bare


@dataclass(frozen=True)
class Solved:
    """An answer of CP-SAT."""

    solver: cp_model.CpSolver
    status: cp_model.CpSolverStatus

    @property
    def found(self) -> bool:
        """Whether the solver has an answer."""
        return self.status in (cp_model.OPTIMAL, cp_model.FEASIBLE)

    @property
    def proven(self) -> bool:
        """Whether the solver has proven that no answer is better."""
        return self.status == cp_model.OPTIMAL

    @property
    def impossible(self) -> bool:
        """Whether the solver has proven that there is no answer."""
        return self.status == cp_model.INFEASIBLE

    @property
    def bound(self) -> int:
        """The proven bound of the objective, rounded to the whole number that it implies."""
        return round_up(self.solver.best_objective_bound)


def round_up(bound: float) -> int:
    """The least whole number that is not below a bound, forgiving the noise of floating point."""
    whole = round(bound)
    return whole if abs(bound - whole) < 1e-4 else int(-(-bound // 1))


class _Watch:
    """Stops a solver when the event is set; its thread ends with the solve."""

    def __init__(self, stop: threading.Event, solver: cp_model.CpSolver) -> None:
        self._done = threading.Event()
        self._stop, self._solver = stop, solver
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._done.wait(0.1):
            if self._stop.is_set():
                self._solver.stop_search()

    def end(self) -> None:
        self._done.set()
        self._thread.join()
