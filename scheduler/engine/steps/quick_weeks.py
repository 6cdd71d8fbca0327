"""The diaries of the quick plan: who is busy when, and where one enrollment's sessions of one cycle fit at least cost.

Everything is held at real clock times from the start, so that whatever is held is a plan that holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from scheduler.domain.instance import Pin, ProgramSession, Slot, State
from scheduler.domain.matching import most_followers, same_class
from scheduler.domain.plan import Session
from scheduler.engine.problem.index import ProblemIndex, Window
from scheduler.engine.problem.rule_costs import UNIT
from scheduler.engine.rules.quick_costs import QuickCosts
from scheduler.engine.rules.quick_rule import Booking, SessionChoice
from scheduler.engine.steps.quick_releases import QuickReleases

Date = tuple[int, int]  # week and day
NEVER = 1 << 200  # above every cost


@dataclass(frozen=True, slots=True)
class QuickStep:
    """One session that is to be placed, in one week of the pattern (0: in any), as a pin says where there is one."""

    session: ProgramSession
    week: int
    pin: Pin | None = None


@dataclass(eq=False, slots=True)
class Gathering:
    """A meeting of a group that is held, with its members: places in `Instance.enrollments`."""

    window: Window
    start: int
    virtual: bool
    members: list[int] = field(default_factory=list)


@dataclass(eq=False, slots=True)
class Spot:
    """Where a session of an enrollment is held, or could be. `evicted` are the reserved slots that make room."""

    session: ProgramSession
    window: Window
    start: int
    virtual: bool
    cost: int = 0
    joined: Gathering | None = None
    evicted: tuple[Slot, ...] = ()

    @property
    def end(self) -> int:
        """When the session ends there, in minutes after midnight."""
        return self.start + self.session.minutes


class Diaries:
    """What is held so far, of every coach and teacher, in every cycle."""

    def __init__(self, facts: ProblemIndex, costs: QuickCosts, releases: QuickReleases) -> None:
        self.facts, self.instance, self.costs, self.releases = facts, facts.instance, costs, releases
        self.coach: dict[tuple[str, int], dict[Date, list[Booking]]] = defaultdict(lambda: defaultdict(list))
        self.teacher: dict[tuple[str, int], dict[Date, list[tuple[int, int]]]] = defaultdict(lambda: defaultdict(list))
        self.flex: dict[tuple[str, int], dict[Date, list[Slot]]] = defaultdict(lambda: defaultdict(list))
        self.groups: dict[tuple[str, int, str, str], list[Gathering]] = defaultdict(list)
        self.prep: dict[tuple[str, int, int], int] = defaultdict(int)  # minutes, by teacher, cycle and week
        self.wanted: dict[tuple[str, str], float] = {}  # how much a period of a site is wanted by others
        self.looks = 0  # how often times were looked for: the work, the same on every machine
        self._windows: dict[tuple[str, int, str], list[Window]] = {}
        self._of_week: dict[tuple[str, int, str, int], list[Window]] = {}
        self._itinerant = {c for c, coach in self.instance.coaches.items() if len(set(coach.sites)) > 1}

    # ---- where a session could be

    def windows(self, e: int, coach: str, session: ProgramSession) -> list[Window]:
        """The windows of a coach in which an enrollment's session fits, released or not.

        Parameters
        ----------
        e
            the place of the enrollment in `Instance.enrollments`
        coach
            the coach's id
        session
            the session of its program
        """
        key = coach, e, session.name
        if key not in self._windows:
            fitting = self.facts.fitting(coach, self.facts.enrollments[e], session)
            self._windows[key] = [w for w in fitting if self.releases.may(coach, w.need)]
        return self._windows[key]

    def _windows_of(self, e: int, coach: str, step: QuickStep) -> list[Window]:
        """Those of the week that a step is for."""
        if not step.week:
            return self.windows(e, coach, step.session)
        key = coach, e, step.session.name, step.week
        if key not in self._of_week:
            self._of_week[key] = [w for w in self.windows(e, coach, step.session) if w.week == step.week]
        return self._of_week[key]

    def spots(self, e: int, coach: str, k: int, step: QuickStep, held: Sequence[Spot], *, release: bool) -> list[Spot]:
        """Where a session could be held, the cheapest first. With `release` in periods, too, in which the coach is not
        released yet.

        Parameters
        ----------
        e
            the place of the enrollment in `Instance.enrollments`
        coach
            the coach's id
        k
            the cycle, from 1
        step
            the session that is placed, with its week and its pin where it has one
        held
            the sessions that this enrollment has in the cycle already
        release
            whether periods count in which the coach could still be released
        """
        self.looks += 1
        session, pin = step.session, step.pin
        mine = [s for s in held if s.session.name == session.name]
        days = {s.window.date for s in mine}
        program = self.facts.program(e)
        first = program.session(session.after) if session.after else None
        followers = [s for s in held if s.session.after == session.name]
        firsts = None
        if first is not None and not first.once and first.count:
            firsts = [s for s in held if s.session.name == first.name]
            if len(mine) >= most_followers(first, session, len(firsts)):
                return []
        earliest, latest = _between(session, firsts or ())
        released = self.releases.released[coach]
        found: list[tuple[tuple[object, ...], int, int, Spot]] = []
        for n, w in enumerate(self._windows_of(e, coach, step)):
            if not earliest <= w.school_day <= latest or (days and w.date in days):
                continue
            if not release and w.need and w.need not in released:
                continue
            if pin is not None and (pin.period not in ("", w.period) or pin.day not in (None, w.day)):
                continue
            for spot in self._in_window(e, coach, k, step, w, firsts):
                fine = firsts is None or self._in_order(session, firsts, [*mine, spot])
                if fine and followers:
                    fine = self._in_order(followers[0].session, [*mine, spot], followers)
                if fine:
                    spot.cost = self._cost(e, coach, k, spot)
                    found.append((self._taste(e, coach, k, spot), n, len(found), spot))
        found.sort(key=lambda f: (f[3].cost, *f[:3]))
        return [spot for *_, spot in found]

    def _in_window(
        self, e: int, coach: str, k: int, step: QuickStep, w: Window, firsts: Sequence[Spot] | None
    ) -> list[Spot]:
        """The ways to hold a session in a window: with a group that has room, else at the first minute that both
        have; in person, or virtually where that saves the way."""
        session, pin = step.session, step.pin
        after = 0
        for s in firsts or ():
            if s.end > after and s.window.school_day == w.school_day:
                after = s.end
        pinned = None if pin is None else pin.start
        if session.group_size > 1:
            key = coach, k, self.facts.enrollments[e].program, session.name
            for group in self.groups.get(key, ()):
                fits = group.window == w and group.start >= after and pinned in (None, group.start)
                if fits and self._may_join(e, k, session, group):
                    return [Spot(session, w, group.start, group.virtual, joined=group)]
        modes = {"In person": (False,), "Virtual": (True,)}.get(session.mode, (False, True))
        if len(modes) == 2 and coach not in self._itinerant:
            modes = (False,)
        found = []
        for virtual in modes:
            at = self._gap(e, coach, k, w, session, after, pinned, virtual)
            if at is not None:
                kept = self.flex[coach, k][w.date] if (coach, k) in self.flex else ()
                evicted = tuple(s for s in kept if s.start < at + session.minutes and at < s.end)
                found.append(Spot(session, w, at, virtual, evicted=evicted))
        return found

    def _may_join(self, e: int, k: int, session: ProgramSession, group: Gathering) -> bool:
        """Whether there is a place left, the teacher has time, and those who teach then are in one class."""
        if len(group.members) >= session.group_size:
            return False
        w = group.window
        busy = self.teacher[self.facts.enrollments[e].teacher, k][w.date]
        if any(group.start < b and a < group.start + session.minutes for a, b in busy):
            return False
        state = self._state(e, w)
        return all(same_class(state, self._state(m, w)) for m in group.members)

    def _state(self, e: int, w: Window) -> State:
        return self.facts.states(self.facts.enrollments[e])[w.slot]

    def _gap(
        self, e: int, coach: str, k: int, w: Window, session: ProgramSession, after: int, pinned: int | None,
        virtual: bool,
    ) -> int | None:  # fmt: skip
        """The first minute of a window, or the one that is pinned, at which coach and teacher both have time."""
        date, minutes, least = w.date, session.minutes, max(w.start, after)
        booked, theirs = self.coach[coach, k][date], self.teacher[self.facts.enrollments[e].teacher, k][date]
        taken = list(theirs)  # each from when to when the session may not be held
        for start, end, site, v in booked:
            if virtual or v or site == w.site:
                taken.append((start - self.facts.gap, end + self.facts.gap))
            else:
                taken.append((start - self.facts.travel(w.site, site), end + self.facts.travel(site, w.site)))
        for at in [pinned] if pinned is not None else sorted([least, *(end for _, end in taken)]):
            end = at + minutes
            if at < least or end > w.end:
                continue
            for start, over in taken:
                if at < over and start < end:
                    break
            else:
                return at
        return None

    def _in_order(self, session: ProgramSession, firsts: Sequence[Spot], followers: Sequence[Spot]) -> bool:
        """Each follower comes after the one of the same number that it follows, and soon enough; those beyond their
        number after the last."""
        if len(firsts) > 1 or len(followers) > 1:
            firsts, followers = sorted(firsts, key=_moment), sorted(followers, key=_moment)
        for n, second in enumerate(followers):
            first = firsts[min(n, len(firsts) - 1)]
            if (first.window.week, first.window.day, first.end) > _moment(second):
                return False
            days = second.window.school_day - first.window.school_day
            if session.within_days is not None and days > session.within_days:
                return False
        return True

    # ---- what it costs

    def _cost(self, e: int, coach: str, k: int, spot: Spot) -> int:
        """By the rules that see when a session is."""
        teacher = self.instance.teachers[self.facts.enrollments[e].teacher]
        w = spot.window
        choice = SessionChoice(
            teacher,
            self.instance.coaches[coach],
            spot.session,
            w,
            self._state(e, w),
            spot.virtual,
            spot.joined is not None,
            bool(self.teacher[teacher.id, k][w.date]),
            self.facts.has_priority_section[teacher.id],
            self.coach[coach, k][w.date],
            self.prep[teacher.id, k, w.week],
            len(spot.evicted),
        )
        found = 0
        for cost in self.costs.of_session:
            found += cost(self.costs, choice)
        return found

    def _taste(self, e: int, coach: str, k: int, spot: Spot) -> tuple[object, ...]:
        """What is preferred at the same cost: a group that is there; in person; a period that others want little; a
        slot that is in use already; a day on which the coach has little."""
        w = spot.window
        booked = self.coach[coach, k][w.date]
        used = any(w.start <= a and b <= w.end for a, b, *_ in booked)
        return spot.joined is None, spot.virtual, self.wanted.get((w.site, w.period), 0.0), not used, len(booked)

    # ---- holding

    def hold(self, e: int, coach: str, k: int, spot: Spot) -> None:
        """Writes a session down.

        Parameters
        ----------
        e
            the place of the enrollment in `Instance.enrollments`
        coach
            the coach's id
        k
            the cycle, from 1
        spot
            where the session is held
        """
        enrollment, w = self.facts.enrollments[e], spot.window
        kept = self.flex[coach, k][w.date]
        spot.evicted = tuple(s for s in kept if s.start < spot.end and spot.start < s.end)
        for slot in spot.evicted:
            kept.remove(slot)
        if spot.session.group_size > 1:
            groups = self.groups[coach, k, enrollment.program, spot.session.name]
            spot.joined = next((g for g in groups if (g.window, g.start) == (w, spot.start)), None)
            if spot.joined is None:
                spot.joined = Gathering(w, spot.start, spot.virtual)
                groups.append(spot.joined)
            spot.joined.members.append(e)
        if spot.session.group_size == 1 or len(spot.joined.members if spot.joined else ()) == 1:
            self.coach[coach, k][w.date].append(Booking(spot.start, spot.end, w.site, spot.virtual))
        self.teacher[enrollment.teacher, k][w.date].append((spot.start, spot.end))
        if w.is_class and self._state(e, w).doing == "Prep":
            self.prep[enrollment.teacher, k, w.week] += spot.session.minutes

    def drop(self, e: int, coach: str, k: int, spot: Spot) -> None:
        """Rubs a session out; what was reserved before is reserved again where it was.

        Parameters
        ----------
        e
            the place of the enrollment in `Instance.enrollments`
        coach
            the coach's id
        k
            the cycle, from 1
        spot
            where the session is held
        """
        enrollment, w = self.facts.enrollments[e], spot.window
        last = True
        if spot.joined is not None:
            spot.joined.members.remove(e)
            last = not spot.joined.members
            if last:
                self.groups[coach, k, enrollment.program, spot.session.name].remove(spot.joined)
                spot.joined = None
        if last:
            self.coach[coach, k][w.date].remove(Booking(spot.start, spot.end, w.site, spot.virtual))
            self.flex[coach, k][w.date] += [s for s in spot.evicted if self.idle(coach, k, s)]
        self.teacher[enrollment.teacher, k][w.date].remove((spot.start, spot.end))
        if w.is_class and self._state(e, w).doing == "Prep":
            self.prep[enrollment.teacher, k, w.week] -= spot.session.minutes

    def idle(self, coach: str, k: int, slot: Slot) -> bool:
        """Whether a coach has no session in a slot, and nothing reserved there.

        Parameters
        ----------
        coach
            the coach's id
        k
            the cycle, from 1
        slot
            a slot of a bell schedule
        """
        date = slot.week, slot.day
        busy = self.coach[coach, k][date]
        kept = self.flex[coach, k][date]
        return all(slot.end <= a or b <= slot.start for a, b, *_ in busy) and not any(s.overlaps(slot) for s in kept)

    def row(self, e: int, coach: str, k: int, spot: Spot) -> Session:
        """The session as a row of a plan.

        Parameters
        ----------
        e
            the place of the enrollment in `Instance.enrollments`
        coach
            the coach's id
        k
            the cycle, from 1
        spot
            where the session is held
        """
        enrollment, w = self.facts.enrollments[e], spot.window
        mode: Literal["In person", "Virtual"] = "Virtual" if spot.virtual else "In person"
        several = spot.joined is not None and len(spot.joined.members) > 1
        label = f"{coach} {enrollment.program} {spot.session.name} {w.week} {w.day} {spot.start}" if several else ""
        return Session(
            k, w.week, w.day, spot.start, spot.end, w.period, coach, enrollment.teacher, enrollment.program,
            spot.session.name, mode, label,
        )  # fmt: skip


class Search:
    """The cheapest way to hold some sessions of one enrollment with one coach in one cycle, within so many tries."""

    def __init__(
        self,
        diaries: Diaries,
        e: int,
        coach: str,
        k: int,
        steps: Sequence[QuickStep],
        tries: int,
        *,
        release: bool = False,
    ) -> None:
        self.diaries, self.e, self.coach, self.k, self.steps, self.release = diaries, e, coach, k, steps, release
        self.tries, self.limit = tries, NEVER
        self.found: list[Spot] | None = None
        self._held: list[Spot] = []
        teacher = diaries.instance.teachers[diaries.facts.enrollments[e].teacher]
        self._missing = [diaries.costs.missing(teacher, step.session) for step in steps]

    def run(self, held: Sequence[Spot] = (), limit: int = NEVER) -> tuple[int, list[Spot]] | None:
        """The cost and the spots of the cheapest way below `limit`; None where none was found, as with pins. `held` is
        what the enrollment has in this cycle already."""
        self.limit, self._held = limit, list(held)
        self._needed = limit == NEVER  # a way is looked for beyond the tries, too
        if limit < UNIT["Recommended"]:
            self.tries = min(self.tries, len(self.steps) + FEW_TRIES)
        self._before = len(self._held)
        self._place(0, 0)
        return None if self.found is None else (self.limit, self.found)

    def _place(self, i: int, cost: int) -> None:
        if cost >= self.limit:
            return
        if i == len(self.steps):
            self.limit, self.found = cost, self._held[self._before :]
            if cost < UNIT["Recommended"]:
                self.tries = min(self.tries, FEW_TRIES)
            return
        self.tries -= 1
        step = self.steps[i]
        for spot in self.diaries.spots(self.e, self.coach, self.k, step, self._held, release=self.release):
            if cost + spot.cost >= self.limit or self._ended:
                break
            self.diaries.hold(self.e, self.coach, self.k, spot)
            self._held.append(spot)
            self._place(i + 1, cost + spot.cost)
            self._held.pop()
            self.diaries.drop(self.e, self.coach, self.k, spot)
            if self.tries < -HOPELESS:
                return
        if step.pin is None and not self._ended:
            self._place(i + 1, cost + self._missing[i])

    @property
    def _ended(self) -> bool:
        return self.tries < 0 and (self.found is not None or not self._needed)


FEW_TRIES = 10  # for something cheaper than a way that costs an Option alone
HOPELESS = 2_000  # tries beyond the last, before a way that keeps the pins is given up


def _between(session: ProgramSession, firsts: Sequence[Spot]) -> tuple[int, float]:
    """The first and the last school day on which a session can follow one of those."""
    if not firsts:
        return 0, float("inf")
    days = [s.window.school_day for s in firsts]
    return min(days), float("inf") if session.within_days is None else max(days) + session.within_days


def _moment(spot: Spot) -> tuple[int, int, int]:
    return spot.window.week, spot.window.day, spot.start
