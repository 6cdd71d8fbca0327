"""Rows of a plan's Summary that a later command takes up: the term that the plan is for."""

from __future__ import annotations

from scheduler.domain.matching import folded
from scheduler.intake.files.raw_cells import RawSheet, text_of
from scheduler.intake.tables import column_names


def term_in(raw: RawSheet) -> str:
    """The term in a sheet Summary; "" where the sheet is another one, or names none."""
    if column_names.sheet_named(raw.name) != "Summary":
        return ""
    for number in sorted(raw.rows):
        row = raw.rows[number]
        cells = [text_of(row[column]) for column in sorted(row)]
        if len(cells) > 1 and folded(cells[0]) == "term":
            return cells[1]
    return ""
