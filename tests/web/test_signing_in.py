"""Signing in: by invitation, with a password, and not by trying."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from web_cast import PASSWORD

from scheduler.web.accounts.models import Invitation, Membership, Role, User
from scheduler.web.activity.models import Event
from scheduler.web.serving import planner_link

JOINING = {"email": "new@example.org", "name": "New", "password": "a sentence to remember"}


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str) -> int:
    return client.post("/sign-in/", {"username": email, "password": password, **more}).status_code


def test_an_account_signs_in_whatever_the_case_of_its_address(cast: dict[str, User], client: Client) -> None:
    assert sign_in(client, "PLANNER@example.org") == 302
    assert Event.objects.filter(what="signed in").count() == 1


def test_a_session_has_another_key_after_signing_in(cast: dict[str, User], client: Client) -> None:
    client.get("/sign-in/")
    session = client.session
    session["kept"] = 1
    session.save()
    before = client.cookies["sessionid"].value if "sessionid" in client.cookies else session.session_key
    client.cookies["sessionid"] = before
    sign_in(client, "planner@example.org")
    assert client.cookies["sessionid"].value != before


def test_the_sixth_try_is_refused_even_with_the_right_password(cast: dict[str, User], client: Client) -> None:
    spelt = ("planner@example.org", "PLANNER@example.org", "Planner@example.org", "plaNNer@example.org")
    tries = [sign_in(client, email, "wrong") for email in (*spelt, spelt[0])]
    assert tries[:4] == [200] * 4
    assert sign_in(client, "planner@example.org") == 429
    assert (
        b"Locked for 15 minutes"
        in client.post("/sign-in/", {"username": "planner@example.org", "password": PASSWORD}).content
    )
    assert sign_in(Client(), "admin.of.n@example.org") == 302, "others are not locked out"


def test_a_wrong_password_and_an_unknown_address_are_told_alike(cast: dict[str, User], client: Client) -> None:
    pages = [
        client.post("/sign-in/", {"username": email, "password": "wrong"}).content.decode()
        for email in ("planner@example.org", "stranger@example.org")
    ]
    assert all("No account has this e-mail address and password." in page for page in pages)


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_signing_in_leads_to_no_other_site(cast: dict[str, User], client: Client, elsewhere: str) -> None:
    answer = client.post("/sign-in/", {"username": "planner@example.org", "password": PASSWORD, "next": elsewhere})
    assert answer["Location"] == "/"


def test_an_address_of_another_host_is_refused(db: None, client: Client) -> None:
    assert client.get("/sign-in/", headers={"host": "evil.example.org"}).status_code == 400


def test_the_planner_s_link_is_new_with_each_start_until_there_is_a_planner(db: None, client: Client) -> None:
    first, second = planner_link("http://localhost:8000"), planner_link("http://localhost:8000")
    assert first is not None
    assert second is not None
    assert first != second
    assert client.get(first.removeprefix("http://localhost:8000")).status_code == 410
    answer = client.post(second.removeprefix("http://localhost:8000"), JOINING)
    assert answer.status_code == 302
    assert Membership.objects.get(user__email="new@example.org").role == Role.PLANNER
    assert planner_link("http://localhost:8000") is None


def test_an_invitation_makes_one_account_with_its_role(db: None, client: Client) -> None:
    _, token = Invitation.make(email="ana@example.org", role=Role.COACH, place="CN")
    client.post(f"/join/{token}/", {**JOINING, "email": "other@example.org"})
    assert [str(m) for m in User.objects.get(email="ana@example.org").memberships.all()] == ["Coach CN"]
    assert client.get("/plans/").status_code == 200, "and is signed in"
    assert Client().post(f"/join/{token}/", JOINING).status_code == 410


def test_an_invitation_is_over_after_a_week(db: None, client: Client) -> None:
    made, token = Invitation.make(role=Role.COACH, place="CN")
    Invitation.objects.filter(pk=made.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get(f"/join/{token}/").status_code == 410


@pytest.mark.parametrize(
    ("password", "text"),
    [
        ("short", "This password is too short. It must contain at least 12 characters."),
        ("passwordpassword1", "This password is easy to guess"),
        ("new@example.org", "The password is too similar to the email."),
    ],
)
def test_a_weak_password_is_refused(db: None, client: Client, password: str, text: str) -> None:
    _, token = Invitation.make(role=Role.COACH, place="CN")
    page = client.post(f"/join/{token}/", {**JOINING, "password": password}).content.decode()
    assert text in page
    assert not User.objects.exists()


def test_a_new_link_sets_a_new_password_of_the_same_account(
    cast: dict[str, User], signed_in: Callable[[str], Client]
) -> None:
    coach, planner = cast["coach CN"], signed_in("planner")
    planner.post(f"/people/{coach.pk}/link/")
    address = planner.get("/people/").context["link"]["address"]
    assert "join" not in planner.get("/people/").content.decode(), "it is shown once"
    client = Client()
    client.post(address.removeprefix("http://testserver"), {"password": "another sentence"})
    assert sign_in(Client(), coach.email, "another sentence") == 302
    assert sign_in(Client(), coach.email) == 200


def test_the_last_planner_stays_one(cast: dict[str, User], signed_in: Callable[[str], Client]) -> None:
    role = Membership.objects.get(user=cast["planner"])
    answer = signed_in("planner").post(f"/roles/{role.pk}/drop/", follow=True)
    assert b"There must be a district planner: make somebody else one first." in answer.content
    assert Membership.objects.filter(pk=role.pk).exists()


def test_a_role_that_is_taken_away_is_gone_at_once(cast: dict[str, User], signed_in: Callable[[str], Client]) -> None:
    admin = signed_in("admin of N")
    assert admin.get("/files/").status_code == 200
    signed_in("planner").post(f"/roles/{Membership.objects.get(user=cast['admin of N']).pk}/drop/")
    assert admin.get("/files/").status_code == 404


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"role": "coach", "place": ""}, "Write the id of the coach, as it stands in the workbook."),
        ({"role": "site-admin", "place": ""}, "Write the id of the site, as it stands in the workbook."),
        ({"role": "planner", "place": "N"}, "A district planner is of no single site: leave this blank."),
        (
            {"role": "coach", "place": "CN", "email": "planner@example.org"},
            "This person has an account: add the role to it, in the list below.",
        ),
        ({"role": "owner", "place": "CN"}, "Select a valid choice. owner is not one of the available choices."),
    ],
)
def test_an_invitation_that_makes_no_sense_is_refused(
    signed_in: Callable[[str], Client], given: dict[str, str], wrong: str
) -> None:
    page = signed_in("planner").post("/people/", {"email": "x@example.org", **given}).content.decode()
    assert wrong in page
    assert not Invitation.objects.exists()


def test_every_answer_has_its_headers(cast: dict[str, User], signed_in: Callable[[str], Client]) -> None:
    answer = signed_in("planner").get("/files/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
