"""Texts that no page or database could keep are replaced or refused at their cell; what Excel escapes is read whole."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from workbooks import changed, csv_text, save, school

from scheduler.domain.problem import Problem
from scheduler.intake import check_input, read_instance
from scheduler.intake.files.storable_text import too_long


def given(path: Path, text: str, cell: str = "Teachers!B2") -> Path:
    """The good school with a text in a cell exactly as it stands in the XML: openpyxl would escape it."""
    save(path, changed(school(), {cell: "PUT-IT-HERE"}))
    with zipfile.ZipFile(path) as box:
        parts = {name: box.read(name) for name in box.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as box:
        for name, data in parts.items():
            box.writestr(name, data.replace(b"PUT-IT-HERE", text.encode()))
    return path


def name_of_t1(path: Path) -> str:
    return read_instance([path]).teachers["T1"].name


def odd(path: Path) -> list[Problem]:
    return [p for p in check_input([path]) if p.code in ("half-character", "too-long")]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Ann_xD83D__xDE00_", "Ann\N{GRINNING FACE}"),
        ("Ann_x000A_B", "Ann\nB"),
        ("Ann_x005F_xD800_", "Ann_xD800_"),
        ("Ann \N{GRINNING FACE}", "Ann \N{GRINNING FACE}"),
        ("_xFFFF_Ann", "\uffffAnn"),
    ],
)
def test_what_excel_escapes_is_read_whole_and_nothing_is_said(tmp_path: Path, text: str, read: str) -> None:
    path = given(tmp_path / "s.xlsx", text)
    assert name_of_t1(path) == read
    assert not odd(path)


@pytest.mark.parametrize("half", ["_xD800_", "_xDC00_", "_xDE00__xD83D_", "_x0000_"])
def test_half_a_character_is_replaced_with_a_warning_at_its_cell(tmp_path: Path, half: str) -> None:
    path = given(tmp_path / "s.xlsx", f"Ann{half}")
    replaced = "Ann" + "\ufffd" * half.count("_x")
    assert name_of_t1(path) == replaced
    (said,) = odd(path)
    assert (said.level, str(said)) == (
        "warning",
        f'Teachers!B2: "{replaced}" holds half of a character, which was replaced by \ufffd. Write the text again.',
    )


def test_half_a_character_in_an_id_is_the_same_wherever_the_id_is_named(tmp_path: Path) -> None:
    book = school()
    for sheet in ("Teachers", "Master schedule"):
        book[sheet] = [["PUT-IT-HERE" if cell == "T1" else cell for cell in row] for row in book[sheet]]
    save(tmp_path / "t.xlsx", book)
    with zipfile.ZipFile(tmp_path / "t.xlsx") as old, zipfile.ZipFile(tmp_path / "s.xlsx", "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"PUT-IT-HERE", b"T_xD800_"))
    assert "T\ufffd" in read_instance([tmp_path / "s.xlsx"]).teachers
    assert [p.cell for p in odd(tmp_path / "s.xlsx")] == ["A2", "A2"]


def test_half_a_character_in_a_csv_of_utf_16_is_replaced_with_a_warning(tmp_path: Path) -> None:
    for sheet, grid in changed(school(), {"Teachers!B2": "Ann\ud800"}).items():
        if len(grid) > 1:
            data = csv_text(grid).encode("utf-16-le", "surrogatepass")
            (tmp_path / f"{sheet}.csv").write_bytes(b"\xff\xfe" + data)
    assert name_of_t1(tmp_path) == "Ann\ufffd"
    assert [p.cell for p in odd(tmp_path)] == ["B2"]


LONG_ID, LONG_CELL = "x" * 101, "x" * 2_001


@pytest.mark.parametrize(
    ("cell", "text", "most"),
    [
        ("Teachers!A4", LONG_ID, "100 of an id or a label"),
        ("Coaches!A3", LONG_ID, "100 of an id or a label"),
        ("Sites!A2", LONG_ID, "100 of an id or a label"),
        ("Master schedule!G1", LONG_ID, "100 of an id or a label"),
        ("Programs!A4", LONG_ID, "100 of an id or a label"),
        ("Coaches!D2", f"Mentor, {LONG_ID}", "100 of an id or a label"),
        ("Teachers!B2", LONG_CELL, "2,000 of a cell"),
        ("Master schedule!B2", LONG_CELL, "2,000 of a cell"),
        ("Rules!F2", LONG_CELL, "2,000 of a cell"),
    ],
)
def test_a_text_that_is_too_long_is_an_error_at_its_cell(tmp_path: Path, cell: str, text: str, most: str) -> None:
    path = save(tmp_path / "s.xlsx", changed(school(), {cell: text}))
    (said,) = odd(path)
    shown = f'"{text[:57]}..." has {len(text):,} characters; at most {most} are read. Shorten it.'
    assert (said.level, str(said)) == ("error", f"{cell}: {shown}")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("Teachers!A4", "x" * 100),
        ("Coaches!D2", ", ".join(["Mentor", *(f"Role {n}" for n in range(100))])),
        ("Teachers!B2", "x" * 2_000),
        ("Master schedule!B2", "x" * 2_000),
        ("Rules!F2", "x" * 2_000),
    ],
)
def test_one_that_is_just_as_long_as_it_may_be_is_read(tmp_path: Path, cell: str, text: str) -> None:
    assert not odd(save(tmp_path / "s.xlsx", changed(school(), {cell: text})))


def test_an_id_is_as_long_as_it_is_when_it_is_compared() -> None:
    ligature = "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}"  # eighteen characters by NFKC
    assert too_long(ligature * 6, 100, False) == 100
    assert too_long(ligature * 5, 100, False) == 0
