"""`coach compare`: what it prints and writes, its exit codes, and what a second run takes over."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner, Result
from workbooks import save, school

from scheduler import pipeline
from scheduler.cli import main
from scheduler.scenarios import compare, executor
from scheduler.scenarios.executor import Processes, SolveJob
from scheduler.scenarios.side_by_side import axis_of
from scheduler.scenarios.tasks import Work

HEADER = ["scenario", "change", "sheet", "row", "column", "value"]
ROWS = (
    ["One more section", "Set", "Sites", "LHS", "sections funded", 8],
    ["Two sections", "Set", "Sites", "LHS", "sections funded", 2],
)
AVUHSD = Path(__file__).parents[2] / "instances" / "avuhsd" / "avuhsd.xlsx"
Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `coach compare` with these words, in this process but for the solves."""
    monkeypatch.delenv("FORCE_COLOR", raising=False)

    def invoke(*words: object) -> Result:
        runner = CliRunner()
        return runner.invoke(main, ["compare", *map(str, words)], prog_name="coach", catch_exceptions=False)

    return invoke


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """The good school with two scenarios: one section more, and fewer than the periods that must be covered."""
    book = school()
    book["Scenarios"] = [HEADER, *(list(row) for row in ROWS)]
    return save(tmp_path / "school.xlsx", book)


def told(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_json_lists_the_scenarios_base_first(run: Run, made: Path, tmp_path: Path) -> None:
    result = run(made, "-o", tmp_path / "cmp.xlsx", "--json")
    assert result.exit_code == 4  # two sections cannot cover six periods
    found = told(result)
    plans = tmp_path / "cmp-plans"
    assert [{k: s[k] for k in ("scenario", "status", "plan")} for s in found["scenarios"]] == [
        {"scenario": "Base", "status": "optimal", "plan": str(plans / "Base.xlsx")},
        {"scenario": "One more section", "status": "optimal", "plan": str(plans / "One more section.xlsx")},
        {"scenario": "Two sections", "status": "short", "plan": str(plans / "Two sections.xlsx")},
    ]
    assert all(s["score"] == s["bound"] and len(s["score"]) == 3 for s in found["scenarios"])
    assert (found["comparison"], found["page"]) == (str(tmp_path / "cmp.xlsx"), str(tmp_path / "cmp.html"))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["cmp-plans", "cmp.html", "cmp.xlsx", "school.xlsx"]


def test_base_scores_what_a_solve_of_the_input_scores(run: Run, made: Path, tmp_path: Path) -> None:
    found = told(run(made, "-o", tmp_path / "cmp.xlsx", "--json"))
    assert found["scenarios"][0]["score"] == list(pipeline.solve(pipeline.read(made)).score)


def test_every_plan_is_a_plan_of_its_scenario(run: Run, made: Path, tmp_path: Path) -> None:
    run(made, "-o", tmp_path / "cmp.xlsx")
    by_name = {s.name: s for s in compare.read_scenarios(compare.Request((made,), tmp_path / "x.xlsx"))}
    for name, scenario in by_name.items():
        reading = pipeline.read_back(tmp_path / "cmp-plans" / f"{name}.xlsx", scenario.instance)
        audit = pipeline.audit(scenario.instance, reading.plan)
        assert (audit.violations, audit.score) == ((), reading.claims.score)


def test_one_scenario_is_picked_and_required_holds_in_all(run: Run, made: Path, tmp_path: Path) -> None:
    result = run(made, "-o", tmp_path / "cmp.xlsx", "--scenario", "one more section")
    assert result.exit_code == 0
    lines = [re.split(r"\s{2,}", line.strip()) for line in result.stdout.splitlines() if line.strip()]
    assert [line[:2] for line in lines[1:3]] == [["Base", "Proven best"], ["One more section", "Proven best"]]
    assert ["Comparison: " + str(tmp_path / "cmp.xlsx")] in lines


def test_mistakes_of_scenarios_are_said_by_cell_and_nothing_is_written(run: Run, made: Path, tmp_path: Path) -> None:
    book = school()
    book["Scenarios"] = [HEADER, ["X", "Set", "Sites", "LHS", "sections funded", "eight"]]
    result = run(save(tmp_path / "bad.xlsx", book), "-o", tmp_path / "cmp.xlsx", "--json")
    assert result.exit_code == 3
    assert [(p["sheet"], p["cell"]) for p in told(result)["problems"] if p["level"] == "error"] == [("Scenarios", "F2")]
    assert not (tmp_path / "cmp.xlsx").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--scenario", "Nine"], '--scenario: there is no scenario "Nine"'),
        (["--scenario", "Two sections", "--scenario", "two sections"], '--scenario: "two sections" appears twice'),
        (["--vary", "Sites=5"], '--vary: "Sites=5" names no sheet, row and column'),
        (["--vary", "Scenarios=Base, Nine"], 'there is no scenario "Nine"'),
    ],
)
def test_wrong_usage_is_said(run: Run, made: Path, tmp_path: Path, words: list[str], said: str) -> None:
    result = run(made, "-o", tmp_path / "cmp.xlsx", *words)
    assert result.exit_code == 2
    assert said in result.stderr


def test_an_output_that_is_an_input_or_no_workbook_is_refused(run: Run, made: Path, tmp_path: Path) -> None:
    assert "-o: " in run(made, "-o", made).stderr
    assert "must end in .xlsx" in run(made, "-o", tmp_path / "cmp.html").stderr
    assert made.exists()


def test_a_workbook_of_its_own_is_a_scenario(run: Run, made: Path, tmp_path: Path) -> None:
    other = school()
    other["Sites"][1][3] = 9
    new = save(tmp_path / "new.xlsx", other)
    found = told(run(made, "-o", tmp_path / "cmp.xlsx", "--scenario", f"Nine={new}", "--json"))
    assert [s["scenario"] for s in found["scenarios"]] == ["Base", "Nine"]


def test_a_poisoned_scenario_fails_alone_and_the_rest_is_kept_for_the_next_run(
    run: Run, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Poisoned(Processes):
        def submit(self, job: SolveJob):  # type: ignore[no-untyped-def]
            if job.part.sites["LHS"].sections_funded == 2:
                return self.call(sys.exit, "poison")
            return super().submit(job)

    with monkeypatch.context() as patched:
        patched.setattr("scheduler.cli.compare.Processes", Poisoned)
        first = run(made, "-o", tmp_path / "cmp.xlsx", "--json")
    assert first.exit_code == 1
    failed = told(first)["scenarios"][2]
    assert (failed["status"], failed["score"], failed["plan"]) == ("failed", None, None)
    assert "poison" in failed["reason"]
    assert [s["status"] for s in told(first)["scenarios"][:2]] == ["optimal", "optimal"]
    second = run(made, "-o", tmp_path / "cmp.xlsx", "--json")
    assert (second.exit_code, told(second)["parts"]) == (4, {"solved": 1, "kept": 2, "shared": 0})
    assert not (tmp_path / "cmp.parts").exists()


def test_parts_that_are_alike_are_solved_once(tmp_path: Path) -> None:
    """Of two schools that share no coach, the one that a scenario leaves alone is not solved again."""
    book = school()
    book["Sites"].append(["MHS", "Mid", None, 7])
    book["Teachers"].append(["T8", "Hal", "MHS", *[None] * 10])
    book["Master schedule"].append(["T8", "Art", None, None, None, None, None])
    book["Coaches"].append(["C3", "Eve", "MHS", *[None] * 7])
    book["Scenarios"] = [HEADER, *(list(row) for row in ROWS)]
    request = compare.Request((save(tmp_path / "two.xlsx", book),), tmp_path / "cmp.xlsx")
    work = Work.of(compare.read_scenarios(request), 0)
    assert [len(keys) for keys in work.keys.values()] == [2, 2, 2]
    assert len(work.tasks) == 4  # MHS once, LHS three times
    assert len({keys[1] for keys in work.keys.values()}) == 1


@pytest.mark.story
def test_more_sections_never_score_worse_and_too_few_name_the_arithmetic(tmp_path: Path) -> None:
    request = compare.Request((AVUHSD,), tmp_path / "cmp.xlsx", axes=(axis_of("Sites.JRHS.sections funded=5..9"),))
    comparison = compare.compare_files(request).comparison
    base, *swept = comparison.entries
    scores = [e.outcome.solution.score for e in swept if e.outcome.solution]
    assert scores == sorted(scores, reverse=True)
    assert [e.outcome.status for e in swept] == ["short", *["optimal"] * 4]
    why = " ".join(swept[0].outcome.why)
    assert "JRHS has 6 periods to cover and 5 sections funded" in why
    assert comparison.cheapest == "JRHS sections funded 6"
    same = swept[2]  # seven sections, as Base
    assert same.figures is not None
    assert same.figures.kept == same.figures.kept_of
    assert base.figures is not None
    assert same.figures.cost == base.figures.cost


@pytest.mark.story
def test_the_comparison_of_a_sweep_is_the_same_on_every_run(made: Path, tmp_path: Path) -> None:
    def written(name: str, width: int) -> bytes:
        axes = (axis_of("Sites.LHS.sections funded=5..8"),)
        compare.compare_files(compare.Request((made,), tmp_path / name, axes=axes), pool=lambda: Processes(width))
        return (tmp_path / name).read_bytes()

    assert written("a.xlsx", 1) == written("b.xlsx", 2)
    assert (tmp_path / "a.html").read_text("utf-8") == (tmp_path / "b.html").read_text("utf-8")


def test_a_stop_before_anything_is_solved_is_said_and_nothing_is_lost(made: Path, tmp_path: Path) -> None:
    import threading

    stop = threading.Event()
    stop.set()
    done = compare.compare_files(compare.Request((made,), tmp_path / "cmp.xlsx"), stop=stop)
    assert {e.outcome.status for e in done.comparison.entries} == {"stopped"}
    book = openpyxl.load_workbook(tmp_path / "cmp.xlsx")
    assert "Summary" in book.sheetnames


def test_the_executor_knows_no_more_of_a_job_than_its_part(made: Path) -> None:
    """A job can be sent to another machine: it pickles, and holds no path."""
    import pickle

    job = SolveJob(pipeline.read(made), 0)
    assert pickle.loads(pickle.dumps(job)) == job
    assert executor.solve_job(pickle.loads(pickle.dumps(job)), lambda: False) == executor.solve_job(job, lambda: False)


def test_a_scenario_is_told_of_as_soon_as_its_own_parts_are_done(made: Path, tmp_path: Path) -> None:
    heard: list[str] = []
    watcher = compare.Watcher(
        on_step=heard.append,
        on_scenarios=lambda names: heard.append(", ".join(names)),
        on_finished=lambda outcome, figures: heard.append(f"{outcome.scenario.name}: {figures is not None}"),
    )
    run = compare.compare_files(
        compare.Request((made,), tmp_path / "cmp.xlsx", scenario_limit=30), pool=lambda: Processes(1), watcher=watcher
    )
    assert heard == [
        "read",
        "Base, One more section, Two sections",
        "solve",
        "Base: True",
        "One more section: True",
        "Two sections: True",
        "write",
    ]
    assert [e.figures is not None for e in run.comparison.entries] == [True, True, True]


def test_the_example_of_the_docs_prints_the_matrix(made: Path, tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "how-to-compare-staffing.md").read_text(encoding="utf-8")
    (tmp_path / "example.py").write_text(page.split("```python\n")[1].split("```")[0], encoding="utf-8")
    run = subprocess.run([sys.executable, "example.py"], cwd=made.parent, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    header, _, status, covered, _ = run.stdout.splitlines()
    assert header.split() == ["Base", "One", "more", "section", "Two", "sections"]
    assert status.split() == ["Status", "Proven", "best", "Proven", "best", "Falls", "short"]
    assert covered.split()[:4] == ["Periods", "covered", "6", "6"]
    assert (tmp_path / "comparison.xlsx").is_file()
