"""Sessions of the monolithic model: a boolean for each session, coach, window and cycle, and what may not meet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.monolith.staffing import Staffing
from scheduler.domain.instance import Program, ProgramSession
from scheduler.engine.problem.index import ProblemIndex, Window

DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Place:
    """One way to hold one session; `var` says whether it is held so."""

    enrollment: int
    program: Program
    session: ProgramSession
    cycle: int
    coach: str
    window: Window
    virtual: bool
    var: int


@dataclass
class Room:
    """What may be held in one window of a coach in one cycle: (meetings, minutes of each, most, in person)."""

    held: list[tuple[int, int, int, bool]] = field(default_factory=list)
    start: int | None = None  # variables, where another window is near
    end: int | None = None


RoomKey = tuple[str, int, Window]


class Weeks:
    """The sessions. `exact` is False where plans that the contract allows are left out."""

    def __init__(self, staffing: Staffing) -> None:
        self.staffing, self.model = staffing, staffing.model
        self.facts: ProblemIndex = staffing.facts
        self.instance = staffing.instance
        self.places: list[Place] = []
        self.rooms: dict[RoomKey, Room] = defaultdict(Room)
        self.active: dict[tuple[int, int], int] = {}
        self.exact = not any(pin.kind == "Session" and pin.start is not None for pin in self.instance.pins)
        for e in range(len(self.facts.enrollments)):
            self._enrollment(e)
        self._meetings()
        self._teachers()
        self._pins()
        self._near()

    # ---- one enrollment ----

    def _enrollment(self, e: int) -> None:
        program = self.facts.program(e)
        sessions = [s for s in program.sessions if not s.once and s.count]
        if not sessions:
            return
        cycles = range(1, self.instance.settings.cycles + 1)
        always = True if program.cycles == len(cycles) else None
        for k in cycles:
            self.active[e, k] = self.model.boolean(always)
        self.model.row([(1, self.active[e, k]) for k in cycles], program.cycles, program.cycles)
        mine: dict[tuple[str, int], list[Place]] = defaultdict(list)
        for session in sessions:
            for c in self.facts.candidates[e]:
                for k in cycles:
                    mine[session.name, k] += self._session(e, program, session, c, k)
        for session in sessions:
            for k in cycles:
                self._at_most_due(e, session, k, mine[session.name, k])
                first = program.session(session.after) if session.after else None
                if first is not None and not first.once and first.count:
                    self._order(session, mine[first.name, k], mine[session.name, k])
            self._shortfall(e, program, session, [p for k in cycles for p in mine[session.name, k]])
        self.places += [p for found in mine.values() for p in found]

    def _session(self, e: int, program: Program, session: ProgramSession, c: str, k: int) -> list[Place]:
        modes = (False,) if session.mode == "In person" else (True,) if session.mode == "Virtual" else (False, True)
        found = []
        for window in self.facts.fitting(c, self.facts.enrollments[e], session):
            if window.need and not self.model.upper[self.staffing.release[c, window.need]]:
                continue
            for virtual in modes:
                found.append(Place(e, program, session, k, c, window, virtual, self.model.boolean()))
                if window.need:
                    self.model.implies(found[-1].var, self.staffing.release[c, window.need])
        most = session.count
        if found:
            self.model.row([*((1, p.var) for p in found), (-most, self.staffing.coached[e, c])], high=0)
        return found

    def _at_most_due(self, e: int, session: ProgramSession, k: int, mine: Sequence[Place]) -> None:
        weeks: dict[int, list[int]] = defaultdict(list)
        days: dict[tuple[int, int], list[int]] = defaultdict(list)
        for p in mine:
            weeks[p.window.week if session.weekly is not None else 0].append(p.var)
            days[p.window.date].append(p.var)
        most = session.count if session.weekly is None else session.weekly
        for held in weeks.values():
            self.model.row([*((1, v) for v in held), (-most, self.active[e, k])], high=0)
        if most > 1:
            for held in days.values():
                self.model.at_most_one(held)

    def _order(self, session: ProgramSession, firsts: Sequence[Place], followers: Sequence[Place]) -> None:
        """Followers find what they follow: no stretch holds more that look into it alone than it has firsts (Hall)."""
        looks = {p.var: (self._earliest(session, p.window), _moment(p.window)) for p in followers}
        if session.count == 1:
            stretches = set(looks.values())
        else:
            stretches = {(low, high) for low, _ in looks.values() for _, high in looks.values() if low <= high}
        for low, high in sorted(stretches):
            looking = [(1, v) for v, (a, b) in looks.items() if low <= a and b <= high]
            there = [(-1, p.var) for p in firsts if low <= _moment(p.window) <= high]
            self.model.row([*looking, *there], high=0)

    def _earliest(self, session: ProgramSession, window: Window) -> tuple[int, int]:
        return (0, 0) if session.within_days is None else (window.school_day - session.within_days, 0)

    def _shortfall(self, e: int, program: Program, session: ProgramSession, mine: Sequence[Place]) -> None:
        teacher = self.staffing.teacher(e)
        due = program.cycles * session.count
        missing = self.model.integer(0, due)  # a shortfall with its true domain: else the bound sinks below 0
        self.model.row([*((1, p.var) for p in mine), (1, missing)], low=due)
        self.model.cost("Sessions", teacher.site, [(teacher.priority, missing)], own=session.level)

    # ---- in one place at a time ----

    def _meetings(self) -> None:
        groups: dict[tuple[RoomKey, str, str, bool], list[Place]] = defaultdict(list)
        for p in self.places:
            key = p.coach, p.cycle, p.window
            if p.session.group_size == 1:
                self.rooms[key].held.append((p.var, p.session.minutes, 1, not p.virtual))
            else:
                groups[key, p.program.id, p.session.name, p.virtual].append(p)
        for (key, _, _, virtual), members in groups.items():
            session = members[0].session
            many = -(-len(members) // session.group_size)
            count = self.model.integer(0, many)
            self.model.row([*((1, p.var) for p in members), (-session.group_size, count)], high=0)
            self.model.row([*((-1, p.var) for p in members), (1, count)], high=0)
            self.rooms[key].held.append((count, session.minutes, many, not virtual))
        gap = self.facts.gap
        for (coach, _, window), room in self.rooms.items():
            size = window.minutes + gap
            load = [(minutes + gap, v) for v, minutes, _, _ in room.held]
            if window.need:
                self.model.row([*load, (-size, self.staffing.release[coach, window.need])], high=0)
            else:
                self.model.row(load, high=size)

    def _teachers(self) -> None:
        """A teacher who may have several coaches meets one of them at most in a slot: simpler than clock times."""
        slots: dict[tuple[str, int, int], dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        programs: dict[str, set[int]] = defaultdict(set)
        for p in self.places:
            teacher = self.facts.enrollments[p.enrollment].teacher
            programs[teacher].add(p.enrollment)
            slots[teacher, p.cycle, p.window.slot][p.coach].append(p.var)
        for (teacher, _, _), of_coach in slots.items():
            if len(programs[teacher]) > 1 and len(of_coach) > 1:
                self.exact = False
                meets = [self.model.boolean() for _ in of_coach]
                for meet, held in zip(meets, of_coach.values(), strict=True):
                    for v in held:
                        self.model.implies(v, meet)
                self.model.at_most_one(meets)

    def _near(self) -> None:
        """Windows of a day with too little time between them, or travel: one ends in time for the other to begin."""
        days: dict[tuple[str, int, tuple[int, int]], list[Window]] = defaultdict(list)
        for coach, k, window in self.rooms:
            days[coach, k, window.date].append(window)
        for (coach, k, _), windows in days.items():
            windows.sort(key=lambda w: (w.start, w.end, w.site))
            gates: dict[Window, tuple[int, int]] = {}
            for i, a in enumerate(windows):
                for b in windows[i + 1 :]:
                    if b.start - a.end < max(self._between(a, b), self._between(b, a)):
                        for w in (a, b):
                            if w not in gates:
                                gates[w] = self._timed(w, self.rooms[coach, k, w])
                        self._apart((a, gates[a], self.rooms[coach, k, a]), (b, gates[b], self.rooms[coach, k, b]))

    def _between(self, a: Window, b: Window) -> int:
        return self.facts.gap if a.site == b.site else self.facts.travel(a.site, b.site)

    def _timed(self, window: Window, room: Room) -> tuple[int, int]:
        """Variables for the first start and the last end; whether it is used, and used in person."""
        used, in_person = self.model.boolean(), self.model.boolean()
        room.start = self.model.integer(window.start, window.end)
        room.end = self.model.integer(window.start, window.end)
        gap = self.facts.gap
        load = [(minutes + gap, v) for v, minutes, _, _ in room.held]
        self.model.row([(1, room.end), (-1, room.start), *((-c, v) for c, v in load)], low=-gap)
        for v, _, most, present in room.held:
            self.model.row([(1, v), (-most, used)], high=0)
            if present:
                self.model.row([(1, v), (-most, in_person)], high=0)
        return used, in_person

    def _apart(self, first: tuple[Window, tuple[int, int], Room], second: tuple[Window, tuple[int, int], Room]) -> None:
        (a, gates_a, room_a), (b, gates_b, room_b) = first, second
        if a.overlaps(b):
            self.exact = False  # sessions of the one are not put between sessions of the other
        for gate, travels in ((0, False), (1, True)):
            if travels and a.site == b.site:
                continue
            orders = []
            for w, room_w, v, room_v in ((a, room_a, b, room_b), (b, room_b, a, room_a)):
                between = self._between(w, v) if travels else self.facts.gap
                if w.start + between > v.end:
                    continue
                order = self.model.boolean()
                assert room_v.start is not None
                assert room_w.end is not None
                self.model.row([(1, room_v.start), (-1, room_w.end), (-DAY, order)], low=between - DAY)
                orders.append((1, order))
            self.model.row([*orders, (-1, gates_a[gate]), (-1, gates_b[gate])], low=-1)

    def _pins(self) -> None:
        for pin in self.instance.pins:
            if pin.kind != "Session":
                continue
            programs = self.facts.pinned_programs(pin)
            fitting = [
                (1, p.var)
                for p in self.places
                if self.facts.enrollments[p.enrollment].teacher == pin.teacher and p.program.id in programs
                if p.session.name == pin.session and pin.coach in ("", p.coach) and pin.cycle in (None, p.cycle)
                if pin.week in (None, p.window.week) and pin.day in (None, p.window.day)
                if pin.period in ("", p.window.period)
            ]
            self.model.row(fitting, low=1)


def _moment(window: Window) -> tuple[int, int]:
    return window.school_day, window.start
