"""A file that cannot be read."""

from __future__ import annotations

from scheduler.domain.message import Message

NOT_A_TEXT = Message("wrong-type", "error", "the file is not text.", 'Save it as "CSV UTF-8" or as .xlsx.')
CANNOT_OPEN = Message("cannot-open", "error", "the file cannot be opened ({why}).", "Close it elsewhere and try again.")
NO_FILE = Message("no-file", "error", "no file was named.", "Name at least one workbook.")
FILE_TWICE = Message("file-twice", "note", "this file was named twice and was read once.")
TOO_MANY_FILES = Message(
    "too-many-parts",
    "error",
    "the folder holds {count} files; at most {most} are read.",
    "Use a folder that holds only the input.",
)
EMPTY_FOLDER = Message(
    "empty-file", "error", "there is no .csv and no .xlsx in it.", "Put a file for each sheet into it."
)
INPUT_TOO_BIG = Message(
    "unpacked-too-big",
    "error",
    "with this file the input has {size:.0f} MiB when unpacked; at most {most} MiB are read.",
    "Split it up, or delete what the program does not need.",
)
UNKNOWN_FILE = Message("unknown-file", "note", "this file is not read.")
NO_SUCH_FILE = Message("no-such-file", "error", "there is no such file.", "Look at its name and its folder.")
NESTED_ZIP = Message("nested-zip", "error", "this is a .zip inside a folder or .zip.", "Unpack it first.")
NOT_A_FILE = Message(
    "wrong-type", "error", "this is not a file.", "Choose a workbook, or a folder or .zip of .csv files."
)
DAMAGED_FILE = Message(
    "damaged-file",
    "error",
    "the file is damaged or was not downloaded to its end ({why}).",
    "Open it in Excel, save it again and use that file.",
)
OPEN_QUOTE = Message(
    "open-quote",
    "error",
    "a quotation mark in line {line} is not closed where its cell ends: the lines to {last} would be one cell.",
    "Close it, delete it, or save the sheet as .csv once more.",
)
EMPTY_FILE = Message("empty-file", "error", "the file is empty.", "Save the workbook again and use that file.")
FILE_TOO_BIG = Message(
    "file-too-big",
    "error",
    "the file has {size:.1f} MiB; at most {most} MiB are read.",
    "Split it into several files; they are merged when they are used together.",
)
OTHER_FORMAT = Message("other-format", "error", "this is {kind} ({suffix}).", "Open it and save it as .xlsx.")
UNKNOWN_FORMAT = Message(
    "other-format",
    "error",
    '"{name}" is not a kind of file that is read here.',
    "Use a .xlsx, a .csv named like a sheet, or a folder or .zip of them.",
)
ENCRYPTED = Message(
    "encrypted",
    "error",
    "the file has a password, or is an old .xls with another name.",
    "Open it in Excel, remove the password and save it as .xlsx.",
)
WORKBOOK_NAMED_OTHERWISE = Message(
    "wrong-type", "error", "this is a workbook or a .zip that is named {suffix}.", "Rename it to .xlsx or .zip."
)
TOO_MANY_PARTS = Message(
    "too-many-parts",
    "error",
    "the file holds {count} parts; at most {most} are read.",
    "Use a workbook saved by Excel, or a .zip of a few .csv files.",
)
UNPACKED_TOO_BIG = Message(
    "unpacked-too-big",
    "error",
    "the file has {size:.0f} MiB when unpacked; at most {most} MiB are read.",
    "Delete the sheets and pictures that the program does not need, or split the file.",
)
XML_IN_ANOTHER_ENCODING = Message(
    "unsafe-xml",
    "error",
    '"{name}" is written in an encoding that Excel never uses.',
    "Open it in Excel and save it again as .xlsx.",
)
XML_WITH_A_TYPE = Message(
    "unsafe-xml",
    "error",
    '"{name}" declares a document type, which Excel never does.',
    "Open it in Excel and save it again as .xlsx.",
)
UNSAFE_NAME = Message(
    "unsafe-name",
    "error",
    'a part of it is named "{name}", which leads out of the file.',
    "Make the file again with Excel, or zip plain files.",
)
PART_TWICE = Message("damaged-file", "error", 'it holds "{name}" twice.', "Save it again and use that file.")
PART_WITH_A_PASSWORD = Message("encrypted", "error", "the file has a password.", "Save it without the password.")
GROWS_TOO_MUCH = Message(
    "unpacked-too-big",
    "error",
    '"{name}" grows {times}-fold when unpacked; at most {most}-fold is read.',
    "Delete the empty formatted rows below the data and save it again.",
)
NOT_A_WORKBOOK = Message("wrong-type", "error", "the file is not an Excel workbook.", "Open it and save it as .xlsx.")
TOO_MANY_STYLES = Message(
    "unpacked-too-big",
    "error",
    "the file has far too many styles or names.",
    "Copy the sheets' values into a new workbook and save that.",
)
TOO_MANY_TEXTS = Message(
    "unpacked-too-big", "error", "the file has far too many texts.", "Split it into several files."
)
TOO_MANY_MERGED_CELLS = Message(
    "unpacked-too-big",
    "error",
    "more than {most} cells of {name} are merged.",
    "Unmerge the cells below and beside the data.",
)
NO_WORKBOOK = Message(
    "wrong-type", "error", "the file is named {suffix} and is {what}.", "Open it in Excel and save it as .xlsx."
)
NO_ZIP = Message("wrong-type", "error", "the file is named {suffix} and is {what}.", "Make the .zip again.")
