"""Sites that only Teachers names, and that may be no site of their own: a slip of the pen, a list, a total."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import combinations

from scheduler.domain.matching import folded
from scheduler.intake.tables.table import Row
from scheduler.messages import bells as messages

_TOTAL = re.compile(r"(?:grand\s*|sub\s*)?totals?\b|sum\b|count\b|average\b", re.IGNORECASE)
_LIST = re.compile(r"[,;/&+]|\band\b")
_SHORT = 2  # letters: of so short names every two differ by one


def say_doubtful_sites(rows: Mapping[str, Sequence[Row]]) -> None:
    """Warn of sites that differ by punctuation or a letter, that are a list, or that only a total row has. `rows` are
    the rows of Teachers by their site."""
    for site, own in rows.items():
        if all(_TOTAL.match(row.text("teacher")) for row in own):
            own[0].report(messages.SITE_OF_A_TOTAL, "site", site=site)
        elif len([part for part in _LIST.split(site) if part.strip()]) > 1:
            own[0].report(messages.SITE_IS_A_LIST, "site", site=site)
    for a, b in combinations(rows, 2):
        if _are_near(a, b):
            rarer, other = (a, b) if len(rows[a]) < len(rows[b]) else (b, a)
            rows[rarer][0].report(messages.SITES_ALIKE, "site", site=rarer, other=other)


def _are_near(a: str, b: str) -> bool:
    """Whether two names differ by punctuation, or by one letter (never by a figure: School 1 and School 2 are two)."""
    if folded(a) == folded(b):
        return True
    if min(len(folded(a)), len(folded(b))) <= _SHORT or re.sub(r"\D", "", a) != re.sub(r"\D", "", b):
        return False
    from rapidfuzz.distance import OSA

    return OSA.distance(folded(a), folded(b), score_cutoff=1) <= 1
