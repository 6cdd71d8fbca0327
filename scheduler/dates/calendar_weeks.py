"""Calendar weeks: which weekday a label of Settings is, and where a week begins."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from scheduler.domain.matching import folded
from scheduler.domain.year import Date

_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FRIDAY = 4


def weekday_of(label: str) -> int | None:
    """The weekday that a label names, Monday is 0; None where it names none."""
    text = folded(label)
    return next((n for n, name in enumerate(_NAMES) if len(text) > 2 and name.startswith(text)), None)


def places_of_weekdays(days: Sequence[str]) -> dict[int, int]:
    """Weekday -> its place among the labels of Settings."""
    found: dict[int, int] = {}
    for place, label in enumerate(days):
        weekday = weekday_of(label)
        if weekday is not None:
            found.setdefault(weekday, place)
    return found


def first_weekday(days: Sequence[str]) -> int:
    """The weekday that begins a week: the first that Settings names; Monday where it names none."""
    return next(iter(places_of_weekdays(days)), 0)


def week_of(date: Date, begins: int) -> Date:
    """The first date of its calendar week, which begins on that weekday."""
    return date - datetime.timedelta((date.weekday() - begins) % 7)


def dates_between(first: Date, last: Date) -> Iterator[Date]:
    """Every date from the first to the last, that one included."""
    for n in range((last - first).days + 1):
        yield first + datetime.timedelta(n)
