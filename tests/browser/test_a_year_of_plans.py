"""A year's publications in a browser: a planner, two site admins, a principal and a coach of two schools. At every step
each sees the plan that is in force for them, and no other as if it were.

Three schools: N and S share the coach CB, and W has its own. A plan of N alone cannot be made while CB works at both.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from browser_pages import PLAN, Watched, give, join
from web_server import Server
from workbooks import Book, save

pytestmark = [pytest.mark.story, pytest.mark.browser]
NAMES = {"N": "Norbert", "S": "Susanne", "W": "Wilma"}
WATCHED = ("admin of N", "admin of W", "principal of S", "coach CB")
COACHES = {"CN": "N", "CB": "N, S", "CS": "S", "CW": "W"}


def district(coaches: dict[str, str]) -> Book:
    """The district's file: everything but the teachers, whom each school gives itself."""
    return {
        "Settings": [["key", "value"], ["district", "Three schools"]],
        "Sites": [["site", "name", "sections funded"], *[[s, f"School {s}", 6] for s in NAMES]],
        "Coaches": [
            ["coach", "name", "sites", "release min", "release max"],
            *[[c, f"Coach {c}", sites, 2, 3] for c, sites in coaches.items()],
        ],
        "Programs": [
            ["program", "cycles", "session", "activity", "minutes", "per week", "when"],
            ["Cycle", 1, "Observe", "Observe", 30, 1, "Teaching"],
        ],
    }


def school(site: str, teachers: int = 2) -> Book:
    """A school's own file."""
    ids = [f"T{site}{i}" for i in range(1, teachers + 1)]
    return {
        "Teachers": [
            ["teacher", "name", "site", "programs"],
            *[[t, f"{NAMES[site]} {t[2:]}", site, "Cycle"] for t in ids],
        ],
        "Master schedule": [
            ["teacher", "1", "2", "3", "4", "5", "6"],
            *[[t, "Algebra", "Prep", "Algebra", "Prep", "Reading", None] for t in ids],
        ],
    }


@dataclass
class People:
    """The browsers of everybody, each where they left off."""

    server: Server
    folder: Path
    browsers: dict[str, Watched] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Watched:
        return self.browsers[name]

    def goes_to(self, name: str, path: str) -> Any:
        page = self[name].page
        page.goto(self.server.address + path)
        return page

    def upload(self, name: str, book: Book, file: str, place: str | None = None) -> None:
        path = save(self.folder / file, book)
        watched = self[name]
        watched.go("nav >> text=Files")
        if place is not None:
            watched.page.select_option("[name=place]", place)
        watched.page.set_input_files("[name=file]", path)
        watched.go("text=Upload and check", re.compile(r"/files/\d+/$"))
        watched.go("text=Confirm: make it the current file")

    def plans(self, name: str, title: str) -> None:
        """Make a plan of the only place that there is to choose, or of the whole district."""
        page = self.goes_to(name, "/plans/")
        page.fill("[name=title]", title)
        self[name].go("button:has-text('Make the plan')", PLAN)

    def publishes(self, name: str) -> str:
        """Publish the plan that is open; what was said beforehand."""
        self[name].go("text=/^Publish/")
        said: str = self[name].page.inner_text("main")
        self[name].look()
        self[name].go("main form button:has-text('Publish')", PLAN)
        return said

    def see(self, title: str, but: dict[str, str] | None = None) -> None:
        """Each of `WATCHED` sees the plan of that title as the one in force (`but`: somebody another): where they
        begin, and in the list."""
        for name in WATCHED:
            mine = (but or {}).get(name, title)
            page = self.goes_to(name, "/")
            if not name.startswith("admin"):  # admins begin at the list
                assert mine in page.inner_text("main"), f"{name} begins elsewhere than at {mine}"
                assert "no longer in force" not in page.inner_text("main")
            page = self.goes_to(name, "/plans/")
            rows = page.locator("tbody tr").all_inner_texts()
            in_force = [row for row in rows if "In force" in row]
            assert [mine in row for row in in_force] == [True], f"{name}: {rows}"


@pytest.fixture
def people(server: Server, another: Callable[[], Watched], tmp_path: Path) -> People:
    """Everybody with an account, and the first files."""
    found = People(server, tmp_path)
    planner = found.browsers["planner"] = another()
    join(planner, server.link, "pat@example.org", "Pat Planner")
    give(planner, save(tmp_path / "empty district.xlsx", district(COACHES)))
    planner.go("text=Confirm: make it the current file")
    for name, role, place in (
        ("admin of N", "site-admin", "N"),
        ("admin of S", "site-admin", "S"),
        ("admin of W", "site-admin", "W"),
        ("principal of S", "principal", "S"),
        ("coach CB", "coach", "CB"),
    ):
        found.goes_to("planner", "/people/")
        email = f"{name.replace(' ', '.')}@example.org"
        planner.page.fill("section [name=email]", email)
        planner.page.select_option("section [name=role]", role)
        planner.page.fill("section [name=place]", place)
        planner.go("text=Make the link")
        link = planner.page.inner_text(".address")
        found.browsers[name] = another()
        join(found[name], link, email, name)
    for site in NAMES:
        found.upload(f"admin of {site}", school(site), f"{site}.xlsx")
    return found


def test_a_year_of_publications(people: People) -> None:
    august(people)
    september(people)
    november(people)
    december(people)
    for name, watched in people.browsers.items():
        assert watched.wrong == [], name


def august(people: People) -> None:
    """The district's plan comes into force for everybody."""
    people.plans("planner", "August")
    said = people.publishes("planner")
    assert "3 sites, 4 coaches" in said
    assert "Nothing is replaced." in said
    people.see("August")


def september(people: People) -> None:
    """W's admin publishes a plan of W, and the others keep the district's. N's admin cannot: CB works at S, too."""
    people.upload("admin of W", school("W", 3), "W again.xlsx")
    people.plans("admin of W", "September at W")
    said = people.publishes("admin of W")
    assert "1 site, 1 coach" in said
    assert "August" in said
    assert "School N" not in said
    people.see("August", {"admin of W": "September at W"})
    page = people.goes_to("planner", "/plans/")
    assert "In force for some" in page.locator("tbody tr", has_text="August").inner_text()

    page = people.goes_to("admin of N", "/plans/")
    page.fill("[name=title]", "N alone")
    people["admin of N"].go("button:has-text('Make the plan')")
    people["admin of N"].allow(400)
    text = page.inner_text("main")
    assert "N shares coaches with other sites" in text, "which ones is not told"
    assert "Pat Planner" in text
    people["admin of N"].look()


def november(people: People) -> None:
    """CB is at N alone from now on. N's admin makes a plan, and cannot publish it while the plan in force has CB at
    both schools. The planner publishes one of the district, which replaces every other."""
    people.upload("planner", district({**COACHES, "CB": "N"}), "district in November.xlsx", "")
    people.plans("admin of N", "November at N")
    people["admin of N"].go("text=/^Publish/")
    text = people["admin of N"].page.inner_text("main")
    assert "This cannot be published." in text
    assert "Coach CB would have another plan" in text
    assert "School S" not in text
    people["admin of N"].look()
    people.see("August", {"admin of W": "September at W"})

    people.plans("planner", "November")
    said = people.publishes("planner")
    assert "August" in said
    assert "September at W" in said
    people.see("November")
    page = people.goes_to("admin of W", "/plans/")
    people["admin of W"].go("table >> text=September at W")
    assert "This plan is no longer in force." in page.inner_text("main")
    assert "November is in its place" in page.inner_text("main")
    people["admin of W"].look()


def december(people: People) -> None:
    """Now N's plan can be published: N and CB have it. It was too early: N's admin takes it back."""
    page = people.goes_to("admin of N", "/plans/")
    people["admin of N"].go("table >> text=November at N")
    assert "1 site, 2 coaches" in people.publishes("admin of N")
    people.see("November", {"admin of N": "November at N", "coach CB": "November at N"})

    people.goes_to("admin of N", "/plans/")
    people["admin of N"].go("table >> text=November at N")
    people["admin of N"].go("text=Take back…")
    assert "In force then" in page.inner_text("main")
    people["admin of N"].look()
    people["admin of N"].go("button:has-text('Take it back')", PLAN)
    people.see("November")
    assert "November at N" not in people.goes_to("coach CB", "/plans/").inner_text("main")
