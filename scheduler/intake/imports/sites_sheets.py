"""The sheets Sites and Bell schedule of an import."""

from __future__ import annotations

from collections.abc import Sequence

from scheduler.intake.imports import bell_times
from scheduler.intake.imports.bell_times import Bell, clock
from scheduler.intake.imports.import_workbook import ImportWorkbook
from scheduler.intake.imports.roster import SCHOOL, Roster
from scheduler.intake.imports.titles import is_homeroom

REGULAR = "Regular"


def write_sites(book: ImportWorkbook, roster: Roster) -> None:
    """The schools, and a bell schedule for each set of periods, at default times, which are asked."""
    if roster.sites == {SCHOOL: ""}:
        book.ask("Sites", SCHOOL, "site", "How the school is called: the export does not say.", SCHOOL)
    _Places(book, roster).sites_and_bells()


class _Places:
    def __init__(self, book: ImportWorkbook, roster: Roster) -> None:
        self.book, self.roster = book, roster

    def sites_and_bells(self) -> None:
        schedules: dict[tuple[str, ...], str] = {}
        for site, name in self.roster.sites.items():
            periods = tuple(self.roster.periods[site])
            first = periods not in schedules
            bell = schedules.setdefault(periods, REGULAR if not schedules else f"Bell of {name or site}"[:60])
            self.book.add("Sites", {"site": site, "name": name, "bell schedule": bell}, site)
            if first and periods:
                self._bell(bell, periods)
        if not self.roster.days and not self.roster.export.events:
            self.book.ask(
                "Bell schedule",
                REGULAR,
                "days",
                "On which days classes meet: the export knows no days.",
                "Every class meets every day.",
                "A column days in Master schedule",
            )

    def _bell(self, name: str, periods: Sequence[str]) -> None:
        rows = bell_times.bells_of(periods)
        labels = ", ".join(p for p in periods)
        for bell in rows:
            days = bell.days or self.roster.days or ("Mon-Fri",)
            self.book.add("Bell schedule", {**_bell_row(name, bell), "days": ", ".join(days)}, name)
        self.book.ask(
            "Bell schedule",
            name,
            "start",
            f"At what times the periods begin and end ({labels}): no export has bell times.",
            "55 minutes from 08:00, 5 minutes apart, lunch after the fourth.",
            "The times of your bell",
        )
        for period in periods:
            if self._only_homerooms(period):
                self.book.ask(
                    "Bell schedule",
                    name,
                    "kind",
                    f"Whether period {period}, in which there are only homerooms, is a Class period.",
                    "Class: the homerooms are a duty.",
                    "Advisory",
                )

    def _only_homerooms(self, period: str) -> bool:
        here = [x for x in self.roster.lessons.all if x.period == period]
        return bool(here) and all((s.homeroom or is_homeroom(s.course)) for x in here for s in x.sections)


def _bell_row(name: str, bell: Bell) -> dict[str, str]:
    return {
        "bell schedule": name,
        "days": ", ".join(bell.days),
        "period": bell.period,
        "start": clock(bell.start),
        "end": clock(bell.end),
        "kind": bell.kind,
    }
