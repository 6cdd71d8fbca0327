"""What solves of nearly the same district share: parts that are the same, and plans that are as good as any."""

from __future__ import annotations

import hashlib
from dataclasses import fields, replace
from importlib.metadata import version

from scheduler.domain.instance import MAKE_UP_WITHIN, Enrollment, Instance, Program, Settings
from scheduler.domain.plan import Plan
from scheduler.domain.source_cells import SourceCells
from scheduler.domain.year import DatedInput

_OF_DATES = (
    "first_day",
    "last_day",
    "day_rotation",
    "week_rotation",
    "short_week",
    "extra_duty_rate",
    "calendar_address",
)


def fingerprint(part: Instance) -> str:
    """What a part's plan depends on, as a short text: equal for equal parts, in every process and on every machine.

    Names, addresses, costs and titles are left out, and all that is said of dates: the week pattern is the same
    whatever they are.
    """
    none = Settings()
    dates = {name: getattr(none, name) for name in _OF_DATES}
    settings = replace(part.settings, district="", school_year="", timezone="", **dates)
    plain = replace(
        part,
        settings=settings,
        dated=DatedInput(),
        programs={p: _without_dates(program) for p, program in part.programs.items()},
        problems=(),
        cells=SourceCells(),
        sites={s: replace(site, name="", cost_per_section=None) for s, site in part.sites.items()},
        teachers={t: replace(teacher, name="", email="", years=None) for t, teacher in part.teachers.items()},
        coaches={c: replace(coach, name="", email="", cost=None) for c, coach in part.coaches.items()},
        rules={key: replace(setting, source="") for key, setting in part.rules.items()},
        pins=tuple(replace(pin, where="") for pin in part.pins),
    )
    digest = hashlib.sha256()
    for field in fields(plain):
        digest.update(f"{field.name}={getattr(plain, field.name)!r}\n".encode())
    return digest.hexdigest()


def _without_dates(program: Program) -> Program:
    sessions = tuple(replace(s, make_up_within=MAKE_UP_WITHIN) for s in program.sessions)
    return replace(program, sessions=sessions)


def key_of(part: Instance, seed: int, *more: str) -> str:
    """All that an answer for a part depends on, as a name of a file: another version of the program or of its solver
    solves anew. `more` is whatever else the answer was made from."""
    made_by = f"{version('coaching-scheduler')} {version('ortools')} {seed}"
    return hashlib.sha256("\n".join([made_by, fingerprint(part), *more]).encode()).hexdigest()[:40]


def restricted(plan: Plan, part: Instance) -> Plan | None:
    """What a plan of a district says of the people of a part; None where it leaves an enrollment of the part out."""
    coach_of = {Enrollment(a.teacher, a.program): a for a in plan.assignments}
    if any(e not in coach_of for e in part.enrollments):
        return None
    enrolled = set(part.enrollments)
    return Plan(
        {c: plan.releases.get(c, ()) for c in part.coaches},
        tuple(coach_of[e] for e in part.enrollments),
        tuple(s for s in plan.sessions if Enrollment(s.teacher, s.program) in enrolled),
        tuple(r for r in plan.reserved if r.coach in part.coaches),
    )
