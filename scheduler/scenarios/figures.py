"""What one plan comes to: people served, time used, periods covered, staff and money."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple, TypeVar

from scheduler.domain.comparison import Covered, ScenarioFigures, Share
from scheduler.domain.instance import Coach, Enrollment, Instance, Teacher
from scheduler.domain.matching import department_matches, grades_match
from scheduler.domain.plan import Plan
from scheduler.domain.solution import Solution
from scheduler.rules import RULES
from scheduler.rules.plan_index import PlanIndex

Number = TypeVar("Number", int, float)


def figures_of(instance: Instance, solution: Solution, base: Plan | None) -> ScenarioFigures:
    """The figures of a scenario's plan; `base` is the plan of Base, None for Base itself.

    Parameters
    ----------
    instance
        the input
    solution
        the plan with its audit and bound
    base
        the plan of Base, None for Base itself
    """
    ledger = PlanIndex(instance, solution.plan)
    weeks = instance.settings.cycles * instance.settings.weeks
    dues = [due for e in ledger.enrolled.values() for due in ledger.dues(e)]
    minutes = _minutes_of_teachers(ledger)
    coached = list(ledger.coached())
    kept = None if base is None else _kept(solution.plan, base)
    sections = _sections(ledger, list(instance.sites))
    travel, several = _travel(ledger)
    return ScenarioFigures(
        score=solution.score,
        bound=solution.bound,
        required_missed=tuple(
            (rule, amount) for (rule, level), amount in solution.audit.rules.items() if level == "Required" and amount
        ),
        covered=_covered(ledger, list(instance.sites)),
        teachers=len(_teachers(instance)),
        with_coach=len({e.teacher.id for e in coached}),
        served=len({h.teacher.id for h in ledger.held}),
        due=sum(d.due for d in dues),
        placed=sum(d.due - d.missing for d in dues),
        meetings=len(ledger.meetings),
        teacher_minutes=sum(minutes.values()) / weeks,
        by_site=_shares(instance, minutes, weeks, lambda t: t.site),
        by_department=_shares(instance, minutes, weeks, lambda t: t.department or "(none)"),
        by_priority=_shares(instance, minutes, weeks, lambda t: f"Priority {t.priority}"),
        released_minutes=_released_minutes(ledger, instance.coaches.values()) / weeks,
        minutes_in_release=_minutes_in_release(ledger, instance.coaches.values()) / weeks,
        caseloads={c: ledger.caseloads[c] for c in instance.coaches},
        enrollments=len(ledger.enrolled),
        enrollments_with_coach=len(coached),
        grade_matches=sum(grades_match(e.teacher, instance.coaches[e.coach]) for e in coached),
        content_matches=sum(department_matches(e.teacher, instance.coaches[e.coach]) for e in coached),
        travel_minutes=travel / weeks,
        days_at_several_sites=several / weeks,
        coaches=len(instance.coaches),
        fte=sum(_fte(ledger, c) for c in instance.coaches),
        sections_funded=sections.funded,
        sections_used=sections.used,
        sections=sections.paid,
        coach_periods=sections.paid + _full_time_periods(instance, instance.coaches.values()),
        cost_of_sections=sections.cost,
        cost_of_coaches=_cost_of_coaches(instance.coaches.values()),
        kept=None if kept is None else kept[0],
        kept_of=None if kept is None else kept[1],
    )


def figures_at_site(ledger: PlanIndex, site: str, shown: ScenarioFigures) -> ScenarioFigures:
    """The figures of one site: people and sessions as `shown` counts them, those that a reader sees; periods, sections
    and the time of the coaches at home there, which name nobody, by the whole plan.

    Parameters
    ----------
    ledger
        the plan, indexed
    site
        the id of the site
    shown
        the figures of people and sessions, as the reader sees them
    """
    instance = ledger.instance
    weeks = instance.settings.cycles * instance.settings.weeks
    homes = instance.home_coaches(site)
    sections = _sections(ledger, [site])
    return replace(
        shown,
        required_missed=(),
        covered=_covered(ledger, [site]),
        released_minutes=_released_minutes(ledger, homes) / weeks,
        minutes_in_release=_minutes_in_release(ledger, homes) / weeks,
        coaches=len(homes),
        fte=sum(_fte(ledger, c.id) for c in homes),
        sections_funded=sections.funded,
        sections_used=sections.used,
        sections=sections.paid,
        coach_periods=sections.paid + _full_time_periods(instance, homes),
        cost_of_sections=sections.cost,
        cost_of_coaches=_cost_of_coaches(homes),
    )


def coaches_of(plan: Plan) -> dict[Enrollment, str]:
    """The coach of every enrollment, "" where it has none."""
    return {Enrollment(a.teacher, a.program): a.coach for a in plan.assignments}


def _teachers(instance: Instance) -> list[Teacher]:
    """Those who may be coached."""
    return [t for t in instance.teachers.values() if t.may_be_coached]


def _minutes_of_teachers(ledger: PlanIndex) -> Counter[str]:
    minutes: Counter[str] = Counter()
    for held in ledger.held:
        minutes[held.teacher.id] += held.minutes
    return minutes


def _shares(
    instance: Instance, minutes: Counter[str], weeks: int, group_of: Callable[[Teacher], str]
) -> tuple[Share, ...]:
    members: dict[str, list[str]] = defaultdict(list)
    for teacher in _teachers(instance):
        members[group_of(teacher)].append(teacher.id)
    return tuple(
        Share(name, len(ids), sum(minutes[t] for t in ids) / weeks / len(ids)) for name, ids in sorted(members.items())
    )


def _covered(ledger: PlanIndex, sites: Sequence[str]) -> tuple[Covered, ...]:
    """Every Class period of these sites, as the rule All periods covered judges it."""
    instance = ledger.instance
    measures = iter(RULES["All periods covered"].measure(ledger))
    found = []
    for site in instance.sites:
        homes = instance.home_coaches(site)
        for period in instance.class_periods(site):
            coaches = sum(period in ledger.released[c.id] for c in homes)
            found.append(Covered(site, period, coaches, next(measures).amount == 0))
    return tuple(c for c in found if c.site in sites)


def _released_minutes(ledger: PlanIndex, coaches: Iterable[Coach]) -> int:
    """Minutes of the released Class slots of these coaches at home, over the patterns of all cycles."""
    instance = ledger.instance
    return instance.settings.cycles * sum(
        slot.minutes
        for coach in coaches
        for slot in instance.home_slots(coach.id)
        if slot.is_class and ledger.free_to_plan(coach.id, slot)
    )


def _minutes_in_release(ledger: PlanIndex, coaches: Iterable[Coach]) -> int:
    """Minutes of these coaches' sessions in Class slots, over the patterns of all cycles."""
    ids = {c.id for c in coaches}
    return sum(
        m.minutes for m in ledger.meetings if m.coach in ids and m.held[0].slot is not None and m.held[0].slot.is_class
    )


def _full_time_periods(instance: Instance, coaches: Iterable[Coach]) -> int:
    return sum(len(instance.class_periods(c.home)) for c in coaches if c.full_time)


def _fte(ledger: PlanIndex, coach: str) -> float:
    """A full-time coach is one; another the share of the home site's Class periods in which the coach is released."""
    who = ledger.instance.coaches[coach]
    periods = len(ledger.instance.class_periods(who.home))
    return 1.0 if who.full_time else len(ledger.released[coach]) / periods if periods else 0.0


class _Sections(NamedTuple):
    """Sections of some sites. `funded` None: a site has no limit; `cost` None: a site that pays does not say."""

    funded: int | None
    used: int
    paid: int
    cost: float | None


def _sections(ledger: PlanIndex, sites: Sequence[str]) -> _Sections:
    instance = ledger.instance
    funded: list[int | None] = []
    used = paid = 0
    costs: list[float | None] = []
    for site in (instance.sites[s] for s in sites):
        most = ledger.value("Sections funded", site.id, site.sections_funded)
        here = sum(len(ledger.released[c.id]) for c in instance.home_coaches(site.id) if not c.full_time)
        funded.append(most)
        used += here
        here = max(here, most or 0)
        paid += here
        costs.append(None if here and site.cost_per_section is None else here * (site.cost_per_section or 0))
    return _Sections(_sum(funded), used, paid, _sum(costs))


def _cost_of_coaches(coaches: Iterable[Coach]) -> float | None:
    """What coaches cost beyond the sections; of one who is not full time a blank means nothing beyond them."""
    return _sum([c.cost if c.full_time else c.cost or 0 for c in coaches])


def _sum(parts: Sequence[Number | None]) -> Number | None:
    """The sum, None where a part of it is not known."""
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None


def _travel(ledger: PlanIndex) -> tuple[int, int]:
    """(minutes on the road between meetings of a day, days of a coach at several sites), over all patterns."""
    minutes = several = 0
    for _, meetings in ledger.days_led:
        sites = [m.site for m in sorted(meetings, key=lambda m: m.start) if not m.virtual]
        minutes += sum(ledger.instance.travel_minutes(a, b) for a, b in pairwise(sites) if a != b)
        several += len(set(sites)) > 1
    return minutes, several


def _kept(plan: Plan, base: Plan) -> tuple[int, int]:
    """(teachers whose coaches are those of Base, teachers of Base with a coach who are in this plan, too); a program
    that a teacher has in one of the two alone does not count."""
    now, before = _coaches_by_teacher(plan), _coaches_by_teacher(base)
    both = [t for t, coaches in before.items() if any(coaches.values()) and now.get(t, {}).keys() & coaches.keys()]
    same = [all(c == now[t][p] for p, c in before[t].items() if p in now[t]) for t in both]
    return sum(same), len(both)


def _coaches_by_teacher(plan: Plan) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for a in plan.assignments:
        found[a.teacher][a.program] = a.coach
    return found
