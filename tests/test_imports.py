"""The rooms of the house: imports point one way, no files import each other in a circle, libraries have their rooms.

Every import counts, wherever it is written: at the top of a file, inside a function, under `TYPE_CHECKING`. The table
is `docs/rooms.py`. Each check is tried on a tiny tree that breaks it.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from docs.rooms import ENGINE_STOREYS, MAY_IMPORT, ROOMS_OF_LIBRARY

PACKAGE = Path(__file__).parents[1] / "scheduler"

# The engine takes names, levels and values from the registry, never a rule's measure: the two copies of a rule do not
# know each other.
REGISTRY = {"scheduler.rules", "scheduler.rules.rule"}
REGISTRY_NAMES = {"RULES", "Rule"}

House = Mapping[str, ast.Module]  # module -> its code; a package is its own module


def read_house(package: Path) -> House:
    """Every module of a package, by its dotted name."""
    house = {}
    for path in sorted(package.rglob("*.py")):
        parts = [package.name, *path.relative_to(package).with_suffix("").parts]
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        house[name] = ast.parse(path.read_text(encoding="utf-8"), str(path))
    return house


@pytest.fixture(scope="module")
def house() -> House:
    return read_house(PACKAGE)


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


def imported(house: House, tree: ast.Module) -> set[str]:
    """The modules of the house that a module imports."""
    found = set()
    for source, name in imports(tree):
        if source.split(".")[0] == "scheduler":
            found.add(f"{source}.{name}" if f"{source}.{name}" in house else source)
    return found


def part(module: str, level: int) -> str:
    """The folder or file of a module at a level below `scheduler`; `__init__` of what lies above it."""
    parts = module.split(".")
    return parts[level] if len(parts) > level else "__init__"


# ---- the checks, each as a function from a house to what is wrong with it


def circles(house: House) -> set[frozenset[str]]:
    """The sets of modules that import each other in a circle, the largest that there are."""
    direct = {module: imported(house, tree) & house.keys() for module, tree in house.items()}
    ahead = {module: reachable(direct, module) for module in house}
    return {
        circle
        for module in house
        if len(circle := frozenset({module} | {other for other in ahead[module] if module in ahead[other]})) > 1
    }


def reachable(direct: Mapping[str, set[str]], module: str) -> set[str]:
    """All modules that a module imports, over however many others; itself only in a circle of several."""
    found: set[str] = set()
    waiting = [module]
    while waiting:
        for other in direct[(here := waiting.pop())] - found:
            if other != here:
                found.add(other)
                waiting.append(other)
    return found


def private_imports(house: House) -> list[str]:
    """Names with a leading underscore that a module takes from another: imported, or as `module._name`."""
    found = []
    for module, tree in house.items():
        modules = {}
        for source, name in imports(tree):
            if source.split(".")[0] == "scheduler":
                if name.startswith("_") or any(p.startswith("_") for p in source.split(".")):
                    found.append(f"{module} imports {source}.{name}")
                if f"{source}.{name}" in house:
                    modules[name] = f"{source}.{name}"
        for node in ast.walk(tree):
            taken = node.attr if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) else ""
            if taken.startswith("_") and not taken.startswith("__") and node.value.id in modules:  # type: ignore[attr-defined]
                found.append(f"{module} takes {modules[node.value.id]}.{taken}")  # type: ignore[attr-defined]
    return found


def wrong_directions(house: House, allowed: Mapping[str, frozenset[str]] = MAY_IMPORT) -> list[str]:
    """Imports of a room that is not for the importing one."""
    return [
        f"{module} imports {source} ({part(source, 1)} is not for {part(module, 1)})"
        for module, tree in house.items()
        for source in sorted(imported(house, tree))
        if part(source, 1) != part(module, 1) and part(source, 1) not in allowed[part(module, 1)]
    ]


def strange_libraries(house: House, rooms: Mapping[str, frozenset[str]] = ROOMS_OF_LIBRARY) -> list[str]:
    """Imports of a library outside its rooms."""
    return [
        f"{module} imports {library}"
        for module, tree in house.items()
        for library in sorted({source.split(".")[0] for source, _ in imports(tree)})
        if library not in sys.stdlib_module_names and library != "scheduler"
        if not any(lies_in(module, room) for room in rooms.get(library, ()))
    ]


def lies_in(module: str, room: str) -> bool:
    parts = room.split("/")
    return module.split(".")[1 : len(parts) + 1] == parts


def upward_imports(house: House) -> list[str]:
    """Imports of an engine storey that is not below the importing one."""
    allowed = {storey.name: storey.may_import for storey in ENGINE_STOREYS}
    found = []
    for module, tree in house.items():
        if part(module, 1) != "engine":
            continue
        mine = part(module, 2)
        for source in sorted(imported(house, tree)):
            other = part(source, 2)
            if part(source, 1) == "engine" and other != mine and other not in allowed[mine]:
                found.append(f"{module} imports {source} ({other} is not below {mine})")
    return found


def measures_taken(house: House) -> list[str]:
    """What the engine takes from the rules beside names and levels."""
    return [
        f"{module} takes {name or source} from {source}"
        for module, tree in house.items()
        if part(module, 1) == "engine"
        for source, name in imports(tree)
        if source.startswith("scheduler.rules") and not (source in REGISTRY and name in REGISTRY_NAMES)
    ]


def shadowed(house: House) -> list[str]:
    """Names of a package that a module of it has, too: the first import of the module puts it in the other's place."""
    return [
        f"{package}.{name}"
        for package, tree in house.items()
        for node in tree.body
        for name in _bound(node, package)
        if f"{package}.{name}" in house
    ]


def _bound(node: ast.stmt, package: str) -> list[str]:
    """What a statement binds, but for modules of the package itself."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.ImportFrom):
        return [] if node.module == package else [alias.asname or alias.name for alias in node.names]
    targets = node.targets if isinstance(node, ast.Assign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]


# ---- the house


def test_every_room_is_known(house):
    assert {part(module, 1) for module in house} == set(MAY_IMPORT)


def test_every_storey_of_the_engine_is_known(house):
    assert {part(m, 2) for m in house if part(m, 1) == "engine"} == {storey.name for storey in ENGINE_STOREYS}


def test_imports_point_one_way(house):
    assert wrong_directions(house) == []


def test_the_table_is_an_order():
    """No two rooms may import each other, nor two storeys, over however many others."""
    for table in (MAY_IMPORT, {storey.name: storey.may_import for storey in ENGINE_STOREYS}):
        left = dict(table)
        while left:
            lowest = [name for name, below in left.items() if not set(below) & left.keys()]
            assert lowest, f"a circle among {sorted(left)}"
            for name in lowest:
                del left[name]


def test_no_files_import_each_other_in_a_circle(house):
    assert circles(house) == set()


def test_nothing_private_is_imported(house):
    assert private_imports(house) == []


def test_nothing_in_a_package_has_the_name_of_a_module_of_it(house):
    assert shadowed(house) == []


def test_each_library_stays_in_its_rooms(house):
    assert strange_libraries(house) == []


def test_each_library_is_used_in_each_of_its_rooms(house):
    unused = [
        f"{library} in {room}"
        for library, rooms in ROOMS_OF_LIBRARY.items()
        for room in sorted(rooms)
        if not any(
            lies_in(module, room) and any(source.split(".")[0] == library for source, _ in imports(tree))
            for module, tree in house.items()
        )
    ]
    assert unused == []


def test_no_storey_of_the_engine_imports_upward(house):
    assert upward_imports(house) == []


def test_the_engine_takes_only_names_and_levels_from_the_rules(house):
    assert measures_taken(house) == []


def test_a_rule_module_knows_no_other_rule(house):
    from scheduler.rules import RULES

    rule_modules = {rule.measure.__module__ for rule in RULES.values()}
    assert len(rule_modules) == len(RULES)
    crossed = [f"{m} imports {other}" for m in sorted(rule_modules) for other in imported(house, house[m])]
    assert [line for line in crossed if line.split()[-1] in rule_modules] == []


# ---- trees that are wrong


def tree(tmp_path: Path, files: Mapping[str, str]) -> House:
    """A house of a few files: `{"engine/rules": "import x"}` is `scheduler/engine/rules.py`."""
    for name, code in files.items():
        path = tmp_path / "scheduler" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(code, encoding="utf-8")
    return read_house(tmp_path / "scheduler")


@pytest.mark.parametrize(
    "back",
    [
        "from scheduler.rules.first import x",
        "from scheduler.rules import first",
        "import scheduler.rules.first",
        "def late():\n    from scheduler.rules.first import x",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from scheduler.rules.first import x",
    ],
)
def test_a_circle_is_found(tmp_path, back):
    made = tree(tmp_path, {"rules/first": "from scheduler.rules.second import y", "rules/second": back})
    assert circles(made) == {frozenset({"scheduler.rules.first", "scheduler.rules.second"})}


def test_a_circle_of_three_files_is_found_whoever_else_imports_them(tmp_path):
    made = tree(
        tmp_path,
        {
            "rules/first": "import scheduler.rules.second",
            "rules/second": "import scheduler.rules.third",
            "rules/third": "import scheduler.rules.first\nimport scheduler.rules.fourth",
            "rules/fourth": "",
            "rules/fifth": "import scheduler.rules.first",
        },
    )
    assert circles(made) == {frozenset(f"scheduler.rules.{name}" for name in ("first", "second", "third"))}


def test_files_that_import_one_way_are_no_circle(tmp_path):
    made = tree(tmp_path, {"rules/first": "import scheduler.rules.second", "rules/second": "", "engine/x": ""})
    assert circles(made) == set()


@pytest.mark.parametrize(
    "code",
    [
        "from scheduler.rules.second import _y",
        "def late():\n    from scheduler.rules.second import _y",
        "from scheduler.rules import second\nx = second._y",
        "from scheduler.rules._second import y",
    ],
)
def test_a_private_import_is_found(tmp_path, code):
    made = tree(tmp_path, {"rules/first": code, "rules/second": "_y = 1", "rules/_second": "y = 1"})
    assert len(private_imports(made)) == 1


def test_a_function_that_a_module_replaces_is_found(tmp_path):
    code = "def kinds():\n    from scheduler.rules.kinds import found\n"
    house = tree(tmp_path, {"rules/__init__": code, "rules/kinds": "found = 1\n"})
    assert shadowed(house) == ["scheduler.rules.kinds"]
    assert shadowed(tree(tmp_path, {"rules/__init__": "from scheduler.rules import kinds\n", "rules/kinds": ""})) == []


def test_a_name_of_ones_own_may_be_private(tmp_path):
    code = "from scheduler.rules import second\n_x = second.y\nz = _x"
    made = tree(tmp_path, {"rules/first": code, "rules/second": "y = 1"})
    assert private_imports(made) == []


@pytest.mark.parametrize(
    ("room", "code", "finding"),
    [
        ("checker", "from scheduler.engine import Engine", "scheduler.engine (engine is not for checker)"),
        ("rules", "import scheduler.checker", "scheduler.checker (checker is not for rules)"),
        ("intake", "def f():\n    from scheduler import export", "scheduler.export (export is not for intake)"),
        ("domain", "from scheduler import read", "scheduler (__init__ is not for domain)"),
    ],
)
def test_a_wrong_direction_is_found(tmp_path, room, code, finding):
    empty = {f"{name}/__init__": "" for name in ("checker", "engine", "export")}
    made = tree(tmp_path, {**empty, f"{room}/m": code})
    assert wrong_directions(made) == [f"scheduler.{room}.m imports {finding}"]


@pytest.mark.parametrize(
    ("module", "code"),
    [
        ("rules/m", "import ortools.sat"),
        ("explain/m", "from ortools.sat.python import cp_model"),
        ("cli/m", "import openpyxl"),
        ("intake/m", "import xlsxwriter"),
        ("intake/m", "import icalendar"),
        ("intake/sheets", "def f():\n    import pandas as pd"),
        ("engine/m", "import pandas"),
        ("domain/m", "import click"),
        ("export/m", "import rich"),
        ("pipeline", "import django"),
        ("scenarios/executor", "import distributed"),
        ("web/m", "import numpy"),
    ],
)
def test_a_strange_library_is_found(tmp_path, module, code):
    assert len(strange_libraries(tree(tmp_path, {module: code}))) == 1


def test_a_part_of_a_room_may_have_a_library_of_its_own(tmp_path):
    assert strange_libraries(tree(tmp_path, {"intake/imports/ics": "import icalendar\nimport pandas"})) == []


@pytest.mark.parametrize(
    ("module", "code"),
    [
        ("problem/m", "from scheduler.engine.model import x"),
        ("model/m", "import scheduler.engine.aggregate.x"),
        ("model/m", "def f():\n    from scheduler.engine import rules"),
        ("search/m", "from scheduler.engine.steps.x import y"),
        ("rules/m", "from scheduler.engine.search.x import y"),
        ("steps/m", "from scheduler.engine.solve_component import y"),
        ("steps/m", "from scheduler.engine import solve_instance"),
    ],
)
def test_an_upward_import_is_found(tmp_path, module, code):
    names = (
        "problem/x",
        "model/x",
        "aggregate/x",
        "search/x",
        "rules/__init__",
        "steps/x",
        "__init__",
        "solve_component",
    )
    made = tree(tmp_path, {f"engine/{name}": "" for name in names} | {f"engine/{module}": code})
    assert len(upward_imports(made)) == 1


@pytest.mark.parametrize(
    ("code", "taken"),
    [
        ("from scheduler.rules import RULES", False),
        ("from scheduler.rules import flex_time", True),
        ("from scheduler.rules.flex_time import NAME", True),
        ("from scheduler.rules.plan_index import PlanIndex", True),
        ("import scheduler.rules", True),
    ],
)
def test_a_measure_taken_by_the_engine_is_found(tmp_path, code, taken):
    assert bool(measures_taken(tree(tmp_path, {"engine/m": code}))) is taken
