"""Plain data as every database can keep it, and which faults of a database are its being away for a moment."""

from __future__ import annotations

import json
import re
from typing import Any

from django.db import DatabaseError, InterfaceError, OperationalError

_SUSPECT = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
_NOT_KEPT = re.compile("[\0\ud800-\udfff]")
_REPLACED = "\N{REPLACEMENT CHARACTER}"
_OF_SQLITE = ("locked", "busy", "unable to open")
# By PostgreSQL: the connection, the server's end, too many at once, another was quicker, a lock.
_OF_POSTGRESQL = ("08", "57", "53", "40", "55")
_DISK_FULL = "53100"


def load_storable(text: str) -> Any:
    """What a JSON text says, without null characters and halves of characters: PostgreSQL keeps neither, SQLite only
    the first. What is read in has none of them; this holds for what another version or another road has let in."""
    data = json.loads(text)
    return storable(data) if _SUSPECT.search(text) else data


def storable(data: Any) -> Any:
    """The same plain data with U+FFFD in the place of what no database keeps."""
    if isinstance(data, str):
        return _NOT_KEPT.sub(_REPLACED, data)
    if isinstance(data, dict):
        return {storable(key): storable(value) for key, value in data.items()}
    return [storable(item) for item in data] if isinstance(data, list | tuple) else data


def is_away(why: BaseException) -> bool:
    """Whether a database did not answer for a moment: the same may go well when it is tried again."""
    if isinstance(why, InterfaceError):
        return True
    if not isinstance(why, OperationalError):
        return False
    if not hasattr(why.__cause__, "sqlstate"):
        return any(words in str(why) for words in _OF_SQLITE)
    state: str | None = getattr(why.__cause__, "sqlstate", None)
    return state is None or (state[:2] in _OF_POSTGRESQL and state != _DISK_FULL)


def in_words(why: BaseException) -> str:
    """The first line of an error, for the page: short, and such that it can be kept itself."""
    first = next(iter(str(why).strip().splitlines()), "")
    name = "" if isinstance(why, DatabaseError) and first else f"{type(why).__name__}: "
    return str(storable(f"{name}{first}"[:500]))
