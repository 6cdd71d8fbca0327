"""Pins that cannot hold: against a class, a prep or an Unavailable, against what a coach is, against each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from scheduler.domain.instance import UNLISTED_TRAVEL_MINUTES, Pin, ProgramSession, Slot, State, Status, hhmm
from scheduler.domain.matching import blocked_status, fits_when, holds_role
from scheduler.domain.message import Message
from scheduler.intake.sheets.coach_availability import Availability
from scheduler.intake.sheets.pins import District, Pinned
from scheduler.messages import pins as messages


@dataclass(frozen=True, slots=True)
class _Hindrance:
    """What speaks against a pin: what is said, at which of its columns."""

    message: Message
    column: str
    fields: Mapping[str, object]


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
        availability: Availability,
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
                pinned.report(
                    messages.PINNED_COACH_ELSEWHERE,
                    "coach",
                    coach=pin.coach,
                    site=site,
                    teacher=pin.teacher,
                    sites=coach.sites,
                )
                return
            programs = (pin.program,) if pin.program else self.district.teachers[pin.teacher].programs
            programs = tuple(program for program, _ in self._meant(pin)) or programs
            lacking = [p for p in programs if not holds_role(coach, self.district.programs[p].role)]
            if lacking and (pin.program or len(lacking) == len(programs)):
                role = self.district.programs[lacking[0]].role
                pinned.report(
                    messages.COACH_WITHOUT_ROLE,
                    "coach",
                    coach=pin.coach,
                    role=role,
                    program=lacking[0],
                    roles=coach.roles,
                )

    def _release(self, pinned: Pinned) -> None:
        pin = pinned.pin
        coach = self.district.coaches[pin.coach]
        said = self._class_statuses(pin.coach, pin.period)
        blocked = blocked_status(said)
        if pin.released and blocked:
            pinned.report(
                messages.RELEASED_AGAINST_STATUS, "period", coach=pin.coach, period=pin.period, blocked=blocked
            )
        elif not pin.released and not blocked and (coach.full_time or "Coaching" in said):
            pinned.report(
                messages.NOT_RELEASED_AGAINST_STATUS,
                "period",
                coach=pin.coach,
                period=pin.period,
                status="full time" if coach.full_time else "Coaching",
            )

    def _class_statuses(self, coach: str, period: str) -> set[Status]:
        slots = self.district.timetable.bells[self.district.bell(coach=coach)]
        return {
            status
            for slot, status in zip(slots, self.availability.home[coach], strict=True)
            if slot.is_class and slot.period == period
        }

    def _releases(self, pins: Iterable[Pinned]) -> None:
        first: dict[tuple[str, str], Pinned] = {}
        for pinned in pins:
            other = first.setdefault((pinned.pin.coach, pinned.pin.period), pinned)
            if other.pin.released != pinned.pin.released:
                pinned.report(
                    messages.RELEASED_AND_NOT_RELEASED,
                    "period",
                    coach=pinned.pin.coach,
                    period=pinned.pin.period,
                    place=other.place,
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
                    pinned.report(
                        messages.TWO_COACHES_PINNED,
                        "coach",
                        mine=mine,
                        teacher=pin.teacher,
                        place=other.place,
                        other=other.pin.coach or "no coach",
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
            ways[0].pinned.report(first.message, first.column, **first.fields)

    def _hindrance(self, held: _Held, pins: Sequence[Pinned]) -> _Hindrance | None:
        """What speaks against a session in all slots; None where one is left."""
        pin = held.pin
        slots = self.district.timetable.bells[self.district.bell(teacher=pin.teacher)]
        there = [(s, state) for s, state in zip(slots, self.states[pin.teacher], strict=True) if _meets(held, s)]
        if not there:
            column = _wrong_column(pin, slots)
            fields = {"teacher": pin.teacher, "minutes": held.session.minutes, "session": pin.session}
            return _Hindrance(messages.PIN_WITHOUT_SLOT, column, fields)
        right = [slot for slot, state in there if fits_when(state.doing, slot.kind, held.session.when)]
        if not right:
            doing, when = _doing(*there[0]), held.session.when or ("at work",)
            fields = {"teacher": pin.teacher, "doing": doing, "session": pin.session, "when": when}
            return _Hindrance(messages.PIN_AGAINST_STATE, "session", fields)
        reasons = [self._why_not(held, slot, pins) for slot in right] if held.coach else []
        return reasons[0] if all(reasons) and reasons else None

    def _why_not(self, held: _Held, slot: Slot, pins: Sequence[Pinned]) -> _Hindrance | None:
        """Why the coach cannot be there; None when nothing speaks against it."""
        coach = self.district.coaches[held.coach]
        start = held.pin.start
        time = slot if start is None else replace(slot, start=start, end=start + held.session.minutes)
        home = self.district.timetable.bells[self.district.bell(coach=coach.id)]
        site = self.district.teachers[held.pin.teacher].site
        at_home = site == coach.home
        here = self._said_of_site(coach.id, site, slot)
        if here == "Unavailable":
            return _Hindrance(messages.COACH_IS_UNAVAILABLE, "coach", {"coach": coach.id})
        statuses = self.availability.home[coach.id]
        counting = statuses if at_home else self.availability.apart.get(coach.id, statuses)
        for other, status in zip(home, counting, strict=True):
            if status == "Unavailable" and here == "Available":
                continue
            fields: dict[str, object] = {"coach": coach.id, "period": other.period}
            if status in ("Teaching", "Unavailable") and (other == slot or other.overlaps(time)):
                if status == "Teaching":
                    return _Hindrance(messages.COACH_TEACHES, "coach", fields)
                return _Hindrance(messages.COACH_IS_UNAVAILABLE, "coach", {"coach": coach.id})
            if status == "Prep" and other == slot and slot.is_class:
                return _Hindrance(messages.COACH_IS_ON_PREP, "coach", fields)
        if slot.bell == self.district.bell(coach=coach.id) and slot.is_class:
            for pinned in pins:
                pin = pinned.pin
                if pin.kind == "Release" and not pin.released and (pin.coach, pin.period) == (coach.id, slot.period):
                    fields = {"coach": coach.id, "period": slot.period, "place": pinned.place}
                    return _Hindrance(messages.COACH_IS_NOT_RELEASED, "coach", fields)
        return None

    def _said_of_site(self, coach: str, site: str, slot: Slot) -> Status | None:
        """What is said of a coach in a slot of a site that is not the home, for that site alone."""
        said = self.availability.at_site.get((coach, site))
        if said is None:
            return None
        slots = self.district.timetable.bells[self.district.sites[site].bell]
        return said[slots.index(slot)]

    def _too_many_cycles(self, pinned: Pinned, program: str, active: set[int], more: Iterable[int]) -> None:
        """No more cycles than the program has; those that are too many are said, and left out of `active`."""
        most = self.district.programs[program].cycles
        wanted = active | set(more)
        if len(wanted) <= most or not self.district.programs[program].sessions:
            active |= wanted
            return
        pinned.report(
            messages.TOO_MANY_PINNED_CYCLES,
            "cycles" if pinned.row.table.sheet == "Assignments" else "cycle",
            teacher=pinned.pin.teacher,
            count=len(wanted),
            program=program,
            most=most,
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
                    one.pinned.report(
                        messages.TOO_MANY_SESSION_PINS,
                        "session",
                        teacher=pin.teacher,
                        count=len(same),
                        session=pin.session,
                        due=one.session.count,
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
                    clash = self._clash(one, other, coach=who.startswith("coach"))
                    if clash and not said:
                        said = True
                        one.pinned.report(clash.message, clash.column, **clash.fields)
                if who:
                    days[who, cycle, week, pin.day].append(one)

    def _clash(self, one: _Held, other: _Held, *, coach: bool) -> _Hindrance | None:
        a, b = one.pin, other.pin
        column = "start" if a.start is not None else "session"
        place = other.pinned.place
        same = one.program == other.program and one.session.name == other.session.name
        if not coach and same and a.start != b.start and None not in (a.start, b.start):
            fields = {"session": a.session, "teacher": a.teacher, "place": place}
            return _Hindrance(messages.SAME_SESSION_ON_ONE_DAY, column, fields)
        if a.start is None or b.start is None or (a.teacher == b.teacher and same):
            return None
        gap = max(a.start, b.start) - min(one.end, other.end)
        at = {"start": hhmm(a.start), "end": hhmm(one.end), "session": b.session, "place": place}
        if not coach:
            return (
                _Hindrance(messages.TEACHER_IN_TWO_SESSIONS, column, {**at, "teacher": a.teacher}) if gap < 0 else None
            )
        if same and one.session.group_size > 1 and a.start == b.start:
            return None
        need = self.district.settings.minutes_between_sessions
        sites = [self.district.teachers[p.teacher].site for p in (a, b)]
        if sites[0] != sites[1] and one.session.mode == other.session.mode == "In person":
            need = max(need, self._travel(sites[0], sites[1]))
        if gap >= need:
            return None
        fields = {**at, "coach": one.coach, "teacher": b.teacher, "minutes": need}
        return _Hindrance(messages.COACH_IN_TWO_SESSIONS, column, fields)

    def _travel(self, a: str, b: str) -> int:
        return self.travel.get((a, b), self.travel.get((b, a), UNLISTED_TRAVEL_MINUTES))


def _wrong_column(pin: Pin, slots: Sequence[Slot]) -> str:
    """The column of a Session pin with which no slot is left, the others before it being right."""
    in_week = [slot for slot in slots if pin.week in (None, slot.week)]
    on_day = [slot for slot in in_week if pin.day in (None, slot.day)]
    in_period = [slot for slot in on_day if pin.period in ("", slot.period)]
    for column, left in (("week", in_week), ("day", on_day), ("period", in_period)):
        if not left:
            return column
    return "start" if pin.start is not None else "session"


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
