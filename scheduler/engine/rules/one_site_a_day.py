"""No coach visits more than one site on a day. (Nothing in the coarse model: days are summed away there.)"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ortools.sat.python import cp_model

if TYPE_CHECKING:
    from scheduler.engine.model.calendar import Calendar
    from scheduler.engine.model.meetings import Meeting

NAME = "One site a day"


def calendar(m: Calendar) -> None:
    for (coach_id, _), meetings in m.meetings.items():
        coach = m.instance.coaches[coach_id]
        if len(coach.sites) < 2 or not m.objective.counts(NAME, coach.home):
            continue
        days: dict[tuple[int, int], dict[str, list[Meeting]]] = defaultdict(lambda: defaultdict(list))
        for meeting in meetings:
            if not meeting.virtual:
                days[meeting.window.date][meeting.window.site].append(meeting)
        for sites in days.values():
            if len(sites) < 2:
                continue
            visits = []
            for held in sites.values():
                visited = m.cp.new_bool_var("")
                for meeting in held:
                    m.cp.add(meeting.count <= meeting.most * visited)
                visits.append(visited)
            m.objective.excess(NAME, coach.home, cp_model.LinearExpr.sum(visits), 1, len(visits))
