"""Every page that there is has its pictures in docs/pages.md."""

from __future__ import annotations

from pathlib import Path

import pytest
from browser_tour import PICTURES

from scheduler.web import urls

DOCS = Path(__file__).parents[2] / "docs"
# Addresses that show no page of their own: they do something and lead on, hand out a file, or answer a program.
NO_PAGE = {
    "home",
    "sign-out",
    "sign-in-with",
    "sign-in-back",
    "join-with",
    "new-link",
    "add-role",
    "drop-role",
    "withdraw",
    "confirm",
    "original",
    "annotated",
    "template",
    "progress",
    "stop",
    "again",
    "publish-comparison",
    "workbook",
    "settle-question",
    "answer",
    "take-fix",
    "corrected",
    "take-answer-back",
    "delete-upload",
    "delete-run",
    "delete-person",
    "drop-scenario",
    "comparison-workbook",
    "comparison-page",
    "comparison-table",
    "alive",
    "ready",
}


def test_every_page_has_a_picture_and_every_picture_a_page() -> None:
    named = {str(p.name) for p in urls.urlpatterns}
    assert named >= NO_PAGE
    assert named - NO_PAGE == set(PICTURES.values()), "a stop of tests/helpers/browser_tour.py, and make pictures"


@pytest.mark.parametrize("picture", PICTURES)
def test_the_docs_show_a_page_at_both_widths(picture: str) -> None:
    page = (DOCS / "pages.md").read_text(encoding="utf-8")
    for width in (1280, 320):
        name = f"img/pages/{picture}-{width}.png"
        assert (DOCS / name).is_file(), "make pictures"
        assert f"({name})" in page


def test_no_picture_is_left_over() -> None:
    shown = {f"{picture}-{width}.png" for picture in PICTURES for width in (1280, 320)}
    assert {p.name for p in (DOCS / "img" / "pages").iterdir()} == shown
