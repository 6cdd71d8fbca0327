"""The matrix of a comparison as one plain table, for programs and for a spreadsheet of somebody's own."""

from __future__ import annotations

from scheduler.domain.comparison import Comparison

Cell = str | int | float | None
MOST_DIGITS = 4  # after the point


def table_of(comparison: Comparison) -> tuple[tuple[str, ...], list[tuple[Cell, ...]]]:
    """The columns, and a row a figure: its value in every scenario, then how each differs from Base, in words."""
    names = [e.name for e in comparison.entries]
    columns = ("group", "figure", *names, *(f"{name}, against Base" for name in names[1:]))
    rows = [(row.group, row.label, *map(_plain, row.values), *row.differences[1:]) for row in comparison.matrix]
    return columns, rows


def _plain(value: Cell) -> Cell:
    return round(value, MOST_DIGITS) if isinstance(value, float) else value
