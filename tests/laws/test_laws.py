"""What must hold between the best scores of two districts, whatever they are."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from laws.amounts import amounts
from laws.instances import Flavour, Size, random_instance
from laws.relations import RELATIONS, Relation, beside, loosened, neighbour, pins_of
from laws.solving import Solved, drawn, solved
from scheduler.domain.instance import Instance
from scheduler.domain.score import Score
from scheduler.engine import solve_district as engine_district

Seed = tuple[int, Size, Flavour]


def seeds(many: int, size: Size = "tiny") -> Iterator[Seed]:
    """Half of them one school and one program a teacher, half with everything."""
    for i in range(many):
        yield i // 2, size, "plain" if i % 2 else "whole"


HOW_MANY = amounts(30, 100, 1000)


def breaks(relation: Relation, many: int, size: Size = "tiny") -> tuple[int, list[str]]:
    """How often a relation was seen to hold, and each time that it did not."""
    seen, found = 0, []
    for seed in seeds(many, size):
        rng = random.Random(f"{relation.name} {seed}")
        given = random_instance(*seed)
        pair = relation.change(given, rng)
        if pair is None:
            continue
        before = drawn(*seed)[1] if pair[0] is given else solved(pair[0])
        after = solved(pair[1])
        if not (before.proven and after.proven):
            continue
        seen += 1
        least = Score(*(relation.times * n for n in before.score))
        if not holds(relation, least, after.score):
            found.append(f"{seed}: {least} before, {after.score} after")
    return seen, found


def holds(relation: Relation, before: Score, after: Score) -> bool:
    if relation.holds == "equal":
        return after == before
    return after <= before if relation.holds == "not worse" else after >= before


@pytest.mark.parametrize("many", HOW_MANY)
@pytest.mark.parametrize("relation", RELATIONS, ids=lambda r: r.name)
def test_a_change_of_the_input_moves_the_score_as_it_must(relation: Relation, many: int):
    seen, found = breaks(relation, many)
    assert found == []
    assert seen >= many // 4


@pytest.mark.deep
@pytest.mark.parametrize("relation", RELATIONS, ids=lambda r: r.name)
def test_a_change_of_a_small_district_moves_the_score_as_it_must(relation: Relation):
    _, found = breaks(relation, 100, "small")
    assert found == []


def apart_and_together(seed: Seed) -> tuple[Solved, Solved, Solved, Instance]:
    rng = random.Random(f"two {seed}")
    first, one = drawn(*seed)
    second = neighbour(first, rng)
    both = beside(first, second)
    return one, solved(second), solved(both), both


def two_districts(many: int) -> list[str]:
    found = []
    for seed in seeds(many):
        one, other, both, _ = apart_and_together(seed)
        if one.proven and other.proven:
            total = tuple(a + b for a, b in zip(one.score, other.score, strict=True))
            if both.score != total or both.bound != total:
                found.append(f"{seed}: {one.score} and {other.score} make {both.score}, bound {both.bound}")
    return found


@pytest.mark.parametrize("many", HOW_MANY)
def test_two_districts_that_share_nothing_are_together_the_sum(many: int):
    assert two_districts(many) == []


def pinned_again(seed: Seed, share: float, loose: bool) -> str:
    """What is wrong when a share of the found plan is pinned; "" where nothing is."""
    rng = random.Random(f"pins {seed} {share}")
    instance, first = drawn(*seed)
    pins = tuple(p for p in pins_of(instance, first.plan) if rng.random() < share)
    if loose:
        pins = tuple(loosened(p, rng) for p in pins)
    again = solved(Instance(**{**_fields(instance), "pins": pins}))
    if again.violations:
        return f"{seed}: {again.violations[0]}"
    if first.proven and again.score != first.score:
        return f"{seed}: {first.score} before, {again.score} with {len(pins)} pins, bound {again.bound}"
    return "" if again.bound <= again.score else f"{seed}: the bound {again.bound} is above {again.score}"


def _fields(instance: Instance) -> dict[str, object]:
    names = (
        "settings",
        "sites",
        "bells",
        "teachers",
        "states",
        "coaches",
        "availability",
        "programs",
        "rules",
        "travel",
    )
    return {name: getattr(instance, name) for name in names}


SHARES = [(1.0, False), (0.5, False), (0.5, True)]


@pytest.mark.parametrize(("many", "small"), amounts((30, 0), (100, 0), (1000, 100)))
@pytest.mark.parametrize(("share", "loose"), SHARES, ids=["wholly", "in part", "in part and less exactly"])
def test_the_found_plan_pinned_scores_the_same(share: float, loose: bool, many: int, small: int):
    tries = [*seeds(many), *seeds(small, "small")]
    assert [bad for seed in tries if (bad := pinned_again(seed, share, loose))] == []


@pytest.mark.parametrize("many", HOW_MANY)
def test_the_same_input_gives_the_same_plan(many: int):
    for seed in seeds(many):
        instance, first = drawn(*seed)
        assert solved(instance).plan == first.plan, seed


def test_the_number_of_workers_does_not_change_the_plan(monkeypatch):
    monkeypatch.setattr(engine_district, "FEW_PAIRS", 0)
    for seed in seeds(4):
        _, _, alone, both = apart_and_together(seed)
        assert solved(both, workers=2) == alone, seed
