"""A browser for the stories of the page: Debian's chromium, with everything noted that a page must not do."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from web_server import PASSWORD, Server, fresh_database

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, Request

AXE = (Path(__file__).parents[1] / "browser" / "axe" / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]  # the last: headings in order, too
WIDTHS = (320, 1280)
# Everything waits for what it needs, and goes on at once when it is there: only a fault takes so long.
PATIENCE_MS = 180_000
LEASE_SECONDS = 60  # a worker that gets no time for a while keeps its run
PLAN = re.compile(r"/plans/\d+/$")


@dataclass
class Watched:
    """A page of the browser; `wrong` fills with errors of the console and scripts, and requests to elsewhere."""

    page: Page
    wrong: list[str] = field(default_factory=list)
    looked_at: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.wrong.append(f"{self.page.url}: {error}"))
        self.page.on("request", self._request)
        self.page.add_init_script(
            "document.addEventListener('securitypolicyviolation', e => console.error('CSP', e.violatedDirective))"
        )

    def go(self, selector: str, to: re.Pattern[str] | str = "**") -> None:
        """Click what leads to another page, and wait until it is there; with `to` until the address is like that.

        A click alone comes back while the old page is still shown, and what is asked next is then asked of that one.
        """
        with self.page.expect_navigation(wait_until="load"):
            self.page.click(selector)
        self.page.wait_for_url(to)

    def allow(self, status: int) -> None:
        """The browser has said that a page answered with this status, and it was right to."""
        said = [w for w in self.wrong if f"status of {status}" in w]
        assert said, f"{self.page.url} did not answer {status}"
        self.wrong = [w for w in self.wrong if w not in said]

    def look(self) -> None:
        """Let axe look at the page at both widths; nothing may be found, and nothing be wider than the window."""
        self.looked_at.append(self.page.url)
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 800})
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{self.page.url} is {wide} px wide in a window of {width}"
            self.page.evaluate(AXE)
            options = {"runOnly": {"type": "tag", "values": RULES}}
            found = self.page.evaluate("options => axe.run(document, options)", options)
            assert findings(found) == [], "\n".join([f"{self.page.url} at {width} px", *findings(found)])
        assert self.wrong == [], "\n".join(self.wrong)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.wrong.append(f"{self.page.url}: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith(("http://localhost", "http://127.0.0.1", "data:", "blob:")):
            self.wrong.append(f"{self.page.url} asks {request.url}")


def findings(found: dict[str, Any]) -> list[str]:
    """What axe found, each with the first element."""
    return [f"{v['id']}: {v['help']} ({len(v['nodes'])}: {v['nodes'][0]['html'][:200]})" for v in found["violations"]]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("needs chromium (apt-get install chromium)")
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def another(chromium: Browser) -> Iterator[Callable[[], Watched]]:
    """Opens a browser of somebody else."""
    contexts = []

    def open_one() -> Watched:
        contexts.append(chromium.new_context(viewport={"width": 1280, "height": 800}))
        contexts[-1].set_default_timeout(PATIENCE_MS)
        return Watched(contexts[-1].new_page())

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def watched(another: Callable[[], Watched]) -> Watched:
    return another()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with fresh_database() as database:
        made = Server(tmp_path / "data", database)
        made.env["COACH_LEASE_SECONDS"] = str(LEASE_SECONDS)
        made.start()
        yield made
        made.stop()


def join(watched: Watched, link: str, email: str, name: str) -> None:
    """Make an account with the link of an invitation."""
    page = watched.page
    page.goto(link)
    if page.locator("[name=email]").is_enabled():
        page.fill("[name=email]", email)
    page.fill("[name=name]", name)
    page.fill("[name=password]", PASSWORD)
    watched.go("text=Make my account")


def give(watched: Watched, file: Path) -> None:
    """Upload a file; what was understood of it is then shown."""
    watched.go("nav >> text=Files")
    watched.page.set_input_files("[name=file]", file)
    watched.go("text=Upload and check", re.compile(r"/files/\d+/$"))
