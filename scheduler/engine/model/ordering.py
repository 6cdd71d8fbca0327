"""Sessions that follow others: every one has one of its own that it follows, in time and not too late."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from typing import NamedTuple

from ortools.sat.python import cp_model

from scheduler.domain.instance import Enrollment, ProgramSession, hhmm
from scheduler.domain.matching import most_followers
from scheduler.engine.model.placements import CoachWindow, Placement
from scheduler.engine.problem.index import ProblemIndex, Window, pattern_sessions


class Moment(NamedTuple):
    """When something begins, in the order of time."""

    week: int
    day: int
    start: int


SchoolMoment = tuple[int, int]  # school day and start


class Look(NamedTuple):
    """A follower, and from when until when it looks for what it follows."""

    follower: cp_model.IntVar
    low: SchoolMoment
    high: Moment


class Pair(NamedTuple):
    """A session of a program, and one that follows it."""

    first: ProgramSession
    follower: ProgramSession


def pairs_in_order(facts: ProblemIndex, enrollment: Enrollment) -> Iterator[Pair]:
    """Every session of an enrollment that follows another of the week pattern, with that one."""
    program = facts.instance.programs[enrollment.program]
    for session in pattern_sessions(facts, enrollment):
        first = program.session(session.after) if session.after else None
        if first is not None and not first.once and first.count:
            yield Pair(first, session)


def keep_order(
    cp: cp_model.CpModel,
    pair: Pair,
    firsts: Sequence[Placement],
    followers: Sequence[Placement],
    timed: Container[CoachWindow],
) -> Mapping[Placement, cp_model.IntVar]:
    """Followers can be matched with what they follow: Hall's condition on intervals of time (docs/model.md, Theorem O).

    A follower in one window can be matched with firsts in windows from `within days` before up to its own; so it is
    enough that no stretch of time holds more followers that look only into it than it has places: one for each first,
    and at the last of all firsts those that are due beyond their number.

    Parameters
    ----------
    firsts, followers
        where the two may be held: of one enrollment, with one coach, in one cycle
    timed
        windows whose clock times matter: there a follower may lie before a first of its own window

    Returns
    -------
    Mapping
        for each such follower, whether it follows nothing in its own window
    """
    first, session = pair
    early: dict[Placement, cp_model.IntVar] = {}
    looks = [Look(p.var, _earliest(session, p.window), moment(p.window)) for p in followers]
    if first.count > 1:
        here = {p.window for p in firsts}
        for p in followers:
            if p.window in here and p.at in timed:
                early[p] = cp.new_bool_var(f"early: {p.var.name}")
                cp.add_implication(early[p], p.var)
                week, day, start = moment(p.window)
                looks.append(Look(early[p], _earliest(session, p.window), Moment(week, day, start - 1)))
    beyond = most_followers(first, session, 1) - 1
    none_later: dict[Moment, cp_model.IntVar] = {}
    for low, high in _stretches(session, looks):
        looking = cp_model.LinearExpr.sum([look.follower for look in looks if low <= look.low and look.high <= high])
        inside = [p.var for p in firsts if low <= (p.window.school_day, p.window.start) and moment(p.window) <= high]
        there = cp_model.LinearExpr.sum(inside)
        if beyond and first.count > 1:
            if high not in none_later:
                at = f"w{high.week} d{high.day + 1} {hhmm(high.start)}"
                none_later[high] = cp.new_bool_var(f"no {first.name} after {at}: {followers[0].var.name}")
                later = cp_model.LinearExpr.sum([p.var for p in firsts if moment(p.window) > high])
                cp.add(later <= first.count * (1 - none_later[high]))
            cp.add(looking <= there + beyond * none_later[high])
        cp.add(looking <= (1 + beyond) * there)
    return early


def moment(window: Window) -> Moment:
    """When a window begins."""
    return Moment(window.week, window.day, window.start)


def _earliest(session: ProgramSession, window: Window) -> SchoolMoment:
    """The earliest (school day, start) at which what a session in this window follows may be held."""
    return (0, 0) if session.within_days is None else (max(0, window.school_day - session.within_days), 0)


def _stretches(session: ProgramSession, looks: Sequence[Look]) -> list[tuple[SchoolMoment, Moment]]:
    """The stretches that matter: with one session due, those that one follower looks into; else all."""
    spans = [(look.low, look.high) for look in looks]
    if session.count == 1:
        return sorted(set(spans))
    return [(low, high) for low in sorted({a for a, _ in spans}) for high in sorted({b for _, b in spans})]
