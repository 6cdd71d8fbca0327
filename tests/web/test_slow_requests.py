"""Whoever sends or takes slowly holds a connection and no thread, for a while: everybody else is served meanwhile."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from web_server import Browser, Server, running_server

from scheduler.web import patience
from scheduler.web.patience import FIRST_SECONDS, LEAST_BYTES_A_SECOND, SPARE_SECONDS, Pace


def test_headers_have_to_come_within_twenty_seconds() -> None:
    pace = Pace(since=100.0)
    assert not pace.is_too_slow(100 + FIRST_SECONDS)
    assert pace.is_too_slow(100 + FIRST_SECONDS + 0.1), "however many bytes of them come"
    pace.received = 10**6
    assert pace.is_too_slow(100 + FIRST_SECONDS + 0.1)


def test_a_body_may_take_as_long_as_its_size_needs_on_a_slow_line() -> None:
    pace = Pace(since=0.0, in_body=True)
    assert not pace.is_too_slow(FIRST_SECONDS + SPARE_SECONDS)
    assert pace.is_too_slow(FIRST_SECONDS + SPARE_SECONDS + 1)
    pace.received = 26 * 2**20
    assert not pace.is_too_slow(pace.received / LEAST_BYTES_A_SECOND)
    assert pace.is_too_slow(pace.received / LEAST_BYTES_A_SECOND + FIRST_SECONDS + SPARE_SECONDS + 1)


def test_an_answer_has_to_be_taken() -> None:
    pace = Pace(since=0.0, asking=False, taking_since=0.0)
    assert not pace.is_too_slow(SPARE_SECONDS)
    assert pace.is_too_slow(SPARE_SECONDS + 1)
    pace.taken = LEAST_BYTES_A_SECOND * 60
    assert not pace.is_too_slow(SPARE_SECONDS + 60)


def test_whoever_is_being_answered_is_waited_for() -> None:
    assert not Pace(since=0.0, asking=False).is_too_slow(10**6), "a check of a file may take a minute"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with running_server(tmp_path / "data", lease_seconds=60) as made:
        yield made


class Slow:
    """Connections that are held open, of which each has sent something and takes nothing."""

    def __init__(self, server: Server) -> None:
        at = urlsplit(server.address)
        self.to = (at.hostname or "", at.port or 0)
        self.lines: list[socket.socket] = []

    def say(self, count: int, words: bytes) -> list[socket.socket]:
        new = [socket.create_connection(self.to, 10) for _ in range(count)]
        for line in new:
            line.sendall(words)
        self.lines += new
        return new

    def close(self) -> None:
        for line in self.lines:
            line.close()


def is_closed(line: socket.socket, seconds: float) -> bool:
    """Whether the server ends a connection within so many seconds; what it has said before is passed over."""
    line.settimeout(seconds)
    with contextlib.suppress(TimeoutError):
        try:
            while line.recv(65_536):
                pass
        except ConnectionError:
            return True
        return True
    return False


@pytest.mark.lands
@pytest.mark.story
def test_two_hundred_slow_connections_hold_up_nobody(server: Server, tmp_path: Path) -> None:
    browser = Browser(server.address)
    browser.join(server.link)
    heavy = tmp_path / "Heavy.csv"
    heavy.write_bytes(b"x,y\n" * (20 * 2**18))
    page = browser.post("/files/", {"place": ""}, file=heavy)
    slow = Slow(server)
    half = b"HTTP/1.1\r\nHost: localhost\r\n"
    try:
        unfinished = slow.say(150, b"GET /sign-in/ " + half)
        slow.say(30, b"POST /sign-in/ " + half + b"Content-Length: 1000000\r\n\r\nuser")
        cookies = f"Cookie: {browser.cookies()}\r\n\r\n".encode()
        slow.say(20, f"GET {page}original/ ".encode() + half + cookies)
        began = time.monotonic()
        for _ in range(10):
            assert "Heavy.csv" in browser.text("/files/")
            assert browser.get("/healthz")
        assert time.monotonic() - began < 20, "ten pages, on a machine that does other things"
        slow.say(patience.MOST_OF_ONE_ADDRESS - 201, b"G")
        refused = slow.say(30, b"G")
        assert sum(is_closed(line, 3) for line in refused) >= 20, "one address has its share"
        assert is_closed(unfinished[0], FIRST_SECONDS + 30)
    finally:
        slow.close()
    assert browser.get(f"{page}original/") == heavy.read_bytes()
