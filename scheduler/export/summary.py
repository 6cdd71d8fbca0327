"""The sheet Summary: the planner's, and one reader's."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from scheduler.domain.conflict import Conflict, FixSearch
from scheduler.domain.instance import Instance
from scheduler.domain.solution import Solution
from scheduler.export.book import WorkbookBuilder
from scheduler.export.page import SummaryPage
from scheduler.views.metrics import PlanFigures
from scheduler.views.names import district_and_year
from scheduler.views.reader_summary import describe_for_reader, title_of
from scheduler.views.redaction import ReaderView
from scheduler.views.summary import describe_plan

WHERE_FIXES_ARE = (
    "The sheet Conflicts names the cells that cannot hold together; the first six columns of the sheet Fixes are rows "
    "of the sheet Scenarios, to be pasted there."
)


def write_summary(
    book: WorkbookBuilder,
    instance: Instance,
    solution: Solution,
    figures: PlanFigures,
    notes: Sequence[str],
    conflicts: Sequence[Conflict],
    fixes: FixSearch,
) -> Worksheet:
    """The sheet Summary; `notes` are sentences on this workbook itself, at its end; `conflicts` are the Required rules
    that cannot hold together, `fixes` the changes that end it.

    Parameters
    ----------
    book
        the workbook in the making
    instance
        the input
    solution
        the plan with its audit and bound
    figures
        the figures of the plan
    notes
        sentences on this workbook itself
    conflicts
        the Required rules that cannot hold together
    fixes
        the changes that end that
    """
    page = SummaryPage(book, book.sheet("Summary"))
    sentences = [f"Fix {number}: {fix.sentence}" for number, fix in enumerate(fixes.fixes, 1)]
    describe_plan(
        page,
        instance,
        solution,
        figures,
        [c.sentence for c in conflicts],
        [*sentences, WHERE_FIXES_ARE if sentences else "", fixes.note],
    )
    if notes:
        page.heading("About this workbook")
        for note in notes:
            page.words(note)
    settings = instance.settings
    page.finish((district_and_year(settings), "Coaching plan"))
    return page.sheet


def write_reader_summary(book: WorkbookBuilder, view: ReaderView) -> Worksheet:
    """The sheet Summary of one reader's workbook."""
    page = SummaryPage(book, book.sheet("Summary"))
    describe_for_reader(page, view)
    page.heading("About this workbook")
    page.words(
        "A part of the whole plan: rows are missing from it, so it cannot be used with the input again, nor audited. "
        "To change the plan, use the planner's workbook."
    )
    settings = view.instance.settings
    page.finish((district_and_year(settings), title_of(view)))
    return page.sheet
