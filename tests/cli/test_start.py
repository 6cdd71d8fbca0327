"""The command starts at once: help needs nothing but click."""

from __future__ import annotations

import subprocess
import sys

import pytest
from quickness import Within

HEAVY = ("rich", "openpyxl", "xlsxwriter", "pandas", "numpy", "ortools", "defusedxml")


@pytest.mark.parametrize("module", ["scheduler", "scheduler.cli"])
def test_nothing_heavy_is_imported_before_a_command_runs(module: str) -> None:
    code = f"import {module}, sys; print([m for m in {HEAVY!r} if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_help_answers_within_three_tenths_of_a_second(within: Within) -> None:
    command = [sys.executable, "-m", "scheduler", "--help"]
    result = within(0.3, lambda: subprocess.run(command, capture_output=True, check=True))
    assert result.stdout.startswith(b"Usage: coach ")


def test_the_version_is_the_distribution_s() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "scheduler", "--version"], capture_output=True, text=True, check=True
    )
    assert result.stdout == "coach, version 0.1.0\n"
