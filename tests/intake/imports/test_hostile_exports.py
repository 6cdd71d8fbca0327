"""Exports that are broken, or would hurt whoever opens them: refused in words, or read; never an accident."""

from __future__ import annotations

import io
import random
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from quickness import Within

from scheduler.domain.problem import InputProblems
from scheduler.export.import_workbook import import_bytes
from scheduler.intake.imports import export_kinds

from . import invented
from .invented import STYLES, put, school
from .reading import everything, imported, rows

MIB = 2**20


def kinds(seed: int) -> dict[str, dict[str, bytes]]:
    real = school(seed, days=("A", "B"))
    style = STYLES[seed % len(STYLES)]
    return {
        "oneroster": invented.oneroster(real, style, ("1.0", "1.1", "1.2")[seed % 3], days=seed % 2 == 0),
        "clever": invented.clever(real, style),
        "powerschool": invented.powerschool(real, style, prefix="number"),
        "campus": invented.campus(real, style, prefixed=True, apart=False),
        "aeries": invented.aeries(real, style, api=False),
        "board": {
            "board.csv": "\n".join(
                ",".join(f'"{c}"' for c in row)
                for row in invented.board_rows(real, semesters=True, marks=True, header=str)
            ).encode()
        },
        "ics": {
            "c.ics": b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20260907\r\n"
            b"RRULE:FREQ=WEEKLY;COUNT=3\r\nSUMMARY:No School\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        },
    }


def spoiled(data: bytes, rng: random.Random) -> bytes:
    """A file with something wrong in it."""
    choice = rng.randrange(8)
    at = rng.randrange(max(1, len(data)))
    if choice == 0:
        return data[:at]
    if choice == 1:
        return data[:at] + bytes(rng.randrange(256) for _ in range(rng.randrange(1, 40))) + data[at:]
    if choice == 2:
        return data.replace(b",", rng.choice((b";", b"\t", b'"', b",,")), rng.randrange(1, 50))
    if choice == 3:
        return (
            data[:at]
            + rng.choice((b'"', b"\0", b"\r", b"\n\n", b"(((", b"1-9999999(A)", b"=1+1", b"\xef\xbb\xbf"))
            + data[at:]
        )
    if choice == 4:
        lines = data.split(b"\n")
        rng.shuffle(lines)
        return b"\n".join(lines)
    if choice == 5:
        return data + data[rng.randrange(len(data)) :]
    if choice == 6:
        return data.replace(rng.choice((b"1", b"A", b"-", b"(")), rng.choice((b"", b"ZZ", b"99", b")")))
    return bytes(b if rng.random() > 0.01 else rng.randrange(256) for b in data)


def refused_with(source: Path, term: str) -> list[str]:
    """What is said against an export; nothing where it can be read."""
    try:
        import_bytes(imported(source, term=term))
    except InputProblems as refusal:
        return [p.text for p in refusal.problems]
    return []


@pytest.mark.parametrize("seed", range(12))
def test_a_spoiled_export_is_refused_in_words_or_read(seed: int, tmp_path: Path, within: Within) -> None:
    rng = random.Random(seed)
    for kind, files in kinds(seed).items():
        for turn in range(3):
            some = dict(files)
            for name in rng.sample(sorted(some), min(2, len(some))):
                some[name] = spoiled(some[name], rng)
            folder = tmp_path / f"{kind}{turn}"
            folder.mkdir()
            source = put(folder, {n: d for n, d in some.items() if d}, zipped=rng.random() < 0.5)
            term = rng.choice(("", "S1", "F"))
            said = within(5, lambda source=source, term=term: refused_with(source, term))
            assert all(text.endswith(".") for text in said)


REFUSED = {
    "a bomb": "unpacked-too-big",
    "a path that leads out": "unsafe-name",
    "a zip in a zip": "nested-zip",
    "a password": "encrypted",
    "half a zip": "damaged-file",
    "an old workbook": "wrong-type",
    "nothing": "empty-file",
    "binary": "wrong-type",
}


def hostile(folder: Path, what: str) -> Path:
    path = folder / "export.zip"
    if what == "an old workbook":
        path = folder / "classes.csv"
        path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600)
        return path
    if what == "nothing":
        path.write_bytes(b"")
        return path
    if what == "binary":
        path = folder / "classes.csv"
        path.write_bytes(bytes(range(256)) * 4)
        return path
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as box:
        if what == "a bomb":
            box.writestr("classes.csv", b"sourcedId," * (9 * MIB))
        elif what == "a path that leads out":
            box.writestr("../classes.csv", b"sourcedId,title\n1,2\n")
        elif what == "a zip in a zip":
            box.writestr("more.zip", b"PK\x05\x06" + b"\0" * 18)
        else:
            box.writestr("classes.csv", b"sourcedId,title\n1,2\n" * 500)
    data = path.read_bytes()
    if what == "a password":
        data = data.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00")
        path.write_bytes(data)
    elif what == "half a zip":
        path.write_bytes(data[: len(data) // 2])
    return path


@pytest.mark.parametrize("what", REFUSED)
def test_a_hostile_file_is_refused_as_the_reader_does(what: str, tmp_path: Path) -> None:
    with pytest.raises(InputProblems) as refusal:
        imported(hostile(tmp_path, what))
    assert [p.code for p in refusal.value.problems] == [REFUSED[what]]


def test_a_title_that_is_a_formula_stays_text(tmp_path: Path) -> None:
    files = kinds(4)["clever"]
    files["sections.csv"] = files["sections.csv"].replace(b"Algebra 1", b"=cmd|' /C calc'!A0")
    made = imported(put(tmp_path, files, zipped=True), term="S2")
    with zipfile.ZipFile(io.BytesIO(import_bytes(made))) as box:
        assert not any(b"<f>" in box.read(n) for n in box.namelist() if n.startswith("xl/worksheets/sheet"))


def large(folder: Path) -> Path:
    """2,000 classes of 330 teachers at six schools, with 60,000 rows of students."""
    style = STYLES[1]
    header = (
        "sourcedId",
        "title",
        "courseSourcedId",
        "location",
        "schoolSourcedId",
        "termSourcedIds",
        "subjects",
        "periods",
    )
    classes = [
        (
            f"C{n}",
            f"Course {n % 90}",
            f"K{n % 90}",
            f"R{n % 330}",
            f"S{n % 330 % 6}",
            "T1",
            f"Dept {n % 7}",
            str(n // 330 + 1),
        )
        for n in range(2_000)
    ]
    enrollments = [(f"E{n}", f"C{n}", f"S{n % 330 % 6}", f"T{n % 330}", "teacher", "true") for n in range(2_000)]
    enrollments += [(f"X{n}", f"C{n % 2_000}", "S1", f"STUDENT{n % 9_000}Q", "student", "false") for n in range(60_000)]
    users = [(f"T{n}", f"S{n % 6}", "teacher", f"First{n}", f"Last{n}", f"t{n}@example.org") for n in range(330)]
    users += [(f"STUDENT{n}Q", "S1", "student", f"Given{n}Q", f"Family{n}Q", "") for n in range(9_000)]
    files = {
        "orgs.csv": invented.table(
            style, ("sourcedId", "name", "type"), [(f"S{n}", f"School {n}", "school") for n in range(6)]
        ),
        "academicSessions.csv": invented.table(
            style,
            ("sourcedId", "title", "type", "startDate", "endDate"),
            [("T1", "Semester 1", "semester", "2026-08-10", "2026-12-18")],
        ),
        "courses.csv": invented.table(style, ("sourcedId", "title"), [(f"K{n}", f"Course {n}") for n in range(90)]),
        "classes.csv": invented.table(style, header, classes),
        "enrollments.csv": invented.table(
            style, ("sourcedId", "classSourcedId", "schoolSourcedId", "userSourcedId", "role", "primary"), enrollments
        ),
        "users.csv": invented.table(
            style, ("sourcedId", "orgSourcedIds", "role", "givenName", "familyName", "email"), users
        ),
    }
    return put(folder, files, zipped=True)


def test_a_second_file_is_known_for_an_export_too(tmp_path: Path) -> None:
    """A module of the same name once took the place of the function, at its first call."""
    source = put(tmp_path, kinds(1)["clever"], zipped=True)
    assert export_kinds(source) != ()
    assert export_kinds(source) == export_kinds(source)


MEASURED = """
import sys
from pathlib import Path
from scheduler.pipeline import import_export, write_import
write_import(import_export([sys.argv[1]]), Path(sys.argv[2]))
# Not ru_maxrss, which counts what the process that began this one held.
status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
print(int(status["VmHWM"].split()[0]) / 1024)
"""


def test_a_large_district_is_imported_in_five_seconds_and_300_mib(tmp_path: Path, within: Within) -> None:
    source, target = large(tmp_path), tmp_path / "school.xlsx"
    command = [sys.executable, "-c", MEASURED, str(source), str(target)]
    done = within(5, lambda: subprocess.run(command, capture_output=True, text=True, check=True, timeout=120))
    assert float(done.stdout) < 300
    made = imported(source)
    assert len(rows(made, "Master schedule")) >= 2_000
    whole = everything(made)
    assert not re.search(r"STUDENT\d+Q|Given\d+Q|Family\d+Q", whole)
