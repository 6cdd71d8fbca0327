"""Sheets of dates: every slip is named at its cell, beside what is right and stays unsaid."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from workbooks import changed
from years import D6, bell, read_book, year_book

from scheduler.domain.year import CycleDates, MeetingSeries

FORUM: dict[str, Any] = {
    "Meetings!A1": "meeting",
    "Meetings!B1": "who",
    "Meetings!C1": "frequency",
    "Meetings!D1": "minutes",
    "Meetings!E1": "when",
    "Meetings!F1": "follows",
    "Meetings!G1": "from",
    "Meetings!H1": "to",
    "Meetings!I1": "where",
    "Meetings!J1": "scope",
    "Meetings!K1": "level",
    "Meetings!A2": "Forum",
    "Meetings!B2": "Coaches",
    "Meetings!C2": "Monthly",
    "Meetings!D2": 60,
}
PROGRAM: dict[str, Any] = {
    "Programs!A1": "program",
    "Programs!B1": "session",
    "Programs!C1": "minutes",
    "Programs!D1": "make up within",
    "Programs!A2": "Cycle",
    "Programs!B2": "Observe",
    "Programs!C2": 30,
}
# calendar, settings of the year, further cells, what is said
SAID: dict[str, tuple[list[str], dict[str, Any], dict[str, Any], list[str]]] = {
    "a minimum day without its bell schedule": (
        ["09-02 Minimum_day"],
        {},
        {},
        [
            "error: Calendar!H2: a Minimum day needs its bell schedule. Write which bell schedule the day runs on.",
        ],
    ),
    "a bell schedule that is not there": (
        ["09-02 Minimum_day bell_schedule=Long"],
        {},
        {},
        [
            (
                'error: Calendar!H2: "Long" is not a bell schedule. Fix the spelling, or add it to the sheet '
                "Bell schedule."
            ),
        ],
    ),
    "a misspelt kind": (
        ["09-02 Holyday"],
        {},
        {},
        [
            (
                'error: Calendar!F2: "Holyday" is not one of Holiday, Closure, Training, Meeting, No coaching, '
                'Minimum day, School day (nearest: "Holiday"). Write one of them.'
            ),
        ],
    ),
    "a date that is none": (
        ["soon Holiday"],
        {},
        {},
        [
            'error: Calendar!A2: "2026-soon" is not a date. Write it like 2026-11-26.',
        ],
    ),
    "an end before its date": (
        ["09-08..09-07 Holiday"],
        {},
        {},
        [
            'error: Calendar!B2: "2026-09-07" is before 2026-09-08. Fix one of the two dates.',
        ],
    ),
    "an end time before its start": (
        ["09-08 Meeting start=12:00 end=11:00"],
        {},
        {},
        [
            'error: Calendar!D2: "11:00" is not after the start, 12:00. Fix one of the two times.',
        ],
    ),
    "a time that is none": (
        ["09-08 Meeting start=noon"],
        {},
        {},
        [
            'error: Calendar!C2: "noon" is not a clock time. Write it like 08:30 or 1:05 PM.',
        ],
    ),
    "a person who is not there": (
        ["09-08 Holiday who=C9"],
        {},
        {},
        [
            (
                'error: Calendar!G2: "C9" is not All, a group of people, a site, a coach or a teacher. Write '
                "All, ids, or one of: Coaches, Lead coaches, New coaches, Teachers, Administrators, Department "
                "chairs."
            ),
        ],
    ),
    "a day that is no label": (
        ["09-08 School_day day=Funday"],
        {},
        {},
        [
            (
                'error: Calendar!I2: "Funday" is not a day, a range or a list of days (Mon, Tue, Wed, Thu, Fri, '
                "Sat, Sun). Write days like Mon-Fri, or Mon, Wed."
            ),
        ],
    ),
    "two days": (
        ["09-08 School_day day=Mon,Tue"],
        {},
        {},
        [
            'error: Calendar!I2: "Mon,Tue" is more than one day. Write one label, like Mon.',
        ],
    ),
    "a week that the pattern does not have": (
        ["09-08 School_day week=2"],
        {},
        {},
        [
            (
                'error: Calendar!J2: "2" is not a week of the pattern (1 to 1). Leave it blank for every week, '
                "or set weeks to 2 in Settings."
            ),
        ],
    ),
    "a rotation that is none": (
        ["09-08 Holiday rotation=Stops"],
        {},
        {},
        [
            'error: Calendar!K2: "Stops" is not one of Waits, Runs on. Write one of them.',
        ],
    ),
    "a rotation where dates have their weekday's label": (
        ["09-08 Holiday rotation=Waits"],
        {},
        {},
        [
            "note: Calendar!K2: dates have their weekday's label (day rotation): rotation moves nothing.",
        ],
    ),
    "a site's own rotation": (
        ["09-08 Holiday rotation=Waits who=A"],
        {"days": D6},
        {},
        [
            (
                "warning: Calendar!K2: rotation counts only in a row of All: there is one rotation for the "
                "district. Clear the cell, or write All in who."
            ),
        ],
    ),
    "two bell schedules of one date": (
        ["09-02 Minimum_day bell_schedule=Short", "09-02 School_day bell_schedule=Bells"],
        {"days": D6},
        {},
        [
            (
                'error: Calendar!H3: 2026-09-02 at A has the bell schedule "Bells" here and "Short" in '
                "Calendar!H2. Keep one of the two."
            ),
        ],
    ),
    "two labels of one date": (
        ["09-02 School_day day=D2", "09-02 No_coaching day=D3 who=A"],
        {"days": D6},
        {},
        [
            "error: Calendar!I3: 2026-09-02 at A is D3 here and D2 in Calendar!I2. Keep one of the two.",
        ],
    ),
    "two weeks of one date": (
        ["09-02 No_coaching week=1", "09-01..09-03 Meeting week=2"],
        {"weeks": 2},
        {},
        [
            "error: Calendar!J3: 2026-09-02 at A is week 2 here and week 1 in Calendar!J2. Keep one of the two.",
        ],
    ),
    "a minimum day on a day that its bell schedule lacks": (
        ["09-02 Minimum_day bell_schedule=Short", "09-02 School_day day=Sat"],
        {},
        {},
        [
            (
                'error: Calendar!H2: bell schedule "Short" has no slot on Sat, which 2026-09-02 is at A. Add '
                "that day to the bell schedule, or fix the date."
            ),
        ],
    ),
    "a minimum day in a week that its bell schedule lacks": (
        ["09-08..09-10 Minimum_day bell_schedule=Short"],
        {"weeks": 2, "bells": [*bell("Bells", "Mon-Fri"), *bell("Short", "Mon-Fri", 1)]},
        {},
        [
            (
                'error: Calendar!H2: bell schedule "Short" has no slot on Tue of week 2, which 2026-09-08 is at '
                "A. Add that day to the bell schedule, or fix the date."
            ),
        ],
    ),
    "a minimum day of one teacher": (
        ["09-08 Minimum_day bell_schedule=Short who=T1"],
        {},
        {},
        [
            (
                "warning: Calendar!G2: a Minimum day counts only for All or a site: this row does nothing. Write"
                " All or a site in who, or delete the row."
            ),
            (
                "warning: Calendar!H2: bell schedule counts only in a row of All or of a site, and was not used."
                " Clear the cell, or write All or a site in who."
            ),
        ],
    ),
    "a bell schedule and a day of a closed date": (
        ["09-08 Holiday bell_schedule=Short day=Mon"],
        {},
        {},
        [
            (
                "warning: Calendar!H2: bell schedule has no meaning on a date without classes, and was not used."
                " Clear the cell, or write another kind."
            ),
            (
                "warning: Calendar!I2: day has no meaning on a date without classes, and was not used. Clear the"
                " cell, or write another kind."
            ),
        ],
    ),
    "a day for coaches alone": (
        ["09-08 Meeting who=Coaches day=Mon"],
        {},
        {},
        [
            (
                "warning: Calendar!I2: day counts only in a row of All or of a site, and was not used. Clear the"
                " cell, or write All or a site in who."
            ),
        ],
    ),
    "a Saturday that has no label": (
        ["09-12 School_day"],
        {"days": "Mon, Tue, Wed, Thu, Fri"},
        {},
        [
            (
                "warning: Calendar!F2: 2026-09-12, a Saturday, is in session at A and has no label of days: no "
                "session is held on it. Write in day which label it has."
            ),
        ],
    ),
    "a year without school": (
        ["08-31..09-18 Holiday"],
        {},
        {},
        [
            (
                "error: Settings!B2: no date from 2026-08-31 to 2026-09-18 is in session at any site. Fix first "
                "day and last day, day rotation, or the sheet Calendar."
            ),
        ],
    ),
    "a first day alone": (
        [],
        {},
        {"Settings!A3": None, "Settings!B3": None},
        [
            (
                "note: Settings!A2: first day is here and last day is not: without it the year has no dates. Add"
                " last day."
            ),
        ],
    ),
    "a calendar without a year": (
        ["09-07 Holiday"],
        {},
        {"Settings!A2": None, "Settings!B2": None, "Settings!A3": None, "Settings!B3": None},
        [
            (
                "note: Calendar: without first day and last day in Settings the year has no dates; the cells of "
                "this sheet were checked. Add both to Settings."
            ),
        ],
    ),
    "a year of decades": (
        [],
        {"last": "2072-09-18"},
        {},
        [
            (
                "error: Settings!B3: the year from 2026-08-31 to 2072-09-18 has 16,821 days; at most 731 are "
                "read. Fix the year of one of the two dates."
            ),
        ],
    ),
    "cycles that overlap": (
        [],
        {"cycles": 2, "ranges": ("1 08-31 09-09", "2 09-09 09-18")},
        {},
        [
            (
                "error: Cycles!B3: cycle 2 begins on 2026-09-09, and cycle 1 lasts to 2026-09-09 (Cycles!C2). "
                "Fix one of the two dates."
            ),
        ],
    ),
    "cycles out of order": (
        [],
        {"cycles": 2, "ranges": ("2 08-31 09-09", "1 09-10 09-18")},
        {},
        [
            (
                'error: Cycles!A2: "2" is not the next cycle, which is 1. List the cycles in their order, each '
                "once: 1, 2, 3."
            ),
            (
                'error: Cycles!A3: "1" is not the next cycle, which is 2. List the cycles in their order, each '
                "once: 1, 2, 3."
            ),
        ],
    ),
    "a cycle beyond the year": (
        [],
        {"cycles": 1, "ranges": ("1 08-31 10-09",)},
        {},
        [
            (
                'error: Cycles!C2: "2026-10-09" is not in the year from 2026-08-31 to 2026-09-18. Fix the date, '
                "or first day or last day in Settings."
            ),
        ],
    ),
    "more cycles than the year has": (
        [],
        {"cycles": 1, "ranges": ("1 08-31 09-04", "2 09-07 09-18")},
        {},
        [
            "error: Cycles!A3: there is no cycle 2: the year has 1. Delete the row, or raise cycles in Settings.",
        ],
    ),
    "a cycle that ends before it begins": (
        [],
        {"cycles": 2, "ranges": ("1 09-09 08-31", "2 09-10 09-18")},
        {},
        [
            'error: Cycles!C2: "2026-08-31" is before 2026-09-09. Fix one of the two dates.',
        ],
    ),
    "fewer cycles than the year has": (
        [],
        {"cycles": 3, "ranges": ("1 08-31 09-18",)},
        {},
        [
            (
                "warning: Cycles!A2: 2 cycles have no dates here: the year has 3, and the last one listed is 1. "
                "Add a row for each cycle, or lower cycles in Settings."
            ),
        ],
    ),
    "more cycles than weeks": (
        [],
        {"cycles": 5},
        {},
        [
            (
                "warning: Settings!B4: the year has 5 cycles, and dates for 3 only. Fix first day and last day, "
                "or lower cycles in Settings."
            ),
        ],
    ),
    "a misspelt day rotation": (
        [],
        {"day_rotation": "Days"},
        {},
        [
            (
                'error: Settings!B4: "Days" is not one of Weekdays, School days (nearest: "Weekdays"). Write one'
                " of them."
            ),
        ],
    ),
    "a week rotation with one week": (
        [],
        {"week_rotation": "Calendar weeks"},
        {},
        [
            "note: Settings!A4: week rotation counts only where weeks is 2 and dates have their weekday's label.",
        ],
    ),
    "a short week that is no number": (
        [],
        {"short_week": "few"},
        {},
        [
            'error: Settings!B4: "few" is not a whole number of 0 or more. Write a number of 0 or more.',
        ],
    ),
    "a short week": (
        [],
        {"short_week": 2},
        {},
        [
            (
                "note: Settings!A4: short week was read and checked. Plans have no dates yet: they are for a "
                "later version."
            ),
        ],
    ),
    "a rate that is no amount": (
        [],
        {"extra_duty_rate": "much"},
        {},
        [
            'error: Settings!B4: "much" is not a number of 0 or more. Write a number without words, like 5 or 2.5.',
        ],
    ),
    "an address that is none": (
        [],
        {"calendar_address": "office"},
        {},
        [
            'error: Settings!B4: "office" is not an e-mail address. Write one address.',
        ],
    ),
    "an address": (
        [],
        {"calendar_address": "office@example.org"},
        {},
        [
            (
                "note: Settings!A4: calendar address was read and checked. Plans have no dates yet: they are for"
                " a later version."
            ),
        ],
    ),
    "weekdays where days are none": (
        [],
        {"day_rotation": "Weekdays", "days": D6},
        {},
        [
            (
                "error: Settings!B2: no date from 2026-08-31 to 2026-09-18 is in session at any site. Fix first "
                "day and last day, day rotation, or the sheet Calendar."
            ),
        ],
    ),
    "a meeting of people who are no group": (
        [],
        {},
        FORUM | {"Meetings!B2": "Everyone"},
        [
            (
                'error: Meetings!B2: "Everyone" is not one of Coaches, Lead coaches, New coaches, '
                "Administrators, Department chairs. Write one or several of them, with commas."
            ),
        ],
    ),
    "a frequency that is none": (
        [],
        {},
        FORUM | {"Meetings!C2": "Often"},
        [
            (
                'error: Meetings!C2: "Often" is not one of Weekly, Every 2 weeks, Monthly, Quarterly, Once, or a'
                " whole number. Write one of them, or how often the meeting is in a year."
            ),
        ],
    ),
    "never": (
        [],
        {},
        FORUM | {"Meetings!C2": 0},
        [
            (
                'error: Meetings!C2: "0" is not one of Weekly, Every 2 weeks, Monthly, Quarterly, Once, or a '
                "whole number. Write one of them, or how often the meeting is in a year."
            ),
        ],
    ),
    "a meeting of no minutes": (
        [],
        {},
        FORUM | {"Meetings!D2": 0},
        [
            'error: Meetings!D2: "0" is not a whole number of 1 or more. Write a number of 1 or more.',
        ],
    ),
    "a time of a meeting that is none": (
        [],
        {},
        FORUM | {"Meetings!E2": "Fri noon"},
        [
            (
                'error: Meetings!E2: "Fri noon" is not a kind of slot (Flex, Advisory, Lunch, Before school, '
                "After school), or a day and a time like Fri 13:30. Write one or several of them, with commas."
            ),
        ],
    ),
    "a meeting in class": (
        [],
        {},
        FORUM | {"Meetings!E2": "Class"},
        [
            (
                'error: Meetings!E2: "Class" is not a kind of slot (Flex, Advisory, Lunch, Before school, After '
                "school), or a day and a time like Fri 13:30. Write one or several of them, with commas."
            ),
        ],
    ),
    "a meeting that follows an event at no time": (
        ["09-08 Meeting event=District_T&L"],
        {},
        FORUM | {"Meetings!F2": "District TL"},
        [
            (
                "warning: Meetings!E2: a meeting that follows an event is held at a time that when names, and "
                "there is none. Write a day and a time in when, like Fri 13:30."
            ),
        ],
    ),
    "a meeting that follows no event": (
        ["09-08 Meeting event=District_T&L"],
        {},
        FORUM | {"Meetings!F2": "District X"},
        [
            (
                'error: Meetings!F2: "District X" is not an event of Calendar (nearest: "District T&L"). Write '
                "the event as Calendar has it, or add it there."
            ),
        ],
    ),
    "a meeting that follows an event": (
        ["09-08 Meeting event=District_T&L"],
        {},
        FORUM | {"Meetings!F2": "District T&L", "Meetings!E2": "Fri 13:30"},
        [],
    ),
    "a meeting until before it begins": (
        [],
        {},
        FORUM | {"Meetings!G2": "2026-10-01", "Meetings!H2": "2026-09-01"},
        [
            'error: Meetings!H2: "2026-09-01" is before 2026-10-01. Fix one of the two dates.',
        ],
    ),
    "a meeting at no site": (
        [],
        {},
        FORUM | {"Meetings!I2": "Z"},
        [
            'error: Meetings!I2: "Z" is not a site. Fix the spelling, or add it to the sheet Sites.',
        ],
    ),
    "a scope that is none": (
        [],
        {},
        FORUM | {"Meetings!J2": "Town"},
        [
            'error: Meetings!J2: "Town" is not one of Site, District. Write one of them.',
        ],
    ),
    "a level that is none": (
        [],
        {},
        FORUM | {"Meetings!K2": "Must"},
        [
            'error: Meetings!K2: "Must" is not one of Required, Recommended, Option, Off. Write one of them.',
        ],
    ),
    "two meetings of one name": (
        [],
        {},
        FORUM | {"Meetings!A3": "Forum", "Meetings!B3": "Coaches", "Meetings!C3": 4, "Meetings!D3": 30},
        [
            (
                'warning: Meetings!A3: "Forum" is the name of another meeting, too (Meetings!A2). Give each its '
                "own name."
            ),
        ],
    ),
    "a meeting of chairs where there are none": (
        [],
        {},
        FORUM | {"Meetings!B2": "Coaches, Department chairs"},
        [
            "note: Meetings!B2: there are no department chairs at A, B: the meeting is not held there.",
        ],
    ),
    "a meeting of new coaches where there are none": (
        [],
        {},
        FORUM | {"Meetings!B2": "New coaches", "Meetings!J2": "District"},
        [
            "note: Meetings!B2: there are no new coaches at any site: the meeting is not held there.",
        ],
    ),
    "a make-up within no number": (
        [],
        {},
        PROGRAM | {"Programs!D2": "soon"},
        [
            'error: Programs!D2: "soon" is not a whole number of 0 or more. Write a number of 0 or more.',
            (
                "note: Programs!D2: 1 cell of make up within was read and checked. Plans have no dates yet: they"
                " are for a later version."
            ),
        ],
    ),
    "a make-up within three days": (
        [],
        {},
        PROGRAM | {"Programs!D2": 3},
        [
            (
                "note: Programs!D2: 1 cell of make up within was read and checked. Plans have no dates yet: they"
                " are for a later version."
            ),
        ],
    ),
    "a holiday of one teacher": (
        ["09-08 Holiday who=T1"],
        {},
        {},
        [],
    ),
}


def said(calendar: list[str], settings: dict[str, Any], cells: dict[str, Any]) -> list[str]:
    """All that is said, but for the notes that a sheet is not used yet."""
    _, problems = read_book(changed(year_book(calendar, **settings), cells))
    return [f"{p.level}: {p}" for p in problems if not (p.code == "for-a-later-version" and p.cell is None)]


@pytest.mark.parametrize("name", SAID)
def test_what_is_wrong_is_said_at_its_cell(name: str) -> None:
    calendar, settings, cells, expected = SAID[name]
    assert said(calendar, settings, cells) == expected


def test_a_sheet_of_dates_that_is_right_is_said_to_be_for_a_later_version() -> None:
    book = changed(year_book(["09-07 Holiday"], ranges=["1 08-31 09-18"]), FORUM)
    _, problems = read_book(book)
    assert [(p.sheet, p.level, p.code) for p in problems] == [
        (sheet, "note", "for-a-later-version") for sheet in ("Cycles", "Meetings", "Calendar")
    ]


def test_a_sheet_without_rows_is_not_worth_a_note() -> None:
    book = changed(year_book(), {cell: value for cell, value in FORUM.items() if cell.endswith("1")})
    assert read_book(book)[1] == ()


def test_a_row_of_calendar_is_for_the_people_of_its_groups_and_sites() -> None:
    who = {
        None: ("AB", "C1 C2 P1 T1 T2"),
        "All": ("AB", "C1 C2 P1 T1 T2"),
        "A": ("A", "C1 P1 T1"),
        "B": ("B", "C2 T2"),
        "Coaches": ("", "C1 C2"),
        "lead coaches": ("", "C1"),
        "Teachers": ("", "T1 T2"),
        "Administrators, C2": ("", "C2 P1"),
        "A; T2": ("A", "C1 P1 T1 T2"),
        "New coaches": ("", ""),
    }
    book = year_book(["09-08 Training"] * len(who))
    for row, text in zip(book["Calendar"][1:], who, strict=True):
        row[0] = f"2026-09-{7 + len(text or '')}"
        row[4], row[6] = text, text
    instance, _ = read_book(book)
    found = {e.name or None: ("".join(sorted(e.sites)), " ".join(sorted(e.people))) for e in instance.dated.events}
    assert found == who


def test_a_meeting_is_read_with_its_times_and_dates() -> None:
    cells = FORUM | {
        "Meetings!C2": "quarterly",
        "Meetings!E2": "After school, Fri 13:30, Monday 1:05 PM",
        "Meetings!G2": datetime.datetime(2026, 9, 1),
        "Meetings!H2": "9/15/2026",
        "Meetings!I2": "B",
        "Meetings!J2": "District",
        "Meetings!K2": "Option",
    }
    instance, _ = read_book(changed(year_book(), cells))
    assert instance.dated.meetings == (
        MeetingSeries(
            "Forum",
            ("Coaches",),
            4,
            60,
            district=True,
            kinds=("After school",),
            fixed=((4, 13 * 60 + 30), (0, 13 * 60 + 5)),
            level="Option",
            first=datetime.date(2026, 9, 1),
            last=datetime.date(2026, 9, 15),
            where="B",
        ),
    )


def test_settings_and_cycles_of_dates_are_read() -> None:
    settings = {"short_week": 2, "extra_duty_rate": "41.50", "calendar_address": "office@example.org"}
    instance, _ = read_book(year_book(ranges=["1 08-31 09-18"], **settings))
    found = instance.settings
    assert (found.short_week, found.extra_duty_rate, found.calendar_address) == (2, 41.5, "office@example.org")
    assert instance.dated.cycles == (CycleDates(1, datetime.date(2026, 8, 31), datetime.date(2026, 9, 18)),)


def test_a_session_is_made_up_within_five_school_days_unless_programs_says_otherwise() -> None:
    within = {}
    for text in (None, 0, 3):
        instance, _ = read_book(changed(year_book(), PROGRAM | {"Programs!D2": text}))
        within[text] = instance.programs["Cycle"].sessions[0].make_up_within
    assert within == {None: 5, 0: 0, 3: 3}


def test_headers_as_a_district_has_them_are_read() -> None:
    book = year_book()
    book["Calendar"] = [
        ["2026-27 calendar", None, None, None],
        ["Start Date", "Last Day", "Description", "Type"],
        ["9/7/2026", None, "Labor Day", "holiday"],
        ["9/10/2026", "9/11/2026", "Fair", "No Coaching"],
    ]
    instance, _ = read_book(book)
    found = [(e.first.isoformat(), e.last.isoformat(), e.name, e.kind) for e in instance.dated.events]
    assert found == [
        ("2026-09-07", "2026-09-07", "Labor Day", "Holiday"),
        ("2026-09-10", "2026-09-11", "Fair", "No coaching"),
    ]


DATED_PIN: dict[str, Any] = {
    "Teachers!D1": "programs",
    "Teachers!D2": "Cycle",
    "Pins!A1": "pin",
    "Pins!B1": "teacher",
    "Pins!C1": "session",
    "Pins!D1": "date",
    "Pins!E1": "program",
}
PINNED = {
    "a dated session": ("Session | T1 | Observe | 2026-09-08", []),
    "a meeting": ("Meeting | | Forum | 2026-09-08", []),
    "a date that is none": (
        "Session | T1 | Observe | soon",
        ['error: Pins!D2: "soon" is not a date. Write it like 2026-11-26.'],
    ),
    "a date beyond the year": (
        "Meeting | | Forum | 2026-10-08",
        [
            'error: Pins!D2: "2026-10-08" is not in the year from 2026-08-31 to 2026-09-18. Fix the date, or first '
            "day or last day in Settings."
        ],
    ),
    "a meeting on no date": (
        "Meeting | | Forum",
        ["error: Pins!D2: a Meeting pin needs its date. Write the date."],
    ),
    "a meeting that is not there": (
        "Meeting | | Forums | 2026-09-08",
        [
            'error: Pins!C2: "Forums" is not a meeting of the sheet Meetings (nearest: "Forum"). Write in session '
            "which meeting it is."
        ],
    ),
    "a dated session of nobody": (
        "Session | | Observe | 2026-09-08",
        ["error: Pins!B2: a Session pin needs its teacher. Write the teacher."],
    ),
    "a dated session of a teacher who is not there": (
        "Session | T9 | Observe | 2026-09-08",
        ['error: Pins!B2: "T9" is not a teacher. Fix the spelling, or add it to the sheet Teachers.'],
    ),
    "a session that the program does not have": (
        "Session | T1 | Observed | 2026-09-08",
        ['error: Pins!C2: "Observed" is not a session of Cycle (nearest: "Observe"). Write one of: Observe.'],
    ),
    "a program that the teacher is not in": (
        "Session | T1 | Observe | 2026-09-08 | Access",
        [
            'error: Pins!E2: "Access" is not a program of T1 (Cycle). Fix the program, or add it to the teacher\'s '
            "programs in Teachers."
        ],
    ),
}


@pytest.mark.parametrize("name", PINNED)
def test_a_pin_of_a_date_is_checked_and_said_to_keep_nothing_yet(name: str) -> None:
    line, errors = PINNED[name]
    pin = {f"Pins!{'ABCDE'[n]}2": text.strip() or None for n, text in enumerate(line.split("|"))}
    found = said([], {}, FORUM | PROGRAM | DATED_PIN | pin)
    assert [one for one in found if one.startswith("error")] == errors
    assert [one for one in found if "is kept by the dated calendar, which is for a later version" in one]
