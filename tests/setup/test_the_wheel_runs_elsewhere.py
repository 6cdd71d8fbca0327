"""The program as one file, installed into an empty environment, away from the checkout: commands, templates, static
files. The libraries are those of this environment, so that nothing is fetched."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import urllib.request
import venv
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

ROOT = Path(__file__).parents[2]

pytestmark = [pytest.mark.story, pytest.mark.lands]


@pytest.fixture(scope="module")
def bin_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of an environment with the built wheel, and with this one's libraries."""
    folder = tmp_path_factory.mktemp("elsewhere")
    # A copy of what git knows: the build writes beside it, and must need no other file.
    tracked = subprocess.run(
        ["git", "ls-files", "-z", "pyproject.toml", "README.md", "LICENSE", "scheduler"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\0")
    for name in filter(None, tracked):
        target = folder / "sources" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((ROOT / name).read_bytes())
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-qq"]
    build = ["wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(folder), "./sources"]
    subprocess.run([*pip, *build], cwd=folder, check=True)
    (wheel,) = folder.glob("coaching_scheduler-*.whl")
    venv.create(folder / "env", with_pip=False)
    python = folder / "env" / "bin" / "python"
    subprocess.run([*pip, "--python", str(python), "install", "--no-deps", "--no-index", str(wheel)], check=True)
    site = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    Path(site, "libraries.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return folder / "env" / "bin"


@pytest.fixture
def address(bin_folder: Path, tmp_path: Path) -> Iterator[str]:
    """The page, served from the environment elsewhere."""
    env = {**_env(), "COACH_DATA": str(tmp_path / "data")}
    process = subprocess.Popen(
        [bin_folder / "coach", "serve", "--port", "0"],
        cwd=tmp_path,
        env=env,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    found = next((line.split()[2] for line in process.stdout if line.startswith("Coaching Scheduler: ")), None)
    try:
        assert found is not None, process.stderr.read()
        yield found
    finally:
        process.terminate()
        process.communicate(timeout=60)


def _env() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "DJANGO_SETTINGS_MODULE", "DATABASE_URL")}


def test_a_plan_is_made_with_the_code_of_the_wheel(bin_folder: Path, tmp_path: Path) -> None:
    where = "import scheduler; print(scheduler.__file__)"
    shown = subprocess.run(
        [bin_folder / "python", "-c", where], cwd=tmp_path, env=_env(), capture_output=True, text=True, check=True
    ).stdout
    assert shown.startswith(str(bin_folder.parent))
    for command in (["new", "school.xlsx", "--model", "avuhsd"], ["solve", "school.xlsx", "-o", "plan.xlsx"]):
        done = subprocess.run(
            [bin_folder / "coach", *command], check=False, cwd=tmp_path, env=_env(), capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
    assert "Sessions" in openpyxl.load_workbook(tmp_path / "plan.xlsx").sheetnames


def test_the_page_is_served_with_its_templates_and_static_files(address: str) -> None:
    with urllib.request.urlopen(f"{address}/sign-in/", timeout=60) as answer:
        page = answer.read().decode()
    assert "<h1" in page
    styles = re.findall(r'href="(/static/[^"]+\.css)"', page)
    scripts = re.findall(r'src="(/static/[^"]+\.js)"', page)
    assert styles
    assert scripts
    for path in [*styles, *scripts]:
        with urllib.request.urlopen(address + path, timeout=60) as answer:
            assert answer.status == 200
            assert len(answer.read()) > 100
