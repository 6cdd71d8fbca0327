"""What the cells of a good input mean: defaults, headers, wide and long, states and statuses."""

from __future__ import annotations

import datetime
from pathlib import Path

import openpyxl
import pytest
from workbooks import Book, changed, rewritten, save, school

from scheduler.domain.instance import RuleSetting, State
from scheduler.intake import check_input, read_instance
from scheduler.rules import RULES


def read(tmp_path: Path, book: Book):
    return read_instance([save(tmp_path / "in.xlsx", book)])


def smallest() -> Book:
    return {
        "Teachers": [["teacher", "site"], ["T1", "LHS"]],
        "Master schedule": [["teacher", "1"], ["T1", "Art"]],
        "Coaches": [["coach", "sites"], ["C1", "LHS"]],
    }


def test_three_sheets_are_enough_and_the_rest_has_defaults(tmp_path: Path) -> None:
    instance = read(tmp_path, smallest())
    site = instance.sites["LHS"]
    assert (site.name, site.bell, site.sections_funded) == ("LHS", "Regular", None)
    monday = [(s.period, s.start, s.end, s.kind) for s in instance.slots("LHS") if s.day == 0]
    assert monday == [
        ("1", 480, 535, "Class"),
        ("2", 540, 595, "Class"),
        ("3", 600, 655, "Class"),
        ("4", 660, 715, "Class"),
        ("Lunch", 720, 755, "Lunch"),
        ("5", 760, 815, "Class"),
        ("6", 820, 875, "Class"),
    ]
    assert {s.day for s in instance.slots("LHS")} == {0, 1, 2, 3, 4}
    assert instance.teachers["T1"].programs == ("Access",)
    assert instance.programs["Access"].sessions == ()
    assert set(instance.availability["C1"]) == {"Available"}
    assert instance.rules == {(r.name, ""): RuleSetting(r.name, r.level, r.value) for r in RULES.values()}
    assert instance.problems == ()


def test_title_rows_blank_rows_and_other_spellings_of_headers_are_understood(tmp_path: Path) -> None:
    book = {
        "TEACHERS": [
            ["Teachers 2026-27"],
            [],
            [None, "see the office"],
            ["School:", None, "Teacher ID", "Dept."],
            [],
            ["LHS", None, "T1", "Math"],
        ],
        "master_schedule": [["TEACHER", "P1", "Period 2"], ["t1", "Art", "Prep"]],
        "coaches": [["Coach", "SITES"], ["C1", "lhs"]],
    }
    instance = read(tmp_path, book)
    assert instance.teachers["T1"].department == "Math"
    assert [s.doing for s in instance.states["T1"][::5]] == ["Teaching", "Prep", "Prep", "Prep", "", "Prep", "Prep"]
    assert instance.coaches["C1"].home == "LHS"
    assert instance.problems == ()


def test_ids_keep_their_zeros_and_lose_their_points(tmp_path: Path) -> None:
    book = smallest()
    book["Teachers"] += [["00123", "LHS"], [123.0, "LHS"]]
    assert list(read(tmp_path, book).teachers) == ["T1", "00123", "123"]


def test_wide_and_long_say_the_same(tmp_path: Path) -> None:
    wide, long = school(), school()
    header, *rows = wide["Master schedule"]
    long["Master schedule"] = [["teacher", "period", "course"]]
    for row in rows:
        cells = [(period, cell) for period, cell in zip(header[1:], row[1:], strict=True) if cell]
        long["Master schedule"] += [[row[0], f"Period {period}", cell] for period, cell in cells]
    wide["Coach availability"] = [["coach", "P1", "5"], ["C1", "Avoid", None], ["C2", None, "unavailable"]]
    long["Coach availability"] = [["coach", "period", "status"], ["C1", 1, "Avoid"], ["C2", 5, "Unavailable"]]
    assert read(tmp_path, wide) == read(tmp_path, long)


@pytest.mark.parametrize(
    ("cell", "state"),
    [
        ("Algebra 1", State("Teaching", "Algebra 1")),
        ("conf", State("Prep")),
        ("TOSA", State("Duty")),
        ("n/a", State("Off")),
        ("-", State("Prep")),
        ("Off campus", State("Off")),
        ("Lunch", State("Duty")),
        (None, State("Prep")),
    ],
)
def test_a_wide_cell_is_a_course_or_a_word(cell: str | None, state: State, tmp_path: Path) -> None:
    book = smallest()
    book["Master schedule"][1][1] = cell
    assert read(tmp_path, book).states["T1"][0] == state


@pytest.mark.parametrize(
    ("row", "state"),
    [
        (["Art", "R1", "9", None, "Y"], State("Teaching", "Art", "R1", "9", True)),
        ([None, "R1", None, None, None], State("Teaching", "", "R1")),
        (["Planning", None, None, None, "Y"], State("Prep")),
        (["Yard", None, None, "duty", None], State("Duty", "Yard")),
        (["Prep", None, None, "Teach", None], State("Teaching", "Prep")),
        ([None, None, None, "Off", None], State("Off")),
    ],
)
def test_a_long_row_goes_by_its_kind_or_by_its_course(row: list[str | None], state: State, tmp_path: Path) -> None:
    book = smallest()
    book["Master schedule"] = [
        ["teacher", "period", "course", "room", "grade", "kind", "priority"],
        ["T1", "1", *row],
    ]
    assert read(tmp_path, book).states["T1"][0] == state


def test_a_row_with_days_beats_one_without_wherever_it_stands(tmp_path: Path) -> None:
    book = smallest()
    book["Master schedule"] = [
        ["teacher", "period", "days", "course"],
        ["T1", 1, "Wed", "Art"],
        ["T1", 1, None, "Prep"],
    ]
    assert [s.doing for s in read(tmp_path, book).states["T1"][:5]] == ["Prep", "Prep", "Teaching", "Prep", "Prep"]


def test_only_off_and_duty_are_states_outside_of_class_slots(tmp_path: Path) -> None:
    book = smallest()
    book["Master schedule"] = [
        ["teacher", "period", "days", "course", "kind", "priority"],
        ["T1", "Lunch", "Mon", "Club", None, "Y"],
        ["T1", "Lunch", "Tue", "Prep", None, None],
        ["T1", "Lunch", "Wed", "Yard", "Duty", None],
        ["T1", "Lunch", "Thu", "Off", None, None],
    ]
    assert read(tmp_path, book).states["T1"][20:25] == (
        State("", "Club", priority=True),
        State(""),
        State("Duty", "Yard"),
        State("Off"),
        State(""),
    )


def test_blank_means_off_where_settings_say_so_and_only_in_class_slots(tmp_path: Path) -> None:
    book = smallest() | {"Settings": [["key", "value"], ["blank means", "Off"]]}
    states = read(tmp_path, book).states["T1"]
    assert (states[5], states[20]) == (State("Off"), State(""))


def test_a_coach_who_teaches_stands_in_the_master_schedule_and_a_class_beats_the_availability(tmp_path: Path) -> None:
    book = smallest()
    book["Master schedule"] = [["teacher", "1", "2", "3", "4", "5"], ["T1"], ["C1", "Art", "Prep", "IC", "Off", None]]
    book["Coach availability"] = [["coach", "period", "status"], ["C1", "1", "Coaching"], ["C1", "2", "Prefer"]]
    statuses = read(tmp_path, book).availability["C1"]
    assert [statuses[place] for place in (0, 5, 10, 15, 20, 25)] == [
        "Teaching",
        "Prefer",
        "Coaching",
        "Unavailable",
        "Available",
        "Available",
    ]


def test_a_combined_class_of_one_room_is_a_warning(tmp_path: Path) -> None:
    book = smallest()
    book["Master schedule"] = [
        ["teacher", "period", "days", "course", "room", "priority"],
        ["T1", 1, None, "French 3", "R1", None],
        ["T1", 1, None, "French 4", "R1", "Y"],
    ]
    instance = read(tmp_path, book)
    assert [(p.level, str(p)) for p in instance.problems] == [
        (
            "warning",
            'Master schedule!B3: "French 4" is in the same slot and room as "French 3" (Master schedule!B2): '
            "read as one class. Nothing needs to be done if they are taught together.",
        ),
    ]
    assert instance.states["T1"][0] == State("Teaching", "French 3", "R1", priority=True)


def test_clock_times_are_read_as_text_as_times_and_as_figures(tmp_path: Path) -> None:
    book = smallest() | {
        "Bell schedule": [
            ["bell schedule", "days", "period", "start", "end"],
            ["A", "Mon", "1", datetime.time(8, 0), "8:50 AM"],
            ["A", "Mon", "2", "1:05 p.m.", 0.625],
            ["A", "Mon", "3", "15:30:00", datetime.datetime(1900, 1, 1, 16, 0)],
        ]
    }
    assert [(s.start, s.end) for s in read(tmp_path, book).slots("LHS")] == [(480, 530), (785, 900), (930, 960)]


@pytest.mark.parametrize(
    ("labels", "cell", "days"),
    [
        ("D1, D2, D3", "D1-D2", {0, 1}),
        ("Sun-Thu", "Sun-Tue", {0, 1, 2}),
        ("Sunday; Monday", "Sun", {0}),
        (None, "Monday, thurs", {0, 3}),
    ],
)
def test_days_go_by_the_labels_of_the_week(labels: str | None, cell: str, days: set[int], tmp_path: Path) -> None:
    book = smallest() | {
        "Settings": [["key", "value"], ["days", labels]],
        "Bell schedule": [["bell schedule", "days", "period", "start", "end"], ["A", cell, "1", "08:00", "09:00"]],
    }
    assert {s.day for s in read(tmp_path, book).slots("LHS")} == days


def test_rules_of_one_site_beat_those_of_all_and_the_rest_keeps_its_default(tmp_path: Path) -> None:
    book = changed(school(), {"Rules!A3": "Flex time", "Rules!B3": "Off", "Rules!E3": "LHS"})
    book["Rules"].append(["Caseload maximum", None, "no limit", 3])
    instance = read(tmp_path, book)
    assert instance.rule("Flex time", "LHS") == RuleSetting("Flex time", "Off", 1)
    assert instance.rule("Flex time") == RuleSetting("Flex time", "Recommended", 1, 1, "District")
    assert instance.rule("Caseload maximum", "LHS") == RuleSetting("Caseload maximum", "Required", None, 3)


def test_programs_hold_their_role_their_cycles_and_their_sessions(tmp_path: Path) -> None:
    book = changed(school(), {"Programs!G4": 0.5, "Settings!A3": "weeks", "Settings!B3": 2, "Programs!G2": "Once"})
    instance = read(tmp_path, book)
    mentoring, cycle = instance.programs["Mentoring"], instance.programs["Cycle"]
    assert (mentoring.role, mentoring.cycles, mentoring.sessions[0].count, mentoring.sessions[0].weekly) == (
        "Mentor",
        2,
        1,
        None,
    )
    assert [(s.name, s.once, s.count, s.when, s.after, s.within_days) for s in cycle.sessions] == [
        ("Plan", True, 0, ("Prep",), "", None),
        ("Observe", False, 2, ("Teaching",), "Plan", 2),
    ]


WARNED = {
    "an unknown column": (
        {"Teachers!N1": "Homeroom"},
        'note: Teachers!N1: column "Homeroom" is not known and was not used.',
    ),
    "a misspelt column": (
        {"Coaches!K1": "max sesions per day"},
        'warning: Coaches!K1: column "max sesions per day" is not known and was not used, and there is no column '
        'max sessions per day (nearest: "max sessions per day"). Rename it to max sessions per day if that is '
        "what you meant.",
    ),
    "two columns of one meaning": (
        {"Teachers!N1": "School"},
        'warning: Teachers!N1: column "School" was not used: C1 is read as site. Delete one of the two.',
    ),
    "a misspelt sheet beside the real one": (
        {"Coach availabilty!A1": "coach"},
        "note: Coach availabilty: this sheet is not known and was not used.",
    ),
    "another sheet": ({"Lists!A1": "x"}, "note: Lists: this sheet is not known and was not used."),
    "a column for later": (
        {"Programs!P1": "make up within", "Programs!P2": 3},
        "note: Programs!P2: 1 cell of make up within was read and checked. Plans have no dates yet: they are for a "
        "later version.",
    ),
    "a misspelt setting": (
        {"Settings!A3": "cycels", "Settings!B3": 4},
        'warning: Settings!A3: "cycels" is not known and was not used (nearest: "cycles"). Rename it to cycles '
        "if that is what you meant.",
    ),
    "a teacher without a schedule": (
        {"Master schedule!A4": None, "Master schedule!B4": None},
        'warning: Teachers!A4: 1 teacher has no row in Master schedule ("T3"): every Class slot is read as Prep. '
        "Add the rows, or set blank means to Off in Settings.",
    ),
    "a coach who can never be released": (
        {f"Master schedule!{column}5": "Class" for column in "BCDEFG"},
        'warning: Coaches!A2: "C1" cannot be released in any Class period of LHS: every one is Teaching, Prep or '
        "Unavailable. Fix Master schedule or Coach availability if this coach should coach.",
    ),
    "a program without a follow-up": (
        {"Programs!G4": "Once"},
        'warning: Programs!D4: "Talk" is the only session of a cycle: no other follows it up. '
        "Add a session, or write how many a week, if you want a follow-up.",
    ),
    "a rule twice": (
        {"Rules!A3": "Flex time"},
        'warning: Rules!A3: "Flex time" appears twice for all sites, in Rules!A2 too; this row holds. '
        "Delete the other row.",
    ),
    "more cycles than the year has": (
        {"Programs!C2": 3},
        'warning: Programs!C2: "3" is more than the 2 cycles of the year; 2 is used. '
        "Write All, or set cycles in Settings.",
    ),
    "ids that differ in case": (
        {"Coaches!A4": "c2", "Coaches!C4": "LHS"},
        'warning: Coaches!A4: "c2" differs only in case from Coaches!A3. '
        "Make them the same, or write a different id in one of them.",
    ),
    "an administrator in a program": (
        {"Teachers!F2": "Administrator"},
        "note: Teachers!G2: T1 is an Administrator and is never coached: the programs are not used.",
    ),
}


@pytest.mark.parametrize("name", WARNED)
def test_what_is_odd_is_said_and_does_not_stop_the_run(name: str, tmp_path: Path) -> None:
    cells, said = WARNED[name]
    path = save(tmp_path / "in.xlsx", changed(school(), cells))
    assert [f"{p.level}: {p}" for p in check_input([path])] == [said]
    assert [f"{p.level}: {p}" for p in read_instance([path]).problems] == [said]


def test_merged_cells_over_ids_are_one_error_and_elsewhere_each_cell_has_the_value(tmp_path: Path) -> None:
    path = save(tmp_path / "in.xlsx", school())
    book = openpyxl.load_workbook(path)
    book["Master schedule"].insert_rows(1)
    book["Master schedule"].merge_cells("A1:G1")  # a title
    book["Programs"].merge_cells("A2:A3")
    book["Master schedule"].merge_cells("B3:C3")
    book.save(path)
    assert [f"{p.level}: {p}" for p in check_input([path])] == [
        'note: Master schedule!B3: merged cells hold their value in each cell: "Algebra" in B3:C3.',
        'error: Programs!A2: the cells A2:A3 are merged over ids ("Cycle"). Unmerge them and write the id into each '
        "row.",
    ]


def test_a_formula_counts_by_its_stored_value_and_an_empty_text_is_a_value(tmp_path: Path) -> None:
    path = save(tmp_path / "made.xlsx", changed(school(), {"Programs!F2": "=20+10", "Teachers!D2": '=""'}))
    stored = rewritten(
        path,
        tmp_path / "in.xlsx",
        {
            "xl/worksheets/sheet7.xml": (b"<f>20+10</f><v />", b"<f>20+10</f><v>30</v>"),
            "xl/worksheets/sheet3.xml": (b'<c r="D2"><f>""</f><v />', b'<c r="D2" t="str"><f>""</f><v></v>'),
        },
    )
    instance = read_instance([stored])
    assert instance.programs["Cycle"].sessions[0].minutes == 30
    assert instance.teachers["T1"].department == ""
