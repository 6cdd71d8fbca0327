"""A comparison as others see it: only their site, nothing that is confidential, and of principals' counts no person."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from web_cast import two_sites
from workbooks import save

from scheduler.domain.comparison import Comparison
from scheduler.domain.problem import InputProblems
from scheduler.domain.reader import PLANNER, Reader
from scheduler.export.comparison import comparison_bytes
from scheduler.export.comparison_page import page_of
from scheduler.scenarios import compare
from scheduler.scenarios.executor import Processes
from scheduler.scenarios.readers import comparisons_at, plans_at

SCENARIOS = [
    ["scenario", "change", "sheet", "row", "column", "value"],
    ["Fewer at N", "Set", "Sites", "N", "sections funded", 3],
    ["Fewer at S", "Set", "Sites", "S", "sections funded", 3],
    ["One talk more", "Set", "Teachers", "TN2", "programs", "Cycle, Quiet"],
    ["Longer cycles", "Set", "Programs", "Cycle/Observe", "minutes", 45],
    ["Another coach", "Add", "Coaches", "CX", "sites", "N"],
    ["Another coach", "Set", "Coaches", "CX", "cost", 4321],
]
ADMIN, PRINCIPAL = Reader("site-admin", "N"), Reader("principal", "N")


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Comparison:
    folder = tmp_path_factory.mktemp("compared")
    given = save(folder / "both.xlsx", two_sites() | {"Scenarios": SCENARIOS})
    request = compare.Request((given,), folder / "comparison.xlsx")
    return compare.compare_files(request, pool=lambda: Processes(1)).comparison


@pytest.fixture(scope="module")
def at_north(compared: Comparison) -> dict[Reader, Comparison]:
    return comparisons_at(compared, "N")


def texts(comparison: Comparison) -> str:
    """All that the workbook and the page say."""
    with zipfile.ZipFile(io.BytesIO(comparison_bytes(comparison))) as box:
        parts = [box.read(name).decode("utf-8") for name in box.namelist()]
    return "\n".join([*parts, page_of(comparison)])


def value(comparison: Comparison, label: str, scenario: str = "Base") -> object:
    place = [e.name for e in comparison.entries].index(scenario)
    return next(r.values[place] for r in comparison.matrix if r.label == label)


def test_only_scenarios_that_concern_the_site_are_shown(
    compared: Comparison, at_north: dict[Reader, Comparison]
) -> None:
    assert [e.name for e in at_north[ADMIN].entries] == [
        "Base",
        "Fewer at N",
        "One talk more",
        "Longer cycles",
        "Another coach",
    ]
    assert [e.name for e in comparisons_at(compared, "S")[Reader("site-admin", "S")].entries] == [
        "Base",
        "Fewer at S",
        "Longer cycles",
    ]


def test_a_site_that_no_scenario_concerns_has_nothing_to_see(compared: Comparison) -> None:
    left = [e for e in compared.entries if e.name in ("Base", "Fewer at N")]
    assert comparisons_at(replace(compared, entries=tuple(left)), "S") == {}


def test_a_site_admin_sees_the_own_teachers_and_nothing_of_what_is_confidential(
    at_north: dict[Reader, Comparison],
) -> None:
    said = texts(at_north[ADMIN])
    assert "Longer cycles" in said
    assert "as the site admin of N may see it" in said
    for word in ("Susanne", "TS1", "Sven", "Quiet", "Evaluation talk", "Fewer at S"):
        assert word not in said, word


def test_confidential_sessions_are_in_no_figure_of_a_reader(
    compared: Comparison, at_north: dict[Reader, Comparison]
) -> None:
    assert value(compared, "Sessions due") == 2 * (3 + 1)
    assert value(at_north[ADMIN], "Sessions due") == 3
    assert value(at_north[ADMIN], "Sessions due", "One talk more") == 3
    assert value(at_north[PRINCIPAL], "Enrollments", "One talk more") == 3


def test_scores_and_the_names_of_rules_are_the_planners(
    compared: Comparison, at_north: dict[Reader, Comparison]
) -> None:
    mine = {r.label for r in at_north[ADMIN].matrix}
    gone = {r.label for r in compared.matrix} - mine
    assert {"Required shortfall", "Required, proven bound", "Required rules not met"} <= gone
    assert "Minutes on the road a week" in gone
    assert "Sections used" in mine
    missed = [s for s in at_north[ADMIN].sentences if "misses" in s]
    assert missed
    assert all(re.fullmatch(r".* misses something that is Required\. The planner sees what\.", s) for s in missed)


def test_a_principal_sees_counts_and_no_teacher_and_no_pay(at_north: dict[Reader, Comparison]) -> None:
    said = texts(at_north[PRINCIPAL])
    assert "as the principal of N may see it" in said
    for word in ("Norbert", "TN1", "TN2", "Susanne", "Quiet", "Evaluation talk", "4321", "4,321"):
        assert word not in said, word
    assert "4321" in texts(at_north[ADMIN])
    labels = {r.label for r in at_north[PRINCIPAL].matrix}
    assert "Department Math" not in labels, "three teachers: too few to hide among"
    assert "Released time in sessions" not in labels
    assert "Department Math" in {r.label for r in at_north[ADMIN].matrix}


def test_coverage_and_sections_are_those_of_the_whole_plan_at_the_site(
    compared: Comparison, at_north: dict[Reader, Comparison]
) -> None:
    for mine in at_north.values():
        for entry in mine.entries:
            whole = next(e.figures for e in compared.entries if e.name == entry.name)
            assert entry.figures is not None
            assert whole is not None
            assert entry.figures.covered == tuple(c for c in whole.covered if c.site == "N")
    assert (value(compared, "Sections funded"), value(at_north[ADMIN], "Sections funded")) == (8, 4)


def test_the_plans_of_a_reader_are_redacted_like_any(compared: Comparison) -> None:
    found = plans_at(compared, ADMIN)
    assert list(found) == [e.name for e in compared.entries]
    with zipfile.ZipFile(io.BytesIO(found["One talk more"])) as box:
        said = "".join(box.read(name).decode("utf-8") for name in box.namelist())
    assert "Redacted for" in said
    assert "Evaluation talk" not in said


def test_a_comparison_of_one_site_plans_that_site_alone(tmp_path: Path) -> None:
    given = save(tmp_path / "both.xlsx", two_sites() | {"Scenarios": SCENARIOS[:2]})
    request = compare.Request((given,), tmp_path / "comparison.xlsx", site="N")
    base = compare.read_scenarios(request)[0].instance
    assert (list(base.sites), list(base.coaches), len(base.teachers)) == (["N"], ["CN"], 3)


def test_a_site_that_shares_coaches_in_a_scenario_is_not_planned_alone(tmp_path: Path) -> None:
    shared = [SCENARIOS[0], ["Shared", "Set", "Coaches", "CS", "sites", "S, N"]]
    given = save(tmp_path / "both.xlsx", two_sites() | {"Scenarios": shared})
    with pytest.raises(InputProblems) as caught:
        compare.read_scenarios(compare.Request((given,), tmp_path / "comparison.xlsx", site="N"))
    assert [(p.code, p.text) for p in caught.value.problems] == [
        ("shared-coaches", "Shared: N shares coaches with other sites, so they are planned together.")
    ]


def test_the_planner_sees_everything(compared: Comparison) -> None:
    assert compared.reader == PLANNER
    assert "may see it" not in texts(compared)
