"""No coach has more sessions on a day than the maximum."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from ortools.sat.python import cp_model

from scheduler.domain.instance import Instance
from scheduler.domain.matching import own_or_rule
from scheduler.engine.aggregate.capacity import CapacityModel
from scheduler.engine.model.calendar import Calendar
from scheduler.engine.model.meetings import CoachMeeting
from scheduler.engine.problem.rule_costs import RuleCosts
from scheduler.engine.rules.engine_rule import EngineRule, RuleLimits, limit_or_none
from scheduler.engine.rules.quick_rule import QuickRule, SessionChoice

NAME = "Sessions per day"


def capacity(m: CapacityModel) -> None:
    """All meetings of a coach, against the room of all days."""
    for coach in map(m.instance.coaches.__getitem__, m.staffing.coaches):
        limit = own_or_rule(coach.max_sessions_per_day, m.instance, NAME, coach.home)
        uses = m.meetings.get(coach.id)
        if limit is None or not uses or not m.objective.counts(NAME, coach.home):
            continue
        days = {(w.week, w.day) for site in coach.sites for w in m.facts.windows(coach.id, site)}
        room = limit * len(days) * m.cycles
        total = cp_model.LinearExpr.sum([use for use, _ in uses])
        m.objective.excess(NAME, coach.home, total, room, m.facts.most_meetings, about=f"{m.label}{coach.id}")


def calendar(m: Calendar) -> None:
    """Count, of each coach and day, the meetings above the most."""
    for (coach_id, k), meetings in m.meetings.items():
        coach = m.instance.coaches[coach_id]
        limit = own_or_rule(coach.max_sessions_per_day, m.instance, NAME, coach.home)
        if limit is None:
            continue
        days: dict[tuple[int, int], list[CoachMeeting]] = defaultdict(list)
        for meeting in meetings:
            days[meeting.window.date].append(meeting)
        for (week, day), held in days.items():
            total = cp_model.LinearExpr.sum([x.count for x in held])
            about = f"{coach_id} cycle {k} w{week} d{day + 1}"
            m.objective.excess(NAME, coach.home, total, limit, sum(x.most for x in held), about=about)


def _session(costs: RuleCosts, choice: SessionChoice) -> int:
    if choice.joins:
        return 0
    limit = costs.value(NAME, choice.coach.home, choice.coach.max_sessions_per_day)
    return costs.of(NAME, choice.coach.home) if limit is not None and len(choice.booked) >= limit else 0


def _limits(instance: Instance) -> RuleLimits:
    return {
        "max sessions per day": tuple(
            limit_or_none(own_or_rule(c.max_sessions_per_day, instance, NAME, c.home))
            for c in instance.coaches.values()
        )
    }


def _without_limits(instance: Instance) -> Instance:
    return replace(
        instance, coaches={c: replace(coach, max_sessions_per_day=None) for c, coach in instance.coaches.items()}
    )


RULE = EngineRule(
    NAME,
    capacity=capacity,
    calendar=calendar,
    quick=QuickRule(session=_session),
    limits=_limits,
    without_limits=_without_limits,
)
