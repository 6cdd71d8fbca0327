"""A district made smaller for as long as the same is wrong with it: what is left shows why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from typing import Any

from scheduler.domain.instance import Instance, Program, Slot

TEACHER = {
    "priority": 1,
    "requested_coach": "",
    "avoid_coaches": (),
    "last_coach": "",
    "prep_minutes": None,
    "department": "",
    "grades": (),
    "role": "Teacher",
}
COACH = {
    "roles": (),
    "departments": (),
    "grades": (),
    "release_min": None,
    "release_max": None,
    "full_time": False,
    "max_caseload": None,
    "max_sessions_per_day": None,
}
SESSION = {
    "after": "",
    "within_days": None,
    "mode": "In person",
    "group_size": 1,
    "when": (),
    "level": "Required",
    "confidential": False,
}


def smallest(instance: Instance, wrong: Callable[[Instance], bool]) -> Instance:
    """The district after every step that may be taken without making it right."""
    at = failed = 0  # the place among the steps, and how many in a row made it right
    while failed < (many := len(todo := list(steps(instance)))):
        while failed < many:
            one, at, failed = todo[at % many], at + 1, failed + 1
            if wrong(one):
                instance, at, failed = one, at - 1, 0
                break
    return instance


def steps(instance: Instance) -> Iterator[Instance]:
    """Every district that is one step smaller, the largest steps first."""
    return (one for one in _steps(instance) if one != instance)


def _steps(i: Instance) -> Iterator[Instance]:
    yield from (_without_teacher(i, t) for t in i.teachers if len(i.teachers) > 1)
    yield from (_without_coach(i, c) for c in i.coaches if len(i.coaches) > 1)
    if i.settings.cycles > 1:
        yield _cycles(i, i.settings.cycles - 1)
    yield from (_without_slots(i, lambda s, w=w: s.week == w) for w in range(2, i.settings.weeks + 1))
    yield from (_without_slots(i, lambda s, d=d: s.day == d) for d in range(len(i.settings.days)))
    periods = {(s.bell, s.period): None for slots in i.bells.values() for s in slots}
    yield from (_without_slots(i, lambda s, p=p: (s.bell, s.period) == p) for p in periods)
    yield from (replace(i, pins=tuple(p for p in i.pins if p is not pin)) for pin in i.pins)
    for p in i.programs.values():
        yield from (_program(i, replace(p, sessions=_without_session(p, s.name))) for s in p.sessions)
    for key, rule in i.rules.items():
        if rule.level not in (None, "Off"):
            yield replace(i, rules={**i.rules, key: replace(rule, level="Off")})
        if rule.weight != 1:
            yield replace(i, rules={**i.rules, key: replace(rule, weight=1)})
        if key[1]:
            yield replace(i, rules={k: r for k, r in i.rules.items() if k != key})
    yield from _plainer(i)


def _plainer(i: Instance) -> Iterator[Instance]:
    """What has a default put at it."""
    for t in i.teachers.values():
        yield from (replace(i, teachers={**i.teachers, t.id: x}) for x in _with(t, TEACHER))
        yield from (
            replace(i, teachers={**i.teachers, t.id: replace(t, programs=(p,))}) for p in t.programs if t.programs[1:]
        )
    for c in i.coaches.values():
        yield from (replace(i, coaches={**i.coaches, c.id: x}) for x in _with(c, {**COACH, "sites": c.sites[:1]}))
        said = i.availability[c.id]
        yield from (
            replace(i, availability={**i.availability, c.id: (*said[:n], "Available", *said[n + 1 :])})
            for n, status in enumerate(said)
            if status != "Available"
        )
        if c.id in i.apart:
            yield replace(i, apart={k: x for k, x in i.apart.items() if k != c.id})
    yield from (replace(i, at_site={k: x for k, x in i.at_site.items() if k != key}) for key in i.at_site)
    for p in i.programs.values():
        yield from (_program(i, x) for x in _with(p, {"role": ""}))
        for s in p.sessions:
            for other in _with(s, SESSION):
                yield _program(i, replace(p, sessions=tuple(other if x is s else x for x in p.sessions)))
    for pair in i.travel:
        yield replace(i, travel={k: v for k, v in i.travel.items() if k != pair})
    yield from (replace(i, settings=x) for x in _with(i.settings, {"minutes_between_sessions": 0}))
    for site in i.sites.values():
        yield from (replace(i, sites={**i.sites, site.id: x}) for x in _with(site, {"sections_funded": None}))


def _with(thing: Any, plain: Mapping[str, Any]) -> Iterator[Any]:
    """The thing with each of some values, where it has another."""
    yield from (replace(thing, **{name: value}) for name, value in plain.items() if getattr(thing, name) != value)


def _program(i: Instance, program: Program) -> Instance:
    return replace(i, programs={**i.programs, program.id: program})


def _without_session(p: Program, name: str) -> tuple[object, ...]:
    return tuple(replace(s, after="" if s.after == name else s.after) for s in p.sessions if s.name != name)


def _without_teacher(i: Instance, teacher: str) -> Instance:
    return _homes_alone(
        replace(
            i,
            teachers={t: x for t, x in i.teachers.items() if t != teacher},
            states={t: x for t, x in i.states.items() if t != teacher},
            pins=tuple(p for p in i.pins if p.teacher != teacher),
        )
    )


def _without_coach(i: Instance, coach: str) -> Instance:
    teachers = {
        t.id: replace(
            t,
            requested_coach="" if t.requested_coach == coach else t.requested_coach,
            last_coach="" if t.last_coach == coach else t.last_coach,
            avoid_coaches=tuple(c for c in t.avoid_coaches if c != coach),
        )
        for t in i.teachers.values()
    }
    return _homes_alone(
        replace(
            i,
            teachers=teachers,
            coaches={c: x for c, x in i.coaches.items() if c != coach},
            availability={c: x for c, x in i.availability.items() if c != coach},
            pins=tuple(p for p in i.pins if p.coach != coach),
        )
    )


def _homes_alone(i: Instance) -> Instance:
    """Sites that nobody is at any more are left out."""
    used = {t.site for t in i.teachers.values()} | set(chain(*(c.sites for c in i.coaches.values())))
    sites = {s: x for s, x in i.sites.items() if s in used}
    return replace(
        i,
        sites=sites,
        apart={c: x for c, x in i.apart.items() if c in i.coaches},
        at_site={(c, s): x for (c, s), x in i.at_site.items() if c in i.coaches and s in i.coaches[c].sites},
        bells={b: slots for b, slots in i.bells.items() if any(s.bell == b for s in sites.values())},
        rules={k: r for k, r in i.rules.items() if not k[1] or k[1] in used},
        travel={(a, b): n for (a, b), n in i.travel.items() if a in used and b in used},
    )


def _cycles(i: Instance, cycles: int) -> Instance:
    return replace(
        i,
        settings=replace(i.settings, cycles=cycles),
        programs={p.id: replace(p, cycles=min(p.cycles, cycles)) for p in i.programs.values()},
        pins=tuple(
            replace(p, cycles=tuple(k for k in p.cycles if k <= cycles)) for p in i.pins if (p.cycle or 1) <= cycles
        ),
    )


def _without_slots(i: Instance, gone: Callable[[Slot], bool]) -> Instance:
    """Some slots fewer; a schedule that would have none keeps them."""
    kept = {b: [n for n, s in enumerate(slots) if not gone(s)] for b, slots in i.bells.items()}
    kept = {b: ns or list(range(len(i.bells[b]))) for b, ns in kept.items()}

    def bell(site: str) -> list[int]:
        return kept[i.sites[site].bell]

    smaller = replace(
        i,
        bells={b: tuple(i.bells[b][n] for n in ns) for b, ns in kept.items()},
        states={t: tuple(x[n] for n in bell(i.teachers[t].site)) for t, x in i.states.items()},
        availability={c: tuple(x[n] for n in bell(i.coaches[c].home)) for c, x in i.availability.items()},
        apart={c: tuple(x[n] for n in bell(i.coaches[c].home)) for c, x in i.apart.items()},
        at_site={(c, s): tuple(x[n] for n in bell(s)) for (c, s), x in i.at_site.items()},
    )
    places = {(s.week, s.day, s.period) for slots in smaller.bells.values() for s in slots}
    released = {(c, p) for c in smaller.coaches for p in smaller.class_periods(smaller.coaches[c].home)}
    return replace(
        smaller,
        pins=tuple(
            p
            for p in i.pins
            if (p.kind != "Release" or (p.coach, p.period) in released)
            and (
                p.kind != "Session"
                or any(p.week in (None, w) and p.day in (None, d) and p.period in ("", x) for w, d, x in places)
            )
        ),
    )
