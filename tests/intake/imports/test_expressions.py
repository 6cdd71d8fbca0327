"""Schedule expressions as systems write them: periods and days stay paired, whichever stands first."""

from __future__ import annotations

import pytest

from scheduler.intake.imports.expressions import expression_at_end, parse, period_label
from scheduler.intake.imports.meetings import Meetings
from scheduler.intake.imports.model import MeetingText, Section

WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri")


def met(*texts: str, days: str = "") -> list[dict[tuple[str, ...], tuple[str, ...]]]:
    """Of each text its periods and days, as one source that has them all says; no days are every day."""
    sections = [Section(str(n), "Algebra", places=(MeetingText(text, days),)) for n, text in enumerate(texts)]
    meetings = Meetings(sections, {})
    return [{m.periods: m.days or meetings.days for m in meetings.of(s)[0]} for s in sections]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1(A-B)", {("1",): ("A", "B")}),
        ("3(A,C-E)", {("3",): ("A", "C", "D", "E")}),
        ("1-2(A)", {("1", "2"): ("A",)}),
        ("3-4(A)", {("3", "4"): ("A",)}),
        ("5(A-B) 6(A)", {("5",): ("A", "B"), ("6",): ("A",)}),
        ("1(A),3(B)", {("1",): ("A",), ("3",): ("B",)}),
        ("HR(A-E)", {("HR",): ("A", "B", "C", "D", "E")}),
        ("01(A)", {("1",): ("A",)}),
        ("4", {("4",): ("A", "B", "C", "D", "E")}),
        ("2,3", {("2", "3"): ("A", "B", "C", "D", "E")}),
        ("3 5", {("3", "5"): ("A", "B", "C", "D", "E")}),
        ("1 (A \u2013 C)", {("1",): ("A", "B", "C")}),
        ("Period 2(A/C)", {("2",): ("A", "C")}),
        ("4(Day B)", {("4",): ("B",)}),
        ("4-6", {("4", "5", "6"): ("A", "B", "C", "D", "E")}),
    ],
)
def test_periods_first_with_lettered_days(text: str, expected: dict[tuple[str, ...], tuple[str, ...]]) -> None:
    assert met(text, "1(A-E)", "2(B)")[0] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4(M-F)", {("4",): WEEK}),
        ("M(3)", {("3",): ("Mon",)}),
        ("M-F(6)", {("6",): WEEK}),
        ("B(M-F) F(F)", {("B",): WEEK, ("F",): ("Fri",)}),
        ("8(M-T,R-F)", {("8",): ("Mon", "Tue", "Thu", "Fri")}),
        ("6(Monday,Wednesday-Friday)", {("6",): ("Mon", "Wed", "Thu", "Fri")}),
        ("P1(W) P2(Th) P3(F)", {("1",): ("Wed",), ("2",): ("Thu",), ("3",): ("Fri",)}),
        ("1-HR(T,R)", {("HR", "1"): ("Tue", "Thu")}),
        ("2(TH)", {("2",): ("Thu",)}),
        ("2(Thur)", {("2",): ("Thu",)}),
        ("2(MWF)", {("2",): ("Mon", "Wed", "Fri")}),
    ],
)
def test_weekdays_on_either_side(text: str, expected: dict[tuple[str, ...], tuple[str, ...]]) -> None:
    found = met(text, "1(M-F)", "5(W)", "HR(M)", "P1(T)")[0]
    assert {frozenset(p): d for p, d in found.items()} == {frozenset(p): d for p, d in expected.items()}


def test_figures_on_both_sides_go_by_what_most_of_the_source_does() -> None:
    periods_first = met("1(2) 2(3) 3(4) 4(6) 5(7) 6(1)", "2(1-6)", "3(1,3,5)")
    assert periods_first[0][("1",)] == ("2",)
    assert periods_first[1] == {("2",): ("1", "2", "3", "4", "5", "6")}
    assert met("1-6(5)", "1-6(2)", "1,3(4)")[0] == {("5",): ("1", "2", "3", "4", "5", "6")}


@pytest.mark.parametrize(("a", "b"), [("R", "B"), ("X", "Y"), ("G", "W"), ("Odd", "Even"), ("A1", "B1")])
def test_two_days_may_be_called_anything(a: str, b: str) -> None:
    found = met(f"1({a},{b})", f"2({a})", f"3({b})", f"4({a},{b})")
    assert (found[1], found[2]) == ({("2",): (a,)}, {("3",): (b,)})
    assert set(found[0][("1",)]) == {a, b}


def test_days_in_words_need_no_more_figures_than_words() -> None:
    assert met("1(Odd,Even)", "2(Odd)")[1] == {("2",): ("Odd",)}


def test_a_slip_in_a_range_of_days_makes_no_rotation_of_a_month() -> None:
    sections = [Section(str(n), "Algebra", places=(MeetingText(text),)) for n, text in enumerate(["1(A-B)", "2(A-X)"])]
    meetings = Meetings(sections, {})
    assert [meetings.of(s)[0][0].days for s in sections] == [(), ()]
    assert (meetings.days, meetings.unknown_days) == (("A", "B"), {"A-X"})


def test_a_homeroom_behind_figures_is_a_period() -> None:
    assert met("1-6(HR)", "1-6(2)", "1,3(4)")[0] == {("HR",): ("1", "2", "3", "4", "5", "6")}


def test_two_weeks_are_labels_in_their_order() -> None:
    first, second = met("2(M1,W1,F1,T2,TH2)", "4(M1-F2)")
    assert first == {("2",): ("M1", "W1", "F1", "T2", "TH2")}
    assert set(first[("2",)]) < set(second[("4",)])


def test_a_weekday_of_week_a_or_b_is_a_label() -> None:
    found = met("1(MonA-FriB)", "3-4(MonB-Fri B)", "2(TueA,Wed A,Thu A,Fri A,TueB,WedB,ThuB)")
    assert found[1][("3", "4")][0] == "MonB"


def test_letters_in_brackets_are_days_also_where_they_stand_before_them() -> None:
    assert met("A(3)", "2(A)", "3(B)")[0] == {("3",): ("A",)}
    assert met("A(1-4)", "B(2)")[0] == {("A",): ("1", "2", "3", "4")}


@pytest.mark.parametrize("text", ["5-3(A)", "", "see office", "(A)", "3(", "1((A))", "x" * 300, "1(A" * 60])
def test_what_cannot_be_read_places_nothing(text: str) -> None:
    section = Section("1", "Algebra", places=(MeetingText(text),) if text else ())
    meetings = Meetings([section, Section("2", "Art", places=(MeetingText("1(A-B)"),))], {})
    found, wrong = meetings.of(section)
    assert all(len(p) <= 20 for m in found for p in m.periods)
    assert text in ("", "see office") or wrong


def test_a_letter_beyond_the_rotation_is_asked() -> None:
    sections = [
        Section(str(n), "A", places=(MeetingText(t),)) for n, t in enumerate(("1(A)", "2(B)", "3(A-B)", "4(X)"))
    ]
    meetings = Meetings(sections, {})
    assert meetings.days == ("A", "B")
    found, _ = meetings.of(sections[3])
    assert found[0].days == ()
    assert meetings.unknown_days == {"X"}


@pytest.mark.parametrize(
    ("title", "expression"),
    [
        ("Algebra 1 4(M-F)", "4(M-F)"),
        ("Biology - 12 1(2) 2(3)", "1(2) 2(3)"),
        ("US History (1763-1877)", ""),
        ("US History 2(1763-1877)", ""),
        ("Chorus", ""),
        ("B(M-F) F(F)", "B(M-F) F(F)"),
    ],
)
def test_an_expression_at_the_end_of_a_name(title: str, expression: str) -> None:
    assert expression_at_end(title) == expression


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("01", "1"),
        ("P1", "1"),
        ("Period 1", "1"),
        ("Pd. 3", "3"),
        ("1st", "1"),
        ("2nd Period", "2"),
        ("0", "0"),
        ("00", "0"),
        ("HR", "HR"),
        ("A1", "A1"),
        ("1.0", "1"),
        ("P", "P"),
        ("PM", "PM"),
        ("10", "10"),
        ("Block 2", "2"),
        ("Flex", "Flex"),
    ],
)
def test_a_period_has_one_label(text: str, label: str) -> None:
    assert period_label(text) == label


def test_nearly_every_expression_of_the_research_is_read() -> None:
    shapes = [
        "4(M-F)",
        "M(3)",
        "M-F(6)",
        "B(M-F) F(F)",
        "2(1-6)",
        "1-6(5)",
        "1(2) 2(3) 3(4) 4(6) 5(7) 6(1)",
        "2(M1,W1,F1,T2,TH2)",
        "4(M1-F2)",
        "1(MonA-Fri B)",
        "8(M-T,R-F)",
        "6(Monday,Wednesday-Friday)",
        "P1(W) P2(Th) P3(F)",
        "1-HR(T,R)",
        "3-4(MonB-Fri B)",
        "2(A,C-D)",
        "5(A-B,D)",
        "4(A-D)",
        "HR(A-E)",
        "3(A-B)",
    ]
    assert [s for s in shapes if parse(s) is None] == []
