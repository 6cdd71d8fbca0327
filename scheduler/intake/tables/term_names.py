"""What the name of a term says: which part of the year it is, and which terms a cell lists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from scheduler.domain.matching import folded

_ALL_YEAR = frozenset(
    (
        "",
        "y",
        "fy",
        "yr",
        "year",
        "full",
        "fullyear",
        "fullyr",
        "wholeyear",
        "entireyear",
        "all",
        "allyear",
        "annual",
        "yearlong",
    )
)
_PARTS = {
    "s": 2,
    "sem": 2,
    "semester": 2,
    "h": 2,
    "half": 2,
    "t": 3,
    "tri": 3,
    "trimester": 3,
    "q": 4,
    "qtr": 4,
    "quarter": 4,
}
_NAMED = re.compile(r"(?:0*(\d)(?:st|nd|rd|th)?)?([a-z]+)0*(\d)?")
_ORDINALS = {"first": "1", "second": "2", "third": "3", "fourth": "4"}
_ORDINAL = re.compile("^(?:first|second|third|fourth)(?=[a-z])")
SEASON = re.compile("(fall|autumn|winter|spring|summer)(?:semester|sem|term)")
SEASONS = {"fall": "s1", "autumn": "s1", "spring": "s2"}
CODES_APART = frozenset(("winter", "summer", "f", "s"))  # Aeries' F and S among them
_YEAR = (
    r"(?:(?:fy|sy|ay|year|yr)\s*)?(?<![\d.])20\d\d(?:\s*[-/]\s*(?:20)?\d\d)?(?!\d)"
    r"|(?:fy|sy|ay)\s*'?\d\d(?:\s*[-/]\s*\d\d)?(?!\d)"
)
_OF_A_YEAR = re.compile(rf"[\s,;:(\-]*\b(?:{_YEAR})\b[\s,;:)\-]*", re.IGNORECASE)
_SEVERAL = re.compile(r"\s*[,;/&+]\s*|\s+and\s+", re.IGNORECASE)
_RANGE = re.compile(r"\s*[-\N{EN DASH}\N{EM DASH}]\s*|\s+(?:to|thru|through)\s+", re.IGNORECASE)

Span = tuple[Fraction, Fraction]  # of the year: S1 is (0, 1/2)


@dataclass(frozen=True, slots=True)
class Term:
    """A term as it is compared: its name, and its span of the year where the name tells it."""

    name: str
    span: Span | None = None

    def goes_with(self, other: Term) -> bool:
        """Whether they are one term, or one lies in the other."""
        if self.name == other.name:
            return True
        if self.span is None or other.span is None:
            return False
        (a, b), (c, d) = self.span, other.span
        return (a <= c and d <= b) or (c <= a and b <= d)


@lru_cache(maxsize=4096)  # thousands of rows name the same few terms
def is_all_year(text: str) -> bool:
    """Whether a row is of every term: `Y`, `2026-27`, `S1-S2`, `Q1, Q2, Q3, Q4`."""
    if folded(text) in _ALL_YEAR or folded(without_year(text)) in _ALL_YEAR:
        return True
    spans = sorted(term.span or _NONE for part in parts_of_term(text) for term in [numbered_term(part) or Term("")])
    end = Fraction(0)
    for first, last in spans:
        if first > end:
            return False
        end = max(end, last)
    return end == 1


_NONE: Span = (Fraction(1), Fraction(0))


def without_year(text: str) -> str:
    """`Fall` for Fall 2026."""
    return _OF_A_YEAR.sub(" ", text).strip()


@lru_cache(maxsize=4096)
def parts_of_term(text: str) -> tuple[str, ...]:
    """The terms that a cell lists, a range of numbers written out: `Q1-Q3`, `S1/S2`, `1, 2`."""
    found: list[str] = []
    for part in _SEVERAL.split(text.strip()):
        ends = _RANGE.split(part)
        first, last = (re.fullmatch(r"(\D*?)(\d)", end) for end in (ends[0], ends[-1]))
        if len(ends) == 2 and first and last and folded(last[1]) in ("", folded(first[1])) and first[2] < last[2]:
            found += [f"{first[1]}{n}" for n in range(int(first[2]), int(last[2]) + 1)]
        else:
            found += ends if len(ends) == 2 else [part]
    return tuple(part for part in found if part)


@lru_cache(maxsize=4096)
def numbered_term(text: str) -> Term | None:
    """S1, Semester 1, 1st Semester, Q3, Tri 2: one name and a span for all the ways to write it."""
    found = _NAMED.fullmatch(_ORDINAL.sub(lambda word: _ORDINALS[word[0]], folded(text)))
    if not found or found[2] not in _PARTS or bool(found[1]) == bool(found[3]):
        return None
    number, parts = int(found[1] or found[3]), _PARTS[found[2]]
    if not 1 <= number <= parts:
        return None
    return Term(f"{parts}/{number}", (Fraction(number - 1, parts), Fraction(number, parts)))


def is_term(text: str) -> bool:
    """Whether a text can hardly be anything but a term, or a list of them: `S1`, `Fall 2026`, `Q1-Q2`, `Full year`. T1
    may be a trimester, and a teacher."""
    if folded(text) in _ALL_YEAR:
        return len(folded(text)) > 1
    parts = [SEASON.sub(r"\1", folded(without_year(part))) for part in parts_of_term(text)]
    return bool(parts) and all(
        part in ("fall", "spring", "summer") or (numbered_term(part) is not None and part[:1] not in "th")
        for part in parts
    )
