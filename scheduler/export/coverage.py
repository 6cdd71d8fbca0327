"""A sheet a site: which coach is released when, period by day, and in which periods nobody is."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from xlsxwriter.worksheet import Worksheet

from scheduler.domain.instance import Coach, Slot
from scheduler.export.book import Book
from scheduler.export.calendars import LABEL_WIDTH, PAGE_WIDTH, in_order
from scheduler.export.figures import SiteFigures
from scheduler.export.styles import NO_SLOT, NOBODY, RELEASED, SESSION, Time
from scheduler.export.week_grid import days_of, span
from scheduler.rules.plan_index import PlanIndex

ROW_HEIGHT = 20.0
LINE = 15.0
SEVERAL = Time("Two coaches or more", SESSION.bg_color)
ONE = Time("One coach", RELEASED.bg_color)
NO_COACH = Time("Nobody is released", NOBODY.bg_color, crossed=True)


def write_coverage(
    book: Book, ledger: PlanIndex, site: str, figures: SiteFigures, visitors: Collection[str] | None = None
) -> Worksheet:
    """The coverage map of a site: a grid for each week of the pattern, the same in every cycle.

    With `visitors` (coaches at home elsewhere) nothing is said of their home, nor how many sessions anybody has.
    """
    instance = ledger.instance
    sheet = book.sheet(f"Coverage {site}")
    slots = [s for s in instance.slots(site) if s.is_class]
    days = days_of(instance, slots)
    last = max(3, len(days))
    sheet.set_column(0, 0, LABEL_WIDTH)
    sheet.set_column(1, last, (PAGE_WIDTH - LABEL_WIDTH) / last)
    name = instance.sites[site].name or site
    sheet.set_row(0, 34)
    book.merge(sheet, 0, (0, last), f"{name}: who is released when", "title")
    sheet.set_row(1, 20)
    book.merge(sheet, 1, (0, last), coverage_words(figures), "subtitle")
    free = free_coaches(ledger, site)
    at, breaks = 3, []
    for week in range(1, instance.settings.weeks + 1):
        if week > 1:
            breaks.append(at)
        at = _write_week(book, ledger, sheet, at, week, slots_by_period(slots, week), days, free)
    for column, time in enumerate((ONE, SEVERAL, NO_COACH), 1):
        book.write(sheet, at, column, time.word, "cell", "small", time)
    book.write(sheet, at, 0, "Key", "label")
    at = _write_coaches(book, ledger, sheet, at + 2, (site, last), visitors)
    sheet.hide_gridlines(2)
    settings = instance.settings
    book.page(sheet, (" ".join(filter(None, (settings.district, settings.school_year))), name), whole=not breaks)
    sheet.set_h_pagebreaks(breaks)
    sheet.print_area(0, 0, at - 1, last)
    return sheet


def coverage_words(figures: SiteFigures) -> str:
    """ "12 of 14 periods covered · 8 of 8 funded sections used · the same in every cycle"."""
    parts = [f"{figures.periods_covered} of {figures.periods} periods covered"]
    used = figures.released_periods
    without_limit = f"{used} section{'s' * (used != 1)} used"
    parts.append(without_limit if figures.funded is None else f"{used} of {figures.funded} funded sections used")
    return " · ".join(parts) + " · the same in every cycle"


def free_coaches(ledger: PlanIndex, site: str) -> dict[Slot, list[Coach]]:
    """For each Class slot the coaches who serve the site, are released in it and at work."""
    hindrances = {c.id: ledger.slots.hindrances(c.id, site) for c in ledger.serving(site)}
    return {
        slot: [c for c in ledger.serving(site) if not hindrances[c.id][i]]
        for i, slot in enumerate(ledger.instance.slots(site))
        if slot.is_class
    }


def _write_week(
    book: Book,
    ledger: PlanIndex,
    sheet: Worksheet,
    at: int,
    week: int,
    rows: Mapping[str, Mapping[int, list[Slot]]],
    days: Sequence[int],
    free: Mapping[Slot, list[Coach]],
) -> int:
    """Write the grid of one week from row `at` on: a row a period; the row after it."""
    weeks = ledger.instance.settings.weeks
    book.write(sheet, at, 0, f"Week {week}" if weeks > 1 else "Period", "day")
    sheet.set_row(at, 22)
    for column, day in enumerate(days, 1):
        book.write(sheet, at, column, ledger.instance.settings.days[day], "day")
    for i, (period, by_day) in enumerate(rows.items(), at + 1):
        times = {(s.start, s.end) for slots in by_day.values() for s in slots}
        book.write(sheet, i, 0, f"{period}\n{span(*min(times))}" if len(times) == 1 else period, "slot")
        lines = 2
        for column, day in enumerate(days, 1):
            slots = by_day.get(day, [])
            if not slots:
                book.write(sheet, i, column, None, "grid", NO_SLOT)
                continue
            coaches = [c for c in free[slots[0]] if all(c in free[s] for s in slots)]
            time = NO_COACH if not coaches else ONE if len(coaches) == 1 else SEVERAL
            when = ", ".join(span(s.start, s.end) for s in slots) if len(times) > 1 else ""
            text = "\n".join(filter(None, (when, *([c.name or c.id for c in coaches] or ["Nobody"]))))
            lines = max(lines, text.count("\n") + 1)
            book.write(sheet, i, column, text, "grid", "centre", time)
        sheet.set_row(i, max(ROW_HEIGHT, 8 + LINE * lines))
    sheet.set_row(at + len(rows) + 1, 8)
    return at + len(rows) + 2


def slots_by_period(slots: Sequence[Slot], week: int) -> dict[str, dict[int, list[Slot]]]:
    """The slots of a week by period and day."""
    rows: dict[str, dict[int, list[Slot]]] = {}
    mine = [s for s in slots if s.week == week]
    for period in in_order({s.period for s in mine}):
        rows[period] = {}
        for slot in sorted((s for s in mine if s.period == period), key=lambda s: (s.day, s.start)):
            rows[period].setdefault(slot.day, []).append(slot)
    return rows


def _write_coaches(
    book: Book, ledger: PlanIndex, sheet: Worksheet, at: int, place: tuple[str, int], visitors: Collection[str] | None
) -> int:
    """Each coach of the site (of `place`, with its last column) with the released periods; the row after them."""
    site, last = place
    book.write(sheet, at, 0, "Coach", "header")
    book.write(sheet, at, 1, "Released in period", "header")
    book.merge(sheet, at, (2, last), "At this site", "header")
    for i, coach in enumerate(ledger.serving(site), at + 1):
        periods = in_order(ledger.released[coach.id])
        home = coach.home == site
        visits = sum(m.site == site for m in ledger.meetings_of.get(coach.id, ()))
        name = coach.name or coach.id
        if len(name) * 1.1 > LABEL_WIDTH:
            sheet.set_row(i, 4 + 2 * LINE)
        book.write(sheet, i, 0, name, "cell", "bold")
        book.write(sheet, i, 1, ", ".join(periods) or "none", "cell")
        role = "home site" + (", full time" if coach.full_time else "") if home else f"visits from {coach.home}"
        if visitors is None:
            role += f" · {visits} session{'s' * (visits != 1)} here in the year"
        elif coach.id in visitors:
            role = "visits from another site"
        book.merge(sheet, i, (2, last), role, "cell")
    return at + 1 + len(ledger.serving(site))
