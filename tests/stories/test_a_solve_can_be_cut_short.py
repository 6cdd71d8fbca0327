"""A time limit is kept, Ctrl-C keeps the best plan, and whatever comes of it holds."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.story
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("limit", [3.0, 6.0])
def test_a_time_limit_is_of_the_whole_command(coach, checked, district: Path, tmp_path: Path, limit: float) -> None:
    plan = tmp_path / "plan.xlsx"
    began = time.perf_counter()
    run = coach("solve", district, "-o", plan, "--time-limit", limit, "--json")
    took = time.perf_counter() - began
    assert run.returncode in (0, 4), run.stderr
    told = json.loads(run.stdout)
    assert took <= limit * 1.1 + 2 or told["late"]  # reading, a quick plan for every school and writing take longer
    assert told["bound"] <= told["score"]
    assert abs(told["seconds"]["all"] - took) < 1
    checked(district, plan)


@pytest.mark.parametrize(
    ("workers", "begun", "ended"),
    [("1", "JRHS-1", signal.SIGINT), ("2", "1 of 8", signal.SIGINT), ("2", "1 of 8", signal.SIGTERM)],
)
def test_ctrl_c_or_a_polite_end_keeps_the_best_plan(
    checked, district: Path, tmp_path: Path, workers: str, begun: str, ended: signal.Signals
) -> None:
    plan = tmp_path / "plan.xlsx"
    with subprocess.Popen(
        [sys.executable, "-m", "scheduler", "solve", str(district), "-o", str(plan), "--workers", workers],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if begun in line:  # the first school is solved, the next is being solved, others wait
                break
        process.send_signal(ended)
        asked = time.perf_counter()
        out, err = process.communicate(timeout=60)
        took = time.perf_counter() - asked
    assert process.returncode in (0, 4), err
    assert "Stopping with the best plan so far (Ctrl-C again quits at once)" in err
    assert "Stopped early: this is the best plan so far." in out
    assert took < 8  # every school still gets its first plan; that is audited, and written
    checked(district, plan)
