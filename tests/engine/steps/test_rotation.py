"""Which enrollment is active in which cycle, with its coach settled."""

from __future__ import annotations

from collections import Counter

from districts import bell, coach, district, session, setting, teacher

from engine.alone import SESSIONS, coarse, cycled, only, pin
from scheduler.domain.instance import Instance, Program
from scheduler.engine.aggregate.session_patterns import SessionPattern
from scheduler.engine.model.staffing import FixedStaffing
from scheduler.engine.problem.index import ProblemIndex
from scheduler.engine.search.budget import Budget
from scheduler.engine.solve_component import _settle
from scheduler.engine.steps.rotation import ChosenPatterns, chosen_patterns, pinned_cycles, solve_rotation


def turns(instance: Instance, coaches: dict[str, str] | str = "C1") -> dict[str, list[int]]:
    """The active cycles of every teacher with sessions, each with the coach that is given; all are released."""
    facts = ProblemIndex(instance)
    mine = [e for e, one in enumerate(facts.enrollments) if facts.program(e).sessions]
    coach_of = {e: coaches if isinstance(coaches, str) else coaches[facts.enrollments[e].teacher] for e in mine}
    everything = frozenset(("1", "2", "3"))
    settled = FixedStaffing(dict.fromkeys(instance.coaches, everything), coach_of)
    found = solve_rotation(facts, settled, ChosenPatterns({}), tuple(instance.coaches), mine, Budget(), 0, 1.0)
    return {facts.enrollments[e].teacher: sorted(cycles) for e, cycles in found.items()}


def year(teachers, *, cycles=2, **given):
    return district(
        teachers=[one if not isinstance(one, str) else cycled(one) for one in teachers],
        sessions=[session()],
        cycles=cycles,
        **{"rules": only(SESSIONS), **given},
    )


def loads(found: dict[str, list[int]], *teachers: str) -> list[int]:
    counts = Counter(k for t, cycles in found.items() for k in cycles if not teachers or t in teachers)
    return sorted(counts.values())


def test_every_enrollment_is_active_in_as_many_cycles_as_its_program_says():
    found = turns(year(["T1", "T2", "T3"], cycles=4, cycles_each=3))
    assert [len(set(cycles)) for cycles in found.values()] == [3, 3, 3]


def test_a_program_of_all_cycles_leaves_nothing_to_choose():
    assert turns(year(["T1"], cycles=3, cycles_each=3)) == {"T1": [1, 2, 3]}


def test_the_enrollments_of_each_coach_are_spread_evenly():
    names = [f"T{i}" for i in range(8)]
    coaches = {name: "C1" if i < 5 else "C2" for i, name in enumerate(names)}
    found = turns(year(names, cycles=3, coaches=[coach("C1"), coach("C2")]), coaches)
    assert loads(found, *names[:5]) == [1, 2, 2]
    assert loads(found, *names[5:]) == [1, 1, 1]


def test_who_need_the_same_place_take_turns():
    """T1 and T3 have only period 1, T2 and T4 only period 2; a cycle has one place in each."""
    first, second = {"1": "Prep", "2": "Off"}, {"1": "Off", "2": "Prep"}
    found = turns(
        year(
            ["T1", "T3", "T2", "T4"],
            bells=[bell(times={"1": "08:00-08:40", "2": "08:50-09:30"}, days=1)],
            doing={"T1": first, "T3": first, "T2": second, "T4": second},
        )
    )
    assert found["T1"] != found["T3"]
    assert found["T2"] != found["T4"]


def test_pins_come_before_even_loads():
    pins = [pin(teacher="T1", cycle=1), pin(teacher="T2", cycle=1)]
    found = turns(year(["T1", "T2", "T3"], pins=pins))
    assert found["T1"] == found["T2"] == [1]


def test_the_minutes_of_the_cycles_are_evened_out():
    """Dealt like cards, T1 and T3 of the hour would lie in one cycle, and T2 and T4 of twenty minutes in the other."""
    short = Program("Other", sessions=(session("Talk", minutes=20),))
    instance = district(
        teachers=[cycled("T1"), teacher("T2", programs=("Other",)), cycled("T3"), teacher("T4", programs=("Other",))],
        sessions=[session(minutes=60)],
        programs=[short],
        cycles=2,
        rules=only(SESSIONS, setting("Even cycles", value=0)),
    )
    found = turns(instance)
    assert found["T1"] != found["T3"]
    assert found["T2"] != found["T4"]


def test_a_pinned_session_makes_its_cycle_active():
    instance = year(["T1", "T2"], cycles=3, pins=[pin(teacher="T2", cycle=3), pin(teacher="T1")])
    facts, settled = ProblemIndex(instance), FixedStaffing({"C1": frozenset("123")}, {0: "C1", 1: "C1"})
    assert [pinned_cycles(facts, settled, e) for e in (0, 1)] == [set(), {3}]
    assert turns(instance)["T2"] == [3]


def test_a_pin_speaks_of_the_program_that_has_its_session():
    other = Program("Other", sessions=(session("Talk"),))
    instance = year(
        [teacher(programs=("Access", "Cycle", "Other"))],
        programs=[other],
        pins=[pin(session="Talk", program="", cycle=2)],
    )
    facts, settled = ProblemIndex(instance), FixedStaffing({"C1": frozenset("123")}, dict.fromkeys(range(3), "C1"))
    assert [pinned_cycles(facts, settled, e) for e in range(3)] == [set(), set(), {2}]


def test_the_way_that_the_staffing_chose_is_kept():
    instance = year(["T1", "T2"], doing={"T1": {"1": "Teaching"}, "T2": {"1": "Teaching"}}, bells=[bell(days=1)])
    model, reached = coarse(instance)
    settled = _settle(model, reached)
    ways = chosen_patterns(model, reached, settled)
    for e in model.facts.enrollments:
        chosen, nothing = ways.of(e, "C1") or ((), ())
        assert isinstance(chosen, SessionPattern)
        assert chosen.placed == (1,)
        assert len(chosen.cells[0]) == 1  # of all cells of its tier the one that the answer uses
        assert nothing.placed == (0,)
    assert ChosenPatterns({}).of(model.facts.enrollments[0], "C1") is None
