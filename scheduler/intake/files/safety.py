"""What is looked at before any parser sees a file: its size, its kind, and what a .zip or .xlsx says it holds."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from pathlib import PurePosixPath
from xml.parsers.expat import ExpatError, ParserCreate

from scheduler.domain.message import Message, problem_of
from scheduler.domain.place import Place
from scheduler.domain.problem import Problem
from scheduler.intake.files.limits import (
    MIB,
    MOST_ENTRIES,
    MOST_FILE_BYTES,
    MOST_RATIO,
    MOST_UNPACKED_BYTES,
    RATIO_COUNTS_FROM,
)
from scheduler.messages import files as messages

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

    def __init__(self, message: Message, /, **fields: object) -> None:
        super().__init__(message.code)
        self.message, self.fields = message, fields

    def problem(self, file: str) -> Problem:
        """What is said of the file."""
        return problem_of(self.message, Place(file), **self.fields)


def refuse_size(size: int) -> None:
    """Raises Refusal for an empty file, or one of more than 25 MiB."""
    if size == 0:
        raise Refusal(messages.EMPTY_FILE)
    if size > MOST_FILE_BYTES:
        raise Refusal(messages.FILE_TOO_BIG, size=size / MIB, most=MOST_FILE_BYTES // MIB)


def refuse_kind(name: str, data: bytes) -> None:
    """Raises Refusal for a file that is no .xlsx, .xlsm, .csv (.tsv, .txt, .text) or .zip, by its name and by its first
    bytes."""
    suffix = PurePosixPath(name).suffix.casefold()
    if suffix in _OTHER_KINDS:
        raise Refusal(messages.OTHER_FORMAT, kind=_OTHER_KINDS[suffix], suffix=suffix)
    is_text = suffix in (".csv", ".tsv", ".txt", ".text")
    if suffix not in (".xlsx", ".xlsm", ".zip") and not is_text:
        raise Refusal(messages.UNKNOWN_FORMAT, name=suffix or name)
    if data.startswith(OLE):
        raise Refusal(messages.ENCRYPTED)
    if is_text and data.startswith(_ZIP):
        raise Refusal(messages.WORKBOOK_NAMED_OTHERWISE, suffix=suffix)
    if not is_text and not data.startswith(_ZIP):
        what = "a web page" if data.lstrip()[:1] == b"<" else "something else"
        raise Refusal(messages.NO_ZIP if suffix == ".zip" else messages.NO_WORKBOOK, suffix=suffix, what=what)


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
    return Refusal(messages.DAMAGED_FILE, why=str(why))


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
        raise Refusal(messages.TOO_MANY_PARTS, count=entries, most=MOST_ENTRIES)


def _refuse_parts(parts: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_ENTRIES:
        raise Refusal(messages.TOO_MANY_PARTS, count=len(parts), most=MOST_ENTRIES)
    if unpacked > MOST_UNPACKED_BYTES:
        raise Refusal(messages.UNPACKED_TOO_BIG, size=unpacked / MIB, most=MOST_UNPACKED_BYTES // MIB)
    seen = set()
    for part in parts:
        pieces = part.filename.replace("\\", "/").split("/")
        if part.filename.startswith(("/", "\\")) or ".." in pieces or re.match("[A-Za-z]:", part.filename):
            raise Refusal(messages.UNSAFE_NAME, name=part.filename)
        if part.filename in seen:
            raise Refusal(messages.PART_TWICE, name=part.filename)
        seen.add(part.filename)
        if part.flag_bits & 0x1:
            raise Refusal(messages.PART_WITH_A_PASSWORD)
        if part.file_size > RATIO_COUNTS_FROM and part.file_size > MOST_RATIO * max(1, part.compress_size):
            raise Refusal(
                messages.GROWS_TOO_MUCH,
                name=part.filename,
                times=part.file_size // max(1, part.compress_size),
                most=MOST_RATIO,
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
        raise Refusal(messages.XML_IN_ANOTHER_ENCODING, name=name)
    if _declares_a_type(name, data):
        raise Refusal(messages.XML_WITH_A_TYPE, name=name)
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
