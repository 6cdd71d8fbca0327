"""The pages are true: generated ones equal what the code says, and the examples run."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import click
import pytest

import scheduler
from docs.generate import pages
from scheduler.cli import main

ROOT = Path(__file__).parents[1]
PAGES = pages()


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_is_what_the_code_says(name: str) -> None:
    page = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert page == PAGES[name], f"docs/{name} is stale: make docs"


def test_every_command_has_an_example_of_itself() -> None:
    for name, command in main.commands.items():
        assert re.search(rf"Example:\n  coach {name}\b", str(command.epilog)), name


def test_every_option_says_what_it_does() -> None:
    silent = [
        f"{name} {option.opts}"
        for name, command in main.commands.items()
        for option in command.params
        if isinstance(option, click.Option) and not option.help
    ]
    assert silent == []


def test_every_local_link_of_a_page_leads_somewhere() -> None:
    written = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
    dead = [
        f"{page.name}: {target}"
        for page in written
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if "://" not in target and not (page.parent / target).exists()
    ]
    assert dead == []


def test_every_coach_command_of_the_pages_exists_with_its_options() -> None:
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").glob("how-to-*.md"))):
        for line in re.findall(r"^(?:\.venv/bin/)?coach (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE):
            name, *words = line.split()
            known = {opt for param in main.commands[name].params for opt in param.opts}
            unknown = [word for word in words if word.startswith("-") and word not in known]
            assert unknown == [], f"{page.name}: coach {line}"


def test_the_example_of_the_package_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "instances").symlink_to(ROOT / "instances")
    monkeypatch.chdir(tmp_path)
    result = doctest.testmod(scheduler)
    assert result.attempted > 4
    assert result.failed == 0
    assert (tmp_path / "plan.xlsx").exists()


def test_every_public_name_is_documented() -> None:
    assert scheduler.__all__ == sorted(scheduler.__all__)
    for name in scheduler.__all__:
        assert getattr(scheduler, name).__doc__


def test_a_name_that_the_package_does_not_have_is_refused() -> None:
    with pytest.raises(AttributeError, match=r"^module 'scheduler' has no attribute 'optimize'$"):
        getattr(scheduler, "optimize")  # noqa: B009 (the attribute is missing on purpose: a type checker would object)
