"""The pictures of a plan's page: coverage by period, caseloads, and the sessions placed of those due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from scheduler.domain.instance import Instance
from scheduler.rules.plan_index import PlanIndex
from scheduler.views.coverage import free_coaches
from scheduler.views.metrics import CoachFigures
from scheduler.views.names import display_name
from scheduler.views.redaction import ReaderView
from scheduler.views.report import PlanReport


@dataclass(frozen=True, slots=True)
class ChartBar:
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
    bars: tuple[ChartBar, ...]


def charts_of_plan(report: PlanReport) -> list[Chart]:
    """Return the charts of the planner's page."""
    return [
        coverage_chart(report.ledger),
        sessions_chart(report.ledger),
        caseload_chart(report.instance, report.figures.coaches),
    ]


def charts_for_reader(view: ReaderView) -> list[Chart]:
    """Return the charts of one reader's page, of what that reader may see."""
    who = view.reader.who
    if who == "coach":
        return [sessions_chart(view.ledger)]
    found = [coverage_chart(view.ledger, view.visitors)]
    if who == "principal":
        return [*found, meetings_chart(view.instance, view.meetings)]
    return [*found, sessions_chart(view.ledger), caseload_chart(view.instance, view.figures)]


def coverage_chart(ledger: PlanIndex, visitors: Collection[str] = ()) -> Chart:
    """By period: at one site the coaches who are released, at several the sites where the period is covered.

    `visitors` are coaches who are at home elsewhere, whatever the ledger says.
    """
    instance = ledger.instance
    counts = {site: _released(ledger, site, visitors) for site in instance.sites}
    if len(counts) == 1:
        (own,) = counts.values()
        bars = tuple(ChartBar(_period(p), n) for p, n in own.items())
        says = "Each bar is a period of the site: the coaches who are released in it. A period with 0 is not covered."
        return Chart("Coaches released, by period", says, ("Period", "Coaches released"), bars)
    periods = dict.fromkeys(p for own in counts.values() for p in own)
    bars = tuple(
        ChartBar(
            _period(p), sum(own.get(p, 0) > 0 for own in counts.values()), sum(p in own for own in counts.values())
        )
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
    bars = tuple(ChartBar(display_name(instance.coaches[f.coach]), f.caseload) for f in coaches)
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
    bars = tuple(ChartBar(p, due[p] - missing[p], due[p]) for p in ledger.instance.programs if due[p])
    says = "Each bar is a program. The outline is the sessions that are due, the filled part those that are placed."
    return Chart("Sessions placed, by program", says, ("Program", "Placed", "Due"), bars)


def meetings_chart(instance: Instance, meetings: Mapping[tuple[str, str], int]) -> Chart:
    """By coach: the meetings of the year's patterns, of those that are counted by coach and program."""
    counts: Counter[str] = Counter()
    for (coach, _), number_of_meetings in meetings.items():
        counts[coach] += number_of_meetings
    bars = tuple(ChartBar(display_name(coach), counts[coach.id]) for coach in instance.coaches.values())
    says = "Each bar is a coach: the sessions in the year's patterns; a group's meeting counts once."
    return Chart("Sessions, by coach", says, ("Coach", "Sessions"), bars)


def _period(name: str) -> str:
    return f"Period {name}" if len(name) <= 2 else name
