"""What somebody may wish of a plan: the pins that ask for it, the plan with that one change, and what forbids it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from scheduler.domain.instance import Enrollment, Instance, Pin, Slot, hhmm
from scheduler.domain.matching import demanded_periods, fits_when, holds_role, is_pinned
from scheduler.domain.plan import Plan, Session
from scheduler.domain.why import Hindrance, Wish
from scheduler.reasons.hindrances import WORDS, hindrance, most_released
from scheduler.rules.coach_slots import CoachSlots

ASKED = "the question"  # the place of a pin that only asks


class NoSuchThing(ValueError):
    """The question names something that the input or the plan does not have."""


def at(text: str, cell: str, fix: str, *, pinned: bool = False) -> Hindrance:
    """A hindrance with its cell as the reader of the input gives it: "Coaches!C4".

    Parameters
    ----------
    text
        what is in the way
    cell
        the cell as it is read, "" where no cell says so
    fix
        what to change, "" for nothing
    pinned
        whether a pin says so
    """
    sheet, _, address = cell.rpartition("!")
    return Hindrance(text, sheet, address, fix, pinned)


def _of_pin(pin: Pin, text: str) -> Hindrance:
    return at(f"{text} ({pin.where})", pin.where, f"Take out the pin {pin.where}.", pinned=True)


def _mine(pin: Pin, e: Enrollment) -> bool:
    return pin.teacher == e.teacher and pin.program in ("", e.program)


# ---- another coach


def with_coach(instance: Instance, plan: Plan, e: Enrollment, coach: str) -> Wish:
    """That an enrollment has a coach; "" = none.

    Parameters
    ----------
    instance
        the input
    plan
        the plan
    e
        the enrollment
    coach
        the id of the coach, "" for none
    """
    assignments = tuple(
        replace(a, coach=coach) if (a.teacher, a.program) == (e.teacher, e.program) else a for a in plan.assignments
    )
    sessions = tuple(
        replace(s, coach=coach, group="") if (s.teacher, s.program) == (e.teacher, e.program) else s
        for s in plan.sessions
        if coach or (s.teacher, s.program) != (e.teacher, e.program)
    )
    changed = replace(plan, assignments=assignments, sessions=tuple(sorted(sessions)))
    text = f"{e} with {coach or 'no coach'}"
    pin = Pin(ASKED, "Coach", e.teacher, e.program, coach)
    return Wish(text, (pin,), changed, tuple(against_coach(instance, e, coach)))


def against_coach(instance: Instance, e: Enrollment, coach: str) -> Iterator[Hindrance]:
    """What forbids in every plan that an enrollment has a coach, each with its cell; pins among them.

    Parameters
    ----------
    instance
        the input
    e
        the enrollment
    coach
        the id of the coach
    """
    teacher, program = instance.teachers[e.teacher], instance.programs[e.program]
    if coach:
        person = instance.coaches[coach]
        if teacher.site not in person.sites:
            cell = instance.cells.column("Coaches", coach, "sites")
            yield at(f"{coach} does not serve {teacher.site}", cell, f"Add {teacher.site} to the sites of {coach}.")
        if not holds_role(person, program.role):
            cell = instance.cells.column("Coaches", coach, "roles")
            fix = f"Add {program.role} to the roles of {coach}."
            yield at(f"{coach} does not hold the role {program.role}", cell, fix)
    for pin in instance.pins:
        names = pin.kind == "Coach" or (pin.kind == "Session" and bool(pin.coach))
        if names and _mine(pin, e) and pin.coach != coach:
            yield _of_pin(pin, f"a pin gives {e.teacher} {pin.coach or 'no coach'}")


# ---- another release


def with_release(instance: Instance, plan: Plan, coach: str, period: str) -> Wish:
    """That a coach is released in a period where the plan has none, or not where it has.

    Parameters
    ----------
    instance
        the input
    plan
        the plan
    coach
        the id of the coach
    period
        the label of the period
    """
    released = period not in plan.releases[coach]
    home = instance.class_periods(instance.coaches[coach].home)
    periods = {*plan.releases[coach], period} if released else {*plan.releases[coach]} - {period}
    changed = replace(plan, releases={**plan.releases, coach: tuple(p for p in home if p in periods)})
    text = f"{coach} {'released' if released else 'not released'} in period {period}"
    pin = Pin(ASKED, "Release", coach=coach, period=period, released=released)
    return Wish(text, (pin,), changed, tuple(_against_release(instance, coach, period, released=released)))


def _against_release(instance: Instance, coach: str, period: str, *, released: bool) -> Iterator[Hindrance]:
    blocked = CoachSlots(instance, dict.fromkeys(instance.coaches, frozenset())).blocked[coach]
    slots = zip(instance.home_slots(coach), instance.availability[coach], strict=True)
    own = [(i, status) for i, (slot, status) in enumerate(slots) if slot.is_class and slot.period == period]
    why = blocked.get(period)
    if released and why:
        cell = next((instance.cells.state(coach, i) for i, status in own if status == why), "")
        yield at(f"{coach} is {why} in period {period}", cell, f"Make {coach} Available in period {period}.")
    elif not released and period in demanded_periods(instance, coach):
        if instance.coaches[coach].full_time:
            cell = instance.cells.column("Coaches", coach, "full time")
            yield at(f"{coach} is full time", cell, f"Clear full time of {coach}.")
        else:
            cell = next((instance.cells.state(coach, i) for i, status in own if status == "Coaching"), "")
            yield at(f"{coach} is Coaching in period {period}", cell, f"Make {coach} Available in period {period}.")
    for pin in instance.pins:
        if pin.kind == "Release" and (pin.coach, pin.period) == (coach, period) and pin.released != released:
            yield _of_pin(pin, f"a pin keeps {coach} {'released' if pin.released else 'not released'}")


# ---- another time


def with_time(instance: Instance, plan: Plan, row: Session, day: int, start: int) -> Wish:
    """That a session is held on another day and at another time of its cycle and week.

    Parameters
    ----------
    instance
        the input
    plan
        the plan
    row
        the session
    day
        the day of the week, counted from 0
    start
        minutes after midnight
    """
    spec = instance.programs[row.program].session(row.session)
    if spec is None:
        raise NoSuchThing(f"{row.program} has no session {row.session}")
    end = start + spec.minutes
    site = instance.teachers[row.teacher].site
    same_day = [(i, s) for i, s in enumerate(instance.slots(site)) if (s.week, s.day) == (row.week, day)]
    place = next(((i, s) for i, s in same_day if s.start <= start and end <= s.end), None)
    text = f"{row.teacher} {row.session} {instance.settings.days[day]} {hhmm(start)}"
    if place is None:
        near = next(((i, s) for i, s in same_day if s.start <= start < s.end), None)
        why = f"period {near[1].period} ends at {hhmm(near[1].end)}" if near else "no slot is there"
        cell = instance.cells.slot(instance.sites[site].bell, near[0]) if near else ""
        said = f"no slot of {site} holds {spec.minutes} minutes from {hhmm(start)} on {instance.settings.days[day]}"
        fix = f"Make the slot longer in Bell schedule, or {row.session} shorter in Programs."
        return Wish(text, (), None, (at(f"{said}: {why}", cell or "Bell schedule!", fix),))
    moved = replace(row, day=day, start=start, end=end, period=place[1].period, group="")
    changed = replace(plan, sessions=tuple(sorted([*(s for s in plan.sessions if s != row), moved])))
    pin = Pin(
        ASKED,
        "Session",
        row.teacher,
        row.program,
        cycle=row.cycle,
        week=row.week,
        day=day,
        session=row.session,
        start=start,
    )
    return Wish(text, (pin,), changed, tuple(_against_time(instance, row, place)))


def _against_time(instance: Instance, row: Session, place: tuple[int, Slot]) -> Iterator[Hindrance]:
    i, slot = place
    teacher, spec = instance.teachers[row.teacher], instance.programs[row.program].session(row.session)
    state = instance.states[row.teacher][i]
    assert spec is not None
    if not fits_when(state.doing, slot.kind, spec.when):
        doing = WORDS.get(state.doing, state.doing or f"in {slot.kind}")
        wanted = " or ".join(spec.when) or "any time but Off and Duty"
        text = f"{row.teacher} is {doing} in period {slot.period} then, and {row.session} is for {wanted}"
        fix = f"Change what {row.teacher} does then, or when of {row.session} in Programs."
        yield at(text, instance.cells.state(row.teacher, i), fix)
    able = [c for c in instance.coaches.values() if teacher.site in c.sites]
    able = [c for c in able if holds_role(c, instance.programs[row.program].role)]
    most = most_released(instance)
    against = [(c.id, *hindrance(instance, most, c.id, teacher.site, place)) for c in able]
    if all(text for _, text, _ in against):
        for coach, text, cell in against:
            yield at(f"{coach} {text}", cell, f"Make {coach} Available in period {slot.period}.")
    for pin in instance.pins:
        if pin.kind == "Session" and pin.start is not None and pin.day is not None and is_pinned(pin, row):
            yield _of_pin(pin, f"a pin holds {row.session} of {row.teacher} where it is")


# ---- a session that is missing


def with_session(e: Enrollment, session: str, cycle: int, week: int | None = None, day: int | None = None) -> Wish:
    """That a session is held which an enrollment lacks, at any time of a cycle, or of a day of its week.

    Parameters
    ----------
    e
        the enrollment
    session
        the name of the session
    cycle
        the number of the cycle
    week
        the week of the pattern, None for any
    day
        the day of the week, None for any
    """
    pin = Pin(ASKED, "Session", e.teacher, e.program, cycle=cycle, week=week, day=day, session=session)
    return Wish(f"{session} of {e} in cycle {cycle}", (pin,), None)
