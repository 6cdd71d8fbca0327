"""What should be answered before a run, answered by keyboard: the file is read so, and it can be taken back."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from browser_pages import Watched, give, join
from web_cast import two_sites
from web_server import Server
from workbooks import save

pytestmark = [pytest.mark.story, pytest.mark.browser]


def shot(watched: Watched, name: str) -> None:
    """Pictures to look at, where somebody asks for them."""
    folder = os.environ.get("COACH_SHOTS")
    if folder:
        for width in (390, 1280):
            watched.page.set_viewport_size({"width": width, "height": 900})
            watched.page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


def test_a_planner_answers_the_questions_of_a_file(
    server: Server, another: Callable[[], Watched], tmp_path: Path
) -> None:
    book = two_sites()
    book["Master schedule"][1][2] = "Planing"
    book["Teachers"][0][3] = "Departmnt"
    book["Teachers"].append(["TN9", "Norbert 9", "N", "Math", "Cycle"])
    planner = another()
    page = planner.page
    join(planner, server.link, "pat@example.org", "Pat Planner")
    give(planner, save(tmp_path / "school.xlsx", book))
    told = page.inner_text("main")
    assert "To answer before a run: 4 questions" in told, "whoever is on Prep all day has no class to observe, too"
    planner.look()
    shot(planner, "questions")

    page.focus('button:has-text("Read \\"Planing\\" as Planning")')
    with page.expect_navigation(wait_until="load"):
        page.keyboard.press("Enter")
    assert "To answer before a run: 3 questions" in page.inner_text("main")
    planner.go("button:has-text('Read it as department')")
    planner.go("button:has-text('Yes, they are on Prep')")
    planner.go("button:has-text('It is meant so')")
    told = page.inner_text("main")
    assert "Every question is answered" in told
    assert "Pat Planner, " in told
    planner.look()
    shot(planner, "answered")

    planner.go("text=What was understood, person by person")
    assert "Planing" not in page.inner_text("main")
    assert "Planning" not in page.inner_text("main"), "it is a Prep"
    planner.look()
    shot(planner, "states")
    page.go_back()
    page.locator("button:has-text('Take back')").first.click()
    page.get_by_text("To answer before a run: 1 question").wait_for()
    planner.look()
