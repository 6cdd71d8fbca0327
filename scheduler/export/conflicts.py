"""The sheets Conflicts and Fixes: what cannot hold together, cell by cell, and the changes of cells that end it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scheduler.domain.conflict import Conflict, FixSearch
from scheduler.export.book import WorkbookBuilder
from scheduler.export.tables import write_table
from scheduler.schema.sheets import CONFLICTS_SHEET, FIXES_SHEET
from scheduler.views.cells import Row

TOGETHER = "Together"  # the row of a whole conflict
NOT_TO_THE_CELL = "The search for the cells ended early: there may be more to it, or less."


def write_conflicts(
    book: WorkbookBuilder, conflicts: Sequence[Conflict], fixes: FixSearch, margin: Sequence[str]
) -> None:
    """Both sheets; Fixes only where there is one, or where the search ended early.

    Parameters
    ----------
    book
        the workbook in the making
    conflicts
        the Required rules that cannot hold together
    fixes
        the changes that end that
    margin
        what stands at the top of every printed page
    """
    if conflicts:
        rows = list(conflict_rows(conflicts))
        sheet = write_table(book, CONFLICTS_SHEET, rows, margin)
        for at, row in enumerate(rows, 1):
            if row[1] == TOGETHER:
                book.write(sheet, at, 1, TOGETHER, "table line", bold=True)
                book.write(sheet, at, 4, row[4], "table text", bold=True)
    if fixes.fixes:
        write_table(book, FIXES_SHEET, fix_rows(fixes), margin)


def conflict_rows(conflicts: Sequence[Conflict]) -> Iterator[Row]:
    """Each conflict as a sentence, then a row for each of its items."""
    for number, conflict in enumerate(conflicts, 1):
        yield number, TOGETHER, "", "", conflict.sentence, conflict.least
        for item in conflict.items:
            says = item.says if item.cell else f"{item.says} (no cell says so: it is the default)"
            yield number, item.item, item.sheet, item.cell, says, conflict.least
        if not conflict.minimal:
            yield number, "Not all", "", "", NOT_TO_THE_CELL, conflict.least


def fix_rows(search: FixSearch) -> Iterator[Row]:
    """A row for each change; what a fix comes to stands in its first row. A figure is written as a number."""
    for number, fix in enumerate(search.fixes, 1):
        outcome: Row = (
            fix.required,
            str(fix.score or ""),
            _amount(fix.cost),
            "Y" if fix.verified else "N",
            fix.text,
        )
        for place, ask in enumerate(fix.changes):
            value = int(ask.value) if ask.value.isdecimal() else ask.value
            row: Row = (f"Fix {number}", ask.kind, ask.sheet, ask.row, ask.column, value)
            yield (*row, *(outcome if place == 0 else (None, None, None, None, None)))


def _amount(cost: float | None) -> float | int | None:
    return int(cost) if cost is not None and cost == int(cost) else cost
