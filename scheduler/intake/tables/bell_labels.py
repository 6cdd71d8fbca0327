"""The labels of periods that an input's bell schedules have, before anything else of them is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scheduler.intake.files.raw_cells import text_of
from scheduler.intake.files.read_files import RawBook
from scheduler.intake.tables import column_names
from scheduler.intake.tables.header_row import find_header

DEFAULT_LABELS = ("1", "2", "3", "4", "Lunch", "5", "6")


def bell_labels(books: Sequence[RawBook]) -> list[tuple[str, ...]]:
    """The labels of each sheet Bell schedule, by the name of the schedule; those of the default one where there is
    none."""
    found: dict[str, dict[str, None]] = {}
    for name, label in _rows(books):
        found.setdefault(name.casefold(), {}).setdefault(label)
    return [tuple(labels) for labels in found.values()] or [DEFAULT_LABELS]


def _rows(books: Sequence[RawBook]) -> Iterator[tuple[str, str]]:
    for book in books:
        for raw in book.sheets:
            if column_names.sheet_named(raw.name) != "Bell schedule" or raw.too_many:
                continue
            header = find_header("Bell schedule", raw, lambda _text: False)
            if header is None:
                continue
            name, period = header.columns.get("bell schedule", 0), header.columns["period"]
            for number, row in raw.rows.items():
                if number > header.row and (label := text_of(row.get(period))):
                    yield text_of(row.get(name)), label
