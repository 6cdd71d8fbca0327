"""What the rules say of a coach for an enrollment that has none."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from scheduler.domain.instance import Enrollment, Instance
from scheduler.domain.plan import Plan
from scheduler.reasons.slots import Measured, measured, worse
from scheduler.rules.plan_index import PlanIndex


class CoachCosts:
    """The rules that would fall short by more if a coach were an enrollment's, its sessions aside."""

    def __init__(self, ledger: PlanIndex) -> None:
        self.ledger = ledger
        self._around = cache(self._without_sessions)
        self.of = cache(self._of)

    def _of(self, enrollment: Enrollment, coach: str) -> list[str]:
        instance, plan, before = self._around(coach)
        mine = (enrollment.teacher, enrollment.program)
        given = tuple(replace(a, coach=coach) if (a.teacher, a.program) == mine else a for a in plan.assignments)
        return worse(before, measured(PlanIndex(instance, replace(plan, assignments=given))))

    def _without_sessions(self, coach: str) -> tuple[Instance, Plan, Measured]:
        """The teachers of all sites that have to do with a coach's, and their part of the plan."""
        full, plan = self.ledger.instance, self.ledger.plan
        sites = set(full.coaches[coach].sites)
        while more := {s for c in full.coaches.values() if sites & set(c.sites) for s in c.sites} - sites:
            sites |= more
        instance = replace(full, teachers={t.id: t for t in full.teachers.values() if t.site in sites})
        near = tuple(a for a in plan.assignments if a.teacher in instance.teachers)
        part = replace(plan, assignments=near, sessions=())
        return instance, part, measured(PlanIndex(instance, part))
