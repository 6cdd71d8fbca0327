"""Make scenarios, set them side by side, and see what each costs and serves."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from scheduler import pipeline
from scheduler.export.comparison_page import page_around
from scheduler.web.access import (
    DISTRICT,
    To,
    Viewer,
    may_change,
    open_to,
    report_or_404,
    reports_for,
    run_or_404,
    runs_for,
    scenario_or_404,
    scenario_plans_for,
    scenarios_for,
    viewer_of,
)
from scheduler.web.activity.models import record
from scheduler.web.csv_files import csv_bytes
from scheduler.web.downloads import attachment
from scheduler.web.runs.models import Page, Report, Run, RunKind, RunState
from scheduler.web.scenarios.forms import CompareForm, NamedForm, ScenarioForm, WorkbookForm, words_of
from scheduler.web.scenarios.models import MOST_CHARACTERS_OF_NAME, Scenario
from scheduler.web.uploads.checking import current_uploads, receive
from scheduler.web.uploads.coach_sharing import coaches_of
from scheduler.web.uploads.models import UploadState
from scheduler.web.uploads.process import CannotRead

LATEST = 100


@open_to(To.LEADERS)
def scenarios(request: HttpRequest) -> HttpResponse:
    """The scenarios that there are, the comparisons made of them, and a form for another comparison."""
    viewer = viewer_of(request)
    compared = runs_for(viewer).filter(kind=RunKind.COMPARISON)
    form = CompareForm(viewer, request.POST or None, initial={"title": f"Comparison {compared.count() + 1}"})
    if request.method == "POST":
        if not viewer.is_admin:
            raise Http404
        if form.is_valid():
            return redirect("run", _ask(form, viewer).pk)
    shown = [(s, _about(s)) for s in scenarios_for(viewer).select_related("workbook")] if viewer.is_admin else []
    names = {"form": form, "scenarios": shown, "runs": compared[:LATEST], "ready": bool(_files_of(viewer))}
    return render(request, "scenarios.html", names, status=400 if form.errors else 200)


def _about(scenario: Scenario) -> list[str]:
    return [words_of(c) for c in scenario.changes]


def _files_of(viewer: Viewer) -> list[Any]:
    """The current files of which this person compares."""
    return [u for u in current_uploads() if viewer.is_planner or u.place in (DISTRICT, *viewer.sites)]


def _ask(form: CompareForm, viewer: Viewer) -> Run:
    given = form.cleaned_data
    place = given["place"]
    with transaction.atomic():
        run = Run.objects.create(
            kind=RunKind.COMPARISON,
            place=place,
            title=given["title"],
            seed=given["seed"],
            limit_seconds=given["limit_seconds"],
            scenario_seconds=given["scenario_seconds"],
            created_by=viewer.user,
            scenarios=[s.as_asked for s in given["scenarios"]],
            sheet_too=given.get("sheet_too", False),
        )
        run.uploads.set(current_uploads())
        record(viewer.user, "asked for a comparison", f"{run.title} (run {run.pk})", place)
    return run


# ---- scenarios


@open_to(To.ADMINS)
def new_scenario(request: HttpRequest) -> HttpResponse:
    """Make a scenario of changes; with ?of=NUMBER a copy of one."""
    return _edit(request, _copy_of(request))


@open_to(To.ADMINS)
def scenario_workbook(request: HttpRequest) -> HttpResponse:
    """Make a scenario of a whole workbook; with ?of=NUMBER another of the same."""
    return _edit_workbook(request, _copy_of(request))


@open_to(To.ADMINS)
def edit_scenario(request: HttpRequest, number: int) -> HttpResponse:
    """Change a scenario; comparisons that were made of it stay as they are."""
    scenario = scenario_or_404(request, number)
    return _edit(request, scenario) if scenario.workbook_id is None else _edit_workbook(request, scenario)


def _copy_of(request: HttpRequest) -> Scenario | None:
    of = request.GET.get("of", "")
    known = scenarios_for(viewer_of(request))
    original = known.filter(pk=int(of)).first() if of.isdecimal() and len(of) < 19 else None
    if original is None:
        return None
    name = f"{original.name[: MOST_CHARACTERS_OF_NAME - 7]} (copy)"
    return Scenario(place=original.place, name=name, changes=original.changes, workbook=original.workbook)


def _edit(request: HttpRequest, scenario: Scenario | None) -> HttpResponse:
    viewer = viewer_of(request)
    form = ScenarioForm(viewer, request.POST or None, scenario=scenario)
    if request.method == "POST" and form.is_valid():
        _save(form, scenario, viewer, changes=form.cleaned_data["changes"])
        return redirect("scenarios")
    names = {"form": form, "scenario": scenario, "ids": _ids(form), "rules": pipeline.rule_names()}
    return render(request, "scenario.html", names, status=400 if form.errors else 200)


def _ids(form: NamedForm) -> dict[str, str]:
    """The sites and coaches that can be changed, with their names."""
    found: dict[str, str] = {}
    for upload in current_uploads():
        known = upload.extent.get("sites", {}) | upload.extent.get("coaches", {})
        mine = {id for place in form.places for id in (place, *coaches_of(place))}
        found |= known if form.places == [DISTRICT] else {id: name for id, name in known.items() if id in mine}
    return found


def _edit_workbook(request: HttpRequest, scenario: Scenario | None) -> HttpResponse:
    viewer = viewer_of(request)
    form = WorkbookForm(viewer, request.POST or None, request.FILES or None, scenario=scenario)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        if file is None:
            assert scenario is not None
            _save(form, scenario, viewer, workbook=scenario.workbook)
            return redirect("scenarios")
        try:
            place = form.cleaned_data["place"]
            upload = receive(place, file.name, file.chunks(), viewer.user, UploadState.SCENARIO)
        except CannotRead as refusal:
            form.add_error("file", f"{file.name}: {refusal}")
        else:
            if upload.errors:
                messages.error(request, f"{form.cleaned_data['name']} is not saved: its workbook has errors.")
            else:
                _save(form, scenario, viewer, workbook=upload)
                messages.success(request, f"{form.cleaned_data['name']} is saved. This is what was understood of it.")
            return redirect("upload", upload.pk)
    return render(
        request, "scenario_workbook.html", {"form": form, "scenario": scenario}, status=400 if form.errors else 200
    )


def _save(form: NamedForm, scenario: Scenario | None, viewer: Viewer, **what: Any) -> None:
    with transaction.atomic():
        kept = scenario or Scenario(place=form.cleaned_data["place"])
        kept.name = form.cleaned_data["name"]
        for field, value in what.items():
            setattr(kept, field, value)
        kept.created_by = kept.created_by or viewer.user
        kept.save()
        record(viewer.user, "changed a scenario", kept.name, kept.place)


@open_to(To.ADMINS)
@require_POST
def drop_scenario(request: HttpRequest, number: int) -> HttpResponse:
    """Delete a scenario; comparisons that were made of it stay."""
    with transaction.atomic():
        scenario = scenario_or_404(request, number)
        record(viewer_of(request).user, "deleted a scenario", scenario.name, scenario.place)
        scenario.delete()
    messages.success(request, f"{scenario.name} is deleted. Comparisons that were made with it stay.")
    return redirect("scenarios")


# ---- comparisons, as their reader may see them


@open_to(To.LEADERS)
def comparison(request: HttpRequest, number: int) -> HttpResponse:
    """Scenarios side by side."""
    run, report = _comparison(request, number)
    viewer = viewer_of(request)
    asked = request.GET.get("as", "")
    context: dict[str, Any] = {
        "run": run,
        "report": report,
        "readers": list(reports_for(viewer, run).order_by("pk").values_list("reader", flat=True)),
        "asked": f"?as={asked}" if asked else "",
        "as": asked,
        "may_change": may_change(viewer, run),
        "content": _page(report, "comparison")["html"],
        "plans": scenario_plans_for(report).order_by("pk"),
    }
    return render(request, "comparison.html", context)


@open_to(To.LEADERS)
def comparison_workbook(request: HttpRequest, number: int) -> HttpResponseBase:
    """The comparison as a workbook, or (?scenario=NAME) the plan of one of its scenarios."""
    run, report = _comparison(request, number)
    name = request.GET.get("scenario", "")
    if name:
        report = get_object_or_404(scenario_plans_for(report), label=name)
    _record(request, run, name or "side by side")
    return attachment(f"{run.title}{f', {name}' if name else ''}.xlsx", bytes(report.workbook))


@open_to(To.LEADERS)
def comparison_page(request: HttpRequest, number: int) -> HttpResponseBase:
    """The comparison as one HTML file, to be sent on and printed."""
    run, report = _comparison(request, number)
    _record(request, run, "as a page")
    return attachment(f"{run.title}.html", page_around(_page(report, "comparison")["html"]).encode("utf-8"))


@open_to(To.LEADERS)
def comparison_table(request: HttpRequest, number: int) -> HttpResponseBase:
    """The figures of the comparison as CSV."""
    run, report = _comparison(request, number)
    table = _page(report, "table")
    _record(request, run, "as CSV")
    rows = [["" if cell is None else str(cell) for cell in row] for row in table["rows"]]
    return attachment(f"{run.title}.csv", csv_bytes(table["columns"], rows))


def _record(request: HttpRequest, run: Run, what: str) -> None:
    record(viewer_of(request).user, "downloaded", f"{run.title} (run {run.pk}), {what}", run.place)


def _comparison(request: HttpRequest, number: int) -> tuple[Run, Report]:
    run = run_or_404(request, number)
    if run.kind != RunKind.COMPARISON or run.state != RunState.DONE:
        raise Http404
    return run, report_or_404(request, run)


def _page(report: Report, name: str) -> dict[str, Any]:
    content: dict[str, Any] = get_object_or_404(Page, report=report, name=name).content
    return content
