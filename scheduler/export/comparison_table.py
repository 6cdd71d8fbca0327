"""The matrix of a comparison as one plain table, for programs and for a spreadsheet of somebody's own."""

from __future__ import annotations

from scheduler.domain.comparison import Comparison

Cell = str | int | float | None
MOST_DIGITS = 4  # after the point


def table_of(comparison: Comparison) -> tuple[tuple[str, ...], list[tuple[Cell, ...]]]:
    """The columns, and a row a figure: its group and name, whether more or less of it is better ("": neither), and its
    value in every scenario, as a number where it is one."""
    columns = ("group", "figure", "better", *(e.name for e in comparison.entries))
    rows = [(row.group, row.label, row.better, *map(_plain, row.values)) for row in comparison.matrix]
    return columns, rows


def _plain(value: Cell) -> Cell:
    return round(value, MOST_DIGITS) if isinstance(value, float) else value
