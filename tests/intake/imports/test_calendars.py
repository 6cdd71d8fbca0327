"""Districts' calendars: what an event means, how long it lasts, and what is left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.domain.problem import InputProblems
from scheduler.intake.imports.ics import kind_of_event

from .reading import imported, questions, rows


def calendar(folder: Path, *events: str, ends: str = "\r\n", encoding: str = "utf-8") -> Path:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//EN"]
    for n, event in enumerate(events):
        lines += ["BEGIN:VEVENT", f"UID:{n}@x", "DTSTAMP:20260701T000000Z", *event.split("|"), "END:VEVENT"]
    path = folder / "district.ics"
    path.write_bytes(ends.join([*lines, "END:VCALENDAR", ""]).encode(encoding))
    return path


def day(date: str, title: str, *more: str, end: str = "") -> str:
    return "|".join(
        [f"DTSTART;VALUE=DATE:{date}", *([f"DTEND;VALUE=DATE:{end}"] if end else []), f"SUMMARY:{title}", *more]
    )


def events(
    folder: Path, *lines: str, ends: str = "\r\n", encoding: str = "utf-8"
) -> list[tuple[str, str, str, str, str]]:
    made = imported(calendar(folder, *lines, ends=ends, encoding=encoding))
    return [(r["date"], r["end date"], r["event"], r["kind"], r["day"]) for r in rows(made, "Calendar")]


@pytest.mark.parametrize(
    ("title", "kind", "label"),
    [
        ("No School - Labor Day", "Holiday", ""),
        ("Winter Break", "Holiday", ""),
        ("Thanksgiving Recess", "Holiday", ""),
        ("Presidents' Day Holiday", "Holiday", ""),
        ("Veterans Day - Schools Closed", "Holiday", ""),
        ("No School: Staff Development", "Training", ""),
        ("Staff Development Day, no students", "Training", ""),
        ("Professional Learning Day", "Training", ""),
        ("Teacher Workday", "Training", ""),
        ("Minimum Day", "Minimum day", ""),
        ("Early Release - Staff Development", "Minimum day", ""),
        ("Minimum Day before Winter Break", "Minimum day", ""),
        ("Early Dismissal", "Minimum day", ""),
        ("A Day", "School day", "A"),
        ("Day 3", "School day", "3"),
        ("Day B", "School day", "B"),
        ("B Day (Late Start)", "Minimum day", "B"),
        ("A Day - Picture Day", "School day", "A"),
        ("School resumes after Winter Break", "", ""),
        ("Breakfast with the Principal", "", ""),
        ("Back to School Night", "", ""),
        ("Band Day at the Fair", "", ""),
        ("Picture Day", "", ""),
    ],
)
def test_what_an_event_means(title: str, kind: str, label: str) -> None:
    assert kind_of_event(title) == (kind, label)


def test_the_end_is_exclusive_and_may_be_missing_or_a_length(tmp_path: Path) -> None:
    assert events(
        tmp_path,
        day("20261221", "Winter Break", end="20270104"),
        day("20260907", "Labor Day Holiday"),
        day("20261123", "Thanksgiving Break", "DURATION:P5D"),
        day("20261111", "No School", end="20261111"),
    ) == [
        ("2026-09-07", "", "Labor Day Holiday", "Holiday", ""),
        ("2026-11-11", "", "No School", "Holiday", ""),
        ("2026-11-23", "2026-11-27", "Thanksgiving Break", "Holiday", ""),
        ("2026-12-21", "2027-01-03", "Winter Break", "Holiday", ""),
    ]


def test_rules_are_unrolled_without_what_is_taken_out_and_with_what_is_moved(tmp_path: Path) -> None:
    found = events(
        tmp_path,
        day("20260902", "Early Release", "RRULE:FREQ=WEEKLY;COUNT=5", "EXDATE;VALUE=DATE:20260909", end="20260903"),
        day("20260810", "A Day", "RRULE:FREQ=DAILY;INTERVAL=2;UNTIL=20260814"),
        day("20270101", "No School", "RDATE;VALUE=DATE:20270401"),
    )
    assert [d for d, _, e, _, _ in found if e == "Early Release"] == [
        "2026-09-02",
        "2026-09-16",
        "2026-09-23",
        "2026-09-30",
    ]
    assert [d for d, _, e, _, label in found if label == "A"] == ["2026-08-10", "2026-08-12", "2026-08-14"]
    assert [d for d, _, e, _, _ in found if e == "No School"] == ["2027-01-01", "2027-04-01"]
    made = imported(
        calendar(
            tmp_path,
            day("20260902", "Early Release", "RRULE:FREQ=WEEKLY;COUNT=3") + "|UID:same",
            day("20260910", "Early Release", "RECURRENCE-ID;VALUE=DATE:20260909") + "|UID:same",
        )
    )
    assert "2026-09-10" in [r["date"] for r in rows(made, "Calendar")]


def test_a_rule_without_an_end_is_unrolled_for_a_school_year(tmp_path: Path) -> None:
    found = events(tmp_path, day("20260907", "Minimum Day", "RRULE:FREQ=WEEKLY"))
    assert 52 <= len(found) <= 60


@pytest.mark.parametrize("rule", ["FREQ=SECONDLY", "FREQ=WEEKLY;BYDAY=XX", "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30"])
def test_a_rule_that_makes_no_sense_is_no_reason_to_wait(rule: str, tmp_path: Path) -> None:
    found = events(tmp_path, day("20260907", "Minimum Day", f"RRULE:{rule}"))
    assert [d for d, *_ in found] == ["2026-09-07"]


def test_timed_and_cancelled_events_are_counted_and_left_out(tmp_path: Path) -> None:
    made = imported(
        calendar(
            tmp_path,
            "DTSTART:20260909T180000Z|DTEND:20260909T200000Z|SUMMARY:No School Board",
            day("20260907", "No School", "STATUS:CANCELLED"),
            day("20260908", "Picture Day"),
            "DTSTART;TZID=America/Los_Angeles:20261012T000000|DTEND;TZID=America/Los_Angeles:20261013T000000|"
            "SUMMARY:Staff Development|X-MICROSOFT-CDO-ALLDAYEVENT:TRUE",
        )
    )
    assert [(r["date"], r["end date"], r["kind"]) for r in rows(made, "Calendar")] == [("2026-10-12", "", "Training")]
    assert made.files[0].why == "1 all-day events that mean nothing for coaching; 1 cancelled events; 1 timed events"


def test_every_event_is_a_question_and_a_minimum_day_asks_for_its_bell(tmp_path: Path) -> None:
    made = imported(calendar(tmp_path, day("20260902", "Early Release"), day("20260812", "First Day of School")))
    assert 'On which bell schedule "Early Release" runs' in questions(made)
    assert 'Whether "Early Release" (2026-09-02) is a Minimum day.' in questions(made)
    assert {q.cell for q in made.questions if q.sheet == "Calendar"} == {"H2", "F2"}


@pytest.mark.parametrize(("ends", "encoding"), [("\n", "utf-8"), ("\r\n", "utf-8-sig"), ("\r\n", "cp1252")])
def test_line_ends_and_encodings(ends: str, encoding: str, tmp_path: Path) -> None:
    assert events(tmp_path, day("20260907", "No School: Día del Trabajo"), ends=ends, encoding=encoding) == [
        ("2026-09-07", "", "No School: Día del Trabajo", "Holiday", "")
    ]


def test_long_lines_are_folded_and_commas_escaped(tmp_path: Path) -> None:
    title = "Early Release\\, conferences for families of s|\ttudents who are new"
    assert (
        events(tmp_path, day("20261030", title))[0][2]
        == "Early Release, conferences for families of students who are new"
    )


@pytest.mark.parametrize(
    "content", [b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n", b"BEGIN:VCALENDAR\r\nEND:VEVENT\r\n", b"nothing", b"\0\1\2" * 50]
)
def test_a_broken_calendar_is_refused_in_words_or_read(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "c.ics"
    path.write_bytes(content)
    try:
        found = rows(imported(path), "Calendar")
    except InputProblems as refusal:
        found = [p.code for p in refusal.problems if p.code not in ("damaged-file", "wrong-type")]  # type: ignore[misc]
    assert found == []


@pytest.mark.parametrize("zone", ["", ";TZID=America/Los_Angeles"])
def test_from_midnight_to_midnight_is_a_whole_day(zone: str, tmp_path: Path) -> None:
    event = f"DTSTART{zone}:20261123T000000|DTEND{zone}:20261128T000000|SUMMARY:Thanksgiving Break"
    assert events(tmp_path, event) == [("2026-11-23", "2026-11-27", "Thanksgiving Break", "Holiday", "")]


def test_midnight_in_greenwich_is_a_time_of_day(tmp_path: Path) -> None:
    whole = day("20260907", "No School")
    timed = "DTSTART:20261123T000000Z|DTEND:20261124T000000Z|SUMMARY:Holiday concert, no school clothes"
    assert [e[0] for e in events(tmp_path, whole, timed)] == ["2026-09-07"]


def test_lines_may_end_as_on_an_old_mac(tmp_path: Path) -> None:
    assert events(tmp_path, day("20260907", "No School"), ends="\r")[0][0] == "2026-09-07"
