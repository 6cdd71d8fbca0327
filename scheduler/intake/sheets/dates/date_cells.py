"""Cells that hold dates, as rows of these sheets have them."""

from __future__ import annotations

from scheduler.domain.year import Date
from scheduler.intake.tables import cell_values
from scheduler.intake.tables.table import Row
from scheduler.messages import dates as messages


def date_in(row: Row, column: str) -> Date | None:
    """The date of a cell; None where it is blank or (said) wrong."""
    if not row.has(column):
        return None
    found = cell_values.date_of(row.raw(column))
    if found is None:
        row.wrong(messages.NOT_A_DATE, column)
    return None if found is None else Date.fromisoformat(found)


def dates_in(row: Row, first_column: str, last_column: str) -> tuple[Date | None, Date | None]:
    """The dates of two cells; of two that are the wrong way round the second is None (said).

    Parameters
    ----------
    row
        the row
    first_column, last_column
        the columns of the two
    """
    first, last = date_in(row, first_column), date_in(row, last_column)
    if first is not None and last is not None and last < first:
        row.wrong(messages.DATE_BEFORE, last_column, first=first)
        last = None
    return first, last
