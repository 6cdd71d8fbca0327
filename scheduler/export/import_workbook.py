"""The workbook that an import writes: the input sheets, then Import, Questions and Map."""

from __future__ import annotations

from pathlib import Path

from scheduler.domain.imported import IMPORT, MAP, QUESTIONS, Imported, ImportedSheet
from scheduler.export.book import WorkbookBuilder
from scheduler.export.files import write_all
from scheduler.schema.sheets import INPUT_SHEETS

NARROWEST, WIDEST = 10, 60  # characters
_REQUIRED = {(s.name, c.name) for s in INPUT_SHEETS for c in s.columns if c.required}


def write_import_workbook(imported: Imported, path: Path) -> None:
    """Write the workbook, whole or not at all. The same import gives the same bytes.

    Raises
    ------
    CannotWrite
        the file cannot be written
    """
    write_all({path: import_bytes(imported)})


def import_bytes(imported: Imported) -> bytes:
    """The workbook of an import."""
    book = WorkbookBuilder("Coaching Scheduler: import", f"From {', '.join(imported.kinds)}")
    for sheet in imported.all_sheets():
        _write(book, sheet)
    return book.done()


def _write(book: WorkbookBuilder, sheet: ImportedSheet) -> None:
    page = book.sheet(sheet.name)
    wraps = sheet.name in (IMPORT, QUESTIONS)
    page.set_row(0, 22)
    for at, column in enumerate(sheet.columns):
        width = max([len(column) + 4, NARROWEST, *(len(row[at]) + 2 for row in sheet.rows)])
        page.set_column(at, at, min(width, WIDEST), book.style("as text"))
        required = (sheet.name, column) in _REQUIRED
        book.write(page, 0, at, column, "input header required" if required else "input header")
    for number, row in enumerate(sheet.rows, 1):
        for at, text in enumerate(row):
            if text:
                book.write(page, number, at, text, "text" if wraps else "as text")
    if sheet.name == QUESTIONS and sheet.rows:
        at = sheet.columns.index("confirmed")
        page.data_validation(
            1, at, len(sheet.rows), at, {"validate": "list", "source": ["Y", "N"], "ignore_blank": True}
        )
    page.freeze_panes(1, 1 if sheet.name not in (IMPORT, QUESTIONS, MAP) else 0)
    book.page(page, (sheet.name, "Import"), repeat=(0, 0))
