"""The page of a comparison in a browser: alone, as somebody opens it who was sent the file; and on paper."""

from __future__ import annotations

import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from browser_pages import Watched
from web_cast import two_sites
from web_server import ROOT
from workbooks import save

pytestmark = [pytest.mark.story, pytest.mark.browser]
CURVE = ["Sites.N.sections funded=3..5"]
MAP = [*CURVE, "Rules.Grade match.level=Off, Option"]


def compared(folder: Path, axes: list[str]) -> str:
    """The page of a sweep."""
    given, output = save(folder / "both.xlsx", two_sites()), folder / "comparison.xlsx"
    words = [word for axis in axes for word in ("--vary", axis)]
    done = subprocess.run(
        [sys.executable, "-m", "scheduler", "compare", given, "-o", output, *words],
        capture_output=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode in (0, 4), done.stderr
    return output.with_suffix(".html").read_text(encoding="utf-8")


@pytest.mark.parametrize("axes", [CURVE, MAP], ids=["curve", "map"])
def test_the_page_is_for_everybody_at_any_width(watched: Watched, tmp_path: Path, axes: list[str]) -> None:
    watched.page.set_content(compared(tmp_path, axes))
    watched.look()


def test_every_picture_has_a_title_a_sentence_and_its_table(watched: Watched, tmp_path: Path) -> None:
    page = watched.page
    page.set_content(compared(tmp_path, CURVE))
    assert page.locator("svg").count() == 4
    for title in ("Staffing curve: N sections funded", "Service against cost", "Coverage by period", "Caseloads"):
        heading = page.locator("h2", has_text=title)
        sentence, picture, table = (heading.locator(f"xpath=following-sibling::*[{i}]") for i in (1, 2, 3))
        assert sentence.evaluate("e => e.tagName") == "P", title
        assert len(sentence.inner_text()) > 20, title
        assert picture.locator("svg[role=img]").get_attribute("aria-label"), title
        assert table.locator("caption").inner_text() == f"{title}, as a table"


def test_a_picture_can_be_read_on_a_narrow_screen(watched: Watched, tmp_path: Path) -> None:
    page = watched.page
    page.set_content(compared(tmp_path, CURVE))
    page.set_viewport_size({"width": 320, "height": 800})
    scaled = page.evaluate("document.querySelector('svg').getBoundingClientRect().width / 960")
    assert 11 * scaled >= 8.5, f"the smallest letters are {11 * scaled:.1f} px"


def test_bars_are_told_apart_without_colour(watched: Watched, tmp_path: Path) -> None:
    page = watched.page
    page.set_content(compared(tmp_path, CURVE))
    marks = page.evaluate(
        "[...document.querySelectorAll('pattern')].map(p => [p.id, p.innerHTML, p.querySelectorAll('path').length])"
    )
    by_picture: dict[str, list[str]] = {}
    for id, inner, _ in marks:
        by_picture.setdefault(re.match(r"p\d+", id)[0], []).append(re.sub(r"#\w+", "", inner))  # type: ignore[index]
    neighbours = [(a, b) for own in by_picture.values() for a, b in pairwise(own)]
    assert neighbours
    assert all(a != b for a, b in neighbours), "two bars side by side differ in colour alone"


def test_the_page_prints_with_nothing_cut_off(watched: Watched, tmp_path: Path) -> None:
    page = watched.page
    page.set_content(compared(tmp_path, MAP))
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1040, "height": 720})  # landscape paper, within its margins
    wide = page.evaluate(
        "[...document.querySelectorAll('.wide')].filter(e => e.scrollWidth > e.clientWidth + 1).length"
    )
    assert wide == 0
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", printed)) >= 2
