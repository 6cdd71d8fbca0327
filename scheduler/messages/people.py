"""Coaches and Teachers."""

from __future__ import annotations

from scheduler.domain.message import Message

NEVER_RELEASED = Message(
    "never-released",
    "warning",
    '"{coach}" cannot be released in any Class period of {site}: every one is Teaching, Prep or Unavailable.',
    "Fix Master schedule or Coach availability if this coach should coach.",
)
MORE_THAN_ONE_COACH = Message("more-than-one", "error", '"{text}" is not one coach.', "Name one coach only.")
WISH_AND_AVOID = Message(
    "wish-and-avoid", "warning", '"{coach}" is also under avoid coach.', "Clear one of the two cells."
)
ADMINISTRATOR_ENROLLED = Message(
    "administrator-enrolled", "note", "{teacher} is an Administrator and is never coached: the programs are not used."
)
MIN_ABOVE_MAX = Message("min-above-max", "error", '"{low}" is above the release max, {high}.', "Fix one of the two.")
TEACHER_AND_COACH = Message(
    "teacher-and-coach",
    "error",
    '"{teacher}" is in Teachers and in Coaches ({place}).',
    "Keep one of the two; coaches who teach are in Coaches and in Master schedule.",
)
WISH_ELSEWHERE = Message(
    "coach-elsewhere",
    "warning",
    '"{coach}" does not serve {site}: this can never be met.',
    "Add {site} to the sites of {coach}, or clear the cell.",
)
PROGRAMS_EXCLUDE = Message(
    "programs-exclude",
    "error",
    '"{program}" and "{other}" may not go together (not with, in Programs).',
    "Keep one of the two.",
)
FOREIGN_TEACHER = Message(
    "foreign-row", "error", '"{text}" is not {site}, whose file this is.', "Write {site}, or clear the row."
)
UNKNOWN_COACH = Message(
    "unknown-coach", "error", '"{text}" is not a coach{near}.', "Fix the spelling, or add it to the sheet Coaches."
)
UNKNOWN_TEACHER = Message(
    "unknown-teacher", "error", '"{text}" is not a teacher{near}.', "Fix the spelling, or add it to the sheet Teachers."
)
NAME_OF_A_COACH = Message(
    "teacher-and-coach",
    "warning",
    '"{name}" is the name of coach {coach} too ({place}), and would be coached as a teacher.',
    "If they are one person, clear the row here: coaches who teach are in Coaches, and in Master schedule by their coach id.",
)
NAME_TWICE = Message(
    "name-twice",
    "warning",
    "{count:1 name stands|# names stand} with more than one id: {examples:few}.",
    "If they are one person, keep one id; otherwise nothing needs to be done.",
)
ASSUMED_PREP = Message(
    "no-schedule",
    "warning",
    "{count:1 teacher has|# teachers have} no row in Master schedule ({examples:quoted}): every Class slot is read as Prep.",
    "Add the rows, or set blank means to Off in Settings.",
)
ASSUMED_OFF = Message(
    "no-schedule",
    "note",
    "{count:1 teacher has|# teachers have} no row in Master schedule ({examples:quoted}): every Class slot is read as Off.",
    "Add the rows if they are at work.",
)
