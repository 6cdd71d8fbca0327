"""The ids of one kind: which there are, where each is defined, and which one a cell means."""

from __future__ import annotations

import re
from collections.abc import Iterable

from scheduler.domain.message import Message
from scheduler.domain.place import Place
from scheduler.intake.files.raw_cells import id_of

_HONORIFIC = re.compile(r"(?:mr|mrs|ms|miss|mx|dr|prof)\s+(?=\S+\s)")
_TITLE = re.compile(r"\s*\((?:mr|mrs|ms|miss|mx|dr|prof)\.?\)\s*$|^(?:mr|mrs|ms|miss|mx|dr|prof)\.?\s+(?=[^,]+,)")
_QUOTES = str.maketrans(
    "\N{RIGHT SINGLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}", "'''"
)


def name_key(text: str) -> str:
    """A full name as names are compared, whatever its order: `Rivera, Ana` is `Ana Rivera`. "" where it is none: one
    word is no full name."""
    plain = _TITLE.sub("", id_of(text).casefold().translate(_QUOTES))
    if plain.count(",") == 1:
        last, first = plain.split(",")
        plain = f"{first} {last}"
    name = _HONORIFIC.sub("", " ".join(plain.replace(".", " ").split()))
    return name if " " in name else ""


class Ids:
    """The ids that one sheet defines.

    An id is found as it stands, else whatever its case, else by the full name of the person. An id whose own row is
    wrong is `given` only: no other cell is blamed for naming it. While the sheet could not be read (`open`) every id
    is.
    """

    def __init__(
        self, what: str, unknown: Message, sheet: str = "", known: Iterable[str] = (), *, open: bool = False
    ) -> None:
        self.what, self.unknown, self.sheet = what, unknown, sheet  # "a coach", what is said of none, "Coaches"
        self._open = open
        self._where: dict[str, Place] = {}
        self._folded: dict[str, list[str]] = {}
        self._given: set[str] = set()
        self._names: dict[str, list[str]] = {}
        for one in known:
            self.add(one, Place())

    def add(self, id: str, where: Place) -> None:
        """Take an id, and remember where it stands first."""
        if id not in self._where:
            self._folded.setdefault(id.casefold(), []).append(id)
        self._where.setdefault(id, where)

    def add_name(self, id: str, name: str) -> None:
        """Note the full name of the person with an id."""
        key = name_key(name)
        if key and id not in self._names.setdefault(key, []):
            self._names[key].append(id)

    def give(self, text: str) -> None:
        """Note an id whose row is left out for an error of its own."""
        self._given.add(text.casefold())

    def forget(self, id: str) -> None:
        """Take an id back whose row cannot be used; it stays given."""
        self._where.pop(id, None)
        self._folded.pop(id.casefold(), None)
        self._given.add(id.casefold())

    def same_but_for_case(self, id: str) -> str | None:
        """The first id that differs from a text only in case, or in nothing."""
        return next(iter(self._folded.get(id.casefold(), ())), None)

    def find(self, text: str) -> str | None:
        """The id that a text is; None where there is none, or several of other case."""
        if text in self._where:
            return text
        same = self._folded.get(text.casefold(), ())
        return same[0] if len(same) == 1 else None

    def named(self, text: str) -> tuple[str, ...]:
        """The ids of those with that full name."""
        key = name_key(text) if self._names else ""
        return tuple(id for id in self._names.get(key, ()) if id in self._where) if key else ()

    def is_given(self, text: str) -> bool:
        """Whether an id is known, whatever its case."""
        return self._open or text.casefold() in self._given

    def where(self, id: str) -> Place:
        """The cell that defines an id."""
        return self._where[id]

    @property
    def all(self) -> list[str]:
        """All ids, in the order of the input."""
        return list(self._where)

    def __contains__(self, id: str) -> bool:
        return id in self._where
