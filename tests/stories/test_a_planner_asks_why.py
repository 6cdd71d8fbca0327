"""A planner asks why of a real plan, and gets an answer with its proof."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.story, pytest.mark.lands]
DATA = Path(__file__).parents[3] / "shared" / "data"
SCHOOL, PLAN = DATA / "avuhsd-gunn.xlsx", DATA / "changes" / "plans" / "avuhsd-gunn.xlsx"


def ask(*words: str) -> dict[str, object]:
    command = [sys.executable, "-m", "scheduler", "why", SCHOOL, PLAN, "--json", *words]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    answer: dict[str, object] = json.loads(run.stdout)
    return answer


@pytest.mark.skipif(not PLAN.is_file(), reason="needs the inputs and plans in ../shared/data")
def test_why_not_released_then_and_why_not_the_other_coach():
    taught = ask("--release", "GU-C1/1")
    assert taught["verdict"] == "impossible"
    assert [(h["sheet"], h["cell"]) for h in taught["hindrances"]] == [("Master schedule", "B122")]
    other = ask("--teacher", "GU-T021", "--coach", "GU-C2")
    assert other["verdict"] == "costs"
    best = other["best"]
    assert best["score"] == best["bound"]
    assert best["score"][0] == sum(d["by"] for d in best["differences"] if d["level"] == "Required")
    assert other["sentence"].startswith("It would cost 2 Required.")
