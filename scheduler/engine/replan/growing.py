"""Which of a kept plan may move, ring by ring: the smallest neighborhood of what has changed first."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.domain.instance import Enrollment, Instance
from scheduler.domain.plan import Plan
from scheduler.domain.replan import POINTS, POINTS_OF_A_TEACHER, Keep
from scheduler.engine import rules
from scheduler.engine.problem.index import ProblemIndex
from scheduler.engine.replan.counting import session_row
from scheduler.engine.replan.model import Loose

NOTHING = Loose()


def grow(facts: ProblemIndex, keep: Keep, plan: Plan | None) -> Iterator[Loose]:
    """The rings beyond the innermost: those in trouble, with all releases; the coaches of those who hold no sessions;
    all of their coaches in the same cycles; in all cycles; the coaches who share a site with them. `plan` is the best
    one so far.

    Parameters
    ----------
    facts
        the index of the instance
    keep
        what of the published plan can stay
    plan
        the best plan so far, None where there is none
    """
    instance = facts.instance
    trouble = keep.touched | (frozenset() if plan is None else missing(instance, plan))
    rings = []
    if trouble:
        own = frozenset(s for s in keep.sessions if Enrollment(s.teacher, s.program) in trouble)
        every_coach, reserved = frozenset(instance.coaches), frozenset(keep.reserved)
        rings.append(Loose(trouble, every_coach, own, reserved))
        # Whoever holds no sessions changes coach at no one's cost: that makes room in a caseload.
        holding = {Enrollment(s.teacher, s.program) for s in keep.sessions}
        ring = Loose(trouble | (set(keep.coaches) - holding), every_coach, own, reserved)
        rings.append(ring)
        coaches, cycles = _coaches(facts, keep, trouble), _cycles(facts, keep, trouble)
        near = frozenset(s for s in keep.sessions if s.coach in coaches and s.cycle in cycles)
        rings.append(Loose(ring.enrollments, ring.coaches, own | near, ring.reserved))
        near = frozenset(s for s in keep.sessions if s.coach in coaches)
        rings.append(Loose(ring.enrollments, ring.coaches, own | near, ring.reserved))
        sites = {site for c in coaches for site in instance.coaches[c].sites}
        sharing = {c.id for c in instance.coaches.values() if sites & set(c.sites)}
        near = frozenset(s for s in keep.sessions if s.coach in sharing)
        rings.append(Loose(ring.enrollments, ring.coaches, own | near, ring.reserved))
    seen = NOTHING
    for ring in rings:
        if ring != seen:
            yield ring
        seen = ring


def everything(keep: Keep) -> Loose:
    """All may move."""
    return Loose(
        frozenset(keep.coaches), frozenset(c for c, _ in keep.releases), frozenset(keep.sessions),
        frozenset(keep.reserved),
    )  # fmt: skip


def apart(keep: Keep, plan: Plan) -> Loose:
    """What a plan changes of a kept one, with all rows of whoever changes coach, and all that is reserved."""
    coach = {Enrollment(a.teacher, a.program): a.coach for a in plan.assignments}
    enrollments = frozenset(e for e, c in keep.coaches.items() if coach[e] != c)
    held = {session_row(s) for s in plan.sessions}
    return Loose(
        enrollments,
        frozenset(c for (c, period), released in keep.releases.items() if (period in plan.releases[c]) != released),
        frozenset(
            s for s in keep.sessions if session_row(s) not in held or Enrollment(s.teacher, s.program) in enrollments
        ),
        frozenset(keep.reserved),
    )


def within(keep: Keep, change: int, *, pivotal: bool = False) -> Loose:
    """All that may move in a plan of no more Change: whatever costs more by itself stays. With `pivotal` it is known
    that some coach or release changes, so that only what is left of the Change is there for all else.

    Parameters
    ----------
    keep
        what of the published plan can stay
    change
        the most points of Change, beyond what every plan changes
    pivotal
        whether a coach or a release is known to change
    """

    def costs(teacher: str, points: int) -> int:
        return points + (0 if teacher in keep.certain else POINTS_OF_A_TEACHER)

    every = everything(keep)
    enrollments = frozenset(e for e in every.enrollments if costs(e.teacher, POINTS["Coach"]) <= change)
    leaving = {e.teacher for e in enrollments}  # whose sessions cost no more than one point once the coach changes
    left = change - min(POINTS["Coach"], POINTS["Release"]) if pivotal else change
    return Loose(
        enrollments,
        every.coaches if POINTS["Release"] <= change else frozenset(),
        frozenset(s for s in every.sessions if costs(s.teacher, POINTS["Session"]) <= left or s.teacher in leaving),
        every.reserved if POINTS["Reserved"] <= left else frozenset(),
    )


def missing(instance: Instance, plan: Plan) -> frozenset[Enrollment]:
    """The enrollments that a plan leaves without a coach, or short of a session that is Required."""
    held: dict[tuple[Enrollment, str], int] = {}
    for s in plan.sessions:
        key = Enrollment(s.teacher, s.program), s.session
        held[key] = held.get(key, 0) + 1
    found = set()
    for a in plan.assignments:
        e, program = Enrollment(a.teacher, a.program), instance.programs[a.program]
        site = instance.teachers[a.teacher].site
        for spec in program.sessions:
            due = 0 if spec.once else program.cycles * spec.count
            if rules.level_of_session(instance, site, spec) == "Required" and held.get((e, spec.name), 0) < due:
                found.add(e)
        if not a.coach:
            found.add(e)
    return frozenset(found)


def _coaches(facts: ProblemIndex, keep: Keep, trouble: frozenset[Enrollment]) -> set[str]:
    """The coaches of those in trouble; of whoever has none to keep, all who could be."""
    found: set[str] = set()
    for i, e in enumerate(facts.enrollments):
        if e in trouble:
            kept = keep.coaches.get(e)
            found.update((kept,) if kept else facts.candidates[i])
    return found


def _cycles(facts: ProblemIndex, keep: Keep, trouble: frozenset[Enrollment]) -> set[int]:
    """The cycles in which those in trouble were active; all, where one was in none."""
    every = set(range(1, facts.instance.settings.cycles + 1))
    if any(not keep.cycles.get(e) for e in trouble):
        return every
    return {c for e in trouble for c in keep.cycles[e]} & every
