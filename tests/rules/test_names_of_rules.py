"""A rule owns all that it does: no module outside the two folders of rules names one."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from scheduler.rules import RULES

PACKAGE = Path(__file__).parents[2] / "scheduler"
OWNERS = ("rules", "engine/rules")  # folders whose modules may name a rule

# Names of rules that are words of the workbooks besides: a sheet, and a purpose of reserved time.
OTHER_WORDS = {"Sessions", "Common planning"}

# Modules and rooms that name rules all the same, each with its reason. None of them decides what a rule does.
EXCEPTIONS = {
    "explain": "what a user may change for a rule to hold, by cell, and the sentences about it",
    "export/models.py": "rows of the sheet Rules in the example workbooks",
    "views/metrics.py": "a figure of every plan is what two rules measure",
    "views/summary.py": "the heading of a column with the same words",
    "views/reader_summary.py": "the heading of a column with the same words",
    "intake/tables/column_names.py": "the spelling of a heading with the same words",
    "scenarios/figures.py": "a figure of every scenario is what two rules measure",
    "scenarios/matrix.py": "the heading of a line with the same words",
    "schema/sheets.py": "an example of a cell of the sheet Rules",
}


def naming(package: Path, other_words: set[str]) -> Iterator[tuple[str, str]]:
    """(module, rule) for each string outside the owners that is the name of a rule."""
    for path in sorted(package.rglob("*.py")):
        name = path.relative_to(package).as_posix()
        if not name.startswith(tuple(f"{owner}/" for owner in OWNERS)):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and node.value in RULES and node.value not in other_words:
                    yield name, str(node.value)


def test_no_module_outside_the_rules_names_one():
    named = {module for module, _ in naming(PACKAGE, OTHER_WORDS)}
    assert sorted(module for module in named if not {module, module.split("/")[0]} & EXCEPTIONS.keys()) == []


def test_an_exception_that_names_no_rule_any_more_is_none():
    named = {name for module, _ in naming(PACKAGE, OTHER_WORDS) for name in (module, module.split("/")[0])}
    assert sorted(EXCEPTIONS.keys() - named) == []


def test_the_engine_has_no_exception_and_no_other_words():
    assert [line for line in naming(PACKAGE, set()) if line[0].startswith("engine/")] == []


@pytest.mark.parametrize(
    ("module", "code", "found"),
    [
        ("engine/steps/x.py", 'costs.of("Flex time", site)', 1),
        ("engine/steps/x.py", "COSTS = {'Even cycles': 3}", 1),
        ("engine/rules/flex_time.py", 'NAME = "Flex time"', 0),
        ("rules/flex_time.py", 'NAME = "Flex time"', 0),
        ("engine/steps/x.py", '"""Slots kept as Flex time."""', 0),
    ],
)
def test_a_name_is_found_where_it_does_not_belong(tmp_path, module, code, found):
    path = tmp_path / module
    path.parent.mkdir(parents=True)
    path.write_text(code, encoding="utf-8")
    assert len(list(naming(tmp_path, OTHER_WORDS))) == found
