"""Labels that follow one another over the dates in session, as D1 to D6 do: one rotation for the whole district."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.dates.calendar_weeks import FRIDAY, dates_between
from scheduler.dates.events import EventIndex, EventsOnDate
from scheduler.dates.labels import Labelling
from scheduler.domain.instance import Instance
from scheduler.domain.year import Date, SiteDate


@dataclass(frozen=True, slots=True)
class _Wheel:
    """The labels of one turn, in their order: all days of week 1, then those of week 2. A count runs through them."""

    days: int
    weeks: int

    def label(self, count: int) -> tuple[int, int, int]:
        """(turn, week, day) of a count."""
        before, day = divmod(count, self.days)
        turn, week = divmod(before, self.weeks)
        return turn + 1, week + 1, day

    def nearest(self, count: int, day: int, week: int | None) -> int:
        """The count nearest to another that has that label, forward if equal; never before the year's first."""
        span = self.days * self.weeks
        near = [
            other
            for other in range(max(0, count - span), count + span + 1)
            if self.label(other)[2] == day and week in (None, self.label(other)[1])
        ]
        return min(near, key=lambda other: (abs(other - count), -other))


def label_school_days(instance: Instance, events: EventIndex, first: Date, last: Date, labelling: Labelling) -> None:
    """Give each date in session the label that is next. Rows of All alone move the count, whatever their kind.

    Parameters
    ----------
    instance
        the district
    events
        its rows of Calendar
    first, last
        the first and the last date of the year
    labelling
        takes the dates
    """
    wheel = _Wheel(len(instance.settings.days), instance.settings.weeks)
    count = 0
    for date in dates_between(first, last):
        of_all = events.of_all(date)
        is_weekday = date.weekday() <= FRIDAY
        uses_a_label = (is_weekday or of_all.opens) and not _waits(of_all)
        if is_weekday or of_all.opens:
            count = _moved(wheel, count, of_all, date, labelling)
        turn, week, day = wheel.label(count)
        for site in instance.sites:
            rows = events.of_site(site, date)
            in_session = rows.opens or (is_weekday and rows.closing is None)
            if in_session or uses_a_label:
                labelling.had(turn, week, day, date)
                labelling.add(site, date, SiteDate(in_session, turn, week, day), rows)
            else:
                labelling.add(site, date, SiteDate(False), rows)
        count += uses_a_label


def _waits(of_all: EventsOnDate) -> bool:
    """Whether the next date has the same label again: a closed one waits unless its row runs on; an open one runs on
    unless a row that holds says that it waits."""
    closing = of_all.closing
    if closing is not None:
        return closing.rotation != "Runs on"
    return any(e.rotation == "Waits" for e in of_all.holding)


def _moved(wheel: _Wheel, count: int, of_all: EventsOnDate, date: Date, labelling: Labelling) -> int:
    """The count after a row of All that names the day: labels skipped forward are lost on that date."""
    if of_all.closing is not None:
        return count
    said = next((e for e in of_all.holding if e.day is not None), None)
    if said is None or said.day is None:
        return count
    to = wheel.nearest(count, said.day, said.week)
    for skipped in range(count, to):
        labelling.had(*wheel.label(skipped), date)
    return to
