"""What a site's file holds that is not the site's to decide: questions to the planner, until they are settled.

Whatever reads a file for a site hands its sheets that do not count to `ask`: rules and settings that somebody has
written, and of an export read in its terms, bell times and proposed coaches.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from scheduler.web.accounts.models import User
from scheduler.web.activity.models import record
from scheduler.web.uploads.models import Question, Upload, UploadState


def ask(upload: Upload, left_out: Iterable[Mapping[str, Any]]) -> None:
    """Keep the sheets that do not count ({sheet, title, rows, first}) as questions, and no others of this upload. What
    this place has asked before and was settled is settled."""
    sheets = {_digest(sheet): sheet for sheet in left_out}
    upload.questions.exclude(digest__in=sheets).delete()
    asked_already = set(upload.questions.values_list("digest", flat=True))
    for digest, sheet in sheets.items():
        if digest in asked_already:
            continue
        before = Question.objects.filter(
            upload__place=upload.place, sheet=sheet["sheet"], digest=digest, settled_at__isnull=False
        ).last()
        Question.objects.create(
            upload=upload,
            sheet=sheet["sheet"],
            title=sheet["title"][:200],
            rows=sheet["rows"],
            first=sheet["first"],
            digest=digest,
            settled_at=before.settled_at if before else None,
            settled_by=before.settled_by if before else None,
        )


def _digest(sheet: Mapping[str, Any]) -> str:
    asked = json.dumps([sheet["sheet"], sheet["rows"], sheet["first"]]).encode()
    return hashlib.sha256(asked).hexdigest()


def open_questions() -> QuerySet[Question]:
    """The questions of the files that count now."""
    found = Question.objects.filter(upload__state=UploadState.CURRENT, settled_at__isnull=True)
    return found.select_related("upload").order_by("upload__place", "pk")


def settle(question: Question, user: User) -> None:
    """Say that a question needs nothing more."""
    changed = Question.objects.filter(pk=question.pk, settled_at__isnull=True).update(
        settled_at=timezone.now(), settled_by=user
    )
    if changed:
        record(user, "settled a question", f"{question.sheet} of {question.upload.name}", question.upload.place)
