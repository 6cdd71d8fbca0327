"""kill -9 of the worker, of the solver and of the server, at any moment: nothing lost, nothing twice, nothing stuck."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from web_cast import two_sites
from web_server import Browser, Server, children, fresh_database, wait_until
from workbooks import save

from scheduler import pipeline

pytestmark = [
    pytest.mark.story,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="finds processes in /proc"),
]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with fresh_database() as database:
        made = Server(tmp_path / "data", database)
        made.start()
        try:
            yield made
        finally:
            made.stop()


@pytest.fixture
def both(tmp_path: Path) -> Path:
    return save(tmp_path / "both.xlsx", two_sites())


@pytest.fixture
def browser(server: Server, both: Path) -> Browser:
    found = Browser(server.address)
    found.join(server.link)
    found.give(both)
    return found


def strike(server: Server, luck: random.Random) -> str:
    """Kill one of the processes."""
    what = luck.choice(["worker", "worker", "solver", "server"])
    if what == "server":
        server.kill()
        server.again()
        return what
    pids = server.workers()
    if what == "solver":
        pids = [p for w in pids for p in children(w)]
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue  # it has just ended by itself
    return what


@pytest.mark.parametrize("kills", [5, pytest.param(25, marks=pytest.mark.deep)])
def test_every_run_comes_to_its_one_plan_whatever_is_killed(
    server: Server, browser: Browser, both: Path, tmp_path: Path, kills: int
) -> None:
    expected = tmp_path / "expected.xlsx"
    pipeline.solve_files([both], expected, seed=0, time_limit=60)
    luck = random.Random(kills)
    runs: list[int] = []
    for _ in range(kills):
        runs.append(browser.ask(f"Plan {len(runs) + 1}"))
        time.sleep(luck.uniform(0.0, 1.5))  # the moment is the point: nobody chooses when a machine dies
        strike(server, luck)
    wait_until(lambda: all(finished(browser, run) for run in runs), 30 + 6 * len(runs))
    plans = [browser.get(f"/plans/{run}/workbook/") for run in runs if not failed(browser, run)]
    assert set(plans) == {expected.read_bytes()}
    struck_twice = len(runs) - len(plans)  # by the solver's death: a run that kills it twice is not tried for ever
    assert struck_twice <= kills // 4
    assert browser.get("/files/1/original/") == both.read_bytes()


def finished(browser: Browser, run: int) -> bool:
    return failed(browser, run) or browser.is_done(run)


def failed(browser: Browser, run: int) -> bool:
    page = browser.text(f"/plans/{run}/run/")
    return "The solver&#x27;s process was ended from outside twice" in page


def test_a_worker_that_was_asleep_past_its_lease_changes_nothing(server: Server, browser: Browser) -> None:
    (worker,) = server.workers()
    run = browser.ask("Plan")
    wait_until(lambda: bool(children(worker)), 10)
    os.kill(worker, signal.SIGSTOP)
    other = Server(server.folder, server.env.get("DATABASE_URL"))
    other.start()  # with a worker of its own, which takes the run up
    try:
        wait_until(lambda: browser.is_done(run), 30)
        before = browser.get(f"/plans/{run}/workbook/")
        os.kill(worker, signal.SIGCONT)
        second = browser.ask("Another")
        wait_until(lambda: browser.is_done(second), 30)
        assert browser.get(f"/plans/{run}/workbook/") == before
    finally:
        other.stop()


def test_ctrl_c_puts_the_run_back_and_the_next_start_finishes_it(server: Server, browser: Browser) -> None:
    (worker,) = server.workers()
    run = browser.ask("Plan")
    wait_until(lambda: bool(children(worker)), 10)
    server.stop()
    assert not Path(f"/proc/{worker}").exists()
    server.log = open(os.devnull, "ab")  # noqa: SIM115 - closed by the next stop
    server.again()
    wait_until(lambda: browser.is_done(run), 30)
