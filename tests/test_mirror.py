"""Where a test is: the folders of tests/ mirror the rooms, so that whoever knows a module finds what is said of it."""

from __future__ import annotations

from pathlib import Path

import pytest

TESTS = Path(__file__).parent
ROOT = TESTS.parent
PROGRAM = ROOT / "scheduler"

# What tests/README.md says of each.
NO_ROOMS = {"browser", "helpers", "laws", "programmes", "setup", "stories"}
OF_THE_HOUSE = {"test_docs", "test_docstrings", "test_imports", "test_mirror", "test_names_of_types"}
# In these rooms every file of tests is named after the module that it is about.
BY_MODULE = ("engine", "checker")
OF_SEVERAL = {
    "engine/rules/test_twins.py",  # every rule as the engine has it, beside the rule itself
    "engine/test_names_of_variables.py",  # of all models
}


def folders(under: Path) -> set[str]:
    """Every folder with modules, as a path from `under`."""
    return {f.parent.relative_to(under).as_posix() for f in under.rglob("*.py")} - {"."}


def test_every_folder_of_tests_is_that_of_a_room() -> None:
    found = {f for f in folders(TESTS) if f.partition("/")[0] not in NO_ROOMS}
    rooms = folders(PROGRAM) | folders(ROOT / "benchmarks") | {"benchmarks", "instances"}
    assert found - rooms == set()


def test_every_room_that_does_something_has_a_folder_of_tests() -> None:
    rooms = {f for f in folders(PROGRAM) if "/" not in f}
    assert rooms - folders(TESTS) <= {"schema"}, "tables alone, which the tests of intake and export read"


def test_whatever_is_no_room_is_there_and_in_the_readme() -> None:
    readme = (TESTS / "README.md").read_text(encoding="utf-8")
    missing = {name for name in NO_ROOMS | OF_THE_HOUSE if f"`{name}" not in readme}
    assert missing == set()
    assert {f.partition("/")[0] for f in folders(TESTS)} >= NO_ROOMS


def test_a_test_beside_the_rooms_is_of_a_module_beside_them() -> None:
    found = {f.stem for f in TESTS.glob("test_*.py")} - OF_THE_HOUSE
    assert found - {f"test_{f.stem}" for f in PROGRAM.glob("*.py")} == set()


@pytest.mark.parametrize("room", BY_MODULE)
def test_a_file_of_tests_is_named_after_a_module(room: str) -> None:
    odd = [
        str(f.relative_to(TESTS))
        for f in (TESTS / room).rglob("test_*.py")
        if not (PROGRAM / room / f.relative_to(TESTS / room)).with_name(f.name.removeprefix("test_")).is_file()
    ]
    assert set(odd) - OF_SEVERAL == set()
