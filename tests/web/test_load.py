"""Fifty people who poll and read while two plans are being made on both cores: quick for all of them, and no errors.

    pytest -m deep tests/web/test_load.py -o log_cli=true -o log_cli_level=INFO

says the figures, page by page.
"""

from __future__ import annotations

import http.client
import logging
import random
import re
import statistics
import subprocess
import sys
import threading
import time
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from waiting import wait_until
from web_server import ROOT, Browser, Server, children, running_server

pytestmark = [
    pytest.mark.deep,
    pytest.mark.story,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="finds processes in /proc"),
]

PEOPLE = 50
SECONDS = 40.0
SECONDS_BETWEEN_LOOKS = 2.0  # as static/coach/page.js has it
SECONDS_TO_READ_A_PAGE = 5.0
MOST_SECONDS_OF_19_IN_20 = 0.5

log = logging.getLogger(__name__)


@dataclass
class Seen:
    """What all of them saw: seconds by kind of page, and every answer that was no 200."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: list[str] = field(default_factory=list)

    def of_all(self) -> list[float]:
        return sorted(s for found in self.seconds.values() for s in found)


def share(seconds: list[float], hundredths: int) -> float:
    return statistics.quantiles(seconds, n=100)[hundredths - 1] if len(seconds) > 1 else seconds[0]


class Person(threading.Thread):
    """Somebody with a page of a run open, which polls, who reads other pages meanwhile."""

    def __init__(self, number: int, address: str, cookie: str, run: int, pages: list[str], seen: Seen) -> None:
        super().__init__(daemon=True)
        self.luck = random.Random(number)
        self.address, self.cookie, self.run_number, self.pages, self.seen = address, cookie, run, pages, seen
        self.ending = threading.Event()

    def run(self) -> None:
        begin = time.monotonic()
        look = begin + self.luck.uniform(0, SECONDS_BETWEEN_LOOKS)
        read = begin + self.luck.uniform(0, SECONDS_TO_READ_A_PAGE)
        line = http.client.HTTPConnection(urlsplit(self.address).netloc, timeout=30)
        while not self.ending.wait(max(0.0, min(look, read) - time.monotonic())):
            if look <= read:
                self.get(line, f"/plans/{self.run_number}/progress/")
                look = time.monotonic() + SECONDS_BETWEEN_LOOKS
            else:
                self.get(line, self.luck.choice(self.pages))
                read = time.monotonic() + SECONDS_TO_READ_A_PAGE
        line.close()

    def get(self, line: http.client.HTTPConnection, path: str) -> None:
        began = time.perf_counter()
        try:
            line.request("GET", path, headers={"Cookie": self.cookie})
            answer = line.getresponse()
            answer.read()
            status = answer.status
        except (OSError, http.client.HTTPException) as why:
            line.close()
            self.seen.wrong.append(f"{path}: {why!r}")
            return
        kind = re.sub(r"\d+", "N", path.partition("?")[0])
        self.seen.seconds[kind].append(time.perf_counter() - began)
        if status != 200:
            self.seen.wrong.append(f"{path}: {status}")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with running_server(tmp_path / "data", lease_seconds=15) as made:
        yield made


@pytest.fixture
def second_worker(server: Server) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen([sys.executable, "-m", "scheduler", "worker"], cwd=ROOT, env=server.env)
    yield process
    process.terminate()
    assert process.wait(120) == 0


def pages_of(browser: Browser, run: int) -> list[str]:
    """The pages of a plan, and those around it."""
    weeks = browser.text(f"/plans/{run}/weeks/")
    coaches = re.findall(rf'"(/plans/{run}/coach/[^"]+)"', weeks)
    teachers = re.findall(rf'"(/plans/{run}/teacher/[^"]+)"', weeks)
    tables = sorted(set(re.findall(rf'"(/plans/{run}/table/[^"]+)"', weeks)))
    plain = [f"/plans/{run}/{name}" for name in ("", "rules/", "weeks/", "coverage/", "workbook/")]
    return [
        *plain,
        *coaches[:5],
        *teachers[:5],
        *tables,
        "/plans/",
        "/files/",
        "/files/1/",
        "/scenarios/",
        "/activity/",
    ]


def test_fifty_people_poll_and_read_while_two_plans_are_made(
    server: Server, second_worker: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    browser = Browser(server.address)
    browser.join(server.link)
    browser.give(ROOT / "instances" / "avuhsd" / "avuhsd.xlsx")
    plan = browser.ask("The plan to read")
    wait_until(lambda: browser.is_done(plan))
    pages = pages_of(browser, plan)
    district = tmp_path / "district.zip"
    with zipfile.ZipFile(district, "w") as box:
        for path in sorted((ROOT / "instances" / "district").glob("*.xlsx")):
            box.write(path, path.name)
    browser.give(district)
    runs = [browser.ask("A long one", seed=n, limit_seconds=300) for n in range(2)]
    (worker,) = server.workers()
    wait_until(lambda: bool(children(worker)) and bool(children(second_worker.pid)))
    cookies = []
    for _ in range(PEOPLE):
        one = Browser(server.address)
        one.sign_in()
        cookies.append(one.cookies())
    seen = Seen()
    people = [Person(n, server.address, cookies[n], runs[n % 2], pages, seen) for n in range(PEOPLE)]
    for person in people:
        person.start()
    people[0].join(SECONDS)
    for person in people:
        person.ending.set()
    for person in people:
        person.join()
    assert all(not browser.is_done(run) for run in runs), "the cores were busy all the time"
    for kind, found in sorted(seen.seconds.items(), key=lambda k: -share(k[1], 95)):
        log.info(
            "%5d x %-40s median %3.0f ms, p95 %3.0f ms",
            len(found),
            kind,
            share(found, 50) * 1000,
            share(found, 95) * 1000,
        )
    every = seen.of_all()
    log.info(
        "%d requests in %.0f s: median %.0f ms, p95 %.0f ms, the slowest %.0f ms",
        len(every),
        SECONDS,
        share(every, 50) * 1000,
        share(every, 95) * 1000,
        every[-1] * 1000,
    )
    assert seen.wrong == []
    assert len(every) > PEOPLE * SECONDS / SECONDS_BETWEEN_LOOKS / 2, "they did poll"
    assert share(every, 95) < MOST_SECONDS_OF_19_IN_20
    for run in runs:
        browser.post(f"/plans/{run}/stop/", {}, page=f"/plans/{run}/run/")
