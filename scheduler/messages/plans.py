"""A plan that is read back."""

from __future__ import annotations

from scheduler.domain.message import Message

NO_PLAN = Message(
    "no-plan",
    "error",
    "this is not a plan: it has none of the sheets {sheets}.",
    "Use the workbook that coach solve wrote.",
)
NOT_AN_ENROLLMENT = Message(
    "not-an-enrolment",
    "error",
    "{teacher} / {program} is not an enrollment of the input.",
    "Write what the input says, or plan again.",
)
UNKNOWN_SESSION = Message(
    "unknown-session",
    "error",
    '"{text}" is not a session of {program}{near}.',
    "Write what the input says, or plan again.",
)
DISAGREES = Message(
    "disagrees", "error", '"{text}" is "{right}" in the input.', "Write what the input says, or plan again."
)
NOT_A_CLASS_PERIOD = Message(
    "not-a-class-period",
    "error",
    '"{text}" is not a Class period of {site} (Class periods: {periods}).',
    "Write what the input says, or plan again.",
)
BLANK_CELL = Message("blank-cell", "error", "{column} is blank.", "Write what the input says, or plan again.")
MORE_THAN_ONE_DAY = Message(
    "more-than-one", "error", '"{text}" is not one day.', "Write what the input says, or plan again."
)
END_BEFORE_START = Message(
    "end-before-start", "error", '"{end}" is not after the start, {start}.', "Write what the input says, or plan again."
)
MISSING_SHEET = Message(
    "missing-sheet",
    "error",
    "this sheet of the plan is missing.",
    "Use the whole workbook that coach solve wrote.",
)
BLANK_STATUS = Message("blank-cell", "error", "status is blank.", "Write what the input says, or plan again.")
RELEASE_TWICE = Message(
    "row-twice", "error", "period {period} of {coach} appears twice, in {place:cell} too.", "Keep one of the two rows."
)
ASSIGNMENT_TWICE = Message(
    "row-twice", "error", "{teacher} / {program} appears twice, in {place:cell} too.", "Keep one of the two rows."
)
MISSING_ROW = Message(
    "missing-row", "error", "the enrollment {enrollment} has no row.", "Write what the input says, or plan again."
)
UNKNOWN_CYCLE = Message(
    "unknown-cycle",
    "error",
    '"{text}" is not a cycle of the year (1 to {cycles}).',
    "Write what the input says, or plan again.",
)
ONCE_IN_PATTERN = Message(
    "once-in-pattern",
    "error",
    '"{session}" is placed Once, by date, and not in the week pattern.',
    "Write what the input says, or plan again.",
)
BLANK_PURPOSE = Message("blank-cell", "error", "purpose is blank.", "Write what the input says, or plan again.")
NOT_A_SCORE = Message("not-a-score", "error", '"{text}" is not three whole numbers.', "Write them like 0 / 0 / 12.")
UNKNOWN_RULE = Message("unknown-rule", "error", '"{text}" is not a rule{near}.', "Plan again.")
ANOTHER_DISTRICT = Message(
    "another-district",
    "error",
    "{common} of the {count} enrollments of this plan are enrollments of the input: a plan of another district.",
    "Use the plan that was published for this district.",
)
LITTLE_IN_COMMON = Message(
    "little-in-common",
    "warning",
    "only {common} of the {count} enrollments of this plan are enrollments of the input.",
    "Check that this is the plan that was published for these schools.",
)
REDACTED_PLAN = Message(
    "redacted-plan",
    "error",
    "this plan was redacted for somebody, so rows are missing from it.",
    "Use the whole plan workbook.",
)
NO_PUBLISHED_PLAN = Message(
    "no-plan",
    "error",
    "this is not a plan: it has none of the sheets {sheets}.",
    "Use the workbook just as coach solve wrote it.",
)
UNKNOWN_CYCLES_IN_PUBLISHED = Message(
    "unknown-cycle", "error", '"{text}" is not a list of cycles.', "Use the workbook just as coach solve wrote it."
)
BLANK_PURPOSE_IN_PUBLISHED = Message(
    "blank-cell", "error", "purpose is blank.", "Use the workbook just as coach solve wrote it."
)
MISSING_SHEET_OF_PUBLISHED = Message(
    "missing-sheet", "error", "this sheet of the plan is missing.", "Use the workbook just as coach solve wrote it."
)
BLANK_CELL_IN_PUBLISHED = Message(
    "blank-cell", "error", "{column} is blank.", "Use the workbook just as coach solve wrote it."
)
UNKNOWN_COACH = Message("unknown-coach", "error", '"{text}" is not a coach of the input{near}.', "Fix the spelling.")
UNKNOWN_SITE = Message("unknown-site", "error", '"{text}" is not a site of the input{near}.', "Fix the spelling.")
UNKNOWN_TEACHER = Message(
    "unknown-teacher", "error", '"{text}" is not a teacher of the input{near}.', "Fix the spelling."
)
UNKNOWN_PROGRAM = Message(
    "unknown-program", "error", '"{text}" is not a program of the input{near}.', "Fix the spelling."
)
NOT_A_NUMBER_WITHIN = Message(
    "not-a-number",
    "error",
    '"{text}" is not a whole number from {least} to {most}.',
    "Write what the input says, or plan again.",
)
UNKNOWN_MODE = Message(
    "unknown-value", "error", '"{text}" is not {modes: or }.', "Write what the input says, or plan again."
)
NOT_A_FIGURE = Message("not-a-number", "error", '"{text}" is not a whole number of {least} or more.', "Plan again.")
NOT_A_NUMBER_IN_PUBLISHED = Message(
    "not-a-number",
    "error",
    '"{text}" is not a whole number of {least} or more.',
    "Use the workbook just as coach solve wrote it.",
)
