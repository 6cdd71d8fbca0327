"""Every page, as every role sees it: axe finds nothing, the policy of the page holds, and its picture is in the docs.

With COACH_PICTURES=1 (`make pictures`) the pictures are taken anew.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from browser_pages import WIDTHS, Watched
from browser_tour import PICTURES, tour
from django.urls import resolve
from web_server import ROOT, Server

pytestmark = [pytest.mark.story, pytest.mark.browser]
TALLEST = 1000  # pixels of a page that a picture shows


def test_nothing_is_wrong_with_any_page(server: Server, another: Callable[[], Watched], tmp_path: Path) -> None:
    seen = {}
    for stop in tour(server, another, tmp_path):
        stop.watched.look()
        if stop.picture:
            if sheets := stop.watched.page.locator(".week-page").count():
                assert printed(stop.watched) == sheets, f"{stop.watched.page.url} prints a week a sheet"
            seen[stop.picture] = resolve(urlsplit(stop.watched.page.url).path, "scheduler.web.urls").url_name
            if os.environ.get("COACH_PICTURES"):
                take(stop.watched, stop.picture)
    assert seen == PICTURES


def printed(watched: Watched) -> int:
    """How many sheets a page takes on Letter paper, as it says itself in which direction."""
    pdf = watched.page.pdf(format="Letter", prefer_css_page_size=True)
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


def take(watched: Watched, picture: str) -> None:
    """The page from its top, at both widths."""
    page = watched.page
    folder = ROOT / "docs" / "img" / "pages"
    folder.mkdir(exist_ok=True)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate("window.scrollTo(0, 0)")
        height = min(TALLEST, page.evaluate("document.documentElement.scrollHeight"))
        clip = {"x": 0, "y": 0, "width": width, "height": height}
        page.screenshot(path=folder / f"{picture}-{width}.png", clip=clip, full_page=True, animations="disabled")
