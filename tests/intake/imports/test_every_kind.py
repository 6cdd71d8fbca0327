"""Twelve invented schools a kind, in twelve ways of writing files: every class of a teacher in its period and days."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from . import invented
from .invented import STYLES, WEEK, School, put, school
from .reading import everything, imported, labels, questions, rows, taught

SEEDS = range(12)


def assert_as_it_is(
    source: Path, real: School, *, term: str, name: str, kind: str, days: bool = True, co: bool = True
) -> None:
    made = imported(source, term=name)
    assert made.kinds == (kind,)
    known = real.days if days else ()  # a cycle of one day is every day
    if days and len(real.days) > 1 and real.days != WEEK:
        assert labels(made) == real.days
    assert taught(made, known) == real.taught(term, days=days, co=co)
    whole = everything(made)
    assert not [s for s in real.students if s.casefold() in whole.casefold()]
    people = {r["name"] for r in rows(made, "Teachers")}
    assert people >= {name for name, _, _ in real.taught(term, days=days, co=co)}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_oneroster(seed: int, version: str, tmp_path: Path) -> None:
    with_days = version == "1.2" or seed % 2 == 0
    real = school(seed, split=with_days)
    files = invented.oneroster(real, STYLES[seed], version, days=with_days)
    term, name = (("S1", "Semester 1"), ("S2", "T_2"), ("S2", "S2"))[seed % 3]
    known = with_days and bool(real.days)
    source = put(tmp_path, files, zipped=seed % 2 == 0)
    if not known:
        assert_as_it_is(source, real, term=term, name=name, kind="oneroster", days=False)
        return
    assert_as_it_is(source, real, term=term, name=name, kind="oneroster")


@pytest.mark.parametrize("seed", SEEDS)
def test_clever(seed: int, tmp_path: Path) -> None:
    real = school(100 + seed, days=(), split=False)
    source = put(tmp_path, invented.clever(real, STYLES[seed]), zipped=seed % 2 == 0)
    assert_as_it_is(source, real, term="S2", name="Semester 2", kind="clever", days=False)


@pytest.mark.parametrize("seed", SEEDS)
def test_powerschool(seed: int, tmp_path: Path) -> None:
    real = school(200 + seed, days=(("A", "B"), ("A", "B", "C", "D", "E", "F"), WEEK, ("A",))[seed % 4])
    files = invented.powerschool(real, STYLES[seed], prefix=("number", "name", "")[seed % 3])
    source = put(tmp_path, files, zipped=seed % 2 == 1)
    term, name = (("S1", "S1"), ("S2", "3602"), ("S2", "Semester 2"))[seed % 3]
    assert_as_it_is(source, real, term=term, name=name, kind="powerschool", co=False)


@pytest.mark.parametrize("seed", SEEDS)
def test_campus(seed: int, tmp_path: Path) -> None:
    real = school(300 + seed, days=(("A", "B"), ("1", "2", "3", "4"), ())[seed % 3])
    files = invented.campus(real, STYLES[seed], prefixed=seed % 2 == 0, apart=seed % 4 == 3)
    source = put(tmp_path, files, zipped=False)
    assert_as_it_is(source, real, term="S1", name="S1", kind="campus", days=bool(real.days), co=False)


@pytest.mark.parametrize("seed", SEEDS)
def test_aeries(seed: int, tmp_path: Path) -> None:
    real = school(400 + seed, days=("A", "B"))
    source = put(tmp_path, invented.aeries(real, STYLES[seed], api=seed % 3 == 2), zipped=seed % 2 == 0)
    term, name = (("S1", "F"), ("S2", "S"), ("S2", "Spring"))[seed % 3]
    assert_as_it_is(source, real, term=term, name=name, kind="aeries")


HEADERS = (
    str,
    lambda p: f"P{p}",
    lambda p: f"Period {p}",
    lambda p: f"{p}th Period",
    lambda p: f"Per. {p} (8:00-8:55)",
)


@pytest.mark.parametrize("seed", SEEDS)
def test_board(seed: int, tmp_path: Path) -> None:
    real = school(500 + seed, days=(), split=False)
    semesters = seed % 3 != 2
    if not semesters:
        real.classes = [k for k in real.classes if k.term == "Y"]
    grid = invented.board_rows(real, semesters=semesters, marks=seed % 2 == 0, header=HEADERS[seed % 5])
    titles = [["INVENTED HIGH MASTER SCHEDULE 2026-27"], ["Updated 8/3/2026"], []][: seed % 4]
    if seed % 3 == 1:
        source = invented.workbook(tmp_path / "board.xlsx", {"Board": [*titles, *grid]})
    else:
        out = io.StringIO()
        csv.writer(out, lineterminator=("\n", "\r\n", "\r")[seed % 3]).writerows([*titles, *grid])
        source = tmp_path / "board.csv"
        source.write_bytes(out.getvalue().encode("cp1252" if seed % 2 else "utf-8-sig"))
    made = imported(source, term="2" if semesters else "")
    assert made.kinds == ("board",)

    def upper(name: str) -> str:
        teacher = next(t for t in real.teachers if t.name == name)
        return f"{teacher.first} {teacher.last}".upper() if seed % 2 == 0 else name

    expected = {(upper(n), p, d): c for (n, p, d), c in real.taught("S2", days=False).items()}
    assert taught(made, ()) == expected


@pytest.mark.parametrize("seed", SEEDS)
def test_a_list_of_another_system_by_its_headers(seed: int, tmp_path: Path) -> None:
    real = school(600 + seed, days=("A", "B"))
    headers = (
        ("Teacher Name", "Course Title", "Period", "Day", "Room", "Term", "Student"),
        ("Instructor", "Class", "Per", "Days", "Room Number", "Semester", "Student Name"),
        ("Staff Name", "Course Description", "Prd", "Days Met", "Room", "Trm", "Student ID"),
    )[seed % 3]
    lines = [
        (
            k.teachers[0].last_first,
            k.course,
            p,
            "/".join(on) if seed % 2 else ", ".join(on),
            k.room,
            "Year" if k.term == "Y" else k.term,
            real.students[n % 9],
        )
        for k in real.classes
        for ps, on in k.meets
        for p in ps
        for n in range(3)
    ]
    source = put(tmp_path, {"list.csv": invented.table(STYLES[seed], headers, lines)}, zipped=False)
    made = imported(source / "list.csv", term="S1")
    assert made.kinds in (("other",), ("skyward",))
    assert taught(made, real.days) == real.taught("S1", co=False)
    assert not [s for s in real.students if s.casefold() in everything(made).casefold()]
    assert "Whether the column" not in questions(made)
