"""For whom a workbook is written: what people may see of a plan depends on who they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, get_args

from scheduler.domain.instance import Instance

Who = Literal["planner", "site-admin", "principal", "coach", "teacher"]
READERS: tuple[Who, ...] = get_args(Who)
LEAST_LIKENESS = 0.5  # of a name, to be called the nearest
MOST_NAMED = 5
FORMS = "planner, site-admin:SITE, principal:SITE, coach:ID or teacher:ID"


class UnknownReader(ValueError):
    """Nobody is meant: the words are of no known form, or the input has no such site, coach or teacher."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who is handed a workbook. `id` is of the site, the coach or the teacher; "" for the planner."""

    who: Who
    id: str = ""

    def __str__(self) -> str:
        return f"{self.who}:{self.id}" if self.id else self.who

    @property
    def sees_all(self) -> bool:
        """Whether nothing is hidden from this reader."""
        return self.who == "planner"


PLANNER = Reader("planner")


def reader_named(text: str) -> Reader:
    """The reader that words like "site-admin:LHS" name.

    Raises
    ------
    UnknownReader
        they are of no known form
    """
    name, colon, id = text.strip().partition(":")
    who = next((w for w in READERS if w == name.strip().casefold().replace(" ", "-")), None)
    if who is None:
        raise UnknownReader(f'"{text}" is nobody who reads plans: write {FORMS}')
    if who == "planner":
        if colon:
            raise UnknownReader(f'"{text}": the planner sees everything; write planner alone')
        return PLANNER
    if not id.strip():
        wanted = "SITE" if who in ("site-admin", "principal") else "ID"
        raise UnknownReader(f'"{text}" does not say which: write {who}:{wanted}')
    return Reader(who, id.strip())


def reader_of(instance: Instance, reader: Reader) -> Reader:
    """The reader with the id as the input writes it, whatever the case it was given in.

    Raises
    ------
    UnknownReader
        the input has no such site, coach or teacher; the message names the nearest one
    """
    if reader.sees_all:
        return reader
    noun, known = _people(instance, reader)
    if reader.id in known:
        return reader
    same = [id for id in known if id.casefold() == reader.id.casefold()]
    if len(same) == 1:
        return Reader(reader.who, same[0])
    raise UnknownReader(f'"{reader.id}" is not a {noun} of the input{_nearest(reader.id, known)}')


def _people(instance: Instance, reader: Reader) -> tuple[str, tuple[str, ...]]:
    if reader.who == "coach":
        return "coach", tuple(instance.coaches)
    if reader.who == "teacher":
        return "teacher", tuple(instance.teachers)
    return "site", tuple(instance.sites)


def _nearest(text: str, known: Iterable[str]) -> str:
    names = list(known)
    likeness = {name: SequenceMatcher(None, text.casefold(), name.casefold()).ratio() for name in names}
    nearest = max(names, key=likeness.__getitem__, default="")
    if likeness.get(nearest, 0) >= LEAST_LIKENESS:
        return f" (the nearest is {nearest})"
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return f" (there are {', '.join(names[:MOST_NAMED])}{more})"
