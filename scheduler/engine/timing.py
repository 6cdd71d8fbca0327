"""Clock times inside slots, where they matter: a teacher of several programs may meet two coaches in one slot.

Everywhere else sessions of one slot are put one after another once the model is solved. Here both coaches' sessions in
that slot get a start of their own, and nobody is in two places.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

if TYPE_CHECKING:
    from scheduler.engine.calendar import Calendar, Meeting, Placement
    from scheduler.engine.facts import Window

Rooms = Mapping[tuple[str, int, "Window"], Sequence["Meeting"]]  # by coach, cycle and window


def time_shared_slots(m: Calendar, rooms: Rooms) -> dict[Placement, cp_model.IntVar]:
    """A start for every session of the slots in which a teacher may meet two coaches. A slot in which several groups of
    one session may meet gets none: there the teacher meets one of the coaches only, and the model is not exact."""
    shared = _shared(m)
    timed: dict[tuple[str, int, Window], None] = {}
    for placed in shared:
        keys = {(p.coach, p.cycle, p.window) for p in placed}
        if any(meeting.most > 1 for key in keys for meeting in rooms[key]):
            _one_coach(m, placed)
            m.exact = False
        else:
            timed.update(dict.fromkeys(sorted(keys, key=str)))
    starts: dict[Placement, cp_model.IntVar] = {}
    for key in timed:
        starts |= _time_room(m, key, rooms[key])
    for placed in shared:
        if all(p in starts for p in placed):
            m.cp.add_no_overlap(
                [m.cp.new_optional_fixed_size_interval_var(starts[p], p.session.minutes, p.var, "") for p in placed]
            )
            _keep_order(m, placed, starts)
    return starts


def _shared(m: Calendar) -> list[list[Placement]]:
    """The sessions of one teacher that may lie in one slot of one cycle, where two coaches have some."""
    several = {t.id for t in m.instance.teachers.values() if len(t.programs) > 1}
    at: dict[tuple[str, int, int], list[Placement]] = defaultdict(list)
    for p in m.placements:
        teacher = m.enrolment(p.enrolment).teacher
        if teacher in several:
            at[teacher, p.cycle, p.window.slot].append(p)
    return [
        placed
        for placed in at.values()
        if any(a.coach != b.coach and a.enrolment != b.enrolment for i, a in enumerate(placed) for b in placed[:i])
    ]


def _one_coach(m: Calendar, placed: Sequence[Placement]) -> None:
    for i, a in enumerate(placed):
        for b in placed[:i]:
            if a.coach != b.coach and a.enrolment != b.enrolment:
                m.cp.add_at_most_one([a.var, b.var])


def _time_room(m: Calendar, key: tuple[str, int, Window], held: Sequence[Meeting]) -> dict[Placement, cp_model.IntVar]:
    """Starts for all sessions that a coach may hold in a window, the minutes in between kept."""
    window, use = key[2], m.uses.get(key)
    starts: dict[Placement, cp_model.IntVar] = {}
    intervals = []
    for meeting in held:
        minutes = meeting.session.minutes
        start = m.cp.new_int_var(window.start, window.end - minutes, "")
        starts |= dict.fromkeys(meeting.members, start)
        intervals.append(m.cp.new_optional_fixed_size_interval_var(start, minutes + m.facts.gap, meeting.count, ""))
        if use is not None:
            m.cp.add(use.start <= start).only_enforce_if(meeting.count)
            m.cp.add(use.end >= start + minutes).only_enforce_if(meeting.count)
    m.cp.add_no_overlap(intervals)
    return starts


def _keep_order(m: Calendar, placed: Sequence[Placement], starts: Mapping[Placement, cp_model.IntVar]) -> None:
    """Of one enrolment, a session that follows another in the same slot begins after its end."""
    for first in placed:
        for follower in placed:
            if first.enrolment == follower.enrolment and follower.session.after == first.session.name:
                end = starts[first] + first.session.minutes
                m.cp.add(starts[follower] >= end).only_enforce_if([first.var, follower.var])
                if first.session.count > 1:
                    m.exact = False  # another of the first ones may be the one that it follows
