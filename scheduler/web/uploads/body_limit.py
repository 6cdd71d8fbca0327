"""A body that is too big for any input is refused by its size, before anything reads it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from scheduler.intake.files.limits import MIB, MOST_FILE_BYTES

MOST_BODY_BYTES = MOST_FILE_BYTES + MIB  # the file, and the form around it


class RefuseLargeBodies:
    """Answers 413 with a page that says the limit; stands before everything that would read the body."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 413 to a body over the limit, and pass everything else on."""
        if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BODY_BYTES:
            size = int(request.META["CONTENT_LENGTH"]) / MIB
            text = (
                f"It has {size:.0f} MiB; at most {MOST_FILE_BYTES // MIB} MiB are read. Delete the "
                "sheets that the program does not need, or upload it as .csv files in a .zip."
            )
            page = render_to_string("error.html", {"title": "The file is too big", "text": text})
            return HttpResponse(page, status=413)
        return self.get_response(request)
