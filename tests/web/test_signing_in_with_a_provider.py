"""Signing in with an account of Google, Microsoft or another: who was invited gets in, and no trick helps."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import oidc_provider
import pytest
from django.test import Client
from django.utils import timezone
from joserfc.jwk import RSAKey
from oidc_provider import CLIENT_ID, CLIENT_SECRET, Claims, Provider
from pytest_django import Settings
from web_cast import PASSWORD

from scheduler.web.accounts.models import Identity, Invitation, Membership, Role, User
from scheduler.web.accounts.providers import WaysIn, ways_in
from scheduler.web.activity.models import Event
from scheduler.web.serving import planner_link

ANA = "ana@example.org"
UNTRUSTED = "What District answered cannot be trusted."


@pytest.fixture(scope="module")
def one_provider() -> Iterator[Provider]:
    with oidc_provider.serving() as made:
        yield made


@pytest.fixture
def provider(one_provider: Provider, settings: Settings) -> Provider:
    """The provider, truthful, and the page that takes its word."""
    fresh = Provider(
        issuer=one_provider.issuer, key=one_provider.key, back="http://testserver/sign-in/with/other/back/"
    )
    one_provider.__dict__.update(fresh.__dict__)
    one_provider.is_(ANA)
    # another client for each test: what is known of a provider is kept as long as the page is served
    settings.WAYS_IN = ways(one_provider)
    return one_provider


def ways(provider: Provider, **more: str) -> WaysIn:
    given = {"ID": CLIENT_ID, "SECRET": CLIENT_SECRET, "ISSUER": provider.issuer, "NAME": "District"}
    return ways_in(
        {f"COACH_OIDC_OTHER_{k}": v for k, v in given.items()} | {f"COACH_OIDC_{k}": v for k, v in more.items()}
    )


@pytest.fixture(autouse=True)
def nothing_is_known_of_the_provider() -> Iterator[None]:
    from scheduler.web.accounts import oidc

    yield
    oidc._client.cache_clear()


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


def agree(address: str) -> str:
    """What a browser is sent back to by the provider."""
    try:
        urllib.request.build_opener(NoRedirect).open(address, timeout=10)
    except urllib.error.HTTPError as answer:
        with answer:
            return str(answer.headers["Location"])
    raise AssertionError("not sent back")


def go(client: Client, start: str = "/sign-in/with/other/") -> str:
    """To the provider and back: the address in the page at which somebody ends."""
    away = client.get(start)
    assert away.status_code == 302, away.content
    arrived = client.get(agree(away["Location"]))
    assert arrived.status_code == 302
    return str(arrived["Location"])


def said(client: Client) -> str:
    """What stands on the page to sign in."""
    return client.get("/sign-in/").content.decode()


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def invite(email: str = ANA, role: str = Role.COACH, place: str = "CN") -> str:
    return Invitation.make(email=email, role=role, place=place)[1]


def test_the_first_sign_in_of_somebody_invited_joins(db: None, provider: Provider, client: Client) -> None:
    token = invite()
    assert go(client) == "/"
    user = User.objects.get(email=ANA)
    assert (user.name, [str(m) for m in user.memberships.all()]) == ("Ana Alvarez", ["Coach CN"])
    assert not user.has_usable_password()
    assert client.get("/plans/").status_code == 200
    assert Client().get(f"/join/{token}/").status_code == 410, "the invitation is used"
    told = [(e.who, e.what, e.about) for e in Event.objects.order_by("id")]
    assert told == [(ANA, "joined", "Coach CN, with District"), (ANA, "signed in", "with District")]


def test_signing_in_again_is_the_same_account_even_under_another_address(
    db: None, provider: Provider, client: Client
) -> None:
    invite()
    go(client)
    client.post("/sign-out/")
    assert not is_in(client)
    provider.is_("ana.alvarez@example.org")
    assert go(client) == "/"
    assert client.session["_auth_user_id"] == str(User.objects.get(email=ANA).pk)
    assert User.objects.count() == 1


def test_every_invitation_that_waits_for_the_address_is_joined(db: None, provider: Provider, client: Client) -> None:
    invite()
    invite(role=Role.PRINCIPAL, place="N")
    invite("other@example.org", role=Role.PLANNER, place="")
    go(client)
    assert [str(m) for m in User.objects.get(email=ANA).memberships.all()] == ["Coach CN", "Principal of N"]


def test_an_account_with_a_password_is_the_same_account(
    cast: dict[str, User], provider: Provider, client: Client
) -> None:
    provider.is_("Planner@Example.org")
    assert go(client, "/sign-in/with/other/?next=/people/") == "/people/"
    assert client.session["_auth_user_id"] == str(cast["planner"].pk)


def test_an_account_tells_its_address_at_userinfo_where_the_token_does_not(
    db: None, provider: Provider, client: Client
) -> None:
    invite()
    provider.userinfo = provider.person
    provider.lies = lambda claims: {k: v for k, v in claims.items() if not k.startswith("email")}
    go(client)
    assert is_in(client)


def test_userinfo_of_somebody_else_is_not_believed(db: None, provider: Provider, client: Client) -> None:
    invite()
    provider.userinfo = {**provider.person, "sub": "2"}
    provider.lies = lambda claims: {k: v for k, v in claims.items() if not k.startswith("email")}
    go(client)
    assert not is_in(client)
    assert UNTRUSTED in said(client)


@pytest.mark.parametrize(
    ("person", "text"),
    [
        ({"email": "stranger@example.org"}, "stranger@example.org is not invited here. Ask the district planner"),
        ({"verified": False, "email": ANA}, f"District does not say that {ANA} is verified as yours."),
        ({"email": ""}, "District does not tell your e-mail address."),
        ({"email": "an\u0430@example.org"}, "is not invited here"),  # a Cyrillic letter that looks the same
        ({"email": "\u212aim@example.org"}, "is not invited here"),  # the sign of Kelvin, a k in lower case
    ],
)
def test_whoever_is_not_invited_stays_out(
    db: None, provider: Provider, client: Client, person: dict[str, Any], text: str
) -> None:
    invite()
    invite("kim@example.org")
    provider.is_(**person)
    assert go(client) == "/sign-in/"
    assert not is_in(client)
    assert text in said(client)
    assert not User.objects.exists()
    assert not Invitation.objects.filter(used_at__isnull=False).exists()


def test_an_invitation_that_is_over_lets_nobody_in(db: None, provider: Provider, client: Client) -> None:
    invite()
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    go(client)
    assert not is_in(client)


def test_an_account_that_is_closed_stays_closed(cast: dict[str, User], provider: Provider, client: Client) -> None:
    User.objects.filter(pk=cast["coach CN"].pk).update(is_active=False)
    provider.is_(cast["coach CN"].email)
    go(client)
    assert not is_in(client)
    assert "This account is closed." in said(client)
    assert not Identity.objects.exists()


def test_an_address_that_has_gone_to_somebody_else_needs_a_new_link(
    db: None, provider: Provider, client: Client
) -> None:
    invite()
    go(client)
    ana = User.objects.get()
    provider.is_(ANA, subject="2")
    other = Client()
    go(other)
    assert not is_in(other)
    assert f"{ANA} belongs to another District account than before." in said(other)
    _, token = Invitation.make(email=ANA, user=ana)
    go(other, f"/join/{token}/with/other/")
    assert other.session["_auth_user_id"] == str(ana.pk)
    provider.is_(ANA, subject="1")
    first = Client()
    go(first)
    assert not is_in(first), "the account from before is untied"


def test_only_the_domains_of_the_district_get_in(
    db: None, provider: Provider, client: Client, settings: Settings
) -> None:
    settings.WAYS_IN = ways(provider, DOMAINS="example.org, @Schools.example.org")
    invite()
    invite("ana@example.org.evil.org")
    provider.is_("ana@example.org.evil.org")
    go(client)
    assert "ana@example.org.evil.org is not an address of the district." in said(client)
    provider.is_(ANA)
    go(client)
    assert is_in(client)


def days(number: int) -> Callable[[Claims], Claims]:
    return lambda claims: {**claims, "exp": claims["exp"] + number * 86400, "iat": claims["iat"] + number * 86400}


@pytest.mark.parametrize(
    "lie",
    [
        lambda claims: {**claims, "nonce": "another"},
        lambda claims: {k: v for k, v in claims.items() if k != "nonce"},
        lambda claims: {**claims, "aud": "another client"},
        lambda claims: {**claims, "aud": ["another client"], "azp": CLIENT_ID},
        lambda claims: {**claims, "aud": [CLIENT_ID, "another client"], "azp": "another client"},
        lambda claims: {**claims, "iss": "https://evil.example.org"},
        lambda claims: {k: v for k, v in claims.items() if k != "iss"},
        lambda claims: {k: v for k, v in claims.items() if k != "sub"},
        lambda claims: {k: v for k, v in claims.items() if k != "exp"},
        days(-1),
        days(1),
    ],
    ids=[
        "nonce",
        "no nonce",
        "audience",
        "audience but azp",
        "azp",
        "issuer",
        "no issuer",
        "no subject",
        "no expiry",
        "expired",
        "of tomorrow",
    ],
)
def test_a_token_that_is_not_for_this_sign_in_is_refused(
    db: None, provider: Provider, client: Client, lie: Callable[[Claims], Claims]
) -> None:
    invite()
    provider.lies = lie
    assert go(client) == "/sign-in/"
    assert not is_in(client)
    assert UNTRUSTED in said(client)
    assert not User.objects.exists()


@pytest.mark.parametrize("way", ["none", "HS256"])
def test_a_token_that_anybody_could_have_signed_is_refused(
    db: None, provider: Provider, client: Client, way: str
) -> None:
    invite()
    provider.signs_by = way
    go(client)
    assert not is_in(client)
    assert UNTRUSTED in said(client)


def test_a_token_signed_by_another_key_is_refused_and_a_new_key_is_fetched(
    db: None, provider: Provider, client: Client
) -> None:
    invite()
    go(client)
    theirs = provider.key
    provider.key = RSAKey.generate_key(2048, {"kid": "second"}, auto_kid=False)
    second = Client()
    go(second)
    assert is_in(second), "the provider has changed its key"
    forged = RSAKey.generate_key(2048, {"kid": "second"}, auto_kid=False)
    provider.key = forged
    third = Client()
    go(third)
    assert not is_in(third)
    provider.key = theirs


@pytest.mark.parametrize(
    "itself", [{"issuer": "https://evil.example.org"}, {"id_token_signing_alg_values_supported": ["HS256", "none"]}]
)
def test_a_provider_that_is_not_the_one_that_was_named_is_refused(
    db: None, provider: Provider, client: Client, itself: Claims
) -> None:
    provider.lies_about_itself = itself
    assert client.get("/sign-in/with/other/")["Location"] == "/sign-in/"
    assert UNTRUSTED in said(client)


def test_a_way_back_works_once_and_in_the_browser_that_began_it(db: None, provider: Provider, client: Client) -> None:
    invite()
    back = agree(client.get("/sign-in/with/other/")["Location"])
    elsewhere = Client()
    assert elsewhere.get(back)["Location"] == "/sign-in/"
    assert "was used already, or was begun in another browser" in said(elsewhere)
    assert client.get(back)["Location"] == "/"
    client.post("/sign-out/")
    assert client.get(back)["Location"] == "/sign-in/"
    assert not is_in(client)
    guessed = back.replace("state=", "state=x")
    assert client.get(guessed)["Location"] == "/sign-in/"
    assert client.get("/sign-in/with/other/back/")["Location"] == "/sign-in/"


def test_what_is_asked_has_state_nonce_and_pkce_each_time_anew(db: None, provider: Provider, client: Client) -> None:
    asked = [parse_qs(urlsplit(client.get("/sign-in/with/other/")["Location"]).query) for _ in range(2)]
    assert asked[0]["code_challenge_method"] == ["S256"]
    assert asked[0]["scope"] == ["openid email profile"]
    assert asked[0]["response_type"] == ["code"]
    for name in ("state", "nonce", "code_challenge"):
        assert len(asked[0][name][0]) >= 20
        assert asked[0][name] != asked[1][name]
    assert CLIENT_SECRET not in str(asked)


def test_a_session_has_another_key_after_coming_back(db: None, provider: Provider, client: Client) -> None:
    invite()
    away = client.get("/sign-in/with/other/")
    before = client.cookies["sessionid"].value
    client.get(agree(away["Location"]))
    assert client.cookies["sessionid"].value != before


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example.org/",
        "//evil.example.org/",
        "javascript:alert(1)",
        "/\\evil.example.org",
        "http:evil.example.org",
    ],
)
def test_coming_back_leads_to_no_other_site(db: None, provider: Provider, client: Client, elsewhere: str) -> None:
    invite()
    assert go(client, f"/sign-in/with/other/?next={elsewhere}") == "/"


@pytest.mark.parametrize(
    ("error", "text"),
    [("access_denied", "District was not allowed to tell who you are."), ("server_error", UNTRUSTED)],
)
def test_whoever_says_no_there_is_told_so(db: None, provider: Provider, client: Client, error: str, text: str) -> None:
    provider.refuses = error
    go(client)
    assert text in said(client)


def test_what_the_address_says_is_not_shown(db: None, provider: Provider, client: Client) -> None:
    client.get("/sign-in/with/other/back/?error=x&error_description=Call+this+number")
    assert "Call this number" not in said(client)


def test_a_provider_that_is_away_is_said_and_asked_again_later(db: None, provider: Provider, client: Client) -> None:
    invite()
    provider.is_down = True
    assert client.get("/sign-in/with/other/")["Location"] == "/sign-in/"
    assert "District does not answer. Try again in a moment." in said(client)
    provider.is_down = False
    go(client)
    assert is_in(client)


def test_the_link_of_an_invitation_is_for_its_address(db: None, provider: Provider, client: Client) -> None:
    token = invite("bob@example.org")
    invite()
    assert "Go on with District" in client.get(f"/join/{token}/").content.decode()
    go(client, f"/join/{token}/with/other/")
    assert not is_in(client)
    assert f"This link is for bob@example.org, and you are signed in there as {ANA}." in said(client)
    assert Client().get(f"/join/{token}/").status_code == 200, "and is still good"
    go(client, "/join/nonsense/with/other/")
    assert "This link is over." in said(client)


def test_without_passwords_only_the_provider_and_the_first_link_let_in(
    cast: dict[str, User], provider: Provider, client: Client, settings: Settings
) -> None:
    settings.WAYS_IN = ways(provider, ONLY="yes")
    assert 'type="password"' not in said(client)
    assert client.post("/sign-in/", {"username": "planner@example.org", "password": PASSWORD}).status_code == 404
    token = invite()
    assert 'type="password"' not in client.get(f"/join/{token}/").content.decode()
    joining = {"name": "Ana", "password": "a sentence to remember"}
    assert client.post(f"/join/{token}/", joining).status_code == 404
    assert not is_in(client)
    go(client, f"/join/{token}/with/other/")
    assert is_in(client)


@pytest.mark.parametrize("by", ["password", "provider"])
def test_without_passwords_the_link_of_coach_serve_makes_the_planner(
    db: None, provider: Provider, client: Client, settings: Settings, by: str
) -> None:
    settings.WAYS_IN = ways(provider, ONLY="yes")
    link = (planner_link("http://testserver") or "").removeprefix("http://testserver")
    page = client.get(link).content.decode()
    assert "for this once: later you sign in with District and the same e-mail address" in page
    if by == "password":
        client.post(link, {"email": ANA, "name": "Ana", "password": "a sentence to remember"})
        client.post("/sign-out/")
        go(client)
    else:
        go(client, f"{link}with/other/")
    assert Membership.objects.get(user__email=ANA).role == Role.PLANNER
    assert client.get("/people/").status_code == 200


def test_without_anything_set_there_is_nothing_of_it(db: None, client: Client, settings: Settings) -> None:
    settings.WAYS_IN = ways_in({})
    assert "with/" not in said(client)
    for address in ("/sign-in/with/other/", "/sign-in/with/other/back/", "/join/x/with/other/"):
        assert client.get(address).status_code == 404


def test_microsoft_s_word_for_an_address_is_its_own_claim(
    db: None, provider: Provider, client: Client, settings: Settings
) -> None:
    invite()
    settings.WAYS_IN = replace(
        ways(provider), providers={"other": replace(ways(provider).providers["other"], verified="xms_edov")}
    )
    go(client)
    assert not is_in(client), "email_verified is not Microsoft's"
    provider.is_(ANA, xms_edov=True)
    go(client)
    assert is_in(client)
