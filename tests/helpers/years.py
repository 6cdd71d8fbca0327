"""Small years for tests: two sites, a bell schedule or two, and the rows of Calendar in a line each.

A line is "09-07 Holiday", or "09-07..09-11 Training who=B rotation=Runs_on"; a date without a year is in 2026, "_" is a
blank. The year is the three weeks from Monday, August 31, to Friday, September 18, 2026, unless something else is said.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from workbooks import Book

from scheduler.domain.instance import Instance
from scheduler.domain.problem import Problem
from scheduler.domain.year import LabelledYear
from scheduler.intake.files.raw_cells import RawSheet
from scheduler.intake.files.read_files import RawBook
from scheduler.intake.instance import instance_of
from scheduler.intake.problems import Problems
from scheduler.intake.tables.input_workbook import InputWorkbook

D6 = "D1, D2, D3, D4, D5, D6"
D3 = "D1, D2, D3"
SUNDAYS = "Sun, Mon, Tue, Wed, Thu"
COLUMNS = ("date", "end date", "start", "end", "event", "kind", "who", "bell schedule", "day", "week", "rotation")


def bell(name: str, days: str, week: int | None = None, minutes: int = 50) -> list[list[Any]]:
    """The rows of a bell schedule of three periods."""
    return [[name, week, days, str(p), f"{7 + p:02}:00", f"{7 + p:02}:{minutes}"] for p in range(1, 4)]


def full(date: str) -> str:
    """A date with its year."""
    return date if len(date) > 5 else f"2026-{date}"


def calendar_row(line: str) -> list[str | None]:
    """A row of Calendar."""
    dates, kind, *more = line.split()
    first, _, last = dates.partition("..")
    cells = {"date": full(first), "kind": kind.replace("_", " ")} | ({"end date": full(last)} if last else {})
    for part in more:
        column, _, value = part.partition("=")
        cells[column.replace("_", " ")] = value.replace("_", " ")
    assert set(cells) <= set(COLUMNS), line
    return [cells.get(column) for column in COLUMNS]


def year_book(
    calendar: Sequence[str] = (),
    *,
    first: str = "08-31",
    last: str = "09-18",
    days: str | None = None,
    bells: Sequence[list[Any]] = (),
    ranges: Sequence[str] = (),
    **settings: Any,
) -> Book:
    """The sheets of a year. `ranges` are rows of the sheet Cycles, like "1 08-31 09-09"; `settings` further keys of
    Settings; `bells` rows of the sheet Bell schedule, the default one "Bells" on every day and a shorter "Short".
    """
    named = "Mon-Fri" if days is None else days
    given = {"first day": full(first), "last day": full(last), "days": days, **settings}
    book: Book = {
        "Settings": [["key", "value"], *([k.replace("_", " "), v] for k, v in given.items() if v is not None)],
        "Sites": [["site", "bell schedule"], ["A", "Bells"], ["B", "Bells"]],
        "Bell schedule": [
            ["bell schedule", "week", "days", "period", "start", "end"],
            *(bells or [*bell("Bells", named), *bell("Short", named, minutes=20)]),
        ],
        "Teachers": [["teacher", "site", "role"], ["T1", "A", None], ["T2", "B", None], ["P1", "A", "Administrator"]],
        "Master schedule": [["teacher", "1", "2", "3"], *([t, "Prep", "Art", "Art"] for t in ("T1", "T2", "P1"))],
        "Coaches": [["coach", "sites", "lead"], ["C1", "A, B", "Y"], ["C2", "B", None]],
    }
    if calendar:
        book["Calendar"] = [list(COLUMNS), *map(calendar_row, calendar)]
    if ranges:
        rows = [line.split() for line in ranges]
        book["Cycles"] = [["cycle", "first day", "last day"], *([c, full(a), full(b)] for c, a, b in rows)]
    return book


def read_book(book: Book) -> tuple[Instance, tuple[Problem, ...]]:
    """What a book says, and all that is wrong with it."""
    sheets = [
        RawSheet(
            "in.xlsx",
            name,
            {
                number: cells
                for number, row in enumerate(rows, 1)
                if (cells := {n: value for n, value in enumerate(row, 1) if value is not None})
            },
        )
        for name, rows in book.items()
    ]
    problems = Problems()
    instance = instance_of(InputWorkbook.of_books([RawBook("in.xlsx", sheets)], problems))
    return instance, problems.in_order()


def drawn(year: LabelledYear, instance: Instance, site: str = "A") -> str:
    """A year in a line: a word a calendar week, a sign a date.

    "-" is not in session. With weekdays "A" and "B" are the weeks of the pattern, and "(B Mon)" a date on another label
    than its weekday's; "(B)" has none. In a rotation "3" is D3 of week 1, and "3'" that of week 2. Closed days at the
    end of a week are left out.
    """
    settings = instance.settings
    is_rotation = settings.days[0].startswith("D")
    begins = 6 if settings.days[0] == "Sun" else 0
    at = year.first - datetime.timedelta((year.first.weekday() - begins) % 7)
    weeks: list[str] = []
    while at <= year.last:
        signs = [_sign(year, instance, site, at + datetime.timedelta(n), is_rotation) for n in range(7)]
        weeks.append("".join(signs).rstrip("-") or "-")
        at += datetime.timedelta(7)
    return " ".join(weeks)


def _sign(year: LabelledYear, instance: Instance, site: str, date: datetime.date, is_rotation: bool) -> str:
    found = year.at(site, date)
    if not found.in_session:
        return "-"
    label = None if found.day is None else instance.settings.days[found.day]
    if is_rotation:
        return f"{label}".removeprefix("D") + "'" * (found.week - 1)
    week = "AB"[found.week - 1]
    if label is None:
        return f"({week})"
    return week if label == f"{date:%a}" else f"({week} {label})"
