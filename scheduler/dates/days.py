"""The dates of a year as rows for people: the columns of the sheet Days."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.dates.events import EventIndex, EventsOnDate
from scheduler.domain.instance import Instance
from scheduler.domain.year import Date, DayRow, LabelledYear, SiteDate

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def day_rows(instance: Instance, year: LabelledYear) -> Iterator[DayRow]:
    """Each site's dates in session, and those that a row of Calendar is for on weekdays on which the site has classes;
    by date, then in the order of the sites."""
    events = EventIndex(instance.dated.events, tuple(instance.sites), year.first, year.last)
    usual = {site: {date.weekday() for date in year.in_session(site)} for site in instance.sites}
    for (site, date), found in sorted(year.dates.items(), key=lambda item: item[0][1]):
        rows = events.of_site(site, date)
        if found.in_session or (rows.events and date.weekday() in usual[site]):
            yield _row(instance, year, site, date, found, rows)


def _row(instance: Instance, year: LabelledYear, site: str, date: Date, found: SiteDate, rows: EventsOnDate) -> DayRow:
    open_ = found.in_session
    label = instance.settings.days[found.day] if open_ and found.day is not None else ""
    closing = rows.closing
    named = [closing] if closing is not None else list(rows.holding)
    return DayRow(
        date=date,
        weekday=WEEKDAYS[date.weekday()],
        site=site,
        in_session=open_,
        week=found.week if open_ else None,
        day=label,
        cycle=year.cycle_of(date),
        turn=found.turn if open_ else None,
        bell=found.bell if open_ else "",
        event="; ".join(dict.fromkeys(event.title for event in named)),
    )
