"""Sites apart on the page: whatever a site's admin uploads, nothing of another site is seen or decided by it.

The district and the files are those of tests/helpers/marked_district.py; every page, marked copy, workbook and CSV that
somebody of Lincoln can reach is searched for the mark of the others.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from marked_district import MARK, OWN, attacks, written
from web_cast import PASSWORD
from workbooks import save

from scheduler.web.accounts.models import Membership, Role, User
from scheduler.web.activity.models import Event
from scheduler.web.runs.models import Run, RunState
from scheduler.web.runs.worker import Worker
from scheduler.web.uploads.checking import confirm, receive
from scheduler.web.uploads.models import Question, Upload, UploadState

PEOPLE = {
    "planner": (Role.PLANNER, ""),
    "admin": (Role.SITE_ADMIN, OWN),
    "principal": (Role.PRINCIPAL, OWN),
    "coach": (Role.COACH, "C1"),
    "admin elsewhere": (Role.SITE_ADMIN, f"{MARK}S"),
    "principal elsewhere": (Role.PRINCIPAL, f"{MARK}S"),
    "coach elsewhere": (Role.COACH, "GC"),
}
LINCOLN = ("admin", "principal", "coach")
SHOWN = ("every foreign sheet", "every foreign row", "a period of elsewhere", "nothing odd")


@pytest.fixture(scope="module")
def users(kept_db: None) -> dict[str, User]:
    """Everybody, with the role of each."""
    made = {}
    for name, (role, place) in PEOPLE.items():
        made[name] = User(email=f"{name.replace(' ', '.')}@example.org", name=name.title())
        made[name].set_password(PASSWORD)
        made[name].save()
        Membership.objects.create(user=made[name], role=role, place=place)
    return made


@pytest.fixture
def people(users: dict[str, User], db: None) -> dict[str, Client]:
    """A browser of everybody, signed in."""
    clients = {name: Client() for name in users}
    for name, client in clients.items():
        client.force_login(users[name], backend="django.contrib.auth.backends.ModelBackend")
    return clients


@pytest.fixture(scope="module")
def district(users: dict[str, User], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The files of everybody, confirmed; Lincoln's among them."""
    planner = users["planner"]
    files = written(tmp_path_factory.mktemp("district") / "files")
    for place in (f"{MARK}S", "W", OWN, ""):  # the district's last: its pins name people of the others
        upload = receive(place, files[place].name, [files[place].read_bytes()], planner)
        if place and not upload.can_be_confirmed:  # without the district's file there are no programs yet
            Upload.objects.filter(pk=upload.pk).update(state=UploadState.CURRENT)
        else:
            assert confirm(upload, planner), upload.problems
    again = {p: receive(p, files[p].name, [files[p].read_bytes()], planner) for p in files if p}
    for upload in again.values():
        assert confirm(upload, planner), upload.problems
    return files


def bodies(client: Client, *starts: str, within: str = "/") -> Iterator[tuple[str, str]]:
    """(address, text) of everything that can be reached by links: pages, CSVs, and what is inside workbooks."""
    seen: set[str] = set()
    waiting = list(starts)
    while waiting:
        address = waiting.pop()
        if address in seen or address.startswith(("/static", "#", "http")) or not address.startswith(within):
            continue
        seen.add(address)
        answer = client.get(address)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        yield address, text_of(content) + str(dict(answer.headers))
        if answer.status_code == 302:
            waiting.append(answer["Location"])
        if answer.get("Content-Type", "").startswith("text/html"):
            links = [unescape(link) for link in re.findall(r'href="([^"]+)"', content.decode())]
            path = address.partition("?")[0]
            waiting += [f"{path}{link}" if link.startswith("?") else link for link in links if not link.startswith("#")]


def text_of(content: bytes) -> str:
    if not content.startswith(b"PK"):
        return content.decode("utf-8", errors="replace")
    with zipfile.ZipFile(io.BytesIO(content)) as box:
        return "\n".join([*box.namelist(), *(box.read(n).decode("utf-8", errors="replace") for n in box.namelist())])


def marked(client: Client, *starts: str) -> list[str]:
    """Where the mark of the others is seen."""
    return [address for address, text in bodies(client, *starts) if MARK in text]


STARTS = {
    "admin": ("/", "/plans/", "/files/", "/scenarios/", "/activity/"),
    "principal": ("/", "/plans/", "/scenarios/"),
    "coach": ("/", "/plans/"),
}


def upload(client: Client, path: Path, **fields: str) -> Upload:
    with path.open("rb") as file:
        answer = client.post("/files/", {"file": file, **fields})
    assert answer.status_code == 302, answer.content
    return Upload.objects.get(pk=int(re.findall(r"\d+", answer["Location"])[0]))


def plan(client: Client, place: str, title: str) -> Run:
    answer = client.post("/plans/", {"place": place, "title": title, "seed": "0", "limit_seconds": "60"})
    assert answer.status_code == 302, answer.content.decode()
    assert Worker().take_one()
    return Run.objects.latest("pk")


def publish(client: Client, run: Run) -> None:
    seen = client.get(f"/plans/{run.pk}/publish/").context["effect"].seen
    assert client.post(f"/plans/{run.pk}/publish/", {"seen": seen}).status_code == 302


def test_nobody_of_a_site_sees_a_word_of_another_in_a_plan_of_the_district(
    people: dict[str, Client], district: dict[str, Path], tmp_path: Path
) -> None:
    found = upload(people["admin"], save(tmp_path / "own.xlsx", attacks()["every foreign row"]))
    assert found.can_be_marked
    publish(people["planner"], plan(people["planner"], "", "In force"))
    for person in LINCOLN:
        assert marked(people[person], *STARTS[person]) == [], person


@pytest.mark.lands
def test_nobody_of_a_site_ever_sees_a_word_of_another(
    people: dict[str, Client], district: dict[str, Path], tmp_path: Path
) -> None:
    admin, planner = people["admin"], people["planner"]

    def nothing_is_seen() -> None:
        for person in LINCOLN:
            assert marked(people[person], *STARTS[person]) == [], person

    for number, attack in enumerate(SHOWN):
        found = upload(admin, save(tmp_path / f"own {number}.xlsx", attacks()[attack]))
        assert found.place == OWN
        if found.can_be_marked:
            assert "/marked/" in admin.get(f"/files/{found.pk}/").content.decode()
    nothing_is_seen()
    assert admin.post(f"/files/{Upload.objects.latest('pk').pk}/confirm/").status_code == 302

    draft = plan(planner, "", "Draft")
    assert draft.state == RunState.DONE, draft.problems
    nothing_is_seen()
    publish(planner, draft)
    nothing_is_seen()
    own = plan(admin, OWN, "Lincoln's")
    assert own.state == RunState.DONE, own.problems
    nothing_is_seen()
    publish(admin, own)
    nothing_is_seen()
    elsewhere = plan(people["admin elsewhere"], f"{MARK}S", f"{MARK} plan")
    publish(people["admin elsewhere"], elsewhere)
    nothing_is_seen()
    publish(planner, plan(planner, "", "Second"))
    nothing_is_seen()
    for person in ("admin elsewhere", "principal elsewhere", "coach elsewhere"):
        for address, text in bodies(people[person], "/plans/"):
            if address.startswith("/files/template/"):
                continue  # an invented school
            seen = [word for word in ("Cleo", "Dara", "Lincoln", "Painting") if word in text]
            assert seen == [], (person, address)


def test_a_file_with_every_foreign_sheet_decides_nothing_and_asks_the_planner(
    people: dict[str, Client], district: dict[str, Path], tmp_path: Path
) -> None:
    before = plan(people["planner"], "", "Before")
    found = upload(people["admin"], save(tmp_path / "own.xlsx", attacks()["every foreign sheet"]))
    assert people["admin"].post(f"/files/{found.pk}/confirm/")["Location"] == "/plans/"
    after = plan(people["planner"], "", "After")
    assert after.state == RunState.DONE, after.problems
    for name in ("score", "bound", "covers", "sessions", "teachers"):
        assert after.outcome[name] == before.outcome[name]
    assert {r.reader for r in after.reports.all()} == {r.reader for r in before.reports.all()}
    plans = [bytes(run.reports.get(reader="planner").workbook) for run in (before, after)]
    assert plans[0] == plans[1], "the same plan to the byte: nothing of it counts"

    page = people["planner"].get("/files/").content.decode()
    assert "Questions from sites" in page
    asked = Question.objects.filter(upload=found)
    assert asked.count() == len(attacks()["every foreign sheet"]) - 2
    assert "Every teacher has a coach" in people["planner"].get(f"/files/{found.pk}/").content.decode()
    assert "Questions from sites" not in people["admin"].get("/files/").content.decode()
    assert "the district planner decides them" in people["admin"].get(f"/files/{found.pk}/").content.decode()
    for question in asked:
        assert people["admin"].post(f"/questions/{question.pk}/settle/").status_code == 404
        assert people["planner"].post(f"/questions/{question.pk}/settle/").status_code == 302
    assert "Questions from sites" not in people["planner"].get("/files/").content.decode()
    assert Event.objects.filter(what="settled a question", place=OWN).count() == asked.count()
    again = upload(people["admin"], save(tmp_path / "own again.xlsx", attacks()["every foreign sheet"]))
    assert not Question.objects.filter(upload=again, settled_at__isnull=True).exists(), "it was settled before"


def test_a_planner_who_gives_a_site_s_file_is_held_to_the_same(
    people: dict[str, Client], district: dict[str, Path], tmp_path: Path
) -> None:
    found = upload(people["planner"], save(tmp_path / "own.xlsx", attacks()["every foreign row"]), place=OWN)
    assert found.errors
    assert people["planner"].post(f"/files/{found.pk}/confirm/")["Location"] == f"/files/{found.pk}/"
    assert Upload.objects.get(place=OWN, state=UploadState.CURRENT).pk != found.pk


@pytest.mark.parametrize(
    "change",
    [
        ("level", "Flex time/W", "Off"),
        ("sections", "W", "3"),
        ("add", "C7", "W"),
        ("remove", "GC", ""),
        ("most", f"{MARK}C", "1"),
    ],
)
def test_a_scenario_of_a_site_changes_nothing_of_another(
    people: dict[str, Client], district: dict[str, Path], change: tuple[str, str, str]
) -> None:
    kind, who, value = change
    fields = {"name": "What if", "place": OWN, "kind0": kind, "who0": who, "value0": value}
    answer = people["admin"].post("/scenarios/new/", fields)
    assert answer.status_code == 400
    errors = " ".join(str(e) for texts in answer.context["form"].errors.values() for e in texts)
    assert MARK not in errors
    assert "ask the district planner" in errors or "are the district planner's" in errors


@pytest.mark.lands
def test_a_comparison_of_a_site_tells_nothing_of_others(people: dict[str, Client], district: dict[str, Path]) -> None:
    admin = people["admin"]
    for name, kind, who, value in (
        ("Good", "sections", OWN, "8"),
        ("An id of elsewhere", "add", "GC", OWN),
        ("An id like one of elsewhere", "add", "MARQC", OWN),
    ):
        fields = {"name": name, "place": OWN, "kind0": kind, "who0": who, "value0": value}
        assert admin.post("/scenarios/new/", fields).status_code == 302
        numbers = re.findall(r'name="scenarios" value="(\d+)"', admin.get("/scenarios/").content.decode())
        asked: dict[str, Any] = {"title": name, "seed": "0", "limit_seconds": "60", "scenario_seconds": "30"}
        assert admin.post("/scenarios/", asked | {"scenarios": numbers[-1:]}).status_code == 302
        assert Worker().take_one()
        assert marked(admin, f"/plans/{Run.objects.latest('pk').pk}/run/", "/scenarios/") == []


def test_the_pages_of_a_plan_s_readers_are_those_of_that_site_alone(
    people: dict[str, Client], district: dict[str, Path]
) -> None:
    own = plan(people["admin"], OWN, "Lincoln's")
    assert {r.reader for r in own.reports.all()} == {
        "planner",
        f"site-admin:{OWN}",
        f"principal:{OWN}",
        "coach:C1",
        "coach:C2",
    }
    assert list(own.outcome["covers"]["sites"]) == [OWN]
    here = f"/plans/{own.pk}/"
    whole = " ".join(text for _, text in bodies(people["planner"], here, within=here))
    assert MARK not in whole, "not even in what the planner sees of it"


def test_a_fault_of_the_program_is_told_to_the_planner_alone(people: dict[str, Client]) -> None:
    failure = f"The solver failed: KeyError: '{MARK}T3'"
    run = Run.objects.create(place=OWN, title="T", limit_seconds=60, state=RunState.FAILED, failure=failure)
    assert MARK in people["planner"].get(f"/plans/{run.pk}/run/").content.decode()
    page = people["admin"].get(f"/plans/{run.pk}/run/").content.decode()
    assert MARK not in page
    assert "The solver failed. The district planner sees the reason." in page


def test_a_site_s_run_of_files_that_no_longer_fit_tells_nothing_of_others(
    people: dict[str, Client], district: dict[str, Path], tmp_path: Path
) -> None:
    """The files of the run were checked and confirmed, and do not go together any longer."""
    current = Upload.objects.get(place=OWN, state=UploadState.CURRENT)
    current.pieces.all().delete()
    bad = save(tmp_path / "bad.xlsx", attacks()["every foreign row"])
    from scheduler.web.uploads import blobs

    blobs.keep(current, bad)
    run = plan(people["admin"], OWN, "Of files that do not fit")
    assert run.state == RunState.FAILED
    assert run.problems
    assert MARK not in str(run.problems)
    assert marked(people["admin"], f"/plans/{run.pk}/run/") == []
