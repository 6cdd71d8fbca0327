"""Files that are no workbook, or that would hurt whoever opens them: one error of the file, at once, in words."""

from __future__ import annotations

import time
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font
from workbooks import csv_text, rewritten, save, school

from scheduler.intake import check_input, read_instance

MIB = 2**20
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return save(tmp_path / "school.xlsx", school())


def zipped(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as box:
        for name, data in parts.items():
            box.writestr(name, data)
    return path


def put(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def with_prolog(good: Path, target: Path, prolog: bytes, encoding: str = "utf-8", mark: bytes = b"") -> Path:
    """The good school with something written before the first sheet's XML, in another encoding."""
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(target, "w") as new:
        for part in old.namelist():
            data = old.read(part)
            if part == "xl/worksheets/sheet1.xml":
                data = mark + (prolog + data).decode().encode(encoding)
            new.writestr(part, data)
    return target


REFUSED: dict[str, tuple[Callable[[Path, Path], Path], str, str]] = {
    "a file that is not there": (
        lambda here, good: here / "no.xlsx",
        "no-such-file",
        "no.xlsx: there is no such file. Look at its name and its folder.",
    ),
    "an empty file": (
        lambda here, good: put(here / "e.xlsx", b""),
        "empty-file",
        "e.xlsx: the file is empty. Save the workbook again and use that file.",
    ),
    "a web page named .xlsx": (
        lambda here, good: put(here / "p.xlsx", b"<html></html>"),
        "wrong-type",
        "p.xlsx: the file is named .xlsx and is a web page. Open it in Excel and save it as .xlsx.",
    ),
    "half a workbook": (
        lambda here, good: put(here / "h.xlsx", good.read_bytes()[:3000]),
        "damaged-file",
        "h.xlsx: the file is damaged or was not downloaded to its end (its directory is missing). "
        "Open it in Excel, save it again and use that file.",
    ),
    "a workbook with a password": (
        lambda here, good: put(here / "s.xlsx", OLE + bytes(500)),
        "encrypted",
        "s.xlsx: the file has a password, or is an old .xls with another name. "
        "Open it in Excel, remove the password and save it as .xlsx.",
    ),
    "an old workbook": (
        lambda here, good: put(here / "o.XLS", OLE + bytes(500)),
        "other-format",
        "o.XLS: this is an old Excel workbook (.xls). Open it and save it as .xlsx.",
    ),
    "a binary workbook": (
        lambda here, good: put(here / "b.xlsb", good.read_bytes()),
        "other-format",
        "b.xlsb: this is a binary Excel workbook (.xlsb). Open it and save it as .xlsx.",
    ),
    "an OpenDocument workbook": (
        lambda here, good: put(here / "l.ods", good.read_bytes()),
        "other-format",
        "l.ods: this is an OpenDocument workbook (.ods). Open it and save it as .xlsx.",
    ),
    "another kind of file": (
        lambda here, good: put(here / "t.doc", b"teacher"),
        "other-format",
        't.doc: ".doc" is not a kind of file that is read here. '
        "Use a .xlsx, a .csv named like a sheet, or a folder or .zip of them.",
    ),
    "a zip of something else named .xlsx": (
        lambda here, good: zipped(here / "z.xlsx", {"a.txt": b"x"}),
        "wrong-type",
        "z.xlsx: the file is not an Excel workbook. Open it and save it as .xlsx.",
    ),
    "a workbook named .csv": (
        lambda here, good: put(here / "Teachers.csv", good.read_bytes()),
        "wrong-type",
        "Teachers.csv: this is a workbook or a .zip that is named .csv. Rename it to .xlsx or .zip.",
    ),
    "a .csv that is no text": (
        lambda here, good: put(here / "Teachers.csv", bytes(range(256)) * 20),
        "wrong-type",
        'Teachers.csv: the file is not text. Save it as "CSV UTF-8" or as .xlsx.',
    ),
    "a file of more than 25 MiB": (
        lambda here, good: put(here / "big.xlsx", b"PK\x03\x04" + bytes(26 * MIB)),
        "file-too-big",
        "big.xlsx: the file has 26.0 MiB; at most 25 MiB are read. "
        "Split it into several files; they are merged when they are used together.",
    ),
    "more than 100 MiB unpacked": (
        lambda here, good: zipped(here / "u.zip", {"Teachers.csv": bytes(101 * MIB)}),
        "unpacked-too-big",
        "u.zip: the file has 101 MiB when unpacked; at most 100 MiB are read. "
        "Delete the sheets and pictures that the program does not need, or split the file.",
    ),
    "a part that grows a thousandfold": (
        lambda here, good: zipped(here / "r.xlsx", {"xl/workbook.xml": bytes(50 * MIB)}),
        "unpacked-too-big",
        'r.xlsx: "xl/workbook.xml" grows 1028-fold when unpacked; at most 100-fold is read. '
        "Delete the empty formatted rows below the data and save it again.",
    ),
    "thousands of parts": (
        lambda here, good: zipped(here / "m.zip", {f"{n}.csv": b"" for n in range(2001)}),
        "too-many-parts",
        "m.zip: the file holds 2001 parts; at most 2000 are read. "
        "Use a workbook saved by Excel, or a .zip of a few .csv files.",
    ),
    "a name that leads out of the file": (
        lambda here, good: zipped(here / "t.zip", {"../Teachers.csv": b"teacher,site"}),
        "unsafe-name",
        't.zip: a part of it is named "../Teachers.csv", which leads out of the file. '
        "Make the file again with Excel, or zip plain files.",
    ),
    "a zip in a zip": (
        lambda here, good: zipped(here / "n.zip", {"inner.zip": good.read_bytes()}),
        "nested-zip",
        "n.zip/inner.zip: this is a .zip inside a folder or .zip. Unpack it first.",
    ),
    "a document type": (
        lambda here, good: with_prolog(good, here / "d.xlsx", b'<!DOCTYPE a [<!ENTITY b "c">]>'),
        "unsafe-xml",
        'd.xlsx: "xl/worksheets/sheet1.xml" declares a document type, which Excel never does. '
        "Open it in Excel and save it again as .xlsx.",
    ),
    "a document type in UTF-16": (
        lambda here, good: with_prolog(
            good, here / "d16.xlsx", b'<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a>', "utf-16"
        ),
        "unsafe-xml",
        'd16.xlsx: "xl/worksheets/sheet1.xml" declares a document type, which Excel never does. '
        "Open it in Excel and save it again as .xlsx.",
    ),
    **{
        f"a document type in {encoding}{' with its mark' if mark else ''}{' as is declared' if declared else ''}": (
            lambda here, good, e=encoding, m=mark, d=declared: with_prolog(
                good, here / "e.xlsx", (d and b'<?xml version="1.0" encoding="UTF-16"?>') + b"<!DOCTYPE a>", e, m
            ),
            "unsafe-xml",
            'e.xlsx: "xl/worksheets/sheet1.xml" declares a document type, which Excel never does. '
            "Open it in Excel and save it again as .xlsx.",
        )
        for encoding, mark in (
            ("utf-16-le", b"\xff\xfe"),
            ("utf-16-be", b"\xfe\xff"),
            ("utf-16-le", b""),
            ("utf-16-be", b""),
        )
        for declared in (b"", b"yes")
        if mark or declared
    },
    "a document type behind a comment of a hundred thousand characters": (
        lambda here, good: with_prolog(good, here / "e.xlsx", b"<!--" + b"x" * 100_000 + b"--><!DOCTYPE a>"),
        "unsafe-xml",
        'e.xlsx: "xl/worksheets/sheet1.xml" declares a document type, which Excel never does. '
        "Open it in Excel and save it again as .xlsx.",
    ),
    **{
        f"an encoding in which one could hide: {encoding}": (
            lambda here, good, e=encoding: with_prolog(
                good, here / "c.xlsx", b'<?xml version="1.0" encoding="' + e + b'"?>+ADwAIQ-DOCTYPE a+AD4-'
            ),
            "unsafe-xml",
            'c.xlsx: "xl/worksheets/sheet1.xml" is written in an encoding that Excel never uses. '
            "Open it in Excel and save it again as .xlsx.",
        )
        for encoding in (b"utf-7", b"UTF-7", b"utf-32", b"ucs-4", b"hz", b"iso-2022-jp", b"big5", b"cp500")
    },
    "an encoding in which one could hide": (
        lambda here, good: with_prolog(good, here / "c.xlsx", b'<?xml version="1.0" encoding="cp037"?>'),
        "unsafe-xml",
        'c.xlsx: "xl/worksheets/sheet1.xml" is written in an encoding that Excel never uses. '
        "Open it in Excel and save it again as .xlsx.",
    ),
    "a quote that is never closed": (
        lambda here, good: put(here / "Teachers.csv", b'teacher,site\n"T1,LHS\n' + b"x\n" * 100_000),
        "damaged-file",
        "Teachers.csv: the file is damaged or was not downloaded to its end (line 65535: field larger than field limit "
        "(131072)). Open it in Excel, save it again and use that file.",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_bad_file_is_one_error_at_once(name: str, tmp_path: Path, good: Path) -> None:
    make, code, said = REFUSED[name]
    path = make(tmp_path, good)
    began = time.perf_counter()
    problems = check_input([path])
    assert time.perf_counter() - began < 1
    assert [(p.level, p.code, str(p), p.sheet) for p in problems] == [("error", code, said, "")]


def test_a_bad_file_beside_a_good_one_is_all_that_is_said(tmp_path: Path, good: Path) -> None:
    """What the bad file may have defined is not missed in the good one."""
    book = school()
    del book["Coaches"]
    (problem,) = check_input([save(tmp_path / "site.xlsx", book), put(tmp_path / "coaches.xlsx", b"PK\x03\x04")])
    assert problem.where == "coaches.xlsx"


def test_far_out_cells_cost_nothing(tmp_path: Path, good: Path) -> None:
    book = openpyxl.load_workbook(good)
    book["Teachers"].cell(1_048_576, 16_384).font = Font(bold=True)
    book["Coaches"].cell(1_048_576, 16_384, "x")
    book.save(tmp_path / "far.xlsx")
    tracemalloc.start()
    (problem,) = check_input([tmp_path / "far.xlsx"])
    assert (problem.level, problem.where) == ("warning", "Coaches!XFD1")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20 * MIB


def test_a_dimension_that_lies_hides_no_row(tmp_path: Path, good: Path) -> None:
    change = {"xl/worksheets/sheet3.xml": (b'<dimension ref="A1:M4" />', b'<dimension ref="A1:A1" />')}
    assert len(read_instance([rewritten(good, tmp_path / "lie.xlsx", change)]).teachers) == 3


def test_blank_rows_between_are_skipped(tmp_path: Path, good: Path) -> None:
    rows = b"".join(b'<row r="%d"><c r="A%d" s="1" /></row>' % (n, n) for n in range(6, 100_000))
    last = b'<row r="100000"><c r="A100000" t="inlineStr"><is><t>T9</t></is></c></row></sheetData>'
    path = rewritten(good, tmp_path / "gap.xlsx", {"xl/worksheets/sheet3.xml": (b"</sheetData>", rows + last)})
    assert [str(p) for p in check_input([path])] == [
        "Teachers!C100000: site is blank. Write the site, or clear the row."
    ]


@pytest.mark.parametrize(
    ("rows", "said"), [pytest.param(200_000, [], marks=pytest.mark.lands), (200_001, ["Master schedule"])]
)
def test_a_sheet_has_at_most_200_000_rows(rows: int, said: list[str], tmp_path: Path) -> None:
    book = school()
    for name in ("Settings", "Teachers", "Coaches"):
        put(tmp_path / f"{name}.csv", csv_text(book[name]).encode())
    line = b"T1,1,Mon\n"  # a Teach row; the same one again is a combined class
    put(tmp_path / "Master schedule.csv", b"teacher,period,days\n" + line * (rows - 1))
    errors = [p for p in check_input([tmp_path]) if p.level == "error" and p.code == "too-many-rows"]
    assert [p.where for p in errors] == said


def test_a_sheet_of_too_many_columns_is_refused(tmp_path: Path) -> None:
    book = school()
    book["Teachers"][0] += [f"extra {n}" for n in range(600)]
    (problem,) = [p for p in check_input([save(tmp_path / "wide.xlsx", book)]) if p.level == "error"]
    assert str(problem) == (
        "Teachers: the sheet has more than 500 columns with something in them. "
        "Delete what is below and beside the data."
    )


def test_no_file_at_all_is_an_error() -> None:
    assert [str(p) for p in check_input([])] == ["input: no file was named. Name at least one workbook."]


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "inputs").mkdir()
    (tmp_path / "inputs" / ".hidden.csv").write_text("x")
    assert [str(p) for p in check_input([tmp_path / "inputs"])] == [
        "inputs: there is no .csv and no .xlsx in it. Put a file for each sheet into it."
    ]
