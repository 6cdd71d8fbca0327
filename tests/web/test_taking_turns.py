"""One person's files are read one at a time, so whoever gives files for an hour holds up nobody."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from scheduler.web.uploads import process
from scheduler.web.uploads.process import CannotRead
from scheduler.web.uploads.turns import own_turn

HEAVY, OTHER = 1, 2  # people
CHECKS = 360  # of ten seconds each: an hour


class Hour:
    """Checks that take no time, of which it is known whose each was and how many were at work at once."""

    def __init__(self) -> None:
        self.guard = threading.Lock()
        self.at_work: list[int] = []
        self.done: list[int] = []
        self.most_of_one = 0

    def check(self, person: int, folder: Path) -> None:
        """As the page has a file read."""
        with own_turn(person):
            folder.mkdir(parents=True, exist_ok=True)
            process.run(str(person), folder, {})

    def ended(self, module: str, folder: Path) -> tuple[int, str]:
        """In place of the process."""
        person = int(module)
        with self.guard:
            self.at_work.append(person)
            self.most_of_one = max(self.most_of_one, self.at_work.count(person))
        os.sched_yield()
        with self.guard:
            self.at_work.remove(person)
            self.done.append(person)
        return 0, ""


@pytest.fixture
def hour(monkeypatch: pytest.MonkeyPatch) -> Hour:
    made = Hour()
    monkeypatch.setattr(process, "_ended", made.ended)
    return made


@pytest.mark.django_db(transaction=True)
def test_an_hour_of_uploads_by_one_person_refuses_no_other_s(hour: Hour, tmp_path: Path) -> None:
    refused: list[int] = []

    def give_for_an_hour(number: int) -> None:
        try:
            while hour.done.count(HEAVY) < CHECKS:
                try:
                    hour.check(HEAVY, tmp_path / f"heavy {number}")
                except CannotRead:
                    refused.append(number)
                    os.sched_yield()
        finally:
            connection.close()

    windows = [threading.Thread(target=give_for_an_hour, args=(n,)) for n in range(8)]
    for window in windows:
        window.start()
    given = 0
    while any(window.is_alive() for window in windows):
        hour.check(OTHER, tmp_path / "other")  # would raise where it is refused
        given += 1
    for window in windows:
        window.join()
    assert given > 0
    assert hour.done.count(OTHER) == given
    assert hour.done.count(HEAVY) >= CHECKS
    assert hour.most_of_one == 1
    assert refused, "several windows of one person do not add up"


@pytest.fixture
def a_turn_is_held() -> Iterator[Callable[[int], None]]:
    """Somebody's turn is held by another thread, as by another window of the browser."""
    ended: list[Callable[[], None]] = []

    def hold(person: int) -> None:
        begun, end = threading.Event(), threading.Event()

        def held() -> None:
            try:
                with own_turn(person):
                    begun.set()
                    end.wait(300)
            finally:
                connection.close()

        thread = threading.Thread(target=held)
        thread.start()
        assert begun.wait(300)
        ended.append(lambda: (end.set(), thread.join())[0])

    yield hold
    for end in ended:
        end()


@pytest.mark.django_db(transaction=True)
def test_a_second_file_of_the_same_person_is_told_to_wait_and_another_person_s_is_read(
    a_turn_is_held: Callable[[int], None], signed_in: Callable[[str], Client], cast: dict[str, object]
) -> None:
    planner, admin = signed_in("planner"), signed_in("admin of N")
    a_turn_is_held(cast["planner"].pk)  # type: ignore[attr-defined]

    def give(client: Client, place: str) -> tuple[int, str]:
        answer = client.post("/files/", {"place": place, "file": SimpleUploadedFile("a.csv", b"teacher,site\n")})
        return answer.status_code, answer.content.decode()

    status, page = give(planner, "")
    assert status == 400
    assert "another file of yours is being read just now. Try again when it is done." in page
    assert give(admin, "N")[0] == 302


@pytest.mark.django_db(transaction=True)
def test_a_turn_is_held_in_every_server_of_a_database(a_turn_is_held: Callable[[int], None]) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("with SQLite one server serves")
    from scheduler.web.uploads import turns

    a_turn_is_held(7)
    turns._at_work.discard(7)  # as in another process
    with pytest.raises(CannotRead, match="another file of yours"), own_turn(7):
        pass
    with own_turn(8):
        pass


@pytest.mark.django_db
def test_a_turn_ends_with_a_fault() -> None:
    with pytest.raises(ValueError, match="x"), own_turn(HEAVY):
        raise ValueError("x")
    with own_turn(HEAVY):
        pass
