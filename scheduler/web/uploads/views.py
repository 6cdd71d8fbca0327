"""Upload a file, see what was understood of it, and confirm it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from scheduler.export import MODELS
from scheduler.web.access import To, may_change, open_to, upload_or_404, uploads_for, viewer_of
from scheduler.web.activity.models import record
from scheduler.web.downloads import streamed
from scheduler.web.kept_problems import fix_of
from scheduler.web.runs.deleting import CannotDelete
from scheduler.web.uploads.answers import (
    ALL_LIKELY,
    CannotAnswer,
    answer,
    answer_all,
    asked_of,
    may_answer,
    take_back,
)
from scheduler.web.uploads.blobs import kept
from scheduler.web.uploads.checking import Problem, confirm, difference, mark, receive
from scheduler.web.uploads.deleting import delete_upload, plans_of
from scheduler.web.uploads.forms import UploadForm
from scheduler.web.uploads.models import Answer, Question, States, Upload, UploadState
from scheduler.web.uploads.process import CannotRead
from scheduler.web.uploads.questions import open_questions, settle
from scheduler.web.uploads.states import by_site

SHOWN_OF_A_GROUP = 20
LATEST = 50


@open_to(To.ADMINS)
def uploads(request: HttpRequest) -> HttpResponse:
    """The files so far, and a form to give one."""
    viewer = viewer_of(request)
    form = UploadForm(viewer, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            options = form.import_options()
            upload = receive(form.cleaned_data["place"], file.name, file.chunks(), viewer.user, options=options)
        except CannotRead as refusal:
            form.add_error("file", f"{file.name}: {refusal}")
        else:
            return redirect("upload", upload.pk)
    found = uploads_for(viewer)
    return render(
        request,
        "uploads.html",
        {
            "form": form,
            "current": found.filter(state=UploadState.CURRENT).order_by("place"),
            "uploads": found[:LATEST],
            "questions": open_questions() if viewer.is_planner else [],
            "models": [{"key": key, "source": m.source, "about": m.about} for key, m in MODELS.items()],
        },
        status=400 if form.errors else 200,
    )


@open_to(To.ADMINS)
def upload(request: HttpRequest, number: int) -> HttpResponse:
    """What was understood of one file, and what is wrong with it."""
    found = upload_or_404(request, number)
    asked, corrected = asked_of(found)
    return render(
        request,
        "upload.html",
        {
            "upload": found,
            "may_confirm": found.can_be_confirmed and viewer_of(request).may_give(found.place),
            "difference": difference(found),
            "groups": {
                "error": grouped(found.problems, "error"),
                "warning": grouped(_not_asked(found), "warning"),
                "note": grouped(found.problems, "note"),
            },
            "asked": asked,
            "open": sum(a.answer is None for a in asked),
            "assumed": sum(a.is_assumed and a.answer is None for a in asked),
            "corrected": corrected,
            "may_answer": may_answer(found) and viewer_of(request).may_give(found.place),
            "has_states": States.objects.filter(upload=found).exclude(lines=[]).exists(),
            "imported": found.extent.get("import"),
            "counts": {
                level: sum(p["level"] == level for p in found.problems) for level in ("error", "warning", "note")
            },
            "may_delete": viewer_of(request).may_give(found.place),
            "made": sum(may_change(viewer_of(request), run) for run in plans_of(found)),
            "not_kept": found.extent.get("problems", 0) - len(found.problems),
            "own": found.extent.get("own"),
            "questions": [(q, _open_on(found, q.sheet)) for q in found.questions.all()],
            "elsewhere": grouped(found.elsewhere, "error") if viewer_of(request).is_planner else [],
        },
    )


def _not_asked(upload: Upload) -> list[Problem]:
    """The warnings that are nobody's here to answer: what the planner decides, and what is in other files."""
    asked = {tuple(entry["doubt"]) for entry in upload.likely}
    return [p for p in upload.problems if (p["code"], p["sheet"], p["text"]) not in asked]


@open_to(To.ADMINS)
@require_POST
def answer_doubt(request: HttpRequest, number: int) -> HttpResponse:
    """Answer what a check asks before a run: the likely answer, or that it is meant so."""
    found = upload_or_404(request, number)
    viewer = viewer_of(request)
    if not viewer.may_give(found.place):
        raise Http404
    try:
        if request.POST.get("choice") == ALL_LIKELY:
            count = answer_all(found, viewer.user)
            messages.success(request, f"Answered as assumed: {count} questions.")
        else:
            says = answer(found, viewer.user, request.POST.get("doubt", ""), request.POST.get("choice", ""))
            messages.success(request, f"Answered: {says}.")
    except (CannotAnswer, CannotRead) as why:
        messages.error(request, f"Not answered: {why}")
    return redirect(f"{reverse('upload', args=[found.pk])}#questions")


@open_to(To.ADMINS)
@require_POST
def take_answer_back(request: HttpRequest, number: int) -> HttpResponse:
    """Take an answer back: the file is read as without it."""
    given = Answer.objects.filter(pk=number).select_related("upload").first()
    viewer = viewer_of(request)
    if given is None or not uploads_for(viewer).filter(pk=given.upload_id).exists():
        raise Http404
    if not viewer.may_give(given.upload.place):
        raise Http404
    try:
        more = take_back(given, viewer.user)
        also = f" With it {more} more that can't be without it." if more else ""
        messages.success(request, f"Taken back: {given.says}.{also}")
    except (CannotAnswer, CannotRead) as why:
        messages.error(request, f"Not taken back: {why}")
    return redirect(f"{reverse('upload', args=[given.upload_id])}#questions")


@open_to(To.ADMINS)
def states(request: HttpRequest, number: int) -> HttpResponse:
    """What each person does in each period, as it was understood, to hold beside the school's own schedule."""
    found = upload_or_404(request, number)
    known = States.objects.filter(upload=found).first()
    context = {"upload": found, "title": found.name, "sites": by_site(known.lines if known else [])}
    return render(request, "states.html", context)


def _open_on(upload: Upload, sheet: str) -> list[Problem]:
    """What an import has assumed on a sheet, and asks."""
    return [p for p in upload.problems if p["code"] == "open-question" and p["sheet"] == sheet]


@open_to(To.PLANNERS)
@require_POST
def settle_question(request: HttpRequest, number: int) -> HttpResponse:
    """Say that nothing more is to be done about a sheet of a site's file that does not count there."""
    question = get_object_or_404(Question.objects.select_related("upload"), pk=number)
    settle(question, viewer_of(request).user)
    messages.success(request, f"Settled: {question.sheet} of {question.upload.name}.")
    return redirect("upload", question.upload_id)


def grouped(problems: Iterable[Problem], level: str) -> list[dict[str, Any]]:
    """The problems of a level: those that say the same, of one sheet, together, with their cells."""

    def key(p: Problem) -> tuple[str, str, str, str, str]:
        return p["file"], p["sheet"], p["code"], p["text"], fix_of(p)

    order: dict[tuple[str, str], int] = {}
    mine = [p for p in problems if p["level"] == level]
    for p in mine:
        order.setdefault((p["file"], p["sheet"]), len(order))
    mine.sort(key=lambda p: (order[p["file"], p["sheet"]], p["code"], p["text"]))
    groups = []
    for (file, sheet, _, text, fix), members in groupby(mine, key=key):
        cells = [p["cell"] for p in members]
        named = [c for c in cells if c]
        groups.append(
            {
                "file": file,
                "sheet": sheet,
                "text": text,
                "fix": fix,
                "count": len(cells),
                "cells": named[:SHOWN_OF_A_GROUP],
                "more": max(0, len(named) - SHOWN_OF_A_GROUP),
            }
        )
    return groups


@open_to(To.ADMINS)
@require_POST
def confirm_upload(request: HttpRequest, number: int) -> HttpResponse:
    """Make a file the current one of its place."""
    found = upload_or_404(request, number)
    viewer = viewer_of(request)
    if not viewer.may_give(found.place):
        raise Http404
    if confirm(found, viewer.user):
        messages.success(request, f"{found.name} is now the current file. You can make a plan of it.")
        return redirect("runs")
    messages.error(request, "This file cannot be confirmed: it has errors, or another one was confirmed since.")
    return redirect("upload", found.pk)


@open_to(To.ADMINS)
@require_POST
def delete(request: HttpRequest, number: int) -> HttpResponse:
    """Delete a file, and where it is asked for the plans made of it."""
    found = upload_or_404(request, number)
    viewer = viewer_of(request)
    if not viewer.may_give(found.place):
        raise Http404
    try:
        plans = delete_upload(
            found, viewer.user, lambda run: may_change(viewer, run), with_plans="plans" in request.POST
        )
    except CannotDelete as why:
        messages.error(request, f"{found.name} is not deleted: {why}")
        return redirect("upload", found.pk)
    messages.success(request, f"{found.name} is deleted{f', with {plans} of its plans' if plans else ''}.")
    return redirect("uploads")


@open_to(To.ADMINS)
def original(request: HttpRequest, number: int) -> HttpResponseBase:
    """The file as it was given."""
    found = upload_or_404(request, number)
    record(viewer_of(request).user, "downloaded", f"{found.name}, as it was uploaded", found.place)
    return streamed(found.name, kept(found))


@open_to(To.ADMINS)
def corrected(request: HttpRequest, number: int) -> HttpResponseBase:
    """The copy in which the answers are made, which is what is read."""
    found = upload_or_404(request, number)
    if not found.corrected_name:
        raise Http404
    record(viewer_of(request).user, "downloaded", f"{found.name}, with its answers", found.place)
    return streamed(found.corrected_name, kept(found, corrected=True))


@open_to(To.ADMINS)
def annotated(request: HttpRequest, number: int) -> HttpResponseBase:
    """A copy of the workbook in which every bad cell is marked."""
    found = upload_or_404(request, number)
    try:
        if not mark(found, viewer_of(request).user):
            raise Http404
    except CannotRead as refusal:
        messages.error(request, f"A copy with the cells marked cannot be made of {found.name}: {refusal}")
        return redirect("upload", found.pk)
    stem = found.name.rpartition(".")[0]
    record(viewer_of(request).user, "downloaded", f"{found.name}, marked", found.place)
    return streamed(f"{stem}, marked.xlsx", kept(found, marked=True))
