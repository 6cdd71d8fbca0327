"""Sites that share no coach are solved apart; their plans are put together again."""

from __future__ import annotations

import pytest
from districts import bell, coach, district, keep, meet, setting, teacher

from engine.alone import pin
from scheduler.domain.instance import Instance, Site
from scheduler.domain.plan import Assignment, Plan
from scheduler.domain.score import Score
from scheduler.engine.problem.components import join, parts_of, total, total_bound

SITES = [Site(s, s, b) for s, b in (("A", "Regular"), ("B", "Late"), ("C", "Regular"), ("D", "Regular"))]


def made(**given) -> Instance:
    """Sites A and C share a coach; B has one of its own; at D is only a teacher."""
    return district(
        sites=SITES,
        bells=[bell(), bell("Late")],
        teachers=[teacher(f"T{s}", s) for s in "DCBA"],
        coaches=[coach("C1", "C", "A"), coach("C2", "B")],
        **given,
    )


def test_sites_that_are_connected_by_coaches_are_one_part_in_the_order_of_the_sites():
    parts = parts_of(made())
    assert [tuple(p.sites) for p in parts] == [("A", "C"), ("B",), ("D",)]
    assert [tuple(p.teachers) for p in parts] == [("TC", "TA"), ("TB",), ("TD",)]
    assert [tuple(p.coaches) for p in parts] == [("C1",), ("C2",), ()]
    assert [tuple(p.bells) for p in parts] == [("Regular",), ("Late",), ("Regular",)]


def test_coaches_connect_sites_through_other_coaches():
    chain = [coach("C1", "A", "B"), coach("C2", "B", "C"), coach("C3", "C", "D")]
    instance = district(sites=SITES, bells=[bell(), bell("Late")], teachers=[], coaches=chain)
    assert parts_of(instance) == (instance,)


def test_a_part_keeps_what_is_said_of_its_people_and_sites():
    instance = made(
        doing={"TA": {"1": "Off"}},
        available={"C2": {"1": "Teaching"}},
        rules=[setting("Flex time", site="A", value=3), setting("Flex time", site="B", value=4)],
        travel={("A", "C"): 7, ("A", "B"): 9},
        pins=[pin("Coach", "TA", coach="C1"), pin("Release", "", coach="C2", period="2"), pin("Coach", "TD")],
    )
    first, second, third = parts_of(instance)
    assert first.states["TA"] == instance.states["TA"]
    assert second.availability["C2"] == instance.availability["C2"]
    assert first.rule("Flex time", "A").value == 3
    assert first.rule("Flex time", "C").value == 1
    assert ("Flex time", "B") not in first.rules
    assert first.travel == {("A", "C"): 7}
    assert [p.pins for p in (first, second, third)] == [(p,) for p in instance.pins]
    assert first.settings == instance.settings


def row(name: str, coach_: str = "") -> Assignment:
    return Assignment(name, "Access", coach_, ())


def test_a_joined_plan_has_the_order_of_the_whole():
    instance = made()
    first = Plan({"C1": ("1",)}, (row("TC", "C1"), row("TA", "C1")), (meet("TA", day=1),), (keep(day=1),))
    second = Plan({"C2": ("2",)}, (row("TB", "C2"),), (meet("TB", coach="C2"),), (keep(coach="C2"),))
    plan = join(instance, [first, second, Plan({}, (row("TD"),))])
    assert plan.releases == {"C1": ("1",), "C2": ("2",)}
    assert list(plan.releases) == ["C1", "C2"]
    assert [a.teacher for a in plan.assignments] == ["TD", "TC", "TB", "TA"]
    assert [s.teacher for s in plan.sessions] == ["TB", "TA"]
    assert [r.coach for r in plan.reserved] == ["C2", "C1"]


def grouped(*labels, **given):
    return tuple(meet(f"T{i}", group=label, **given) for i, label in enumerate(labels))


def test_groups_are_numbered_in_the_order_of_time_from_one_in_each_cycle():
    first = Plan({"C1": ()}, (row("TC"), row("TA")), (*grouped("x", "x", day=1), *grouped("x", "x", cycle=2)))
    second = Plan({"C2": ()}, (row("TB"),), (*grouped("x", "x", "", coach="C2"), *grouped("y", "y", day=1, coach="C2")))
    plan = join(made(), [first, second, Plan({}, (row("TD"),))])
    assert [(s.cycle, s.day, s.coach, s.group) for s in plan.sessions] == [
        (1, 0, "C2", "G1"),
        (1, 0, "C2", "G1"),
        (1, 0, "C2", ""),
        (1, 1, "C1", "G2"),
        (1, 1, "C1", "G2"),
        (1, 1, "C2", "G3"),
        (1, 1, "C2", "G3"),
        (2, 0, "C1", "G1"),
        (2, 0, "C1", "G1"),
    ]


def test_a_plan_of_one_part_is_numbered_too():
    instance = district(teachers=[teacher("T0"), teacher("T1")])
    plan = Plan({"C1": ()}, (row("T0"), row("T1")), grouped("C1 1 0 3", "C1 1 0 3"))
    assert {s.group for s in join(instance, [plan]).sessions} == {"G1"}


def test_scores_add_up_by_level():
    assert total([Score(1, 2, 3), Score(4, 5, 6)]) == (5, 7, 9)
    assert total([]) == (0, 0, 0)


@pytest.mark.parametrize(
    ("scores", "bounds", "bound"),
    [
        ([(1, 2, 3), (0, 1, 0)], [(1, 2, 3), (0, 1, 0)], (1, 3, 3)),
        ([(1, 2, 3), (0, 1, 0)], [(1, 2, 2), (0, 1, 0)], (1, 3, 2)),
        ([(1, 2, 3), (0, 1, 0)], [(1, 1, 0), (0, 1, 0)], (1, 2, 0)),
        ([(1, 2, 3), (1, 1, 5)], [(1, 2, 3), (0, 0, 0)], (1, 0, 0)),  # of the second part nothing is proven
        ([(3, 0, 0)], [(0, 0, 0)], (0, 0, 0)),
    ],
)
def test_a_level_of_the_bound_holds_only_while_those_above_are_proven_in_every_part(scores, bounds, bound):
    assert total_bound([Score(*s) for s in scores], [Score(*b) for b in bounds]) == bound
