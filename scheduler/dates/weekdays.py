"""Labels where a date has its weekday's, and weeks of the pattern alternate."""

from __future__ import annotations

from scheduler.dates.calendar_weeks import dates_between, first_weekday, places_of_weekdays, week_of
from scheduler.dates.events import EventIndex
from scheduler.dates.labels import Labelling
from scheduler.domain.instance import Instance
from scheduler.domain.year import Date, SiteDate


def label_weekdays(instance: Instance, events: EventIndex, first: Date, last: Date, labelling: Labelling) -> None:
    """Give each date of the year its label: its weekday's, in the week of the pattern that its calendar week is.

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
    settings = instance.settings
    places, begins = places_of_weekdays(settings.days), first_weekday(settings.days)
    meets = {site: {slot.day for slot in instance.slots(site)} for site in instance.sites}
    dates = list(dates_between(first, last))
    in_session: dict[tuple[str, Date], bool] = {}
    for date in dates:
        place = places.get(date.weekday())
        for site in instance.sites:
            rows = events.of_site(site, date)
            in_session[site, date] = rows.opens or (place in meets[site] and rows.closing is None)
    school_weeks = sorted({week_of(date, begins) for (_, date), is_open in in_session.items() if is_open})
    if settings.week_rotation == "Calendar weeks":
        number = {week: (week - week_of(first, begins)).days // 7 for week in school_weeks}
    else:
        number = {week: n for n, week in enumerate(school_weeks)}
    for date in dates:
        n = number.get(week_of(date, begins))
        place = places.get(date.weekday())
        for site in instance.sites:
            if n is None:  # a week without school has no labels
                labelling.add(site, date, SiteDate(False), events.of_site(site, date))
                continue
            turn, week = n // settings.weeks + 1, n % settings.weeks + 1
            labelling.had(turn, week, place, date)
            by_itself = SiteDate(in_session[site, date], turn, week, place)
            labelling.add(site, date, by_itself, events.of_site(site, date))
