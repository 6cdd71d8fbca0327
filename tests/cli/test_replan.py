"""The options of a re-plan, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.mark.parametrize("option", [("--from", "2"), ("--change-after", "option"), ("--ladder",)])
def test_an_option_of_a_replan_needs_the_kept_plan(run, small_school: Path, tmp_path: Path, option: tuple[str, ...]):
    result = run("solve", small_school, "-o", tmp_path / "new.xlsx", *option)
    assert result.exit_code == 2
    assert f"{option[0]} needs --keep PLAN" in result.stderr


def test_a_date_is_refused_with_what_to_write(run, small_school: Path, tmp_path: Path):
    kept = tmp_path / "plan.xlsx"
    assert run("solve", small_school, "-o", kept).exit_code == 0
    for date in ("2026-10-13", "10/13/2026"):
        result = run("solve", small_school, "--keep", kept, "--from", date, "-o", tmp_path / "new.xlsx")
        assert result.exit_code == 2
        assert "name a cycle, like 2" in " ".join(result.stderr.split())


def test_the_kept_plan_is_never_overwritten(run, small_school: Path, tmp_path: Path):
    kept = tmp_path / "plan.xlsx"
    assert run("solve", small_school, "-o", kept).exit_code == 0
    before = kept.read_bytes()
    assert run("solve", small_school, "--keep", kept, "-o", kept).exit_code == 2
    assert kept.read_bytes() == before


def test_what_is_no_plan_is_an_input_that_cannot_be_read(run, small_school: Path, tmp_path: Path):
    sheet_of_input = next(p for p in small_school.iterdir() if p.is_file())
    result = run("solve", small_school, "--keep", sheet_of_input, "-o", tmp_path / "new.xlsx")
    assert result.exit_code == 3
    assert "this is not a plan" in result.stderr


def test_the_year_must_have_the_cycle(run, small_school: Path, tmp_path: Path):
    kept = tmp_path / "plan.xlsx"
    assert run("solve", small_school, "-o", kept).exit_code == 0
    result = run("solve", small_school, "--keep", kept, "--from", "99", "-o", tmp_path / "new.xlsx")
    assert result.exit_code == 3
    assert "the year has no cycle 99" in result.stderr


def test_the_same_input_keeps_its_sessions_to_the_byte(run, small_school: Path, tmp_path: Path):
    kept, new = tmp_path / "plan.xlsx", tmp_path / "new.xlsx"
    assert run("solve", small_school, "-o", kept).exit_code == 0
    result = run("solve", small_school, "--keep", kept, "-o", new)
    assert result.exit_code == 0
    assert "nobody moves" in result.stdout
    assert sheet(kept, "Sessions") == sheet(new, "Sessions")
    assert run("audit", small_school, new, "--keep", kept).exit_code == 0


def sheet(book: Path, name: str) -> list[tuple[object, ...]]:
    from openpyxl import load_workbook

    return list(load_workbook(book)[name].values)


def test_the_old_name_of_the_cache_of_compare_is_refused_with_the_new_one(run, small_school: Path, tmp_path: Path):
    result = run("compare", small_school, "-o", tmp_path / "c.xlsx", "--keep", tmp_path / "parts")
    assert result.exit_code == 2
    assert "is now called --cache" in " ".join(result.stderr.split())
