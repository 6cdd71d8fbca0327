"""What the engine needs to know before it builds a model: who may meet whom, when, and under which release.

Nothing here is a decision. Everything is looked up once, so that no model ever holds a variable for something that
cannot be: a coach who does not serve the site, a slot that `when` forbids, a period in which the coach teaches.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from scheduler.domain.instance import Enrollment, Instance, Pin, Program, ProgramSession, Slot, State, Status
from scheduler.domain.matching import (
    blocked_periods,
    demanded_periods,
    fits_when,
    has_priority_section,
    holds_role,
    programs_of_pin,
)


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of clock time inside one slot of a site in which a coach could hold sessions.

    `need` is the home period in which the coach must be released for it, "" where no release is needed. `slot` is the
    slot's place in the site's bell schedule. `school_day` counts the days on which the site meets, from 0.
    """

    site: str
    slot: int
    period: str
    is_class: bool
    need: str
    week: int
    day: int
    school_day: int
    start: int
    end: int

    @property
    def minutes(self) -> int:
        """How long the window is, in minutes."""
        return self.end - self.start

    @property
    def date(self) -> tuple[int, int]:
        """The week of the pattern and the day."""
        return self.week, self.day

    def overlaps(self, other: Window | Slot) -> bool:
        """Whether the two have a minute in common."""
        return self.week == other.week and self.day == other.day and self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class EnrollmentClass:
    """Enrollments that no rule can tell apart (a class of equals): `members` are places in `Instance.enrollments`."""

    members: tuple[int, ...]

    @property
    def first(self) -> int:
        """The first member, which stands for all."""
        return self.members[0]

    @property
    def size(self) -> int:
        """How many members there are."""
        return len(self.members)


class ProblemIndex:
    """The look-ups of one instance, made when first asked for.

    A cell is what the coarse models count in: the slots of one period of a site; with `by_day` each slot by itself.
    `check` is called now and again while models are made of them: it raises where there is no time for that."""

    def __init__(self, instance: Instance, *, by_day: bool = False, check: Callable[[], None] = lambda: None) -> None:
        self.instance, self.by_day, self.check = instance, by_day, check
        self.gap = instance.settings.minutes_between_sessions
        self.enrollments: tuple[Enrollment, ...] = instance.enrollments
        self.blocked = {c: frozenset(blocked_periods(instance, c)) for c in instance.coaches}
        self._blocked_at = {
            (c.id, site): frozenset(blocked_periods(instance, c.id, site))
            for c in instance.coaches.values()
            for site in c.sites
        }
        self.released_at_first = {c: demanded_periods(instance, c) for c in instance.coaches}
        self._windows: dict[tuple[str, str], tuple[Window, ...]] = {}
        self._cells: dict[tuple[str, tuple[str, str]], list[Window]] = {}
        self._fitting: dict[tuple[object, ...], tuple[Window, ...]] = {}
        self._profiles: dict[str, tuple[tuple[str, bool], ...]] = {}
        self._shared: dict[tuple[tuple[str, bool], ...], tuple[tuple[str, bool], ...]] = {}

    # ---- releases ----

    def release_domain(self, coach: str) -> dict[str, bool | None]:
        """For each Class period of the home site: True or False where the release is settled, None where it is free."""
        domain: dict[str, bool | None] = {}
        for period in self.instance.class_periods(self.instance.coaches[coach].home):
            if period in self.blocked[coach]:
                domain[period] = False
            else:
                domain[period] = True if period in self.released_at_first[coach] else None
        for pin in self.instance.pins:
            if pin.kind == "Release" and pin.coach == coach and pin.period in domain:
                domain[pin.period] = pin.released
        return domain

    def home_classes(self, coach: str) -> list[tuple[int, Slot]]:
        """The Class slots of the coach's home, by place, that the coach could be released in."""
        said = self.instance.availability[coach]
        return [
            (i, slot)
            for i, slot in enumerate(self.instance.home_slots(coach))
            if slot.is_class and said[i] != "Unavailable" and slot.period not in self.blocked[coach]
        ]

    @cached_property
    def avoided_periods(self) -> dict[str, frozenset[str]]:
        """For each coach the periods of the home site with a slot that the coach avoids."""
        found = {}
        for coach, said in self.instance.availability.items():
            slots = zip(self.instance.home_slots(coach), said, strict=True)
            found[coach] = frozenset(slot.period for slot, status in slots if status == "Avoid")
        return found

    # ---- programs ----

    @cached_property
    def patterns(self) -> dict[str, tuple[ProgramSession, ...]]:
        """For each program the sessions that the week pattern holds, in the order of the sheet."""
        programs = self.instance.programs.values()
        return {p.id: tuple(s for s in p.sessions if not s.once and s.count) for p in programs}

    @cached_property
    def most_meetings(self) -> int:
        """All session instances of week patterns that are due in the year."""
        due = {
            p: self.instance.programs[p].cycles * sum(s.count for s in sessions)
            for p, sessions in self.patterns.items()
        }
        return sum(due[e.program] for e in self.enrollments)

    # ---- windows ----

    @cached_property
    def school_days(self) -> dict[str, dict[tuple[int, int], int]]:
        """For each bell schedule: (week, day) -> how many school days come before it in the pattern."""
        return {
            bell: {date: n for n, date in enumerate(sorted({(s.week, s.day) for s in slots}))}
            for bell, slots in self.instance.bells.items()
        }

    def windows(self, coach: str, site: str) -> tuple[Window, ...]:
        """Where a coach could be used at a site, in order of time; each under its release."""
        key = coach, site
        if key not in self._windows:
            found = [w for i in range(len(self.instance.slots(site))) for w in self._slot_windows(coach, site, i)]
            self._windows[key] = tuple(sorted(found, key=lambda w: (w.week, w.day, w.start, w.end)))
        return self._windows[key]

    def _slot_windows(self, coach: str, site: str, index: int) -> list[Window]:
        slot = self.instance.slots(site)[index]
        need = self.need(coach, site, index)
        if need is None:
            return []
        days = self.school_days[slot.bell]
        taken = sorted(
            (s.start, s.end)
            for s, status in zip(self.instance.home_slots(coach), self.instance.availability[coach], strict=True)
            if status == "Teaching" and s.overlaps(slot)
        )
        free, at = [], slot.start
        for start, end in taken:
            free.append((at, start))
            at = max(at, end)
        free.append((at, slot.end))
        return [
            Window(site, index, slot.period, slot.is_class, need, slot.week, slot.day, days[slot.week, slot.day], a, b)
            for a, b in free
            if b > a
        ]

    def need(self, coach: str, site: str, index: int) -> str | None:
        """The home period that must be released for a coach to be used in a slot; "" for none, None for never.

        Parameters
        ----------
        coach
            the coach's id
        site
            the site of the slot
        index
            the place of the slot in the site's bell schedule
        """
        slot = self.instance.slots(site)[index]
        home = self.instance.coaches[coach].home
        around = self._around(coach, site, index)
        here = self.instance.at_site[coach, site][index] if (coach, site) in self.instance.at_site else None
        if here == "Unavailable" or (here is None and any(status == "Unavailable" for _, status in around)):
            return None
        if not slot.is_class:
            return ""
        if self.instance.coaches[coach].full_time:
            if any(s.is_class and s.period in self._blocked_at[coach, site] for s, _ in around):
                return None
            # A row for the home site alone may block there a period in which the coach is free at this site.
            return slot.period if self._same_bell(site, home) and slot.period not in self.blocked[coach] else ""
        for s, _ in around:
            if s.is_class and s.holds(slot) and s.period not in self.blocked[coach]:
                return s.period
        return None

    def released_in(self, coach: str, site: str, index: int) -> str | None:
        """As `need` of a Class slot, but an Unavailable slot counts: what the release of its period covers.

        Parameters
        ----------
        coach
            the coach's id
        site
            the site of the slot
        index
            the place of the slot in the site's bell schedule
        """
        around = self._around(coach, site, index)
        if self.instance.coaches[coach].full_time:
            return None if any(s.is_class and s.period in self._blocked_at[coach, site] for s, _ in around) else ""
        slot = self.instance.slots(site)[index]
        return next(
            (s.period for s, _ in around if s.is_class and s.holds(slot) and s.period not in self.blocked[coach]), None
        )

    def _same_bell(self, a: str, b: str) -> bool:
        return self.instance.sites[a].bell == self.instance.sites[b].bell

    def _around(self, coach: str, site: str, index: int) -> list[tuple[Slot, Status]]:
        """The slots of the coach's home bell schedule at that clock time, with the coach's status in each."""
        slot = self.instance.slots(site)[index]
        said = self.instance.availability_for(coach, site)
        if self._same_bell(site, self.instance.coaches[coach].home):
            return [(slot, said[index])]
        home = self.instance.home_slots(coach)
        return [(s, status) for s, status in zip(home, said, strict=True) if s.overlaps(slot)]

    # ---- enrollments ----

    def states(self, enrollment: Enrollment) -> tuple[State, ...]:
        """What the teacher of an enrollment does in each slot."""
        return self.instance.states[enrollment.teacher]

    @cached_property
    def candidates(self) -> tuple[tuple[str, ...], ...]:
        """For each enrollment the coaches it may have: who serve the site, hold the role, and agree with the pins."""
        found = []
        pinned: dict[tuple[str, str], set[str]] = defaultdict(set)
        for pin in self.instance.pins:
            programs = self.pinned_programs(pin) if pin.kind != "Release" else ()
            if pin.kind == "Coach" or (pin.coach and len(programs) == 1):
                for program in programs:
                    pinned[pin.teacher, program].add(pin.coach)
        serving: dict[tuple[str, str], tuple[str, ...]] = {}
        for e in self.enrollments:
            site, role = self.instance.teachers[e.teacher].site, self.instance.programs[e.program].role
            if (site, role) not in serving:
                serving[site, role] = tuple(
                    c.id for c in self.instance.coaches.values() if site in c.sites and holds_role(c, role)
                )
            allowed = serving[site, role]
            for coach in pinned.get((e.teacher, e.program), ()):
                allowed = tuple(c for c in allowed if c == coach)
            found.append(allowed)
        return tuple(found)

    def pinned_programs(self, pin: Pin) -> tuple[str, ...]:
        """The programs of the pin's teacher that a Coach pin speaks of; those of which a Session pin wants one."""
        return programs_of_pin(self.instance, pin)

    def pinned_cycles(self, e: int) -> frozenset[int]:
        """The cycles in which an enrollment is active by its Coach pins."""
        enrollment = self.enrollments[e]
        found: set[int] = set()
        for pin in self._coach_pins.get(enrollment.teacher, ()):
            if enrollment.program in self.pinned_programs(pin):
                found.update(pin.cycles)
        return frozenset(found)

    def may_be_active(self, e: int, pin: Pin) -> bool:
        """Whether an enrollment has a cycle for a pinned session, beside those that pins leave it no choice in."""
        if pin.cycle is None:
            return True
        enrollment = self.enrollments[e]
        sure = set(self.pinned_cycles(e)) | {
            other.cycle
            for other in self._session_pins.get(enrollment.teacher, ())
            if tuple(self.pinned_programs(other)) == (enrollment.program,)
        }
        return len({*sure, pin.cycle}) <= self.program(e).cycles

    @cached_property
    def _session_pins(self) -> dict[str, list[Pin]]:
        found: dict[str, list[Pin]] = defaultdict(list)
        for pin in self.instance.pins:
            if pin.kind == "Session" and pin.cycle is not None:
                found[pin.teacher].append(pin)
        return found

    @cached_property
    def _coach_pins(self) -> dict[str, list[Pin]]:
        found: dict[str, list[Pin]] = defaultdict(list)
        for pin in self.instance.pins:
            if pin.kind == "Coach":
                found[pin.teacher].append(pin)
        return found

    def fitting(self, coach: str, enrollment: Enrollment, session: ProgramSession) -> tuple[Window, ...]:
        """The windows of a coach in which a teacher's session could lie: long enough, and in a state `when` names.

        Parameters
        ----------
        coach
            the coach's id
        enrollment
            whose session it is
        session
            the session of its program
        """
        site = self.instance.teachers[enrollment.teacher].site
        key = coach, site, self.profile(enrollment.teacher), session.minutes, session.when
        if key not in self._fitting:  # many teachers have the same timetable
            states, slots = self.states(enrollment), self.instance.slots(site)
            self._fitting[key] = tuple(
                w
                for w in self.windows(coach, site)
                if w.minutes >= session.minutes and fits_when(states[w.slot].doing, slots[w.slot].kind, session.when)
            )
        return self._fitting[key]

    def meeting_needs(self, coach: str, teacher: str) -> frozenset[str] | None:
        """The home periods of which one must be released for the two to meet at all; None where they can anyway."""
        site = self.instance.teachers[teacher].site
        states = self.instance.states[teacher]
        needs = set()
        for w in self.meeting_windows(coach, site):
            doing = states[w.slot].doing
            if doing == "Off" or (w.is_class and doing != "Prep"):
                continue
            if not w.need:
                return None
            needs.add(w.need)
        return frozenset(needs)

    def meeting_windows(self, coach: str, site: str) -> tuple[Window, ...]:
        """The whole slots of a site, Lunch aside, in which a coach could meet a teacher."""
        key = coach, site + "\0meet"
        if key not in self._windows:
            slots = self.instance.slots(site)
            self._windows[key] = tuple(
                w
                for w in self.windows(coach, site)
                if slots[w.slot].kind != "Lunch" and (w.start, w.end) == (slots[w.slot].start, slots[w.slot].end)
            )
        return self._windows[key]

    def who(self, e: int) -> str:
        """An enrollment in the names of variables."""
        return f"{self.enrollments[e].teacher} {self.enrollments[e].program}"

    def program(self, e: int) -> Program:
        """The program of an enrollment, by its place."""
        return self.instance.programs[self.enrollments[e].program]

    @cached_property
    def has_priority_section(self) -> dict[str, bool]:
        """For each teacher whether any section of theirs has priority."""
        return {teacher: has_priority_section(states) for teacher, states in self.instance.states.items()}

    def profile(self, teacher: str) -> tuple[tuple[str, bool], ...]:
        """All that the rules see of a teacher's timetable."""
        if teacher not in self._profiles:
            found = tuple((s.doing, s.priority) for s in self.instance.states[teacher])
            self._profiles[teacher] = self._shared.setdefault(found, found)
        return self._profiles[teacher]

    def cell(self, site: str, slot: Window | Slot) -> tuple[str, str]:
        """The cell of a slot of a site."""
        return site, f"{slot.period} {slot.week} {slot.day}" if self.by_day else slot.period

    def cell_windows(self, coach: str, cell: tuple[str, str]) -> list[Window]:
        """The windows of a coach in the slots of a cell."""
        if (coach, cell) not in self._cells:
            self._cells[coach, cell] = [w for w in self.windows(coach, cell[0]) if self.cell(w.site, w) == cell]
        return self._cells[coach, cell]

    def cell_needs(self, coach: str, cell: tuple[str, str]) -> frozenset[str]:
        """The home periods whose release opens slots of a cell; "" where some need none."""
        return frozenset(w.need for w in self.cell_windows(coach, cell))

    def travel(self, a: str, b: str) -> int:
        """Least minutes between a session at one site and a session at another, both in person."""
        return max(self.gap, self.instance.travel_minutes(a, b))


def pattern_sessions(facts: ProblemIndex, enrollment: Enrollment) -> tuple[ProgramSession, ...]:
    """The sessions of an enrollment's program that the week pattern holds, in the order of the sheet."""
    return facts.patterns[enrollment.program]


def pin_allows(pin: Pin, window: Window, session: ProgramSession) -> bool:
    """Whether a session in a window of its teacher may be the one that a Session pin wants.

    Parameters
    ----------
    pin
        a pin of a session
    window
        where the session would lie
    session
        the session that would lie there
    """
    return (
        pin.week in (None, window.week)
        and pin.day in (None, window.day)
        and pin.period in ("", window.period)
        and (pin.start is None or window.start <= pin.start <= window.end - session.minutes)
    )
