"""The audit trail as a page."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from scheduler.web.access import To, events_for, open_to, viewer_of

ON_A_PAGE = 100


@open_to(To.ADMINS)
def trail(request: HttpRequest) -> HttpResponse:
    """Who did what, the latest first."""
    pages = Paginator(events_for(viewer_of(request)), ON_A_PAGE)
    return render(request, "trail.html", {"page": pages.get_page(request.GET.get("page"))})
