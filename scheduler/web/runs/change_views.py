"""Change a published plan: plan anew so that as much as possible stays, and see what changes for whom before it is
published; and take a change that would help, as a scenario."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from scheduler.domain.reader import PLANNER
from scheduler.web.access import DISTRICT, To, open_to, run_or_404, viewer_of
from scheduler.web.activity.models import record
from scheduler.web.runs.forms import ChangeForm
from scheduler.web.runs.models import Page, Run, RunKind, RunState
from scheduler.web.scenarios.models import MOST_CHARACTERS_OF_NAME, Scenario
from scheduler.web.uploads.checking import current_uploads


def can_go_on(run: Run) -> bool:
    """Whether a plan can be gone on from here: a finished plan of the whole district."""
    return run.kind == RunKind.PLAN and run.state == RunState.DONE and run.place == DISTRICT


@open_to(To.PLANNERS)
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Ask for a plan of the current files that keeps as much as possible of this one."""
    found = run_or_404(request, number)
    if not can_go_on(found):
        raise Http404
    viewer, current = viewer_of(request), current_uploads()
    form = ChangeForm(viewer, request.POST or None, initial={"title": f"{found.title}, changed"[:120]})
    if request.method == "POST" and current and form.is_valid():
        given = form.cleaned_data
        with transaction.atomic():
            run = Run.objects.create(
                title=given["title"],
                seed=found.seed,
                limit_seconds=given["limit_seconds"],
                keep=found,
                keep_title=f"{found.title} (run {found.pk})",
                keep_from=given["keep_from"],
                created_by=viewer.user,
            )
            run.uploads.set(current)
            about = f"{run.title} (run {run.pk}), from {found.title} (run {found.pk})"
            record(viewer.user, "asked for a plan", about, run.place)
        return redirect("run", run.pk)
    before = set(found.uploads.values_list("pk", flat=True))
    files = [(upload, upload.pk not in before) for upload in current]
    context = {"run": found, "form": form, "files": files, "changed": any(new for _, new in files)}
    return render(request, "change.html", context, status=400 if form.errors else 200)


@open_to(To.PLANNERS)
@require_POST
def take_fix(request: HttpRequest, number: int) -> HttpResponse:
    """Make a scenario of a change that would help."""
    found = run_or_404(request, number)
    page = Page.objects.filter(report__run=found, report__reader=str(PLANNER), name="fixes").first()
    asked = request.POST.get("fix", "")
    fixes = page.content["fixes"] if page is not None else []
    if not asked.isdecimal() or len(asked) > 3 or int(asked) >= len(fixes):
        raise Http404
    fix, viewer = fixes[int(asked)], viewer_of(request)
    name = _free_name(fix["text"], found.place)
    scenario = Scenario.objects.create(place=found.place, name=name, changes=fix["changes"], created_by=viewer.user)
    record(viewer.user, "made a scenario", f"{scenario.name}, of {found.title} (run {found.pk})", found.place)
    messages.success(request, f"Made a scenario: {scenario.name}. Compare it with the current files.")
    return redirect("scenarios")


def _free_name(text: str, place: str) -> str:
    """A name that no scenario of the place has."""
    base = text[:MOST_CHARACTERS_OF_NAME].strip() or "Fix"
    name, number = base, 2
    while Scenario.objects.filter(place=place, name__iexact=name).exists():
        end = f" {number}"
        name, number = base[: MOST_CHARACTERS_OF_NAME - len(end)] + end, number + 1
    return name
