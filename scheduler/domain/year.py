"""The dated year as an input says it: rows of Calendar, Cycles and Meetings; and what a date is, once it has its label.

Dates are `datetime.date`; clock times, days and weeks are as in `scheduler.domain.instance`.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

Date = datetime.date

EventKind = Literal["Holiday", "Closure", "Training", "Meeting", "No coaching", "Minimum day", "School day"]
EVENT_KINDS: tuple[EventKind, ...] = (
    "Holiday",
    "Closure",
    "Training",
    "Meeting",
    "No coaching",
    "Minimum day",
    "School day",
)
CLOSING_KINDS: tuple[EventKind, ...] = ("Holiday", "Closure", "Training")  # the first of a date's rows gives its name
Rotation = Literal["", "Waits", "Runs on"]
ROTATIONS: tuple[Rotation, ...] = ("Waits", "Runs on")
DayRotation = Literal["Weekdays", "School days"]
DAY_ROTATIONS: tuple[DayRotation, ...] = ("Weekdays", "School days")
WeekRotation = Literal["School weeks", "Calendar weeks"]
WEEK_ROTATIONS: tuple[WeekRotation, ...] = ("School weeks", "Calendar weeks")


@dataclass(frozen=True, slots=True)
class YearEvent:
    """A row of Calendar. `sites` are those that it is for as a whole, `people` the coaches and teachers away or meant
    by it, those of the sites among them. `day` and `week` are the label that it gives a date, `bell` the bell schedule.
    """

    first: Date
    last: Date
    kind: EventKind
    name: str = ""
    start: int | None = None
    end: int | None = None
    sites: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    bell: str = ""
    day: int | None = None
    week: int | None = None
    rotation: Rotation = ""

    @property
    def is_whole_day(self) -> bool:
        """Whether it has neither a start nor an end."""
        return self.start is None and self.end is None

    @property
    def closes(self) -> bool:
        """Whether a site that it is for has no classes on its dates, unless a School day row opens them."""
        return self.kind in CLOSING_KINDS and self.is_whole_day and bool(self.sites)

    @property
    def title(self) -> str:
        """Its name; its kind where it has none."""
        return self.name or self.kind

    def dates(self, first: Date, last: Date) -> Iterator[Date]:
        """Its dates from `first` to `last`."""
        date = max(first, self.first)
        while date <= min(last, self.last):
            yield date
            date += datetime.timedelta(1)


@dataclass(frozen=True, slots=True)
class CycleDates:
    """A coaching cycle as a range of dates, the last one included."""

    cycle: int
    first: Date
    last: Date


@dataclass(frozen=True, slots=True)
class MeetingSeries:
    """A row of Meetings. `frequency` is Weekly, Every 2 weeks or Monthly, or how often in a year. Of `when`, `kinds`
    are the kinds of slots and `fixed` the (day, start) that are named. `first` and `last` are the columns from and to.
    """

    name: str
    who: tuple[str, ...]
    frequency: Literal["Weekly", "Every 2 weeks", "Monthly"] | int
    minutes: int
    district: bool = False
    kinds: tuple[str, ...] = ()
    fixed: tuple[tuple[int, int], ...] = ()
    level: str = "Required"
    follows: str = ""
    first: Date | None = None
    last: Date | None = None
    where: str = ""


@dataclass(frozen=True, slots=True)
class DatedInput:
    """What an input says of dates: the rows of its sheets Calendar, Cycles and Meetings, in their order."""

    events: tuple[YearEvent, ...] = ()
    cycles: tuple[CycleDates, ...] = ()
    meetings: tuple[MeetingSeries, ...] = ()


@dataclass(frozen=True, slots=True)
class SiteDate:
    """A date of a site: whether it is in session there, and the label that it has, or would have. `turn` counts runs
    through the week pattern from the year's first; a date without a label has turn 0, week 0 and no day.
    """

    in_session: bool
    turn: int = 0
    week: int = 0
    day: int | None = None
    bell: str = ""


@dataclass(frozen=True, slots=True)
class LabelClash:
    """Two rows of Calendar that say different things of one site and date, or one (twice here) that cannot hold."""

    what: Literal["bell schedule", "day", "week", "no label", "bell without the label"]
    site: str
    date: Date
    event: YearEvent
    other: YearEvent


@dataclass(frozen=True)
class LabelledYear:
    """Every date of a year at every site.

    `dates` maps (site, date) to what it is, for each date from `first` to `last`. `nominal` maps a label (turn, week,
    day) to the first date that had it or would have had it, whatever the site.
    """

    first: Date
    last: Date
    dates: Mapping[tuple[str, Date], SiteDate]
    nominal: Mapping[tuple[int, int, int], Date]
    cycles: tuple[CycleDates, ...]
    clashes: tuple[LabelClash, ...] = field(default=())

    def at(self, site: str, date: Date) -> SiteDate:
        """What a date is at a site; not in session outside the year."""
        return self.dates.get((site, date), SiteDate(False))

    def cycle_of(self, date: Date) -> int | None:
        """The cycle that a date lies in; None in a gap between cycles."""
        return next((c.cycle for c in self.cycles if c.first <= date <= c.last), None)

    def in_session(self, site: str) -> tuple[Date, ...]:
        """The dates in session at a site, in order."""
        return tuple(date for (at, date), found in self.dates.items() if at == site and found.in_session)


@dataclass(frozen=True, slots=True)
class DayRow:
    """A date of a site as people read it: a row of the sheet Days. A date that is not in session has no label."""

    date: Date
    weekday: str
    site: str
    in_session: bool
    week: int | None
    day: str
    cycle: int | None
    turn: int | None
    bell: str
    event: str


@dataclass(frozen=True, slots=True)
class YearOfDays:
    """The dates of an input's year: its rows, its cycles, how dates get their labels, and each site's usual bells."""

    first: Date
    last: Date
    rotation: DayRotation
    weeks: int
    cycles: tuple[CycleDates, ...]
    rows: tuple[DayRow, ...]
    bells: Mapping[str, str]  # of each site

    @property
    def in_session(self) -> tuple[Date, ...]:
        """The dates in session at any site, in order."""
        return tuple(dict.fromkeys(row.date for row in self.rows if row.in_session))

    def school_days(self, cycle: CycleDates) -> int:
        """The dates in session of a cycle, at any site."""
        return sum(1 for date in self.in_session if cycle.first <= date <= cycle.last)
