"""Terms of the master schedule: which of them go together, and which rows are of the one that is planned."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from scheduler.domain.matching import folded
from scheduler.intake import words
from scheduler.intake.messages import schedule as messages
from scheduler.intake.reports import Problems
from scheduler.intake.tables import Row, Table

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
_SEASON = re.compile("(fall|autumn|winter|spring|summer)(?:semester|sem|term)")
_SEASONS = {"fall": "s1", "autumn": "s1", "spring": "s2"}
_CODES_APART = frozenset(("winter", "summer", "f", "s"))  # Aeries' F and S among them
_YEAR = (
    r"(?:(?:fy|sy|ay|year|yr)\s*)?(?<![\d.])20\d\d(?:\s*[-/]\s*(?:20)?\d\d)?(?!\d)"
    r"|(?:fy|sy|ay)\s*'?\d\d(?:\s*[-/]\s*\d\d)?(?!\d)"
)
_OF_A_YEAR = re.compile(rf"[\s,;:(\-]*\b(?:{_YEAR})\b[\s,;:)\-]*", re.IGNORECASE)
_SEVERAL = re.compile(r"\s*[,;/&+]\s*|\s+and\s+", re.IGNORECASE)
_RANGE = re.compile(r"\s*[-\N{EN DASH}\N{EM DASH}]\s*|\s+(?:to|thru|through)\s+", re.IGNORECASE)
_STEM = re.compile(r"([a-z]+)\d+|\d{1,2}")

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


def is_all_year(text: str) -> bool:
    """Whether a row is of every term: `Y`, `2026-27`, `S1-S2`, `Q1, Q2, Q3, Q4`."""
    if folded(text) in _ALL_YEAR or folded(_without_year(text)) in _ALL_YEAR:
        return True
    spans = sorted(term.span or _NONE for part in _parts(text) for term in [_numbered(part) or Term("")])
    end = Fraction(0)
    for first, last in spans:
        if first > end:
            return False
        end = max(end, last)
    return end == 1


_NONE: Span = (Fraction(1), Fraction(0))


def _without_year(text: str) -> str:
    """`Fall` for Fall 2026."""
    return _OF_A_YEAR.sub(" ", text).strip()


def _parts(text: str) -> tuple[str, ...]:
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


def _numbered(text: str) -> Term | None:
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
    parts = [_SEASON.sub(r"\1", folded(_without_year(part))) for part in _parts(text)]
    return bool(parts) and all(
        part in ("fall", "spring", "summer") or (_numbered(part) is not None and part[:1] not in "th") for part in parts
    )


class Terms:
    """The terms that the rows of an input name, and the one that is planned ("" where none is chosen)."""

    def __init__(self, texts: Iterable[str], chosen: str) -> None:
        self.named = tuple(dict.fromkeys(text for text in texts if not is_all_year(text)))
        years: dict[str, set[str]] = {}
        for text in self.named:
            years.setdefault(folded(_without_year(text)), set()).add(folded(text))
        self._of_two_years = {name for name, own in years.items() if len(own - {name}) > 1}
        halves = {term.name for text in self.named for part in _parts(text) if (term := _numbered(part))}
        self._seasons = {s: half for s, half in _SEASONS.items() if f"2/{half[1]}" in halves}
        self._singles = {folded(text) for text in self.named if len(_parts(text)) == 1}
        self.chosen = chosen
        self._chosen = self.term(chosen) if chosen else None

    def term(self, text: str) -> Term:
        """A term as it is compared; Fall is S1, and Spring S2, where both are named; Fall 2026 is Fall, unless a row
        is of another year's."""
        bare = _without_year(text)
        if folded(bare) not in self._of_two_years:
            text = bare or text
        name = _SEASON.sub(r"\1", folded(text))
        return _numbered(self._seasons.get(name, text)) or Term(name)

    def terms(self, text: str) -> tuple[Term, ...]:
        """Each term that a cell names: of `S1/S2` both, where they are known or stand alone in other rows."""
        parts = _parts(text)
        if len(parts) > 1 and all(self._is_known(part) for part in parts):
            return tuple(self.term(part) for part in parts)
        return (self.term(text),)

    def _is_known(self, text: str) -> bool:
        name = folded(text)
        return _numbered(text) is not None or name in self._singles or _SEASON.sub(r"\1", name) in _SEASONS

    @cached_property
    def different(self) -> tuple[str, ...]:
        """One name of each term."""
        found: dict[str, str] = {}
        for text in self.named:
            terms = self.terms(text)
            for term, part in zip(terms, _parts(text) if len(terms) > 1 else (text,), strict=True):
                found.setdefault(term.name, part)
        return tuple(found.values())

    def holds(self, text: str) -> bool:
        """Whether a row of this term is planned. Where none is chosen of several (said), only those of the whole year
        are: two terms are never laid over each other."""
        if is_all_year(text):
            return True
        return len(self.different) < 2 if self._chosen is None else self._goes_with(text, self._chosen)

    def _goes_with(self, text: str, chosen: Term) -> bool:
        return any(term.goes_with(chosen) for term in self.terms(text))

    def is_in_doubt(self, text: str) -> bool:
        """Whether a row that is left out may be of the chosen term all the same: the name of one of the two does not
        tell what it holds (`3600` beside `3601`), and they are not two of one kind (`MP1` and `MP2`)."""
        chosen = self._chosen
        if chosen is None or self.holds(text):
            return False
        return any(self._may_meet(term, chosen) for term in self.terms(text))

    def _may_meet(self, a: Term, b: Term) -> bool:
        if (a.span and b.span) or (self._is_apart(a) and self._is_apart(b)):
            return False
        first, second = (_STEM.fullmatch(term.name) for term in (a, b))
        return not (first and second and first[1] == second[1])

    def _is_apart(self, term: Term) -> bool:
        return term.span is not None or term.name in _SEASONS or term.name in _CODES_APART

    @property
    def is_named(self) -> bool:
        """Whether some row is of the chosen term, and not of the whole year alone."""
        return self._chosen is None or any(self._goes_with(text, self._chosen) for text in self.named)


def terms_of(tables: Iterable[Table], chosen: str) -> Terms:
    """The terms that the rows of the master schedule name."""
    return Terms((row.text("term") for row in _rows_with_terms(tables)), chosen)


def _rows_with_terms(tables: Iterable[Table]) -> Iterator[Row]:
    for table in tables:
        if "term" in table.columns:
            yield from table.rows()


def check_terms(terms: Terms, tables: list[Table], problems: Problems, origin: Row | None) -> None:
    """Say that no term is chosen of several, or one that no row names (at `origin`, its row of Settings), and count the
    rows that are left out."""
    with_terms = [table for table in tables if "term" in table.columns]
    if not terms.chosen:
        if len(terms.different) > 1:
            with_terms[0].report(
                messages.NO_TERM_CHOSEN, with_terms[0].place, terms=terms.different, first=terms.different[0]
            )
        return
    if not terms.is_named:
        near = words.near(terms.chosen, terms.named)
        there = ", ".join(terms.different) or "none is named"
        if origin is not None:
            origin.report(messages.UNKNOWN_TERM, "value", term=terms.chosen, near=near, terms=there)
        elif tables:
            tables[0].report(messages.UNKNOWN_TERM_ASKED, tables[0].place, term=terms.chosen, near=near, terms=there)
        return
    for table in with_terms:
        left = [row for row in table.rows() if not terms.holds(row.text("term"))]
        if left:
            table.report(messages.OTHER_TERM, table.place, count=len(left), term=terms.chosen)
        doubtful = [row for row in left if terms.is_in_doubt(row.text("term"))]
        if doubtful:
            texts = tuple(dict.fromkeys(row.text("term") for row in doubtful))
            place = doubtful[0].where("term")
            table.report(messages.TERM_IN_DOUBT, place, count=len(doubtful), terms=texts, term=terms.chosen)
