"""Every date of random years and of the shared inputs, as the independent checker labels it: it shares no code."""

from __future__ import annotations

import datetime
import importlib
import random
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from workbooks import save
from years import D3, D6, SUNDAYS, bell, read_book, year_book

from scheduler.dates import label_year
from scheduler.domain.instance import Instance
from scheduler.intake import read_instance

CHECKER = Path(__file__).parents[2].parent / "shared" / "check"
pytestmark = pytest.mark.skipif(not (CHECKER / "dates.py").is_file(), reason="needs ../shared/check/dates.py")

SHARED = (
    "avuhsd-gunn.xlsx",
    "avuhsd-ab-block-lone-peak.xlsx",
    "tosa-ibdp.xlsx",
    "juneau-three-sites.xlsx",
    "partners-second-week.xlsx",
    "desmoines-two-sites",
    "district-five-schools",
)
KINDS = ("Holiday", "Closure", "Training", "Meeting", "No_coaching", "School_day", "Minimum_day")


@cache
def modules() -> tuple[ModuleType, ModuleType]:
    """(contract, dates) of the checker."""
    sys.path.insert(0, str(CHECKER))
    try:
        return importlib.import_module("contract"), importlib.import_module("dates")
    finally:
        sys.path.remove(str(CHECKER))


def its_year(files: Sequence[Path]) -> Any:
    contract, dates = modules()
    return dates.read_year(contract.read_input(*files), *files)


def differences(instance: Instance, its: Any) -> list[str]:
    """Each (site, date) that the two call by other names, and the cycles where they differ."""
    ours = label_year(instance)
    found = []
    for site, date in sorted({*ours.dates, *its.days}):
        mine, other = ours.at(site, date), its.day(site, date)
        label = (mine.turn, mine.week, mine.day, mine.bell)
        theirs = (other.turn, other.week, other.day, other.bell)
        if mine.in_session != other.open or (mine.in_session and label != theirs):
            found.append(f"{site} {date}: {mine.in_session} {label}, not {other.open} {theirs}")
    cycles = {c.cycle: (c.first, c.last) for c in ours.cycles}
    return [*found, *([] if cycles == its.cycles else [f"cycles {cycles}, not {its.cycles}"])]


@pytest.mark.parametrize("name", SHARED)
def test_the_shared_inputs_have_the_same_labels(name: str) -> None:
    path = CHECKER.parent / "data" / name
    if not path.exists():
        pytest.skip("needs the inputs of ../shared/data")
    files = [path] if path.is_file() else sorted(path.glob("*.xlsx"))
    assert differences(read_instance(files), its_year(files)) == []


def draw(rng: random.Random) -> tuple[list[str], dict[str, Any]]:
    """A calendar of up to eight rows, and the settings of a year of six to ten weeks."""
    days = rng.choice((None, None, SUNDAYS, D3, D6))
    weeks = rng.choice((1, 2))
    first = datetime.date(rng.choice((2026, 2028)), rng.choice((1, 2, 8, 12)), rng.randint(1, 28))
    last = first + datetime.timedelta(rng.randint(40, 70))
    settings: dict[str, Any] = {"first": str(first), "last": str(last), "days": days, "weeks": weeks}
    settings["cycles"] = rng.randint(1, 3)
    if weeks == 2 and rng.random() < 0.4:
        settings["week_rotation"] = "Calendar weeks"
    if rng.random() < 0.2 and days not in (D3, D6):
        settings["day_rotation"] = "School days"
    if days is None and rng.random() < 0.3:
        settings["bells"] = [*bell("Bells", "Mon-Thu"), *bell("Short", "Mon-Sun", minutes=20)]
    else:
        every = "Mon-Sun" if days is None else days
        settings["bells"] = [*bell("Bells", "Mon-Fri" if days is None else days), *bell("Short", every, minutes=20)]
    return [row for _ in range(rng.randint(0, 8)) if (row := draw_row(rng, first, last, days, weeks))], settings


def draw_row(rng: random.Random, first: datetime.date, last: datetime.date, days: str | None, weeks: int) -> str:
    kind = rng.choice(KINDS)
    date = first + datetime.timedelta(rng.randint(-3, (last - first).days))
    length = rng.choice((0, 0, 0, 1, 4, 11)) if kind not in ("School_day", "Minimum_day") else 0
    row = f"{date}..{date + datetime.timedelta(length)} {kind}"
    who = rng.choice(("", "", "", " who=A", " who=B", " who=A,B", " who=Coaches", " who=T1"))
    if kind in ("Holiday", "Closure", "Training"):
        row += rng.choice(("", "", "", " rotation=Runs_on", " rotation=Waits")) if "who" not in who else ""
        return row + rng.choice(("", "", "", "", " start=12:00")) + who
    if who in ("", " who=A", " who=B", " who=A,B"):
        if rng.random() < 0.4:
            row += f" day={rng.choice((days or 'Mon, Tue, Wed, Thu, Fri').split(', '))}"
            row += rng.choice(("", f" week={rng.randint(1, weeks)}"))
        row += rng.choice(("", "", " rotation=Waits")) if who == "" else ""
        row += " bell_schedule=Short" if kind == "Minimum_day" or rng.random() < 0.2 else ""
    elif kind == "Minimum_day":
        row += " bell_schedule=Short"
    return row + who


def compare(seed: int, tmp_path: Path) -> list[str] | None:
    """What differs in a random year; None where it has an error."""
    calendar, settings = draw(random.Random(seed))
    book = year_book(calendar, **settings)
    instance, problems = read_book(book)
    if any(p.level == "error" for p in problems):
        return None
    its = its_year([save(tmp_path / "year.xlsx", book)])
    return differences(instance, its) if not its.errors else None


def test_random_years_have_the_same_labels(tmp_path: Path) -> None:
    found = {seed: compare(seed, tmp_path) for seed in range(60)}
    assert {seed: differ for seed, differ in found.items() if differ} == {}
    assert sum(1 for differ in found.values() if differ is not None) > 30, "too many have errors"


@pytest.mark.deep
def test_thousands_of_random_years_have_the_same_labels(tmp_path: Path) -> None:
    found = {seed: compare(seed, tmp_path) for seed in range(60, 5060)}
    assert {seed: differ for seed, differ in found.items() if differ} == {}
