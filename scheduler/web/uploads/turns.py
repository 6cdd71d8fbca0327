"""One file of a person is looked at at a time: whoever gives one after another all day holds up nobody else."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from scheduler.web.uploads.process import CannotRead

_OF_THE_LOCKS = 7_121_812  # a number of this program's own among the locks of a database
_YOURS = "another file of yours is being read just now. Try again when it is done."

_at_work: set[int] = set()
_guard = threading.Lock()


@contextmanager
def own_turn(person: int) -> Iterator[None]:
    """Hold a person's turn: in this server, and by PostgreSQL's locks in every other of the same database.

    Raises
    ------
    CannotRead
        another file of this person is being read
    """
    with _guard:
        if person in _at_work:
            raise CannotRead(_YOURS)
        _at_work.add(person)
    try:
        with _turn_everywhere(person):
            yield
    finally:
        with _guard:
            _at_work.discard(person)


@contextmanager
def _turn_everywhere(person: int) -> Iterator[None]:
    if connection.vendor != "postgresql":  # with SQLite one server serves
        yield
        return
    key = (_OF_THE_LOCKS, person % 2**31)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", key)
        (taken,) = cursor.fetchone()
    if not taken:
        raise CannotRead(_YOURS)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)
