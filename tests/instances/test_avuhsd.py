"""The invented school and the plan for it are what their makers make today: open either, and it is true."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

import scheduler
from instances.avuhsd.make import make as make_instance
from reports.make import make as make_report

ROOT = Path(__file__).parents[2]
INSTANCE = ROOT / "instances" / "avuhsd" / "avuhsd.xlsx"
REPORT = ROOT / "reports" / "avuhsd"


def test_the_instance_is_what_its_script_makes(tmp_path: Path) -> None:
    make_instance(tmp_path / "avuhsd.xlsx")
    assert (tmp_path / "avuhsd.xlsx").read_bytes() == INSTANCE.read_bytes(), "make reports"


def test_october_is_what_its_script_makes(tmp_path: Path) -> None:
    make_instance(tmp_path / "october.xlsx", october=True)
    october = INSTANCE.parent / "october" / "october.xlsx"
    assert (tmp_path / "october.xlsx").read_bytes() == october.read_bytes(), "make reports"


def test_the_header_of_sites_stands_in_its_first_row() -> None:
    header = next(load_workbook(INSTANCE)["Sites"].values)
    assert header == ("site", "name", "bell schedule", "sections funded", "cost per section")


def test_it_is_a_school_of_a_hundred_teachers_after_the_district_s_model() -> None:
    school = scheduler.read(INSTANCE)
    assert school.problems == ()
    assert len({e.teacher for e in school.enrollments}) == 100
    assert len(school.coaches) == 3
    assert school.settings.cycles == 6
    assert school.class_periods("JRHS") == ("1", "2", "3", "4", "5", "6")
    assert school.sites["JRHS"].sections_funded == 7
    sourced = {rule for (rule, _), setting in school.rules.items() if "AVUHSD" in setting.source}
    assert sourced == {
        "Every teacher has a coach",
        "Every teacher can meet the coach",
        "All periods covered",
        "Sections funded",
        "Coaching periods per coach",
        "Coaches per site",
        "Flex time",
        "Grade match",
        "Content match",
        "Common planning",
    }


@pytest.fixture(scope="module")
def remade(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report, made anew."""
    folder = tmp_path_factory.mktemp("avuhsd")
    make_report("avuhsd", folder)
    return folder


@pytest.mark.parametrize("name", ["plan.xlsx", "summary.txt"])
def test_the_report_is_what_the_program_makes_of_it_today(remade: Path, name: str) -> None:
    assert (remade / name).read_bytes() == (REPORT / name).read_bytes(), "make reports"
