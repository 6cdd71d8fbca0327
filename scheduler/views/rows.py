"""The rows of the plan's tables, each in the columns that `schema.sheets` gives its sheet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scheduler.domain.instance import Coach, Instance, Level, Pin, Status, hhmm
from scheduler.domain.matching import blocked_status, class_statuses, department_matches, grades_match, is_pinned
from scheduler.domain.plan import Past, Plan, Reserved, Session
from scheduler.domain.replan import Told
from scheduler.domain.score import Shortfall
from scheduler.domain.solution import Solution
from scheduler.reasons.missing import Unscheduled
from scheduler.rules import RULES
from scheduler.rules.entries import Enrolled, Held
from scheduler.rules.plan_index import PlanIndex
from scheduler.views.cells import Row

PLACES_NAMED = 12  # of a shortfall's places; the rest is only counted


@dataclass(frozen=True, slots=True)
class Pins:
    """The pins of an instance, by what they hold fast."""

    coach: tuple[Pin, ...]
    release: tuple[Pin, ...]
    session: tuple[Pin, ...]

    @classmethod
    def of(cls, instance: Instance) -> Pins:
        """The pins of an instance."""
        kinds: dict[str, list[Pin]] = defaultdict(list)
        for pin in instance.pins:
            kinds[pin.kind].append(pin)
        return cls(tuple(kinds["Coach"]), tuple(kinds["Release"]), tuple(kinds["Session"]))


def rule_rows(instance: Instance, solution: Solution) -> Iterator[Row]:
    """A row for each level that a rule has, in the order of the rules."""
    by_rule: dict[tuple[str, Level], list[Shortfall]] = defaultdict(list)
    for shortfall in solution.audit.shortfalls:
        by_rule[shortfall.rule, shortfall.level].append(shortfall)
    order = {name: i for i, name in enumerate(RULES)}
    for (name, level), amount in sorted(solution.audit.rules.items(), key=lambda r: order[r[0][0]]):
        settings = [s for s in (instance.rule(name, site) for site in instance.sites) if s.level in (level, None)]
        values, weights = {s.value for s in settings}, {s.weight for s in settings}
        sources = dict.fromkeys(s.source for s in settings if s.source)
        yield (
            name,
            level,
            values.pop() if len(values) == 1 else None,
            weights.pop() if len(weights) == 1 else None,
            amount,
            places(by_rule[name, level]) if amount else RULES[name].holds,
            "; ".join(sources) or RULES[name].source,
        )


def places(shortfalls: Sequence[Shortfall], most: int = PLACES_NAMED) -> str:
    """Where a rule falls short: "GU-C1 cycle 2 week 1 (2), GU-C3 cycle 1 week 1, and 14 more"."""
    named = [s.about + (f" ({s.amount})" if s.amount > 1 else "") for s in shortfalls if s.amount]
    more = len(named) - most
    return "; ".join(named[:most]) + (f"; and {more} more" if more > 0 else "")


def release_rows(instance: Instance, plan: Plan, coaches: Sequence[Coach], pins: Pins) -> Iterator[Row]:
    """Every coach in every Class period of the home site.

    Parameters
    ----------
    instance
        the input
    plan
        the plan
    coaches
        those who have rows
    pins
        the pins of the input
    """
    for coach in coaches:
        pinned = {p.period for p in pins.release if p.coach == coach.id}
        released = plan.releases.get(coach.id, ())
        for period, statuses in period_statuses(instance, coach.id).items():
            status = "Coaching" if period in released else release_status(statuses)
            yield coach.id, coach.home, period, status, yes(period in pinned)


def period_statuses(instance: Instance, coach: str) -> dict[str, set[Status]]:
    """What the coach's availability says in the slots of each Class period of the home site."""
    return class_statuses(instance.home_slots(coach), instance.availability[coach])


def release_status(statuses: set[Status]) -> str:
    """What a coach does in a period of these statuses when not released in it."""
    return blocked_status(statuses) or "Free"


def assignment_rows(ledger: PlanIndex, enrolled: Sequence[Enrolled], pins: Pins) -> Iterator[Row]:
    """Every enrollment, in the order of the input.

    Parameters
    ----------
    ledger
        the plan, indexed
    enrolled
        the enrollments that have rows
    pins
        the pins of the input
    """
    pinned = {(p.teacher, p.program) for p in pins.coach}
    for e in enrolled:
        coach = ledger.instance.coaches.get(e.coach)
        yield (
            e.teacher.id,
            e.site,
            e.program.id,
            e.coach,
            yes(grades_match(e.teacher, coach), otherwise="N") if coach else "",
            yes(department_matches(e.teacher, coach), otherwise="N") if coach else "",
            ", ".join(str(c) for c in e.cycles),
            sum(due.due for due in ledger.dues(e)),
            e.scheduled,
            yes(not pinned.isdisjoint({(e.teacher.id, e.program.id), (e.teacher.id, "")}) and bool(e.coach)),
        )


def session_rows(instance: Instance, held: Sequence[Held], pins: Pins) -> Iterator[Row]:
    """Every standing appointment in order of time, with the class that is visited.

    Parameters
    ----------
    instance
        the input
    held
        the sessions, in order of time
    pins
        the pins of the input
    """
    locked = _locked_sessions(held, pins)
    for h in held:
        row, teaching = h.row, h.state if h.state and h.state.doing == "Teaching" else None
        yield (
            row.cycle,
            row.week,
            h.day,
            row.period,
            hhmm(row.start),
            hhmm(row.end),
            row.coach,
            row.teacher,
            h.teacher.site,
            row.program,
            row.session,
            h.spec.activity,
            row.mode,
            teaching.course if teaching else "",
            teaching.room if teaching else "",
            row.group,
            yes(row in locked),
        )


def _locked_sessions(held: Sequence[Held], pins: Pins) -> set[Session]:
    """For each pin the first session that it names: a pin that leaves its cycle or day open asks for one of them."""
    locked: set[Session] = set()
    for pin in pins.session:
        first = next((h.row for h in held if is_pinned(pin, h.row)), None)
        if first is not None:
            locked.add(first)
    return locked


def past_sessions(past: Past | None) -> Iterator[Row]:
    """The sessions of cycles that have ended, as they were published."""
    yield from ((*s.cells, "") for s in past.sessions) if past else ()


def past_reserved(past: Past | None) -> Iterator[Row]:
    """The reserved time of cycles that have ended, as it was published."""
    yield from (r.cells for r in past.reserved) if past else ()


def reserved_rows(instance: Instance, reserved: Sequence[Reserved]) -> Iterator[Row]:
    """Every reserved slot in order of time."""
    for r in reserved:
        day = instance.settings.days[r.day]
        yield r.coach, r.cycle, r.week, day, r.period, hhmm(r.start), hhmm(r.end), r.purpose


def unscheduled_rows(missing: Sequence[Unscheduled]) -> Iterator[Row]:
    """Every session that is short, with how many of it are missing."""
    for u in missing:
        teacher, program = u.enrolled.teacher.id, u.enrolled.program.id
        yield teacher, program, u.spec.name, u.cycle, u.reason, u.missing


def change_rows(instance: Instance, told: Sequence[Told]) -> Iterator[Row]:
    """A row for each thing that is not as it was."""
    for t in told:
        person = instance.teachers.get(t.person) or instance.coaches.get(t.person)
        name = person.name if person else ""
        yield t.person, name, t.role, t.kind, t.was, t.now, t.cycle, t.why, t.id


def yes(value: bool, otherwise: str = "") -> str:
    """Y where it is so; else blank, or `otherwise`."""
    return "Y" if value else otherwise
