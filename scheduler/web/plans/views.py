"""A finished plan, as its reader may see it: the pages that the run has left; nothing is worked out here."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from scheduler.domain.reader import PLANNER
from scheduler.export import SHAPE_OF_SCREENS
from scheduler.web.access import (
    To,
    may_change,
    open_to,
    report_or_404,
    reports_for,
    run_or_404,
    viewer_of,
)
from scheduler.web.activity.models import record
from scheduler.web.csv_files import csv_bytes
from scheduler.web.downloads import attachment
from scheduler.web.runs.change_views import can_go_on
from scheduler.web.runs.models import Page, Report, Run, RunKind, RunState
from scheduler.web.runs.standing import standings_for
from scheduler.web.runs.why_views import ASKABLE
from scheduler.web.uploads.states import by_site

ROWS_SHOWN = 500
PRINTED_LINES = ((36, "large"), (46, "medium"))  # of a week on one sheet, by the size of its letters
_TOLD = ("person", "name", "role", "site", "kind", "was", "now", "cycle", "why")
MOST_CHOICES = 40  # of a column, for a list to choose from


def of_a_plan(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of a finished plan: `view` is given the run and the report of whoever asks. Pages that an earlier version
    of the program has left cannot be shown; the workbook can be had all the same."""

    @wraps(view)
    def shown(request: HttpRequest, number: int, **names: str) -> HttpResponse:
        run, report = _report(request, number)
        if report.shape != SHAPE_OF_SCREENS:
            return render(request, "plan/earlier.html", {"run": run, "asked": _asked(request)})
        return view(request, run, report, **names)

    return shown


def _report(request: HttpRequest, number: int) -> tuple[Run, Report]:
    run = run_or_404(request, number)
    if run.state != RunState.DONE or run.kind != RunKind.PLAN:
        raise Http404
    return run, report_or_404(request, run)


def _asked(request: HttpRequest) -> str:
    asked = request.GET.get("as", "")
    return f"?as={asked}" if asked else ""


def _context(request: HttpRequest, run: Run, report: Report) -> dict[str, Any]:
    viewer = viewer_of(request)
    index = _page(report, "index")
    index |= {name: dict(index[name]) for name in ("coaches", "teachers", "tables")}
    return {
        "run": run,
        "report": report,
        "readers": list(reports_for(viewer, run).order_by("pk").values("reader", "label")),
        "index": index,
        "viewer_is_planner": viewer.is_planner,
        "can_change": viewer.is_planner and can_go_on(run),
        "has_changes": Page.objects.filter(report=report, name="changes").exists(),
        "has_states": Page.objects.filter(report=report, name="states").exists(),
        "has_coverage": Page.objects.filter(report=report, name__startswith="coverage/").exists(),
        "may_change": may_change(viewer, run),
        "standing": standings_for(viewer, [run]).get(run.pk),
        "asked": _asked(request),
        "as": request.GET.get("as", ""),
    }


def _page(report: Report, name: str) -> dict[str, Any]:
    found = Page.objects.filter(report=report, name=name).first()
    if found is None:
        raise Http404
    content: dict[str, Any] = found.content
    return content


@open_to(To.MEMBERS)
@of_a_plan
def plan(request: HttpRequest, run: Run, report: Report) -> HttpResponse:
    """The summary of a plan."""
    context = _context(request, run, report)
    return render(request, "plan/summary.html", context | {"here": "summary", **_page(report, "summary")})


@open_to(To.MEMBERS)
@of_a_plan
def rules(request: HttpRequest, run: Run, report: Report) -> HttpResponse:
    """Every rule with what it asks, whether it holds, and where it falls short."""
    context = _context(request, run, report)
    fixes = Page.objects.filter(report=report, name="fixes").first() if context["viewer_is_planner"] else None
    shown = {"here": "rules", "help": fixes.content if fixes else {}, **_page(report, "rules")}
    return render(request, "plan/rules.html", context | shown)


@open_to(To.MEMBERS)
@of_a_plan
def weeks(request: HttpRequest, run: Run, report: Report) -> HttpResponse:
    """The coaches and teachers whose weeks can be seen."""
    context = _context(request, run, report)
    return render(request, "plan/weeks.html", context | {"here": "weeks"})


@open_to(To.MEMBERS)
@of_a_plan
def coach(request: HttpRequest, run: Run, report: Report, id: str) -> HttpResponse:
    """The weeks of a coach, cycle by cycle."""
    return _weeks(request, run, report, f"coach/{id}", id)


@open_to(To.MEMBERS)
@of_a_plan
def teacher(request: HttpRequest, run: Run, report: Report, id: str) -> HttpResponse:
    """The weeks of a teacher in which there are sessions."""
    return _weeks(request, run, report, f"teacher/{id}", id)


def _weeks(request: HttpRequest, run: Run, report: Report, name: str, id: str) -> HttpResponse:
    context = _context(request, run, report)
    page = _page(report, name)
    for week in page["weeks"]:
        week["print"] = _print_size(week["rows"])
    return render(request, "plan/week.html", context | {"here": "weeks", "id": id, **page})


def _print_size(rows: list[dict[str, Any]]) -> str:
    """How small a week is printed, so that it fits on one sheet however many sessions are in it."""
    lines = sum(max([2, *(1 + sum(1 + len(e["lines"]) for e in c["entries"]) for c in r["cells"])]) for r in rows)
    return next((size for most, size in PRINTED_LINES if lines <= most), "smallest")


@open_to(To.MEMBERS)
@of_a_plan
def coverage(request: HttpRequest, run: Run, report: Report) -> HttpResponse:
    """Which coaches are released when, site by site."""
    context = _context(request, run, report)
    found = Page.objects.filter(report=report, name__startswith="coverage/").order_by("pk")
    sites = [p.content for p in found]
    if not sites:
        raise Http404
    return render(request, "plan/coverage.html", context | {"here": "coverage", "sites": sites})


@open_to(To.MEMBERS)
@of_a_plan
def understood(request: HttpRequest, run: Run, report: Report) -> HttpResponse:
    """What each person does in each period, as it was understood for this plan."""
    context = _context(request, run, report)
    return render(
        request, "plan/states.html", context | {"here": "states", "sites": by_site(_page(report, "states")["lines"])}
    )


@open_to(To.PLANNERS)
@of_a_plan
def changes(request: HttpRequest, run: Run, report: Report) -> HttpResponse:
    """What changes for whom since the plan that this one goes on from: filtered by site and words, or as a file."""
    context, page = _context(request, run, report), _page(report, "changes")
    site, search = request.GET.get("site", ""), request.GET.get("q", "").strip().casefold()
    rows = [
        row
        for row in page["rows"]
        if site in ("", row["site"]) and (not search or any(search in str(v).casefold() for v in row.values()))
    ]
    if request.GET.get("csv"):
        record(viewer_of(request).user, "downloaded", f"Changes of {run.title} (run {run.pk})", run.place)
        return attachment(
            f"{run.title}, Changes.csv", csv_bytes(_TOLD, [[_text(row[c]) for c in _TOLD] for row in rows])
        )
    people = [
        {"role": role, "person": person, "name": own[0]["name"], "site": own[0]["site"], "rows": own}
        for (role, person), members in groupby(rows, key=lambda row: (row["role"], row["person"]))
        if (own := list(members))
    ]
    sites = sorted({row["site"] for row in page["rows"] if row["site"]})
    shown = {"here": "changes", "changes": page, "people": people, "sites": sites, "site": site}
    return render(request, "plan/changes.html", context | shown | {"q": request.GET.get("q", ""), "found": len(rows)})


@open_to(To.MEMBERS)
@of_a_plan
def table(request: HttpRequest, run: Run, report: Report, name: str) -> HttpResponse:
    """A table of the plan, with filters, or (?csv=1) as a file."""
    context = _context(request, run, report)
    page = _page(report, f"table/{name}")
    columns = page["columns"]
    rows = [[_text(c) for c in row] for row in page["rows"]]
    wanted = {c: request.GET.get(c, "") for c in columns}
    search = request.GET.get("q", "").strip().casefold()
    names = context["index"]["names"]
    numbered = [
        (number, row)
        for number, row in enumerate(rows)
        if all(not w or w == row[i] for i, w in enumerate(wanted.values()))
        and (not search or any(search in f"{c} {names.get(c, '')}".casefold() for c in row))
    ]
    kept = [row for _, row in numbered]
    if request.GET.get("csv"):
        record(viewer_of(request).user, "downloaded", f"{name} of {run.title} (run {run.pk})", run.place)
        return attachment(f"{run.title}, {name}.csv", csv_bytes(columns, kept))
    choices = {
        c: found
        for i, c in enumerate(columns)
        if 1 < len(found := sorted({row[i] for row in rows if row[i]}, key=_natural)) <= MOST_CHOICES
    }
    shown = {
        "here": name,
        "name": name,
        "columns": columns,
        "rows": numbered[:ROWS_SHOWN],
        "may_ask": name in ASKABLE and report.reader == str(PLANNER) and context["can_change"],
        "found": len(kept),
        "of": len(rows),
        "filters": [{"column": c, "choices": found, "chosen": wanted[c]} for c, found in choices.items()],
        "q": request.GET.get("q", ""),
        "query": request.GET.urlencode(),
    }
    return render(request, "plan/table.html", context | shown)


@open_to(To.MEMBERS)
def workbook(request: HttpRequest, number: int) -> HttpResponse:
    """The plan workbook of this reader, as the command line writes it."""
    run, report = _report(request, number)
    record(viewer_of(request).user, "downloaded", f"{run.title} (run {run.pk}) for {report.reader}", run.place)
    name = run.title if report.reader == "planner" else f"{run.title}, {report.label}"
    return attachment(f"{name}.xlsx", bytes(report.workbook))


def _text(cell: object) -> str:
    return "" if cell is None else str(cell)


def _natural(text: str) -> tuple[bool, int, str]:
    return not text.isdecimal(), int(text) if text.isdecimal() else 0, text
