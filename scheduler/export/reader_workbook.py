"""The workbook of one reader, written from what that reader may be shown and from nothing else."""

from __future__ import annotations

from scheduler.export.book import WorkbookBuilder
from scheduler.export.calendars import write_calendar
from scheduler.export.coverage import write_coverage
from scheduler.export.summary import write_reader_summary
from scheduler.export.tables import write_table
from scheduler.schema.sheets import plan_sheet
from scheduler.views.names import district_and_year
from scheduler.views.reader_summary import title_of
from scheduler.views.reader_tables import reader_tables
from scheduler.views.redaction import ReaderView


def reader_workbook(view: ReaderView) -> bytes:
    """The workbook of the view's reader; the same view gives the same bytes."""
    settings, reader = view.instance.settings, view.reader
    book = WorkbookBuilder(f"Coaching plan {title_of(view)}", f"Redacted for {reader}")
    margin = (district_and_year(settings), "Coaching plan")
    write_reader_summary(book, view)
    for name, rows in reader_tables(view):
        write_table(book, plan_sheet(name), rows, margin)
    if view.site is not None:
        write_coverage(book, view.ledger, reader.id, view.site, view.visitors)
    if reader.who in ("site-admin", "coach"):
        for coach in view.instance.coaches.values():
            write_calendar(book, view.ledger, coach, view.taken, own=reader.who == "coach")
    return book.done()
