"""Sheets, headers, and cells that no column holds."""

from __future__ import annotations

from scheduler.domain.message import Message

OTHER_NAME = Message(
    "other-name",
    "warning",
    'column "{header}" is not read as {column}, and was not used: "{odd}" is not a {what}.',
    "Name the column {column}, with {expected}, if that is what you meant.",
)
SHEET_OF_THE_DISTRICT = Message(
    "sheet-of-the-district",
    "warning",
    "this sheet does not count in a site's file, which holds Teachers and Master schedule alone.",
    "The district planner gets it as a question; you can delete it.",
)
UNKNOWN_SHEET = Message("unknown-sheet", "note", "this sheet is not known and was not used.")
HIDDEN_SHEET = Message("hidden-sheet", "note", "this sheet is hidden, and was read.")
ID_TWICE = Message(
    "id-twice",
    "error",
    '"{id}" appears twice: {here} and {first}.',
    "Keep one of the two rows, or write a different id in one of them.",
)
IDS_ALIKE = Message(
    "ids-alike",
    "warning",
    '"{id}" differs only in case from {first}.',
    "Make them the same, or write a different id in one of them.",
)
MISSING_SHEET = Message(
    "missing-sheet",
    "error",
    "this sheet is required, and no file has it (or it is empty).",
    "Add a sheet {sheet} with the columns {columns}.",
)
NO_HEADER = Message(
    "no-header",
    "error",
    "none of the first rows holds the columns {columns} (the first row: {first}).",
    "Write them into one row, above the data.",
)
NEAR_COLUMN = Message(
    "near-column",
    "warning",
    'column "{header}" is not known and was not used, and there is no column {near} (nearest: "{near}").',
    "Rename it to {near} if that is what you meant.",
)
COLUMN_BY_ITS_CELLS = Message(
    "near-column",
    "warning",
    'column "{header}" is not known and was not used, and there is no column {near}: its cells look like it ({examples:quoted}).',
    "Rename it to {near} if that is what you meant.",
)
MERGED_OVER_IDS = Message(
    "merged-cells",
    "error",
    "the cells {merge} are merged over ids{text}.",
    "Unmerge them and write the id into each row.",
)
TOO_MANY_ROWS = Message("too-many-rows", "error", "the sheet has {what}.", "Delete what is below and beside the data.")
NO_COLUMN_OF_LONG_FORM = Message(
    "no-header",
    "error",
    "the header in row {row} has no column {column}.",
    "Add the column {column}, or write one column for each period.",
)
UNREADABLE_SIGN = Message(
    "unreadable-sign",
    "warning",
    "a character in this row could not be read and was replaced by �.",
    "Write the text again, and save the file as UTF-8.",
)
COLUMN_TWICE = Message(
    "column-twice",
    "warning",
    'column "{header}" was not used: {place:cell} is read as {column}.',
    "Delete one of the two.",
)
MERGED_CELLS_LOST = Message(
    "merged-cells",
    "warning",
    "the cells {merge} are merged: only the first has a value, the others are read as blank.",
    "Unmerge them and write the value into each cell.",
)
UNKNOWN_COLUMN = Message("unknown-column", "note", 'column "{header}" is not known and was not used.')
BLANK_CELL = Message("blank-cell", "error", "{column} is blank.", "Write the {column}, or clear the row.")
MERGED_CELLS = Message(
    "merged-cells",
    "note",
    "{count:merged cells hold|# merged ranges hold} their value in each cell: {count:|the first is }{examples:first}.",
)
NO_ROWS = Message("no-rows", "error", "there is a header row and no row below it.", "Add the rows.")
NO_ROWS_OF_OPTIONAL = Message(
    "no-rows", "error", "there is a header row and no row below it.", "Add the rows, or delete the sheet."
)
NEAR_A_MISSING_SHEET = Message(
    "near-sheet",
    "warning",
    'the sheet "{sheet}" is not known and was not used: its name is near "{meant}", which no file has.',
    'Rename it to "{meant}" if that is what you meant.',
)
HEADER_OF_A_MISSING_SHEET = Message(
    "near-sheet",
    "warning",
    'the sheet "{sheet}" is not known and was not used: its header is that of "{meant}", which no file has.',
    'Rename it to "{meant}" if that is what you meant.',
)
HEADER_OF_ANOTHER_SHEET = Message(
    "near-sheet",
    "warning",
    'the sheet "{sheet}" is not known and was not used: its header is that of "{meant}".',
    'Rename it to "{meant}" if that is what you meant.',
)
BLANK_CELL_OF_WIDE = Message(
    "blank-cell", "error", "{column} is blank.", "Write the {column}, or delete the row if it is a heading."
)
BLANK_HEADER_OF_PERIOD = Message(
    "blank-header",
    "error",
    'this header is blank, over {count:1 cell|# cells} ({first:cell}: "{value}"), which were not read.',
    "Write the period there.",
)
BLANK_HEADER_OF_SCHEDULE = Message(
    "blank-header",
    "error",
    'this header is blank, over {count:1 cell|# cells} ({first:cell}: "{value}"), which were not read.',
    "Write the header, or clear the cells below it.",
)
BLANK_HEADER = Message(
    "blank-header",
    "warning",
    'this header is blank, over {count:1 cell|# cells} ({first:cell}: "{value}"), which were not read.',
    "Write the header, or clear the cells below it.",
)
BEYOND_HEADER_OF_SCHEDULE = Message(
    "beyond-header",
    "error",
    "{count:1 cell is|# cells are} beyond the header and {count:was|were} not read: {values}.",
    "Put text that contains a comma in quotes, or clear the cell.",
)
BEYOND_HEADER = Message(
    "beyond-header",
    "warning",
    "{count:1 cell is|# cells are} beyond the header and {count:was|were} not read: {values}.",
    "Put text that contains a comma in quotes, or clear the cell.",
)
