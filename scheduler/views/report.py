"""A plan with everything that its workbooks and pages say of it, worked out once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scheduler.domain.instance import Instance
from scheduler.domain.reader import Reader
from scheduler.domain.solution import Solution
from scheduler.reasons.missing import Unscheduled, unscheduled
from scheduler.rules.plan_index import PlanIndex
from scheduler.views.cells import Row
from scheduler.views.metrics import PlanFigures, figures_of
from scheduler.views.names import district_and_year
from scheduler.views.redaction import ReaderView, view_for
from scheduler.views.rows import (
    Pins,
    assignment_rows,
    past_reserved,
    past_sessions,
    release_rows,
    reserved_rows,
    session_rows,
    unscheduled_rows,
)


@dataclass(frozen=True)
class PlanReport:
    """A plan with everything that its workbooks say of it, worked out once."""

    instance: Instance
    solution: Solution
    ledger: PlanIndex
    figures: PlanFigures
    missing: tuple[Unscheduled, ...]
    pins: Pins

    @classmethod
    def of(cls, instance: Instance, solution: Solution) -> PlanReport:
        """The report of a solution."""
        ledger = PlanIndex(instance, solution.plan)
        missing = tuple(unscheduled(ledger))
        return cls(instance, solution, ledger, figures_of(ledger), missing, Pins.of(instance))

    def view(self, reader: Reader) -> ReaderView:
        """What a reader who is not the planner may be shown."""
        return view_for(self.ledger, self.figures, self.missing, reader)

    @property
    def margin(self) -> tuple[str, str]:
        """What stands at the top left and right of a printed page."""
        settings = self.instance.settings
        return district_and_year(settings), "Coaching plan"


def plan_tables(report: PlanReport) -> tuple[tuple[str, Iterable[Row]], ...]:
    """The tables of the whole plan but Rules, in their order."""
    instance, ledger, pins = report.instance, report.ledger, report.pins
    return (
        ("Release periods", release_rows(instance, report.solution.plan, list(instance.coaches.values()), pins)),
        ("Assignments", assignment_rows(ledger, list(ledger.enrolled.values()), pins)),
        ("Sessions", (*past_sessions(ledger.past), *session_rows(instance, ledger.held, pins))),
        ("Reserved time", (*past_reserved(ledger.past), *reserved_rows(instance, ledger.reserved))),
        ("Unscheduled", unscheduled_rows(report.missing)),
    )
