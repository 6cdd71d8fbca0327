"""Settings, Rules and Travel."""

from __future__ import annotations

from scheduler.domain.message import Message

UNKNOWN_RULE = Message(
    "unknown-rule", "error", '"{text}" is not a rule{near}.', "Write the name as the list of rules has it."
)
TRAVEL_TO_ITSELF = Message("travel-to-itself", "warning", '"{other}" is the same site as from.', "Delete the row.")
RULE_TWICE = Message(
    "rule-twice",
    "warning",
    '"{rule}" appears twice for {site}, in {place} too; this row holds.',
    "Delete the other row.",
)
VALUE_NOT_USED = Message("value-not-used", "note", '"{rule}" has no value; "{value}" is not used.')
TRAVEL_TWICE = Message(
    "travel-twice", "error", '"{minutes}" from {site} to {other}, and {first} in {place}.', "Keep one of the two rows."
)
UNKNOWN_SETTING = Message("unknown-setting", "note", '"{key}" is not known and was not used.')
NEAR_SETTING = Message(
    "near-setting",
    "warning",
    '"{key}" is not known and was not used (nearest: "{near}").',
    "Rename it to {near} if that is what you meant.",
)
DAYS_TWICE = Message(
    "days-twice", "error", '"{text}" is not a list of different days.', "Name each day of the week once."
)
NOT_A_DATE = Message("not-a-date", "error", '"{text}" is not a date.', "Write it like 2026-08-10.")
UNKNOWN_TIMEZONE = Message(
    "unknown-timezone", "error", '"{text}" is not a time zone{near}.', "Write it like America/Los_Angeles."
)
DATES_REVERSED = Message(
    "dates-reversed", "error", '"{last_day}" is before the first day, {first_day}.', "Fix one of the two dates."
)
SETTING_TWICE = Message(
    "setting-twice", "error", '{key} is "{value}" here and "{other}" in {place}.', "Keep one of the two."
)
WORD_TWICE = Message(
    "word-twice", "warning", '"{text}" is one of the {other} too, and is read as such.', "Keep it in one list."
)
NOT_A_NUMBER_OF_WEEKS = Message(
    "not-a-number", "error", '"{text}" is not a whole number from {least} to {most}.', "Write 1 or 2."
)
NOT_A_VALUE = Message(
    "not-a-number",
    "error",
    '"{text}" is not a whole number of {least} or more.',
    "Write a whole number of 0 or more, or no limit.",
)
NOT_A_WEIGHT = Message(
    "not-a-number",
    "error",
    '"{text}" is not a whole number of {least} or more.',
    "The score is in whole numbers: multiply the weights of the level by ten, say.",
)
