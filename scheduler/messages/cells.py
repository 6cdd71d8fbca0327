"""Cells of any sheet."""

from __future__ import annotations

from scheduler.domain.message import Message

NOT_AN_AMOUNT = Message(
    "not-a-number", "error", '"{text}" is not a number of 0 or more.', "Write a number without words, like 5 or 2.5."
)
DATE_FOR_TEXT = Message(
    "date-for-text",
    "error",
    '"{text}" is not {expected}: the spreadsheet has made a date of it.',
    "Format the cell as text and write it again.",
)
NOT_A_TIME = Message("not-a-time", "error", '"{text}" is not a clock time.', "Write it like 08:30 or 1:05 PM.")
NOT_YES_OR_NO = Message(
    "not-yes-or-no", "error", '"{text}" is not Y or N.', "Write Y or N, or leave the cell blank for no."
)
UNKNOWN_VALUE = Message("unknown-value", "error", '"{text}" is not one of {options}{near}.', "Write one of them.")
NAME_OF_TWO = Message("name-of-two", "error", '"{text}" is the name of {ids: and of }.', "Write the id.")
DATE_FOR_GRADES = Message(
    "date-for-grades",
    "error",
    '"{text}" is not grades: the spreadsheet has made a date of it.',
    "Format the cell as text and write the grades again, like 9-10.",
)
UNKNOWN_GRADES = Message("unknown-grades", "error", '"{text}" is not grades.', "Write them like 9, or 9-10, or K, 1.")
FORMULA_WITHOUT_VALUE = Message(
    "formula-without-value",
    "error",
    "this formula has no stored value.",
    "Open the workbook in Excel and save it once, or write the value itself.",
)
UNKNOWN_VALUE_OF_LIST = Message(
    "unknown-value", "error", '"{part}" is not one of {options}{near}.', "Write one or several of them, with commas."
)
ERROR_VALUE = Message(
    "error-value", "error", '"{value}" is an error value.', "Fix its formula, or write the value itself."
)
HALF_CHARACTER = Message(
    "half-character",
    "warning",
    '"{text}" holds half of a character, which was replaced by {sign}.',
    "Write the text again.",
)
ODD_GRADE = Message(
    "odd-grade",
    "warning",
    '"{examples:first}" is not a grade, and matches only the same text{count:| (# cells)}.',
    "Write grades like 9, or 9-10, or K, 1.",
)
BY_NAME = Message(
    "by-name",
    "note",
    '{count:1 cell names a person|# cells name people} by full name instead of the id ("{examples:first}"): read as that person.',
)
NOT_A_WHOLE_NUMBER = Message(
    "not-a-number", "error", '"{text}" is not a whole number of {least} or more.', "Write a number of {least} or more."
)
NOT_A_WHOLE_NUMBER_WITHIN = Message(
    "not-a-number",
    "error",
    '"{text}" is not a whole number from {least} to {most}.',
    "Write a number from {least} to {most}.",
)
UNKNOWN_DAY = Message(
    "unknown-day",
    "error",
    '"{text}" is not a day, a range or a list of days ({days}).',
    "Write days like Mon-Fri, or Mon, Wed.",
)
UNKNOWN_DAY_OF_ROTATION = Message(
    "unknown-day",
    "error",
    '"{text}" is not a day, a range or a list of days ({days}).',
    "Write days like {first}, {last}.",
)
UNKNOWN_WEEK = Message(
    "unknown-week",
    "error",
    '"{text}" is not a week of the pattern (1 to {weeks}).',
    "Write 1 or 2, or leave it blank for every week.",
)
ONLY_ONE_WEEK = Message(
    "unknown-week",
    "error",
    '"{text}" is not a week of the pattern (1 to {weeks}).',
    "Leave it blank for every week, or set weeks to 2 in Settings.",
)
TOO_LONG_FOR_AN_ID = Message(
    "too-long",
    "error",
    '"{text}" has {length:,} characters; at most {most:,} of an id or a label are read.',
    "Shorten it.",
)
TOO_LONG_FOR_A_CELL = Message(
    "too-long", "error", '"{text}" has {length:,} characters; at most {most:,} of a cell are read.', "Shorten it."
)
