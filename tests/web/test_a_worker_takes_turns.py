"""A real worker, with real runs: whoever asks for three hundred holds up nobody by more than the one that is made."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from waiting import wait_until
from web_cast import give

from scheduler.web.accounts.models import User
from scheduler.web.runs.models import Run, RunState
from scheduler.web.runs.worker import Worker
from scheduler.web.uploads.models import UploadState

pytestmark = [pytest.mark.lands, pytest.mark.django_db(transaction=True)]
ASKED_FOR = 300


@pytest.fixture
def working() -> Iterator[Callable[[], threading.Thread]]:
    """Takes one run in a thread of its own, as a worker does."""
    begun: list[threading.Thread] = []

    def take() -> None:
        try:
            Worker().take_one()
        finally:
            connection.close()

    def start() -> threading.Thread:
        begun.append(threading.Thread(target=take))
        begun[-1].start()
        return begun[-1]

    yield start
    for thread in begun:
        thread.join()


def test_another_s_first_run_begins_within_one_run_s_length(
    cast: dict[str, User], workbook: Path, working: Callable[[], threading.Thread]
) -> None:
    upload = give("", "both.xlsx", workbook.read_bytes(), state=UploadState.CURRENT)

    def ask(person: str, title: str) -> Run:
        run = Run.objects.create(title=title, limit_seconds=60, created_by=cast[person])
        run.uploads.add(upload)
        return run

    many = [ask("planner", f"Plan {n}") for n in range(ASKED_FOR)]
    first = working()
    wait_until(lambda: Run.objects.filter(state=RunState.RUNNING).exists())
    other = ask("admin of S", "Only one")
    first.join()
    working().join()
    other.refresh_from_db()
    assert other.state == RunState.DONE, other.failure
    begun = [run.pk for run in Run.objects.filter(started_at__isnull=False).order_by("started_at")]
    assert begun == [many[0].pk, other.pk], "the one that was made when it was asked for, and no other, came before"
    assert other.started_at is not None
    many[0].refresh_from_db()
    assert many[0].ended_at is not None
    assert other.started_at >= many[0].ended_at
