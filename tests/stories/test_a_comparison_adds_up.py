"""The totals of a comparison are those that somebody else counts in each scenario's plan."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

pytestmark = [pytest.mark.story, pytest.mark.lands]
Row = dict[str, Any]
Coach = Callable[..., "subprocess.CompletedProcess[str]"]


def with_cell(source: Path, target: Path, sheet: str, id: str, column: str, value: object) -> Path:
    """A copy of a workbook with one cell set; its headers stand in the third row."""
    book = openpyxl.load_workbook(source)
    rows = book[sheet]
    header = next(r for r in rows.iter_rows() if any(str(c.value).casefold() == column for c in r))
    place = next(c.column for c in header if str(c.value).casefold() == column)
    row = next(r[0].row for r in rows.iter_rows() if r[0].value == id)
    rows.cell(row, place, value)
    book.save(target)
    return target


def table(path: Path, sheet: str) -> list[Row]:
    header, *rows = openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def minutes(clock: str) -> int:
    hour, minute = clock.split(":")
    return 60 * int(hour) + int(minute)


def counted(plan: Path, base: Path) -> dict[str, object]:
    """What a plan's own rows come to."""
    sessions, assignments = table(plan, "Sessions"), table(plan, "Assignments")
    released = [r for r in table(plan, "Release periods") if r["status"] == "Coaching"]
    loads = Counter(a["coach"] for a in assignments if a["coach"])
    due = sum(a["sessions due"] for a in assignments)
    missing = sum(u["missing"] for u in table(plan, "Unscheduled"))
    before = {(a["teacher"], a["program"]): a["coach"] for a in table(base, "Assignments")}
    after = {(a["teacher"], a["program"]): a["coach"] for a in assignments}
    moved = {teacher for (teacher, program), coach in after.items() if before[teacher, program] != coach}
    spent = sum(minutes(s["end"]) - minutes(s["start"]) for s in sessions)
    return {
        "Sessions due": due,
        "Sessions placed": due - missing,
        "Teachers with a coach": len({a["teacher"] for a in assignments if a["coach"]}),
        "Teachers with sessions": len({s["teacher"] for s in sessions}),
        "Hours of coaching a week": round(spent / 60 / 6, 6),  # six cycles of one week's pattern
        "Periods covered": len({r["period"] for r in released}),
        "Sections used": len(released),
        "Largest caseload": max(loads.values()),
        "Smallest caseload": min(loads.values()),
        "Grade matches": sum(a["grade match"] == "Y" for a in assignments),
        "Content matches": sum(a["content match"] == "Y" for a in assignments),
    } | ({} if plan == base else {"Teachers who keep their coach": len({t for t, _ in after} - moved)})


def recomputed(plan: Path, source: Path) -> dict[str, object]:
    """What the independent checker finds in a plan: nothing wrong, its score, and the Required rules missed."""
    checker = Path(__file__).parents[3] / "shared" / "check" / "check_plan.py"
    if not checker.is_file():
        pytest.skip("needs the independent checker ../shared/check/check_plan.py")
    done = subprocess.run(
        [sys.executable, "-B", checker, "--json", source, plan],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    found = json.loads(done.stdout)
    assert found["findings"] == []
    missed = [f"{r['rule']} ({r['shortfall']})" for r in found["rules"] if r["level"] == "Required" and r["shortfall"]]
    score = {f"{level} shortfall": found["score"][level] for level in ("Required", "Recommended", "Option")}
    return score | {"Required rules not met": ", ".join(missed) or "none"}


def test_the_totals_of_a_comparison_are_those_of_the_plans_of_its_scenarios(
    coach: Coach, shared_data: Path, tmp_path: Path
) -> None:
    base = shared_data / "avuhsd-gunn.xlsx"
    sources = {
        "Base": base,
        "Seven": with_cell(base, tmp_path / "seven.xlsx", "Sites", "GU", "sections funded", 7),
        "Nine": with_cell(base, tmp_path / "nine.xlsx", "Sites", "GU", "sections funded", 9),
        "Grades": with_cell(base, tmp_path / "grades.xlsx", "Rules", "Grade match", "level", "Off"),
    }
    scenarios = [f"--scenario={name}={path}" for name, path in sources.items() if name != "Base"]
    output = tmp_path / "comparison.xlsx"
    done = coach("compare", base, "-o", output, "--json", *scenarios)
    assert done.returncode == 4, "seven sections are too few"
    plans = {s["scenario"]: Path(s["plan"]) for s in json.loads(done.stdout)["scenarios"]}
    assert list(plans) == list(sources)

    rows = list(openpyxl.load_workbook(output)["Summary"].iter_rows(values_only=True))
    at = next(i for i, row in enumerate(rows) if row[0] == "Figure")
    said = {row[0]: dict(zip(rows[at][1:], row[1:], strict=True)) for row in rows[at:] if row[0]}
    for name, plan in plans.items():
        expected = recomputed(plan, sources[name]) | counted(plan, plans["Base"])
        told = {label: said[label][name] for label in expected}
        told["Hours of coaching a week"] = round(told["Hours of coaching a week"], 6)
        assert told == expected, name
    assert said["Required rules not met"]["Seven"] == "Sections funded (1)"
