"""Master schedule and Coach availability."""

from __future__ import annotations

from scheduler.domain.message import Message

STATUS_ELSEWHERE = Message(
    "status-elsewhere",
    "error",
    '"{status}" can be used only for the home site ({site}): releases and classes belong to the home site.',
    "Write Available or Unavailable, or {site} as the site.",
)
NOT_A_SITE_OF_THE_COACH = Message(
    "not-a-site-of-the-coach",
    "error",
    '"{text}" is not a site of {coach} ({sites}).',
    "Write one of them, or add the site in Coaches.",
)
BLANK_STATUS = Message("blank-cell", "error", "status is blank.", "Write the status, or clear the row.")
TWO_STATUSES = Message(
    "two-states", "error", '"{status}" is in the same slot of {coach} as "{other}" ({place}).', "Keep one of the two."
)
UNKNOWN_STATUS = Message("unknown-value", "error", '"{text}" is not one of {statuses}{near}.', "Write one of them.")
COMBINED_CLASS = Message(
    "combined-class",
    "warning",
    '"{text}" is in the same slot and room as "{other}" ({place}): read as one class.',
    "Nothing needs to be done if they are taught together.",
)
TWO_STATES = Message(
    "two-states",
    "error",
    '"{text}" is in the same slot as "{other}" ({place}).',
    "If they meet on different days or in different terms, say so in the columns days, week or term, with a row for each; if they are taught together, write the same room for both; otherwise keep one of the two.",
)
UNKNOWN_PERSON = Message(
    "unknown-person",
    "error",
    '"{text}" is not a teacher or a coach{near}.',
    "Fix the spelling, add the person to Teachers, or delete the row if it is a heading, a total or a remark.",
)
BLANK_PERIOD = Message("blank-cell", "error", "period is blank.", "Write the period of this class.")
NO_TERM_CHOSEN = Message(
    "no-term-chosen",
    "error",
    "the rows are of more than one term ({terms}), and none is chosen.",
    "Set term in Settings to one of them, or use --term {first}.",
)
UNKNOWN_TERM = Message(
    "unknown-term",
    "error",
    '"{term}" is not a term of the rows of Master schedule{near} (terms: {terms}).',
    "Write one of them, or clear the cell.",
)
UNKNOWN_TERM_ASKED = Message(
    "unknown-term",
    "error",
    '"{term}" is not a term of the rows of Master schedule{near} (terms: {terms}).',
    "Use one of them with --term.",
)
OTHER_TERM = Message("other-term", "note", "{count:1 row is|# rows are} of a term other than {term}, and left out.")
TERM_IN_DOUBT = Message(
    "term-in-doubt",
    "warning",
    "{count:1 row|# rows} of {terms:quoted} {count:is|are} left out, and may be of term {term} too: the name does not tell.",
    "If they are, write {term} as their term, or leave the term blank for the whole year.",
)
NEVER_MEETS = Message(
    "never-meets",
    "warning",
    'period {period} of bell schedule "{bell}" does not meet on "{text}", so this row has no effect.',
    "Fix the days, or add them to Bell schedule.",
)
COLUMN_OF_NAMES = Message(
    "unknown-column",
    "note",
    'column "{header}" was not used: {place:cell} is that period, and this one is read as names.',
)
PERIOD_TWICE = Message(
    "period-twice",
    "warning",
    '"{header}" names the period that {place:cell} names too: both columns are read as that period.',
    "If it is for another day or term, write a row for each, with a column days or term; otherwise fix the header, or clear the column if it is something else.",
)
DAY_IN_BRACKETS = Message(
    "day-in-brackets",
    "warning",
    "{count:1 name of a period has|# names of periods have} a day or a term in brackets, which is not read: {examples:few}. The classes are read as held on all days of the period.",
    "Write the days into a column days, or the term into a column term, with a row for each.",
)
PEOPLE_IN_A_COLUMN = Message(
    "people-in-a-column",
    "warning",
    'column "{header}" was not used, and names people ({examples:quoted}): they are not read as teaching these classes.',
    "If they teach too, add a row for each of them.",
)
NO_PERIODS = Message(
    "no-periods",
    "warning",
    "the sheet has no column of a period, so nothing is read from it.",
    "Add a column for each period, or the columns period and course.",
)
UNKNOWN_PERIOD_HEADER = Message(
    "unknown-period",
    "error",
    '"{header}" is not a period of {bell} (periods: {periods}){without}.',
    "Fix the header, or add the period to Bell schedule.",
)
COLUMN_WITHOUT_A_PERIOD = Message(
    "unknown-column", "note", 'column "{header}" is not a period of any bell schedule and was not used.'
)
PERIOD_FITS_TWO = Message(
    "unknown-period",
    "error",
    '"{text}" is not one period of bell schedule "{bell}": it fits {labels: and }.',
    "Write the label as the bell schedule has it.",
)
UNKNOWN_PERIOD = Message(
    "unknown-period",
    "error",
    '"{text}" is not a period of bell schedule "{bell}" (periods: {periods}).',
    "Write one of these periods, or add it to Bell schedule.",
)
DATE_FOR_PERIOD = Message(
    "date-for-text",
    "error",
    '"{header}" is not a period: the spreadsheet has made a date of the label.',
    "Format the cell as text and write the label again.",
)
CELL_UNDER_UNKNOWN_PERIOD = Message(
    "unknown-period",
    "error",
    '"{text}" is under {header}, and "{header}" is not a period of bell schedule "{bell}" (periods: {periods}).',
    "Clear the cell, or add the period to Bell schedule.",
)
FOREIGN_PERSON = Message(
    "foreign-row",
    "error",
    '"{text}" is not a teacher of {site}, nor a coach who is at home there.',
    "Fix the spelling, add the person to Teachers, or clear the row.",
)
NEAR_A_WORD = Message(
    "near-a-word",
    "warning",
    "{count:1 cell is|# cells are} read as a course and near a word for something else: {examples:few}.",
    "If a prep, a duty or the like is meant, fix the spelling, or list the text in Settings (prep words, duty words, off words, release words).",
)
BEGINS_WITH_A_WORD = Message(
    "begins-with-a-word",
    "warning",
    "{count:1 cell is|# cells are} read as a course and {count:begins|begin} with a word for something else: {examples:few}.",
    "If a prep, a duty or the like is meant, write that word alone, or list the text in Settings (prep words, duty words, off words, release words).",
)
ONLY_A_FIGURE = Message(
    "only-a-figure",
    "warning",
    "{count:1 cell holds|# cells hold} only a figure and {count:is|are} read as a course: {examples:few}. Are these seats filled, or rooms?",
    "Write the course, or a word like Prep.",
)
HARDLY_A_COURSE = Message(
    "hardly-a-course",
    "warning",
    "{count:1 cell is|# cells are} read as a course and hardly {count:names|name} one: {examples:few}.",
    "If a prep, a duty or the like is meant, write Prep, Duty or Off, or list the text in Settings (prep words, duty words, off words, release words).",
)
READ_AS_BLANK = Message(
    "read-as-blank",
    "warning",
    "{count:1 cell is|# cells are} read as blank: {examples:few}.",
    "Clear them, or write what they mean: a blank cell is read as blank means in Settings says.",
)
RELEASE_OF_A_TEACHER = Message(
    "release-of-a-teacher",
    "warning",
    "{count:1 cell says|# cells say} that a teacher is released to coach ({examples:few}), and {count:is|are} read as a duty.",
    "Move the person to Coaches if they coach; else write the course, Prep or Off.",
)
DATE_FOR_COURSE = Message(
    "date-for-course",
    "warning",
    "{count:1 cell holds|# cells hold} a date and {count:is|are} read as a course: {examples:few}.",
    "Format the cells as text and write the course again.",
)
