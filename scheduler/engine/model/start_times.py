"""Clock times inside slots, where they matter: a pinned start, a teacher of several programs with two coaches, or a
slot of another bell schedule that reserved time covers only in part.

Everywhere else sessions of one slot are put one after another once the model is solved. Here all sessions that a coach
may hold in the slot get a start of their own, and nobody is in two places.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ortools.sat.python import cp_model

from scheduler.domain.instance import Pin, ProgramSession, Slot
from scheduler.engine.model.meetings import CoachMeeting
from scheduler.engine.model.placements import CoachWindow, Placement
from scheduler.engine.model.travel import Way, WindowPair, WindowUse, close_pairs, may_cross, minutes_between
from scheduler.engine.problem.index import ProblemIndex, Window

Crossing = Mapping[tuple[str, int], frozenset[WindowPair]]  # by coach and cycle
Rooms = Mapping[CoachWindow, Sequence[CoachMeeting]]


@dataclass(frozen=True)
class TimedWindows:
    """The windows whose clock times matter, and the sessions for whose sake."""

    keys: frozenset[CoachWindow]
    shared: tuple[tuple[Placement, ...], ...]  # of one teacher, in one slot of a cycle, where two coaches have some
    pinned: Mapping[Pin, Sequence[Placement]]  # where a session with a pinned start may be held
    crossing: Crossing  # windows of which neither goes wholly before the other


def find_timed(
    shared: Sequence[Sequence[Placement]],
    pinned: Mapping[Pin, Sequence[Placement]],
    crossing: Crossing,
    others: Iterable[Placement],
) -> TimedWindows:
    """Which windows of a model need clock times: those of sessions that coaches share, those with a pinned start,
    those that cross, and those of `others`.

    Parameters
    ----------
    shared
        of each teacher who has two coaches in one slot of a cycle, the placements there
    pinned
        the placements that each pin with a start allows
    crossing
        the pairs of windows of a coach and cycle neither of which lies wholly before the other
    others
        placements that need a clock time for another reason
    """
    keys = {p.at for placed in (*shared, *pinned.values(), others) for p in placed}
    keys |= {CoachWindow(coach, k, w) for (coach, k), pairs in crossing.items() for pair in pairs for w in pair}
    return TimedWindows(frozenset(keys), tuple(map(tuple, shared)), pinned, crossing)


def find_shared(facts: ProblemIndex, placements: Iterable[Placement]) -> list[list[Placement]]:
    """The sessions of one teacher that may lie in one slot of one cycle, where two coaches have some."""
    several = {t.id for t in facts.instance.teachers.values() if len(t.programs) > 1}
    at: dict[tuple[str, int, int], list[Placement]] = defaultdict(list)
    for p in placements:
        teacher = facts.enrollments[p.enrollment].teacher
        if teacher in several:
            at[teacher, p.cycle, p.window.slot].append(p)
    return [
        placed
        for placed in at.values()
        if any(a.coach != b.coach and a.enrollment != b.enrollment for i, a in enumerate(placed) for b in placed[:i])
    ]


def find_crossing(facts: ProblemIndex, placements: Iterable[Placement]) -> Crossing:
    """The windows of each coach and cycle of which neither need lie wholly before the other (`travel.may_cross`)."""
    ways: dict[tuple[str, int], dict[Window, set[Way]]] = defaultdict(lambda: defaultdict(set))
    for p in placements:
        if len(facts.instance.coaches[p.coach].sites) > 1:
            ways[p.coach, p.cycle][p.window].add(Way(p.session.minutes, p.virtual))
    found = {
        key: frozenset((a, b) for a, b in close_pairs(facts, mine) if may_cross(facts, a, b, mine[a], mine[b]))
        for key, mine in ways.items()
    }
    return {key: pairs for key, pairs in found.items() if pairs}


def beside(session: ProgramSession, window: Window, slot: Slot) -> bool:
    """Whether a session in a window may be over before a slot begins, or begin after its end.

    Parameters
    ----------
    session
        the session
    window
        where it may lie
    slot
        the slot that is to stay free
    """
    return window.start + session.minutes <= slot.start or slot.end + session.minutes <= window.end


def find_beside(facts: ProblemIndex, placements: Iterable[Placement], reserving: Collection[str]) -> list[Placement]:
    """Sessions that may be held before or after a slot which their coach, one of `reserving`, keeps free.

    Parameters
    ----------
    facts
        the index of the instance
    placements
        where sessions may be held
    reserving
        the ids of the coaches who keep slots free
    """
    return [
        p
        for p in placements
        if p.coach in reserving
        if any(p.window.overlaps(slot) and beside(p.session, p.window, slot) for _, slot in facts.home_classes(p.coach))
    ]


class _Place(NamedTuple):
    """A session that may be held, and its place in one of the groups that it may be held in: itself, where it is not
    held in groups."""

    session: Placement
    place: Placement


class StartTimes:
    """Starts for every session of the windows whose clock times matter.

    Parameters
    ----------
    uses
        first start and last end of windows that are linked
    places
        in each of several groups of one slot: a place is a session of its own here
    early
        of a follower, whether it follows nothing in its own window
    """

    def __init__(
        self,
        cp: cp_model.CpModel,
        facts: ProblemIndex,
        uses: Mapping[CoachWindow, WindowUse],
        places: Mapping[Placement, Sequence[Placement]],
        early: Mapping[Placement, cp_model.IntVar],
    ) -> None:
        self._cp, self._facts, self._uses, self._places, self._early = cp, facts, uses, places, early
        self._session_of = {place: p for p, several in places.items() for place in several}
        self.starts: dict[Placement, cp_model.IntVar] = {}

    def add(self, timed: TimedWindows, rooms: Rooms) -> None:
        """Add the starts, with the minutes in between, and nobody in two places."""
        for key in sorted(timed.keys, key=str):
            self._time_room(key, rooms[key])
        for (coach, k), pairs in timed.crossing.items():
            for a, b in sorted(pairs, key=str):
                self._cross(rooms[CoachWindow(coach, k, a)], rooms[CoachWindow(coach, k, b)])
        for together in (*timed.shared, *self._of_one_enrollment()):
            placed = [_Place(p, place) for p in together for place in self._places.get(p, (p,))]
            self._cp.add_no_overlap(
                [
                    self._cp.new_optional_fixed_size_interval_var(self.starts[p], p.session.minutes, p.var, "")
                    for _, p in placed
                ]
            )
            self._keep_order(placed)
        for n, (pin, held) in enumerate(timed.pinned.items()):
            self._hold(f"pin {n} ({pin.where})", pin, [place for p in held for place in self._places.get(p, (p,))])

    def _of_one_enrollment(self) -> list[list[Placement]]:
        """The timed sessions of one enrollment in one window, which keep their order there."""
        at: dict[tuple[int, CoachWindow], list[Placement]] = defaultdict(list)
        for p in self.starts:
            at[p.enrollment, p.at].append(p)
        return [placed for placed in at.values() if len({p.session.name for p in placed}) > 1]

    def _hold(self, name: str, pin: Pin, placed: Sequence[Placement]) -> None:
        """One of the places where a pinned session may be is taken, at the pinned start."""
        held = []
        for p in placed:
            here = self._cp.new_bool_var(f"{name}: {p.var.name}")
            self._cp.add_implication(here, p.var)
            self._cp.add(self.starts[p] == pin.start).only_enforce_if(here)
            held.append(here)
        self._cp.add_bool_or(held)  # none: impossible, and the caller looks further up

    def _time_room(self, key: CoachWindow, held: Sequence[CoachMeeting]) -> None:
        """Starts for all sessions that a coach may hold in a window, the minutes in between kept."""
        window, use, gap = key.window, self._uses.get(key), self._facts.gap
        intervals = []
        for meeting in held:
            minutes = meeting.session.minutes
            start = self._cp.new_int_var(window.start, window.end - minutes, f"start: {meeting.count.name}")
            self.starts |= dict.fromkeys(meeting.members, start)
            intervals.append(self._cp.new_optional_fixed_size_interval_var(start, minutes + gap, meeting.count, ""))
            if use is not None:
                self._cp.add(use.start <= start).only_enforce_if(meeting.count)
                self._cp.add(use.end >= start + minutes).only_enforce_if(meeting.count)
        self._cp.add_no_overlap(intervals)

    def _cross(self, one: Sequence[CoachMeeting], other: Sequence[CoachMeeting]) -> None:
        """The sessions of two windows of a coach keep their distance one by one: the least gap, and travel between two
        that are both in person."""
        cp, gap, starts = self._cp, self._facts.gap, self.starts
        cp.add_no_overlap(
            [
                cp.new_optional_fixed_size_interval_var(starts[x.members[0]], x.session.minutes + gap, x.count, "")
                for x in (*one, *other)
            ]
        )
        a, b = one[0].window, other[0].window
        there, back = minutes_between(self._facts, a, b), minutes_between(self._facts, b, a)
        if max(there, back) <= gap:
            return
        for x in (x for x in one if not x.virtual):
            for y in (y for y in other if not y.virtual):
                first = cp.new_bool_var(f"{x.count.name} before: {y.count.name}")
                both = [x.count, y.count]
                at_x, at_y = starts[x.members[0]], starts[y.members[0]]
                cp.add(at_y >= at_x + x.session.minutes + there).only_enforce_if([*both, first])
                cp.add(at_x >= at_y + y.session.minutes + back).only_enforce_if([*both, first.negated()])

    def _keep_order(self, placed: Sequence[_Place]) -> None:
        """Of one enrollment, a session that follows another in the same window begins after its end; unless it follows
        one that is held before (`ordering.keep_order`)."""
        for _, first in placed:
            for _, follower in placed:
                if first.enrollment != follower.enrollment or first.window != follower.window:
                    continue
                if follower.session.after == first.session.name and first.coach == follower.coach:
                    end = self.starts[first] + first.session.minutes
                    early = self._early.get(self._session_of.get(follower, follower))
                    gates = [first.var, follower.var, *([] if early is None else [early.negated()])]
                    self._cp.add(self.starts[follower] >= end).only_enforce_if(gates)
