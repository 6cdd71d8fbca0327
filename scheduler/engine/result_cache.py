"""Finished parts, kept in a folder: a comparison that was ended goes on from them, a solve takes what is unchanged."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from dataclasses import asdict
from pathlib import Path
from typing import Any

from scheduler.domain.plan import Assignment, Plan, Reserved, Session
from scheduler.domain.score import Score
from scheduler.engine.results import ComponentResult
from scheduler.temporary_files import lock, remove_left_files

_ENDING = ".part.json"
_TEMPORARY = re.compile(r"\.[0-9a-f]{40}\.\d+")


class ResultCache:
    """One folder with a file for each finished part, named by its key; `folder` None keeps nothing."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    def get(self, key: str) -> ComponentResult | None:
        """The answer that is kept for a key; None where there is none, or what stands there is not, to the last
        character, what was kept (then it is solved again).

        Raises
        ------
        OSError
            the folder or the file may not be read
        """
        if self.folder is None:
            return None
        path = self.folder / (key + _ENDING)
        if not path.is_file():
            return None
        checksum, _, text = path.read_text(encoding="utf-8", errors="replace").partition("\n")
        return _result(json.loads(text)) if checksum == _checksum(text) else None

    def put(self, key: str, result: ComponentResult) -> None:
        """Keep an answer, whole or not at all; one that was cut short is not kept: more time may better it. What stands
        in its place and is no file is left alone."""
        if self.folder is None or result.cut:
            return
        path = self.folder / (key + _ENDING)
        if path.exists() and not path.is_file():
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        remove_left_files(self._temporary())
        text = json.dumps(_plain(result), separators=(",", ":"))
        part = self.folder / f".{key}.{os.getpid()}"
        try:
            with part.open("w", encoding="utf-8") as file:
                lock(file.fileno())
                file.write(f"{_checksum(text)}\n{text}")
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)

    def clear(self) -> None:
        """Remove the parts, and the folder where nothing else is in it."""
        if self.folder is None or not self.folder.is_dir():
            return
        for file in (*self.folder.glob(f"*{_ENDING}"), *self._temporary()):
            if file.is_file():
                file.unlink()
        if not any(self.folder.iterdir()):
            shutil.rmtree(self.folder)

    def _temporary(self) -> list[Path]:
        """Files that are being written, or were when their process was killed."""
        assert self.folder is not None
        return [file for file in self.folder.glob(".*") if _TEMPORARY.fullmatch(file.name)]


def _checksum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(result: ComponentResult) -> dict[str, Any]:
    plan = result.plan
    return {
        "score": list(result.score),
        "bound": list(result.bound),
        "releases": dict(plan.releases),
        "assignments": [asdict(a) for a in plan.assignments],
        "sessions": [asdict(s) for s in plan.sessions],
        "reserved": [asdict(r) for r in plan.reserved],
    }


def _result(found: dict[str, Any]) -> ComponentResult:
    plan = Plan(
        {coach: tuple(periods) for coach, periods in found["releases"].items()},
        tuple(Assignment(**{**a, "cycles": tuple(a["cycles"])}) for a in found["assignments"]),
        tuple(Session(**s) for s in found["sessions"]),
        tuple(Reserved(**r) for r in found["reserved"]),
    )
    return ComponentResult(plan, Score(*found["score"]), Score(*found["bound"]))
