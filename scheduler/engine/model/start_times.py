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
from scheduler.engine.model.staffing import FixedStaffing
from scheduler.engine.model.travel import Pair, Way, close_pairs, may_cross, minutes_between

if TYPE_CHECKING:
    from scheduler.engine.model.calendar import Calendar, Placement
    from scheduler.engine.model.meetings import Meeting
    from scheduler.engine.problem.index import Window

Key = tuple[str, int, "Window"]
Starts = Mapping["Placement", cp_model.IntVar]
Rooms = Mapping[tuple[str, int, "Window"], Sequence["Meeting"]]  # by coach, cycle and window


@dataclass(frozen=True)
class Timed:
    """The slots whose clock times matter, by coach, cycle and window; and the sessions for whose sake."""

    keys: frozenset[Key]
    shared: tuple[tuple[Placement, ...], ...]  # of one teacher, in one slot of a cycle, where two coaches have some
    pinned: Mapping[Pin, tuple[Placement, ...]]  # where a session with a pinned start may be held
    crossing: Mapping[tuple[str, int], frozenset[Pair]]  # by coach and cycle: windows that neither goes wholly before


def find_timed(
    m: Calendar, shared: Sequence[Sequence[Placement]], crossing: Mapping[tuple[str, int], frozenset[Pair]]
) -> Timed:
    """Which slots of a model need clock times, those that coaches share and those that cross among them; to be asked
    before its meetings are made."""
    pinned = _pinned(m)
    keys = {
        (p.coach, p.cycle, p.window)
        for placed in (*shared, *pinned.values(), _beside(m), m.timed_too())
        for p in placed
    }
    keys |= {(coach, k, w) for (coach, k), pairs in crossing.items() for pair in pairs for w in pair}
    return Timed(frozenset(keys), tuple(map(tuple, shared)), pinned, crossing)


def time_slots(m: Calendar, timed: Timed, rooms: Rooms) -> dict[Placement, cp_model.IntVar]:
    """A start for every session of the slots whose clock times matter. A place in one of several groups is a session
    of its own here (`Calendar.places`)."""
    starts: dict[Placement, cp_model.IntVar] = {}
    for key in sorted(timed.keys, key=str):
        starts |= _time_room(m, key, rooms[key])
    for (coach, k), pairs in timed.crossing.items():
        for a, b in sorted(pairs, key=str):
            _cross(m, rooms[coach, k, a], rooms[coach, k, b], starts)
    for together in (*timed.shared, *_of_one_enrolment(m, starts)):
        placed = [(p, place) for p in together for place in m.places.get(p, (p,))]
        m.cp.add_no_overlap(
            [m.cp.new_optional_fixed_size_interval_var(starts[p], p.session.minutes, p.var, "") for _, p in placed]
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
    if isinstance(m.staffing, FixedStaffing):
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


def _cross(m: Calendar, one: Sequence[Meeting], other: Sequence[Meeting], starts: Starts) -> None:
    """The sessions of two windows of a coach keep their distance one by one: the least gap, and travel between two
    that are both in person."""
    m.cp.add_no_overlap(
        [
            m.cp.new_optional_fixed_size_interval_var(
                starts[x.members[0]], x.session.minutes + m.facts.gap, x.count, ""
            )
            for x in (*one, *other)
        ]
    )
    a, b = one[0].window, other[0].window
    there, back = minutes_between(m.facts, a, b), minutes_between(m.facts, b, a)
    if max(there, back) <= m.facts.gap:
        return
    for x in (x for x in one if not x.virtual):
        for y in (y for y in other if not y.virtual):
            first = m.cp.new_bool_var("")
            both = [x.count, y.count]
            at_x, at_y = starts[x.members[0]], starts[y.members[0]]
            m.cp.add(at_y >= at_x + x.session.minutes + there).only_enforce_if([*both, first])
            m.cp.add(at_x >= at_y + y.session.minutes + back).only_enforce_if([*both, first.negated()])


def _keep_order(m: Calendar, placed: Sequence[tuple[Placement, Placement]], starts: Starts) -> None:
    """Of one enrolment, a session that follows another in the same window begins after its end; unless it follows one
    that is held before (`Calendar.early`)."""
    for _, first in placed:
        for p, follower in placed:
            if first.enrolment != follower.enrolment or first.window != follower.window:
                continue
            if follower.session.after == first.session.name and first.coach == follower.coach:
                end = starts[first] + first.session.minutes
                gates = [first.var, follower.var, *([m.early[p].negated()] if p in m.early else [])]
                m.cp.add(starts[follower] >= end).only_enforce_if(gates)


def find_crossing(m: Calendar) -> dict[tuple[str, int], frozenset[Pair]]:
    """The windows of each coach and cycle of which neither need lie wholly before the other (`linking.may_cross`)."""
    ways: dict[tuple[str, int], dict[Window, set[Way]]] = defaultdict(lambda: defaultdict(set))
    for p in m.placements:
        if len(m.instance.coaches[p.coach].sites) > 1:
            ways[p.coach, p.cycle][p.window].add((p.session.minutes, p.virtual))
    found = {
        key: frozenset((a, b) for a, b in close_pairs(m.facts, mine) if may_cross(m.facts, a, b, mine[a], mine[b]))
        for key, mine in ways.items()
    }
    return {key: pairs for key, pairs in found.items() if pairs}
