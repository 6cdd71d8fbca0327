"""When nothing can be saved: a disk that is full, or that may not be written."""

from __future__ import annotations

import errno

_OF_THE_SYSTEM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
_OF_SQLITE = ("database or disk is full", "attempt to write a readonly database", "disk I/O error")
_OF_POSTGRESQL = ("53100", "25006")  # disk_full, read_only_sql_transaction

CANNOT_SAVE = "The server cannot save anything: its disk is full, or may not be written."
WHAT_TO_DO = "Tell whoever looks after the server, and try it again when that is fixed."


def is_no_room(why: BaseException | None) -> bool:
    """Whether something failed because nothing can be saved."""
    from django.db import DatabaseError  # here: the reader's process asks the other question, and has no database

    if isinstance(why, OSError):
        return why.errno in _OF_THE_SYSTEM
    if isinstance(why, DatabaseError):
        state = getattr(why.__cause__, "sqlstate", None)
        return state in _OF_POSTGRESQL or any(words in str(why) for words in _OF_SQLITE)
    return False


def tells_of_no_room(last_words: str) -> bool:
    """Whether a process whose last words these are has ended for that reason."""
    return any(f"[Errno {number}]" in last_words for number in _OF_THE_SYSTEM)
