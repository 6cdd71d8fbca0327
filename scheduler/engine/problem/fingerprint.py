"""What solves of nearly the same district share: parts that are the same, and plans that are as good as any."""

from __future__ import annotations

import hashlib
import math
from dataclasses import fields, replace
from importlib.metadata import version

from scheduler.domain.instance import Coach, Enrolment, Instance
from scheduler.domain.matching import own_or_rule
from scheduler.domain.plan import Plan
from scheduler.domain.source_cells import SourceCells


def fingerprint(part: Instance) -> str:
    """What a part's plan depends on, as a short text: equal for equal parts, in every process and on every machine.

    Names, addresses, costs and titles are left out: a plan is the same whatever they are.
    """
    settings = replace(part.settings, district="", school_year="", first_day="", last_day="", timezone="")
    plain = replace(
        part,
        settings=settings,
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


def family(part: Instance) -> str:
    """The same for parts that differ at most in limits: figures of which more only ever allows more."""
    unlimited = replace(
        part,
        settings=replace(part.settings, minutes_between_sessions=0),
        sites={s: replace(site, sections_funded=None) for s, site in part.sites.items()},
        teachers={t: replace(teacher, prep_minutes=None) for t, teacher in part.teachers.items()},
        coaches={
            c: replace(coach, release_min=None, release_max=None, max_caseload=None, max_sessions_per_day=None)
            for c, coach in part.coaches.items()
        },
        rules={key: replace(rule, value=None) if rule.rule in LIMITS else rule for key, rule in part.rules.items()},
    )
    return fingerprint(unlimited)


Limits = dict[str, tuple[float, ...]]  # by kind
LIMITS = (  # rules whose value is nothing but such a limit
    "Sections funded",
    "Prep minutes used",
    "Coaching periods per coach",
    "Caseload maximum",
    "Sessions per day",
)


def limits(part: Instance) -> Limits:
    """The limits of a part by kind, a greater figure being the looser one. Where no limit of one part of a family is
    above another's, no plan scores worse in the other: each of these figures counts in one rule alone, by what a plan
    has above it (of `release min`: below it), or is what all plans keep (`minutes between sessions`)."""
    sites, teachers, coaches = part.sites.values(), part.teachers.values(), part.coaches.values()
    return {
        "minutes between sessions": (-float(part.settings.minutes_between_sessions),),
        "sections funded": tuple(_most(part, "Sections funded", s.id, s.sections_funded) for s in sites),
        "prep minutes": tuple(_most(part, "Prep minutes used", t.site, t.prep_minutes) for t in teachers),
        "release min": tuple(-_least_release(part, c) for c in coaches),
        "release max": tuple(math.inf if c.release_max is None else float(c.release_max) for c in coaches),
        "max caseload": tuple(_most(part, "Caseload maximum", c.home, c.max_caseload) for c in coaches),
        "max sessions per day": tuple(_most(part, "Sessions per day", c.home, c.max_sessions_per_day) for c in coaches),
    }


def _least_release(part: Instance, coach: Coach) -> float:
    return float(own_or_rule(coach.release_min, part, "Coaching periods per coach", coach.home) or 0)


def _most(part: Instance, rule: str, site: str, own: int | None) -> float:
    """A limit as it holds: one's own, else the rule's; none is the loosest."""
    value = own_or_rule(own, part, rule, site)
    return math.inf if value is None else float(value)


def key_of(part: Instance, seed: int, *more: str) -> str:
    """All that an answer for a part depends on, as a name of a file: another version of the program or of its solver
    solves anew. `more` is whatever else the answer was made from."""
    made_by = f"{version('coaching-scheduler')} {version('ortools')} {seed}"
    return hashlib.sha256("\n".join([made_by, fingerprint(part), *more]).encode()).hexdigest()[:40]


def restricted(plan: Plan, part: Instance) -> Plan | None:
    """What a plan of a district says of the people of a part; None where it leaves an enrolment of the part out."""
    coach_of = {Enrolment(a.teacher, a.program): a for a in plan.assignments}
    if any(e not in coach_of for e in part.enrolments):
        return None
    enrolled = set(part.enrolments)
    return Plan(
        {c: plan.releases.get(c, ()) for c in part.coaches},
        tuple(coach_of[e] for e in part.enrolments),
        tuple(s for s in plan.sessions if Enrolment(s.teacher, s.program) in enrolled),
        tuple(r for r in plan.reserved if r.coach in part.coaches),
    )
