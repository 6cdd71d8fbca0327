"""Sheet Coach availability: every period, columns of periods with days, and what is said for one site alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from workbooks import save

from scheduler.domain.instance import Instance
from scheduler.domain.matching import blocked_periods
from scheduler.intake import check_input, read_instance
from scheduler.rules.coach_slots import CoachSlots

BELLS = [
    ["bell schedule", "period", "start", "end"],
    *([name, str(n), f"{7 + n:02}:00", f"{7 + n:02}:50"] for name in ("A", "B") for n in range(1, 5)),
]


def district(availability: list[list[Any]], *, full_time: str = "Y", taught: str = "") -> dict[str, list[list[Any]]]:
    """Two schools whose periods meet at the same time; C1 is at home in North."""
    return {
        "Sites": [["site", "bell schedule"], ["North", "A"], ["South", "B"]],
        "Bell schedule": BELLS,
        "Teachers": [["teacher", "site"], ["N1", "North"], ["S1", "South"]],
        "Master schedule": [["teacher", "1", "2", "3", "4"], ["N1", "Art"], ["S1", "Art"], ["C1", taught]],
        "Coaches": [["coach", "sites", "full time"], ["C1", "North, South", full_time]],
        "Coach availability": availability,
    }


def read(tmp_path: Path, book: dict[str, list[list[Any]]]) -> Instance:
    return read_instance([save(tmp_path / "in.xlsx", book)])


def monday(instance: Instance) -> list[str]:
    return [
        status
        for slot, status in zip(instance.home_slots("C1"), instance.availability["C1"], strict=True)
        if slot.day == 0
    ]


@pytest.mark.parametrize("period", ["", "All", "all periods"])
def test_a_blank_period_is_every_period(period: str, tmp_path: Path) -> None:
    rows = [["coach", "period", "days", "status"], ["C1", period, "Mon", "Unavailable"]]
    instance = read(tmp_path, district(rows))
    assert monday(instance) == ["Unavailable"] * 4
    assert instance.availability["C1"].count("Unavailable") == 4


def test_a_column_a_period_may_have_days(tmp_path: Path) -> None:
    rows = [
        ["coach", "days", "1st", "2nd"],
        ["C1", None, "Prefer", "Avoid"],
        ["C1", "Mon/Wed", "Unavailable", None],
    ]
    instance = read(tmp_path, district(rows))
    assert monday(instance) == ["Unavailable", "Avoid", "Available", "Available"]
    assert instance.availability["C1"].count("Unavailable") == 2
    assert instance.availability["C1"].count("Prefer") == 3


def away(instance: Instance, site: str, released: frozenset[str]) -> set[str]:
    """The periods of a site in which the coach cannot be used on Monday."""
    slots = CoachSlots(instance, {"C1": released})
    found = zip(instance.slots(site), slots.hindrances("C1", site), strict=True)
    return {slot.period for slot, why in found if why and slot.day == 0}


EVERY = frozenset("1234")
SITES = {
    "without a site it holds everywhere": ([["C1", "1", None, "Unavailable"]], "Y", {"1"}, {"1"}),
    "for the home it holds at home alone": ([["C1", "1", "North", "Unavailable"]], "Y", {"1"}, set()),
    "for another site it holds there alone": ([["C1", "1", "South", "Unavailable"]], "Y", set(), {"1"}),
    "a row with the site beats one without": (
        [["C1", "1", None, "Unavailable", "Mon"], ["C1", "1", "South", "Available"]],
        "Y",
        {"1"},
        set(),
    ),
    "a prep for the home keeps a full-time coach at home alone": ([["C1", "1", "North", "Prep"]], "Y", {"1"}, set()),
    "a prep everywhere": ([["C1", "1", None, "Prep"]], "Y", {"1"}, {"1"}),
    "of another coach the period is then never released": ([["C1", "1", "North", "Prep"]], None, {"1"}, {"1"}),
    "a class for the home counts everywhere": ([["C1", "1", "North", "Teaching"]], "Y", {"1"}, {"1"}),
}


@pytest.mark.parametrize("case", SITES)
def test_what_is_said_for_a_site(case: str, tmp_path: Path) -> None:
    rows, full_time, at_home, elsewhere = SITES[case]
    instance = read(
        tmp_path, district([["coach", "period", "site", "status", "days"], *rows], full_time=full_time or "")
    )
    released = EVERY - set(blocked_periods(instance, "C1"))
    assert (away(instance, "North", released), away(instance, "South", released)) == (at_home, elsewhere)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            ["C1", "1", "South", "Prep"],
            'Coach availability!D2: "Prep" can be used only for the home site (North): releases and classes belong to '
            "the home site. Write Available or Unavailable, or North as the site.",
        ),
        (
            ["C1", "9", "South", "Unavailable"],
            'Coach availability!B2: "9" is not a period of bell schedule "B" (periods: 1, 2, 3, 4). Write one of these '
            "periods, or add it to Bell schedule.",
        ),
    ],
)
def test_what_is_wrong_with_a_site_is_said(row: list[str], said: str, tmp_path: Path) -> None:
    path = save(tmp_path / "in.xlsx", district([["coach", "period", "site", "status"], row]))
    assert [str(p) for p in check_input([path]) if p.level == "error"] == [said]


def test_a_site_that_is_not_the_coachs_is_an_error(tmp_path: Path) -> None:
    book = district([["coach", "period", "site", "status"], ["C1", "1", "South", "Unavailable"]])
    book["Coaches"][1][1] = "North"
    (problem,) = (p for p in check_input([save(tmp_path / "in.xlsx", book)]) if p.level == "error")
    assert str(problem) == (
        'Coach availability!C2: "South" is not a site of C1 (North). Write one of them, or add the site in Coaches.'
    )
