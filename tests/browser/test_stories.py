"""The page in a browser, as the people use it for whom it is made."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from browser_pages import Watched
from web_cast import two_sites
from web_server import PASSWORD, ROOT, Server
from workbooks import save

pytestmark = [pytest.mark.story, pytest.mark.browser]
SHARED = ROOT.parent / "shared"
PLAN = re.compile(r"/plans/\d+/$")


@pytest.fixture
def gunn() -> Path:
    path = SHARED / "data" / "avuhsd-gunn.xlsx"
    if not path.is_file():
        pytest.skip("needs the inputs on real timetables in ../shared/data")
    return path


def join(watched: Watched, link: str, email: str, name: str) -> None:
    page = watched.page
    page.goto(link)
    watched.look()
    if page.locator("[name=email]").is_enabled():
        page.fill("[name=email]", email)
    page.fill("[name=name]", name)
    page.fill("[name=password]", PASSWORD)
    page.click("text=Make my account")
    page.wait_for_url(re.compile("files|plans"))


def give(watched: Watched, file: Path) -> None:
    page = watched.page
    page.click("nav >> text=Files")
    page.set_input_files("[name=file]", file)
    page.click("text=Upload and check")
    page.wait_for_url(re.compile(r"/files/\d+/$"))


def test_a_planner_gets_from_a_fresh_server_to_a_plan_that_the_checker_accepts(
    server: Server, watched: Watched, gunn: Path, tmp_path: Path
) -> None:
    page = watched.page
    join(watched, server.link, "pat@example.org", "Pat Planner")
    watched.look()
    give(watched, gunn)
    watched.look()
    page.click("text=Confirm: make it the current file")
    watched.look()
    page.click("text=Make the plan")
    page.wait_for_url(re.compile("/run/$"))
    watched.look()
    page.wait_for_url(PLAN, timeout=60_000)
    watched.look()
    for tab in ("Rules", "Coverage", "Release periods", "Assignments", "Sessions", "Reserved time", "Unscheduled"):
        page.click(f".tabs >> text={tab}")
        watched.look()
    page.click(".tabs >> text=Assignments")
    page.select_option("select[name=coach]", "GU-C1")
    page.click("button:has-text('Filter')")
    assert "38 of 117 rows" in page.inner_text("[role=status]")
    page.click(".tabs >> text=Weeks")
    watched.look()
    page.click(".names >> text=Coach GU-C1")
    assert "Cycle 1 of 6" in page.inner_text("main")
    watched.look()
    page.go_back()
    page.click(".names a >> nth=4")
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

    for address in ("/people/", "/activity/", "/plans/", "/no-such-page/"):
        page.goto(server.address + address)
        if address == "/no-such-page/":
            watched.wrong.clear()  # the browser says that it was a 404, as it should be
        watched.look()
    page.click("text=Sign out")
    watched.look()


def test_an_input_with_errors_is_shown_and_a_coach_sees_the_own_calendar(
    server: Server, watched: Watched, chromium: object, tmp_path: Path, another: Callable[[], Watched]
) -> None:
    page = watched.page
    join(watched, server.link, "pat@example.org", "Pat Planner")
    give(watched, save(tmp_path / "bad.xlsx", two_sites(bad=True)))
    assert "this file cannot be used yet" in page.inner_text("main")
    watched.look()
    give(watched, save(tmp_path / "good.xlsx", two_sites()))
    page.click("text=Confirm: make it the current file")
    page.click("text=Make the plan")
    page.wait_for_url(PLAN, timeout=60_000)
    page.click("button:has-text('Publish')")
    watched.look()
    page.select_option("[name=as]", "principal:N")
    page.click("button:has-text('Show')")
    watched.look()
    page.goto(server.address + "/people/")
    page.fill("section [name=email]", "nadia@example.org")
    page.select_option("section [name=role]", "coach")
    page.fill("section [name=place]", "CN")
    page.click("text=Make the link")
    watched.look()
    link = page.inner_text(".address")

    coach = another()
    join(coach, link, "nadia@example.org", "Nadia")
    coach.look()
    coach.page.click("table >> text=Plan 1")
    coach.page.click(".tabs >> text=Weeks")
    coach.page.click(".names >> text=Nadia")
    assert "Norbert" in coach.page.inner_text("main")
    coach.look()


def test_the_way_to_a_plan_needs_no_mouse(server: Server, watched: Watched, tmp_path: Path) -> None:
    page = watched.page
    good = save(tmp_path / "good.xlsx", two_sites())

    def tab_to(text: str) -> None:
        """Press Tab until what has this name has the focus, and can be seen to have it."""
        for _ in range(60):
            page.keyboard.press("Tab")
            named = page.evaluate(
                "() => { const e = document.activeElement; const l = e.labels && e.labels[0];"
                " return (l ? l.textContent : e.textContent || '').trim() }"
            )
            if named.startswith(text):
                ring = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
                assert ring != "none", f"the focus on {text} cannot be seen"
                return
        raise AssertionError(f"Tab does not lead to {text}")

    page.goto(server.link)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the content"
    for label, text in (("E-mail address", "pat@example.org"), ("Your name", "Pat"), ("Password", PASSWORD)):
        tab_to(label)
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("files"))
    tab_to("File")
    for _ in range(5):
        if page.evaluate("document.activeElement.type") == "file":
            break
        tab_to("File")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(good)
    tab_to("Upload and check")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/files/\d+/$"))
    tab_to("Confirm: make it")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/plans/$"))
    tab_to("Make the plan")
    page.keyboard.press("Enter")
    page.wait_for_url(PLAN, timeout=60_000)
    tab_to("Weeks")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/weeks/"))
    tab_to("Nadia")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/coach/CN/"))
    assert watched.wrong == []


def test_a_page_works_without_scripts(server: Server, chromium: Any, tmp_path: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server.link)
    page.fill("[name=email]", "pat@example.org")
    page.fill("[name=name]", "Pat")
    page.fill("[name=password]", PASSWORD)
    page.click("text=Make my account")
    page.set_input_files("[name=file]", save(tmp_path / "good.xlsx", two_sites()))
    page.click("text=Upload and check")
    page.click("text=Confirm: make it the current file")
    page.click("text=Make the plan")
    page.wait_for_url(PLAN, timeout=60_000)
    assert "Sessions placed" in page.inner_text("main")
    context.close()


def test_a_planner_asks_what_if_and_sees_it_side_by_side(server: Server, watched: Watched, tmp_path: Path) -> None:
    page = watched.page
    join(watched, server.link, "pat@example.org", "Pat Planner")
    give(watched, save(tmp_path / "good.xlsx", two_sites()))
    page.click("text=Confirm: make it the current file")
    page.click("nav >> text=Scenarios")
    watched.look()
    page.click("text=New scenario")
    page.fill("[name=name]", "More sections")
    for name, value in (("kind0", "sections"), ("kind1", "level")):
        page.select_option(f"[name={name}]", value)
    for name, value in (("who0", "N"), ("value0", "6"), ("who1", "Grade match"), ("value1", "Off")):
        page.fill(f"[name={name}]", value)
    watched.look()
    page.click("text=Save")
    page.check("[name=scenarios]")
    watched.look()
    page.click("button:has-text('Compare')")
    page.wait_for_url(re.compile(r"/comparisons/\d+/$"), timeout=60_000)
    assert "More sections" in page.inner_text("main")
    watched.look()
    with page.expect_download() as download:
        page.click("text=Download the workbook")
    assert download.value.suggested_filename == "Comparison 1.xlsx"
