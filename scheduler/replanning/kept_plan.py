"""The things of a kept plan that count when they do not stay; and which of them a plan keeps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from scheduler.domain.instance import Enrollment, Instance, Pin, hhmm
from scheduler.domain.plan import Plan, Reserved, Session
from scheduler.domain.replan import POINTS_OF_A_TEACHER, ChangeTotal, PublishedPlan, Thing
from scheduler.replanning.could_stay import Possible


class Kept:
    """A published plan against the input as it is now: what of it has ended, what could stay, and what cannot."""

    def __init__(self, instance: Instance, published: PublishedPlan, first: int = 1) -> None:
        self.instance, self.published, self.first = instance, published, first
        self.enrollments = frozenset(instance.enrollments)
        self.assignments = {
            e: a for a in published.assignments if (e := Enrollment(a.teacher, a.program)) in self.enrollments
        }
        self.past_sessions = tuple(s for s in published.sessions if s.row.cycle < first)
        self.past_reserved = tuple(r for r in published.reserved if r.row.cycle < first)
        self.pins = tuple(p for p in instance.pins if not self._settled(p))
        self.left = {e: self._left(e) for e in instance.enrollments}
        self.possible = Possible(instance, self.pins, self.left, first)
        self.things = tuple(self._things())

    # ---- what has ended

    def past_cycles(self, enrollment: Enrollment) -> tuple[int, ...]:
        """The cycles that have ended in which an enrollment was active."""
        row = self.assignments.get(enrollment)
        listed = set(row.cycles) if row else set()
        if not listed:
            of = (enrollment.teacher, enrollment.program)
            listed = {s.row.cycle for s in self.past_sessions if (s.row.teacher, s.row.program) == of}
        return tuple(sorted(c for c in listed if c < self.first))

    def _left(self, enrollment: Enrollment) -> int:
        """How many open cycles an enrollment still has."""
        had = len(self.past_cycles(enrollment)) if self.first > 1 else 0
        still_open = self.instance.settings.cycles - self.first + 1
        return min(max(0, self.instance.programs[enrollment.program].cycles - had), still_open)

    def _settled(self, pin: Pin) -> bool:
        """A pinned session of a cycle that has ended, or one without a cycle that was held in one."""
        if pin.kind != "Session" or self.first == 1:
            return False
        if pin.cycle is not None:
            return pin.cycle < self.first
        return any(_holds(pin, s.row) for s in self.past_sessions)

    # ---- what could stay

    def _things(self) -> Iterator[Thing]:
        for e, a in self.assignments.items():
            if a.coach:
                why = self.possible.coach(e, a.coach)
                yield Thing("Coach", e.teacher, None, coach_key(e, a.coach), a.coach, why, a.coach, e.program)
        for r in self.published.releases:
            if r.coach in self.instance.coaches and (r.period or r.released):
                was = f"{'released' if r.released else 'not released'} in period {r.label}"
                why = self.possible.release(r.coach, r.period, r.released)
                key = release_key(r.coach, r.period or f"\0{r.label}", r.released)
                yield Thing("Release", r.coach, None, key, was, why, r.coach)
        for s in self.published.sessions:
            row = s.row
            if row.cycle >= self.first and Enrollment(row.teacher, row.program) in self.enrollments:
                why = self.possible.session(row)
                was = session_words(self.instance, row, str(s.cells[2]))
                yield Thing("Session", row.teacher, row.cycle, session_key(row), was, why, row.coach, row.program)
        for kept in self.published.reserved:
            slot = kept.row
            if slot.cycle >= self.first and slot.coach in self.instance.coaches:
                why = self.possible.reserve(slot)
                was = reserve_words(self.instance, slot, str(kept.cells[3]))
                yield Thing("Reserved", slot.coach, slot.cycle, reserve_key(slot), was, why, slot.coach)

    def lost(self, plan: Plan) -> list[Thing]:
        """The things that a plan does not keep."""
        there = keys_of(self.instance, plan)
        found = []
        for thing in self.things:
            if there[thing.key] > 0:
                there[thing.key] -= 1
            else:
                found.append(thing)
        return found

    def change(self, plan: Plan, bound: int = 0) -> ChangeTotal:
        """What a plan of the open cycles does not keep."""
        lost = self.lost(plan)
        kinds = Counter(t.kind for t in lost)
        return ChangeTotal(
            points(lost),
            self.forced,
            len(people(lost)),
            kinds["Session"],
            kinds["Coach"],
            kinds["Release"],
            kinds["Reserved"],
            bound,
        )

    @property
    def forced(self) -> int:
        """The Change of what no plan could hold."""
        return points(t for t in self.things if t.forced)

    @property
    def certain(self) -> frozenset[str]:
        """The teachers who count in every plan."""
        return frozenset(people(t for t in self.things if t.forced))


def people(things: Iterable[Thing]) -> set[str]:
    """The teachers any of whose rows, or whose coach, is among these."""
    return {t.person for t in things if t.kind in ("Coach", "Session")}


def points(things: Iterable[Thing]) -> int:
    """What these count when they do not stay."""
    found = list(things)
    return sum(t.points for t in found) + POINTS_OF_A_TEACHER * len(people(found))


# ---- what makes a thing the same in another plan


def coach_key(enrollment: Enrollment, coach: str) -> tuple[object, ...]:
    """The key of an enrollment's coach."""
    return "Coach", enrollment, coach


def release_key(coach: str, period: str, released: bool) -> tuple[object, ...]:
    """The key of a period in which a coach is released, or is not.

    Parameters
    ----------
    coach
        the id of the coach
    period
        the label of the period
    released
        whether the coach is released
    """
    return "Release", coach, period, released


def session_key(row: Session) -> tuple[object, ...]:
    """The key of a session at its time."""
    who = row.coach, row.teacher, row.program, row.session
    return "Session", row.cycle, row.week, row.day, row.start, *who


def reserve_key(row: Reserved) -> tuple[object, ...]:
    """The key of reserved time."""
    return "Reserved", row.cycle, row.week, row.day, row.start, row.coach, row.purpose


def keys_of(instance: Instance, plan: Plan) -> Counter[tuple[object, ...]]:
    """The keys of all that a plan has."""
    found: Counter[tuple[object, ...]] = Counter()
    for a in plan.assignments:
        found[coach_key(Enrollment(a.teacher, a.program), a.coach)] += 1
    for coach, person in instance.coaches.items():
        for period in instance.class_periods(person.home):
            found[release_key(coach, period, period in plan.releases.get(coach, ()))] += 1
    found.update(session_key(s) for s in plan.sessions)
    found.update(reserve_key(r) for r in plan.reserved)
    return found


# ---- in words


def session_words(instance: Instance, row: Session, day: str = "") -> str:
    """ "Observe Tue 10:05-10:50, period 3, with C1".

    Parameters
    ----------
    instance
        the input
    row
        the session
    day
        the label of the day, "" for that of the row
    """
    return f"{row.session} {_when(instance, row, day)}, with {row.coach}"


def reserve_words(instance: Instance, row: Reserved, day: str = "") -> str:
    """ "Flex Tue 10:05-10:55, period 3".

    Parameters
    ----------
    instance
        the input
    row
        the reserved time
    day
        the label of the day, "" for that of the row
    """
    return f"{row.purpose} {_when(instance, row, day)}"


def _when(instance: Instance, row: Session | Reserved, day: str) -> str:
    settings = instance.settings
    label = settings.days[row.day] if 0 <= row.day < len(settings.days) else day
    week = f" of week {row.week}" if settings.weeks > 1 or row.week > 1 else ""
    return f"{label}{week} {hhmm(row.start)}-{hhmm(row.end)}, period {row.period}"


def _holds(pin: Pin, row: Session) -> bool:
    wanted = (
        (pin.teacher, row.teacher),
        (pin.session, row.session),
        (pin.program, row.program),
        (pin.coach, row.coach),
        (pin.week, row.week),
        (pin.day, row.day),
        (pin.start, row.start),
    )
    return all(pinned in ("", None, there) for pinned, there in wanted)
