"""The page makes the plan that the command line makes, byte for byte, and a reader's workbook as `--for` does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from scheduler import pipeline
from scheduler.domain.reader import reader_named
from scheduler.web.runs.models import Report, Run

Answer = tuple[dict[str, Any], Path]


@pytest.mark.lands
def test_every_reader_s_workbook_is_that_of_the_command_line(
    solved: Callable[..., Run], workbook: Path, tmp_path: Path
) -> None:
    run = solved()
    reports = {r.reader: bytes(r.workbook) for r in Report.objects.filter(run=run)}
    assert set(reports) == {
        "planner",
        "site-admin:N",
        "site-admin:S",
        "principal:N",
        "principal:S",
        "coach:CN",
        "coach:CS",
    }
    for reader, content in reports.items():
        path = tmp_path / "plan.xlsx"
        pipeline.solve_files([workbook], path, reader=reader_named(reader))
        assert path.read_bytes() == content, reader


def test_the_summary_on_the_page_says_what_the_workbook_says(
    solved: Callable[..., Run], signed_in: Callable[[str], Client]
) -> None:
    import io

    import openpyxl

    run = solved(published=True)
    for person in ("planner", "admin of N", "principal of S", "coach CN"):
        client = signed_in(person)
        content = client.get(f"/plans/{run.pk}/workbook/").content
        sheet = openpyxl.load_workbook(io.BytesIO(content))["Summary"]
        told = {str(c.value) for row in sheet.iter_rows() for c in row if isinstance(c.value, str)}
        blocks = client.get(f"/plans/{run.pk}/").context["blocks"]
        said = [b["text"] for b in blocks if b["kind"] in ("words", "heading")]
        said += [cell for b in blocks if b["kind"] == "rows" for row in b["rows"] for cell in row]
        assert said
        assert [text for text in said if text not in told] == []
