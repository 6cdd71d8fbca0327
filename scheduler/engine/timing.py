"""Clock times inside slots, where they matter: a pinned start, a teacher of several programs with two coaches, or a
slot of another bell schedule that reserved time covers only in part.

Everywhere else sessions of one slot are put one after another once the model is solved. Here all sessions that a coach
may hold in the slot get a start of their own, and nobody is in two places.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from scheduler.domain.instance import Pin, ProgramSession, Slot
from scheduler.engine.staffing import Settled

if TYPE_CHECKING:
    from scheduler.engine.calendar import Calendar, Meeting, Placement
    from scheduler.engine.facts import Window

Key = tuple[str, int, "Window"]
Rooms = Mapping[tuple[str, int, "Window"], Sequence["Meeting"]]  # by coach, cycle and window


@dataclass(frozen=True)
class Timed:
    """The slots whose clock times matter, by coach, cycle and window; and the sessions for whose sake."""

    keys: frozenset[Key]
    shared: tuple[tuple[Placement, ...], ...]  # of one teacher, in one slot of a cycle, where two coaches have some
    pinned: Mapping[Pin, tuple[Placement, ...]]  # where a session with a pinned start may be held


def find_timed(m: Calendar, shared: Sequence[Sequence[Placement]]) -> Timed:
    """Which slots of a model need clock times, those that coaches share among them; to be asked before its meetings are
    made."""
    pinned = _pinned(m)
    keys = {(p.coach, p.cycle, p.window) for placed in (*shared, *pinned.values(), _beside(m)) for p in placed}
    return Timed(frozenset(keys), tuple(map(tuple, shared)), pinned)


def time_slots(m: Calendar, timed: Timed, rooms: Rooms) -> dict[Placement, cp_model.IntVar]:
    """A start for every session of the slots whose clock times matter. A place in one of several groups is a session
    of its own here (`Calendar.places`)."""
    starts: dict[Placement, cp_model.IntVar] = {}
    for key in sorted(timed.keys, key=str):
        starts |= _time_room(m, key, rooms[key])
    for together in (*timed.shared, *_of_one_enrolment(m, starts)):
        placed = [place for p in together for place in m.places.get(p, (p,))]
        m.cp.add_no_overlap(
            [m.cp.new_optional_fixed_size_interval_var(starts[p], p.session.minutes, p.var, "") for p in placed]
        )
        _keep_order(m, placed, starts)
    for pin, together in timed.pinned.items():
        _hold(m, pin, [place for p in together for place in m.places.get(p, (p,))], starts)
    return starts


def _pinned(m: Calendar) -> dict[Pin, tuple[Placement, ...]]:
    """Where the sessions with a pinned start may be held."""
    found: dict[Pin, tuple[Placement, ...]] = {}
    for pin in m.instance.pins:
        if pin.kind == "Session" and pin.start is not None and (placed := m.pinned(pin)) is not None:
            found[pin] = tuple(placed)
    return found


def beside(session: ProgramSession, window: Window, slot: Slot) -> bool:
    """Whether a session in a window may be over before a slot begins, or begin after its end."""
    return window.start + session.minutes <= slot.start or slot.end + session.minutes <= window.end


def _beside(m: Calendar) -> list[Placement]:
    """Sessions that may be held before or after a slot which their coach reserves. A settled staffing does without."""
    if isinstance(m.staffing, Settled):
        return []
    rules = ("Flex time", "Common planning")
    reserving = {c for c in m.coaches if any(m.objective.counts(r, m.instance.coaches[c].home) for r in rules)}
    return [
        p
        for p in m.placements
        if p.coach in reserving
        if any(p.window.overlaps(slot) and beside(p.session, p.window, slot) for _, slot in m.home_classes(p.coach))
    ]


def _of_one_enrolment(m: Calendar, starts: Mapping[Placement, cp_model.IntVar]) -> list[list[Placement]]:
    """The timed sessions of one enrolment in one window, which keep their order there."""
    at: dict[tuple[int, str, int, Window], list[Placement]] = defaultdict(list)
    for p in starts:
        at[p.enrolment, p.coach, p.cycle, p.window].append(p)
    return [placed for placed in at.values() if len({p.session.name for p in placed}) > 1]


def _hold(m: Calendar, pin: Pin, placed: Sequence[Placement], starts: Mapping[Placement, cp_model.IntVar]) -> None:
    """One of the places where a pinned session may be is taken, at the pinned start."""
    held = []
    for p in placed:
        here = m.cp.new_bool_var("")
        m.cp.add_implication(here, p.var)
        m.cp.add(starts[p] == pin.start).only_enforce_if(here)
        held.append(here)
    m.cp.add_bool_or(held)  # none: impossible, and the caller looks further up


def find_shared(m: Calendar) -> list[list[Placement]]:
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
