"""A file and an account are deleted in the page; what asks before it does is in reach of everybody."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from browser_pages import Watched
from web_cast import two_sites
from web_server import PASSWORD, Server
from workbooks import save

pytestmark = [pytest.mark.story, pytest.mark.browser]


def test_a_planner_deletes_a_file_an_account_and_sees_both_in_activity(
    server: Server, another: Callable[[], Watched], tmp_path: Path
) -> None:
    planner = another()
    page = planner.page
    page.goto(server.link)
    for name, text in (("email", "pat@example.org"), ("name", "Pat Planner"), ("password", PASSWORD)):
        page.fill(f"[name={name}]", text)
    planner.go("button[type=submit]:has-text('account'), main button[type=submit]")
    page.goto(f"{server.address}/files/")
    page.set_input_files("[name=file]", save(tmp_path / "people by mistake.xlsx", two_sites()))
    planner.go("text=Upload and check")
    page.click("summary:has-text('Delete this file')")
    planner.look()
    planner.go("button:has-text('Delete people by mistake.xlsx')")
    assert "people by mistake.xlsx is deleted." in page.inner_text("main, [role=status], body")

    page.goto(f"{server.address}/people/")
    page.fill("main [name=email]", "sam@example.org")
    page.select_option("main [name=role]", "coach")
    page.fill("main [name=place]", "CN")
    planner.go("text=Make the link")
    link = page.inner_text(".address")
    sam = another()
    sam.page.goto(link)
    sam.page.fill("[name=name]", "Sam Ortiz")
    sam.page.fill("[name=password]", PASSWORD)
    sam.go("main button[type=submit]")
    page.goto(f"{server.address}/people/")
    page.click("td summary")
    planner.look()
    planner.go("button:has-text('Delete sam@example.org')")
    assert "Sam Ortiz is deleted, and can no longer sign in." in page.inner_text("body")

    for number in range(10):
        sam.page.goto(f"{server.address}/sign-in/")
        sam.page.fill("[name=username]", f"person{number}@example.org")
        sam.page.fill("[name=password]", "Password2026")
        sam.go("main button[type=submit]")
    sam.page.fill("[name=username]", "pat@example.org")
    sam.page.fill("[name=password]", PASSWORD)
    sam.go("main button[type=submit]")
    assert "Wait a minute" in sam.page.inner_text("h1")
    sam.allow(429)
    sam.look()
    page.goto(f"{server.address}/activity/")
    told = page.inner_text("main")
    for words in ("deleted a file", "deleted an account", "failed to sign in", "from 127.0.0.1"):
        assert words in told
    planner.look()
