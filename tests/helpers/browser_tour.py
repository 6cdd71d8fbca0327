"""A walk past every page, in every role: for axe to look at, and for the pictures of docs/pages.md."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from browser_pages import PLAN, Watched, give, join
from web_server import PASSWORD, ROOT, Server

SCHOOL = ROOT / "instances" / "avuhsd" / "avuhsd.xlsx"
# Picture -> the name of its address in scheduler/web/urls.py.
PICTURES = {
    "sign-in": "sign-in",
    "join": "join",
    "files-at-first": "uploads",
    "file-with-errors": "upload",
    "questions": "upload",
    "understood": "states",
    "delete-file": "upload",
    "questions-of-a-site": "upload",
    "file": "upload",
    "files": "uploads",
    "plans": "runs",
    "run": "run",
    "plan": "plan",
    "publish": "publish",
    "history": "history",
    "take-back": "take-back",
    "rules": "rules",
    "change": "change",
    "changes": "changes",
    "why": "why",
    "why-answer": "why-answer",
    "plan-understood": "plan-states",
    "weeks": "weeks",
    "coach": "coach",
    "teacher": "teacher",
    "coverage": "coverage",
    "assignments": "table",
    "unscheduled": "table",
    "scenarios": "scenarios",
    "new-scenario": "new-scenario",
    "scenario-workbook": "scenario-workbook",
    "edit-scenario": "edit-scenario",
    "comparison": "comparison",
    "people": "people",
    "delete-person": "people",
    "activity": "trail",
    "site-admin": "plan",
    "principal": "plan",
    "own-week": "coach",
    "delete-plan": "plan",
    "wait-a-minute": "sign-in",
}


@dataclass(frozen=True)
class Stop:
    """A page that is open; `picture` is the name of its picture in docs/img/pages, "" where it needs none."""

    watched: Watched
    picture: str = ""


def tour(server: Server, open_one: Callable[[], Watched], folder: Path) -> Iterator[Stop]:
    """From a fresh server to a plan, its comparison and what each role sees of it."""
    nobody = open_one()
    nobody.page.goto(f"{server.address}/sign-in/")
    yield Stop(nobody, "sign-in")
    nobody.page.fill("[name=username]", "pat@example.org")
    nobody.page.fill("[name=password]", "not the password")
    nobody.go("main button[type=submit]")
    yield Stop(nobody)

    planner = open_one()
    planner.page.goto(server.link)
    yield Stop(planner, "join")
    join(planner, server.link, "pat@example.org", "Pat Planner")
    yield Stop(planner, "files-at-first")
    yield from _files(planner, folder)
    yield from _runs(planner, folder)
    give(planner, SCHOOL)
    planner.go("text=Confirm: make it the current file")
    planner.go("button:has-text('Make the plan')", PLAN)
    planner.go("text=Publish…")
    yield Stop(planner, "publish")
    planner.go("main button:has-text('Publish')")
    yield Stop(planner)
    planner.go("text=Take back…")
    yield Stop(planner, "take-back")
    planner.go("text=Cancel")
    planner.page.goto(f"{server.address}/plans/history/")
    yield Stop(planner, "history")
    yield from _plan(planner)
    yield from _october(planner, folder)
    yield from _scenarios(planner)
    yield from _people(planner, open_one)
    planner.page.goto(f"{server.address}/people/")
    planner.page.locator("td summary").last.click()
    yield Stop(planner, "delete-person")
    planner.page.goto(f"{server.address}/activity/")
    yield Stop(planner, "activity")
    planner.page.goto(f"{server.address}/no-such-page/")
    planner.allow(404)
    yield Stop(planner)
    planner.go("nav >> text=Plans")
    planner.go("tbody >> text=Three cycles for everybody")
    planner.page.click("summary:has-text('Delete this plan')")
    planner.page.locator("summary:has-text('Delete this plan')").scroll_into_view_if_needed()
    yield Stop(planner, "delete-plan")
    for number in range(11):
        nobody.page.goto(f"{server.address}/sign-in/")
        nobody.page.fill("[name=username]", f"person{number}@example.org")
        nobody.page.fill("[name=password]", "Password2026")
        nobody.go("main button[type=submit]")
    nobody.allow(429)
    yield Stop(nobody, "wait-a-minute")


def _files(planner: Watched, folder: Path) -> Iterator[Stop]:
    """A form that was sent empty, something that is no workbook, a workbook with errors, and one without."""
    planner.page.evaluate("document.querySelector('[name=file]').required = false")
    planner.go("text=Upload and check")
    planner.allow(400)
    yield Stop(planner)
    wrong = folder / "letter.xlsx"
    wrong.write_text("Dear Sir or Madam", encoding="utf-8")
    give(planner, wrong)
    yield Stop(planner)
    give(planner, _changed(folder / "A coach has left.xlsx", lambda book: book["Coaches"].delete_rows(4)))
    yield Stop(planner, "file-with-errors")
    yield from _questions(planner, folder)
    give(planner, SCHOOL)
    yield Stop(planner, "file")
    planner.go("text=Confirm: make it the current file")
    yield Stop(planner)
    planner.go("nav >> text=Files")
    yield Stop(planner, "files")
    book = openpyxl.Workbook()
    book.active.title = "Teachers"
    for title, rows in (
        ("Teachers", [["teacher", "name", "site"], ["JR-900", "Nora Bell", "JRHS"]]),
        ("Master schedule", [["teacher", "1", "2"], ["JR-900", "Art 1", "Prep"]]),
        ("Rules", [["rule", "level", "value"], ["Flex time", "Required", 2]]),
    ):
        sheet = book[title] if title in book.sheetnames else book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(folder / "Joshua Ridge.xlsx")
    planner.page.select_option("main [name=place]", "JRHS")
    planner.page.set_input_files("[name=file]", folder / "Joshua Ridge.xlsx")
    planner.go("text=Upload and check", re.compile(r"/files/\d+/$"))
    yield Stop(planner, "questions-of-a-site")


def _questions(planner: Watched, folder: Path) -> Iterator[Stop]:
    """A file with doubts, what was understood of it, and deleting it."""

    def slips(book: openpyxl.Workbook) -> None:
        book["Teachers"]["D1"] = "departmnt"
        cells = (cell for row in book["Master schedule"].iter_rows() for cell in row if cell.value == "Prep")
        next(cells).value = "Planing"

    give(planner, _changed(folder / "Two slips.xlsx", slips))
    planner.page.locator("#questions").scroll_into_view_if_needed()
    yield Stop(planner, "questions")
    planner.go("text=What was understood, person by person")
    yield Stop(planner, "understood")
    planner.page.go_back()
    planner.page.click("summary:has-text('Delete this file')")
    yield Stop(planner, "delete-file")


def _runs(planner: Watched, folder: Path) -> Iterator[Stop]:
    """More coaching than there is time for: a run that is watched, stopped and that falls short."""

    def change(book: openpyxl.Workbook) -> None:
        book["Sites"].cell(2, 4).value = 5
        book["Programs"].cell(2, 2).value = 3

    give(planner, _changed(folder / "Three cycles each.xlsx", change))
    planner.go("text=Confirm: make it the current file")
    planner.page.fill("[name=title]", "Three cycles for everybody")
    planner.go("button:has-text('Make the plan')", re.compile("/run/$"))
    # Not the words alone, in whatever case: the page says above the button what a stop keeps, before there is a plan.
    planner.page.get_by_text(re.compile(r"Best plan so far: \d")).wait_for()
    step, said = planner.page.evaluate(
        "['[data-say]', '[role=status][data-said]'].map(s => document.querySelector(s).textContent.trim())"
    )
    assert said == step, "a screen reader hears of each step"
    yield Stop(planner, "run")
    planner.go("main button:has-text('Stop')", PLAN)
    yield Stop(planner)
    planner.go(".tabs >> text=Rules")
    yield Stop(planner, "rules")
    planner.go(".tabs >> text=Unscheduled")
    yield Stop(planner, "unscheduled")


def _plan(planner: Watched) -> Iterator[Stop]:
    planner.go("nav >> text=Plans")
    yield Stop(planner, "plans")
    planner.go("tbody tr:first-child a")
    yield Stop(planner, "plan")
    for tab, picture in (
        ("Rules", ""),
        ("What was understood", "plan-understood"),
        ("Coverage", "coverage"),
        ("Release periods", ""),
        ("Sessions", ""),
        ("Reserved time", ""),
        ("Unscheduled", ""),
        ("Assignments", "assignments"),
        ("Weeks", "weeks"),
    ):
        planner.go(f".tabs >> text={tab}")
        yield Stop(planner, picture)
    planner.go(".names >> text=Ramona Whitfield")
    yield Stop(planner, "coach")
    planner.page.go_back()
    planner.go(".names >> text=Gloria Carver")
    yield Stop(planner, "teacher")


def _october(planner: Watched, folder: Path) -> Iterator[Stop]:
    """A teacher is hired: a draft that keeps the plan, what changes for whom; and why a row is as it is."""

    def hired(book: openpyxl.Workbook) -> None:
        for title in ("Teachers", "Master schedule"):
            row = [cell.value for cell in book[title][5]]
            book[title].append(["JR-901", *row[1:]])

    plan = planner.page.url
    give(planner, _changed(folder / "October.xlsx", hired))
    planner.go("text=Confirm: make it the current file")
    planner.go("table >> text=Plan 2")
    planner.go("text=Change something…")
    yield Stop(planner, "change")
    planner.page.fill("[name=title]", "October")
    planner.go("button:has-text('Make the draft')", PLAN)
    planner.go(".tabs >> text=Changes")
    yield Stop(planner, "changes")
    planner.page.goto(plan)
    planner.go(".tabs >> text=Assignments")
    planner.go("tbody tr:first-child >> text=Why?")
    yield Stop(planner, "why")
    planner.go("button:has-text('Ask')", re.compile(r"/answer/$"))
    yield Stop(planner, "why-answer")


def _scenarios(planner: Watched) -> Iterator[Stop]:
    planner.go("nav >> text=Scenarios")
    yield Stop(planner)
    planner.go("text=A workbook as a scenario")
    yield Stop(planner, "scenario-workbook")
    planner.page.go_back()
    planner.go("text=New scenario")
    yield Stop(planner, "new-scenario")
    planner.page.fill("[name=name]", "Eight sections")
    planner.page.select_option("[name=kind0]", "sections")
    planner.page.fill("[name=who0]", "JRHS")
    planner.page.fill("[name=value0]", "8")
    planner.go("main button[type=submit]")
    yield Stop(planner, "scenarios")
    planner.go("text=Eight sections")
    yield Stop(planner, "edit-scenario")
    planner.page.fill("[name=name]", "Base")
    planner.go("main button[type=submit]")
    planner.allow(400)
    yield Stop(planner)
    planner.go("nav >> text=Scenarios")
    planner.page.check("[name=scenarios]")
    planner.go("button:has-text('Compare')", re.compile(r"/comparisons/\d+/$"))
    yield Stop(planner, "comparison")


def _people(planner: Watched, open_one: Callable[[], Watched]) -> Iterator[Stop]:
    """Invite one of each role, and see what each sees: the first page after sign-in, and all of the plan from there."""
    cast = (("Sam Ortiz", "site-admin", "JRHS"), ("Priya Nair", "principal", "JRHS"), ("Ramona", "coach", "JR-C1"))
    planner.go("nav >> text=People")
    links = []
    for name, role, place in cast:
        planner.page.fill("main [name=email]", f"{role}@example.org")
        planner.page.select_option("main [name=role]", role)
        planner.page.fill("main [name=place]", place)
        planner.go("text=Make the link")
        links.append((name, role, planner.page.inner_text(".address")))
    yield Stop(planner, "people")
    for name, role, link in links:
        person = open_one()
        join(person, link, f"{role}@example.org", name)
        yield Stop(person, "own-week" if role == "coach" else "principal" if role == "principal" else "")
        if role == "site-admin":
            yield Stop(person)
            person.go("table >> text=Plan 2")
            yield Stop(person, "site-admin")
        for address in person.page.locator("nav[aria-label=Main] a").evaluate_all("all => all.map(a => a.href)"):
            plan = person.page.url
            person.page.goto(address)
            yield Stop(person)
            person.page.goto(plan)
        for tab in person.page.locator(".tabs a").all_inner_texts():
            person.go(f".tabs a:has-text('{re.sub(r' [0-9]+$', '', tab)}')")
            yield Stop(person)
        person.go("text=Sign out")
        person.page.fill("[name=username]", f"{role}@example.org")
        person.page.fill("[name=password]", PASSWORD)
        person.go("main button[type=submit]")
        yield Stop(person)


def _changed(path: Path, change: Callable[[openpyxl.Workbook], None]) -> Path:
    """The school's workbook with a change, at another path."""
    book = openpyxl.load_workbook(SCHOOL)
    change(book)
    book.save(path)
    return path
