"""Public functions of the program with more than two parameters say what each of them is, in a NumPy section.

That each public function, class and module has a docstring at all is Ruff's to say (the rules D).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

MOST_WITHOUT = 2  # parameters that a function's first sentence can speak of
HEADER = "Parameters\n----------\n"
MODULES = [path for path in sorted(Path("scheduler").rglob("*.py")) if "migrations" not in path.parts]
# A command's options carry their own help; what a page is asked stands in its address.
ENTRIES = ("command", "open_to")


def functions(node: ast.AST, owner: str = "") -> Iterator[tuple[str, ast.FunctionDef]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef) and not child.name.startswith("_"):
            yield from functions(child, f"{owner}{child.name}.")
        elif isinstance(child, ast.FunctionDef) and not child.name.startswith("_"):
            yield f"{owner}{child.name}", child


def parameters(function: ast.FunctionDef) -> list[str]:
    args = function.args
    return [a.arg for a in (*args.posonlyargs, *args.args, *args.kwonlyargs) if a.arg not in ("self", "cls")]


def collected(function: ast.FunctionDef) -> set[str]:
    """The names of `*args` and `**options`: they may be explained, and need not be."""
    return {a.arg for a in (function.args.vararg, function.args.kwarg) if a is not None}


def is_entry(function: ast.FunctionDef) -> bool:
    calls = [d.func for d in function.decorator_list if isinstance(d, ast.Call)]
    names = {f.attr if isinstance(f, ast.Attribute) else f.id for f in calls if isinstance(f, ast.Attribute | ast.Name)}
    return not names.isdisjoint(ENTRIES)


def documented(docstring: str) -> list[str]:
    """The names under the header, up to the next section."""
    lines = docstring.partition(HEADER)[2].split("\n\n")[0].splitlines()
    return [name.strip() for line in lines if not line.startswith(" ") for name in line.split(",")]


def faults(text: str) -> list[str]:
    """What the functions of a module lack."""
    found = []
    for name, function in functions(ast.parse(text)):
        wanted, docstring = parameters(function), ast.get_docstring(function) or ""
        if HEADER in docstring:
            unknown = set(documented(docstring)) - set(wanted) - collected(function)
            if unknown:
                found.append(f"{name} has no {', '.join(sorted(unknown))}")
        elif len(wanted) > MOST_WITHOUT and not is_entry(function):
            found.append(f"{name} does not say what {', '.join(wanted)} are")
    return found


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_a_function_says_what_its_parameters_are(path: Path) -> None:
    assert faults(path.read_text(encoding="utf-8")) == []


def test_a_function_without_the_section_and_a_section_of_other_names_are_found() -> None:
    section = "    Parameters\n    ----------\n    a, b\n        two of them\n    d\n        gone\n"
    told = f'def f(a, b, c):\n    """Do it.\n\n{section}    """'
    assert faults('def f(a, b, c):\n    """Do it."""') == ["f does not say what a, b, c are"]
    assert faults('def f(a, b):\n    """Do it."""') == []
    assert faults(told) == ["f has no d"]
