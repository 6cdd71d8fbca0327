"""The pictures of a plan's page: coverage by period, caseloads, and the sessions placed of those due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from scheduler.domain.instance import Instance
from scheduler.export.calendars import display_name
from scheduler.export.coverage import free_coaches
from scheduler.export.figures import CoachFigures
from scheduler.export.svg import COLOURS, INK, figure, picture, short, text
from scheduler.rules.plan_index import PlanIndex

WIDTH, LABEL, END = 340, 128, 80  # of the picture, of the names at its left, of the figures at its right
ROW, BAR = 30, 18  # heights
LONGEST_NAME = 17  # characters that fit into LABEL


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a chart; with `of` the whole that the value is a part of."""

    name: str
    value: int
    of: int | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """Rows of bars with their title, one sentence on what they show, and the headers of the same as a table."""

    title: str
    says: str
    headers: tuple[str, ...]  # of the names, of the values and, where there is one, of the whole
    bars: tuple[Bar, ...]


def coverage_chart(ledger: PlanIndex, visitors: Collection[str] = ()) -> Chart:
    """By period: at one site the coaches who are released, at several the sites where the period is covered.

    `visitors` are coaches who are at home elsewhere, whatever the ledger says.
    """
    instance = ledger.instance
    counts = {site: _released(ledger, site, visitors) for site in instance.sites}
    if len(counts) == 1:
        (own,) = counts.values()
        bars = tuple(Bar(_period(p), n) for p, n in own.items())
        says = "Each bar is a period of the site: the coaches who are released in it. A period with 0 is not covered."
        return Chart("Coaches released, by period", says, ("Period", "Coaches released"), bars)
    periods = dict.fromkeys(p for own in counts.values() for p in own)
    bars = tuple(
        Bar(_period(p), sum(own.get(p, 0) > 0 for own in counts.values()), sum(p in own for own in counts.values()))
        for p in periods
    )
    says = "Each bar is a period. The outline is all sites that have it, the filled part those where it is covered."
    return Chart("Sites covered, by period", says, ("Period", "Sites covered", "Sites that have it"), bars)


def _released(ledger: PlanIndex, site: str, visitors: Collection[str]) -> dict[str, int]:
    """How many coaches cover each Class period, as the rule All periods covered looks at it: those at home there; at a
    site that is nobody's home those who are free in every slot of the period."""
    periods = ledger.instance.class_periods(site)
    homes = [c for c in ledger.serving(site) if c.home == site and c.id not in visitors]
    if homes:
        return {p: sum(p in ledger.released[c.id] for c in homes) for p in periods}
    free = free_coaches(ledger, site)
    return {
        p: sum(all(c in found for slot, found in free.items() if slot.period == p) for c in ledger.serving(site))
        for p in periods
    }


def caseload_chart(instance: Instance, coaches: Sequence[CoachFigures]) -> Chart:
    """The caseload of each coach."""
    bars = tuple(Bar(display_name(instance.coaches[f.coach]), f.caseload) for f in coaches)
    says = "Each bar is a coach: the places in programs that the coach has. A teacher in two programs counts twice."
    return Chart("Caseloads", says, ("Coach", "Caseload"), bars)


def sessions_chart(ledger: PlanIndex) -> Chart:
    """By program: the sessions of the year's patterns that are placed, of those due."""
    due: Counter[str] = Counter()
    missing: Counter[str] = Counter()
    for enrolled in ledger.enrolled.values():
        for d in ledger.dues(enrolled):
            due[enrolled.program.id] += d.due
            missing[enrolled.program.id] += d.missing
    bars = tuple(Bar(p, due[p] - missing[p], due[p]) for p in ledger.instance.programs if due[p])
    says = "Each bar is a program. The outline is the sessions that are due, the filled part those that are placed."
    return Chart("Sessions placed, by program", says, ("Program", "Placed", "Due"), bars)


def meetings_chart(instance: Instance, meetings: Mapping[tuple[str, str], int]) -> Chart:
    """By coach: the meetings of the year's patterns, of those that are counted by coach and program."""
    counts: Counter[str] = Counter()
    for (coach, _), number_of_meetings in meetings.items():
        counts[coach] += number_of_meetings
    bars = tuple(Bar(display_name(coach), counts[coach.id]) for coach in instance.coaches.values())
    says = "Each bar is a coach: the sessions in the year's patterns; a group's meeting counts once."
    return Chart("Sessions, by coach", says, ("Coach", "Sessions"), bars)


def _period(name: str) -> str:
    return f"Period {name}" if len(name) <= 2 else name


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


def _figure(bar: Bar) -> str:
    return figure(bar.value) if bar.of is None else f"{figure(bar.value)} of {figure(bar.of)}"
