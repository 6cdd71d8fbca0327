"""In Chromium, with passwords turned off: the planner joins by the printed link, and who is invited gets in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import oidc_provider
import pytest
from browser_pages import Watched
from oidc_provider import CLIENT_ID, CLIENT_SECRET, Provider
from web_server import Server, fresh_database

pytestmark = pytest.mark.browser


@pytest.fixture
def provider() -> Iterator[Provider]:
    with oidc_provider.serving() as made:
        made.asks = True
        yield made


@pytest.fixture
def only_with(provider: Provider, tmp_path: Path) -> Iterator[Server]:
    """A server where nobody signs in with a password."""
    with fresh_database() as database:
        made = Server(tmp_path / "data", database)
        given = {"ID": CLIENT_ID, "SECRET": CLIENT_SECRET, "ISSUER": provider.issuer, "NAME": "Example District"}
        made.env |= {f"COACH_OIDC_OTHER_{name}": value for name, value in given.items()} | {"COACH_OIDC_ONLY": "yes"}
        made.start()
        provider.back = f"{made.address}/sign-in/with/other/back/"
        yield made
        made.stop()


def test_only_the_invited_get_in_and_sign_out(
    only_with: Server, provider: Provider, watched: Watched, another: Callable[[], Watched]
) -> None:
    page = watched.page
    page.goto(only_with.link)
    watched.look()
    provider.is_("pat@example.org", name="Pat Planner")
    watched.go("main a:has-text('Go on with Example District')")
    watched.go("text=It is me")
    watched.go("nav >> text=People")
    page.get_by_label("E-mail address").fill("ana@example.org")
    page.get_by_label("Role", exact=True).select_option("coach")
    page.locator("#id_place").fill("C1")
    watched.go("text=Make the link")
    invitation = page.locator("code.address").inner_text()

    ana = another()
    ana.page.goto(f"{only_with.address}/plans/")
    ana.look()
    assert ana.page.locator("input[type=password]").count() == 0
    provider.is_("stranger@example.org", subject="2")
    ana.go("text=Sign in with Example District")
    ana.go("text=It is me")
    assert "stranger@example.org is not invited here." in ana.page.inner_text("main")
    assert "code=" not in ana.page.url
    ana.look()
    provider.is_("ana@example.org", subject="3")
    ana.page.goto(f"{only_with.address}{urlsplit(invitation).path}")
    ana.look()
    ana.page.goto(f"{only_with.address}/plans/")
    ana.go("text=Sign in with Example District")
    ana.go("text=It is me")
    assert urlsplit(ana.page.url).path == "/plans/", "where she wanted to go"
    ana.go("text=Sign out")
    ana.page.goto(f"{only_with.address}/plans/")
    assert urlsplit(ana.page.url).path == "/sign-in/"
    assert ana.wrong == []

    watched.go("nav >> text=Activity")
    told = page.inner_text("main")
    assert "Coach C1, with Example District" in told
    assert watched.wrong == []
