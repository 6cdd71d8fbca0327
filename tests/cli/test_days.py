"""`coach days`: what each date of the year is, for a school that asks whether its calendar is right."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
from click.testing import Result
from workbooks import save
from years import D6, year_book

Run = Callable[..., Result]


def test_a_year_is_a_line_a_date(run: Run, tmp_path: Path) -> None:
    calendar = [
        "09-07 Holiday event=Labor_Day",
        "09-09 School_day day=Mon event=Monday_schedule",
        "09-16 Minimum_day bell_schedule=Short",
    ]
    path = save(tmp_path / "in.xlsx", year_book(calendar, weeks=2, cycles=2, first="09-04", last="09-18"))
    answer = run("days", path)
    assert answer.exit_code == 0
    assert [line.rstrip() for line in answer.stdout.splitlines()] == [
        "date              day        week  cycle  bell schedule  event            sites",
        "Fri Sep 4, 2026   Fri        1     1                                      all",
        "Mon Sep 7, 2026   no school                              Labor Day        all",
        "Tue Sep 8, 2026   Tue        2     1                                      all",
        "Wed Sep 9, 2026   Mon        2     1                     Monday schedule  all",
        "Thu Sep 10, 2026  Thu        2     1                                      all",
        "Fri Sep 11, 2026  Fri        2     1                                      all",
        "Mon Sep 14, 2026  Mon        1     2                                      all",
        "Tue Sep 15, 2026  Tue        1     2                                      all",
        "Wed Sep 16, 2026  Wed        1     2      Short          Minimum day      all",
        "Thu Sep 17, 2026  Thu        1     2                                      all",
        "Fri Sep 18, 2026  Fri        1     2                                      all",
        "",
        "Each date has its weekday's label. 10 dates in session.",
        "Cycle 1: Sep 4, 2026 to Sep 13, 2026, 5 school days",
        "Cycle 2: Sep 14, 2026 to Sep 18, 2026, 5 school days",
    ]


def test_sites_that_differ_have_lines_of_their_own(run: Run, tmp_path: Path) -> None:
    book = year_book(["09-02 Holiday who=A event=Fair"], days=D6)
    lines = run("days", save(tmp_path / "in.xlsx", book)).stdout.splitlines()
    assert [" ".join(line.split()) for line in lines[3:6]] == [
        "Wed Sep 2, 2026 no school Fair A",
        "Wed Sep 2, 2026 D3 1 B",
        "Thu Sep 3, 2026 D4 1 all",
    ]


def test_a_date_between_cycles_is_of_none(run: Run, tmp_path: Path) -> None:
    book = year_book(ranges=["1 08-31 09-04", "2 09-14 09-18"], cycles=2)
    lines = run("days", save(tmp_path / "in.xlsx", book), "--site", "A").stdout.splitlines()
    assert [line.split()[5] for line in lines[5:8]] == ["1", "none", "none"]


def test_json_has_every_date_of_every_site(run: Run, tmp_path: Path) -> None:
    book = year_book(["09-02 Closure event=Snow"], first="09-01", last="09-02", days=D6)
    found = json.loads(run("days", save(tmp_path / "in.xlsx", book), "--json").stdout)
    assert {key: found[key] for key in ("first_day", "last_day", "day_rotation", "days_in_session")} == {
        "first_day": "2026-09-01",
        "last_day": "2026-09-02",
        "day_rotation": "School days",
        "days_in_session": 1,
    }
    assert found["cycles"] == [{"cycle": 1, "first_day": "2026-09-01", "last_day": "2026-09-02", "school_days": 1}]
    assert [row["site"] for row in found["days"]] == ["A", "B"]
    assert found["days"][0] == {
        "date": "2026-09-01",
        "weekday": "Tue",
        "site": "A",
        "in_session": True,
        "week": 1,
        "day": "D1",
        "cycle": 1,
        "turn": 1,
        "bell_schedule": "Bells",
        "event": "",
    }


def test_a_workbook_of_the_dates_has_a_row_for_each_site(run: Run, tmp_path: Path) -> None:
    book = year_book(["09-07 Holiday event=Labor_Day"], weeks=2, first="09-04", last="09-15", cycles=2)
    answer = run("days", save(tmp_path / "in.xlsx", book), "-o", tmp_path / "days.xlsx")
    assert answer.exit_code == 0
    assert answer.stdout.splitlines()[-1] == f"Wrote {tmp_path / 'days.xlsx'}."
    rows = list(openpyxl.load_workbook(tmp_path / "days.xlsx")["Days"].iter_rows(values_only=True))
    header = ("date", "weekday", "site", "in session", "week", "day", "cycle", "turn", "bell schedule", "event")
    assert rows[0] == header
    assert rows[1] == ("2026-09-04", "Fri", "A", "Y", 1, "Fri", 1, 1, "Bells", None)
    assert rows[3] == ("2026-09-07", "Mon", "A", "N", None, None, 1, None, None, "Labor Day")
    assert rows[6] == ("2026-09-08", "Tue", "B", "Y", 2, "Tue", 1, 1, "Bells", None)


def test_the_workbook_of_the_dates_is_never_the_input(run: Run, tmp_path: Path) -> None:
    path = save(tmp_path / "in.xlsx", year_book())
    assert run("days", path, "-o", path).exit_code == 2


def test_a_year_needs_its_first_and_last_day(run: Run, small_school: Path) -> None:
    answer = run("days", small_school)
    assert answer.exit_code == 3
    assert answer.stderr == (
        "Error: Settings has no first day or no last day, so the year has no dates. Add both to Settings, like "
        "2026-08-10 and 2027-05-28.\n"
    )


def test_a_site_that_is_not_there_is_wrong_usage(run: Run, tmp_path: Path) -> None:
    answer = run("days", save(tmp_path / "in.xlsx", year_book()), "--site", "Z")
    assert answer.exit_code == 2
    assert 'there is no site "Z"; the sites are A, B' in answer.stderr


def test_an_input_with_errors_is_refused(run: Run, tmp_path: Path) -> None:
    path = save(tmp_path / "in.xlsx", year_book(["09-02 Minimum_day"]))
    answer = run("days", path)
    assert answer.exit_code == 3
    assert "a Minimum day needs its bell schedule" in answer.stderr
    assert json.loads(run("days", path, "--json").stdout)["problems"][-1]["cell"] == "H2"
