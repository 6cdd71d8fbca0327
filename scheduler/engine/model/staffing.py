"""Who is released when and who coaches whom: the variables of staffing, for groups of enrollments that are equals.

The same class serves the coarse model, where a group may have many members and a load is a count, and the exact one,
where every group is one enrollment and a load is 0 or 1. The rules that staffing alone decides are exact in both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ortools.sat.python import cp_model

from scheduler.domain.instance import Enrollment, Pin, Teacher
from scheduler.domain.matching import session_named
from scheduler.engine.model.objective import Objective, Term, is_fixed, variables_of
from scheduler.engine.problem.index import EnrollmentClass, ProblemIndex, pin_allows


@dataclass(frozen=True)
class FixedStaffing:
    """Staffing that is decided: who is released when, and the one coach of each enrollment (by place; "" = none)."""

    releases: Mapping[str, frozenset[str]]
    coach: Mapping[int, str]

    def released(self, coach: str, period: str) -> Term:
        """1 where the coach is released in a period of the home site, else 0."""
        return int(period in self.releases[coach])

    def any_release(self, coach: str) -> Term:
        """1 where a coach is released in some period, else 0."""
        return int(bool(self.releases[coach]))

    def loaded(self, e: int, coach: str) -> Term:
        """1 where an enrollment has the coach, else 0."""
        return int(self.coach[e] == coach)

    @property
    def coaches(self) -> tuple[str, ...]:
        """The ids of the coaches, in the order of the input."""
        return tuple(self.releases)

    def only(self, coaches: Sequence[str]) -> FixedStaffing:
        """The same for some of the coaches."""
        return FixedStaffing({c: self.releases[c] for c in coaches}, self.coach)


class Staffing:
    """release[coach, period] and load[group, coach] of one model, and the loads without a coach."""

    def __init__(
        self,
        cp: cp_model.CpModel,
        facts: ProblemIndex,
        groups: Sequence[EnrollmentClass],
        objective: Objective,
        fixed: FixedStaffing | None = None,
    ) -> None:
        """`fixed` settles the releases, and the coach of every enrollment that it names (groups of one only)."""
        self.cp, self.facts, self.groups, self.objective = cp, facts, groups, objective
        self.instance, self._fixed = facts.instance, fixed
        self.release: dict[tuple[str, str], Term] = {}
        for coach in self.instance.coaches:
            for period, settled in facts.release_domain(coach).items():
                if fixed is not None:
                    self.release[coach, period] = fixed.released(coach, period)
                else:
                    free = settled is None
                    self.release[coach, period] = (
                        cp.new_bool_var(f"release {coach} {period}") if free else int(bool(settled))
                    )
        self.load: list[dict[str, Term]] = []
        self.uncoached: list[Term] = []
        for group in groups:
            self._add_group(group)
        self._any: dict[str, Term] = {}
        self._hold_pins()

    @property
    def coaches(self) -> tuple[str, ...]:
        """The ids of the coaches, in the order of the input."""
        return tuple(self.instance.coaches)

    @property
    def indices(self) -> list[int]:
        """The places in the model of the variables that say who is released when and who coaches whom."""
        terms = [*self.release.values(), *(load for loads in self.load for load in loads.values())]
        return [variable.index for variable in variables_of(terms)]

    def released(self, coach: str, period: str) -> Term:
        """Whether the coach is released in a period of the home site."""
        return self.release[coach, period]

    def loaded(self, k: int, coach: str) -> Term:
        """How many enrollments of a group the coach has."""
        return self.load[k].get(coach, 0)

    def _add_group(self, group: EnrollmentClass) -> None:
        n, coaches = group.size, self.facts.candidates[group.first]
        who = self.facts.who(group.first) if n == 1 else f"{n} like {self.facts.who(group.first)}"
        if self._fixed is not None and group.first in self._fixed.coach:
            loads: dict[str, Term] = {c: self._fixed.loaded(group.first, c) for c in coaches}
            nobody: Term = int(not self._fixed.coach[group.first])
        elif n == 1:
            loads = {c: self.cp.new_bool_var(f"{who} with {c}") for c in coaches}
            nobody = self.cp.new_bool_var(f"{who} without a coach")
            self.cp.add_exactly_one([*loads.values(), nobody])
        else:
            loads = {c: self.cp.new_int_var(0, n, f"{who} with {c}") for c in coaches}
            nobody = self.cp.new_int_var(0, n, f"{who} without a coach")
            self.cp.add(cp_model.LinearExpr.sum([*loads.values(), nobody]) == n)
        self.load.append(loads)
        self.uncoached.append(nobody)

    def _hold_pins(self) -> None:
        place = {e: i for i, e in enumerate(self.facts.enrollments)}
        group_of = {member: k for k, group in enumerate(self.groups) for member in group.members}
        for n, pin in enumerate(self.instance.pins):
            if pin.kind == "Release":
                continue
            found = (place.get(Enrollment(pin.teacher, p)) for p in self.facts.pinned_programs(pin))
            pinned = [group_of[e] for e in found if e in group_of]
            if pin.kind == "Session" and pinned:
                self.cp.add_bool_or(
                    [way for k in pinned for way in self._ways_to_hold(f"pin {n} ({pin.where})", pin, k)]
                )
            if pin.coach if pin.kind == "Coach" else len(pinned) == 1:
                for k in pinned:
                    if not is_fixed(self.uncoached[k]):
                        self.cp.add(self.uncoached[k] == 0)  # the candidates are narrowed to the pinned coach already

    def _ways_to_hold(self, name: str, pin: Pin, k: int) -> list[cp_model.IntVar]:
        """A pinned session needs a coach who can be used where it may lie, under the release that this takes."""
        session = session_named(self.instance.programs[self.enrollment(k).program], pin.session)
        if session is None:
            return []
        needs = {
            (coach, w.need)
            for coach in self.facts.candidates[self.groups[k].first]
            if pin.coach in ("", coach)
            for w in self.facts.fitting(coach, self.enrollment(k), session)
            if pin_allows(pin, w, session)
        }
        ways = []
        for coach, need in sorted(needs):
            way = self.cp.new_bool_var(f"{name}: {self.facts.who(self.groups[k].first)} with {coach} {need}")
            for gate in (self.loaded(k, coach), self.release[coach, need] if need else 1):
                self.cp.add(way <= gate)
            ways.append(way)
        return ways

    def enrollment(self, k: int) -> Enrollment:
        """The first enrollment of a group; the others are its equals."""
        return self.facts.enrollments[self.groups[k].first]

    def teacher(self, k: int) -> Teacher:
        """The teacher of a group's first enrollment."""
        return self.instance.teachers[self.enrollment(k).teacher]

    def releases(self, coach: str) -> list[Term]:
        """One term for each Class period of the coach's home site."""
        return [self.release[coach, p] for p in self.instance.class_periods(self.instance.coaches[coach].home)]

    @cached_property
    def loads_of(self) -> dict[str, list[tuple[int, Term]]]:
        """For each coach the (group, load) of every group that the coach may have."""
        found: dict[str, list[tuple[int, Term]]] = {c: [] for c in self.instance.coaches}
        for k, loads in enumerate(self.load):
            for coach, load in loads.items():
                found[coach].append((k, load))
        return found

    def caseload(self, coach: str) -> tuple[cp_model.LinearExprT, int]:
        """The enrollments of a coach, and the most that they could be."""
        pairs = self.loads_of[coach]
        return cp_model.LinearExpr.sum([load for _, load in pairs]), sum(self.groups[k].size for k, _ in pairs)

    def any_release(self, coach: str) -> Term:
        """Whether there is any release of a coach at all."""
        if coach not in self._any:
            terms = self.releases(coach)
            free = variables_of(terms)
            if any(is_fixed(t, 1) for t in terms):
                self._any[coach] = 1
            elif free:
                any_of_them = self.cp.new_bool_var(f"any release of {coach}")
                self.cp.add_max_equality(any_of_them, free)
                self._any[coach] = any_of_them
            else:
                self._any[coach] = 0
        return self._any[coach]


def pinned_enrollment(facts: ProblemIndex, settled: FixedStaffing, pin: Pin) -> int | None:
    """The enrollment, by its place, that is to hold a pinned session: of those that a pin without a program may mean
    the first with a cycle, a coach and a slot for it. None where the pin means none at all.

    Parameters
    ----------
    facts
        the index of the instance
    settled
        the releases and coaches, which are fixed
    pin
        a pin of a session
    """
    meant = set(facts.pinned_programs(pin))
    every = [i for i, e in enumerate(facts.enrollments) if e.teacher == pin.teacher and e.program in meant]
    mine = [i for i in every if facts.may_be_active(i, pin)] or every
    for i in mine:
        coach, session = settled.coach[i], session_named(facts.program(i), pin.session)
        if coach and session and pin.coach in ("", coach):
            windows = facts.fitting(coach, facts.enrollments[i], session)
            if any(pin_allows(pin, w, session) and (not w.need or settled.released(coach, w.need)) for w in windows):
                return i
    return mine[0] if mine else None
