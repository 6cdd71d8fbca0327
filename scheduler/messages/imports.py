"""An export of a student information system."""

from __future__ import annotations

from scheduler.domain.message import Message

OPEN_QUESTION = Message(
    "open-question",
    "warning",
    "{question} Assumed: {assumed}",
    "Correct the cell{choices}, or leave it; then write Y under confirmed, in row {row} of {sheet}.",
)
NO_CALENDAR = Message(
    "damaged-file", "error", "this is not a calendar that can be read ({why}).", "Download the .ics again."
)
NO_MAP = Message(
    "missing-sheet", "error", "there is no sheet Map with a header.", "Use the workbook that coach import wrote."
)
UNKNOWN_FIELD = Message("unknown-field", "error", '"{field}" is not a field of an import{near}.', "One of: {fields}.")
DELTA_ONLY = Message(
    "delta-only", "error", "classes.csv is a delta, and no bulk export comes before it.", "Export all classes (bulk)."
)
UNKNOWN_EXPORT = Message(
    "unknown-export",
    "error",
    "no file is an export that is known (OneRoster, Clever, PowerSchool, Infinite Campus, Aeries, a board or an .ics): {names}.",
    "It needs a row of headers that name the teacher, the period and the course; or name the columns with --map.",
)
NEARLY_AN_EXPORT = Message(
    "unknown-export",
    "error",
    "{file} may be a list of classes, but no header names the {lacking}: {headers}.",
    "Rename the column that has it to {lacking}, and import again.",
)
WRONG_KIND = Message(
    "wrong-kind",
    "error",
    "no file is an export of the kind {kind}: {names}.",
    "Leave out --kind, or export the list of sections.",
)
TOO_MANY_ROWS = Message("too-many-rows", "error", "the sheet has {what}.", "Export it in parts.")
TOO_MANY_LINES = Message("too-many-rows", "error", "the file has more than {most} lines.", "Export it in parts.")
NO_FILE = Message("no-file", "error", "no file was named.", "Name the export: a file, a folder or a .zip.")
TOO_MANY_FILES = Message(
    "too-many-parts",
    "error",
    "the folder holds {count} files; at most {most} are read.",
    "Name a folder that holds the export alone.",
)
UNPACKED_TOO_BIG = Message(
    "unpacked-too-big",
    "error",
    "with this file the export has {size:.0f} MiB when unpacked; at most {most} MiB are read.",
    "Import one school at a time.",
)
NESTED_ZIP = Message("nested-zip", "error", "this is a .zip inside a folder or .zip.", "Unpack it first.")
NO_SUCH_FILE = Message("no-such-file", "error", "there is no such file.", "Look at its name and its folder.")
CANNOT_OPEN = Message("cannot-open", "error", "the file cannot be opened ({why}).", "Close it elsewhere and try again.")
OTHER_FORMAT = Message(
    "other-format", "error", '"{suffix}" is not a kind of file that is read here.', "Export it as .csv."
)
NOT_A_FILE = Message("wrong-type", "error", "this is not a file.", "Name a file, a folder or a .zip.")
NAMED_OTHERWISE = Message(
    "wrong-type", "error", "this is a workbook or a .zip that is named {suffix}.", "Rename it to what it is."
)
UNKNOWN_TERM = Message(
    "unknown-term", "error", 'there is no term "{term}" in the export{near}: {terms}.', "Name one of them with --term."
)
NO_CLASSES = Message(
    "no-classes", "error", "there is no class with a teacher in {files}.", "Export the sections with their teachers."
)
NO_CLASSES_BECAUSE = Message(
    "no-classes",
    "error",
    "there is no class with a teacher in {files} ({why}).",
    "Export the sections with their teachers.",
)
