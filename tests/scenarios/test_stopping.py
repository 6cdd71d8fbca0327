"""A comparison that is cut short, by a limit or by Ctrl-C, keeps what it has."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from waiting import wait_until

ROOT = Path(__file__).parents[2]
AVUHSD = ROOT / "instances" / "avuhsd" / "avuhsd.xlsx"
pytestmark = pytest.mark.story


def begin(output: Path, *words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "scheduler", "compare", str(AVUHSD), "-o", str(output), "--json", *words]
    return subprocess.Popen(
        command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )


@pytest.mark.lands
def test_ctrl_c_keeps_what_is_solved_and_the_next_run_goes_on_from_there(tmp_path: Path) -> None:
    sweep = ("--vary", "Sites.JRHS.sections funded=6..9", "--workers", "1")
    running = begin(tmp_path / "cmp.xlsx", *sweep)
    parts = tmp_path / "cmp.parts"
    wait_until(lambda: running.poll() is not None or bool(list(parts.glob("*.json"))))
    assert running.poll() is None
    os.kill(running.pid, signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert running.returncode in (0, 4), err
    stopped = json.loads(out)["scenarios"]
    assert stopped[0]["status"] == "optimal"
    assert "stopped" in {s["status"] for s in stopped}
    kept = len(list(parts.glob("*.json")))
    assert kept >= 1

    again = begin(tmp_path / "cmp.xlsx", *sweep)
    out, err = again.communicate(timeout=120)
    assert again.returncode == 0, err
    found = json.loads(out)
    assert found["parts"]["kept"] == kept
    assert {s["status"] for s in found["scenarios"]} == {"optimal"}
    assert not parts.exists()


def limited(output: Path, limit: int) -> float:
    """The seconds that a comparison of six takes which may take so many."""
    began = time.perf_counter()
    running = begin(output, "--vary", "Sites.JRHS.sections funded=5..9", "--time-limit", str(limit))
    out, err = running.communicate(timeout=60)
    assert running.returncode in (0, 4), err
    assert all(s["plan"] and Path(s["plan"]).exists() for s in json.loads(out)["scenarios"])
    return time.perf_counter() - began


@pytest.mark.lands
def test_a_time_limit_is_of_the_whole_command_and_every_scenario_has_a_plan(tmp_path: Path) -> None:
    short = limited(tmp_path / "short.xlsx", 1)  # reading, a first plan each, and writing: longer on a busy machine
    assert limited(tmp_path / "cmp.xlsx", 4) < short + 3 * 1.1 + 0.5 * short


CROSSED = ("Sites.JRHS.sections funded=6..9", "Settings.minutes between sessions.value=0,3,4,5,10")


@pytest.mark.deep
@pytest.mark.parametrize("axes", [("Sites.JRHS.sections funded=6..25",), CROSSED], ids=["one axis", "two crossed"])
def test_twenty_scenarios_of_one_site_take_less_than_five_times_a_single_solve(
    tmp_path: Path, axes: tuple[str, ...]
) -> None:
    began = time.perf_counter()
    command = [sys.executable, "-m", "scheduler", "solve", str(AVUHSD), "-o", str(tmp_path / "plan.xlsx")]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    single = time.perf_counter() - began
    began = time.perf_counter()
    running = begin(tmp_path / "cmp.xlsx", *(word for axis in axes for word in ("--vary", axis)))
    out, err = running.communicate(timeout=300)
    twenty = time.perf_counter() - began
    assert running.returncode == 0, err
    assert len(json.loads(out)["scenarios"]) == 21
    assert twenty < 5 * single, f"{twenty:.1f} s against {single:.1f} s"
