"""Bell schedule and Sites."""

from __future__ import annotations

from scheduler.domain.message import Message

OVERLAPPING_SLOTS = Message(
    "overlapping-slots",
    "error",
    '{start}-{end} on {day} overlaps period {period} ({other_start}-{other_end}) in {place:row} of bell schedule "{bell}".',
    "Fix the times, the days or the week of one of the two.",
)
END_BEFORE_START = Message(
    "end-before-start", "error", '"{end}" is not after the start, {start}.', "Fix one of the two, or add AM or PM."
)
NIGHT_TIME = Message(
    "night-time",
    "warning",
    '"{text}" is at night: did you mean the afternoon?',
    "Write afternoon times like 13:05, or with PM.",
)
BLANK_BELL_SCHEDULE = Message(
    "blank-cell", "error", "bell schedule is blank, and there are several.", "Write the name of the bell schedule."
)
LABELS_ALIKE = Message(
    "labels-alike",
    "error",
    '"{text}" would be taken for "{label}" of {place:row}, in the same bell schedule.',
    "Write both the same way if they are one period; otherwise rename one of them.",
)
SITE_OF_A_TOTAL = Message(
    "site-of-a-total",
    "warning",
    '"{site}" is read as a site, and only a row of totals has it.',
    "Delete the row of totals.",
)
SITES_ALIKE = Message(
    "sites-alike",
    "warning",
    '"{site}" is read as a site of its own, beside "{other}".',
    "Write both the same way if they are one, or add the sheet Sites if they are two.",
)
SITE_IS_A_LIST = Message(
    "site-is-a-list", "warning", '"{site}" is read as one site: a teacher has one.', "Name the one site of the teacher."
)
KIND_BY_LABEL = Message(
    "kind-by-label", "note", "kind is blank and goes by the label: {examples}.", "Write the kind where that is wrong."
)
UNKNOWN_SITE = Message(
    "unknown-site", "error", '"{text}" is not a site{near}.', "Fix the spelling, or add it to the sheet Sites."
)
UNKNOWN_SITE_OF_TEACHERS = Message("unknown-site", "error", '"{text}" is not a site{near}.', "Fix the spelling.")
UNKNOWN_BELL_SCHEDULE = Message(
    "unknown-bell-schedule",
    "error",
    '"{text}" is not a bell schedule{near}.',
    "Fix the spelling, or add it to the sheet Bell schedule.",
)
PERIOD_WITHOUT_A_CELL = Message(
    "period-without-a-cell",
    "warning",
    'no cell of Master schedule is in period {periods} of bell schedule "{bell}", so everybody who teaches by it is read as Prep then.',
    "If there are no classes then, write its kind (None for a break); otherwise fill in Master schedule.",
)
