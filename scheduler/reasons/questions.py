"""Questions about a plan, as people ask them, made into what could be instead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from scheduler.domain.instance import Enrollment, Instance, hhmm
from scheduler.domain.plan import Plan, Session
from scheduler.domain.why import Wish
from scheduler.reasons.hindrances import doing_words, fitting_slots
from scheduler.reasons.missing import Unscheduled, unscheduled
from scheduler.reasons.wishes import NoSuchThing, at, with_coach, with_release, with_session, with_time
from scheduler.rules.plan_index import PlanIndex

_TIME = re.compile(r"(\d{1,2}):(\d{2})")


@dataclass(frozen=True)
class WhyQuestion:
    """A question in words, the wishes of which any would do, and why sessions are missing where that is asked."""

    text: str
    wishes: tuple[Wish, ...]
    reasons: tuple[str, ...] = ()


def about_coach(
    instance: Instance, plan: Plan, teacher: str, *, program: str = "", coach: str = "", not_coach: str = ""
) -> WhyQuestion:
    """Why a teacher has the coach of the plan, or not another one. Asked for the coach that there is, it asks why.

    Parameters
    ----------
    program
        where the teacher is in several
    coach
        the one who could be instead
    not_coach
        the one who should not be: anybody else would do

    Raises
    ------
    NoSuchThing
        there is no such teacher, enrollment or coach
    """
    e = enrollment_of(instance, teacher, program)
    for name in (coach, not_coach):
        if name and name not in instance.coaches:
            raise NoSuchThing(f"{name} is not a coach of the input")
    now = next((a.coach for a in plan.assignments if (a.teacher, a.program) == (e.teacher, e.program)), "")
    if not_coach and now != not_coach:
        raise NoSuchThing(f"{not_coach} is not the coach of {e}: {now or 'nobody'} is")
    if coach and coach != now:
        return WhyQuestion(f"Why does {e} not have {coach}?", (with_coach(instance, plan, e, coach),))
    others = [with_coach(instance, plan, e, c) for c in instance.coaches if c != now]
    if not now:
        ledger = PlanIndex(instance, plan)
        reasons = tuple(dict.fromkeys(u.reason for u in unscheduled(ledger) if u.enrolled.enrollment == e))
        return WhyQuestion(f"Why does {e} have no coach?", tuple(others), reasons)
    return WhyQuestion(f"Why does {e} have {now}?", tuple(others))


def about_release(instance: Instance, plan: Plan, text: str) -> WhyQuestion:
    """Why a coach is released in a period, or not: "C1/3".

    Parameters
    ----------
    instance
        the input
    plan
        the plan
    text
        the coach and the period: "C1/3"

    Raises
    ------
    NoSuchThing
        there is no such coach or Class period
    """
    coach, _, period = text.rpartition("/")
    if coach not in instance.coaches:
        raise NoSuchThing(f'"{coach or text}" is not a coach of the input; write COACH/PERIOD, like C1/3')
    home = instance.coaches[coach].home
    if period not in instance.class_periods(home):
        known = ", ".join(instance.class_periods(home))
        raise NoSuchThing(f'"{period}" is not a Class period of {home} (periods: {known})')
    is_now = "released" if period in plan.releases[coach] else "not released"
    return WhyQuestion(f"Why is {coach} {is_now} in period {period}?", (with_release(instance, plan, coach, period),))


def about_session(instance: Instance, plan: Plan, id: str, when: str) -> WhyQuestion:
    """Why a session is not held at another time: "Tue 10:05".

    Parameters
    ----------
    instance
        the input
    plan
        the plan
    id
        TEACHER/PROGRAM/SESSION/CYCLE
    when
        the other time

    Raises
    ------
    NoSuchThing
        there is no such session or day, or it is held at that time
    """
    row = session_of(plan, id)
    day, start = day_and_time(instance, when)
    days = instance.settings.days
    if (row.day, row.start) == (day, start):
        raise NoSuchThing(f"{id} is held on {days[day]} at {hhmm(start)} already")
    text = f"Why is {row.session} of {row.teacher} on {days[row.day]} {hhmm(row.start)}, not {days[day]} {hhmm(start)}?"
    return WhyQuestion(text, (with_time(instance, plan, row, day, start),))


def about_unscheduled(instance: Instance, plan: Plan, teacher: str) -> WhyQuestion:
    """Why sessions of a teacher are missing, and what the first of them would cost.

    Parameters
    ----------
    instance
        the input
    plan
        the plan
    teacher
        the id of the teacher

    Raises
    ------
    NoSuchThing
        there is no such teacher, or nothing of theirs is missing
    """
    if teacher not in instance.teachers:
        raise NoSuchThing(f"{teacher} is not a teacher of the input")
    missing = [u for u in unscheduled(PlanIndex(instance, plan)) if u.enrolled.teacher.id == teacher]
    if not missing:
        raise NoSuchThing(f"no session of {teacher} is missing")
    reasons = tuple(f"{u.spec.name}{_in_cycle(u.cycle)} ({u.enrolled.program.id}): {u.reason}" for u in missing)
    return WhyQuestion(f"Why are sessions of {teacher} missing?", _wishes(instance, missing[0]), reasons)


def _in_cycle(cycle: int | None) -> str:
    return "" if cycle is None else f" in cycle {cycle}"


def _wishes(instance: Instance, u: Unscheduled) -> tuple[Wish, ...]:
    """That one missing session is held. Where its cycle has others of that name, on a day without one, since a pin of
    the cycle alone would be content with those; no two of one name are on one day."""
    e, name = u.enrolled, u.spec.name
    cycles = range(e.first, instance.settings.cycles + 1) if u.cycle is None else [u.cycle]
    empty = next((c for c in cycles if not any(h.spec is u.spec and h.row.cycle == c for h in e.held)), None)
    if empty is not None:
        return (with_session(e.enrollment, name, empty),)
    there = {h.date for h in e.held if h.spec is u.spec}
    days = {(s.week, s.day) for _, s in fitting_slots(instance, e.teacher, u.spec)}
    free = [(c, week, day) for c in cycles for week, day in sorted(days) if (c, week, day) not in there]
    if free:
        return tuple(with_session(e.enrollment, name, *date) for date in free)
    when = f"every day on which {e.teacher.id} is {doing_words(u.spec)}"
    text = f"{when} has a {name} already, and never two are on one day"
    cell = instance.cells.column("Programs", f"{e.program.id}/{name}", "per week")
    return (Wish(name, (), None, (at(text, cell or "Programs!", f"Ask for fewer {name} in per week."),)),)


def enrollment_of(instance: Instance, teacher: str, program: str) -> Enrollment:
    """The enrollment of a teacher, in a program where there are several.

    Parameters
    ----------
    instance
        the input
    teacher
        the id of the teacher
    program
        the program, "" where the teacher is in one alone

    Raises
    ------
    NoSuchThing
        there is no such teacher or enrollment, or several
    """
    own = [e for e in instance.enrollments if e.teacher == teacher and program in ("", e.program)]
    if teacher not in instance.teachers:
        raise NoSuchThing(f"{teacher} is not a teacher of the input")
    if not own:
        raise NoSuchThing(f"{teacher} is not in {program or 'a program'}")
    if len(own) > 1:
        raise NoSuchThing(f"{teacher} is in several programs; add --program ({', '.join(e.program for e in own)})")
    return own[0]


def session_id(plan: Plan, row: Session) -> str:
    """The id of a row of Sessions: teacher/program/session/cycle, and which of them where a cycle has several."""
    alike = _alike(plan, row)
    parts = [row.teacher, row.program, row.session, str(row.cycle)]
    if len(alike) > 1:
        parts.append(str(alike.index(row) + 1))
    return "/".join(part.replace("/", "//") for part in parts)


def _alike(plan: Plan, row: Session) -> Sequence[Session]:
    key = row.teacher, row.program, row.session, row.cycle
    return sorted(s for s in plan.sessions if (s.teacher, s.program, s.session, s.cycle) == key)


def session_of(plan: Plan, id: str) -> Session:
    """The row of Sessions with an id.

    Raises
    ------
    NoSuchThing
        there is none
    """
    ids = {session_id(plan, row): row for row in plan.sessions}
    if id in ids:
        return ids[id]
    near = [one for one in ids if one.startswith(id.partition("/")[0] + "/")]
    hint = f" (there are {', '.join(near[:6])})" if near else "; write TEACHER/PROGRAM/SESSION/CYCLE"
    raise NoSuchThing(f'the plan has no session "{id}"{hint}')


class SessionKey(NamedTuple):
    """What the id of a session names."""

    teacher: str
    program: str
    session: str
    cycle: int


def row_or_missing(instance: Instance, plan: Plan, id: str) -> tuple[Session | None, SessionKey]:
    """The row of Sessions with an id, and what the id names; no row where the plan lacks what an enrollment may
    have.

    Parameters
    ----------
    instance
        the input
    plan
        the plan
    id
        TEACHER/PROGRAM/SESSION/CYCLE

    Raises
    ------
    NoSuchThing
        no enrollment has such a session
    """
    parts = [part.replace("\0", "/") for part in id.replace("//", "\0").split("/")]
    if len(parts) == 4 and parts[3].isdecimal():
        teacher, program, session, cycle = *parts[:3], int(parts[3])
        due = any((e.teacher, e.program) == (teacher, program) for e in instance.enrollments)
        spec = instance.programs[program].session(session) if due else None
        there = [s for s in plan.sessions if (s.teacher, s.program, s.session, s.cycle) == (*parts[:3], cycle)]
        if spec is not None and not there and 1 <= cycle <= instance.settings.cycles:
            return None, SessionKey(teacher, program, session, cycle)
    row = session_of(plan, id)
    return row, SessionKey(row.teacher, row.program, row.session, row.cycle)


def day_and_time(instance: Instance, text: str) -> tuple[int, int]:
    """The day and the minutes of "Tue 10:05".

    Raises
    ------
    NoSuchThing
        it is none of the input's days, or no clock time
    """
    name, _, clock = text.strip().partition(" ")
    days = [d.casefold() for d in instance.settings.days]
    found = _TIME.fullmatch(clock.strip())
    if name.casefold() not in days or found is None or int(found[2]) > 59 or int(found[1]) > 23:
        raise NoSuchThing(f'"{text}" is no day and time; write it like "{instance.settings.days[0]} 10:05"')
    return days.index(name.casefold()), int(found[1]) * 60 + int(found[2])
