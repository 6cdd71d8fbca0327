"""Two who do something in the same moment: one of them is told that somebody was quicker, and nothing is left half."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db.models.signals import pre_save
from django.test import Client
from web_cast import give

from scheduler.web.accounts.models import User
from scheduler.web.runs import publishing
from scheduler.web.runs.deleting import delete_run
from scheduler.web.runs.models import Publication, Run
from scheduler.web.scenarios.models import Scenario
from scheduler.web.uploads import checking
from scheduler.web.uploads.deleting import delete_upload
from scheduler.web.uploads.marking import MARKED
from scheduler.web.uploads.models import Piece, Upload, UploadState

WRONG = [{"level": "warning", "code": "x", "sheet": "Sites", "cell": "A1", "text": "T", "fix": "", "file": "both.xlsx"}]


@contextmanager
def just_before(model: type[Any], happens: Callable[[], object]) -> Iterator[None]:
    """Something else happens after a form was looked at, and before its row is saved."""
    once = [happens]

    def first(**_: object) -> None:
        if once:
            once.pop()()

    pre_save.connect(first, sender=model)
    try:
        yield
    finally:
        pre_save.disconnect(first, sender=model)


def test_no_marked_copy_is_kept_of_a_file_that_was_deleted_while_it_was_made(
    cast: dict[str, User], signed_in: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = give("", problems=WRONG)
    assert upload.can_be_marked

    def marking(module: str, folder: Any, job: object) -> None:
        delete_upload(upload, cast["planner"], lambda _: True, with_plans=False)
        (folder / MARKED).write_bytes(b"Ann's row")

    monkeypatch.setattr(checking, "run", marking)
    answer = signed_in("planner").get(f"/files/{upload.pk}/marked/")
    assert answer.status_code == 302
    assert not Piece.objects.filter(upload=upload).exists()


def test_a_marked_copy_of_what_was_read_before_an_answer_is_not_kept(
    cast: dict[str, User], signed_in: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = give("", problems=WRONG)

    def marking(module: str, folder: Any, job: object) -> None:
        Upload.objects.filter(pk=upload.pk).update(problems=[])
        (folder / MARKED).write_bytes(b"as it was")

    monkeypatch.setattr(checking, "run", marking)
    said = signed_in("planner").get(f"/files/{upload.pk}/marked/", follow=True).content.decode()
    assert "See what it says now" in said
    assert not Piece.objects.filter(upload=upload, marked=True).exists()


def test_of_two_files_confirmed_at_once_one_is_current_and_the_other_says_so(
    signed_in: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = give(""), give("")

    def can_be_confirmed(upload: Upload) -> bool:
        Upload.objects.filter(pk=first.pk).update(state=UploadState.CURRENT)  # PostgreSQL lets the other go on here
        return True

    monkeypatch.setattr(Upload, "can_be_confirmed", property(can_be_confirmed))
    said = signed_in("planner").post(f"/files/{second.pk}/confirm/", follow=True).content.decode()
    assert "another one was confirmed since" in said


@pytest.mark.parametrize("place", ["", "N"])
def test_of_two_scenarios_of_one_name_saved_at_once_one_is_there(
    signed_in: Callable[[str], Client], place: str
) -> None:
    client = signed_in("admin of N" if place else "planner")
    fields = {"name": "Fewer", "place": place, "kind0": "sections", "who0": "N", "value0": "3"}

    def other() -> None:
        Scenario.objects.bulk_create([Scenario(name="Fewer", place=place)])

    with just_before(Scenario, other):
        client.raise_request_exception = False
        answer = client.post("/scenarios/new/", fields)
    assert answer.status_code == 409
    assert "Somebody was quicker" in answer.content.decode()


def test_a_plan_that_is_deleted_while_it_is_published_is_in_force_for_nobody(
    solved: Callable[..., Run],
    cast: dict[str, User],
    signed_in: Callable[[str], Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = solved()
    client = signed_in("planner")
    seen = client.get(f"/plans/{run.pk}/publish/").context["effect"].seen
    publish = publishing.publish

    def after_the_other(*args: Any) -> object:
        delete_run(run, cast["planner"])
        return publish(*args)

    monkeypatch.setattr(publishing, "publish", after_the_other)
    number = run.pk
    assert client.post(f"/plans/{number}/publish/", {"seen": seen}).status_code == 404
    assert not Publication.objects.exists()
