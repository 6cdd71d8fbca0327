"""Files that are handed out: always to be saved, never shown by the browser."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "zip": "application/zip",
}


def attachment(name: str, content: bytes) -> HttpResponse:
    """A response that saves `content` under `name`."""
    response = HttpResponse(content)
    _say(response, name)
    return response


def streamed(name: str, pieces: Iterable[bytes]) -> StreamingHttpResponse:
    """A response that saves under `name` what comes in pieces: no whole file is held in memory."""
    response = StreamingHttpResponse(pieces)
    _say(response, name)
    return response


def _say(response: HttpResponseBase, name: str) -> None:
    """That it is to be saved, and what it is."""
    disposition = content_disposition_header(as_attachment=True, filename=name)
    assert disposition is not None
    response["Content-Disposition"] = disposition
    response["Content-Type"] = TYPES.get(name.rpartition(".")[2].casefold(), "application/octet-stream")
