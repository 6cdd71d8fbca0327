"""Make scenarios, set them side by side, and see what each costs and serves."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from scheduler import pipeline
from scheduler.web.access import DISTRICT, To, open_to, run_or_404, viewer_of
from scheduler.web.downloads import attachment
from scheduler.web.runs.models import Page, Report, Run, RunKind, RunState
from scheduler.web.scenarios.forms import CompareForm, ScenarioForm, words_of
from scheduler.web.scenarios.models import MOST_CHARACTERS_OF_NAME, Scenario
from scheduler.web.trail.models import record
from scheduler.web.uploads.checking import current_uploads

COMPARISON = "comparison"  # the reader of the comparison's own report; those of scenarios are "scenario:Name"


@open_to(To.PLANNERS)
def scenarios(request: HttpRequest) -> HttpResponse:
    """The scenarios that there are, the comparisons made of them, and a form for another comparison."""
    compared = Run.objects.filter(kind=RunKind.COMPARISON)
    form = CompareForm(request.POST or None, initial={"title": f"Comparison {compared.count() + 1}"})
    if request.method == "POST" and form.is_valid():
        return redirect("run", _ask(form, request).pk)
    shown = [(s, [words_of(c) for c in s.changes]) for s in Scenario.objects.all()]
    return render(
        request,
        "scenarios.html",
        {"form": form, "scenarios": shown, "runs": compared, "ready": bool(current_uploads())},
        status=400 if form.errors else 200,
    )


def _ask(form: CompareForm, request: HttpRequest) -> Run:
    given = form.cleaned_data
    user = viewer_of(request).user
    with transaction.atomic():
        run = Run.objects.create(
            kind=RunKind.COMPARISON,
            place=DISTRICT,
            title=given["title"],
            seed=given["seed"],
            limit_seconds=given["limit_seconds"],
            created_by=user,
            scenarios=[{"name": s.name, "changes": s.changes} for s in given["scenarios"]],
            sheet_too=given["sheet_too"],
        )
        run.uploads.set(current_uploads())
        record(user, "asked for a comparison", f"{run.title} (run {run.pk})")
    return run


@open_to(To.PLANNERS)
def new_scenario(request: HttpRequest) -> HttpResponse:
    """Make a scenario; with ?of=NUMBER a copy of one."""
    of = request.GET.get("of", "")
    original = Scenario.objects.filter(pk=int(of)).first() if of.isdecimal() and len(of) < 19 else None
    copy = None
    if original is not None:
        copy = Scenario(name=f"{original.name[: MOST_CHARACTERS_OF_NAME - 7]} (copy)", changes=original.changes)
    return _edit(request, copy)


@open_to(To.PLANNERS)
def edit_scenario(request: HttpRequest, number: int) -> HttpResponse:
    """Change a scenario; comparisons that were made of it stay as they are."""
    return _edit(request, get_object_or_404(Scenario, pk=number))


def _edit(request: HttpRequest, scenario: Scenario | None) -> HttpResponse:
    form = ScenarioForm(request.POST or None, scenario=scenario)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            kept = scenario or Scenario()
            kept.name, kept.changes = form.cleaned_data["name"], form.cleaned_data["changes"]
            kept.created_by = kept.created_by or viewer_of(request).user
            kept.save()
            record(viewer_of(request).user, "changed a scenario", kept.name)
        return redirect("scenarios")
    known: dict[str, str] = {}
    for upload in current_uploads():
        known |= upload.extent.get("sites", {}) | upload.extent.get("coaches", {})
    names = {"form": form, "scenario": scenario, "ids": known, "rules": pipeline.rule_names()}
    return render(request, "scenario.html", names, status=400 if form.errors else 200)


@open_to(To.PLANNERS)
@require_POST
def drop_scenario(request: HttpRequest, number: int) -> HttpResponse:
    """Delete a scenario; comparisons that were made of it stay."""
    with transaction.atomic():
        scenario = get_object_or_404(Scenario, pk=number)
        record(viewer_of(request).user, "deleted a scenario", scenario.name)
        scenario.delete()
    messages.success(request, f"{scenario.name} is deleted. Comparisons that were made with it stay.")
    return redirect("scenarios")


@open_to(To.PLANNERS)
def comparison(request: HttpRequest, number: int) -> HttpResponse:
    """Scenarios side by side."""
    run, report = _comparison(request, number)
    context: dict[str, Any] = {
        "run": run,
        "content": Page.objects.get(report=report, name="comparison").content["html"],
        "plans": Report.objects.filter(run=run).exclude(pk=report.pk).defer("workbook").order_by("pk"),
    }
    return render(request, "comparison.html", context)


@open_to(To.PLANNERS)
def comparison_workbook(request: HttpRequest, number: int) -> HttpResponse:
    """The comparison as a workbook, or (?scenario=NAME) the plan of one of its scenarios."""
    run, report = _comparison(request, number)
    name = request.GET.get("scenario", "")
    if name:
        report = get_object_or_404(Report, run=run, reader=f"scenario:{name}")
    record(viewer_of(request).user, "downloaded", f"{run.title} (run {run.pk}), {name or 'side by side'}")
    return attachment(f"{run.title}{f', {name}' if name else ''}.xlsx", bytes(report.workbook))


def _comparison(request: HttpRequest, number: int) -> tuple[Run, Report]:
    run = run_or_404(request, number)
    if run.kind != RunKind.COMPARISON or run.state != RunState.DONE:
        raise Http404
    return run, get_object_or_404(Report.objects.defer("workbook"), run=run, reader=COMPARISON)
