"""Plans to go on from, changes of the input, and re-plans of random districts, for the laws of re-planning."""

from __future__ import annotations

import importlib
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import product
from types import ModuleType
from typing import Any

from laws import independent
from laws.instances import Flavour, Size
from laws.solving import drawn
from scheduler.domain.instance import Enrollment, Instance, Pin, Status
from scheduler.domain.plan import Plan, PublishedReserve, PublishedSession, Reserved, Session
from scheduler.domain.replan import PublishedPlan, PublishedRelease
from scheduler.domain.score import Score

Changed = Instance | None


def published(instance: Instance, plan: Plan) -> PublishedPlan:
    """A plan as if it had been written and read again, in the ids of its own input."""
    releases = [
        PublishedRelease(c.id, p, p, p in plan.releases[c.id])
        for c in instance.coaches.values()
        for p in instance.class_periods(c.home)
    ]
    sessions = tuple(PublishedSession(s, _cells(s)) for s in plan.sessions)
    reserved = tuple(PublishedReserve(r, _cells(r)) for r in plan.reserved)
    return PublishedPlan("plan.xlsx", "0" * 64, tuple(releases), plan.assignments, sessions, reserved)


def of_today(old: PublishedPlan, instance: Instance) -> PublishedPlan:
    """The same as a reader finds it who has the input of today: labels that it does not know are no periods."""

    def known(r: PublishedRelease) -> bool:
        return r.coach in instance.coaches and r.period in instance.class_periods(instance.coaches[r.coach].home)

    return replace(old, releases=tuple(r if known(r) else replace(r, period="") for r in old.releases))


def _cells(row: Session | Reserved) -> tuple[str | int, ...]:
    if isinstance(row, Session):
        return row.cycle, row.week, str(row.day), row.period, str(row.start), str(row.end), row.coach, row.teacher
    return row.coach, row.cycle, row.week, str(row.day), row.period, str(row.start), str(row.end), row.purpose


# ---- changes of the input


def teacher_new(instance: Instance, rng: random.Random) -> Changed:
    like = rng.choice(list(instance.teachers.values()))
    states = dict(instance.states) | {"TN": instance.states[like.id]}
    return replace(instance, teachers={**instance.teachers, "TN": replace(like, id="TN", name="New")}, states=states)


def teacher_gone(instance: Instance, rng: random.Random) -> Changed:
    if len(instance.teachers) < 2:
        return None
    gone = rng.choice(list(instance.teachers))
    return replace(
        instance,
        teachers={t: x for t, x in instance.teachers.items() if t != gone},
        states={t: x for t, x in instance.states.items() if t != gone},
    )


def states_moved(instance: Instance, rng: random.Random) -> Changed:
    """A teacher's periods change places."""
    teacher = rng.choice(list(instance.teachers.values()))
    slots, states = instance.slots(teacher.site), instance.states[teacher.id]
    periods = list(dict.fromkeys(s.period for s in slots if s.is_class))
    if len(periods) < 2:
        return None
    a, b = rng.sample(periods, 2)
    of = {s.period: x for s, x in zip(slots, states, strict=True)}
    new = tuple(of[b] if s.period == a else of[a] if s.period == b else x for s, x in zip(slots, states, strict=True))
    return replace(instance, states={**instance.states, teacher.id: new})


def coach_away(instance: Instance, rng: random.Random) -> Changed:
    """A coach is not at work in one slot, or teaches in a period."""
    coach = rng.choice(list(instance.coaches.values()))
    slots, said = instance.home_slots(coach.id), instance.availability[coach.id]
    i = rng.randrange(len(slots))
    status: Status = "Teaching" if slots[i].is_class and rng.random() < 0.5 else "Unavailable"
    new = tuple(
        status if n == i or (status == "Teaching" and s.period == slots[i].period and s.is_class) else x
        for n, (s, x) in enumerate(zip(slots, said, strict=True))
    )
    return replace(instance, availability={**instance.availability, coach.id: new})


def coach_gone(instance: Instance, rng: random.Random) -> Changed:
    if len(instance.coaches) < 2:
        return None
    gone = rng.choice(list(instance.coaches))
    teachers = {
        t.id: replace(
            t,
            requested_coach="" if t.requested_coach == gone else t.requested_coach,
            last_coach="" if t.last_coach == gone else t.last_coach,
            avoid_coaches=tuple(c for c in t.avoid_coaches if c != gone),
        )
        for t in instance.teachers.values()
    }
    return replace(
        instance,
        teachers=teachers,
        coaches={c: x for c, x in instance.coaches.items() if c != gone},
        availability={c: x for c, x in instance.availability.items() if c != gone},
    )


def program_left(instance: Instance, rng: random.Random) -> Changed:
    teacher = rng.choice(list(instance.teachers.values()))
    if teacher.role == "Administrator" or not any(instance.programs[p].sessions for p in teacher.programs):
        return None
    new = replace(teacher, programs=tuple(rng.sample(sorted(instance.programs), 1)))
    return replace(instance, teachers={**instance.teachers, teacher.id: new})


def sections_changed(instance: Instance, rng: random.Random) -> Changed:
    site = rng.choice(list(instance.sites.values()))
    if site.sections_funded is None:
        return None
    new = replace(site, sections_funded=max(0, site.sections_funded + rng.choice((-1, 1))))
    return replace(instance, sites={**instance.sites, site.id: new})


def priority_changed(instance: Instance, rng: random.Random) -> Changed:
    teacher = rng.choice(list(instance.teachers.values()))
    new = replace(teacher, priority=teacher.priority + rng.choice((1, 2)))
    return replace(instance, teachers={**instance.teachers, teacher.id: new})


def bell_moved(instance: Instance, rng: random.Random) -> Changed:
    """A period begins five minutes later."""
    name = rng.choice(sorted(instance.bells))
    period = rng.choice([s.period for s in instance.bells[name]])
    slots = tuple(
        replace(s, start=s.start + 5) if s.period == period and s.minutes > 20 else s for s in instance.bells[name]
    )
    return replace(instance, bells={**instance.bells, name: slots})


CHANGES: tuple[Callable[[Instance, random.Random], Changed], ...] = (
    teacher_new,
    teacher_gone,
    states_moved,
    coach_away,
    coach_gone,
    program_left,
    sections_changed,
    priority_changed,
    bell_moved,
)


@dataclass(frozen=True)
class Case:
    """A district with its plan, and the same district changed in one thing."""

    name: str
    before: Instance
    plan: Plan
    old: PublishedPlan
    now: Instance


def case(seed: int, size: Size, flavour: Flavour) -> Case | None:
    """The case of a seed; None where the change that was drawn has nothing to change there."""
    instance, ours = drawn(seed, size, flavour)
    change = CHANGES[seed % len(CHANGES)]
    now = change(instance, random.Random(f"{change.__name__} {seed}"))
    if now is None:
        return None
    old = of_today(published(instance, ours.plan), now)
    return Case(f"{size} {flavour} {seed} {change.__name__}", instance, ours.plan, old, now)


# ---- every plan that keeps some of the things


def pins_of_things(case: Case, first: int = 1) -> list[tuple[Pin, ...]]:
    """What pins keep of the plan, thing by thing: coaches, releases, sessions."""
    found: list[tuple[Pin, ...]] = []
    enrolled = set(case.now.enrollments)
    for a in case.plan.assignments:
        if a.coach and Enrollment(a.teacher, a.program) in enrolled:
            found.append((Pin("A1", "Coach", a.teacher, a.program, a.coach),))
    for r in case.old.releases:
        if r.coach in case.now.coaches and r.period:
            found.append((Pin("A1", "Release", coach=r.coach, period=r.period, released=r.released),))
    for s in case.plan.sessions:
        if Enrollment(s.teacher, s.program) in enrolled and s.cycle >= first:
            found.append(
                (Pin("A1", "Session", s.teacher, s.program, s.coach, s.cycle, s.week, s.day, "", s.session, s.start),)
            )
    return found


def subsets(things: list[tuple[Pin, ...]]) -> list[tuple[Pin, ...]]:
    """The pins of every choice of things."""
    return [
        tuple(p for pins, on in zip(things, chosen, strict=True) if on for p in pins)
        for chosen in product((True, False), repeat=len(things))
    ]


# ---- the independent checker


def checker() -> ModuleType:
    independent.modules()
    sys.path.insert(0, str(independent.CHECKER))
    try:
        return importlib.import_module("check_change")
    finally:
        sys.path.remove(str(independent.CHECKER))


def verdict(case: Case, plan: Plan, first: int = 1) -> tuple[list[str], Score, dict[str, int]]:
    """What the checker of re-plans finds wrong, the score and the Change that it counts; claims are not looked at."""
    contract, _ = independent.modules()
    old = independent.its_plan(case.before, case.plan)
    rows = tuple(
        contract.Release(0, r.coach, "", r.label, "Coaching" if r.released else "Free", False)
        for r in case.old.releases
    )
    old = replace(old, releases=rows)
    new: Any = independent.its_plan(case.now, replace(plan, past=None))
    if plan.past is not None:
        numbers = {(s.cycle, s.week, s.day, s.start, s.coach, s.teacher, s.session, s.program): s for s in old.sessions}
        ended = [numbers[_of(s.row)] for s in plan.past.sessions]
        reserved = [r for r in old.reserved if r.cycle < first]
        new = replace(new, sessions=(*ended, *new.sessions), reserved=(*reserved, *new.reserved))
    check = checker().Replan(independent.its_input(case.now), old, new, first)
    findings = [str(f) for f in check.findings if f.item not in ("claim", "missing")]
    return findings, Score(*(check.score[level] for level in ("Required", "Recommended", "Option"))), check.change


def _of(s: Session) -> tuple[object, ...]:
    return s.cycle, s.week, s.day, s.start, s.coach, s.teacher, s.session, s.program
