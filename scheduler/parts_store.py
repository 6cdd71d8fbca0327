"""Finished parts, kept in a folder: a comparison that was ended goes on from them, a solve takes what is unchanged."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import asdict
from pathlib import Path
from typing import Any

from scheduler.domain.plan import Assignment, Plan, Reserved, Session
from scheduler.domain.score import Score
from scheduler.engine import PartResult

_ENDING = ".part.json"


class PartsStore:
    """One folder with a file for each finished part, named by its key; `folder` None keeps nothing."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    def get(self, key: str) -> PartResult | None:
        """The answer that is kept for a key; None where there is none, or its file is damaged (it is solved again)."""
        if self.folder is None:
            return None
        try:
            found = json.loads((self.folder / (key + _ENDING)).read_text(encoding="utf-8"))
            return _result(found)
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError):
            return None

    def put(self, key: str, result: PartResult) -> None:
        """Keep an answer, whole or not at all; one that was cut short is not kept: more time may better it."""
        if self.folder is None or result.cut:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        part = self.folder / f".{key}.{os.getpid()}"
        part.write_text(json.dumps(_plain(result), separators=(",", ":")), encoding="utf-8")
        part.replace(self.folder / (key + _ENDING))

    def clear(self) -> None:
        """Remove the parts, and the folder where nothing else is in it."""
        if self.folder is None or not self.folder.is_dir():
            return
        for file in self.folder.glob(f"*{_ENDING}"):
            file.unlink()
        if not any(self.folder.iterdir()):
            shutil.rmtree(self.folder)


def _plain(result: PartResult) -> dict[str, Any]:
    plan = result.plan
    return {
        "score": list(result.score),
        "bound": list(result.bound),
        "releases": dict(plan.releases),
        "assignments": [asdict(a) for a in plan.assignments],
        "sessions": [asdict(s) for s in plan.sessions],
        "reserved": [asdict(r) for r in plan.reserved],
    }


def _result(found: dict[str, Any]) -> PartResult:
    plan = Plan(
        {coach: tuple(periods) for coach, periods in found["releases"].items()},
        tuple(Assignment(**{**a, "cycles": tuple(a["cycles"])}) for a in found["assignments"]),
        tuple(Session(**s) for s in found["sessions"]),
        tuple(Reserved(**r) for r in found["reserved"]),
    )
    return PartResult(plan, Score(*found["score"]), Score(*found["bound"]))
