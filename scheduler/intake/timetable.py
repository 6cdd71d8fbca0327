"""Which slots of a bell schedule a row of Master schedule or Coach availability is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from scheduler.domain.instance import Settings
from scheduler.domain.matching import folded
from scheduler.intake import words
from scheduler.intake.bells import Bells
from scheduler.intake.cells import column_letters, text_of
from scheduler.intake.tables import Row, Table, shown

_LIKE_A_PERIOD = re.compile(r"(period|per|pd|p)?[a-z]?\d{1,2}[a-z]?")
Span = tuple[tuple[int, ...], bool]  # places in the bell schedule, and whether days or week narrow them


class Timetable:
    """The bell schedules, and how a cell names their periods. `open`: some schedule could not be read."""

    def __init__(self, bells: Bells, settings: Settings, *, open: bool) -> None:
        self.bells, self.settings, self.open = bells, settings, open
        self._labels = {bell: tuple(dict.fromkeys(s.period for s in slots)) for bell, slots in bells.items()}
        self._found: dict[tuple[str, str], tuple[int, ...] | None] = {}
        self._spans: dict[tuple[str, str, tuple[int, ...] | None, int | None], tuple[int, ...] | None] = {}

    def labels(self, bell: str) -> tuple[str, ...]:
        """The labels of the periods of a bell schedule, in the order of the sheet."""
        return self._labels[bell]

    def shown(self, bells: Iterable[str]) -> str:
        """The periods of some bell schedules, for a message. Lunch is no period that anybody means by a wrong word."""
        slots = [slot for bell in bells for slot in self.bells[bell]]
        return ", ".join(dict.fromkeys(s.period for s in slots if s.kind != "Lunch"))

    def period(self, bell: str, text: str) -> str | None:
        """The period of a bell schedule that a text names."""
        return words.period_of(text, self._labels[bell])

    def places(self, bell: str, text: str) -> tuple[int, ...] | None:
        """The places of a period's slots in its bell schedule; None where it has no such period."""
        if (bell, text) not in self._found:
            label = self.period(bell, text)
            self._found[bell, text] = (
                None if label is None else tuple(i for i, s in enumerate(self.bells[bell]) if s.period == label)
            )
        return self._found[bell, text]

    def span(self, row: Row, bell: str) -> Span | None:
        """The slots that a long row is about; None (said) where it names none."""
        days = row.days("days", self.settings.days)
        week = row.week("week", self.settings.weeks)
        key = bell, row.text("period"), days, week
        if key not in self._spans:
            places = self.places(bell, row.text("period"))
            if places is not None and (days is not None or week is not None):
                slots = self.bells[bell]
                places = tuple(
                    i for i in places if (days is None or slots[i].day in days) and week in (None, slots[i].week)
                )
            self._spans[key] = places
        found = self._spans[key]
        if found is None:
            self.unknown_period(row, bell)
            return None
        if not found and not self.open:
            self._never(row, bell, days)
        return found, days is not None or week is not None

    def unknown_period(self, row: Row, bell: str) -> None:
        """Say that the period of a long row is none of its bell schedule."""
        if row.has("period") and not self.open:
            row.wrong(
                "unknown-period",
                "period",
                f'a period of bell schedule "{bell}" (periods: {self.shown([bell])})',
                "Write one of these periods, or add it to Bell schedule.",
            )

    def _never(self, row: Row, bell: str, days: tuple[int, ...] | None) -> None:
        column = "days" if days is not None else "week"
        row.say(
            "warning",
            "never-meets",
            column,
            f'period {row.text("period")} of bell schedule "{bell}" does not meet on '
            f'"{row.text(column)}", so this row says nothing.',
            "Mend the days, or add them to Bell schedule.",
        )

    def wide_cells(self, table: Table, row: Row, bell: str) -> Iterator[tuple[int, str, tuple[int, ...]]]:
        """(column, text, places) of each filled cell of a wide row; a column of another schedule's period is said."""
        for number, header in table.periods:
            if number not in row.cells:
                continue
            text = text_of(row.cells[number])
            places = self.places(bell, header)
            if places is not None:
                yield number, text, places
            elif self.anywhere(header) and not self.open:
                table.say(
                    "error",
                    "unknown-period",
                    row.at(number),
                    f'"{shown(text)}" stands under {header}, and "{header}" is not a period of bell schedule '
                    f'"{bell}" (periods: {self.shown([bell])}).',
                    "Clear the cell, or add the period to Bell schedule.",
                )

    def anywhere(self, header: str) -> bool:
        """Whether some bell schedule has that period."""
        return any(self.places(bell, header) is not None for bell in self.bells)

    def check_headers(self, table: Table) -> None:
        """Say the headers of a wide sheet that are no period: an error where it looks like one and holds something."""
        filled = {n for number, row in table.raw.rows.items() if number > table.header_row for n in row}
        for number, header in table.periods:
            if self.anywhere(header) or self.open:
                continue
            where = f"{column_letters(number)}{table.header_row}"
            if number in filled and _LIKE_A_PERIOD.fullmatch(folded(header)):
                bell = f'bell schedule "{next(iter(self.bells))}"' if len(self.bells) == 1 else "any bell schedule"
                table.say(
                    "error",
                    "unknown-period",
                    where,
                    f'"{shown(header)}" is not a period of {bell} (periods: {self.shown(self.bells)}).',
                    "Mend the header, add the period to Bell schedule, or delete the column.",
                )
            else:
                table.say(
                    "note",
                    "unknown-column",
                    where,
                    f'column "{shown(header)}" is no period of a bell schedule and was left alone.',
                )
        if not table.periods:
            table.say(
                "warning",
                "no-periods",
                None,
                "the sheet has no column of a period, so it says nothing.",
                "Add a column for each period, or the columns period and course.",
            )
