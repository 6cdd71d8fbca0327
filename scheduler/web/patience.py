"""How long the server waits for those who send or take slowly: a connection costs it no thread, and ends in time."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from typing import Any

from waitress.channel import HTTPChannel

MOST_CONNECTIONS = 1_000
MOST_OF_ONE_ADDRESS = 250  # a school behind one address has as many; behind TLS all come from the server in front
FIRST_SECONDS = 20  # from the first byte of a request, or from the connection, to the end of its headers
SPARE_SECONDS = 30  # beyond what a body or an answer of its size may take
LEAST_BYTES_A_SECOND = 4_096
KEPT_SECONDS = 75  # that a connection is kept open with nothing asked
HELD_BYTES = 2**40  # an answer is held, on the disk beyond a megabyte, until it is taken: no thread waits for that


@dataclass
class Pace:
    """How fast one connection sends a request, and takes its answer; all times by one clock, in seconds."""

    since: float  # the connection, or the first byte of the request
    asking: bool = True  # a request is expected, or on its way
    in_body: bool = False
    received: int = 0
    taking_since: float | None = None  # that an answer waits to be taken
    taken: int = 0

    def is_too_slow(self, now: float) -> bool:
        """Whether the connection is not worth keeping."""
        if self.taking_since is not None:
            return now - self.taking_since > SPARE_SECONDS + self.taken / LEAST_BYTES_A_SECOND
        if not self.asking:
            return False
        if not self.in_body:
            return now - self.since > FIRST_SECONDS
        return now - self.since > FIRST_SECONDS + SPARE_SECONDS + self.received / LEAST_BYTES_A_SECOND


class PatientChannel(HTTPChannel):  # type: ignore[misc]  # waitress has no types
    """A connection of waitress that ends when it is too slow. The server's own thread asks once a second at least."""

    def __init__(self, server: Any, sock: Any, addr: Any, adj: Any, map: Any = None) -> None:
        self.pace = Pace(time.monotonic())
        super().__init__(server, sock, addr, adj, map)
        same = sum(c.addr[:1] == addr[:1] for c in server.active_channels.values()) if isinstance(addr, tuple) else 0
        if same > MOST_OF_ONE_ADDRESS and not adj.trusted_proxy:
            self.will_close = True

    def received(self, data: bytes) -> Any:
        """Bytes have come."""
        if self.request is None:  # of a new request
            self.pace = Pace(time.monotonic(), taking_since=self.pace.taking_since, taken=self.pace.taken)
        done = super().received(data)
        self.pace.received += len(data)
        self.pace.in_body = self.request is not None and self.request.headers_finished
        self.pace.asking = self.request is not None
        return done

    def send(self, data: bytes, do_close: bool = True) -> int:
        """Bytes go out, as many as the other side takes."""
        sent: int = super().send(data, do_close=do_close)
        self.pace.taken += sent
        return sent

    def readable(self) -> bool:
        """Asked by the server's loop, of every connection: the moment to look at the clock."""
        now = time.monotonic()
        if not self.total_outbufs_len:
            self.pace.taking_since, self.pace.taken = None, 0
        elif self.pace.taking_since is None:
            self.pace.taking_since, self.pace.taken = now, 0
        if self.pace.is_too_slow(now):
            self.will_close = True
        return bool(super().readable())


def settings_of_server() -> dict[str, Any]:
    """What waitress is started with."""
    return {
        "connection_limit": MOST_CONNECTIONS,
        "asyncore_use_poll": sys.platform != "win32",  # select() knows no more than 1,024 files
        "channel_timeout": KEPT_SECONDS,
        "cleanup_interval": 10,
        "outbuf_high_watermark": HELD_BYTES,
    }


def make_patient(server: Any) -> None:
    """Have every socket that a server of waitress listens on make such connections, with as many files as they need."""
    for listening in getattr(server, "map", {0: server}).values():
        if hasattr(listening, "channel_class"):
            listening.channel_class = PatientChannel
    if sys.platform != "win32":
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        needed = 4 * MOST_CONNECTIONS  # answers that are held have a file each
        if soft != resource.RLIM_INFINITY and soft < needed:
            most = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
            resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, most), hard))
