"""In which order the parts of scenarios are solved, and what they take over from one another."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from districts import coach, district, session, setting, teacher

from scheduler.domain.instance import Instance, Site
from scheduler.domain.scenario import ScenarioInput
from scheduler.scenarios.executor import SolveJob, Task, solve_job
from scheduler.scenarios.tasks import Work


def school(funded: int = 3, gap: int = 5, **given: object) -> Instance:
    one = district(
        sites=[Site("S", "South", "Regular", funded)],
        teachers=[teacher(f"T{n}", programs=("Cycle",)) for n in range(4)],
        coaches=[coach("C1"), coach("C2")],
        sessions=[session(minutes=25, when=("Prep",))],
        **given,  # type: ignore[arg-type]
    )
    return replace(one, settings=replace(one.settings, minutes_between_sessions=gap))


def work_of(**instances: Instance) -> tuple[Work, dict[str, Task]]:
    """The work, and the one task of each scenario."""
    work = Work.of([ScenarioInput(name, instance) for name, instance in instances.items()], 0)
    tasks = {task.key: task for task in work.tasks}
    return work, {name: tasks[keys[0]] for name, keys in work.keys.items()}


def in_order(work: Work) -> bool:
    """Whether every task comes after those whose plans it may take over."""
    done: set[str] = set()
    for task in work.tasks:
        if not set(task.likes) <= done or task.looser not in {"", *done}:
            return False
        done.add(task.key)
    return True


def test_between_two_others_a_part_waits_for_the_ends_of_its_line() -> None:
    work, task = work_of(Base=school(), five=school(5), six=school(6), four=school(4, gap=0))
    assert task["Base"].likes == ()
    assert task["six"].likes == (task["Base"].key,)
    assert task["five"].likes == (task["Base"].key, task["six"].key)  # Base is the tighter end of the line, too
    assert task["five"].looser == task["six"].key
    assert in_order(work)


def test_of_a_grid_the_inside_waits_for_the_edges_and_the_edges_for_the_corners() -> None:
    cells = {f"{funded} {gap}": school(funded, gap) for funded, gap in product((1, 2, 3, 4), (0, 3, 7, 10))}
    work, task = work_of(Base=school(gap=20), **cells)
    assert in_order(work)
    assert task["2 3"].likes == (task["Base"].key, task["2 0"].key, task["2 10"].key)
    assert task["2 0"].likes == (task["Base"].key, task["4 0"].key, task["1 0"].key)
    assert task["1 10"].likes == (task["Base"].key, task["4 0"].key)
    assert task["4 0"].likes == (task["Base"].key,)
    assert task["4 0"].looser == ""


def test_what_differs_in_more_than_limits_has_nothing_but_base_to_begin_from() -> None:
    _, task = work_of(Base=school(), other=school(9, rules=[setting("Grade match", level="Required")]))
    assert task["other"].likes == (task["Base"].key,)
    assert task["other"].looser == ""


def test_a_district_of_the_same_parts_is_solved_once() -> None:
    work, _ = work_of(Base=school(), again=school())
    assert len(work.tasks) == 1


@pytest.mark.parametrize("level", ["Required", "Recommended"])
def test_a_part_between_two_that_score_the_same_is_not_searched(monkeypatch: pytest.MonkeyPatch, level: str) -> None:
    rules = [setting("Coaching periods per coach", level=level, value=1)]
    _, task = work_of(Base=school(rules=rules), **{f"gap {g}": school(4, g, rules=rules) for g in (0, 4, 10)})
    loose = solve_job(SolveJob(task["gap 0"].part, 0), lambda: False)
    tight = solve_job(SolveJob(task["gap 10"].part, 0), lambda: False)
    assert loose.score == loose.bound == tight.score
    monkeypatch.setattr("scheduler.scenarios.executor.solve_part", lambda *_, **__: pytest.fail("searched"))
    between = solve_job(SolveJob(task["gap 4"].part, 0, None, (loose.plan, tight.plan), loose.bound), lambda: False)
    assert between.score == between.bound == loose.score
