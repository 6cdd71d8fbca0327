"""A year goes on: a plan is published, a teacher is hired, and the draft says who changes before it takes its place."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from browser_pages import PLAN, Watched, give, join
from web_cast import two_sites
from web_server import Server
from workbooks import save

pytestmark = [pytest.mark.story, pytest.mark.browser]


def test_a_planner_changes_the_published_plan(server: Server, another: Callable[[], Watched], tmp_path: Path) -> None:
    planner = another()
    page = planner.page
    join(planner, server.link, "pat@example.org", "Pat Planner")
    give(planner, save(tmp_path / "august.xlsx", two_sites()))
    planner.go("text=Confirm: make it the current file")
    planner.page.fill("[name=title]", "August")
    planner.go("button:has-text('Make the plan')", PLAN)
    planner.go("text=Publish…")
    planner.go("main button:has-text('Publish')")
    august = page.url

    book = two_sites()
    book["Teachers"].append(["TN4", "Norbert 4", "N", "Math", "Cycle"])
    book["Master schedule"].append(["TN4", "Algebra", "Prep", "Algebra", "Prep", "Reading", None])
    give(planner, save(tmp_path / "october.xlsx", book))
    planner.go("text=Confirm: make it the current file")
    page.goto(august)
    planner.go("text=Change something…")
    assert "new since this plan" in page.inner_text("main")
    planner.look()
    page.fill("[name=title]", "October")
    planner.go("button:has-text('Make the draft')", PLAN)
    planner.go("text=what changes for whom")
    told = page.inner_text("main")
    assert "Norbert 4" in told
    assert "Norbert 1" not in told
    assert "Susanne" not in told
    planner.look()

    planner.go(".tabs >> text=Assignments")
    planner.go("tr:has-text('TN4') >> text=Why?")
    planner.look()
    page.keyboard.press("Tab")
    planner.go("button:has-text('Ask')", re.compile(r"/answer/$"))
    assert "Why does TN4" in page.inner_text("h1")
    planner.look()
    planner.go("text=Back to the plan")
    planner.go("text=Publish…")
    assert "August" in page.inner_text("main")
    planner.go("main button:has-text('Publish')")
    assert "It has replaced August." in page.inner_text("body")
    page.goto(f"{server.address}/plans/history/")
    assert "October" in page.inner_text("main")
    planner.look()
