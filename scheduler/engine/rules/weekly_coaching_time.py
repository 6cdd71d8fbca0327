"""Every coach spends so many minutes of each week one to one with teachers."""

from __future__ import annotations

from collections import defaultdict

from ortools.sat.python import cp_model

from scheduler.engine.aggregate.capacity import CapacityModel
from scheduler.engine.model.calendar import Calendar
from scheduler.engine.model.meetings import CoachMeeting
from scheduler.engine.rules.engine_rule import EngineRule

NAME = "Weekly coaching time"


def capacity(m: CapacityModel) -> None:
    """Minutes over the year, against what all cycles and weeks together owe."""
    for coach in map(m.instance.coaches.__getitem__, m.staffing.coaches):
        least = m.objective.value(NAME, coach.home)
        if least:
            alone = [(use, s.minutes) for use, s in m.meetings.get(coach.id, ()) if s.group_size == 1]
            minutes = cp_model.LinearExpr.weighted_sum([use for use, _ in alone], [n for _, n in alone])
            owed = least * m.cycles * m.weeks
            about = f"{m.label}{coach.id}"
            m.objective.excess(NAME, coach.home, owed - minutes, 0, owed, unit=30, about=about)


def calendar(m: Calendar) -> None:
    """Count, of each coach and week, the minutes of one-to-one coaching that are missing."""
    for coach_id in m.coaches:
        coach = m.instance.coaches[coach_id]
        least = m.objective.value(NAME, coach.home)
        if not least or not m.objective.counts(NAME, coach.home):
            continue
        for k in m.cycles:
            weeks: dict[int, list[CoachMeeting]] = defaultdict(list)
            for meeting in m.meetings.get((coach_id, k), ()):
                if meeting.session.group_size == 1:
                    weeks[meeting.window.week].append(meeting)
            for week in range(1, m.instance.settings.weeks + 1):
                alone = weeks[week]
                minutes = cp_model.LinearExpr.weighted_sum([x.count for x in alone], [x.session.minutes for x in alone])
                about = f"{coach_id} cycle {k} w{week}"
                m.objective.excess(NAME, coach.home, least - minutes, 0, least, unit=30, about=about)


RULE = EngineRule(NAME, capacity=capacity, calendar=calendar)
