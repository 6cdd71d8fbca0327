"""What must be true between the best score of a district and that of the same district changed a little.

Each relation takes a district and gives the pair (before, after), or None where it has nothing to change there. The
best score of `after` is then not worse, not better, equal, or so many times that of `before`.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

from scheduler.domain.instance import Coach, Instance, Pin, Slot, State, Status
from scheduler.domain.plan import Plan

Holds = Literal["not worse", "not better", "equal"]
Pair = tuple[Instance, Instance]
T = TypeVar("T")

# A new coach owes what these ask of every coach.
OWED_BY_COACHES = (
    "Coaching periods per coach",
    "Flex time",
    "Common planning",
    "Caseload balance",
    "Weekly coaching time",
    "Teachers coached weekly",
)
# Even a coach who is never at work counts as a coach of the site, and carries a caseload.
COUNTING_HEADS = ("Coaches per site", "Caseload maximum")
# By how much a rule's value is made stricter.
STRICTER = {
    "Sections funded": -1,
    "Coaching periods per coach": 1,
    "Coaches per site": 1,
    "Flex time": 1,
    "Common planning": 1,
    "Caseload maximum": -1,
    "Caseload balance": -1,
    "Sessions per day": -1,
    "Prep minutes used": -10,
    "Weekly coaching time": 30,
    "Teachers coached weekly": 1,
    "Even cycles": -30,
}


@dataclass(frozen=True)
class Relation:
    name: str
    change: Callable[[Instance, random.Random], Pair | None]
    holds: Holds
    times: int = 1


# ---- more to work with ----


def section_added(instance: Instance, rng: random.Random) -> Pair | None:
    funded = [s for s in instance.sites.values() if s.sections_funded is not None]
    if not funded:
        return None
    site = rng.choice(funded)
    more = replace(site, sections_funded=(site.sections_funded or 0) + 1)
    return instance, replace(instance, sites={**instance.sites, site.id: more})


def flex_slot_added(instance: Instance, rng: random.Random) -> Pair | None:
    """After the last slot of a day, or before the first."""
    bell = rng.choice(list(instance.bells))
    slots = instance.bells[bell]
    one = rng.choice(slots)
    today = [s for s in slots if (s.week, s.day) == (one.week, one.day)]
    late, early = max(s.end for s in today) + rng.choice((0, 5)), min(s.start for s in today) - 45
    start = rng.choice((late, early))
    slot = Slot(bell, one.week, one.day, "Extra", start, start + rng.choice((20, 40)), "Flex")
    here = {s.id for s in instance.sites.values() if s.bell == bell}
    available: Status = "Available"
    return instance, replace(
        instance,
        bells={**instance.bells, bell: (*slots, slot)},
        states={
            t: (*states, State("")) if instance.teachers[t].site in here else states
            for t, states in instance.states.items()
        },
        availability={
            c: (*said, available) if instance.coaches[c].home in here else said
            for c, said in instance.availability.items()
        },
    )


def coach_made_available(instance: Instance, rng: random.Random) -> Pair | None:
    found = [
        (c, slot.period)
        for c, said in instance.availability.items()
        for slot, status in zip(instance.home_slots(c), said, strict=True)
        if status in ("Unavailable", "Avoid") and not instance.coaches[c].full_time
    ]
    if not found:
        return None
    coach, period = rng.choice(found)
    said = tuple(
        "Available" if slot.period == period and status in ("Unavailable", "Avoid") else status
        for slot, status in zip(instance.home_slots(coach), instance.availability[coach], strict=True)
    )
    return instance, replace(instance, availability={**instance.availability, coach: said})


def coach_added(instance: Instance, rng: random.Random) -> Pair | None:
    """At a site that is a coach's home already: where none is, any visitor covers its periods."""
    home = rng.choice(list(instance.coaches.values())).home
    new = Coach("New", "New", (home,), release_min=0)
    base = switched_off(instance, OWED_BY_COACHES)
    return base, _with_coach(base, new, "Available")


def absent_coach_doubled(instance: Instance, rng: random.Random) -> Pair | None:
    base = switched_off(instance, (*OWED_BY_COACHES, *COUNTING_HEADS))
    like = rng.choice(list(base.coaches.values()))
    one = _with_coach(base, replace(like, id="Away 1"), "Unavailable")
    return one, _with_coach(one, replace(like, id="Away 2"), "Unavailable")


def _with_coach(instance: Instance, coach: Coach, status: Status) -> Instance:
    slots = instance.slots(coach.home)
    return replace(
        instance,
        coaches={**instance.coaches, coach.id: coach},
        availability={**instance.availability, coach.id: (status,) * len(slots)},
    )


def switched_off(instance: Instance, rules: tuple[str, ...]) -> Instance:
    off = {key: replace(r, level="Off") if key[0] in rules else r for key, r in instance.rules.items()}
    return replace(instance, rules=off)


# ---- more that is asked ----


def value_made_stricter(instance: Instance, rng: random.Random) -> Pair | None:
    given = [(key, r) for key, r in instance.rules.items() if r.value is not None and key[0] in STRICTER]
    key, r = rng.choice([(key, r) for key, r in given if r.level != "Off"] or given)
    stricter = max(0, (r.value or 0) + STRICTER[key[0]])
    return instance, replace(instance, rules={**instance.rules, key: replace(r, value=stricter)})


def weight_raised(instance: Instance, rng: random.Random) -> Pair | None:
    key = rng.choice([key for key, r in instance.rules.items() if r.level != "Off"])
    heavier = replace(instance.rules[key], weight=instance.rules[key].weight + rng.choice((1, 4)))
    return instance, replace(instance, rules={**instance.rules, key: heavier})


def weights_doubled(instance: Instance, rng: random.Random) -> Pair | None:
    return instance, _weighed(instance, 2)


def weights_tripled(instance: Instance, rng: random.Random) -> Pair | None:
    return instance, _weighed(instance, 3)


def _weighed(instance: Instance, times: int) -> Instance:
    heavier = {key: replace(r, weight=r.weight * times) for key, r in instance.rules.items()}
    return replace(instance, rules=heavier)


# ---- the same in other words ----


def people_renamed(instance: Instance, rng: random.Random) -> Pair | None:
    """Ids in another order of the alphabet, for everybody and every site."""
    ids = [*instance.teachers, *instance.coaches, *instance.sites]
    new = rng.sample([f"{rng.choice('abxyzAB')}{i}" for i in range(len(ids))], len(ids))
    return instance, renamed(instance, dict(zip(ids, new, strict=True)))


def renamed(instance: Instance, to: Mapping[str, str]) -> Instance:
    """The same district; what `to` does not name keeps its id. Bell schedules and programs keep theirs."""

    def name(id: str) -> str:
        return to.get(id, id)

    return replace(
        instance,
        sites={name(s.id): replace(s, id=name(s.id)) for s in instance.sites.values()},
        teachers={
            name(t.id): replace(
                t,
                id=name(t.id),
                site=name(t.site),
                requested_coach=name(t.requested_coach),
                last_coach=name(t.last_coach),
                avoid_coaches=tuple(map(name, t.avoid_coaches)),
            )
            for t in instance.teachers.values()
        },
        states={name(t): states for t, states in instance.states.items()},
        coaches={
            name(c.id): replace(c, id=name(c.id), sites=tuple(map(name, c.sites))) for c in instance.coaches.values()
        },
        availability={name(c): said for c, said in instance.availability.items()},
        rules={(rule, name(site)): r for (rule, site), r in instance.rules.items()},
        travel={(name(a), name(b)): minutes for (a, b), minutes in instance.travel.items()},
        pins=tuple(replace(p, teacher=name(p.teacher), coach=name(p.coach)) for p in instance.pins),
    )


def rows_shuffled(instance: Instance, rng: random.Random) -> Pair | None:
    orders = {b: rng.sample(range(len(slots)), len(slots)) for b, slots in instance.bells.items()}

    def shuffled(rows: Mapping[str, T]) -> dict[str, T]:
        return {key: rows[key] for key in rng.sample(list(rows), len(rows))}

    def order(site: str) -> list[int]:
        return orders[instance.sites[site].bell]

    return instance, replace(
        instance,
        sites=shuffled(instance.sites),
        bells={b: tuple(slots[i] for i in orders[b]) for b, slots in shuffled(instance.bells).items()},
        teachers=shuffled(instance.teachers),
        states={t: tuple(states[i] for i in order(instance.teachers[t].site)) for t, states in instance.states.items()},
        coaches=shuffled(instance.coaches),
        availability={
            c: tuple(said[i] for i in order(instance.coaches[c].home)) for c, said in instance.availability.items()
        },
        programs=shuffled(instance.programs),
    )


def days_permuted(instance: Instance, rng: random.Random) -> Pair | None:
    """In one week in which nothing follows anything; where days count in between, another order is another week."""
    if instance.settings.weeks > 1:
        return None
    days = len(instance.settings.days)
    order = rng.sample(range(days), days)
    loose = replace(
        instance,
        programs={
            p.id: replace(p, sessions=tuple(replace(s, after="", within_days=None) for s in p.sessions))
            for p in instance.programs.values()
        },
    )
    moved = {b: tuple(replace(s, day=order[s.day]) for s in slots) for b, slots in instance.bells.items()}
    return loose, replace(loose, bells=moved)


# ---- two districts ----


def beside(a: Instance, b: Instance) -> Instance:
    """Two districts with the same settings, programs and rules, and nobody and no site in common."""
    return replace(
        a,
        sites={**a.sites, **b.sites},
        bells={**a.bells, **b.bells},
        teachers={**a.teachers, **b.teachers},
        states={**a.states, **b.states},
        coaches={**a.coaches, **b.coaches},
        availability={**a.availability, **b.availability},
        rules={**b.rules, **a.rules},
        travel={**a.travel, **b.travel},
        pins=a.pins + b.pins,
    )


def neighbour(instance: Instance, rng: random.Random) -> Instance:
    """Another district under the same rules: other names, fewer teachers, other sections funded."""
    kept = rng.sample(list(instance.teachers), rng.randint(1, len(instance.teachers)))
    other = replace(
        instance,
        teachers={t: instance.teachers[t] for t in instance.teachers if t in kept},
        states={t: instance.states[t] for t in instance.teachers if t in kept},
        sites={s.id: replace(s, sections_funded=rng.choice((None, 1, 3))) for s in instance.sites.values()},
    )
    ids = [*other.teachers, *other.coaches, *other.sites]
    return renamed(other, {id: f"Second {id}" for id in ids})


# ---- what was found, pinned ----


def pins_of(instance: Instance, plan: Plan) -> tuple[Pin, ...]:
    """Everything that a plan says, as pins: coaches, releases and periods without, sessions to the minute."""
    pins = [
        Pin("Pins!A2", "Coach", teacher=a.teacher, program=a.program, coach=a.coach)
        for a in plan.assignments
        if a.coach
    ]
    for c in instance.coaches.values():
        for period in instance.class_periods(c.home):
            pins.append(Pin("Pins!A2", "Release", coach=c.id, period=period, released=period in plan.releases[c.id]))
    for s in plan.sessions:
        pins.append(
            Pin(
                "Pins!A2",
                "Session",
                s.teacher,
                s.program,
                s.coach,
                s.cycle,
                s.week,
                s.day,
                s.period,
                s.session,
                s.start,
            )
        )
    return tuple(replace(p, where=f"Pins!A{i}") for i, p in enumerate(pins, 2))


def loosened(pin: Pin, rng: random.Random) -> Pin:
    """A pin that says less: of a session any of coach, cycle, week, day, period and start may be left open."""
    if pin.kind != "Session":
        return pin
    return replace(
        pin,
        coach=rng.choice((pin.coach, "")),
        cycle=rng.choice((pin.cycle, None)),
        week=rng.choice((pin.week, None)),
        day=rng.choice((pin.day, None)),
        period=rng.choice((pin.period, "")),
        start=rng.choice((pin.start, None)),
    )


RELATIONS = (
    Relation("a funded section added", section_added, "not worse"),
    Relation("a flex slot added", flex_slot_added, "not worse"),
    Relation("a coach made available", coach_made_available, "not worse"),
    Relation("a coach added", coach_added, "not worse"),
    Relation("a coach who is never at work doubled", absent_coach_doubled, "equal"),
    Relation("a value made stricter", value_made_stricter, "not better"),
    Relation("a weight raised", weight_raised, "not better"),
    Relation("all weights doubled", weights_doubled, "equal", 2),
    Relation("all weights tripled", weights_tripled, "equal", 3),
    Relation("people and sites renamed", people_renamed, "equal"),
    Relation("rows shuffled", rows_shuffled, "equal"),
    Relation("days of a week permuted", days_permuted, "equal"),
)
