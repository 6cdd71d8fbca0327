"""Why? Of each row of a plan: what could be instead, and what it would cost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from scheduler.domain.reader import PLANNER
from scheduler.web.access import To, Viewer, open_to, run_or_404, viewer_of
from scheduler.web.runs import queue
from scheduler.web.runs.change_views import can_go_on
from scheduler.web.runs.forms import too_many_words
from scheduler.web.runs.models import Page, Report, Run, RunKind, RunState
from scheduler.web.uploads.models import UploadState

# Of which tables a row can be asked about.
ASKABLE = ("Assignments", "Sessions", "Release periods", "Unscheduled")
SECONDS = 120  # until it is ended
MOST_LOOKED_AT = 20  # coaches, for the days of the week
ANY = ""


class WhyForm(forms.Form):
    """What could be instead, where that is to be said: another coach, or another time."""

    coach = forms.ChoiceField(label="With whom instead?", required=False)
    day = forms.ChoiceField(label="On which day instead?", required=False)
    at = forms.TimeField(
        label="At what time?",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%H:%M:%S"],
        error_messages={"invalid": "Write a time like 10:05."},
    )

    def __init__(self, viewer: Viewer, table: str, days: list[str], coaches: list[list[str]], *args: Any) -> None:
        super().__init__(*args)
        self.viewer, self.table = viewer, table
        for name in ("coach",) if table != "Sessions" else ():
            _choices(self, name, [(ANY, "anybody else"), *((id, words) for id, words in coaches)])
        if table == "Sessions":
            _choices(self, "day", [(d, d) for d in days])
        unused = {"Assignments": ("day", "at"), "Sessions": ("coach",)}.get(table, ("coach", "day", "at"))
        for name in unused:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """What was given, where one more may be asked for."""
        given: dict[str, Any] = super().clean() or {}
        if self.table == "Sessions" and not self.errors and not (given.get("day") and given.get("at")):
            self.add_error("at", "Say at what time it could be instead.")
        if not queue.may_ask(self.viewer.user):
            self.add_error(None, too_many_words())
        return given


def _choices(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


@open_to(To.PLANNERS)
def why(request: HttpRequest, number: int, name: str, row: int) -> HttpResponse:
    """Ask about a row of a table of the plan."""
    run = run_or_404(request, number)
    page = Page.objects.filter(report__run=run, report__reader=str(PLANNER), name=f"table/{name}").first()
    if not can_go_on(run) or name not in ASKABLE or page is None or row >= len(page.content["rows"]):
        raise Http404
    columns = page.content["columns"]
    texts = ["" if cell is None else str(cell) for cell in page.content["rows"][row]]
    shown = dict(zip(columns, texts, strict=True))
    index = Page.objects.get(report=page.report, name="index").content
    days = _days(page.report, index["coaches"]) if name == "Sessions" else []
    form = WhyForm(viewer_of(request), name, days, index["coaches"], request.POST if request.method == "POST" else None)
    gone = run.uploads.filter(state=UploadState.DELETED).exists()
    if request.method == "POST" and not gone and form.is_valid():
        return redirect("run", _ask(run, name, shown, form).pk)
    context = {"run": run, "name": name, "shown": [(c, t) for c, t in shown.items() if t], "form": form, "gone": gone}
    return render(request, "why.html", context, status=400 if form.errors else 200)


def _days(report: Report, coaches: list[list[str]]) -> list[str]:
    """The days of a coach's weeks, as the plan labels them."""
    pages = Page.objects.filter(report=report, name__in=[f"coach/{id}" for id, _ in coaches[:MOST_LOOKED_AT]])
    return list(dict.fromkeys(day for p in pages for week in p.content["weeks"] for day in week["days"]))


def _ask(run: Run, table: str, shown: Mapping[str, str], form: WhyForm) -> Run:
    """The question, or the same one where it was answered before."""
    question = _question(table, shown, form.cleaned_data)
    before = Run.objects.filter(about=run, question=question, state=RunState.DONE).first()
    if before is not None:
        return before
    with transaction.atomic():
        asked = Run.objects.create(
            kind=RunKind.QUESTION,
            place=run.place,
            title=_title(table, shown),
            seed=run.seed,
            limit_seconds=SECONDS,
            about=run,
            question=question,
            created_by=form.viewer.user,
        )
        asked.uploads.set(run.uploads.all())
    return asked


def _question(table: str, shown: Mapping[str, str], given: Mapping[str, Any]) -> dict[str, str]:
    """What the solver's process is asked."""
    if table == "Assignments":
        return {"kind": "coach", **{n: shown[n] for n in ("teacher", "program")}, "coach": given["coach"]}
    if table == "Release periods":
        return {"kind": "release", **{n: shown[n] for n in ("coach", "period")}}
    if table == "Unscheduled":
        return {"kind": "unscheduled", "teacher": shown["teacher"]}
    names = ("teacher", "program", "session", "cycle", "week", "day", "start")
    return {"kind": "session", **{n: shown[n] for n in names}, "at": f"{given['day']} {given['at']:%H:%M}"}


def _title(table: str, shown: Mapping[str, str]) -> str:
    who = shown.get("teacher") or f"{shown.get('coach', '')} {shown.get('period', '')}"
    return f"Why? {table}: {who}"[:120]


@open_to(To.PLANNERS)
def why_answer(request: HttpRequest, number: int) -> HttpResponse:
    """The answer to a question about a plan."""
    asked = run_or_404(request, number)
    if asked.kind != RunKind.QUESTION or asked.state != RunState.DONE or asked.about is None:
        raise Http404
    return render(request, "why_answer.html", {"run": asked.about, "asked": asked, "answer": asked.outcome["answer"]})
