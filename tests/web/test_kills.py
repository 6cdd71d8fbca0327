"""kill -9 of the worker, of the solver and of the server, at any moment: nothing lost, nothing twice, nothing stuck."""

from __future__ import annotations

import http.client
import os
import random
import re
import signal
import sys
import threading
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from waiting import wait_until
from web_cast import two_sites
from web_server import Browser, Server, children
from workbooks import save

from scheduler import pipeline

pytestmark = [
    pytest.mark.story,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="finds processes in /proc"),
]

TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
MOST_CPU_OF_A_RUN = 1.5  # seconds of the solver's process, from its start to its end, and a little more
MOST_CPU_OF_AN_UPLOAD = 0.5  # of the reader's process


@pytest.fixture
def both(tmp_path: Path) -> Path:
    """Two sites, and a scenario of them."""
    book = two_sites()
    book["Scenarios"] = [
        ["scenario", "change", "sheet", "row", "column", "value"],
        ["Fewer", "Set", "Sites", "N", "sections funded", 3],
    ]
    return save(tmp_path / "both.xlsx", book)


@pytest.fixture
def browser(server: Server, both: Path) -> Browser:
    found = Browser(server.address)
    found.join(server.link)
    found.give(both)
    return found


def cpu_seconds(pid: int) -> float:
    """What a process has used so far: a moment of its work that is the same on a slow machine. 0 when it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS


def solvers(server: Server) -> list[int]:
    return [p for worker in server.workers() for p in children(worker)]


def reached(pids: Callable[[], list[int]], seconds: float, over: Callable[[], bool]) -> None:
    """Wait until one of the processes has worked for so long, or there is nothing to wait for any more."""
    wait_until(lambda: any(cpu_seconds(p) >= seconds for p in pids()) or over(), look_every=0.01)


def kill(pids: list[int]) -> None:
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue  # it has just ended by itself


def strike(server: Server, what: str) -> None:
    """Kill one kind of the processes."""
    if what == "server":
        server.kill()
        server.again()
    else:
        kill(server.workers() if what == "worker" else solvers(server))


def finished(browser: Browser, run: int) -> bool:
    """Whether a run is over: with a plan or a comparison, or because the solver was killed twice."""
    try:
        page = browser.text(f"/plans/{run}/run/")
    except (urllib.error.URLError, ConnectionError):
        return False
    struck_twice = "The solver&#x27;s process was ended from outside twice" in page
    assert struck_twice or "No plan." not in page, page
    return struck_twice or "Download the " in page


def compare(browser: Browser) -> int:
    given = {"title": "Side by side", "sheet_too": "on", "seed": "0", "limit_seconds": "600", "scenario_seconds": "300"}
    return int(re.findall(r"\d+", browser.post("/scenarios/", given))[0])


def found_at(browser: Browser, path: str) -> bytes | None:
    try:
        return browser.get(path)
    except urllib.error.HTTPError as answer:
        if answer.code != 404:
            raise
        return None


def came_of(browser: Browser, run: int) -> tuple[str, tuple[bytes, ...]] | None:
    """The workbooks of a run that is over: of a plan the plan's, of a comparison each plan's; None where it failed."""
    plan = found_at(browser, f"/plans/{run}/workbook/")
    if plan is not None:
        return "plan", (plan,)
    page = found_at(browser, f"/comparisons/{run}/")
    if page is None:
        return None
    links = sorted(set(re.findall(rf'"(/comparisons/{run}/workbook/\?[^"]+)"', page.decode())))
    assert len(links) == 2, "a plan of each scenario"
    return "comparison", tuple(browser.get(link.replace("&amp;", "&")) for link in links)


@pytest.mark.parametrize(
    ("victims", "kills"),
    [
        pytest.param(("worker", "solver", "server"), 3, marks=pytest.mark.lands),
        pytest.param(("worker", "worker", "solver"), 25, marks=pytest.mark.deep),
        pytest.param(("server",), 25, marks=pytest.mark.deep),
    ],
    ids=["any", "worker", "server"],
)
def test_every_run_comes_to_its_one_plan_whatever_is_killed(
    server: Server, browser: Browser, both: Path, tmp_path: Path, victims: tuple[str, ...], kills: int
) -> None:
    pipeline.solve_files([both], tmp_path / "expected.xlsx", seed=0, time_limit=600)
    undisturbed = compare(browser)
    wait_until(lambda: finished(browser, undisturbed))
    expected = {("plan", ((tmp_path / "expected.xlsx").read_bytes(),)), came_of(browser, undisturbed)}
    luck = random.Random(kills)
    runs: list[int] = []
    for number in range(kills):
        runs.append(compare(browser) if number % 3 == 2 else browser.ask(f"Plan {number}"))
        reached(lambda: solvers(server), luck.uniform(0, MOST_CPU_OF_A_RUN), lambda: finished(browser, runs[-1]))
        strike(server, luck.choice(victims))
    wait_until(lambda: all(finished(browser, run) for run in runs), 300 + 30 * len(runs))
    results = [came_of(browser, run) for run in runs]
    assert {r for r in results if r} == expected
    assert results.count(None) <= kills // 4, "a run that has killed its solver twice is not tried for ever"
    assert browser.get("/files/1/original/") == both.read_bytes()
    assert browser.text("/activity/").count("run finished") == len(runs) + 1 - results.count(None), "each of them once"


@pytest.mark.lands
def test_a_worker_that_was_asleep_past_its_lease_changes_nothing(server: Server, browser: Browser) -> None:
    (worker,) = server.workers()
    run = browser.ask("Plan")
    wait_until(lambda: bool(children(worker)))
    os.kill(worker, signal.SIGSTOP)
    other = Server(server.folder, server.env.get("DATABASE_URL"))
    other.start()  # with a worker of its own, which takes the run up
    try:
        wait_until(lambda: browser.is_done(run))
        before = browser.get(f"/plans/{run}/workbook/")
        os.kill(worker, signal.SIGCONT)
        second = browser.ask("Another")
        wait_until(lambda: browser.is_done(second))
        assert browser.get(f"/plans/{run}/workbook/") == before
        assert browser.text("/activity/").count("run finished") == 2
    finally:
        other.stop()


def test_ctrl_c_puts_the_run_back_and_the_next_start_finishes_it(server: Server, browser: Browser) -> None:
    (worker,) = server.workers()
    run = browser.ask("Plan")
    wait_until(lambda: bool(children(worker)))
    server.stop()
    assert not Path(f"/proc/{worker}").exists()
    server.log = Path(os.devnull).open("ab")  # noqa: SIM115 - closed by the next stop
    server.again()
    wait_until(lambda: browser.is_done(run))


class Giver(threading.Thread):
    """Somebody who gives a file; `page` is where that led, if the server lived to say so."""

    def __init__(self, browser: Browser, file: Path) -> None:
        super().__init__(daemon=True)
        self.browser, self.file, self.page = browser, file, ""

    def run(self) -> None:
        try:
            self.page = self.browser.post("/files/", {"place": ""}, file=self.file)
        except (urllib.error.URLError, ConnectionError, http.client.HTTPException):
            return  # the server is gone: what this test is about


def heavy(source: Path, number: int) -> Path:
    """The workbook with a picture of some megabytes, of which no two are alike: it takes a while to arrive."""
    path = source.with_name(f"heavy {number}.xlsx")
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
        for part in old.namelist():
            new.writestr(part, old.read(part))
        new.writestr("xl/media/image1.png", random.Random(number).randbytes(6 * 2**20))
    return path


@pytest.mark.parametrize("kills", [pytest.param(2, marks=pytest.mark.lands), pytest.param(25, marks=pytest.mark.deep)])
def test_a_file_that_is_given_while_the_server_dies_is_there_whole_or_not_at_all(
    server: Server, browser: Browser, both: Path, kills: int
) -> None:
    luck = random.Random(kills)
    sent: dict[str, tuple[bytes, bool]] = {}
    for number in range(kills):
        giver = Giver(browser, heavy(both, number))

        def readers(workers: frozenset[int] = frozenset(server.workers())) -> list[int]:
            assert server.process is not None
            return [p for p in children(server.process.pid) if p not in workers]

        giver.start()
        reached(readers, luck.uniform(0, MOST_CPU_OF_AN_UPLOAD), lambda giver=giver: not giver.is_alive())  # type: ignore[misc]
        server.kill()
        giver.join()
        server.again()
        sent[giver.file.name] = giver.file.read_bytes(), bool(giver.page)
    page = browser.text("/files/")
    found = {name: number for number, name in re.findall(r'"/files/(\d+)/">(heavy \d+\.xlsx)<', page)}
    for name, (content, acknowledged) in sent.items():
        if name in found:
            assert browser.get(f"/files/{found[name]}/original/") == content
            assert "No errors: ready to be confirmed." in browser.text(f"/files/{found[name]}/")
        else:
            assert not acknowledged, f"{name} was there, and is lost"
    browser.give(both)
    assert browser.get("/files/1/original/") == both.read_bytes()


def test_a_download_that_the_server_s_death_cuts_short_is_seen_to_be_so(
    server: Server, browser: Browser, both: Path
) -> None:
    file = heavy(both, 1)
    browser.give(file)
    line = http.client.HTTPConnection(urlsplit(server.address).netloc, timeout=120)
    line.request("GET", "/files/2/original/", headers={"Cookie": browser.cookies()})
    answer = line.getresponse()
    begun = answer.read(100_000)
    server.kill()
    with pytest.raises((http.client.IncompleteRead, ConnectionError)):
        answer.read()
    line.close()
    server.again()
    assert browser.get("/files/2/original/") == file.read_bytes()
    assert file.read_bytes().startswith(begun)


@pytest.mark.lands
def test_a_plan_that_is_published_while_the_server_dies_is_published_or_not(server: Server, browser: Browser) -> None:
    runs = [browser.ask(f"Plan {n}") for n in range(2)]
    wait_until(lambda: all(browser.is_done(run) for run in runs))
    browser.publish(runs[0])
    for ticks in (0, 1, 2, 4):
        assert server.process is not None
        pid = server.process.pid
        (other,) = [run for run in runs if not is_published(browser, run)]
        publisher = threading.Thread(target=quietly, args=(browser, other))
        until = cpu_seconds(pid) + ticks / TICKS
        publisher.start()
        reached(lambda pid=pid: [pid], until, lambda publisher=publisher: not publisher.is_alive())  # type: ignore[misc]
        server.kill()
        publisher.join()
        server.again()
        assert sum(is_published(browser, run) for run in runs) == 1, "whichever: never both, never none"


def is_published(browser: Browser, run: int) -> bool:
    return ">Take back…</a>" in browser.text(f"/plans/{run}/")


def quietly(browser: Browser, run: int) -> None:
    try:
        browser.publish(run)
    except (urllib.error.URLError, ConnectionError, http.client.HTTPException):
        return  # the server is gone: what this test is about
