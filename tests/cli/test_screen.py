"""What people read at the end of a command."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from scheduler.cli import screen
from scheduler.domain.score import Audit, Score, Violation
from scheduler.pipeline.audit_workbook import Audited


def printed(findings: int) -> list[str]:
    violations = tuple(Violation("3", f"C{i}", "is not released.") for i in range(1, findings + 1))
    out = Console(file=io.StringIO(), width=100)
    screen.show_audit(out, Path("plan.xlsx"), Audited(Audit(violations, (), {}, Score(0, 0, 1)), violations, ()))
    assert isinstance(out.file, io.StringIO)
    return out.file.getvalue().splitlines()


def test_a_broken_plan_is_told_finding_by_finding() -> None:
    assert printed(1) == [
        "plan.xlsx does not hold: 1 finding.",
        "  [3] C1: is not released.",
        "Score: 0 / 0 / 1 (Required / Recommended / Option)",
    ]


@pytest.mark.parametrize(("findings", "lines", "rest"), [(20, 22, False), (21, 23, True)])
def test_above_twenty_findings_the_rest_is_counted(findings: int, lines: int, rest: bool) -> None:
    said = printed(findings)
    assert len(said) == lines
    assert ("  and 1 more (--json lists them all)" in said) is rest


def test_no_color_is_obeyed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert screen.console().no_color is True
