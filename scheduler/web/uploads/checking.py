"""Check a file that was uploaded, together with the current files of the other places, in a process of its own."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from scheduler.web.accounts.models import User
from scheduler.web.trail.models import record
from scheduler.web.uploads.models import Upload, UploadState

MOST_SECONDS = 60
_AT_A_TIME = threading.BoundedSemaphore(2)  # readers: a crowd of uploads waits, and the pages stay quick
_KEPT_IN_NAMES = re.compile(r"[^\w\-. ()+,&']")

Problem = Mapping[str, Any]


class CannotRead(Exception):
    """The reader gave up on a file; the message says what to do."""


@dataclass(frozen=True)
class Difference:
    """What became of the problems of the file before: how many are mended, which are left, and which are new."""

    fixed: int
    left: int
    new: int


def receive(place: str, name: str, content: bytes, user: User) -> Upload:
    """Check a file and keep it, with what was understood.

    Raises
    ------
    CannotRead
        the reader ran out of time or memory
    """
    own = _plain(name)
    others = list(current_uploads(excluding=place))
    answer = _read(own, content, others)
    before = Upload.objects.filter(place=place).defer("content", "annotated").order_by("-pk").first()
    with transaction.atomic():
        upload = Upload.objects.create(
            place=place,
            name=own,
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
            uploaded_by=user,
            sheets=answer["sheets"],
            extent=answer["extent"] | {"problems": answer["problems_in_all"]},
            problems=answer["problems"],
            annotated=base64.b64decode(answer["annotated"]) if answer["annotated"] else None,
            before=before,
        )
        record(user, "uploaded", f"{own}, {upload.sha256[:12]}", place)
    return upload


def confirm(upload: Upload, user: User) -> bool:
    """Make an upload the current one of its place; False where it may not be, or somebody was quicker."""
    with transaction.atomic():
        Upload.objects.filter(place=upload.place, state=UploadState.CURRENT).update(state=UploadState.REPLACED)
        fresh = Upload.objects.select_for_update().defer("content", "annotated").get(pk=upload.pk)
        if not fresh.can_be_confirmed:
            transaction.set_rollback(True)
            return False
        Upload.objects.filter(pk=upload.pk).update(
            state=UploadState.CURRENT, confirmed_at=timezone.now(), confirmed_by=user
        )
        record(user, "confirmed", f"{upload.name}, {upload.sha256[:12]}", upload.place)
    return True


def current_uploads(*, excluding: str | None = None) -> list[Upload]:
    """The confirmed upload of each place, the district's first."""
    found = Upload.objects.filter(state=UploadState.CURRENT).order_by("place").defer("annotated")
    return list(found if excluding is None else found.exclude(place=excluding))


def files_in(folder: Path, uploads: Sequence[Upload]) -> list[Path]:
    """The files of uploads, written into a folder under the names that messages use, each unlike the others."""
    paths: list[Path] = []
    for upload in uploads:
        path = folder / _unlike(upload.name, upload.place, paths)
        path.write_bytes(bytes(upload.content))
        paths.append(path)
    return paths


def difference(upload: Upload) -> Difference | None:
    """How the problems differ from those of the file before; None where there is none before."""
    if upload.before is None:
        return None

    # A row that was added moves every cell below it: what is said tells a problem, not where it stands.
    def told(problems: Sequence[Problem]) -> Counter[tuple[str, str, str]]:
        return Counter((p["code"], p["sheet"], p["text"]) for p in problems if p["level"] != "note")

    was, now = told(upload.before.problems), told(upload.problems)
    return Difference((was - now).total(), (was & now).total(), (now - was).total())


def _read(own: str, content: bytes, others: Sequence[Upload]) -> dict[str, Any]:
    with _AT_A_TIME, tempfile.TemporaryDirectory(prefix="coach-") as name:
        folder = Path(name)
        mine = folder / own
        mine.write_bytes(content)
        beside = folder / "others"
        beside.mkdir()
        paths = [p if p.name != own else p.rename(p.with_name(f"other {p.name}")) for p in files_in(beside, others)]
        job = {"files": [str(mine), *map(str, paths)], "own": own}
        try:
            done = subprocess.run(
                [sys.executable, "-m", "scheduler.web.uploads.reading"],
                input=json.dumps(job), capture_output=True, text=True, timeout=MOST_SECONDS, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired as slow:
            raise CannotRead(
                "it takes too long to read. Delete sheets and rows that the program does not need."
            ) from slow
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        if done.returncode < 0 or "MemoryError" in lines[-1]:
            raise CannotRead("it needs too much memory. Delete sheets and rows that the program does not need.")
        raise RuntimeError(f"the reader failed: {lines[-1]}")
    answer: dict[str, Any] = json.loads(storable(done.stdout))
    return answer


def storable(text: str) -> str:
    """JSON without the null characters of somebody's cells: PostgreSQL keeps none."""
    return text.replace("\\u0000", "\\ufffd")


def _plain(name: str) -> str:
    """A file's name that every system can hold, without its folders."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = _KEPT_IN_NAMES.sub("-", last).strip(" .")
    stem, dot, suffix = plain.rpartition(".")
    return f"{stem[:150]}{dot}{suffix[:20]}" if dot else plain[:150] or "upload"


def _unlike(name: str, place: str, taken: Sequence[Path]) -> str:
    """The name, with the site before it where another file has the same."""
    used = {p.name.casefold() for p in taken}
    if name.casefold() not in used:
        return name
    return _plain(f"{place or 'district'} {name}")
