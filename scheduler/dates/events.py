"""Which rows of Calendar count for a site on a date, and what closes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scheduler.domain.year import CLOSING_KINDS, Date, YearEvent


@dataclass(frozen=True, slots=True)
class EventsOnDate:
    """The rows that are for a site (or for all of them) on a date, in the order of the sheet."""

    events: tuple[YearEvent, ...]

    @property
    def opens(self) -> bool:
        """Whether a School day row is among them."""
        return any(e.kind == "School day" for e in self.events)

    @property
    def closing(self) -> YearEvent | None:
        """The row that closes the date, Holiday before Closure before Training; None where it is open."""
        if self.opens:
            return None
        closing = [e for e in self.events if e.closes]
        return min(closing, key=lambda e: CLOSING_KINDS.index(e.kind), default=None)

    @property
    def holding(self) -> tuple[YearEvent, ...]:
        """Those that may say something of a date in session: one that would close it has been taken back."""
        return tuple(e for e in self.events if not e.closes)


class EventIndex:
    """The rows of a calendar by date, from `first` to `last`, for a site and for the district as a whole."""

    def __init__(self, events: Sequence[YearEvent], sites: Sequence[str], first: Date, last: Date) -> None:
        self._sites = frozenset(sites)
        self._on: dict[Date, list[YearEvent]] = {}
        for event in events:
            for date in event.dates(first, last) if event.sites else ():
                self._on.setdefault(date, []).append(event)

    @property
    def by_date(self) -> Mapping[Date, Sequence[YearEvent]]:
        """The rows that are for any site, by date."""
        return self._on

    def of_site(self, site: str, date: Date) -> EventsOnDate:
        """The rows of All, and of the site."""
        return EventsOnDate(tuple(e for e in self._on.get(date, ()) if site in e.sites))

    def of_all(self, date: Date) -> EventsOnDate:
        """The rows of All: they alone move a rotation."""
        return EventsOnDate(tuple(e for e in self._on.get(date, ()) if e.sites >= self._sites))

    def of_any(self, date: Date) -> EventsOnDate:
        """The rows of any site."""
        return EventsOnDate(tuple(self._on.get(date, ())))
