"""What somebody might try who has no account, or had one: refused, each."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from axes.models import AccessAttempt
from django.test import Client
from pytest_django import Settings
from web_cast import PASSWORD
from web_server import PASSWORD as NEW_PASSWORD
from web_server import Server, fresh_database

from scheduler.web.accounts.models import Invitation, Role, User

PLANNER = "planner@example.org"


def tries(client: Client, password: str = PASSWORD, email: str = PLANNER, **headers: str) -> int:
    return client.post("/sign-in/", {"username": email, "password": password}, headers=headers).status_code


def lock(client: Client, **headers: str) -> None:
    assert [tries(client, "wrong", **headers) for _ in range(5)][:4] == [200] * 4
    assert tries(client, **headers) == 429


def test_a_lock_ends_after_a_quarter_of_an_hour_whatever_is_tried_meanwhile(
    cast: dict[str, User], client: Client
) -> None:
    lock(client)
    attempt = AccessAttempt.objects.get()
    AccessAttempt.objects.update(attempt_time=attempt.attempt_time - timedelta(minutes=14))
    assert tries(client, "wrong") == 429
    assert tries(client) == 429
    AccessAttempt.objects.update(attempt_time=attempt.attempt_time - timedelta(minutes=15, seconds=1))
    assert tries(client) == 302


def test_whoever_is_locked_out_gets_in_by_a_new_link(cast: dict[str, User], client: Client) -> None:
    lock(client)
    _, token = Invitation.make(email=PLANNER, user=cast["planner"])
    assert client.post(f"/join/{token}/", {"password": "another sentence"}).status_code == 302
    client.post("/sign-out/")
    assert tries(client, "another sentence") == 302


def test_behind_a_web_server_nobody_locks_an_account_for_others(
    cast: dict[str, User], client: Client, settings: Settings
) -> None:
    settings.BEHIND_TLS = True
    lock(client, x_forwarded_for="203.0.113.9")
    assert tries(client, x_forwarded_for="203.0.113.10") == 302
    assert tries(Client(), x_forwarded_for="198.51.100.1, 203.0.113.9") == 429, "what comes from outside does not count"


@pytest.mark.parametrize("noted", ["", "nonsense", "203.0.113.9:80", "203.0.113.9, \x00"])
def test_where_no_address_was_noted_it_is_that_of_the_connection(
    cast: dict[str, User], client: Client, settings: Settings, noted: str
) -> None:
    settings.BEHIND_TLS = True
    lock(client, x_forwarded_for=noted)
    assert AccessAttempt.objects.get().ip_address == "127.0.0.1"


def test_without_a_web_server_in_front_nobody_names_an_address(cast: dict[str, User], client: Client) -> None:
    assert [tries(client, "wrong", x_forwarded_for=f"203.0.113.{i}") for i in range(5)][:4] == [200] * 4
    assert tries(client, x_forwarded_for="203.0.113.99") == 429


def test_a_session_that_was_planted_is_not_the_one_that_is_signed_in(cast: dict[str, User], client: Client) -> None:
    client.cookies["sessionid"] = "a" * 32
    assert tries(client) == 302
    assert client.cookies["sessionid"].value != "a" * 32
    planted = Client()
    planted.cookies["sessionid"] = "a" * 32
    assert planted.get("/plans/").status_code == 302


def test_a_session_is_over_after_signing_out(cast: dict[str, User], client: Client) -> None:
    tries(client)
    kept = client.cookies["sessionid"].value
    client.post("/sign-out/")
    again = Client()
    again.cookies["sessionid"] = kept
    assert again.get("/plans/")["Location"].startswith("/sign-in/")


def test_nobody_is_signed_out_by_a_link(cast: dict[str, User], signed_in: Callable[[str], Client]) -> None:
    client = signed_in("planner")
    assert client.get("/sign-out/").status_code == 405
    assert client.get("/plans/").status_code == 200


@pytest.mark.parametrize("end", ["a new password", "closed"])
def test_other_sessions_end_with_a_new_password_or_when_the_account_is_closed(
    cast: dict[str, User], signed_in: Callable[[str], Client], end: str
) -> None:
    other = signed_in("coach CN")
    assert other.get("/plans/").status_code == 200
    if end == "closed":
        User.objects.filter(pk=cast["coach CN"].pk).update(is_active=False)
        assert tries(Client(), email=cast["coach CN"].email) == 200, "and signs in no more"
    else:
        _, token = Invitation.make(email=cast["coach CN"].email, user=cast["coach CN"])
        Client().post(f"/join/{token}/", {"password": "another sentence"})
    assert other.get("/plans/")["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "/\\example.org"])
def test_whoever_is_signed_in_already_is_led_to_no_other_site(
    signed_in: Callable[[str], Client], elsewhere: str
) -> None:
    assert signed_in("planner").get("/sign-in/", {"next": elsewhere})["Location"] == "/"


@pytest.mark.parametrize("header", ["x_forwarded_host", "x_host", "forwarded"])
def test_a_link_is_of_this_host_whatever_a_header_says(signed_in: Callable[[str], Client], header: str) -> None:
    planner = signed_in("planner")
    invitation = {"email": "x@example.org", "role": Role.COACH, "place": "CN"}
    planner.post("/people/", invitation, headers={header: "evil.example.org"})
    assert planner.get("/people/").context["link"]["address"].startswith("http://testserver/join/")


def test_no_page_can_be_put_into_a_frame_or_run_a_script_of_elsewhere(
    cast: dict[str, User], client: Client, signed_in: Callable[[str], Client]
) -> None:
    lock(client)
    _, token = Invitation.make(role=Role.COACH, place="CN")
    answers = [client.get(path) for path in ("/sign-in/", f"/join/{token}/", "/join/x/", "/nowhere/", "/plans/")]
    answers += [client.post("/sign-in/", {"username": PLANNER, "password": "x"})]
    answers += [signed_in("planner").get(path) for path in ("/", "/people/", "/files/9/")]
    answers += [Client(enforce_csrf_checks=True).post("/sign-in/")]
    assert [a.status_code for a in answers] == [200, 200, 410, 404, 302, 429, 302, 200, 404, 403]
    for answer in answers:
        assert answer["X-Frame-Options"] == "DENY"
        policy = answer["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in policy
        assert "form-action 'self'" in policy
        assert "unsafe" not in policy


@pytest.fixture
def behind_tls(tmp_path: Path) -> Iterator[tuple[Server, int]]:
    """`coach serve` as it stands behind a web server with a certificate."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with fresh_database() as database:
        made = Server(tmp_path / "data", database)
        made.env["COACH_URL"] = "https://coaching.example.org"
        made.start(port)
        yield made, port
        made.stop()


def ask(port: int, method: str, path: str, body: str = "", **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    given = {"Host": "coaching.example.org", **{name.replace("_", "-"): value for name, value in headers.items()}}
    connection.request(method, path, body, given)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


@pytest.mark.story
def test_behind_tls_cookies_go_by_tls_alone(behind_tls: tuple[Server, int]) -> None:
    server, port = behind_tls
    plain = ask(port, "GET", "/sign-in/")
    assert (plain.status, plain.getheader("Location")) == (301, "https://coaching.example.org/sign-in/")
    assert ask(port, "GET", "/healthz").status == 200, "asked from this machine, without TLS"
    tls = {"X_Forwarded_Proto": "https"}
    join = server.link.removeprefix("https://coaching.example.org")
    page = ask(port, "GET", join, **tls)
    assert page.status == 200
    assert page.getheader("Strict-Transport-Security") == "max-age=31536000; includeSubDomains; preload"
    csrf = str(page.getheader("Set-Cookie"))
    token = csrf.partition("=")[2].partition(";")[0]
    form = f"csrfmiddlewaretoken={token}&email=pat@example.org&name=Pat&password={NEW_PASSWORD.replace(' ', '+')}"
    sent = {"Cookie": f"csrftoken={token}", "Content_Type": "application/x-www-form-urlencoded", **tls}
    elsewhere = ask(port, "POST", join, form, Origin="https://evil.example.org", **sent)
    assert elsewhere.status == 403, "a form of another site"
    joined = ask(port, "POST", join, form, Origin="https://coaching.example.org", **sent)
    assert (joined.status, joined.getheader("Location")) == (302, "/")
    session = next(c for c in joined.headers.get_all("Set-Cookie") or [] if c.startswith("sessionid="))
    for cookie in (csrf, session):
        assert {"Secure", "HttpOnly", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}
    assert ask(port, "GET", "/sign-in/", Host="evil.example.org", **tls).status == 400
