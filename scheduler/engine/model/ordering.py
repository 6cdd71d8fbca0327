"""Sessions that follow others: every one has one of its own that it follows, in time and not too late."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

from scheduler.domain.instance import ProgramSession
from scheduler.domain.matching import most_followers
from scheduler.engine.aggregate.session_patterns import pattern_sessions

if TYPE_CHECKING:
    from scheduler.engine.model.calendar import Calendar, Placement
    from scheduler.engine.problem.index import Window

Look = tuple[cp_model.IntVar, tuple[int, int], tuple[int, int, int]]  # a follower; from when until when it looks


def pairs_in_order(m: Calendar, e: int) -> Iterator[tuple[ProgramSession, ProgramSession]]:
    """(first, follower) for every session of an enrolment that follows another of the week pattern."""
    for session in pattern_sessions(m.facts, m.enrolment(e)):
        first = m.facts.program(e).session(session.after) if session.after else None
        if first is not None and not first.once and first.count:
            yield first, session


def keep_order(m: Calendar, e: int, coach: str, k: int, first: ProgramSession, session: ProgramSession) -> None:
    """Followers can be matched with what they follow: Hall's condition on intervals of time (docs/model.md, Theorem O).

    A follower in one window can be matched with firsts in windows from `within days` before up to its own; so it is
    enough that no stretch of time holds more followers that look only into it than it has places: one for each first,
    and at the last of all firsts those that are due beyond their number."""
    followers = [p for p in m.by_session.get((e, session.name, k), ()) if p.coach == coach]
    firsts = [p for p in m.by_session.get((e, first.name, k), ()) if p.coach == coach]
    looks: list[Look] = [(p.var, _earliest(session, p.window), moment(p.window)) for p in followers]
    if first.count > 1:
        looks += _look_back(m, k, session, followers, {p.window for p in firsts})
    beyond = most_followers(first, session, 1) - 1
    none_later: dict[tuple[int, int, int], cp_model.IntVar] = {}
    for low, high in _stretches(session, looks):
        looking = cp_model.LinearExpr.sum([var for var, a, b in looks if low <= a and b <= high])
        here = [p.var for p in firsts if low <= (p.window.school_day, p.window.start) and moment(p.window) <= high]
        there = cp_model.LinearExpr.sum(here)
        if beyond and first.count > 1:
            if high not in none_later:
                none_later[high] = m.cp.new_bool_var("")
                later = cp_model.LinearExpr.sum([p.var for p in firsts if moment(p.window) > high])
                m.cp.add(later <= first.count * (1 - none_later[high]))
            m.cp.add(looking <= there + beyond * none_later[high])
        m.cp.add(looking <= (1 + beyond) * there)


def _look_back(
    m: Calendar, k: int, session: ProgramSession, followers: Sequence[Placement], firsts: Container[Window]
) -> list[Look]:
    """Followers with clock times may lie before a first in their own window: then they look only further back."""
    looks: list[Look] = []
    for p in followers:
        if p.window in firsts and (p.coach, k, p.window) in m.timed.keys:
            early = m.early[p] = m.cp.new_bool_var("")
            m.cp.add_implication(early, p.var)
            week, day, start = moment(p.window)
            looks.append((early, _earliest(session, p.window), (week, day, start - 1)))
    return looks


def moment(window: Window) -> tuple[int, int, int]:
    """When a window begins, in the order of time."""
    return window.week, window.day, window.start


def _earliest(session: ProgramSession, window: Window) -> tuple[int, int]:
    """The earliest (school day, start) at which what a session in this window follows may be held."""
    return (0, 0) if session.within_days is None else (max(0, window.school_day - session.within_days), 0)


def _stretches(session: ProgramSession, looks: Sequence[Look]) -> list[tuple[tuple[int, int], tuple[int, int, int]]]:
    """The stretches that matter: with one session due, those that one follower looks into; else all."""
    spans = [(a, b) for _, a, b in looks]
    if session.count == 1:
        return sorted(set(spans))
    return [(low, high) for low in sorted({a for a, _ in spans}) for high in sorted({b for _, b in spans})]
