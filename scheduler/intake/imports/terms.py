"""Terms: which one is meant, and which classes meet in it. By dates where there are any, else by name."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from scheduler.domain.message import problem_of
from scheduler.domain.place import NOWHERE
from scheduler.domain.problem import InputProblems
from scheduler.intake.imports.model import ExportTerm
from scheduler.intake.tables.cell_values import near
from scheduler.messages import imports as messages

WHOLE = (0.0, 1.0)
_YEAR = re.compile(r"\b(?:sy|ay)?\s*(?:20)?\d\d\s*[-–/]\s*(?:20)?\d\d\b|\b20\d\d\b|\bschool year\b", re.IGNORECASE)  # noqa: RUF001
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "i": 1, "ii": 2, "iii": 3, "iv": 4}
_KINDS = {
    "s": 2,
    "sem": 2,
    "semester": 2,
    "q": 4,
    "qtr": 4,
    "quarter": 4,
    "mp": 4,
    "marking period": 4,
    "nine weeks": 4,
    "t": 3,
    "tri": 3,
    "trimester": 3,
}
_WORDS = {"fall": (0.0, 0.5), "autumn": (0.0, 0.5), "f": (0.0, 0.5), "spring": (0.5, 1.0), "sp": (0.5, 1.0)}
_SHORT_YEAR = re.compile(r"(?<=[a-z]) ?2\d$")  # F27
_ALL = ("", "y", "yr", "fy", "year", "whole year", "full year", "all year", "full", "annual", "year long", "yearlong")


def part_of_year(name: str, figures: int = 0) -> tuple[float, float] | None:
    """The place of a term in the year by its name: Semester 2, S2 and Spring are (0.5, 1); None where it tells none.

    `figures` is how many terms a bare figure counts: 2 makes "1" the first semester.
    """
    text = re.sub(r"[^a-z0-9]+", " ", _YEAR.sub(" ", name).casefold()).strip()
    bare = _SHORT_YEAR.sub("", text)
    text = bare if bare in _WORDS or bare in _ALL else text
    if text in _ALL:
        return WHOLE
    if text in _WORDS:
        return _WORDS[text]
    words = text.split()
    if len(words) == 2 and words[1] in ("semester", "term", "sem") and words[0] in ("fall", "spring"):
        return _WORDS[words[0]]
    if text == "s":
        return (0.5, 1.0)
    found = re.fullmatch(r"([a-z ]+?) ?(\d+|iv|i{1,3})", text) or re.fullmatch(
        r"(?P<n>\d+|first|second|third|fourth)(?:st|nd|rd|th)? ?(?P<kind>[a-z ]+)", text
    )
    if found:
        kind, number = (found["kind"], found["n"]) if "n" in found.re.groupindex else (found[1], found[2])
        many = _KINDS.get(kind.strip()) or (figures if kind.strip() == "term" else 0)
        at = _ORDINALS.get(number) or (int(number) if number.isdecimal() else 0)
        return ((at - 1) / many, at / many) if many and 0 < at <= many else None
    if text.isdecimal() and figures and 0 < int(text) <= figures:
        return (int(text) - 1) / figures, int(text) / figures
    return None


def with_parts(terms: Sequence[ExportTerm]) -> list[ExportTerm]:
    """The terms, each with its place in the year where its name or its letter tells."""
    figures = [int(n) for t in terms for n in (t.name, *t.also) if n.isdecimal() and int(n) <= 4]
    semesters = any(part_of_year(t.name) in ((0.0, 0.5), (0.5, 1.0)) for t in terms)
    most = 4 if figures and semesters else max(figures, default=0)  # beside semesters a figure is a quarter
    winter = any("winter" in t.name.casefold() or t.name.casefold() == "w" for t in terms)
    return [t if t.part else _with_part(t, 0 if most == 0 else max(2, most), winter) for t in terms]


def _with_part(term: ExportTerm, figures: int, winter: bool) -> ExportTerm:
    if winter:
        for at, word in enumerate(("fall", "winter", "spring")):
            if term.name.casefold() in (word, word[0]) or term.name.casefold().startswith(f"{word} "):
                return placed(term, (at / 3, (at + 1) / 3))
    found = next((p for n in (term.name, *term.also) if n and (p := part_of_year(n, figures)) is not None), None)
    return term if found is None else placed(term, found)


def placed(term: ExportTerm, part: tuple[float, float]) -> ExportTerm:
    """The term at that place in the year."""
    return ExportTerm(term.key, term.name, term.also, term.first, term.last, term.site, part)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The term that is imported: as it is called, the terms of the source that it is (one a school), and what was
    assumed in choosing it ("" where it was asked for, or is the only one)."""

    name: str
    terms: tuple[ExportTerm, ...]
    assumed: str = ""

    @property
    def first(self) -> datetime.date | None:
        """The first day of the chosen terms; None where none has one."""
        return min((t.first for t in self.terms if t.first), default=None)

    @property
    def last(self) -> datetime.date | None:
        """The last day of the chosen terms; None where none has one."""
        return max((t.last for t in self.terms if t.last), default=None)

    def holds(self, term: ExportTerm) -> bool:
        """Whether a class of that term meets in the chosen one."""
        own = [t for t in self.terms if not t.site or not term.site or t.site == term.site] or list(self.terms)
        return any(meets(t, term) for t in own)


def is_whole_year(term: ExportTerm) -> bool:
    """Whether a term is the whole year."""
    return term.part == WHOLE


def meets(one: ExportTerm, other: ExportTerm) -> bool:
    """Whether two terms share school days. One whose place is not known is taken to meet all."""
    if one.key == other.key:
        return True
    if one.first and one.last and other.first and other.last:
        shared = (min(one.last, other.last) - max(one.first, other.first)).days + 1
        shorter = min((t.last - t.first).days + 1 for t in (one, other) if t.first and t.last)
        return shared > min(7, shorter / 2)
    if one.part is None or other.part is None:
        return one.name.casefold() == other.name.casefold() or one.part is None or other.part is None
    return min(one.part[1], other.part[1]) - max(one.part[0], other.part[0]) > 1e-6


def choose(every: Sequence[ExportTerm], asked: str, today: datetime.date, used: Collection[str]) -> Chosen | None:
    """The term to import: the one asked for, else of those that classes use the one that holds today, else the first.
    None where there is none.

    Parameters
    ----------
    every
        all terms of the export
    asked
        the term asked for, by name, id, abbreviation or letter; "" for none
    today
        decides where none is asked for
    used
        the keys of the terms that classes name

    Raises
    ------
    InputProblems
        there is no such term
    """
    if asked:
        return _asked(every, asked)
    terms = [t for t in every if t.key in used] or list(every)
    parts = [t for t in terms if not is_whole_year(t) and not _covers_all(t, terms)]
    if not parts:
        return Chosen("", tuple(terms)) if terms else None
    now = [t for t in parts if t.first and t.last and t.first <= today <= t.last]
    if now:
        best = max(now, key=lambda t: (_length(t), -parts.index(t)))
        why = f"{best.name}: it holds {today:%b} {today.day}, {today.year}"
    else:
        best = min(parts, key=lambda t: (t.first or datetime.date.max, *(t.part or (0.0, 0.0))[:1], -_length(t)))
        why = f"{best.name}: it is the first"
    same = tuple(t for t in parts if t.name.casefold() == best.name.casefold())
    only = len({t.name.casefold() for t in parts}) == 1
    return Chosen(best.name, same, "" if only else why)


def _asked(terms: Sequence[ExportTerm], asked: str) -> Chosen:
    wanted = asked.strip().casefold()
    found = [t for t in terms if wanted in {n.casefold() for n in (t.key, t.name, *t.also) if n}]
    if not found:
        place = part_of_year(asked)
        found = [t for t in terms if place is not None and t.part == place]
        if not found and place is not None:  # S1 where the export has quarters
            found = [t for t in terms if t.part and place[0] <= t.part[0] + 1e-6 and t.part[1] <= place[1] + 1e-6]
    if not found:
        names = list(dict.fromkeys(t.name for t in terms))
        there = f"the terms are {', '.join(names)}" if names else "it names no terms"
        raise InputProblems(
            (problem_of(messages.UNKNOWN_TERM, NOWHERE, term=asked, near=near(asked, names), terms=there),)
        )
    return Chosen(asked.strip(), tuple(found))


def _covers_all(term: ExportTerm, terms: Iterable[ExportTerm]) -> bool:
    """Whether a term with dates is the whole year: all others of its school lie in it, and they are several."""
    if not term.first or not term.last:
        return False
    others = [t for t in terms if t.key != term.key and t.first and t.last and t.site in ("", term.site)]
    inside = [t for t in others if t.first and t.last and term.first <= t.first and t.last <= term.last]
    apart = any(not meets(a, b) for a in inside for b in inside)
    return bool(inside) and len(inside) == len(others) and apart


def _length(term: ExportTerm) -> float:
    if term.first and term.last:
        return float((term.last - term.first).days)
    return (term.part[1] - term.part[0]) if term.part else 0.0
