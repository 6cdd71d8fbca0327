"""What a re-plan keeps of the plan that it goes on from, counted anew: what has ended, Change, and what is forced.

The kept rows are put into one imaginary plan in which every coach is released as much as the input allows; a row that
breaks something there, by itself, could be held by no plan.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from scheduler.domain.instance import Enrollment, Instance, Pin, Slot
from scheduler.domain.matching import demanded_periods, fits_when, holds_role, overlap
from scheduler.domain.plan import Assignment, Plan, Reserved, Session
from scheduler.domain.replan import ChangeTotal, PublishedPlan
from scheduler.domain.score import Violation
from scheduler.rules.entries import Held
from scheduler.rules.plan_index import PlanIndex

COACH, RELEASE, TEACHER, SESSION, RESERVED = 20, 20, 10, 1, 1  # points of Change


class KeptAudit:
    """A plan against the one that it goes on from. `first` is the first cycle that is open."""

    def __init__(self, instance: Instance, plan: Plan, published: PublishedPlan, first: int) -> None:
        self.instance, self.plan, self.published, self.first = instance, plan, published, first
        self.pins = [p for p in instance.pins if not self._is_settled(p)]
        self.new = PlanIndex(instance, plan)
        self.enrolled = {Enrollment(a.teacher, a.program): a.coach for a in plan.assignments}
        self.before = {
            e: a for a in published.assignments if (e := Enrollment(a.teacher, a.program)) in self.new.enrolled
        }
        self.most = self._most_released()

    # ---- what has ended

    def violations(self) -> Iterator[Violation]:
        """Cycles that have ended keep their rows and the cycles that Assignments lists."""
        past = self.plan.past
        sessions = [s.cells for s in self.published.sessions if s.row.cycle < self.first]
        reserved = [r.cells for r in self.published.reserved if r.row.cycle < self.first]
        yield from _differ("Sessions", sessions, [s.cells for s in past.sessions] if past else [])
        yield from _differ("Reserved time", reserved, [r.cells for r in past.reserved] if past else [])
        for e, row in self.before.items():
            enrolled = self.new.enrolled[e]
            was = {c for c in row.cycles if c < self.first}
            now = {c for c in enrolled.cycles if c < self.first}
            if enrolled.program.sessions and row.cycles and was != now:
                said, is_so = (", ".join(map(str, sorted(cycles))) or "none" for cycles in (now, was))
                text = f"before cycle {self.first} it was active in cycles {is_so}, not {said}"
                yield Violation("frozen", f"Assignment of {e}", text)

    def _is_settled(self, pin: Pin) -> bool:
        ended = [s.row for s in self.published.sessions if s.row.cycle < self.first]
        return is_settled(pin, self.first, ended)

    # ---- Change

    def change(self) -> ChangeTotal:
        """What of the kept plan does not stay, and what of it could stay in no plan."""
        lost: Counter[str] = Counter()
        forced: Counter[str] = Counter()
        leavers: set[str] = set()
        must_leave: set[str] = set()
        for kind, teacher, stays, could in (*self._coaches(), *self._releases(), *self._sessions(), *self._reserves()):
            lost[kind] += not stays
            forced[kind] += not could
            if teacher and not stays:
                leavers.add(teacher)
            if teacher and not could:
                must_leave.add(teacher)
        return ChangeTotal(
            _points(lost, leavers),
            _points(forced, must_leave),
            len(leavers),
            lost["Session"],
            lost["Coach"],
            lost["Release"],
            lost["Reserved"],
        )

    def _coaches(self) -> Iterator[tuple[str, str, bool, bool]]:
        for e, row in self.before.items():
            if row.coach:
                yield "Coach", e.teacher, self.enrolled.get(e) == row.coach, self._may_coach(e, row.coach)

    def _may_coach(self, e: Enrollment, coach: str) -> bool:
        person, program = self.instance.coaches.get(coach), self.instance.programs[e.program]
        if person is None or self.instance.teachers[e.teacher].site not in person.sites:
            return False
        if not holds_role(person, program.role):
            return False
        return all(
            p.coach == coach
            for p in self.pins
            if p.teacher == e.teacher and (p.kind == "Coach" or (p.kind == "Session" and p.coach))
            if (p.program == e.program if p.program else p.kind == "Coach" or program.session(p.session) is not None)
        )

    def _releases(self) -> Iterator[tuple[str, str, bool, bool]]:
        for row in self.published.releases:
            if row.coach not in self.instance.coaches or not (row.period or row.released):
                continue
            known = row.period in self.instance.class_periods(self.instance.coaches[row.coach].home)
            stays = known and (row.period in self.plan.releases.get(row.coach, ())) == row.released
            yield "Release", "", stays, known and self._may_release(row.coach, row.period, row.released)

    def _may_release(self, coach: str, period: str, released: bool) -> bool:
        if released:
            return period in self.most[coach]
        demanded = period in demanded_periods(self.instance, coach)
        return not demanded and not any(p.released and p.period == period for p in self._release_pins(coach))

    def _release_pins(self, coach: str) -> list[Pin]:
        return [p for p in self.pins if p.kind == "Release" and p.coach == coach]

    def _most_released(self) -> dict[str, tuple[str, ...]]:
        found = {}
        for coach, person in self.instance.coaches.items():
            out = {p.period for p in self._release_pins(coach) if not p.released}
            never = set(self.new.slots.blocked[coach]) | out
            found[coach] = tuple(p for p in self.instance.class_periods(person.home) if p not in never)
        return found

    def _sessions(self) -> Iterator[tuple[str, str, bool, bool]]:
        rows = [s.row for s in self.published.sessions if s.row.cycle >= self.first]
        rows = [r for r in rows if Enrollment(r.teacher, r.program) in self.new.enrolled]
        there = Counter(_session(s) for s in self.plan.sessions)
        possible = self._possible(rows)
        for row in rows:
            key = _session(row)
            there[key] -= 1
            yield "Session", row.teacher, there[key] >= 0, possible[key]

    def _possible(self, rows: Iterable[Session]) -> dict[tuple[object, ...], bool]:
        """For each row whether the imaginary plan holds it, by itself."""
        found: dict[tuple[object, ...], bool] = {}
        fitted = {}
        for row in rows:
            found[_session(row)] = False
            spec = self.instance.programs[row.program].session(row.session)
            slot = spec and self._slot(self.instance.teachers[row.teacher].site, row, row.start + spec.minutes)
            if spec and slot and row.coach in self.instance.coaches:
                fitted[_session(row)] = replace(row, end=row.start + spec.minutes, period=slot.period)
        assignments = tuple(Assignment(e.teacher, e.program, "", ()) for e in self.instance.enrollments)
        imaginary = PlanIndex(self.instance, Plan(self.most, assignments, tuple(fitted.values())))
        for held in imaginary.held:
            found[_session(held.row)] = self._holds(imaginary, held)
        return found

    def _slot(self, site: str, row: Session, end: int) -> Slot | None:
        for slot in self.instance.slots(site):
            if (slot.week, slot.day) == (row.week, row.day) and slot.start <= row.start and end <= slot.end:
                return slot
        return None

    def _holds(self, ledger: PlanIndex, held: Held) -> bool:
        """Whether a row breaks nothing that it could break alone."""
        row, enrollment = held.row, held.enrolled.enrollment
        if held.slot is None or held.state is None or not held.spec.count:
            return False
        if not self._has_cycle(enrollment, row.cycle) or not self._may_coach(enrollment, row.coach):
            return False
        if not fits_when(held.state.doing, held.slot.kind, held.spec.when) or ledger.hindrance(row.coach, held):
            return False
        for own in ledger.slots.classes[row.coach]:
            if (own.week, own.day) == (row.week, row.day) and overlap(row, own):
                return False
        return not any(self._in_the_way(pin, row) for pin in self.pins)

    def _has_cycle(self, e: Enrollment, cycle: int) -> bool:
        left = self.new.enrolled[e].left
        pinned = {
            c
            for p in self.pins
            if p.kind == "Coach" and p.teacher == e.teacher and p.program in ("", e.program)
            for c in p.cycles
            if c >= self.first and c != cycle
        }
        return cycle in self.new.open_cycles and len(pinned) < left

    def _in_the_way(self, pin: Pin, row: Session) -> bool:
        """Whether a pinned session, its time given in full, leaves the teacher or the coach no room for a row."""
        if pin.kind != "Session" or pin.start is None or pin.day != row.day:
            return False
        alone = (pin.cycle is None and self.instance.settings.cycles == 1) or pin.cycle == row.cycle
        week = (pin.week is None and self.instance.settings.weeks == 1) or pin.week == row.week
        concerned = pin.teacher == row.teacher or (pin.coach != "" and pin.coach == row.coach)
        if not (alone and week and concerned) or (pin.session == row.session and pin.start == row.start):
            return False
        programs = [self.instance.programs[p] for p in self.instance.teachers[pin.teacher].programs]
        minutes = next((s.minutes for p in programs if (s := p.session(pin.session))), 0)
        return pin.start < row.end and row.start < pin.start + minutes

    def _reserves(self) -> Iterator[tuple[str, str, bool, bool]]:
        there = Counter(_reserve(r) for r in self.plan.reserved)
        imaginary = PlanIndex(self.instance, Plan(self.most, ()))
        for kept in self.published.reserved:
            row = kept.row
            if row.cycle < self.first or row.coach not in self.instance.coaches:
                continue
            there[_reserve(row)] -= 1
            yield "Reserved", "", there[_reserve(row)] >= 0, self._could_count(imaginary, row)

    def _could_count(self, ledger: PlanIndex, row: Reserved) -> bool:
        home = self.instance.coaches[row.coach].home
        at = row.week, row.day, row.start
        slot = next((s for s in self.instance.slots(home) if (s.week, s.day, s.start) == at), None)
        if slot is None or row.cycle not in self.new.open_cycles:
            return False
        together = self.instance.home_coaches(home)
        if row.purpose == "Common planning":
            could = (ledger.free_to_plan(c.id, slot) or ledger.status(c.id, slot) == "Prep" for c in together)
            return len(together) > 1 and (not slot.is_class or all(could))
        return not slot.is_class or ledger.free_to_plan(row.coach, slot)


def is_settled(pin: Pin, first: int, ended: Iterable[Session]) -> bool:
    """Whether a pin is of a session of a cycle that has ended, or names no cycle and was held in one.

    Parameters
    ----------
    pin
        the pin
    first
        the first cycle that is still open
    ended
        the sessions of the cycles before it
    """
    if pin.kind != "Session" or first == 1:
        return False
    if pin.cycle is not None:
        return pin.cycle < first
    return any(
        (pin.teacher, pin.session) == (row.teacher, row.session)
        and pin.program in ("", row.program)
        and pin.coach in ("", row.coach)
        and pin.week in (None, row.week)
        and pin.day in (None, row.day)
        and pin.start in (None, row.start)
        for row in ended
    )


def _points(kinds: Counter[str], teachers: set[str]) -> int:
    return (
        COACH * kinds["Coach"]
        + RELEASE * kinds["Release"]
        + TEACHER * len(teachers)
        + SESSION * kinds["Session"]
        + RESERVED * kinds["Reserved"]
    )


def _session(row: Session) -> tuple[object, ...]:
    return row.cycle, row.week, row.day, row.start, row.coach, row.teacher, row.program, row.session


def _reserve(row: Reserved) -> tuple[object, ...]:
    return row.cycle, row.week, row.day, row.start, row.coach, row.purpose


def _differ(sheet: str, before: list[tuple[str | int, ...]], after: list[tuple[str | int, ...]]) -> Iterator[Violation]:
    """Rows of cycles that have ended that are no more, and those that were not."""
    was, now = Counter(before), Counter(after)
    for rows, text in ((was - now, "is not in the plan as it was published"), (now - was, "was not published so")):
        for cells in sorted(rows.elements(), key=str):
            shown = " ".join(str(cell) for cell in cells if cell != "")
            yield Violation("frozen", f"{sheet}: {shown}", text)
