"""Scenarios."""

from __future__ import annotations

from scheduler.domain.message import Message

UNKNOWN_ROW = Message("unknown-row", "error", '"{id}" is not a row of {sheet}{near}.', "Fix the id, or Add the row.")
CHANGE_FOR_A_LATER_VERSION = Message(
    "for-a-later-version", "note", "{sheet} changes no plan yet: dates are for a later version."
)
NO_SHEET_TO_CHANGE = Message(
    "unknown-sheet", "error", '"{sheet}" is not a sheet that a scenario can change{near}.', "Write one of: {sheets}."
)
BLANK_ROW = Message("blank-cell", "error", "row is blank.", "Write the id of the row, or several.")
BLANK_COLUMN = Message("blank-cell", "error", "column is blank.", "Write the column that is changed.")
NO_COLUMN_TO_CHANGE = Message(
    "unknown-column", "error", '"{column}" is not a column of {sheet}{near}.', "Write one of: {columns}."
)
NO_SUCH_PLACE = Message(
    "no-such-place",
    "error",
    "{sheet} has a column for each period here, and no place for {column}.",
    "Change the {only}, or use the long form.",
)
NOT_AN_ID = Message(
    "unknown-row",
    "error",
    '"{id}" is not the id of a row of {sheet}: those are written {form}.',
    "Write the id that way.",
)
ROW_EXISTS = Message(
    "row-stands", "error", '"{id}" is already in {sheet}.', "Set its cells, or Add a row with another id."
)
NOT_NEEDED = Message(
    "not-needed",
    "error",
    "Remove deletes a whole row, and needs neither column nor value.",
    "Clear it; to clear one cell, Set it to a blank value.",
)
REMOVED_TOO = Message("removed-too", "note", 'with "{id}" of {sheet} went {also}.')
BASE_CHANGED = Message(
    "base-changed",
    "error",
    '"{name}" is the workbook as it stands, and changes nothing.',
    "Rename the scenario.",
)
NAME_TAKEN = Message(
    "scenario-twice", "error", '"{name}" is the name of a scenario of the sheet Scenarios, too.', "Rename one of them."
)
