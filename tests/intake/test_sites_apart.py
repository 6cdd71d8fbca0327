"""What the people of a site are told of their file tells nothing that is not in it, and nothing else of it counts."""

from __future__ import annotations

from pathlib import Path

import pytest
from marked_district import FOREIGN_ROWS, FOREIGN_SHEETS, MARK, OWN, attacks, elsewhere, lincoln, written
from workbooks import changed, save, school

from intake.test_bad_cells import CASES, Case
from scheduler import pipeline
from scheduler.domain.problem import InputProblems, Problem
from scheduler.intake.understood import Understood
from scheduler.pipeline.one_site import read_site

DATA = Path(__file__).parents[2].parent / "shared" / "data"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return written(tmp_path_factory.mktemp("district"))


def told(path: Path, files: dict[str, Path]) -> Understood:
    """What Lincoln's admin is told of a file, beside those of everybody else."""
    others = [file for place, file in files.items() if place != OWN]
    return pipeline.understand_site_file(path, others, OWN, sites_of(files))


def sites_of(files: dict[str, Path]) -> dict[Path, str]:
    return {path: place for place, path in files.items() if place}


def words(found: Understood) -> str:
    return "\n".join(map(repr, (*found.problems, *found.sheets, *found.left_out)))


def errors(problems: tuple[Problem, ...]) -> list[str]:
    return [str(p) for p in problems if p.level == "error"]


def test_the_district_itself_is_good(files: dict[str, Path]) -> None:
    instance = pipeline.read(*files.values(), of_sites=sites_of(files))
    assert set(instance.sites) == {OWN, f"{MARK}S", "W"}
    assert told(files[OWN], files).problems == ()


@pytest.mark.parametrize("attack", attacks(), ids=str)
def test_no_file_makes_a_message_tell_of_others(attack: str, files: dict[str, Path], tmp_path: Path) -> None:
    found = told(save(tmp_path / "own.xlsx", attacks()[attack]), files)
    assert MARK not in words(found)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_no_bad_cell_that_there_is_makes_a_message_tell_of_others(
    case: Case, files: dict[str, Path], tmp_path: Path
) -> None:
    found = told(save(tmp_path / "own.xlsx", changed(school(), case.cells)), files)
    assert MARK not in words(found)
    if next(iter(case.cells)).startswith(("Teachers!", "Master schedule!")) and case.name not in HARMLESS:
        assert errors(found.problems) or case.code in {p.code for p in found.problems}


# Of these the fault lies in a sheet that does not count in a site's file.
HARMLESS = {case.name for case in CASES if any(not k.startswith(("Teachers!", "Master")) for k in case.cells)}


@pytest.mark.parametrize("sheet", FOREIGN_SHEETS)
def test_a_sheet_of_the_district_does_not_count_in_a_site_s_file(
    sheet: str, files: dict[str, Path], tmp_path: Path
) -> None:
    path = save(tmp_path / "own.xlsx", lincoln() | {sheet: FOREIGN_SHEETS[sheet]})
    found = told(path, files)
    assert errors(found.problems) == []
    (said,) = [p for p in found.problems if p.code == "sheet-of-the-district"]
    assert (said.level, said.sheet) == ("warning", sheet)
    (question,) = found.left_out
    assert (question.sheet, question.rows) == (sheet, len(FOREIGN_SHEETS[sheet]))
    assert question.first[0][0] == str(FOREIGN_SHEETS[sheet][0][0])
    before = pipeline.read(*files.values(), of_sites=sites_of(files))
    after = pipeline.read(
        *[path if place == OWN else file for place, file in files.items()], of_sites={**sites_of(files), path: OWN}
    )
    assert {name: getattr(after, name) for name in COMPARED} == {name: getattr(before, name) for name in COMPARED}


COMPARED = (
    *("settings", "sites", "bells", "teachers", "states", "coaches", "availability", "programs"),
    *("rules", "travel", "pins"),
)


@pytest.mark.parametrize("place", range(len(FOREIGN_ROWS)))
def test_a_row_that_is_not_the_site_s_is_refused_at_its_cell(
    place: int, files: dict[str, Path], tmp_path: Path
) -> None:
    sheet, row = FOREIGN_ROWS[place]
    book = lincoln()
    book[sheet] = [*book[sheet], row]
    found = told(save(tmp_path / "own.xlsx", book), files)
    number = len(book[sheet])
    blamed = {p.cell for p in found.problems if p.level == "error" and p.sheet == sheet}
    assert any(str(cell).endswith(str(number)) for cell in blamed) or row in ACCEPTED


ACCEPTED = (
    ["g2", "Gus", "LHS"],  # South has a G2: of that nothing is told
    ["T8", "Gus", "LHS", None, None, None, "Cycle, Cycle"],
    ["T8", "Gus", "LHS", None, None, None, None, None, "C1", "C1"],
)


@pytest.mark.parametrize(
    ("sheet", "there", "nowhere"),
    [
        ("Teachers", ["T8", "Gus", "W"], ["T8", "Gus", "X"]),
        ("Master schedule", ["G1", "Algebra"], ["X1", "Algebra"]),
        ("Master schedule", ["GC", "Algebra"], ["XC", "Algebra"]),
        ("Teachers", ["T8", "G", "LHS", *[None] * 5, "GC"], ["T8", "G", "LHS", *[None] * 5, "XC"]),
        ("Teachers", ["T8", "G", "LHS", *[None] * 6, "GC"], ["T8", "G", "LHS", *[None] * 6, "XC"]),
        ("Teachers", ["T8", "G", "LHS", *[None] * 7, "GC"], ["T8", "G", "LHS", *[None] * 7, "XC"]),
    ],
)
def test_who_is_elsewhere_is_told_of_as_who_is_nowhere(
    sheet: str, there: list[str], nowhere: list[str], files: dict[str, Path], tmp_path: Path
) -> None:
    said = []
    for number, row in enumerate((there, nowhere)):
        book = lincoln()
        book[sheet] = [*book[sheet], row]
        found = told(save(tmp_path / f"own{number}.xlsx", book), files)
        texts = [(p.code, p.level, p.sheet, p.cell, p.text, p.fix) for p in found.problems]
        odd = {*there, *nowhere} - {None, "T8", "G", "Gus", "LHS", "Algebra"}
        for id in odd:
            texts = [tuple(str(part).replace(f'"{id}"', "it") for part in text) for text in texts]
        said.append(texts)
    assert said[0] == said[1]


def test_nobody_can_take_a_coach_of_elsewhere_by_a_teacher_s_name(files: dict[str, Path], tmp_path: Path) -> None:
    """A teacher of the own file called like somebody elsewhere: the row is the teacher's, or it is refused."""
    book = lincoln()
    book["Teachers"] = [*book["Teachers"], ["T8", "GC", "LHS"]]
    book["Master schedule"] = [*book["Master schedule"], ["GC", "MINE", "MINE", "MINE", "MINE", "MINE", "MINE"]]
    path = save(tmp_path / "own.xlsx", book)
    inputs = [path if place == OWN else file for place, file in files.items()]
    try:
        instance = pipeline.read(*inputs, of_sites={**sites_of(files), path: OWN})
    except InputProblems:
        return
    before = pipeline.read(*files.values(), of_sites=sites_of(files))
    assert instance.availability["GC"] == before.availability["GC"]


def test_what_somebody_else_has_is_refused_by_what_stands_in_the_cell(files: dict[str, Path], tmp_path: Path) -> None:
    book = lincoln()
    book["Teachers"] = [*book["Teachers"], ["G1", "Gus", "LHS"]]
    found = told(save(tmp_path / "own.xlsx", book), files)
    assert errors(found.problems) == [
        'Teachers!A5: "G1" cannot be used beside the district\'s other files. '
        "Write ids that begin with the site's own letters, or ask the district planner."
    ]


def test_a_coach_at_home_has_rows_in_the_site_s_file_and_a_visitor_has_not(
    files: dict[str, Path], tmp_path: Path
) -> None:
    book = elsewhere("W")
    book["Master schedule"].append(["GC", None, None, "Mine"])
    path = save(tmp_path / "west.xlsx", book)
    others = [file for place, file in files.items() if place != "W"]
    found = pipeline.understand_site_file(path, others, "W", sites_of(files))
    assert errors(found.problems) == [
        'Master schedule!A5: "GC" is not a teacher of W, nor a coach who is at home there. '
        "Fix the spelling, add the person to Teachers, or clear the row."
    ]


def test_what_a_site_s_file_breaks_elsewhere_is_the_planner_s_to_see(files: dict[str, Path], tmp_path: Path) -> None:
    """The district's file pins G1, who is gone from South's new file."""
    book = elsewhere(f"{MARK}S")
    book["Teachers"] = [row for row in book["Teachers"] if row[0] != "G1"]
    book["Master schedule"] = [row for row in book["Master schedule"] if row[0] != "G1"]
    path = save(tmp_path / "south.xlsx", book)
    others = [file for place, file in files.items() if place != f"{MARK}S"]
    found = pipeline.understand_site_file(path, others, f"{MARK}S", sites_of(files))
    assert [p.code for p in found.problems if p.level == "error"] == ["does-not-fit"]
    assert [p.sheet for p in found.elsewhere] == ["Pins"]


def test_a_site_that_the_district_does_not_have_is_told_so(files: dict[str, Path], tmp_path: Path) -> None:
    path = save(tmp_path / "own.xlsx", lincoln())
    others = [file for place, file in files.items() if place != OWN]
    found = pipeline.understand_site_file(path, others, "NEW", sites_of(files))
    assert "no-such-site" in {p.code for p in found.problems}
    assert MARK not in words(found)


def test_a_site_s_run_that_cannot_be_read_says_why_in_the_same_words(files: dict[str, Path], tmp_path: Path) -> None:
    path = save(tmp_path / "own.xlsx", attacks()["every foreign row"])
    with pytest.raises(InputProblems) as refusal:
        read_site([files[""], path], OWN, {path: OWN})
    assert MARK not in repr(refusal.value.problems)
    assert {p.file for p in refusal.value.problems} <= {"own.xlsx", ""}


@pytest.mark.parametrize("folder", ["district-five-schools", "desmoines-two-sites"])
def test_the_files_of_real_schools_are_good_as_their_sites_give_them(folder: str) -> None:
    if not (DATA / folder).is_dir():
        pytest.skip("needs the inputs on real timetables in ../shared/data")
    sites = {path: path.stem.removeprefix("site-") for path in (DATA / folder).glob("site-*.xlsx")}
    for path, site in sites.items():
        others = [DATA / folder / "district.xlsx", *(p for p in sites if p != path)]
        found = pipeline.understand_site_file(path, others, site, sites)
        assert errors(found.problems) == [], site
        assert found.left_out == ()
        assert found.instance is not None


def test_of_an_export_terms_bell_times_and_proposed_coaches_are_questions(tmp_path: Path) -> None:
    if not (DATA / "exports" / "aeries").is_dir():
        pytest.skip("needs the exports in ../shared/data")
    path = pipeline.write_import(pipeline.import_export([DATA / "exports" / "aeries"]), tmp_path / "school.xlsx")
    found = pipeline.understand_site_file(path, [], "104", {})
    assert [s.sheet for s in found.sheets] == ["Teachers", "Master schedule"]
    assert {"Settings", "Bell schedule", "Coaches"} <= {s.sheet for s in found.left_out}
    assert {p.sheet for p in found.problems if p.code == "open-question"} >= {"Settings", "Bell schedule"}
