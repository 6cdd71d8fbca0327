"""The pictures of the comparison page, as SVG: no scripts, every mark labelled, none told by colour alone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

from scheduler.export.svg import COLOURS, GRID, INK, QUIET, figure, picture, short, text
from scheduler.views.comparison import Bars, Point

WIDTH, HEIGHT = 960, 440
LEFT, RIGHT, TOP, BOTTOM = 96, 32, 24, 64
MOST_LABELLED_BARS = 48


def scatter_svg(points: Sequence[Point], x_name: str, y_name: str, title: str) -> str:
    """Marks by hours and cost: diamonds on the front, crosses where something Required is missed, else circles.

    Parameters
    ----------
    points
        the scenarios that have a plan
    x_name
        what the axis of hours is called
    y_name
        what the axis of cost is called
    title
        what a screen reader says of it
    """
    x_axis = _Axis([p.hours for p in points], LEFT, WIDTH - RIGHT, padded=True)
    y_axis = _Axis([p.cost for p in points], HEIGHT - BOTTOM, TOP, padded=True)
    body = [_grid(y_axis, horizontal=True), _grid(x_axis, horizontal=False), *_names(x_name, y_name)]
    front = sorted((p for p in points if p.on_front and p.meets), key=lambda p: (p.hours, p.cost))
    if len(front) > 1:
        line = " ".join(f"{x_axis.at(p.hours):.1f},{y_axis.at(p.cost):.1f}" for p in front)
        body.append(f'<polyline points="{line}" fill="none" stroke="{INK}" stroke-dasharray="5 4"/>')
    together: dict[tuple[int, int], list[Point]] = {}
    for p in points:
        together.setdefault((round(x_axis.at(p.hours)), round(y_axis.at(p.cost))), []).append(p)
    taken: list[tuple[float, float]] = []
    for (x, y), here in together.items():
        body += [_mark(p, x, y) for p in here]
        words = ", ".join(p.name for p in here[:2]) + (f" and {len(here) - 2} more" if len(here) > 2 else "")
        to_left = x > WIDTH * 0.7
        height = y + 4.0
        while any(abs(height - b) < 14 and abs(x - a) < 220 for a, b in taken):
            height += 14
        taken.append((x, height))
        anchor, offset = ("end", -12) if to_left else ("start", 12)
        body.append(text(x + offset, height, short(words, 60), anchor=anchor, size=12, halo=True))
    return _svg(body, title)


def _mark(point: Point, x: float, y: float) -> str:
    tip = f"<title>{escape(point.name)}</title>"
    if not point.meets:
        cross = f"M{x - 6},{y - 6} L{x + 6},{y + 6} M{x - 6},{y + 6} L{x + 6},{y - 6}"
        return f'<path d="{cross}" stroke="#B3261E" stroke-width="3">{tip}</path>'
    if point.on_front:
        diamond = f"M{x},{y - 9} L{x + 9},{y} L{x},{y + 9} L{x - 9},{y} Z"
        return f'<path d="{diamond}" fill="{COLOURS[2]}" stroke="{INK}" stroke-width="1.5">{tip}</path>'
    return f'<circle cx="{x}" cy="{y}" r="6" fill="{COLOURS[4]}" stroke="{INK}" stroke-width="1.5">{tip}</circle>'


def bars_svg(bars: Bars, number: int) -> str:
    """Bars side by side; `number` tells the picture's patterns from those of others on the page."""
    values = [v for _, own in bars.series for v in own]
    axis = _Axis([0.0, *values], HEIGHT - BOTTOM - 30, TOP, padded=False, least_step=1.0)
    groups, per_group = max(1, len(bars.categories)), max(1, len(bars.series))
    room = (WIDTH - LEFT - RIGHT) / groups
    bar = room * 0.8 / per_group
    body = [_patterns(number, per_group), _grid(axis, horizontal=True), *_names("", bars.unit)]
    labelled = groups * per_group <= MOST_LABELLED_BARS
    for g, category in enumerate(bars.categories):
        start = LEFT + g * room + room * 0.1
        for s, (name, own) in enumerate(bars.series):
            top, bottom = axis.at(own[g]), axis.at(0)
            tip = f"<title>{escape(f'{category}, {name}: {figure(own[g])}')}</title>"
            body.append(
                f'<rect x="{start + s * bar:.1f}" y="{top:.1f}" width="{max(1.0, bar - 1):.1f}" '
                f'height="{max(0.0, bottom - top):.1f}" fill="url(#p{number}-{s})" stroke="{INK}">{tip}</rect>'
            )
            if labelled:
                middle = start + (s + 0.5) * bar
                body.append(text(middle, top - 4, figure(own[g]), anchor="middle", size=11))
        lines = _wrapped(category, max(6, int(room / 6.2)))
        body += [
            text(LEFT + (g + 0.5) * room, HEIGHT - BOTTOM - 14 + 13 * i, line, anchor="middle", size=11)
            for i, line in enumerate(lines[:2])
        ]
    return _svg([*body, *_legend(number, [name for name, _ in bars.series])], bars.title)


def _legend(number: int, names: Sequence[str]) -> list[str]:
    room = (WIDTH - LEFT) / max(1, min(4, len(names)))
    found = []
    for i, name in enumerate(names):
        x, y = LEFT + (i % 4) * room, HEIGHT - 26 + 18 * (i // 4)
        found.append(f'<rect x="{x:.0f}" y="{y}" width="14" height="12" fill="url(#p{number}-{i})" stroke="{INK}"/>')
        found.append(text(x + 20, y + 10, short(name, int(room / 7)), size=12))
    return found


def _patterns(number: int, series: int) -> str:
    found = []
    for i in range(series):
        colour = COLOURS[i % len(COLOURS)]
        stroke = {1: "M0,8 L8,0", 3: "M0,4 L8,4", 5: "M0,0 L8,8", 7: "M4,0 L4,8"}.get(i % 8)
        lines = f'<path d="{stroke}" stroke="#FFFFFF" stroke-width="2"/>' if stroke else ""
        found.append(
            f'<pattern id="p{number}-{i}" width="8" height="8" patternUnits="userSpaceOnUse">'
            f'<rect width="8" height="8" fill="{colour}"/>{lines}</pattern>'
        )
    return f"<defs>{''.join(found)}</defs>"


class _Axis:
    """Values to places between two ends, with round steps."""

    def __init__(
        self, values: Sequence[float], first: float, last: float, *, padded: bool, least_step: float = 0.0
    ) -> None:
        low, high = min(values, default=0.0), max(values, default=1.0)
        if padded:
            room = (high - low) * 0.12 or max(1.0, abs(high) * 0.1)
            low, high = max(0.0, low - room), high + room
        high = high if high > low else low + 1
        self.step = max(least_step, round_step((high - low) / 5))
        self.low = math.floor(low / self.step) * self.step
        self.high = math.ceil(high / self.step) * self.step
        self.first, self.last = first, last

    def at(self, value: float) -> float:
        return self.first + (value - self.low) / (self.high - self.low) * (self.last - self.first)

    @property
    def ticks(self) -> list[float]:
        number = round((self.high - self.low) / self.step)
        return [self.low + i * self.step for i in range(number + 1)]


def round_step(rough: float) -> float:
    """The least of 1, 2, 2.5, 5 and their tens that is no smaller."""
    size = 10 ** math.floor(math.log10(rough))
    return float(next(m * size for m in (1, 2, 2.5, 5, 10) if m * size >= rough - 1e-12))


def _grid(axis: _Axis, *, horizontal: bool) -> str:
    found = []
    for tick in axis.ticks:
        place = axis.at(tick)
        if horizontal:
            found.append(f'<path d="M{LEFT},{place:.1f} H{WIDTH - RIGHT}" stroke="{GRID}"/>')
            found.append(text(LEFT - 8, place + 4, figure(tick), anchor="end", size=12, colour=QUIET))
        else:
            found.append(f'<path d="M{place:.1f},{TOP} V{HEIGHT - BOTTOM}" stroke="{GRID}"/>')
            found.append(text(place, HEIGHT - BOTTOM + 18, figure(tick), anchor="middle", size=12, colour=QUIET))
    return "".join(found)


def _names(x: str, y: str) -> list[str]:
    found = []
    if x:
        found.append(text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 16, x, anchor="middle", size=13))
    if y:
        middle = (TOP + HEIGHT - BOTTOM) / 2
        found.append(
            f'<text transform="translate(18 {middle:.0f}) rotate(-90)" text-anchor="middle" font-size="13" '
            f'fill="{INK}">{escape(y)}</text>'
        )
    return found


def _svg(body: Sequence[str], title: str) -> str:
    return picture(body, title, WIDTH, HEIGHT + 20)


def _wrapped(words: str, most: int) -> list[str]:
    """A label in lines, cut between words where it can be."""
    lines = [""]
    for word in words.split():
        if lines[-1] and len(lines[-1]) + len(word) + 1 > most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return [short(line, most) for line in lines]
