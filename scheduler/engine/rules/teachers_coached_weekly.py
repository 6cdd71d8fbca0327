"""Every coach meets so many different teachers one to one in each week."""

from __future__ import annotations

from collections import defaultdict

from ortools.sat.python import cp_model

from scheduler.engine.aggregate.capacity import CapacityModel
from scheduler.engine.model.calendar import Calendar
from scheduler.engine.rules.engine_rule import EngineRule

NAME = "Teachers coached weekly"


def capacity(m: CapacityModel) -> None:
    """Teachers met, counted once a week at most, against what all cycles and weeks together owe."""
    for coach in map(m.instance.coaches.__getitem__, m.staffing.coaches):
        least = m.objective.value(NAME, coach.home)
        if least:
            owed = least * m.cycles * m.weeks
            met = cp_model.LinearExpr.sum(m.distinct.get(coach.id, []))
            m.objective.excess(NAME, coach.home, owed - met, 0, owed, about=f"{m.label}{coach.id}")


def calendar(m: Calendar) -> None:
    """Count, of each coach and week, the teachers who are missing."""
    for coach_id in m.coaches:
        coach = m.instance.coaches[coach_id]
        least = m.objective.value(NAME, coach.home)
        if not least or not m.objective.counts(NAME, coach.home):
            continue
        for k in m.cycles:
            placed: dict[int, dict[str, list[cp_model.IntVar]]] = defaultdict(lambda: defaultdict(list))
            for meeting in m.meetings.get((coach_id, k), ()):
                if meeting.session.group_size == 1:
                    (p,) = meeting.members
                    placed[meeting.window.week][m.enrollment(p.enrollment).teacher].append(p.var)
            for week in range(1, m.instance.settings.weeks + 1):
                met = []
                for teacher, sessions in placed[week].items():
                    once = m.cp.new_bool_var(f"{coach_id} meets {teacher} in cycle {k} w{week}")
                    m.cp.add_bool_or([*sessions, once.negated()])
                    met.append(once)
                short = least - cp_model.LinearExpr.sum(met)
                m.objective.excess(NAME, coach.home, short, 0, least, about=f"{coach_id} cycle {k} w{week}")


RULE = EngineRule(NAME, capacity=capacity, calendar=calendar)
