"""A workbook to fill in, for those who begin."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from scheduler.export import MODELS, write_template
from scheduler.temporary_files import temporary_folder
from scheduler.web.access import To, open_to
from scheduler.web.downloads import attachment


@open_to(To.ADMINS)
def template(request: HttpRequest) -> HttpResponse:
    """The workbook of `coach new`, or (?model=avuhsd) that of `coach new --model`."""
    model = request.GET.get("model") or None
    if model is not None and model not in MODELS:
        raise Http404
    with temporary_folder() as folder:
        path = folder / "school.xlsx"
        write_template(path, model)
        return attachment(path.name, path.read_bytes())
