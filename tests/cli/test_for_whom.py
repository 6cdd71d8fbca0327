"""`--for` names a reader; what is no reader is wrong usage."""

from __future__ import annotations

from pathlib import Path

import pytest

NOBODY = "is nobody who reads plans: write planner, site-admin:SITE, principal:SITE, coach:ID or teacher:ID"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--for", "parents"], f'Error: --for: "parents" {NOBODY}'),
        (["--for", ""], f'Error: --for: "" {NOBODY}'),
        (["--for", "coach"], 'Error: --for: "coach" does not say which: write coach:ID'),
        (["--for", "principal: "], 'Error: --for: "principal: " does not say which: write principal:SITE'),
        (["--for", "planner:LHS"], 'Error: --for: "planner:LHS": the planner sees everything; write planner alone'),
        (["--for", "coach:C9"], 'Error: --for: "C9" is not a coach of the input (the nearest is C1)'),
        (["--for", "coach:X"], 'Error: --for: "X" is not a coach of the input (there are C1, C2)'),
        (
            ["--for", "principal:LHS", "--by-site", "sites"],
            "Error: --by-site: principal:LHS gets one workbook; a workbook a site is for the planner",
        ),
    ],
)
def test_who_reads_it_must_be_somebody(run, small_school: Path, tmp_path: Path, words: list[str], said: str) -> None:
    result = run("solve", small_school, "-o", tmp_path / "plan.xlsx", *words)
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1] == said
    assert not (tmp_path / "plan.xlsx").exists()


@pytest.mark.parametrize("reader", ["planner", "Planner", "site-admin:LHS", "Site admin: lhs", "teacher:t1"])
def test_a_reader_may_be_written_in_any_case(run, small_school: Path, tmp_path: Path, reader: str) -> None:
    assert run("solve", small_school, "-o", tmp_path / "plan.xlsx", "--for", reader).exit_code == 0
