"""Terms of the master schedule: which of them go together, and which rows are of the one that is planned."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from scheduler.domain.matching import folded
from scheduler.intake.problems import Problems
from scheduler.intake.tables import cell_values
from scheduler.intake.tables.table import Row, Table
from scheduler.intake.tables.term_names import (
    CODES_APART,
    SEASON,
    SEASONS,
    Term,
    is_all_year,
    numbered_term,
    parts_of_term,
    without_year,
)
from scheduler.messages import schedule as messages

_STEM = re.compile(r"([a-z]+)\d+|\d{1,2}")


class Terms:
    """The terms that the rows of an input name, and the one that is planned ("" where none is chosen)."""

    def __init__(self, texts: Iterable[str], chosen: str) -> None:
        self.named = tuple(dict.fromkeys(text for text in texts if not is_all_year(text)))
        years: dict[str, set[str]] = {}
        for text in self.named:
            years.setdefault(folded(without_year(text)), set()).add(folded(text))
        self._of_two_years = {name for name, own in years.items() if len(own - {name}) > 1}
        halves = {term.name for text in self.named for part in parts_of_term(text) if (term := numbered_term(part))}
        self._seasons = {s: half for s, half in SEASONS.items() if f"2/{half[1]}" in halves}
        self._singles = {folded(text) for text in self.named if len(parts_of_term(text)) == 1}
        self._held: dict[str, bool] = {}
        self.chosen = chosen
        self._chosen = self.term(chosen) if chosen else None

    def term(self, text: str) -> Term:
        """A term as it is compared; Fall is S1, and Spring S2, where both are named; Fall 2026 is Fall, unless a row
        is of another year's."""
        bare = without_year(text)
        if folded(bare) not in self._of_two_years:
            text = bare or text
        name = SEASON.sub(r"\1", folded(text))
        return numbered_term(self._seasons.get(name, text)) or Term(name)

    def terms(self, text: str) -> tuple[Term, ...]:
        """Each term that a cell names: of `S1/S2` both, where they are known or stand alone in other rows."""
        parts = parts_of_term(text)
        if len(parts) > 1 and all(self._is_known(part) for part in parts):
            return tuple(self.term(part) for part in parts)
        return (self.term(text),)

    def _is_known(self, text: str) -> bool:
        name = folded(text)
        return numbered_term(text) is not None or name in self._singles or SEASON.sub(r"\1", name) in SEASONS

    @cached_property
    def different(self) -> tuple[str, ...]:
        """One name of each term."""
        found: dict[str, str] = {}
        for text in self.named:
            terms = self.terms(text)
            for term, part in zip(terms, parts_of_term(text) if len(terms) > 1 else (text,), strict=True):
                found.setdefault(term.name, part)
        return tuple(found.values())

    def holds(self, text: str) -> bool:
        """Whether a row of this term is planned. Where none is chosen of several (said), only those of the whole year
        are: two terms are never laid over each other."""
        found = self._held.get(text)
        if found is None:
            found = self._held[text] = is_all_year(text) or (
                len(self.different) < 2 if self._chosen is None else self._goes_with(text, self._chosen)
            )
        return found

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
        return term.span is not None or term.name in SEASONS or term.name in CODES_APART

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
        left = [row for row in table.rows() if not terms.holds(row.text("term"))]
        if left:
            table.report(messages.OTHER_TERM, table.place, count=len(left), term=terms.chosen)
        doubtful = [row for row in left if terms.is_in_doubt(row.text("term"))]
        if doubtful:
            texts = tuple(dict.fromkeys(row.text("term") for row in doubtful))
            place = doubtful[0].where("term")
            table.report(messages.TERM_IN_DOUBT, place, count=len(doubtful), terms=texts, term=terms.chosen)
