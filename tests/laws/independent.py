"""The independent checker, asked in memory: our instances and plans in the words of its own data."""

from __future__ import annotations

import importlib
import sys
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from scheduler.domain.instance import Instance, RuleSetting
from scheduler.domain.plan import Plan
from scheduler.domain.score import Score

CHECKER = Path(__file__).parents[2].parent / "shared" / "check"


def is_here() -> bool:
    return (CHECKER / "check_plan.py").exists()


@cache
def modules() -> tuple[ModuleType, ModuleType]:
    """(contract, check_plan)"""
    sys.path.insert(0, str(CHECKER))
    try:
        return importlib.import_module("contract"), importlib.import_module("check_plan")
    finally:
        sys.path.remove(str(CHECKER))


def verdict(instance: Instance, plan: Plan) -> tuple[list[str], Score]:
    """What the checker finds wrong, and the score that it counts; claims are not looked at, there are none."""
    _, check_plan = modules()
    check = check_plan.Check(its_input(instance), its_plan(instance, plan))
    findings = [str(f) for f in check.findings if f.item != "claim"]
    return findings, Score(*(check.score[level] for level in ("Required", "Recommended", "Option")))


def its_input(instance: Instance) -> Any:
    c, _ = modules()
    slot = {
        (b, i): c.Slot(s.bell, s.week, s.day, s.period, s.start, s.end, s.kind)
        for b, slots in instance.bells.items()
        for i, s in enumerate(slots)
    }
    bells = {b: tuple(slot[b, i] for i in range(len(slots))) for b, slots in instance.bells.items()}
    s = instance.settings
    return c.Input(
        settings=c.Settings(weeks=s.weeks, cycles=s.cycles, gap=s.minutes_between_sessions, days=s.days),
        sites={
            x.id: c.Site(x.id, x.name, x.bell, x.sections_funded, x.cost_per_section) for x in instance.sites.values()
        },
        bells=bells,
        teachers={
            t.id: c.Teacher(
                t.id,
                t.name,
                t.site,
                c.norm(t.department),
                _grades(c, t.grades),
                None,
                t.role,
                t.programs,
                t.priority,
                t.requested_coach,
                frozenset(t.avoid_coaches),
                t.last_coach,
                t.prep_minutes,
                0,
            )
            for t in instance.teachers.values()
        },
        states={
            (t, slot[instance.sites[instance.teachers[t].site].bell, i]): c.State(
                x.doing, x.course, x.room, x.grade, x.priority
            )
            for t, states in instance.states.items()
            for i, x in enumerate(states)
            if x.doing
        },
        coaches={
            x.id: c.Coach(
                x.id,
                x.name,
                x.sites,
                _words(c, x.roles),
                _words(c, x.departments),
                _grades(c, x.grades),
                x.release_min,
                x.release_max,
                x.full_time,
                x.max_caseload,
                x.max_sessions_per_day,
                x.lead,
                x.new,
                0,
            )
            for x in instance.coaches.values()
        },
        availability={
            (x, slot[instance.sites[instance.coaches[x].home].bell, i]): status
            for x, said in instance.availability.items()
            for i, status in enumerate(said)
        },
        programs={
            p.id: c.Program(
                p.id,
                c.norm(p.role),
                p.cycles,
                tuple(
                    c.ProgramSession(
                        p.id,
                        x.name,
                        x.activity,
                        x.minutes,
                        x.count,
                        x.once,
                        frozenset(x.when),
                        x.after,
                        x.within_days,
                        x.level,
                        x.mode,
                        x.group_size,
                        0,
                        x.weekly,
                    )
                    for x in p.sessions
                ),
            )
            for p in instance.programs.values()
        },
        rules={key: _its_rule(c, r) for key, r in instance.rules.items()},
        travel=dict(instance.travel),
        pins=tuple(
            c.Pin(
                p.where,
                p.kind,
                p.teacher,
                p.program,
                p.coach,
                p.cycle,
                p.week,
                p.day,
                p.period,
                p.session,
                p.start,
                p.released,
                p.cycles,
            )
            for p in instance.pins
        ),
        problems=(),
        apart={
            (x, slot[instance.sites[instance.coaches[x].home].bell, i]): status
            for x in instance.availability
            for i, status in enumerate(instance.apart.get(x, instance.availability[x]))
        },
        at_site={
            (x, site, slot[instance.sites[site].bell, i]): status
            for (x, site), said in instance.at_site.items()
            for i, status in enumerate(said)
            if status is not None
        },
    )


def _words(c: ModuleType, words: tuple[str, ...]) -> frozenset[str]:
    """Roles and departments as its reader gives them."""
    return frozenset(c.norm(w) for w in words)


def _grades(c: ModuleType, grades: tuple[str, ...]) -> frozenset[str]:
    return frozenset().union(*(c._grades(g) for g in grades))


def _its_rule(c: ModuleType, r: RuleSetting) -> Any:
    return c.Rule(r.rule, r.level, r.value, r.weight)


def its_plan(instance: Instance, plan: Plan) -> Any:
    c, _ = modules()
    programs, teachers = instance.programs, instance.teachers
    return c.Plan(
        releases=tuple(
            c.Release(0, coach, instance.coaches[coach].home, period, "Coaching", False)
            for coach, periods in plan.releases.items()
            for period in periods
        ),
        assignments=tuple(
            c.Assignment(
                i + 1, a.teacher, teachers[a.teacher].site, a.program, a.coach, None, None, a.cycles, None, None, False
            )
            for i, a in enumerate(plan.assignments)
        ),
        sessions=tuple(
            c.Session(
                i + 1,
                s.cycle,
                s.week,
                s.day,
                s.period,
                s.start,
                s.end,
                s.coach,
                s.teacher,
                teachers[s.teacher].site,
                s.program,
                s.session,
                programs[s.program].session(s.session).activity,
                s.mode,
                "",
                "",
                s.group,
                False,
            )
            for i, s in enumerate(plan.sessions)
        ),
        reserved=tuple(
            c.Reserved(i + 1, r.coach, r.cycle, r.week, r.day, r.period, r.start, r.end, r.purpose)
            for i, r in enumerate(plan.reserved)
        ),
        unscheduled=(),
        rules=(),
        summary=(),
        missing=(),
        problems=(),
    )
