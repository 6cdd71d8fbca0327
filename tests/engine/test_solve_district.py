"""The parts of a district, one after another or side by side in processes."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

import pytest
from districts import bell, clock, coach, district, session

from engine.alone import cycled, pin
from scheduler.checker import audit_plan
from scheduler.domain.instance import Instance, Site
from scheduler.domain.problem import InputProblems
from scheduler.domain.progress import Progress
from scheduler.domain.score import Score
from scheduler.engine import ComponentResult, parts_of, quick_part, solve_instance
from scheduler.engine import solve_district as module
from scheduler.engine.problem.components import total
from scheduler.engine.solve_district import DistrictSolve
from scheduler.pipeline import score_of


@pytest.fixture(autouse=True)
def processes(monkeypatch):
    """Worker processes for parts of any size."""
    monkeypatch.setattr(module, "FEW_PAIRS", 0)


def schools(many: int = 2, teachers: int = 3, **given) -> Instance:
    """So many sites that share nothing, each with one coach; every site has a teacher more than the one before."""
    names = "ABCD"[:many]
    return district(
        sites=[Site(s, s, "Regular") for s in names],
        bells=[bell(times={"1": "08:00-09:00", "2": "09:10-10:10"})],
        teachers=[cycled(f"{s}{i}", s) for n, s in enumerate(names) for i in range(teachers + n)],
        coaches=[coach(f"C{s}", s) for s in names],
        sessions=[session(weekly=2, group_size=2), session("Debrief", after="Observe")],
        cycles=2,
        **given,
    )


def test_the_number_of_workers_changes_neither_the_plan_nor_the_bound():
    instance = schools(3)
    alone = solve_instance(instance, score_of)
    assert solve_instance(instance, score_of, workers=2) == alone
    assert audit_plan(instance, alone.plan).violations == ()
    assert score_of(instance, alone.plan) == alone.bound


def test_parts_that_are_solved_sooner_than_a_process_starts_are_solved_here(monkeypatch):
    begun = []
    monkeypatch.setattr(DistrictSolve, "_side_by_side", lambda self, todo, pool: begun.append(pool.workers))
    monkeypatch.setattr(module, "FEW_PAIRS", 7)  # of teachers and coaches there are three, and four
    solve_instance(schools(2), score_of, workers=2)
    assert begun == []
    monkeypatch.setattr(module, "FEW_PAIRS", 6)
    found = solve_instance(schools(2), score_of, workers=2)
    assert found.bound == Score()  # nobody solved them: they have their quick plans
    assert begun == [2]


def test_the_seed_is_that_of_every_part():
    instance = schools(2)
    assert solve_instance(instance, score_of, seed=5) == solve_instance(instance, score_of, seed=5)
    assert solve_instance(instance, score_of, seed=5).bound == solve_instance(instance, score_of).bound


CONFLICT = [
    pin(teacher="B0", day=0, start=clock("08:00"), cycle=1, where="Pins!A2"),
    pin(teacher="A1", day=0, start=clock("08:00"), cycle=1, where="Pins!A3"),
    pin(teacher="B1", day=0, start=clock("08:20"), cycle=1, where="Pins!A4"),
]


@pytest.mark.parametrize("workers", [1, 2])
def test_pins_that_conflict_are_named_also_by_a_worker_process(workers):
    with pytest.raises(InputProblems) as raised:
        solve_instance(schools(2, pins=CONFLICT), score_of, workers=workers)
    assert [(p.sheet, p.cell, p.level) for p in raised.value.problems] == [
        ("Pins", "A2", "error"),
        ("Pins", "A4", "error"),
    ]
    assert {p.text for p in raised.value.problems} == {"no plan keeps all of these pins: Pins!A2, Pins!A4."}


PINS = [pin(teacher="B2", day=1, start=clock("09:12")), pin("Coach", "A0", coach="CA")]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_stop_before_the_start_gives_a_plan_that_holds(workers):
    stop = threading.Event()
    stop.set()
    instance = schools(2, pins=PINS)
    found = solve_instance(instance, score_of, stop=stop, workers=workers)
    assert audit_plan(instance, found.plan).violations == ()
    assert found.bound <= score_of(instance, found.plan)
    assert "B2" in {s.teacher for s in found.plan.sessions}


@pytest.mark.parametrize("seconds", [0.0, 0.01])
def test_a_tiny_time_limit_gives_a_plan_that_holds_soon(seconds, within):
    instance = schools(3, pins=PINS)
    found = within(2, lambda: solve_instance(instance, score_of, time_limit=seconds))
    assert audit_plan(instance, found.plan).violations == ()
    assert found.bound <= score_of(instance, found.plan)


def test_progress_counts_the_parts_that_are_done():
    told: list[Progress] = []
    instance = schools(3)
    found = solve_instance(instance, score_of, progress=told.append)
    assert [p.done for p in told] == sorted(p.done for p in told)
    assert {p.parts for p in told} == {3}
    last = told[-1]
    assert (last.done, last.sites, last.score, last.bound) == (3, ("C",), score_of(instance, found.plan), found.bound)
    assert [p.stage for p in told][:4] == ["quick", "quick", "quick", "staffing"]
    assert [p.score is None for p in told][:4] == [True, True, False, False]  # of all schools, or of none
    assert {p.busy for p in told} == {0, 1}
    assert [p.seconds for p in told] == sorted(p.seconds for p in told)


def test_progress_of_one_part_is_its_own():
    told: list[Progress] = []
    solve_instance(schools(1), score_of, progress=told.append)
    assert [p.stage for p in told][:3] == ["quick", "staffing", "rotation"]
    assert (told[-1].done, told[-1].parts) == (1, 1)
    assert told[-1].score == told[-1].bound is not None


def made(instance: Instance, seconds: float | None) -> DistrictSolve:
    deadline = None if seconds is None else time.monotonic() + seconds
    return DistrictSolve(instance, score_of, 0, deadline, threading.Event(), lambda _: None)


def test_the_time_is_shared_among_the_parts_by_their_people():
    one = made(schools(3, teachers=2), 90)  # two, three and four teachers, a coach each, and one for the site itself
    assert one._share_of(0, [1, 2], 1) == pytest.approx(90 * 4 / 15, abs=1)
    assert one._share_of(1, [2], 1) == pytest.approx(90 * 5 / 11, abs=1)
    assert one._share_of(2, [], 1) == pytest.approx(90, abs=1)
    assert one._share_of(2, [1, 0], 2) == pytest.approx(2 * 90 * 6 / 15, abs=1)  # of what two workers have: twice 90
    assert one._share_of(0, [], 2) == pytest.approx(90, abs=1)  # never more than is left
    assert made(schools(3), None)._share_of(0, [1], 2) is None


class Answers:
    """Answers that are kept, in memory."""

    def __init__(self) -> None:
        self.held: dict[str, ComponentResult] = {}

    def get(self, key: str) -> ComponentResult | None:
        return self.held.get(key)

    def put(self, key: str, result: ComponentResult) -> None:
        self.held[key] = result


def test_parts_that_have_an_answer_are_not_solved_again(monkeypatch):
    instance, kept = schools(2), Answers()
    first = solve_instance(instance, score_of, cache=kept)
    assert len(kept.held) == 2
    solved = []
    real = module.solve_part

    def noted(part, *given, **more):
        solved.append(tuple(part.sites))
        return real(part, *given, **more)

    monkeypatch.setattr(module, "solve_part", noted)
    assert solve_instance(instance, score_of, cache=kept) == first
    assert solved == []
    changed = replace(instance, teachers={**instance.teachers, "B0": replace(instance.teachers["B0"], priority=2)})
    solve_instance(changed, score_of, cache=kept)
    assert solved == [("B",)]
    solve_instance(instance, score_of, cache=kept, seed=1)
    assert solved == [("B",), ("A",), ("B",)]


@pytest.mark.parametrize("seconds", [20.0, 0.001])
def test_a_part_that_was_cut_short_has_the_time_that_others_left(monkeypatch, seconds):
    instance, asked = schools(2), []
    expected = solve_instance(instance, score_of)
    real = module.solve_part

    def noted(part, *given, **more):
        asked.append((tuple(part.sites), more["initial_plan"], more["time_limit"]))
        found = real(part, *given, **{**more, "time_limit": None})
        first = part.sites.keys() == {"A"} and more["initial_plan"] is None
        return replace(found, bound=Score(), cut=True) if first else found

    monkeypatch.setattr(module, "solve_part", noted)
    result = solve_instance(instance, score_of, time_limit=seconds)
    if seconds < 1:  # nothing was left
        assert asked == []
    else:
        assert [(sites, like is not None) for sites, like, _ in asked[:2]] == [(("A",), False), (("B",), False)]
        [(sites, like, more)] = asked[2:]
        assert sites == ("A",)
        assert like is not None
        assert more > 1.5 * asked[0][2]
        assert result == expected


def without_people(*sites: str) -> Instance:
    """The schools of A and B; the teachers of some sites, and all coaches of B, have not been found yet."""
    instance = schools(2)
    staff = {c: one for c, one in instance.coaches.items() if "B" not in sites or c != "CB"}
    people = {t: one for t, one in instance.teachers.items() if one.site not in sites}
    return replace(instance, teachers=people, coaches=staff)


def test_a_site_of_nobody_has_an_empty_plan_with_a_proof():
    instance = without_people("A", "B")
    found = solve_instance(instance, score_of)
    assert (found.plan.assignments, found.plan.sessions) == ((), ())
    assert list(found.plan.releases) == ["CA"]
    assert found.bound == score_of(instance, found.plan)


def test_a_part_without_teachers_has_time_too():
    instance = without_people("A")
    assert solve_instance(instance, score_of, time_limit=20.0) == solve_instance(instance, score_of)


# ---- cut short at any moment


class Heard:
    """A stop that comes with the n-th thing that is told."""

    def __init__(self, n: int) -> None:
        self.left, self.stop, self.told = n, threading.Event(), list[Progress]()

    def __call__(self, state: Progress) -> None:
        self.told.append(state)
        self.left -= 1
        if self.left == 0:
            self.stop.set()


@pytest.mark.parametrize("n", range(1, 20))
def test_a_stop_at_any_moment_leaves_no_school_without_a_plan(n):
    instance, heard = schools(3, pins=PINS), Heard(n)
    found = solve_instance(instance, score_of, progress=heard, stop=heard.stop)
    assert audit_plan(instance, found.plan).violations == ()
    assert all(a.coach for a in found.plan.assignments)
    quick = [quick_part(part, score_of).score for part in parts_of(instance)]
    score = score_of(instance, found.plan)
    assert found.bound <= score <= total(quick)
    promised = [p.score for p in heard.told if p.score is not None]
    assert promised == sorted(promised, reverse=True)  # what a stop gives only gets better
    assert score == promised[-1]


def test_a_limit_that_the_quick_plans_take_leaves_those(monkeypatch):
    monkeypatch.setattr(module, "solve_part", None)  # nothing is begun
    instance = schools(3)
    late = DistrictSolve(instance, score_of, 0, time.monotonic() - 1, threading.Event(), lambda _: None)
    answers = late.solve(1)
    assert late.late
    assert [a.plan for a in answers] == [quick_part(part, score_of).plan for part in parts_of(instance)]
    assert {a.bound for a in answers} == {Score()}


def test_one_that_is_in_time_is_not_late():
    assert not solve_instance(schools(1), score_of).late
    assert solve_instance(schools(1), score_of, time_limit=0).late


def test_a_bound_is_told_when_there_is_one_of_every_school():
    told: list[Progress] = []
    solve_instance(schools(3), score_of, progress=told.append)
    first = next(i for i, p in enumerate(told) if p.bound is not None)
    assert told[first].done == 2  # two are finished, and of the third something is proven
    assert all(p.score is not None and p.score >= p.bound for p in told[first:])
