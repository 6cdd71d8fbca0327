"""Ask for a plan, watch it being made, and stop it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from scheduler.pipeline.one_site import SHARED_COACHES
from scheduler.web.access import (
    To,
    Viewer,
    may_change,
    open_to,
    planners,
    publications_for,
    run_or_404,
    runs_for,
    viewer_of,
)
from scheduler.web.accounts.models import Role
from scheduler.web.activity.models import record
from scheduler.web.runs import queue
from scheduler.web.runs.deleting import CannotDelete, delete_run
from scheduler.web.runs.failures import without_details
from scheduler.web.runs.forms import RunForm, too_many_words
from scheduler.web.runs.models import Run, RunKind, RunState
from scheduler.web.runs.standing import standings_for
from scheduler.web.uploads.answers import open_doubts
from scheduler.web.uploads.checking import current_uploads
from scheduler.web.uploads.models import UploadState
from scheduler.web.uploads.views import grouped
from scheduler.wording import STAGE_WORDS

LATEST = 100
_FINISHED = {RunKind.PLAN: "plan", RunKind.COMPARISON: "comparison", RunKind.QUESTION: "why-answer"}
STEP_WORDS = {
    "read": "Reading the files",
    "audit": "Auditing the plan",
    "explain": "Looking for what cannot hold together, and for what would help",
    "write": "Writing the workbooks and pages",
}


@open_to(To.MEMBERS)
def home(request: HttpRequest) -> HttpResponse:
    """Where everybody begins: what there is for this person."""
    viewer = viewer_of(request)
    if viewer.is_admin:
        return redirect("runs" if runs_for(viewer).exists() else "uploads")
    mine = set(publications_for(viewer).filter(until__isnull=True).values_list("run", flat=True))
    if len(mine) != 1:  # none yet; or somebody of two sites, who chooses
        return redirect("runs")
    coaching = [m.place for m in viewer.memberships if m.role == Role.COACH]
    if len(viewer.memberships) == len(coaching) == 1:
        return redirect("coach", mine.pop(), coaching[0])  # what a coach comes for: their own week
    return redirect("plan", mine.pop())


@open_to(To.MEMBERS)
def runs(request: HttpRequest) -> HttpResponse:
    """The plans that this person may see; for planners and site admins a form to make one, too."""
    viewer = viewer_of(request)
    form = RunForm(viewer, request.POST or None, initial={"title": _next_title(viewer)}) if viewer.is_admin else None
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.is_valid():
            return redirect("run", _ask(form, request).pk)
    found = runs_for(viewer).filter(kind=RunKind.PLAN).select_related("created_by")[:LATEST]
    standings = standings_for(viewer, found)
    return render(
        request,
        "runs.html",
        {
            "form": form,
            "runs": [(run, standings.get(run.pk)) for run in found],
            "current": [(u, open_doubts(u)) for u in current_uploads() if viewer.may_give(u.place)],
        },
        status=400 if form is not None and form.errors else 200,
    )


def _ask(form: RunForm, request: HttpRequest) -> Run:
    given = form.cleaned_data
    user = viewer_of(request).user
    with transaction.atomic():
        run = Run.objects.create(
            place=given["place"],
            title=given["title"],
            seed=given["seed"],
            limit_seconds=given["limit_seconds"],
            created_by=user,
        )
        run.uploads.set(current_uploads())  # of a site alone, too: the district's file may speak of everybody
        record(user, "asked for a plan", f"{run.title} (run {run.pk})", run.place)
    return run


def _next_title(viewer: Viewer) -> str:
    """A number that no plan has which this person sees; of how many others there are it tells nothing."""
    return f"Plan {runs_for(viewer).filter(kind=RunKind.PLAN).count() + 1}"


@open_to(To.MEMBERS)
def run(request: HttpRequest, number: int) -> HttpResponse:
    """One run: how far it has come, or why it has no plan; a finished one leads to its plan."""
    found = run_or_404(request, number)
    if found.state == RunState.DONE:
        return redirect(_FINISHED[RunKind(found.kind)], found.pk)
    return render(request, "run.html", _state(request, found))


@open_to(To.MEMBERS)
def progress(request: HttpRequest, number: int) -> HttpResponse:
    """The part of the page that changes while it runs; when the run is over, the page is asked to load anew."""
    found = run_or_404(request, number)
    response = render(request, "progress.html", _state(request, found))
    if found.is_over:
        response["X-Over"] = "yes"
    return response


def _state(request: HttpRequest, found: Run) -> dict[str, Any]:
    state = found.progress
    step = STAGE_WORDS.get(state.get("stage", "")) or STEP_WORDS.get(state.get("step", ""), "Starting")
    if state.get("step") in STEP_WORDS:
        step = STEP_WORDS[state["step"]]
    if found.kind == RunKind.COMPARISON and state.get("step") == "solve":
        step = "Planning the scenarios"
    if found.kind == RunKind.QUESTION and state.get("step") == "solve":
        step = "Looking for the best plan that is otherwise"
    joint = any(p.get("code") == SHARED_COACHES for p in found.problems)
    return {
        "run": found,
        "step": step,
        "planners": planners() if joint else [],
        "before": queue.place_in_queue(found) if found.state == RunState.QUEUED else 0,
        "seconds": int((timezone.now() - found.started_at).total_seconds()) if found.started_at else 0,
        "may_change": may_change(viewer_of(request), found),
        "groups": grouped(found.problems, "error"),
        "failure": found.failure if viewer_of(request).is_planner else without_details(found.failure),
    }


@open_to(To.ADMINS)
@require_POST
def stop(request: HttpRequest, number: int) -> HttpResponse:
    """End a run with its best plan so far; one that waits is cancelled."""
    found = mine_or_404(request, number)
    with transaction.atomic():
        queue.ask_to_stop(found)
        record(viewer_of(request).user, "stopped", f"{found.title} (run {found.pk})", found.place)
    return redirect("run", found.pk)


@open_to(To.ADMINS)
@require_POST
def again(request: HttpRequest, number: int) -> HttpResponse:
    """Ask once more for a run that failed or was cancelled, of the same files."""
    found = mine_or_404(request, number)
    user = viewer_of(request).user
    if found.uploads.filter(state=UploadState.DELETED).exists():
        messages.error(request, "A file of it was deleted since: ask for a new one, of the files as they are now.")
        return redirect("run", found.pk)
    if found.keep_title and found.keep_id is None:
        messages.error(request, f"{found.keep_title} was deleted, and this plan was to go on from it.")
        return redirect("run", found.pk)
    if not queue.may_ask(user):
        messages.error(request, too_many_words())
        return redirect("run", found.pk)
    with transaction.atomic():
        copy = Run.objects.create(
            kind=found.kind,
            scenarios=found.scenarios,
            sheet_too=found.sheet_too,
            scenario_seconds=found.scenario_seconds,
            place=found.place,
            title=found.title,
            seed=found.seed,
            limit_seconds=found.limit_seconds,
            keep=found.keep,
            keep_title=found.keep_title,
            keep_from=found.keep_from,
            about=found.about,
            question=found.question,
            created_by=user,
        )
        copy.uploads.set(found.uploads.all())
        record(user, "asked for a plan", f"{copy.title} (run {copy.pk})", copy.place)
    return redirect("run", copy.pk)


@open_to(To.ADMINS)
@require_POST
def delete(request: HttpRequest, number: int) -> HttpResponse:
    """Delete a plan or a comparison, for everybody."""
    found = mine_or_404(request, number)
    try:
        delete_run(found, viewer_of(request).user)
    except CannotDelete as why:
        messages.error(request, f"Not deleted: {why}")
        return redirect("run", found.pk)
    messages.success(request, f"{found.title} is deleted.")
    return redirect("scenarios" if found.kind == RunKind.COMPARISON else "runs")


def mine_or_404(request: HttpRequest, number: int) -> Run:
    """A run that this person sees and may change."""
    found = run_or_404(request, number)
    if not may_change(viewer_of(request), found):
        raise Http404
    return found
