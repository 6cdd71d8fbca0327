"""Backups taken while people give files and plans are made: each is one moment, whole, and comes back as it was."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from waiting import wait_until
from web_cast import two_sites
from web_server import ROOT, Browser, Server, fresh_database
from workbooks import save

pytestmark = [pytest.mark.deep, pytest.mark.story]

BACKUPS = 5
WRITTEN_ONCE = ("uploads_piece", "runs_report", "runs_page", "trail_event")  # a row of these never changes
Rows = dict[str, dict[Any, str]]  # table -> id -> checksum of the row


def coach(*words: object, env: dict[str, str], code: int = 0) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "scheduler", *map(str, words)],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == code, done.stderr
    return done.stdout


def asked(env: dict[str, str], question: str) -> list[tuple[Any, ...]]:
    """Rows of a database, asked for past the program."""
    if "DATABASE_URL" in env:
        import psycopg

        with psycopg.connect(env["DATABASE_URL"]) as base:
            return base.execute(question.encode()).fetchall()
    with closing(sqlite3.connect(Path(env["COACH_DATA"]) / "coaching.sqlite3")) as lite:
        return lite.execute(question).fetchall()


def rows_of(env: dict[str, str]) -> Rows:
    """A checksum of every row of the program's own tables."""
    if "DATABASE_URL" in env:
        names = asked(env, "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
    else:
        names = asked(env, "SELECT name FROM sqlite_master WHERE type = 'table'")
    own = sorted(n for (n,) in names if n.startswith(("accounts_", "uploads_", "runs_", "scenarios_", "trail_")))
    assert set(WRITTEN_ONCE) < set(own)
    return {
        name: {row[0]: hashlib.sha256(repr(row).encode()).hexdigest() for row in asked(env, f"SELECT * FROM {name}")}
        for name in own
    }


class Giver(threading.Thread):
    """Somebody who gives one file after another; `given` are those that the server has said that it has."""

    def __init__(self, server: Server, source: Path) -> None:
        super().__init__(daemon=True)
        self.browser, self.source = Browser(server.address), source
        self.browser.sign_in()
        self.given: list[str] = []
        self.ending = threading.Event()

    def run(self) -> None:
        number = 0
        while not self.ending.is_set():
            number += 1
            file = self.source.with_name(f"given {number}.xlsx")
            file.write_bytes(self.source.read_bytes())
            self.browser.post("/files/", {"place": ""}, file=file)
            self.given.append(file.name)


def restored(file: Path, folder: Path, database: str | None) -> dict[str, str]:
    """An empty place into which a backup was put; its environment."""
    env = {**os.environ, "COACH_DATA": str(folder)}
    env.pop("DATABASE_URL", None)
    if database:
        env["DATABASE_URL"] = database
    coach("serve", "--prepare", env=env)
    coach("restore", file, "--replace", env=env)
    return env


def test_backups_that_are_taken_under_load_are_whole_and_come_back_as_they_were(server: Server, tmp_path: Path) -> None:
    both = save(tmp_path / "both.xlsx", two_sites())
    browser = Browser(server.address)
    browser.join(server.link)
    browser.give(both)
    giver = Giver(server, both)
    giver.start()
    taken: list[tuple[Path, set[str], int]] = []
    runs: list[int] = []
    for number in range(BACKUPS):
        runs.extend(browser.ask(f"Plan {number}, {n}") for n in range(3))
        wait_until(lambda: browser.is_done(runs[-3]))
        before = set(giver.given)
        file = tmp_path / f"{number}.backup"
        coach("backup", file, env=server.env)
        taken.append((file, before, runs[-3]))
    giver.ending.set()
    giver.join()
    wait_until(lambda: all(browser.is_done(run) for run in runs))
    server.stop()
    server.log = Path(os.devnull).open("ab")  # noqa: SIM115 - closed by the next stop
    last = tmp_path / "last.backup"
    coach("backup", last, env=server.env)
    truth = rows_of(server.env)
    reports = dict(asked(server.env, "SELECT run_id, count(*) FROM runs_report GROUP BY run_id"))

    for file, before, done in taken:
        with fresh_database() as database:
            env = restored(file, tmp_path / file.stem, database)
            found = rows_of(env)
            for name in WRITTEN_ONCE:
                assert found[name].items() <= truth[name].items(), f"{file.name}: {name}"
            assert before <= {name for (name,) in asked(env, "SELECT name FROM uploads_upload")}
            for number, size, sha256 in asked(env, "SELECT id, size, sha256 FROM uploads_upload"):
                of_it = f"SELECT content FROM uploads_piece WHERE upload_id = {number} ORDER BY number"
                content = b"".join(bytes(piece) for (piece,) in asked(env, of_it))
                assert (len(content), hashlib.sha256(content).hexdigest()) == (size, sha256)
            states = dict(asked(env, "SELECT id, state FROM runs_run"))
            assert states[done] == "done"
            kept = dict(asked(env, "SELECT run_id, count(*) FROM runs_report GROUP BY run_id"))
            assert kept == {run: reports[run] for run, state in states.items() if state == "done"}
            (plan,) = asked(env, f"SELECT workbook FROM runs_report WHERE run_id = {done} AND reader = 'planner'")
            workbook = tmp_path / f"{file.stem}.xlsx"
            workbook.write_bytes(bytes(plan[0]))
            # 4: it holds, with the Required shortfall that no plan of this input is without
            assert "holds, and every figure in it is right." in coach("audit", both, workbook, env=env, code=4)
    with fresh_database() as database:
        found = rows_of(restored(last, tmp_path / "last", database))
        assert found == truth, "what nobody has touched is equal, row by row"
