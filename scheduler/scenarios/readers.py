"""A comparison as others than the planner may see it: of each plan one site's part, by the rules of the plan's readers.

A site admin sees the figures of the open sessions at the site, a principal the same as counts, without a teacher and
without what coaches cost. Scores, bounds and the names of rules speak of the whole, and are the planner's alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from scheduler.checker import audit_plan
from scheduler.domain.comparison import Comparison, Outcome, OutcomeStatus, ScenarioFigures, Share
from scheduler.domain.instance import Instance
from scheduler.domain.reader import Reader
from scheduler.domain.scenario import ScenarioChange, ScenarioInput
from scheduler.domain.solution import Solution
from scheduler.engine import parts_of
from scheduler.engine.problem.fingerprint import fingerprint, restricted
from scheduler.export.reader_workbook import reader_workbook
from scheduler.scenarios.side_by_side import compare, figures_at_site, figures_of
from scheduler.views.redaction import LEAST_TEACHERS, ReaderView, view_for
from scheduler.views.report import PlanReport

OPEN_SHEETS = ("Sites", "Coaches", "Rules", "Settings")  # whose changes name no teacher and no program
ELSEWHERE = "elsewhere"


@dataclass(frozen=True)
class _AtSite:
    """One scenario at one site: its whole part of the plan, and what the site's admin sees of it; None without one."""

    outcome: Outcome
    report: PlanReport | None = None
    view: ReaderView | None = None
    figures: ScenarioFigures | None = None


def comparisons_at(comparison: Comparison, site: str, *, all_of_them: bool = False) -> dict[Reader, Comparison]:
    """The comparison as the admin of a site, and as its principal, may see it: Base and the scenarios in which
    something there is different; nothing where there is none. With `all_of_them` every scenario: those of the site.

    Parameters
    ----------
    comparison
        the scenarios side by side
    site
        the id of the site
    all_of_them
        whether scenarios that change nothing here are kept
    """
    outcomes = [e.outcome for e in comparison.entries] if all_of_them else _that_concern(comparison, site)
    if len(outcomes) < 2 and not all_of_them:
        return {}
    found: list[_AtSite] = []
    for outcome in outcomes:
        found.append(_at_site(outcome, site, found[0] if found else None))
    admin, principal = Reader("site-admin", site), Reader("principal", site)
    return {
        admin: compare([_for_admin(f, site) for f in found], [f.figures for f in found], admin),
        principal: compare(
            [_for_principal(f, principal) for f in found], [_counts_alone(f.figures) for f in found], principal
        ),
    }


def plans_at(comparison: Comparison, reader: Reader) -> dict[str, bytes]:
    """The plan workbook of each scenario that has a plan, as a site's reader may see it."""
    return {
        e.name: reader_workbook(at.report.view(reader))
        for e in comparison.entries
        if (at := _at_site(e.outcome, reader.id, None)).report is not None
    }


def _that_concern(comparison: Comparison, site: str) -> list[Outcome]:
    """Base, and the scenarios that leave the site and those it shares coaches with not as they are in Base."""

    def seen(outcome: Outcome) -> str:
        part = _part_of(outcome, site)
        return "" if part is None else fingerprint(part)

    outcomes = [e.outcome for e in comparison.entries]
    base = seen(outcomes[0])
    return [outcomes[0], *(o for o in outcomes[1:] if seen(o) != base)]


def _part_of(outcome: Outcome, site: str) -> Instance | None:
    return next((p for p in parts_of(outcome.scenario.instance) if site in p.sites), None)


def _at_site(outcome: Outcome, site: str, base: _AtSite | None) -> _AtSite:
    part, solution = _part_of(outcome, site), outcome.solution
    plan = None if part is None or solution is None else restricted(solution.plan, part)
    if part is None or solution is None or plan is None:
        status: OutcomeStatus = "stopped" if outcome.status == "stopped" else "failed"
        reason = outcome.reason if status == "stopped" else "the planner sees why"
        if part is None:
            reason = "the site is not in it"
        return _AtSite(replace(outcome, solution=None, status=status, reason=reason, why=()))
    audit = audit_plan(part, plan)
    report = PlanReport.of(part, Solution(plan, audit, solution.bound, solution.seed))
    view = view_for(report.ledger, report.figures, report.missing, Reader("site-admin", site))
    beside = None if base is None or base.view is None else base.view.plan
    shown = figures_of(view.instance, replace(report.solution, plan=view.plan), beside)
    status = "short" if audit.score.required else "feasible" if outcome.status == "short" else outcome.status
    return _AtSite(
        replace(outcome, solution=report.solution, status=status, why=()),
        report,
        view,
        figures_at_site(report.ledger, site, shown),
    )


def _for_admin(at: _AtSite, site: str) -> Outcome:
    if at.view is None:
        return _without_plan(at.outcome)
    return _shown(at, at.view, _open_changes(at.outcome.scenario.changes, at.view.instance, site))


def _for_principal(at: _AtSite, reader: Reader) -> Outcome:
    if at.view is None or at.report is None:
        return _without_plan(at.outcome)
    report = at.report
    view = view_for(report.ledger, report.figures, report.missing, reader)
    changes = _open_changes(at.outcome.scenario.changes, view.instance, reader.id)
    return _shown(at, view, tuple(c for c in changes if c.column != "cost"))


def _shown(at: _AtSite, view: ReaderView, changes: tuple[ScenarioChange, ...]) -> Outcome:
    assert at.report is not None
    coaches = {
        c.id: replace(c, sites=(ELSEWHERE,)) if c.id in view.visitors else c for c in view.instance.coaches.values()
    }
    scenario = ScenarioInput(at.outcome.scenario.name, replace(view.instance, coaches=coaches), changes)
    return replace(at.outcome, scenario=scenario, solution=replace(at.report.solution, plan=view.plan))


def _without_plan(outcome: Outcome) -> Outcome:
    """Of a scenario that has no plan here its name, and nothing that its input says."""
    full = outcome.scenario.instance
    empty = replace(
        full,
        sites={},
        bells={},
        teachers={},
        states={},
        coaches={},
        availability={},
        programs={},
        travel={},
        rules={},
        pins=(),
        problems=(),
    )
    return replace(outcome, scenario=ScenarioInput(outcome.scenario.name, empty))


def _open_changes(changes: Sequence[ScenarioChange], seen: Instance, site: str) -> tuple[ScenarioChange, ...]:
    """The changes of the site, of its coaches, and of rules that hold there."""

    def is_open(change: ScenarioChange) -> bool:
        if change.sheet == "Sites":
            return change.row == site
        if change.sheet == "Coaches":
            return change.row in seen.coaches
        return change.sheet == "Settings" or (
            change.sheet == "Rules" and change.row.partition("/")[2].strip() in ("", site)
        )

    return tuple(c for c in changes if c.sheet in OPEN_SHEETS and is_open(c))


def _counts_alone(figures: ScenarioFigures | None) -> ScenarioFigures | None:
    """Without what points at a teacher, and without what a coach earns."""
    if figures is None:
        return None

    def many(shares: Sequence[Share]) -> tuple[Share, ...]:
        return tuple(s for s in shares if s.teachers >= LEAST_TEACHERS)

    return replace(
        figures,
        by_site=many(figures.by_site),
        by_department=many(figures.by_department),
        by_priority=many(figures.by_priority),
        cost_of_coaches=None,
        released_minutes=0.0,  # beside the hours it would tell the time of confidential sessions
        minutes_in_release=0.0,
    )
