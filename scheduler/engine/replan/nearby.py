"""Some enrollments at a time planned anew inside a plan, so that more of the kept plan comes back or the levels before
Change get better: what a ring as large as the part is too large for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace

from scheduler.domain.instance import Enrollment
from scheduler.domain.matching import overlap
from scheduler.domain.plan import Plan, Session
from scheduler.domain.replan import POINTS, Keep
from scheduler.engine.replan.counting import session_row
from scheduler.engine.replan.model import Loose

Some = frozenset[Enrollment]


def beside(keep: Keep, plan: Plan, free: Some) -> tuple[Keep, Loose]:
    """A keep of which some enrollments, releases and reserves may move, and all else is as in a plan. What the plan
    changes of all else counts no more, since it is changed already.

    Parameters
    ----------
    keep
        what could stay of the kept plan
    plan
        the best plan so far
    free
        the enrollments that may move
    """
    moved = {e.teacher for e in leaving(keep, plan) if e not in free}
    coaches = {e: a.coach for a in plan.assignments if a.coach and (e := Enrollment(a.teacher, a.program)) not in free}
    loose = [s for s in keep.sessions if _of(s) in free]
    around = replace(
        keep,
        coaches=coaches | {e: c for e, c in keep.coaches.items() if e in free},
        sessions=(*(s for s in plan.sessions if _of(s) not in free), *loose),
        cycles={Enrollment(a.teacher, a.program): a.cycles for a in plan.assignments},
        certain=keep.certain | moved,
    )
    released = frozenset(c for c, _ in keep.releases)
    return around, Loose(free & frozenset(keep.coaches), released, frozenset(loose), frozenset(keep.reserved))


def in_one_release(keep: Keep, plan: Plan) -> Iterator[Some]:
    """For each period that a coach is released in those whom the coach meets then, so that another can take its
    place, with those of whom something must change, and those who hold no sessions."""
    holding = {_of(s) for s in keep.sessions}
    always = keep.touched | (set(keep.coaches) - holding)
    for coach, periods in plan.releases.items():
        for period in periods:
            yield always | {_of(s) for s in plan.sessions if s.coach == coach and s.period == period}


def in_the_way(keep: Keep, plan: Plan, e: Enrollment, size: int) -> Some:
    """An enrollment that a plan moves, with those who stand where it stood, and those who stand where they did; where
    these are few, with others who move.

    Parameters
    ----------
    keep
        what could stay of the kept plan
    plan
        the best plan so far
    e
        the enrollment
    size
        how many enrollments at most
    """
    at: dict[tuple[str, int, int, int], list[Session]] = defaultdict(list)
    for s in plan.sessions:
        at[s.coach, s.cycle, s.week, s.day].append(s)
    kept: dict[Enrollment, list[Session]] = defaultdict(list)
    for s in keep.sessions:
        kept[_of(s)].append(s)
    found = [e]
    for one in found:  # it grows meanwhile
        blocked = Counter(
            _of(other)
            for s in kept[one]
            for other in at[s.coach, s.cycle, s.week, s.day]
            if overlap(s, other) and _of(other) not in found
        )
        found += [other for other, _ in blocked.most_common()]
        if len(found) >= size:
            break
    found += [other for other in leaving(keep, plan) if other not in found]
    return frozenset(found[:size])


def leaving(keep: Keep, plan: Plan) -> list[Enrollment]:
    """The enrollments of which something does not stay, those first of which most does not."""
    coach = {Enrollment(a.teacher, a.program): a.coach for a in plan.assignments}
    held = {session_row(s) for s in plan.sessions}
    points: Counter[Enrollment] = Counter()
    for e, c in keep.coaches.items():
        points[e] += POINTS["Coach"] * (coach[e] != c)
    for s in keep.sessions:
        points[_of(s)] += POINTS["Session"] * (session_row(s) not in held)
    return [e for e, n in points.most_common() if n]


def _of(s: Session) -> Enrollment:
    return Enrollment(s.teacher, s.program)
