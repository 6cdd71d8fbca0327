"""One bad cell is one error: at its cell, in these words. Its nearest legal twin is no error."""

# ruff: noqa: E501  # messages are pinned whole, and read best on one line
from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from workbooks import changed, save, school

from scheduler.intake import check_input


class Case(NamedTuple):
    """Cells of the good school that a test changes, what is said of them, and cells that are legal."""

    name: str
    cells: dict[str, Any]
    code: str
    said: str
    twin: dict[str, Any]


BELL: dict[str, Any] = dict(
    zip(
        (f"Bell schedule!{c}1" for c in "ABCDEFG"),
        ("bell schedule", "days", "period", "start", "end", "kind", "week"),
        strict=True,
    )
)
for _row, (_period, _start, _end) in enumerate(
    (
        ("1", "08:00", "08:55"),
        ("2", "09:00", "09:55"),
        ("3", "10:00", "10:55"),
        ("4", "11:00", "11:55"),
        ("5", "12:40", "13:35"),
        ("6", "13:40", "14:35"),
    ),
    start=2,
):
    _cells = ("Regular", "Mon-Fri", _period, _start, _end)
    BELL |= {f"Bell schedule!{c}{_row}": value for c, value in zip("ABCDE", _cells, strict=True)}
PIN = {"Pins!A2": "Session", "Pins!B2": "T1", "Pins!I2": "Plan"}

CASES = (
    Case(
        "a site that is not there",
        {"Teachers!C2": "LSH"},
        "unknown-site",
        'Teachers!C2: "LSH" is not a site (nearest: "LHS"). Fix the spelling, or add it to the sheet Sites.',
        {"Teachers!C2": "lhs"},
    ),
    Case(
        "a blank site",
        {"Teachers!C2": None},
        "blank-cell",
        "Teachers!C2: site is blank. Write the site, or clear the row.",
        {"Teachers!B2": None},
    ),
    Case(
        "a teacher twice",
        {"Teachers!A5": "T1", "Teachers!C5": "LHS"},
        "id-twice",
        'Teachers!A5: "T1" appears twice: Teachers!A5 and Teachers!A2. Keep one of the two rows, or write a different id in one of them.',
        {"Teachers!A5": "T4", "Teachers!C5": "LHS", "Master schedule!A6": "T4"},
    ),
    Case(
        "a teacher who is a coach",
        {"Teachers!A5": "C2", "Teachers!C5": "LHS"},
        "teacher-and-coach",
        'Teachers!A5: "C2" is in Teachers and in Coaches (Coaches!A3). Keep one of the two; coaches who teach are in Coaches and in Master schedule.',
        {"Teachers!A5": "C3", "Teachers!C5": "LHS"},
    ),
    Case(
        "grades that Excel made a date",
        {"Teachers!E2": datetime.date(2026, 9, 10)},
        "date-for-grades",
        'Teachers!E2: "2026-09-10" is not grades: the spreadsheet has made a date of it. Format the cell as text and write the grades again, like 9-10.',
        {"Teachers!E2": "9-10"},
    ),
    Case(
        "grades without an end",
        {"Teachers!E2": "9-"},
        "unknown-grades",
        'Teachers!E2: "9-" is not grades. Write them like 9, or 9-10, or K, 1.',
        {"Teachers!E2": 9},
    ),
    Case(
        "grades the wrong way round",
        {"Teachers!E2": "10-9"},
        "unknown-grades",
        'Teachers!E2: "10-9" is not grades. Write them like 9, or 9-10, or K, 1.',
        {"Teachers!E2": "K; 1, 9-10"},
    ),
    Case(
        "an unknown role of a teacher",
        {"Teachers!F2": "Principal"},
        "unknown-value",
        'Teachers!F2: "Principal" is not one of Teacher, Department chair, Administrator. Write one of them.',
        {"Teachers!F2": "department-CHAIR"},
    ),
    Case(
        "an unknown program",
        {"Teachers!G2": "Cycl"},
        "unknown-program",
        'Teachers!G2: "Cycl" is not a program (nearest: "Cycle"). Fix the spelling, or add it to the sheet Programs.',
        {"Teachers!G2": "cycle, Access"},
    ),
    Case(
        "two programs that exclude each other",
        {"Teachers!G2": "Cycle, Mentoring", "Programs!N4": "Cycle"},
        "programs-exclude",
        'Teachers!G2: "Cycle" and "Mentoring" may not go together (not with, in Programs). Keep one of the two.',
        {"Teachers!G2": "Cycle, Access", "Programs!N4": "Cycle"},
    ),
    Case(
        "a priority that is not whole",
        {"Teachers!H2": 1.5},
        "not-a-number",
        'Teachers!H2: "1.5" is not a whole number of 0 or more. Write a number of 0 or more.',
        {"Teachers!H2": 2.0},
    ),
    Case(
        "a negative priority",
        {"Teachers!H2": -1},
        "not-a-number",
        'Teachers!H2: "-1" is not a whole number of 0 or more. Write a number of 0 or more.',
        {"Teachers!H2": 0},
    ),
    Case(
        "years in words",
        {"Teachers!L2": "three"},
        "not-a-number",
        'Teachers!L2: "three" is not a number of 0 or more. Write a number without words, like 5 or 2.5.',
        {"Teachers!L2": 3.5},
    ),
    Case(
        "prep minutes with a unit",
        {"Teachers!M2": "60 min"},
        "not-a-number",
        'Teachers!M2: "60 min" is not a whole number of 0 or more. Write a number of 0 or more.',
        {"Teachers!M2": "60"},
    ),
    Case(
        "an unknown requested coach",
        {"Teachers!I2": "C22"},
        "unknown-coach",
        'Teachers!I2: "C22" is not a coach (nearest: "C2"). Fix the spelling, or add it to the sheet Coaches.',
        {"Teachers!I2": "c2"},
    ),
    Case(
        "two requested coaches",
        {"Teachers!I2": "C1, C2"},
        "more-than-one",
        'Teachers!I2: "C1, C2" is not one coach. Name one coach only.',
        {"Teachers!I2": "C1"},
    ),
    Case(
        "an unknown coach to avoid",
        {"Teachers!J2": "C1; C9"},
        "unknown-coach",
        'Teachers!J2: "C9" is not a coach. Fix the spelling, or add it to the sheet Coaches.',
        {"Teachers!J2": "C1; C2"},
    ),
    Case(
        "an unknown last coach",
        {"Teachers!K2": "Cleo"},
        "unknown-coach",
        'Teachers!K2: "Cleo" is not a coach. Fix the spelling, or add it to the sheet Coaches.',
        {"Teachers!K2": "C1"},
    ),
    Case(
        "an unknown person in the master schedule",
        {"Master schedule!A6": "T11"},
        "unknown-person",
        'Master schedule!A6: "T11" is not a teacher or a coach (nearest: "T1"). Fix the spelling, or add the person to Teachers.',
        {"Master schedule!A6": "T3"},
    ),
    Case(
        "a period that no schedule has",
        {"Master schedule!H1": "7", "Master schedule!H2": "Art"},
        "unknown-period",
        'Master schedule!H1: "7" is not a period of bell schedule "Regular" (periods: 1, 2, 3, 4, 5, 6). Fix the header, or add the period to Bell schedule.',
        {"Master schedule!H1": "7"},
    ),
    Case(
        "two classes of one teacher in one slot",
        {"Master schedule!A6": "T1", "Master schedule!B6": "Geometry"},
        "two-states",
        'Master schedule!B6: "Geometry" is in the same slot as "Algebra" (Master schedule!B2). Keep one of the two, or write the same room for a combined class.',
        {"Master schedule!A6": "T1", "Master schedule!E6": "Geometry"},
    ),
    Case(
        "an error value",
        {"Master schedule!B2": "#N/A"},
        "error-value",
        'Master schedule!B2: "#N/A" is an error value. Fix its formula, or write the value itself.',
        {"Master schedule!B2": "N/A"},
    ),
    Case(
        "a formula without a value",
        {"Master schedule!B2": "=A1"},
        "formula-without-value",
        "Master schedule!B2: this formula has no stored value. Open the workbook in Excel and save it once, or write the value itself.",
        {"Master schedule!B2": "A1"},
    ),
    Case(
        "a coach twice",
        {"Coaches!A4": "C1", "Coaches!C4": "LHS"},
        "id-twice",
        'Coaches!A4: "C1" appears twice: Coaches!A4 and Coaches!A2. Keep one of the two rows, or write a different id in one of them.',
        {"Coaches!A4": "C3", "Coaches!C4": "LHS"},
    ),
    Case(
        "a coach without sites",
        {"Coaches!C3": None},
        "blank-cell",
        "Coaches!C3: sites is blank. Write the sites, or clear the row.",
        {"Coaches!B3": None},
    ),
    Case(
        "one of a coach's sites is not there",
        {"Coaches!C2": "LHS, XHS"},
        "unknown-site",
        'Coaches!C2: "XHS" is not a site (nearest: "LHS"). Fix the spelling, or add it to the sheet Sites.',
        {"Coaches!C2": "LHS, LHS"},
    ),
    Case(
        "release min above release max",
        {"Coaches!G2": 5},
        "min-above-max",
        'Coaches!G2: "5" is above the release max, 4. Fix one of the two.',
        {"Coaches!G2": 4},
    ),
    Case(
        "a word for full time",
        {"Coaches!I2": "maybe"},
        "not-yes-or-no",
        'Coaches!I2: "maybe" is not Y or N. Write Y or N, or leave the cell blank for no.',
        {"Coaches!I2": "x"},
    ),
    Case(
        "a caseload in words",
        {"Coaches!J2": "a dozen"},
        "not-a-number",
        'Coaches!J2: "a dozen" is not a whole number of 0 or more. Write a number of 0 or more.',
        {"Coaches!J2": "12"},
    ),
    Case(
        "an unknown coach in the availability",
        {"Coach availability!A2": "C22"},
        "unknown-coach",
        'Coach availability!A2: "C22" is not a coach (nearest: "C2"). Fix the spelling, or add it to the sheet Coaches.',
        {"Coach availability!A2": "c2"},
    ),
    Case(
        "a period of the availability that is not there",
        {"Coach availability!B2": "7"},
        "unknown-period",
        'Coach availability!B2: "7" is not a period of bell schedule "Regular" (periods: 1, 2, 3, 4, 5, 6). Write one of these periods, or add it to Bell schedule.',
        {"Coach availability!B2": "Period 2"},
    ),
    Case(
        "an unknown day",
        {"Coach availability!C2": "Mo"},
        "unknown-day",
        'Coach availability!C2: "Mo" is not a day, a range or a list of days (Mon, Tue, Wed, Thu, Fri, Sat, Sun). Write days like Mon-Fri, or Mon, Wed.',
        {"Coach availability!C2": "Monday; Wed-Fri"},
    ),
    Case(
        "an unknown status",
        {"Coach availability!D2": "Busy"},
        "unknown-value",
        'Coach availability!D2: "Busy" is not one of Available, Coaching, Teaching, Prep, Unavailable, Avoid, Prefer. Write one of them.',
        {"Coach availability!D2": "AVOID"},
    ),
    Case(
        "a blank status",
        {"Coach availability!D2": None},
        "blank-cell",
        "Coach availability!D2: status is blank. Write the status, or clear the row.",
        {"Coach availability!C2": None},
    ),
    Case(
        "two statuses in one slot",
        {
            "Coach availability!A4": "C1",
            "Coach availability!B4": 1,
            "Coach availability!C4": "Mon",
            "Coach availability!D4": "Prep",
        },
        "two-states",
        'Coach availability!D4: "Prep" is in the same slot of C1 as "Unavailable" (Coach availability!D2). Keep one of the two.',
        {
            "Coach availability!A4": "C1",
            "Coach availability!B4": 1,
            "Coach availability!C4": "Tue",
            "Coach availability!D4": "Prep",
        },
    ),
    Case(
        "a coach role that nobody holds",
        {"Programs!B4": "Mentr", "Coaches!D3": "Coach"},
        "unknown-role",
        'Programs!B4: "Mentr" is a role that no coach names (nearest: "Mentor"). Fix the spelling, or add it to roles in Coaches.',
        {"Programs!B4": "MENTOR", "Coaches!D3": "Coach"},
    ),
    Case(
        "no cycles",
        {"Programs!C2": 0},
        "not-a-number",
        'Programs!C2: "0" is not a whole number of 1 or more, or All. Write a number, or All.',
        {"Programs!C2": "all"},
    ),
    Case(
        "a session twice",
        {"Programs!D3": "plan"},
        "session-twice",
        'Programs!D3: "plan" appears twice in this program, in row 2 too. Rename one of the two.',
        {"Programs!D3": "Plan 2"},
    ),
    Case(
        "a session without a name",
        {"Programs!D4": None},
        "blank-cell",
        "Programs!D4: session is blank in a row that describes one. Write the name of the session.",
        {"Programs!E4": None},
    ),
    Case(
        "a session without minutes",
        {"Programs!F2": None},
        "blank-cell",
        "Programs!F2: minutes is blank: how long is this session? Write the minutes.",
        {"Programs!F2": "30"},
    ),
    Case(
        "a session longer than every slot",
        {"Programs!F2": 56},
        "too-long",
        'Programs!F2: "56" is longer than every slot that when allows (at most 55 minutes). Shorten the session, or write a longer slot under when.',
        {"Programs!F2": 55},
    ),
    Case(
        "no minutes",
        {"Programs!F2": 0},
        "not-a-number",
        'Programs!F2: "0" is not a whole number of 1 or more. Write a number of 1 or more.',
        {"Programs!F2": 1},
    ),
    Case(
        "half a session a week in a pattern of one week",
        {"Programs!G2": 0.5},
        "not-whole",
        'Programs!G2: "0.5" a week, times weeks (1), is not a whole number. Write a whole number, or set weeks to 2 in Settings for every second week.',
        {"Programs!G2": 0.5, "Settings!A3": "weeks", "Settings!B3": 2},
    ),
    Case(
        "sessions a week in words",
        {"Programs!G2": "often"},
        "not-a-number",
        'Programs!G2: "often" is not a number of 0 or more, or Once. Write 1, 2, 0.5 or Once.',
        {"Programs!G2": "once"},
    ),
    Case(
        "an unknown state in when",
        {"Programs!H2": "Prep, Lunchtime"},
        "unknown-value",
        'Programs!H2: "Lunchtime" is not one of Teaching, Prep, Flex, Advisory, Lunch, Before school, After school (nearest: "Lunch"). Write one or several of them, with commas.',
        {"Programs!H2": "Prep, lunch"},
    ),
    Case(
        "a kind of slot that no schedule has",
        {"Programs!H2": "Flex"},
        "no-such-slot",
        "Programs!H2: no bell schedule has a slot of kind Flex. Add it to Bell schedule, or name something else.",
        {"Programs!H2": "Flex, Prep"},
    ),
    Case(
        "sessions in a circle",
        {"Programs!I2": "Observe"},
        "circle",
        "Programs!I2: the sessions come in a circle: Plan after Observe after Plan. Clear one of these cells: one session must come first.",
        {"Programs!I3": "PLAN"},
    ),
    Case(
        "an unknown session that comes first",
        {"Programs!I3": "Plann"},
        "unknown-session",
        'Programs!I3: "Plann" is not a session of Cycle (nearest: "Plan"). Write the name of another session of this program.',
        {"Programs!I3": None},
    ),
    Case(
        "days within in words",
        {"Programs!J3": "two"},
        "not-a-number",
        'Programs!J3: "two" is not a whole number of 0 or more. Write a number of 0 or more.',
        {"Programs!J3": 0},
    ),
    Case(
        "an unknown level",
        {"Programs!K2": "Must"},
        "unknown-value",
        'Programs!K2: "Must" is not one of Required, Recommended, Option, Off. Write one of them.',
        {"Programs!K2": "option"},
    ),
    Case(
        "an unknown mode",
        {"Programs!L2": "Zoom"},
        "unknown-value",
        'Programs!L2: "Zoom" is not one of In person, Virtual, Either. Write one of them.',
        {"Programs!L2": "in-person"},
    ),
    Case(
        "a group of nobody",
        {"Programs!M2": 0},
        "not-a-number",
        'Programs!M2: "0" is not a whole number of 1 or more. Write a number of 1 or more.',
        {"Programs!M2": 2},
    ),
    Case(
        "an unknown program in not with",
        {"Programs!N2": "Induction"},
        "unknown-program",
        'Programs!N2: "Induction" is not a program. Fix the spelling, or add it to the sheet Programs.',
        {"Programs!N2": "Mentoring"},
    ),
    Case(
        "neither confidential nor not",
        {"Programs!O2": "secret"},
        "not-yes-or-no",
        'Programs!O2: "secret" is not Y or N. Write Y or N, or leave the cell blank for no.',
        {"Programs!O2": True},
    ),
    Case(
        "an unknown rule",
        {"Rules!A2": "Flex times"},
        "unknown-rule",
        'Rules!A2: "Flex times" is not a rule (nearest: "Flex time"). Write the name as the list of rules has it.',
        {"Rules!A2": "FLEX-TIME"},
    ),
    Case(
        "an unknown level of a rule",
        {"Rules!B2": "Must"},
        "unknown-value",
        'Rules!B2: "Must" is not one of Required, Recommended, Option, Off. Write one of them.',
        {"Rules!B2": "off"},
    ),
    Case(
        "a value that is not whole",
        {"Rules!C2": 1.5},
        "not-a-number",
        'Rules!C2: "1.5" is not a whole number of 0 or more. Write a whole number of 0 or more, or no limit.',
        {"Rules!C2": "no limit"},
    ),
    Case(
        "a weight that is not whole",
        {"Rules!D2": 0.5},
        "not-a-number",
        'Rules!D2: "0.5" is not a whole number of 0 or more. The score is in whole numbers: multiply the weights of the level by ten, say.',
        {"Rules!D2": 10},
    ),
    Case(
        "an unknown site of a rule",
        {"Rules!E2": "LHSS"},
        "unknown-site",
        'Rules!E2: "LHSS" is not a site (nearest: "LHS"). Fix the spelling, or add it to the sheet Sites.',
        {"Rules!E2": "LHS"},
    ),
    Case(
        "no cycles in the year",
        {"Settings!B2": 0},
        "not-a-number",
        'Settings!B2: "0" is not a whole number from 1 to 60. Write a number from 1 to 60.',
        {"Settings!B2": 60},
    ),
    Case(
        "three weeks",
        {"Settings!A3": "weeks", "Settings!B3": 3},
        "not-a-number",
        'Settings!B3: "3" is not a whole number from 1 to 2. Write 1 or 2.',
        {"Settings!A3": "weeks", "Settings!B3": 2},
    ),
    Case(
        "a setting with two values",
        {"Settings!A3": "Cycles", "Settings!B3": 3},
        "setting-twice",
        'Settings!B3: cycles is "3" here and "2" in Settings!B2. Keep one of the two.',
        {"Settings!A3": "Cycles", "Settings!B3": "2"},
    ),
    Case(
        "a day twice",
        {"Settings!A3": "days", "Settings!B3": "Mon, Tue, Monday"},
        "days-twice",
        'Settings!B3: "Mon, Tue, Monday" is not a list of different days. Name each day of the week once.',
        {"Settings!A3": "days", "Settings!B3": "Sun-Thu"},
    ),
    Case(
        "an unknown time zone",
        {"Settings!A3": "timezone", "Settings!B3": "America/Los Angeles"},
        "unknown-timezone",
        'Settings!B3: "America/Los Angeles" is not a time zone (nearest: "America/Los_Angeles"). Write it like America/Los_Angeles.',
        {"Settings!A3": "timezone", "Settings!B3": "America/Los_Angeles"},
    ),
    Case(
        "a date in words",
        {"Settings!A3": "first day", "Settings!B3": "August"},
        "not-a-date",
        'Settings!B3: "August" is not a date. Write it like 2026-08-10.',
        {"Settings!A3": "first day", "Settings!B3": datetime.date(2026, 8, 10)},
    ),
    Case(
        "a last day before the first",
        {
            "Settings!A3": "first day",
            "Settings!B3": "2026-08-10",
            "Settings!A4": "last day",
            "Settings!B4": "2026-06-10",
        },
        "dates-reversed",
        'Settings!B4: "2026-06-10" is before the first day, 2026-08-10. Fix one of the two dates.',
        {
            "Settings!A3": "first day",
            "Settings!B3": "2026-08-10",
            "Settings!A4": "last day",
            "Settings!B4": "6/10/2027",
        },
    ),
    Case(
        "an unknown meaning of blanks",
        {"Settings!A3": "blank means", "Settings!B3": "Free"},
        "unknown-value",
        'Settings!B3: "Free" is not one of Prep, Off. Write one of them.',
        {"Settings!A3": "blank means", "Settings!B3": "off"},
    ),
    Case(
        "an unknown bell schedule",
        {"Sites!C2": "Late"},
        "unknown-bell-schedule",
        'Sites!C2: "Late" is not a bell schedule. Fix the spelling, or add it to the sheet Bell schedule.',
        {"Sites!C2": "regular"},
    ),
    Case(
        "sections in words",
        {"Sites!D2": "seven"},
        "not-a-number",
        'Sites!D2: "seven" is not a whole number of 0 or more. Write a number of 0 or more.',
        {"Sites!D2": "7"},
    ),
    Case(
        "a site twice",
        {"Sites!A3": "LHS"},
        "id-twice",
        'Sites!A3: "LHS" appears twice: Sites!A3 and Sites!A2. Keep one of the two rows, or write a different id in one of them.',
        {"Sites!A3": "WHS"},
    ),
    Case(
        "travel to nowhere",
        {"Travel!A2": "LHS", "Travel!B2": "WHS", "Travel!C2": 5},
        "unknown-site",
        'Travel!B2: "WHS" is not a site (nearest: "LHS"). Fix the spelling, or add it to the sheet Sites.',
        {"Travel!A2": "LHS", "Travel!B2": "WHS", "Travel!C2": 5, "Sites!A3": "WHS"},
    ),
    Case(
        "travel without minutes",
        {"Travel!A2": "LHS", "Travel!B2": "WHS", "Sites!A3": "WHS"},
        "blank-cell",
        "Travel!C2: minutes is blank. Write the minutes, or clear the row.",
        {"Travel!A2": "LHS", "Travel!B2": "WHS", "Travel!C2": 0, "Sites!A3": "WHS"},
    ),
    Case(
        "two travel times",
        {
            "Travel!A2": "LHS",
            "Travel!B2": "WHS",
            "Travel!C2": 5,
            "Travel!A3": "LHS",
            "Travel!B3": "WHS",
            "Travel!C3": 6,
            "Sites!A3": "WHS",
        },
        "travel-twice",
        'Travel!C3: "6" from LHS to WHS, and 5 in Travel!C2. Keep one of the two rows.',
        {
            "Travel!A2": "LHS",
            "Travel!B2": "WHS",
            "Travel!C2": 5,
            "Travel!A3": "WHS",
            "Travel!B3": "LHS",
            "Travel!C3": 6,
            "Sites!A3": "WHS",
        },
    ),
    Case(
        "an end before its start",
        {**BELL, "Bell schedule!E3": "8:55"},
        "end-before-start",
        'Bell schedule!E3: "8:55" is not after the start, 09:00. Fix one of the two, or add AM or PM.',
        {**BELL, "Bell schedule!E3": "9:55 AM"},
    ),
    Case(
        "no clock time",
        {**BELL, "Bell schedule!D3": "nine"},
        "not-a-time",
        'Bell schedule!D3: "nine" is not a clock time. Write it like 08:30 or 1:05 PM.',
        {**BELL, "Bell schedule!D3": datetime.time(9, 0)},
    ),
    Case(
        "overlapping slots",
        {**BELL, "Bell schedule!D3": "08:54"},
        "overlapping-slots",
        'Bell schedule!D3: 08:54-09:55 on Mon overlaps period 1 (08:00-08:55) in row 2 of bell schedule "Regular". Fix the times, the days or the week of one of the two.',
        {**BELL, "Bell schedule!D3": "08:55"},
    ),
    Case(
        "an unknown kind of slot",
        {**BELL, "Bell schedule!F3": "Homeroom"},
        "unknown-value",
        'Bell schedule!F3: "Homeroom" is not one of Class, Flex, Advisory, Lunch, Before school, After school, None. Write one of them.',
        {**BELL, "Bell schedule!F3": "class"},
    ),
    Case(
        "a day that the week does not have",
        {**BELL, "Bell schedule!B3": "D1"},
        "unknown-day",
        'Bell schedule!B3: "D1" is not a day, a range or a list of days (Mon, Tue, Wed, Thu, Fri, Sat, Sun). Write days like Mon-Fri, or Mon, Wed.',
        {**BELL, "Bell schedule!B3": "Mon, Tue; wed-FRI"},
    ),
    Case(
        "a week that the pattern does not have",
        {**BELL, "Bell schedule!G3": 2},
        "unknown-week",
        'Bell schedule!G3: "2" is not a week of the pattern (1 to 1). Leave it blank for every week, or set weeks to 2 in Settings.',
        {**BELL, "Bell schedule!G3": 1},
    ),
    Case(
        "a blank period",
        {**BELL, "Bell schedule!C7": None, "Master schedule!G5": None, "Master schedule!G1": None},
        "blank-cell",
        "Bell schedule!C7: period is blank. Write the period, or clear the row.",
        {**BELL},
    ),
    Case(
        "an unknown kind of pin",
        {"Pins!A2": "Teacher"},
        "unknown-value",
        'Pins!A2: "Teacher" is not one of Coach, Release, Session. Write one of them.',
        {"Pins!A2": "coach", "Pins!B2": "T1", "Pins!D2": "C2"},
    ),
    Case(
        "a pin without its coach",
        {"Pins!A2": "Coach", "Pins!B2": "T1"},
        "blank-cell",
        "Pins!D2: a Coach pin needs its coach. Write the coach.",
        {"Pins!A2": "Coach", "Pins!B2": "T1", "Pins!D2": "C2"},
    ),
    Case(
        "a release pin without its period",
        {"Pins!A2": "Release", "Pins!D2": "C2"},
        "blank-cell",
        "Pins!H2: a Release pin needs its period. Write the period.",
        {"Pins!A2": "Release", "Pins!D2": "C2", "Pins!H2": "P1"},
    ),
    Case(
        "a pinned program that the teacher is not in",
        {"Pins!A2": "Coach", "Pins!B2": "T1", "Pins!C2": "Mentoring", "Pins!D2": "C1"},
        "not-enrolled",
        'Pins!C2: "Mentoring" is not a program of T1 (Cycle). Fix the program, or add it to the teacher\'s programs in Teachers.',
        {"Pins!A2": "Coach", "Pins!B2": "T1", "Pins!C2": "Cycle", "Pins!D2": "C1"},
    ),
    Case(
        "a pinned coach without the role",
        {"Teachers!G2": "Mentoring", "Coaches!D3": "Science", "Pins!A2": "Coach", "Pins!B2": "T1", "Pins!D2": "C2"},
        "coach-without-role",
        'Pins!D2: "C2" does not hold the role Mentor that Mentoring asks for (roles: Science). Name another coach, or add the role in Coaches.',
        {
            "Teachers!G2": "Mentoring",
            "Coaches!D3": "Science, mentor",
            "Pins!A2": "Coach",
            "Pins!B2": "T1",
            "Pins!D2": "C2",
        },
    ),
    Case(
        "a pinned coach of another site",
        {"Sites!A3": "WHS", "Coaches!C3": "WHS", "Pins!A2": "Coach", "Pins!B2": "T1", "Pins!D2": "C2"},
        "coach-elsewhere",
        'Pins!D2: "C2" does not serve LHS, the site of T1 (sites: WHS). Name another coach, or add the site in Coaches.',
        {"Sites!A3": "WHS", "Coaches!C3": "WHS, LHS", "Pins!A2": "Coach", "Pins!B2": "T1", "Pins!D2": "C2"},
    ),
    Case(
        "a release where the coach teaches",
        {"Pins!A2": "Release", "Pins!D2": "C1", "Pins!H2": 6},
        "pin-against-status",
        "Pins!H2: C1 cannot be released in period 6: Teaching in the input. Delete the pin, or fix Master schedule or Coach availability.",
        {"Pins!A2": "Release", "Pins!D2": "C1", "Pins!H2": 1},
    ),
    Case(
        "a release where the coach is away",
        {"Pins!A2": "Release", "Pins!D2": "C2", "Pins!H2": 5},
        "pin-against-status",
        "Pins!H2: C2 cannot be released in period 5: Unavailable in the input. Delete the pin, or fix Master schedule or Coach availability.",
        {"Pins!A2": "Release", "Pins!D2": "C2", "Pins!H2": 4},
    ),
    Case(
        "a release in lunch",
        {"Pins!A2": "Release", "Pins!D2": "C2", "Pins!H2": "Lunch"},
        "not-a-class-period",
        'Pins!H2: "Lunch" is not a Class period of LHS (Class periods: 1, 2, 3, 4, 5, 6). Only Class periods are released.',
        {"Pins!A2": "Release", "Pins!D2": "C2", "Pins!H2": 3},
    ),
    Case(
        "a pinned session that the program does not have",
        {"Pins!A2": "Session", "Pins!B2": "T1", "Pins!I2": "Plam"},
        "unknown-session",
        'Pins!I2: "Plam" is not a session of Cycle (nearest: "Plan"). Write one of: Plan, Observe.',
        {**PIN},
    ),
    Case(
        "a pinned cycle that the year does not have",
        {**PIN, "Pins!E2": 3},
        "not-a-number",
        'Pins!E2: "3" is not a whole number from 1 to 2. Write a number from 1 to 2.',
        {**PIN, "Pins!E2": 2},
    ),
    Case(
        "a pinned session in a class",
        {**PIN, "Pins!H2": "1"},
        "pin-against-state",
        "Pins!I2: T1 is Teaching (Algebra) then, and Plan needs Prep. Fix the pin, or the Master schedule.",
        {**PIN, "Pins!H2": "2"},
    ),
    Case(
        "a pinned session too late for its slot",
        {**PIN, "Pins!H2": "2", "Pins!J2": "09:26"},
        "pin-without-slot",
        "Pins!J2: T1 has no slot of 30 minutes for Plan then. Fix the week, the day, the period or the start.",
        {**PIN, "Pins!H2": "2", "Pins!J2": "09:25"},
    ),
    Case(
        "a pinned session in the coach's own class",
        {**PIN, "Pins!D2": "C1", "Pins!H2": "6"},
        "pin-against-status",
        "Pins!D2: C1 teaches period 6 then. Fix the pin, or the schedule of the coach.",
        {**PIN, "Pins!D2": "C2", "Pins!H2": "6"},
    ),
    Case(
        "a pinned session where the coach is away",
        {"Pins!A2": "Session", "Pins!B2": "T2", "Pins!I2": "Plan", "Pins!D2": "C1", "Pins!G2": "Mon", "Pins!H2": "1"},
        "pin-against-status",
        "Pins!D2: C1 is Unavailable then. Fix the pin, or the schedule of the coach.",
        {"Pins!A2": "Session", "Pins!B2": "T2", "Pins!I2": "Plan", "Pins!D2": "C1", "Pins!G2": "Tue", "Pins!H2": "1"},
    ),
    Case(
        "two coaches for one enrolment",
        {
            "Pins!A2": "Coach",
            "Pins!B2": "T1",
            "Pins!D2": "C1",
            "Pins!A3": "Coach",
            "Pins!B3": "T1",
            "Pins!C3": "Cycle",
            "Pins!D3": "C2",
        },
        "pins-contradict",
        'Pins!D3: "C2" for T1, and Pins!A2 pins C1: a teacher has one coach in a program. Delete one of the two pins.',
        {
            "Pins!A2": "Coach",
            "Pins!B2": "T1",
            "Pins!D2": "C1",
            "Pins!A3": "Coach",
            "Pins!B3": "T2",
            "Pins!C3": "Cycle",
            "Pins!D3": "C2",
        },
    ),
    Case(
        "two pinned sessions of one coach at once",
        {
            **PIN,
            "Pins!D2": "C2",
            "Pins!E2": 1,
            "Pins!G2": "Mon",
            "Pins!J2": "13:40",
            "Pins!A3": "Session",
            "Pins!B3": "T2",
            "Pins!D3": "C2",
            "Pins!E3": 1,
            "Pins!G3": "Mon",
            "Pins!I3": "Plan",
            "Pins!J3": "14:05",
        },
        "pins-contradict",
        "Pins!J3: C2 has Plan with T1 then, or less than 5 minutes before or after (14:05 to 14:35; Pins!A2). Delete one of the two pins.",
        {
            **PIN,
            "Pins!D2": "C2",
            "Pins!E2": 2,
            "Pins!G2": "Mon",
            "Pins!J2": "13:40",
            "Pins!A3": "Session",
            "Pins!B3": "T2",
            "Pins!D3": "C2",
            "Pins!E3": 1,
            "Pins!G3": "Mon",
            "Pins!I3": "Plan",
            "Pins!J3": "14:05",
        },
    ),
    Case(
        "more pins than sessions are due",
        {
            **PIN,
            "Pins!E2": 1,
            "Pins!G2": "Mon",
            "Pins!A3": "Session",
            "Pins!B3": "T1",
            "Pins!E3": 1,
            "Pins!G3": "Tue",
            "Pins!I3": "Plan",
        },
        "too-many-pins",
        "Pins!I3: T1 has 2 pins of Plan in a cycle, and 1 are due. Delete one of them.",
        {
            **PIN,
            "Pins!E2": 1,
            "Pins!G2": "Mon",
            "Pins!A3": "Session",
            "Pins!B3": "T1",
            "Pins!E3": 1,
            "Pins!G3": "Tue",
            "Pins!I3": "Observe",
        },
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_one_bad_cell_is_one_error_at_its_cell(case: Case, tmp_path: Path) -> None:
    path = save(tmp_path / "school.xlsx", changed(school(), case.cells))
    errors = [problem for problem in check_input([path]) if problem.level == "error"]
    assert [(problem.code, str(problem)) for problem in errors] == [(case.code, case.said)]
    assert errors[0].file == "school.xlsx"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_its_nearest_legal_twin_is_no_error(case: Case, tmp_path: Path) -> None:
    path = save(tmp_path / "school.xlsx", changed(school(), case.twin))
    assert [str(problem) for problem in check_input([path]) if problem.level == "error"] == []


def test_the_good_school_has_no_problem_at_all(tmp_path: Path) -> None:
    assert check_input([save(tmp_path / "school.xlsx", school())]) == ()


def test_forty_bad_cells_are_forty_errors_in_the_order_of_the_sheets(tmp_path: Path) -> None:
    """No cell of the forty is about another of them, so each must be said."""
    book = school()
    book["Teachers"] += [[f"X{n}", None, "LHS", None, None, None, None, "many"] for n in range(20)]
    book["Master schedule"] += [[f"Nobody {n}", "Art"] for n in range(10)]
    book["Coaches"] += [[f"D{n}", None, "Elsewhere"] for n in range(5)]
    book["Rules"] += [[f"Rule {n}"] for n in range(5)]
    errors = [problem for problem in check_input([save(tmp_path / "school.xlsx", book)]) if problem.level == "error"]
    assert [problem.where for problem in errors] == [
        *(f"Teachers!H{row}" for row in range(5, 25)),
        *(f"Master schedule!A{row}" for row in range(6, 16)),
        *(f"Coaches!C{row}" for row in range(4, 9)),
        *(f"Rules!A{row}" for row in range(3, 8)),
    ]


def test_a_row_that_is_wrong_itself_is_not_unknown_elsewhere(tmp_path: Path) -> None:
    """T1, C1 and Cycle are named all over the school; each row has one wrong cell of its own."""
    cells = {"Teachers!C2": "XHS", "Coaches!C2": "YHS", "Programs!F2": "half an hour"}
    errors = [p for p in check_input([save(tmp_path / "school.xlsx", changed(school(), cells))]) if p.level == "error"]
    assert [problem.where for problem in errors] == ["Teachers!C2", "Coaches!C2", "Programs!F2"]
