"""All that an input says of dates, and what the labels of the year's dates show to be wrong."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.dates import days_of_rotation, has_year, label_year
from scheduler.domain.instance import Instance, Settings
from scheduler.domain.matching import folded
from scheduler.domain.place import Place
from scheduler.domain.year import Date, DatedInput, LabelClash, LabelledYear, YearEvent
from scheduler.intake.sheets.dates.calendar import read_calendar
from scheduler.intake.sheets.dates.cycles import read_cycles
from scheduler.intake.sheets.dates.dated_pins import check_dated_pins
from scheduler.intake.sheets.dates.meetings import read_meetings
from scheduler.intake.sheets.pins import District
from scheduler.intake.tables.column_names import LATER
from scheduler.intake.tables.input_workbook import InputWorkbook
from scheduler.intake.tables.table import Row
from scheduler.messages import dates as messages

_NEEDED = ("Settings", "Sites", "Bell schedule", "Calendar", "Cycles")  # labels depend on them
_LONGEST_YEAR = 731  # days
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class DateSheets:
    """The sheets of dates of one input: first their cells, then, once the whole instance is there, its year."""

    def __init__(self, reading: InputWorkbook, district: District) -> None:
        self._reading, self._settings = reading, district.settings
        self._rows: dict[YearEvent, Row] = {}
        for event, row in read_calendar(reading, district):
            self._rows.setdefault(event, row)
        events = tuple(self._rows)
        cycles = read_cycles(reading, district.settings)
        self.said = DatedInput(events, cycles, read_meetings(reading, district, events))
        check_dated_pins(reading, district, self.said.meetings)
        self._say_not_used_yet()

    def check(self, instance: Instance) -> None:
        """Say what is wrong with the year as a whole: its length, its labels, its cycles."""
        settings, problems = instance.settings, self._reading.problems
        if not has_year(settings):
            self._say_half_a_year(settings)
            return
        first, last = Date.fromisoformat(settings.first_day), Date.fromisoformat(settings.last_day)
        length = (last - first).days + 1
        if length > _LONGEST_YEAR:
            for row in self._setting("last day"):
                row.report(messages.YEAR_TOO_LONG, "value", first=first, last=last, days=length, most=_LONGEST_YEAR)
            return
        if self._reading.complete and not any(problems.errors_on(s) or s in self._reading.broken for s in _NEEDED):
            self._check_labels(instance)

    def _check_labels(self, instance: Instance) -> None:
        settings, weekdays = instance.settings, days_of_rotation(instance) == "Weekdays"
        year = label_year(instance)
        if not any(found.in_session for found in year.dates.values()):
            for row in self._setting("first day"):
                row.report(messages.NO_DATE_IN_SESSION, "value", first=year.first, last=year.last)
            return
        said: set[tuple[str, YearEvent, YearEvent]] = set()
        for clash in year.clashes:  # of the dates of two rows the first is enough
            if (clash.what, clash.event, clash.other) not in said:
                said.add((clash.what, clash.event, clash.other))
                self._say_clash(instance, year, clash)
        for event, row in self._rows.items() if weekdays else ():
            if event.rotation:
                row.report(messages.ROTATION_WITH_WEEKDAYS, "rotation")
        for event, row in self._rows.items() if not weekdays else ():
            if event.rotation and not event.sites >= set(instance.sites):
                row.report(messages.ROTATION_OF_ALL_ALONE, "rotation")
        if settings.weeks == 1 or not weekdays:
            for row in self._setting("week rotation"):
                row.report(messages.WEEK_ROTATION_UNUSED, "key")
        if not instance.dated.cycles and len(year.cycles) < settings.cycles:
            for row in self._setting("cycles"):
                row.report(messages.TOO_FEW_TURNS, "value", all=settings.cycles, dated=len(year.cycles))

    def _say_clash(self, instance: Instance, year: LabelledYear, clash: LabelClash) -> None:
        row, other = self._rows[clash.event], self._rows[clash.other]
        days, date, site = instance.settings.days, clash.date, clash.site
        if clash.what == "no label":
            row.report(messages.NO_LABEL, "kind", date=date, weekday=_WEEKDAYS[date.weekday()], site=site)
        elif clash.what == "bell without the label":
            found = year.at(site, date)
            label = "no label" if found.day is None else days[found.day]
            if instance.settings.weeks > 1:
                label += f" of week {found.week}"
            row.report(
                messages.BELL_WITHOUT_THE_LABEL,
                "bell schedule",
                bell=clash.event.bell,
                label=label,
                date=date,
                site=site,
            )
        elif clash.what == "bell schedule":
            place = other.where("bell schedule")
            row.report(
                messages.TWO_BELLS,
                "bell schedule",
                date=date,
                site=site,
                bell=clash.event.bell,
                other=clash.other.bell,
                place=place,
            )
        else:
            labels = [
                f"week {e.week}" if clash.what == "week" else days[e.day or 0] for e in (clash.event, clash.other)
            ]
            place = other.where(clash.what)
            row.report(
                messages.TWO_LABELS, clash.what, date=date, site=site, label=labels[0], other=labels[1], place=place
            )

    def _say_half_a_year(self, settings: Settings) -> None:
        given, missing = ("first day", "last day") if settings.first_day else ("last day", "first day")
        if settings.first_day or settings.last_day:
            for row in self._setting(given):
                row.report(messages.ONE_END_OF_THE_YEAR, "key", given=given, missing=missing)
        for place in self._sheets_with_rows():
            self._reading.problems.report(messages.DATES_WITHOUT_A_YEAR, place)

    def _say_not_used_yet(self) -> None:
        for place in self._sheets_with_rows():
            self._reading.problems.report(messages.READ_AND_NOT_USED_YET, place)
        for row in self._reading.rows("Programs"):
            if row.has("make up within"):
                self._reading.problems.tally(
                    messages.COLUMN_NOT_USED_YET, row.where("make up within"), row.text("make up within")
                )

    def _sheets_with_rows(self) -> Iterator[Place]:
        for sheet in LATER:
            for table in self._reading.tables[sheet]:
                if any(True for _ in table.rows()):
                    yield table.place

    def _setting(self, key: str) -> Iterator[Row]:
        """The row of Settings that gives a key, where there is one."""
        rows = (r for r in self._reading.rows("Settings") if folded(r.text("key")) == folded(key) and r.has("value"))
        yield from list(rows)[:1]
