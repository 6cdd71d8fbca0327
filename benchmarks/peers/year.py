"""The year as Timefold sees it: facts, planning entities and the constraint streams of the rules.

Timefold compiles these classes and lambdas to Java, so they hold plain numbers, texts and lists. Importing this module
needs timefold and starts Java.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any

from timefold.solver.domain import (
    PlanningEntityCollectionProperty,
    PlanningId,
    PlanningScore,
    PlanningVariable,
    ProblemFactCollectionProperty,
    ValueRangeProvider,
    planning_entity,
    planning_solution,
)
from timefold.solver.score import (
    ConstraintCollectors,
    ConstraintFactory,
    HardMediumSoftScore,
    Joiners,
    constraint_provider,
)

from scheduler.domain.instance import LEVELS, Level

GIVEN_BACK = ", given back"  # a rule's second half: see `_staffing_rules`
MET = "Every teacher can meet the coach" + GIVEN_BACK
TIME_DONE = "Weekly coaching time" + GIVEN_BACK
TEACHERS_MET = "Teachers coached weekly" + GIVEN_BACK
STRUCTURE = 1000  # what holds in every plan weighs more than any session
HALF_HOUR = 30


@dataclass(eq=False)
class Slot:
    """A slot of a site; `moment` and `day` count from the first school day, `date` names week and day."""

    index: int
    period: str
    week: int
    date: int
    day: int
    moment: int
    size: int
    site: str


@dataclass(eq=False)
class Coach:
    """`need` has for each slot the period that must be released, "" for none and "-" for never."""

    id: str
    home: str
    need: list[str]
    least: int
    most: int
    most_caseload: int
    most_a_day: int
    funded_site: str
    weekly_minutes: int
    weekly_teachers: int
    weeks: int


@planning_entity
@dataclass(eq=False)
class Turn:
    """One cycle of an enrollment: which, and with which coach. Costs are by place in `coaches`."""

    id: Annotated[int, PlanningId]
    enrollment: int
    first: bool
    site: str
    teacher: str
    coaches: Annotated[list[Coach], ValueRangeProvider(id="coaches")]
    cycles: Annotated[list[int], ValueRangeProvider(id="cycles")]
    required: dict[str, int]
    recommended: dict[str, int]
    option: dict[str, int]
    always_meets: list[str]
    coach: Annotated[Coach | None, PlanningVariable(value_range_provider_refs=["coaches"])] = field(default=None)
    cycle: Annotated[int | None, PlanningVariable(value_range_provider_refs=["cycles"])] = field(default=None)


@planning_entity
@dataclass(eq=False)
class Visit:
    """One session of a turn; `slot` None: not held. `after` is the visit that it follows, -1 for none."""

    id: Annotated[int, PlanningId]
    turn: int
    teacher: str
    session: str
    load: int
    minutes: int
    alone: bool
    after: int
    within: int
    required: int
    recommended: int
    option: int
    prep_limit: int
    prep: list[int]
    not_priority: list[int]
    slots: Annotated[list[Slot], ValueRangeProvider(id="slots")]
    slot: Annotated[Slot | None, PlanningVariable(value_range_provider_refs=["slots"], allows_unassigned=True)] = field(
        default=None
    )


@planning_entity
@dataclass(eq=False)
class Release:
    """Whether a coach is released in a period."""

    key: Annotated[str, PlanningId]
    coach: str
    period: str
    site: str
    counted: bool
    funded: int
    least: int
    most: int
    avoided: int
    choices: Annotated[list[int], ValueRangeProvider(id="choices")]
    on: Annotated[int | None, PlanningVariable(value_range_provider_refs=["choices"])] = field(default=None)


@planning_entity
@dataclass(eq=False)
class Kept:
    """A slot kept free in a cycle and week by some coaches: one for flex, all of a site to plan together."""

    id: Annotated[int, PlanningId]
    purpose: str
    coach: str
    coaches: list[str]
    cycle: int
    week: int
    slots: Annotated[list[Slot], ValueRangeProvider(id="keepable")]
    slot: Annotated[Slot | None, PlanningVariable(value_range_provider_refs=["keepable"], allows_unassigned=True)] = (
        field(default=None)
    )


@dataclass(eq=False)
class Keeper:
    """A coach who takes part in what is kept; `prep` are the slots in which this coach needs no release."""

    kept: int
    coach: str
    prep: list[int]


@dataclass(eq=False)
class Period:
    """A Class period of a site that has home coaches."""

    site: str
    label: str


@dataclass(eq=False)
class Prep:
    """A period in which the teacher of a turn is on Prep."""

    turn: int
    period: str


@planning_solution
@dataclass(eq=False)
class Year:
    """The whole problem, and its score."""

    turns: Annotated[list[Turn], PlanningEntityCollectionProperty]
    visits: Annotated[list[Visit], PlanningEntityCollectionProperty]
    releases: Annotated[list[Release], PlanningEntityCollectionProperty]
    kept: Annotated[list[Kept], PlanningEntityCollectionProperty]
    coaches: Annotated[list[Coach], ProblemFactCollectionProperty]
    keepers: Annotated[list[Keeper], ProblemFactCollectionProperty]
    periods: Annotated[list[Period], ProblemFactCollectionProperty]
    preps: Annotated[list[Prep], ProblemFactCollectionProperty]
    score: Annotated[HardMediumSoftScore | None, PlanningScore] = field(default=None)


# Rule -> (level, weight, value), as the district has set them: read when the streams are made, once for each solve.
RULES: dict[str, tuple[Level, int, int]] = {}


def weight(rule: str) -> Any:
    """The score of one unit of a rule's shortfall."""
    level, units, _ = RULES[rule]
    return HardMediumSoftScore.of(*(units if level == name else 0 for name in LEVELS))


STRUCTURAL = HardMediumSoftScore.of(STRUCTURE, 0, 0)


@constraint_provider
def provide(f: ConstraintFactory) -> list[Any]:
    """All constraints: what holds in every plan, then the rules that count."""
    STREAMS.clear()
    found = [*_structure(f), *_costs(f)]
    for rules in (_staffing_rules, _week_rules, _day_rules):
        found += [
            stream.as_constraint(rule) for rule, make in rules().items() if rule in RULES for stream in [make(f, rule)]
        ]
    return found


STREAMS: list[Any] = []  # the stream that most rules begin with, made once: Timefold then works it out once


def held(f: ConstraintFactory) -> Any:
    """Every visit that has a slot, with its turn."""
    if not STREAMS:
        STREAMS.append(f.for_each(Visit).join(Turn, Joiners.equal(lambda v: v.turn, lambda t: t.id)))
    return STREAMS[0]


def _structure(f: ConstraintFactory) -> list[Any]:
    return [
        held(f)
        .group_by(
            lambda v, t: t.coach.id,
            lambda v, t: t.cycle,
            lambda v, t: v.slot,
            ConstraintCollectors.sum(lambda v, t: v.load),
        )
        .filter(lambda c, k, s, total: total > s.size)
        .penalize(STRUCTURAL, lambda c, k, s, total: total - s.size)
        .as_constraint("A coach is in one place"),
        held(f)
        .filter(lambda v, t: t.coach.need[v.slot.index] == "-")
        .penalize(STRUCTURAL)
        .as_constraint("A coach is at work"),
        held(f)
        .filter(lambda v, t: t.coach.need[v.slot.index] != "-" and t.coach.need[v.slot.index] != "")
        .if_not_exists(
            Release,
            Joiners.equal(lambda v, t: t.coach.id + "|" + t.coach.need[v.slot.index], lambda r: r.key),
            Joiners.equal(lambda v, t: 1, lambda r: r.on),
        )
        .penalize(STRUCTURAL)
        .as_constraint("A coach is released"),
        f.for_each(Visit)
        .filter(lambda v: v.after >= 0)
        .if_not_exists(Visit, Joiners.equal(lambda v: v.after, lambda first: first.id))
        .penalize(STRUCTURAL)
        .as_constraint("What is followed is held"),
        f.for_each(Visit)
        .filter(lambda v: v.after >= 0)
        .join(Visit, Joiners.equal(lambda v: v.after, lambda first: first.id))
        .filter(lambda v, first: first.slot.moment > v.slot.moment or v.slot.day - first.slot.day > v.within)
        .penalize(STRUCTURAL)
        .as_constraint("What follows comes after, and soon enough"),
        f.for_each_unique_pair(
            Visit,
            Joiners.equal(lambda v: v.turn),
            Joiners.equal(lambda v: v.session),
            Joiners.equal(lambda v: v.slot.date),
        )
        .penalize(STRUCTURAL)
        .as_constraint("Sessions of one name are on different days"),
        f.for_each_unique_pair(Turn, Joiners.equal(lambda t: t.enrollment))
        .filter(lambda a, b: a.coach.id != b.coach.id or a.cycle == b.cycle)
        .penalize(STRUCTURAL)
        .as_constraint("One coach in all cycles"),
        f.for_each(Kept)
        .join(Keeper, Joiners.equal(lambda k: k.id, lambda who: who.kept))
        .filter(lambda k, who: k.slot.index not in who.prep)
        .if_not_exists(
            Release,
            Joiners.equal(lambda k, who: who.coach + "|" + k.slot.period, lambda r: r.key),
            Joiners.equal(lambda k, who: 1, lambda r: r.on),
        )
        .penalize(STRUCTURAL)
        .as_constraint("Who keeps time is released"),
        held(f)
        .join(
            Kept,
            Joiners.equal(lambda v, t: t.cycle, lambda k: k.cycle),
            Joiners.equal(lambda v, t: v.slot.index, lambda k: k.slot.index),
        )
        .filter(lambda v, t, k: t.coach.id in k.coaches)
        .penalize(STRUCTURAL)
        .as_constraint("Time that is kept is free"),
        f.for_each_unique_pair(Kept, Joiners.equal(lambda k: k.cycle), Joiners.equal(lambda k: k.slot.index))
        .filter(lambda a, b: a.coach in b.coaches or b.coach in a.coaches)
        .penalize(STRUCTURAL)
        .as_constraint("Time is kept once"),
    ]


def _costs(f: ConstraintFactory) -> list[Any]:
    """Sessions that are missing, and what an enrollment costs with each coach, by level."""
    missing = [lambda v: v.required, lambda v: v.recommended, lambda v: v.option]
    matches = [lambda t: t.required[t.coach.id], lambda t: t.recommended[t.coach.id], lambda t: t.option[t.coach.id]]
    ones = (HardMediumSoftScore.ONE_HARD, HardMediumSoftScore.ONE_MEDIUM, HardMediumSoftScore.ONE_SOFT)
    found = []
    for level, one, lost, cost in zip(LEVELS, ones, missing, matches, strict=True):
        unplaced = f.for_each_including_unassigned(Visit).filter(lambda v: v.slot is None)
        found.append(unplaced.penalize(one, lost).as_constraint(f"Sessions, {level}"))
        found.append(f.for_each(Turn).filter(lambda t: t.first).penalize(one, cost).as_constraint(f"Matches, {level}"))
    return found


def _staffing_rules() -> dict[str, Any]:
    collect = ConstraintCollectors
    return {
        # Counted for everybody whose coach needs a release for it, and given back where there is one: an index finds
        # those, where a filter would go through all releases.
        "Every teacher can meet the coach": lambda f, rule: (
            f.for_each(Turn).filter(lambda t: t.first and t.coach.id not in t.always_meets).penalize(weight(rule))
        ),
        MET: lambda f, rule: (
            f.for_each(Turn)
            .filter(lambda t: t.first and t.coach.id not in t.always_meets)
            .join(Prep, Joiners.equal(lambda t: t.id, lambda p: p.turn))
            .join(
                Release,
                Joiners.equal(lambda t, p: t.coach.id + "|" + p.period, lambda r: r.key),
                Joiners.equal(lambda t, p: 1, lambda r: r.on),
            )
            .group_by(lambda t, p, r: t)
            .reward(weight(rule))
        ),
        "All periods covered": lambda f, rule: (
            f.for_each(Period)
            .if_not_exists(
                Release,
                Joiners.equal(lambda p: p.site, lambda r: r.site),
                Joiners.equal(lambda p: p.label, lambda r: r.period),
                Joiners.equal(lambda p: 1, lambda r: r.on),
            )
            .penalize(weight(rule))
        ),
        "Sections funded": lambda f, rule: (
            f.for_each(Release)
            .filter(lambda r: r.counted and r.on == 1)
            .group_by(lambda r: r.site, lambda r: r.funded, collect.count())
            .filter(lambda s, funded, n: n > funded)
            .penalize(weight(rule), lambda s, funded, n: n - funded)
        ),
        "Coaching periods per coach": lambda f, rule: (
            f.for_each(Release)
            .group_by(lambda r: r.coach, lambda r: r.least, lambda r: r.most, collect.sum(lambda r: r.on))
            .filter(lambda c, least, most, n: n < least or n > most)
            .penalize(weight(rule), lambda c, least, most, n: least - n if n < least else n - most)
        ),
        "Avoided periods": lambda f, rule: (
            f.for_each(Release).filter(lambda r: r.on == 1 and r.avoided == 1).penalize(weight(rule))
        ),
        "Coaches per site": _coaches_per_site,
        "Caseload maximum": lambda f, rule: (
            f.for_each(Turn)
            .filter(lambda t: t.first)
            .group_by(lambda t: t.coach, collect.count())
            .filter(lambda c, n: n > c.most_caseload)
            .penalize(weight(rule), lambda c, n: n - c.most_caseload)
        ),
        "Caseload balance": _balance,
    }


def _coaches_per_site(f: ConstraintFactory, rule: str) -> Any:
    value = RULES[rule][2]
    return (
        f.for_each(Turn)
        .group_by(lambda t: t.site, ConstraintCollectors.count_distinct(lambda t: t.coach.id))
        .filter(lambda s, n: n < value)
        .penalize(weight(rule), lambda s, n: value - n)
    )


def _balance(f: ConstraintFactory, rule: str) -> Any:
    value = RULES[rule][2]
    return (
        f.for_each(Turn)
        .filter(lambda t: t.first)
        .group_by(lambda t: t.coach, ConstraintCollectors.count())
        .group_by(
            lambda c, n: c.home, ConstraintCollectors.max(lambda c, n: n), ConstraintCollectors.min(lambda c, n: n)
        )
        .filter(lambda s, most, least: most - least > value)
        .penalize(weight(rule), lambda s, most, least: most - least - value)
    )


def _week_rules() -> dict[str, Any]:
    collect = ConstraintCollectors
    return {
        "Flex time": lambda f, rule: (
            f.for_each_including_unassigned(Kept)
            .filter(lambda k: k.slot is None and k.purpose == "Flex")
            .if_exists(
                Release, Joiners.equal(lambda k: k.coach, lambda r: r.coach), Joiners.equal(lambda k: 1, lambda r: r.on)
            )
            .penalize(weight(rule))
        ),
        "Common planning": lambda f, rule: (
            f.for_each_including_unassigned(Kept)
            .filter(lambda k: k.slot is None and k.purpose != "Flex")
            .penalize(weight(rule))
        ),
        "Prep minutes used": lambda f, rule: (
            held(f)
            .filter(lambda v, t: v.slot.index in v.prep)
            .group_by(
                lambda v, t: v.teacher,
                lambda v, t: v.prep_limit,
                lambda v, t: t.cycle * 2 + v.slot.week,
                collect.sum(lambda v, t: v.minutes),
            )
            .filter(lambda who, limit, week, total: total > limit)
            .penalize(weight(rule), lambda who, limit, week, total: (total - limit + HALF_HOUR - 1) // HALF_HOUR)
        ),
        # A coach without any session has no group to count: the whole is owed, and what is done is given back.
        "Weekly coaching time": lambda f, rule: f.for_each(Coach).penalize(
            weight(rule), lambda c: c.weeks * ((c.weekly_minutes + HALF_HOUR - 1) // HALF_HOUR)
        ),
        TIME_DONE: lambda f, rule: (
            held(f)
            .filter(lambda v, t: v.alone)
            .group_by(lambda v, t: t.coach, lambda v, t: t.cycle * 2 + v.slot.week, collect.sum(lambda v, t: v.minutes))
            .reward(
                weight(rule),
                lambda c, week, total: (
                    (c.weekly_minutes + HALF_HOUR - 1) // HALF_HOUR
                    if total >= c.weekly_minutes
                    else (c.weekly_minutes + HALF_HOUR - 1) // HALF_HOUR
                    - (c.weekly_minutes - total + HALF_HOUR - 1) // HALF_HOUR
                ),
            )
        ),
        "Teachers coached weekly": lambda f, rule: f.for_each(Coach).penalize(
            weight(rule), lambda c: c.weeks * c.weekly_teachers
        ),
        TEACHERS_MET: lambda f, rule: (
            held(f)
            .filter(lambda v, t: v.alone)
            .group_by(
                lambda v, t: t.coach,
                lambda v, t: t.cycle * 2 + v.slot.week,
                collect.count_distinct(lambda v, t: v.teacher),
            )
            .reward(weight(rule), lambda c, week, n: n if n < c.weekly_teachers else c.weekly_teachers)
        ),
        "Priority sections": lambda f, rule: (
            f.for_each(Visit).filter(lambda v: v.slot.index in v.not_priority).penalize(weight(rule))
        ),
        "Even cycles": _even,
    }


def _even(f: ConstraintFactory, rule: str) -> Any:
    value = RULES[rule][2]
    return (
        held(f)
        .group_by(lambda v, t: t.coach.id, lambda v, t: t.cycle, ConstraintCollectors.sum(lambda v, t: v.minutes))
        .group_by(
            lambda c, k, n: c, ConstraintCollectors.max(lambda c, k, n: n), ConstraintCollectors.min(lambda c, k, n: n)
        )
        .filter(lambda c, most, least: most - least > value)
        .penalize(weight(rule), lambda c, most, least: (most - least - value + HALF_HOUR - 1) // HALF_HOUR)
    )


def _day_rules() -> dict[str, Any]:
    collect = ConstraintCollectors
    return {
        "One session a day": lambda f, rule: (
            held(f)
            .group_by(lambda v, t: v.teacher, lambda v, t: t.cycle, lambda v, t: v.slot.date, collect.count_bi())
            .filter(lambda who, k, d, n: n > 1)
            .penalize(weight(rule), lambda who, k, d, n: n - 1)
        ),
        "Sessions per day": lambda f, rule: (
            held(f)
            .group_by(lambda v, t: t.coach, lambda v, t: t.cycle, lambda v, t: v.slot.date, collect.count_bi())
            .filter(lambda c, k, d, n: n > c.most_a_day)
            .penalize(weight(rule), lambda c, k, d, n: n - c.most_a_day)
        ),
        "One site a day": lambda f, rule: (
            held(f)
            .group_by(
                lambda v, t: t.coach.id,
                lambda v, t: t.cycle,
                lambda v, t: v.slot.date,
                collect.count_distinct(lambda v, t: v.slot.site),
            )
            .filter(lambda c, k, d, n: n > 1)
            .penalize(weight(rule), lambda c, k, d, n: n - 1)
        ),
    }
