"""A disk that is full or may not be written, a database that goes away: it is said, nothing is lost, and it goes on."""

from __future__ import annotations

import os
import urllib.error
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import DatabaseError, OperationalError
from django.test import Client
from small_disk import close, fill, served
from waiting import wait_until
from web_cast import two_sites
from web_server import Browser, Server, fresh_database
from workbooks import save

from scheduler.web.disk import is_no_room
from scheduler.web.runs import worker
from scheduler.web.runs.models import Run, RunState

on_postgresql = bool(os.environ.get("DATABASE_URL"))
FULL = "The server cannot save anything: its disk is full, or may not be written."


@pytest.mark.parametrize(
    ("why", "said"),
    [
        (OSError(28, "No space left on device"), FULL),
        (OperationalError("database or disk is full"), FULL),
        (OperationalError("attempt to write a readonly database"), FULL),
        (OperationalError("server closed the connection unexpectedly"), "The database does not answer"),
        (ValueError("a fault"), "This is a fault of the program, not yours."),
    ],
)
def test_a_page_that_cannot_be_made_says_why(
    signed_in: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch, why: Exception, said: str
) -> None:
    def fails(*_: object) -> None:
        raise why

    monkeypatch.setattr("scheduler.web.runs.views.runs_for", fails)
    client = signed_in("planner")
    client.raise_request_exception = False
    answer = client.get("/plans/")
    assert answer.status_code == (500 if isinstance(why, ValueError) else 503)
    assert said in answer.content.decode()


@pytest.mark.django_db
def test_a_run_for_which_there_is_no_room_fails_in_words_and_the_worker_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(worker, "files_in", fails)
    run = Run.objects.create(title="Plan", limit_seconds=60)
    mine = worker.Worker()
    assert mine.take_one()
    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert run.failure.startswith(FULL)
    assert not mine.take_one(), "the next one may come"


def test_another_error_is_not_taken_for_a_full_disk() -> None:
    assert not any(map(is_no_room, (None, OSError(2, "no such file"), DatabaseError("no such table: x"))))


def refused(browser: Browser, path: str, fields: dict[str, str], file: Path | None = None) -> str:
    """What is said of a form that cannot be taken."""
    with pytest.raises(urllib.error.HTTPError) as answer:
        browser.post(path, fields, file=file)
    assert answer.value.code == 503
    return answer.value.read().decode()


@pytest.mark.deep
@pytest.mark.story
@pytest.mark.skipif(on_postgresql, reason="its own disk is its own matter")
def test_a_data_folder_that_is_full_loses_nothing_and_works_again(small: Path, tmp_path: Path) -> None:
    server = Server(small / "data", None)
    server.start()
    try:
        both = save(tmp_path / "both.xlsx", two_sites())
        browser = Browser(server.address)
        browser.join(server.link)
        browser.give(both)
        before = browser.ask("Before")
        wait_until(lambda: browser.is_done(before))
        plan = browser.get(f"/plans/{before}/workbook/")
        filler = fill(small)
        asked = {"place": "", "title": "Full", "seed": "0", "limit_seconds": "60"}
        assert FULL in refused(browser, "/files/", {"place": ""}, file=both)
        assert FULL in refused(browser, "/plans/", asked)
        assert "Before" in browser.text("/plans/"), "what is there can be read"
        filler.unlink()
        browser.give(both)
        after = browser.ask("After")
        wait_until(lambda: browser.is_done(after))
        assert browser.get(f"/plans/{after}/workbook/") == plan == browser.get(f"/plans/{before}/workbook/")
        assert "Full" not in browser.text("/plans/")
    finally:
        server.stop()


@pytest.mark.deep
@pytest.mark.story
def test_a_folder_for_temporary_files_that_is_full_is_said_and_works_again(small: Path, tmp_path: Path) -> None:
    with fresh_database() as database:
        server = Server(tmp_path / "data", database)
        server.env["TMPDIR"] = str(small)
        server.start()
        try:
            both = save(tmp_path / "both.xlsx", two_sites())
            browser = Browser(server.address)
            browser.join(server.link)
            browser.give(both)
            before = browser.ask("Before")
            wait_until(lambda: browser.is_done(before))
            filler = fill(small)
            assert FULL in refused(browser, "/files/", {"place": ""}, file=both)
            run = browser.ask("Full")
            wait_until(lambda: "No plan." in browser.text(f"/plans/{run}/run/"))
            assert FULL in browser.text(f"/plans/{run}/run/")
            filler.unlink()
            browser.give(both)
            browser.post(f"/plans/{run}/again/", {}, page=f"/plans/{run}/run/")
            wait_until(lambda: browser.is_done(run + 1))
        finally:
            server.stop()


@pytest.mark.skipif(on_postgresql, reason="of the data folder")
def test_a_data_folder_that_may_not_be_written_is_said_at_the_start(small: Path) -> None:
    env = {**os.environ, "COACH_DATA": str(small / "data")}
    close(small)
    done = served(env)
    assert done.returncode == 1
    said = f"Error: the data folder {small / 'data'} cannot be used: Read-only file system. Make room there, or give "
    assert done.stderr == said + "another folder in COACH_DATA.\n"


@pytest.mark.skipif(on_postgresql, reason="of the data folder")
def test_a_database_that_may_not_be_written_is_said_at_the_start(small: Path) -> None:
    server = Server(small / "data", None)
    server.start()
    server.stop()
    close(small)
    done = served(server.env)
    assert done.returncode == 1
    assert done.stderr.startswith("Error: the database cannot be used: ")
    assert done.stderr.endswith(f". Look at the data folder {small / 'data'}.\n")


@pytest.mark.deep
@pytest.mark.story
@pytest.mark.skipif(not on_postgresql, reason="cuts the lines to PostgreSQL")
def test_a_database_that_is_started_again_meanwhile_loses_no_run(tmp_path: Path) -> None:
    import psycopg

    both = save(tmp_path / "both.xlsx", two_sites())
    with fresh_database() as database:
        assert database is not None
        server = Server(tmp_path / "data", database)
        server.start()
        try:
            browser = Browser(server.address)
            browser.join(server.link)
            browser.give(both)
            runs = []
            for number in range(3):
                runs.append(browser.ask(f"Plan {number}"))
                wait_until(lambda: "Waiting." not in browser.text(f"/plans/{runs[-1]}/run/"))
                with psycopg.connect(database, autocommit=True) as base:
                    base.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                    )
            wait_until(lambda: all(browser.is_done(run) for run in runs))
            plans = {browser.get(f"/plans/{run}/workbook/") for run in runs}
            assert len(plans) == 1
        finally:
            server.stop()
