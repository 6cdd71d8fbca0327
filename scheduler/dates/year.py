"""The road of a year: its rows of Calendar, the labels of its dates, its cycles."""

from __future__ import annotations

from scheduler.dates.calendar_weeks import weekday_of
from scheduler.dates.cycles import cycles_of
from scheduler.dates.events import EventIndex
from scheduler.dates.labels import Labelling
from scheduler.dates.school_days import label_school_days
from scheduler.dates.weekdays import label_weekdays
from scheduler.domain.instance import Instance, Settings
from scheduler.domain.year import Date, DayRotation, LabelledYear


def has_year(settings: Settings) -> bool:
    """Whether there are dates to label: a first and a last day."""
    return bool(settings.first_day and settings.last_day)


def days_of_rotation(instance: Instance) -> DayRotation:
    """How dates get their labels: as Settings says; else Weekdays where bell schedules use no other labels."""
    said = instance.settings.day_rotation
    if said:
        return said
    used = {instance.settings.days[slot.day] for slots in instance.bells.values() for slot in slots}
    return "Weekdays" if all(weekday_of(label) is not None for label in used) else "School days"


def label_year(instance: Instance) -> LabelledYear:
    """What every date from the first to the last day is at every site.

    Raises
    ------
    ValueError
        Settings has no first or no last day
    """
    settings = instance.settings
    if not has_year(settings):
        raise ValueError("there is no year without a first and a last day")
    first, last = Date.fromisoformat(settings.first_day), Date.fromisoformat(settings.last_day)
    events = EventIndex(instance.dated.events, tuple(instance.sites), first, last)
    labelling = Labelling(instance)
    label = label_weekdays if days_of_rotation(instance) == "Weekdays" else label_school_days
    label(instance, events, first, last, labelling)
    given = instance.dated.cycles
    cycles = given or cycles_of(labelling.dates, settings.cycles, first, last)
    return LabelledYear(first, last, labelling.dates, labelling.nominal, cycles, tuple(labelling.clashes))
