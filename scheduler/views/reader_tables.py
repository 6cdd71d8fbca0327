"""Which tables a reader gets of a plan, and their rows."""

from __future__ import annotations

from collections.abc import Sequence

from scheduler.domain.instance import hhmm
from scheduler.schema.sheets import plan_sheet
from scheduler.views.cells import Cell, Row
from scheduler.views.redaction import TAKEN, ReaderView
from scheduler.views.rows import Pins, assignment_rows, release_rows, reserved_rows, session_rows, unscheduled_rows


def reader_tables(view: ReaderView) -> list[tuple[str, Sequence[Row]]]:
    """The tables that a reader gets, in the order of the plan workbook. Rules has none: it speaks of the whole plan."""
    if view.reader.who == "principal":
        return []
    instance, ledger, pins = view.instance, view.ledger, Pins.of(view.instance)
    tables: list[tuple[str, Sequence[Row]]] = [
        ("Assignments", list(assignment_rows(ledger, list(ledger.enrolled.values()), pins))),
        ("Sessions", _sessions(view, pins)),
        ("Unscheduled", list(unscheduled_rows(view.missing))),
    ]
    if view.reader.who != "teacher":
        at_home = [c for c in instance.coaches.values() if c.id not in view.visitors]
        tables.insert(0, ("Release periods", list(release_rows(instance, view.plan, at_home, pins))))
        tables.insert(3, ("Reserved time", list(reserved_rows(instance, ledger.reserved))))
    return tables


def _sessions(view: ReaderView, pins: Pins) -> list[Row]:
    """The sessions that are shown, and the time that is taken, in order of time."""
    held, days = view.ledger.held, view.instance.settings.days
    rows = [
        ((h.row.cycle, h.row.week, h.row.day, h.row.start, h.row.end, h.row.coach, i), row)
        for i, (h, row) in enumerate(zip(held, session_rows(view.instance, held, pins), strict=True))
    ]
    columns = [c.name for c in plan_sheet("Sessions").columns]
    for i, t in enumerate(view.taken):
        cells: dict[str, Cell] = {
            "cycle": t.cycle,
            "week": t.week,
            "day": days[t.day],
            "period": t.period,
            "start": hhmm(t.start),
            "end": hhmm(t.end),
            "coach": t.coach,
            "teacher": TAKEN,
        }
        key = (t.cycle, t.week, t.day, t.start, t.end, t.coach, i)
        rows.append((key, tuple(cells.get(name, "") for name in columns)))
    return [row for _, row in sorted(rows, key=lambda r: r[0])]
