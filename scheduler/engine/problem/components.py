"""A district in parts that have nothing to do with each other: sites that share no coach; and their plans joined."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from scheduler.domain.instance import Enrollment, Instance
from scheduler.domain.plan import Plan, Session
from scheduler.domain.score import Score
from scheduler.domain.source_cells import SourceCells
from scheduler.engine.results import ComponentResult, EngineResult


def parts_of(instance: Instance) -> tuple[Instance, ...]:
    """The parts of a district that can be solved apart: an instance for each set of sites that share coaches, in the
    order of the sites."""
    leader = {site: site for site in instance.sites}

    def find(site: str) -> str:
        while leader[site] != site:
            leader[site] = leader[leader[site]]
            site = leader[site]
        return site

    for coach in instance.coaches.values():
        for site in coach.sites:
            leader[find(site)] = find(coach.home)
    sets: dict[str, list[str]] = {}
    for site in instance.sites:
        sets.setdefault(find(site), []).append(site)
    if len(sets) == 1:
        return (instance,)
    people: dict[str, list[str]] = {first: [] for first in sets}
    for teacher in instance.teachers.values():
        people[find(teacher.site)].append(teacher.id)
    coaches: dict[str, list[str]] = {first: [] for first in sets}
    for c in instance.coaches.values():
        coaches[find(c.home)].append(c.id)
    return tuple(_part(instance, sites, people[first], coaches[first]) for first, sites in sets.items())


def _part(instance: Instance, sites: Sequence[str], teachers: Sequence[str], coaches: Sequence[str]) -> Instance:
    here, staff = set(sites), {*teachers, *coaches}
    return replace(
        instance,
        sites={s: instance.sites[s] for s in sites},
        bells={instance.sites[s].bell: instance.slots(s) for s in sites},
        teachers={t: instance.teachers[t] for t in teachers},
        states={t: instance.states[t] for t in teachers},
        coaches={c: instance.coaches[c] for c in coaches},
        availability={c: instance.availability[c] for c in coaches},
        rules={key: r for key, r in instance.rules.items() if key[1] in here or not key[1]},
        apart={c: said for c, said in instance.apart.items() if c in coaches},
        at_site={key: said for key, said in instance.at_site.items() if key[0] in coaches},
        travel={pair: minutes for pair, minutes in instance.travel.items() if set(pair) <= here},
        pins=tuple(p for p in instance.pins if p.teacher in staff or p.coach in staff),
        problems=(),
        cells=SourceCells(),
    )


def join(instance: Instance, plans: Iterable[Plan]) -> Plan:
    """The plan of the whole, in the order of the whole; groups are numbered anew within each cycle."""
    plans = list(plans)
    releases = {c: periods for plan in plans for c, periods in plan.releases.items()}
    assignments = {Enrollment(a.teacher, a.program): a for plan in plans for a in plan.assignments}
    return Plan(
        {c: releases[c] for c in instance.coaches},
        tuple(assignments[e] for e in instance.enrollments),
        _numbered(sorted(s for plan in plans for s in plan.sessions)),
        tuple(sorted(r for plan in plans for r in plan.reserved)),
    )


def join_results(instance: Instance, results: Sequence[ComponentResult]) -> EngineResult:
    """The plan and the bound of a district, from those of its parts in their order."""
    bound = total_bound([r.score for r in results], [r.bound for r in results])
    return EngineResult(join(instance, [r.plan for r in results]), bound)


def _numbered(sessions: list[Session]) -> tuple[Session, ...]:
    """Groups are called G1, G2, ... in the order of time, from 1 in each cycle."""
    names: dict[tuple[int, str, str], str] = {}
    numbers: Counter[int] = Counter()
    numbered = []
    for s in sessions:
        if s.group:
            key = (s.cycle, s.coach, s.group)
            if key not in names:
                numbers[s.cycle] += 1
                names[key] = f"G{numbers[s.cycle]}"
            s = replace(s, group=names[key])  # noqa: PLW2901 - the row as it leaves
        numbered.append(s)
    return tuple(sorted(numbered))


def total(scores: Iterable[Score]) -> Score:
    """Scores of parts, added up by level."""
    return Score(*(sum(level) for level in zip(Score(), *scores, strict=True)))


def total_bound(scores: Sequence[Score], bounds: Sequence[Score]) -> Score:
    """The bound of the whole: a level's holds only while the levels above are proven in every part."""
    levels: list[int] = []
    for i in range(3):
        levels.append(sum(b[i] for b in bounds))
        if levels[i] < sum(s[i] for s in scores):
            levels += [0] * (2 - i)
            break
    return Score(*levels)
