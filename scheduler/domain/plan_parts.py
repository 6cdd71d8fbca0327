"""The rows of a plan that belong to a part of its district."""

from __future__ import annotations

from dataclasses import replace

from scheduler.domain.instance import Instance
from scheduler.domain.plan import Plan


def plan_of_part(plan: Plan, part: Instance) -> Plan:
    """What a plan has for the teachers and coaches of a part."""
    past = plan.past
    if past is not None:
        past = replace(
            past,
            sessions=tuple(s for s in past.sessions if s.row.teacher in part.teachers),
            reserved=tuple(r for r in past.reserved if r.row.coach in part.coaches),
        )
    return Plan(
        {c: periods for c, periods in plan.releases.items() if c in part.coaches},
        tuple(a for a in plan.assignments if a.teacher in part.teachers),
        tuple(s for s in plan.sessions if s.teacher in part.teachers),
        tuple(r for r in plan.reserved if r.coach in part.coaches),
        past,
    )
