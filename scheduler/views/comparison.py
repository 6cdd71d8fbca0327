"""What the charts of a comparison show, for the workbook and the page alike: each with its title and one sentence."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.domain.comparison import Comparison, ScenarioEntry, ScenarioFigures
from scheduler.domain.reader import Reader
from scheduler.domain.score import Score
from scheduler.views.names import in_order
from scheduler.wording import plural

MOST_SERIES = 8  # of bars side by side: more cannot be told apart


@dataclass(frozen=True, slots=True)
class Point:
    """A scenario in the picture of service against cost."""

    name: str
    hours: float
    cost: float
    on_front: bool
    meets: bool  # every Required rule


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars side by side: a group a category, in it one bar a series."""

    title: str
    says: str
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[float, ...]], ...]
    unit: str


@dataclass(frozen=True, slots=True)
class Map:
    """A sweep of two things: a cell where they cross, "" where no scenario is."""

    title: str
    says: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: dict[tuple[str, str], ScenarioEntry]


def planned(comparison: Comparison) -> list[tuple[ScenarioEntry, ScenarioFigures]]:
    """The scenarios that have a plan, with their figures."""
    return [(e, e.figures) for e in comparison.entries if e.figures is not None]


def reader_words(reader: Reader) -> str:
    """For whom a comparison is, where that is not the planner."""
    if reader.sees_all:
        return ""
    return f"as {'the site admin' if reader.who == 'site-admin' else 'the principal'} of {reader.id} may see it"


def points(comparison: Comparison) -> list[Point]:
    """Every plan by what it costs and how many hours of coaching a week teachers get."""
    in_money = comparison.cost_is == "cost"
    return [
        Point(
            e.name,
            f.hours_a_week,
            (f.cost or 0.0) if in_money else float(f.coach_periods),
            e.on_front,
            f.score.required == 0,
        )
        for e, f in planned(comparison)
    ]


def labels(marks: Sequence[Point]) -> list[str]:
    """What stands beside each mark: of several in one place the first has the names of all, the others nothing."""
    together: dict[tuple[float, float], list[str]] = defaultdict(list)
    for p in marks:
        together[round(p.hours, 2), round(p.cost)].append(p.name)
    found = []
    for p in marks:
        names = together.pop((round(p.hours, 2), round(p.cost)), [])
        found.append(", ".join(names[:2]) + (f" and {len(names) - 2} more" if len(names) > 2 else ""))
    return found


def cost_words(comparison: Comparison) -> str:
    """What the axis of cost is called."""
    return "Cost" if comparison.cost_is == "cost" else "Coach-periods (sections, and full-time coaches' periods)"


def coverage_bars(comparison: Comparison) -> Bars:
    """By period: at one school the coaches who are released, at several the schools where the period is covered."""
    shown = _told_apart(comparison)
    several = len({c.site for _, f in shown for c in f.covered}) > 1
    periods = tuple(in_order({c.period for _, f in shown for c in f.covered}))
    series = []
    for entry, figures in shown:
        counts: Counter[str] = Counter()
        for c in figures.covered:
            counts[c.period] += (1 if c.covered else 0) if several else c.coaches
        series.append((entry.name, tuple(float(counts[p]) for p in periods)))
    unit = "schools where the period is covered" if several else "coaches released"
    left_out = len(planned(comparison)) - len(shown)
    says = f"Each group of bars is a period; a bar is a scenario: {unit}."
    if left_out:
        says += f" {left_out} more {plural(left_out, 'is', 'are')} in the table of coverage alone."
    return Bars("Coverage by period", says, periods, tuple(series), unit)


def places_covered(comparison: Comparison) -> list[tuple[str, str]]:
    """Every site and period that some plan has, periods as people count them."""
    periods: dict[str, set[str]] = {}
    for _, figures in planned(comparison):
        for c in figures.covered:
            periods.setdefault(c.site, set()).add(c.period)
    return [(site, period) for site, own in periods.items() for period in in_order(own)]


@dataclass(frozen=True, slots=True)
class Moved:
    """Teachers of a scenario who change from one coach to another ("" = none)."""

    scenario: str
    before: str
    after: str
    teachers: tuple[str, ...]


def moved(comparison: Comparison) -> list[Moved]:
    """Who gets another coach, those who make the same change together."""
    found: dict[tuple[str, str, str], dict[str, None]] = {}
    for m in comparison.moves:
        found.setdefault((m.scenario, m.before, m.after), {})[m.teacher] = None
    return [Moved(*key, tuple(teachers)) for key, teachers in found.items()]


def caseload_bars(comparison: Comparison) -> Bars:
    """Of every scenario the smallest, the average and the largest caseload of a coach."""
    names, low, mean, high = [], [], [], []
    for entry, figures in planned(comparison):
        loads = list(figures.caseloads.values()) or [0]
        names.append(entry.name)
        low.append(float(min(loads)))
        mean.append(sum(loads) / len(loads))
        high.append(float(max(loads)))
    says = "Of each scenario the smallest, the average and the largest number of enrollments that a coach has."
    series = (("Smallest", tuple(low)), ("Average", tuple(mean)), ("Largest", tuple(high)))
    return Bars("Caseloads", says, tuple(names), series, "enrollments")


def curve(comparison: Comparison) -> Bars | None:
    """The staffing curve of a sweep of one thing: the shortfalls by level, and the cost."""
    if len(comparison.axes) != 1:
        return None
    swept = [(e, f) for e, f in planned(comparison) if e.outcome.scenario.point]
    labels = tuple(e.outcome.scenario.point[0][1] for e, _ in swept)
    levels = Score._fields
    series = tuple((level.capitalize(), tuple(float(f.score[i]) for _, f in swept)) for i, level in enumerate(levels))
    says = f"What falls short, by level, as {comparison.axes[0]} varies: lower is better, Required counts first."
    return Bars(f"Staffing curve: {comparison.axes[0]}", says, labels, series, "shortfall")


def sweep_map(comparison: Comparison) -> Map | None:
    """The map of a sweep of two things."""
    if len(comparison.axes) != 2:
        return None
    cells: dict[tuple[str, str], ScenarioEntry] = {}
    seen: dict[str, dict[str, None]] = defaultdict(dict)
    for entry in comparison.entries:
        point = entry.outcome.scenario.point
        if len(point) == 2:
            cells[point[0][1], point[1][1]] = entry
            for axis, label in point:
                seen[axis][label] = None
    first, second = comparison.axes
    says = (
        f"Down: {first}. Across: {second}. Each cell: the score (Required / Recommended / Option), and whether what is "
        "Required is met. A blank cell has no plan."
    )
    return Map(f"Map: {first} by {second}", says, tuple(seen[first]), tuple(seen[second]), cells)


def _told_apart(comparison: Comparison) -> list[tuple[ScenarioEntry, ScenarioFigures]]:
    """At most so many scenarios as bars can be told apart: Base, the cheapest, those on the front, then the first."""
    entries = planned(comparison)
    order = sorted(
        range(len(entries)),
        key=lambda i: (i > 0, entries[i][0].name != comparison.cheapest, not entries[i][0].on_front, i),
    )
    return [entries[i] for i in sorted(order[:MOST_SERIES])]
