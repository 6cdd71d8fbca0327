"""The comparison workbook and page: the same figures in both, nothing live in either, the same bytes on every run."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from scheduler.domain.comparison import Comparison, Outcome
from scheduler.domain.scenario import ScenarioChange, ScenarioInput
from scheduler.export import write_comparison
from scheduler.export.comparison import comparison_bytes
from scheduler.export.comparison_page import page_of
from scheduler.scenarios.side_by_side import compare
from scheduler.views.frames import matrix_frame

from .plans import district, solved

HOSTILE = "=HYPERLINK(\"http://x\") <script>alert(1)</script> & [all]: 'x'"


def outcome(name: str, *, teachers: int = 12, point: tuple[tuple[str, str], ...] = (), **given: Any) -> Outcome:
    instance = district(teachers=teachers)
    found = None if given.get("status") else solved(instance)
    change = ScenarioChange("Set", "Sites", "A", "sections funded", "7", name, "Scenarios!F2")
    changes = () if name == "Base" else (change,)
    status = given.pop("status", found.status if found else "failed")
    return Outcome(ScenarioInput(name, instance, changes, point), found, status, **given)


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return compare(
        [
            outcome("Base"),
            outcome("More", teachers=14),
            outcome(HOSTILE, teachers=10),
            outcome("Broken", status="failed", reason="MemoryError: none left"),
        ]
    )


def book(comparison: Comparison) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(comparison_bytes(comparison)))


def matrix(sheet: Any) -> dict[str, list[Any]]:
    """The lines of a matrix by their label."""
    return {str(row[0]): list(row[1:5]) for row in sheet.iter_rows(values_only=True) if row[0] and row[2] is not None}


def test_the_sheets_are_those_of_the_contract_and_one_a_scenario(comparison: Comparison) -> None:
    names = book(comparison).sheetnames
    assert names[:6] == ["Summary", "Charts", "Differences", "Changes", "Coach changes", "Coverage"]
    assert names[6:8] == ["Base", "More"]
    assert len(names) == 10


def test_the_matrix_holds_the_figures_as_numbers(comparison: Comparison) -> None:
    lines = matrix(book(comparison)["Summary"])
    assert lines["Figure"] == ["Base", "More", HOSTILE, "Broken"]
    figures = [e.figures for e in comparison.entries]
    assert lines["Sessions placed"] == [None if f is None else f.placed for f in figures]
    assert lines["Hours of coaching a week"] == [None if f is None else f.hours_a_week for f in figures]
    assert lines["Status"][3] == "No plan"


def test_differences_are_words(comparison: Comparison) -> None:
    lines = matrix(book(comparison)["Differences"])
    assert lines["Teachers"][:3] == ["base", "+2", "−2"]  # noqa: RUF001 (a minus sign)


def test_changes_and_who_gets_another_coach_are_tables(comparison: Comparison) -> None:
    made = book(comparison)
    rows = list(made["Changes"].iter_rows(values_only=True))
    assert rows[0] == ("scenario", "change", "sheet", "row", "column", "before", "after", "asked in")
    assert rows[1] == ("More", "Set", "Sites", "A", "sections funded", "7", "More", "Scenarios!F2")
    assert made["Coach changes"]["A1"].value == "scenario"


def test_charts_are_native_and_each_says_what_it_shows(comparison: Comparison) -> None:
    with zipfile.ZipFile(io.BytesIO(comparison_bytes(comparison))) as box:
        charts = [n for n in box.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", n)]
        drawing = box.read("xl/drawings/drawing1.xml").decode()
    assert len(charts) == 3
    assert len(re.findall(r'descr="[^"]{40,}"', drawing)) == 3


def test_nothing_in_the_workbook_is_a_formula_or_a_link(comparison: Comparison) -> None:
    with zipfile.ZipFile(io.BytesIO(comparison_bytes(comparison))) as box:
        sheets = [box.read(n).decode() for n in box.namelist() if n.startswith("xl/worksheets/")]
    assert not any("<f>" in sheet or "<hyperlink" in sheet for sheet in sheets)


class Page(HTMLParser):
    """The tags of a page, and what its cells say."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.rows: list[list[str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


def test_the_page_is_whole_in_itself_without_scripts(comparison: Comparison) -> None:
    text = page_of(comparison)
    tags = Page(text).tags
    assert not [t for t, a in tags if t in ("script", "link", "iframe", "img") or "src" in a or "onload" in a]
    assert not re.search(r"url\((?!#)|@import", text)
    assert "@media print" in text


def test_the_page_shows_the_same_figures_as_the_workbook(comparison: Comparison) -> None:
    rows = {row[0]: row[1:] for row in Page(page_of(comparison)).rows if row}
    placed = [str(e.figures.placed) for e in comparison.entries if e.figures]
    assert [re.match(r"\d+", cell)[0] for cell in rows["Sessions placed"][:3]] == placed  # type: ignore[index]


def test_every_picture_has_a_name_and_its_table(comparison: Comparison) -> None:
    tags = Page(page_of(comparison)).tags
    pictures = [a for t, a in tags if t == "svg"]
    assert len(pictures) == 3
    assert all(a["role"] == "img" and a["aria-label"] for a in pictures)
    assert len([t for t, _ in tags if t == "caption"]) >= 6
    assert all("scope" in a for t, a in tags if t == "th")


def test_a_hostile_name_is_text_on_the_page(comparison: Comparison) -> None:
    text = page_of(comparison)
    assert "<script>" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_a_sweep_of_one_thing_has_a_curve_and_of_two_a_map() -> None:
    one = [outcome("Base"), *(outcome(f"S {n}", teachers=n, point=(("S", str(n)),)) for n in (10, 12))]
    assert "Staffing curve: S" in page_of(compare(one))
    assert "Staffing curve: S" in [c.value for c in book(compare(one))["Charts"]["A"]]
    two = [
        outcome("Base"),
        *(outcome(f"{a}{n}", teachers=n, point=(("A", a), ("N", str(n)))) for a in "xy" for n in (10, 12)),
    ]
    assert "Map: A by N" in page_of(compare(two))
    assert "Map: A by N" in [c.value for c in book(compare(two))["Charts"]["A"]]


def test_the_plain_table_has_a_row_a_figure_and_its_numbers_as_numbers(comparison: Comparison) -> None:
    matrix = matrix_frame(comparison)
    assert list(matrix.columns) == ["group", "figure", "better", "Base", "More", HOSTILE, "Broken"]
    rows = list(matrix.itertuples(index=False, name=None))
    lines = {row[1]: row for row in rows}
    assert len(rows) == len(comparison.matrix)
    placed = [None if e.figures is None else e.figures.placed for e in comparison.entries]
    assert lines["Sessions placed"] == ("Teachers and sessions", "Sessions placed", "more", *placed)
    shares = lines["Released time in sessions"][3:]
    assert all(s is None or s == round(float(s), 4) for s in shares)


def test_the_same_comparison_gives_the_same_bytes(comparison: Comparison) -> None:
    assert comparison_bytes(comparison) == comparison_bytes(comparison)
    assert page_of(comparison) == page_of(comparison)


def test_both_files_are_written_or_neither(comparison: Comparison, tmp_path: Path) -> None:
    (tmp_path / "cmp.html").mkdir()
    with pytest.raises(OSError, match=r"cmp\.html is a folder"):
        write_comparison(comparison, tmp_path / "cmp.xlsx", tmp_path / "cmp.html")
    assert [p.name for p in tmp_path.iterdir()] == ["cmp.html"]
    write_comparison(comparison, tmp_path / "b.xlsx", tmp_path / "b.html")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["b.html", "b.xlsx", "cmp.html"]


def test_a_comparison_without_any_plan_still_says_why() -> None:
    nothing = compare(
        [replace(outcome("Base"), solution=None, status="stopped", reason="stopped before it was solved")]
    )
    assert "Charts" not in book(nothing).sheetnames
    assert "Base has no plan: stopped before it was solved." in page_of(nothing)
