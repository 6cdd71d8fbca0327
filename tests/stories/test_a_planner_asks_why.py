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


def ask(*words: str, command: str = "why") -> dict[str, object]:
    line = [sys.executable, "-m", "scheduler", command, SCHOOL, PLAN, "--json", *words]
    run = subprocess.run(line, capture_output=True, text=True, check=False)
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


@pytest.mark.skipif(not PLAN.is_file(), reason="needs the inputs and plans in ../shared/data")
def test_what_else_could_be_and_why_not_then():
    found = ask("--session", "GU-T087/Coaching cycle/Observe/2", command="options")
    best = found["options"][0]
    assert (best["says"], best["difference"]) == ("As good.", [0, 0, 0])
    assert best["moves"] == ["Debrief of GU-T087 to Fri 14:00"]
    assert [p["start"] for p in best["pins"]] == ["10:00", "14:00"]
    assert {"Master schedule!F124", "Coach availability!C7"} <= {f"{b['sheet']}!{b['cell']}" for b in found["blocked"]}
