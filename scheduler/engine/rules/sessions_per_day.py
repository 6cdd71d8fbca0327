"""No coach has more sessions on a day than the maximum."""

from __future__ import annotations

from collections import defaultdict

from ortools.sat.python import cp_model

from scheduler.domain.matching import own_or_rule
from scheduler.engine.aggregate.capacity import CapacityModel
from scheduler.engine.model.calendar import Calendar
from scheduler.engine.model.meetings import Meeting
from scheduler.engine.rules.engine_rule import EngineRule

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
        m.objective.excess(NAME, coach.home, total, room, m.facts.most_meetings)


def calendar(m: Calendar) -> None:
    for (coach_id, _), meetings in m.meetings.items():
        coach = m.instance.coaches[coach_id]
        limit = own_or_rule(coach.max_sessions_per_day, m.instance, NAME, coach.home)
        if limit is None:
            continue
        days: dict[tuple[int, int], list[Meeting]] = defaultdict(list)
        for meeting in meetings:
            days[meeting.window.date].append(meeting)
        for held in days.values():
            total = cp_model.LinearExpr.sum([x.count for x in held])
            m.objective.excess(NAME, coach.home, total, limit, sum(x.most for x in held))


RULE = EngineRule(NAME, capacity=capacity, calendar=calendar)
