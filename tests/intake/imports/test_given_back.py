"""What people do with the workbook of an import: check it, answer its questions, edit its map, import again."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from scheduler.cli import main
from scheduler.domain.problem import InputProblems
from scheduler.intake import check_input
from scheduler.pipeline import import_export, write_import

from . import invented
from .invented import STYLES, put, school
from .reading import OCTOBER, everything, imported, questions, rows, taught


def written(folder: Path, source: Path, name: str = "school.xlsx", **more: object) -> Path:
    return write_import(import_export([source], today=OCTOBER, **more), folder / name)  # type: ignore[arg-type]


def powerschool(folder: Path, seed: int) -> Path:
    folder.mkdir(exist_ok=True)
    return put(folder, invented.powerschool(school(seed, days=("A", "B")), STYLES[0], prefix="number"), zipped=True)


def edit(path: Path, sheet: str, change: dict[str, object]) -> None:
    book = openpyxl.load_workbook(path)
    for cell, value in change.items():
        book[sheet][cell] = value
    book.save(path)


def append(path: Path, sheet: str, *lines: list[object]) -> None:
    book = openpyxl.load_workbook(path)
    page = book[sheet] if sheet in book.sheetnames else book.create_sheet(sheet)
    for line in lines:
        page.append(line)
    book.save(path)


# ---- check


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("kind", ["oneroster", "clever", "powerschool", "campus", "aeries"])
def test_nothing_is_wrong_with_it_but_the_questions_and_that_coaches_is_empty(
    kind: str, seed: int, tmp_path: Path
) -> None:
    real = school(seed, days=("A", "B"))
    files = {
        "oneroster": lambda: invented.oneroster(real, STYLES[seed], "1.1", days=True),
        "clever": lambda: invented.clever(real, STYLES[seed]),
        "powerschool": lambda: invented.powerschool(real, STYLES[seed], prefix="name"),
        "campus": lambda: invented.campus(real, STYLES[seed], prefixed=True, apart=False),
        "aeries": lambda: invented.aeries(real, STYLES[seed], api=False),
    }[kind]()
    path = written(tmp_path, put(tmp_path, files, zipped=True), term="S1")
    problems = check_input([path])
    assert {(p.sheet, p.code) for p in problems if p.level == "error"} <= {("Coaches", "no-rows")}
    assert {p.code for p in problems if p.level == "warning"} <= {"open-question"}


def test_a_question_is_a_warning_at_its_cell_until_it_is_confirmed(tmp_path: Path) -> None:
    path = written(tmp_path, powerschool(tmp_path / "in", 5), term="S1")
    asked = [p for p in check_input([path]) if p.code == "open-question"]
    made = imported(tmp_path / "in" / "export.zip", term="S1")
    assert {(p.sheet, p.cell) for p in asked if p.cell} == {(q.sheet, q.cell) for q in made.questions if q.cell}
    assert len(asked) == len(made.questions)
    edit(path, "Questions", {"G2": "Y"})
    left = [p for p in check_input([path]) if p.code == "open-question"]
    assert len(left) == len(asked) - 1
    edit(path, "Questions", {f"G{n}": "y" for n in range(2, len(asked) + 2)})
    assert [p for p in check_input([path]) if p.code == "open-question"] == []


def test_the_same_export_gives_the_same_bytes(tmp_path: Path) -> None:
    source = powerschool(tmp_path / "in", 6)
    one, two = written(tmp_path, source, "a.xlsx", term="S1"), written(tmp_path, source, "b.xlsx", term="S1")
    assert one.read_bytes() == two.read_bytes()


# ---- the map


def test_a_column_that_is_only_alike_is_asked_and_can_be_mapped_by_hand(tmp_path: Path) -> None:
    lines = ["Teecher;Klasse;Stunde;Wo", "Ann Able;Algebra;1;B1", "Bo Best;Art;2;B2"]
    source = tmp_path / "list.csv"
    source.write_text("\n".join(lines))
    with pytest.raises(InputProblems, match="name the columns with --map"):
        imported(source)
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "Map"
    page.append(["what", "file", "source", "read as", "how"])
    for header, field in (("Teecher", "teacher name"), ("Klasse", "course"), ("Stunde", "period"), ("Wo", "room")):
        page.append(["Column", "list", header, field, ""])
    page.append(["Period", "", "2", "Flex", ""])
    book.save(tmp_path / "map.xlsx")
    made = imported(source, map_file=tmp_path / "map.xlsx")
    assert taught(made, ()) == {("Ann Able", "1", ""): {"Algebra"}, ("Bo Best", "Flex", ""): {"Art"}}
    assert {(m.source, m.read_as, m.how) for m in made.map if m.what == "Column"} >= {("Klasse", "course", "by hand")}


def test_a_map_given_back_as_it_was_changes_nothing(tmp_path: Path) -> None:
    source = powerschool(tmp_path / "in", 7)
    path = written(tmp_path, source, term="S1")
    before = imported(source, term="S1")
    after = imported(source, term="S1", map_file=path)
    assert before.sheets == after.sheets
    assert before.questions == after.questions


def test_a_map_that_names_no_field_is_refused_at_its_cell(tmp_path: Path) -> None:
    source = powerschool(tmp_path / "in", 7)
    path = written(tmp_path, source, term="S1")
    edit(path, "Map", {"D3": "scool"})
    with pytest.raises(InputProblems) as refusal:
        imported(source, term="S1", map_file=path)
    assert [(p.sheet, p.cell, p.code) for p in refusal.value.problems] == [("Map", "D3", "unknown-field")]


def test_a_column_is_left_alone_where_the_map_is_blank(tmp_path: Path) -> None:
    source = powerschool(tmp_path / "in", 7)
    path = written(tmp_path, source, term="S1")
    page = openpyxl.load_workbook(path)["Map"]
    at = next(row[0].row for row in page.iter_rows(min_row=2) if row[2].value == "Room")
    edit(path, "Map", {f"D{at}": None})
    made = imported(source, term="S1", map_file=path)
    assert {r["room"] for r in rows(made, "Master schedule")} == {""}


# ---- again


def test_what_people_added_is_kept_the_next_time(tmp_path: Path) -> None:
    first = school(8, days=("A", "B"))
    source = put(tmp_path, invented.powerschool(first, STYLES[0], prefix="number"), zipped=True)
    path = written(tmp_path, source, term="S1")
    people = rows(imported(source, term="S1"), "Teachers")
    columns = [c.value for c in openpyxl.load_workbook(path)["Teachers"][1]]

    def cell(column: str, number: int) -> str:
        return f"{chr(65 + columns.index(column))}{number + 2}"

    edit(
        path,
        "Teachers",
        {cell("programs", 0): "Access", cell("priority", 1): 3, cell("role", 2): "Department chair"},
    )
    edit(path, "Bell schedule", {"D2": "07:45"})
    edit(path, "Sites", {"D2": 7})
    edit(path, "Questions", {"G2": "Y"})
    append(path, "Coaches", ["C1", "M. Chen", "chen@example.org", "55"])
    append(path, "Settings", ["minutes between sessions", 10])
    append(path, "Rules", ["rule", "level", "value"], ["Flex time", "Option", 2])
    gone = first.teachers[4]
    first.classes = [k for k in first.classes if gone not in k.teachers]
    new = invented.Teacher(99, "Nia", "Newcomer")
    first.teachers = [t for t in first.teachers if t is not gone] + [new]
    first.classes.append(invented.Klass(999, "Latin", "English", "B1", "Y", (((first.periods[0],), ()),), (new,)))
    again = tmp_path / "again"
    again.mkdir()
    later = put(again, invented.powerschool(first, STYLES[0], prefix="number"), zipped=True)
    made = imported(later, term="S2", since=path)
    found = {r["teacher"]: r for r in rows(made, "Teachers")}
    assert found[people[0]["teacher"]]["programs"] == "Access"
    assert found[people[1]["teacher"]]["priority"] == "3"
    assert found[people[2]["teacher"]]["role"] == "Department chair"
    assert [r["coach"] for r in rows(made, "Coaches")] == ["C1"]
    assert rows(made, "Bell schedule")[0]["start"] == "07:45"
    assert rows(made, "Sites")[0]["sections funded"] == "7"
    settings = {r["key"]: r["value"] for r in rows(made, "Settings")}
    assert (settings["minutes between sessions"], settings["term"]) == ("10", "S2")
    assert [r["rule"] for r in rows(made, "Rules")] == ["Flex time"]
    said = "\n".join(f.why for f in made.files)
    assert f"teachers gone: {gone.name}" in said
    assert "teachers new: Nia Newcomer" in said
    assert gone.name not in {r["name"] for r in rows(made, "Teachers")}
    out = write_import(made, tmp_path / "spring.xlsx")
    assert {p.code for p in check_input([out]) if p.level == "error"} == set()
    for q in made.questions:
        if q.sheet == "Teachers" and q.cell:
            assert rows(made, "Teachers")[int(q.cell[1:]) - 2]["name"] in q.unknown


def test_a_teacher_who_became_a_coach_is_no_teacher_again(tmp_path: Path) -> None:
    source = powerschool(tmp_path / "in", 9)
    path = written(tmp_path, source, term="S1")
    who = rows(imported(source, term="S1"), "Teachers")[0]
    append(path, "Coaches", [who["teacher"], who["name"], "", "55"])
    made = imported(source, term="S1", since=path)
    assert who["teacher"] not in {r["teacher"] for r in rows(made, "Teachers")}
    out = write_import(made, tmp_path / "again.xlsx")
    assert {p.code for p in check_input([out]) if p.level == "error"} == set()


# ---- the command


def run(*words: object) -> tuple[int, str]:
    result = CliRunner().invoke(main, [str(w) for w in words])
    return result.exit_code, result.output


def test_the_command_writes_and_tells(tmp_path: Path) -> None:
    source = powerschool(tmp_path / "in", 5)
    code, said = run("import", source, "-o", tmp_path / "x.xlsx", "--term", "S1", "--json")
    told = json.loads(said)
    assert code == 0
    assert told["kinds"] == ["powerschool"]
    assert told["term"] == "S1"
    assert [f["file"] for f in told["import"]] == [
        "export.zip/sections.export.text",
        "export.zip/teachers.export.text",
        "all classes",
    ]
    assert told["questions"][0]["no"] == 1
    code, said = run("import", source, "-o", tmp_path / "x.xlsx")
    assert code == 0
    assert "coach check" in said


def test_its_exit_codes(tmp_path: Path) -> None:
    source = powerschool(tmp_path / "in", 5)
    assert run("import", source)[0] == 2
    assert run("import", source, "-o", tmp_path / "x.csv")[0] == 2
    assert run("import", source, "-o", tmp_path / "x.xlsx", "--kind", "paper")[0] == 2
    assert run("import", tmp_path / "no.zip", "-o", tmp_path / "x.xlsx")[0] == 3
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n")
    code, said = run("import", other, "-o", tmp_path / "x.xlsx", "--json")
    assert code == 3
    assert json.loads(said)["problems"][0]["code"] == "unknown-export"
    assert run("import", source, "-o", tmp_path / "x.xlsx", "--kind", "oneroster")[0] == 3
    assert not (tmp_path / "x.xlsx").exists()


def test_a_calendar_goes_along_with_an_export(tmp_path: Path) -> None:
    source = powerschool(tmp_path / "in", 5)
    ics = tmp_path / "district.ics"
    ics.write_text(
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20260701T000000Z\n"
        "DTSTART;VALUE=DATE:20260907\nSUMMARY:Labor Day Holiday\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    made = imported(source, ics, term="S1")
    assert made.kinds == ("powerschool", "ics")
    assert [r["event"] for r in rows(made, "Calendar")] == ["Labor Day Holiday"]
    assert rows(made, "Teachers")
    assert "Labor Day" in questions(made)
    assert "Labor Day" in everything(made)
