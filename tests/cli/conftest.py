"""A small school to run the commands on, and the runner that runs them in this process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scheduler.cli import main

SMALL_SCHOOL = {
    "Teachers": "teacher,site,programs\nT1,LHS,Coaching cycle\nT2,LHS,\n",
    "Master schedule": "teacher,1,2,3,4,5,6\nT1,Math,Prep,Math,Math,Math,Math\nT2,Art,Art,Prep,Art,Art,Art\n",
    "Coaches": "coach,sites\nC1,LHS\nC2,LHS\n",
    "Programs": (
        "program,session,activity,minutes,per week,when,after\n"
        "Coaching cycle,Observe,Observe,25,1,Teaching,\n"
        "Coaching cycle,Debrief,Debrief,25,1,Prep,Observe\n"
    ),
}


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run `coach` with these words, as in a pipe 200 columns wide."""
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.delenv("FORCE_COLOR", raising=False)

    def invoke(*words: object) -> Result:
        return CliRunner().invoke(main, [str(word) for word in words], prog_name="coach", catch_exceptions=False)

    return invoke


@pytest.fixture
def small_school(tmp_path: Path) -> Path:
    """A folder of .csv files: two teachers, two coaches, one of the teachers in a program of two sessions."""
    folder = tmp_path / "school"
    folder.mkdir()
    for sheet, text in SMALL_SCHOOL.items():
        (folder / f"{sheet}.csv").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def school_with_errors(small_school: Path) -> Path:
    """The same school with two errors, and a column that nobody knows."""
    (small_school / "Teachers.csv").write_text(
        "teacher,site,programs,shoe size\nT1,LHS,Coaching circle,9\nT2,LHS,,9\nT2,LHS,,9\n", encoding="utf-8"
    )
    return small_school
