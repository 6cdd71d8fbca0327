"""A public type's name means one thing: no two classes of the program share one."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "scheduler"


def shared_names(package: Path) -> dict[str, list[str]]:
    """The public classes of modules that have the same name, with where they are."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(package.rglob("*.py")):
        if "migrations" not in path.parts:
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    found[node.name].append(path.relative_to(package).as_posix())
    return {name: modules for name, modules in found.items() if len(modules) > 1}


def test_no_two_public_types_have_one_name():
    assert shared_names(PACKAGE) == {}


def test_a_shared_name_is_found(tmp_path):
    (tmp_path / "one.py").write_text("class Meeting: ...\nclass _Own: ...\nclass Other: ...", encoding="utf-8")
    (tmp_path / "two.py").write_text("class Meeting: ...\nclass _Own: ...", encoding="utf-8")
    assert shared_names(tmp_path) == {"Meeting": ["one.py", "two.py"]}
