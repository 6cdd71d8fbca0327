"""The sheets for people as the rows of a plan make them: what a plan workbook's own should show."""

from __future__ import annotations

from scheduler.domain.instance import Instance
from scheduler.domain.plan import Plan
from scheduler.export.book import WorkbookBuilder
from scheduler.export.calendars import write_calendar
from scheduler.export.coverage import write_coverage
from scheduler.rules.plan_index import PlanIndex
from scheduler.views.metrics import figures_of


def printed_pages(instance: Instance, plan: Plan) -> bytes:
    """A workbook of the coverage map of every site and the calendar of every coach, and nothing else."""
    ledger = PlanIndex(instance, plan)
    book = WorkbookBuilder("Printed pages", "")
    for figures in figures_of(ledger).sites:
        write_coverage(book, ledger, figures.site, figures)
    for coach in instance.coaches.values():
        write_calendar(book, ledger, coach)
    return book.done()
