"""Names of files, as every system can hold them, and each unlike the others of a folder."""

from __future__ import annotations

import re
from collections.abc import Collection

MOST_BYTES = 180  # of a name; a system holds 255, and something may be put before or behind it
_MOST_BYTES_OF_SUFFIX = 20
_KEPT = re.compile(r"[^\w\-. ()+,&']")


def plain(name: str) -> str:
    """A file's name that every system can hold, without its folders."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = _KEPT.sub("-", last).strip(" .")
    stem, dot, suffix = kept.rpartition(".")
    if not dot:
        return _cut(kept, MOST_BYTES) or "upload"
    suffix = _cut(suffix, _MOST_BYTES_OF_SUFFIX)
    return f"{_cut(stem, MOST_BYTES - len(suffix.encode()) - 1)}.{suffix}"


def unlike(name: str, place: str, taken: Collection[str]) -> str:
    """The name; where another file has the same, with the site before it, and with a number where that is not enough.

    Parameters
    ----------
    name
        as it should be
    place
        the id of the site whose file it is, "" for the district
    taken
        the names of the others
    """
    used = {other.casefold() for other in taken}
    if name.casefold() not in used:
        return name
    number, with_place = 1, plain(f"{place or 'district'} {name}")
    found = with_place
    while found.casefold() in used:
        number += 1
        found = plain(f"{number} {with_place}")
    return found


def _cut(text: str, most: int) -> str:
    """The text, no longer than so many bytes."""
    return text.encode()[:most].decode(errors="ignore").strip(" .")
