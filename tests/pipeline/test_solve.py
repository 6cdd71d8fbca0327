"""The one road: steps in their order, time that is kept back for the last ones, and no plan that does not hold."""

from __future__ import annotations

import json
import time
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from scheduler import engine, pipeline
from scheduler.domain.instance import Instance
from scheduler.domain.plan import Plan
from scheduler.domain.problem import InputProblems
from scheduler.domain.score import Score

SCHOOL = {
    "Teachers": "teacher,site\nT1,LHS\nT2,LHS\n",
    "Master schedule": "teacher,1,2,3,4,5,6\nT1,Math,Prep,Math,Math,Math,Math\nT2,Art,Art,Prep,Art,Art,Art\n",
    "Coaches": "coach,sites\nC1,LHS\nC2,LHS\n",
}


@dataclass(frozen=True)
class Found:
    """What an engine returns."""

    plan: Plan
    bound: Score


@pytest.fixture
def school(tmp_path: Path) -> Path:
    """Two teachers with access to two coaches."""
    folder = tmp_path / "school"
    folder.mkdir()
    for sheet, text in SCHOOL.items():
        (folder / f"{sheet}.csv").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def lying(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[Found], Found]], None]:
    """Put a change between the engine and the road, as a fault of the engine would."""

    def install(change: Callable[[Found], Found]) -> None:
        honest = engine.solve_instance

        def solve_instance(instance: Instance, *judge: object, **options: object) -> Found:
            found = honest(instance, *judge, **options)  # type: ignore[arg-type]
            return change(Found(found.plan, found.bound))

        monkeypatch.setattr(engine, "solve_instance", solve_instance)

    return install


def test_the_steps_come_in_their_order_and_their_seconds_add_up(school: Path, tmp_path: Path) -> None:
    steps: list[str] = []
    run = pipeline.solve_files([school], tmp_path / "plan.xlsx", on_step=steps.append)
    assert steps == ["read", "solve", "audit", "write"]
    seconds = run.seconds
    parts = (seconds.read, seconds.solve, seconds.audit, seconds.explain, seconds.write)
    assert seconds.all == pytest.approx(sum(parts))
    assert run.plan.exists()
    assert run.solution.status == "optimal"


def test_where_required_falls_short_explaining_it_is_a_step_of_its_own(school: Path, tmp_path: Path) -> None:
    (school / "Rules.csv").write_text("rule,value\nSections funded,0\n", encoding="utf-8")
    steps: list[str] = []
    run = pipeline.solve_files([school], tmp_path / "plan.xlsx", on_step=steps.append)
    assert run.solution.audit.score.required > 0
    assert steps == ["read", "solve", "audit", "explain", "write"]


def test_the_whole_command_counts_from_when_it_began(school: Path, tmp_path: Path) -> None:
    run = pipeline.solve_files([school], tmp_path / "plan.xlsx", began=time.perf_counter() - 100)
    assert run.seconds.all > 100


def test_an_input_with_errors_ends_the_road_before_the_solve(school: Path, tmp_path: Path) -> None:
    (school / "Coaches.csv").write_text("coach,sites\nC1,LHX\n", encoding="utf-8")
    steps: list[str] = []
    with pytest.raises(InputProblems, match="LHX"):
        pipeline.solve_files([school], tmp_path / "plan.xlsx", on_step=steps.append)
    assert steps == ["read"]


def test_a_plan_that_breaks_what_always_holds_is_saved_as_evidence_and_not_written(
    school: Path, tmp_path: Path, lying: Callable[[Callable[[Found], Found]], None]
) -> None:
    lying(lambda found: replace(found, plan=replace(found.plan, releases={**found.plan.releases, "C1": ("Lunch",)})))
    with pytest.raises(pipeline.BrokenPlan, match="Lunch") as caught:
        pipeline.solve_files([school], tmp_path / "plan.xlsx", seed=7)
    assert not (tmp_path / "plan.xlsx").exists()
    assert caught.value.saved == tmp_path / "plan.broken.zip"
    with zipfile.ZipFile(caught.value.saved) as archive:
        assert sorted(archive.namelist()) == [
            "inputs/1/school/Coaches.csv",
            "inputs/1/school/Master schedule.csv",
            "inputs/1/school/Teachers.csv",
            "plan.json",
            "report.txt",
        ]
        assert json.loads(archive.read("plan.json"))["releases"]["C1"] == ["Lunch"]
        report = archive.read("report.txt").decode()
    assert "\nseed: 7\n" in report
    assert all(finding in report for finding in caught.value.findings)


@pytest.mark.parametrize(
    ("bound", "finding"),
    [
        (Score(1, 0, 0), "[bound] Required: the plan's score is 0, below the proven bound 1"),
        (Score(0, 0, 5), "[bound] Option: the plan's score is 0, below the proven bound 5"),
    ],
)
def test_a_score_below_the_proven_bound_shows_that_the_proof_is_wrong(
    school: Path, lying: Callable[[Callable[[Found], Found]], None], bound: Score, finding: str
) -> None:
    lying(lambda found: replace(found, bound=bound))
    with pytest.raises(pipeline.BrokenPlan) as caught:
        pipeline.solve(pipeline.read(school))
    assert caught.value.findings == (finding,)


def test_below_a_level_that_is_not_proven_bounds_claim_nothing() -> None:
    assert pipeline._below_bound(Score(0, 3, 1), Score(0, 2, 2)) == ()
    assert pipeline._below_bound(Score(0, 2, 1), Score(0, 2, 2)) != ()


def test_a_limit_keeps_back_what_auditing_and_writing_will_take(school: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    instance = pipeline.read(school)
    now = time.perf_counter()
    monkeypatch.setattr(time, "perf_counter", lambda: now)
    long = pipeline.solve_seconds(instance, 100, now, read_seconds=0)
    assert 98 < long < 100 - pipeline.LEAST_RESERVE_SECONDS
    assert pipeline.solve_seconds(instance, 100, now - 60, read_seconds=0) == pytest.approx(long - 60, abs=0.5)
    slow_disk = pipeline.solve_seconds(instance, 100, now, read_seconds=40)
    assert slow_disk == pytest.approx(100 - 40 * pipeline.RESERVE_SHARE_OF_READING, abs=0.5)
    assert pipeline.solve_seconds(instance, 0.1, now, read_seconds=0) == pipeline.LEAST_SOLVE_SECONDS
    kept = 100 - long
    busy = pipeline.solve_seconds(instance, 100, now, read_seconds=0, slow=4)
    assert busy == pytest.approx(100 - 4 * kept, abs=1)


@pytest.mark.parametrize(("seconds", "worked", "slow"), [(2.0, 0.5, 4.0), (0.4, 0.5, 1.0), (9.0, 0.01, 1.0)])
def test_a_machine_with_other_things_to_do_is_known_by_how_long_it_reads(
    seconds: float, worked: float, slow: float
) -> None:
    assert pipeline.slowness(seconds, worked) == slow
