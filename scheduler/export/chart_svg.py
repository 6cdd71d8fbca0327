"""The pictures of a plan's page, drawn from their charts."""

from __future__ import annotations

from html import escape

from scheduler.export.svg import COLOURS, INK, figure, picture, short, text
from scheduler.views.charts import Chart, ChartBar

WIDTH, LABEL, END = 340, 128, 80  # of the picture, of the names at its left, of the figures at its right
ROW, BAR = 30, 18  # heights
LONGEST_NAME = 17  # characters that fit into LABEL


def chart_svg(chart: Chart) -> str:
    """The chart as a picture: a row a bar, its name at the left, its figure at the right."""
    most = max([1, *(max(b.value, b.of or 0) for b in chart.bars)])
    room = WIDTH - LABEL - END
    body: list[str] = []
    for i, bar in enumerate(chart.bars):
        top, middle = i * ROW + (ROW - BAR) / 2, i * ROW + ROW / 2 + 5
        tip = f"<title>{escape(f'{bar.name}: {_figure(bar)}')}</title>"
        body.append(text(LABEL - 8, middle, short(bar.name, LONGEST_NAME), anchor="end", size=14))
        if bar.of is not None:
            body.append(_bar(top, room * bar.of / most, "#FFFFFF", tip))
        body.append(_bar(top, room * bar.value / most, COLOURS[0], tip))
        end = LABEL + room * max(bar.value, bar.of or 0) / most
        body.append(text(end + 6, middle, _figure(bar), size=14))
    body.append(f'<path d="M{LABEL},0 V{len(chart.bars) * ROW}" stroke="{INK}"/>')
    return picture(body, f"{chart.title}. {chart.says} The table has the figures.", WIDTH, len(chart.bars) * ROW)


def _bar(top: float, width: float, fill: str, tip: str) -> str:
    place = f'x="{LABEL}" y="{top:.1f}" width="{width:.1f}" height="{BAR}"'
    return f'<rect {place} fill="{fill}" stroke="{INK}">{tip}</rect>' if width else ""


def _figure(bar: ChartBar) -> str:
    return figure(bar.value) if bar.of is None else f"{figure(bar.value)} of {figure(bar.of)}"
