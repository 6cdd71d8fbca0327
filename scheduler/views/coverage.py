"""Who is released when at a site: the coaches of each period and day, and a line on the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scheduler.domain.instance import Coach, Slot
from scheduler.rules.plan_index import PlanIndex
from scheduler.views.kinds_of_time import NO_COACH, ONE_COACH, SEVERAL_COACHES, KindOfTime
from scheduler.views.metrics import SiteFigures
from scheduler.views.names import in_order
from scheduler.wording import count


def coverage_words(figures: SiteFigures) -> str:
    """ "12 of 14 periods covered · 8 of 8 funded sections used · the same in every cycle"."""
    parts = [f"{figures.periods_covered} of {figures.periods} periods covered"]
    used = figures.released_periods
    without_limit = f"{count(used, 'section')} used"
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


@dataclass(frozen=True, slots=True)
class CoverageCell:
    """One period on one day: its slots, and the coaches who are released in all of them."""

    slots: tuple[Slot, ...]
    coaches: tuple[Coach, ...]

    @property
    def kind(self) -> KindOfTime:
        """Whether one coach is released, several, or nobody."""
        return NO_COACH if not self.coaches else ONE_COACH if len(self.coaches) == 1 else SEVERAL_COACHES


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One period of a week, by day."""

    period: str
    cells: dict[int, CoverageCell]


def coverage_weeks(ledger: PlanIndex, site: str) -> list[list[CoverageRow]]:
    """Return the coverage map of a site: for each week of the pattern its Class periods, as people count them."""
    free = free_coaches(ledger, site)
    return [_rows_of(week, free) for week in range(1, ledger.instance.settings.weeks + 1)]


def _rows_of(week: int, free: Mapping[Slot, Sequence[Coach]]) -> list[CoverageRow]:
    mine = sorted((s for s in free if s.week == week), key=lambda s: (s.day, s.start))
    rows = []
    for period in in_order({s.period for s in mine}):
        cells: dict[int, CoverageCell] = {}
        for day in dict.fromkeys(s.day for s in mine if s.period == period):
            slots = tuple(s for s in mine if (s.period, s.day) == (period, day))
            coaches = tuple(c for c in free[slots[0]] if all(c in free[s] for s in slots))
            cells[day] = CoverageCell(slots, coaches)
        rows.append(CoverageRow(period, cells))
    return rows
