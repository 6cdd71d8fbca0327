"""Seventy calendars by hand: the label of every date, as the contract has it. `years.drawn` explains the pictures."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from years import D3, D6, SUNDAYS, bell, drawn, read_book, year_book

from scheduler.dates import label_year

AB: dict[str, Any] = {"weeks": 2}
BY_CALENDAR: dict[str, Any] = {"weeks": 2, "week_rotation": "Calendar weeks"}
FIVE_WEEKS: dict[str, Any] = {"last": "10-02"}
SUNDAY: dict[str, Any] = {"weeks": 2, "days": SUNDAYS, "first": "08-30", "last": "09-17"}
LEAP: dict[str, Any] = {"weeks": 2, "first": "2028-02-21", "last": "2028-03-10"}
NEW_YEAR: dict[str, Any] = {"weeks": 2, "first": "2026-12-14", "last": "2027-01-15"}
ROTATION: dict[str, Any] = {"days": D6}
TWO_WEEKS_OF_THREE: dict[str, Any] = {"days": D3, "weeks": 2}
A_WEEK_OFF = "09-07..09-11 Holiday"

CALENDARS: dict[str, tuple[dict[str, Any], list[str], str]] = {
    # ---- A and B weeks
    "one week of the pattern": ({}, [], "AAAAA AAAAA AAAAA"),
    "A and B weeks alternate": (AB, [], "AAAAA BBBBB AAAAA"),
    "a Monday off": (AB, ["09-07 Holiday"], "AAAAA -BBBB AAAAA"),
    "a week without school takes no letter": (AB, [A_WEEK_OFF], "AAAAA - BBBBB"),
    "by the calendar it takes one": (BY_CALENDAR, [A_WEEK_OFF], "AAAAA - AAAAA"),
    "a week off in a longer year": ({**AB, **FIVE_WEEKS}, [A_WEEK_OFF], "AAAAA - BBBBB AAAAA BBBBB"),
    "the same by the calendar": ({**BY_CALENDAR, **FIVE_WEEKS}, [A_WEEK_OFF], "AAAAA - AAAAA BBBBB AAAAA"),
    "two weeks off": ({**AB, **FIVE_WEEKS}, ["09-07..09-18 Holiday"], "AAAAA - - BBBBB AAAAA"),
    "two weeks off by the calendar": ({**BY_CALENDAR, **FIVE_WEEKS}, ["09-07..09-18 Holiday"], "AAAAA - - BBBBB AAAAA"),
    "three weeks off": ({**AB, **FIVE_WEEKS}, ["09-07..09-25 Holiday"], "AAAAA - - - BBBBB"),
    "three weeks off by the calendar": ({**BY_CALENDAR, **FIVE_WEEKS}, ["09-07..09-25 Holiday"], "AAAAA - - - AAAAA"),
    "the year begins on a Wednesday": ({**AB, "first": "09-02"}, [], "--AAA BBBBB AAAAA"),
    "the year ends on a Tuesday": ({**AB, "last": "09-15"}, [], "AAAAA BBBBB AA"),
    "the first week is off": (AB, ["08-31..09-04 Holiday"], "- AAAAA BBBBB"),
    "the first week is off by the calendar": (BY_CALENDAR, ["08-31..09-04 Holiday"], "- BBBBB AAAAA"),
    "one date in session makes a school week": (AB, ["09-08..09-11 Closure"], "AAAAA B AAAAA"),
    "a long weekend": (AB, ["09-04..09-07 Holiday"], "AAAA -BBBB AAAAA"),
    "a site's own week off is a school week of the other's": (AB, [f"{A_WEEK_OFF} who=A"], "AAAAA - AAAAA"),
    "a week off at the other site": (AB, [f"{A_WEEK_OFF} who=B"], "AAAAA BBBBB AAAAA"),
    "each site has the week off by its own row": (AB, [f"{A_WEEK_OFF} who=A", f"{A_WEEK_OFF} who=B"], "AAAAA - BBBBB"),
    "all sites by their ids": (AB, [f"{A_WEEK_OFF} who=A,B"], "AAAAA - BBBBB"),
    "a training of all": (AB, ["09-08 Training"], "AAAAA B-BBB AAAAA"),
    "a training of the site": (AB, ["09-08 Training who=A"], "AAAAA B-BBB AAAAA"),
    "a training of the other site": (AB, ["09-08 Training who=B"], "AAAAA BBBBB AAAAA"),
    "a training of teachers closes nothing": (AB, ["09-08 Training who=Teachers"], "AAAAA BBBBB AAAAA"),
    "a closure of coaches closes nothing": (AB, ["09-08 Closure who=Coaches"], "AAAAA BBBBB AAAAA"),
    "a holiday of one teacher closes nothing": (AB, ["09-08 Holiday who=T1"], "AAAAA BBBBB AAAAA"),
    "a holiday from noon closes nothing": (AB, ["09-08 Holiday start=12:00"], "AAAAA BBBBB AAAAA"),
    "a closure until ten closes nothing": (AB, ["09-08 Closure end=10:00"], "AAAAA BBBBB AAAAA"),
    "a meeting of all closes nothing": (AB, ["09-08 Meeting"], "AAAAA BBBBB AAAAA"),
    "no coaching is in session": (AB, ["09-08 No_coaching"], "AAAAA BBBBB AAAAA"),
    "a minimum day has its label": (AB, ["09-08 Minimum_day bell_schedule=Short"], "AAAAA BBBBB AAAAA"),
    "school on a Saturday": (AB, ["09-12 School_day"], "AAAAA BBBBBB AAAAA"),
    "school on a Saturday at the other site": (AB, ["09-12 School_day who=B"], "AAAAA BBBBB AAAAA"),
    "a Saturday on Monday's schedule": (AB, ["09-12 School_day day=Mon"], "AAAAA BBBBB(B Mon) AAAAA"),
    "a Wednesday on Monday's schedule": (AB, ["09-09 School_day day=Mon"], "AAAAA BB(B Mon)BB AAAAA"),
    "on Monday's of the other week": (AB, ["09-09 School_day day=Mon week=1"], "AAAAA BB(A Mon)BB AAAAA"),
    "of the other week": (AB, ["09-09 No_coaching week=1"], "AAAAA BBABB AAAAA"),
    "Monday's schedule at the other site": (AB, ["09-09 School_day day=Mon who=B"], "AAAAA BBBBB AAAAA"),
    "a holiday that is taken back": (AB, ["09-07 Holiday", "09-07 School_day"], "AAAAA BBBBB AAAAA"),
    "a holiday that the site takes back": (AB, ["09-07 Holiday", "09-07 School_day who=A"], "AAAAA BBBBB AAAAA"),
    "a holiday that the other takes back": (AB, ["09-07 Holiday", "09-07 School_day who=B"], "AAAAA -BBBB AAAAA"),
    "one date of a week off is taken back": (AB, [A_WEEK_OFF, "09-09 School_day"], "AAAAA --B AAAAA"),
    "Monday off, and Tuesday in its place": (
        AB,
        ["09-07 Holiday", "09-08 School_day day=Mon"],
        "AAAAA -(B Mon)BBB AAAAA",
    ),
    "no Fridays": ({**AB, "bells": bell("Bells", "Mon-Thu")}, [], "AAAA BBBB AAAA"),
    "Fridays of week 2 alone": (
        {**AB, "bells": [*bell("Bells", "Mon-Thu"), *bell("Bells", "Fri", 2)]},
        [],
        "AAAAA BBBBB AAAAA",
    ),
    "weeks from Sunday": (SUNDAY, [], "AAAAA BBBBB AAAAA"),
    "a week off from Sunday": (SUNDAY, ["09-06..09-10 Holiday"], "AAAAA - BBBBB"),
    "Monday to Friday off leaves the Sunday": (SUNDAY, [A_WEEK_OFF], "AAAAA B AAAAA"),
    "a week from Sunday begins on Monday": ({**SUNDAY, "first": "08-31"}, [], "-AAAA BBBBB AAAAA"),
    "a Friday on Sunday's schedule": (SUNDAY, ["09-11 School_day day=Sun"], "AAAAA BBBBB(B Sun) AAAAA"),
    "a leap year": (LEAP, [], "AAAAA BBBBB AAAAA"),
    "the leap day off": (LEAP, ["2028-02-29 Holiday"], "AAAAA B-BBB AAAAA"),
    "a first week off before a leap day": (
        {**LEAP, "week_rotation": "Calendar weeks"},
        ["2028-02-21..2028-02-25 Holiday"],
        "- BBBBB AAAAA",
    ),
    "over New Year": (NEW_YEAR, ["2026-12-21..2027-01-01 Holiday"], "AAAAA - - BBBBB AAAAA"),
    "a row before the year": (AB, ["08-10..08-12 Holiday"], "AAAAA BBBBB AAAAA"),
    "a row that begins before the year": (AB, ["08-24..08-31 Holiday"], "-AAAA BBBBB AAAAA"),
    # ---- a rotation over school days
    "six labels": (ROTATION, [], "12345 61234 56123"),
    "a rotation from a Wednesday": ({**ROTATION, "first": "09-02"}, [], "--123 45612 34561"),
    "a holiday waits": (ROTATION, ["09-07 Holiday"], "12345 -6123 45612"),
    "a holiday that runs on": (ROTATION, ["09-07 Holiday rotation=Runs_on"], "12345 -1234 56123"),
    "a snow day waits": (ROTATION, ["09-02 Closure"], "12-34 56123 45612"),
    "a training waits": (ROTATION, ["09-02 Training"], "12-34 56123 45612"),
    "a training that runs on": (ROTATION, ["09-02 Training rotation=Runs_on"], "12-45 61234 56123"),
    "a training of teachers": (ROTATION, ["09-02 Training who=Teachers"], "12345 61234 56123"),
    "the first day off waits": (ROTATION, ["08-31 Holiday"], "-1234 56123 45612"),
    "a week off waits": (ROTATION, [A_WEEK_OFF], "12345 - 61234"),
    "a week off that runs on": (ROTATION, [f"{A_WEEK_OFF} rotation=Runs_on"], "12345 - 56123"),
    "no coaching runs on": (ROTATION, ["09-02 No_coaching"], "12345 61234 56123"),
    "no coaching that waits": (ROTATION, ["09-02 No_coaching rotation=Waits"], "12334 56123 45612"),
    "a minimum day runs on": (ROTATION, ["09-02 Minimum_day bell_schedule=Short"], "12345 61234 56123"),
    "a site's own holiday loses its label": (ROTATION, ["09-02 Holiday who=A"], "12-45 61234 56123"),
    "the other's holiday": (ROTATION, ["09-02 Holiday who=B"], "12345 61234 56123"),
    "a label ahead": (ROTATION, ["09-02 School_day day=D5"], "12561 23456 12345"),
    "a label behind": (ROTATION, ["09-02 School_day day=D1"], "12123 45612 34561"),
    "as far ahead as behind is ahead": (ROTATION, ["09-03 School_day day=D1"], "12312 34561 23456"),
    "a meeting of all moves it, too": (ROTATION, ["09-02 Meeting day=D5"], "12561 23456 12345"),
    "a site's own label moves nobody": (ROTATION, ["09-02 School_day day=D6 who=A"], "12645 61234 56123"),
    "the other's own label": (ROTATION, ["09-02 School_day day=D6 who=B"], "12345 61234 56123"),
    "a Saturday of all takes a label": (ROTATION, ["09-05 School_day"], "123456 12345 61234"),
    "a Saturday of the site takes none": (ROTATION, ["09-05 School_day who=A"], "123456 61234 56123"),
    "a Saturday of the other": (ROTATION, ["09-05 School_day who=B"], "12345 61234 56123"),
    "a holiday taken back takes a label": (ROTATION, ["09-07 Holiday", "09-07 School_day"], "12345 61234 56123"),
    "a label in the middle of a week off": (ROTATION, [A_WEEK_OFF, "09-09 School_day day=D2"], "12345 --2 34561"),
    "two weeks of three labels": (TWO_WEEKS_OF_THREE, [], "1231'2' 3'1231' 2'3'123"),
    "the nearest label of a name is in week 2": (
        TWO_WEEKS_OF_THREE,
        ["09-02 School_day day=D1"],
        "121'2'3' 1231'2' 3'1231'",
    ),
    "the nearest of week 1": (
        TWO_WEEKS_OF_THREE,
        ["09-02 School_day day=D1 week=1"],
        "12123 1'2'3'12 31'2'3'1",
    ),
    "the week of one date alone": (
        TWO_WEEKS_OF_THREE,
        ["09-02 No_coaching week=2"],
        "123'1'2' 3'1231' 2'3'123",
    ),
    "weekdays as school days": (
        {"day_rotation": "School days", "days": SUNDAYS},
        [],
        "-(A Sun)(A Mon)(A Tue)(A Wed)(A Thu)"
        " -(A Sun)(A Mon)(A Tue)(A Wed)(A Thu) -(A Sun)(A Mon)(A Tue)(A Wed)(A Thu)",
    ),
}


@pytest.mark.parametrize("name", CALENDARS)
def test_every_date_has_its_label(name: str) -> None:
    settings, calendar, picture = CALENDARS[name]
    instance, problems = read_book(year_book(calendar, **settings))
    assert [str(p) for p in problems if p.level == "error"] == []
    assert drawn(label_year(instance), instance) == picture


def test_the_count_of_turns_begins_with_the_year_and_a_closed_date_that_runs_on_uses_its_label() -> None:
    instance, _ = read_book(year_book(["09-08 Closure rotation=Runs_on"], days=D3, weeks=2))
    year = label_year(instance)
    turns = [(year.at("A", date).turn, year.at("A", date).week) for date in year.in_session("A")]
    assert turns == [(1, 1)] * 3 + [(1, 2)] * 3 + [(2, 1)] * 2 + [(2, 2)] * 3 + [(3, 1)] * 3


def test_labels_that_are_skipped_are_noted_on_the_date_that_skips_them() -> None:
    instance, _ = read_book(year_book(["09-02 School_day day=D5"], days=D6))
    year = label_year(instance)
    wednesday = datetime.date(2026, 9, 2)
    assert [year.nominal[1, 1, day] for day in (2, 3, 4)] == [wednesday] * 3


@pytest.mark.parametrize(
    ("calendar", "site", "bell_schedule"),
    [
        ([], "A", "Bells"),
        (["09-02 Minimum_day bell_schedule=Short"], "A", "Short"),
        (["09-02 Minimum_day bell_schedule=Short"], "B", "Short"),
        (["09-02 Minimum_day bell_schedule=Short who=B"], "A", "Bells"),
        (["09-02 School_day day=D6 bell_schedule=Short"], "A", "Short"),
        (["09-02 Training start=13:00 bell_schedule=Short"], "A", "Short"),
    ],
)
def test_a_date_runs_on_the_bell_schedule_that_its_row_names(
    calendar: list[str], site: str, bell_schedule: str
) -> None:
    instance, _ = read_book(year_book(calendar, days=D6))
    assert label_year(instance).at(site, datetime.date(2026, 9, 2)).bell == bell_schedule


@pytest.mark.parametrize(
    ("calendar", "ranges", "found"),
    [
        ([], (), ["1 08-31 09-13", "2 09-14 09-18"]),  # three weeks: the longer part first
        ([A_WEEK_OFF], (), ["1 08-31 09-13", "2 09-14 09-18"]),  # two weeks with school
        ([], ("1 08-31 09-04", "2 09-14 09-18"), ["1 08-31 09-04", "2 09-14 09-18"]),
    ],
)
def test_cycles_are_ranges_of_dates(calendar: list[str], ranges: tuple[str, ...], found: list[str]) -> None:
    instance, _ = read_book(year_book(calendar, ranges=ranges, cycles=2))
    year = label_year(instance)
    assert [f"{c.cycle} {c.first:%m-%d} {c.last:%m-%d}" for c in year.cycles] == found


def test_a_date_between_two_cycles_is_of_none() -> None:
    instance, _ = read_book(year_book(ranges=("1 08-31 09-04", "2 09-14 09-18"), cycles=2))
    year = label_year(instance)
    assert [year.cycle_of(datetime.date(2026, 9, day)) for day in (4, 9, 14)] == [1, None, 2]
    assert year.at("A", datetime.date(2026, 9, 9)).in_session
