"""What was understood of an input as a workbook: a sheet a site, a row a person, a column a period."""

from __future__ import annotations

from collections.abc import Sequence

from scheduler.domain.instance import Instance
from scheduler.domain.person_lines import PersonLine
from scheduler.export.book import WorkbookBuilder

_WIDTHS = (14, 22, 14)
_PERIOD_WIDTH = 18


def understood_workbook(instance: Instance, lines: Sequence[PersonLine]) -> bytes:
    """The bytes of a workbook to hold beside the school's own schedule."""
    book = WorkbookBuilder("What was understood", "The state of each person in each period")
    for site in instance.sites.values():
        slots = sorted(instance.slots(site.id), key=lambda s: (s.week, s.day, s.start))
        own = [line for line in lines if line.site == site.id]
        named = {period for line in own for period, _ in line.cells}
        periods = [p for p in dict.fromkeys(s.period for s in sorted(slots, key=lambda s: s.start)) if p in named]
        page = book.sheet(site.id)
        for column, text in enumerate(("person", "name", "days", *periods)):
            book.write(page, 0, column, text, "header")
            page.set_column(column, column, _WIDTHS[column] if column < len(_WIDTHS) else _PERIOD_WIDTH)
        for row, line in enumerate(own, 1):
            cells = dict(line.cells)
            for column, text in enumerate((line.person, line.name, line.days, *(cells.get(p, "") for p in periods))):
                book.write(page, row, column, text, "cell")
        page.freeze_panes(1, 1)
    return book.done()
