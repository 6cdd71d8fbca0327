"""Publish a plan or a comparison, or take it back: what it would do is said before it is done."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from scheduler.web.access import To, Viewer, history_for, open_to, planners, runs_for, viewer_of
from scheduler.web.activity.models import record
from scheduler.web.runs import publishing
from scheduler.web.runs.models import Run, RunKind, RunState
from scheduler.web.runs.publishing import Effect
from scheduler.web.runs.views import mine_or_404

MOST_ROWS = 500
CHANGED = "Meanwhile other plans have come into force. This is what would happen now."


@open_to(To.ADMINS)
def publish(request: HttpRequest, number: int) -> HttpResponse:
    """Say for whom a plan comes into force and what it replaces; then, when that is confirmed, do it."""
    return _act(request, _plan(request, number), back=False)


@open_to(To.ADMINS)
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """Say which plans come into force again when a plan is taken back; then, when that is confirmed, do it."""
    return _act(request, _plan(request, number), back=True)


def _act(request: HttpRequest, run: Run, *, back: bool) -> HttpResponse:
    viewer = viewer_of(request)
    if request.method == "POST":
        act = publishing.take_back if back else publishing.publish
        done = act(run, viewer.user, request.POST.get("seen", ""))
        if done is not None:
            messages.success(request, _done_words(done, back=back))
            return redirect("plan", run.pk)
        run = _plan(request, run.pk)  # not found where it was deleted in the same moment
    effect = publishing.if_taken_back(run) if back else publishing.if_published(run)
    context: dict[str, Any] = {
        "run": run,
        "effect": effect,
        "back": back,
        "replaces": any(c.before is not None and c.before != run for c in effect.changes),
        "changed": CHANGED if request.method == "POST" and effect.is_possible else "",
        "torn": _torn_words(viewer, run, effect),
        "planners": [] if viewer.is_planner else planners(),
    }
    return render(request, "publish.html", context, status=409 if request.method == "POST" else 200)


def _done_words(done: Effect, *, back: bool) -> str:
    if back:
        return "Taken back. What each had before is in force again."
    gone = list(dict.fromkeys(c.before.title for c in done.changes if c.before is not None))
    return "Published: it is in force." + (f" It has replaced {', '.join(gone)}." if gone else "")


def _torn_words(viewer: Viewer, run: Run, effect: Effect) -> list[str]:
    """The coaches who would have another plan than a site; which other site that is, is the planner's to know."""
    found = []
    for coach, sites in effect.torn.items():
        where = ", ".join(sites) if viewer.is_planner else f"{run.place} and at another site" if run.place else "a site"
        found.append(f"Coach {coach} would have another plan than {where} has")
    return found


def _plan(request: HttpRequest, number: int) -> Run:
    run = mine_or_404(request, number)
    if run.state != RunState.DONE or run.kind != RunKind.PLAN:
        raise Http404
    return run


@open_to(To.ADMINS)
def history(request: HttpRequest) -> HttpResponse:
    """What is and was in force, for whom, from when to when and by whom; deleted plans by their name alone."""
    rows = history_for(viewer_of(request)).select_related("run", "successor", "published_by", "ended_by")
    seen = set(runs_for(viewer_of(request)).values_list("pk", flat=True))
    return render(request, "history.html", {"rows": list(rows[:MOST_ROWS]), "seen": seen, "found": rows.count()})


@open_to(To.ADMINS)
@require_POST
def publish_comparison(request: HttpRequest, number: int) -> HttpResponse:
    """Show a comparison to the people whom it is about, or take it back; comparisons stand beside each other."""
    found = mine_or_404(request, number)
    if found.state != RunState.DONE or found.kind != RunKind.COMPARISON:
        raise Http404
    user = viewer_of(request).user
    with transaction.atomic():
        if found.published_at is None:
            Run.objects.filter(pk=found.pk).update(published_at=timezone.now(), published_by=user)
            text = "Published: site admins and principals whose site is in it see their part of it."
            record(user, "published", f"{found.title} (run {found.pk})", found.place)
        else:
            Run.objects.filter(pk=found.pk).update(published_at=None, published_by=None)
            text = "Taken back: only those who made it see it."
            record(user, "took back", f"{found.title} (run {found.pk})", found.place)
    messages.success(request, text)
    return redirect("comparison", found.pk)
