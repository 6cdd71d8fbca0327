"""The plan workbook is what the contract says, the same for the same plan, and harmless whatever people are called."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from quickness import Within

from scheduler.domain.instance import Instance, Pin
from scheduler.domain.score import Score
from scheduler.domain.solution import Solution
from scheduler.export import write_plan
from scheduler.schema.sheets import PLAN_SHEETS

from .plans import district, pinned, plan_for, solved

CONTRACT = {
    "Rules": "rule · level · value · weight · shortfall · detail · source",
    "Release periods": "coach · site · period · status · locked",
    "Assignments": "teacher · site · program · coach · grade match · content match · cycles · sessions due · "
    "sessions scheduled · locked",
    "Sessions": "cycle · week · day · period · start · end · coach · teacher · site · program · session · activity · "
    "mode · course · room · group · locked",
    "Reserved time": "coach · cycle · week · day · period · start · end · purpose",
    "Unscheduled": "teacher · program · session · cycle · reason",
}


def written(tmp_path: Path, instance: Instance, solution: Solution | None = None) -> openpyxl.Workbook:
    path = tmp_path / "plan.xlsx"
    write_plan(instance, solution or solved(instance), path)
    return openpyxl.load_workbook(path)


def table(book: openpyxl.Workbook, sheet: str) -> list[dict[str, Any]]:
    header, *rows = book[sheet].iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows if any(v is not None for v in row)]


def labelled(book: openpyxl.Workbook, sheet: str = "Summary") -> dict[str, Any]:
    return {row[0].value: row[1].value for row in book[sheet].iter_rows() if row[0].value}


def test_sheets_stand_in_the_order_in_which_people_read_them(tmp_path: Path) -> None:
    book = written(tmp_path, district())
    assert book.sheetnames == [
        "Summary",
        *CONTRACT,
        "Coverage LHS",
        "Cal LHS-C1",
        "Cal LHS-C2",
    ]


@pytest.mark.parametrize("sheet", CONTRACT)
def test_tables_begin_with_the_columns_of_the_contract(sheet: str, tmp_path: Path) -> None:
    book = written(tmp_path, district())
    columns = CONTRACT[sheet].split(" · ")
    assert [c.value for c in book[sheet][1]][: len(columns)] == columns
    assert [c.name for s in PLAN_SHEETS if s.name == sheet for c in s.columns][: len(columns)] == columns


def test_the_same_plan_gives_the_same_bytes(tmp_path: Path) -> None:
    instance = district()
    solution = solved(instance)
    write_plan(instance, solution, tmp_path / "a.xlsx")
    write_plan(district(), solved(district()), tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_plan_of_a_hundred_teachers_is_written_within_a_second(tmp_path: Path, within: Within) -> None:
    instance = district(teachers=100, coaches=4, cycles=4)
    solution = solved(instance)
    within(1, lambda: write_plan(instance, solution, tmp_path / "plan.xlsx"))


def hostile_texts() -> list[str]:
    starts = [
        "=",
        "+",
        "-",
        "@",
        "\t=",
        "\r=",
        "=1+",
        "+1*",
        "-2+",
        "@SUM",
        "http://",
        "https://",
        "mailto:",
        "ftp://",
        "internal:",
        "external:",
        "'=",
        "{=",
        " =",
        "#",
    ]
    ends = [
        "cmd|'/C calc'!A0",
        'HYPERLINK("http://x")',
        "x.example",
        "SUM(A1)",
        "&lt;b>",
        "_x000D_",
        "é\u202e",
        "]]>",
        "&A&D",
        "1",
    ]
    return [start + end for start in starts for end in ends]


def test_no_text_of_anybody_becomes_a_formula_or_a_link(tmp_path: Path) -> None:
    texts = hostile_texts()
    assert len(texts) == 200
    base = district(teachers=len(texts), cycles=6)
    teachers = {t.id: replace(t, name=text) for t, text in zip(base.teachers.values(), texts, strict=True)}
    states = {
        t: tuple(replace(s, course=text, room=text) if s.doing == "Teaching" else s for s in base.states[t])
        for t, text in zip(teachers, texts, strict=True)
    }
    settings = replace(base.settings, district=texts[0], school_year=texts[21])
    sites = {"LHS": replace(base.sites["LHS"], name=texts[40])}
    coaches = {c.id: replace(c, name=texts[60]) for c in base.coaches.values()}
    instance = replace(base, settings=settings, teachers=teachers, states=states, sites=sites, coaches=coaches)
    book = written(tmp_path, instance)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [c.coordinate for c in cells if c.data_type == "f" or c.hyperlink] == []
    with zipfile.ZipFile(tmp_path / "plan.xlsx") as box:
        parts = {name: box.read(name) for name in box.namelist()}
    assert [n for n, part in parts.items() if b"<f>" in part or b"<f " in part or b"<hyperlink" in part] == []
    courses = {row["course"] for row in table(book, "Sessions")}
    assert {c for c in courses if c} <= {t.replace("\r", "\n") for t in texts}
    assert {t for t in courses - {None} if t.startswith(("=", "+", "-", "@"))}


def test_sheets_of_coaches_with_odd_ids_have_legal_names_of_their_own(tmp_path: Path) -> None:
    odd = ["A/B", "A\\B", "A:B", "a?b", "x" * 40, "x" * 40 + "y", "'q'", "[1]", "\U0001f600" * 20, "*"]
    base = district(coaches=len(odd))
    renamed = dict(zip(base.coaches, odd, strict=True))
    instance = replace(
        base,
        coaches={renamed[c.id]: replace(c, id=renamed[c.id]) for c in base.coaches.values()},
        availability={renamed[c]: a for c, a in base.availability.items()},
    )
    plan = replace(plan_for(base), sessions=())
    plan = replace(
        plan,
        releases={renamed[c]: p for c, p in plan.releases.items()},
        assignments=tuple(replace(a, coach=renamed[a.coach]) for a in plan.assignments),
        reserved=tuple(replace(r, coach=renamed[r.coach]) for r in plan.reserved),
    )
    names = written(tmp_path, instance, solved(instance, plan)).sheetnames
    calendars = [n for n in names if n.startswith("Cal ")]
    assert len(calendars) == len(odd)
    assert len({n.casefold() for n in names}) == len(names)
    assert all(len(n.encode("utf-16-le")) // 2 <= 31 and not set(n) & set("[]:*?/\\") for n in names)
    assert calendars[:4] == ["Cal A-B", "Cal A-B (2)", "Cal A-B (3)", "Cal a-b (4)"]


def test_summary_gives_score_bound_and_status(tmp_path: Path) -> None:
    instance = district()
    solution = solved(instance)
    rows = labelled(written(tmp_path, instance, replace(solution, bound=Score(0, 0, 7))))
    assert (rows["Score"], rows["Bound"], rows["Status"]) == (str(solution.score), "0 / 0 / 7", "short")


def test_summary_counts_teachers_sessions_and_released_time(tmp_path: Path) -> None:
    """12 teachers; C1 is released in 2, 3, 4 and C2 in 1, 5, 6: 55 minutes, five days, two cycles, two coaches."""
    instance = district()
    solution = solved(instance)
    rows = labelled(written(tmp_path, instance, solution))
    due = sum(3 if e.program == "Coaching cycle" else 1 for e in instance.enrollments)
    held = len(solution.plan.sessions)
    in_class = sum(s.end - s.start for s in solution.plan.sessions if s.period != "After")
    released = 2 * 3 * 5 * 55 * 2
    meetings = len(solution.plan.sessions)
    alone = sum(s.program != "Data team" for s in solution.plan.sessions)
    placed = sum(s.program in ("Data team", "Induction", "Coaching cycle") for s in solution.plan.sessions)
    assert (due, placed) == (36, held)
    assert rows["Teachers served"] == (
        f"12 of 12 teachers have a coach; {len({s.teacher for s in solution.plan.sessions})} have standing sessions. "
        "Every place in a program has a coach."
    )
    assert rows["Sessions"].startswith(f"{held} of 36 sessions due are placed ({round(100 * held / 36)}%)")
    assert f"({round(100 * in_class / released)}%; the goal is 60%)" in rows["Use of released time"]
    assert rows["Use of released time"].startswith(f"{in_class // 60} h {in_class % 60} min of 55 h of released")
    assert rows["Alone and in groups"].startswith(f"{alone} one-to-one meetings")
    assert f"{meetings - alone} in small groups" in rows["Alone and in groups"]
    assert rows["Coverage"] == "A coach is released in 6 of 6 class periods, over 1 site."


def test_what_falls_short_is_said_by_level_with_places(tmp_path: Path) -> None:
    instance = district()
    solution = solved(instance)
    rows = labelled(written(tmp_path, instance, solution))
    short = [label for label in rows if label.startswith(("Required: ", "Recommended: ", "Option: "))]
    levels = [label.split(":")[0] for label in short]
    assert levels == sorted(levels, key=("Required", "Recommended", "Option").index)
    assert rows["Option: Common planning"] == (
        "Asked: The home coaches of every site have time to plan together in every week. Short by 2: LHS cycle 1 "
        "week 1; LHS cycle 2 week 1."
    )


def test_rules_have_a_row_for_each_level_with_the_audits_shortfall(tmp_path: Path) -> None:
    instance = district()
    solution = solved(instance)
    rows = table(written(tmp_path, instance, solution), "Rules")
    assert {(r["rule"], r["level"]): r["shortfall"] for r in rows} == dict(solution.audit.rules)
    flex = next(r for r in rows if r["rule"] == "Flex time")
    assert (flex["value"], flex["weight"], flex["shortfall"]) == (1, 1, 0)


def test_release_periods_say_what_a_coach_does_in_each_class_period(tmp_path: Path) -> None:
    rows = table(written(tmp_path, district()), "Release periods")
    assert {r["period"]: r["status"] for r in rows if r["coach"] == "LHS-C1"} == {
        "1": "Teaching",
        "2": "Coaching",
        "3": "Coaching",
        "4": "Coaching",
        "5": "Free",
        "6": "Free",
    }


def test_sessions_name_the_class_that_is_visited(tmp_path: Path) -> None:
    rows = table(written(tmp_path, district()), "Sessions")
    visit = next(r for r in rows if r["session"] == "Observe")
    assert visit["course"] == f"Algebra {visit['period']}"
    assert visit["room"] == f"B{int(visit['teacher'][-3:])}"
    assert next(r for r in rows if r["session"] == "Plan")["course"] is None


def test_pins_come_back_as_locked_rows(tmp_path: Path) -> None:
    base = district()
    session = next(s for s in plan_for(base).sessions if s.session == "Observe")
    instance = pinned(
        base,
        Pin("Pins!A2", "Coach", teacher=session.teacher, coach=session.coach),
        Pin("Pins!A3", "Release", coach="LHS-C1", period="2"),
        Pin("Pins!A4", "Release", coach="LHS-C1", period="5", released=False),
        Pin("Pins!A5", "Session", teacher=session.teacher, session="Observe", start=session.start),
    )
    book = written(tmp_path, instance)
    assert {r["teacher"] for r in table(book, "Assignments") if r["locked"] == "Y"} == {session.teacher}
    assert [(r["coach"], r["period"]) for r in table(book, "Release periods") if r["locked"] == "Y"] == [
        ("LHS-C1", "2"),
        ("LHS-C1", "5"),
    ]
    assert [(r["teacher"], r["session"]) for r in table(book, "Sessions") if r["locked"] == "Y"] == [
        (session.teacher, "Observe")
    ]


def test_every_missing_session_is_named_with_a_reason(tmp_path: Path) -> None:
    instance = district()
    plan = replace(plan_for(instance), sessions=())
    plan = replace(
        plan,
        assignments=tuple(replace(a, coach="", cycles=()) if a.teacher == "LHS-T002" else a for a in plan.assignments),
    )
    rows = table(written(tmp_path, instance, solved(instance, plan)), "Unscheduled")
    assert sum(r["missing"] for r in rows) == 36
    by_key = {(r["teacher"], r["program"], r["session"]): (r["cycle"], r["reason"]) for r in rows}
    assert by_key["LHS-T002", "Coaching cycle", "Plan"] == (
        None,
        "No coach: LHS-C1 would cost Grade match by 1 (Option); for Plan LHS-C2 teaches period 2.",
    )
    assert by_key["LHS-T003", "Coaching cycle", "Observe"][1] == "It follows Plan, which is missing too."
    assert by_key["LHS-T001", "Coaching cycle", "Plan"][1] == (
        "Whenever the teacher is on prep: LHS-C1 teaches period 1."
    )


def test_tables_have_filters_frozen_headers_and_repeat_them_in_print(tmp_path: Path) -> None:
    book = written(tmp_path, district())
    for sheet in CONTRACT:
        page = book[sheet]
        assert len(page.tables) == 1, sheet
        assert page.freeze_panes is not None
        assert page.freeze_panes.endswith("2")
        assert page.print_title_rows == "$1:$1"
        assert (page.page_setup.orientation, page.page_setup.fitToHeight) == ("landscape", 0)
        assert page.sheet_properties.pageSetUpPr.fitToPage  # one page wide


def test_each_week_of_a_calendar_is_a_page_of_its_own(tmp_path: Path) -> None:
    instance = district(cycles=2, weeks=2)
    page = written(tmp_path, instance)["Cal LHS-C1"]
    titles = [row[0].value for row in page.iter_rows() if str(row[0].value).startswith("M. Chen")]
    assert titles == [f"M. Chen 1 (LHS-C1): cycle {c} of 2, week {w} of 2" for c in (1, 2) for w in (1, 2)]
    assert len(page.row_breaks.brk) == 3
    assert page.page_setup.orientation == "landscape"
    assert page.page_setup.fitToHeight == 0


def test_calendars_show_of_confidential_sessions_only_that_time_is_taken(tmp_path: Path) -> None:
    instance = district()
    book = written(tmp_path, instance)
    text = "\n".join(str(c.value) for s in ("Cal LHS-C1", "Cal LHS-C2") for row in book[s].iter_rows() for c in row)
    assert "Confidential" in text
    assert "Mentor" not in text
    assert any(r["session"] == "Mentor" for r in table(book, "Sessions"))


def test_a_coverage_map_names_who_is_released_and_where_nobody_is(tmp_path: Path) -> None:
    instance = district()
    plan = plan_for(instance)
    plan = replace(plan, releases={**plan.releases, "LHS-C2": ("1", "5")}, sessions=(), reserved=())
    page = written(tmp_path, instance, solved(instance, plan))["Coverage LHS"]
    rows = {str(row[0].value).split("\n")[0]: row[1].value for row in page.iter_rows()}
    assert rows["1"] == "M. Chen 2"
    assert rows["2"] == "M. Chen 1"
    assert rows["6"] == "Nobody"


def test_a_workbook_a_site_has_its_rows_and_hides_confidential_ones(tmp_path: Path) -> None:
    instance = district(sites=2)
    files = write_plan(instance, solved(instance), tmp_path / "plan.xlsx", by_site=tmp_path / "sites")
    assert files == (tmp_path / "plan.xlsx", tmp_path / "sites" / "LHS.xlsx", tmp_path / "sites" / "WMS1.xlsx")
    book = openpyxl.load_workbook(files[2])
    assert {r["site"] for r in table(book, "Sessions") if r["teacher"] != "Time taken"} == {"WMS1"}
    assert "Cal WMS1-C1" in book.sheetnames
    assert "Cal LHS-C1" not in book.sheetnames
    secret = [r for r in table(book, "Sessions") if r["teacher"] == "Time taken"]
    assert secret
    assert all(r["session"] is None and r["course"] is None for r in secret)
    assert all(r["session"] != "Mentor" for r in table(book, "Sessions"))


def test_above_sixty_coaches_the_calendars_stand_in_the_workbooks_by_site(tmp_path: Path) -> None:
    instance = district(sites=21, teachers=3, coaches=3, cycles=1)
    book = written(tmp_path, instance)
    assert not [n for n in book.sheetnames if n.startswith("Cal ")]
    notes = [str(row[0].value) for row in book["Summary"].iter_rows()]
    assert (
        "With 63 coaches the calendars stand in the workbooks by site: add --by-site FOLDER to the command for them."
        in notes
    )
    files = write_plan(instance, solved(instance), tmp_path / "plan.xlsx", by_site=tmp_path / "sites")
    assert "Cal LHS-C1" in openpyxl.load_workbook(files[1]).sheetnames


def test_a_plan_that_cannot_be_written_says_why_and_leaves_the_old_one(tmp_path: Path) -> None:
    instance = district()
    solution = solved(instance)
    with pytest.raises(OSError, match="no folder") as caught:
        write_plan(instance, solution, tmp_path / "no" / "plan.xlsx")
    assert str(caught.value) == (
        f"{tmp_path / 'no' / 'plan.xlsx'} cannot be written: there is no folder {tmp_path / 'no'}. Make the folder, or "
        "choose another name."
    )
    old = tmp_path / "plan.xlsx"
    old.write_bytes(b"old")
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="is a file, not a folder"):
        write_plan(instance, solution, old, by_site=tmp_path / "file")
    assert old.read_bytes() == b"old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file", "plan.xlsx"]
