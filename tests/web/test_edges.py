"""HEAD has no body, a null character breaks no page, and no field of a form does."""

from __future__ import annotations

import http.client
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern
from web_cast import give
from web_server import Browser, Server

from scheduler.web.edges import HeadHasNoBody
from scheduler.web.runs.models import Run
from scheduler.web.uploads.models import UploadState
from scheduler.web.urls import urlpatterns

ARGUMENTS = {"number": 1, "token": "x", "id": "CN", "name": "Sessions", "key": "x", "row": 1}


def addresses() -> Iterator[str]:
    """Every address of the page, of the first file, run, scenario and so on."""
    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern)
        route = str(pattern.pattern)
        for kind, name in pattern.pattern.converters.items():  # type: ignore[attr-defined]
            del name
            for written in (f"<int:{kind}>", f"<str:{kind}>", f"<slug:{kind}>", f"<path:{kind}>"):
                route = route.replace(written, str(ARGUMENTS[kind]))
        assert "<" not in route
        yield f"/{route}"


ADDRESSES = [path for path in addresses() if path not in ("/sign-out/", "/readyz")]  # the second says 503 here


@pytest.fixture
def planner(signed_in: Callable[[str], Client], solved: Callable[..., Run]) -> Client:
    """A planner's browser that shows a fault as the server would, with a file and a plan to look at."""
    solved()
    give("", state=UploadState.CURRENT)
    client = signed_in("planner")
    client.raise_request_exception = False
    return client


def test_a_null_character_in_an_address_breaks_no_page(planner: Client) -> None:
    for path in ADDRESSES:
        ways = [f"{path}?as=%00", f"{path}?page=1&of=%00", f"{path}?%00=1", f"{path}%00", path.replace("CN", "C%00N")]
        ways += [path.replace("1", "1%00"), path.replace("Sessions", "S%00")]
        for way in ways:
            if "%00" in way:
                assert planner.get(way).status_code in (400, 404), way


@pytest.mark.parametrize("cookie", ["sessionid", "csrftoken", "messages"])
@pytest.mark.parametrize("value", ['"\\000"', '"a\\000b"'])
def test_a_null_character_in_a_cookie_breaks_no_page(db: None, client: Client, cookie: str, value: str) -> None:
    client.raise_request_exception = False
    assert client.get("/sign-in/", headers={"cookie": f"{cookie}={value}"}).status_code == 400


@pytest.mark.parametrize("header", ["user_agent", "accept", "referer", "x_forwarded_for"])
def test_a_null_character_in_a_header_breaks_no_page(db: None, client: Client, header: str) -> None:
    client.raise_request_exception = False
    assert client.get("/sign-in/", headers={header: "a\0b"}).status_code == 400


FIELDS = (
    *("username", "password", "next", "email", "name", "role", "place", "title", "seed", "limit_seconds", "scenarios"),
    *("scenario_seconds", "sheet_too", "kind", "change", "sheet", "row", "column", "value", "who", "add-role"),
    *("add-place", "csrfmiddlewaretoken", "plans"),
)


@pytest.mark.parametrize("odd", ["\0", "a\0b", "\ud83d", "x" * 5_000, "9" * 400, "-1", "\u202e"])
def test_no_text_in_a_field_breaks_a_page(planner: Client, odd: str) -> None:
    text = odd.encode("utf-8", "replace").decode()
    fields: dict[str, Any] = dict.fromkeys(FIELDS, text)
    for path in ADDRESSES:
        for client in (planner, Client(raise_request_exception=False)):
            assert client.post(path, fields).status_code < 500, path
    files = {"place": "", "file": SimpleUploadedFile(f"a{text}.xlsx", b"")}
    assert planner.post("/files/", files).status_code < 500


def test_head_has_the_headers_of_get_and_nothing_behind_them(planner: Client) -> None:
    run = Run.objects.latest("pk").pk
    asked_for = [path.replace("plans/1/", f"plans/{run}/") for path in ADDRESSES]
    paths = [path for path in asked_for if planner.get(path).status_code == 200]
    assert len(paths) > 15
    for path in paths:
        asked, whole = planner.head(path), planner.get(path)
        assert asked.status_code == 200, path
        assert asked["Content-Type"] == whole["Content-Type"]


@pytest.mark.parametrize("streams", [False, True])
def test_a_body_is_taken_away_and_its_length_stays(streams: bool) -> None:
    def page(_: HttpRequest) -> HttpResponse | StreamingHttpResponse:
        return StreamingHttpResponse(iter([b"abc"])) if streams else HttpResponse(b"abc")

    middleware = HeadHasNoBody(page)  # type: ignore[arg-type]
    answer = middleware(RequestFactory().head("/"))
    assert answer.getvalue() == b""
    assert answer.headers.get("Content-Length") == (None if streams else "3")
    assert middleware(RequestFactory().get("/")).getvalue() == b"abc"


@pytest.mark.story
def test_the_server_sends_no_byte_behind_the_headers(server: Server) -> None:
    browser = Browser(server.address)
    browser.join(server.link)
    line = http.client.HTTPConnection(urlsplit(server.address).netloc, timeout=120)
    line.connect()
    for path in ("/sign-in/", "/files/", "/static/coach/page.css", "/nowhere/", "/files/template/"):
        request = f"HEAD {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {browser.cookies()}\r\n\r\n"
        line.sock.sendall((request + "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n").encode())
        said = b""
        while b'{"alive": true}' not in said:
            said += line.sock.recv(65_536)
        head, _, rest = said.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 "), path
        assert rest.startswith(b"HTTP/1.1 200 OK"), f"{path}: something stands behind the headers"
    line.close()
