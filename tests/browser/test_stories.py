"""The page in a browser, as the people use it for whom it is made."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browser_pages import PATIENCE_MS, PLAN, WIDTHS, Watched, give, join
from web_cast import two_sites
from web_server import PASSWORD, ROOT, Server
from workbooks import save

COMPARISON = re.compile(r"/comparisons/\d+/$")
MOST_TABS = 120
pytestmark = [pytest.mark.story, pytest.mark.browser]
SHARED = ROOT.parent / "shared"


@pytest.fixture
def gunn() -> Path:
    path = SHARED / "data" / "avuhsd-gunn.xlsx"
    if not path.is_file():
        pytest.skip("needs the inputs on real timetables in ../shared/data")
    return path


def test_a_planner_gets_from_a_fresh_server_to_a_plan_that_the_checker_accepts(
    server: Server, watched: Watched, gunn: Path, tmp_path: Path
) -> None:
    page = watched.page
    join(watched, server.link, "pat@example.org", "Pat Planner")
    give(watched, gunn)
    watched.go("text=Confirm: make it the current file")
    watched.go("button:has-text('Make the plan')", PLAN)
    watched.go(".tabs >> text=Assignments")
    page.select_option("select[name=coach]", "GU-C1")
    watched.go("button:has-text('Filter')")
    shown = page.locator("tbody tr")
    assert page.inner_text("[role=status]") == f"{shown.count()} of 117 rows."
    assert 0 < shown.count() == shown.filter(has_text="GU-C1").count()
    watched.look()
    watched.go(".tabs >> text=Weeks")
    watched.go(".names >> text=Coach GU-C1")
    assert "Cycle 1 of 6" in page.inner_text("main")
    watched.look()
    with page.expect_download() as download:
        page.click("text=Download the workbook")
    plan = tmp_path / "plan.xlsx"
    download.value.save_as(plan)

    line = tmp_path / "line.xlsx"
    subprocess.run(
        [sys.executable, "-m", "scheduler", "solve", gunn, "-o", line], check=True, capture_output=True, cwd=ROOT
    )
    assert plan.read_bytes() == line.read_bytes()
    checker = SHARED / "check" / "check_plan.py"
    done = subprocess.run([sys.executable, "-B", checker, gunn, plan], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_an_input_with_errors_is_shown_and_a_coach_sees_the_own_calendar(
    server: Server, watched: Watched, chromium: object, tmp_path: Path, another: Callable[[], Watched]
) -> None:
    page = watched.page
    join(watched, server.link, "pat@example.org", "Pat Planner")
    give(watched, save(tmp_path / "bad.xlsx", two_sites(bad=True)))
    assert "this file cannot be used yet" in page.inner_text("main")
    give(watched, save(tmp_path / "good.xlsx", two_sites()))
    watched.go("text=Confirm: make it the current file")
    watched.go("button:has-text('Make the plan')", PLAN)
    watched.go("text=Publish…")
    watched.go("button:has-text('Publish')")
    page.select_option("[name=as]", "principal:N")
    watched.go("button:has-text('Show')")
    watched.look()
    page.goto(server.address + "/people/")
    page.fill("section [name=email]", "nadia@example.org")
    page.select_option("section [name=role]", "coach")
    page.fill("section [name=place]", "CN")
    watched.go("text=Make the link")
    link = page.inner_text(".address")

    coach = another()
    join(coach, link, "nadia@example.org", "Nadia")
    assert "Norbert" in coach.page.inner_text("main"), "the own week is the first page"
    coach.look()


class Keyboard:
    """Somebody without a mouse: Tab until the thing has the focus, which must then be seen, and Enter."""

    def __init__(self, watched: Watched) -> None:
        self.watched, self.page = watched, watched.page

    def to(self, selector: str) -> None:
        """Go on by Tab from where the focus is; once around the page at most."""
        wanted = self.page.locator(selector).first
        wanted.wait_for()
        for _ in range(MOST_TABS):
            self.page.keyboard.press("Tab")
            if wanted.evaluate("e => e === document.activeElement"):
                ring, box, top = wanted.evaluate(
                    "e => [getComputedStyle(e).outlineStyle, e.getBoundingClientRect().toJSON(), innerHeight]"
                )
                assert ring != "none", f"the focus on {selector} cannot be seen"
                assert box["bottom"] >= 0, f"{selector} is above what is shown"
                assert box["top"] <= top, f"{selector} is below what is shown"
                return
        raise AssertionError(f"Tab does not lead to {selector}")

    def type(self, selector: str, text: str) -> None:
        self.to(selector)
        self.page.keyboard.type(text)

    def enter(self, selector: str, to: re.Pattern[str] | str = "**") -> None:
        """Press what has the focus, and wait for the page to which it leads."""
        self.to(selector)
        with self.page.expect_navigation(wait_until="load"):
            self.page.keyboard.press("Enter")
        self.page.wait_for_url(to)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_whole_way_needs_no_mouse(server: Server, watched: Watched, tmp_path: Path, width: int) -> None:
    page, keys = watched.page, Keyboard(watched)
    page.set_viewport_size({"width": width, "height": 800})
    page.on("filechooser", lambda chooser: None)  # from the start: to listen when Enter is pressed may be too late
    page.goto(server.link)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    for name, text in (("email", "pat@example.org"), ("name", "Pat"), ("password", PASSWORD)):
        keys.type(f"[name={name}]", text)
    keys.enter("main button[type=submit]")
    keys.enter("text=Sign out")
    keys.type("[name=username]", "pat@example.org")
    keys.type("[name=password]", "forgotten")
    keys.enter("main button[type=submit]")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert", "what is wrong is read first"
    # The form keeps what was typed; the browser marks it when Tab comes to it, so that typing writes over it.
    keys.type("[name=username]", "pat@example.org")
    keys.type("[name=password]", PASSWORD)
    keys.enter("main button[type=submit]")

    keys.to("[name=file]")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(save(tmp_path / "good.xlsx", two_sites()))
    keys.enter("text=Upload and check")
    keys.enter("text=Confirm: make it the current file")
    keys.enter("button:has-text('Make the plan')", PLAN)
    keys.enter(".tabs >> text=Weeks")
    keys.enter(".names >> text=Nadia")
    keys.to(".scroll")
    page.keyboard.press("ArrowRight")  # the week scrolls within itself
    keys.enter("nav >> text=Scenarios")
    keys.enter("text=New scenario")
    keys.type("[name=name]", "Six sections")
    keys.type("[name=kind0]", "S")
    keys.type("[name=who0]", "N")
    keys.type("[name=value0]", "6")
    keys.enter("text=Save")
    keys.to("[name=scenarios]")
    page.keyboard.press("Space")
    keys.enter("button:has-text('Compare')", COMPARISON)
    keys.to("text=Download the workbook")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == "Comparison 1.xlsx"
    assert watched.wrong == []


def test_a_page_works_without_scripts(server: Server, chromium: Any, tmp_path: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    context.set_default_timeout(PATIENCE_MS)
    plain = Watched(context.new_page())
    page = plain.page
    page.goto(server.link)
    page.fill("[name=email]", "pat@example.org")
    page.fill("[name=name]", "Pat")
    page.fill("[name=password]", PASSWORD)
    plain.go("text=Make my account")
    page.set_input_files("[name=file]", save(tmp_path / "good.xlsx", two_sites()))
    plain.go("text=Upload and check")
    plain.go("text=Confirm: make it the current file")
    plain.go("button:has-text('Make the plan')", PLAN)
    assert "Sessions placed" in page.inner_text("main")
    context.close()


def test_a_planner_asks_what_if_and_sees_it_side_by_side(server: Server, watched: Watched, tmp_path: Path) -> None:
    page = watched.page
    join(watched, server.link, "pat@example.org", "Pat Planner")
    give(watched, save(tmp_path / "good.xlsx", two_sites()))
    watched.go("text=Confirm: make it the current file")
    watched.go("nav >> text=Scenarios")
    watched.go("text=New scenario")
    page.fill("[name=name]", "More sections")
    for name, value in (("kind0", "sections"), ("kind1", "level")):
        page.select_option(f"[name={name}]", value)
    for name, value in (("who0", "N"), ("value0", "6"), ("who1", "Grade match"), ("value1", "Off")):
        page.fill(f"[name={name}]", value)
    watched.go("text=Save")
    page.check("[name=scenarios]")
    watched.go("button:has-text('Compare')", COMPARISON)
    assert "More sections" in page.inner_text("main")
    watched.look()
    with page.expect_download() as download:
        page.click("text=Download the workbook")
    assert download.value.suggested_filename == "Comparison 1.xlsx"
