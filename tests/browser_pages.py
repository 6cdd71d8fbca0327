"""A browser for the stories of the page: Debian's chromium, with everything noted that a page must not do."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from web_server import Server, fresh_database

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, Request

AXE = (Path(__file__).parent / "browser" / "axe" / "axe.min.js").read_text(encoding="utf-8")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WIDTHS = (320, 1280)


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

    def look(self) -> None:
        """Let axe look at the page at both widths; nothing may be found, and nothing be wider than the window."""
        self.looked_at.append(self.page.url)
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 800})
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{self.page.url} is {wide} px wide in a window of {width}"
            self.page.evaluate(AXE)
            options = {"runOnly": {"type": "tag", "values": WCAG}}
            found = self.page.evaluate("options => axe.run(document, options)", options)
            assert findings(found) == [], f"{self.page.url} at {width} px"
        assert self.wrong == []

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
def watched(chromium: Browser) -> Iterator[Watched]:
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(15_000)
    found = Watched(context.new_page())
    yield found
    context.close()


@pytest.fixture
def another(chromium: Browser) -> Iterator[Callable[[], Watched]]:
    """Another browser, of somebody else."""
    contexts = []

    def open_one() -> Watched:
        contexts.append(chromium.new_context(viewport={"width": 1280, "height": 800}))
        contexts[-1].set_default_timeout(15_000)
        return Watched(contexts[-1].new_page())

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with fresh_database() as database:
        made = Server(tmp_path / "data", database)
        made.start()
        yield made
        made.stop()
