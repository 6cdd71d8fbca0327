"""Who meets when in a plan, what of it is not as people would have it, and whether a move is possible: by clock times,
states and order alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import NamedTuple

from scheduler.domain.instance import Enrollment, ProgramSession, Slot
from scheduler.domain.matching import is_pinned, overlap, same_class
from scheduler.domain.plan import Plan, Reserved, Session
from scheduler.engine.model.ordering import pairs_in_order
from scheduler.engine.problem.index import ProblemIndex, Window

EARLY = 8 * 60  # before it nobody likes to meet

Rows = tuple[Session, ...]  # of one meeting; none where it has become part of another
Date = tuple[int, int, int]  # cycle, week and day
DayOf = tuple[str, Date]  # of a coach, or of a teacher
SessionOf = tuple[str, str, str]  # teacher, program and name


class Wishes(NamedTuple):
    """What is not as people would have it, the most important first: rows of the given plan that are elsewhere,
    meetings of groups, virtual sessions that could be in person, different times of one session, meetings on full days
    of a coach (the squares of how many a day has), and lunches and early mornings of sessions that fit anywhere."""

    away: int = 0
    meetings: int = 0
    virtual: int = 0
    times: int = 0
    days: int = 0
    odd: int = 0


@dataclass(frozen=True, slots=True)
class MeetingMove:
    """Meetings, by number, before and after; `rows` are those that move, each with what it becomes."""

    before: tuple[tuple[int, Rows], ...]
    after: tuple[tuple[int, Rows], ...]
    rows: tuple[tuple[Session, Session], ...]


class Diary:
    """The meetings of a plan, by number; `fixed` are those that stay.

    Parameters
    ----------
    plan
        the plan; its releases, coaches, cycles and reserves stay
    fixed
        rows that stay, beside those that pins hold
    given
        a plan to stay near
    """

    def __init__(
        self,
        facts: ProblemIndex,
        plan: Plan,
        fixed: Collection[Session] = (),
        given: Plan | None = None,
    ) -> None:
        self.facts, self._instance, self._plan = facts, facts.instance, plan
        self._given = {_row(s) for s in given.sessions} if given else set()
        self.specs = {(p.id, s.name): s for p in self._instance.programs.values() for s in p.sessions}
        self.meetings: dict[int, Rows] = dict(enumerate(_meetings(plan)))
        self._of_coach: dict[DayOf, set[int]] = defaultdict(set)
        self._of_teacher: dict[DayOf, set[int]] = defaultdict(set)
        self._of_session: dict[SessionOf, set[int]] = defaultdict(set)
        self._reserved: dict[DayOf, list[Reserved]] = defaultdict(list)
        for r in plan.reserved:
            self._reserved[r.coach, (r.cycle, r.week, r.day)].append(r)
        for i in self.meetings:
            self._each(i, set.add)
        stay = {_row(s) for s in fixed}
        pins = [pin for pin in self._instance.pins if pin.kind == "Session"]
        self.fixed = {
            i
            for i, rows in self.meetings.items()
            if any(_row(s) in stay or any(is_pinned(pin, s) for pin in pins) for s in rows)
        }

    # ---- what is asked of it

    def wishes(self) -> Wishes:
        """What is not as people would have it, in the whole plan."""
        return self._wishes(self.meetings, self._of_session, self._of_coach)

    def plan(self, moves: Sequence[MeetingMove]) -> Plan:
        """The plan after some moves."""
        meetings = dict(self.meetings)
        for move in moves:
            meetings.update(move.after)
        return replace(self._plan, sessions=tuple(sorted(s for rows in meetings.values() for s in rows)))

    def difference(self, move: MeetingMove) -> Wishes:
        """By how much a move changes what is not as people would have it; nothing where it is not possible."""
        numbers = [i for i, _ in move.before]
        rows = [s for pair in move.rows for s in pair]
        sessions = dict.fromkeys(session_of(s) for s in rows)
        days = dict.fromkeys((s.coach, _date(s)) for s in rows)
        was, crowds = self._wishes(numbers, sessions, days), self._crowds(rows)
        self.put(move.after)
        now = self._wishes(numbers, sessions, days)
        possible = now < was and self._is_possible(move)
        if possible and now.odd >= was.odd:
            possible = all(self._alike(old, new) for old, new in move.rows)
        possible = possible and all(a <= b for a, b in zip(self._crowds(rows), crowds, strict=True))
        self.put(move.before)
        return Wishes(*(a - b for a, b in zip(now, was, strict=True))) if possible else Wishes()

    # ---- what is wished for

    def _wishes(self, numbers: Iterable[int], sessions: Iterable[SessionOf], days: Iterable[DayOf]) -> Wishes:
        away = meetings = virtual = odd = 0
        for i in numbers:
            rows = self.meetings[i]
            for s in rows:
                spec = self.specs[s.program, s.session]
                away -= _row(s) in self._given
                virtual += s.mode == "Virtual" and spec.mode == "Either"
                odd += self.is_odd(s, spec)
            meetings += bool(rows) and self.specs[rows[0].program, rows[0].session].group_size > 1
        times = sum(len(self.times(key)) for key in sessions)
        squares = sum(len(self._of_coach.get(day, ())) ** 2 for day in days)
        return Wishes(away, meetings, virtual, times, squares, odd)

    def times(self, key: SessionOf) -> Counter[tuple[int, int]]:
        """When a session is held, day and start, and how often."""
        return Counter(
            (s.day, s.start) for i in self._of_session[key] for s in self.meetings[i] if session_of(s) == key
        )

    def is_odd(self, s: Session, spec: ProgramSession) -> bool:
        """Whether a session that fits anywhere is held at lunch, or before 8:00."""
        return not spec.when and (s.start < EARLY or self._slot(s)[1].kind == "Lunch")

    def _alike(self, a: Session, b: Session) -> bool:
        """Whether what the teacher does, and what a rule may see of it, is the same at two times."""
        (i, one), (n, other) = self._slot(a), self._slot(b)
        states = self._instance.states[a.teacher]
        return (one.is_class, states[i].doing, states[i].priority) == (
            other.is_class,
            states[n].doing,
            states[n].priority,
        )

    # ---- what is possible

    def _is_possible(self, move: MeetingMove) -> bool:
        """Whether all that a move has moved can be where it is now."""
        return all(not rows or self._fits(i, rows) for i, rows in move.after) and self._in_order(move)

    def _fits(self, i: int, rows: Rows) -> bool:
        first, date = rows[0], _date(rows[0])
        windows = [self._window(s) for s in rows]
        if any(w is None or (w.need and w.need not in self._plan.releases[first.coach]) for w in windows):
            return False
        states = [self.facts.states(enrollment_of(s))[w.slot] for s, w in zip(rows, windows, strict=True) if w]
        if not all(same_class(a, b) for a, b in combinations(states, 2)):
            return False
        if any(overlap(first, r) for r in self._reserved.get((first.coach, date), ())):
            return False
        for n in self._of_coach[first.coach, date]:
            if n != i and not self._apart(first, self.meetings[n][0]):
                return False
        for s in rows:
            for n in self._of_teacher[s.teacher, date]:
                for other in self.meetings[n] if n != i else ():
                    same = (other.program, other.session) == (s.program, s.session)
                    if other.teacher == s.teacher and (overlap(s, other) or same):
                        return False
        return True

    def _apart(self, a: Session, b: Session) -> bool:
        """Whether a coach has the minutes between two meetings that are needed."""
        sites = self._instance.teachers[a.teacher].site, self._instance.teachers[b.teacher].site
        by_road = "Virtual" not in (a.mode, b.mode) and sites[0] != sites[1]
        least = max(self.facts.travel(*sites), self.facts.travel(*reversed(sites))) if by_road else self.facts.gap
        return a.end + least <= b.start or b.end + least <= a.start

    def _in_order(self, move: MeetingMove) -> bool:
        """Whether whatever followed something follows it still."""
        was = {new: old for old, new in move.rows}
        return all(self._keeps_order(s, was) for _, s in move.rows)

    def _keeps_order(self, moved: Session, was: dict[Session, Session]) -> bool:
        enrollment = enrollment_of(moved)
        for first, follower in pairs_in_order(self.facts, enrollment):
            if moved.session not in (first.name, follower.name):
                continue
            firsts, followers = (self._rows_of(moved, x.name) for x in (first, follower))
            for f in firsts:
                for g in followers:
                    could = self._follows(was.get(f, f), was.get(g, g), follower)
                    if could and not self._follows(f, g, follower):
                        return False
        return True

    def _rows_of(self, like: Session, name: str) -> list[Session]:
        """The rows of one session of an enrollment in a cycle."""
        key = like.teacher, like.program, name
        found = (s for i in self._of_session[key] for s in self.meetings[i])
        return [s for s in found if session_of(s) == key and s.cycle == like.cycle]

    def _follows(self, first: Session, follower: Session, spec: ProgramSession) -> bool:
        if (first.week, first.day, first.end) > (follower.week, follower.day, follower.start):
            return False
        days = self.facts.school_days[self._instance.sites[self._instance.teachers[first.teacher].site].bell]
        later = days[follower.week, follower.day] - days[first.week, first.day]
        return spec.within_days is None or later <= spec.within_days

    def _crowds(self, rows: Sequence[Session]) -> tuple[int, int, int]:
        """How crowded the days of some rows are: teachers with several sessions, coaches at several sites, the fullest
        day of a coach. Nearly all rules ask for less of it."""
        teachers = dict.fromkeys((s.teacher, _date(s)) for s in rows)
        days = dict.fromkeys((s.coach, _date(s)) for s in rows)
        several = sum(max(0, len(self._of_teacher.get(key, ())) - 1) for key in teachers)
        fullest = max(len(self._of_coach.get(key, ())) for key in days)
        sites = sum(max(0, len(self._sites_on(key)) - 1) for key in days)
        return several, sites, fullest

    def _sites_on(self, day: DayOf) -> set[str]:
        """The sites that a coach is at on a day."""
        return {self._instance.teachers[self.meetings[n][0].teacher].site for n in self._of_coach.get(day, ())}

    # ---- where each is

    def on_day(self, s: Session, day: int) -> set[int]:
        """The meetings that the coach of a session has on a day of its week."""
        return self._of_coach.get((s.coach, (s.cycle, s.week, day)), set())

    def others(self, i: int) -> list[int]:
        """The other meetings of a coach's week that may move, in order of time."""
        s = self.meetings[i][0]
        found = {n for day in range(len(self._instance.settings.days)) for n in self.on_day(s, day)}
        return sorted(found - self.fixed - {i}, key=lambda n: self.meetings[n])

    def kind(self, s: Session) -> tuple[str, ...]:
        """What members of one group have in common, beside coach and time."""
        return s.program, s.session, s.mode, self._instance.teachers[s.teacher].site

    def _slot(self, s: Session) -> tuple[int, Slot]:
        """The slot of the teacher's site in which a session lies, with its place."""
        for i, slot in enumerate(self._instance.slots(self._instance.teachers[s.teacher].site)):
            if (slot.week, slot.day, slot.period) == (s.week, s.day, s.period) and slot.start <= s.start < slot.end:
                return i, slot
        raise ValueError(f"{s} lies in no slot")

    def _window(self, s: Session) -> Window | None:
        """The window in which a session is held; None where it fits in none."""
        spec = self.specs[s.program, s.session]
        for w in self.facts.fitting(s.coach, enrollment_of(s), spec):
            if w.date == (s.week, s.day) and w.period == s.period and w.start <= s.start and s.end <= w.end:
                return w
        return None

    def put(self, meetings: Iterable[tuple[int, Rows]]) -> None:
        """Write down that meetings are as they are given now."""
        changed = list(meetings)
        for i, _ in changed:
            self._each(i, set.discard)
        for i, rows in changed:
            self.meetings[i] = rows
            self._each(i, set.add)

    def _each(self, i: int, do: Callable[[set[int], int], None]) -> None:
        for s in self.meetings[i]:
            do(self._of_coach[s.coach, _date(s)], i)
            do(self._of_teacher[s.teacher, _date(s)], i)
            do(self._of_session[session_of(s)], i)


def _meetings(plan: Plan) -> list[Rows]:
    """The sessions of a plan by meeting."""
    together: dict[tuple[object, ...], list[Session]] = defaultdict(list)
    for n, s in enumerate(plan.sessions):
        together[(s.cycle, s.coach, s.week, s.day, s.start, s.group) if s.group else (n,)].append(s)
    return [tuple(rows) for rows in together.values()]


def _row(s: Session) -> tuple[object, ...]:
    return s.cycle, s.week, s.day, s.start, s.coach, s.teacher, s.program, s.session


def _date(s: Session) -> Date:
    return s.cycle, s.week, s.day


def session_of(s: Session) -> SessionOf:
    """Of whom a session is, and which."""
    return s.teacher, s.program, s.session


def enrollment_of(s: Session) -> Enrollment:
    """The enrollment that a session is of."""
    return Enrollment(s.teacher, s.program)
