"""Several inputs are one: workbooks, .csv files of any kind, folders and .zips give the same instance."""

from __future__ import annotations

import dataclasses
import zipfile
from pathlib import Path

import pytest
from workbooks import Book, csv_text, save, school

from scheduler.domain.instance import Instance
from scheduler.intake import check_input, read_instance


def plain(instance: Instance) -> Instance:
    """The instance without what is said about it."""
    return dataclasses.replace(instance, problems=())


@pytest.fixture
def expected(tmp_path: Path) -> Instance:
    return plain(read_instance([save(tmp_path / "whole.xlsx", school())]))


def write_csvs(folder: Path, book: Book, *, delimiter: str = ",", end: str = "\r\n", encoding: str = "utf-8") -> Path:
    folder.mkdir()
    for name, grid in book.items():
        (folder / f"{name}.csv").write_bytes(csv_text(grid, delimiter=delimiter, end=end).encode(encoding))
    return folder


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_a_folder_of_csv_files_is_the_same_input(
    delimiter: str, end: str, encoding: str, tmp_path: Path, expected: Instance
) -> None:
    folder = write_csvs(tmp_path / "inputs", school(), delimiter=delimiter, end=end, encoding=encoding)
    assert plain(read_instance([folder])) == expected


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_names_keep_their_accents_in_every_encoding(encoding: str, tmp_path: Path) -> None:
    book = school()
    book["Teachers"][1][1] = "Zoë Núñez"
    folder = write_csvs(tmp_path / "inputs", book, encoding=encoding)
    assert read_instance([folder]).teachers["T1"].name == "Zoë Núñez"


def test_a_line_for_excel_and_lists_with_the_other_separator_are_understood(tmp_path: Path) -> None:
    folder = write_csvs(tmp_path / "inputs", school(), delimiter=";")
    text = (folder / "Coaches.csv").read_text()
    (folder / "Coaches.csv").write_text("sep=;\n" + text, newline="")
    assert read_instance([folder]).coaches["C1"].departments == ("Math", "Science")


def test_a_zip_of_csv_files_and_workbooks_is_the_same_input(tmp_path: Path, expected: Instance) -> None:
    book = school()
    rest = {name: grid for name, grid in book.items() if name != "Teachers"}
    with zipfile.ZipFile(tmp_path / "inputs.zip", "w") as box:
        box.writestr("inputs/teachers.csv", csv_text(book["Teachers"]))
        box.write(save(tmp_path / "rest.xlsx", rest), "inputs/rest.xlsx")
        box.writestr("__MACOSX/inputs/._teachers.csv", b"\0\1")
        box.writestr("inputs/~$rest.xlsx", b"locked by the office")
    assert plain(read_instance([tmp_path / "inputs.zip"])) == expected


def test_a_district_workbook_and_one_for_each_site_are_one_input(tmp_path: Path) -> None:
    book = school()
    book["Sites"].append(["WHS", "Wilson", None, 3])
    district = {name: grid for name, grid in book.items() if name not in ("Teachers", "Master schedule")}
    first = {name: book[name] for name in ("Teachers", "Master schedule")}
    second = {
        "TEACHERS ": [["Wilson High School"], [], ["Staff ID", "School"], ["W1", "WHS"]],
        "Master-Schedule": [["Teacher", "P1", "Period 2"], ["W1", "Choir", "conf"]],
    }
    paths = [
        save(tmp_path / f"{name}.xlsx", own)
        for name, own in (("district", district), ("lincoln", first), ("wilson", second))
    ]
    instance = read_instance(paths)
    assert list(instance.teachers) == ["T1", "T2", "T3", "W1"]
    assert [s.doing for s in instance.states["W1"][:10]] == ["Teaching"] * 5 + ["Prep"] * 5
    assert instance.problems == ()


def test_what_stands_in_two_files_is_said_with_both(tmp_path: Path) -> None:
    more = {
        "Settings": [["key", "value"], ["cycles", 3]],
        "Teachers": [["teacher", "site"], ["T1", "LHS"]],
        "Coaches": [["coach", "sites"], ["C2", "LHS"]],
        "Sites": [["site"], ["LHS"]],
    }
    problems = check_input([save(tmp_path / "a.xlsx", school()), save(tmp_path / "b.xlsx", more)])
    twice = "Keep one of the two rows, or write a different id in one of them."
    assert [(p.file, str(p)) for p in problems] == [
        ("b.xlsx", 'Settings!B2: cycles is "3" here and "2" in Settings!B2 of a.xlsx. Keep one of the two.'),
        ("b.xlsx", f'Sites!A2: "LHS" appears twice: Sites!A2 of b.xlsx and Sites!A2 of a.xlsx. {twice}'),
        ("b.xlsx", f'Teachers!A2: "T1" appears twice: Teachers!A2 of b.xlsx and Teachers!A2 of a.xlsx. {twice}'),
        ("b.xlsx", f'Coaches!A2: "C2" appears twice: Coaches!A2 of b.xlsx and Coaches!A3 of a.xlsx. {twice}'),
    ]


def test_two_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    book = school()
    paths = [save(tmp_path / "a" / "in.xlsx", book), save(tmp_path / "b" / "in.xlsx", {"Sites": book["Sites"]})]
    (problem,) = check_input(paths)
    assert problem.file == str(paths[1])


def test_a_file_given_twice_is_read_once(tmp_path: Path) -> None:
    path = save(tmp_path / "in.xlsx", school())
    assert [(p.level, p.code) for p in check_input([path, path])] == [("note", "file-twice")]


def test_missing_sheets_are_said_each(tmp_path: Path) -> None:
    path = save(tmp_path / "in.xlsx", {"Sites": [["site"], ["LHS"]]})
    assert [str(p) for p in check_input([path])] == [
        "Teachers: this sheet is required, and no file has it (or it is empty). "
        "Add a sheet Teachers with the columns teacher, site.",
        "Master schedule: this sheet is required, and no file has it (or it is empty). "
        "Add a sheet Master schedule with the columns teacher, and one a period.",
        "Coaches: this sheet is required, and no file has it (or it is empty). "
        "Add a sheet Coaches with the columns coach, sites.",
    ]


@pytest.mark.parametrize("sheet", ["Sites", "Teachers", "Master schedule", "Coaches"])
def test_a_header_and_no_rows_is_one_error(sheet: str, tmp_path: Path) -> None:
    book = school()
    book[sheet] = book[sheet][:1]
    errors = [p for p in check_input([save(tmp_path / "in.xlsx", book)]) if p.level == "error"]
    assert [(p.code, p.where) for p in errors] == [("no-rows", sheet)]


def test_a_sheet_without_its_header_is_one_error(tmp_path: Path) -> None:
    book = school()
    book["Coaches"][0] = ["Name of the coach", "Where"]
    errors = [p for p in check_input([save(tmp_path / "in.xlsx", book)]) if p.level == "error"]
    assert [str(p) for p in errors] == [
        "Coaches: none of the first rows holds the columns coach, sites (the first row: Name of the coach, Where). "
        "Write them into one row, above the data."
    ]
