"""A scenario changes cells, is read like any input, and is blamed at its own cell."""

# ruff: noqa: E501  # messages are pinned whole, and read best on one line
from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from workbooks import Book, csv_text, save, school

from scheduler.domain.instance import Instance
from scheduler.domain.problem import InputProblems
from scheduler.domain.scenario import Ask, ScenarioInput
from scheduler.intake import check_input
from scheduler.intake.scenarios.scenario_sheet import UnknownScenario, read_scenarios
from scheduler.scenarios.side_by_side import axis_of

HEADER = ["scenario", "change", "sheet", "row", "column", "value"]
Row = Sequence[Any]


def workbook(path: Path, *rows: Row, book: Book | None = None) -> Path:
    """The good school with these rows in its sheet Scenarios; a row without a name belongs to scenario X."""
    made = book or school()
    made["Scenarios"] = [HEADER, *(list(row) if len(row) == 6 else ["X", *row] for row in rows)]
    return save(path / "school.xlsx", made)


def scenario(path: Path, *rows: Row, book: Book | None = None) -> ScenarioInput:
    """The scenario X that these rows make."""
    base, *others = read_scenarios([workbook(path, *rows, book=book)])
    assert base.name == "Base"
    assert [s.name for s in others] == ["X"]
    return others[0]


def refused(path: Path, *rows: Row, book: Book | None = None) -> list[str]:
    """What is said of the errors in these rows."""
    with pytest.raises(InputProblems) as caught:
        read_scenarios([workbook(path, *rows, book=book)])
    return [str(p) for p in caught.value.problems if p.level == "error"]


def test_base_comes_first_and_is_the_workbook_as_it_stands(tmp_path: Path) -> None:
    base, more = read_scenarios([workbook(tmp_path, ("More", "Set", "Sites", "LHS", "sections funded", 8))])
    assert (base.name, base.changes, base.instance.sites["LHS"].sections_funded) == ("Base", (), 7)
    assert (more.name, more.instance.sites["LHS"].sections_funded) == ("More", 8)


def test_an_input_without_the_sheet_has_base_alone(tmp_path: Path) -> None:
    assert [s.name for s in read_scenarios([save(tmp_path / "school.xlsx", school())])] == ["Base"]


class Case(NamedTuple):
    """Rows of scenario X, and what is then so."""

    name: str
    rows: tuple[Row, ...]
    holds: Callable[[Instance], object]
    expected: object


def _statuses(instance: Instance, coach: str, period: str) -> list[str]:
    slots = zip(instance.home_slots(coach), instance.availability[coach], strict=True)
    return [status for slot, status in slots if slot.period == period]


def _doing(instance: Instance, teacher: str, period: str) -> list[str]:
    slots = zip(instance.slots("LHS"), instance.states[teacher], strict=True)
    return [state.doing for slot, state in slots if slot.period == period]


# fmt: off
CASES = (
    Case("a cell is set", (("Set", "Coaches", "C2", "release max", 4),), lambda i: i.coaches["C2"].release_max, 4),
    Case("a cell is cleared", (("Set", "Sites", "LHS", "sections funded", None),), lambda i: i.sites["LHS"].sections_funded, None),
    Case("a column the sheet lacks is set", (("Set", "Sites", "LHS", "cost per section", 24000),), lambda i: i.sites["LHS"].cost_per_section, 24000),
    Case("several rows are set", (("Set", "Coaches", "C1, C2", "max caseload", 9),), lambda i: [c.max_caseload for c in i.coaches.values()], [9, 9]),
    Case("names match whatever their case", (("set", "COACHES", "c2", "Release Max", 4),), lambda i: i.coaches["C2"].release_max, 4),
    Case("a setting by its key", (("Set", "Settings", "cycles", "value", 3),), lambda i: i.settings.cycles, 3),
    Case("a setting that exists by default", (("Set", "Settings", "weeks", "", 2),), lambda i: i.settings.weeks, 2),
    Case("a rule of the sheet", (("Set", "Rules", "Flex time", "value", 2),), lambda i: i.rule("Flex time").value, 2),
    Case("a rule that exists by default", (("Set", "Rules", "grade match", "level", "Required"),), lambda i: i.rule("Grade match").level, "Required"),
    Case("a rule at one site keeps what holds for all", (("Set", "Rules", "Flex time", "value", 3), ("Set", "Rules", "Flex time/LHS", "level", "Option")),
         lambda i: (i.rule("Flex time", "LHS").level, i.rule("Flex time", "LHS").value, i.rule("Flex time").level), ("Option", 3, "Recommended")),
    Case("a session of a program", (("Set", "Programs", "Cycle/Plan", "minutes", 25),), lambda i: i.programs["Cycle"].sessions[0].minutes, 25),
    Case("what is the whole program's", (("Set", "Programs", "Cycle", "cycles", 2),), lambda i: i.programs["Cycle"].cycles, 2),
    Case("a cell of a wide schedule", (("Set", "Master schedule", "T1/3", "course", "Prep"),), lambda i: set(_doing(i, "T1", "3")), {"Prep"}),
    Case("a cell of a wide schedule as it looks", (("Set", "Master schedule", "T1", "3", "Prep"),), lambda i: set(_doing(i, "T1", "3")), {"Prep"}),
    Case("the kind, in a wide schedule", (("Set", "Master schedule", "T1/3", "kind", "Off"),), lambda i: set(_doing(i, "T1", "3")), {"Off"}),
    Case("some days, in a wide schedule", (("Set", "Master schedule", "T1/3/Mon, Tue", "course", "Prep"),), lambda i: _doing(i, "T1", "3"), ["Prep", "Prep", "Teaching", "Teaching", "Teaching"]),
    Case("an availability on its days", (("Set", "Coach availability", "C1/1/Monday", "status", "Avoid"),), lambda i: _statuses(i, "C1", "1")[0], "Avoid"),
    Case("an availability that exists by default", (("Set", "Coach availability", "C2/2", "", "Prep"),), lambda i: set(_statuses(i, "C2", "2")), {"Prep"}),
    Case("a slot of the default bell schedule", (("Set", "Bell schedule", "Regular/1/Mon-Fri", "start", "07:45"),), lambda i: (i.slots("LHS")[0].start, len(i.slots("LHS"))), (465, 35)),
    Case("a coach is added", (("Add", "Coaches", "C9", "sites", "LHS"), ("Add", "Coaches", "C9", "full time", "Y")), lambda i: (i.coaches["C9"].sites, i.coaches["C9"].full_time), (("LHS",), True)),
    Case("a teacher is added with a class", (("Add", "Teachers", "T9", "site", "LHS"), ("Add", "Master schedule", "T9/2", "course", "Algebra")), lambda i: set(_doing(i, "T9", "2")), {"Teaching"}),
    Case("a session is added", (("Add", "Programs", "Cycle/Debrief", "minutes", 20),), lambda i: [s.name for s in i.programs["Cycle"].sessions], ["Plan", "Observe", "Debrief"]),
    Case("a site and a way to it are added", (("Add", "Sites", "MHS", "name", "Mid"), ("Set", "Travel", "LHS/MHS", "minutes", 7)), lambda i: i.travel_minutes("MHS", "LHS"), 7),
    Case("a pin is added", (("Add", "Pins", "1", "pin", "Coach"), ("Add", "Pins", "1", "teacher", "T1"), ("Add", "Pins", "1", "coach", "C2")), lambda i: [(p.kind, p.teacher, p.coach) for p in i.pins], [("Coach", "T1", "C2")]),
    Case("a coach is removed, and every mention", (("Remove", "Coaches", "C1", None, None),), lambda i: (list(i.coaches), i.teachers["T2"].requested_coach), (["C2"], "")),
    Case("a teacher is removed", (("Remove", "Teachers", "T1, T2", None, None),), lambda i: (list(i.teachers), list(i.states)), (["T3"], ["T3"])),
    Case("a session is removed, and what comes after it stays", (("Remove", "Programs", "Cycle/Plan", None, None),), lambda i: [(s.name, s.after) for s in i.programs["Cycle"].sessions] + [i.programs["Cycle"].cycles], [("Observe", ""), 1]),
    Case("a program is removed", (("Remove", "Programs", "Cycle", None, None),), lambda i: (sorted(i.programs), i.teachers["T1"].programs), (["Access", "Mentoring"], ("Access",))),
    Case("a rule goes back to its default", (("Set", "Rules", "Flex time", "value", 3), ("Remove", "Rules", "Flex time", None, None)), lambda i: i.rule("Flex time").value, 1),
    Case("a period of the default bell schedule is removed", (("Set", "Bell schedule", "Regular/6/Mon-Fri", "end", "14:36"), ("Remove", "Bell schedule", "Regular/6/Mon-Fri", None, None)), lambda i: i.class_periods("LHS"), ("1", "2", "3", "4", "5")),
    Case("what was removed is added anew", (("Remove", "Coaches", "C2", None, None), ("Add", "Coaches", "C2", "sites", "LHS")), lambda i: i.coaches["C2"].name, "C2"),
)
# fmt: on


@pytest.mark.parametrize("case", CASES, ids=[c.name for c in CASES])
def test_what_a_scenario_makes_of_the_input(case: Case, tmp_path: Path) -> None:
    made = scenario(tmp_path, *case.rows)
    assert case.holds(made.instance) == case.expected


class Fault(NamedTuple):
    """A row of scenario X, and all that is said of it."""

    name: str
    row: Row
    said: str


# fmt: off
FAULTS = (
    Fault("no such sheet", ("Set", "Sitez", "LHS", "name", "x"), 'Scenarios!C2: "Sitez" is not a sheet that a scenario can change (nearest: "Sites"). Write one of: Settings, Sites, Bell schedule, Teachers, Master schedule, Coaches, Coach availability, Programs, Rules, Travel, Cycles, Meetings, Calendar, Pins.'),
    Fault("no such row", ("Set", "Coaches", "C7", "name", "x"), 'Scenarios!D2: "C7" is not a row of Coaches. Fix the id, or Add the row.'),
    Fault("no such row, and one is near", ("Remove", "Sites", "LSH", None, None), 'Scenarios!D2: "LSH" is not a row of Sites (nearest: "LHS"). Fix the id, or Add the row.'),
    Fault("no such rule", ("Set", "Rules", "Grade mach", "level", "Off"), 'Scenarios!D2: "Grade mach" is not a row of Rules (nearest: "Grade match"). Fix the id, or Add the row.'),
    Fault("an id of another form", ("Set", "Travel", "LHS", "minutes", 5), 'Scenarios!D2: "LHS" is not the id of a row of Travel: those are written from/to. Write the id that way.'),
    Fault("no row", ("Set", "Coaches", None, "name", "x"), "Scenarios!D2: row is blank. Write the id of the row, or several."),
    Fault("no such column", ("Set", "Coaches", "C1", "release maxi", 3), 'Scenarios!E2: "release maxi" is not a column of Coaches (nearest: "release max"). Write one of: coach, name, email, sites, roles, departments, grades, release min, release max, full time, max caseload, max sessions per day, lead, new, cost.'),
    Fault("no column", ("Set", "Coaches", "C1", None, 3), "Scenarios!E2: column is blank. Write the column that is changed."),
    Fault("no such change", ("Sett", "Coaches", "C1", "name", 3), 'Scenarios!B2: "Sett" is not one of Set, Add, Remove (nearest: "Set"). Write one of them.'),
    Fault("a value that the cell may not have", ("Set", "Sites", "LHS", "sections funded", "eight"), 'Scenarios!F2: "eight" is not a whole number of 0 or more. Write a number of 0 or more.'),
    Fault("an id that no sheet defines", ("Set", "Coaches", "C1", "sites", "MHS"), 'Scenarios!F2: "MHS" is not a site (nearest: "LHS"). Fix the spelling, or add it to the sheet Sites.'),
    Fault("a column that a wide sheet cannot hold", ("Set", "Master schedule", "T1/3", "room", "B1"), "Scenarios!E2: Master schedule has a column for each period here, and no place for room. Change the course, or use the long form."),
    Fault("a row that stands already", ("Add", "Coaches", "c1", "name", "x"), 'Scenarios!D2: "c1" is already in Coaches. Set its cells, or Add a row with another id.'),
    Fault("a new row without what it needs", ("Add", "Coaches", "C9", "name", "x"), "Scenarios!D2: sites is blank. Write the sites, or clear the row."),
    Fault("a removal with a column", ("Remove", "Coaches", "C1", "name", None), "Scenarios!E2: Remove deletes a whole row, and needs neither column nor value. Clear it; to clear one cell, Set it to a blank value."),
    Fault("no such pin", ("Remove", "Pins", "Coach/T1", None, None), 'Scenarios!D2: "Coach/T1" is not a row of Pins. Fix the id, or Add the row.'),
    Fault("a pin of another form", ("Remove", "Pins", "1", None, None), 'Scenarios!D2: "1" is not the id of a row of Pins: those are written pin/teacher or pin/coach, with /session or /period behind it where needed. Write the id that way.'),
    Fault("Base is changed", ("base", "Set", "Sites", "LHS", "name", "x"), 'Scenarios!A2: "base" is the workbook as it stands, and changes nothing. Rename the scenario.'),
)
# fmt: on


@pytest.mark.parametrize("fault", FAULTS, ids=lambda f: f.name)
def test_a_mistake_is_said_at_its_own_cell(fault: Fault, tmp_path: Path) -> None:
    assert refused(tmp_path, fault.row) == [fault.said]


def test_a_mistake_that_shows_elsewhere_is_said_where_the_scenario_begins(tmp_path: Path) -> None:
    book = school()
    book["Pins"].append(["Coach", "T1", None, "C1", None, None, None, None, None, None])
    book["Programs"][1][2] = 2
    said = refused(tmp_path, ("Set", "Coaches", "C1", "sites", "MHS"), ("Add", "Sites", "MHS", None, None), book=book)
    assert said[0].startswith('Scenarios!A2: with "X", Pins!')


def test_every_mistake_of_every_scenario_is_said_at_once(tmp_path: Path) -> None:
    said = refused(
        tmp_path,
        ("One", "Set", "Sites", "LHS", "sections funded", "eight"),
        ("Two", "Set", "Coaches", "C7", "name", "x"),
        ("Two", "Set", "Coaches", "C2", "full time", "perhaps"),
    )
    assert [line.split(":")[0] for line in said] == ["Scenarios!F2", "Scenarios!D3", "Scenarios!F4"]


def test_two_rows_made_alike_are_named_by_their_cells_of_scenarios(tmp_path: Path) -> None:
    book = school()
    said = refused(
        tmp_path,
        ("Add", "Bell schedule", "Late/1/Mon", "start", "08:00"),
        ("Add", "Bell schedule", "Late/1/Mon", "end", "09:00"),
        ("Add", "Bell schedule", "Late/2/Mon", "start", "08:30"),
        ("Add", "Bell schedule", "Late/2/Mon", "end", "09:30"),
        book=book,
    )
    assert len(said) == 1
    assert said[0].startswith("Scenarios!F4: 08:30-09:30 on Mon overlaps period 1 (08:00-09:00) in row ")
    assert "2000" not in said[0]


def test_what_is_wrong_with_the_input_itself_is_said_once(tmp_path: Path) -> None:
    book = school()
    book["Teachers"][1][2] = "LSH"
    said = refused(tmp_path, ("Set", "Sites", "LHS", "name", "x"), book=book)
    assert said == [
        'Teachers!C2: "LSH" is not a site (nearest: "LHS"). Fix the spelling, or add it to the sheet Sites.'
    ]


def test_a_removal_says_what_went_with_it(tmp_path: Path) -> None:
    made = scenario(tmp_path, ("Remove", "Coaches", "C1", None, None))
    notes = [str(p) for p in made.instance.problems if p.level == "note"]
    assert notes == [
        'Scenarios!D2: with "C1" of Coaches went 1 row of Master schedule; 1 row of Coach availability; requested coach in 1 row of Teachers.'
    ]


def test_a_removed_site_takes_its_people_along(tmp_path: Path) -> None:
    book = school()
    book["Sites"].append(["MHS", "Mid", None, 3])
    book["Teachers"].append(["T8", "Hal", "MHS", *[None] * 10])
    book["Coaches"][2][2] = "LHS, MHS"
    book["Coaches"].append(["C3", "Eve", "MHS", *[None] * 7])
    book["Travel"].append(["LHS", "MHS", 9])
    made = scenario(tmp_path, ("Remove", "Sites", "MHS", None, None), book=book).instance
    assert (list(made.sites), "T8" in made.teachers, list(made.coaches)) == (["LHS"], False, ["C1", "C2"])
    assert (made.coaches["C2"].sites, dict(made.travel)) == (("LHS",), {})


def test_sites_without_a_sheet_get_one(tmp_path: Path) -> None:
    book = school()
    del book["Sites"]
    book["Teachers"][3][2] = "MHS"
    made = scenario(tmp_path, ("Set", "Sites", "LHS", "sections funded", 6), book=book).instance
    assert {s.id: s.sections_funded for s in made.sites.values()} == {"LHS": 6, "MHS": None}


def test_a_change_is_listed_with_what_stood_there(tmp_path: Path) -> None:
    (change,) = scenario(tmp_path, ("Set", "Sites", "LHS", "sections funded", 8)).changes
    assert (change.before, change.after, change.where) == ("7", "8", "Scenarios!F2")


def test_scenarios_are_picked_by_name_in_the_order_asked(tmp_path: Path) -> None:
    rows = [(name, "Set", "Sites", "LHS", "sections funded", n) for n, name in enumerate(("A", "B", "C"))]
    path = workbook(tmp_path, *rows)
    assert [s.name for s in read_scenarios([path], ["c", "A"])] == ["Base", "C", "A"]
    with pytest.raises(UnknownScenario, match=r'^there is no scenario "D": the sheet Scenarios has "A", "B", "C"\.$'):
        read_scenarios([path], ["D"])


def test_a_scenario_may_be_a_workbook_of_its_own(tmp_path: Path) -> None:
    other = school()
    other["Sites"][1][3] = 9
    made = read_scenarios([workbook(tmp_path)], (), [("New", save(tmp_path / "new.xlsx", other))])[1]
    assert (made.name, made.instance.sites["LHS"].sections_funded) == ("New", 9)


def test_a_mistake_of_another_workbook_names_its_file(tmp_path: Path) -> None:
    other = school()
    other["Sites"][1][3] = "many"
    with pytest.raises(InputProblems) as caught:
        read_scenarios([workbook(tmp_path)], (), [("New", save(tmp_path / "new.xlsx", other))])
    assert [(p.file, p.where) for p in caught.value.problems] == [("new.xlsx", "Sites!D2")]


def test_a_sweep_makes_a_scenario_a_value(tmp_path: Path) -> None:
    swept = read_scenarios([workbook(tmp_path)], (), (), [axis_of("Sites.LHS.sections funded=5..7")])[1:]
    assert [(s.name, s.instance.sites["LHS"].sections_funded) for s in swept] == [
        ("LHS sections funded 5", 5),
        ("LHS sections funded 6", 6),
        ("LHS sections funded 7", 7),
    ]


def test_two_sweeps_are_crossed_and_one_may_be_over_scenarios(tmp_path: Path) -> None:
    axes = [axis_of("Scenarios=Base, X"), axis_of("Sites.LHS.sections funded=5, 9")]
    path = workbook(tmp_path, ("Set", "Coaches", "C2", "release max", 4))
    swept = read_scenarios([path], (), (), axes)[1:]
    assert [s.name for s in swept] == [
        "Base, LHS sections funded 5",
        "Base, LHS sections funded 9",
        "X, LHS sections funded 5",
        "X, LHS sections funded 9",
    ]
    assert [(s.instance.coaches["C2"].release_max, s.instance.sites["LHS"].sections_funded) for s in swept] == [
        (None, 5),
        (None, 9),
        (4, 5),
        (4, 9),
    ]


def test_a_mistake_of_a_sweep_is_said_with_the_option(tmp_path: Path) -> None:
    with pytest.raises(InputProblems) as caught:
        read_scenarios([workbook(tmp_path)], (), (), [axis_of("Sites.LXS.sections funded=5")])
    (problem,) = caught.value.problems
    assert (problem.where, problem.text) == (
        '--vary "Sites.LXS.sections funded=5"',
        '"LXS" is not a row of Sites (nearest: "LHS").',
    )


def test_scenarios_may_be_a_csv_of_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "school"
    folder.mkdir()
    book = school()
    book["Scenarios"] = [HEADER, ["X", "Set", "Sites", "LHS", "sections funded", "eight"]]
    for sheet, grid in book.items():
        (folder / f"{sheet}.csv").write_text(csv_text(grid), encoding="utf-8")
    with pytest.raises(InputProblems) as caught:
        read_scenarios([folder])
    assert [(p.file, p.where) for p in caught.value.problems if p.level == "error"] == [
        ("school/Scenarios.csv", "Scenarios!F2")
    ]


def test_check_says_what_is_wrong_with_scenarios_too(tmp_path: Path) -> None:
    path = workbook(tmp_path, ("Set", "Sites", "LHS", "sections funded", "eight"))
    assert [p.where for p in check_input([path]) if p.level == "error"] == ["Scenarios!F2"]


def test_a_scenario_made_elsewhere_is_another_than_that_of_its_name_in_the_sheet(tmp_path: Path) -> None:
    path = workbook(tmp_path, ("More", "Set", "Sites", "LHS", "sections funded", 8))
    less = Ask("Set", "Sites", "LHS", "sections funded", "6")
    base, made = read_scenarios([path], (), made=[("More", [less])])
    assert (base.name, made.name) == ("Base", "More")
    assert made.instance.sites["LHS"].sections_funded == 6
    with pytest.raises(InputProblems) as refused:
        read_scenarios([path], None, made=[("more", [less])])
    assert [p.text for p in refused.value.problems if p.level == "error"] == [
        '"more" is the name of a scenario of the sheet Scenarios, too.'
    ]
    with pytest.raises(InputProblems) as refused:
        read_scenarios([path], (), made=[("A", [less]), ("B", [Ask("Set", "Sites", "LHS", "name of it", "x")])])
    assert [(p.sheet, p.cell) for p in refused.value.problems if p.level == "error"] == [("Scenarios", "E3")]
