"""Terms of the master schedule: which of them go together, and which rows are of the one that is planned."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from scheduler.domain.matching import folded
from scheduler.intake.problems import Problems
from scheduler.intake.tables import cell_values
from scheduler.intake.tables.table import Row, Table
from scheduler.messages import schedule as messages

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
    """Whether a row is of every term."""
    return folded(text) in _ALL_YEAR


def _numbered(text: str) -> Term | None:
    """S1, Semester 1, 1st Semester, Q3, Tri 2: one name and a span for all the ways to write it."""
    found = _NAMED.fullmatch(_ORDINAL.sub(lambda word: _ORDINALS[word[0]], folded(text)))
    if not found or found[2] not in _PARTS or bool(found[1]) == bool(found[3]):
        return None
    number, parts = int(found[1] or found[3]), _PARTS[found[2]]
    if not 1 <= number <= parts:
        return None
    return Term(f"{parts}/{number}", (Fraction(number - 1, parts), Fraction(number, parts)))


class Terms:
    """The terms that the rows of an input name, and the one that is planned ("" where none is chosen)."""

    def __init__(self, texts: Iterable[str], chosen: str) -> None:
        self.named = tuple(dict.fromkeys(text for text in texts if not is_all_year(text)))
        halves = {term.name for text in self.named if (term := _numbered(text))}
        self._seasons = {s: half for s, half in _SEASONS.items() if f"2/{half[1]}" in halves}
        self.chosen = chosen
        self._chosen = self.term(chosen) if chosen else None

    def term(self, text: str) -> Term:
        """A term as it is compared; Fall is S1, and Spring S2, where both are named."""
        name = _SEASON.sub(r"\1", folded(text))
        return _numbered(self._seasons.get(name, text)) or Term(name)

    @cached_property
    def different(self) -> tuple[str, ...]:
        """One name of each term."""
        return tuple({self.term(text).name: text for text in reversed(self.named)}.values())[::-1]

    def holds(self, text: str) -> bool:
        """Whether a row of this term is planned. Where none is chosen of several (said), only those of the whole year
        are: two terms are never laid over each other."""
        if is_all_year(text):
            return True
        return len(self.different) < 2 if self._chosen is None else self.term(text).goes_with(self._chosen)

    @property
    def is_named(self) -> bool:
        """Whether some row is of the chosen term, and not of the whole year alone."""
        return self._chosen is None or any(self.term(text).goes_with(self._chosen) for text in self.named)


def terms_of(tables: Iterable[Table], chosen: str) -> Terms:
    """The terms that the rows of the master schedule name."""
    return Terms((row.text("term") for row in _rows_with_terms(tables)), chosen)


def _rows_with_terms(tables: Iterable[Table]) -> Iterator[Row]:
    for table in tables:
        if "term" in table.columns:
            yield from table.rows()


def check_terms(terms: Terms, tables: list[Table], problems: Problems, origin: Row | None) -> None:
    """Say that no term is chosen of several, or one that no row names (at `origin`, its row of Settings), and count the
    rows that are left out.

    Parameters
    ----------
    terms
        the terms that the rows name, and the one that is chosen
    tables
        the tables of Master schedule
    problems
        where problems are reported
    origin
        the row of Settings that chooses the term, None where none does
    """
    with_terms = [table for table in tables if "term" in table.columns]
    if not terms.chosen:
        if len(terms.different) > 1:
            with_terms[0].report(
                messages.NO_TERM_CHOSEN, with_terms[0].place, terms=terms.different, first=terms.different[0]
            )
        return
    if not terms.is_named:
        near = cell_values.near(terms.chosen, terms.named)
        there = ", ".join(terms.different) or "none is named"
        if origin is not None:
            origin.report(messages.UNKNOWN_TERM, "value", term=terms.chosen, near=near, terms=there)
        elif tables:
            tables[0].report(messages.UNKNOWN_TERM_ASKED, tables[0].place, term=terms.chosen, near=near, terms=there)
        return
    for table in with_terms:
        left = sum(1 for row in table.rows() if not terms.holds(row.text("term")))
        if left:
            table.report(messages.OTHER_TERM, table.place, count=left, term=terms.chosen)
