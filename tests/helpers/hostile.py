"""Files that were made to do harm, or that are none of the program's: what each is called, and what is said of it."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl.utils import get_column_letter
from workbooks import changed, save, school

MIB = 2**20
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TEACHERS = "xl/worksheets/sheet3.xml"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True)
class Hostile:
    """A file, and a part of what is said of it."""

    name: str
    content: Callable[[], bytes]
    said: str


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for name, content in parts.items():
            box.writestr(name, content)
    return out.getvalue()


@cache
def honest() -> dict[str, bytes]:
    """The parts of a workbook with one wrong cell: without what is done to it, it would be read and marked."""
    with TemporaryDirectory() as folder:
        path = save(Path(folder) / "school.xlsx", changed(school(), {"Teachers!C2": "Nowhere"}))
        with zipfile.ZipFile(path) as box:
            return {name: box.read(name) for name in box.namelist()}


def with_changed(part: str, before: bytes, after: bytes) -> bytes:
    """The honest workbook with some bytes of a part changed."""
    parts = dict(honest())
    assert before in parts[part]
    parts[part] = parts[part].replace(before, after, 1)
    return zipped(parts)


def after_the_rows(more: bytes) -> bytes:
    return with_changed(TEACHERS, b"</sheetData>", b"</sheetData>" + more)


def laughter() -> bytes:
    """A document type whose last entity is a million million letters."""
    ten = b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(12))
    return b'<!DOCTYPE l [<!ENTITY a "ha">' + ten + b"]>"


def far_out(columns: int) -> bytes:
    """The honest workbook with a hundred thousand cells in the last rows and the last columns that Excel has."""
    rows = b"".join(
        b'<row r="%d"><c r="%s%d" t="b"><v>1</v></c></row>'
        % (row, get_column_letter(16_384 - row % columns).encode(), row)
        for row in range(1_048_576 - 100_000, 1_048_577)
    )
    return with_changed(TEACHERS, b"</sheetData>", rows + b"</sheetData>")


def lying() -> bytes:
    """A part that says it has a thousand bytes, and has sixty million."""
    data = bytearray(zipped({"xl/workbook.xml": bytes(60 * MIB)}))
    struct.pack_into("<I", data, 22, 1_000)
    struct.pack_into("<I", data, data.find(b"PK\x01\x02") + 24, 1_000)
    return bytes(data)


def overlapping() -> bytes:
    """Fifteen hundred parts that are one and the same bytes."""
    data = zipped({"a0000.csv": b"teacher,site\n" * 60_000})
    at, end = data.find(b"PK\x01\x02"), data.find(b"PK\x05\x06")
    entries = b"".join(data[at:end].replace(b"a0000", b"a%04d" % n) for n in range(1_500))
    closing = bytearray(data[end:])
    struct.pack_into("<HHII", closing, 8, 1_500, 1_500, len(entries), at)
    return data[:at] + entries + bytes(closing)


def nested() -> bytes:
    inner = zipped({"Teachers.csv": b"teacher,site\n" * 1_000})
    for _ in range(20):
        inner = zipped({"inner.zip": inner})
    return inner


def many_links() -> bytes:
    link = b'<Relationship Id="x%d" Type="x/sharedStrings" Target="/xl/sharedStrings.xml"/>'
    many = b"".join(link % n for n in range(20_000))
    return with_changed("xl/_rels/workbook.xml.rels", b"</Relationships>", many + b"</Relationships>")


SHEET_AGAIN = b'<sheets><sheet xmlns:r="%s" name="S" sheetId="99" r:id="rId1"/>' % LINKS.encode()
MERGES = b"".join(b'<mergeCell ref="A2:B%d"/>' % n for n in range(3, 100_000))

REFUSED = (
    Hostile("empty.xlsx", lambda: b"", "the file is empty."),
    Hostile("old.xls", lambda: OLE + bytes(600), "this is an old Excel workbook (.xls)."),
    Hostile("password.xlsx", lambda: OLE + bytes(600), "the file has a password"),
    Hostile("page.xlsx", lambda: b"<html>not a workbook</html>", "is a web page."),
    Hostile("program.exe", lambda: b"MZ" + bytes(100), '".exe" is not a kind of file that is read here.'),
    Hostile("noise.csv", lambda: bytes(range(256)) * 4_000, "the file is not text."),
    Hostile("cut.xlsx", lambda: zipped(honest())[:3_000], "is damaged or was not downloaded to its end"),
    Hostile("bomb.xlsx", lambda: zipped({"xl/workbook.xml": bytes(90 * MIB)}), "grows 1028-fold when unpacked"),
    Hostile("bomb.zip", lambda: zipped({"Teachers.csv": bytes(101 * MIB)}), "the file has 101 MiB when unpacked"),
    Hostile("lying.xlsx", lying, "is damaged"),
    Hostile("overlapping.zip", overlapping, "MiB when unpacked"),
    Hostile("nested.zip", nested, "this is a .zip inside a folder or .zip."),
    Hostile("parts.zip", lambda: zipped({f"{n}.csv": b"" for n in range(2_001)}), "holds 2001 parts"),
    Hostile("leads out.zip", lambda: zipped({"../Teachers.csv": b"teacher,site"}), "which leads out of the file."),
    Hostile(
        "entities.xlsx", lambda: with_changed(TEACHERS, b"<worksheet", laughter() + b"<worksheet"), "a document type"
    ),
    Hostile(
        "merged.xlsx",
        lambda: after_the_rows(b'<mergeCells><mergeCell ref="P50:XFD1048576"/></mergeCells>'),
        "more than 200000 cells of Teachers are merged.",
    ),
    Hostile(
        "merges.xlsx",
        lambda: after_the_rows(b"<mergeCells>" + MERGES + b"</mergeCells>"),
        "more than 200000 cells of Teachers are merged.",
    ),
    Hostile(
        "one sheet twice.xlsx",
        lambda: with_changed("xl/workbook.xml", b"<sheets>", SHEET_AGAIN),
        "is said to be two sheets",
    ),
    Hostile(
        "long address.xlsx",
        lambda: with_changed(TEACHERS, b'r="A2"', b'r="' + b"A" * 3_000_000 + b'2"'),
        "(cell AAAAAAAAAAAAAAAAAAAA)",
    ),
    Hostile(
        "long number.xlsx", lambda: with_changed(TEACHERS, b'r="2"', b'r="' + b"9" * 3_000_000 + b'"'), "is damaged"
    ),
    Hostile("Coaches.csv", lambda: b"," * 20 * MIB, "the sheet has too many empty cells."),
    Hostile("Teachers.csv", lambda: b"\n" * 20 * MIB, "the sheet has more than 1048576 lines."),
)

# Of these the cells are understood and one is wrong, but what Excel would show beside them is broken: no marked copy.
NOT_MARKED = (
    Hostile(
        "entities elsewhere.xlsx",
        lambda: zipped(honest() | {"docProps/core.xml": laughter() + b"<a>&l;</a>"}),
        '"Nowhere" is not a site.',
    ),
    Hostile(
        "cut elsewhere.xlsx", lambda: zipped(honest() | {"docProps/core.xml": b"<cut"}), '"Nowhere" is not a site.'
    ),
)
MARKED = (
    Hostile("far.xlsx", lambda: far_out(400), '"Nowhere" is not a site.'),
    Hostile("wide.xlsx", lambda: far_out(16_000), "more than 500 columns with something in them."),
    Hostile("twenty thousand links.xlsx", many_links, '"Nowhere" is not a site.'),
    Hostile(
        "merged over the header.xlsx",
        lambda: after_the_rows(b'<mergeCells><mergeCell ref="A1:B3"/></mergeCells>'),
        'the cells A1:B3 are merged over ids ("teacher").',
    ),
)
