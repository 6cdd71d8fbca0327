"""How long the engine may work: seconds, a stop, and work that is the same on every machine."""

from __future__ import annotations

import threading
import time

import pytest
from ortools.sat.python import cp_model

from scheduler.engine.search.budget import Budget, OutOfTime, round_up


def small() -> tuple[cp_model.CpModel, cp_model.IntVar]:
    cp = cp_model.CpModel()
    x = cp.new_int_var(0, 9, "x")
    cp.add(2 * x >= 7)
    cp.minimize(x)
    return cp, x


@pytest.mark.parametrize(
    ("bound", "whole"), [(3.0, 3), (3.00001, 3), (2.99999, 3), (3.4, 4), (3.0002, 4), (-0.5, 0), (-1e-9, 0), (0.0, 0)]
)
def test_a_bound_is_the_whole_number_that_it_implies(bound, whole):
    assert round_up(bound) == whole


def test_it_is_over_when_the_deadline_has_passed_the_stop_is_set_or_the_work_is_spent():
    stop = threading.Event()
    budget = Budget(deadline=time.monotonic() + 100, stop=stop, work=2.0)
    assert not budget.over
    assert budget.seconds_left > 90
    budget.spent = 2.0
    assert budget.over
    budget.spent = 0.0
    stop.set()
    assert budget.over
    assert Budget(deadline=time.monotonic() - 1).over
    assert Budget(deadline=time.monotonic() - 1).seconds_left == 0
    assert Budget().seconds_left == float("inf")


def test_a_search_finds_and_proves_and_counts_its_work():
    budget = Budget()
    cp, x = small()
    solved = budget.solve(cp, 0)
    assert (solved.found, solved.proven, solved.impossible, solved.bound) == (True, True, False, 4)
    assert solved.solver.value(x) == 4
    assert budget.spent == solved.solver.response_proto.deterministic_time
    spent = budget.spent
    budget.solve(small()[0], 0)
    assert budget.spent == pytest.approx(2 * spent)


def test_a_model_without_an_answer_is_said_to_have_none():
    cp, x = small()
    cp.add(x <= 2)
    solved = Budget().solve(cp, 0)
    assert (solved.found, solved.proven, solved.impossible) == (False, False, True)


def test_hints_are_kept_where_that_is_asked():
    cp, x = small()
    cp.add_hint(x, 7)
    assert Budget().solve(cp, 0, keep_hint=True).solver.value(x) == 7
    assert Budget().solve(cp, 0).solver.value(x) == 4


def test_the_parameters_make_a_search_repeat():
    budget = Budget(work=5.0, spent=3.0)
    parameters = budget.solve(small()[0], 7, 9.0).solver.parameters
    assert (parameters.num_workers, parameters.random_seed) == (1, 7)
    assert parameters.max_deterministic_time == 2.0  # what is left, where it is less than what is asked
    assert not parameters.catch_sigint_signal
    assert parameters.max_time_in_seconds == float("inf")
    limited = Budget(deadline=time.monotonic() + 50).solve(small()[0], 0, 1.5).solver.parameters
    assert limited.max_deterministic_time == 1.5
    assert 40 < limited.max_time_in_seconds <= 50


def test_the_thread_that_watches_the_stop_ends_with_the_search():
    before = threading.active_count()
    Budget().solve(small()[0], 0)
    assert threading.active_count() == before


def test_whoever_makes_a_model_hears_that_the_time_is_up_or_a_stop_has_come():
    budget = Budget(deadline=time.monotonic() + 100, work=1.0, spent=2.0)
    budget.check()  # the limit of work is not its business: models are the same on every machine
    budget.stop.set()
    with pytest.raises(OutOfTime):
        budget.check()
    with pytest.raises(OutOfTime):
        Budget(deadline=time.monotonic() - 1).check()


@pytest.mark.parametrize(("keep_hint", "best"), [(False, 4), (True, 6)])
def test_a_hint_on_which_the_solver_breaks_does_not_end_the_search(monkeypatch, keep_hint, best):
    cp, x = small()
    cp.add_hint(x, 6)
    solve = cp_model.CpSolver.solve

    def breaks_on_hints(solver, model):
        if model.proto.solution_hint.vars and solver.parameters.cp_model_presolve:
            raise IndexError("absl::btree_map::at")
        return solve(solver, model)

    monkeypatch.setattr(cp_model.CpSolver, "solve", breaks_on_hints)
    found = Budget().solve(cp, 0, keep_hint=keep_hint)
    assert found.proven
    assert found.solver.value(x) == best
    assert list(cp.proto.solution_hint.values) == [6]  # whoever made the model has it as it was
