"""Clock times inside slots, where they matter: pinned starts, and a teacher of two coaches in one slot."""

from __future__ import annotations

import pytest
from districts import bell, clock, coach, district, session

from engine.alone import SESSIONS, bare_calendar, cycled, only, pin, planned, whole
from scheduler.domain.instance import Program

HOUR = bell(times={"1": "08:00-09:00"}, days=1)
LONG = bell(times={"1": "08:00-09:30"}, days=1)


def two_coaches(minutes, *, others=(), **given):
    """T1 is in two programs, each with its own coach; there is one slot of 90 minutes."""
    talk = Program("Other", "Second", sessions=(session("Talk", minutes=minutes, **given),))
    return district(
        bells=[LONG],
        teachers=[cycled("T1", programs=("Cycle", "Other")), *others],
        coaches=[coach("C1", roles=("First",)), coach("C2", roles=("Second",))],
        sessions=[session(minutes=minutes)],
        role="First",
        programs=[talk],
        rules=only(SESSIONS),
    )


@pytest.mark.parametrize(("minutes", "missing"), [(40, 0), (45, 0), (46, 1)])
def test_a_teacher_of_two_programs_meets_two_coaches_in_one_slot_one_after_the_other(minutes, missing):
    rows, short = planned(two_coaches(minutes))
    assert short == missing
    if not missing:
        starts = sorted(clock(row[-11:]) for row in rows)
        assert starts[1] - starts[0] >= minutes  # no minutes between: they are those of a coach


@pytest.mark.parametrize(("minutes", "missing"), [(42, 0), (43, 1)])
def test_what_else_a_coach_does_in_the_slot_keeps_its_distance(minutes, missing):
    assert planned(two_coaches(minutes, others=[cycled("T2")]))[1] == missing


def test_a_session_in_a_group_is_at_one_time_for_all_of_it():
    others = [cycled(f"T{i}", programs=("Other",)) for i in (2, 3)]
    rows, short = planned(two_coaches(40, others=others, group_size=3))
    assert short == 0
    assert len({row[-11:] for row in rows if "Talk" in row}) == 1


def test_only_slots_whose_clock_times_matter_have_starts():
    assert bare_calendar(two_coaches(40)).timed.keys
    apart = district(teachers=[cycled("T1"), cycled("T2")], sessions=[session()])
    assert not bare_calendar(apart).timed.keys


# ---- pinned starts


def hour(*pins, minutes=20, other=20, **given):
    """T1 and T2 in the one hour that there is, each with a session of their own."""
    return district(
        bells=[HOUR],
        teachers=[cycled("T1"), cycled("T2", programs=("Other",))],
        sessions=[session(minutes=minutes)],
        programs=[Program("Other", sessions=(session("Talk", minutes=other),))],
        pins=pins,
        rules=only(SESSIONS),
        **given,
    )


@pytest.mark.parametrize(
    ("start", "other", "missing"),
    [("08:00", 35, 0), ("08:00", 36, 1), ("08:25", 20, 0), ("08:25", 21, 1), ("08:40", 35, 0), ("08:15", 10, 0)],
)
def test_a_pinned_start_is_kept_and_the_others_lie_around_it(start, other, missing):
    rows, short = planned(hour(pin(day=0, start=clock(start)), other=other))
    assert [row[-11:-6] for row in rows if row.startswith("T1")] == [start]
    assert short == missing


def test_a_start_that_is_pinned_without_a_day_is_kept_on_one_of_them():
    school = district(
        teachers=[cycled()], sessions=[session(weekly=2)], pins=[pin(start=clock("09:17"))], rules=only(SESSIONS)
    )
    rows, short = planned(school)
    assert short == 0
    assert "09:17-09:47" in {row[-11:] for row in rows}


def test_two_pinned_starts_of_one_slot():
    pins = [pin(start=clock("08:35")), pin(teacher="T2", program="Other", session="Talk", start=clock("08:05"))]
    rows, short = planned(hour(*pins))
    assert rows == ["T2 Talk 0 08:05-08:25", "T1 Observe 0 08:35-08:55"]
    assert short == 0


@pytest.mark.parametrize("starts", [("08:35", "08:20"), ("08:45", "08:00")])
def test_pinned_starts_that_do_not_fit_are_impossible(starts):
    first, second = map(clock, starts)
    _, reached = whole(hour(pin(start=first), pin(teacher="T2", program="Other", session="Talk", start=second)))
    assert reached.impossible


def test_of_several_groups_in_one_slot_each_has_its_start():
    school = district(
        bells=[HOUR],
        teachers=[cycled(f"T{i}") for i in range(1, 5)],
        sessions=[session(minutes=20, group_size=2)],
        pins=[pin(teacher="T1", start=clock("08:40")), pin(teacher="T4", start=clock("08:10"))],
        rules=only(SESSIONS),
    )
    rows, short = planned(school)
    assert short == 0
    assert sorted(row[-11:-6] for row in rows) == ["08:10", "08:10", "08:40", "08:40"]
    assert {row[-11:-6] for row in rows if row[:2] in ("T1", "T4")} == {"08:10", "08:40"}


@pytest.mark.parametrize(("start", "missing"), [("08:00", 0), ("08:10", 0), ("08:11", 1), ("08:30", 1)])
def test_what_follows_a_pinned_session_in_its_slot_begins_after_it(start, missing):
    school = district(
        bells=[HOUR],
        teachers=[cycled()],
        sessions=[session(minutes=20), session("Debrief", minutes=25, after="Observe")],
        pins=[pin(start=clock(start))],
        rules=only(SESSIONS),
    )
    rows, short = planned(school)
    assert rows[0] == f"T1 Observe 0 {start}-08:{int(start[3:]) + 20:02}"
    assert short == missing


def test_what_follows_another_cannot_be_pinned_before_it():
    school = district(
        bells=[HOUR],
        teachers=[cycled()],
        sessions=[session(minutes=20), session("Debrief", minutes=20, after="Observe")],
        pins=[pin(session="Debrief", start=clock("08:10"))],
        rules=only(SESSIONS),
    )
    assert whole(school)[1].impossible
