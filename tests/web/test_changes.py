"""A published plan is changed: as much as possible stays, and who changes and why is seen before it is published."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from web_cast import two_sites
from workbooks import save

from scheduler.web.accounts.models import User
from scheduler.web.runs import publishing, queue
from scheduler.web.runs.models import Page, Run, RunKind, RunState
from scheduler.web.runs.worker import Worker
from scheduler.web.scenarios.models import Scenario
from scheduler.web.uploads.models import Upload

pytestmark = pytest.mark.django_db


def confirmed(client: Client, path: Path) -> None:
    with path.open("rb") as file:
        answer = client.post("/files/", {"place": "", "file": SimpleUploadedFile(path.name, file.read())})
    client.post(f"{answer['Location']}confirm/")


def made(answer: object) -> Run:
    """The run that a form has asked for, made by a worker."""
    assert answer.status_code == 302, answer.content.decode()  # type: ignore[attr-defined]
    assert Worker().take_one()
    run = Run.objects.order_by("-pk").first()
    assert run is not None
    assert run.state == RunState.DONE, (run.failure, run.problems)
    return run


@pytest.fixture
def planner(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("planner")


@pytest.fixture
def published(planner: Client, workbook: Path, solved: Callable[..., Run]) -> Run:
    confirmed(planner, workbook)
    run = solved(title="Plan 1", published=True)
    run.uploads.set(Upload.objects.all())
    return run


def hired(tmp_path: Path) -> Path:
    """A teacher more at North, who is in the program."""
    book = two_sites()
    book["Teachers"].append(["TN4", "Norbert 4", "N", "Math", "Cycle"])
    book["Master schedule"].append(["TN4", "Algebra", "Prep", "Algebra", "Prep", "Reading", None])
    return save(tmp_path / "october.xlsx", book)


def test_one_teacher_more_changes_nobody_else_and_says_so_before_it_is_published(
    planner: Client, signed_in: Callable[[str], Client], published: Run, tmp_path: Path
) -> None:
    page = planner.get(f"/plans/{published.pk}/").content.decode()
    assert f'href="/plans/{published.pk}/change/"' in page
    assert "with them nothing changes" in planner.get(f"/plans/{published.pk}/change/").content.decode()
    confirmed(planner, hired(tmp_path))
    assert "new since this plan" in planner.get(f"/plans/{published.pk}/change/").content.decode()
    form = {"title": "October", "keep_from": 1, "limit_seconds": 60}
    draft = made(planner.post(f"/plans/{published.pk}/change/", form))
    assert (draft.keep, draft.published_at) == (published, None)

    page = planner.get(f"/plans/{draft.pk}/").content.decode()
    assert "It goes on from" in page
    changes = planner.get(f"/plans/{draft.pk}/changes/").content.decode()
    assert "Norbert 4" in changes
    assert "Norbert 1" not in changes
    assert "Susanne" not in changes
    told = Page.objects.get(report__run=draft, report__reader="planner", name="changes").content
    assert told["people"] == 0
    assert all(row["why"] for row in told["rows"])
    table = planner.get(f"/plans/{draft.pk}/changes/?csv=1").content.decode("utf-8-sig")
    assert table.splitlines()[0] == "person,name,role,site,kind,was,now,cycle,why"
    assert "Nobody is like that" in planner.get(f"/plans/{draft.pk}/changes/?site=S").content.decode()

    for person in ("admin of N", "principal of N", "coach CN", "admin of S", "nobody in particular"):
        for address in ("changes/", "change/", "fix/", "why/Assignments/0/"):
            assert signed_in(person).get(f"/plans/{draft.pk}/{address}").status_code in (404, 405)
    assert publishing.publish(draft, None) is not None
    assert signed_in("coach CN").get(f"/plans/{draft.pk}/changes/").status_code == 404, "published or not"


def test_with_the_same_files_nothing_changes(planner: Client, published: Run) -> None:
    form = {"title": "Same", "keep_from": 2, "limit_seconds": 60}
    draft = made(planner.post(f"/plans/{published.pk}/change/", form))
    assert "Nothing changes for anybody" in planner.get(f"/plans/{draft.pk}/changes/").content.decode()


def test_a_cycle_that_there_is_not_is_said(planner: Client, published: Run) -> None:
    planner.post(f"/plans/{published.pk}/change/", {"title": "Late", "keep_from": 9, "limit_seconds": 60})
    assert Worker().take_one()
    run = Run.objects.get(title="Late")
    assert run.state == RunState.FAILED
    assert "the year has no cycle 9" in planner.get(f"/plans/{run.pk}/run/").content.decode()


def test_a_plan_that_is_gone_on_from_is_not_deleted_meanwhile_and_none_is_made_of_nothing(
    planner: Client, published: Run
) -> None:
    planner.post(f"/plans/{published.pk}/change/", {"title": "Next", "keep_from": 1, "limit_seconds": 60})
    assert publishing.take_back(published, None) is not None
    said = planner.post(f"/plans/{published.pk}/delete/", follow=True).content.decode()
    assert "Next is being made, and goes on from it" in said
    Run.objects.filter(title="Next").update(keep=None)
    assert Worker().take_one()
    assert "was deleted, and this plan was to go on from it" in Run.objects.get(title="Next").failure


def ask(client: Client, run: Run, table: str, row: int, **instead: str) -> tuple[Run, str]:
    asked = made(client.post(f"/plans/{run.pk}/why/{table}/{row}/", instead))
    return asked, client.get(f"/plans/{asked.pk}/answer/").content.decode()


def test_why_of_each_kind_of_row(planner: Client, signed_in: Callable[[str], Client], published: Run) -> None:
    page = planner.get(f"/plans/{published.pk}/table/Assignments/").content.decode()
    assert f'href="/plans/{published.pk}/why/Assignments/0/"' in page
    assert "Why?" not in signed_in("admin of N").get(f"/plans/{published.pk}/table/Assignments/").content.decode()
    asked, answer = ask(planner, published, "Assignments", 0)
    assert "Only possibility" in answer
    assert asked.kind == RunKind.QUESTION
    _, answer = ask(planner, published, "Assignments", 0, coach="CS")
    assert "does not serve N" in answer
    assert "Coaches!" in answer
    _, answer = ask(planner, published, "Release periods", 0)
    assert "in period 1?" in answer
    sessions = Page.objects.get(report__run=published, report__reader="planner", name="table/Sessions").content
    row = dict(zip(sessions["columns"], sessions["rows"][0], strict=True))
    _, answer = ask(planner, published, "Sessions", 0, day="Fri" if row["day"] != "Fri" else "Mon", at=row["start"])
    assert f"Why is {row['session']} of {row['teacher']} on {row['day']} {row['start']}, not " in answer
    assert "At best" in answer

    refused = planner.post(f"/plans/{published.pk}/why/Sessions/0/", {"day": "Fri", "at": ""})
    assert refused.status_code == 400
    for address in ("why/Rules/0/", "why/Sessions/9999/", "why/Nothing/0/"):
        assert planner.get(f"/plans/{published.pk}/{address}").status_code == 404
    before = Run.objects.count()
    again = planner.post(f"/plans/{published.pk}/why/Assignments/0/", {})
    assert again["Location"] == f"/plans/{asked.pk}/run/"
    assert Run.objects.count() == before, "what was answered is not asked again"
    assert "Why? Assignments" not in planner.get("/plans/").content.decode()
    for person in ("admin of N", "principal of N", "coach CN"):
        for address in ("answer/", "run/", "progress/"):
            assert signed_in(person).get(f"/plans/{asked.pk}/{address}").status_code == 404


def test_a_question_comes_before_plans_that_wait(planner: Client, published: Run) -> None:
    planner.post("/plans/", {"title": "Long", "limit_seconds": 60, "seed": 0})
    planner.post(f"/plans/{published.pk}/why/Release periods/0/", {})
    assert Worker().take_one()
    assert Run.objects.get(kind=RunKind.QUESTION).state == RunState.DONE
    assert Run.objects.get(title="Long").state == RunState.QUEUED


def test_whoever_asks_all_day_holds_up_nobody_else_s_plan(
    planner: Client, cast: dict[str, User], published: Run
) -> None:
    for row in (0, 1, 2):
        planner.post(f"/plans/{published.pk}/why/Release periods/{row}/", {})
    other = Run.objects.create(title="Other", limit_seconds=60, created_by=cast["admin of S"])
    mine = Run.objects.create(title="Mine", limit_seconds=60, created_by=cast["planner"])
    order = [w.run for w in queue.waiting_in_turn()]
    assert order[0] not in (other.pk, mine.pk), "a question first"
    assert Worker().take_one()
    assert queue.waiting_in_turn()[0].run == other.pk, "then the plan of somebody else"
    Run.objects.filter(pk=other.pk).delete()
    assert queue.waiting_in_turn()[0].run != mine.pk, "their own plan waits for their own questions"


def test_what_cannot_be_asked_is_said(planner: Client, published: Run) -> None:
    planner.post(f"/plans/{published.pk}/why/Release periods/0/", {})
    question = {"kind": "unscheduled", "teacher": "TN1"}
    Run.objects.filter(kind=RunKind.QUESTION).update(question=question)
    assert Worker().take_one()
    run = Run.objects.get(kind=RunKind.QUESTION)
    assert run.state == RunState.FAILED
    assert "no session of TN1 is missing" in planner.get(f"/plans/{run.pk}/run/").content.decode()


def test_a_plan_s_questions_go_with_it_and_no_file_goes_while_one_is_answered(planner: Client, published: Run) -> None:
    planner.post(f"/plans/{published.pk}/why/Release periods/0/", {})
    upload = Upload.objects.get()
    said = planner.post(f"/files/{upload.pk}/delete/", {"plans": "on"}, follow=True).content.decode()
    assert "is being made of it" in said
    assert Worker().take_one()
    assert publishing.take_back(published, None) is not None
    assert "is deleted" in planner.post(f"/files/{upload.pk}/delete/", {"plans": "on"}, follow=True).content.decode()
    assert not Run.objects.exists()


def test_a_fix_is_a_button_that_makes_the_scenario(planner: Client, tmp_path: Path) -> None:
    book = two_sites()
    book["Sites"][1][2] = 1  # the coach of North is to be released twice
    confirmed(planner, save(tmp_path / "short.xlsx", book))
    run = made(planner.post("/plans/", {"title": "Short", "limit_seconds": 60, "seed": 0}))
    page = planner.get(f"/plans/{run.pk}/rules/").content.decode()
    assert "Fix 1." in page
    assert "Tried: a plan was made" in page
    for _ in range(2):
        assert "Made a scenario" in planner.post(f"/plans/{run.pk}/fix/", {"fix": "0"}, follow=True).content.decode()
    first, second = Scenario.objects.order_by("pk")
    assert first.changes == second.changes
    assert first.name != second.name
    assert set(first.changes[0]) == {"change", "sheet", "row", "column", "value"}
    for scenario in (first, second):
        page = planner.get(f"/scenarios/{scenario.pk}/").content.decode()
        assert scenario.name in page
    for bad in ("", "99", "-1", "x"):
        assert planner.post(f"/plans/{run.pk}/fix/", {"fix": bad}).status_code == 404


def test_changes_that_the_form_has_no_words_for_stay_when_a_scenario_is_edited(planner: Client) -> None:
    odd = {"change": "Remove", "sheet": "Master schedule", "row": "CN/5", "column": "", "value": ""}
    usual = {"change": "Set", "sheet": "Sites", "row": "N", "column": "sections funded", "value": "3"}
    scenario = Scenario.objects.create(name="Both", changes=[odd, usual])
    assert "Remove Master schedule CN/5" in planner.get("/scenarios/").content.decode()
    page = planner.get(f"/scenarios/{scenario.pk}/").content.decode()
    assert "These changes stay as they are" in page
    planner.post(
        f"/scenarios/{scenario.pk}/", {"name": "Both", "kind0": "sections", "who0": "N", "value0": "4"}, follow=True
    )
    scenario.refresh_from_db()
    assert scenario.changes == [usual | {"value": "4"}, odd]
