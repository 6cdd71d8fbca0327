"""Three hundred runs: the server and its worker stay as they were, and leave nothing behind.

    pytest -m deep tests/web/test_long_life.py -o log_cli=true -o log_cli_level=INFO

says the figures.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from waiting import wait_until
from web_cast import two_sites
from web_server import Browser, Server, children, fresh_database, resident_mib
from workbooks import save

pytestmark = [
    pytest.mark.deep,
    pytest.mark.story,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc"),
]

RUNS, AT_ONCE = 300, 20
WARM = 100  # as many as the list of plans shows: until then each page of it is longer than the one before
MOST_GROWTH = 1.05

log = logging.getLogger(__name__)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with fresh_database() as database:
        made = Server(tmp_path / "data", database)
        made.env["TMPDIR"] = str(tmp_path / "temporary")
        (tmp_path / "temporary").mkdir()
        made.start()
        try:
            yield made
        finally:
            made.stop()


def open_files(pid: int) -> int:
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


def test_three_hundred_runs_leave_nothing_behind(server: Server, tmp_path: Path) -> None:
    browser = Browser(server.address)
    browser.join(server.link)
    browser.give(save(tmp_path / "both.xlsx", two_sites()))
    assert server.process is not None
    (worker,) = server.workers()
    pids = {"server": server.process.pid, "worker": worker}
    warm: dict[str, tuple[float, int]] = {}
    for begun in range(0, RUNS, AT_ONCE):
        runs = [browser.ask(f"Plan {begun + n}") for n in range(AT_ONCE)]
        wait_until(lambda runs=runs: all(browser.is_done(run) for run in runs[-2:]), 20 * AT_ONCE)  # type: ignore[misc]
        browser.get(f"/plans/{runs[0]}/workbook/")
        if begun + AT_ONCE == WARM:
            warm = {name: (resident_mib(pid)[0], open_files(pid)) for name, pid in pids.items()}
    assert all(browser.is_done(run) for run in range(1, RUNS + 1))
    wait_until(lambda: not children(worker))
    now = {name: (resident_mib(pid)[0], open_files(pid)) for name, pid in pids.items()}
    log.info("MiB and open files: %s after %d runs, %s after %d", warm, WARM, now, RUNS)
    for name, (memory, files) in now.items():
        assert memory < warm[name][0] * MOST_GROWTH
        assert files <= warm[name][1] + 2, "a connection more or less"
    assert server.workers() == [worker], "the worker that it began with"
    assert list((tmp_path / "temporary").iterdir()) == []
