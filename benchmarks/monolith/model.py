"""The whole monolithic model of an instance, and a plan of its answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from itertools import count
from typing import Literal

from benchmarks.monolith.linear import Linear
from benchmarks.monolith.rules import Reserves, add_rules
from benchmarks.monolith.staffing import Staffing
from benchmarks.monolith.weeks import Place, Weeks
from scheduler.domain.instance import Instance, Program
from scheduler.domain.plan import Assignment, Plan, Purpose, Reserved, Session
from scheduler.engine.problem.index import ProblemIndex, Window

Value = Callable[[int], int]  # of a variable
STRICTER = "its model is stricter than the contract: its bound is of its own rows"


class Monolith:
    """`linear` is the model; `note` says where it is stricter than the contract."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.linear = Linear(instance)
        self.staffing = Staffing(self.linear, ProblemIndex(instance))
        self.weeks = Weeks(self.staffing)
        self.reserves = Reserves(self.weeks)
        add_rules(self.weeks)
        self.note = "" if self.weeks.exact else STRICTER

    def plan(self, value: Value) -> Plan:
        """The plan that an answer describes: clock times in each slot one after another."""
        coach_of = {e: c for (e, c), v in self.staffing.coached.items() if value(v)}
        assignments = tuple(
            Assignment(enrollment.teacher, enrollment.program, coach_of.get(e, ""), self._cycles(e, value))
            for e, enrollment in enumerate(self.staffing.facts.enrollments)
        )
        releases = {
            c: tuple(p for p in self.instance.class_periods(coach.home) if value(self.staffing.release[c, p]))
            for c, coach in self.instance.coaches.items()
        }
        return Plan(releases, assignments, tuple(sorted(self._sessions(value))), tuple(sorted(self._reserved(value))))

    def _cycles(self, e: int, value: Value) -> tuple[int, ...]:
        every = range(1, self.instance.settings.cycles + 1)
        if (e, 1) not in self.weeks.active:
            return tuple(range(1, self.staffing.facts.program(e).cycles + 1))
        return tuple(k for k in every if value(self.weeks.active[e, k]))

    def _sessions(self, value: Value) -> list[Session]:
        days: dict[tuple[str, int, tuple[int, int]], dict[Window, list[Place]]] = defaultdict(lambda: defaultdict(list))
        for p in self.weeks.places:
            if value(p.var):
                days[p.coach, p.cycle, p.window.date][p.window].append(p)
        labels = count(1)
        return [row for (c, k, _), day in days.items() for row in self._day(c, k, day, value, labels)]

    def _day(
        self, coach: str, k: int, day: dict[Window, list[Place]], value: Value, labels: count[int]
    ) -> list[Session]:
        """One day of a coach: what is followed comes first in each slot."""
        rows: list[Session] = []
        for window, held in day.items():
            room = self.weeks.rooms[coach, k, window]
            at = window.start if room.start is None else value(room.start)
            together: dict[tuple[int, str, str, bool, int], list[Place]] = defaultdict(list)
            for p in held:
                alone = p.enrollment if p.session.group_size == 1 else -1
                depth = steps_before(p.program, p.session.name)
                together[depth, p.program.id, p.session.name, p.virtual, alone].append(p)
            for _, members in sorted(together.items(), key=lambda item: item[0]):
                session = members[0].session
                for i in range(0, len(members), session.group_size):
                    label = f"G{next(labels)}" if session.group_size > 1 else ""
                    rows += [self._row(p, at, label) for p in members[i : i + session.group_size]]
                    at += session.minutes + self.staffing.facts.gap
        return rows

    def _row(self, p: Place, at: int, label: str) -> Session:
        w, e = p.window, self.staffing.facts.enrollments[p.enrollment]
        mode: Literal["In person", "Virtual"] = "Virtual" if p.virtual else "In person"
        return Session(
            p.cycle,
            w.week,
            w.day,
            at,
            at + p.session.minutes,
            w.period,
            p.coach,
            e.teacher,
            e.program,
            p.session.name,
            mode,
            label,
        )

    def _reserved(self, value: Value) -> list[Reserved]:
        flex: Purpose = "Flex"
        planning: Purpose = "Common planning"
        kept = [(c, k, i, flex) for (c, k, i), v in self.reserves.flex.items() if value(v)]
        for (site, k, i), v in self.reserves.planning.items():
            if value(v):
                kept += [(c.id, k, i, planning) for c in self.instance.home_coaches(site)]
        rows = []
        for c, k, i, purpose in kept:
            s = self.instance.home_slots(c)[i]
            rows.append(Reserved(k, s.week, s.day, s.start, s.end, s.period, c, purpose))
        return rows


def steps_before(program: Program, name: str) -> int:
    """How many sessions of a program come before one, each following the other."""
    steps, session = 0, program.session(name)
    while session is not None and session.after:
        steps, session = steps + 1, program.session(session.after)
    return steps
