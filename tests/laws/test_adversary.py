"""Bounds are true: an adversary's districts, solved by the engine and by an exact model that shares nothing with it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator

import pytest

from laws.adversary.draw import district
from laws.adversary.verdict import SOUND, instance_of, proven_and_not, refutes, verdicts
from laws.solving import Solved
from scheduler.domain.instance import Instance
from scheduler.domain.plan import Plan
from scheduler.domain.score import Score

UNPROVEN = 0.005  # of those that the exact model proves


def run(seeds: Iterable[int], processes: int = 1) -> tuple[list[str], Counter[str]]:
    """What must not be, and how often there was what."""
    found, kinds = [], Counter[str]()
    for one in verdicts(seeds, processes=processes):
        kinds[one.kind] += 1
        if one.kind not in SOUND:
            found.append(str(one))
    return found, kinds


def claims(score: tuple[int, int, int], bound: tuple[int, int, int]) -> Solved:
    return Solved(Plan({}, ()), Score(*score), Score(*bound), ())


@pytest.mark.parametrize(
    ("score", "bound", "exact", "false"),
    [
        ((1, 2, 3), (1, 2, 3), (1, 2, 3), False),
        ((1, 2, 3), (1, 2, 3), (1, 2, 2), True),
        ((1, 2, 3), (1, 2, 3), (1, 1, 9), True),
        ((1, 2, 3), (1, 2, 3), (1, 3, 0), False),  # worse: a bound is a bound given the score above it
        ((1, 2, 3), (1, 1, 0), (1, 1, 0), False),
        ((4, 2, 3), (3, 0, 0), (3, 0, 0), False),
        ((4, 2, 3), (3, 0, 0), (2, 9, 9), True),
    ],
)
def test_a_plan_below_the_bound_refutes_it(score, bound, exact, false):
    assert refutes(exact, claims(score, bound)) is false


def test_the_same_seed_is_the_same_district():
    assert all(instance_of(seed) == instance_of(seed) for seed in range(8))


def features(instance: Instance) -> Iterator[str]:
    """What of the contract is in a district."""
    slots = [s for b in instance.bells.values() for s in b]
    sessions = [s for p in instance.programs.values() for s in p.sessions]
    yield from (s.kind for s in slots)
    yield from (f"status {said}" for row in instance.availability.values() for said in row)
    yield from (f"doing {state.doing}" for row in instance.states.values() for state in row)
    yield from (f"mode {s.mode}" for s in sessions)
    yield from (f"level {r.level}" for r in instance.rules.values())
    yield from (f"pin {p.kind} {p.released}" for p in instance.pins)
    yield f"{len(instance.sites)} sites"
    yield f"{instance.settings.weeks} weeks"
    yield "first day " + instance.settings.days[0]
    starts = {(s.bell, s.period): set[tuple[int, int]]() for s in slots}
    for s in slots:
        starts[s.bell, s.period].add((s.start, s.end))
    found = {
        "clock times by day": any(len(times) > 1 for times in starts.values()),
        "clocks that overlap": any(a.bell < b.bell and a.overlaps(b) and not a.holds(b) for a in slots for b in slots),
        "cycles": instance.settings.cycles > 1,
        "half": any(s.weekly is None for s in sessions),
        "above one": any((s.weekly or 0) > 1 for s in sessions),
        "once": any(s.once for s in sessions),
        "after": any(s.after for s in sessions),
        "within days": any(s.within_days is not None for s in sessions),
        "fewer to follow": any(
            s.after and (first := p.session(s.after)) and first.count < s.count
            for p in instance.programs.values()
            for s in p.sessions
        ),
        "groups": any(s.group_size > 1 for s in sessions),
        "confidential": any(s.confidential for s in sessions),
        "role": any(p.role for p in instance.programs.values()),
        "full time": any(c.full_time for c in instance.coaches.values()),
        "several sites": any(len(c.sites) > 1 for c in instance.coaches.values()),
        "rows for the home site alone": bool(instance.apart),
        "rows for another site": bool(instance.at_site),
        "duty": any(state.doing == "Duty" for row in instance.states.values() for state in row),
        "administrator": any(t.role == "Administrator" for t in instance.teachers.values()),
        "avoided coach": any(t.avoid_coaches for t in instance.teachers.values()),
        "weight of 1000": any(r.weight == 1000 for r in instance.rules.values()),
        "rule of a site": any(site for _, site in instance.rules),
        "one way": any((b, a) not in instance.travel for a, b in instance.travel),
        "pinned cycle": any(p.cycles for p in instance.pins),
        "no coach": any(p.kind == "Coach" and not p.coach for p in instance.pins),
        "loose pin": any(p.kind == "Session" and not p.program and p.start is None for p in instance.pins),
    }
    yield from (name for name, there in found.items() if there)


def test_the_districts_are_over_the_whole_contract():
    seen = Counter(f for seed in range(60) for f in set(features(district(seed))))
    seen += Counter(f for seed in range(1, 150, 5) for f in set(features(instance_of(seed))))
    wanted = {
        *("Class", "Flex", "Advisory", "Lunch", "Before school", "After school"),
        *(f"status {x}" for x in ("Available", "Coaching", "Teaching", "Prep", "Unavailable", "Avoid", "Prefer")),
        *(f"doing {x}" for x in ("Teaching", "Prep", "Duty", "Off", "")),
        *("mode In person", "mode Virtual", "mode Either", "level Off", "level None"),
        *(
            "pin Coach True",
            "pin Release True",
            "pin Release False",
            "pin Session True",
            "pinned cycle",
            "no coach",
            "loose pin",
        ),
        *("1 sites", "2 sites", "3 sites", "1 weeks", "2 weeks", "first day D1", "first day Sun", "first day A"),
        *("clock times by day", "clocks that overlap", "cycles", "half", "above one", "once", "after", "within days"),
        *("fewer to follow", "groups", "confidential", "role", "full time", "several sites", "duty", "administrator"),
        *("avoided coach", "weight of 1000", "rule of a site", "one way"),
        *("rows for the home site alone", "rows for another site"),
    }
    assert wanted - set(seen) == set()


def test_no_claim_is_false():
    found, _ = run(range(12))
    assert found == []


@pytest.mark.parametrize(
    "seed",
    [91, 557, 828, 887, 3081, 9563],
    ids=[
        "a pinned cycle",
        "a pin of any program, beside one of another cycle",
        "a row for the home site",
        "the same, two bells",
        "a hint on which presolve breaks",
        "a pin at a site where Unavailable does not count",
    ],
)
def test_what_a_seed_once_showed_is_not_there_any_more(seed):
    assert [str(one) for one in verdicts([seed]) if one.kind not in SOUND] == []


@pytest.mark.lands
def test_no_claim_of_two_hundred_is_false():
    found, kinds = run(range(200))
    assert found == []
    proven, unproven = proven_and_not(kinds)
    assert proven >= 190
    assert unproven <= math.ceil(UNPROVEN * proven)


@pytest.mark.deep
def test_no_claim_of_ten_thousand_is_false():
    found, kinds = run(range(200, 10_200), processes=2)
    assert found == []
    proven, unproven = proven_and_not(kinds)
    assert proven >= 9_500
    assert unproven <= UNPROVEN * proven
