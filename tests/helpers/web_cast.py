"""What the tests of the page share: a small cast, a plan that is made once, and files that were given."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from workbooks import save

from scheduler.web.accounts.models import Membership, Role, User
from scheduler.web.runs import publishing, queue
from scheduler.web.runs.models import Run, RunKind
from scheduler.web.runs.queue import ReaderReport
from scheduler.web.uploads.models import Piece, Upload, UploadState

settings.SECRET_KEY = "only for tests, of which nobody keeps a secret: 0123456789 abcdefghij"
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a slow one is a slow test

PASSWORD = "correct horse battery"
# Everybody who is about. Two sites: what is Ada's at North is not Ben's at South.
CAST: dict[str, tuple[str, str]] = {
    "planner": (Role.PLANNER, ""),
    "admin of N": (Role.SITE_ADMIN, "N"),
    "admin of S": (Role.SITE_ADMIN, "S"),
    "principal of N": (Role.PRINCIPAL, "N"),
    "principal of S": (Role.PRINCIPAL, "S"),
    "coach CN": (Role.COACH, "CN"),
    "coach CS": (Role.COACH, "CS"),
    "nobody in particular": ("", ""),
}


def two_sites(*, bad: bool = False) -> dict[str, list[list[Any]]]:
    """A district of two sites with a coach each, and a program of which nobody else may hear."""
    return {
        "Settings": [["key", "value"], ["district", "Both"], ["cycles", 2]],
        "Sites": [["site", "name", "sections funded"], ["N", "North High", 4], ["S", "South High", 4]],
        "Teachers": [
            ["teacher", "name", "site", "department", "programs"],
            *[[f"TN{i}", f"Norbert {i}", "N", "Math", "Cycle, Quiet" if i == 1 else "Cycle"] for i in (1, 2, 3)],
            *[[f"TS{i}", f"Susanne {i}", "S", "Art", "Cycle, Quiet" if i == 1 else "Cycle"] for i in (1, 2, 3)],
        ],
        "Master schedule": [
            ["teacher", "1", "2", "3", "4", "5", "6"],
            *[[f"T{s}{i}", "Algebra", "Prep", "Algebra", "Prep", "Reading", None] for s in "NS" for i in (1, 2, 3)],
        ],
        "Coaches": [
            ["coach", "name", "sites", "release min", "release max"],
            ["CN", "Nadia", "N", 2, 4],
            ["CS", "Sven", "Nowhere" if bad else "S", 2, 4],
        ],
        "Programs": [
            ["program", "cycles", "session", "activity", "minutes", "per week", "when", "confidential"],
            ["Cycle", 1, "Observe", "Observe", 30, 1, "Teaching", None],
            ["Quiet", 1, "Evaluation talk", "Talk", 30, 1, "Prep", "Y"],
        ],
    }


@pytest.fixture(scope="session")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The district of two sites as a workbook."""
    return save(tmp_path_factory.mktemp("input") / "both.xlsx", two_sites())


Answer = tuple[dict[str, Any], Path]


@pytest.fixture(scope="session")
def answers(workbook: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Answer]:
    """What the solver's process makes of the workbook, for the district or a site alone, and the folder in which it has
    left the files."""

    @cache
    def answer(place: str) -> Answer:
        folder = tmp_path_factory.mktemp("solved")
        job = {"files": [str(workbook)], "sites": {}, "seed": 0, "limit_seconds": 60, "site": place}
        (folder / "job.json").write_text(json.dumps(job), encoding="utf-8")
        _solve(folder)
        return json.loads((folder / "answer.json").read_text(encoding="utf-8")), folder

    return answer


@pytest.fixture(scope="session")
def answer(answers: Callable[[str], Answer]) -> Answer:
    """What the solver's process makes of the whole workbook."""
    return answers("")


def _solve(folder: Path) -> None:
    """Run the solver's process with its stdin held open, as a worker does."""
    process = subprocess.Popen(
        [sys.executable, "-m", "scheduler.web.runs.solving", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    )
    assert process.wait(300) == 0  # seconds, of a busy machine
    assert process.stdin is not None
    process.stdin.close()


@pytest.fixture
def cast(db: None) -> dict[str, User]:
    """Everybody, with the role of each."""
    made = {}
    for name, (role, place) in CAST.items():
        user = User(email=f"{name.replace(' ', '.').lower()}@example.org", name=name)
        user.set_password(PASSWORD)
        user.save()
        if role:
            Membership.objects.create(user=user, role=role, place=place)
        made[name] = user
    return made


@pytest.fixture
def signed_in(cast: dict[str, User]) -> Callable[[str], Client]:
    """A browser of somebody of the cast who is signed in."""

    def client(name: str) -> Client:
        found = Client()
        found.force_login(cast[name], backend="django.contrib.auth.backends.ModelBackend")
        return found

    return client


def give(place: str, name: str = "both.xlsx", content: bytes = b"bytes", annotated: bytes = b"", **more: Any) -> Upload:
    """An upload that is in the database as if it had been checked."""
    fields: dict[str, Any] = {
        "state": UploadState.CHECKED,
        "sheets": [{"sheet": "Sites", "title": "Sites", "file": name, "rows": 1, "header_row": 1, "columns": []}],
        "sha256": "0" * 64,
        "size": len(content),
        "corrected_name": name,
        **more,
    }
    upload = Upload.objects.create(place=place, name=name, **fields)
    for marked, corrected, data in ((False, False, content), (True, False, annotated), (False, True, content)):
        if data:
            Piece.objects.create(upload=upload, marked=marked, corrected=corrected, number=0, content=data)
    return upload


@pytest.fixture
def solved(answers: Callable[[str], Answer], db: None) -> Callable[..., Run]:
    """A run that is finished, with every report that the solver has made; with `published` it is in force."""

    def make(place: str = "", *, published: bool = False, **more: Any) -> Run:
        run = Run.objects.create(place=place, title=f"Plan of {place or 'all'}", limit_seconds=60)
        held = queue.claim()
        assert held is not None
        assert held.run == run.pk
        found, folder = answers(place)
        reports = [
            ReaderReport(r["reader"], r["label"], (folder / r["file"]).read_bytes(), r["pages"])
            for r in found["reports"]
        ]
        assert queue.finish(held, found["outcome"], reports)
        Run.objects.filter(pk=run.pk).update(**more)
        run.refresh_from_db()
        if published:
            assert publishing.publish(run, None) is not None
        return run

    return make


FEWER = {"change": "Set", "sheet": "Sites", "row": "N", "column": "sections funded", "value": "3"}


def finished_comparison(place: str = "", **more: Any) -> Run:
    """A comparison as the solver leaves it: of two sites, of which something is different at North alone."""
    run = Run.objects.create(kind=RunKind.COMPARISON, title="Side by side", limit_seconds=60, place=place)
    held = queue.claim()
    assert held is not None
    reports = []
    for reader in ("planner", "site-admin:N", "principal:N"):
        pages = {
            "comparison": {"html": f"<h2>The matrix of {reader}</h2>"},
            "table": {"columns": ["group", "figure", "Base"], "rows": [["Plan", f"For {reader}", 0.5]]},
        }
        reports.append(ReaderReport(reader, "side by side", f"comparison for {reader}".encode(), pages))
    reports.append(ReaderReport("scenario:1 of planner", "Fewer", b"plan of Fewer", {}))
    if place:
        reports.append(ReaderReport("scenario:1 of site-admin:N", "Fewer", b"plan of Fewer at N", {}))
    assert queue.finish(held, {"status": "compared", "scenarios": ["Base", "Fewer"]}, reports)
    Run.objects.filter(pk=run.pk).update(**more)
    return run
