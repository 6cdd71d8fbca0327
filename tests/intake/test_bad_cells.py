"""One bad cell is one error: at its cell, in these words. Its nearest legal twin is no error."""

# ruff: noqa: E501  # messages are pinned whole, and read best on one line
from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
from workbooks import Cells, changed, save, school, shown

from scheduler.intake import check_input


class Case(NamedTuple):
    """Cells of the good school (`workbooks.school`) that a test changes, as a spreadsheet shows them (`shown`); what is
    said of them; and how they would be legal."""

    name: str
    sheets: str
    code: str
    said: str
    twin: str

    @property
    def cells(self) -> Cells:
        """The cells that are changed, by address."""
        return shown(self.sheets)


SIX_PERIODS = """
        Bell schedule | A bell schedule | B days  | C period | D start | E end   | F kind | G week
        2             | Regular         | Mon-Fri | "1"      | "08:00" | "08:55"
        3             | Regular         | Mon-Fri | "2"      | "09:00" | "09:55"
        4             | Regular         | Mon-Fri | "3"      | "10:00" | "10:55"
        5             | Regular         | Mon-Fri | "4"      | "11:00" | "11:55"
        6             | Regular         | Mon-Fri | "5"      | "12:40" | "13:35"
        7             | Regular         | Mon-Fri | "6"      | "13:40" | "14:35"

"""

CASES = (
    Case(
        "a site that is not there",
        """
        Teachers | A teacher | C site
        2        | T1        | LSH
        """,
        "unknown-site",
        'Teachers!C2: "LSH" is not a site (nearest: "LHS"). Fix the spelling, or add it to the sheet Sites.',
        """
        Teachers | A teacher | C site
        2        | T1        | lhs
        """,
    ),
    Case(
        "a blank site",
        """
        Teachers | A teacher | C site
        2        | T1        | (blank)
        """,
        "blank-cell",
        "Teachers!C2: site is blank. Write the site, or clear the row.",
        """
        Teachers | A teacher | B name
        2        | T1        | (blank)
        """,
    ),
    Case(
        "a teacher twice",
        """
        Teachers | A teacher | C site
        2        | T1        | LHS
        5        | T1        | LHS
        """,
        "id-twice",
        'Teachers!A5: "T1" appears twice: Teachers!A5 and Teachers!A2. Keep one of the two rows, or write a different id in one of them.',
        """
        Teachers | A teacher | C site
        5        | T4        | LHS

        Master schedule | A teacher
        6               | T4
        """,
    ),
    Case(
        "a teacher who is a coach",
        """
        Teachers | A teacher | C site
        5        | C2        | LHS
        """,
        "teacher-and-coach",
        'Teachers!A5: "C2" is in Teachers and in Coaches (Coaches!A3). Keep one of the two; coaches who teach are in Coaches and in Master schedule.',
        """
        Teachers | A teacher | C site
        5        | C3        | LHS
        """,
    ),
    Case(
        "grades that Excel made a date",
        """
        Teachers | A teacher | E grades
        2        | T1        | 2026-09-10
        """,
        "date-for-grades",
        'Teachers!E2: "2026-09-10" is not grades: the spreadsheet has made a date of it. Format the cell as text and write the grades again, like 9-10.',
        """
        Teachers | A teacher | E grades
        2        | T1        | 9-10
        """,
    ),
    Case(
        "grades without an end",
        """
        Teachers | A teacher | E grades
        2        | T1        | 9-
        """,
        "unknown-grades",
        'Teachers!E2: "9-" is not grades. Write them like 9, or 9-10, or K, 1.',
        """
        Teachers | A teacher | E grades
        2        | T1        | 9
        """,
    ),
    Case(
        "grades the wrong way round",
        """
        Teachers | A teacher | E grades
        2        | T1        | 10-9
        """,
        "unknown-grades",
        'Teachers!E2: "10-9" is not grades. Write them like 9, or 9-10, or K, 1.',
        """
        Teachers | A teacher | E grades
        2        | T1        | K; 1, 9-10
        """,
    ),
    Case(
        "an unknown role of a teacher",
        """
        Teachers | A teacher | F role
        2        | T1        | Principal
        """,
        "unknown-value",
        'Teachers!F2: "Principal" is not one of Teacher, Department chair, Administrator. Write one of them.',
        """
        Teachers | A teacher | F role
        2        | T1        | department-CHAIR
        """,
    ),
    Case(
        "an unknown program",
        """
        Teachers | A teacher | G programs
        2        | T1        | Cycl
        """,
        "unknown-program",
        'Teachers!G2: "Cycl" is not a program (nearest: "Cycle"). Fix the spelling, or add it to the sheet Programs.',
        """
        Teachers | A teacher | G programs
        2        | T1        | cycle, Access
        """,
    ),
    Case(
        "two programs that exclude each other",
        """
        Teachers | A teacher | G programs
        2        | T1        | Cycle, Mentoring

        Programs | A program | N not with
        4        | Mentoring | Cycle
        """,
        "programs-exclude",
        'Teachers!G2: "Cycle" and "Mentoring" may not go together (not with, in Programs). Keep one of the two.',
        """
        Teachers | A teacher | G programs
        2        | T1        | Cycle, Access

        Programs | A program | N not with
        4        | Mentoring | Cycle
        """,
    ),
    Case(
        "a priority that is not whole",
        """
        Teachers | A teacher | H priority
        2        | T1        | 1.5
        """,
        "not-a-number",
        'Teachers!H2: "1.5" is not a whole number of 0 or more. Write a number of 0 or more.',
        """
        Teachers | A teacher | H priority
        2        | T1        | 2.0
        """,
    ),
    Case(
        "a negative priority",
        """
        Teachers | A teacher | H priority
        2        | T1        | -1
        """,
        "not-a-number",
        'Teachers!H2: "-1" is not a whole number of 0 or more. Write a number of 0 or more.',
        """
        Teachers | A teacher | H priority
        2        | T1        | 0
        """,
    ),
    Case(
        "years in words",
        """
        Teachers | A teacher | L years
        2        | T1        | three
        """,
        "not-a-number",
        'Teachers!L2: "three" is not a number of 0 or more. Write a number without words, like 5 or 2.5.',
        """
        Teachers | A teacher | L years
        2        | T1        | 3.5
        """,
    ),
    Case(
        "prep minutes with a unit",
        """
        Teachers | A teacher | M prep minutes
        2        | T1        | 60 min
        """,
        "not-a-number",
        'Teachers!M2: "60 min" is not a whole number of 0 or more. Write a number of 0 or more.',
        """
        Teachers | A teacher | M prep minutes
        2        | T1        | "60"
        """,
    ),
    Case(
        "an unknown requested coach",
        """
        Teachers | A teacher | I requested coach
        2        | T1        | C22
        """,
        "unknown-coach",
        'Teachers!I2: "C22" is not a coach (nearest: "C2"). Fix the spelling, or add it to the sheet Coaches.',
        """
        Teachers | A teacher | I requested coach
        2        | T1        | c2
        """,
    ),
    Case(
        "two requested coaches",
        """
        Teachers | A teacher | I requested coach
        2        | T1        | C1, C2
        """,
        "more-than-one",
        'Teachers!I2: "C1, C2" is not one coach. Name one coach only.',
        """
        Teachers | A teacher | I requested coach
        2        | T1        | C1
        """,
    ),
    Case(
        "an unknown coach to avoid",
        """
        Teachers | A teacher | J avoid coach
        2        | T1        | C1; C9
        """,
        "unknown-coach",
        'Teachers!J2: "C9" is not a coach. Fix the spelling, or add it to the sheet Coaches.',
        """
        Teachers | A teacher | J avoid coach
        2        | T1        | C1; C2
        """,
    ),
    Case(
        "an unknown last coach",
        """
        Teachers | A teacher | K last coach
        2        | T1        | Cleo
        """,
        "unknown-coach",
        'Teachers!K2: "Cleo" is not a coach. Fix the spelling, or add it to the sheet Coaches.',
        """
        Teachers | A teacher | K last coach
        2        | T1        | C1
        """,
    ),
    Case(
        "an unknown person in the master schedule",
        """
        Master schedule | A teacher
        6               | "T11"
        """,
        "unknown-person",
        'Master schedule!A6: "T11" is not a teacher or a coach (nearest: "T1"). Fix the spelling, add the person to Teachers, or delete the row if it is a heading, a total or a remark.',
        """
        Master schedule | A teacher
        6               | T3
        """,
    ),
    Case(
        "a period that no schedule has",
        """
        Master schedule | A teacher | H 7
        2               | T1        | Art
        """,
        "unknown-period",
        'Master schedule!H1: "7" is not a period of bell schedule "Regular" (periods: 1, 2, 3, 4, 5, 6). Fix the header, or add the period to Bell schedule.',
        """
        Master schedule | A teacher | H 7
        2               | T1
        """,
    ),
    Case(
        "two classes of one teacher in one slot",
        """
        Master schedule | A teacher | B 1
        2               | T1        | Algebra
        6               | T1        | Geometry
        """,
        "two-states",
        'Master schedule!B6: "Geometry" is in the same slot as "Algebra" (Master schedule!B2). If they meet on different days or in different terms, say so in the columns days, week or term, with a row for each; if they are taught together, write the same room for both; otherwise keep one of the two.',
        """
        Master schedule | A teacher | E 4
        6               | T1        | Geometry
        """,
    ),
    Case(
        "an error value",
        """
        Master schedule | A teacher | B 1
        2               | T1        | #N/A
        """,
        "error-value",
        'Master schedule!B2: "#N/A" is an error value. Fix its formula, or write the value itself.',
        """
        Master schedule | A teacher | B 1
        2               | T1        | N/A
        """,
    ),
    Case(
        "a formula without a value",
        """
        Master schedule | A teacher | B 1
        2               | T1        | =A1
        """,
        "formula-without-value",
        "Master schedule!B2: this formula has no stored value. Open the workbook in Excel and save it once, or write the value itself.",
        """
        Master schedule | A teacher | B 1
        2               | T1        | A1
        """,
    ),
    Case(
        "a coach twice",
        """
        Coaches | A coach | C sites
        2       | C1      | LHS
        4       | C1      | LHS
        """,
        "id-twice",
        'Coaches!A4: "C1" appears twice: Coaches!A4 and Coaches!A2. Keep one of the two rows, or write a different id in one of them.',
        """
        Coaches | A coach | C sites
        4       | C3      | LHS
        """,
    ),
    Case(
        "a coach without sites",
        """
        Coaches | A coach | C sites
        3       | C2      | (blank)
        """,
        "blank-cell",
        "Coaches!C3: sites is blank. Write the sites, or clear the row.",
        """
        Coaches | A coach | B name
        3       | C2      | (blank)
        """,
    ),
    Case(
        "one of a coach's sites is not there",
        """
        Coaches | A coach | C sites
        2       | C1      | LHS, XHS
        """,
        "unknown-site",
        'Coaches!C2: "XHS" is not a site (nearest: "LHS"). Fix the spelling, or add it to the sheet Sites.',
        """
        Coaches | A coach | C sites
        2       | C1      | LHS, LHS
        """,
    ),
    Case(
        "release min above release max",
        """
        Coaches | A coach | G release min
        2       | C1      | 5
        """,
        "min-above-max",
        'Coaches!G2: "5" is above the release max, 4. Fix one of the two.',
        """
        Coaches | A coach | G release min
        2       | C1      | 4
        """,
    ),
    Case(
        "a word for full time",
        """
        Coaches | A coach | I full time
        2       | C1      | maybe
        """,
        "not-yes-or-no",
        'Coaches!I2: "maybe" is not Y or N. Write Y or N, or leave the cell blank for no.',
        """
        Coaches | A coach | I full time
        2       | C1      | x
        """,
    ),
    Case(
        "a caseload in words",
        """
        Coaches | A coach | J max caseload
        2       | C1      | a dozen
        """,
        "not-a-number",
        'Coaches!J2: "a dozen" is not a whole number of 0 or more. Write a number of 0 or more.',
        """
        Coaches | A coach | J max caseload
        2       | C1      | "12"
        """,
    ),
    Case(
        "an unknown coach in the availability",
        """
        Coach availability | A coach
        2                  | C22
        """,
        "unknown-coach",
        'Coach availability!A2: "C22" is not a coach (nearest: "C2"). Fix the spelling, or add it to the sheet Coaches.',
        """
        Coach availability | A coach
        2                  | c2
        """,
    ),
    Case(
        "a period of the availability that is not there",
        """
        Coach availability | A coach | B period
        2                  | C1      | "7"
        """,
        "unknown-period",
        'Coach availability!B2: "7" is not a period of bell schedule "Regular" (periods: 1, 2, 3, 4, 5, 6). Write one of these periods, or add it to Bell schedule.',
        """
        Coach availability | A coach | B period
        2                  | C1      | Period 2
        """,
    ),
    Case(
        "an unknown day",
        """
        Coach availability | A coach | C days
        2                  | C1      | Mo
        """,
        "unknown-day",
        'Coach availability!C2: "Mo" is not a day, a range or a list of days (Mon, Tue, Wed, Thu, Fri, Sat, Sun). Write days like Mon-Fri, or Mon, Wed.',
        """
        Coach availability | A coach | C days
        2                  | C1      | Monday; Wed-Fri
        """,
    ),
    Case(
        "an unknown status",
        """
        Coach availability | A coach | D status
        2                  | C1      | Busy
        """,
        "unknown-value",
        'Coach availability!D2: "Busy" is not one of Available, Coaching, Teaching, Prep, Unavailable, Avoid, Prefer. Write one of them.',
        """
        Coach availability | A coach | D status
        2                  | C1      | AVOID
        """,
    ),
    Case(
        "a blank status",
        """
        Coach availability | A coach | D status
        2                  | C1      | (blank)
        """,
        "blank-cell",
        "Coach availability!D2: status is blank. Write the status, or clear the row.",
        """
        Coach availability | A coach | C days
        2                  | C1      | (blank)
        """,
    ),
    Case(
        "two statuses in one slot",
        """
        Coach availability | A coach | B period | C days | D status
        2                  | C1      | "1"      | Mon    | Unavailable
        4                  | C1      | 1        | Mon    | Prep
        """,
        "two-states",
        'Coach availability!D4: "Prep" is in the same slot of C1 as "Unavailable" (Coach availability!D2). Keep one of the two.',
        """
        Coach availability | A coach | B period | C days | D status
        4                  | C1      | 1        | Tue    | Prep
        """,
    ),
    Case(
        "a coach role that nobody holds",
        """
        Programs | A program | B coach role
        4        | Mentoring | Mentr

        Coaches | A coach | D roles
        3       | C2      | Coach
        """,
        "unknown-role",
        'Programs!B4: "Mentr" is a role that no coach names (nearest: "Mentor"). Fix the spelling, or add it to roles in Coaches.',
        """
        Programs | A program | B coach role
        4        | Mentoring | MENTOR

        Coaches | A coach | D roles
        3       | C2      | Coach
        """,
    ),
    Case(
        "no cycles",
        """
        Programs | A program | C cycles
        2        | Cycle     | 0
        """,
        "not-a-number",
        'Programs!C2: "0" is not a whole number of 1 or more, or All. Write a number, or All.',
        """
        Programs | A program | C cycles
        2        | Cycle     | all
        """,
    ),
    Case(
        "a session twice",
        """
        Programs | A program | D session
        3        | Cycle     | plan
        """,
        "session-twice",
        'Programs!D3: "plan" appears twice in this program, in row 2 too. Rename one of the two.',
        """
        Programs | A program | D session
        3        | Cycle     | Plan 2
        """,
    ),
    Case(
        "a session without a name",
        """
        Programs | A program | D session
        4        | Mentoring | (blank)
        """,
        "blank-cell",
        "Programs!D4: session is blank in a row that describes one. Write the name of the session.",
        """
        Programs | A program | E activity
        4        | Mentoring | (blank)
        """,
    ),
    Case(
        "a session without minutes",
        """
        Programs | A program | F minutes
        2        | Cycle     | (blank)
        """,
        "blank-cell",
        "Programs!F2: minutes is blank: how long is this session? Write the minutes.",
        """
        Programs | A program | F minutes
        2        | Cycle     | "30"
        """,
    ),
    Case(
        "a session longer than every slot",
        """
        Programs | A program | F minutes
        2        | Cycle     | 56
        """,
        "too-long",
        'Programs!F2: "56" is longer than every slot that when allows (at most 55 minutes). Shorten the session, or write a longer slot under when.',
        """
        Programs | A program | F minutes
        2        | Cycle     | 55
        """,
    ),
    Case(
        "no minutes",
        """
        Programs | A program | F minutes
        2        | Cycle     | 0
        """,
        "not-a-number",
        'Programs!F2: "0" is not a whole number of 1 or more. Write a number of 1 or more.',
        """
        Programs | A program | F minutes
        2        | Cycle     | 1
        """,
    ),
    Case(
        "half a session a week in a pattern of one week",
        """
        Programs | A program | G per week
        2        | Cycle     | 0.5
        """,
        "not-whole",
        'Programs!G2: "0.5" a week, times weeks (1), is not a whole number. Write a whole number, or set weeks to 2 in Settings for every second week.',
        """
        Programs | A program | G per week
        2        | Cycle     | 0.5

        Settings | A key | B value
        3        | weeks | 2
        """,
    ),
    Case(
        "sessions a week in words",
        """
        Programs | A program | G per week
        2        | Cycle     | often
        """,
        "not-a-number",
        'Programs!G2: "often" is not a number of 0 or more, or Once. Write 1, 2, 0.5 or Once.',
        """
        Programs | A program | G per week
        2        | Cycle     | once
        """,
    ),
    Case(
        "an unknown state in when",
        """
        Programs | A program | H when
        2        | Cycle     | Prep, Lunchtime
        """,
        "unknown-value",
        'Programs!H2: "Lunchtime" is not one of Teaching, Prep, Flex, Advisory, Lunch, Before school, After school (nearest: "Lunch"). Write one or several of them, with commas.',
        """
        Programs | A program | H when
        2        | Cycle     | Prep, lunch
        """,
    ),
    Case(
        "a kind of slot that no schedule has",
        """
        Programs | A program | H when
        2        | Cycle     | Flex
        """,
        "no-such-slot",
        "Programs!H2: no bell schedule has a slot of kind Flex. Add it to Bell schedule, or name something else.",
        """
        Programs | A program | H when
        2        | Cycle     | Flex, Prep
        """,
    ),
    Case(
        "sessions in a circle",
        """
        Programs | A program | I after
        2        | Cycle     | Observe
        """,
        "circle",
        "Programs!I2: the sessions come in a circle: Plan after Observe after Plan. Clear one of these cells: one session must come first.",
        """
        Programs | A program | I after
        3        | Cycle     | PLAN
        """,
    ),
    Case(
        "an unknown session that comes first",
        """
        Programs | A program | I after
        3        | Cycle     | Plann
        """,
        "unknown-session",
        'Programs!I3: "Plann" is not a session of Cycle (nearest: "Plan"). Write the name of another session of this program.',
        """
        Programs | A program | I after
        3        | Cycle     | (blank)
        """,
    ),
    Case(
        "days within in words",
        """
        Programs | A program | J within days
        3        | Cycle     | two
        """,
        "not-a-number",
        'Programs!J3: "two" is not a whole number of 0 or more. Write a number of 0 or more.',
        """
        Programs | A program | J within days
        3        | Cycle     | 0
        """,
    ),
    Case(
        "an unknown level",
        """
        Programs | A program | K level
        2        | Cycle     | Must
        """,
        "unknown-value",
        'Programs!K2: "Must" is not one of Required, Recommended, Option, Off. Write one of them.',
        """
        Programs | A program | K level
        2        | Cycle     | option
        """,
    ),
    Case(
        "an unknown mode",
        """
        Programs | A program | L mode
        2        | Cycle     | Zoom
        """,
        "unknown-value",
        'Programs!L2: "Zoom" is not one of In person, Virtual, Either. Write one of them.',
        """
        Programs | A program | L mode
        2        | Cycle     | in-person
        """,
    ),
    Case(
        "a group of nobody",
        """
        Programs | A program | M group size
        2        | Cycle     | 0
        """,
        "not-a-number",
        'Programs!M2: "0" is not a whole number of 1 or more. Write a number of 1 or more.',
        """
        Programs | A program | M group size
        2        | Cycle     | 2
        """,
    ),
    Case(
        "an unknown program in not with",
        """
        Programs | A program | N not with
        2        | Cycle     | Induction
        """,
        "unknown-program",
        'Programs!N2: "Induction" is not a program. Fix the spelling, or add it to the sheet Programs.',
        """
        Programs | A program | N not with
        2        | Cycle     | Mentoring
        """,
    ),
    Case(
        "neither confidential nor not",
        """
        Programs | A program | O confidential
        2        | Cycle     | secret
        """,
        "not-yes-or-no",
        'Programs!O2: "secret" is not Y or N. Write Y or N, or leave the cell blank for no.',
        """
        Programs | A program | O confidential
        2        | Cycle     | TRUE
        """,
    ),
    Case(
        "an unknown rule",
        """
        Rules | A rule
        2     | Flex times
        """,
        "unknown-rule",
        'Rules!A2: "Flex times" is not a rule (nearest: "Flex time"). Write the name as the list of rules has it.',
        """
        Rules | A rule
        2     | FLEX-TIME
        """,
    ),
    Case(
        "an unknown level of a rule",
        """
        Rules | A rule    | B level
        2     | Flex time | Must
        """,
        "unknown-value",
        'Rules!B2: "Must" is not one of Required, Recommended, Option, Off. Write one of them.',
        """
        Rules | A rule    | B level
        2     | Flex time | off
        """,
    ),
    Case(
        "a value that is not whole",
        """
        Rules | A rule    | C value
        2     | Flex time | 1.5
        """,
        "not-a-number",
        'Rules!C2: "1.5" is not a whole number of 0 or more. Write a whole number of 0 or more, or no limit.',
        """
        Rules | A rule    | C value
        2     | Flex time | no limit
        """,
    ),
    Case(
        "a weight that is not whole",
        """
        Rules | A rule    | D weight
        2     | Flex time | 0.5
        """,
        "not-a-number",
        'Rules!D2: "0.5" is not a whole number of 0 or more. The score is in whole numbers: multiply the weights of the level by ten, say.',
        """
        Rules | A rule    | D weight
        2     | Flex time | 10
        """,
    ),
    Case(
        "an unknown site of a rule",
        """
        Rules | A rule    | E site
        2     | Flex time | LHSS
        """,
        "unknown-site",
        'Rules!E2: "LHSS" is not a site (nearest: "LHS"). Fix the spelling, or add it to the sheet Sites.',
        """
        Rules | A rule    | E site
        2     | Flex time | LHS
        """,
    ),
    Case(
        "no cycles in the year",
        """
        Settings | A key  | B value
        2        | cycles | 0
        """,
        "not-a-number",
        'Settings!B2: "0" is not a whole number from 1 to 60. Write a number from 1 to 60.',
        """
        Settings | A key  | B value
        2        | cycles | 60
        """,
    ),
    Case(
        "three weeks",
        """
        Settings | A key | B value
        3        | weeks | 3
        """,
        "not-a-number",
        'Settings!B3: "3" is not a whole number from 1 to 2. Write 1 or 2.',
        """
        Settings | A key | B value
        3        | weeks | 2
        """,
    ),
    Case(
        "a setting with two values",
        """
        Settings | A key  | B value
        2        | cycles | 2
        3        | Cycles | 3
        """,
        "setting-twice",
        'Settings!B3: cycles is "3" here and "2" in Settings!B2. Keep one of the two.',
        """
        Settings | A key  | B value
        3        | Cycles | "2"
        """,
    ),
    Case(
        "a day twice",
        """
        Settings | A key | B value
        3        | days  | Mon, Tue, Monday
        """,
        "days-twice",
        'Settings!B3: "Mon, Tue, Monday" is not a list of different days. Name each day of the week once.',
        """
        Settings | A key | B value
        3        | days  | Sun-Thu
        """,
    ),
    Case(
        "an unknown time zone",
        """
        Settings | A key    | B value
        3        | timezone | America/Los Angeles
        """,
        "unknown-timezone",
        'Settings!B3: "America/Los Angeles" is not a time zone (nearest: "America/Los_Angeles"). Write it like America/Los_Angeles.',
        """
        Settings | A key    | B value
        3        | timezone | America/Los_Angeles
        """,
    ),
    Case(
        "a date in words",
        """
        Settings | A key     | B value
        3        | first day | August
        """,
        "not-a-date",
        'Settings!B3: "August" is not a date. Write it like 2026-08-10.',
        """
        Settings | A key     | B value
        3        | first day | 2026-08-10
        """,
    ),
    Case(
        "a last day before the first",
        """
        Settings | A key     | B value
        3        | first day | "2026-08-10"
        4        | last day  | "2026-06-10"
        """,
        "dates-reversed",
        'Settings!B4: "2026-06-10" is before the first day, 2026-08-10. Fix one of the two dates.',
        """
        Settings | A key     | B value
        3        | first day | "2026-08-10"
        4        | last day  | 6/10/2027
        """,
    ),
    Case(
        "an unknown meaning of blanks",
        """
        Settings | A key       | B value
        3        | blank means | Free
        """,
        "unknown-value",
        'Settings!B3: "Free" is not one of Prep, Off. Write one of them.',
        """
        Settings | A key       | B value
        3        | blank means | off
        """,
    ),
    Case(
        "an unknown bell schedule",
        """
        Sites | A site | C bell schedule
        2     | LHS    | Late
        """,
        "unknown-bell-schedule",
        'Sites!C2: "Late" is not a bell schedule. Fix the spelling, or add it to the sheet Bell schedule.',
        """
        Sites | A site | C bell schedule
        2     | LHS    | regular
        """,
    ),
    Case(
        "sections in words",
        """
        Sites | A site | D sections funded
        2     | LHS    | seven
        """,
        "not-a-number",
        'Sites!D2: "seven" is not a whole number of 0 or more. Write a number of 0 or more.',
        """
        Sites | A site | D sections funded
        2     | LHS    | "7"
        """,
    ),
    Case(
        "a site twice",
        """
        Sites | A site
        2     | LHS
        3     | LHS
        """,
        "id-twice",
        'Sites!A3: "LHS" appears twice: Sites!A3 and Sites!A2. Keep one of the two rows, or write a different id in one of them.',
        """
        Sites | A site
        3     | WHS
        """,
    ),
    Case(
        "travel to nowhere",
        """
        Travel | A from | B to | C minutes
        2      | LHS    | WHS  | 5
        """,
        "unknown-site",
        'Travel!B2: "WHS" is not a site (nearest: "LHS"). Fix the spelling, or add it to the sheet Sites.',
        """
        Travel | A from | B to | C minutes
        2      | LHS    | WHS  | 5

        Sites | A site
        3     | WHS
        """,
    ),
    Case(
        "travel without minutes",
        """
        Travel | A from | B to | C minutes
        2      | LHS    | WHS

        Sites | A site
        3     | WHS
        """,
        "blank-cell",
        "Travel!C2: minutes is blank. Write the minutes, or clear the row.",
        """
        Travel | A from | B to | C minutes
        2      | LHS    | WHS  | 0

        Sites | A site
        3     | WHS
        """,
    ),
    Case(
        "two travel times",
        """
        Travel | A from | B to | C minutes
        2      | LHS    | WHS  | 5
        3      | LHS    | WHS  | 6

        Sites | A site
        3     | WHS
        """,
        "travel-twice",
        'Travel!C3: "6" from LHS to WHS, and 5 in Travel!C2. Keep one of the two rows.',
        """
        Travel | A from | B to | C minutes
        2      | LHS    | WHS  | 5
        3      | WHS    | LHS  | 6

        Sites | A site
        3     | WHS
        """,
    ),
    Case(
        "an end before its start",
        SIX_PERIODS
        + """
        Bell schedule | A bell schedule | C period | E end
        3             | Regular         | "2"      | 8:55
        """,
        "end-before-start",
        'Bell schedule!E3: "8:55" is not after the start, 09:00. Fix one of the two, or add AM or PM.',
        SIX_PERIODS
        + """
        Bell schedule | A bell schedule | C period | E end
        3             | Regular         | "2"      | 9:55 AM
        """,
    ),
    Case(
        "no clock time",
        SIX_PERIODS
        + """
        Bell schedule | A bell schedule | C period | D start
        3             | Regular         | "2"      | nine
        """,
        "not-a-time",
        'Bell schedule!D3: "nine" is not a clock time. Write it like 08:30 or 1:05 PM.',
        SIX_PERIODS
        + """
        Bell schedule | A bell schedule | C period | D start
        3             | Regular         | "2"      | 09:00
        """,
    ),
    Case(
        "overlapping slots",
        SIX_PERIODS
        + """
        Bell schedule | A bell schedule | C period | D start
        3             | Regular         | "2"      | "08:54"
        """,
        "overlapping-slots",
        'Bell schedule!D3: 08:54-09:55 on Mon overlaps period 1 (08:00-08:55) in row 2 of bell schedule "Regular". Fix the times, the days or the week of one of the two.',
        SIX_PERIODS
        + """
        Bell schedule | A bell schedule | C period | D start
        3             | Regular         | "2"      | "08:55"
        """,
    ),
    Case(
        "an unknown kind of slot",
        SIX_PERIODS
        + """
        Bell schedule | A bell schedule | C period | F kind
        3             | Regular         | "2"      | Homeroom
        """,
        "unknown-value",
        'Bell schedule!F3: "Homeroom" is not one of Class, Flex, Advisory, Lunch, Before school, After school, None. Write one of them.',
        SIX_PERIODS
        + """
        Bell schedule | A bell schedule | C period | F kind
        3             | Regular         | "2"      | class
        """,
    ),
    Case(
        "a day that the week does not have",
        SIX_PERIODS
        + """
        Bell schedule | A bell schedule | B days | C period
        3             | Regular         | D1     | "2"
        """,
        "unknown-day",
        'Bell schedule!B3: "D1" is not a day, a range or a list of days (Mon, Tue, Wed, Thu, Fri, Sat, Sun). Write days like Mon-Fri, or Mon, Wed.',
        SIX_PERIODS
        + """
        Bell schedule | A bell schedule | B days            | C period
        3             | Regular         | Mon, Tue; wed-FRI | "2"
        """,
    ),
    Case(
        "a week that the pattern does not have",
        SIX_PERIODS
        + """
        Bell schedule | A bell schedule | C period | G week
        3             | Regular         | "2"      | 2
        """,
        "unknown-week",
        'Bell schedule!G3: "2" is not a week of the pattern (1 to 1). Leave it blank for every week, or set weeks to 2 in Settings.',
        SIX_PERIODS
        + """
        Bell schedule | A bell schedule | C period | G week
        3             | Regular         | "2"      | 1
        """,
    ),
    Case(
        "a blank period",
        SIX_PERIODS
        + """
        Bell schedule | A bell schedule | C period
        7             | Regular         | (blank)

        Master schedule | A teacher | G
        1               |           | (blank)
        5               | C1        | (blank)
        """,
        "blank-cell",
        "Bell schedule!C7: period is blank. Write the period, or clear the row.",
        SIX_PERIODS,
    ),
    Case(
        "an unknown kind of pin",
        """
        Pins | A pin
        2    | Teacher
        """,
        "unknown-value",
        'Pins!A2: "Teacher" is not one of Coach, Release, Session, Meeting. Write one of them.',
        """
        Pins | A pin | B teacher | D coach
        2    | coach | T1        | C2
        """,
    ),
    Case(
        "a pin without its coach",
        """
        Pins | A pin | B teacher | D coach
        2    | Coach | T1
        """,
        "blank-cell",
        "Pins!D2: a Coach pin needs its coach. Write the coach.",
        """
        Pins | A pin | B teacher | D coach
        2    | Coach | T1        | C2
        """,
    ),
    Case(
        "a release pin without its period",
        """
        Pins | A pin   | D coach | H period
        2    | Release | C2
        """,
        "blank-cell",
        "Pins!H2: a Release pin needs its period. Write the period.",
        """
        Pins | A pin   | D coach | H period
        2    | Release | C2      | P1
        """,
    ),
    Case(
        "a pinned program that the teacher is not in",
        """
        Pins | A pin | B teacher | C program | D coach
        2    | Coach | T1        | Mentoring | C1
        """,
        "not-enrolled",
        'Pins!C2: "Mentoring" is not a program of T1 (Cycle). Fix the program, or add it to the teacher\'s programs in Teachers.',
        """
        Pins | A pin | B teacher | C program | D coach
        2    | Coach | T1        | Cycle     | C1
        """,
    ),
    Case(
        "a pinned coach without the role",
        """
        Teachers | A teacher | G programs
        2        | T1        | Mentoring

        Coaches | A coach | D roles
        3       | C2      | Science

        Pins | A pin | B teacher | D coach
        2    | Coach | T1        | C2
        """,
        "coach-without-role",
        'Pins!D2: "C2" does not hold the role Mentor that Mentoring asks for (roles: Science). Name another coach, or add the role in Coaches.',
        """
        Teachers | A teacher | G programs
        2        | T1        | Mentoring

        Coaches | A coach | D roles
        3       | C2      | Science, mentor

        Pins | A pin | B teacher | D coach
        2    | Coach | T1        | C2
        """,
    ),
    Case(
        "a pinned coach of another site",
        """
        Sites | A site
        3     | WHS

        Coaches | A coach | C sites
        3       | C2      | WHS

        Pins | A pin | B teacher | D coach
        2    | Coach | T1        | C2
        """,
        "coach-elsewhere",
        'Pins!D2: "C2" does not serve LHS, the site of T1 (sites: WHS). Name another coach, or add the site in Coaches.',
        """
        Sites | A site
        3     | WHS

        Coaches | A coach | C sites
        3       | C2      | WHS, LHS

        Pins | A pin | B teacher | D coach
        2    | Coach | T1        | C2
        """,
    ),
    Case(
        "a release where the coach teaches",
        """
        Pins | A pin   | D coach | H period
        2    | Release | C1      | 6
        """,
        "pin-against-status",
        "Pins!H2: C1 cannot be released in period 6: Teaching in the input. Delete the pin, or fix Master schedule or Coach availability.",
        """
        Pins | A pin   | D coach | H period
        2    | Release | C1      | 1
        """,
    ),
    Case(
        "a release where the coach is away",
        """
        Pins | A pin   | D coach | H period
        2    | Release | C2      | 5
        """,
        "pin-against-status",
        "Pins!H2: C2 cannot be released in period 5: Unavailable in the input. Delete the pin, or fix Master schedule or Coach availability.",
        """
        Pins | A pin   | D coach | H period
        2    | Release | C2      | 4
        """,
    ),
    Case(
        "a release in lunch",
        """
        Pins | A pin   | D coach | H period
        2    | Release | C2      | Lunch
        """,
        "not-a-class-period",
        'Pins!H2: "Lunch" is not a Class period of LHS (Class periods: 1, 2, 3, 4, 5, 6). Only Class periods are released.',
        """
        Pins | A pin   | D coach | H period
        2    | Release | C2      | 3
        """,
    ),
    Case(
        "a pinned session that the program does not have",
        """
        Pins | A pin   | B teacher | I session
        2    | Session | T1        | Plam
        """,
        "unknown-session",
        'Pins!I2: "Plam" is not a session of Cycle (nearest: "Plan"). Write one of: Plan, Observe.',
        """
        Pins | A pin   | B teacher | I session
        2    | Session | T1        | Plan
        """,
    ),
    Case(
        "a pinned cycle that the year does not have",
        """
        Pins | A pin   | B teacher | E cycle | I session
        2    | Session | T1        | 3       | Plan
        """,
        "not-a-number",
        'Pins!E2: "3" is not a whole number from 1 to 2. Write a number from 1 to 2.',
        """
        Pins | A pin   | B teacher | E cycle | I session
        2    | Session | T1        | 2       | Plan
        """,
    ),
    Case(
        "a pinned session in a class",
        """
        Pins | A pin   | B teacher | H period | I session
        2    | Session | T1        | "1"      | Plan
        """,
        "pin-against-state",
        "Pins!I2: T1 is Teaching (Algebra) then, and Plan needs Prep. Fix the pin, or the Master schedule.",
        """
        Pins | A pin   | B teacher | H period | I session
        2    | Session | T1        | "2"      | Plan
        """,
    ),
    Case(
        "a pinned session too late for its slot",
        """
        Pins | A pin   | B teacher | H period | I session | J start
        2    | Session | T1        | "2"      | Plan      | "09:26"
        """,
        "pin-without-slot",
        "Pins!J2: T1 has no slot of 30 minutes for Plan then. Fix the week, the day, the period or the start.",
        """
        Pins | A pin   | B teacher | H period | I session | J start
        2    | Session | T1        | "2"      | Plan      | "09:25"
        """,
    ),
    Case(
        "a pinned session in the coach's own class",
        """
        Pins | A pin   | B teacher | D coach | H period | I session
        2    | Session | T1        | C1      | "6"      | Plan
        """,
        "pin-against-status",
        "Pins!D2: C1 teaches period 6 then. Fix the pin, or the schedule of the coach.",
        """
        Pins | A pin   | B teacher | D coach | H period | I session
        2    | Session | T1        | C2      | "6"      | Plan
        """,
    ),
    Case(
        "a pinned session where the coach is away",
        """
        Pins | A pin   | B teacher | D coach | G day | H period | I session
        2    | Session | T2        | C1      | Mon   | "1"      | Plan
        """,
        "pin-against-status",
        "Pins!D2: C1 is Unavailable then. Fix the pin, or the schedule of the coach.",
        """
        Pins | A pin   | B teacher | D coach | G day | H period | I session
        2    | Session | T2        | C1      | Tue   | "1"      | Plan
        """,
    ),
    Case(
        "two coaches for one enrollment",
        """
        Pins | A pin | B teacher | C program | D coach
        2    | Coach | T1        |           | C1
        3    | Coach | T1        | Cycle     | C2
        """,
        "pins-contradict",
        'Pins!D3: "C2" for T1, and Pins!A2 pins C1: a teacher has one coach in a program. Delete one of the two pins.',
        """
        Pins | A pin | B teacher | C program | D coach
        2    | Coach | T1        |           | C1
        3    | Coach | T2        | Cycle     | C2
        """,
    ),
    Case(
        "two pinned sessions of one coach at once",
        """
        Pins | A pin   | B teacher | D coach | E cycle | G day | I session | J start
        2    | Session | T1        | C2      | 1       | Mon   | Plan      | "13:40"
        3    | Session | T2        | C2      | 1       | Mon   | Plan      | "14:05"
        """,
        "pins-contradict",
        "Pins!J3: C2 has Plan with T1 then, or less than 5 minutes before or after (14:05 to 14:35; Pins!A2). Delete one of the two pins.",
        """
        Pins | A pin   | B teacher | D coach | E cycle | G day | I session | J start
        2    | Session | T1        | C2      | 2       | Mon   | Plan      | "13:40"
        3    | Session | T2        | C2      | 1       | Mon   | Plan      | "14:05"
        """,
    ),
    Case(
        "more pins than sessions are due",
        """
        Pins | A pin   | B teacher | E cycle | G day | I session
        2    | Session | T1        | 1       | Mon   | Plan
        3    | Session | T1        | 1       | Tue   | Plan
        """,
        "too-many-pins",
        "Pins!I3: T1 has 2 pins of Plan in a cycle, and 1 are due. Delete one of them.",
        """
        Pins | A pin   | B teacher | E cycle | G day | I session
        2    | Session | T1        | 1       | Mon   | Plan
        3    | Session | T1        | 1       | Tue   | Observe
        """,
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
    path = save(tmp_path / "school.xlsx", changed(school(), shown(case.twin)))
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
    sheets = """
        Teachers | A teacher | C site
        2        | T1        | XHS

        Coaches  | A coach   | C sites
        2        | C1        | YHS

        Programs | A program | F minutes
        2        | Cycle     | half an hour
    """
    errors = [
        p for p in check_input([save(tmp_path / "school.xlsx", changed(school(), shown(sheets)))]) if p.level == "error"
    ]
    assert [problem.where for problem in errors] == ["Teachers!C2", "Coaches!C2", "Programs!F2"]
