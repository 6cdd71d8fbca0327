"""Small districts with plans made by hand (no solver), for the tests of what is written."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from scheduler.checker import audit_plan
from scheduler.domain.instance import (
    Coach,
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
from scheduler.domain.plan import Assignment, Plan, Reserved, Session
from scheduler.domain.score import Score
from scheduler.domain.solution import Solution
from scheduler.rules import RULES

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")
TIMES: tuple[tuple[str, int, int, SlotKind], ...] = (
    ("1", 480, 535, "Class"),
    ("2", 540, 595, "Class"),
    ("3", 600, 655, "Class"),
    ("4", 660, 715, "Class"),
    ("Lunch", 720, 755, "Lunch"),
    ("5", 760, 815, "Class"),
    ("6", 820, 875, "Class"),
    ("After", 880, 940, "After school"),
)
CYCLE = Program(
    "Coaching cycle",
    cycles=1,
    sessions=(
        ProgramSession("Plan", "Plan", 25, 1, 1, when=("Prep",)),
        ProgramSession("Observe", "Observe", 45, 1, 1, when=("Teaching",), after="Plan"),
        ProgramSession("Debrief", "Debrief", 25, 1, 1, when=("Prep",), after="Observe", within_days=3),
    ),
)
INDUCTION = Program(
    "Induction", cycles=1, sessions=(ProgramSession("Mentor", "Mentor", 45, 1, 1, when=("Prep",), confidential=True),)
)
DATA = Program(
    "Data team", cycles=1, sessions=(ProgramSession("Data", "Data", 40, 1, 1, when=("After school",), group_size=4),)
)
ACCESS = Program("Access")


def bell(name: str = "Regular", weeks: int = 1) -> tuple[Slot, ...]:
    """Six periods a day, a lunch and an hour after school."""
    return tuple(
        Slot(name, week, day, period, start, end, kind)
        for week in range(1, weeks + 1)
        for day in range(len(DAYS))
        for period, start, end, kind in TIMES
    )


def teacher_states(slots: tuple[Slot, ...], prep: str, room: str) -> tuple[State, ...]:
    return tuple(
        State("")
        if not s.is_class
        else State("Prep")
        if s.period == prep
        else State("Teaching", f"Algebra {s.period}", room, "9")
        for s in slots
    )


def district(sites: int = 1, teachers: int = 12, coaches: int = 2, cycles: int = 2, weeks: int = 1) -> Instance:
    """`teachers` and `coaches` are of each site; the first coach of a site teaches period 1, the others period 2."""
    slots = bell(weeks=weeks)
    site_map, teacher_map, states, coach_map, availability = {}, {}, {}, {}, {}
    for n in range(sites):
        site = "LHS" if n == 0 else f"WMS{n}"
        site_map[site] = Site(site, "Lincoln High School" if n == 0 else f"Washington {n}", "Regular", 7)
        for t in range(teachers):
            who = f"{site}-T{t + 1:03}"
            programs = ("Coaching cycle",) if t % 3 else ("Coaching cycle", "Data team")
            programs = ("Induction",) if t % 6 == 5 else programs
            name = "" if t % 4 == 3 else f"{'ABCDEFGH'[t % 8]}. {('Rivera', 'Okafor', 'Lindqvist', 'Nguyen')[t % 4]}"
            teacher_map[who] = Teacher(who, name, site, department="Math", grades=("9", "10"), programs=programs)
            states[who] = teacher_states(slots, "123456"[t % 6], f"B{t + 1}")
        for c in range(coaches):
            who = f"{site}-C{c + 1}"
            grades = ("9",) if c else ("11",)
            coach_map[who] = Coach(who, f"M. Chen {c + 1}", (site,), departments=("Math",), grades=grades)
            taught = "1" if c == 0 else "2"
            status: tuple[Status, ...] = tuple("Teaching" if s.period == taught else "Available" for s in slots)
            availability[who] = status
    return Instance(
        settings=Settings(district="Example Unified", school_year="2026-27", days=DAYS, cycles=cycles, weeks=weeks),
        sites=site_map,
        bells={"Regular": slots},
        teachers=teacher_map,
        states=states,
        coaches=coach_map,
        availability=availability,
        programs={p.id: p for p in (CYCLE, INDUCTION, DATA, ACCESS)},
        rules={(r.name, ""): RuleSetting(r.name, r.level, r.value, 1, "") for r in RULES.values()},
    )


def plan_for(instance: Instance) -> Plan:
    """A legal plan, first come first served; sessions that find no time stay unscheduled."""
    releases = {c.id: _released(instance, c) for c in instance.coaches.values()}
    assignments, sessions, caseload = [], [], dict.fromkeys(instance.coaches, 0)
    reserved = [
        _flex(instance, c, releases[c], cycle, week) for c in releases for cycle, week in instance.date_labels()
    ]
    busy = defaultdict(list)
    for r in reserved:
        busy[r.coach, r.cycle, r.week, r.day].append((r.start, r.end))
    for n, e in enumerate(instance.enrollments):
        site = instance.teachers[e.teacher].site
        coach = min((c.id for c in instance.home_coaches(site)), key=lambda c: caseload[c])
        caseload[coach] += 1
        cycle = n % instance.settings.cycles + 1
        assignments.append(Assignment(e.teacher, e.program, coach, (cycle,)))
        after: tuple[int, int] = (0, 0)
        for spec in instance.programs[e.program].sessions:
            found = _place(instance, e.teacher, coach, spec, cycle, after, releases[coach], busy)
            if found is None:
                break
            after = (found.day, found.end)
            sessions.append(replace(found, program=e.program))
    return Plan(releases, tuple(assignments), tuple(sorted(sessions)), tuple(sorted(reserved)))


def _released(instance: Instance, coach: Coach) -> tuple[str, ...]:
    taught = {
        s.period
        for s, a in zip(instance.home_slots(coach.id), instance.availability[coach.id], strict=True)
        if a == "Teaching"
    }
    free = [p for p in instance.class_periods(coach.home) if p not in taught]
    return tuple(free[:3] if coach.id.endswith("1") else [p for p in free if p in "156"])


def _flex(instance: Instance, coach: str, released: tuple[str, ...], cycle: int, week: int) -> Reserved:
    slot = next(s for s in instance.home_slots(coach) if s.week == week and s.day == 4 and s.period == released[-1])
    return Reserved(cycle, week, 4, slot.start, slot.end, slot.period, coach, "Flex")


def _place(instance, teacher, coach, spec, cycle, after, released, busy):
    site = instance.teachers[teacher].site
    for slot, state in zip(instance.slots(site), instance.states[teacher], strict=True):
        fits = state.doing in spec.when or slot.kind in spec.when
        if slot.week != 1 or not fits or (slot.is_class and slot.period not in released):
            continue
        for start in (slot.start, slot.start + 30):
            end, date = start + spec.minutes, (cycle, 1, slot.day)
            taken = [(a - 5, b + 5) for a, b in busy[coach, *date]] + busy[teacher, *date]
            if end > slot.end or (slot.day, start) < after or any(start < b and a < end for a, b in taken):
                continue
            busy[coach, *date].append((start, end))
            busy[teacher, *date].append((start, end))
            return Session(cycle, 1, slot.day, start, end, slot.period, coach, teacher, "", spec.name, "In person")
    return None


def solved(instance: Instance, plan: Plan | None = None, bound: Score | None = None) -> Solution:
    """The plan with its audit; `bound` is the score where none is given."""
    plan = plan or plan_for(instance)
    audit = audit_plan(instance, plan)
    assert not audit.violations, "\n".join(map(str, audit.violations))
    return Solution(plan, audit, audit.score if bound is None else bound)


def pinned(instance: Instance, *pins: Pin) -> Instance:
    return replace(instance, pins=pins)
