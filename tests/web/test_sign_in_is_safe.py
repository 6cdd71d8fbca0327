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
from django.utils import timezone
from pytest_django import Settings
from web_cast import PASSWORD
from web_server import PASSWORD as NEW_PASSWORD
from web_server import Server, fresh_database

from scheduler.web.accounts.models import Invitation, Role, User
from scheduler.web.activity.models import Event
from scheduler.web.serving import account_link

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


@pytest.mark.parametrize("noted", ["", "nonsense", "203.0.113.9:80"])
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


# ---- what stands in the trail, and what is slowed


def failures() -> list[tuple[str, str]]:
    return list(Event.objects.filter(what="failed to sign in").order_by("pk").values_list("who", "about"))


def test_a_try_that_fails_stands_in_activity_with_account_and_address(
    cast: dict[str, User], client: Client, signed_in: Callable[[str], Client]
) -> None:
    tries(client, "wrong", email="Planner@Example.org", user_agent="anything")
    tries(client, "wrong", email="stranger@example.org")
    assert failures() == [(PLANNER, "from 127.0.0.1"), ("stranger@example.org", "from 127.0.0.1")]
    page = signed_in("planner").get("/activity/").content.decode()
    assert "stranger@example.org</td><td>failed to sign in</td><td>from 127.0.0.1" in page
    assert "stranger@example.org" not in signed_in("admin of N").get("/activity/").content.decode()


def test_what_is_no_try_does_not_fill_the_trail(cast: dict[str, User], client: Client) -> None:
    client.post("/sign-in/", {"username": PLANNER, "password": ""})
    client.post("/sign-in/", {"username": "", "password": "x"})
    assert failures() == []
    lock(client)
    assert len(failures()) == 5
    assert [tries(client, "wrong") for _ in range(3)] == [429] * 3
    assert len(failures()) == 5, "a locked account is tried by nobody"


def spray(client: Client, count: int, **headers: str) -> list[int]:
    return [tries(client, "Password2026", f"person{n}@example.org", **headers) for n in range(count)]


def test_whoever_goes_through_a_list_of_accounts_is_slowed(cast: dict[str, User], client: Client) -> None:
    assert spray(client, 10) == [200] * 10
    slowed = client.post("/sign-in/", {"username": PLANNER, "password": PASSWORD})
    assert (slowed.status_code, slowed["Retry-After"]) == (429, "60")
    assert "Many sign-ins failed from this computer" in slowed.content.decode()
    minute_ago = timezone.now() - timedelta(seconds=61)
    AccessAttempt.objects.update(attempt_time=minute_ago)
    assert tries(client, "wrong", "person11@example.org") == 200, "one a minute"
    assert tries(client, "wrong", "person12@example.org") == 429
    AccessAttempt.objects.update(attempt_time=minute_ago)
    assert tries(client) == 302, "whoever knows the password gets in"
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert spray(Client(), 3) == [200] * 3


def test_people_elsewhere_are_not_slowed_and_one_who_mistypes_is_not(
    cast: dict[str, User], client: Client, settings: Settings
) -> None:
    settings.BEHIND_TLS = True
    spray(client, 10, x_forwarded_for="203.0.113.9")
    assert tries(client, x_forwarded_for="203.0.113.9") == 429
    assert tries(client, x_forwarded_for="203.0.113.10") == 302
    assert [tries(Client(), "wrong", x_forwarded_for="203.0.113.77") for _ in range(4)] == [200] * 4


def test_a_network_of_ipv6_counts_as_one_computer(cast: dict[str, User], client: Client, settings: Settings) -> None:
    settings.BEHIND_TLS = True
    codes = [tries(client, "wrong", x_forwarded_for=f"2001:db8:1:2::{n:x}") for n in range(1, 6)]
    assert codes[:4] == [200] * 4
    assert tries(client, x_forwarded_for="2001:db8:1:2:ffff::1") == 429
    assert tries(client, x_forwarded_for="2001:db8:1:3::1") == 302
    assert failures()[0] == (PLANNER, "from 2001:db8:1:2::1"), "the trail has the address itself"


# ---- links and passwords


def test_an_older_link_ends_when_a_newer_one_is_made(cast: dict[str, User], client: Client) -> None:
    who = cast["coach CN"]
    _, older = Invitation.make(email=who.email, user=who)
    _, other = Invitation.make(email=PLANNER, user=cast["planner"])
    _, newer = Invitation.make(email=who.email, user=who)
    assert [client.get(f"/join/{t}/").status_code for t in (older, other, newer)] == [410, 200, 200]


def test_an_older_invitation_to_the_same_role_ends_and_to_another_stays(db: None, client: Client) -> None:
    def invited(place: str, email: str = "new@example.org") -> str:
        return Invitation.make(email=email, role=Role.COACH, place=place)[1]

    tokens = [invited("CN"), invited("CS"), invited("CN", "other@example.org"), invited("CN")]
    assert [client.get(f"/join/{t}/").status_code for t in tokens] == [410, 200, 200, 200]


def test_the_command_s_link_lets_a_planner_in_and_ends_older_ones(cast: dict[str, User], client: Client) -> None:
    _, older = Invitation.make(email=PLANNER, user=cast["planner"])
    link = account_link(" Planner@example.org ", "https://coaching.example.org/")
    assert link is not None
    assert link.startswith("https://coaching.example.org/join/")
    path = link.removeprefix("https://coaching.example.org")
    assert client.get(f"/join/{older}/").status_code == 410
    assert client.post(path, {"password": "another sentence"}).status_code == 302
    assert tries(Client(), "another sentence") == 302
    assert client.post(path, {"password": "a third sentence"}).status_code == 410
    made = Event.objects.get(what="made a new link")
    assert (made.who, made.about) == ("the program", f"for {PLANNER}, by the command")


def test_the_command_makes_no_link_for_whoever_has_no_open_account(cast: dict[str, User]) -> None:
    User.objects.filter(email=PLANNER).update(is_active=False)
    assert account_link(PLANNER, "x") is None
    assert account_link("stranger@example.org", "x") is None


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short", "too short"),
        ("aaaaaaaaaaaa", "again and again"),
        ("abcabcabcabc", "again and again"),
        ("passwordpassword", "again and again"),
        ("123456789012", "no letters"),
        ("555-123-4567", "no letters"),
        ("qwertyuiopas", "a row of keys"),
        ("abcdefghijkl", "a row of keys"),
        ("abcdefgh1234", "a row of keys"),
        ("987654321zyx", "a row of keys"),
        ("Password2026!", "a common word"),
        ("P@ssw0rd!!!!", "a common word"),
        ("!!!Welcome123", "a common word"),
        ("Summer 2026 !!", "a common word"),
        ("coachcoach2026", "a common word"),
        ("Coaching-2026!", "a common word"),
        ("sunshine12345", "a common word"),
        ("dragon.dragon.dragon.", "again and again"),
        ("new@example.org", "too similar"),
    ],
)
def test_a_weak_password_is_refused(db: None, client: Client, password: str, why: str) -> None:
    _, token = Invitation.make(email="new@example.org", role=Role.COACH, place="CN")
    said = client.post(f"/join/{token}/", {"name": "New Person", "password": password})
    assert said.status_code == 200
    assert why in said.content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery",
        "my dog eats at 7:30",
        "Tr0ub4dor&3xyz",
        "plumeria-1234-fog",
        "\u6f22\u5b57\u306f\u96e3\u3057\u3044\u306d\u3068\u7236\u304c\u8a00\u3046",
    ],
)
def test_a_sentence_is_a_password(db: None, client: Client, password: str) -> None:
    _, token = Invitation.make(email="new@example.org", role=Role.COACH, place="CN")
    assert client.post(f"/join/{token}/", {"name": "New Person", "password": password}).status_code == 302


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
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
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
    assert page.getheader("Strict-Transport-Security") == "max-age=31536000", "this host alone"
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
