"""Programs, and sessions that no plan can hold."""

from __future__ import annotations

from scheduler.domain.message import Message

NO_SLOT_FOR_TEACHERS = Message(
    "no-slot-for-teachers",
    "warning",
    '{count:1 teacher has|# teachers have} no slot of {minutes} minutes in which "{session}" can be held ({when: or }): {teachers:few}.',
    "Look at their rows in Master schedule, at when and at minutes.",
)
GROUP_IN_CLASS = Message(
    "group-in-class",
    "warning",
    '"{session}" is for groups, and those who teach then must be in one class: teachers of different classes cannot meet.',
    "Write Prep, or a slot like Flex, under when if these teachers should meet together.",
)
MORE_THAN_DAYS_OF_WEEK = Message(
    "more-than-days",
    "warning",
    '"{session}" is due {asked} times in a week, and a week has {most} days: two of the same name are never on the same day.',
    "Lower per week, or rename some of them.",
)
MORE_THAN_DAYS_OF_PATTERN = Message(
    "more-than-days",
    "warning",
    '"{session}" is due {asked} times in the pattern, and the pattern has {most} days: two of the same name are never on the same day.',
    "Lower per week, or rename some of them.",
)
WHEN_BLANK_BOOKS_LUNCH = Message(
    "when-blank-books-lunch",
    "warning",
    'when is blank, so "{session}" may be held at Lunch.',
    "Name what the teacher is doing then: Teaching, Prep, or both.",
)
CLASS_ON_SOME_DAYS = Message(
    "class-on-some-days",
    "warning",
    "{coach} teaches on some of the days of period {periods}, and so cannot be released in {count:it|them} on any day.",
    "Nothing needs to be done if that is meant: a release is of the whole period.",
)
WEEK_WITHOUT_BELLS = Message(
    "week-without-bells",
    "warning",
    'the pattern has 2 weeks, and bell schedule "{bell}" has no period in week {week}.',
    "Add the rows of that week, or clear week where both weeks are alike.",
)
BLANK_MINUTES = Message("blank-cell", "error", "minutes is blank: how long is this session?", "Write the minutes.")
WITHIN_OF_NOTHING = Message("within-of-nothing", "note", "within days has no effect without a session in after.")
NOT_A_NUMBER_A_WEEK = Message(
    "not-a-number", "error", '"{text}" is not a number of 0 or more, or Once.', "Write 1, 2, 0.5 or Once."
)
UNKNOWN_SESSION = Message(
    "unknown-session",
    "error",
    '"{text}" is not a session of {program}{near}.',
    "Write the name of another session of this program.",
)
NO_SUCH_SLOT = Message(
    "no-such-slot",
    "error",
    "no bell schedule has a slot of kind {when: or }.",
    "Add it to Bell schedule, or name something else.",
)
NO_FOLLOW_UP = Message(
    "no-follow-up",
    "warning",
    '"{session}" is the only session of a cycle: no other follows it up.',
    "Add a session, or write how many a week, if you want a follow-up.",
)
ROLE_DIFFERS = Message(
    "differs",
    "warning",
    '"{text}" differs from "{role}" in {place:row}; the first holds for all of {program}.',
    "Write it once.",
)
BLANK_SESSION = Message(
    "blank-cell", "error", "session is blank in a row that describes one.", "Write the name of the session."
)
SESSION_TWICE = Message(
    "session-twice",
    "error",
    '"{session}" appears twice in this program, in {place:row} too.',
    "Rename one of the two.",
)
TOO_LONG = Message(
    "too-long",
    "error",
    '"{minutes}" is longer than every slot that when allows (at most {longest} minutes).',
    "Shorten the session, or write a longer slot under when.",
)
CIRCLE = Message(
    "circle",
    "error",
    "the sessions come in a circle: {chain}.",
    "Clear one of these cells: one session must come first.",
)
NOT_A_NUMBER_OF_CYCLES = Message(
    "not-a-number", "error", '"{text}" is not a whole number of 1 or more, or All.', "Write a number, or All."
)
TOO_MANY_CYCLES = Message(
    "too-many-cycles",
    "warning",
    '"{cycles}" is more than the {most} cycles of the year; {most} is used.',
    "Write All, or set cycles in Settings.",
)
CYCLES_DIFFER = Message(
    "differs", "warning", '"{cycles}" differs from {place:row}; the first holds for all of {program}.', "Write it once."
)
NOT_WITH_ITSELF = Message("not-with-itself", "warning", '"{other}" is the program itself.', "Clear it.")
UNKNOWN_PROGRAM = Message(
    "unknown-program", "error", '"{text}" is not a program{near}.', "Fix the spelling, or add it to the sheet Programs."
)
UNKNOWN_ROLE = Message(
    "unknown-role",
    "error",
    '"{role}" is a role that no coach names{near}.',
    "Fix the spelling, or add it to roles in Coaches.",
)
ROLE_OF_ANYBODY = Message(
    "unknown-role",
    "warning",
    '"{role}" is a role that no coach names{near}: only coaches without any role can hold it.',
    "Fix the spelling, or add it to roles in Coaches.",
)
NOT_WHOLE_IN_A_WEEK = Message(
    "not-whole",
    "error",
    '"{text}" a week, times weeks ({weeks}), is not a whole number.',
    "Write a whole number, or set weeks to 2 in Settings for every second week.",
)
NOT_WHOLE = Message(
    "not-whole", "error", '"{text}" a week, times weeks ({weeks}), is not a whole number.', "Write a multiple of 0.5."
)
