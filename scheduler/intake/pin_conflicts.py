"""Pins that cannot hold: against a class, a prep or an Unavailable, against what a coach is, against each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from scheduler.domain.instance import UNLISTED_TRAVEL_MINUTES, Pin, ProgramSession, Slot, State, Status, hhmm
from scheduler.domain.matching import blocked_status, fits_when, holds_role
from scheduler.intake.pins import District, Pinned

_DELETE = "Delete one of the two pins."


@dataclass(slots=True)
class _Held:
    """A Session pin with its session and its coach, named in it or in a Coach pin."""

    pinned: Pinned
    program: str
    session: ProgramSession
    coach: str

    @property
    def pin(self) -> Pin:
        return self.pinned.pin

    @property
    def end(self) -> int:
        return (self.pin.start or 0) + self.session.minutes


class PinConflicts:
    """Says every contradiction at the cell of the pin that is too many."""

    def __init__(
        self,
        district: District,
        states: Mapping[str, Sequence[State]],
        availability: Mapping[str, Sequence[Status]],
        travel: Mapping[tuple[str, str], int],
    ) -> None:
        self.district, self.states, self.availability, self.travel = district, states, availability, travel

    def say(self, pins: Sequence[Pinned]) -> None:
        """Look at every pin by itself, then at those that are about the same thing."""
        for pinned in pins:
            self._alone(pinned)
        self._releases([p for p in pins if p.pin.kind == "Release"])
        coach_of = self._coaches(pins)
        sure = []  # of which the program is known
        for pinned in pins:
            ways = self._ways(pinned, coach_of)
            if ways:
                self._fits(ways, pins)
            if len(ways) == 1:
                sure += ways
        self._too_many(sure, pins)
        self._clashes(sure)

    def _ways(self, pinned: Pinned, coach_of: Mapping[tuple[str, str], str]) -> list[_Held]:
        """What a Session pin may mean: without a program, the session of any program of the teacher that has it."""
        pin, found = pinned.pin, []
        for program, session in self._meant(pin):
            coach = pin.coach or coach_of.get((pin.teacher, program), coach_of.get((pin.teacher, ""), ""))
            found.append(_Held(pinned, program, session, coach))
        return found

    def _meant(self, pin: Pin) -> list[tuple[str, ProgramSession]]:
        return self.district.sessions(pin.teacher, pin.program, pin.session) if pin.kind == "Session" else []

    def _alone(self, pinned: Pinned) -> None:
        pin = pinned.pin
        if pin.kind == "Release":
            self._release(pinned)
        elif pin.coach:
            coach = self.district.coaches[pin.coach]
            site = self.district.teachers[pin.teacher].site
            if site not in coach.sites:
                pinned.say(
                    "coach-elsewhere",
                    "coach",
                    f'"{pin.coach}" does not serve {site}, the site of {pin.teacher} '
                    f"(sites: {', '.join(coach.sites)}).",
                    "Name another coach, or add the site in Coaches.",
                )
                return
            programs = (pin.program,) if pin.program else self.district.teachers[pin.teacher].programs
            programs = tuple(program for program, _ in self._meant(pin)) or programs
            lacking = [p for p in programs if not holds_role(coach, self.district.programs[p].role)]
            if lacking and (pin.program or len(lacking) == len(programs)):
                role = self.district.programs[lacking[0]].role
                pinned.say(
                    "coach-without-role",
                    "coach",
                    f'"{pin.coach}" does not hold the role {role} that {lacking[0]} '
                    f"asks for (roles: {', '.join(coach.roles)}).",
                    "Name another coach, or add the role in Coaches.",
                )

    def _release(self, pinned: Pinned) -> None:
        pin = pinned.pin
        coach = self.district.coaches[pin.coach]
        said = self._class_statuses(pin.coach, pin.period)
        blocked = blocked_status(said)
        if pin.released and blocked:
            pinned.say(
                "pin-against-status",
                "period",
                f"{pin.coach} cannot be released in period {pin.period}: {blocked} in the input.",
                "Delete the pin, or fix Master schedule or Coach availability.",
            )
        elif not pin.released and not blocked and (coach.full_time or "Coaching" in said):
            pinned.say(
                "pin-against-status",
                "period",
                f"{pin.coach} must be released in period {pin.period}: "
                f"{'full time' if coach.full_time else 'Coaching'} in the input.",
                "Clear locked in this row, or fix Coaches or Coach availability.",
            )

    def _class_statuses(self, coach: str, period: str) -> set[Status]:
        slots = self.district.timetable.bells[self.district.bell(coach=coach)]
        return {
            status
            for slot, status in zip(slots, self.availability[coach], strict=True)
            if slot.is_class and slot.period == period
        }

    def _releases(self, pins: Iterable[Pinned]) -> None:
        first: dict[tuple[str, str], Pinned] = {}
        for pinned in pins:
            other = first.setdefault((pinned.pin.coach, pinned.pin.period), pinned)
            if other.pin.released != pinned.pin.released:
                pinned.say(
                    "pins-contradict",
                    "period",
                    f"{pinned.pin.coach} is pinned as released in period "
                    f"{pinned.pin.period} and as not released ({other.pin.where}).",
                    _DELETE,
                )

    def _coaches(self, pins: Iterable[Pinned]) -> dict[tuple[str, str], str]:
        """(teacher, program or "") -> the coach that is pinned, first come; say every other coach. A Session pin that
        may mean several programs pins the coach of none."""
        first: dict[str, list[Pinned]] = defaultdict(list)
        for pinned in pins:
            pin = pinned.pin
            if pin.kind == "Release" or (pin.kind == "Session" and (not pin.coach or len(self._meant(pin)) > 1)):
                continue
            for other in first[pin.teacher]:
                if other.pin.coach != pin.coach and _same_program(self._program(pin), self._program(other.pin)):
                    mine = f'"{pin.coach}"' if pin.coach else "no coach"
                    pinned.say(
                        "pins-contradict",
                        "coach",
                        f"{mine} for {pin.teacher}, and {other.pin.where} pins "
                        f"{other.pin.coach or 'no coach'}: an enrolment has one coach.",
                        _DELETE,
                    )
                    break
            else:
                first[pin.teacher].append(pinned)
        return {(p.pin.teacher, self._program(p.pin)): p.pin.coach for own in first.values() for p in own}

    def _program(self, pin: Pin) -> str:
        """The program that a pin means: named, or the one that has its session; "" = all of the teacher's."""
        if pin.program or pin.kind == "Coach":
            return pin.program
        found = self._meant(pin)
        return found[0][0] if found else ""

    def _fits(self, ways: Sequence[_Held], pins: Sequence[Pinned]) -> None:
        """Some slot must be left for the session that is pinned, in one of the programs that it may mean."""
        hindrances = [self._hindrance(held, pins) for held in ways]
        if all(hindrances) and (first := hindrances[0]):
            ways[0].pinned.say(*first)

    def _hindrance(self, held: _Held, pins: Sequence[Pinned]) -> tuple[str, str, str, str] | None:
        """What speaks against a session in all slots: code, column, text and how to mend it; None where one is left."""
        pin = held.pin
        slots = self.district.timetable.bells[self.district.bell(teacher=pin.teacher)]
        there = [(s, state) for s, state in zip(slots, self.states[pin.teacher], strict=True) if _meets(held, s)]
        if not there:
            return (
                "pin-without-slot",
                "start" if pin.start is not None else "session",
                f"no slot of {pin.teacher} holds {held.session.minutes} minutes of {pin.session} then.",
                "Fix the week, the day, the period or the start.",
            )
        right = [slot for slot, state in there if fits_when(state.doing, slot.kind, held.session.when)]
        if not right:
            slot, state = there[0]
            when = " or ".join(held.session.when) or "at work"
            return (
                "pin-against-state",
                "session",
                f"{pin.teacher} is {_doing(slot, state)} then, and {pin.session} needs {when}.",
                "Fix the pin, or the Master schedule.",
            )
        reasons = [self._why_not(held, slot, pins) for slot in right] if held.coach else []
        if reasons and all(reasons):
            return (
                "pin-against-status",
                "coach",
                f"{held.coach} {reasons[0]} then.",
                "Fix the pin, or the schedule of the coach.",
            )
        return None

    def _why_not(self, held: _Held, slot: Slot, pins: Sequence[Pinned]) -> str:
        """Why the coach cannot be there; "" when nothing speaks against it."""
        coach = self.district.coaches[held.coach]
        start = held.pin.start
        time = slot if start is None else replace(slot, start=start, end=start + held.session.minutes)
        home = self.district.timetable.bells[self.district.bell(coach=coach.id)]
        at_home = slot.bell == self.district.bell(coach=coach.id)
        for other, status in zip(home, self.availability[coach.id], strict=True):
            if status in ("Teaching", "Unavailable") and (other == slot or other.overlaps(time)):
                return f"teaches period {other.period}" if status == "Teaching" else "is Unavailable"
            if status == "Prep" and other == slot and slot.is_class:
                return f"is on Prep in period {other.period}"
        if at_home and slot.is_class:
            for pinned in pins:
                pin = pinned.pin
                if pin.kind == "Release" and not pin.released and (pin.coach, pin.period) == (coach.id, slot.period):
                    return f"is pinned as not released in period {slot.period} ({pin.where})"
        return ""

    def _too_many_cycles(self, pinned: Pinned, program: str, active: set[int], more: Iterable[int]) -> None:
        """No more cycles than the program has; those that are too many are said, and left out of `active`."""
        most = self.district.programs[program].cycles
        wanted = active | set(more)
        if len(wanted) <= most or not self.district.programs[program].sessions:
            active |= wanted
            return
        pinned.say(
            "too-many-pins",
            "cycles" if pinned.row.table.sheet == "Assignments" else "cycle",
            f"{pinned.pin.teacher} is pinned in {len(wanted)} cycles, and {program} has {most}.",
            "Delete the pins of a cycle, or raise cycles in Programs.",
        )

    def _too_many(self, held: Iterable[_Held], pins: Sequence[Pinned]) -> None:
        """No more sessions than are due in a cycle, two of one name on different days, no more cycles than due."""
        cycles: dict[tuple[str, str], set[int]] = defaultdict(set)
        named: dict[tuple[str, str, str, int | None], list[_Held]] = defaultdict(list)
        for pinned in pins:
            pin = pinned.pin
            if pin.kind == "Coach" and pin.cycles:
                for program in (pin.program,) if pin.program else self.district.teachers[pin.teacher].programs:
                    self._too_many_cycles(pinned, program, cycles[pin.teacher, program], pin.cycles)
        for one in held:
            pin = one.pin
            if self.district.settings.cycles == 1 or pin.cycle is not None:
                self._too_many_cycles(one.pinned, one.program, cycles[pin.teacher, one.program], [pin.cycle or 1])
                same = named[pin.teacher, one.program, one.session.name, pin.cycle]
                if any(_one_row(one.pin, other.pin) for other in same):
                    continue  # the same session, pinned twice
                same.append(one)
                if len(same) > one.session.count:
                    one.pinned.say(
                        "too-many-pins",
                        "session",
                        f"{pin.teacher} has {len(same)} pins of {pin.session} in a "
                        f"cycle, and {one.session.count} are due.",
                        "Delete one of them.",
                    )

    def _clashes(self, held: Iterable[_Held]) -> None:
        """Sessions of one coach, or of one teacher, at one time."""
        days: dict[tuple[str, int, int, int], list[_Held]] = defaultdict(list)
        for one in held:
            pin = one.pin
            cycle = pin.cycle or (1 if self.district.settings.cycles == 1 else None)
            week = pin.week or (1 if self.district.settings.weeks == 1 else None)
            if cycle is None or week is None or pin.day is None:
                continue
            said = False
            for who in dict.fromkeys((f"teacher {pin.teacher}", f"coach {one.coach}" if one.coach else "")):
                for other in days[who, cycle, week, pin.day] if who else ():
                    text = self._clash(one, other, coach=who.startswith("coach"))
                    if text and not said:
                        said = True
                        one.pinned.say(
                            "pins-contradict", "start" if pin.start is not None else "session", text, _DELETE
                        )
                if who:
                    days[who, cycle, week, pin.day].append(one)

    def _clash(self, one: _Held, other: _Held, *, coach: bool) -> str:
        a, b = one.pin, other.pin
        same = one.program == other.program and one.session.name == other.session.name
        if not coach and same and a.start != b.start and None not in (a.start, b.start):
            return f"two {a.session} of {a.teacher} on one day (the other: {b.where}) must lie on different days."
        if a.start is None or b.start is None or (a.teacher == b.teacher and same):
            return ""
        gap = max(a.start, b.start) - min(one.end, other.end)
        at = f"{hhmm(a.start)} to {hhmm(one.end)}"
        if not coach:
            return f"{a.teacher} is in {b.session} then ({at}; {b.where})." if gap < 0 else ""
        if same and one.session.group_size > 1 and a.start == b.start:
            return ""
        need = self.district.settings.minutes_between_sessions
        sites = [self.district.teachers[p.teacher].site for p in (a, b)]
        if sites[0] != sites[1] and one.session.mode == other.session.mode == "In person":
            need = max(need, self._travel(sites[0], sites[1]))
        if gap >= need:
            return ""
        return f"{one.coach} has {b.session} with {b.teacher} then or less than {need} minutes away ({at}; {b.where})."

    def _travel(self, a: str, b: str) -> int:
        return self.travel.get((a, b), self.travel.get((b, a), UNLISTED_TRAVEL_MINUTES))


def _same_program(a: str, b: str) -> bool:
    return a == b or "" in (a, b)


def _one_row(a: Pin, b: Pin) -> bool:
    """Whether two Session pins may be about one session: nothing that both name differs."""
    pairs = ((a.week, b.week), (a.day, b.day), (a.start, b.start), (a.period or None, b.period or None))
    return all(x == y or x is None or y is None for x, y in pairs)


def _meets(held: _Held, slot: Slot) -> bool:
    """Whether a slot is one that the pin names, with room for the session."""
    pin = held.pin
    start = slot.start if pin.start is None else pin.start
    return (
        pin.week in (None, slot.week)
        and pin.day in (None, slot.day)
        and pin.period in ("", slot.period)
        and slot.start <= start
        and start + held.session.minutes <= slot.end
    )


def _doing(slot: Slot, state: State) -> str:
    """ "Teaching (Algebra 1)", "on Prep", "Off"."""
    if state.doing == "Teaching":
        return f"Teaching ({state.course})" if state.course else "Teaching"
    return (
        {"Prep": "on Prep", "Duty": "on Duty", "Release": "released"}.get(state.doing)
        or state.doing
        or (f"in a {slot.kind} slot")
    )
