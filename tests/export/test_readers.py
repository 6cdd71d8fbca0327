"""A reader's workbook tells what this reader may see, and nothing else: not in a cell, a property or a hidden part."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from districts import bell, coach, district, keep, meet, session
from districts import plan as plan_of

from scheduler.checker import audit_plan
from scheduler.domain.instance import Instance, Pin, Program, Site, State, Teacher
from scheduler.domain.plan import Plan
from scheduler.domain.reader import Reader
from scheduler.domain.solution import Solution
from scheduler.export import write_plan

LATE = {"Late-1": "08:30-09:30", "Late-2": "09:40-10:40", "Late-3": "10:50-11:50", "After": "15:00-16:00"}
ALDER, BIRCH, CEDAR, DOGWOOD, ELDER, FIR, GINKGO, HAZEL, IRONWOOD, JUNIPER, KAPOK, LARCH = (
    f"Teach{word}"
    for word in (
        "Alder",
        "Birch",
        "Cedar",
        "Dogwood",
        "Elder",
        "Fir",
        "Ginkgo",
        "Hazel",
        "Ironwood",
        "Juniper",
        "Kapok",
        "Larch",
    )
)
NORTH, SOUTH = "NORTHSITE", "SOUTHSITE"
ANNA, BEA, CARL, DORA = "CoachAnna", "CoachBea", "CoachCarl", "CoachDora"
ENROLLED = {
    ALDER: (NORTH, "Cycle"),
    BIRCH: (NORTH, "Induction", "Cycle"),  # with Anna, and with Dora
    CEDAR: (NORTH, "Peerhelp"),
    DOGWOOD: (NORTH, "Circle"),
    ELDER: (NORTH, "Circle"),
    FIR: (NORTH, "Listening"),
    GINKGO: (NORTH, "Listening"),
    HAZEL: (NORTH, "Induction"),  # nobody coaches Hazel
    IRONWOOD: (NORTH, "Cycle"),  # whose session finds no time
    JUNIPER: (SOUTH, "Cycle"),
    KAPOK: (SOUTH, "Induction"),
    LARCH: (SOUTH, "Cycle"),
}
PROGRAMS = (
    Program("Cycle", sessions=(session("Observe"),)),
    Program("Induction", sessions=(session("Mentoring", confidential=True),)),
    Program("Peerhelp", sessions=(session("Conference", confidential=True), session("Visit", after="Conference"))),
    Program("Circle", sessions=(session("Teamtalk", group_size=3),)),
    Program("Listening", sessions=(session("Hushtime", group_size=3, confidential=True),)),
)


def the_district() -> Instance:
    """Two schools. Bea, of the south, visits the north; confidential sessions are one to one and in groups."""
    teachers = [
        Teacher(id, f"{id[5:]} Surname{id[5:]}", site, email=f"{id}@mail", programs=programs, avoid_coaches=(DORA,))
        for id, (site, *rest) in ENROLLED.items()
        for programs in [tuple(rest)]
    ]
    base = district(
        teachers=teachers,
        coaches=[coach(ANNA, NORTH), coach(BEA, SOUTH, NORTH), coach(CARL, SOUTH), coach(DORA, NORTH)],
        programs=PROGRAMS,
        sites=[Site(NORTH, "Aspenhill High", "Regular", 5), Site(SOUTH, "Willowdale High", "Late", 7)],
        bells=[bell(), bell("Late", LATE)],
        doing={t.id: _teaching(t) for t in teachers},
        pins=[Pin("Pins!A2", "Coach", teacher=FIR, coach=BEA, program="Listening")],
    )
    coaches = {c.id: replace(c, name=f"{c.id[5:]} Quill{c.id[5:]}") for c in base.coaches.values()}
    return replace(base, coaches=coaches, settings=replace(base.settings, district="Example Unified"))


def _teaching(teacher: Teacher) -> dict[Any, State | str]:
    periods = ("1", "2", "3") if teacher.site == NORTH else ("Late-1", "Late-2", "Late-3")
    return {p: State("Teaching", f"Course{teacher.id[5:]}", f"Room{teacher.id[5:]}", "9") for p in periods}


def the_plan(instance: Instance) -> Plan:
    late = {"at": "08:30", "period": "Late-1"}
    return plan_of(
        instance,
        released={ANNA: "123", DORA: "1", BEA: ("Late-1", "Late-2"), CARL: ("Late-1",)},
        coaches={
            ALDER: ANNA,
            BIRCH: ANNA,
            CEDAR: ANNA,
            DOGWOOD: BEA,
            ELDER: BEA,
            FIR: BEA,
            GINKGO: BEA,
            HAZEL: "",
            IRONWOOD: ANNA,
            JUNIPER: BEA,
            KAPOK: CARL,
            LARCH: "",
        },
        sessions=[
            meet(ALDER, coach=ANNA),
            meet(BIRCH, "Mentoring", coach=ANNA, program="Induction", period="2"),
            meet(CEDAR, "Conference", coach=ANNA, program="Peerhelp", period="3"),
            meet(CEDAR, "Visit", coach=ANNA, program="Peerhelp", period="3", day=1),
            *(meet(t, "Teamtalk", coach=BEA, program="Circle", period="Flex", group="G1") for t in (DOGWOOD, ELDER)),
            *(
                meet(t, "Hushtime", coach=BEA, program="Listening", period="Flex", day=1, group="G2")
                for t in (FIR, GINKGO)
            ),
            meet(BIRCH, coach=DORA, day=1),
            meet(JUNIPER, coach=BEA, **late),
            meet(KAPOK, "Mentoring", coach=CARL, program="Induction", **late),
        ],
        reserved=[keep(coach=BEA, period="Late-2", span=LATE["Late-2"])],
    )


@pytest.fixture(scope="module")
def solution() -> tuple[Instance, Solution]:
    instance = the_district()
    made = the_plan(instance)
    rows = tuple(replace(a, coach=DORA) if (a.teacher, a.program) == (BIRCH, "Cycle") else a for a in made.assignments)
    made = replace(made, assignments=rows)
    audit = audit_plan(instance, made)
    assert not audit.violations, "\n".join(map(str, audit.violations))
    return instance, Solution(made, audit, audit.score)


@pytest.fixture
def workbook(solution: tuple[Instance, Solution], tmp_path: Path) -> Any:
    """Write the workbook of a reader, and give its file."""

    def write(who: str, id: str) -> Path:
        path = tmp_path / f"{who}.xlsx"
        write_plan(*solution, path, reader=Reader(who, id))  # type: ignore[arg-type]
        return path

    return write


def everything_in(path: Path) -> str:
    """The text of every part of the file, and the parts' names: sheets, strings, properties, notes, names, tables."""
    with zipfile.ZipFile(path) as box:
        return "\n".join(name + "\n" + box.read(name).decode("utf-8") for name in box.namelist())


def rows_of(path: Path, sheet: str) -> list[dict[str, Any]]:
    header, *rows = openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows if any(v is not None for v in row)]


def summary_of(path: Path) -> list[list[Any]]:
    return [
        [c for c in row if c is not None] for row in openpyxl.load_workbook(path)["Summary"].iter_rows(values_only=True)
    ]


def of_teachers(*teachers: str) -> list[str]:
    """All by which a teacher could be known: id, name, mail, course and room."""
    words = [t[5:] for t in teachers]
    return [*teachers, *(f"{kind}{w}" for w in words for kind in ("Surname", "Course", "Room")), *words]


def of_coaches(*coaches: str) -> list[str]:
    return [*coaches, *(f"Quill{c[5:]}" for c in coaches)]


TEACHERS = tuple(ENROLLED)
OTHER_SITE = [SOUTH, "Willowdale", "Late-1", "Late-2", "Late-3"]
ALL_PROGRAMS = ["Cycle", "Induction", "Peerhelp", "Circle", "Listening"]
ALL_SESSIONS = ["Observe", "Mentoring", "Conference", "Visit", "Teamtalk", "Hushtime"]


def except_for(everything: list[str] | tuple[str, ...], *shown: str) -> list[str]:
    return [word for word in everything if word not in shown]


# reader: what must stand nowhere in its file, what must stand there
CASES: dict[str, tuple[str, str, list[str], list[str]]] = {
    "a site admin": (
        "site-admin",
        NORTH,
        [
            *OTHER_SITE,
            *of_coaches(CARL),
            *of_teachers(FIR, GINKGO, HAZEL, JUNIPER, KAPOK, LARCH),
            "Induction",
            "Listening",
            "Mentoring",
            "Conference",
            "Hushtime",
            "Flex time",
        ],
        [
            NORTH,
            *of_coaches(ANNA, BEA, DORA),
            ALDER,
            BIRCH,
            CEDAR,
            DOGWOOD,
            ELDER,
            IRONWOOD,
            "CourseAlder",
            "RoomAlder",
            "Cycle",
            "Peerhelp",
            "Circle",
            "Observe",
            "Visit",
            "Teamtalk",
            "Time taken",
        ],
    ),
    "the site admin of the coach's home": (
        "site-admin",
        SOUTH,
        [
            NORTH,
            "Aspenhill",
            *of_coaches(ANNA, DORA),
            *of_teachers(*except_for(TEACHERS, JUNIPER, LARCH)),
            "Induction",
            "Peerhelp",
            "Circle",
            "Listening",
            *except_for(ALL_SESSIONS, "Observe"),
        ],
        [SOUTH, *of_coaches(BEA, CARL), JUNIPER, LARCH, "CourseJuniper", "Late-1", "Time taken"],
    ),
    "a principal": (
        "principal",
        NORTH,
        [*OTHER_SITE, *of_coaches(CARL), *of_teachers(*TEACHERS), "Induction", "Listening", *ALL_SESSIONS],
        [NORTH, *of_coaches(ANNA, BEA, DORA), "Cycle", "Peerhelp", "Circle"],
    ),
    "a coach": (
        "coach",
        ANNA,
        [
            *OTHER_SITE,
            *of_coaches(BEA, CARL, DORA),
            *of_teachers(*except_for(TEACHERS, ALDER, BIRCH, CEDAR, IRONWOOD)),
            "Circle",
            "Listening",
            "Teamtalk",
            "Hushtime",
        ],
        [*of_coaches(ANNA), ALDER, BIRCH, CEDAR, IRONWOOD, "Induction", "Mentoring", "Conference", "CourseAlder"],
    ),
    "a coach at two sites": (
        "coach",
        BEA,
        [
            *of_coaches(ANNA, CARL, DORA),
            *of_teachers(*except_for(TEACHERS, DOGWOOD, ELDER, FIR, GINKGO, JUNIPER)),
            "Induction",
            "Peerhelp",
            "Mentoring",
            "Conference",
            "Visit",
        ],
        [NORTH, SOUTH, DOGWOOD, ELDER, FIR, GINKGO, JUNIPER, "Hushtime", "Listening", "Teamtalk", "Flex"],
    ),
    "a teacher": (
        "teacher",
        FIR,
        [
            *OTHER_SITE,
            *of_coaches(ANNA, CARL, DORA),
            *of_teachers(*except_for(TEACHERS, FIR)),
            *except_for(ALL_PROGRAMS, "Listening", "Cycle"),
            *except_for(ALL_SESSIONS, "Hushtime"),
        ],
        [FIR, BEA, "Listening", "Hushtime", "12:00"],
    ),
    "a teacher without a coach": (
        "teacher",
        HAZEL,
        [
            *OTHER_SITE,
            *of_coaches(ANNA, BEA, CARL, DORA),
            *of_teachers(*except_for(TEACHERS, HAZEL)),
            *except_for(ALL_PROGRAMS, "Induction", "Cycle"),
            *except_for(ALL_SESSIONS, "Mentoring"),
        ],
        [HAZEL, "Induction", "Mentoring", "No coach was given."],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_no_part_of_the_file_tells_what_the_reader_may_not_know(workbook: Any, case: str) -> None:
    who, id, secrets, _ = CASES[case]
    text = everything_in(workbook(who, id))
    if who == "site-admin":
        text = text.replace("Flex time, kept free", "")  # the legend of the calendars
    assert [word for word in secrets if re.search(rf"\b{re.escape(word)}", text)] == []


@pytest.mark.parametrize("case", CASES)
def test_what_the_reader_may_know_is_there(workbook: Any, case: str) -> None:
    who, id, _, shown = CASES[case]
    text = everything_in(workbook(who, id))
    assert [word for word in shown if word not in text] == []


@pytest.mark.parametrize("case", CASES)
def test_nothing_is_hidden_and_no_cell_has_a_note(workbook: Any, case: str) -> None:
    who, id, _, _ = CASES[case]
    path = workbook(who, id)
    with zipfile.ZipFile(path) as box:
        names = box.namelist()
        sheets = [box.read(n).decode() for n in names if n.startswith("xl/worksheets/sheet")]
        book = box.read("xl/workbook.xml").decode()
    assert [n for n in names if "comment" in n or "drawing" in n or "custom" in n or "externalLink" in n] == []
    assert [s for s in [*sheets, book] if "hidden" in s or "veryHidden" in s] == []
    assert set(re.findall(r'definedName name="([^"]+)"', book)) <= {"_xlnm.Print_Area", "_xlnm.Print_Titles"}


@pytest.mark.parametrize("case", CASES)
def test_summary_says_for_whom_it_was_redacted(workbook: Any, case: str) -> None:
    who, id, _, _ = CASES[case]
    path = workbook(who, id)
    assert ["Redacted for", f"{who}:{id}"] in summary_of(path)
    assert "Rules" not in openpyxl.load_workbook(path).sheetnames


def test_the_planner_sees_everything(solution: tuple[Instance, Solution], tmp_path: Path) -> None:
    write_plan(*solution, tmp_path / "plan.xlsx")
    text = everything_in(tmp_path / "plan.xlsx")
    everybody = [*of_coaches(ANNA, BEA, CARL, DORA), *TEACHERS]
    assert [w for w in [*everybody, *ALL_PROGRAMS, *ALL_SESSIONS, NORTH, SOUTH] if w not in text] == []
    assert "Redacted for" not in text


TAKEN = ("cycle", "week", "day", "period", "start", "end", "coach", "teacher")


def test_time_taken_is_a_coach_a_day_and_two_clock_times(workbook: Any) -> None:
    """A group meets once; the time that lies in no slot of the reader's site has no period."""
    rows = [r for r in rows_of(workbook("site-admin", NORTH), "Sessions") if r["teacher"] == "Time taken"]
    assert [tuple(r[c] for c in TAKEN) for r in rows] == [
        (1, 1, "Mon", "1", "08:30", "09:00", BEA, "Time taken"),  # at the other site
        (1, 1, "Mon", "2", "09:10", "09:40", ANNA, "Time taken"),  # Birch
        (1, 1, "Mon", None, "09:40", "10:40", BEA, "Time taken"),  # kept free at the other site
        (1, 1, "Mon", "3", "10:20", "10:50", ANNA, "Time taken"),  # Cedar
        (1, 1, "Tue", "Flex", "12:00", "12:30", BEA, "Time taken"),  # Fir and Ginkgo
    ]
    assert {v for r in rows for c, v in r.items() if c not in TAKEN} == {None}


def test_every_other_row_is_that_of_the_planner(
    workbook: Any, solution: tuple[Instance, Solution], tmp_path: Path
) -> None:
    write_plan(*solution, tmp_path / "plan.xlsx")
    full = rows_of(tmp_path / "plan.xlsx", "Sessions")
    secret = ("Mentoring", "Conference", "Hushtime")
    here = [r for r in full if r["site"] == NORTH and r["session"] not in secret]
    shown = rows_of(workbook("site-admin", NORTH), "Sessions")
    assert [r for r in shown if r["teacher"] != "Time taken"] == here
    assert rows_of(workbook("coach", ANNA), "Sessions") == [r for r in full if r["coach"] == ANNA]
    assert rows_of(workbook("teacher", BIRCH), "Sessions") == [r for r in full if r["teacher"] == BIRCH]
    assert [r["group"] for r in full if r["teacher"] == FIR] == ["G2"]
    assert [r["group"] for r in rows_of(workbook("teacher", FIR), "Sessions")] == [None]
    releases = rows_of(tmp_path / "plan.xlsx", "Release periods")
    assert rows_of(workbook("site-admin", NORTH), "Release periods") == [r for r in releases if r["site"] == NORTH]
    assert rows_of(workbook("coach", BEA), "Reserved time") == [
        r for r in rows_of(tmp_path / "plan.xlsx", "Reserved time") if r["coach"] == BEA
    ]


def test_a_site_admin_sees_who_has_which_coach_but_for_confidential_programs(workbook: Any) -> None:
    rows = rows_of(workbook("site-admin", NORTH), "Assignments")
    assert [(r["teacher"], r["program"], r["coach"], r["sessions due"], r["sessions scheduled"]) for r in rows] == [
        (ALDER, "Cycle", ANNA, 1, 1),
        (BIRCH, "Cycle", DORA, 1, 1),
        (CEDAR, "Peerhelp", ANNA, 1, 1),
        (DOGWOOD, "Circle", BEA, 1, 1),
        (ELDER, "Circle", BEA, 1, 1),
        (IRONWOOD, "Cycle", ANNA, 1, 0),
    ]


def test_what_is_short_is_named_to_those_who_may_see_it(workbook: Any) -> None:
    def short(who: str, id: str) -> list[tuple[str, str]]:
        return [(r["teacher"], r["session"]) for r in rows_of(workbook(who, id), "Unscheduled")]

    assert short("site-admin", NORTH) == [(IRONWOOD, "Observe")]
    assert short("site-admin", SOUTH) == [(LARCH, "Observe")]
    assert short("coach", ANNA) == [(IRONWOOD, "Observe")]
    assert short("coach", BEA) == []
    assert short("teacher", HAZEL) == [(HAZEL, "Mentoring")]


def test_a_session_after_a_hidden_one_is_short_for_no_reason_that_names_it(
    solution: tuple[Instance, Solution], tmp_path: Path
) -> None:
    instance, full = solution
    rows = tuple(s for s in full.plan.sessions if s.teacher != CEDAR)
    plan = replace(full.plan, sessions=rows)
    audit = audit_plan(instance, plan)
    write_plan(instance, Solution(plan, audit, audit.score), tmp_path / "p.xlsx", reader=Reader("site-admin", NORTH))
    reasons = {r["session"]: r["reason"] for r in rows_of(tmp_path / "p.xlsx", "Unscheduled") if r["teacher"] == CEDAR}
    assert reasons == {"Visit": "No time was found that keeps the order of the sessions."}


def test_figures_of_a_site_count_what_is_shown_and_the_periods_of_the_plan(workbook: Any) -> None:
    for who in ("site-admin", "principal"):
        rows = summary_of(workbook(who, NORTH))
        at = next(i for i, row in enumerate(rows) if row[:1] == ["Site"])
        assert dict(zip(rows[at], rows[at + 1], strict=True)) == {
            "Site": "Aspenhill High (NORTHSITE)",
            "Teachers": 9,
            "With a coach": 6,
            "Coaches": 3,
            "Sections funded": 5,
            "Sections used": 4,
            "Periods covered": "3 of 3",
            "Sessions due": 6,
            "Sessions placed": 5,
            "Sessions a week": 4,  # a group meets once
        }
        assert ["Confidential programs are left out of every figure of teachers, coaches and sessions."] in rows


def test_a_principal_counts_sessions_by_coach_and_program(workbook: Any) -> None:
    rows = summary_of(workbook("principal", NORTH))
    at = next(i for i, row in enumerate(rows) if row[:2] == ["Coach", "Works here"])
    assert rows[at : at + 4] == [
        ["Coach", "Works here", "Released periods", "Circle", "Cycle", "Peerhelp"],
        ["Anna QuillAnna (CoachAnna)", "home site", 3, 0, 1, 1],
        ["Dora QuillDora (CoachDora)", "home site", 1, 0, 1, 0],
        ["Bea QuillBea (CoachBea)", "visits", 0, 1, 0, 0],
    ]


def test_confidential_sessions_are_counted_only_where_five_teachers_or_more_have_them(workbook: Any) -> None:
    said = [
        next(row[1] for row in summary_of(workbook("principal", site)) if row[:1] == ["Confidential programs"])
        for site in (NORTH, SOUTH)
    ]
    assert said == [
        "4 of 5 sessions due are placed, for 5 teachers, in all confidential programs together.",
        "Not counted: a figure is given where 5 teachers or more stand behind it.",
    ]


def test_a_coach_reads_confidential_sessions_in_the_own_calendar(workbook: Any) -> None:
    book = openpyxl.load_workbook(workbook("coach", ANNA))
    text = "\n".join(str(c.value) for row in book[f"Cal {ANNA}"].iter_rows() for c in row)
    assert "Mentoring" in text
    assert "Birch SurnameBirch" in text


def test_a_visitors_calendar_is_that_of_the_site_with_time_taken(workbook: Any) -> None:
    book = openpyxl.load_workbook(workbook("site-admin", NORTH))
    rows = {str(r[0].value).split("\n")[0]: [str(c.value) for c in r[1:]] for r in book[f"Cal {BEA}"].iter_rows()}
    assert "12:00\u201312:30 Teamtalk" in rows["Flex"][0]
    assert rows["Flex"][1] == "12:00\u201312:30 Time taken"
    assert "08:30\u201309:00 Time taken" in rows["1"][0]
    assert book.sheetnames == [
        "Summary",
        "Release periods",
        "Assignments",
        "Sessions",
        "Reserved time",
        "Unscheduled",
        f"Coverage {NORTH}",
        f"Cal {ANNA}",
        f"Cal {DORA}",
        f"Cal {BEA}",
    ]


def test_workbooks_by_site_are_those_of_the_site_admins(
    workbook: Any, solution: tuple[Instance, Solution], tmp_path: Path
) -> None:
    write_plan(*solution, tmp_path / "plan.xlsx", by_site=tmp_path / "sites")
    for site in (NORTH, SOUTH):
        assert (tmp_path / "sites" / f"{site}.xlsx").read_bytes() == workbook("site-admin", site).read_bytes()


def test_the_same_plan_and_reader_give_the_same_bytes(workbook: Any) -> None:
    for who, id, _, _ in CASES.values():
        assert workbook(who, id).read_bytes() == workbook(who, id).read_bytes()


def test_a_visitors_releases_count_for_no_site_but_home(tmp_path: Path) -> None:
    """Site S works on Monday and Tuesday, its coach C1 is released in period 1; C2 of N is there on Wednesday, too."""
    instance = district(
        teachers=[Teacher("T1", "", "S"), Teacher("T2", "", "N", programs=("Cycle",))],
        coaches=[coach("C1"), coach("C2", "N", "S")],
        sessions=[session()],
        sites=[Site("S", "South", "Regular", 4), Site("N", "North", "Long")],
        bells=[bell(), bell("Long", days=3)],
    )
    made = plan_of(
        instance,
        released={"C1": "1", "C2": "23"},
        coaches={"T1": "C1", "T2": "C2"},
        sessions=[meet("T2", coach="C2", day=2, period="2")],
    )
    audit = audit_plan(instance, made)
    assert not audit.violations
    path = tmp_path / "plan.xlsx"
    write_plan(instance, Solution(made, audit, audit.score), path, reader=Reader("site-admin", "S"))
    rows = summary_of(path)
    at = next(i for i, row in enumerate(rows) if row[:1] == ["Site"])
    figures = dict(zip(rows[at], rows[at + 1], strict=True))
    assert (figures["Sections used"], figures["Periods covered"]) == (1, "1 of 3")
    (taken,) = rows_of(path, "Sessions")
    assert (taken["day"], taken["period"], taken["start"], taken["coach"]) == ("Wed", None, "09:10", "C2")
    assert {r["coach"] for r in rows_of(path, "Release periods")} == {"C1"}
    text = [str(c) for row in openpyxl.load_workbook(path)["Coverage S"].iter_rows(values_only=True) for c in row]
    assert text.count("C2") == 5  # periods 2 and 3 of both days, and the list of coaches
    assert "visits from another site" in text
