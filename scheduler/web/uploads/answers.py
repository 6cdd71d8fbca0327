"""What should be answered before a run: the doubts of a file, the likely answers as buttons, and who has answered.

An answer that says how a cell is to be read is made in a copy of the file, and that copy is what everybody reads from
then on. The file as it was given stays as it was; an answer that is taken back is made in no copy any more.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from scheduler.temporary_files import temporary_folder
from scheduler.web.accounts.models import User
from scheduler.web.activity.models import record
from scheduler.web.kept_problems import fix_of
from scheduler.web.storing import storable
from scheduler.web.uploads import blobs
from scheduler.web.uploads.checking import current_uploads, extent_of, read
from scheduler.web.uploads.models import Answer, States, Upload, UploadState
from scheduler.web.uploads.process import CannotRead
from scheduler.web.uploads.questions import ask
from scheduler.web.uploads.turns import own_turn

MEANT = "meant"
ALL_LIKELY = "all"
MOST_CELLS = 12
# What a doubt without a correction is answered with, in its own words.
_MEANT_WORDS = {
    "no-schedule": "Yes, they are on Prep",
    "combined-class": "Yes, one class, taught together",
    "only-a-figure": "Yes, these are courses",
    "date-for-course": "Yes, these are courses",
    "near-a-word": "No, these are courses",
    "near-column": "No, leave the column alone",
    "near-sheet": "No, leave the sheet alone",
    "near-setting": "No, leave it alone",
    "read-as-blank": "Yes, they are blank",
    "night-time": "No, the night is meant",
    "sites-alike": "No, they are two sites",
    "open-question": "",  # it is confirmed in the sheet Questions, or by another cell
}
_LIKELY_RIGHT = frozenset(("no-schedule",))
_USUAL_WORDS = "It is meant so"
Doubt = tuple[str, str, str]


class CannotAnswer(Exception):
    """An answer cannot be made; the message says what to do instead."""


@dataclass(frozen=True)
class Asked:
    """One doubt as the page asks it: its cells, the answers offered (choice, words), and the answer that it has."""

    key: str
    sheet: str
    cells: list[str]
    more: int
    text: str
    fix: str
    choices: list[tuple[str, str]]
    is_assumed: bool  # by an import, and can be confirmed with all others at once
    answer: Answer | None = None


def key_of(doubt: Sequence[str]) -> str:
    """A doubt in the address of a button."""
    return hashlib.sha256(json.dumps(list(doubt)).encode()).hexdigest()[:20]


def may_answer(upload: Upload) -> bool:
    """Whether what is read of a file may still be decided: it is not confirmed, and nothing is made of it yet."""
    return upload.state == UploadState.CHECKED


def asked_of(upload: Upload) -> tuple[list[Asked], list[Answer]]:
    """The doubts that are open, then those that are meant so, and the answers that have changed what is read."""
    answers = list(upload.answers.select_related("by"))
    meant = {a.doubt: a for a in answers if not a.edits}
    found = []
    for entry in upload.likely:
        doubt: Doubt = tuple(entry["doubt"])
        cells = [p for p in upload.problems if (p["code"], p["sheet"], p["text"]) == doubt]
        named = [p["cell"] for p in cells if p["cell"]]
        fix = fix_of(cells[0]) if cells else ""
        assumed = doubt[0] == "open-question" and bool(entry["answers"])
        more = max(0, len(named) - MOST_CELLS)
        choices = _choices(doubt[0], entry["answers"])
        found.append(
            Asked(key_of(doubt), doubt[1], named[:MOST_CELLS], more, doubt[2], fix, choices, assumed, meant.get(doubt))
        )
    found.sort(key=lambda a: a.answer is not None)
    return found, [a for a in answers if a.edits]


def _choices(code: str, answers: Sequence[Any]) -> list[tuple[str, str]]:
    """The buttons of a doubt, the likeliest answer first."""
    corrections = [(str(n), a["says"]) for n, a in enumerate(answers)]
    says = _MEANT_WORDS.get(code, _USUAL_WORDS)
    if not says and corrections:
        return corrections
    meant = (MEANT, says or _USUAL_WORDS)
    # Of a doubt whose likely answer is that it is right, the other reading comes second.
    return [meant, *corrections] if code in _LIKELY_RIGHT else [*corrections, meant]


def open_doubts(upload: Upload) -> int:
    """How many doubts nobody has answered."""
    answered = {a.doubt for a in upload.answers.all()}
    return sum(tuple(entry["doubt"]) not in answered for entry in upload.likely)


def answer(upload: Upload, user: User, key: str, choice: str) -> str:
    """Answer a doubt; the words of the answer.

    Parameters
    ----------
    upload
        the file that was asked about
    user
        who answers
    key
        which doubt it is
    choice
        which answer

    Raises
    ------
    CannotAnswer
        there is no such doubt or answer any more, or the file itself has to be corrected
    CannotRead
        the corrected copy cannot be read now
    """
    entry = next((e for e in upload.likely if key_of(e["doubt"]) == key), None)
    if entry is None or not may_answer(upload):
        raise CannotAnswer("This is not asked any more. See what is below.")
    doubt: Doubt = tuple(entry["doubt"])
    if choice == MEANT:
        says = _MEANT_WORDS.get(doubt[0]) or _USUAL_WORDS
        with transaction.atomic():
            _still_open(upload)
            upload.answers.filter(code=doubt[0], sheet=doubt[1], asked=doubt[2], edits=[]).delete()
            _keep(upload, user, doubt, says, [])
        return says
    offered = entry["answers"]
    if not choice.isdecimal() or len(choice) > 3 or int(choice) >= len(offered):
        raise CannotAnswer("This is not offered any more. See what is below.")
    chosen = offered[int(choice)]
    with own_turn(user.pk):
        made = _with_edits(upload)
        found = _read_anew(upload, [a.edits for a in made] + [chosen["edits"]])
        if found["dropped"] or any((p["code"], p["sheet"], p["text"]) == doubt for p in found["problems"]):
            raise CannotAnswer("That cannot be done in a copy of it. Correct the file itself and upload it again.")
        with transaction.atomic():
            _take_over(upload, found, made)
            _keep(upload, user, doubt, chosen["says"], chosen["edits"])
    return str(chosen["says"])


def answer_all(upload: Upload, user: User) -> int:
    """Confirm everything that an import has assumed, as the sheet Questions would be; how many."""
    entries = [e for e in upload.likely if e["doubt"][0] == "open-question" and e["answers"]]
    if not entries or not may_answer(upload):
        raise CannotAnswer("Nothing that was assumed is open any more.")
    with own_turn(user.pk):
        made = _with_edits(upload)
        found = _read_anew(upload, [a.edits for a in made] + [e["answers"][0]["edits"] for e in entries])
        if found["dropped"]:
            raise CannotAnswer("That cannot be done in a copy of it. Correct the file itself and upload it again.")
        with transaction.atomic():
            _take_over(upload, found, made)
            for entry in entries:
                _keep(upload, user, tuple(entry["doubt"]), entry["answers"][0]["says"], entry["answers"][0]["edits"])
    return len(entries)


def take_back(given: Answer, user: User) -> int:
    """Take an answer back, and with it those that can't be without it; how many of these.

    Raises
    ------
    CannotAnswer
        the file is confirmed, or the answer was taken back already
    CannotRead
        the file cannot be read now
    """
    upload = given.upload
    if not may_answer(upload):
        raise CannotAnswer("The file is confirmed: upload it again to have it read differently.")
    if not given.edits:
        with transaction.atomic():
            _still_open(upload)
            _drop(given, user)
        return 0
    with own_turn(user.pk):
        kept = [a for a in _with_edits(upload) if a.pk != given.pk]
        found = _read_anew(upload, [a.edits for a in kept])
        gone = [kept[number] for number in found["dropped"]]
        with transaction.atomic():
            _take_over(upload, found, [given, *kept])
            for each in (given, *gone):
                _drop(each, user)
    return len(gone)


def _still_open(upload: Upload) -> Upload:
    """The upload as it is now, held until the transaction ends; refused where somebody has confirmed it meanwhile."""
    fresh = Upload.objects.select_for_update().get(pk=upload.pk)
    if not may_answer(fresh):
        raise CannotAnswer("The file is confirmed: give it again to have it read otherwise.")
    return fresh


def _with_edits(upload: Upload) -> list[Answer]:
    return [a for a in upload.answers.order_by("pk") if a.edits]


def _read_anew(upload: Upload, answers: Sequence[Any]) -> dict[str, Any]:
    """What the reader's process says of the file as it was given, with these answers made."""
    beside = current_uploads(excluding=upload.place)
    with temporary_folder() as folder:
        path = folder / "own" / upload.name
        path.parent.mkdir()
        blobs.write(upload, path, as_given=True)
        found = read(folder, path, upload.place, beside, answers=answers)
        if "cannot" in found:
            raise CannotAnswer(f"That cannot be done in a copy of it: {found['cannot']}. Correct the file itself.")
        corrected = folder / "corrected" / found["corrected"] if found["corrected"] else None
        if corrected is not None:
            found["bytes"] = corrected.read_bytes()
    return found


def _take_over(upload: Upload, found: dict[str, Any], made: Sequence[Answer]) -> None:
    """Make what was read anew that of the upload; not where somebody has answered, or confirmed it, in the meantime."""
    fresh = _still_open(upload)
    if {a.pk for a in _with_edits(fresh)} != {a.pk for a in made}:
        raise CannotRead("somebody else has answered just now. See what it says now.")
    extent = extent_of(found)
    if "import" in upload.extent:
        extent["import"] = upload.extent["import"]
    Upload.objects.filter(pk=upload.pk).update(
        sheets=found["sheets"],
        extent=extent,
        problems=found["problems"],
        elsewhere=found["elsewhere"],
        likely=found["likely"],
        corrected_name=found["corrected"],
    )
    States.objects.update_or_create(upload=upload, defaults={"lines": found["states"]})
    fresh.pieces.exclude(marked=False, corrected=False).delete()
    ask(fresh, found["left_out"])
    if found["corrected"]:
        with temporary_folder() as folder:
            copy = folder / "copy"
            copy.write_bytes(found["bytes"])
            blobs.keep(fresh, copy, corrected=True)


def _keep(upload: Upload, user: User, doubt: Doubt, says: str, edits: Any) -> None:
    code, sheet, asked = storable(list(doubt))
    Answer.objects.create(
        upload=upload, code=code, sheet=sheet, asked=asked, says=says, edits=edits, by=user, at=timezone.now()
    )
    record(user, "answered a question", f"{says} ({sheet} of {upload.name})", upload.place)


def _drop(given: Answer, user: User) -> None:
    record(user, "took an answer back", f"{given.says} ({given.sheet} of {given.upload.name})", given.upload.place)
    given.delete()
