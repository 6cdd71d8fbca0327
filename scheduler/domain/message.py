"""A message of the catalogue: its code, its level, and its words with named fields."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from scheduler.domain.place import Place
from scheduler.domain.problem import Problem, Severity

Show = Callable[[Place, str], str]
_FEW = 4
_QUOTED = 3


@dataclass(frozen=True, slots=True, eq=False)
class Message:
    """What may be said of an input. `text` says what stands there and what was expected, `fix` what to do; both have
    named fields: `{teacher}`; `{count:1 cell is|# cells are}` by a number; `{periods}` for a list, `{examples:few}` for
    the first of many, `{ids: and }` for a list joined otherwise; `{place}` for a cell elsewhere, `{place:row}` for its
    row, `{place:cell}` for its address in the same sheet.
    """

    code: str
    level: Severity
    text: str
    fix: str = ""

    @property
    def fields(self) -> frozenset[str]:
        """The names of its fields."""
        parts = (*string.Formatter().parse(self.text), *string.Formatter().parse(self.fix))
        return frozenset(name for _, name, _, _ in parts if name)

    def words(self, fields: Mapping[str, object], show: Show) -> tuple[str, str]:
        """Its text and its fix; `show` makes words of a place, given the place and how it is asked for."""
        words = _Words(show)
        return words.vformat(self.text, (), fields), words.vformat(self.fix, (), fields)

    def read(self, text: str, fix: str) -> dict[str, str] | None:
        """The fields as they stand in a text and a fix that `words` made of this message; None of another message's.
        Of a field that chooses between words (`{count:1 cell is|# cells are}`) nothing is told."""
        found = _pattern(self.text, self.fix).fullmatch(f"{text}\n{fix}")
        return None if found is None else found.groupdict()


@lru_cache(maxsize=512)
def _pattern(text: str, fix: str) -> re.Pattern[str]:
    parts: list[str] = []
    seen: set[str] = set()
    for literal, name, spec, _ in string.Formatter().parse(f"{text}\n{fix}"):
        parts.append(re.escape(literal))
        if name is None:
            continue
        if spec and "|" in spec:
            parts.append("(?:" + "|".join(re.escape(one).replace(r"\#", r"\d+") for one in spec.split("|")) + ")")
        else:
            parts.append("(?:.*)" if name in seen else f"(?P<{name}>.*)")
            seen.add(name)
    return re.compile("".join(parts), re.DOTALL)


class _Words(string.Formatter):
    def __init__(self, show: Show) -> None:
        self.show = show

    def format_field(self, value: object, format_spec: str) -> str:
        if "|" in format_spec:
            one, many = format_spec.split("|")
            return (one if value == 1 else many).replace("#", str(value))
        if isinstance(value, Place):
            return self.show(value, format_spec)
        if isinstance(value, tuple):
            return _listed(value, format_spec)
        return format(value, format_spec)


def _listed(parts: Sequence[object], how: str) -> str:
    texts = [str(part) for part in parts]
    if how == "first":
        return texts[0]
    if how == "few":
        return ", ".join(texts[:_FEW]) + (", ..." if len(texts) > _FEW else "")
    if how == "quoted":
        return ", ".join(f'"{text}"' for text in texts[:_QUOTED]) + (", ..." if len(texts) > _QUOTED else "")
    return (how or ", ").join(texts)


def problem_at(message: Message, place: Place, text: str, fix: str) -> Problem:
    """A problem at a place, in words.

    Parameters
    ----------
    message
        gives code and level
    place
        the cell, sheet or file
    text
        what is wrong, in words
    fix
        what to do about it
    """
    return Problem(message.code, message.level, place.file, place.sheet, place.cell, text, fix)


def problem_of(message: Message, place: Place, /, **fields: object) -> Problem:
    """One problem by itself, of a file or of what was asked for."""
    return problem_at(message, place, *message.words(fields, lambda elsewhere, _: str(elsewhere)))
