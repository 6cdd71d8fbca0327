"""October: a school has published its plan, and one thing changes."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Coach = Callable[..., "subprocess.CompletedProcess[str]"]
CHECKER = Path(__file__).parents[2].parent / "shared" / "check" / "check_change.py"
QUICK = (
    "avuhsd-gunn/teacher-new-0",
    "juneau-three-sites/teacher-gone-0",
    "desmoines-two-sites/class-added-0",
    "tosa-ibdp/coach-slot-lost-0",
)
OTHERS = (
    "avuhsd-ab-block-lone-peak/prep-moved-0",  # two kept rows lie in what is now read as duty
    "partners-second-week/coach-period-lost-0",
    "avuhsd-gunn/coach-gone-or-new-1",
    "avuhsd-gunn/sections-1",
    "juneau-three-sites/program-joined-or-left-0",
    "avuhsd-ab-block-lone-peak/bell-of-a-period-0",
    "juneau-three-sites/travel-0",
    "partners-second-week/priority-0",
)


@pytest.fixture(scope="module")
def changes(shared_data: Path) -> Path:
    folder = shared_data / "changes"
    if not folder.is_dir() or not CHECKER.is_file():
        pytest.skip("needs ../shared/data/changes and the checker of re-plans")
    return folder


def replanned(coach: Coach, changes: Path, name: str, tmp_path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """The case, and what the command says in JSON; the independent checker agrees."""
    case = next(c for c in json.loads((changes / "cases.json").read_text()) if c["id"] == name)
    inputs, kept, new = [changes / f for f in case["new"]], changes / case["keep"], tmp_path / "new.xlsx"
    run = coach("solve", *inputs, "--keep", kept, "-o", new, "--json")
    said = json.loads(run.stdout)
    assert run.returncode == (4 if said["score"][0] else 0), run.stderr
    check = subprocess.run(
        [sys.executable, "-B", CHECKER, *inputs, kept, new], capture_output=True, text=True, check=False
    )
    assert check.returncode == 0, check.stdout
    assert said["score"][0] == case["free"]["score"][0], "Required is not what a free plan has"
    assert said["change"]["bound"] <= said["change"]["value"]
    return case, said


@pytest.mark.lands
@pytest.mark.story
@pytest.mark.parametrize("name", QUICK)
def test_one_changed_cell_moves_those_whom_it_concerns(name: str, coach: Coach, changes: Path, tmp_path: Path) -> None:
    case, said = replanned(coach, changes, name, tmp_path)
    moved = {c["person"] for c in said["changes"] if c["role"] == "Teacher" and c["was"]}
    beyond = moved - set(case["concerned"]["all"])
    assert not beyond
    assert said["change"]["value"] == said["change"]["bound"]
    assert said["status"] == "optimal"


@pytest.mark.lands
@pytest.mark.story
def test_a_hire_at_gunn_moves_nobody_in_ten_seconds(coach: Coach, changes: Path, tmp_path: Path) -> None:
    """Ten seconds of work: what others do on this machine is not counted."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    case = next(c for c in json.loads((changes / "cases.json").read_text()) if c["id"] == "avuhsd-gunn/teacher-new-0")
    inputs, kept = [changes / f for f in case["new"]], changes / case["keep"]
    run = coach("solve", *inputs, "--keep", kept, "-o", tmp_path / "new.xlsx", "--json")
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before <= 10.0
    said = json.loads(run.stdout)
    assert said["status"] == "optimal"
    assert (said["change"]["value"], said["change"]["people"]) == (0, 0)


@pytest.mark.deep
@pytest.mark.parametrize("name", OTHERS)
def test_the_other_changes(name: str, coach: Coach, changes: Path, tmp_path: Path) -> None:
    case, said = replanned(coach, changes, name, tmp_path)
    moved = {c["person"] for c in said["changes"] if c["role"] == "Teacher" and c["was"]}
    assert len(moved - set(case["concerned"]["all"])) <= 3


@pytest.mark.lands
@pytest.mark.story
def test_a_plan_that_is_changed_by_hand_is_written_anew(coach: Coach, tmp_path: Path) -> None:
    """A session is moved by hand: the calendar is still the old one, which the audit says, and -o puts it right."""
    from openpyxl import load_workbook

    root = Path(__file__).parents[2]
    school, plan = root / "instances" / "avuhsd" / "avuhsd.xlsx", tmp_path / "plan.xlsx"
    book = load_workbook(root / "reports" / "avuhsd" / "plan.xlsx")
    sessions = book["Sessions"]
    last = max(row for row in range(2, sessions.max_row + 1) if sessions.cell(row, 11).value == "Debrief")
    sessions.delete_rows(last)
    book.save(plan)
    found = coach("audit", school, plan, "--json")
    assert found.returncode == 5
    assert any("the calendar shows" in claim["text"] for claim in json.loads(found.stdout)["claims"])
    anew = tmp_path / "anew.xlsx"
    written = coach("audit", school, plan, "-o", anew)
    assert written.returncode == 4, written.stdout + written.stderr
    again = coach("audit", school, anew)
    assert again.returncode == 4, again.stdout
    assert "every figure in it is right" in again.stdout.replace("\n", " ")


@pytest.mark.lands
@pytest.mark.story
def test_october_at_joshua_ridge(coach: Coach, tmp_path: Path) -> None:
    """Cycle 1 has ended; a hire, a leave and a moved prep. The report is what the command makes."""
    root = Path(__file__).parents[2]
    october = root / "instances" / "avuhsd" / "october" / "october.xlsx"
    kept, new = root / "reports" / "avuhsd" / "plan.xlsx", tmp_path / "october.xlsx"
    run = coach("solve", october, "--keep", kept, "--from", 2, "-o", new, "--json")
    assert run.returncode == 0, run.stderr
    said = json.loads(run.stdout)
    assert said["status"] == "optimal"
    assert said["from"] == 2
    assert new.read_bytes() == (root / "reports" / "avuhsd" / "october.xlsx").read_bytes(), "make reports"
    audit = coach("audit", october, new, "--keep", kept, "--from", 2)
    assert audit.returncode == 0, audit.stdout
    told = tmp_path / "changes.xlsx"
    changed = coach("changes", kept, new, "--input", october, "-o", told, "--json")
    assert changed.returncode == 0, changed.stderr
    assert json.loads(changed.stdout)["changes"] == said["changes"]
