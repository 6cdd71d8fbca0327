"""From the answer of a calendar model to rows of a plan: clock times inside the slots, members of groups, reserves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.domain.instance import Instance, Program
from scheduler.domain.plan import COMMON_PLANNING, FLEX, Purpose, Reserved, Session
from scheduler.engine.model.answer import ModelAnswer
from scheduler.engine.model.calendar import Calendar
from scheduler.engine.model.meetings import CoachMeeting
from scheduler.engine.model.placements import CoachWindow
from scheduler.engine.problem.index import Window


@dataclass(frozen=True, slots=True)
class HeldMeeting:
    """A meeting that takes place, its members (places in `Instance.enrollments`) and its start where it has one."""

    meeting: CoachMeeting
    members: tuple[int, ...]
    start: int | None = None


def read_sessions(m: Calendar, reached: ModelAnswer) -> list[Session]:
    """The sessions of an answer, each with its start. Group labels are unique within coach and cycle only."""
    sessions: list[Session] = []
    for (coach, k), meetings in m.meetings.items():
        by_day: dict[tuple[int, int], dict[Window, list[HeldMeeting]]] = defaultdict(lambda: defaultdict(list))
        for meeting in meetings:
            members = [p.enrollment for p in meeting.members if reached.value(p.var)]
            start = m.starts.get(meeting.members[0])
            at = None if start is None else reached.value(start)
            for mine in _shared_out(members, meeting.session.group_size, reached.value(meeting.count)):
                by_day[meeting.window.date][meeting.window].append(HeldMeeting(meeting, mine, at))
        for day in by_day.values():
            sessions += _day(m, reached, coach, k, day)
    return sessions


def _shared_out(members: list[int], size: int, meetings: int) -> Iterator[tuple[int, ...]]:
    """The members of each of so many meetings: the first ones full, the others with one at least."""
    left = list(members)
    for still in range(meetings - 1, -1, -1):
        here = min(size, len(left) - still)
        yield tuple(left[:here])
        left = left[here:]


def _day(m: Calendar, reached: ModelAnswer, coach: str, k: int, day: dict[Window, list[HeldMeeting]]) -> list[Session]:
    """One day of a coach: the windows in their order, and in each the sessions one after another."""

    def first(window: Window) -> int:
        use = m.uses.get(CoachWindow(coach, k, window))
        return reached.value(use.start) if use else window.start

    rows: list[Session] = []
    done: list[tuple[str, bool, int]] = []  # site, in person, end
    for window in sorted(day, key=lambda w: (first(w), w.start, w.end, w.site)):
        in_person = any(not h.meeting.virtual for h in day[window])
        at = window.start
        for site, other_in_person, end in done:
            apart = site != window.site and in_person and other_in_person
            at = max(at, end + (m.facts.travel(site, window.site) if apart else m.facts.gap))
        for held in sorted(day[window], key=lambda h: _order(m, h)):
            at = at if held.start is None else held.start
            end = at + held.meeting.session.minutes
            rows += _rows(m, held, coach, k, at, end, len(rows))
            at = end + m.facts.gap
        done.append((window.site, in_person, at - m.facts.gap))
    return rows


def _order(m: Calendar, held: HeldMeeting) -> tuple[int, int, str, str]:
    """Inside one slot a session comes after what it follows, or as its start says."""
    enrollment = m.enrollment(held.members[0])
    program = m.instance.programs[enrollment.program]
    return held.start or 0, depth(program, held.meeting.session.name), enrollment.teacher, enrollment.program


def depth(program: Program, name: str) -> int:
    """How many sessions of the program come before one, each following the other."""
    n, session = 0, program.session(name)
    while session and session.after:
        n, session = n + 1, program.session(session.after)
    return n


def _rows(m: Calendar, held: HeldMeeting, coach: str, k: int, start: int, end: int, n: int) -> list[Session]:
    window, session = held.meeting.window, held.meeting.session
    label = f"{coach} {window.week} {window.day} {n}" if len(held.members) > 1 else ""
    rows = []
    for e in held.members:
        enrollment = m.enrollment(e)
        rows.append(
            Session(
                k, window.week, window.day, start, end, window.period, coach, enrollment.teacher, enrollment.program,
                session.name, "Virtual" if held.meeting.virtual else "In person", label,
            )
        )  # fmt: skip
    return rows


def read_reserved(m: Calendar, reached: ModelAnswer) -> list[Reserved]:
    """The slots that an answer keeps free."""
    rows = []
    for (coach, k, index), var in m.reserves.flex.items():
        if reached.value(var):
            rows.append(_reserved(m.instance, coach, k, index, FLEX))
    for (site, k, index), var in m.reserves.planning.items():
        if reached.value(var):
            for c in m.instance.home_coaches(site):
                rows.append(_reserved(m.instance, c.id, k, index, COMMON_PLANNING))
    return rows


def _reserved(instance: Instance, coach: str, k: int, index: int, purpose: Purpose) -> Reserved:
    slot = instance.home_slots(coach)[index]
    return Reserved(k, slot.week, slot.day, slot.start, slot.end, slot.period, coach, purpose)
