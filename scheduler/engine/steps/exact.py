"""The exact model: staffing, rotation and calendar at once; of the whole year, or of some cycles of a plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ortools.sat.python import cp_model

from scheduler.domain.instance import Enrollment, Pin
from scheduler.domain.message import problem_of
from scheduler.domain.place import Place
from scheduler.domain.plan import COMMON_PLANNING, FLEX, Assignment, Plan, Reserved, Session
from scheduler.domain.problem import InputProblems, Problem
from scheduler.domain.score import Score
from scheduler.engine import rules
from scheduler.engine.model.answer import ModelAnswer
from scheduler.engine.model.calendar import Calendar, Turn
from scheduler.engine.model.meetings import CoachMeeting
from scheduler.engine.model.objective import Objective, is_variable
from scheduler.engine.model.staffing import FixedStaffing, Staffing
from scheduler.engine.model.timetable import read_reserved, read_sessions
from scheduler.engine.problem.index import EnrollmentClass, ProblemIndex, pattern_sessions
from scheduler.engine.search.budget import Budget, OutOfTime
from scheduler.engine.search.lexicographic import NOTHING, LexicographicSolver
from scheduler.messages import planning as messages

MOST_NAMED = 12  # pins in one message
WORK_OF_TIES = 0.5
WORK_OF_PINS = 10.0  # deterministic time, to find a plan that keeps pins where a quick one does not


class Whole:
    """The model of all cycles, or of `cycles` of a plan with everything else as it is there."""

    def __init__(
        self,
        facts: ProblemIndex,
        plan: Plan | None,
        cycles: Sequence[int] | None = None,
        only: frozenset[int] | None = None,
        keep_coaches: bool = False,
        in_turn: bool = False,
    ) -> None:
        """With `only`, sessions are planned for those enrollments alone; with `keep_coaches` everybody keeps the coach
        of the plan; `in_turn` as in `Calendar`."""
        self.facts, self.instance, self.before = facts, facts.instance, plan
        every = range(1, self.instance.settings.cycles + 1)
        self.cycles = tuple(every if cycles is None else cycles)
        self.cp = cp_model.CpModel()
        self.objective = Objective(self.cp, self.instance)
        groups = tuple(EnrollmentClass((e,)) for e in range(len(facts.enrollments)))
        self._keep_coaches = keep_coaches
        turns = {e: turn for e, turn in self._turns().items() if only is None or e in only}
        self.staffing = Staffing(self.cp, facts, groups, self.objective, self._kept())
        self.calendar = Calendar(
            facts, self.cp, self.objective, self.staffing, tuple(turns), tuple(self.instance.coaches), self.cycles,
            turns, self._elsewhere(), needs=rules.needs_of(self.objective, self.instance.coaches), in_turn=in_turn,
        )  # fmt: skip
        rules.add_staffing(self.staffing)
        rules.add_calendar(self.calendar)

    def _has_sessions(self, e: int) -> bool:
        return bool(pattern_sessions(self.facts, self.facts.enrollments[e]))

    def _turns(self) -> dict[int, Turn]:
        """Each enrollment keeps its number of cycles; in how many of the model's it is active stays the same."""
        turns: dict[int, Turn] = {}
        for e in range(len(self.facts.enrollments)):
            if not self._has_sessions(e):
                continue
            if self.before is None or len(self.cycles) == self.instance.settings.cycles:
                turns[e] = self.facts.program(e).cycles
            elif n := len(set(self.before.assignments[e].cycles) & set(self.cycles)):
                turns[e] = n
        return turns

    def _kept(self) -> FixedStaffing | None:
        """What of the plan stays: all releases, and the coach of whoever is active in a cycle outside the model."""
        if self.before is None or (len(self.cycles) == self.instance.settings.cycles and not self._keep_coaches):
            return None
        outside = {
            e: a.coach
            for e, a in enumerate(self.before.assignments)
            if self._keep_coaches or (self._has_sessions(e) and not set(a.cycles) <= set(self.cycles))
        }
        return FixedStaffing({c: frozenset(p) for c, p in self.before.releases.items()}, outside)

    def _elsewhere(self) -> dict[tuple[str, int], int]:
        """Minutes of each coach's meetings in the cycles that are not in the model."""
        minutes: dict[tuple[str, int], int] = {}
        if self.before is not None and len(self.cycles) < self.instance.settings.cycles:
            others = set(range(1, self.instance.settings.cycles + 1)) - set(self.cycles)
            minutes = {(c, k): 0 for c in self.instance.coaches for k in others}
            seen = set()
            for s in self.before.sessions:
                meeting = (s.coach, s.cycle, s.week, s.day, s.start)
                if s.cycle in others and meeting not in seen:
                    seen.add(meeting)
                    minutes[s.coach, s.cycle] += s.end - s.start
        return minutes

    def solve(
        self, budget: Budget, seed: int, work: float, floor: Score = NOTHING, *, once: bool = False
    ) -> ModelAnswer:
        """Solve the whole model, level by level, within `work`.

        Parameters
        ----------
        budget
            how long it may take
        seed
            the seed of the search
        work
            deterministic time of each search
        floor
            a score that no plan is below
        once
            whether one search over all levels will do
        """
        hint = hint_of(self.calendar, self.staffing, self.before) if self.before else {}
        levels = LexicographicSolver(self.cp, self.objective, budget, seed, floor=floor, hint=hint)
        reached = levels.solve(work, once=once)
        tie_breaker = self.calendar.tie_breaker()
        if reached.values is None or tie_breaker is None or budget.over or not self._has_split(reached):
            return reached
        return replace(levels.break_ties(tie_breaker, WORK_OF_TIES), bound=reached.bound)

    def _has_split(self, reached: ModelAnswer) -> bool:
        """Whether some group may meet in more meetings than it needs: those of one session in one window have room for
        all of its members with one of them fewer."""
        together: dict[object, list[CoachMeeting]] = defaultdict(list)
        for meetings in self.calendar.meetings.values():
            for x in meetings:
                if x.session.group_size > 1:
                    program = self.facts.program(x.members[0].enrollment).id
                    # where clock times matter each meeting is one by itself, else those of a class are one with a count
                    alone = () if x.most == 1 else tuple(p.enrollment for p in x.members)
                    together[x.coach, x.cycle, x.window, program, x.session.name, x.virtual, alone].append(x)
        return any(
            (sum(reached.value(x.count) for x in meetings) - 1) * meetings[0].session.group_size
            >= sum(reached.value(p.var) for x in meetings for p in x.members)
            for meetings in together.values()
        )

    def plan(self, reached: ModelAnswer) -> Plan:
        """The plan of an answer; with what it keeps of the plan before."""
        settled = FixedStaffing(
            {
                c: frozenset(
                    p for p in self.instance.class_periods(coach.home) if reached.value(self.staffing.release[c, p])
                )
                for c, coach in self.instance.coaches.items()
            },
            {
                e: next((c for c, load in loads.items() if reached.value(load)), "")
                for e, loads in enumerate(self.staffing.load)
            },
        )
        active: dict[int, frozenset[int]] = {}
        for e in self.calendar.enrollments:
            now = {k for k in self.cycles if reached.value(self.calendar.active[e, k])}
            outside = set(self.before.assignments[e].cycles) - set(self.cycles) if self.before else set()
            active[e] = frozenset(now | outside)
        sessions = read_sessions(self.calendar, reached)
        reserved = read_reserved(self.calendar, reached)
        if self.before is not None:
            sessions += [s for s in self.before.sessions if s.cycle not in self.cycles]
            reserved += [r for r in self.before.reserved if r.cycle not in self.cycles]
            for e, a in enumerate(self.before.assignments):
                active.setdefault(e, frozenset(a.cycles))
        return make_plan(self.facts, settled, active, sessions, reserved)


def placements(facts: ProblemIndex) -> int:
    """About how many ways there are to hold one session: the size of the whole model, without building it."""
    cycles, found = facts.instance.settings.cycles, 0
    for e, enrollment in enumerate(facts.enrollments):
        facts.check()
        for session in pattern_sessions(facts, enrollment):
            found += cycles * sum(len(facts.fitting(c, enrollment, session)) for c in facts.candidates[e])
    return found


def replan(
    facts: ProblemIndex,
    plan: Plan,
    cycles: Sequence[int],
    budget: Budget,
    seed: int,
    work: float,
    *,
    keep_coaches: bool,
) -> Plan | None:
    """A plan with some cycles planned anew, with other coaches or not; None where nothing was found in time.

    Parameters
    ----------
    facts
        the index of the instance
    plan
        the plan as it is
    cycles
        the cycles that are planned anew, from 1
    budget
        how long it may take
    seed
        the seed of the search
    work
        deterministic time of the search
    keep_coaches
        whether everybody keeps the coach of the plan
    """
    whole = Whole(facts, plan, cycles, keep_coaches=keep_coaches, in_turn=True)
    reached = whole.solve(budget, seed, work, once=True)
    return None if reached.values is None else whole.plan(reached)


def least_plan(facts: ProblemIndex, seed: int, budget: Budget) -> Plan:
    """A plan that holds, with no more in it than it must have: for when there was none better.

    Pins are kept within a limit of work that is the same on every machine, whatever `budget` has left; it is for
    finding out which pins are in conflict.

    Parameters
    ----------
    facts
        the index of the instance
    seed
        the seed of the search
    budget
        how long to look for the pins that are to blame

    Raises
    ------
    InputProblems
        no plan keeps the pins, or none was found within the work
    """
    pinned = _pinned(facts)
    if pinned:
        plan = _with_pins(facts, pinned, seed, Budget(work=WORK_OF_PINS))
        if plan is None:
            raise pins_in_conflict(facts, seed, budget)
        if isinstance(plan, Unknown):
            raise InputProblems(tuple(_unkept(pin) for pin in facts.instance.pins if pin.kind == "Session"))
        return plan
    releases = {c: frozenset(p for p, on in facts.release_domain(c).items() if on) for c in facts.instance.coaches}
    coached: dict[int, str] = dict.fromkeys(range(len(facts.enrollments)), "")
    place = {e: i for i, e in enumerate(facts.enrollments)}
    for pin in facts.instance.pins:
        if pin.kind == "Coach":
            for program in facts.pinned_programs(pin):
                coached[place[Enrollment(pin.teacher, program)]] = pin.coach
    return make_plan(facts, FixedStaffing(releases, coached), {}, (), ())


class Unknown:
    """Neither a plan nor the proof that there is none."""


def _with_pins(
    facts: ProblemIndex, pinned: frozenset[int], seed: int, budget: Budget, work: float | None = None
) -> Plan | Unknown | None:
    """Any plan that keeps the pins, of those enrollments alone; None where there is none."""
    whole = Whole(facts, None, only=pinned)
    solved = budget.solve(whole.cp, seed, work, any_answer=True)
    if solved.found:
        return whole.plan(ModelAnswer(list(solved.solver.response_proto.solution), Score(), Score()))
    return None if solved.impossible else Unknown()


def pins_in_conflict(facts: ProblemIndex, seed: int, budget: Budget) -> InputProblems:
    """Pins that no plan keeps together, each a problem at its cell: none of them can be left out of the conflict, as
    far as `budget` allowed to find out.

    First the pins of one coach in one cycle are looked at, and those of one teacher: mostly they are it. Then parts of
    what is in conflict are dropped, large ones first and in the end pins one by one, for good where they are not
    needed.

    Parameters
    ----------
    facts
        the index of the instance
    seed
        the seed of the search
    budget
        how long it may look
    """

    def conflict(pins: Sequence[Pin]) -> bool:
        few = ProblemIndex(replace(facts.instance, pins=tuple(pins)), check=budget.check)
        return _with_pins(few, _pinned(few), seed, budget, WORK_OF_PINS) is None

    needed = list(facts.instance.pins)
    try:
        needed = next((pins for pins in _nearby(facts) if conflict(pins)), needed)
        size = len(needed) // 2
        while size:
            at = 0
            while at < len(needed):
                fewer = needed[:at] + needed[at + size :]
                if conflict(fewer):
                    needed = fewer
                else:
                    at += size
            size //= 2
    except OutOfTime:
        pass  # what is left is in conflict, though some of it may not be needed
    rows = ", ".join(pin.where for pin in needed[:MOST_NAMED])
    if len(needed) > MOST_NAMED:
        rows += f" and {len(needed) - MOST_NAMED} more"
    return InputProblems(tuple(_problem(pin, rows) for pin in needed))


def _nearby(facts: ProblemIndex) -> Iterator[list[Pin]]:
    """The pins of each coach in each cycle, of each coach, and of each teacher, with all that releases hold."""
    pins = facts.instance.pins
    coach_of = {pin.teacher: pin.coach for pin in pins if pin.kind == "Coach"}
    kinds: tuple[Callable[[Pin], object], ...] = (
        lambda pin: (pin.coach or coach_of.get(pin.teacher, ""), pin.cycle),
        lambda pin: pin.coach or coach_of.get(pin.teacher, ""),
        lambda pin: pin.teacher,
    )
    for key in kinds:
        for one in dict.fromkeys(key(pin) for pin in pins if pin.kind == "Session"):
            mine = [pin for pin in pins if pin.kind == "Session" and key(pin) == one]
            teachers = {pin.teacher for pin in mine}
            held = [pin for pin in pins if pin.kind == "Release" or (pin.kind == "Coach" and pin.teacher in teachers)]
            if len(mine) + len(held) < len(pins):
                yield [*held, *mine]


def _unkept(pin: Pin) -> Problem:
    return problem_of(messages.PINS_UNKEPT, Place.named(pin.where))


def _problem(pin: Pin, rows: str) -> Problem:
    if "," not in rows:
        return problem_of(messages.PIN_CONFLICT, Place.named(pin.where))
    return problem_of(messages.PINS_CONFLICT, Place.named(pin.where), pins=rows)


def _pinned(facts: ProblemIndex) -> frozenset[int]:
    """The enrollments of which a pin holds a session."""
    return frozenset(
        i
        for i, e in enumerate(facts.enrollments)
        for pin in facts.instance.pins
        if pin.kind == "Session" and pin.teacher == e.teacher and e.program in facts.pinned_programs(pin)
    )


def make_plan(
    facts: ProblemIndex,
    settled: FixedStaffing,
    active: Mapping[int, frozenset[int]],
    sessions: Iterable[Session],
    reserved: Iterable[Reserved],
) -> Plan:
    """A plan in its order: periods as in the bell schedule, an assignment for every enrollment, rows by time.

    Parameters
    ----------
    facts
        the index of the instance
    settled
        the releases and coaches, which are fixed
    active
        the active cycles of enrollments, by their place; of those that are missing the first ones are taken
    sessions
        the sessions, in any order
    reserved
        the reserved slots, in any order
    """
    releases = {
        c: tuple(p for p in facts.instance.class_periods(coach.home) if p in settled.releases[c])
        for c, coach in facts.instance.coaches.items()
    }
    assignments = []
    for i, e in enumerate(facts.enrollments):
        cycles = active[i] if i in active else _first_cycles(facts, i)
        assignments.append(Assignment(e.teacher, e.program, settled.coach[i], tuple(sorted(cycles))))
    return Plan(releases, tuple(assignments), tuple(sorted(sessions)), tuple(sorted(reserved)))


def _first_cycles(facts: ProblemIndex, e: int) -> frozenset[int]:
    """The cycles of an enrollment where nothing else says which: those of its pins, and then the first."""
    found = set(facts.pinned_cycles(e))
    free = (k for k in range(1, facts.instance.settings.cycles + 1) if k not in found)
    while len(found) < facts.program(e).cycles:
        found.add(next(free))
    return frozenset(found)


def hint_of(m: Calendar, staffing: Staffing, plan: Plan) -> dict[int, int]:
    """What a plan says of the variables of the model; helper variables are left to the solver.

    Parameters
    ----------
    m
        the model of the sessions
    staffing
        the variables of releases and coaches
    plan
        the plan that the hint is taken from
    """
    hint: dict[int, int] = {}

    def say(term: cp_model.LinearExprT, value: bool) -> None:
        if is_variable(term):
            hint[term.index] = int(value)

    for (coach, period), term in staffing.release.items():
        say(term, period in plan.releases[coach])
    for e, assignment in enumerate(plan.assignments):
        for coach, term in staffing.load[e].items():
            say(term, coach == assignment.coach)
        say(staffing.uncoached[e], not assignment.coach)
    for (e, k), term in m.active.items():
        say(term, k in plan.assignments[e].cycles)
    held: dict[tuple[object, ...], list[Session]] = defaultdict(list)
    for s in plan.sessions:
        held[s.teacher, s.program, s.session, s.cycle, s.coach, s.week, s.day].append(s)
    for p in m.placements:
        enrollment, w = m.enrollment(p.enrollment), p.window
        key = (enrollment.teacher, enrollment.program, p.session.name, p.cycle, p.coach, w.week, w.day)
        rows = held.get(key, ())
        say(p.var, any(w.start <= s.start and s.end <= w.end and (s.mode == "Virtual") == p.virtual for s in rows))
    kept = {(r.coach, r.cycle, r.week, r.day, r.start, r.purpose) for r in plan.reserved}
    for (coach, k, i), var in m.reserves.flex.items():
        slot = m.instance.home_slots(coach)[i]
        say(var, (coach, k, slot.week, slot.day, slot.start, FLEX) in kept)
    for (site, k, i), var in m.reserves.planning.items():
        slot, first = m.instance.slots(site)[i], m.instance.home_coaches(site)[0].id
        say(var, (first, k, slot.week, slot.day, slot.start, COMMON_PLANNING) in kept)
    return hint
