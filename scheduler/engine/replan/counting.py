"""How much of a kept plan a plan changes, beyond what every plan does."""

from __future__ import annotations

from scheduler.domain.instance import Enrollment
from scheduler.domain.plan import Plan, Reserved, Session
from scheduler.domain.replan import POINTS, POINTS_OF_A_TEACHER, Keep

Row = tuple[object, ...]


def session_row(s: Session) -> Row:
    """What of a session is to stay."""
    return s.cycle, s.week, s.day, s.start, s.coach, s.teacher, s.program, s.session


def reserve_row(r: Reserved) -> Row:
    """What of a reserved slot is to stay."""
    return r.cycle, r.week, r.day, r.start, r.coach, r.purpose


def needless(keep: Keep, plan: Plan) -> int:
    """The Change of a plan that is not forced."""
    coach = {Enrollment(a.teacher, a.program): a.coach for a in plan.assignments}
    moved: set[str] = set()
    points = 0
    for e, c in keep.coaches.items():
        if coach[e] != c:
            points += POINTS["Coach"]
            moved.add(e.teacher)
    for (c, period), released in keep.releases.items():
        points += POINTS["Release"] * ((period in plan.releases[c]) != released)
    held = {session_row(s) for s in plan.sessions}
    for s in keep.sessions:
        if session_row(s) not in held:
            points += POINTS["Session"]
            moved.add(s.teacher)
    kept = {reserve_row(r) for r in plan.reserved}
    points += POINTS["Reserved"] * sum(reserve_row(r) not in kept for r in keep.reserved)
    return points + POINTS_OF_A_TEACHER * len(moved - keep.certain)
