"""The predicates of the world, once: whether two grades, departments, roles, states or texts match.

The rules that measure a plan, the audit, the engine and the reader of workbooks all ask here, so that none of them
can mean something else by it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Protocol

from scheduler.domain.instance import (
    Coach,
    Doing,
    Instance,
    Pin,
    Program,
    ProgramSession,
    Slot,
    SlotKind,
    State,
    Status,
    Teacher,
)
from scheduler.domain.plan import Session

NEVER_FITS: tuple[Doing, ...] = ("Off", "Duty")  # states in which no session is held
IN_CLASS = ("observe", "model", "coteach")  # activities that take place in a section, as folded
NOTHING = ("", "none", "na")  # texts that stand for a blank, as folded: "-", "None", "N/A"

_GRADE_NAMES = {
    "pk": "PreK",
    "prek": "PreK",
    "prekindergarten": "PreK",
    "tk": "TK",
    "transitionalkindergarten": "TK",
    "k": "K",
    "kg": "K",
    "kinder": "K",
    "kindergarten": "K",
    "freshman": "9",
    "sophomore": "10",
    "junior": "11",
    "senior": "12",
}
_AROUND_A_GRADE = re.compile(r"^(grades?|gr)(?=\d)|(?<=\d)(st|nd|rd|th)|grade$")


# ---- texts ----


@lru_cache(maxsize=65536)
def folded(text: str) -> str:
    """A text as it is compared: "Co-teach", "co teach" and "Coteach" are one."""
    return "".join(c for c in text.casefold() if c.isalnum())


def is_blank(text: str) -> bool:
    """Whether a text names nothing: blank, "-", "None" or "N/A"."""
    return folded(text) in NOTHING


# ---- people ----


@lru_cache(maxsize=4096)
def grade_form(label: str) -> str:
    """A grade in one form: PreK, TK, K, 1 to 12 ("Pre K", "Grade 09" and "9th" are known); another label folded."""
    short = _AROUND_A_GRADE.sub("", folded(label)).lstrip("0") or folded(label)
    return _GRADE_NAMES.get(short, short)


def grades_match(teacher: Teacher, coach: Coach) -> bool:
    """Whether a teacher and a coach share a grade; who names none matches everybody."""
    mine, theirs = ({grade_form(g) for g in who.grades if not is_blank(g)} for who in (teacher, coach))
    return not mine or not theirs or not mine.isdisjoint(theirs)


def department_matches(teacher: Teacher, coach: Coach) -> bool:
    """Whether a teacher's department is one of the coach's; who names none matches everybody."""
    theirs = {folded(d) for d in coach.departments if not is_blank(d)}
    return is_blank(teacher.department) or not theirs or folded(teacher.department) in theirs


def holds_role(coach: Coach, role: str) -> bool:
    """Whether a coach may have a program that asks for a role; a coach without roles holds all of them."""
    return not folded(role) or not coach.roles or folded(role) in {folded(r) for r in coach.roles}


def own_or_rule(own: int | None, instance: Instance, rule: str, site: str) -> int | None:
    """The figure that counts: a person's or a site's own where there is one, else the rule's value at the site.

    Parameters
    ----------
    own
        the person's or the site's own figure, None where there is none
    instance
        the input
    rule
        the name of the rule
    site
        the id of the site
    """
    return instance.rule(rule, site).value if own is None else own


# ---- sessions and slots ----


class ClockSpan(Protocol):
    """Anything that begins and ends at a clock time, in minutes after midnight."""

    @property
    def start(self) -> int:
        """When it begins."""

    @property
    def end(self) -> int:
        """When it ends."""


def overlap(a: ClockSpan, b: ClockSpan) -> bool:
    """Whether two things of one day have a minute in common."""
    return a.start < b.end and b.start < a.end


def fits_when(doing: Doing, kind: SlotKind, when: Sequence[str]) -> bool:
    """Whether a teacher's state in a slot of a kind is one that `when` names (blank: any but Off and Duty).

    Parameters
    ----------
    doing
        what the teacher does in the slot
    kind
        the kind of the slot
    when
        the words of the session's `when`
    """
    return doing not in NEVER_FITS and (not when or doing in when or kind in when)


def is_in_class(session: ProgramSession) -> bool:
    """Whether a session's activity takes place in a section: Observe, Model, Co-teach."""
    return folded(session.activity) in IN_CLASS


def has_priority_section(states: Iterable[State]) -> bool:
    """Whether a teacher has a section with priority students."""
    return any(s.doing == "Teaching" and s.priority for s in states)


def misses_priority(state: State) -> bool:
    """Whether a session in class is held in a section without priority students."""
    return state.doing == "Teaching" and not state.priority


def same_class(a: State, b: State) -> bool:
    """Whether two teachers' states in a slot let them be in one group: the same room where both have one, else the
    same course; who does not teach there may be in any."""
    if a.doing != "Teaching" or b.doing != "Teaching":
        return True
    if folded(a.room) and folded(b.room):
        return folded(a.room) == folded(b.room)
    return folded(a.course) == folded(b.course)


def most_followers(first: ProgramSession, follower: ProgramSession, held: int) -> int:
    """How many of a session may follow those that are `held` of another in one cycle: each its own, and the last of
    them all that are due beyond its number.

    Parameters
    ----------
    first
        the session that comes first
    follower
        the one that follows it
    held
        how many of the first one are held in the cycle
    """
    return held + max(0, follower.count - first.count) if held else 0


def programs_of_pin(instance: Instance, pin: Pin) -> tuple[str, ...]:
    """The programs of the pin's teacher that a Coach pin holds for, or of which a Session pin wants one: the program
    that it names, else all (for a session: all that have it in the week pattern)."""
    programs = (pin.program,) if pin.program else instance.teachers[pin.teacher].programs
    if pin.kind == "Coach":
        return programs
    return tuple(p for p in programs if session_named(instance.programs[p], pin.session))


def is_pinned(pin: Pin, row: Session) -> bool:
    """Whether a row of Sessions is one that a Session pin wants."""
    named = (
        (pin.teacher, row.teacher),
        (pin.program, row.program),
        (pin.coach, row.coach),
        (pin.period, row.period),
        (pin.cycle, row.cycle),
        (pin.week, row.week),
        (pin.day, row.day),
        (pin.start, row.start),
    )
    return folded(pin.session) == folded(row.session) and all(wanted in (None, "", there) for wanted, there in named)


def session_named(program: Program, name: str) -> ProgramSession | None:
    """The session of a program's week pattern that a name means; None where it has none."""
    return next((s for s in program.sessions if not s.once and folded(s.name) == folded(name)), None)


# ---- releases ----


def blocked_status(statuses: Iterable[Status]) -> Status | None:
    """Why a coach is never released in a period with these statuses: a class or a prep in any of its slots, or
    Unavailable in all of them; None where the coach may be."""
    found = set(statuses)
    if "Teaching" in found:
        return "Teaching"
    if "Prep" in found:
        return "Prep"
    return "Unavailable" if found == {"Unavailable"} else None


def class_statuses(slots: Iterable[Slot], statuses: Iterable[Status]) -> dict[str, set[Status]]:
    """For each Class period of a bell schedule what is said of a coach in its slots."""
    found: dict[str, set[Status]] = defaultdict(set)
    for slot, status in zip(slots, statuses, strict=True):
        if slot.is_class:
            found[slot.period].add(status)
    return found


def blocked_periods(instance: Instance, coach: str, site: str = "") -> dict[str, Status]:
    """The Class periods of the home site in which a coach is never released, and why; of another site, those at whose
    clock time a full-time coach is not free there.

    Parameters
    ----------
    instance
        the input
    coach
        the id of the coach
    site
        the id of the site
    """
    statuses = instance.availability_for(coach, site or instance.coaches[coach].home)
    said = class_statuses(instance.home_slots(coach), statuses)
    return {period: why for period, statuses in said.items() if (why := blocked_status(statuses))}


def demanded_periods(instance: Instance, coach: str) -> frozenset[str]:
    """The Class periods of the home site in which a coach must be released: full time, or Coaching in the input."""
    said = class_statuses(instance.home_slots(coach), instance.availability[coach])
    every = instance.coaches[coach].full_time
    return frozenset(p for p, found in said.items() if not blocked_status(found) and (every or "Coaching" in found))
