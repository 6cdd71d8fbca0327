"""Pins, and locked rows of a plan."""

from __future__ import annotations

from scheduler.domain.message import Message

TOO_MANY_PINNED_CYCLES = Message(
    "too-many-pins",
    "error",
    "{teacher} is pinned in {count} cycles, and {program} has {most}.",
    "Delete the pins of a cycle, or raise cycles in Programs.",
)
RELEASED_AGAINST_STATUS = Message(
    "pin-against-status",
    "error",
    "{coach} cannot be released in period {period}: {blocked} in the input.",
    "Delete the pin, or fix Master schedule or Coach availability.",
)
NOT_RELEASED_AGAINST_STATUS = Message(
    "pin-against-status",
    "error",
    "{coach} must be released in period {period}: {status} in the input.",
    "Clear locked in this row, or fix Coaches or Coach availability.",
)
RELEASED_AND_NOT_RELEASED = Message(
    "pins-contradict",
    "error",
    "{coach} is pinned as released in period {period} and as not released ({place}).",
    "Delete one of the two pins.",
)
PINNED_COACH_ELSEWHERE = Message(
    "coach-elsewhere",
    "error",
    '"{coach}" does not serve {site}, the site of {teacher} (sites: {sites}).',
    "Name another coach, or add the site in Coaches.",
)
COACH_WITHOUT_ROLE = Message(
    "coach-without-role",
    "error",
    '"{coach}" does not hold the role {role} that {program} asks for (roles: {roles}).',
    "Name another coach, or add the role in Coaches.",
)
TWO_COACHES_PINNED = Message(
    "pins-contradict",
    "error",
    "{mine} for {teacher}, and {place} pins {other}: a teacher has one coach in a program.",
    "Delete one of the two pins.",
)
TOO_MANY_SESSION_PINS = Message(
    "too-many-pins",
    "error",
    "{teacher} has {count} pins of {session} in a cycle, and {due} are due.",
    "Delete one of them.",
)
MORE_THAN_ONE_DAY = Message("more-than-one", "error", '"{text}" is not one day.', "Name one day.")
UNKNOWN_CYCLES = Message(
    "unknown-cycle", "error", '"{text}" is not a list of cycles from 1 to {cycles}.', "Write them like 1, 3."
)
ADMINISTRATOR_PINNED = Message(
    "not-enrolled", "error", '"{teacher}" is an Administrator, and never coached.', "Delete the pin."
)
NOT_A_PROGRAM_OF_THE_TEACHER = Message(
    "not-enrolled",
    "error",
    '"{program}" is not a program of {teacher} ({programs}).',
    "Fix the program, or add it to the teacher's programs in Teachers.",
)
ONCE_PINNED = Message(
    "once-pinned",
    "error",
    '"{text}" is not a session of the week pattern: it is placed Once, by date.',
    "Delete the pin.",
)
PIN_LACKS_A_CELL = Message("blank-cell", "error", "a {kind} pin needs its {column}.", "Write the {column}.")
NOT_A_CLASS_PERIOD = Message(
    "not-a-class-period",
    "error",
    '"{text}" is not a Class period of {site} (Class periods: {periods}).',
    "Only Class periods are released.",
)
PIN_COLUMN_UNUSED = Message(
    "pin-column-unused",
    "warning",
    "{column} has no meaning for a {kind} pin, and is not kept.",
    "Clear the cell, or make it a different kind of pin.",
)
PIN_OF_DATES = Message(
    "pin-of-dates",
    "warning",
    "a {what} is kept by the dated calendar, which is for a later version: nothing is kept here.",
    "Leave the row as it is. To keep the session every week, clear the date and fill in its day and start.",
)
UNKNOWN_SESSION = Message(
    "unknown-session", "error", '"{text}" is not a session of {programs: or }{near}.', "Write one of: {sessions}."
)
PROGRAM_WITHOUT_SESSIONS = Message(
    "unknown-session", "error", '"{text}" is not a session of {programs: or }.', "The program has no sessions."
)
PIN_WITHOUT_SLOT = Message(
    "pin-without-slot",
    "error",
    "{teacher} has no slot of {minutes} minutes for {session} then.",
    "Fix the week, the day, the period or the start.",
)
PIN_AGAINST_STATE = Message(
    "pin-against-state",
    "error",
    "{teacher} is {doing} then, and {session} needs {when: or }.",
    "Fix the pin, or the Master schedule.",
)
COACH_TEACHES = Message(
    "pin-against-status", "error", "{coach} teaches period {period} then.", "Fix the pin, or the schedule of the coach."
)
COACH_IS_UNAVAILABLE = Message(
    "pin-against-status", "error", "{coach} is Unavailable then.", "Fix the pin, or the schedule of the coach."
)
COACH_IS_ON_PREP = Message(
    "pin-against-status",
    "error",
    "{coach} is on Prep in period {period} then.",
    "Fix the pin, or the schedule of the coach.",
)
COACH_IS_NOT_RELEASED = Message(
    "pin-against-status",
    "error",
    "{coach} is pinned as not released in period {period} ({place}) then.",
    "Fix the pin, or the schedule of the coach.",
)
SAME_SESSION_ON_ONE_DAY = Message(
    "pins-contradict",
    "error",
    "two {session} of {teacher} on one day (the other: {place}) must lie on different days.",
    "Delete one of the two pins.",
)
TEACHER_IN_TWO_SESSIONS = Message(
    "pins-contradict",
    "error",
    "{teacher} is in {session} then ({start} to {end}; {place}).",
    "Delete one of the two pins.",
)
COACH_IN_TWO_SESSIONS = Message(
    "pins-contradict",
    "error",
    "{coach} has {session} with {teacher} then, or less than {minutes} minutes before or after ({start} to {end}; {place}).",
    "Delete one of the two pins.",
)
PERIOD_OF_NO_BELL = Message(
    "unknown-period",
    "error",
    '"{text}" is not a period of any bell schedule (periods: {periods}).',
    "Clear the cell, or make it a different kind of pin.",
)
SESSION_OF_NO_PROGRAM = Message(
    "unknown-session",
    "error",
    '"{text}" is not a session of any program{near}.',
    "Clear the cell, or make it a different kind of pin.",
)
