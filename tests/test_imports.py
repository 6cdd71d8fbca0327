"""The rooms of the house: imports point one way, and each library stays in its rooms."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from docs.rooms import MAY_IMPORT, ROOMS_OF_LIBRARY

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "scheduler"

# The engine takes names, levels and values from the registry, never a rule's measure: the two copies of a rule do not
# know each other.
REGISTRY = {"scheduler.rules", "scheduler.rules.rule"}
REGISTRY_NAMES = {"RULES", "Rule"}


def modules() -> Iterator[tuple[str, str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        yield "scheduler." + ".".join(parts), parts[0], ast.parse(path.read_text(encoding="utf-8"), str(path))


def imports(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """(module, name) for each import, "" where the module itself is taken."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, ""
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: a relative import hides its direction"
            for alias in node.names:
                yield str(node.module), alias.name


def room_of(module: str, name: str) -> str | None:
    """The room of this package that an import reaches into; None for a library."""
    parts = module.split(".")
    if parts[0] != "scheduler":
        return None
    if len(parts) > 1:
        return parts[1]
    return name if name in MAY_IMPORT else "__init__"


def wrong_directions(module: str, room: str, tree: ast.Module) -> list[str]:
    found = []
    for source, name in imports(tree):
        target = room_of(source, name)
        if target not in (None, room) and target not in MAY_IMPORT[room]:
            found.append(f"{module} imports {source} ({target} is not for {room})")
    return found


def strange_libraries(module: str, room: str, tree: ast.Module) -> list[str]:
    found = []
    for source, _ in imports(tree):
        library = source.split(".")[0]
        if library in sys.stdlib_module_names or library == "scheduler":
            continue
        if room not in ROOMS_OF_LIBRARY.get(library, frozenset()):
            found.append(f"{module} imports {library}")
    return found


def measures_taken(module: str, tree: ast.Module) -> list[str]:
    return [
        f"{module} takes {name or source} from {source}"
        for source, name in imports(tree)
        if source.startswith("scheduler.rules") and not (source in REGISTRY and name in REGISTRY_NAMES)
    ]


def test_every_room_is_known() -> None:
    assert {room for _, room, _ in modules()} == set(MAY_IMPORT)


def test_imports_point_one_way() -> None:
    assert [line for module, room, tree in modules() for line in wrong_directions(module, room, tree)] == []


def test_each_library_stays_in_its_rooms() -> None:
    assert [line for module, room, tree in modules() for line in strange_libraries(module, room, tree)] == []


def test_the_engine_takes_only_names_and_levels_from_the_rules() -> None:
    engine = [(module, tree) for module, room, tree in modules() if room == "engine"]
    assert [line for module, tree in engine for line in measures_taken(module, tree)] == []


def test_a_rule_module_knows_no_other_rule() -> None:
    from scheduler.rules import RULES

    rule_modules = {rule.measure.__module__ for rule in RULES.values()}
    assert len(rule_modules) == len(RULES)
    crossed = [
        f"{module} imports {source}"
        for module, room, tree in modules()
        if room == "rules" and module in rule_modules
        for source, name in imports(tree)
        if {source, f"{source}.{name}"} & rule_modules
    ]
    assert crossed == []


@pytest.mark.parametrize(
    ("room", "code", "finding"),
    [
        ("checker", "from scheduler.engine import Engine", "m imports scheduler.engine (engine is not for checker)"),
        ("rules", "import scheduler.checker", "m imports scheduler.checker (checker is not for rules)"),
        ("intake", "def f():\n    from scheduler import export", "m imports scheduler (export is not for intake)"),
        ("domain", "from scheduler import read", "m imports scheduler (__init__ is not for domain)"),
    ],
)
def test_a_wrong_direction_is_found(room: str, code: str, finding: str) -> None:
    assert wrong_directions("m", room, ast.parse(code)) == [finding]


@pytest.mark.parametrize(
    ("room", "code"), [("rules", "import ortools.sat"), ("cli", "import openpyxl"), ("domain", "import click")]
)
def test_a_strange_library_is_found(room: str, code: str) -> None:
    assert len(strange_libraries("m", room, ast.parse(code))) == 1


@pytest.mark.parametrize(
    ("code", "taken"),
    [
        ("from scheduler.rules import RULES", False),
        ("from scheduler.rules import flex_time", True),
        ("from scheduler.rules.flex_time import NAME", True),
        ("from scheduler.rules.plan_index import Ledger", True),
        ("import scheduler.rules", True),
    ],
)
def test_a_measure_taken_by_the_engine_is_found(code: str, taken: bool) -> None:
    assert bool(measures_taken("m", ast.parse(code))) is taken
