"""Windows of a coach that lie too close together to be used without regard to each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ortools.sat.python import cp_model

from scheduler.engine.model.meetings import CoachMeeting
from scheduler.engine.model.placements import when
from scheduler.engine.problem.index import ProblemIndex, Window


class Way(NamedTuple):
    """A session that may be held: its minutes, and whether it is virtual."""

    minutes: int
    virtual: bool


@dataclass(frozen=True, slots=True)
class WindowUse:
    """A window's first start and last end, and whether it is used, and used in person."""

    start: cp_model.IntVar
    end: cp_model.IntVar
    used: cp_model.IntVar
    in_person: cp_model.IntVar


WindowPair = tuple[Window, Window]  # of one day, the earlier one first


def link_windows(
    cp: cp_model.CpModel,
    facts: ProblemIndex,
    rooms: Mapping[Window, Sequence[CoachMeeting]],
    crossing: Container[WindowPair],
) -> dict[Window, WindowUse]:
    """Keeps the minutes between sessions, and travel, between every two windows of a day of one coach and cycle.

    One of the two windows is left wholly before the other, but for the pairs of `crossing`, whose sessions keep their
    distance one by one (`start_times`).

    Parameters
    ----------
    cp
        the model that the rows are added to
    facts
        the index of the instance
    rooms
        the meetings that may lie in each window of one coach and cycle
    crossing
        the pairs of windows that are left out
    """
    uses: dict[Window, WindowUse] = {}
    for a, b in close_pairs(facts, rooms):
        if (a, b) not in crossing:
            for w in (a, b):
                if w not in uses:
                    uses[w] = _use(cp, facts.gap, w, rooms[w])
            _link(cp, facts, _Linked(a, uses[a], rooms[a]), _Linked(b, uses[b], rooms[b]))
    return uses


def close_pairs(facts: ProblemIndex, windows: Iterable[Window]) -> Iterator[WindowPair]:
    """Every two windows of a day that lie closer together than the minutes that are needed between them."""
    by_day: dict[tuple[int, int], list[Window]] = defaultdict(list)
    for window in windows:
        by_day[window.date].append(window)
    for mine in by_day.values():
        mine.sort(key=lambda w: (w.start, w.end, w.site))
        for i, a in enumerate(mine):
            for b in mine[i + 1 :]:
                if b.start - a.end < max(minutes_between(facts, a, b), minutes_between(facts, b, a)):
                    yield a, b


def may_cross(facts: ProblemIndex, a: Window, b: Window, in_a: Collection[Way], in_b: Collection[Way]) -> bool:
    """Whether it would leave plans out to put one of two close windows wholly before the other.

    It would where a session of one has room between two of the other; and where both have sessions in person, which
    keep the distance of travel, and one of them holds a virtual session beside one of these, which need not keep it.
    `in_a` and `in_b` are the sessions that may lie there.

    Parameters
    ----------
    facts
        the index of the instance
    a, b
        two close windows of one coach
    in_a, in_b
        of each session that may lie there its minutes, and whether it is virtual
    """
    travels = a.site != b.site and max(minutes_between(facts, a, b), minutes_between(facts, b, a)) > facts.gap
    if travels and all(any(not virtual for _, virtual in ways) for ways in (in_a, in_b)):
        for w, in_w in ((a, in_a), (b, in_b)):
            online = min((n for n, virtual in in_w if virtual), default=w.minutes)
            in_person = min(n for n, virtual in in_w if not virtual)
            if online + facts.gap + in_person <= w.minutes:
                return True
    return a.overlaps(b) and any(
        w.minutes >= 2 * min(n for n, _ in in_w) + min(n for n, _ in in_v) + 2 * _least_between(facts, w, v, in_w, in_v)
        for w, v, in_w, in_v in ((a, b, in_a, in_b), (b, a, in_b, in_a))
    )


def _least_between(facts: ProblemIndex, w: Window, v: Window, in_w: Collection[Way], in_v: Collection[Way]) -> int:
    if any(virtual for _, virtual in (*in_w, *in_v)):
        return facts.gap
    return max(facts.gap, min(minutes_between(facts, w, v), minutes_between(facts, v, w)))


def minutes_between(facts: ProblemIndex, a: Window, b: Window) -> int:
    """The least minutes between sessions in two windows, both in person, the one in `a` first.

    Parameters
    ----------
    facts
        the index of the instance
    a
        the window of the first session
    b
        the window of the second
    """
    return facts.gap if a.site == b.site else facts.travel(a.site, b.site)


def _use(cp: cp_model.CpModel, gap: int, window: Window, held: Sequence[CoachMeeting]) -> WindowUse:
    at = f"{held[0].coach} cycle {held[0].cycle} {when(window)}"
    start = cp.new_int_var(window.start, window.end, f"first start: {at}")
    end = cp.new_int_var(window.start, window.end, f"last end: {at}")
    used, in_person = cp.new_bool_var(f"used: {at}"), cp.new_bool_var(f"used in person: {at}")
    cp.add_implication(in_person, used)
    minutes = cp_model.LinearExpr.weighted_sum([m.count for m in held], [m.session.minutes + gap for m in held])
    cp.add(end - start >= minutes - gap)
    for m in held:
        cp.add(m.count <= m.most * used)
        if not m.virtual:
            cp.add(m.count <= m.most * in_person)
    return WindowUse(start, end, used, in_person)


class _Linked(NamedTuple):
    window: Window
    use: WindowUse
    held: Sequence[CoachMeeting]


def _link(cp: cp_model.CpModel, facts: ProblemIndex, first: _Linked, second: _Linked) -> None:
    """One wholly before the other; sessions of two windows that overlap in time are not interleaved."""
    (a, use_a, _), (b, use_b, _) = first, second
    for gates, travel in (((use_a.used, use_b.used), False), ((use_a.in_person, use_b.in_person), True)):
        if travel and a.site == b.site:
            continue
        orders = []
        for (w, use_w, held_w), (v, use_v, held_v) in ((first, second), (second, first)):
            between = minutes_between(facts, w, v) if travel else facts.gap
            least_w, least_v = min(m.session.minutes for m in held_w), min(m.session.minutes for m in held_v)
            if w.start + least_w + between > v.end - least_v:
                continue
            kind = "with travel, " if travel else ""
            order = cp.new_bool_var(f"in order, {kind}{use_w.used.name} before {use_v.used.name}")
            cp.add(use_v.start >= use_w.end + between).only_enforce_if(order)
            orders.append(order)
        apart = [gate.negated() for gate in gates]
        cp.add_bool_or([*orders, *apart])
