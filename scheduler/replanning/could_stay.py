"""What a plan of an input could hold, each row of a kept plan by itself.

A row that no plan could hold is forced out: its slot, its length, what the teacher does, the coach's class, Prep or
Unavailable, site, role, a coach or session that is gone, a pin. What follows from other rows, or from a rule, forces
nothing here. "" says that a plan could hold the row; else the text says why none could.
"""

from __future__ import annotations

from scheduler.domain.instance import Enrollment, Instance, Pin, ProgramSession, Slot, hhmm
from scheduler.domain.matching import holds_role
from scheduler.domain.plan import Reserved, Session
from scheduler.rules.coach_slots import CoachSlots


class Possible:
    """The checks of one input. `left` says how many cycles each enrollment still has; those before `first` have ended.
    `pins` are those that are not settled by what has ended."""

    def __init__(
        self, instance: Instance, pins: tuple[Pin, ...], left: dict[Enrollment, int] | None = None, first: int = 1
    ) -> None:
        self.instance, self.pins, self.first = instance, pins, first
        self.left = left or {e: instance.programs[e.program].cycles for e in instance.enrollments}
        self.kept_out = {c: self._pinned_periods(c, released=False) for c in instance.coaches}
        self.blocked = CoachSlots(instance, dict.fromkeys(instance.coaches, frozenset())).blocked
        most = {
            c: frozenset(instance.class_periods(coach.home)) - set(self.blocked[c]) - self.kept_out[c]
            for c, coach in instance.coaches.items()
        }
        self.slots = CoachSlots(instance, most)

    # ---- coaches and releases

    def coach(self, enrollment: Enrollment, coach: str) -> str:
        """Why a coach cannot be an enrollment's."""
        teacher, program = self.instance.teachers[enrollment.teacher], self.instance.programs[enrollment.program]
        person = self.instance.coaches.get(coach)
        if person is None:
            return f"{coach} is no coach of the input any more"
        if teacher.site not in person.sites:
            return f"{coach} does not serve {teacher.site}"
        if not holds_role(person, program.role):
            return f'{coach} does not hold the role "{program.role}"'
        for pin in self.pins:
            names = pin.kind == "Coach" or (pin.kind == "Session" and bool(pin.coach))
            if names and pin.coach != coach and self._is_of(pin, enrollment):
                return f"the pin {pin.where} names {pin.coach or 'no coach'}"
        return ""

    def release(self, coach: str, period: str, released: bool) -> str:
        """Why a coach cannot be released, or not released, in a period ("" = no Class period of the coach's home).

        Parameters
        ----------
        coach
            the id of the coach
        period
            the label of the period
        released
            whether the coach is to be released
        """
        person = self.instance.coaches[coach]
        if not period:
            return f"{person.home} has no such Class period any more"
        why = self.blocked[coach].get(period)
        if released:
            if why:
                return f"{coach} is {why} in period {period}"
            return f"a pin keeps {coach} unreleased in period {period}" if period in self.kept_out[coach] else ""
        if why is None:
            if person.full_time:
                return f"{coach} is full time"
            slots = zip(self.instance.home_slots(coach), self.instance.availability[coach], strict=True)
            if any(s.is_class and s.period == period and status == "Coaching" for s, status in slots):
                return f"{coach} is Coaching in period {period}"
        pinned = period in self._pinned_periods(coach, released=True)
        return f"a pin releases {coach} in period {period}" if pinned else ""

    def _pinned_periods(self, coach: str, *, released: bool) -> set[str]:
        return {p.period for p in self.pins if p.kind == "Release" and p.coach == coach and p.released is released}

    # ---- sessions

    def session(self, row: Session) -> str:
        """Why no plan could hold a session of an enrollment of the input."""
        enrollment = Enrollment(row.teacher, row.program)
        spec = self.instance.programs[row.program].session(row.session)
        if spec is None or spec.once or not spec.count:
            return f"{row.program} has no {row.session} in its week pattern any more"
        elsewhere = self._pinned_cycles(enrollment) - {row.cycle}
        if not self.first <= row.cycle <= self.instance.settings.cycles or len(elsewhere) >= self.left[enrollment]:
            return f"cycle {row.cycle} is none that {row.teacher} has left in {row.program}"
        return self.coach(enrollment, row.coach) or self._time(row, spec) or self._pinned_there(row, spec)

    def _time(self, row: Session, spec: ProgramSession) -> str:
        site = self.instance.teachers[row.teacher].site
        end = row.start + spec.minutes
        for i, slot in enumerate(self.instance.slots(site)):
            if (slot.week, slot.day) == (row.week, row.day) and slot.start <= row.start and end <= slot.end:
                return self._in_slot(row, spec, i, slot)
        return f"no slot of {site} holds {spec.minutes} minutes from {hhmm(row.start)} on that day"

    def _in_slot(self, row: Session, spec: ProgramSession, i: int, slot: Slot) -> str:
        doing = self.instance.states[row.teacher][i].doing
        if doing in ("Off", "Duty") or (spec.when and doing not in spec.when and slot.kind not in spec.when):
            what = {"": "at work", "Prep": "on Prep", "Teaching": "teaching", "Duty": "on duty", "Off": "off"}
            return f"{row.teacher} is {what.get(doing, doing)} in period {slot.period} then"
        hindrance = self.slots.hindrances(row.coach, self.instance.teachers[row.teacher].site)[i]
        if hindrance:
            return f"{row.coach} {self._never(row.coach, slot, hindrance)} in period {slot.period} then"
        for own in self.slots.classes[row.coach]:
            day = (own.week, own.day) == (row.week, row.day)
            if day and row.start < own.end and own.start < row.start + spec.minutes:
                return f"{row.coach} teaches period {own.period} then"
        return ""

    def _never(self, coach: str, slot: Slot, hindrance: str) -> str:
        """ "is Prep", "teaches": why a coach can never be used in a slot."""
        for own in self.instance.home_slots(coach):
            why = self.blocked[coach].get(own.period) if own.is_class and own.overlaps(slot) else None
            if why:
                return {"Teaching": "teaches", "Prep": "has Prep"}.get(why, "is not at work")
        return "is not at work" if hindrance == "Unavailable" else "is never released"

    def _pinned_there(self, row: Session, spec: ProgramSession) -> str:
        """A pinned session, its time given in full, that leaves the teacher or the coach no room for the row."""
        settings = self.instance.settings
        for pin in self.pins:
            cycle = row.cycle if pin.cycle is None and settings.cycles == 1 else pin.cycle
            week = row.week if pin.week is None and settings.weeks == 1 else pin.week
            if pin.kind != "Session" or pin.start is None or (cycle, week, pin.day) != (row.cycle, row.week, row.day):
                continue
            same = (pin.session, pin.start) == (row.session, row.start)
            shared = pin.teacher == row.teacher or (pin.coach and pin.coach == row.coach)
            if shared and not same and self._overlaps(pin, pin.start, row.start, row.start + spec.minutes):
                return f"the pin {pin.where} is there"
        return ""

    def _overlaps(self, pin: Pin, at: int, start: int, end: int) -> bool:
        programs = self.instance.teachers[pin.teacher].programs if pin.teacher in self.instance.teachers else ()
        found = (self.instance.programs[p].session(pin.session) for p in programs)
        return at < end and start < at + next((s.minutes for s in found if s), 0)

    def _is_of(self, pin: Pin, enrollment: Enrollment) -> bool:
        if pin.teacher != enrollment.teacher:
            return False
        if pin.program:
            return pin.program == enrollment.program
        return pin.kind == "Coach" or self.instance.programs[enrollment.program].session(pin.session) is not None

    def _pinned_cycles(self, enrollment: Enrollment) -> set[int]:
        """The open cycles that a pin of the coach gives an enrollment."""
        cycles = (c for p in self.pins if p.kind == "Coach" and self._is_of(p, enrollment) for c in p.cycles)
        return {c for c in cycles if c >= self.first}

    # ---- reserved time

    def reserve(self, row: Reserved) -> str:
        """Why a reserved slot could count in no plan."""
        if not self.first <= row.cycle <= self.instance.settings.cycles:
            return f"the year has no cycle {row.cycle} any more"
        found = self.home_slot(row)
        if found is None:
            return f"no slot of {self.instance.coaches[row.coach].home} begins at {hhmm(row.start)} on that day"
        i, slot = found
        home = self.instance.coaches[row.coach].home
        common = row.purpose == "Common planning"
        coaches = [c.id for c in self.instance.home_coaches(home)] if common else [row.coach]
        if common and len(coaches) < 2:
            return f"{row.coach} has nobody to plan with"
        for coach in coaches if slot.is_class else ():
            hindrance = self.slots.hindrances(coach, home)[i]
            if hindrance and not (common and self.instance.availability[coach][i] == "Prep"):
                return f"{coach} {self._never(coach, slot, hindrance)} in period {slot.period} then"
        return ""

    def home_slot(self, row: Reserved) -> tuple[int, Slot] | None:
        """The slot of the coach's home that begins when a reserved slot does."""
        slots = enumerate(self.instance.home_slots(row.coach))
        at = row.week, row.day, row.start
        return next(((i, s) for i, s in slots if (s.week, s.day, s.start) == at), None)
