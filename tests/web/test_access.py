"""Every address, every role, at the own and at another site: complete by construction, and nothing leaks."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape

import pytest
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone
from web_cast import CAST, FEWER, finished_comparison, give

from scheduler.web import urls
from scheduler.web.access import To
from scheduler.web.accounts.models import Invitation, Membership, User
from scheduler.web.runs import publishing
from scheduler.web.runs.models import Page, Run, RunKind, RunState
from scheduler.web.scenarios.models import Scenario
from scheduler.web.uploads.models import Answer, Question, Upload, UploadState

EVERYBODY = set(CAST)
MEMBERS = EVERYBODY - {"nobody in particular"}
ADMINS = {"planner", "admin of N", "admin of S"}
LEADERS = ADMINS | {"principal of N", "principal of S"}
PLANNER = {"planner"}
NORTH, SOUTH = {"planner", "admin of N"}, {"planner", "admin of S"}

# Address -> whom it is open to, for each thing that it can be of. Whoever is not named gets 404.
ALONE: dict[str, set[str]] = {
    "home": MEMBERS,
    "uploads": ADMINS,
    "template": ADMINS,
    "runs": MEMBERS,
    "history": ADMINS,
    "people": PLANNER,
    "trail": ADMINS,
    "scenarios": LEADERS,
    "new-scenario": ADMINS,
    "scenario-workbook": ADMINS,
}
OPEN_TO_ALL = {"sign-in", "sign-out", "join", "alive", "ready", "sign-in-with", "sign-in-back", "join-with"}
OF_A_PERSON = {
    "new-link": PLANNER,
    "add-role": PLANNER,
    "delete-person": PLANNER,
    "drop-role": PLANNER,
    "withdraw": PLANNER,
    "settle-question": PLANNER,
    "take-answer-back": NORTH,
}
OF_A_SCENARIO = ("edit-scenario", "drop-scenario")
SCENARIOS = {"district": PLANNER, "N": NORTH}
# Of comparisons a site sees what is its own, and what is published with a part of it; a coach nothing.
OF_A_COMPARISON = ("comparison", "comparison-workbook", "comparison-page", "comparison-table")
CHANGES_COMPARISON = {"draft": PLANNER, "published": PLANNER, "draft of N": NORTH}
COMPARISONS = {"draft": PLANNER, "published": {*NORTH, "principal of N"}, "draft of N": NORTH}
OF_AN_UPLOAD = ("upload", "confirm", "delete-upload", "original", "annotated", "answer", "states", "corrected")
UPLOADS = {"district": PLANNER, "N": NORTH, "S": SOUTH}
OF_SOUTH = {"planner", "admin of S", "principal of S", "coach CS"}
SEES_RUN = {
    "draft": PLANNER,
    "replaced": MEMBERS,
    "in force": MEMBERS,
    "taken back": PLANNER,
    "draft of N": NORTH,
    "draft of S": SOUTH,
    "in force at S": OF_SOUTH,
}
CHANGES_RUN = {
    of: NORTH if of.endswith("of N") else SOUTH if of.endswith((" of S", " at S")) else PLANNER for of in SEES_RUN
}
NO_PRINCIPALS = {name for name in EVERYBODY if not name.startswith("principal")}
NO_COACHES = {name for name in EVERYBODY if not name.startswith("coach")}
# Pages that a run has for some readers only.
OF_A_RUN: dict[str, tuple[dict[str, set[str]], set[str]]] = {
    "run": (SEES_RUN, EVERYBODY),
    "progress": (SEES_RUN, EVERYBODY),
    "plan": (SEES_RUN, EVERYBODY),
    "rules": (SEES_RUN, PLANNER),
    "weeks": (SEES_RUN, EVERYBODY),
    "plan-states": (SEES_RUN, ADMINS),
    "coverage": (SEES_RUN, NO_COACHES),
    "workbook": (SEES_RUN, EVERYBODY),
    "stop": (CHANGES_RUN, ADMINS),
    "again": (CHANGES_RUN, ADMINS),
    "delete-run": (CHANGES_RUN, ADMINS),
    "publish": (CHANGES_RUN, ADMINS),
    "take-back": (CHANGES_RUN, ADMINS),
}
# To change a plan, and to ask why it is so, is for planners, and of plans of the whole district.
OF_THE_DISTRICT = {of: set() if of.endswith((" of N", " of S", " at S")) else PLANNER for of in SEES_RUN}
OF_A_RUN["change"] = (OF_THE_DISTRICT, PLANNER)
OF_A_RUN["changes"] = ({of: PLANNER if of == "draft" else set() for of in SEES_RUN}, PLANNER)  # the one that has some
OF_A_RUN["take-fix"] = ({of: set() for of in SEES_RUN}, PLANNER)  # of no fix that there is
OF_A_QUESTION = ("why-answer", "run", "progress")
NORTHERNERS, SOUTHERNERS = {"planner", "admin of N", "coach CN"}, {"planner", "admin of S", "coach CS"}
OF_A_PART: dict[str, dict[str, set[str]]] = {
    "coach": {"CN": NORTHERNERS, "CS": SOUTHERNERS},
    "teacher": {"TN1": NORTHERNERS, "TS1": SOUTHERNERS},
    "table": {"Sessions": NO_PRINCIPALS, "Rules": PLANNER, "Nothing": set()},
}


@dataclass
class World:
    """One of everything."""

    uploads: dict[str, Upload]
    runs: dict[str, Run]
    others: dict[str, int]
    scenarios: dict[str, Scenario]
    comparisons: dict[str, Run]
    question: Run


@pytest.fixture
def world(solved: Callable[..., Run], cast: dict[str, User]) -> World:
    """A file of each place, and plans at every stage: two of the district, of which the first is replaced, one that was
    taken back, and one of South that is in force there."""
    uploads = {
        "district": give("", annotated=b"marked"),
        "N": give("N", annotated=b"marked"),
        "S": give("S", annotated=b"marked"),
    }
    runs = {
        "draft": solved(),
        "draft of N": solved("N"),
        "draft of S": solved("S"),
        "replaced": solved(published=True),
        "taken back": solved(published=True),
    }
    assert publishing.take_back(runs["taken back"], None) is not None
    runs |= {"in force": solved(published=True), "in force at S": solved("S", published=True)}
    invitation, _ = Invitation.make(email="new@example.org", role="coach", place="CN")
    scenarios = {
        "district": Scenario.objects.create(name="Fewer", changes=[FEWER]),
        "N": Scenario.objects.create(name="Fewer", place="N", changes=[FEWER]),
    }
    comparisons = {
        "draft": finished_comparison(),
        "published": finished_comparison(published_at=timezone.now()),
        "draft of N": finished_comparison("N"),
    }
    told = {"people": 0, "sessions": 0, "coaches": 0, "releases": 0, "proven": True, "first": 1, "kept": "", "rows": []}
    Page.objects.create(report=runs["draft"].reports.get(reader="planner"), name="changes", content=told)
    question = Run.objects.create(
        kind=RunKind.QUESTION,
        title="Why?",
        about=runs["in force"],
        limit_seconds=60,
        state=RunState.DONE,
        outcome={"status": "answered", "answer": {"question": "Why?", "sentence": "As good."}},
    )
    others = {
        "new-link": cast["coach CN"].pk,
        "add-role": cast["coach CN"].pk,
        "delete-person": cast["coach CN"].pk,
        "drop-role": Membership.objects.get(user=cast["coach CN"]).pk,
        "withdraw": invitation.pk,
        "take-answer-back": Answer.objects.create(upload=uploads["N"], sheet="Teachers", at=timezone.now()).pk,
        "settle-question": Question.objects.create(upload=uploads["N"], sheet="Rules", title="Rules", rows=2).pk,
    }
    return World(uploads, runs, others, scenarios, comparisons, question)


def patterns() -> dict[str, URLPattern]:
    return {str(p.name): p for p in urls.urlpatterns}


def addresses(world: World) -> list[tuple[str, str, set[str]]]:
    """(name, address, who may) of every address and everything that it can be of."""
    found = [(name, reverse(name), who) for name, who in ALONE.items()]
    found += [(name, reverse(name, args=[world.others[name]]), who) for name, who in OF_A_PERSON.items()]
    for name in OF_A_SCENARIO:
        found += [(name, reverse(name, args=[s.pk]), SCENARIOS[of]) for of, s in world.scenarios.items()]
    for name in OF_A_COMPARISON:
        found += [(name, reverse(name, args=[r.pk]), COMPARISONS[of]) for of, r in world.comparisons.items()]
        found.append((name, reverse(name, args=[10**9]), set()))
    for of, r in world.comparisons.items():
        found.append(
            ("publish-comparison", reverse("publish-comparison", args=[r.pk]), CHANGES_COMPARISON[of]),
        )
    for name in ("run", "progress"):
        found += [(name, reverse(name, args=[r.pk]), COMPARISONS[of]) for of, r in world.comparisons.items()]
    for name in OF_AN_UPLOAD:
        found += [(name, reverse(name, args=[u.pk]), UPLOADS[of]) for of, u in world.uploads.items()]
        found.append((name, reverse(name, args=[10**9]), set()))
    for name, (of_run, of_reader) in OF_A_RUN.items():
        found += [(name, reverse(name, args=[r.pk]), of_run[of] & of_reader) for of, r in world.runs.items()]
        found.append((name, reverse(name, args=[10**9]), set()))
    found += [(name, reverse(name, args=[world.question.pk]), PLANNER) for name in OF_A_QUESTION]
    for of, r in world.runs.items():
        found += [("why", reverse("why", args=[r.pk, "Sessions", 0]), OF_THE_DISTRICT[of])]
        found += [("why", reverse("why", args=[r.pk, "Rules", 0]), set())]
    for name, parts in OF_A_PART.items():
        for part, readers in parts.items():
            for of, r in world.runs.items():
                who = SEES_RUN[of] & readers
                if r.place and part[1:2] in set("NS") - {r.place}:
                    who = set()  # nobody of the other site is in it
                found.append((name, reverse(name, args=[r.pk, part]), who))
    return found


def test_every_address_stands_in_this_table() -> None:
    told = {*ALONE, *OPEN_TO_ALL, *OF_A_PERSON, *OF_AN_UPLOAD, *OF_A_RUN, *OF_A_PART}
    told |= {*OF_A_SCENARIO, *OF_A_COMPARISON, "publish-comparison", "why", *OF_A_QUESTION}
    assert set(patterns()) == told
    assert len(patterns()) == len(urls.urlpatterns), "an address has no name, or the name of another"


def test_every_view_says_to_whom_it_is_open() -> None:
    silent = [name for name, p in patterns().items() if not isinstance(getattr(p.callback, "open_to", None), To)]
    assert silent == []
    assert {name for name, p in patterns().items() if p.callback.open_to is To.ANYBODY} == OPEN_TO_ALL


@pytest.mark.lands
@pytest.mark.no_cover  # each page is asked for by eight people: counting its lines each time takes as long again
@pytest.mark.parametrize("method", ["get", "post"])
def test_every_address_is_open_to_those_whom_it_is_for_and_to_nobody_else(
    world: World, signed_in: Callable[[str], Client], method: str
) -> None:
    wrong = []
    clients = {person: signed_in(person) for person in CAST}
    changes = {"confirm", "stop", "again", "publish", "take-back", "publish-comparison", *OF_A_PERSON, "drop-scenario"}
    changes |= {"delete-upload", "delete-run", "answer", "change", "take-fix", "why"}
    for name, address, of_it in addresses(world):
        who = of_it & ADMINS if name in ("runs", "scenarios") and method == "post" else of_it
        for person in CAST:
            if method == "post" and name in changes and person in who:
                continue  # it would be done; what it does has tests of its own
            status = getattr(clients[person], method)(address).status_code
            if status == 405 and method == "get" and name in changes:
                continue  # said of the address, whatever it is of
            if (status != 404) is not (person in who) or status >= 500:
                wrong.append(f"{method} {address} ({name}) as {person}: {status}")
    assert wrong == []


def test_whoever_is_not_signed_in_is_asked_to_on_every_address(world: World, client: Client) -> None:
    for _, address, _ in addresses(world):
        answer = client.get(address)
        assert answer.status_code == 302, address
        assert answer["Location"].startswith("/sign-in/?next="), address


def test_every_form_that_comes_from_elsewhere_is_refused(world: World, cast: dict[str, User]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast["planner"], backend="django.contrib.auth.backends.ModelBackend")
    everything = [*addresses(world), ("sign-in", "/sign-in/", set()), ("sign-out", "/sign-out/", set())]
    taken = [address for name, address, _ in everything if client.post(address).status_code not in (403,)]
    assert taken == []
    assert b"The page was too old to send" in client.post("/files/").content


@pytest.mark.parametrize("person", sorted(CAST))
def test_nobody_can_look_as_somebody_else(world: World, signed_in: Callable[[str], Client], person: str) -> None:
    own = {":".join(filter(None, CAST[person])) or "?"}
    for reader in ("planner", "site-admin:N", "site-admin:S", "principal:N", "principal:S", "coach:CN", "coach:CS"):
        for page in ("plan", "workbook", "weeks"):
            address = reverse(page, args=[world.runs["in force"].pk]) + f"?as={reader}"
            status = signed_in(person).get(address).status_code
            assert (status == 200) is (person == "planner" or reader in own), f"{address} as {person}: {status}"


def everything_seen(client: Client, start: str) -> str:
    """The text of every page that can be reached by links."""
    seen: dict[str, str] = {}
    waiting = [start]
    while waiting:
        address = waiting.pop()
        if address in seen or address.startswith(("/static", "#", "http")):
            continue
        answer = client.get(address)
        text = answer.content.decode("utf-8") if answer["Content-Type"].startswith("text/") else ""
        seen[address] = text
        assert answer.status_code in (200, 302), f"{address}: {answer.status_code}, a dead link"
        if answer.status_code == 302:
            waiting.append(answer["Location"])
        if answer["Content-Type"].startswith("text/html"):
            links = [unescape(link) for link in re.findall(r'href="([^"]+)"', text)]
            path = address.partition("?")[0]
            waiting += [f"{path}{link}" if link.startswith("?") else link for link in links if not link.startswith("#")]
    return "\n".join(seen.values())


@pytest.mark.parametrize(
    ("person", "may", "may_not"),
    [
        ("planner", ["Norbert 1", "Susanne 1", "Nadia", "Sven"], []),
        ("admin of N", ["Norbert 1", "Nadia"], ["Susanne", "Sven", "Evaluation talk", "Quiet"]),
        ("admin of S", ["Susanne 1", "Sven"], ["Norbert", "Nadia", "Evaluation talk", "Quiet"]),
        ("principal of N", ["Nadia"], ["Norbert", "Susanne", "Sven", "Evaluation talk", "Quiet"]),
        ("coach CN", ["Norbert 1", "Evaluation talk"], ["Susanne", "Sven"]),
        ("coach CS", ["Susanne 1", "Evaluation talk"], ["Norbert", "Nadia"]),
        ("nobody in particular", [], ["Norbert", "Susanne", "Nadia", "Sven"]),
    ],
)
def test_no_link_leads_to_what_somebody_may_not_see(
    solved: Callable[..., Run], signed_in: Callable[[str], Client], person: str, may: list[str], may_not: list[str]
) -> None:
    run = solved(published=True)
    client = signed_in(person)
    seen = everything_seen(client, "/plans/") if person != "nobody in particular" else ""
    if person == "nobody in particular":
        seen = client.get(f"/plans/{run.pk}/").content.decode()
    assert [word for word in may if word not in seen] == []
    assert [word for word in may_not if word in seen] == []


def test_a_file_that_is_not_confirmed_leads_nowhere_else(signed_in: Callable[[str], Client]) -> None:
    give("", state=UploadState.CHECKED)
    assert "both.xlsx" not in everything_seen(signed_in("admin of N"), "/files/")
