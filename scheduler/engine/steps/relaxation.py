"""The coarse model of the whole year: staffing, with all cycles as one room.

Enrollments that no rule can tell apart are one group with a count. Every plan gives a solution of this model that costs
no more, so its optimum bounds every plan (docs/model.md); and nearly always its releases and caseloads are those of an
optimal plan. The method is relax-and-fix with a bounding relaxation: no cuts come back from the weeks.
"""

from __future__ import annotations

from collections import defaultdict

from ortools.sat.python import cp_model

from scheduler.engine import rules
from scheduler.engine.aggregate.capacity import AllPatternSets, CapacityModel
from scheduler.engine.aggregate.packing_cuts import add_packing_cuts
from scheduler.engine.model.objective import Objective, Term
from scheduler.engine.model.staffing import Staffing
from scheduler.engine.problem.index import EnrollmentClass, ProblemIndex, pattern_sessions


class Relaxation:
    """The coarse model, ready to be solved."""

    def __init__(self, facts: ProblemIndex, groups: tuple[EnrollmentClass, ...], ways: AllPatternSets) -> None:
        self.facts, self.instance, self.groups = facts, facts.instance, groups
        self.cp = cp_model.CpModel()
        self.objective = Objective(self.cp, self.instance)
        self.staffing = Staffing(self.cp, facts, groups, self.objective)
        cycles = self.instance.settings.cycles
        self.room = CapacityModel(facts, self.cp, self.objective, self.staffing, ways, cycles)
        for k, group in enumerate(groups):
            facts.check()
            enrollment = self.staffing.enrollment(k)
            sessions = pattern_sessions(facts, enrollment)
            if not sessions:
                continue
            active = self.instance.programs[enrollment.program].cycles
            for coach, load in self.staffing.load[k].items():
                self.room.add(k, enrollment, coach, active * load, active * group.size)
            placed = {s.name: self.room.placed[k, s.name] for s in sessions}
            rules.add_missing(self.objective, facts, enrollment, active * group.size, placed)
        self.room.close_groups()
        rules.add_staffing(self.staffing)
        rules.add_capacity(self.room)
        self.room.close()
        add_packing_cuts(self.room, rules.reserving())

    def with_capacity_factor(self, percent: int) -> cp_model.CpModel:
        """The same model where sessions may fill only this share of each cell: real weeks then have some ease."""
        cp = self.cp.clone()
        for row in self.room.capacity(percent):
            cp.add(row)
        return cp

    def tie_breaker(self, cp: cp_model.CpModel) -> cp_model.LinearExprT | None:
        """What is preferred among staffings of equal score: itinerant coaches who hold sessions at few sites, since
        days, which are summed away here, belong to one site each. None where no coach has several. `cp` is this model,
        or a copy of it."""
        visits = []
        for coach, loads in self.staffing.loads_of.items():
            if len(self.instance.coaches[coach].sites) < 2:
                continue
            there: dict[str, list[Term]] = defaultdict(list)
            for k, load in loads:
                if pattern_sessions(self.facts, self.staffing.enrollment(k)):
                    there[self.staffing.teacher(k).site].append(load)
            for site, mine in there.items():
                most = sum(group.size for group in self.groups)
                visited = cp.new_bool_var(f"{coach} serves {site} with sessions")
                cp.add(cp_model.LinearExpr.sum(mine) <= most * visited)
                visits.append(visited)
        return cp_model.LinearExpr.sum(visits) if visits else None


def relaxation_of(facts: ProblemIndex) -> Relaxation:
    """The coarse model of an instance, with its classes and patterns."""
    return Relaxation(facts, make_groups(facts), AllPatternSets(facts, rules.pattern_costs))


def make_groups(facts: ProblemIndex) -> tuple[EnrollmentClass, ...]:
    """Enrollments grouped by all that any rule of the coarse model sees of them; those that a pin names stay alone."""
    instance = facts.instance
    named = {pin.teacher for pin in instance.pins if pin.kind != "Release"}
    keys: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for i, e in enumerate(facts.enrollments):
        facts.check()
        teacher = instance.teachers[e.teacher]
        wishes = tuple((c, rules.seen_with(facts, e, c)) for c in facts.candidates[i])
        key: tuple[object, ...] = (teacher.site, e.program, wishes, rules.seen_of(facts, e))
        sessions = pattern_sessions(facts, e)
        if sessions:
            key += (facts.profile(e.teacher),)
        if e.teacher in named or (sessions and len(teacher.programs) > 1):
            key += (i,)
        keys[key].append(i)
    return tuple(EnrollmentClass(tuple(members)) for members in keys.values())
