"""Which slots of a bell schedule a row of Master schedule or Coach availability is about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from scheduler.domain.instance import WEEKDAYS, Settings
from scheduler.domain.matching import folded
from scheduler.domain.place import Place
from scheduler.intake.files.raw_cells import is_date, text_of
from scheduler.intake.sheets.bell_schedule import Bells
from scheduler.intake.tables.cell_values import days_of
from scheduler.intake.tables.column_names import near_column
from scheduler.intake.tables.find_tables import said_by_its_cells, say_near_column
from scheduler.intake.tables.period_names import PeriodNames, is_a_word, is_date_text, reads_as_a_period
from scheduler.intake.tables.table import Row, Table, shown
from scheduler.intake.tables.term_names import is_term
from scheduler.messages import schedule as messages

Span = tuple[tuple[int, ...], bool]  # places in the bell schedule, and whether days or week narrow them
_CLOSING = (")", "]", "}")
_DAY_LETTERS = re.compile(
    r"[a-h](?:\s*[-,/&]\s*[a-h])*(?:\s*days?)?|day\s*[a-h\d]|[a-h]\s*-?\s*day|odd|even", re.IGNORECASE
)
_EVERY_PERIOD = ("", "all", "allperiods", "every", "everyperiod")


class Timetable:
    """The bell schedules, and how a cell names their periods. `open`: some schedule could not be read. `no_slots` are
    labels of each schedule that are no slot: passing time, a break."""

    def __init__(
        self, bells: Bells, settings: Settings, *, open: bool, no_slots: Mapping[str, tuple[str, ...]] | None = None
    ) -> None:
        self.bells, self.settings, self.open = bells, settings, open
        self._labels = {bell: tuple(dict.fromkeys(s.period for s in slots)) for bell, slots in bells.items()}
        known = {bell: (*labels, *(no_slots or {}).get(bell, ())) for bell, labels in self._labels.items()}
        self.names = {bell: PeriodNames(dict.fromkeys(labels)) for bell, labels in known.items()}
        self._class = {b: {s.period for s in slots if s.is_class} for b, slots in bells.items()}
        self._found: dict[tuple[str, str], tuple[int, ...] | None] = {}
        self._doubles: dict[int, Mapping[int, tuple[int, bool]]] = {}  # of each table, by its id
        self._spans: dict[tuple[str, str, tuple[int, ...] | None, int | None], tuple[int, ...] | None] = {}

    def labels(self, bell: str) -> tuple[str, ...]:
        """The labels of the periods of a bell schedule, in the order of the sheet."""
        return self._labels[bell]

    def shown(self, bells: Iterable[str]) -> str:
        """The periods of some bell schedules, for a message. Lunch is no period that anybody means by a wrong word."""
        slots = [slot for bell in bells for slot in self.bells[bell]]
        return ", ".join(dict.fromkeys(s.period for s in slots if s.kind != "Lunch"))

    def period(self, bell: str, text: str) -> str | None:
        """The one period of a bell schedule that a text names."""
        return self.names[bell].one(text)

    def places(self, bell: str, text: str) -> tuple[int, ...] | None:
        """The places of the slots of the period, or periods, that a text names; None where it names none."""
        if (bell, text) not in self._found:
            labels = self.names[bell].find(text)
            self._found[bell, text] = (
                tuple(i for i, s in enumerate(self.bells[bell]) if s.period in labels) if labels else None
            )
        return self._found[bell, text]

    def span(self, row: Row, bell: str) -> Span | None:
        """The slots that a long row is about; None (said) where it names none."""
        days = row.days("days", self.settings.days)
        week = row.week("week", self.settings.weeks)
        text = row.text("period")
        every = (
            row.table.sheet == "Coach availability"
            and folded(text) in _EVERY_PERIOD
            and not (text and self.names[bell].find(text))
        )
        key = bell, text, days, week
        if key not in self._spans:
            places = tuple(range(len(self.bells[bell]))) if every else self.places(bell, text)
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
        if not every and text[-1:] in _CLOSING:
            self._bracket(row.table, row.where("period"), bell, text)
        if not found and not self.open:
            self._never(row, bell, days)
        return found, days is not None or week is not None

    def _bracket(self, table: Table, place: Place, bell: str, text: str) -> None:
        """Say a day or a term behind the name of a period: the class is read as held on all days."""
        aside = self.names[bell].left_aside(text)
        days = days_of(aside, self.settings.days) if aside else None
        met = {self.bells[bell][place].day for place in self.places(bell, text) or ()}
        if days is None:
            is_narrower = bool(is_term(aside) or _DAY_LETTERS.fullmatch(aside) or days_of(aside, WEEKDAYS))
        else:
            is_narrower = not met <= {*days}
        if is_narrower:
            table.problems.tally(messages.DAY_IN_BRACKETS, place, f'"{shown(text)}"')

    def unknown_period(self, row: Row, bell: str) -> None:
        """Say that the period of a long row is none of its bell schedule."""
        if not row.has("period") or self.open:
            return
        text = row.text("period")
        two = self.names[bell].fits_two(text)
        if is_date(row.raw("period")) or is_date_text(text):
            row.date_for("period", f'a period of bell schedule "{bell}"')
        elif two:
            row.wrong(messages.PERIOD_FITS_TWO, "period", bell=bell, labels=two)
        else:
            row.wrong(messages.UNKNOWN_PERIOD, "period", bell=bell, periods=self.shown([bell]))

    def _never(self, row: Row, bell: str, days: tuple[int, ...] | None) -> None:
        column = "days" if days is not None else "week"
        row.report(messages.NEVER_MEETS, column, period=row.text("period"), bell=bell, text=row.text(column))

    def wide_cells(self, table: Table, row: Row, bell: str) -> Iterator[tuple[int, str, tuple[int, ...]]]:
        """(column, text, places) of each filled cell of a wide row; a column of another schedule's period is said.

        Parameters
        ----------
        table
            the wide table
        row
            one of its rows
        bell
            the bell schedule of the person
        """
        doubles = self._doubles_of(table)
        for number, header in table.periods:
            if number not in row.cells or (number in doubles and doubles[number][1]):
                continue
            text = text_of(row.cells[number])
            places = self.places(bell, header)
            if places is not None:
                yield number, text, places
            elif self.anywhere(header) and not self.open:
                table.report(
                    messages.CELL_UNDER_UNKNOWN_PERIOD,
                    row.at(number),
                    text=shown(text),
                    header=header,
                    bell=bell,
                    periods=self.shown([bell]),
                )

    def _doubles_of(self, table: Table) -> Mapping[int, tuple[int, bool]]:
        """The columns whose header names one period that another column names too: column -> (the other, whether it is
        left alone). `First` beside `1` is a person's name; of others the first column is the period."""
        if id(table) not in self._doubles:
            found: dict[int, tuple[int, bool]] = {}
            for names in self.names.values():
                seen: dict[str, int] = {}
                for number, header in sorted(table.periods, key=lambda column: (is_a_word(column[1]), column[0])):
                    one = names.one(header)
                    if one is not None and seen.setdefault(one, number) != number:
                        other = table.header[seen[one]]
                        found[number] = seen[one], is_a_word(header) and not is_a_word(text_of(other))
            self._doubles[id(table)] = found
        return self._doubles[id(table)]

    def anywhere(self, header: str) -> bool:
        """Whether some bell schedule has that period."""
        return any(self.places(bell, header) is not None for bell in self.bells)

    def check_headers(self, tables: Iterable[Table], filled: Mapping[tuple[Table, int], set[str]]) -> None:
        """Say the headers of wide sheets that are no period. `filled` has, of each column with something in it, the
        bell schedules of the people there: where one of them lacks a column for a Class period, the odd column may be
        that one."""
        wide = [table for table in tables if table.wide]
        named: dict[str, set[str]] = {}
        for table in wide:
            bells = set().union(*(own for (other, _), own in filled.items() if other is table))
            for bell in bells:
                for _, header in table.periods:
                    named.setdefault(bell, set()).update(self.names[bell].find(header))
        for table in wide:
            self._headers(table, filled, named)

    def _headers(
        self, table: Table, filled: Mapping[tuple[Table, int], set[str]], named: Mapping[str, set[str]]
    ) -> None:
        texts = {n for number, row in table.raw.rows.items() if number > table.header_row for n in row}
        known = [header for _, header in table.periods if self.anywhere(header)]
        doubles = self._doubles_of(table)
        for number, header in table.periods:
            where = table.over(number)
            if is_date(table.header[number]) or (is_date_text(header) and not self.anywhere(header)):
                table.report(messages.DATE_FOR_PERIOD, where, header=shown(header))
            elif number in doubles and number in texts:
                _double(table, where, header, *doubles[number])
            elif header[-1:] in _CLOSING and number in texts:
                for bell in sorted(filled.get((table, number), ())):
                    self._bracket(table, where, bell, header)
            elif not self.anywhere(header) and not self.open:
                bells = filled.get((table, number), set())
                self._odd_header(table, where, header, number in texts, bool(known), bells, named)
        if not table.periods:
            table.report(messages.NO_PERIODS, table.place)

    def _odd_header(
        self,
        table: Table,
        where: Place,
        header: str,
        is_filled: bool,
        any_period: bool,
        bells: Iterable[str],
        named: Mapping[str, set[str]],
    ) -> None:
        lacking = [p for bell in bells for p in self.labels(bell) if p in self._class[bell] - named.get(bell, set())]
        bell = f'bell schedule "{next(iter(self.bells))}"' if len(self.bells) == 1 else "any bell schedule"
        if is_filled and (lacking or not any_period or reads_as_a_period(header)):
            without = f", and period {lacking[0]} has no column" if lacking else ""
            table.report(
                messages.UNKNOWN_PERIOD_HEADER,
                where,
                header=shown(header),
                bell=bell,
                periods=self.shown(self.bells),
                without=without,
            )
            return
        near = near_column(table.sheet, header, (*table.columns, "period", "course"))
        if near in ("days", "week", "term", "site"):
            say_near_column(table, where, header, near)
        elif not said_by_its_cells(table, where.column or 0, header):
            table.report(messages.COLUMN_WITHOUT_A_PERIOD, where, header=shown(header))


def _double(table: Table, where: Place, header: str, other: int, alone: bool) -> None:
    """Say a column whose header names a period that another column names too."""
    first = table.over(other)
    if alone:
        table.report(messages.COLUMN_OF_NAMES, where, header=shown(header), place=first)
    else:
        table.report(messages.PERIOD_TWICE, where, header=shown(header), place=first)
