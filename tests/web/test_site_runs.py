"""A site's run is of that site: its rows, its score, and reports for its own people alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from web_cast import Answer, two_sites
from workbooks import save

from scheduler import pipeline
from scheduler.domain.problem import InputProblems
from scheduler.pipeline.one_site import part_of_site
from scheduler.web.runs.publishing import covers_of


def test_a_site_s_run_has_reports_for_that_site_and_its_coaches(answers: Callable[[str], Answer]) -> None:
    answer, folder = answers("N")
    readers = {r["reader"] for r in answer["reports"]}
    assert readers == {"planner", "site-admin:N", "principal:N", "coach:CN"}
    everything = json.dumps(answer)
    for report in answer["reports"]:
        book = openpyxl.load_workbook(folder / report["file"])
        everything += " ".join(str(c.value) for sheet in book for row in sheet.iter_rows() for c in row)
    assert "Norbert 1" in everything
    for elsewhere in ("Susanne", "Sven", "South High", "TS1"):
        assert elsewhere not in everything


def test_a_site_s_run_is_scored_over_that_site(answers: Callable[[str], Answer], workbook: Path) -> None:
    whole, north, south = (answers(place)[0]["outcome"] for place in ("", "N", "S"))

    def levels(outcome: dict[str, Any]) -> list[int]:
        return [int(figure) for figure in outcome["score"].split(" / ")]

    assert [a + b for a, b in zip(levels(north), levels(south), strict=True)] == levels(whole)
    assert levels(north) != levels(whole)


def test_schools_without_teachers_owe_nothing_in_a_site_s_plan(tmp_path: Path) -> None:
    """A school whose own file is not there yet has no teachers in what a site's run reads."""
    sheets = two_sites()
    sheets["Teachers"] = [row for row in sheets["Teachers"] if row[2] != "S"]
    sheets["Master schedule"] = [row for row in sheets["Master schedule"] if not str(row[0]).startswith("TS")]
    path = save(tmp_path / "north.xlsx", sheets)
    part = part_of_site(pipeline.read(path), "N")
    assert list(part.sites) == ["N"]
    assert list(part.coaches) == ["CN"]
    pipeline.solve_files([path], tmp_path / "plan.xlsx", site="N")
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    cells = {str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None}
    assert not [text for text in cells if "South" in text or "Sven" in text or text == "CS"]


@pytest.mark.parametrize(("site", "code"), [("X", "no-such-site"), ("N", "shared-coaches")])
def test_what_is_no_site_of_its_own_is_refused_without_a_word_of_others(tmp_path: Path, site: str, code: str) -> None:
    sheets = two_sites()
    sheets["Coaches"][1][2] = "N, S"
    instance = pipeline.read(save(tmp_path / "both.xlsx", sheets))
    with pytest.raises(InputProblems) as refusal:
        part_of_site(instance, site)
    (problem,) = refusal.value.problems
    assert problem.code == code
    for other in ("S ", '"S"', "South", "N, S", "Sven"):
        assert other not in problem.text


def test_a_plan_knows_whom_it_covers(solved: Callable[..., Any]) -> None:
    covers = covers_of(solved("N"))
    assert covers.sites == {"N": "North High"}
    assert covers.coaches == {"CN": "Nadia"}
    assert covers.serves == {"CN": ("N",)}
