"""The sheet Changes: what changes for whom since the plan that was published before, a printed page a person."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from xlsxwriter.worksheet import Worksheet

from scheduler.domain.instance import Instance
from scheduler.domain.replan import PublishedPlan, Told
from scheduler.export.book import WorkbookBuilder
from scheduler.export.tables import write_table
from scheduler.schema.sheets import CHANGES_SHEET
from scheduler.views.names import district_and_year
from scheduler.views.rows import change_rows


def write_changes(book: WorkbookBuilder, instance: Instance, told: Sequence[Told], margin: Sequence[str]) -> Worksheet:
    """The sheet, in the order of the rows; each person begins a page.

    Parameters
    ----------
    book
        the workbook in the making
    instance
        the input
    told
        what changes, person by person
    margin
        what stands at the top of every printed page
    """
    sheet = write_table(book, CHANGES_SHEET, change_rows(instance, told), margin)
    breaks, at = [], 1
    for _, rows in groupby(told, key=lambda t: (t.role, t.person)):
        if at > 1:
            breaks.append(at)
        at += len(list(rows))
    sheet.set_h_pagebreaks(breaks)
    sheet.print_area(0, 0, max(1, len(told)), len(CHANGES_SHEET.columns) - 2)  # ids are for programs
    return sheet


def changes_workbook(instance: Instance, old: PublishedPlan, new: str, told: Sequence[Told]) -> bytes:
    """A workbook of the sheet Changes alone; `new` is the name of the newer plan.

    Parameters
    ----------
    instance
        the input
    old
        the plan that was published
    new
        the name of the newer plan
    told
        what changes, person by person
    """
    settings = instance.settings
    title = f"Changes from {old.name} to {new}"
    book = WorkbookBuilder(title, settings.district)
    write_changes(book, instance, told, (district_and_year(settings), title))
    return book.done()
