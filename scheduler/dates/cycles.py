"""Coaching cycles as ranges of dates: as the sheet Cycles has them, else the year's turns in stretches."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TypeVar

from scheduler.domain.year import CycleDates, Date, SiteDate

T = TypeVar("T")


def stretches(items: Sequence[T], parts: int) -> list[Sequence[T]]:
    """The items in so many parts, as equal as can be, the longer ones first; a part may be empty."""
    size, longer = divmod(len(items), parts)
    ends = [part * size + min(part, longer) for part in range(parts + 1)]
    return [items[a:b] for a, b in pairwise(ends)]


def cycles_of(
    dates: Mapping[tuple[str, Date], SiteDate], cycles: int, first: Date, last: Date
) -> tuple[CycleDates, ...]:
    """The cycles of a year without the sheet Cycles: its turns with a date in session, shared out. A cycle lasts to the
    day before the next one's first turn; a year with fewer turns than cycles has fewer.

    Parameters
    ----------
    dates
        what each (site, date) is
    cycles
        how many cycles the year has
    first, last
        the first and the last date of the year
    """
    begins: dict[int, Date] = {}
    held: set[int] = set()
    for (_, date), found in dates.items():
        if found.turn:
            begins[found.turn] = min(date, begins.get(found.turn, date))
            if found.in_session:
                held.add(found.turn)
    firsts = [begins[part[0]] for part in stretches(sorted(held), cycles) if part]
    ends = [*(date - datetime.timedelta(1) for date in firsts[1:]), last]
    return tuple(
        CycleDates(n, first if n == 1 else begin, end)
        for n, (begin, end) in enumerate(zip(firsts, ends, strict=False), 1)
    )
