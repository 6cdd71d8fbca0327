"""Check a file that was uploaded, together with the current files of the other places, in a process of its own."""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from scheduler.temporary_files import temporary_folder
from scheduler.web.accounts.models import User
from scheduler.web.activity.models import record
from scheduler.web.storing import load_storable
from scheduler.web.uploads import blobs
from scheduler.web.uploads.file_names import plain, unlike
from scheduler.web.uploads.marking import MARKED
from scheduler.web.uploads.models import Answer, States, Upload, UploadState
from scheduler.web.uploads.process import CannotRead, ProcessFailed, run
from scheduler.web.uploads.questions import ask
from scheduler.web.uploads.reading import ANSWER
from scheduler.web.uploads.turns import own_turn

Problem = Mapping[str, Any]

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ProblemDifference:
    """What became of the problems of the file before: how many are mended, which are left, and which are new."""

    fixed: int
    left: int
    new: int


@dataclass(frozen=True)
class ExportOptions:
    """How an export is to be read: its term, the upload whose Map is used and the one whose additions are kept (both
    workbooks that an import made), and a Map that somebody has edited and gives along."""

    term: str = ""
    map_of: Upload | None = None
    since: Upload | None = None
    map_file: bytes = b""


def receive(
    place: str,
    name: str,
    chunks: Iterable[bytes],
    user: User,
    state: UploadState = UploadState.CHECKED,
    options: ExportOptions | None = None,
) -> Upload:
    """Check a file and keep it, with what was understood. A scenario's workbook (`state`) is a whole input, a site's
    together with the district's file. `options` are of an export.

    Parameters
    ----------
    place
        the id of the site, "" for the whole district
    name
        the name of the file
    chunks
        its bytes, piece by piece
    user
        who uploads it
    state
        what it is meant for
    options
        how an export is read, None where it is none

    Raises
    ------
    CannotRead
        the reader ran out of time or memory, another file of this person is being read, or too many people's are
    """
    own = plain(name)
    with own_turn(user.pk), temporary_folder() as folder:
        path = folder / "own" / own
        size, sha256 = _put(path, chunks)
        of_scenario = state == UploadState.SCENARIO
        beside = current_uploads(excluding=place) if place or not of_scenario else []
        answer = read(folder, path, place, beside, options=options)
        if answer["imported"]:  # an export has its students in it: only the workbook made of it is kept
            path = path.with_name(answer["imported"])
            own, size, sha256 = path.name, *_measured(path)
        earlier = Upload.objects.filter(place=place).exclude(state=UploadState.SCENARIO)
        # What was no input at all (a letter, an empty file) is nothing to compare with, nor compared itself.
        known = earlier.exclude(sheets=[]) if answer["sheets"] and not of_scenario else earlier.none()
        before = known.order_by("-pk").first()
        with transaction.atomic():
            upload = Upload.objects.create(
                place=place,
                state=state,
                name=own,
                sha256=sha256,
                size=size,
                uploaded_by=user,
                sheets=answer["sheets"],
                extent=extent_of(answer),
                problems=answer["problems"],
                elsewhere=answer["elsewhere"],
                likely=answer["likely"],
                before=before,
            )
            States.objects.create(upload=upload, lines=answer["states"])
            ask(upload, answer["left_out"])
            answered_before(upload)
            blobs.keep(upload, path)
            record(user, "uploaded", f"{own}, {sha256[:12]}", place)
    return upload


def mark(upload: Upload, user: User) -> bool:
    """Make the copy in which every bad cell is marked, when it is first asked for; whether there is one.

    Raises
    ------
    CannotRead
        it cannot be made, or not now
    """
    if upload.pieces.filter(marked=True).exists():
        return True
    if not upload.can_be_marked:
        return False
    with own_turn(user.pk), temporary_folder() as folder:
        file = folder / upload.read_name
        blobs.write(upload, file)
        titles = {s["sheet"]: s["title"] for s in upload.sheets if s["file"] == upload.read_name}
        job = {"file": str(file), "problems": upload.to_mark, "titles": titles}
        try:
            run("scheduler.web.uploads.marking", folder, job)
        except ProcessFailed as why:  # its cells could be read, and something else in it cannot
            log.warning("no marked copy of upload %s: %s", upload.pk, why)
            raise CannotRead("copy its sheets into a new workbook and upload that one.") from why
        with transaction.atomic():
            fresh = Upload.objects.select_for_update().get(pk=upload.pk)
            if (fresh.state, fresh.read_name, fresh.to_mark) != (upload.state, upload.read_name, upload.to_mark):
                raise CannotRead("it was confirmed, answered or deleted just now. See what it says now.")
            if not upload.pieces.filter(marked=True).exists():  # two who ask at once: the second finds it made
                blobs.keep(upload, folder / MARKED, marked=True)
    return True


def confirm(upload: Upload, user: User) -> bool:
    """Make an upload the current one of its place; False where it may not be, or somebody was quicker."""
    try:
        with transaction.atomic():
            Upload.objects.filter(place=upload.place, state=UploadState.CURRENT).update(state=UploadState.REPLACED)
            fresh = Upload.objects.select_for_update().get(pk=upload.pk)
            if not fresh.can_be_confirmed:
                transaction.set_rollback(True)
                return False
            Upload.objects.filter(pk=upload.pk).update(
                state=UploadState.CURRENT, confirmed_at=timezone.now(), confirmed_by=user
            )
            record(user, "confirmed", f"{upload.name}, {upload.sha256[:12]}", upload.place)
    except IntegrityError:  # another file of the place was confirmed in the same moment
        return False
    return True


def current_uploads(*, excluding: str | None = None) -> list[Upload]:
    """The confirmed upload of each place, the district's first."""
    found = Upload.objects.filter(state=UploadState.CURRENT).order_by("place")
    return list(found if excluding is None else found.exclude(place=excluding))


def files_in(folder: Path, uploads: Sequence[Upload]) -> list[Path]:
    """The files of uploads, written into a folder under the names that messages use, each unlike the others."""
    paths: list[Path] = []
    for upload in uploads:
        path = folder / unlike(upload.read_name, upload.place, [p.name for p in paths])
        blobs.write(upload, path)
        paths.append(path)
    return paths


def difference(upload: Upload) -> ProblemDifference | None:
    """How the problems differ from those of the file before; None where there is none before."""
    if upload.before is None:
        return None

    # A row that was added moves every cell below it: what is said tells a problem, not where it stands.
    def told(problems: Sequence[Problem]) -> Counter[tuple[str, str, str]]:
        return Counter((p["code"], p["sheet"], p["text"]) for p in problems if p["level"] != "note")

    was, now = told(upload.before.problems), told(upload.problems)
    return ProblemDifference((was - now).total(), (was & now).total(), (now - was).total())


def answered_before(upload: Upload) -> None:
    """What was answered of a place's last file, that it is meant so, is answered of the next one, by whoever did."""
    earlier = Answer.objects.filter(upload__place=upload.place, edits=[]).exclude(upload=upload).order_by("pk")
    known = {answer.doubt: answer for answer in earlier}
    for doubt in (tuple(asked["doubt"]) for asked in upload.likely):
        if doubt in known:
            was = known[doubt]
            Answer.objects.create(
                upload=upload, code=was.code, sheet=was.sheet, asked=was.asked, says=was.says, by=was.by, at=was.at
            )


def _put(path: Path, chunks: Iterable[bytes]) -> tuple[int, str]:
    """Write a file; its size and its SHA-256."""
    path.parent.mkdir()
    size, digest = 0, hashlib.sha256()
    with path.open("wb") as file:
        for chunk in chunks:
            file.write(chunk)
            digest.update(chunk)
            size += len(chunk)
    return size, digest.hexdigest()


def _measured(path: Path) -> tuple[int, str]:
    content = path.read_bytes()
    return len(content), hashlib.sha256(content).hexdigest()


def read(
    folder: Path,
    own: Path,
    place: str,
    others: Sequence[Upload],
    *,
    options: ExportOptions | None = None,
    answers: Sequence[Sequence[Any]] = (),
) -> dict[str, Any]:
    """What the reader's process says of a file beside the others.

    Parameters
    ----------
    folder
        for the files and the answer
    options
        of an export
    answers
        the edits of each answer that somebody has given

    Raises
    ------
    CannotRead
        it ran out of time or memory, or too many people's files are read
    """
    beside = folder / "others"
    beside.mkdir()
    paths = files_in(beside, others)
    sites = {str(path): upload.place for path, upload in zip(paths, others, strict=True) if upload.place}
    job = {
        "own": str(own),
        "others": [str(path) for path in paths],
        "site": place,
        "sites": sites,
        "import": _import_job(folder, options or ExportOptions()),
        "answers": answers,
    }
    run("scheduler.web.uploads.reading", folder, job)
    answer: dict[str, Any] = load_storable((folder / ANSWER).read_text(encoding="utf-8"))
    return answer


def extent_of(answer: Mapping[str, Any]) -> dict[str, Any]:
    """What a file came to, by the answer of the reader's process."""
    made: dict[str, Any] = answer["extent"] | {"problems": answer["problems_in_all"]}
    return made | ({"import": answer["import"]} if answer["import"] else {})


def _import_job(folder: Path, options: ExportOptions) -> dict[str, str]:
    job = {"term": options.term}
    for name, upload in (("map", options.map_of), ("since", options.since)):
        if upload is not None:
            (folder / name).mkdir()
            path = folder / name / upload.read_name
            blobs.write(upload, path)
            job[name] = str(path)
    if options.map_file:
        path = folder / "the Map.xlsx"
        path.write_bytes(options.map_file)
        job["map"] = str(path)
    return job
