"""A sheet a site: which coach is released when, period by day, and in which periods nobody is."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from xlsxwriter.worksheet import Worksheet

from scheduler.domain.instance import Instance
from scheduler.export.book import WorkbookBuilder
from scheduler.export.calendars import LABEL_WIDTH, PAGE_WIDTH
from scheduler.rules.plan_index import PlanIndex
from scheduler.views.coverage import CoverageRow, coverage_weeks, coverage_words
from scheduler.views.kinds_of_time import (
    COVERAGE_LEGEND,
    NO_SLOT,
)
from scheduler.views.metrics import SiteFigures
from scheduler.views.names import display_name, district_and_year, in_order
from scheduler.views.weeks import days_of, span
from scheduler.wording import count

ROW_HEIGHT = 20.0
LINE = 15.0


def write_coverage(
    book: WorkbookBuilder, ledger: PlanIndex, site: str, figures: SiteFigures, visitors: Collection[str] | None = None
) -> Worksheet:
    """The coverage map of a site: a grid for each week of the pattern, the same in every cycle.

    With `visitors` (coaches at home elsewhere) nothing is said of their home, nor how many sessions anybody has.

    Parameters
    ----------
    book
        the workbook in the making
    ledger
        the plan, indexed
    site
        the id of the site
    figures
        the figures of the site
    visitors
        the coaches at home elsewhere, for a reader who may not know where; None for the planner
    """
    instance = ledger.instance
    sheet = book.sheet(f"Coverage {site}")
    slots = [s for s in instance.slots(site) if s.is_class]
    days = days_of(instance, slots)
    last = max(3, len(days))
    sheet.set_column(0, 0, LABEL_WIDTH)
    sheet.set_column(1, last, (PAGE_WIDTH - LABEL_WIDTH) / last)
    name = instance.sites[site].name or site
    sheet.set_row(0, 34)
    book.merge(sheet, 0, (0, last), f"{name}: who is released when", "title")
    sheet.set_row(1, 20)
    book.merge(sheet, 1, (0, last), coverage_words(figures), "subtitle")
    at, breaks = 3, []
    for week, rows in enumerate(coverage_weeks(ledger, site), 1):
        if week > 1:
            breaks.append(at)
        at = _write_week(book, ledger.instance, sheet, at, week, rows, days)
    for column, time in enumerate(COVERAGE_LEGEND, 1):
        book.write(sheet, at, column, time.word, "cell", "small", time)
    book.write(sheet, at, 0, "Key", "label")
    at = _write_coaches(book, ledger, sheet, at + 2, (site, last), visitors)
    sheet.hide_gridlines(2)
    settings = instance.settings
    book.page(sheet, (district_and_year(settings), name), whole=not breaks)
    sheet.set_h_pagebreaks(breaks)
    sheet.print_area(0, 0, at - 1, last)
    return sheet


def _write_week(
    book: WorkbookBuilder,
    instance: Instance,
    sheet: Worksheet,
    at: int,
    week: int,
    rows: Sequence[CoverageRow],
    days: Sequence[int],
) -> int:
    """Write the grid of one week from row `at` on: a row a period; the row after it."""
    weeks = instance.settings.weeks
    book.write(sheet, at, 0, f"Week {week}" if weeks > 1 else "Period", "day")
    sheet.set_row(at, 22)
    for column, day in enumerate(days, 1):
        book.write(sheet, at, column, instance.settings.days[day], "day")
    for i, row in enumerate(rows, at + 1):
        times = {(s.start, s.end) for cell in row.cells.values() for s in cell.slots}
        book.write(sheet, i, 0, f"{row.period}\n{span(*min(times))}" if len(times) == 1 else row.period, "slot")
        lines = 2
        for column, day in enumerate(days, 1):
            cell = row.cells.get(day)
            if cell is None:
                book.write(sheet, i, column, None, "grid", NO_SLOT)
                continue
            when = ", ".join(span(s.start, s.end) for s in cell.slots) if len(times) > 1 else ""
            text = "\n".join(filter(None, (when, *([display_name(c) for c in cell.coaches] or ["Nobody"]))))
            lines = max(lines, text.count("\n") + 1)
            book.write(sheet, i, column, text, "grid", "centre", cell.kind)
        sheet.set_row(i, max(ROW_HEIGHT, 8 + LINE * lines))
    sheet.set_row(at + len(rows) + 1, 8)
    return at + len(rows) + 2


def _write_coaches(
    book: WorkbookBuilder,
    ledger: PlanIndex,
    sheet: Worksheet,
    at: int,
    place: tuple[str, int],
    visitors: Collection[str] | None,
) -> int:
    """Each coach of the site (of `place`, with its last column) with the released periods; the row after them."""
    site, last = place
    book.write(sheet, at, 0, "Coach", "header")
    book.write(sheet, at, 1, "Released in period", "header")
    book.merge(sheet, at, (2, last), "At this site", "header")
    for i, coach in enumerate(ledger.serving(site), at + 1):
        periods = in_order(ledger.released[coach.id])
        home = coach.home == site
        visits = sum(m.site == site for m in ledger.meetings_of.get(coach.id, ()))
        name = display_name(coach)
        if len(name) * 1.1 > LABEL_WIDTH:
            sheet.set_row(i, 4 + 2 * LINE)
        book.write(sheet, i, 0, name, "cell", "bold")
        book.write(sheet, i, 1, ", ".join(periods) or "none", "cell")
        role = "home site" + (", full time" if coach.full_time else "") if home else f"visits from {coach.home}"
        if visitors is None:
            role += f" · {count(visits, 'session')} here in the year"
        elif coach.id in visitors:
            role = "visits from another site"
        book.merge(sheet, i, (2, last), role, "cell")
    return at + 1 + len(ledger.serving(site))
