"""Delete a file that was given, people's data given by mistake above all: its bytes, and what was understood of it."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.db.models import Q

from scheduler.web.accounts.models import User
from scheduler.web.activity.models import record
from scheduler.web.runs.deleting import CannotDelete, delete_run
from scheduler.web.runs.models import OVER, Run, RunKind
from scheduler.web.uploads.models import States, Upload, UploadState

DELETED_NAME = "deleted file"


def plans_of(upload: Upload) -> list[Run]:
    """The plans and comparisons that were made of a file, or wait to be."""
    as_scenario = [
        run.pk
        for run in Run.objects.exclude(scenarios=[]).only("pk", "scenarios")
        if any(s.get("upload") == upload.pk for s in run.scenarios)
    ]
    found = Run.objects.filter(Q(uploads=upload) | Q(pk__in=as_scenario)).exclude(kind=RunKind.QUESTION)
    return list(found.distinct().order_by("-pk"))


def delete_upload(upload: Upload, user: User, is_own: Callable[[Run], bool], *, with_plans: bool) -> int:
    """Delete a file, and (`with_plans`) those plans of it that are the person's own to delete; how many went. Its row
    stays, empty, so that plans that are kept still say of how many files they are, and nobody makes one anew of fewer.

    Parameters
    ----------
    upload
        the file
    user
        who deletes it
    is_own
        whether this person may delete a plan: those of the district and of other sites are made of the file, too. They
        stay, and nothing is told of them
    with_plans
        whether the plans that were made of it go, too

    Raises
    ------
    CannotDelete
        a run that waits or works needs it, a scenario is made of it, or a plan of it is published
    """
    with transaction.atomic():
        fresh = Upload.objects.select_for_update().get(pk=upload.pk)
        made = plans_of(fresh)
        busy = next((run for run in made if run.state not in OVER), None)
        busy = busy or fresh.runs.filter(kind=RunKind.QUESTION).exclude(state__in=OVER).first()
        if busy is not None and is_own(busy):
            raise CannotDelete(f"{busy.title} is being made of it. Stop that first.")
        if busy is not None:
            raise CannotDelete("Somebody else's plan is being made of it. Try again when that is done.")
        scenario = fresh.scenarios.first()
        if scenario is not None:
            raise CannotDelete(f"It is the workbook of the scenario {scenario.name}. Delete that first.")
        made = [run for run in made if with_plans and is_own(run)]
        for run in made:
            delete_run(run, user)
        fresh.pieces.all().delete()
        fresh.questions.all().delete()
        fresh.answers.all().delete()
        States.objects.filter(upload=fresh).delete()
        Upload.objects.filter(before=fresh).update(before=None)
        Upload.objects.filter(pk=fresh.pk).update(
            state=UploadState.DELETED,
            name=DELETED_NAME,
            size=0,
            sha256="",
            sheets=[],
            extent={},
            problems=[],
            elsewhere=[],
            likely=[],
            corrected_name="",
        )
        record(user, "deleted a file", f"{fresh.name}, {fresh.sha256[:12]}", fresh.place)
    return len(made)
