"""What the sheet Changes tells of a change, and why."""

from __future__ import annotations

from districts import coach, district, meet, plan, session, teacher
from laws.replans import of_today, published

from scheduler.domain.replan import Told
from scheduler.replanning.changes import tell
from scheduler.replanning.kept_plan import Kept

PEOPLE = (teacher(programs=("Cycle",)), teacher("T2", programs=("Cycle",)))
SESSIONS = (session("Observe", when=("Teaching",)),)
FIRST = {"T1": {"1": "Teaching"}, "T2": {"1": "Teaching", "2": "Teaching"}}


def told(after: dict[str, dict[str, str]], rows: list[object], **given: object) -> list[Told]:
    before = district(teachers=PEOPLE, sessions=SESSIONS, doing=FIRST)
    old = plan(before, released={"C1": "12"}, sessions=[meet("T1", period="1"), meet("T2", period="2")])
    now = district(teachers=PEOPLE, sessions=SESSIONS, doing=after, **given)  # type: ignore[arg-type]
    new = plan(now, released={"C1": "12"}, sessions=rows)  # type: ignore[arg-type]
    return list(tell(Kept(now, of_today(published(before, old), now)), new))


def test_a_row_that_is_impossible_now_says_what_forbids_it() -> None:
    after = {"T1": {"2": "Teaching"}, "T2": {"1": "Teaching", "2": "Teaching"}}
    (mine, _page) = told(after, [meet("T1", period="2", day=1), meet("T2", period="2")])
    assert (mine.person, mine.kind, mine.cycle) == ("T1", "Session", 1)
    assert mine.why == "input: T1 is on Prep in period 1 then"
    assert mine.was == "Observe Mon 08:00-08:30, period 1, with C1"
    assert mine.now == "Observe Tue 09:10-09:40, period 2, with C1"


def test_whoever_makes_room_is_told_for_whom() -> None:
    after = {"T1": {("2", 0): "Teaching"}, "T2": {"1": "Teaching", "2": "Teaching"}}
    found = told(after, [meet("T1", period="2"), meet("T2", period="1", day=1)])  # type: ignore[arg-type]
    (moved,) = [t for t in found if t.person == "T2"]
    assert moved.why == "room: it makes room for Observe of T1"


def test_what_is_worse_by_a_rule_is_told_with_the_rule() -> None:
    found = told(
        FIRST, [meet("T1", period="1"), meet("T2", period="2", day=1)], coaches=(coach(max_sessions_per_day=1),)
    )
    (moved,) = [t for t in found if t.person == "T2"]
    assert moved.why == "better: Sessions per day would fall short by 1 more (Recommended)"


def test_the_coach_s_page_repeats_the_sessions() -> None:
    after = {"T1": {"2": "Teaching"}, "T2": {"1": "Teaching", "2": "Teaching"}}
    page = told(after, [meet("T1", period="2", day=1), meet("T2", period="2")])[-1]
    assert (page.person, page.role) == ("C1", "Coach")
    assert page.was == "T1: Observe Mon 08:00-08:30, period 1, with C1"
