"""What is the same for every answer and every request, before any page sees it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.loader import render_to_string

Answer = Callable[[HttpRequest], HttpResponse]


class HeadHasNoBody:
    """Answers HEAD with the headers that GET would have, and nothing behind them; stands before everything else."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, without the body where it was HEAD."""
        response = self.get_response(request)
        if request.method != "HEAD":
            return response
        if isinstance(response, StreamingHttpResponse):
            response.streaming_content = ()  # what would have been sent is closed with the response
        else:
            response.headers.setdefault("Content-Length", str(len(response.content)))
            response.content = b""
        return response


class RefuseNullCharacters:
    """Answers 400 to a null character in an address, a header or a cookie: no page has one, PostgreSQL takes none.
    Those in the fields of a form are the form's to refuse, in words."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 400 to a null character, and pass everything else on."""
        said = [request.path_info, *request.COOKIES.keys(), *request.COOKIES.values()]
        said += [str(value) for name, value in request.META.items() if name.startswith(("HTTP_", "REMOTE_", "CONTENT"))]
        query = request.META.get("QUERY_STRING", "")
        if any("\0" in text for text in said) or "%00" in query or "\0" in query:
            page = render_to_string(
                "error.html",
                {
                    "title": "That did not arrive whole",
                    "text": "The address holds a character that none has. Go back and follow the link again.",
                },
            )
            return HttpResponse(page, status=400)
        return self.get_response(request)
