"""Dates: Cycles, Calendar, Meetings, and the keys of Settings that are about them."""

from __future__ import annotations

from scheduler.domain.message import Message

READ_AND_NOT_USED_YET = Message(
    "for-a-later-version",
    "note",
    "this sheet was read and checked. Plans have no dates yet: they are for a later version.",
    "`coach days` shows what each date of the year is.",
)
COLUMN_NOT_USED_YET = Message(
    "for-a-later-version",
    "note",
    "{count:1 cell|# cells} of make up within {count:was|were} read and checked. Plans have no dates yet: they are for a "
    "later version.",
)
SETTING_NOT_USED_YET = Message(
    "for-a-later-version",
    "note",
    "{key} was read and checked. Plans have no dates yet: they are for a later version.",
)
NOT_A_DATE = Message("not-a-date", "error", '"{text}" is not a date.', "Write it like 2026-11-26.")
DATE_BEFORE = Message("dates-reversed", "error", '"{text}" is before {first}.', "Fix one of the two dates.")
END_NOT_AFTER_START = Message(
    "end-before-start", "error", '"{text}" is not after the start, {start}.', "Fix one of the two times."
)
YEAR_TOO_LONG = Message(
    "year-too-long",
    "error",
    "the year from {first} to {last} has {days:,} days; at most {most:,} are read.",
    "Fix the year of one of the two dates.",
)
ONE_END_OF_THE_YEAR = Message(
    "half-a-year", "note", "{given} is here and {missing} is not: without it the year has no dates.", "Add {missing}."
)
DATES_WITHOUT_A_YEAR = Message(
    "half-a-year",
    "note",
    "without first day and last day in Settings the year has no dates; the cells of this sheet were checked.",
    "Add both to Settings.",
)
NO_DATE_IN_SESSION = Message(
    "no-date-in-session",
    "error",
    "no date from {first} to {last} is in session at any site.",
    "Fix first day and last day, day rotation, or the sheet Calendar.",
)
NOT_AN_ADDRESS = Message("not-an-address", "error", '"{text}" is not an e-mail address.', "Write one address.")
WEEK_ROTATION_UNUSED = Message(
    "setting-unused", "note", "week rotation counts only where weeks is 2 and dates have their weekday's label."
)

DATE_OUTSIDE_THE_YEAR = Message(
    "date-outside-the-year",
    "error",
    '"{text}" is not in the year from {first} to {last}.',
    "Fix the date, or first day or last day in Settings.",
)
PIN_OF_NO_MEETING = Message(
    "unknown-meeting",
    "error",
    '"{text}" is not a meeting of the sheet Meetings{near}.',
    "Write in session which meeting it is.",
)

# ---- Cycles

CYCLES_OUT_OF_ORDER = Message(
    "cycles-out-of-order",
    "error",
    '"{text}" is not the next cycle, which is {next}.',
    "List the cycles in their order, each once: 1, 2, 3.",
)
MORE_CYCLES = Message(
    "too-many-cycles",
    "error",
    "there is no cycle {cycle}: the year has {most}.",
    "Delete the row, or raise cycles in Settings.",
)
CYCLES_OVERLAP = Message(
    "cycles-overlap",
    "error",
    "cycle {cycle} begins on {first}, and cycle {other} lasts to {last} ({place}).",
    "Fix one of the two dates.",
)
CYCLES_WITHOUT_DATES = Message(
    "cycles-without-dates",
    "warning",
    "{cycles:1 cycle has|# cycles have} no dates here: the year has {all}, and the last one listed is {last}.",
    "Add a row for each cycle, or lower cycles in Settings.",
)
TOO_FEW_TURNS = Message(
    "cycles-without-dates",
    "warning",
    "the year has {all} cycles, and dates for {dated} only.",
    "Fix first day and last day, or lower cycles in Settings.",
)

# ---- Calendar

UNKNOWN_WHO = Message(
    "unknown-who",
    "error",
    '"{text}" is not All, a group of people, a site, a coach or a teacher{near}.',
    "Write All, ids, or one of: {groups}.",
)
MINIMUM_DAY_WITHOUT_BELL = Message(
    "blank-cell", "error", "a Minimum day needs its bell schedule.", "Write which bell schedule the day runs on."
)
BELL_WITHOUT_THE_LABEL = Message(
    "bell-without-the-day",
    "error",
    'bell schedule "{bell}" has no slot on {label}, which {date} is at {site}.',
    "Add that day to the bell schedule, or fix the date.",
)
TWO_BELLS = Message(
    "two-bell-schedules",
    "error",
    '{date} at {site} has the bell schedule "{bell}" here and "{other}" in {place}.',
    "Keep one of the two.",
)
TWO_LABELS = Message(
    "two-labels",
    "error",
    "{date} at {site} is {label} here and {other} in {place}.",
    "Keep one of the two.",
)
ONE_LABEL = Message("more-than-one-day", "error", '"{text}" is more than one day.', "Write one label, like Mon.")
NO_LABEL = Message(
    "date-without-a-day",
    "warning",
    "{date}, a {weekday}, is in session at {site} and has no label of days: no session is held on it.",
    "Write in day which label it has.",
)
ROTATION_WITH_WEEKDAYS = Message(
    "rotation-unused", "note", "dates have their weekday's label (day rotation): rotation moves nothing."
)
COLUMN_OF_A_CLOSED_DATE = Message(
    "calendar-column-unused",
    "warning",
    "{column} has no meaning on a date without classes, and was not used.",
    "Clear the cell, or write another kind.",
)
ONLY_OF_ALL_OR_A_SITE = Message(
    "calendar-column-unused",
    "warning",
    "{column} counts only in a row of All or of a site, and was not used.",
    "Clear the cell, or write All or a site in who.",
)
ROTATION_OF_ALL_ALONE = Message(
    "calendar-column-unused",
    "warning",
    "rotation counts only in a row of All: there is one rotation for the district.",
    "Clear the cell, or write All in who.",
)
KIND_OF_ALL_OR_A_SITE = Message(
    "calendar-column-unused",
    "warning",
    "a {kind} counts only for All or a site: this row does nothing.",
    "Write All or a site in who, or delete the row.",
)

# ---- Meetings

NOT_A_FREQUENCY = Message(
    "unknown-frequency",
    "error",
    '"{text}" is not one of {options}, or a whole number{near}.',
    "Write one of them, or how often the meeting is in a year.",
)
UNKNOWN_WHEN = Message(
    "unknown-when",
    "error",
    '"{part}" is not a kind of slot ({kinds}), or a day and a time like {example}.',
    "Write one or several of them, with commas.",
)
FOLLOWS_NO_EVENT = Message(
    "unknown-event",
    "error",
    '"{text}" is not an event of Calendar{near}.',
    "Write the event as Calendar has it, or add it there.",
)
FOLLOWS_WITHOUT_A_TIME = Message(
    "meeting-without-a-time",
    "warning",
    "a meeting that follows an event is held at a time that when names, and there is none.",
    "Write a day and a time in when, like {example}.",
)
MEETING_TWICE = Message(
    "meeting-twice", "warning", '"{text}" is the name of another meeting, too ({place}).', "Give each its own name."
)
MEETING_OF_NOBODY = Message(
    "meeting-of-nobody", "note", "there are no {group} at {sites}: the meeting is not held there."
)
