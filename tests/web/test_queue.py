"""The queue: one worker a run, no write of a worker that has lost it, nothing twice and nothing stuck."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings
from web_cast import give

from scheduler.web.accounts.models import User
from scheduler.web.runs import queue
from scheduler.web.runs.models import Report, Run, RunState
from scheduler.web.runs.queue import Claim, ReaderReport
from scheduler.web.uploads.models import UploadState

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


def many(user: User | None, count: int) -> list[Run]:
    return [asked(created_by=user) for _ in range(count)]


def one_run_later(held: Claim) -> None:
    """The worker has finished what it held."""
    assert queue.fail(held, "over") is True


def test_whoever_asks_for_300_runs_holds_up_only_their_own(cast: dict[str, User]) -> None:
    many(cast["planner"], 300)
    first = claimed()
    other = asked(created_by=cast["admin of S"])
    assert queue.place_in_queue(other) == 1, "the one that is worked on"
    one_run_later(first)
    assert claimed().run == other.pk, "within one run's length"


def test_people_take_turns_and_each_one_s_runs_keep_their_order(cast: dict[str, User]) -> None:
    a = many(cast["planner"], 3)
    b = many(cast["admin of N"], 2)
    c = many(cast["admin of S"], 1)
    wanted = [a[0], b[0], c[0], a[1], b[1], a[2]]
    assert [w.run for w in queue.waiting_in_turn()] == [run.pk for run in wanted]
    begun = []
    for _ in wanted:
        begun.append(claimed())
        one_run_later(begun[-1])
    assert [held.run for held in begun] == [run.pk for run in wanted]


def test_with_several_workers_the_second_is_another_s(cast: dict[str, User]) -> None:
    first, _ = many(cast["planner"], 2)
    other = asked(created_by=cast["admin of S"])
    assert [claimed().run, claimed().run] == [first.pk, other.pk]


def test_runs_of_somebody_who_is_gone_take_their_turn_too(cast: dict[str, User]) -> None:
    orphan = asked()
    own = many(cast["planner"], 2)
    assert [w.run for w in queue.waiting_in_turn()] == [orphan.pk, own[0].pk, own[1].pk]


def test_a_run_that_a_dead_worker_has_left_is_before_those_that_wait(cast: dict[str, User]) -> None:
    left = asked(created_by=cast["planner"])
    claimed()
    asked(created_by=cast["admin of S"])
    lease_over(left)
    assert claimed() == Claim(left.pk, 2)


@pytest.mark.parametrize(("ahead", "left"), [(timedelta(days=365), True), (timedelta(seconds=15), False)])
def test_a_lease_further_ahead_than_any_that_is_given_holds_nothing(ahead: timedelta, left: bool) -> None:
    run = asked()
    stale = claimed()
    Run.objects.filter(pk=run.pk).update(lease_until=queue.database_now() + ahead)
    again = queue.claim()
    assert (again == Claim(run.pk, 2)) is left
    if left:
        assert queue.finish(stale, {"status": "optimal"}, [REPORT]) is False


def test_one_person_has_twenty_runs_waiting_at_most(cast: dict[str, User], signed_in: Callable[[str], Client]) -> None:
    give("", state=UploadState.CURRENT)
    form = {"place": "", "title": "One more", "seed": "0", "limit_seconds": "60"}
    planner = signed_in("planner")
    held = many(cast["planner"], 20)
    Run.objects.filter(pk=held[0].pk).update(state=RunState.FAILED)
    assert planner.post("/plans/", form).status_code == 302, "the twentieth"
    said = planner.post("/plans/", form)
    assert said.status_code == 400
    assert "20 of your runs are waiting, and more are not taken." in said.content.decode()
    planner.post(f"/plans/{held[0].pk}/again/")
    assert Run.objects.filter(state=RunState.QUEUED).count() == 20


def test_no_run_is_longer_than_the_setting_allows(settings: Settings) -> None:
    from scheduler.web.runs.forms import limits

    assert [seconds for seconds, _ in limits()] == [60, 300, 600, 1800, 7200]
    settings.MOST_RUN_SECONDS = 600
    assert [seconds for seconds, _ in limits()] == [60, 300, 600]
