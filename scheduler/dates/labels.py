"""What rows of Calendar say of one date alone: a label and a bell schedule instead of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Literal, TypeVar

from scheduler.dates.events import EventsOnDate
from scheduler.domain.instance import Instance
from scheduler.domain.year import Date, LabelClash, SiteDate, YearEvent

T = TypeVar("T", int, str)


class Labelling:
    """Collects the dates of a year, and the rows that cannot hold together."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.dates: dict[tuple[str, Date], SiteDate] = {}
        self.nominal: dict[tuple[int, int, int], Date] = {}
        self.clashes: list[LabelClash] = []
        self._labels = {
            bell: frozenset((slot.week, slot.day) for slot in slots) for bell, slots in instance.bells.items()
        }

    def add(self, site: str, date: Date, by_itself: SiteDate, events: EventsOnDate) -> None:
        """Add a date; in session, its rows may say another label and a bell schedule.

        Parameters
        ----------
        site
            the id of the site
        date
            the date
        by_itself
            what the date is but for those rows
        events
            the rows that are for the site on the date
        """
        bell = self.instance.sites[site].bell
        if not by_itself.in_session:
            self.dates[site, date] = replace(by_itself, bell=bell if by_itself.turn else "")
            return
        own = events.holding
        found = SiteDate(
            True,
            by_itself.turn,
            self._said("week", site, date, own, lambda e: e.week) or by_itself.week,
            _first(self._said("day", site, date, own, lambda e: e.day), by_itself.day),
            self._said("bell schedule", site, date, own, lambda e: e.bell or None) or bell,
        )
        self.dates[site, date] = found
        self._check(site, date, found, own)

    def had(self, turn: int, week: int, day: int | None, date: Date) -> None:
        """Note that a date has a label, or would have it: the first such date of the turn counts.

        Parameters
        ----------
        turn, week, day
            the label; a day that is None is no label
        date
            the date
        """
        if day is not None:
            self.nominal.setdefault((turn, week, day), date)

    def _said(
        self,
        what: Literal["week", "day", "bell schedule"],
        site: str,
        date: Date,
        events: Sequence[YearEvent],
        said: Callable[[YearEvent], T | None],
    ) -> T | None:
        first: tuple[YearEvent, T] | None = None
        for event in events:
            value = said(event)
            if value is None:
                continue
            if first is None:
                first = event, value
            elif first[1] != value:
                self.clashes.append(LabelClash(what, site, date, event, first[0]))
        return None if first is None else first[1]

    def _check(self, site: str, date: Date, found: SiteDate, events: Sequence[YearEvent]) -> None:
        """A Minimum day's bell schedule must have the date's label; a School day must have one at all."""
        for event in events:
            if event.kind == "School day" and found.day is None:
                self.clashes.append(LabelClash("no label", site, date, event, event))
            if (
                event.kind == "Minimum day"
                and event.bell
                and (found.week, found.day) not in self._labels.get(event.bell, frozenset())
            ):
                self.clashes.append(LabelClash("bell without the label", site, date, event, event))


def _first(said: int | None, by_itself: int | None) -> int | None:
    return by_itself if said is None else said
