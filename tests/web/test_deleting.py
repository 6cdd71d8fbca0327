"""What was given by mistake can be deleted, and is gone; that it was there stays in the trail."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from axes.models import AccessAttempt
from django.db import connection
from django.test import Client
from django.utils import timezone
from web_cast import PASSWORD, finished_comparison, give

from scheduler.web.accounts.models import Invitation, Membership, User
from scheduler.web.activity.models import Event
from scheduler.web.runs.models import HolderKind, Page, Publication, Report, Run, RunState
from scheduler.web.scenarios.models import Scenario
from scheduler.web.uploads.checking import current_uploads
from scheduler.web.uploads.models import Piece, Upload, UploadState

SECRET = [{"level": "warning", "code": "x", "sheet": "Teachers", "cell": "A1", "text": "Ann", "fix": "", "file": "a"}]


def said(client: Client, path: str, fields: dict[str, str] | None = None) -> str:
    """What the page says after a form was sent."""
    return client.post(path, fields or {}, follow=True).content.decode()


def trail() -> list[tuple[str, str]]:
    return list(Event.objects.filter(what__startswith="deleted").order_by("pk").values_list("what", "about"))


def made_of(upload: Upload, **more: object) -> Run:
    run = Run.objects.create(
        limit_seconds=60, **{"title": "Plan 1", "state": RunState.DONE, "outcome": {"status": "optimal"}, **more}
    )
    run.uploads.add(upload)
    return run


def test_a_file_is_deleted_with_all_that_was_understood_of_it(signed_in: Callable[[str], Client]) -> None:
    upload = give(
        "",
        "people.xlsx",
        annotated=b"marked",
        problems=SECRET,
        extent={"coaches": {"C1": "Ann"}},
        state=UploadState.CURRENT,
    )
    later = give("", "later.xlsx", before=upload)
    planner = signed_in("planner")
    assert (
        "<b>It is the current file: the whole district then has none.</b>"
        in planner.get(f"/files/{upload.pk}/").content.decode()
    )
    assert "people.xlsx is deleted." in said(planner, f"/files/{upload.pk}/delete/")
    assert not Piece.objects.filter(upload=upload).exists()
    upload.refresh_from_db()
    assert (upload.name, upload.problems, upload.extent, upload.sheets) == ("deleted file", [], {}, [])
    later.refresh_from_db()
    assert later.before is None, "nothing is compared with it"
    assert current_uploads() == []
    for page in ("", "original/", "marked/"):
        assert planner.get(f"/files/{upload.pk}/{page}").status_code == 404
    assert "people.xlsx" not in planner.get("/files/").content.decode()
    assert trail() == [("deleted a file", "people.xlsx, 000000000000")]


def test_a_file_goes_with_the_plans_made_of_it_where_that_is_asked_for(signed_in: Callable[[str], Client]) -> None:
    upload, other = give(""), give("")
    planner = signed_in("planner")
    plan, kept, apart = made_of(upload), made_of(other), finished_comparison()
    Run.objects.filter(pk=apart.pk).update(scenarios=[{"name": "Whole", "upload": upload.pk}])
    report = Report.objects.create(run=plan, reader="planner", label="all", workbook=b"x")
    Page.objects.create(report=report, name="summary", content={})
    page = planner.get(f"/files/{upload.pk}/").content.decode()
    assert "Delete what was made of it, too: 2 plans and comparisons" in page
    assert "both.xlsx is deleted, with 2 of its plans." in said(planner, f"/files/{upload.pk}/delete/", {"plans": "on"})
    assert list(Run.objects.all()) == [kept]
    assert not Report.objects.exists()
    assert {what for what, _ in trail()} == {"deleted a plan", "deleted a comparison", "deleted a file"}


def test_a_plan_of_a_deleted_file_stays_where_nothing_else_is_asked_and_is_not_made_anew(
    signed_in: Callable[[str], Client],
) -> None:
    upload = give("")
    plan = made_of(upload, state=RunState.FAILED)
    planner = signed_in("planner")
    said(planner, f"/files/{upload.pk}/delete/")
    assert "A file of it was deleted since" in said(planner, f"/plans/{plan.pk}/again/")
    assert Run.objects.count() == 1


@pytest.mark.parametrize("state", [RunState.QUEUED, RunState.RUNNING])
def test_a_file_of_which_a_plan_is_being_made_stays(signed_in: Callable[[str], Client], state: RunState) -> None:
    upload = give("")
    made_of(upload, state=state)
    page = said(signed_in("planner"), f"/files/{upload.pk}/delete/", {"plans": "on"})
    assert "both.xlsx is not deleted: Plan 1 is being made of it. Stop that first." in page
    assert Piece.objects.filter(upload=upload).exists()


def test_a_site_s_admin_deletes_the_site_s_plans_with_a_file_and_nobody_else_s(
    signed_in: Callable[[str], Client],
) -> None:
    """Every plan is made of all current files: the district's, and another site's, of this one, too."""
    upload = give("N", "north.xlsx")
    theirs = [made_of(upload), made_of(upload, place="S"), made_of(upload, kind="comparison", place="S")]
    made_of(upload, place="N")
    admin = signed_in("admin of N")
    page = admin.get(f"/files/{upload.pk}/").content.decode()
    assert "Delete what was made of it, too: 1 plan or comparison" in page
    assert "Plans of the whole district that were made of it are the district planner's to delete." in page
    assert "north.xlsx is deleted, with 1 of its plans." in said(admin, f"/files/{upload.pk}/delete/", {"plans": "on"})
    assert set(Run.objects.all()) == set(theirs)


@pytest.mark.parametrize("kind", ["plan", "comparison", "question"])
@pytest.mark.parametrize("place", ["", "S"])
def test_what_others_make_of_a_file_is_not_told_to_the_site_whose_it_is(
    signed_in: Callable[[str], Client], kind: str, place: str
) -> None:
    upload = give("N", "north.xlsx")
    made_of(upload, title="Why? Susanne", kind=kind, place=place, state=RunState.RUNNING)
    page = said(signed_in("admin of N"), f"/files/{upload.pk}/delete/", {"plans": "on"})
    assert "north.xlsx is not deleted: Somebody else&#x27;s plan is being made of it." in page
    assert "Susanne" not in page


def test_a_file_goes_with_all_its_plans_or_with_none(signed_in: Callable[[str], Client]) -> None:
    upload = give("")
    made_of(upload), made_of(upload, published_at=timezone.now())
    page = said(signed_in("planner"), f"/files/{upload.pk}/delete/", {"plans": "on"})
    assert "both.xlsx is not deleted: Plan 1 is published. Take it back first." in page
    assert Run.objects.count() == 2
    assert Piece.objects.filter(upload=upload).exists()
    assert trail() == []


def test_the_workbook_of_a_scenario_stays_with_its_scenario(signed_in: Callable[[str], Client]) -> None:
    upload = give("", state=UploadState.SCENARIO)
    scenario = Scenario.objects.create(name="Whole", workbook=upload)
    planner = signed_in("planner")
    assert "Delete that first." in said(planner, f"/files/{upload.pk}/delete/")
    planner.post(f"/scenarios/{scenario.pk}/drop/")
    assert "is deleted." in said(planner, f"/files/{upload.pk}/delete/")


def test_a_plan_is_deleted_when_nobody_sees_it(signed_in: Callable[[str], Client]) -> None:
    plan = made_of(give("N"), place="N", published_at=timezone.now())
    admin = signed_in("admin of N")
    assert "Not deleted: Plan 1 is published. Take it back first." in said(admin, f"/plans/{plan.pk}/delete/")
    Run.objects.filter(pk=plan.pk).update(published_at=None)
    assert "Plan 1 is deleted." in said(admin, f"/plans/{plan.pk}/delete/")
    assert not Run.objects.exists()
    assert trail() == [("deleted a plan", f"Plan 1 (run {plan.pk})")]


def test_a_plan_that_is_in_force_stays_and_of_one_that_was_its_history_stays(
    signed_in: Callable[[str], Client],
) -> None:
    upload = give("")
    earlier, plan = made_of(upload, title="Earlier"), made_of(upload)
    now = timezone.now()
    about = {"kind": HolderKind.SITE, "holder": "N", "since": now}
    Publication.objects.create(run=earlier, until=now, successor=plan, **about)
    held = Publication.objects.create(run=plan, **about)
    planner = signed_in("planner")
    assert "Not deleted: Plan 1 is in force for somebody." in said(planner, f"/plans/{plan.pk}/delete/")
    Publication.objects.filter(pk=held.pk).update(until=now)
    assert "Plan 1 is deleted." in said(planner, f"/plans/{plan.pk}/delete/")
    name = f"Plan 1 (run {plan.pk})"
    rows = Publication.objects.order_by("pk").values_list("run", "title", "holder", "successor", "successor_title")
    assert list(rows) == [(earlier.pk, "", "N", None, name), (None, name, "N", None, "")]
    history = planner.get("/plans/history/").content.decode()
    assert f'{name} <span class="tag">Deleted</span>' in history
    assert "Site N" in history
    assert "Site N" in signed_in("admin of N").get("/plans/history/").content.decode()
    assert "Site N" not in signed_in("admin of S").get("/plans/history/").content.decode()
    assert planner.get(f"/plans/{plan.pk}/").status_code == 404
    assert planner.get(f"/plans/{earlier.pk}/take-back/").status_code == 200, "a plan that is gone is in no way back"


@pytest.mark.django_db
def test_what_earlier_versions_told_of_other_sites_in_a_failed_run_of_a_site_goes() -> None:
    from importlib import import_module

    from django.apps import apps

    of_site = Run.objects.create(limit_seconds=60, place="N", state=RunState.FAILED, problems=SECRET)
    others = [
        Run.objects.create(limit_seconds=60, place="", state=RunState.FAILED, problems=SECRET),
        Run.objects.create(limit_seconds=60, place="N", state=RunState.CANCELLED, problems=SECRET),
    ]
    import_module("scheduler.web.runs.migrations.0005_history").forget_problems(apps, None)
    of_site.refresh_from_db()
    assert of_site.problems == []
    assert "Run it again" in of_site.failure
    for run in others:
        run.refresh_from_db()
        assert run.problems == SECRET


def test_an_account_is_deleted_and_its_trail_stays(cast: dict[str, User], signed_in: Callable[[str], Client]) -> None:
    who = cast["admin of N"]
    theirs, planner = signed_in("admin of N"), signed_in("planner")
    upload = give("N", uploaded_by=who)
    run = made_of(upload, created_by=who, place="N")
    Event.objects.create(user=who, who=who.email, what="uploaded", about="both.xlsx")
    Invitation.make(email=who.email, user=who)
    Client().post("/sign-in/", {"username": who.email, "password": "wrong"})
    assert "can no longer sign in." in said(planner, f"/people/{who.pk}/delete/")
    assert not User.objects.filter(email=who.email).exists()
    assert not Membership.objects.filter(place="N", role="site-admin").exists()
    assert not Invitation.objects.exists()
    assert not AccessAttempt.objects.exists()
    assert theirs.get("/files/")["Location"].startswith("/sign-in/"), "who is signed in is so no more"
    assert Client().post("/sign-in/", {"username": who.email, "password": PASSWORD}).status_code == 200
    for kept in (upload, run):
        kept.refresh_from_db()
    assert Event.objects.get(what="uploaded").who == who.email
    assert trail() == [("deleted an account", f"{who.email}: Site admin of N")]


def test_nobody_deletes_the_own_account_so_there_is_a_planner_always(
    cast: dict[str, User], signed_in: Callable[[str], Client]
) -> None:
    page = said(signed_in("planner"), f"/people/{cast['planner'].pk}/delete/")
    assert "This is your own account: another district planner can delete it." in page
    assert User.objects.filter(pk=cast["planner"].pk).exists()


@pytest.mark.django_db
def test_what_is_deleted_is_in_no_page_of_the_database_s_file() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("of SQLite's files")
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA secure_delete").fetchone() == (1,)


def test_secure_delete_does_what_it_says(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "a.sqlite3") as base:
        base.execute("PRAGMA secure_delete=ON")
        base.execute("CREATE TABLE t (x)")
        base.execute("INSERT INTO t VALUES (?)", (b"people" * 5_000,))
        base.commit()
        base.execute("DELETE FROM t")
        base.commit()
    base.close()
    assert b"people" not in (tmp_path / "a.sqlite3").read_bytes()
