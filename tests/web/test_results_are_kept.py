"""What the database cannot keep fails its run at once, with the reason; odd cells are kept by every database."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DataError, InterfaceError, OperationalError
from django.test import Client
from web_cast import two_sites
from workbooks import save

from scheduler.web.runs import queue, worker
from scheduler.web.runs.models import Page, Report, Run, RunState
from scheduler.web.storing import is_away, load_storable, storable
from scheduler.web.uploads.models import Upload


def asked() -> Run:
    return Run.objects.create(title="Plan", limit_seconds=60)


def report(**more: Any) -> dict[str, Any]:
    return {"reader": "planner", "label": "all", "file": "plan.xlsx", "pages": {"summary": {}}, **more}


def failed_at_once(run: Run) -> str:
    """Take the run with a worker; it must not be there to be taken again. Why it failed."""
    assert worker.Worker().take_one()
    run.refresh_from_db()
    assert (run.state, run.attempt, Report.objects.count()) == (RunState.FAILED, 1, 0)
    assert not worker.Worker().take_one()
    return run.failure


@pytest.mark.django_db
@pytest.mark.parametrize(
    "odd",
    [
        report(reader="coach:" + "x" * 2_000),
        report(pages={"teacher/" + "x" * 2_000: {}}),
        report(pages={"a": {}}, reader="planner") | {"file": "gone.xlsx"},
        report(pages={"a": object}),
        report(reader=None),
    ],
    ids=["long reader", "long page", "no file", "no JSON", "no reader"],
)
def test_a_result_that_cannot_be_kept_fails_its_run_at_once(
    monkeypatch: pytest.MonkeyPatch, odd: dict[str, Any], settings: Any
) -> None:
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3") and "x" * 2_000 in str(odd):
        pytest.skip("SQLite keeps a text of any length")

    def work(self: worker.Worker, held: queue.Claim, folder: Path) -> None:
        (folder / "plan.xlsx").write_bytes(b"workbook")
        self._keep(held, folder, {"outcome": {"status": "optimal"}, "reports": [report(), odd]})

    monkeypatch.setattr(worker.Worker, "_work", work)
    assert failed_at_once(asked()).startswith("A plan was made, and the database cannot keep it: ")


@pytest.mark.django_db
@pytest.mark.parametrize("why", [ValueError("a \ud800 fault\0"), KeyError("x"), DataError("value too long")])
def test_any_other_fault_fails_the_run_at_once_in_words_that_can_be_kept(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
    why: Exception,
) -> None:
    def work(*_: object) -> None:
        raise why

    # Half a character in a test's log cannot be sent to the process that gathers the reports.
    monkeypatch.setattr(worker.log, "disabled", True)
    monkeypatch.setattr(worker.Worker, "_work", work)
    assert failed_at_once(asked()).startswith("The program failed while it worked on this, and would again: ")


@pytest.mark.django_db
@pytest.mark.parametrize("why", [OperationalError("database is locked"), InterfaceError("connection already closed")])
def test_a_database_that_is_away_costs_no_run(monkeypatch: pytest.MonkeyPatch, why: Exception) -> None:
    def work(*_: object) -> None:
        raise why

    monkeypatch.setattr(worker.Worker, "_work", work)
    run = asked()
    with pytest.raises(type(why)):
        worker.Worker().take_one()
    run.refresh_from_db()
    assert run.state == RunState.RUNNING, "its lease ends, and it is taken up again"


def caused(state: str | None) -> OperationalError:
    """As psycopg's errors come out of Django."""
    why, cause = OperationalError("x"), Exception("x")
    cause.sqlstate = state  # type: ignore[attr-defined]
    why.__cause__ = cause
    return why


def test_what_would_be_the_same_again_is_not_taken_for_a_moment() -> None:
    assert all(is_away(caused(state)) for state in (None, "08006", "57P01", "53300", "40001", "55P03"))
    assert not any(is_away(caused(state)) for state in ("54000", "53100", "22021"))
    assert not any(map(is_away, (DataError("x"), ValueError("x"), OperationalError("no such table: x"))))


def test_what_no_database_keeps_is_replaced_and_all_else_is_as_it_was() -> None:
    odd = {"a\0": ["\ud83d\ude00", "\ud800", {"b": "\udfff"}], "c": [1, None, 0.5, True, "\\u0000"]}
    kept = {"a\ufffd": ["\N{GRINNING FACE}", "\ufffd", {"b": "\ufffd"}], "c": [1, None, 0.5, True, "\\u0000"]}
    assert load_storable(json.dumps(odd)) == kept
    assert storable("plain") == "plain"


ODD = {
    "TN1": "T" + "\N{CJK UNIFIED IDEOGRAPH-6F22}" * 99,
    "TN2": "_xD800_ alone",
    "TN3": "_xD83D__xDE00_/%00?#",
    "CN": "C_x0000__xFFFF_'\"<b>",
    "Norbert 1": "\N{RIGHT-TO-LEFT OVERRIDE}" + "n" * 1_999,
}


@pytest.mark.django_db
def test_odd_cells_go_all_the_way_to_the_pages(signed_in: Callable[[str], Client], tmp_path: Path) -> None:
    save(
        tmp_path / "plain.xlsx",
        {k: [[f"<{c}>" if c in ODD else c for c in r] for r in g] for k, g in two_sites().items()},
    )
    with zipfile.ZipFile(tmp_path / "plain.xlsx") as old, zipfile.ZipFile(tmp_path / "odd.xlsx", "w") as new:
        for name in old.namelist():
            data = old.read(name).decode()
            for plain, odd in ODD.items():
                data = data.replace(f"&lt;{plain}&gt;", odd.replace("&", "&amp;").replace("<", "&lt;"))
            new.writestr(name, data)
    planner = signed_in("planner")
    file = SimpleUploadedFile("odd.xlsx", (tmp_path / "odd.xlsx").read_bytes())
    page = planner.post("/files/", {"place": "", "file": file})
    assert page.status_code == 302, page.content.decode()
    upload = Upload.objects.get()
    assert [p for p in upload.problems if p["level"] == "error"] == []
    assert {p["code"] for p in upload.problems} >= {"half-character"}
    planner.post(f"{page['Location']}confirm/")
    planner.post("/plans/", {"place": "", "title": "Odd", "seed": "0", "limit_seconds": "60"})
    assert worker.Worker().take_one()
    run = Run.objects.get()
    assert run.state == RunState.DONE, run.failure
    whole = Report.objects.get(run=run, reader="planner")
    names = list(Page.objects.filter(report=whole).values_list("name", flat=True))
    people = [name for name in names if name.startswith(("coach/", "teacher/"))]
    assert len(people) == 8
    for name in people:
        kind, _, id = name.partition("/")
        seen = planner.get(f"/plans/{run.pk}/{kind}/{quote(id, safe='')}/")
        assert seen.status_code == 200, name
    for path in ("", "rules/", "weeks/", "coverage/", "workbook/", "table/Sessions/", "table/Sessions/?csv"):
        assert planner.get(f"/plans/{run.pk}/{path}").status_code == 200
