"""The sheet Charts of a comparison: native charts, each over the table that it is drawn from."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from xlsxwriter.worksheet import Worksheet

from scheduler.domain.comparison import Comparison
from scheduler.export.book import WorkbookBuilder
from scheduler.export.comparison_svg import round_step
from scheduler.export.styles import DEEP, FONT, INK, QUIET
from scheduler.views.comparison import (
    Bars,
    Point,
    caseload_bars,
    cost_words,
    coverage_bars,
    curve,
    labels,
    points,
    sweep_map,
)

# Okabe and Ito's palette, dark outlines around it; bars of one chart differ in pattern, too.
FILLS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#999999")
PATTERNS = (
    None,
    "wide_upward_diagonal",
    None,
    "dark_horizontal",
    None,
    "wide_downward_diagonal",
    None,
    "dotted_diamond",
)
CHART_ROWS = 23
CHART_WIDTH, CHART_HEIGHT = 760, 430
LAST_COLUMN = 6


def write_charts(book: WorkbookBuilder, comparison: Comparison) -> None:
    """Service against cost, coverage, caseloads, a sweep's curve or map; nothing where there is no plan."""
    if not points(comparison):
        return
    sheet = book.sheet("Charts")
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, LAST_COLUMN, 13)
    sheet.set_column(3, 3, 20)
    at = _scatter(book, sheet, 0, comparison)
    breaks = []
    bars = [b for b in (curve(comparison), coverage_bars(comparison), caseload_bars(comparison)) if b is not None]
    for one in bars:
        breaks.append(at)
        at = _bars(book, sheet, at, one)
    _map(book, sheet, at, comparison)
    book.page(sheet, (comparison.district, "Staffing scenarios: charts"), landscape=False)
    sheet.set_h_pagebreaks(breaks)


def _head(book: WorkbookBuilder, sheet: Worksheet, at: int, title: str, says: str) -> int:
    sheet.set_row(at, 24)
    book.merge(sheet, at, (0, LAST_COLUMN), title, "heading")
    sheet.set_row(at + 1, 4 + 15 * (1 + len(says) // 110))
    book.merge(sheet, at + 1, (0, LAST_COLUMN), says, "note")
    return at + 3


def _scatter(book: WorkbookBuilder, sheet: Worksheet, at: int, comparison: Comparison) -> int:
    says = (
        "Each mark is a scenario. To the right: more hours of coaching a week; further up: more cost. "
        "Diamonds: no other beats them on cost and service. Crosses: something Required is missed."
    )
    place = _head(book, sheet, at, "Service against cost", says)
    at = place + CHART_ROWS
    cost = cost_words(comparison)
    marks = points(comparison)
    for column, header in enumerate(("Scenario", "Hours a week", cost, "Kind of mark")):
        book.write(sheet, at, column, header, "header")
    sheet.set_row(at, 60)
    kinds = {"diamond": "on the front", "x": "Required missed", "circle": "beaten by another"}
    placed: dict[str, list[tuple[int, Point]]] = {kind: [] for kind in kinds}
    # Each kind of mark is a run of rows, so that a series has one range.
    for kind, words in kinds.items():
        for point in (p for p in marks if _kind(p) == kind):
            at += 1
            placed[kind].append((at, point))
            book.write(sheet, at, 0, point.name, "cell")
            book.write(sheet, at, 1, point.hours, "cell", "decimal")
            book.write(sheet, at, 2, point.cost, "cell", "whole")
            book.write(sheet, at, 3, words, "cell", "small")
    beside = dict(zip((p.name for p in marks), labels(marks), strict=True))
    chart: Any = book.xlsx.add_chart({"type": "scatter"})
    for (kind, rows), fill in zip(placed.items(), (FILLS[2], FILLS[5], FILLS[0]), strict=True):
        if rows:
            first, last = rows[0][0], rows[-1][0]
            chart.add_series(
                {
                    "name": kinds[kind],
                    "categories": ["Charts", first, 1, last, 1],
                    "values": ["Charts", first, 2, last, 2],
                    "marker": {
                        "type": kind,
                        "size": 10,
                        "fill": {"color": fill},
                        "border": {"color": INK, "width": 1.25},
                    },
                    "data_labels": {
                        "custom": [
                            {"value": beside[p.name], "font": {"size": 8}} if beside[p.name] else {"delete": True}
                            for _, p in rows
                        ],
                        "value": True,
                        "position": "right",
                    },
                }
            )
    _dress(chart, "Service against cost", "Hours of coaching a week", cost)
    chart.set_x_axis({**_axis("Hours of coaching a week"), **_span([p.hours for p in marks])})
    chart.set_y_axis({**_axis(cost), **_span([p.cost for p in marks]), "num_format": "#,##0"})
    sheet.insert_chart(place, 0, chart, {"description": f"Service against cost. {says}"})
    return at + 2


def _kind(point: Point) -> str:
    if not point.meets:
        return "x"
    return "diamond" if point.on_front else "circle"


def _bars(book: WorkbookBuilder, sheet: Worksheet, at: int, bars: Bars) -> int:
    place = _head(book, sheet, at, bars.title, bars.says)
    top = at = place + CHART_ROWS
    # Few series: a column each. Many: the table is turned, so that it is no wider than the chart.
    upright = len(bars.series) <= LAST_COLUMN or not bars.categories
    header: tuple[str, ...]
    lines: list[tuple[str | float, ...]]
    if upright:
        header = ("", *(name for name, _ in bars.series))
        lines = [(name, *(values[i] for _, values in bars.series)) for i, name in enumerate(bars.categories)]
    else:
        header = ("", *bars.categories)
        lines = [(name, *values) for name, values in bars.series]
    for column, name in enumerate(header):
        book.write(sheet, at, column, name, "header")
    sheet.set_row(at, 42)
    for line in lines:
        at += 1
        for column, value in enumerate(line):
            form = ("line",) if isinstance(value, str) else ("whole",) if value == int(value) else ("decimal",)
            book.write(sheet, at, column, value, "cell", *form)
    chart: Any = book.xlsx.add_chart({"type": "column"})
    for i, (name, values) in enumerate(bars.series):
        if upright:
            categories = ["Charts", top + 1, 0, top + len(bars.categories), 0]
            cells = ["Charts", top + 1, i + 1, top + len(values), i + 1]
        else:
            categories = ["Charts", top, 1, top, len(bars.categories)]
            cells = ["Charts", top + 1 + i, 1, top + 1 + i, len(values)]
        chart.add_series({"name": name, "categories": categories, "values": cells, **_fill(i), **_labels(bars)})
    _dress(chart, bars.title, "", bars.unit)
    chart.set_y_axis({**_axis(bars.unit), "min": 0, **_whole_steps([v for _, own in bars.series for v in own])})
    sheet.insert_chart(place, 0, chart, {"description": f"{bars.title}. {bars.says}"})
    return at + 2


def _labels(bars: Bars) -> dict[str, object]:
    few = len(bars.series) * len(bars.categories) <= 40
    return {"data_labels": {"value": True, "num_format": "0", "font": {"size": 8}}} if few else {}


def _fill(i: int) -> dict[str, object]:
    colour, pattern = FILLS[i % len(FILLS)], PATTERNS[i % len(PATTERNS)]
    dressed: dict[str, object] = {"border": {"color": INK, "width": 0.75}, "gap": 80}
    if pattern:
        dressed["pattern"] = {"pattern": pattern, "fg_color": colour, "bg_color": "#FFFFFF"}
    else:
        dressed["fill"] = {"color": colour}
    return dressed


def _axis(name: str) -> dict[str, object]:
    return {
        "name": name,
        "name_font": {"name": FONT, "size": 10, "color": INK},
        "num_font": {"name": FONT, "size": 9, "color": QUIET},
        "major_gridlines": {"visible": True, "line": {"color": "#E1E6EB"}},
    }


def _span(values: Sequence[float]) -> dict[str, float]:
    """An axis a little wider than what stands on it, in round steps, never below 0."""
    low, high = min(values, default=0.0), max(values, default=1.0)
    room = (high - low) * 0.25 or max(1.0, abs(high) * 0.1)
    step = round_step((high - low + 2 * room) / 6)
    first, last = math.floor(max(0.0, low - room) / step), math.ceil((high + room) / step)
    return {"min": first * step, "max": last * step, "major_unit": step}


def _whole_steps(values: Sequence[float]) -> dict[str, float]:
    """Of counts: no step between two whole numbers."""
    return {"major_unit": max(1.0, round_step(max(values, default=1.0) / 6 or 1.0))}


def _dress(chart: Any, title: str, x: str, y: str) -> None:
    chart.set_title({"name": title, "name_font": {"name": FONT, "size": 13, "color": DEEP}})
    chart.set_x_axis(_axis(x))
    chart.set_y_axis({**_axis(y), "min": 0})
    chart.set_legend({"position": "bottom", "font": {"name": FONT, "size": 9}})
    chart.set_size({"width": CHART_WIDTH, "height": CHART_HEIGHT})


def _map(book: WorkbookBuilder, sheet: Worksheet, at: int, comparison: Comparison) -> None:
    crossed = sweep_map(comparison)
    if crossed is None:
        return
    at = _head(book, sheet, at, crossed.title, crossed.says)
    book.write(sheet, at, 0, " \\ ".join(comparison.axes), "header")
    for column, name in enumerate(crossed.columns, 1):
        book.write(sheet, at, column, name, "header", "figure header")
    for row in crossed.rows:
        at += 1
        sheet.set_row(at, 44)
        book.write(sheet, at, 0, row, "label")
        for column, name in enumerate(crossed.columns, 1):
            entry = crossed.cells.get((row, name))
            if entry is None or entry.figures is None:
                book.write(sheet, at, column, None, "cell")
            else:
                met = entry.figures.score.required == 0
                words = f"{entry.figures.score}\n{'met' if met else 'missed'}"
                book.write(sheet, at, column, words, "cell", "small", "good" if met else "poor")
