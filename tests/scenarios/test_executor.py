"""Many solves at once: one that fails fails alone, a lost worker is replaced, a stop keeps what is finished."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from pathlib import Path

import pytest
from districts import coach, district, session, teacher

from scheduler.domain.instance import Instance
from scheduler.domain.plan import Plan
from scheduler.domain.score import Score
from scheduler.engine import ComponentResult
from scheduler.engine.result_cache import ResultCache
from scheduler.scenarios import executor
from scheduler.scenarios.executor import (
    Executor,
    Failure,
    Processes,
    SolveJob,
    Task,
    TaskOutcome,
    WorkersDied,
    solve_job,
)

NOTHING = ResultCache(None)


class Bench:
    """A pool in this process: each job is done when it is submitted, by `answer`, which may raise."""

    def __init__(self, answer: Callable[[SolveJob], ComponentResult], width: int = 2) -> None:
        self.answer, self.width = answer, width
        self.renewed = 0
        self.stopped = False

    def submit(self, job: SolveJob) -> Future[ComponentResult]:
        future: Future[ComponentResult] = Future()
        try:
            future.set_result(self.answer(job))
        except Exception as error:
            future.set_exception(error)
        return future

    def call(self, work, *args, **options):  # type: ignore[no-untyped-def]
        raise NotImplementedError

    def stop(self) -> None:
        self.stopped = True

    def check(self) -> None:
        """Everything is done at once."""

    def renew(self) -> None:
        self.renewed += 1

    def close(self) -> None:
        """Nothing to let go."""


def part(name: str) -> Instance:
    return district(teachers=[teacher(name)], coaches=[coach("C1"), coach("C2")], sessions=[session()])


def tasks(*names: str) -> list[Task]:
    return [Task(name, part(name)) for name in names]


def solved(job: SolveJob) -> ComponentResult:
    return solve_job(job, lambda: False)


def who(job: SolveJob) -> str:
    return next(iter(job.part.teachers))


def scores(outcomes: dict[str, TaskOutcome]) -> dict[str, object]:
    return {key: o.score if isinstance(o, ComponentResult) else o.reason for key, o in outcomes.items()}


def test_a_poisoned_task_fails_alone_with_its_reason() -> None:
    def answer(job: SolveJob) -> ComponentResult:
        if who(job) == "T2":
            raise ValueError("a slot without an end")
        return solved(job)

    outcomes = dict(Executor(Bench(answer), NOTHING).run(tasks("T1", "T2", "T3")))
    assert outcomes["T2"] == Failure("ValueError: a slot without an end")
    assert isinstance(outcomes["T1"], ComponentResult)
    assert isinstance(outcomes["T3"], ComponentResult)


def test_a_task_that_kills_its_process_fails_alone_and_the_innocent_go_free() -> None:
    def answer(job: SolveJob) -> ComponentResult:
        if who(job) == "T2":
            raise BrokenProcessPool("a process died")
        return solved(job)

    pool = Bench(answer, width=3)
    outcomes = dict(Executor(pool, NOTHING).run(tasks("T1", "T2", "T3", "T4")))
    assert outcomes["T2"] == Failure("the process that solved it died 3 times: it was killed, or ran out of memory")
    assert [key for key, o in outcomes.items() if isinstance(o, ComponentResult)] == ["T1", "T3", "T4"]
    assert pool.renewed == 3


def test_a_task_whose_workers_have_died_is_tried_once_more_alone() -> None:
    deaths = {"T1": 1, "T2": 9}  # of its neighbour's fault, and of its own
    begun: list[str] = []

    def answer(job: SolveJob) -> ComponentResult:
        begun.append(who(job))
        if begun.count(who(job)) <= deaths.get(who(job), 0):
            raise WorkersDied("each worker died")
        return solved(job)

    pool = Bench(answer)
    outcomes = dict(Executor(pool, NOTHING).run(tasks("T1", "T2", "T3", "T4")))
    assert begun == ["T1", "T2", "T2", "T1", "T3", "T4"], "two at a time, then the suspects one by one"
    assert outcomes.pop("T2") == Failure("each worker died")
    assert outcomes == dict(Executor(Bench(solved), NOTHING).run(tasks("T1", "T3", "T4")))
    assert pool.renewed == 0, "the pool has new workers by itself"


def test_a_worker_that_is_lost_once_costs_nothing_but_time() -> None:
    deaths = iter([True])

    def answer(job: SolveJob) -> ComponentResult:
        if who(job) == "T2" and next(deaths, False):
            raise BrokenProcessPool("a process died")
        return solved(job)

    def honest(job: SolveJob) -> ComponentResult:
        return solved(job)

    lost = Executor(Bench(answer), NOTHING).run(tasks("T1", "T2"))
    assert dict(lost) == dict(Executor(Bench(honest), NOTHING).run(tasks("T1", "T2")))


def test_no_task_takes_longer_than_any_may() -> None:
    given: list[float | None] = []

    def answer(job: SolveJob) -> ComponentResult:
        given.append(job.seconds)
        return solved(job)

    Executor(Bench(answer), NOTHING, most_seconds=7.0).run(tasks("T1"))
    Executor(Bench(answer), NOTHING, deadline=time.monotonic() + 1000, most_seconds=7.0).run(tasks("T1"))
    Executor(Bench(answer), NOTHING, deadline=time.monotonic() + 3, most_seconds=7.0).run(tasks("T1"))
    assert given[:2] == [7.0, 7.0]
    assert given[2] is not None
    assert given[2] <= 3


def test_a_task_is_told_of_when_it_begins_and_when_it_is_done() -> None:
    heard: list[str] = []
    executor = Executor(
        Bench(solved, width=1),
        NOTHING,
        begun=lambda task: heard.append(f"{task.key} begun"),
        told=lambda task, _outcome, _kept: heard.append(f"{task.key} done"),
    )
    executor.run(tasks("T1", "T2"))
    assert heard == ["T1 begun", "T1 done", "T2 begun", "T2 done"]


def test_after_a_stop_nothing_new_is_begun_and_what_is_done_is_kept() -> None:
    stop = threading.Event()

    def answer(job: SolveJob) -> ComponentResult:
        stop.set()
        return solved(job)

    pool = Bench(answer, width=1)
    outcomes = dict(Executor(pool, NOTHING, stop=stop).run(tasks("T1", "T2")))
    assert isinstance(outcomes["T1"], ComponentResult)
    assert outcomes["T2"] == Failure("stopped before it was solved", stopped=True)
    assert pool.stopped


def test_a_second_run_goes_on_from_what_is_finished(tmp_path: Path) -> None:
    store = ResultCache(tmp_path / "parts")
    asked: list[str] = []

    def answer(job: SolveJob) -> ComponentResult:
        asked.append(who(job))
        if who(job) == "T2" and len(asked) < 3:
            raise MemoryError("none left")
        return solved(job)

    first = Executor(Bench(answer, width=1), store).run(tasks("T1", "T2"))
    second = Executor(Bench(answer, width=1), store)
    assert scores(dict(second.run(tasks("T1", "T2")))) == {"T1": Score(0, 1, 0), "T2": Score(0, 1, 0)}
    assert (asked, second.kept) == (["T1", "T2", "T2"], 1)
    assert second.outcomes["T1"] == first["T1"]
    store.clear()
    assert not (tmp_path / "parts").exists()


def test_an_answer_that_was_cut_short_is_not_kept(tmp_path: Path) -> None:
    store = ResultCache(tmp_path)
    result = solved(SolveJob(part("T1"), 0))
    store.put("cut", replace(result, cut=True))
    store.put("whole", result)
    assert (store.get("cut"), store.get("whole")) == (None, result)


def test_a_damaged_file_of_a_part_is_as_none(tmp_path: Path) -> None:
    (tmp_path / "key.part.json").write_text('{"score": [0', encoding="utf-8")
    assert ResultCache(tmp_path).get("key") is None


def test_clearing_leaves_the_files_of_others(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    store = ResultCache(tmp_path)
    store.put("key", solved(SolveJob(part("T1"), 0)))
    store.clear()
    assert [p.name for p in tmp_path.iterdir()] == ["notes.txt"]


def test_a_task_waits_for_those_whose_plans_it_may_take_over() -> None:
    seen: dict[str, tuple[Plan, ...]] = {}

    def answer(job: SolveJob) -> ComponentResult:
        seen[who(job)] = job.likes
        return solved(job)

    first, second = tasks("T1", "T2")
    outcomes = Executor(Bench(answer), NOTHING).run([replace(second, likes=("T1",)), first])
    like = outcomes["T1"]
    assert isinstance(like, ComponentResult)
    assert (list(seen), seen["T2"]) == (["T1", "T2"], (like.plan,))


class Asked(Exception):
    """The solver was."""


def unasked(*_: object, **__: object) -> ComponentResult:
    raise Asked


def test_a_plan_that_is_as_good_as_under_looser_limits_needs_no_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    loose = part("T1")
    best = solved(SolveJob(loose, 0))
    monkeypatch.setattr(executor, "solve_part", unasked)
    tight = replace(loose, coaches={c: replace(one, max_caseload=1) for c, one in loose.coaches.items()})
    assert solved(SolveJob(tight, 0, likes=(best.plan,), bound=best.bound)) == best
    none = replace(loose, coaches={c: replace(one, max_caseload=0) for c, one in loose.coaches.items()})
    for job in (SolveJob(none, 0, likes=(best.plan,), bound=best.bound), SolveJob(tight, 0, likes=(best.plan,))):
        with pytest.raises(Asked):
            solved(job)


def test_a_plan_that_does_not_hold_is_not_taken_over(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = part("T1")
    best = solved(SolveJob(whole, 0))
    monkeypatch.setattr(executor, "solve_part", unasked)
    away = replace(whole, availability={c: ("Unavailable",) * len(s) for c, s in whole.availability.items()})
    with pytest.raises(Asked):
        solved(SolveJob(away, 0, likes=(best.plan,), bound=best.bound))


# ---- real processes


def _killed_once(flag: str) -> None:
    """Ends the process that runs it, the first time."""
    if not Path(flag).exists():
        Path(flag).touch()
        os._exit(9)


class _KilledOnce(Processes):
    """Worker processes of which the first to begin a job is killed."""

    flag = ""
    begun = False

    def submit(self, job: SolveJob) -> Future[ComponentResult]:
        if not self.begun:
            self.begun = True
            return self.call(_killed_once, self.flag)  # type: ignore[return-value]
        return super().submit(job)


def run(pool: Processes, work: Sequence[Task]) -> dict[str, TaskOutcome]:
    try:
        return dict(Executor(pool, NOTHING).run(work))
    finally:
        pool.close()


@pytest.mark.story
def test_processes_give_what_a_serial_run_gives_with_a_worker_killed_in_the_middle(tmp_path: Path) -> None:
    work = tasks("T1", "T2", "T3")
    serial = dict(Executor(Bench(solved), NOTHING).run(work))
    pool = _KilledOnce(2)
    pool.flag = str(tmp_path / "killed")
    assert run(pool, work) == serial
    assert Path(pool.flag).exists()
