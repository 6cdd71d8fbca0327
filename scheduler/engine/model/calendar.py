"""Sessions on real slots: the exact model of the weeks of some cycles, for some enrollments and their coaches.

With staffing and rotation fixed it is one small problem a cycle; with `Staffing` inside it is the whole problem. Clock
times inside a slot are not variables: sessions of one slot are put one after another, so only their sum must fit.
Slots of a coach that lie closer together than the minutes needed between them (back to back, or at another site) get
a first start and a last end.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ortools.sat.python import cp_model

from scheduler.domain.instance import Enrollment, Pin, ProgramSession
from scheduler.domain.matching import folded
from scheduler.engine.model.meetings import CoachMeeting, MeetingMaker
from scheduler.engine.model.objective import Objective, Term, is_fixed
from scheduler.engine.model.ordering import keep_order, pairs_in_order
from scheduler.engine.model.placements import CoachWindow, Placement, when
from scheduler.engine.model.rule_needs import RuleNeeds
from scheduler.engine.model.staffing import FixedStaffing, Staffing, pinned_enrollment
from scheduler.engine.model.start_times import StartTimes, beside, find_beside, find_crossing, find_shared, find_timed
from scheduler.engine.model.travel import WindowUse, link_windows
from scheduler.engine.problem.index import ProblemIndex, Window, pattern_sessions, pin_allows

Turn = frozenset[int] | int  # the cycles in which an enrollment is active, or in how many of the model's it is to be


class SessionInCycle(NamedTuple):
    """One session of one enrollment in one cycle."""

    enrollment: int
    session: str
    cycle: int


class ReservedSlot(NamedTuple):
    """A slot of the home bell schedule, by its place, in one cycle; `owner` is a coach, or a site whose coaches keep it
    together."""

    owner: str
    cycle: int
    slot: int


@dataclass
class Reserves:
    """Slots of the home bell schedule that may be kept free: whether they are."""

    flex: dict[ReservedSlot, cp_model.IntVar] = field(default_factory=dict)
    planning: dict[ReservedSlot, cp_model.IntVar] = field(default_factory=dict)  # by site


class Calendar:
    """The model. `staffing` is what is settled, or the variables of the whole problem. `turns` says of each enrollment
    in which cycles it is active, or in how many of `cycles` it is to be. `elsewhere` are the minutes of sessions of a
    coach in a cycle that is not in the model. `needs` is what the rules ask of it beforehand.

    Two things make the model larger, and may be left out where no bound is wanted. With `apart` no two coaches meet a
    teacher in one slot, so that none needs clock times for their sake. With `in_turn` a coach is done with all sessions
    of a slot of one site before those of an overlapping slot of another begin, and virtual ones are no exception; and
    groups are as full as they can be."""

    def __init__(
        self,
        facts: ProblemIndex,
        cp: cp_model.CpModel,
        objective: Objective,
        staffing: Staffing | FixedStaffing,
        enrollments: Sequence[int],
        coaches: Sequence[str],
        cycles: Sequence[int],
        turns: Mapping[int, Turn],
        elsewhere: Mapping[tuple[str, int], int] | None = None,
        *,
        needs: RuleNeeds,
        apart: bool = False,
        in_turn: bool = False,
    ) -> None:
        self.facts, self.instance, self.cp, self.objective = facts, facts.instance, cp, objective
        self.staffing, self.coaches, self.cycles = staffing, tuple(coaches), tuple(cycles)
        self.enrollments, self.turns = tuple(enrollments), turns
        self.elsewhere, self.in_turn, self.needs = elsewhere or {}, in_turn, needs
        self.placements: list[Placement] = []
        self.by_session: dict[SessionInCycle, list[Placement]] = defaultdict(list)
        self.reserves = Reserves()
        self._when: dict[Window, str] = {}
        self.uses: dict[CoachWindow, WindowUse] = {}  # of windows that are linked
        self.active: dict[tuple[int, int], Term] = {}
        self.early: dict[Placement, cp_model.IntVar] = {}  # of a follower: it follows nothing in its own window
        self._add_activity()
        for e in self.enrollments:
            self._add_enrollment(e)
        self._add_orders(several=False, timed=frozenset())
        shared, crossing = find_shared(facts, self.placements), find_crossing(facts, self.placements)
        # False where plans that are possible are left out, for the sake of speed: then the bound is none
        groups = any(p.session.group_size > 1 for p in self.placements)
        self.exact = not (apart and shared) and not (in_turn and (crossing or groups))
        if apart:
            self._keep_apart(shared)
            shared = []
        if in_turn:
            crossing = {}
        self.timed = find_timed(shared, self._pinned_starts(), crossing, [*self._beside_reserves(), *self.timed_too()])
        self._add_orders(several=True, timed=self.timed.keys)
        timed = self.timed.keys
        maker = MeetingMaker(
            cp, facts, timed, () if in_turn else needs.spare_meetings, frozenset() if in_turn else timed
        )
        maker.add(self.placements)
        self.meetings: dict[tuple[str, int], list[CoachMeeting]] = maker.meetings  # by coach and cycle
        self.places = maker.places  # in each of several groups of one slot
        self._hold_pins()
        self.starts = self._one_place()  # of sessions in slots whose clock times matter

    # ---- staffing, settled or not ----

    def coaches_of(self, e: int) -> tuple[str, ...]:
        """The coaches of this model whom an enrollment may have."""
        if isinstance(self.staffing, FixedStaffing):
            coach = self.staffing.coach[e]
            return (coach,) if coach in self.coaches else ()
        loads = {c: self.staffing.loaded(e, c) for c in self.facts.candidates[e]}
        return tuple(c for c, load in loads.items() if not is_fixed(load, 0))

    def enrollment(self, e: int) -> Enrollment:
        """The enrollment of an index."""
        return self.facts.enrollments[e]

    def site(self, e: int) -> str:
        """The id of the site of an enrollment."""
        return self.instance.teachers[self.enrollment(e).teacher].site

    def due(self, e: int, session: ProgramSession) -> int:
        """Instances due in the cycles of this model."""
        turn = self.turns[e]
        return session.count * (turn if isinstance(turn, int) else len(turn & set(self.cycles)))

    def _add_activity(self) -> None:
        for e in self.enrollments:
            turn = self.turns[e]
            if not isinstance(turn, int):
                self.active.update({(e, k): int(k in turn) for k in self.cycles})
            elif turn == len(self.cycles):
                self.active.update({(e, k): 1 for k in self.cycles})
            else:
                chosen = {(e, k): self.cp.new_bool_var(f"active {self.facts.who(e)} cycle {k}") for k in self.cycles}
                self.cp.add(cp_model.LinearExpr.sum(list(chosen.values())) == turn)
                self.active.update(chosen)
                for k in self.facts.pinned_cycles(e) & set(self.cycles):
                    self.cp.add(chosen[e, k] == 1)

    # ---- sessions ----

    def _add_enrollment(self, e: int) -> None:
        enrollment = self.enrollment(e)
        self.facts.check()
        for session in pattern_sessions(self.facts, enrollment):
            for coach in self.coaches_of(e):
                windows = self.facts.fitting(coach, enrollment, session)
                for k in self.cycles:
                    active = self.active[e, k]
                    if not is_fixed(active, 0):
                        self._add_placements(e, session, coach, k, windows)

    def _add_placements(self, e: int, session: ProgramSession, coach: str, k: int, windows: Sequence[Window]) -> None:
        modes = (False,) if session.mode == "In person" else (True,) if session.mode == "Virtual" else (False, True)
        if len(modes) == 2 and len(self.instance.coaches[coach].sites) == 1:
            modes = (False,)  # travel is all that a virtual session saves
        mine: list[Placement] = []
        name = self.session_name(e, session, coach, k)
        needs = dict.fromkeys(window.need for window in windows)
        opened = {need: self.staffing.released(coach, need) if need else 1 for need in needs}
        closed = {need for need, released in opened.items() if is_fixed(released, 0)}
        free = {need for need, released in opened.items() if not is_fixed(released)}
        for window in windows:
            if window.need in closed:
                continue
            at = self._when.get(window) or self.when(window)
            for virtual in modes:
                var = self.cp.new_bool_var(f"{name}{at}{' virtual' if virtual else ''}")
                if window.need in free:
                    self.cp.add_implication(var, opened[window.need])
                mine.append(Placement(e, session, k, coach, window, virtual, var))
        if mine:
            self.placements += mine
            self.by_session[SessionInCycle(e, session.name, k)] += mine
            self._add_counts(e, session, coach, k, mine)

    def session_name(self, e: int, session: ProgramSession, coach: str, k: int) -> str:
        """How the name of a variable begins that says whether a session is held with a coach in a cycle.

        Parameters
        ----------
        e
            the place of the enrollment in `Instance.enrollments`
        session
            the session of its program
        coach
            the coach's id
        k
            the cycle, from 1
        """
        return f"{self.facts.who(e)} {session.name} with {coach} cycle {k} "

    def when(self, window: Window) -> str:
        """A window in the names of variables, looked up: there are few windows, and many variables."""
        if window not in self._when:
            self._when[window] = when(window)
        return self._when[window]

    def _add_counts(self, e: int, session: ProgramSession, coach: str, k: int, mine: list[Placement]) -> None:
        """As many as are due at most, on different days, with the enrollment's coach, in its active cycles."""
        spans: dict[int, list[cp_model.IntVar]] = defaultdict(list)
        days: dict[tuple[int, int], list[cp_model.IntVar]] = defaultdict(list)
        for p in mine:
            spans[p.window.week if session.weekly is not None else 0].append(p.var)
            days[p.window.date].append(p.var)
        most = session.count if session.weekly is None else session.weekly
        for placed in spans.values():
            total = cp_model.LinearExpr.sum(placed)
            if most == 1:
                self.cp.add_at_most_one(placed)
            else:
                self.cp.add(total <= most)
            for gate in (self.staffing.loaded(e, coach), self.active[e, k]):
                if not is_fixed(gate):
                    self.cp.add(total <= most * gate)
        if most > 1 or session.weekly is None:
            for same_day in days.values():
                if len(same_day) > 1:
                    self.cp.add_at_most_one(same_day)

    def placed(self, e: int, session: ProgramSession, k: int) -> Sequence[Placement]:
        """Where a session of an enrollment may be held in a cycle.

        Parameters
        ----------
        e
            the place of the enrollment in `Instance.enrollments`
        session
            the session of its program
        k
            the cycle, from 1
        """
        return self.by_session.get(SessionInCycle(e, session.name, k), ())

    def _add_orders(self, *, several: bool, timed: frozenset[CoachWindow]) -> None:
        """What follows comes after what it follows. Where several of the first are due a follower may lie before one
        of them in the same slot: their clock times must be known of first."""
        for e in self.enrollments:
            for pair in pairs_in_order(self.facts, self.enrollment(e)):
                if (pair.first.count > 1) == several:
                    for k in self.cycles:
                        for coach in self.coaches_of(e):
                            firsts = [p for p in self.placed(e, pair.first, k) if p.coach == coach]
                            followers = [p for p in self.placed(e, pair.follower, k) if p.coach == coach]
                            self.early.update(keep_order(self.cp, pair, firsts, followers, timed))

    def _keep_apart(self, shared: Sequence[Sequence[Placement]]) -> None:
        """Only one coach holds any of the sessions of a teacher in a slot."""
        for placed in shared:
            of: dict[str, list[cp_model.IntVar]] = defaultdict(list)
            for p in placed:
                of[p.coach].append(p.var)
            holds = []
            for coach, sessions in of.items():
                first = placed[0]
                teacher = self.enrollment(first.enrollment).teacher
                held = self.cp.new_bool_var(f"{teacher} meets {coach} cycle {first.cycle} in {self.when(first.window)}")
                for session in sessions:
                    self.cp.add_implication(session, held)
                holds.append(held)
            self.cp.add_at_most_one(holds)

    def timed_too(self) -> Sequence[Placement]:
        """Sessions whose clock times matter for a reason of the model's own."""
        return ()

    # ---- what a coach does ----

    def _one_place(self) -> Mapping[Placement, cp_model.IntVar]:
        """A coach and a teacher are in one place at a time, with the minutes needed in between; the starts of sessions
        in slots whose clock times matter."""
        rooms: dict[CoachWindow, list[CoachMeeting]] = defaultdict(list)
        for (coach, k), meetings in self.meetings.items():
            mine: dict[Window, list[CoachMeeting]] = defaultdict(list)
            for meeting in meetings:
                mine[meeting.window].append(meeting)
            self.facts.check()
            for window, held in mine.items():
                rooms[CoachWindow(coach, k, window)] = held
                self._fit(window, held)
            crossing = self.timed.crossing.get((coach, k), frozenset())
            linked = link_windows(self.cp, self.facts, mine, crossing)
            self.uses |= {CoachWindow(coach, k, window): use for window, use in linked.items()}
        times = StartTimes(self.cp, self.facts, self.uses, self.places, self.early)
        times.add(self.timed, rooms)
        return times.starts

    def _fit(self, window: Window, held: Sequence[CoachMeeting]) -> None:
        """What is held in a window is not longer than the window."""
        gap = self.facts.gap
        if len(held) == 1 and held[0].most == 1:
            return
        if window.minutes < 2 * min(m.session.minutes for m in held) + gap and all(m.most == 1 for m in held):
            self.cp.add_at_most_one([m.count for m in held])
            return
        minutes = [m.session.minutes + gap for m in held]
        self.cp.add(cp_model.LinearExpr.weighted_sum([m.count for m in held], minutes) <= window.minutes + gap)

    def tie_breaker(self) -> cp_model.LinearExprT | None:
        """What is preferred among weeks of equal score: fewer meetings of groups, and then fewer virtual ones. None
        where there is nothing to prefer."""
        every = [m for meetings in self.meetings.values() for m in meetings]
        groups = [m.count for m in every if m.session.group_size > 1]
        virtual = [m.count for m in every if m.virtual and m.session.mode == "Either"]
        if not groups and not virtual:
            return None
        return (len(every) + 1) * cp_model.LinearExpr.sum(groups) + cp_model.LinearExpr.sum(virtual)

    def reserve(self, coach: str, k: int, index: int, taken: cp_model.IntVar) -> None:
        """Keeps a whole slot of the coach's home bell schedule free of sessions when `taken`.

        Parameters
        ----------
        coach
            the coach's id
        k
            the cycle, from 1
        index
            the place of the slot in the home site's bell schedule
        taken
            1 where the slot is kept free
        """
        slot = self.instance.home_slots(coach)[index]
        for meeting in self.meetings[coach, k]:
            if meeting.window.overlaps(slot):
                start = self.starts.get(meeting.members[0])
                if start is not None and beside(meeting.session, meeting.window, slot):
                    first = self.cp.new_bool_var(f"{start.name} before: {taken.name}")
                    both = [meeting.count, taken]
                    self.cp.add(start + meeting.session.minutes <= slot.start).only_enforce_if([*both, first])
                    self.cp.add(start >= slot.end).only_enforce_if([*both, first.negated()])
                elif meeting.most == 1:
                    self.cp.add_at_most_one([meeting.count, taken])
                else:
                    self.cp.add(meeting.count + meeting.most * taken <= meeting.most)

    def _pinned_starts(self) -> dict[Pin, Sequence[Placement]]:
        """Where the sessions with a pinned start may be held."""
        found: dict[Pin, Sequence[Placement]] = {}
        for pin in self.instance.pins:
            if pin.kind == "Session" and pin.start is not None and (placed := self.pinned(pin)) is not None:
                found[pin] = placed
        return found

    def _beside_reserves(self) -> Sequence[Placement]:
        """Sessions that may be held before or after a slot which their coach keeps free; none of a fixed staffing."""
        if isinstance(self.staffing, FixedStaffing):
            return ()
        return find_beside(self.facts, self.placements, self.needs.reserving)

    def _hold_pins(self) -> None:
        """Every pinned session is held; one with a start at that start (`start_times`)."""
        for pin in self.instance.pins:
            if pin.kind == "Session" and pin.start is None and (fitting := self.pinned(pin)) is not None:
                self.cp.add_bool_or([p.var for p in fitting])  # none: impossible, and the caller looks further up

    def pinned(self, pin: Pin) -> list[Placement] | None:
        """Where a pinned session may be held; None where it is no business of this model."""
        mine = {e for e in self.enrollments if self.enrollment(e).teacher == pin.teacher}
        if not mine or pin.cycle not in (None, *self.cycles):
            return None
        if isinstance(self.staffing, FixedStaffing):
            holder = pinned_enrollment(self.facts, self.staffing, pin)
            if holder not in mine:
                return None
            mine = {holder}
        programs = set(self.facts.pinned_programs(pin))
        return [
            p
            for p in self.placements
            if p.enrollment in mine and self.enrollment(p.enrollment).program in programs
            if folded(p.session.name) == folded(pin.session) and pin_allows(pin, p.window, p.session)
            if pin.coach in ("", p.coach) and pin.cycle in (None, p.cycle)
        ]
