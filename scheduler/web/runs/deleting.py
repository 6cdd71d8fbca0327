"""Delete a plan or a comparison, with every report of it; for whom it was in force stays in the history."""

from __future__ import annotations

from django.db import transaction

from scheduler.web.accounts.models import User
from scheduler.web.activity.models import record
from scheduler.web.runs.models import OVER, Publication, Run


class CannotDelete(Exception):
    """Why something is not deleted; the message says what to do first."""


def delete_run(run: Run, user: User) -> None:
    """Delete a run that is over.

    Raises
    ------
    CannotDelete
        it waits or is worked on, or people see it
    """
    with transaction.atomic():
        fresh = Run.objects.select_for_update().get(pk=run.pk)
        if fresh.state not in OVER:
            raise CannotDelete(f"{fresh.title} is being made. Stop it first.")
        going_on = Run.objects.filter(keep=fresh).exclude(state__in=OVER).first()
        if going_on is not None:
            raise CannotDelete(f"{going_on.title} is being made, and goes on from it. Stop that first.")
        if fresh.questions.exclude(state__in=OVER).exists():
            raise CannotDelete(f"A question about {fresh.title} is being answered. Stop that first.")
        if fresh.published_at is not None:
            raise CannotDelete(f"{fresh.title} is published. Take it back first.")
        if fresh.publications.filter(until__isnull=True).exists():
            raise CannotDelete(f"{fresh.title} is in force for somebody. Publish another, or take it back first.")
        # That it was in force stays in the history: for whom, when, by whom; and what it had replaced.
        name = f"{fresh.title} (run {fresh.pk})"
        Publication.objects.filter(successor=fresh).update(successor=None, successor_title=name)
        fresh.publications.update(run=None, title=name)
        fresh.delete()
        record(user, f"deleted a {fresh.get_kind_display().lower()}", f"{fresh.title} (run {run.pk})", fresh.place)
