"""The queue: one worker a run, no write of a worker that has lost it, nothing twice and nothing stuck."""

from __future__ import annotations

from datetime import timedelta

import pytest

from scheduler.web.runs import queue
from scheduler.web.runs.models import Report, Run, RunState
from scheduler.web.runs.queue import Claim, ReaderReport

pytestmark = pytest.mark.django_db
REPORT = ReaderReport("planner", "the whole plan", b"workbook", {"summary": {"blocks": []}})


def asked(**more: object) -> Run:
    return Run.objects.create(title="Plan", limit_seconds=60, **more)


def lease_over(run: Run) -> None:
    Run.objects.filter(pk=run.pk).update(lease_until=queue.database_now() - timedelta(seconds=1))


def state(run: Run) -> str:
    run.refresh_from_db()
    return str(run.state)


def claimed() -> Claim:
    held = queue.claim()
    assert held is not None
    return held


def test_runs_are_taken_in_the_order_in_which_they_were_asked_for() -> None:
    first, second = asked(), asked()
    assert [claimed(), claimed()] == [Claim(first.pk, 1), Claim(second.pk, 1)]
    assert queue.claim() is None


def test_a_run_whose_lease_holds_is_nobody_else_s() -> None:
    asked()
    claimed()
    assert queue.claim() is None


def test_a_run_that_a_dead_worker_has_left_is_taken_up_again() -> None:
    run = asked()
    first = claimed()
    lease_over(run)
    second = claimed()
    assert (second.run, second.attempt) == (first.run, 2)


def test_nothing_that_a_stale_worker_writes_lands() -> None:
    run = asked()
    stale = claimed()
    lease_over(run)
    fresh = claimed()
    assert queue.renew(stale, {"step": "write"}) is None
    assert queue.finish(stale, {"status": "optimal"}, [REPORT]) is False
    assert queue.fail(stale, "wrong") is False
    assert queue.died(stale, "wrong") is False
    assert queue.release(stale) is False
    assert (state(run), Report.objects.count()) == (RunState.RUNNING, 0)
    assert queue.finish(fresh, {"status": "optimal"}, [REPORT]) is True
    assert queue.finish(fresh, {"status": "optimal"}, [REPORT]) is False, "a second time"
    assert Report.objects.count() == 1


def test_a_run_that_is_kept_halfway_is_not_kept_at_all() -> None:
    run = asked()
    held = claimed()

    def reports() -> object:
        yield REPORT
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="the disk is full"):
        queue.finish(held, {"status": "optimal"}, reports())  # type: ignore[arg-type]
    assert (state(run), Report.objects.count()) == (RunState.RUNNING, 0)


def test_a_run_that_waits_is_cancelled_at_once() -> None:
    run = asked()
    queue.ask_to_stop(run)
    assert state(run) == RunState.CANCELLED
    assert queue.claim() is None


def test_a_run_that_is_worked_on_hears_that_it_is_to_stop() -> None:
    run = asked()
    held = claimed()
    assert queue.renew(held, {}) is False
    queue.ask_to_stop(run)
    assert queue.renew(held, {}) is True
    assert state(run) == RunState.RUNNING
    queue.ask_to_stop(run)
    assert queue.renew(held, {}) is True, "twice is the same as once"


def test_a_run_on_which_the_solver_dies_twice_has_failed() -> None:
    run = asked()
    queue.died(claimed(), "out of memory")
    assert state(run) == RunState.QUEUED
    queue.died(claimed(), "out of memory")
    assert (state(run), run.failure) == (RunState.FAILED, "out of memory")


def test_a_run_on_which_twenty_workers_have_died_has_failed() -> None:
    run = asked(attempt=queue.MOST_ATTEMPTS, state=RunState.RUNNING)
    lease_over(run)
    assert queue.claim() is None
    assert state(run) == RunState.FAILED
    assert run.failure == "The worker died 20 times while it worked on this. See its log, and run it again."


def test_one_that_nineteen_have_left_is_taken_up_again() -> None:
    run = asked(attempt=queue.MOST_ATTEMPTS - 1, state=RunState.RUNNING)
    lease_over(run)
    assert claimed() == Claim(run.pk, queue.MOST_ATTEMPTS)


def test_a_run_that_is_put_back_waits_for_the_next_worker() -> None:
    run = asked()
    assert queue.release(claimed()) is True
    assert state(run) == RunState.QUEUED
    assert claimed() == Claim(run.pk, 2)


def test_whoever_waits_is_told_how_many_are_before() -> None:
    runs = [asked() for _ in range(3)]
    claimed()
    assert [queue.place_in_queue(r) for r in runs[1:]] == [1, 2]
