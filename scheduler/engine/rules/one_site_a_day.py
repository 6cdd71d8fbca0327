"""No coach visits more than one site on a day."""

from __future__ import annotations

from collections import Counter, defaultdict

from ortools.sat.python import cp_model

from scheduler.engine.aggregate.capacity import CapacityModel
from scheduler.engine.aggregate.session_patterns import Cell
from scheduler.engine.model.calendar import Calendar
from scheduler.engine.model.meetings import CoachMeeting
from scheduler.engine.problem.rule_costs import RuleCosts
from scheduler.engine.rules.engine_rule import EngineRule
from scheduler.engine.rules.quick_rule import QuickRule, SessionChoice

NAME = "One site a day"


def capacity(m: CapacityModel) -> None:
    """Days that each site needs for sessions in person, against the days that there are (docs/model.md, Theorem D)."""
    for coach in map(m.instance.coaches.__getitem__, m.staffing.coaches):
        if len(coach.sites) < 2 or not m.objective.counts(NAME, coach.home):
            continue
        visits, most, dates = [], 0, set()
        for site in coach.sites:
            here = [(cell, use, s) for (c, cell), uses in m.uses.items() if c == coach.id for use, s in uses]
            here = [(cell, use, s) for cell, use, s in here if cell[0] == site and s.mode == "In person"]
            if not here:
                continue
            a_day = _most_a_day(m, coach.id, {cell for cell, _, _ in here}, min(s.minutes for _, _, s in here))
            dates |= set(a_day)
            needed = m.cp.new_int_var(0, len(a_day) * m.cycles, f"dates of {m.label}{coach.id} at {site}")
            m.cp.add(cp_model.LinearExpr.sum([use for _, use, _ in here]) <= max(a_day.values()) * needed)
            visits.append(needed)
            most += len(a_day) * m.cycles
        if len(visits) > 1:
            about = f"{m.label}{coach.id}"
            m.objective.excess(
                NAME, coach.home, cp_model.LinearExpr.sum(visits), len(dates) * m.cycles, most, about=about
            )


def _most_a_day(m: CapacityModel, coach: str, cells: set[Cell], minutes: int) -> dict[tuple[int, int], int]:
    """For each date with a window in these cells how many sessions of so many minutes it holds at most."""
    gap, found = m.facts.gap, Counter[tuple[int, int]]()
    for cell in cells:
        for w in m.facts.cell_windows(coach, cell):
            found[w.date] += (w.minutes + gap) // (minutes + gap)
    return {date: n for date, n in found.items() if n}


def calendar(m: Calendar) -> None:
    """Count, of each coach and day, the sites after the first."""
    for (coach_id, k), meetings in m.meetings.items():
        coach = m.instance.coaches[coach_id]
        if len(coach.sites) < 2 or not m.objective.counts(NAME, coach.home):
            continue
        days: dict[tuple[int, int], dict[str, list[CoachMeeting]]] = defaultdict(lambda: defaultdict(list))
        for meeting in meetings:
            if not meeting.virtual:
                days[meeting.window.date][meeting.window.site].append(meeting)
        for (week, day), sites in days.items():
            if len(sites) < 2:
                continue
            visits = []
            at = f"{coach_id} cycle {k} w{week} d{day + 1}"
            for site, held in sites.items():
                visited = m.cp.new_bool_var(f"{at} at {site}")
                for meeting in held:
                    m.cp.add(meeting.count <= meeting.most * visited)
                visits.append(visited)
            m.objective.excess(NAME, coach.home, cp_model.LinearExpr.sum(visits), 1, len(visits), about=at)


def _session(costs: RuleCosts, choice: SessionChoice) -> int:
    if choice.joins or choice.virtual or len(choice.coach.sites) < 2:
        return 0
    sites = {booking.site for booking in choice.booked if not booking.virtual}
    return costs.of(NAME, choice.coach.home) if sites and choice.window.site not in sites else 0


RULE = EngineRule(NAME, capacity=capacity, calendar=calendar, quick=QuickRule(session=_session))
