"""Files that are handed out: always to be saved, never shown by the browser."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.http import content_disposition_header

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "zip": "application/zip",
}


def attachment(name: str, content: bytes) -> HttpResponse:
    """A response that saves `content` under `name`."""
    kind = TYPES.get(name.rpartition(".")[2].casefold(), "application/octet-stream")
    response = HttpResponse(content, content_type=kind)
    disposition = content_disposition_header(as_attachment=True, filename=name)
    assert disposition is not None
    response["Content-Disposition"] = disposition
    return response
