"""What the stories share: the command as a user runs it, and the inputs on real timetables."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
Coach = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def coach() -> Coach:
    """Run the command `coach` in a process of its own, from the root of the project."""

    def run(*words: object, env: dict[str, str] | None = None, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "scheduler", *map(str, words)],
            capture_output=True,
            text=True,
            cwd=cwd,
            env=env,
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of inputs on real timetables, which stand beside the project and are not part of it."""
    folder = SHARED / "data"
    if not folder.is_dir():
        pytest.skip("needs the inputs on real timetables in ../shared/data")
    return folder


@pytest.fixture(scope="session")
def checked() -> Callable[..., None]:
    """Ask the independent checker whether a plan holds and every figure in it is right."""
    checker = SHARED / "check" / "check_plan.py"
    if not checker.is_file():
        pytest.skip("needs the independent checker ../shared/check/check_plan.py")

    def check(*paths: Path) -> None:
        result = subprocess.run(
            [sys.executable, "-B", checker, *paths], capture_output=True, text=True, timeout=120, check=False
        )
        assert result.returncode == 0, result.stdout + result.stderr

    return check


@pytest.fixture(scope="session")
def district(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook of eight schools like the invented one: more than a few seconds of work."""
    from openpyxl import Workbook, load_workbook

    school = {sheet.title: list(sheet.values) for sheet in load_workbook(ROOT / "instances" / "avuhsd" / "avuhsd.xlsx")}
    book = Workbook()
    book.remove(book.active)
    for title, (header, *rows) in school.items():
        sheet = book.create_sheet(title)
        sheet.append(header)
        copies = range(8) if title in ("Sites", "Teachers", "Master schedule", "Coaches", "Coach availability") else [0]
        for copy in copies:
            for row in rows:
                sheet.append([_renamed(value, copy) for value in row])
    path = tmp_path_factory.mktemp("district") / "district.xlsx"
    book.save(path)
    return path


def _renamed(value: object, copy: int) -> object:
    """An id of the school as the id of its copy."""
    is_id = isinstance(value, str) and (value == "JRHS" or value.startswith("JR-"))
    return f"{value}-{copy}" if is_id else value
