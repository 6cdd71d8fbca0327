"""Windows of a coach that lie too close together to be used without regard to each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from scheduler.engine.problem.index import ProblemIndex, Window

if TYPE_CHECKING:
    from scheduler.engine.model.calendar import Meeting


@dataclass(frozen=True, slots=True)
class Use:
    """A window's first start and last end, and whether it is used, and used in person."""

    start: cp_model.IntVar
    end: cp_model.IntVar
    used: cp_model.IntVar
    in_person: cp_model.IntVar


def link_windows(
    cp: cp_model.CpModel, facts: ProblemIndex, rooms: Mapping[Window, Sequence[Meeting]]
) -> tuple[dict[Window, Use], bool]:
    """Keeps the minutes between sessions, and travel, between every two windows of a day of one coach and cycle.

    The second of what is returned is False where two windows overlap so far that sessions of one could lie between
    sessions of the other, which is left out."""
    exact = True
    by_day: dict[tuple[int, int], list[Window]] = defaultdict(list)
    for window in rooms:
        by_day[window.date].append(window)
    uses: dict[Window, Use] = {}
    for windows in by_day.values():
        windows.sort(key=lambda w: (w.start, w.end, w.site))
        for i, a in enumerate(windows):
            for b in windows[i + 1 :]:
                if b.start - a.end < max(_between(facts, a, b), _between(facts, b, a)):
                    for w in (a, b):
                        if w not in uses:
                            uses[w] = _use(cp, facts.gap, w, rooms[w])
                    _link(cp, facts, (a, uses[a], rooms[a]), (b, uses[b], rooms[b]))
                    exact = exact and not _could_interleave(facts, (a, rooms[a]), (b, rooms[b]))
    return uses, exact


def _could_interleave(
    facts: ProblemIndex, first: tuple[Window, Sequence[Meeting]], second: tuple[Window, Sequence[Meeting]]
) -> bool:
    """Whether a session of one window has room between two of the other. Virtual sessions need no travel."""
    for (w, held_w), (v, held_v) in ((first, second), (second, first)):
        virtual = any(m.virtual for m in (*held_w, *held_v))
        between = facts.gap if virtual else max(facts.gap, min(_between(facts, w, v), _between(facts, v, w)))
        needed = 2 * min(m.session.minutes for m in held_w) + min(m.session.minutes for m in held_v) + 2 * between
        if w.overlaps(v) and w.minutes >= needed:
            return True
    return False


def _between(facts: ProblemIndex, a: Window, b: Window) -> int:
    return facts.gap if a.site == b.site else facts.travel(a.site, b.site)


def _use(cp: cp_model.CpModel, gap: int, window: Window, held: Sequence[Meeting]) -> Use:
    start = cp.new_int_var(window.start, window.end, "")
    end = cp.new_int_var(window.start, window.end, "")
    used, in_person = cp.new_bool_var(""), cp.new_bool_var("")
    cp.add_implication(in_person, used)
    minutes = cp_model.LinearExpr.weighted_sum([m.count for m in held], [m.session.minutes + gap for m in held])
    cp.add(end - start >= minutes - gap)
    for m in held:
        cp.add(m.count <= m.most * used)
        if not m.virtual:
            cp.add(m.count <= m.most * in_person)
    return Use(start, end, used, in_person)


def _link(
    cp: cp_model.CpModel,
    facts: ProblemIndex,
    first: tuple[Window, Use, Sequence[Meeting]],
    second: tuple[Window, Use, Sequence[Meeting]],
) -> None:
    """One wholly before the other; sessions of two windows that overlap in time are not interleaved."""
    (a, use_a, _), (b, use_b, _) = first, second
    for gates, travel in (((use_a.used, use_b.used), False), ((use_a.in_person, use_b.in_person), True)):
        if travel and a.site == b.site:
            continue
        orders = []
        for (w, use_w, held_w), (v, use_v, held_v) in ((first, second), (second, first)):
            between = _between(facts, w, v) if travel else facts.gap
            least_w, least_v = min(m.session.minutes for m in held_w), min(m.session.minutes for m in held_v)
            if w.start + least_w + between > v.end - least_v:
                continue
            order = cp.new_bool_var("")
            cp.add(use_v.start >= use_w.end + between).only_enforce_if(order)
            orders.append(order)
        apart = [gate.negated() for gate in gates]
        cp.add_bool_or([*orders, *apart])
