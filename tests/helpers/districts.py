"""Small districts and plans for tests: everything has a default, and a test names only what it is about.

The default district is site S on the bell schedule "Regular" (`REGULAR`): Monday and Tuesday, three Class periods of an
hour, Lunch, Flex and After school. Coach C1 and teacher T1 are there; T1 is on Prep wherever nothing else is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Literal, TypeVar

from scheduler.domain.instance import (
    Coach,
    Enrollment,
    Instance,
    Pin,
    Program,
    ProgramSession,
    RuleSetting,
    Settings,
    Site,
    Slot,
    SlotKind,
    State,
    Status,
    Teacher,
)
from scheduler.domain.plan import Assignment, Plan, Purpose, Reserved, Session
from scheduler.rules import RULES
from scheduler.rules.plan_index import PlanIndex

DAYS = ("Mon", "Tue", "Wed")
KINDS: dict[str, SlotKind] = {"Lunch": "Lunch", "Flex": "Flex", "After": "After school"}
REGULAR = {
    "1": "08:00-09:00",
    "2": "09:10-10:10",
    "3": "10:20-11:20",
    "Lunch": "11:20-11:50",
    "Flex": "12:00-12:40",
    "After": "15:00-16:00",
}

T = TypeVar("T")
Where = str | tuple[str, int] | tuple[str, int, int]  # period; period and day; period, day and week


def clock(text: str) -> int:
    """Minutes after midnight of "08:05", or of the start of "08:05-09:00"."""
    return int(text[:2]) * 60 + int(text[3:5])


def bell(
    name: str = "Regular", times: Mapping[str, str] = REGULAR, *, days: int = 2, weeks: int = 1
) -> tuple[Slot, ...]:
    """A bell schedule that is the same on every day; `times` maps a period to "08:00-09:00"."""
    return tuple(
        Slot(name, week, day, period, clock(span[:5]), clock(span[6:]), KINDS.get(period, "Class"))
        for week in range(1, weeks + 1)
        for day in range(days)
        for period, span in times.items()
    )


def teacher(id: str = "T1", site: str = "S", **given: Any) -> Teacher:
    return Teacher(id, id, site, **given)


def coach(id: str = "C1", *sites: str, **given: Any) -> Coach:
    return Coach(id, id, sites or ("S",), **given)


def session(name: str = "Observe", *, weekly: int | None = 1, count: int | None = None, **given: Any) -> ProgramSession:
    """A session of 30 minutes, once a week, in any state; `count` is per cycle (by default `weekly` in one week)."""
    fields: dict[str, Any] = {"activity": name, "minutes": 30, **given}
    return ProgramSession(name, weekly=weekly, count=(weekly or 0) if count is None else count, **fields)


def setting(rule: str, *, site: str = "", **given: Any) -> tuple[str, RuleSetting]:
    """A row of Rules: (site, setting), its defaults those of the registry."""
    fields: dict[str, Any] = {"level": RULES[rule].level, "value": RULES[rule].value, **given}
    return site, RuleSetting(rule, **fields)


def district(
    *,
    teachers: Iterable[Teacher] = (teacher(),),
    coaches: Iterable[Coach] = (coach(),),
    sessions: Iterable[ProgramSession] = (),
    cycles_each: int = 1,
    role: str = "",
    programs: Iterable[Program] = (),
    sites: Iterable[Site] = (Site("S", "South", "Regular"),),
    bells: Iterable[tuple[Slot, ...]] | None = None,
    doing: Mapping[str, Mapping[Any, State | str]] | None = None,
    available: Mapping[str, Mapping[Any, Status]] | None = None,
    rules: Iterable[tuple[str, RuleSetting]] = (),
    pins: Iterable[Pin] = (),
    travel: Mapping[tuple[str, str], int] | None = None,
    weeks: int = 1,
    cycles: int = 1,
    gap: int = 5,
) -> Instance:
    """An instance. `sessions`, `cycles_each` and `role` make the program "Cycle"; `doing` and `available` say what
    differs from Prep (in Class slots) and from Available; a narrower place (period and day) beats a wider one."""
    bells_of = {slots[0].bell: slots for slots in bells or (bell(weeks=weeks),)}
    site_of = {s.id: s for s in sites}
    cycle = Program("Cycle", role, cycles_each, tuple(sessions))
    people, staff = {t.id: t for t in teachers}, {c.id: c for c in coaches}
    settings = {(name, ""): RuleSetting(name, r.level, r.value) for name, r in RULES.items()}
    return Instance(
        Settings(days=DAYS, weeks=weeks, cycles=cycles, minutes_between_sessions=gap),
        site_of,
        bells_of,
        people,
        {
            t.id: tuple(_state(s, (doing or {}).get(t.id, {})) for s in bells_of[site_of[t.site].bell])
            for t in people.values()
        },
        staff,
        {
            c.id: tuple(_said(s, (available or {}).get(c.id, {}), "Available") for s in bells_of[site_of[c.home].bell])
            for c in staff.values()
        },
        {"Access": Program("Access"), "Cycle": cycle, **{p.id: p for p in programs}},
        settings | {(row.rule, site): row for site, row in rules},
        travel or {},
        pins=tuple(pins),
    )


def _state(slot: Slot, doing: Mapping[Where, State | str]) -> State:
    said = _said(slot, doing, "Prep" if slot.is_class else "")
    return said if isinstance(said, State) else State(said)


def _said(slot: Slot, given: Mapping[Where, T], default: T) -> T:
    for place in ((slot.period, slot.day, slot.week), (slot.period, slot.day), slot.period):
        if place in given:
            return given[place]
    return default


def plan(
    instance: Instance,
    *,
    released: Mapping[str, Iterable[str]] | None = None,
    coaches: Mapping[str, str] | str = "C1",
    cycles: Mapping[str, tuple[int, ...]] | None = None,
    sessions: Iterable[Session] = (),
    reserved: Iterable[Reserved] = (),
) -> Plan:
    """A plan. `coaches` maps a teacher to the coach ("" = none), or is the coach of all; `cycles` maps a teacher to the
    active cycles (by default the first that the program gives); `released` maps a coach to the periods ("12")."""
    return Plan(
        {c: tuple((released or {}).get(c, ())) for c in {**instance.coaches, **(released or {})}},
        tuple(_assignment(instance, e, coaches, cycles or {}) for e in instance.enrollments),
        tuple(sessions),
        tuple(reserved),
    )


def _assignment(
    instance: Instance, e: Enrollment, coaches: Mapping[str, str] | str, cycles: Mapping[str, tuple[int, ...]]
) -> Assignment:
    program = instance.programs[e.program]
    active = cycles.get(e.teacher, tuple(range(1, program.cycles + 1)) if program.sessions else ())
    return Assignment(e.teacher, e.program, coaches if isinstance(coaches, str) else coaches.get(e.teacher, ""), active)


def meet(
    teacher: str = "T1",
    name: str = "Observe",
    *,
    day: int = 0,
    period: str = "1",
    at: str = "",
    minutes: int = 30,
    coach: str = "C1",
    program: str = "Cycle",
    cycle: int = 1,
    week: int = 1,
    mode: Literal["In person", "Virtual"] = "In person",
    group: str = "",
) -> Session:
    """A session of 30 minutes with T1 at the start of a period of the regular bell schedule, or `at` a time."""
    start = clock(at or REGULAR[period])
    return Session(cycle, week, day, start, start + minutes, period, coach, teacher, program, name, mode, group)


def keep(
    purpose: Purpose = "Flex",
    *,
    day: int = 0,
    period: str = "1",
    span: str = "",
    coach: str = "C1",
    cycle: int = 1,
    week: int = 1,
) -> Reserved:
    """A whole slot of the regular bell schedule that a coach keeps free, or another span of time."""
    start, end = (span or REGULAR[period]).split("-")
    return Reserved(cycle, week, day, clock(start), clock(end), period, coach, purpose)


def shortfall(rule: str, instance: Instance, plan: Plan) -> int:
    """By how much a plan falls short of one rule, at all sites, before the weight."""
    return sum(m.amount for m in RULES[rule].measure(PlanIndex(instance, plan)))


def with_kind(slots: tuple[Slot, ...], kind: SlotKind, period: str, day: int) -> tuple[Slot, ...]:
    """A bell schedule in which a period is of another kind on one day."""
    return tuple(replace(s, kind=kind) if (s.period, s.day) == (period, day) else s for s in slots)
