"""What people see when something is wrong: a sentence, and what to do."""

from __future__ import annotations

import sys

from django.db import IntegrityError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from scheduler.web.disk import CANNOT_SAVE, WHAT_TO_DO, is_no_room


def _page(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    return render(request, "error.html", {"title": title, "text": text}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    return _page(request, 400, "That did not arrive whole", "Go back, load the page again, and send it once more.")


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return _page(request, 403, "This is not yours to do", "Ask the district planner if it should be.")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404, for what is not there and for what may not be seen alike."""
    text = "It may have been taken away, or it is not yours to see. Ask the district planner if it should be."
    return _page(request, 404, "There is no such page for you", text)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was not from this page, or the page is an old one."""
    return _page(request, 403, "The page was too old to send", "Go back, load the page again, and send it once more.")


def failed(request: HttpRequest) -> HttpResponse:
    """500: a fault of the program; 503: nothing can be saved, or the database is away; 409: somebody was quicker."""
    why = sys.exc_info()[1]
    status, title = 500, "Something broke"
    text = "This is a fault of the program, not yours. What was saved is safe. The reason is in the log of the server."
    if is_no_room(why):
        status, title = 503, "This was not saved"
        text = f"{CANNOT_SAVE} What was saved before is safe. {WHAT_TO_DO}"
    elif isinstance(why, IntegrityError):  # what a form has looked at before was there a moment later
        status, title = 409, "Somebody was quicker"
        text = "Something else was saved in the same moment, and this was not. Go back and load the page again."
    elif isinstance(why, OperationalError | InterfaceError):
        status, title = 503, "The database does not answer"
        text = "What was saved is safe. Load the page again in a minute; if it stays so, tell whoever looks after it."
    # Without the request: who asks stands in the database, too.
    return HttpResponse(render_to_string("error.html", {"title": title, "text": text}), status=status)
