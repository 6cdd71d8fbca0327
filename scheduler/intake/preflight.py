"""What is looked at before any parser sees a file: its size, its kind, and what a .zip or .xlsx says it holds."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from pathlib import PurePosixPath
from xml.parsers.expat import ExpatError, ParserCreate

from scheduler.intake.limits import (
    MIB,
    MOST_ENTRIES,
    MOST_FILE_BYTES,
    MOST_RATIO,
    MOST_UNPACKED_BYTES,
    RATIO_COUNTS_FROM,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old .xls, and every workbook with a password
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_END, _END64 = b"PK\x05\x06", b"PK\x06\x06"
_LONGEST_COMMENT = 65_535
_DIRECTORY_BYTES_AN_ENTRY = 1_024  # generous: a name and its figures
_OTHER_KINDS = {
    ".xls": "an old Excel workbook",
    ".xlsb": "a binary Excel workbook",
    ".ods": "an OpenDocument workbook",
    ".numbers": "a Numbers document",
    ".gsheet": "a link to Google Sheets",
}
_ENCODINGS = frozenset((b"utf-8", b"utf8", b"utf-16", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252"))
_READ_AT_ONCE = 2**16  # bytes
_DECLARED = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([^"']+)""")


class Refusal(Exception):
    """Why a file is not read at all, and what to do about it."""

    def __init__(self, code: str, text: str, mend: str) -> None:
        super().__init__(text)
        self.code, self.text, self.mend = code, text, mend


def refuse_size(size: int) -> None:
    """Raises Refusal for an empty file, or one of more than 25 MiB."""
    if size == 0:
        raise Refusal("empty-file", "the file is empty.", "Save the workbook again and give that file.")
    if size > MOST_FILE_BYTES:
        raise Refusal(
            "file-too-big",
            f"the file has {size / MIB:.1f} MiB; at most {MOST_FILE_BYTES // MIB} MiB are read.",
            "Split it into several files; they are merged when they are given together.",
        )


def refuse_kind(name: str, data: bytes) -> None:
    """Raises Refusal for a file that is no .xlsx, .xlsm, .csv (.tsv, .txt, .text) or .zip, by its name and by its first
    bytes."""
    suffix = PurePosixPath(name).suffix.casefold()
    if suffix in _OTHER_KINDS:
        raise Refusal("other-format", f"this is {_OTHER_KINDS[suffix]} ({suffix}).", "Open it and save it as .xlsx.")
    is_text = suffix in (".csv", ".tsv", ".txt", ".text")
    if suffix not in (".xlsx", ".xlsm", ".zip") and not is_text:
        raise Refusal(
            "other-format",
            f'"{suffix or name}" is no kind of file that is read here.',
            "Give a .xlsx, a .csv named like a sheet, or a folder or .zip of them.",
        )
    if data.startswith(OLE):
        raise Refusal(
            "encrypted",
            "the file has a password, or is an old .xls with another name.",
            "Open it in Excel, take the password away and save it as .xlsx.",
        )
    if is_text and data.startswith(_ZIP):
        text = f"this is a workbook or a .zip that is named {suffix}."
        raise Refusal("wrong-type", text, "Rename it to .xlsx or .zip.")
    if not is_text and not data.startswith(_ZIP):
        what = "a web page" if data.lstrip()[:1] == b"<" else "something else"
        raise Refusal(
            "wrong-type",
            f"the file is named {suffix} and is {what}.",
            "Open it in Excel and save it as .xlsx." if suffix != ".zip" else "Make the .zip again.",
        )


def open_zip(data: bytes) -> zipfile.ZipFile:
    """A .zip or .xlsx whose directory was looked at: few enough parts, small enough, no tricks in the names.

    Raises
    ------
    Refusal
        damaged, too many parts, too big when unpacked, a password, or names that lead out of the archive
    """
    _refuse_directory(data)
    try:
        box = zipfile.ZipFile(io.BytesIO(data))
        parts = box.infolist()
    except (zipfile.BadZipFile, struct.error, ValueError, OSError, NotImplementedError) as why:
        raise damaged(why) from why
    _refuse_parts(parts)
    return box


def damaged(why: Exception | str) -> Refusal:
    """A file that breaks off or is not what it says."""
    return Refusal(
        "damaged-file",
        f"the file is damaged or was not downloaded to its end ({why}).",
        "Open it in Excel, save it again and give that file.",
    )


def _refuse_directory(data: bytes) -> None:
    """The directory's own figures, before zipfile makes an object of every entry."""
    at = data.rfind(_END, max(0, len(data) - _LONGEST_COMMENT - 22))
    if at < 0 or at + 22 > len(data):
        raise damaged("its directory is missing")
    entries, size = struct.unpack_from("<HI", data, at + 10)
    long_at = data.rfind(_END64, max(0, at - 20 - 56 - 1024), at)
    if long_at >= 0 and long_at + 48 <= len(data):
        entries, size = struct.unpack_from("<QQ", data, long_at + 32)
    if entries > MOST_ENTRIES or size > MOST_ENTRIES * _DIRECTORY_BYTES_AN_ENTRY:
        raise Refusal(
            "too-many-parts",
            f"the file holds {entries} parts; at most {MOST_ENTRIES} are read.",
            "Give a workbook that Excel has saved, or a .zip of a few .csv files.",
        )


def _refuse_parts(parts: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_ENTRIES:
        raise Refusal(
            "too-many-parts",
            f"the file holds {len(parts)} parts; at most {MOST_ENTRIES} are read.",
            "Give a workbook that Excel has saved, or a .zip of a few .csv files.",
        )
    if unpacked > MOST_UNPACKED_BYTES:
        raise Refusal(
            "unpacked-too-big",
            f"the file has {unpacked / MIB:.0f} MiB when unpacked; at most {MOST_UNPACKED_BYTES // MIB} MiB are read.",
            "Delete the sheets and pictures that the program does not need, or split the file.",
        )
    seen = set()
    for part in parts:
        pieces = part.filename.replace("\\", "/").split("/")
        if part.filename.startswith(("/", "\\")) or ".." in pieces or re.match("[A-Za-z]:", part.filename):
            raise Refusal(
                "unsafe-name",
                f'a part of it is named "{part.filename}", which leads out of the file.',
                "Make the file again with Excel, or zip plain files.",
            )
        if part.filename in seen:
            raise Refusal("damaged-file", f'it holds "{part.filename}" twice.', "Save it again and give that file.")
        seen.add(part.filename)
        if part.flag_bits & 0x1:
            raise Refusal("encrypted", "the file has a password.", "Save it without the password.")
        if part.file_size > RATIO_COUNTS_FROM and part.file_size > MOST_RATIO * max(1, part.compress_size):
            raise Refusal(
                "unpacked-too-big",
                f'"{part.filename}" grows {part.file_size // max(1, part.compress_size)}-fold when unpacked; '
                f"at most {MOST_RATIO}-fold is read.",
                "Delete the empty formatted rows below the data and save it again.",
            )


def part_named(box: zipfile.ZipFile, name: str) -> str | None:
    """The part with that name, as the file spells it: Excel minds neither its case nor a backslash."""
    if name in box.NameToInfo:
        return name
    wanted = name.replace("\\", "/").casefold()
    return next((part for part in box.namelist() if part.replace("\\", "/").casefold() == wanted), None)


def read_part(box: zipfile.ZipFile, name: str) -> bytes:
    """The bytes of one part. Raises Refusal where it is damaged; KeyError where there is none."""
    info = box.getinfo(part_named(box, name) or name)
    try:
        return box.read(info)
    except KeyError:
        raise
    except Exception as why:  # a damaged part makes zipfile and zlib raise almost anything
        raise damaged(f"{name}: {why}") from why


def read_xml(box: zipfile.ZipFile, name: str) -> bytes:
    """The bytes of an XML part that declares no document type and no entity.

    Raises
    ------
    Refusal
        it does, or it is written in an encoding in which they could hide
    """
    data = read_part(box, name)
    declared = _DECLARED.match(data.removeprefix(b"\xef\xbb\xbf").lstrip()[:400])
    if declared and declared[1].lower() not in _ENCODINGS:
        raise Refusal("unsafe-xml", f'"{name}" is written in an encoding that Excel never uses.', _SAVE_AGAIN)
    if _declares_a_type(name, data):
        raise Refusal("unsafe-xml", f'"{name}" declares a document type, which Excel never does.', _SAVE_AGAIN)
    return data


def _declares_a_type(name: str, data: bytes) -> bool:
    """Whether a document type comes before the first element, and nowhere else can one: asked of the parser that reads
    the part afterwards, so that no encoding hides it."""
    parser = ParserCreate()
    met: list[bool] = []

    def on_type(*_: object) -> None:
        met.append(True)
        raise _Met

    def on_element(*_: object) -> None:
        met.append(False)
        raise _Met

    parser.StartDoctypeDeclHandler, parser.StartElementHandler = on_type, on_element
    try:
        for at in range(0, len(data), _READ_AT_ONCE):
            parser.Parse(data[at : at + _READ_AT_ONCE], False)
        parser.Parse(b"", True)
    except _Met:
        return met[0]
    except (ExpatError, ValueError, LookupError) as why:
        raise damaged(f"{name}: {why}") from why
    return False


class _Met(Exception):
    """What was looked for is met: the rest is not read."""


_SAVE_AGAIN = "Open it in Excel and save it again as .xlsx."
