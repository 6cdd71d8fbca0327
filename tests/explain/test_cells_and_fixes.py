"""A conflict is told to the cell, and each fix that is offered is a change of cells that was solved and audited."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from workbooks import changed, save, school

from scheduler import pipeline
from scheduler.cli import main
from scheduler.domain.conflict import Conflict, FixSearch
from scheduler.domain.instance import Instance
from scheduler.domain.solution import Solution
from scheduler.engine.search.budget import Budget
from scheduler.explain.items import items_of, without
from scheduler.explain.minimal import smallest_conflict
from scheduler.explain.shortfall import least_shortfall
from scheduler.intake.scenarios.scenario_sheet import ScenarioBuilder

DATA = Path(__file__).parents[3] / "shared" / "data"
IMPOSSIBLE = DATA / "impossible-sections.xlsx"

# What makes the school impossible, the cell that is to be named, and the first fix that is to be offered.
CASES: dict[str, tuple[dict[str, Any], str, tuple[str, ...]]] = {
    "sections funded": ({"Sites!D2": 5}, "Sites!D2", ("Set", "Sites", "LHS", "sections funded", "6")),
    "release max": (
        {"Coaches!G2": None, "Coaches!H2": 2, "Coaches!H3": 2},
        "Coaches!H3",
        ("Set", "Coaches", "C1", "release max", "4"),
    ),
    "max caseload": (
        {"Coaches!J2": 1, "Coaches!J3": 1},
        "Coaches!J3",
        ("Set", "Coaches", "C1", "max caseload", "2"),
    ),
    "a class of a coach": (
        {"Master schedule!A6": "C2", "Master schedule!G6": "Art"},
        "Master schedule!G6",
        ("Remove", "Master schedule", "C1/6", "", ""),
    ),
    "a coach who is not available": (
        {"Coach availability!A4": "C2", "Coach availability!B4": "6", "Coach availability!D4": "Unavailable"},
        "Coach availability!D4",
        ("Set", "Coach availability", "C2/6", "status", "Available"),
    ),
    "a coach's prep": (
        {"Coach availability!A4": "C2", "Coach availability!B4": "6", "Coach availability!D4": "Prep"},
        "Coach availability!D4",
        ("Set", "Coach availability", "C2/6", "status", "Available"),
    ),
    "a pin of a coach": (
        {"Pins!A2": "Coach", "Pins!B2": "T2", "Pins!D2": "C2"},
        "Pins!A2",
        ("Remove", "Pins", "Coach/T2", "", ""),
    ),
    "avoided coaches": (
        {"Teachers!J2": "C1, C2"},
        "Teachers!J2",
        ("Set", "Teachers", "T1", "avoid coach", "C2"),
    ),
    "the role of a program": (
        {"Programs!B2": "Expert"},
        "Programs!B2",
        ("Set", "Coaches", "C1", "roles", "Mentor, Expert"),
    ),
    "a rule that is Required": (
        {"Rules!A3": "Content match", "Rules!B3": "Required", "Teachers!D2": "Latin", "Coaches!E3": "Art"},
        "Rules!B3",
        ("Add", "Coaches", "LHS-NEW1", "sites", "LHS"),
    ),
}


def solved(folder: Path, cells: dict[str, Any]) -> tuple[Path, Instance, Solution, tuple[Conflict, ...], FixSearch]:
    path = save(folder / "school.xlsx", changed(school(), cells))
    instance = pipeline.read(path)
    solution = pipeline.solve(instance)
    assert solution.score.required > 0, "the case is possible"
    conflicts = pipeline.explain(instance, solution)
    return path, instance, solution, conflicts, pipeline.fixes([path], instance, solution, conflicts)


@pytest.mark.parametrize("case", CASES)
def test_the_cell_that_is_the_cause_is_named_and_the_cheapest_fix_comes_first(case: str, tmp_path: Path) -> None:
    cells, cause, first = CASES[case]
    path, instance, solution, conflicts, search = solved(tmp_path, cells)
    assert cause in {f"{i.sheet}!{i.cell}" for c in conflicts for i in c.items}
    ask = search.fixes[0].changes[0]
    assert (ask.kind, ask.sheet, ask.row, ask.column, ask.value) == first
    for fix in search.fixes:
        assert fix.verified
        assert fix.required < solution.score.required
        study = ScenarioBuilder([path])
        study.base()
        anew = study.changed(fix.changes)
        assert anew is not None
        again = pipeline.solve(anew)
        assert again.score.required == fix.required, fix.text
    for conflict in conflicts:
        assert conflict.minimal
        assert_none_can_be_left_out(instance, conflict)


def assert_none_can_be_left_out(instance: Instance, conflict: Conflict) -> None:
    """With the cells of the conflict alone its rules fall short; without any one of them they do not."""
    rules = frozenset(conflict.rules)
    every = items_of(instance, rules)
    needed = [i for i in every if i.told in conflict.items]
    rest = [i for i in every if i.told not in conflict.items]
    assert len(needed) == len(conflict.items)
    least = least_shortfall(without(instance, rest), rules, Budget())
    assert least is not None
    assert least > 0
    for item in needed:
        assert least_shortfall(without(instance, [*rest, item]), rules, Budget()) == 0, item.told


def test_a_conflict_that_pins_cause_names_them_and_others_name_none(tmp_path: Path) -> None:
    (conflict,) = solved(tmp_path, CASES["a pin of a coach"][0])[3]
    assert "with the pin Pins!A2" in conflict.sentence
    beside = {**CASES["avoided coaches"][0], "Pins!A2": "Release", "Pins!D2": "C1", "Pins!H2": "2"}
    assert all("pin" not in c.sentence for c in solved(tmp_path, beside)[3])


def test_what_holds_has_neither_conflicts_nor_fixes(tmp_path: Path) -> None:
    path = save(tmp_path / "school.xlsx", school())
    instance = pipeline.read(path)
    solution = pipeline.solve(instance)
    assert pipeline.explain(instance, solution) == ()
    assert pipeline.fixes([path], instance, solution, ()).fixes == ()


def test_a_search_that_is_cut_short_says_so_and_offers_nothing_unsolved(tmp_path: Path) -> None:
    path = save(tmp_path / "school.xlsx", changed(school(), CASES["sections funded"][0]))
    instance = pipeline.read(path)
    solution = pipeline.solve(instance)
    conflicts = pipeline.explain(instance, solution)
    cut = pipeline.fixes([path], instance, solution, conflicts, seconds=0.0)
    assert cut.fixes == ()
    assert "ended early" in cut.note


def test_two_changes_are_tried_where_one_is_not_enough(tmp_path: Path) -> None:
    cells = {**CASES["a pin of a coach"][0], **CASES["sections funded"][0]}
    solution, search = solved(tmp_path, cells)[2::2]
    assert solution.score.required == 2
    fix = search.fixes[0]
    assert fix.required == 0
    assert {ask.sheet for ask in fix.changes} == {"Pins", "Sites"}


def test_the_smallest_set_prefers_what_comes_first() -> None:
    def conflicts(items: Sequence[str]) -> bool:
        return {"a", "d"} <= set(items) or {"b", "c"} <= set(items) or {"d", "e"} <= set(items)

    assert smallest_conflict("abcde", conflicts) == ("b", "c")
    assert smallest_conflict("adebc", conflicts) == ("a", "d")
    assert smallest_conflict("ab", conflicts) is None


def test_the_sheets_and_the_comparison_that_takes_them_as_they_stand(tmp_path: Path) -> None:
    path = save(tmp_path / "school.xlsx", changed(school(), CASES["sections funded"][0]))
    plan, out = tmp_path / "plan.xlsx", tmp_path / "compared.xlsx"
    run = CliRunner().invoke(main, ["solve", str(path), "-o", str(plan), "--json"])
    assert run.exit_code == 4, run.output
    told = json.loads(run.stdout)
    assert told["conflicts"][0]["items"][1]["cell"] == "D2"
    fix = told["fixes"][0]
    assert fix["changes"] == [
        {"kind": "Set", "sheet": "Sites", "row": "LHS", "column": "sections funded", "value": "6"}
    ]
    assert (fix["required_after"], fix["verified"]) == (0, True)
    book = openpyxl.load_workbook(plan)
    rows = [list(r) for r in book["Fixes"].iter_rows(values_only=True)]
    assert rows[0] == [
        "fix",
        "change",
        "sheet",
        "row",
        "column",
        "value",
        "Required after",
        "score after",
        "cost",
        "verified",
        "in words",
    ]
    assert rows[1][:7] == ["Fix 1", "Set", "Sites", "LHS", "sections funded", 6, 0]
    assert [c.value for c in book["Conflicts"][1]] == ["no", "item", "sheet", "cell", "says", "short by"]
    compared = CliRunner().invoke(
        main, ["compare", str(path), str(plan), "--scenario", "Fix 1", "-o", str(out), "--json"]
    )
    assert compared.exit_code == 4, compared.output  # Base still falls short
    by_name = {s["scenario"]: s for s in json.loads(compared.stdout)["scenarios"]}
    assert by_name["Fix 1"]["score"] == fix["score_after"]
    pasted = changed(school(), CASES["sections funded"][0])
    pasted["Scenarios"] = [["scenario", "change", "sheet", "row", "column", "value"], *(r[:6] for r in rows[1:])]
    read = ScenarioBuilder([save(tmp_path / "pasted.xlsx", pasted)])
    read.base()
    made = read.scenario("Fix 1", read.orders(next(read.chosen(["Fix 1"]))), None)  # type: ignore[arg-type]
    assert made is not None
    assert made.instance.sites["LHS"].sections_funded == 6


def test_a_fix_that_is_never_input_changes_no_other_command(tmp_path: Path) -> None:
    path = save(tmp_path / "school.xlsx", changed(school(), CASES["sections funded"][0]))
    plan = tmp_path / "plan.xlsx"
    assert CliRunner().invoke(main, ["solve", str(path), "-o", str(plan)]).exit_code == 4
    book = openpyxl.load_workbook(plan)
    book["Fixes"]["D2"] = "nobody"
    book.save(plan)
    assert pipeline.read(path, plan).sites["LHS"].sections_funded == 5
    refused = CliRunner().invoke(main, ["compare", str(path), str(plan), "-o", str(tmp_path / "out.xlsx")])
    assert refused.exit_code == 3
    assert "nobody" in refused.output + refused.stderr


@pytest.mark.lands
@pytest.mark.skipif(not IMPOSSIBLE.is_file(), reason="needs the inputs in ../shared/data")
def test_on_the_school_with_too_few_sections_the_first_fix_is_one_section_more() -> None:
    instance = pipeline.read(IMPOSSIBLE)
    solution = pipeline.solve(instance)
    conflicts = pipeline.explain(instance, solution)
    assert [[f"{i.sheet}!{i.cell}" for i in c.items] for c in conflicts] == [
        ["Rules!B3", "Sites!D2"],
        ["Rules!C5", "Rules!C5", "Rules!C5", "Sites!D2"],
    ]
    fix = pipeline.fixes([IMPOSSIBLE], instance, solution, conflicts).fixes[0]
    assert fix.text == "6 sections funded at XY instead of 5"
    assert (fix.required, fix.cost, fix.verified) == (0, 21500, True)
